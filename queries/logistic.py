"""Chances from what is known of cases: a logistic model whose slopes are held small (ridge)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

RIDGE = 1.0  # of slopes of columns that vary by 1; assumed
STEPS = 50
SMALL = 1e-8
BLOCK = 1 << 14  # cases at once, so that what is made of them stays in the processor's cache
ENOUGH = 1e-6  # of a step, when it is small enough to stop


@dataclass(frozen=True, eq=False, slots=True)
class Logistic:
    """What was fitted: `slopes` of columns less `mean` over `spread`, after an intercept."""

    mean: np.ndarray
    spread: np.ndarray
    slopes: np.ndarray

    def chances(self, columns: Sequence[np.ndarray]) -> np.ndarray:
        """Of each case, the chance that it comes about."""
        total = np.full(len(columns[0]), self.slopes[0])
        for column, mean, spread, slope in zip(columns, self.mean, self.spread, self.slopes[1:], strict=True):
            total += slope * (column - mean) / spread
        made: np.ndarray = 1 / (1 + np.exp(-np.clip(total, -30, 30)))
        return made


def fitted(columns: Sequence[np.ndarray], came: np.ndarray) -> Logistic:
    """Newton's method; a column that is the same for all has a slope of 0.

    Source:
        le Cessie and van Houwelingen (1992), Ridge estimators in logistic regression, Applied Statistics 41, 191–201.

    Examples:
        >>> model = fitted([np.array([0.0, 0, 1, 1])], np.array([False, False, True, True]))
        >>> (model.chances([np.array([0.0, 1])]) > 0.5).tolist()
        [False, True]
    """
    mean, spread = (np.array([of(column, dtype=float) for column in columns]) for of in (np.mean, np.std))
    spread = np.where(spread > 0, spread, 1)
    x = np.column_stack([np.ones(len(came)), *columns]).astype(float)
    x[:, 1:] = (x[:, 1:] - mean) / spread
    held = np.r_[0, np.full(len(columns), RIDGE)]
    share = np.clip(came.mean(), SMALL, 1 - SMALL)
    slopes = np.r_[np.log(share / (1 - share)), np.zeros(len(columns))]
    loss = _loss(x, came, held, slopes)
    for _ in range(STEPS):
        curve, slope = _bent(x, came, slopes)
        step = np.linalg.solve(curve + np.diag(held + SMALL), slope - held * slopes)
        slopes, loss, moved = _no_worse(x, came, held, slopes, step, loss)
        if moved < ENOUGH:
            break
    return Logistic(mean, spread, slopes)


def _bent(x: np.ndarray, came: np.ndarray, slopes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How the loss curves and how it falls, but for what holds the slopes small; a block of cases after the other."""
    curve, slope = np.zeros((x.shape[1],) * 2), np.zeros(x.shape[1])
    for first in range(0, len(x), BLOCK):
        some = x[first : first + BLOCK]
        chance = 1 / (1 + np.exp(-np.clip(some @ slopes, -30, 30)))
        curve += (some * (chance * (1 - chance))[:, None]).T @ some
        slope += some.T @ (came[first : first + BLOCK] - chance)
    return curve, slope


def _no_worse(
    x: np.ndarray, came: np.ndarray, held: np.ndarray, slopes: np.ndarray, step: np.ndarray, loss: float
) -> tuple[np.ndarray, float, float]:  # fmt: skip
    """Slopes after the step, or so much of it that the loss does not rise; that loss; how far they moved.

    Where cases are rare, a whole step leaps too far.
    """
    after = _loss(x, came, held, slopes + step)
    while np.abs(step).max() >= ENOUGH and after > loss:
        step = step / 2
        after = _loss(x, came, held, slopes + step)
    return slopes + step, after, float(np.abs(step).max())


def _loss(x: np.ndarray, came: np.ndarray, held: np.ndarray, slopes: np.ndarray) -> float:
    total = x @ slopes
    surprise = np.maximum(total, 0) + np.log1p(np.exp(-np.abs(total)))  # ln(1 + e^total)
    return float(surprise.sum() - total[came].sum() + (held * slopes**2).sum() / 2)
