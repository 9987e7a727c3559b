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
    """What mixing wants: many sectors and sizes in each group, and ties inside.

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

    def worth(self, of: np.ndarray, groups: int) -> float:
        """Σ over groups and classes of weight · log(1 + firms), and the ties inside."""
        mixed = sum(
            weight * float(np.log1p(counts(one, of, groups)).sum())
            for weight, one in zip(self.weights, self.classes, strict=True)
        )
        rows = np.repeat(np.arange(len(of)), np.diff(self.ties.indptr))
        return mixed + float(self.ties.data[of[rows] == of[self.ties.indices]].sum()) / 2


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
        for weight, classes in zip(self.mixture.weights, self.mixture.classes, strict=True):
            made, of_class = counts(classes, self.of, self.groups), np.maximum(classes, 0)[:, None]
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
        before, kept = self._worth_of(ends), self.of[list(firms)].copy()
        self.of[list(firms)] = targets
        gain = self._worth_of(ends) - before
        if gain <= EPS or gain <= price * cost:
            self.of[list(firms)] = kept
            return False
        self.left -= cost
        return True

    def _worth_of(self, ends: tuple[int, int]) -> float:
        those = np.flatnonzero(np.isin(self.of, ends))
        part = self.mixture.ties[those][:, those]
        inner = Mixture(
            [one[those] for one in self.mixture.classes], self.mixture.weights, sparse.csr_array(part),
            self.mixture.low, self.mixture.high, self.mixture.fixed, self.mixture.stretch,
        )  # fmt: skip
        return inner.worth((self.of[those] == ends[1]).astype(int), 2)
