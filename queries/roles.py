"""Who stands between whom, by the groups of the three: counts, and what chance would give.

A passage at v is an ordered a → v → c without a → c. Five roles tell where a, v and c belong: `aaa` all in one
group, `aba` the ends in one and v in another, `abb` v and its target in one, `aab` the source and v in one, `abc`
three groups.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import perm

import numpy as np
from scipy import sparse

ROLES = ("aaa", "aba", "abb", "aab", "abc")
BLOCK = 1024  # nodes at once, so that their two-step ways fit in memory
A, V, C, OTHER_A, OTHER_C = range(5)


def passages(arcs: sparse.csr_array, groups: np.ndarray) -> Mapping[str, np.ndarray]:
    """How many passages of each role there are at each node.

    `arcs` is square, 1 where an arc leads from row to column, without loops; `groups` has a number per node.

    Source:
        Gould and Fernandez (1989), Structures of mediation, Sociological Methodology 19, 89–126.

    Examples:
        >>> way = sparse.csr_array([[0, 1, 0], [0, 0, 1], [0, 0, 0]])  # 0 → 1 → 2
        >>> {role: count.tolist() for role, count in passages(way, np.array([0, 1, 1])).items() if count.any()}
        {'abb': [0, 1, 0]}
    """
    same, other = _parted(arcs, groups)
    into_same, into_other, to_same, to_other = (_sums(one) for one in (same.T, other.T, same, other))
    alike = _ends_alike(arcs, groups) - into_same * to_same  # both ends in one group that is not the node's
    return {
        "aaa": into_same * to_same - _sums(same.multiply(same.T)) - _closed(same, same, same),
        "aba": alike - _sums(other.multiply(other.T)) - _closed(other, other, same),
        "abb": into_other * to_same - _closed(other, same, other),
        "aab": into_same * to_other - _closed(same, other, other),
        "abc": into_other * to_other - alike - _closed(other, other, other),
    }


def passages_at(arcs: sparse.csr_array) -> np.ndarray:
    """How many passages there are at each node, of all roles together."""
    into, to = _sums(arcs.T), _sums(arcs)
    found: np.ndarray = into * to - _sums(arcs.multiply(arcs.T)) - _closed(arcs, arcs, arcs)
    return found


def by_chance(arcs: sparse.csr_array, groups: np.ndarray) -> Mapping[str, tuple[np.ndarray, np.ndarray]]:
    """Mean and standard deviation of each count over all permutations of the groups among the nodes, exactly.

    A pair of passages at a node has three, four or five nodes in all; how probable it is that both are of a role
    follows from the sizes of the groups, and how many pairs of each sort there are from the arcs alone.
    """
    pairs = _pairs(arcs)
    sizes = np.bincount(groups, minlength=1)
    return {role: _moments(pairs, role, sizes) for role in ROLES}


def _parted(arcs: sparse.csr_array, groups: np.ndarray) -> tuple[sparse.csr_array, sparse.csr_array]:
    """The arcs within a group, and those between two."""
    net = arcs.astype(np.int64).tocoo()
    within = groups[net.row] == groups[net.col]
    same, other = (
        sparse.csr_array((net.data[chosen], (net.row[chosen], net.col[chosen])), shape=net.shape)
        for chosen in (within, ~within)
    )
    return same, other


def _sums(net: sparse.csr_array) -> np.ndarray:
    return np.asarray(net.sum(axis=1)).ravel()


def _ends_alike(arcs: sparse.csr_array, groups: np.ndarray) -> np.ndarray:
    """Of all a → v → c, a = c included, how many have a and c in one group."""
    size = arcs.shape[0]
    shape = (size, groups.max(initial=0) + 1)
    belongs = sparse.csr_array((np.ones(size, dtype=np.int64), (np.arange(size), groups)), shape=shape)
    return _sums((arcs.T @ belongs).multiply(arcs @ belongs))


def _closed(first: sparse.csr_array, last: sparse.csr_array, across: sparse.csr_array) -> np.ndarray:
    """At each v, how many a → v of `first` and v → c of `last` have an arc a → c of `across`."""
    return _sums(_two_steps(first.T.tocsr(), across, last))


def _two_steps(first: sparse.csr_array, second: sparse.csr_array, where: sparse.csr_array) -> sparse.csr_array:
    """`first @ second`, only where a third has an entry, and times that."""
    blocks = [slice(start, start + BLOCK) for start in range(0, first.shape[0], BLOCK)]
    made = [(first[block] @ second).multiply(where[block]) for block in blocks]
    return sparse.vstack(made, format="csr") if made else sparse.csr_array(first.shape, dtype=np.int64)


@dataclass(frozen=True, eq=False, slots=True)
class Pairs:
    """How many passages there are at each node, and ordered pairs of two, by the ends they share (Python integers).

    Attributes:
        of_one: passages, each a pair with itself.
        of_source, of_target: two with the same source, two with the same target.
        in_line: the source of one is the target of the other.
        reverse: each goes where the other comes from.
        apart: no end in common.
    """

    of_one: np.ndarray
    of_source: np.ndarray
    of_target: np.ndarray
    in_line: np.ndarray
    reverse: np.ndarray
    apart: np.ndarray


def _pairs(arcs: sparse.csr_array) -> Pairs:
    net = arcs.astype(np.int64)
    back = net.T.tocsr()
    both = net.multiply(back).tocsr()
    onwards = _diagonal(_sums(net)) @ back - both - _two_steps(net, back, back)  # of a → v: how many c
    backwards = _diagonal(_sums(back)) @ net - both - _two_steps(back, net, net)  # of v → c: how many a
    beside = (net + back).astype(bool).astype(np.int64)
    returning = _sums(both)
    reverse = returning * (returning - 1) - _sums(_two_steps(both, beside, both))
    one = _sums(onwards)
    source, target = (_sums(count.multiply(count)) - one for count in (onwards, backwards))
    line = _sums(onwards.multiply(backwards)) - reverse
    one, source, target, line, reverse = (each.astype(object) for each in (one, source, target, line, reverse))
    return Pairs(one, source, target, line, reverse, one * one - one - source - target - 2 * line - reverse)


def _diagonal(values: np.ndarray) -> sparse.csr_array:
    return sparse.csr_array(sparse.dia_array((values[None, :], [0]), shape=(len(values),) * 2))


SECOND: Mapping[str, tuple[int, int]] = {  # the ends of the second passage, where the first is A → V → C
    "of_one": (A, C), "of_source": (A, OTHER_C), "of_target": (OTHER_A, C),
    "in_line": (OTHER_A, A), "in_line_again": (C, OTHER_C), "reverse": (C, A), "apart": (OTHER_A, OTHER_C),
}  # fmt: skip


def _moments(pairs: Pairs, role: str, sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation at each node, in whole numbers until the last step: equal ones stay equal."""
    mean = _probability(role, [(A, C)], sizes)
    chances = {sort: _probability(role, [(A, C), ends], sizes) for sort, ends in SECOND.items()}
    scale = np.lcm.reduce([one.denominator for one in (mean, *chances.values())], dtype=object)
    found = {sort: int(chance * scale) for sort, chance in chances.items()}
    squares = sum(getattr(pairs, sort.removesuffix("_again")) * chance for sort, chance in found.items())
    means = pairs.of_one * int(mean * scale)
    variance = [max(int(square) * scale - one * one, 0) / scale**2 for square, one in zip(squares, means, strict=True)]
    return np.array([one / scale for one in means], dtype=float), np.sqrt(np.array(variance, dtype=float))


def _probability(role: str, passages: Sequence[tuple[int, int]], sizes: np.ndarray) -> Fraction:
    """How probable it is that all these passages through V are of a role, the groups permuted among all nodes."""
    nodes = sorted({V, *(end for ends in passages for end in ends)})
    total = int(sizes.sum())
    if total < len(nodes):
        return Fraction(0)
    fitting = [
        blocks for blocks in _partitions(nodes) if all(_role(blocks, source, end) == role for source, end in passages)
    ]
    ways = sum(_injective([_falling(sizes, len(block)) for block in blocks]) for blocks in fitting)
    return Fraction(int(ways), perm(total, len(nodes)))


def _partitions(nodes: Sequence[int]) -> list[list[list[int]]]:
    """Every way to say which of these nodes are of one group."""
    if not nodes:
        return [[]]
    first, rest = nodes[0], nodes[1:]
    return [
        [[first, *mates], *others]
        for count in range(len(rest) + 1)
        for mates in combinations(rest, count)
        for others in _partitions([one for one in rest if one not in mates])
    ]


def _role(blocks: Sequence[Sequence[int]], source: int, target: int) -> str:
    a, v, c = (next(n for n, block in enumerate(blocks) if one in block) for one in (source, V, target))
    if a == c:
        return "aaa" if v == a else "aba"
    return "abb" if v == c else "aab" if v == a else "abc"


def _falling(sizes: np.ndarray, count: int) -> np.ndarray:
    """In how many ways so many different members of each group can be drawn, in order."""
    return np.array([perm(int(size), count) for size in sizes], dtype=object)


def _injective(ways: Sequence[np.ndarray]) -> int:
    """Over all choices of a different group for each: the sum of the products of their ways."""
    if not ways:
        return 1
    *others, last = ways
    total = int(last.sum()) * _injective(others)
    return total - sum(_injective([*others[:n], one * last, *others[n + 1 :]]) for n, one in enumerate(others))
