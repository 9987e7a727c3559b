"""Who takes part in the same things: weighted pairs, made on demand and never stored.

A tie has a `strength` and, for shortest paths, a `distance` = 1 / strength; no column is called
`weight`, which networkx takes for a distance in one function and for a strength in the next.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse

from graph.network import Network
from graph.vocabulary import Kind, Relation

if TYPE_CHECKING:
    import networkx as nx

COLUMNS = ("source", "target", "strength", "distance", "encounters")


def participations(network: Network, *, kinds: Collection[Kind] | None = None) -> pd.DataFrame:
    """Which organisations took part in what, counting participations only, each pair once whatever its roles.

    Whoever else is said to take part (a town that hosts a fair) is none of them.

    Returns:
        One row per pair, sorted: `organisation`, `encounter`, `kind` (the encounter's).
    """
    links = network.links
    rows = links[(links["relation"] == Relation.TOOK_PART_IN) & links["counts"]]
    rows = rows[rows["source"].isin(network.organisations["id"])]
    rows = (
        rows[["source", "target"]].drop_duplicates().rename(columns={"source": "organisation", "target": "encounter"})
    )
    kind = network.entities.set_index("id")["kind"]
    rows = rows.assign(kind=rows["encounter"].map(kind))
    if kinds is not None:
        rows = rows[rows["kind"].isin(list(kinds))]
    return rows.sort_values(["organisation", "encounter"], ignore_index=True)


def ties(network: Network, *, kinds: Collection[Kind] | None = None) -> pd.DataFrame:
    """Pairs of organisations that took part in the same encounters.

    An encounter of d named organisations gives each pair of them 1 / (d - 1), so that an organisation's
    strength is the number of its encounters with at least one other named organisation. d counts all
    organisations that took part: a filter on organisations, applied afterwards, raises no strength.

    Returns:
        One row per pair, `source` < `target`, sorted: `strength` > 0; `distance` = 1 / strength;
        `encounters`, how many they shared.

    Source:
        Newman (2001), Scientific collaboration networks II, Physical Review E 64, 016132.
    """
    rows = participations(network, kinds=kinds)
    people, who = np.unique(rows["organisation"].to_numpy(dtype=object), return_inverse=True)
    encounters, where = np.unique(rows["encounter"].to_numpy(dtype=object), return_inverse=True)
    took_part = sparse.csr_array((np.ones(len(rows)), (who, where)), shape=(len(people), len(encounters)))
    size = np.bincount(where, minlength=len(encounters))
    shares = np.where(size > 1, 1 / np.maximum(size - 1, 1), 0.0)
    strength = sparse.triu(took_part.multiply(shares) @ took_part.T, k=1, format="csr")
    together = sparse.triu(took_part @ took_part.T, k=1, format="csr")
    strength.sort_indices(), together.sort_indices()
    first, second = strength.nonzero()
    table = pd.DataFrame({"source": people[first], "target": people[second], "strength": strength.data})
    table = table.assign(distance=1 / table["strength"], encounters=together.data.astype("int64"))
    return table.astype({"source": "string", "target": "string"})[list(COLUMNS)]


def as_networkx(table: pd.DataFrame, organisations: Collection[str] = ()) -> "nx.Graph":
    """The ties as an undirected networkx graph; `organisations` adds those that have none."""
    import networkx as nx

    net = nx.Graph()
    net.add_nodes_from(sorted({*organisations, *table["source"], *table["target"]}))
    columns = zip(table["source"], table["target"], table["strength"], table["distance"], strict=True)
    net.add_edges_from((a, b, {"strength": s, "distance": d}) for a, b, s, d in columns)
    return net
