"""Betweenness where organisations are joined by what they take part in and by membership: two sides of nodes."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from graph.network import Network
from graph.ties import participations
from graph.vocabulary import Kind, Relation

LARGE = 10_000_000  # ends times joins, of all times, from which on compiled loops are worth their loading
BLOCK = 32  # sources at once: few enough for their arrays to stay in the processor's cache


@dataclass(frozen=True, eq=False, slots=True)
class TwoMode:
    """Organisations on one side, encounters and memberships on the other; joins only from side to side.

    A membership is a node of its own between the member and its group, so that it counts one step, as
    meeting does.

    Attributes:
        nodes: ids, the organisations first, each side sorted; a membership has the id of its link.
        organisations: how many of the nodes are organisations.
        joins: square, symmetric, 1 where two nodes are joined.
    """

    nodes: tuple[str, ...]
    organisations: int
    joins: sparse.csr_array


def two_mode(
    network: Network, *, kinds: Collection[Kind] | None = None, memberships: bool = True
) -> TwoMode:  # fmt: skip
    """All organisations, the counting encounters (of `kinds`, or all) and, unless unwanted, the counting memberships.

    What only one organisation is joined to leads nowhere and is left out.
    """
    organisations = sorted(network.organisations["id"])
    pairs = _pairs(network, kinds, memberships)
    pairs = pairs[network.are_organisations(pairs["organisation"])].drop_duplicates()
    pairs = pairs[pairs.groupby("between")["organisation"].transform("size") > 1]
    nodes = pd.Index([*organisations, *sorted(set(pairs["between"]))], dtype=object)
    rows, columns = (nodes.get_indexer(pd.Index(pairs[side], dtype=object)) for side in pairs)
    one_way = sparse.csr_array((np.ones(len(pairs)), (rows, columns)), shape=(len(nodes),) * 2)
    return TwoMode(tuple(nodes), len(organisations), (one_way + one_way.T).tocsr())


def _pairs(network: Network, kinds: Collection[Kind] | None, memberships: bool) -> pd.DataFrame:
    links = network.links
    members = links[(links["relation"] == Relation.MEMBER_OF) & links["counts"] & memberships]
    took_part = participations(network, kinds=kinds)
    sides = [(took_part, "organisation", "encounter"), (members, "source", "id"), (members, "target", "id")]
    return pd.concat([table[[one, other]].set_axis(["organisation", "between"], axis=1) for table, one, other in sides])


def betweenness(joins: sparse.csr_array, ends: int, *, times: int = 1) -> np.ndarray:
    """For each node, over all pairs of ends, the sum of the share of their shortest paths that pass there.

    The first `ends` nodes are the ends, each pair counted once; a path passes at none of its own ends. The
    nodes have two sides, joined only from side to side: a neighbour is one step nearer or one further away. It may be
    said that as large a network will be asked about so many `times`: the values are the same.

    Source:
        Brandes (2001), A faster algorithm for betweenness centrality, Journal of Mathematical Sociology 25,
        163–177: b(v) = ½ Σ_s δ_s(v), δ_s(v) = Σ_w (σ_sv / σ_sw) (τ_w + δ_s(w)), s an end, τ = 1 for ends, else 0.

    Examples:
        >>> betweenness(sparse.csr_array([[0, 0, 1], [0, 0, 1], [1, 1, 0]]), ends=2).tolist()  # 0 - 2 - 1
        [0.0, 0.0, 1.0]
    """
    if is_large(joins, ends, times=times):
        from queries import shortest_paths  # brings numba, which only large networks are made to load

        return shortest_paths.betweenness(joins, ends)
    return in_blocks(joins, ends)


def is_large(joins: sparse.csr_array, ends: int, *, times: int = 1) -> bool:
    """Whether the walk from each end over all joins, so many times, is too long for `in_blocks`."""
    return bool(times * ends * joins.nnz > LARGE)


def in_blocks(joins: sparse.csr_array, ends: int) -> np.ndarray:
    """`betweenness` of a small network, by products of matrices: some sources at once, level by level."""
    through = np.zeros(joins.shape[0])
    sources, alike = _sources(joins, ends)
    for first in range(0, len(sources), BLOCK):
        block = slice(first, first + BLOCK)
        levels, paths = _outwards(joins, sources[block])
        through += _inwards(joins, ends, levels, paths) @ alike[block]
    return through / 2


def _sources(joins: sparse.csr_array, ends: int) -> tuple[np.ndarray, np.ndarray]:
    """The ends to start from, and for how many each stands.

    Most organisations took part in one thing only. Those of the same one see the rest of the network alike, and no
    path passes through them: one of them will do.
    """
    degree = np.diff(joins.indptr)[:ends]
    joined = np.flatnonzero(degree)
    only = joins.indices[joins.indptr[:-1][joined]]
    place = np.where(degree[joined] == 1, only, joined)  # the two sides have different positions
    _, first, alike = np.unique(place, return_index=True, return_counts=True)
    return joined[first], alike


def _outwards(joins: sparse.csr_array, sources: np.ndarray) -> tuple[list[np.ndarray], np.ndarray]:
    """Level by level, which nodes are that far from each source; and by how many shortest paths (σ)."""
    paths = np.zeros((joins.shape[0], len(sources)))
    paths[sources, np.arange(len(sources))] = 1
    found, seen, levels = paths, paths > 0, []
    while found.any():
        levels.append(found > 0)
        found = np.where(seen, 0, joins @ found)
        seen |= found > 0
        paths += found
    return levels, paths


def _inwards(joins: sparse.csr_array, ends: int, levels: list[np.ndarray], paths: np.ndarray) -> np.ndarray:
    """δ_s for each source, from the furthest level back to the sources, which take nothing themselves."""
    through, share = np.zeros(paths.shape), np.zeros(paths.shape)
    is_end = (np.arange(paths.shape[0]) < ends)[:, None]
    for level in reversed(levels[1:]):
        beyond = joins @ share  # of the neighbours, those nearer to the source have no share yet
        through += np.where(level, paths * beyond, 0)
        share += np.divide(is_end, paths, where=level, out=np.zeros(paths.shape)) + np.where(level, beyond, 0)
    return through
