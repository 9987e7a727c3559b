"""Each firm to a centre, at least cost, with as many to each centre as it must and may have: a minimum-cost flow."""

import numpy as np

NEAREST = 15  # centres that a firm is first offered; more, where these do not do
SCALE = 1e9  # the greatest cost as a whole number: the flow counts in whole numbers


def assign(cost: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """The centre of each firm, such that the sum of costs is least and each centre has from `low` to `high` firms.

    Firms are offered their nearest 15 centres, then 30 and so on until all have a place: up to 15 centres the sum is
    the least there is, with more the least among those offered. Costs are rounded to a billionth of the greatest.

    Args:
        cost: a row a firm, a column a centre, ≥ 0.
        low, high: of each centre; Σ low ≤ firms ≤ Σ high.

    Source:
        Bradley, Bennett and Demiriz (2000), Constrained k-means clustering, Microsoft Research MSR-TR-2000-65.

    Examples:
        >>> assign(np.array([[0.0, 9.0], [1.0, 4.0], [2.0, 3.0]]), np.array([1, 2]), np.array([2, 2])).tolist()
        [0, 1, 1]
    """
    firms, centres = cost.shape
    if not firms:
        return np.zeros(0, dtype=int)
    offered = min(NEAREST, centres)
    while (found := _flow(cost, low, high, offered)) is None:
        assert offered < centres, "the sizes allow no assignment"
        offered = min(2 * offered, centres)
    return found


def _flow(cost: np.ndarray, low: np.ndarray, high: np.ndarray, offered: int) -> np.ndarray | None:
    """Firms → centres → whatever a centre has above its least; None where those offered do not do."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    firms, centres = cost.shape
    columns = np.sort(np.argpartition(cost, offered - 1, axis=1)[:, :offered], axis=1)
    rows = np.repeat(np.arange(firms), offered)
    whole = np.rint(cost[rows, columns.ravel()] * (SCALE / max(float(cost.max()), 1e-12))).astype(np.int64)
    flow = SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(rows, firms + columns.ravel(), np.ones_like(whole), whole)
    every, end = np.arange(centres), firms + centres
    flow.add_arcs_with_capacity_and_unit_cost(firms + every, np.full(centres, end), high - low, np.zeros_like(every))
    supplies = np.concatenate([np.ones(firms, dtype=np.int64), -low, [int(low.sum()) - firms]])
    flow.set_nodes_supplies(np.arange(end + 1), supplies)
    if flow.solve() != flow.OPTIMAL:
        return None
    used = flow.flows(arcs) > 0
    found: np.ndarray = columns.ravel()[used]  # arcs are in the order of firms, and each firm has one that is used
    return found
