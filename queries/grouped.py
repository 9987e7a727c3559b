"""Organisations fallen into groups by their ties, and what is told of the groups beside the table of `groups`."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import sparse

from graph.network import Network
from graph.ties import participations, ties
from graph.vocabulary import Kind
from queries.columns import significant
from queries.partition import Partitions, consensus, shares, together

DOUBT = 0.2  # together in less than this share of the runs, or in more than all but this, is decided
QUADRANTS = {(True, True): "motor", (False, True): "basic", (True, False): "isolated", (False, False): "marginal"}


@dataclass(frozen=True, eq=False, slots=True)
class Grouped:
    """Whoever has a tie, by id, with the ties and what the runs made of them.

    Attributes:
        people: their ids, sorted.
        pairs: the ties, as `graph.ties.ties` gives them.
        net: the strengths, by place in `people`.
        found: groups are numbered from 0, by size, equal ones by their least id.
    """

    people: np.ndarray
    pairs: pd.DataFrame
    net: sparse.csr_array
    found: Partitions

    @property
    def group(self) -> np.ndarray:
        """The group of each organisation, from 0."""
        return self.found.groups

    @property
    def inside(self) -> np.ndarray:
        """For each, the strength of its ties within its group."""
        return self._strength(within=True)

    @property
    def outside(self) -> np.ndarray:
        """For each, the strength of its ties with other groups."""
        return self._strength(within=False)

    def _strength(self, *, within: bool) -> np.ndarray:
        both = self.net.tocoo()
        chosen = (self.group[both.row] == self.group[both.col]) == within
        return np.bincount(both.row[chosen], both.data[chosen], minlength=len(self.people))


def grouped(
    network: Network, kinds: Collection[Kind] | None, *, resolution: float, seed: int, method: str
) -> Grouped:  # fmt: skip
    """The groups of the organisations that have a tie in encounters of these kinds."""
    pairs = ties(network, kinds=kinds)
    people, ends = np.unique(pairs[["source", "target"]].to_numpy(dtype=object), return_inverse=True)
    rows, columns = ends.reshape(-1, 2).T
    upper = sparse.csr_array((pairs["strength"].to_numpy(float), (rows, columns)), shape=(len(people),) * 2)
    net = sparse.csr_array(upper + upper.T)
    found = consensus(net, _alike(network, kinds, people), resolution=resolution, seed=seed, method=method)
    return Grouped(people, pairs, net, replace(found, groups=_by_size(found.groups)))


def _alike(network: Network, kinds: Collection[Kind] | None, people: np.ndarray) -> np.ndarray:
    """A number for each, the same for those who took part in the same encounters with others."""
    rows = participations(network, kinds=kinds)
    rows = rows[rows.groupby("encounter")["organisation"].transform("size") > 1]
    took_part_in = rows.groupby("organisation")["encounter"].agg("\n".join)
    return pd.factorize(took_part_in.reindex(people).to_numpy(dtype=object))[0]


def _by_size(labels: np.ndarray) -> np.ndarray:
    _, first, label, size = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((first, -size))
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return place[label]


def undecided(made: Grouped) -> pd.DataFrame:
    """Ties whose ends are together in some runs and apart in others."""
    first, second = (np.searchsorted(made.people, made.pairs[end].to_numpy(dtype=object)) for end in _ENDS)
    table = made.pairs[[*_ENDS, "strength"]].assign(together=together(made.found.runs, first, second))
    table = table[table["together"].between(DOUBT, 1 - DOUBT)]
    table = table.assign(strength=significant(table["strength"]), together=significant(table["together"]))
    return table.reset_index(drop=True)


def all_shares(made: Grouped) -> pd.DataFrame:
    """For each organisation, the groups that runs put it in, most often chosen first."""
    part = shares(made.found)
    who, group = part.nonzero()
    table = pd.DataFrame(
        {
            "id": pd.Series(made.people[who], dtype="string"),
            "group": pd.Series(group + 1, dtype="Int64"),
            "share": significant(pd.Series(part[who, group], dtype=float)),
        }
    )
    return table.sort_values(["id", "share", "group"], ascending=[True, False, True], ignore_index=True)


def diagram(made: Grouped) -> pd.DataFrame:
    """Callon's strategic diagram: how dense each group is, and how strongly tied to the others; no cut through one."""
    members = np.bincount(made.group)
    inside = np.bincount(made.group, made.inside, minlength=len(members)) / 2
    around = np.bincount(made.group, made.outside, minlength=len(members))
    density = inside / np.maximum(members * (members - 1) / 2, 1)
    table = pd.DataFrame(
        {
            "group": pd.Series(np.arange(1, len(members) + 1), dtype="Int64"),
            "members": pd.Series(members, dtype="Int64"),
            "density": significant(pd.Series(density)),
            "centrality": significant(pd.Series(around)),
        }
    )
    above = zip(*(table[column] >= table[column].median() for column in ("density", "centrality")), strict=True)
    quadrant = pd.Series([QUADRANTS[bool(d), bool(c)] for d, c in above], dtype="string")
    return table.assign(quadrant=quadrant if len(table) > 1 else quadrant.mask(quadrant.notna()))


def runs(made: Grouped) -> pd.DataFrame:
    """What each run found."""
    found = made.found
    return pd.DataFrame(
        {
            "run": pd.Series(np.arange(1, len(found.runs) + 1), dtype="Int64"),
            "groups": pd.Series([len(np.unique(run)) for run in found.runs], dtype="Int64"),
            "modularity": significant(pd.Series(found.modularity, dtype=float)),
        }
    )


_ENDS = ["source", "target"]
