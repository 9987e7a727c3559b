"""Betweenness of a very large network from some sources, drawn at random, with bounds that hold."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from queries.shortest_paths import betweenness, folded, swept

SURE = 0.95  # the probability that all bounds hold at once
HALVINGS = 60  # of an interval, until a bound is found to the last digit


@dataclass(frozen=True, eq=False, slots=True)
class Estimate:
    """For each node: the estimate, and between which bounds the exact value lies; and from how many sources."""

    score: np.ndarray
    low: np.ndarray
    high: np.ndarray
    sources: int


def estimate(joins: sparse.csr_array, ends: int, *, sources: int, seed: int = 0, sure: float = SURE) -> Estimate:
    """Betweenness as in `shortest_paths.betweenness`, from some of the ends, drawn without replacement.

    What hangs on a core is counted exactly. For the rest, b(v) is the mean over sources of a number between 0 and the
    other ends of v's component. With the probability `sure` *all* exact values lie within their bounds: by Chernoff's
    inequality in Hoeffding's form, k · kl(found ‖ true) ≤ ln(2 m / (1 - sure)) for each of the m nodes of the core. The
    bounds are as narrow as a share near 0 allows, and not symmetric.

    With as many sources as there are ends the values are exact.

    Source:
        Brandes and Pich (2007), Centrality estimation in large networks, International Journal of Bifurcation and Chaos
        17, 2303–2318; Hoeffding (1963), Journal of the American Statistical Association 58, 13–30, theorem 1 and, for
        drawing without replacement, theorem 4.

    Examples:
        >>> net = sparse.csr_array([[0, 0, 1], [0, 0, 1], [1, 1, 0]])  # 0 - 2 - 1: a tree is counted, not estimated
        >>> estimate(net, ends=2, sources=1).high.tolist()
        [0.0, 0.0, 1.0]
    """
    net = folded(joins, ends)
    every = int(net.ends[net.sources].sum())
    if sources >= every > 0:
        exact = betweenness(joins, ends)
        return Estimate(exact, exact, exact, every)
    if not every:
        return Estimate(net.apart, net.apart, net.apart, 0)
    drawn = np.random.default_rng(seed).multivariate_hypergeometric(net.ends[net.sources].astype(np.int64), sources)
    through = swept(net, net.sources[drawn > 0], drawn[drawn > 0].astype(float))
    most = np.maximum(net.whole - net.ends, 1)  # that one source can send through v
    mean = np.minimum(through / sources / most, 1)
    log = np.log(2 * net.passed.sum() / (1 - sure)) / sources
    values = []
    for share in (mean, _bound(mean, log, up=False), _bound(mean, log, up=True)):
        made = net.apart.copy()
        made[net.core] += np.where(net.passed, share, 0) * most * every / 2
        values.append(made)
    return Estimate(values[0], values[1], values[2], sources)


def _bound(mean: np.ndarray, limit: float, *, up: bool) -> np.ndarray:
    """The share furthest above (or below) the mean whose kl divergence from it is within the limit."""
    near, far = mean.copy(), np.full(len(mean), 1.0 if up else 0.0)
    for _ in range(HALVINGS):
        middle = (near + far) / 2
        within = _kl(mean, middle) <= limit
        near, far = np.where(within, middle, near), np.where(within, far, middle)
    return far


def _kl(found: np.ndarray, true: np.ndarray) -> np.ndarray:
    """kl(found ‖ true) of two shares; without bound where `true` excludes what was found."""
    with np.errstate(divide="ignore", invalid="ignore"):
        yes = np.where(found > 0, found * np.log(found / true), 0.0)
        no = np.where(found < 1, (1 - found) * np.log((1 - found) / (1 - true)), 0.0)
    return yes + no
