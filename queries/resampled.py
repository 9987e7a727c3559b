"""How far an average precision depends on who is judged: many resamplings of organisations at once."""

import numpy as np

from queries.hit_rates import Order, average_precision

LARGE = 20_000_000  # pairs times resamplings, from which on compiled loops are worth their loading


def average_precisions(order: Order, often: np.ndarray) -> np.ndarray:
    """The average precision of each resampling, nan where nothing came about in it.

    Args:
        often: a row an organisation, a column a resampling: how many times it stands there.
    """
    if len(order.came) * often.shape[1] < LARGE:
        return np.array([average_precision(order, column) for column in np.ascontiguousarray(often.T)])
    from queries.tallied import tallied

    found: np.ndarray = tallied(
        order.first, order.second, order.came, order.hits, np.ascontiguousarray(often, dtype=np.int32)
    )
    return found
