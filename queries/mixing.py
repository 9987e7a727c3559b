"""Groups of firms made more mixed, step by step: moves and swaps between neighbours, within a budget of distance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

NEIGHBOURS = 6  # centres that a firm may be moved to, the nearest
ROUNDS = 400
COOLER = 0.4  # by which the price of distance falls once nothing is worth it any more
COOLINGS = 8
EPS = 1e-9


@dataclass(frozen=True, eq=False)
class Mixture:
    """What mixing wants: a great sum of weight · log(1 + firms) over groups and classes, and of the ties inside.

    Attributes:
        classes: for each way to class firms, the class of each, from 0; -1 where it is not known.
        weights: of each way.
        ties: strength by pair of firms, symmetric; its weight is in it.
        low, high: how many firms a group must and may have.
        fixed: firms that stay where they are.
        stretch: the sum of squares may grow by this share.
    """

    classes: Sequence[np.ndarray]
    weights: Sequence[float]
    ties: sparse.csr_array
    low: int
    high: int
    fixed: np.ndarray
    stretch: float


def counts(classes: np.ndarray, of: np.ndarray, groups: int) -> np.ndarray:
    """How many firms of each class are in each group; a row a group."""
    known = classes >= 0
    made = np.zeros((groups, int(classes.max(initial=-1)) + 1), dtype=np.int64)
    np.add.at(made, (of[known], classes[known]), 1)
    return made


def mixed(mixture: Mixture, far: np.ndarray, of: np.ndarray) -> np.ndarray:
    """The groups after moves and swaps that are each worth more than the distance that they cost.

    Distances are those from the centres of the beginning: moving the centres after the firms only lessens them. The
    price of distance falls from round to round, so that what costs little comes first.

    Args:
        far: squared distances, a row a firm, a column a centre.
        of: the groups to begin with.
    """
    search = _Search(mixture, far, of.copy())
    price, cooled = search.first_price(), 0
    for _ in range(ROUNDS):
        if not search.round(price):
            price, cooled = price * COOLER, cooled + 1
        if cooled > COOLINGS:
            break
    return search.of


class _Search:
    def __init__(self, mixture: Mixture, far: np.ndarray, of: np.ndarray) -> None:
        self.mixture, self.far, self.of = mixture, far, of
        self.firms, self.groups = far.shape
        near = min(NEIGHBOURS, self.groups)
        self.near = np.argsort(far, axis=1, kind="stable")[:, :near]
        self.made = [counts(classes, self.of, self.groups) for classes in mixture.classes]
        self.left = mixture.stretch * float(far[np.arange(self.firms), of].sum())

    def first_price(self) -> float:
        gain, cost = self._moves()
        some = (gain > EPS) & (cost > EPS)
        return 4 * float(np.median(gain[some]) / np.median(cost[some])) if some.any() else 0.0

    def round(self, price: float) -> int:
        """Every group takes part in one change at most, so that what was counted before the round stays true."""
        gain, cost = self._moves()
        best = self._best(gain - price * cost)
        done, touched = 0, np.zeros(self.groups, dtype=bool)
        for firms, ends in self._changes(best, gain, cost, price):
            if not touched[list(ends)].any() and self._accepted(firms, ends, price):
                touched[list(ends)] = True
                done += 1
        return done

    def _moves(self) -> tuple[np.ndarray, np.ndarray]:
        """For each firm and each near centre: what moving it there gains, what it costs; nan where it cannot."""
        rows, here = np.arange(self.firms)[:, None], self.of[:, None]
        gain = np.zeros(self.near.shape)
        for weight, classes, made in zip(self.mixture.weights, self.mixture.classes, self.made, strict=True):
            of_class = np.maximum(classes, 0)[:, None]
            if not made.size:
                continue
            after, before = made[self.near, of_class], made[here, of_class]
            change = np.log((2 + after) / (1 + after)) - np.log((1 + before) / np.maximum(before, 1))
            gain += weight * np.where(classes[:, None] >= 0, change, 0.0)
        if self.mixture.ties.nnz:
            inside = self._ties_to_groups()
            gain += inside[rows, self.near] - inside[rows, here]
        cost = self.far[rows, self.near] - self.far[rows, here]
        stays = (self.near == here) | self.mixture.fixed[:, None]
        return np.where(stays, np.nan, gain), np.where(stays, np.nan, cost)

    def _ties_to_groups(self) -> np.ndarray:
        firms = np.arange(self.firms)
        membership = sparse.csr_array((np.ones(self.firms), (firms, self.of)), shape=(self.firms, self.groups))
        made: np.ndarray = (self.mixture.ties @ membership).toarray()
        return made

    def _best(self, score: np.ndarray) -> np.ndarray:
        """Of each ordered pair of groups, the move of the highest score, as a position in `near`; -1 for none."""
        pair = (self.of[:, None] * self.groups + self.near).ravel()
        known = np.flatnonzero(~np.isnan(score.ravel()))
        order = known[np.lexsort((known, -score.ravel()[known], pair[known]))]
        first = order[np.unique(pair[order], return_index=True)[1]]
        best = np.full(self.groups * self.groups, -1)
        best[pair[first]] = first
        return best.reshape(self.groups, self.groups)

    def _changes(
        self, best: np.ndarray, gain: np.ndarray, cost: np.ndarray, price: float
    ) -> Iterator[tuple[tuple[int, ...], tuple[int, int]]]:  # fmt: skip
        """Swaps and moves by what they seem to be worth, best first: the firms, and the two groups."""
        score = (gain - price * cost).ravel()
        from_, to = np.nonzero(best >= 0)
        moves, back = best[from_, to], best[to, from_]
        worth = np.where(back >= 0, score[moves] + score[back], -np.inf)
        swap = (from_ < to) & (worth > EPS)
        sizes = np.bincount(self.of, minlength=self.groups)
        free = (sizes[from_] > self.mixture.low) & (sizes[to] < self.mixture.high) & (score[moves] > EPS)
        found = [(-float(worth[n]), 1, n) for n in np.flatnonzero(swap)]
        found += [(-float(score[moves[n]]), 0, n) for n in np.flatnonzero(free)]
        width = self.near.shape[1]
        for _, both, n in sorted(found):
            firms = (int(moves[n]) // width, int(back[n]) // width) if both else (int(moves[n]) // width,)
            yield firms, (int(from_[n]), int(to[n]))

    def _accepted(self, firms: tuple[int, ...], ends: tuple[int, int], price: float) -> bool:
        """Does it, if it gains something, is worth its price and within the budget, counted exactly."""
        targets = [ends[1], ends[0]][: len(firms)]
        cost = sum(
            float(self.far[firm, to] - self.far[firm, self.of[firm]]) for firm, to in zip(firms, targets, strict=True)
        )
        if cost > self.left:
            return False
        changes = [self._change(classes, firms, ends) for classes in self.mixture.classes]
        gain = self._mixing(changes, ends) + self._tying(firms, ends)
        if gain <= EPS or gain <= price * cost:
            return False
        self.of[list(firms)] = targets
        for made, change in zip(self.made, changes, strict=True):
            made[list(ends)] += change
        self.left -= cost
        return True

    def _change(self, classes: np.ndarray, firms: tuple[int, ...], ends: tuple[int, int]) -> np.ndarray:
        """How many firms of each class the two groups win and lose."""
        made = np.zeros((2, int(classes.max(initial=-1)) + 1), dtype=np.int64)
        for firm in firms:
            if classes[firm] >= 0:
                home = int(self.of[firm] == ends[1])
                made[home, classes[firm]] -= 1
                made[1 - home, classes[firm]] += 1
        return made

    def _mixing(self, changes: Sequence[np.ndarray], ends: tuple[int, int]) -> float:
        gain = 0.0
        for weight, made, change in zip(self.mixture.weights, self.made, changes, strict=True):
            here = made[list(ends)]
            gain += weight * float((np.log1p(here + change) - np.log1p(here)).sum())
        return gain

    def _tying(self, firms: tuple[int, ...], ends: tuple[int, int]) -> float:
        """The ties that come inside, less those that leave; two that change places stay apart."""
        ties, gain = self.mixture.ties, 0.0
        for firm in firms:
            those = slice(ties.indptr[firm], ties.indptr[firm + 1])
            others, strength = ties.indices[those], ties.data[those]
            home = self.of[firm]
            away = ends[1] if home == ends[0] else ends[0]
            counted = ~np.isin(others, firms)
            gain += float(strength[counted & (self.of[others] == away)].sum())
            gain -= float(strength[counted & (self.of[others] == home)].sum())
        return gain
