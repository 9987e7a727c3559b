"""How near each organisation of a large network is to all others, compiled: sixty-four walks at once, a bit each.

On each side of the joins the organisations, or the encounters, reached after so many steps are a word of 64 bits. By
symmetry what counts is not how many one source reaches, but how many sources reach one node: the bits of its word.
"""

import numpy as np
from scipy import sparse

from queries.compiled import compiled
from queries.shortest_paths import CHUNKS, outwards
from queries.threads import in_threads

BITS = 64  # sources at once


def harmonic(joins: sparse.csr_array, ends: int) -> np.ndarray:
    """For each end the sum of 1 / d over the other ends, d steps from side to side and back (Boldi and Vigna 2014).

    Examples:
        >>> harmonic(sparse.csr_array([[0, 0, 1], [0, 0, 1], [1, 1, 0]]), ends=2).tolist()
        [1.0, 1.0]
    """
    order = outwards(joins)
    net = joins[order][:, order].tocsr()
    sources = np.flatnonzero((order < ends) & (np.diff(net.indptr) > 0))
    parts = [part for part in np.array_split(sources, CHUNKS) if len(part)]
    found = np.zeros(len(order))
    for part in in_threads(lambda some: _reach(net.indptr, net.indices, some), parts):
        found[order] += part
    return found[:ends]


@compiled
def _reach(starts, neighbours, sources):  # type: ignore[no-untyped-def]
    """For each node, Σ 1 / d over the sources d steps from side to side and back away; a bit for each source."""
    size, near = len(starts) - 1, np.zeros(len(starts) - 1)
    seen, now, then = np.zeros(size, np.uint64), np.zeros(size, np.uint64), np.zeros(size, np.uint64)
    here, there = np.empty(size, np.int64), np.empty(size, np.int64)
    for first in range(0, len(sources), BITS):
        batch = sources[first : first + BITS]
        seen[:], count, depth = 0, len(batch), 0
        for bit in range(count):
            here[bit] = batch[bit]
            seen[batch[bit]] = now[batch[bit]] = np.uint64(1) << np.uint64(bit)
        while count:
            depth += 1
            reached = 0
            for v in here[:count]:
                for at in range(starts[v], starts[v + 1]):
                    w = neighbours[at]
                    new = now[v] & ~seen[w]
                    if new and not then[w]:
                        there[reached] = w
                        reached += 1
                    then[w] |= new
            for v in here[:count]:
                now[v] = 0
            count = reached
            for at in range(count):
                w = there[at]
                here[at], now[w], then[w] = w, then[w], 0
                seen[w] |= now[w]
                if depth % 2 == 0:
                    near[w] += 2 * _bits(now[w]) / depth
    return near


@compiled
def _bits(word):  # type: ignore[no-untyped-def]
    """How many bits of a word are set."""
    word = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    for step in (8, 16, 32):
        word = word + (word >> np.uint64(step))
    return np.int64(word & np.uint64(127))
