"""How close two competences are: learnt from who offers both, or read from the tree of competences."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from graph.network import Network
from graph.vocabulary import Relation
from queries.competences import Profiles

CLOSE = 0.5  # less is not related; assumed
ENOUGH = 50  # organisations that offer a competence, from which its company can be learnt


@dataclass(frozen=True, eq=False, slots=True)
class Relatedness:
    """A row and a column a competence, symmetric.

    Attributes:
        closeness: 1 on the diagonal; elsewhere `CLOSE` or more, up to 1, or nothing.
        learnt: of how many pairs it was learnt from offers; of the others it stands in the tree.
        read: of how many pairs the tree says so.
    """

    closeness: sparse.csr_array
    learnt: int
    read: int


def relatedness(network: Network, found: Profiles) -> Relatedness:
    """Both ways, each for its own pairs: the tree where a competence is offered by too few to learn from.

    Learnt, it is φ = min(P(t | s), P(s | t)) over the organisations that offer the two more than others do, ½ added
    to each count. In the tree it is twice the depth of the nearest broader competence of both over the sum of
    their depths; what all others are part of has depth 0; where there is no such competence, the tops have depth 1.

    Source:
        Hidalgo et al. (2007), The product space conditions the development of nations, Science 317, 482–487; Wu and
        Palmer (1994), Verb semantics and lexical selection, ACL, 133–138.
    """
    enough = np.asarray(found.offered.sum(axis=0)).ravel() >= ENOUGH
    learnt = _learnt(found.offers, enough)
    tree = _without(_tree(network, found.competences), enough)
    closeness = sparse.csr_array(learnt + tree + sparse.eye_array(len(found.competences)))
    closeness.sort_indices()
    return Relatedness(closeness, learnt.nnz // 2, tree.nnz // 2)


def _learnt(offers: sparse.csr_array, enough: np.ndarray) -> sparse.csr_array:
    more = _more_than_others(offers)
    common = (more.T @ more).tocoo()
    often = more.sum(axis=0)
    phi = (common.data + 0.5) / (np.maximum(often[common.row], often[common.col]) + 1)
    kept = (common.row != common.col) & (phi >= CLOSE) & enough[common.row] & enough[common.col]
    ends = (common.row[kept], common.col[kept])
    return sparse.csr_array((phi[kept], ends), shape=common.shape)


def _more_than_others(offers: sparse.csr_array) -> sparse.csr_array:
    """1 where an organisation's share of a competence is above everybody's (revealed comparative advantage > 1)."""
    own, all_of_it, everything = offers.sum(axis=1), offers.sum(axis=0), offers.sum()
    cells = offers.tocoo()
    above = cells.data * everything > own[cells.row] * all_of_it[cells.col]
    ends = (cells.row[above], cells.col[above])
    return sparse.csr_array((np.ones(above.sum()), ends), shape=offers.shape)


def _without(tree: sparse.csr_array, enough: np.ndarray) -> sparse.csr_array:
    """The pairs of the tree of which one, at least, cannot be learnt."""
    cells = tree.tocoo()
    kept = ~(enough[cells.row] & enough[cells.col])
    return sparse.csr_array((cells.data[kept], (cells.row[kept], cells.col[kept])), shape=tree.shape)


def _tree(network: Network, competences: np.ndarray) -> sparse.csr_array:
    position = {one: n for n, one in enumerate(competences)}
    links = network.links[network.links["counts"] & (network.links["relation"] == Relation.PART_OF)]
    broader: dict[int, list[int]] = defaultdict(list)
    for part, whole in zip(links["source"], links["target"], strict=True):
        if part in position and whole in position and part != whole:
            broader[position[part]].append(position[whole])
    near: dict[tuple[int, int], float] = {}
    for pair, value in _near(broader, len(competences)):
        near[pair] = max(value, near.get(pair, 0.0))
    ends = np.array(list(near), dtype=int).reshape(-1, 2).T
    return sparse.csr_array((list(near.values()), tuple(ends)), shape=(len(competences),) * 2)


def _near(broader: Mapping[int, list[int]], size: int) -> Iterator[tuple[tuple[int, int], float]]:
    """Pairs, both ways, that have a broader competence in common, or of which one is broader than the other."""
    depths = _depths(broader, size)
    within: dict[int, list[int]] = defaultdict(list)
    for one in depths:
        for above in _above(one, broader):
            within[above].append(one)
    for above, those in within.items():
        those = [one for one in those if depths[one] <= 3 * depths[above]]  # deeper ones are not close to anything here
        for one in those:
            for other in those:
                total = depths[one] + depths[other]
                if one != other and 2 * depths[above] >= CLOSE * total > 0:
                    yield (one, other), min(1.0, 2 * depths[above] / total)


def _depths(broader: Mapping[int, list[int]], size: int) -> dict[int, int]:
    """By competence, how far below the root: the longest way up."""
    heights: dict[int, int] = {}
    for one in range(size):
        _climb(one, broader, heights, set())
    several_tops = sum(height == 0 for height in heights.values()) > 1
    return {one: height + several_tops for one, height in heights.items()}


def _climb(one: int, broader: Mapping[int, list[int]], heights: dict[int, int], below: set[int]) -> int:
    """Its height, kept in `heights`; a circle ends where it began."""
    if one not in heights:
        wholes = [whole for whole in broader.get(one, ()) if whole not in below | {one}]
        heights[one] = max((1 + _climb(whole, broader, heights, below | {one}) for whole in wholes), default=0)
    return heights[one]


def _above(one: int, broader: Mapping[int, list[int]]) -> set[int]:
    """Itself, and all that is broader."""
    seen, waiting = {one}, [one]
    while waiting:
        fresh = [whole for whole in broader.get(waiting.pop(), ()) if whole not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
    return seen
