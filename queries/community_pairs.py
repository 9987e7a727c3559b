"""Firms that rules name, each in a community such that every pair is kept; the others by flow, sizes held."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from graph.errors import Infeasible, Rule
from queries.assigning import assign
from queries.blame import Literals, rule_of, smallest
from queries.solving import cp_solver, solve

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar

    from queries.community_design import Firms, Rules

NEAREST = 15  # communities that named firms are first offered; more, where these do not do
SCALE = 1e6  # the greatest cost as a whole number
ORDER = ("apart", "together")  # in which rules are tried for being idle
Seats = dict[tuple[int, int], "IntVar"]  # by lot and group


def kept(firms: "Firms", rules: "Rules", lots: np.ndarray, far: np.ndarray) -> np.ndarray:
    """The groups that keep every pair, and sizes, at least distance: first of the firms named, then of all others.

    Args:
        lots: for each firm, the number of those that belong together.
        far: squared distances, a row a firm, a column a group.

    Raises:
        Infeasible: there are none; the smallest set of pairs that cannot all be kept.
    """
    named = sorted(rules.bound)
    of, rest = np.full(len(lots), -1), np.setdiff1d(np.arange(len(lots)), named)
    placed = _placed(rules, lots, named, far)
    if placed is None:
        raise _conflict(firms, rules, named)
    of[named] = [placed[int(lots[one])] for one in named]
    taken = np.bincount(of[named], minlength=rules.groups)
    of[rest] = assign(far[rest], np.maximum(rules.low - taken, 0), rules.high - taken)
    return of


def _placed(rules: "Rules", lots: np.ndarray, named: Sequence[int], far: np.ndarray) -> dict[int, int] | None:
    """The group of each lot; None where there is no way."""
    those = [int(lot) for lot in np.unique(lots[list(named)])]
    cost = np.stack([far[lots == lot].sum(axis=0) for lot in those])
    whole = np.rint(cost * (SCALE / max(float(cost.max()), 1e-12))).astype(int)
    offered = min(NEAREST, rules.groups)
    while True:
        near = np.argsort(cost, axis=1, kind="stable")[:, :offered]
        found = _solved(rules, lots, those, near, whole)
        if found is not None or offered == rules.groups:
            return found
        offered = min(2 * offered, rules.groups)


def _solved(
    rules: "Rules", lots: np.ndarray, those: Sequence[int], near: np.ndarray, cost: np.ndarray
) -> dict[int, int] | None:  # fmt: skip
    from ortools.sat.python.cp_model import FEASIBLE, OPTIMAL, CpModel

    model = CpModel()
    seats: Seats = {
        (lot, int(group)): model.new_bool_var("") for lot, row in zip(those, near, strict=True) for group in row
    }
    for lot in those:
        model.add_exactly_one(one for (own, _), one in seats.items() if own == lot)
    for clique in cliques((int(lots[a]), int(lots[b])) for a, b in rules.apart):
        for group in range(rules.groups):
            model.add_at_most_one(seats[lot, group] for lot in clique if (lot, group) in seats)
    sizes = {lot: int((lots == lot).sum()) for lot in those}
    _held(model, rules, len(lots), {key: (sizes[key[0]], one) for key, one in seats.items()})
    place = {lot: n for n, lot in enumerate(those)}
    model.minimize(sum(int(cost[place[lot], group]) * one for (lot, group), one in seats.items()))
    solver = cp_solver()
    solver.parameters.linearization_level = 2  # the relaxation of so much choosing is all but whole
    if solve(solver, model) not in (OPTIMAL, FEASIBLE):
        return None
    return {lot: group for (lot, group), one in seats.items() if solver.boolean_value(one)}


def _held(model: "CpModel", rules: "Rules", firms: int, seats: dict[tuple[int, int], tuple[int, "IntVar"]]) -> None:
    """No group has too many; what those have that are named leaves enough for all others to have enough."""
    named = sum(dict((one, size) for (one, _), (size, _) in seats.items()).values())
    is_enough = rules.groups * rules.low + named <= firms  # whoever goes where
    needed = []
    for group in range(rules.groups):
        here = [size * one for (_, of), (size, one) in seats.items() if of == group]
        if named > rules.high and here:
            model.add(sum(here) <= rules.high)
        if not is_enough:
            least = model.new_int_var(rules.low, rules.high, "")
            model.add(least >= sum(here))
            needed.append(least)
    if needed:
        model.add(sum(needed) <= firms)


def cliques(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, ...]]:
    """Sets of which all pairs are given, such that every pair is in one; the first found first.

    >>> cliques([(1, 2), (2, 3), (1, 3), (3, 4)])
    [(1, 2, 3), (3, 4)]
    """
    left = {(min(pair), max(pair)): None for pair in sorted(pairs)}
    every, ends = set(left), sorted({one for pair in left for one in pair})
    found = []
    while left:
        clique = list(next(iter(left)))
        for one in ends:
            if one not in clique and all((min(one, other), max(one, other)) in every for other in clique):
                clique.append(one)
        clique.sort()
        for n, one in enumerate(clique):
            for other in clique[n + 1 :]:
                left.pop((one, other), None)
        found.append(tuple(clique))
    return found


def _conflict(firms: "Firms", rules: "Rules", named: Sequence[int]) -> Infeasible:
    """The smallest set of pairs that cannot all be kept: without any one of them there is a way."""
    from ortools.sat.python.cp_model import CpModel

    model, literals = CpModel(), Literals()
    seats = {(firm, group): model.new_bool_var("") for firm in named for group in range(rules.groups)}
    for firm in named:
        model.add_exactly_one(seats[firm, group] for group in range(rules.groups))
    _held(model, rules, len(firms.ids), {key: (1, one) for key, one in seats.items()})
    for what, pairs in (("together", rules.together), ("apart", rules.apart)):
        for n, (a, b) in enumerate(pairs):
            rule = rule_of(model, literals, (what, n))
            for group in range(rules.groups):
                ends = seats[a, group], seats[b, group]
                model.add(ends[0] == ends[1] if what == "together" else sum(ends) <= 1).only_enforce_if(rule)
    blamed = smallest(model, literals, ORDER)
    if blamed is None:
        return Infeasible("No communities were found in the work allowed: fewer pairs would help.")
    said = tuple(_said(firms, rules, what, n) for what, n in blamed)
    return Infeasible(
        "{:# community|# communities} of {} to {:# firm|# firms} cannot keep all of these, and could without any one "
        "of "
        "them: {}.",
        rules.groups, rules.low, rules.high, said,
    )  # fmt: skip


def _said(firms: "Firms", rules: "Rules", what: str, which: int) -> Rule:
    ends = firms.ids[list((rules.together if what == "together" else rules.apart)[which])]
    if what == "together":
        return Rule("{} and {} are together", *ends)
    return Rule("{} and {} are apart", *ends)
