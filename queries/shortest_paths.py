"""Shortest paths between all organisations of a large network: betweenness, exact, compiled.

**What is summed.** For each node v the pair dependencies δ_s(v) = Σ_w (σ_sv / σ_sw) (τ_w + δ_s(w)), w one step further
from s than v, σ the number of shortest paths, τ = 1 for ends (organisations), else 0 (Brandes 2001).

**Folding.** A node with one neighbour passes nothing on but what hangs on it: such nodes are peeled, again and again.
With S(v) the ends that hang on v, of N in its component, the pairs that v alone parts are counted at once:
those of two branches, and S(v) · (N - S(v) - τ_v). What is left is the core, where v stands for τ_v + S(v) ends.

**No lists of predecessors.** All joins lead from one side to the other, so a neighbour is one step nearer or one
further away, never as far. Outwards, level by level, σ of a node found is the plain sum over its neighbours in the
last level, whichever lane put them there: those further away still have 0. Inwards, with c_w = τ_w / σ_sw + Σ c over
the neighbours of w in the level before, those nearer still having 0, δ_s(w) = σ_sw · Σ c. Neither sum has a condition
inside.

**Lanes.** Thirty-two sources of one side go together, one lane each: where a node is reached, its row of numbers is
read and written at once, and asked for a little before (`AHEAD`). Nodes and sources are numbered outwards from the
largest hub: lanes go the same way. What is done to a row stands in `queries/lanes.py`.

**Every run checks itself**: Σ_v b(v) is the whole number Σ (d - 1) over the pairs of ends, d their distance.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from graph.errors import WrongValue
from queries.compiled import compiled
from queries.lanes import (
    LANES,
    announce,
    announce_those,
    keep_new,
    lane_rows,
    mark,
    passing,
    reach,
    sum_rows,
    take_over,
    those,
)
from queries.threads import in_threads

AHEAD = 2  # nodes between where a row is asked for and where it is read
CACHED = 32 * 2**20  # bytes of rows that the processor's cache holds: asking for these only takes time
LEAST = 8  # batches that are worth their arrays
CHUNKS = 64  # parts whose sums are added in order, so that the number of threads changes no bit


@dataclass(frozen=True, eq=False, slots=True)
class Folded:
    """A network without what hangs on it.

    Attributes:
        apart: for each node of the network, the pairs of ends that it parts by what hangs on it.
        core: the nodes left, outwards from the largest hub of each component.
        starts, neighbours: the joins of the core, by position in `core`.
        ends: for how many ends each node of the core stands.
        whole: how many ends its component has.
        first: whether it is one of the first side.
    """

    apart: np.ndarray
    core: np.ndarray
    starts: np.ndarray
    neighbours: np.ndarray
    ends: np.ndarray
    whole: np.ndarray
    first: np.ndarray

    @property
    def sources(self) -> np.ndarray:
        """The nodes of the core that stand for ends and lead anywhere."""
        return np.flatnonzero((self.ends > 0) & self.passed)

    @property
    def passed(self) -> np.ndarray:
        """Whether a path of the core may pass there: all nodes but those of which a tree is left."""
        return np.diff(self.starts) > 0


def betweenness(joins: sparse.csr_array, ends: int) -> np.ndarray:
    """For each node, over all pairs of ends, the sum of the share of their shortest paths that pass there.

    The first `ends` nodes are the ends, each pair counted once; a path passes at none of its own ends. They are one
    of two sides of nodes, joined only from side to side. Accurate to about 12 digits; the
    same bits on any number of threads.

    Raises:
        WrongValue: there are so many shortest paths between two nodes that no number holds them (10³⁰⁸).

    Source:
        Brandes (2001), Journal of Mathematical Sociology 25, 163–177; folding as in Sariyüce et al. (2013),
        Shattering and compressing networks for betweenness centrality, SDM 2013.

    Examples:
        >>> betweenness(sparse.csr_array([[0, 0, 1], [0, 0, 1], [1, 1, 0]]), ends=2).tolist()  # 0 - 2 - 1
        [0.0, 0.0, 1.0]
    """
    net = folded(joins, ends)
    made = net.apart.copy()
    made[net.core] += swept(net, net.sources, net.ends[net.sources]) / 2
    return made


def folded(joins: sparse.csr_array, ends: int) -> Folded:
    """The network with everything peeled that hangs on a core (or, of a tree, all but one node)."""
    is_end = (np.arange(joins.shape[0]) < ends).astype(np.int64)
    hanging, parted, moved, peeled = _peel(joins.indptr, joins.indices, is_end)
    _, component = csgraph.connected_components(joins, directed=False)
    whole = np.bincount(component, weights=is_end)[component]  # the ends of one's component
    left = np.flatnonzero(~peeled)
    core = left[outwards(joins[left][:, left])]
    net = joins[core][:, core].tocsr()
    net.sort_indices()
    stands_for = (hanging + is_end)[core].astype(float)
    apart = parted + hanging * (whole - hanging - is_end)
    lengths = (moved * (whole - moved)).sum() - (stands_for * (stands_for - 1) / 2).sum()
    _check(apart.sum(), lengths)
    return Folded(apart, core, net.indptr, net.indices, stands_for, whole[core], core < ends)


def outwards(joins: sparse.csr_array) -> np.ndarray:
    """All nodes, each component outwards from its largest hub, those of the largest hubs first."""
    hubs = np.argsort(-np.diff(joins.indptr), kind="stable")
    order: np.ndarray = _walk(joins.indptr, joins.indices, hubs)
    return order


def swept(net: Folded, sources: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Σ_s weight_s · δ_s(v) for the nodes of the core."""
    through, lengths = np.zeros(len(net.core)), 0.0
    rows, weights = _batches(net, sources, weight)
    chunks = np.array_split(np.arange(len(rows)), min(CHUNKS, max(len(rows) // LEAST, 1)))
    graph, shape = (net.starts, net.neighbours, net.ends), (len(net.core), LANES)

    def work(part: np.ndarray) -> tuple[np.ndarray, float]:
        paths, share = lane_rows(*shape), lane_rows(*shape)
        ahead = AHEAD if paths.nbytes + share.nbytes > CACHED else paths.size
        found: tuple[np.ndarray, float] = _sweep(*graph, paths, share, ahead, rows[part], weights[part])
        return found

    for gained, steps in in_threads(work, chunks):
        through += gained
        lengths += steps
    _check(through.sum(), lengths)
    return through


def _batches(net: Folded, sources: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sources of one side, a row a batch, and their weights; lanes too many repeat a source with the weight 0."""
    rows, weights = [], []
    for side in (True, False):
        chosen = net.first[sources] == side
        some, lacking = sources[chosen], -int(chosen.sum()) % LANES
        rows.append(np.concatenate([some, np.repeat(some[:1], lacking)]).reshape(-1, LANES))
        weights.append(np.concatenate([weight[chosen], np.zeros(lacking)]).reshape(-1, LANES))
    return np.concatenate(rows), np.concatenate(weights)


def _check(found: float, expected: float) -> None:
    if not abs(found - expected) <= 1e-9 * max(expected, 1):
        raise WrongValue("There are more shortest paths than can be counted here: choose fewer kinds of encounter.")


@compiled
def _walk(starts, neighbours, hubs):  # type: ignore[no-untyped-def]
    """The hubs in order, before each next one all that can be reached from those before, nearest first."""
    order, found, count, done = np.empty(len(hubs), np.int64), np.zeros(len(hubs), np.bool_), 0, 0
    for hub in hubs:
        if not found[hub]:
            found[hub], order[count], count = True, hub, count + 1
        while done < count:
            for at in range(starts[order[done]], starts[order[done] + 1]):
                w = neighbours[at]
                if not found[w]:
                    found[w], order[count], count = True, w, count + 1
            done += 1
    return order


@compiled
def _peel(starts, neighbours, is_end):  # type: ignore[no-untyped-def]
    """S(v) of each node; the pairs of two branches of v; the ends that v took along when it went; whether it went."""
    size = len(is_end)
    degree, hanging, parted = starts[1:] - starts[:-1], np.zeros(size, np.int64), np.zeros(size, np.int64)
    moved, peeled, stack = np.zeros(size, np.int64), np.zeros(size, np.bool_), np.empty(size, np.int64)
    waiting = 0
    for v in range(size):
        if degree[v] == 1:
            stack[waiting] = v
            waiting += 1
    while waiting:
        waiting -= 1
        v = stack[waiting]
        if degree[v] != 1:  # its last neighbour went before it: the last of a tree stays
            continue
        peeled[v] = True
        moved[v] = hanging[v] + is_end[v]
        for at in range(starts[v], starts[v + 1]):
            u = neighbours[at]
            if not peeled[u]:
                parted[u] += hanging[u] * moved[v]
                hanging[u] += moved[v]
                degree[u] -= 1
                if degree[u] == 1:
                    stack[waiting] = u
                    waiting += 1
    return hanging, parted, moved, peeled


@compiled
def _sweep(starts, neighbours, ends, paths, share, ahead, sources, weight):  # type: ignore[no-untyped-def]
    """Σ weight_s · δ_s(v) over the sources, and Σ weight_s · ends_v · (d - 1) over the nodes that they reach.

    `paths` (σ) and `share` (c) are rows to write in, asked for so many nodes `ahead`.
    """
    size, lanes = len(ends), sources.shape[1]
    through, chosen = np.zeros(size), np.empty(np.max(starts[1:] - starts[:-1]) + 1, np.int32)
    visits, new = np.empty(size * lanes, np.int32), np.empty((size * lanes, lanes), np.uint8)  # level by level
    level, candidates = np.zeros(size + 2, np.int64), np.empty(size, np.int32)  # where each level of the visits begins
    beside, lacking, asked = np.zeros(size, np.uint8), np.empty(size, np.uint8), np.zeros(size, np.uint8)
    total, reached, lengths = np.empty(lanes), np.empty(lanes), 0.0
    for batch in range(len(sources)):
        paths[:], share[:], lacking[:] = 0, 0, lanes
        for lane in range(lanes):
            source = sources[batch, lane]
            visits[lane], paths[source, lane] = source, 1
            lacking[source] -= 1
        depth, level[1] = 0, lanes
        while level[depth + 1] > level[depth]:  # outwards
            depth += 1
            count = level[depth]
            last = visits[level[depth - 1] : count]
            mark(beside, last, 1)
            found = _beside(last, starts, neighbours, lacking, asked, candidates)
            for at in range(found):
                if at + ahead < found:
                    w = candidates[at + ahead]
                    announce(paths, w)
                    announce_those(paths, beside, neighbours, starts[w], starts[w + 1])
                w = candidates[at]
                asked[w] = 0
                sum_rows(paths, chosen, those(beside, neighbours, starts[w], starts[w + 1], chosen), total)
                fresh = keep_new(total, paths, w, new, count)
                if fresh:
                    lacking[w] -= fresh
                    visits[count] = w
                    count += 1
            level[depth + 1] = count
            mark(beside, last, 0)
        for back in range(depth - 1, 0, -1):  # inwards
            reached[:] = 0
            last = visits[level[back + 1] : level[back + 2]]
            mark(beside, last, 1)
            for visit in range(level[back], level[back + 1]):
                if visit + ahead < level[back + 1]:
                    v = visits[visit + ahead]
                    announce(paths, v)
                    announce(share, v)
                    announce_those(share, beside, neighbours, starts[v], starts[v + 1])
                v = visits[visit]
                sum_rows(share, chosen, those(beside, neighbours, starts[v], starts[v + 1], chosen), total)
                take_over(total, paths, v, new, visit, ends[v], share)
                reach(new, visit, ends[v], reached)
                through[v] += passing(total, paths, v, new, visit, weight[batch])
            mark(beside, last, 0)
            lengths += (back - 1) * (weight[batch] * reached).sum()
    return through, lengths


@compiled
def _beside(visits, starts, neighbours, lacking, asked, candidates):  # type: ignore[no-untyped-def]
    """The neighbours that not every lane has found, each once; how many there are."""
    count = 0
    for v in visits:
        for at in range(starts[v], starts[v + 1]):
            w = neighbours[at]
            if lacking[w] and not asked[w]:
                asked[w] = 1
                candidates[count] = w
                count += 1
    return count
