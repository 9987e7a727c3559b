"""Scores of organisations as functions of who took part in what, so that something can be left out or exchanged."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import pandas as pd
from scipy import sparse

from graph.errors import WrongValue
from graph.network import Network
from graph.ties import participations
from graph.vocabulary import Kind, Relation
from queries.two_mode import betweenness as passing


@dataclass(frozen=True, eq=False, slots=True)
class Joins:
    """Who is joined to which encounter, and by which membership to which group; one entry a join.

    Attributes:
        organisations: ids, sorted.
        nodes: ids of the encounters, sorted, then those of the memberships, sorted.
        encounters: how many of the nodes are encounters.
        rows, columns: of each entry, the places of its organisation and of its node.
    """

    organisations: tuple[str, ...]
    nodes: tuple[str, ...]
    encounters: int
    rows: np.ndarray
    columns: np.ndarray

    @property
    def matrix(self) -> sparse.csr_array:
        """Organisations × nodes, 1 where they are joined."""
        shape = (len(self.organisations), len(self.nodes))
        return sparse.csr_array((np.ones(len(self.rows)), (self.rows, self.columns)), shape=shape)

    @property
    def took_part(self) -> sparse.csr_array:
        """Organisations × encounters."""
        return self.matrix[:, : self.encounters]

    def only(self, entries: np.ndarray) -> "Joins":
        """The same without the other entries; nodes and organisations stay."""
        return replace(self, rows=self.rows[entries], columns=self.columns[entries])


def joins(network: Network, *, kinds: Collection[Kind] | None = None) -> Joins:
    """Counting participations in encounters (of `kinds`, or all) and counting memberships."""
    organisations = sorted(network.organisations["id"])
    pairs = entries(network, kinds=kinds)[["organisation", "node", "meets"]].drop_duplicates()
    met, groups = (sorted(set(pairs.loc[pairs["meets"] == meets, "node"])) for meets in (True, False))
    nodes = pd.Index([*met, *groups], dtype=object)
    rows = pd.Index(organisations, dtype=object).get_indexer(pd.Index(pairs["organisation"], dtype=object))
    columns = nodes.get_indexer(pd.Index(pairs["node"], dtype=object))
    order = np.lexsort((columns, rows))
    return Joins(tuple(organisations), tuple(nodes), len(met), rows[order], columns[order])


def entries(network: Network, *, kinds: Collection[Kind] | None = None) -> pd.DataFrame:
    """Each counting link that joins an organisation to something: `organisation`, `node`, `meets`, `link`.

    A membership joins both its ends to a node of its own, which has the id of the link.
    """
    live = network.links[network.links["counts"]]
    met = participations(network, kinds=kinds)[["organisation", "encounter"]]
    took_part = live[live["relation"] == Relation.TOOK_PART_IN]
    met = met.merge(took_part, left_on=["organisation", "encounter"], right_on=["source", "target"])
    members = live[live["relation"] == Relation.MEMBER_OF]
    sides = [
        pd.DataFrame({"organisation": met["organisation"], "node": met["encounter"], "meets": True, "link": met["id"]}),
        *(
            pd.DataFrame({"organisation": members[end], "node": members["id"], "meets": False, "link": members["id"]})
            for end in ("source", "target")
        ),
    ]
    table = pd.concat(sides, ignore_index=True)
    return table[network.are_organisations(table["organisation"])].reset_index(drop=True)


def partners(made: Joins) -> np.ndarray:
    """How many other organisations each took part in something with."""
    took_part = made.took_part
    alone = np.diff(took_part.indptr) > 0
    counted: np.ndarray = np.diff((took_part @ took_part.T).indptr) - alone
    return counted.astype(float)


def encounters(made: Joins) -> np.ndarray:
    """In how many encounters each took part with others: the strength of its Newman ties."""
    took_part = made.took_part
    found: np.ndarray = took_part @ (took_part.sum(axis=0) > 1).astype(float)
    return found


def betweenness(made: Joins, *, times: int = 1) -> np.ndarray:
    """The mean share of the shortest paths between two others that pass by each, as `brokers` has it."""
    ends = len(made.organisations)
    matrix = made.matrix
    matrix = matrix[:, matrix.sum(axis=0) > 1]
    both = sparse.block_array([[None, matrix], [matrix.T, None]], format="csr") if matrix.nnz else matrix
    found = passing(sparse.csr_array(both), ends, times=times)[:ends] if matrix.nnz else np.zeros(ends)
    return found / max((ends - 1) * (ends - 2) / 2, 1)


Score: TypeAlias = Callable[[Joins], np.ndarray]  # what is ranked, one number each, from who took part in what
PARTNERS, ENCOUNTERS, BETWEENNESS = "partners", "encounters", "betweenness"
SCORES: Mapping[str, Score] = {
    PARTNERS: partners,
    ENCOUNTERS: encounters,
    BETWEENNESS: betweenness,
}


def scores(made: Joins, measure: str | Score, *, times: int = 1) -> np.ndarray:
    """One of the `SCORES` of every organisation, or another one, to 12 significant digits: noise decides no rank.

    If it is asked for so many `times`, what takes long is made ready for that.

    Raises:
        ValueError: there is no such measure.
    """
    if not isinstance(measure, str):
        return _rounded(measure(made))
    if measure not in SCORES:
        raise WrongValue("measure: write one of {}, not '{}'.", tuple(SCORES), measure)
    return _rounded(betweenness(made, times=times) if measure == BETWEENNESS else SCORES[measure](made))


def _rounded(found: np.ndarray) -> np.ndarray:
    """`queries.columns.significant`, for arrays."""
    if (found == np.rint(found)).all():
        return found
    unit = 10.0 ** (11 - np.floor(np.log10(found, where=found > 0, out=np.zeros_like(found))))
    rounded: np.ndarray = np.rint(found * unit) / unit
    return rounded


def ranks(found: np.ndarray) -> np.ndarray:
    """The highest is 1, equal scores share the better rank; whoever has nothing (0) is last.

    >>> ranks(np.array([3.0, 5.0, 3.0, 0.0, 0.0])).tolist()
    [2, 1, 2, 5, 5]
    """
    place: np.ndarray = 1 + len(found) - np.searchsorted(np.sort(found), found, side="right")
    return np.where(found > 0, place, len(found))
