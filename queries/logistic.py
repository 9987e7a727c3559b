"""Chances from what is known of cases: a logistic model whose slopes are held small (ridge)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

RIDGE = 1.0  # of slopes of columns that vary by 1; assumed
STEPS = 50
SMALL = 1e-8
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
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(x @ slopes, -30, 30)))
        curve = (x * (chance * (1 - chance))[:, None]).T @ x + np.diag(held + SMALL)
        step = np.linalg.solve(curve, x.T @ (came - chance) - held * slopes)
        step = _no_worse(x, came, held, slopes, step)
        slopes = slopes + step
        if np.abs(step).max() < ENOUGH:
            break
    return Logistic(mean, spread, slopes)


def _no_worse(x: np.ndarray, came: np.ndarray, held: np.ndarray, slopes: np.ndarray, step: np.ndarray) -> np.ndarray:
    """The step, or so much of it that the loss does not rise: where cases are rare, a whole one leaps too far."""
    loss = _loss(x, came, held, slopes)
    while np.abs(step).max() >= ENOUGH and _loss(x, came, held, slopes + step) > loss:
        step = step / 2
    return step


def _loss(x: np.ndarray, came: np.ndarray, held: np.ndarray, slopes: np.ndarray) -> float:
    total = x @ slopes
    return float(np.logaddexp(0, total).sum() - total[came].sum() + (held * slopes**2).sum() / 2)
