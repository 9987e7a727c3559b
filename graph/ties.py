"""Who takes part in the same things: weighted pairs, made on demand and never stored.

A tie has a `strength` and, for shortest paths, a `distance` = 1 / strength; no column is called
`weight`, which networkx takes for a distance in one function and for a strength in the next.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse

from graph.errors import WrongValue
from graph.network import Network
from graph.once import once
from graph.vocabulary import ENCOUNTERS, Kind, Relation

if TYPE_CHECKING:
    import networkx as nx

COLUMNS = ("source", "target", "strength", "distance", "encounters")
FALSE_FINDS = 0.01  # of the reliable ties, the share that chance alone may have made, as in Tumminello et al.
NOISE = 1e-12  # of numbers that were summed: what differs by less is equal


def participations(network: Network, *, kinds: Collection[Kind] | None = None) -> pd.DataFrame:
    """Which organisations took part in what, counting participations only, each pair once whatever its roles.

    Whoever else is said to take part (a town that hosts a fair) is none of them, and what is no encounter is left out.

    Returns:
        One row per pair, sorted: `organisation`, `encounter`, `kind` (the encounter's).
    """
    rows = _took_part(network)
    return rows.copy(deep=False) if kinds is None else rows[rows["kind"].isin(list(kinds))].reset_index(drop=True)


@once
def _took_part(network: Network) -> pd.DataFrame:
    """The same of all kinds of encounter."""
    rows = network.counting(Relation.TOOK_PART_IN)
    rows = rows[network.are_organisations(rows["source"])][["source", "target"]].drop_duplicates()
    rows = rows.rename(columns={"source": "organisation", "target": "encounter"})
    rows = rows.assign(kind=rows["encounter"].map(network.kinds))
    rows = rows[rows["kind"].isin(ENCOUNTERS)]
    return rows.sort_values(["organisation", "encounter"], ignore_index=True)


def ties(
    network: Network, *, kinds: Collection[Kind] | None = None, backbone: float | None = None
) -> pd.DataFrame:  # fmt: skip
    """Pairs of organisations that took part in the same encounters.

    An encounter of d named organisations gives each pair of them 1 / (d - 1), so that an organisation's
    strength is the number of its encounters with at least one other named organisation. d counts all
    organisations that took part: a filter on organisations, applied afterwards, raises no strength.

    With `backbone`, a share such as `FALSE_FINDS`, only reliable partners are left: pairs that met more often
    than chance explains. Had each taken part in as many encounters, drawn at random, `p` is the probability of
    as many in common or more; the share of mere chance among the pairs kept is held to `backbone` over all pairs that
    could have met (Benjamini–Hochberg): the pairs that did are those that chance chose. Their strengths stay those of
    all ties. In a register of many projects, most with partners of that one alone, two that shared one are not kept.

    Returns:
        One row per pair, `source` < `target`, sorted: `strength` > 0; `distance` = 1 / strength;
        `encounters`, how many they shared; with `backbone` also `p` in (0, 1].

    Raises:
        ValueError: `backbone` is no share between 0 and 1.

    Source:
        Newman (2001), Scientific collaboration networks II, Physical Review E 64, 016132. Tumminello et al. (2011),
        Statistically validated networks in bipartite complex systems, PLoS ONE 6, e17994; Benjamini and
        Hochberg (1995), Journal of the Royal Statistical Society B 57, 289–300.

    Examples:
        >>> from tests.toys import met
        >>> always, once = ["ab"] * 9, ["cd", "ce", "cf", "de", "df", "ef"]
        >>> ties(met(*always, *once), backbone=0.01)[["source", "target", "encounters"]].to_numpy().tolist()
        [['firm:a', 'firm:b', 9]]
    """
    rows = participations(network, kinds=kinds)
    return _ties(rows) if backbone is None else _more_than_chance(_ties(rows), rows, backbone)


def _ties(rows: pd.DataFrame) -> pd.DataFrame:
    who, people = pd.factorize(rows["organisation"], sort=True)
    where, encounters = pd.factorize(rows["encounter"], sort=True)
    took_part = sparse.csr_array((np.ones(len(rows)), (who, where)), shape=(len(people), len(encounters)))
    size = np.bincount(where, minlength=len(encounters))
    shares = np.where(size > 1, 1 / np.maximum(size - 1, 1), 0.0)
    strength = sparse.triu(took_part.multiply(shares) @ took_part.T, k=1, format="csr")
    together = sparse.triu(took_part @ took_part.T, k=1, format="csr")
    strength.sort_indices(), together.sort_indices()
    first, second = strength.nonzero()
    ids = people.astype("string").array
    ends = {"source": ids.take(first), "target": ids.take(second)}
    table = pd.DataFrame({**ends, "strength": strength.data, "encounters": together.data.astype("int64")})
    return table.assign(distance=1 / table["strength"])[list(COLUMNS)]


def _more_than_chance(pairs: pd.DataFrame, rows: pd.DataFrame, share: float) -> pd.DataFrame:
    """The pairs that met more often than chance explains, with `p`."""
    if not 0 < share < 1:
        raise WrongValue("backbone: write a share between 0 and 1, such as {}, not {}.", FALSE_FINDS, f"{share:g}")
    p, people = _by_chance(pairs, rows), rows["organisation"].nunique()
    kept = are_finds(p, share, tests=people * (people - 1) // 2)
    return pairs.assign(p=p)[kept].reset_index(drop=True)


def _by_chance(pairs: pd.DataFrame, rows: pd.DataFrame) -> np.ndarray:
    """P(X ≥ encounters in common), hypergeometric: each pair's own numbers of encounters, drawn from all."""
    from scipy.stats import hypergeom

    often = rows.groupby("organisation").size()
    a, b = (pairs[end].map(often).to_numpy(dtype=int) for end in ("source", "target"))
    cases = pd.DataFrame({"common": pairs["encounters"], "a": np.minimum(a, b), "b": np.maximum(a, b)})
    grouped = cases.groupby(["common", "a", "b"])  # few cases, many pairs
    common, a, b = grouped.size().index.to_frame().to_numpy().T
    p: np.ndarray = hypergeom.sf(common - 1, max(rows["encounter"].nunique(), 1), a, b)
    return p[grouped.ngroup().to_numpy()]


def are_finds(p: np.ndarray, share: float, *, tests: int | None = None) -> np.ndarray:
    """Which of the tests are finds, when of the finds so large a share may be false (Benjamini–Hochberg).

    Of so many `tests`, those that are not given have p = 1; None where all are given.

    >>> are_finds(np.array([0.01, 0.04]), 0.1).tolist(), are_finds(np.array([0.01, 0.04]), 0.1, tests=10).tolist()
    ([True, True], [True, False])
    """
    ordered = np.sort(p)
    limits = share * np.arange(1, len(p) + 1) / max(len(p) if tests is None else tests, 1)
    passed = np.flatnonzero(ordered <= limits * (1 + NOISE))
    return p <= (ordered[passed[-1]] * (1 + NOISE) if len(passed) else -1.0)


def as_networkx(table: pd.DataFrame, organisations: Collection[str] = ()) -> "nx.Graph":
    """The ties as an undirected networkx graph; `organisations` adds those that have none."""
    import networkx as nx

    net = nx.Graph()
    net.add_nodes_from(sorted({*organisations, *table["source"], *table["target"]}))
    columns = zip(table["source"], table["target"], table["strength"], table["distance"], strict=True)
    net.add_edges_from((a, b, {"strength": s, "distance": d}) for a, b, s, d in columns)
    return net
