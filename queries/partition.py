"""Groups on which many partitions agree: one method with many seeds, then the consensus of its answers."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

import networkx as nx
import numpy as np
from scipy import sparse

from graph.errors import WrongValue
from queries.progress import stepwise

RUNS = 20
AGREED = 0.5  # two nodes are tied in the next round when more than this share of the runs puts them together
ROUNDS = 50  # a handful is usual


@dataclass(frozen=True, eq=False, slots=True)
class Partitions:
    """What the runs gave, and what they agree upon.

    Attributes:
        runs: by run and node, the group of the node in that run, from 0.
        modularity: of each run.
        groups: by node, the group that the runs agree upon, from 0; no order is promised.
        rounds: how many it took until all runs were the same; 0, they were so from the start.
    """

    runs: np.ndarray
    modularity: np.ndarray
    groups: np.ndarray
    rounds: int


def consensus(
    net: sparse.csr_array, alike: np.ndarray, *, resolution: float = 1.0, seed: int = 0, method: str = "louvain"
) -> Partitions:
    """Partitions of a weighted network without direction, and their consensus.

    Args:
        net: square, symmetric, strengths; without loops.
        alike: by node, a number from 0; nodes of the same number stay together. Those that took part in the very
            same encounters are told apart by nothing, and folding them leaves the modularity as it is.
        resolution: above 1 for smaller groups, below for larger ones.
        method: `louvain`, or `leiden` where that is installed.

    Raises:
        ValueError: there is no such method, or it is not installed.

    Source:
        Blondel et al. (2008), J. Stat. Mech. P10008 (Louvain); Traag, Waltman and van Eck (2019), Scientific Reports 9,
        5233 (Leiden); consensus: Lancichinetti and Fortunato (2012), Scientific
        Reports 2, 336.

    Examples:
        >>> pair = sparse.csr_array(np.kron(np.eye(2), [[0, 1], [1, 0]]))  # 0 - 1   2 - 3
        >>> consensus(pair, np.arange(4)).groups.tolist()
        [0, 0, 1, 1]
    """
    if method not in METHODS:
        raise WrongValue("method: write one of {}, not '{}'.", tuple(METHODS), method)
    if not net.nnz:
        return Partitions(np.tile(alike, (RUNS, 1)), np.zeros(RUNS), alike, 0)
    seeds = range(seed, seed + RUNS)
    folded = _folded(net, alike)
    runs, modularity = _partitions(folded, seeds, resolution, method)
    runs = labels = runs[:, alike]
    rounds = 0
    while (labels != labels[0]).any() and rounds < ROUNDS:
        cores, core, size = np.unique(labels, axis=1, return_inverse=True, return_counts=True)
        labels = _partitions(_agreement(cores, size), seeds, 1.0, method)[0][:, core.ravel()]
        rounds += 1
    return Partitions(runs, modularity, labels[0], rounds)


def together(runs: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """For pairs of nodes, the share of the runs that puts them in one group."""
    found = np.zeros(len(first))
    for run in runs:
        found += run[first] == run[second]
    return found / len(runs)


def stability(found: Partitions) -> np.ndarray:
    """For each node, how often the others of its group are with it, a mean; alone, how often it is alone."""
    size = np.bincount(found.groups)[found.groups]
    total = np.zeros(len(found.groups))
    for run in found.runs:
        _, both, count = np.unique(np.stack([run, found.groups]), axis=1, return_inverse=True, return_counts=True)
        with_it = count[both.ravel()]
        total += np.where(size > 1, (with_it - 1) / np.maximum(size - 1, 1), np.bincount(run)[run] == 1)
    return total / len(found.runs)


def shares(found: Partitions) -> np.ndarray:
    """By node and group of the consensus, the share of the runs that puts the node there.

    A group of a run stands for the group of the consensus with which it has most in common (Jaccard).
    """
    made = np.zeros((len(found.groups), found.groups.max(initial=-1) + 1))
    for run in found.runs if made.size else ():
        made[np.arange(len(run)), alikeness(run, found.groups).argmax(axis=1)[run]] += 1
    return made / len(found.runs)


def alikeness(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """By group of one partition and group of another: those in both over those in either (Jaccard)."""
    shape = (one.max(initial=-1) + 1, other.max(initial=-1) + 1)
    both = sparse.coo_array((np.ones(len(one)), (one, other)), shape=shape).toarray()
    either = both.sum(axis=1, keepdims=True) + both.sum(axis=0) - both
    found: np.ndarray = np.divide(both, either, out=np.zeros(shape), where=either > 0)
    return found


def _folded(net: sparse.csr_array, alike: np.ndarray) -> sparse.csr_array:
    """The strengths between classes of nodes; on the diagonal twice those within a class."""
    size = len(alike)
    fold = sparse.csr_array((np.ones(size), (alike, np.arange(size))), shape=(alike.max(initial=-1) + 1, size))
    return sparse.csr_array(fold @ net @ fold.T)


def _agreement(cores: np.ndarray, size: np.ndarray) -> sparse.csr_array:
    """How often the runs put nodes together, where that is often enough; each core keeps its nearest other.

    A core is a set of nodes that no run tells apart: it stands for `size` of them.
    """
    count = cores.shape[1]
    share = together(cores, *(axis.ravel() for axis in np.indices((count, count)))).reshape(count, count)
    others = share - np.eye(count)
    kept = (others > AGREED) | ((others == others.max(axis=1, keepdims=True)) & (others > 0))
    tied = np.where(kept | kept.T, share, 0) * np.outer(size, size)
    np.fill_diagonal(tied, size * (size - 1))
    return sparse.csr_array(tied)


def _partitions(
    net: sparse.csr_array, seeds: Sequence[int], resolution: float, method: str
) -> tuple[np.ndarray, np.ndarray]:
    """A row of groups for each seed, numbered by their first node; and the modularity of each.

    The seed shuffles the nodes before the run too: networkx gives a node that two groups attract alike to the
    one that comes first, in every run, and nobody would see that it is between the two.
    """
    size = net.shape[0]
    labels, modularity = np.zeros((len(seeds), size), dtype=int), np.zeros(len(seeds))
    for run, seed in stepwise(enumerate(seeds), len(seeds)):
        order = np.random.default_rng(seed).permutation(size)
        found = METHODS[method](net[order][:, order], resolution, seed)
        for number, group in enumerate(sorted((order[list(group)] for group in found), key=min)):
            labels[run, group] = number
        modularity[run] = _modularity(net, labels[run], resolution)
    return labels, modularity


def _modularity(net: sparse.csr_array, groups: np.ndarray, resolution: float) -> float:
    both, strength = net.tocoo(), net.sum(axis=1)
    inside = both.data[groups[both.row] == groups[both.col]].sum()
    drawn = (np.bincount(groups, strength) / strength.sum()) ** 2
    return float(inside / strength.sum() - resolution * drawn.sum())


def _louvain(net: sparse.csr_array, resolution: float, seed: int) -> Iterable[Collection[int]]:
    graph = nx.Graph()
    graph.add_nodes_from(range(net.shape[0]))
    graph.add_weighted_edges_from(zip(*_pairs(net), strict=True))
    found: Iterable[Collection[int]] = nx.community.louvain_communities(graph, resolution=resolution, seed=seed)
    return found


def _leiden(net: sparse.csr_array, resolution: float, seed: int) -> Iterable[Collection[int]]:
    try:
        igraph, leidenalg = import_module("igraph"), import_module("leidenalg")
    except ImportError:
        raise WrongValue("Leiden's method is under the GPL and installed apart: pip install 'maillage[gpl]'.") from None
    first, second, strength = _pairs(net)
    graph = igraph.Graph(n=net.shape[0], edges=list(zip(first, second, strict=True)))
    kind = leidenalg.RBConfigurationVertexPartition
    return list(leidenalg.find_partition(graph, kind, weights=strength, resolution_parameter=resolution, seed=seed))


LOUVAIN, LEIDEN = "louvain", "leiden"
METHODS: Mapping[str, Callable[[sparse.csr_array, float, int], Iterable[Collection[int]]]] = {
    LOUVAIN: _louvain,
    LEIDEN: _leiden,
}


def _pairs(net: sparse.csr_array) -> tuple[list[int], list[int], list[float]]:
    """Each pair once, in order, with its strength; of a loop, which counts twice in a degree, half of what stands."""
    upper = sparse.triu(net, format="csr")
    upper.sort_indices()
    upper = upper.tocoo()
    strength = np.where(upper.row == upper.col, upper.data / 2, upper.data)
    return upper.row.tolist(), upper.col.tolist(), strength.tolist()
