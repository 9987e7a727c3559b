"""Bounds of what is counted: how far two shares may differ."""

import numpy as np

from queries.uncovered_cells import wilson


def newcombe(followed: float, pairs: float, others: float, of: float) -> tuple[float, float, float]:
    """The difference of two shares, `followed` of `pairs` and `others` of `of`, and its bounds, 95 %.

    Source:
        Newcombe (1998), Interval estimation for the difference between independent proportions, Statistics in
        Medicine 17, 873–890, method 10.

    Examples:
        >>> [round(value, 3) for value in newcombe(3, 14, 1, 28)]
        [0.179, -0.019, 0.442]
    """
    successes, trials = np.array([followed, others], dtype=float), np.array([pairs, of], dtype=float)
    first, second = successes / trials
    (low_1, low_2), (high_1, high_2) = wilson(successes, trials)
    below, above = np.hypot(first - low_1, high_2 - second), np.hypot(high_1 - first, second - low_2)
    return float(first - second), float(first - second - below), float(first - second + above)
