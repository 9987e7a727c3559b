"""How well an order of cases puts those that came about first; equal scores share what they have."""

from dataclasses import dataclass

import numpy as np

TOP = 50


@dataclass(frozen=True, eq=False, slots=True)
class Order:
    """Pairs by score, highest first.

    Attributes:
        first, second, came: of the pairs, in that order.
        ends: where each run of equal scores ends, of all runs.
        hits: of those runs, the ones in which something came about.
    """

    first: np.ndarray
    second: np.ndarray
    came: np.ndarray
    ends: np.ndarray
    hits: np.ndarray


def ordered(score: np.ndarray, first: np.ndarray, second: np.ndarray, came: np.ndarray) -> Order:
    """The pairs in the order of their scores."""
    order = np.argsort(-score)  # in whatever order where equal: no figure depends on it
    score, came = score[order], came[order]
    ends = np.flatnonzero(np.r_[score[1:] != score[:-1], True])
    hits = ends[np.diff(np.cumsum(came)[ends], prepend=0) > 0]
    return Order(first[order], second[order], came, ends, hits)


def average_precision(order: Order, often: np.ndarray | None = None) -> float:
    """The mean, over those that came about, of the share that did among all scored as high; nan where none did.

    Args:
        often: of each organisation, how many times it stands in a resampling; a pair counts as often as both.
    """
    often = np.ones(int(order.second.max(initial=0)) + 1, dtype=np.int64) if often is None else often
    weight = often[order.first] * often[order.second]
    total = np.cumsum(weight)[order.hits]
    hits = np.cumsum(np.where(order.came, weight, 0))[order.hits]
    if len(hits) == 0 or hits[-1] == 0:
        return float("nan")
    share = np.divide(hits, total, out=np.zeros(len(hits)), where=total > 0)
    return float((np.diff(hits, prepend=0) * share).sum() / hits[-1])


def hits_among_first(order: Order, top: int = TOP) -> float:
    """How many of the first `top` came about; of equal scores across the bar, as many as chance would choose."""
    top = min(top, len(order.came))
    total, hits = order.ends + 1, np.cumsum(order.came)[order.ends]
    run = int(np.searchsorted(total, top))
    if run >= len(total):
        return 0.0
    before, done = (total[run - 1], hits[run - 1]) if run else (0, 0)
    return float(done + (hits[run] - done) * (top - before) / (total[run] - before))


def auc(order: Order) -> float:
    """The chance that a pair that came about is scored higher than one that did not, equal ones half."""
    size = np.diff(order.ends, prepend=-1)
    hits = np.diff(np.cumsum(order.came)[order.ends], prepend=0)
    misses = size - hits
    if hits.sum() == 0 or misses.sum() == 0:
        return float("nan")
    lower = misses.sum() - np.cumsum(misses)
    return float((hits * (lower + misses / 2)).sum() / (hits.sum() * misses.sum()))


def mean_reciprocal_rank(score: np.ndarray, first: np.ndarray, second: np.ndarray, came: np.ndarray) -> float:
    """Over organisations with a new partner: 1 / the place of the best scored one among all suggested to it."""
    size = int(max(first.max(initial=-1), second.max(initial=-1))) + 1
    best = np.full(size, -np.inf)
    for ends in (first, second):
        np.maximum.at(best, ends[came], score[came])
    place = np.full(size, 0.5)
    for ends in (first, second):
        bar = best[ends]
        place += np.bincount(ends, (score > bar) + 0.5 * (score == bar), size)
    those = np.isfinite(best)
    return float((1 / place[those]).mean()) if those.any() else float("nan")
