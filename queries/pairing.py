"""Who meets whom, before anybody asks when: the best pairs, by integer programming, and the bound that proves it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from queries.plan_rules import Rules, incidence
from queries.solving import NODES, Proof

MANY = 20_000  # pairs that are solved at once; of more, those that could be of use
FIRST, KEPT = 25, 15  # by participant: pairs to begin with, and to end with
HALF = 0.5
TINY = 1e-7


@dataclass(frozen=True, eq=False, slots=True)
class Pairing:
    """Positions of the chosen pairs, sorted; how many meetings the worst served have; a proof for each level."""

    pairs: np.ndarray
    served: int
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, eq=False, slots=True)
class _Programme:
    """The rules as rows, over some of the pairs; `least` is each participant's share of fairness."""

    rules: Rules
    columns: np.ndarray
    least: np.ndarray

    def rows(self, held: Sequence[tuple[np.ndarray, float]]) -> tuple[sparse.csr_array, np.ndarray]:
        """Rows that are at most their limit: caps, floors, places, and what earlier levels reached."""
        of = incidence(self.rules.pairs[self.columns], self.rules.size)
        every = sparse.csr_array(np.ones((1, len(self.columns))))
        kept = [sparse.csr_array(-level[self.columns][None, :].astype(float)) for level, _ in held]
        others = np.array([self.rules.places, *(-value for _, value in held)])
        limits = np.concatenate([self.rules.able, -self.least, others]).astype(float)
        return sparse.vstack([of, -of, every, *kept], format="csr"), limits

    @property
    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        return self.rules.required[self.columns].astype(float), np.ones(len(self.columns))


def pairing(rules: Rules) -> Pairing | None:
    """The best pairs: most meetings for the worst served, then what is wanted most, then the greatest weight.

    The worst served are those with fewest meetings, each measured by what it could have at all. None where the rules
    leave no choice of pairs.
    """
    if (rules.required & ~rules.together).any():
        return None
    for served in range(int(rules.able.max(initial=0)), -1, -1):
        least = np.maximum(rules.floor, np.minimum(served, rules.able))
        if _can_add_up(rules, least):
            found = _levels(rules, least, served)
            if found is not None:
                return found
    return None


def possible(rules: Rules) -> int:
    """How many meetings there could be at most, whoever wishes for what: by linear programming, or by adding up."""
    columns = np.flatnonzero(rules.together)
    if len(columns) > MANY or not len(columns):
        return int(min(rules.places, rules.able.sum() // 2))
    rows, limits = _Programme(rules, columns, np.zeros(rules.size)).rows(())
    found = linprog(-np.ones(len(columns)), A_ub=rows, b_ub=limits, bounds=(0, 1), method="highs")
    return int(np.floor(-found.fun + TINY * len(columns)))


def _can_add_up(rules: Rules, least: np.ndarray) -> bool:
    """Whether nobody must meet more often than it can, and, where nothing is left open, the halves make wholes."""
    if (least > rules.able).any() or least.sum() > 2 * rules.places:
        return False
    a, b = rules.pairs[rules.together].T
    joined = sparse.csr_array((np.ones(len(a)), (a, b)), shape=(rules.size, rules.size))
    count, part = sparse.csgraph.connected_components(joined, directed=False)
    is_open = np.bincount(part, weights=least < rules.able, minlength=count) > 0
    odd = np.bincount(part, weights=least, minlength=count) % 2 == 1
    return not (odd & ~is_open).any()


def _levels(rules: Rules, least: np.ndarray, served: int) -> Pairing | None:
    """Each level at its best while those before it stay at theirs."""
    held: list[tuple[np.ndarray, float]] = []
    proofs: list[Proof] = []
    chosen = np.empty(0, dtype=int)
    for level in rules.levels:
        if not level.any() and level is not rules.weight:
            proofs.append(Proof(0, 0))
            continue
        found = _best(_Programme(rules, np.flatnonzero(rules.together), least), level, held)
        if found is None:
            return None
        chosen, proof = found
        held.append((level, proof.value))
        proofs.append(proof)
    return Pairing(chosen, served, tuple(proofs))


def _best(
    whole: _Programme, level: np.ndarray, held: Sequence[tuple[np.ndarray, float]]
) -> tuple[np.ndarray, Proof] | None:
    if len(whole.columns) <= MANY:
        return _solved(whole, level, held)
    relaxed = _relaxed(whole, level, held)
    if relaxed is None:
        return None
    few, bound = relaxed
    found = _solved(few, level, held)
    if found is None or few is whole:
        return found
    return found[0], Proof(found[1].value, max(bound, found[1].value))


def _solved(
    programme: _Programme, level: np.ndarray, held: Sequence[tuple[np.ndarray, float]]
) -> tuple[np.ndarray, Proof] | None:
    """The best of these pairs, by HiGHS; None where there is no choice, or none was found in so much work."""
    if not len(programme.columns):
        return (programme.columns, Proof(0, 0)) if not programme.least.any() else None
    rows, limits = programme.rows(held)
    found = milp(
        -level[programme.columns].astype(float), constraints=[LinearConstraint(rows, -np.inf, limits)],
        integrality=1, bounds=Bounds(*programme.bounds), options={"mip_rel_gap": 0.0, "node_limit": NODES},
    )  # fmt: skip
    if found.x is None:
        return None
    chosen = programme.columns[found.x > HALF]
    value = int(level[chosen].sum())
    bound = value if found.status == 0 else int(np.floor(-found.mip_dual_bound + TINY))
    return chosen, Proof(value, max(bound, value))


def _relaxed(
    whole: _Programme, level: np.ndarray, held: Sequence[tuple[np.ndarray, float]]
) -> tuple[_Programme, float] | None:
    """Those pairs that could be of use, and the bound over all of them.

    The linear programme is solved over a few pairs; every other pair is priced with its dual values and comes in where
    it would pay. Once none would, the bound holds for all. Those that would cost least are kept.
    """
    columns = _promising(whole, level)
    while True:
        programme = _Programme(whole.rules, columns, whole.least)
        rows, limits = programme.rows(held)
        found = linprog(
            -level[columns].astype(float), A_ub=rows, b_ub=limits, bounds=np.column_stack(programme.bounds),
            method="highs",
        )  # fmt: skip
        if found.status != 0:
            return None if len(columns) == len(whole.columns) else (whole, np.inf)
        cost = _priced(whole, level, held, found.ineqlin.marginals)
        outside = np.setdiff1d(whole.columns[cost < -TINY], columns)
        if not len(outside):
            near = whole.columns[np.argsort(cost, kind="stable")[: KEPT * whole.rules.size]]
            bound = float(np.floor(-found.fun + TINY * abs(found.fun) + TINY))
            return _Programme(whole.rules, np.union1d(near, columns[found.x > TINY]), whole.least), bound
        columns = np.union1d(columns, outside)


def _priced(
    whole: _Programme, level: np.ndarray, held: Sequence[tuple[np.ndarray, float]], duals: np.ndarray
) -> np.ndarray:
    """What each pair would cost beyond what it brings: below 0, it pays."""
    size = whole.rules.size
    each = duals[:size] - duals[size : 2 * size]
    a, b = whole.rules.pairs[whole.columns].T
    cost = -level[whole.columns] - each[a] - each[b] - duals[2 * size]
    for (kept, _), dual in zip(held, duals[2 * size + 1 :], strict=True):
        cost = cost + dual * kept[whole.columns]
    return np.asarray(cost)


def _promising(whole: _Programme, level: np.ndarray) -> np.ndarray:
    """Of each participant the heaviest pairs and some with its neighbours in the list; all that are wanted."""
    rules, columns = whole.rules, whole.columns
    a, b = rules.pairs[columns].T
    apart = np.minimum(b - a, rules.size - (b - a))  # so that equal ones are spread
    wanted = np.any([one[columns] > 0 for one in rules.wanted], axis=0) | rules.required[columns]
    ends, all_ = np.concatenate([a, b]), np.tile(np.arange(len(columns)), 2)
    chosen = [columns[wanted], columns[apart <= FIRST]]
    order = np.lexsort((np.tile(apart, 2), -np.tile(rules.weight[columns], 2), ends))
    ranks = np.arange(len(order)) - np.searchsorted(ends[order], ends[order])
    chosen.append(columns[all_[order][ranks < FIRST]])
    return np.unique(np.concatenate(chosen))
