"""Which members cover most: exactly, by integer programming, and one after the other, as a preview."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from queries.items import Covers

NEARLY = 0.5  # a whole variable of the solver is 0 or 1 but for noise


@dataclass(frozen=True, eq=False, slots=True)
class Chosen:
    """Positions of members, each followed by the one that adds most to those before; what each adds; the gap."""

    members: tuple[int, ...]
    gains: tuple[float, ...]
    gap: float

    @property
    def value(self) -> float:
        """What they cover together."""
        return sum(self.gains)


def best(covers: Covers, k: int) -> Chosen:
    """At most k members that cover most together: no other choice of as many covers more.

    Max Σ w_t y_t where y_t ≤ Σ x_i over the members i that cover t, and Σ x_i ≤ k (maximum coverage), by HiGHS.
    Members that add nothing are left out.
    """
    has, weights = _distinct(covers)
    if not len(weights):
        return Chosen((), (), 0.0)
    members, items = has.shape
    reach = sparse.hstack([-sparse.csr_array(has.T.astype(float)), sparse.eye_array(items)], format="csr")
    few = sparse.csr_array(np.concatenate([np.ones(members), np.zeros(items)])[None, :])
    found = _solved(
        np.concatenate([np.zeros(members), -weights]),
        [LinearConstraint(reach, -np.inf, 0), LinearConstraint(few, 0, k)],
        whole=members,
    )
    return in_order(covers, np.flatnonzero(found.x[:members] > NEARLY), gap=float(found.mip_gap or 0))


def smallest(covers: Covers) -> Chosen:
    """As few members as can cover all that any covers (set cover), by HiGHS."""
    has, weights = _distinct(covers)
    if not len(weights):
        return Chosen((), (), 0.0)
    every = LinearConstraint(sparse.csr_array(has.T.astype(float)), 1, np.inf)
    found = _solved(np.ones(has.shape[0]), [every], whole=has.shape[0])
    return in_order(covers, np.flatnonzero(found.x > NEARLY), gap=float(found.mip_gap or 0))


def greedy(covers: Covers, k: int) -> Chosen:
    """Up to k members, each the one that adds most to those before, equal ones by id: at least 1 - 1/e of the best.

    Source:
        Nemhauser, Wolsey and Fisher (1978), Mathematical Programming 14, 265–294.
    """
    found = in_order(covers, np.arange(len(covers.members)))
    return Chosen(found.members[:k], found.gains[:k], found.gap)


def in_order(covers: Covers, members: np.ndarray, *, gap: float = 0.0) -> Chosen:
    """The same members, each the one that adds most to those before it; those that add nothing are left out."""
    waiting, open_items = sorted(members.tolist()), np.ones(len(covers.items), dtype=bool)
    order, gains = [], []
    while waiting:
        adds = covers.has[waiting] @ (covers.weights * open_items)
        first = int(adds.argmax())
        if adds[first] <= 0:
            break
        order.append(waiting.pop(first))
        gains.append(float(adds[first]))
        open_items &= ~covers.has[order[-1]]
    return Chosen(tuple(order), tuple(gains), gap)


def _distinct(covers: Covers) -> tuple[np.ndarray, np.ndarray]:
    """The items that weigh something and that somebody covers; those that the same members cover are one."""
    useful = covers.has.any(axis=0) & (covers.weights > 0)
    if not useful.any():
        return np.zeros((len(covers.members), 0), dtype=bool), np.zeros(0)
    has, of = np.unique(covers.has[:, useful], axis=1, return_inverse=True)
    return has, np.bincount(of.ravel(), weights=covers.weights[useful])


def _solved(costs: np.ndarray, constraints: list[LinearConstraint], *, whole: int):  # type: ignore[no-untyped-def]
    """The optimum, the first variables whole, all in [0, 1]; HiGHS stops when nothing better can be there."""
    integral = np.arange(len(costs)) < whole
    found = milp(
        costs, constraints=constraints, integrality=integral, bounds=Bounds(0, 1), options={"mip_rel_gap": 0.0}
    )
    assert found.status == 0, found.message  # no limit is set, and choosing all members is always allowed
    return found
