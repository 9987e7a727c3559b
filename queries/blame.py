"""Which of the rules of a model cannot all be kept: a smallest set of them, each under an assumption of its own."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from queries.solving import WORK, cp_solver, solve

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar

FEW = 200  # rules
Key = tuple[str, int]  # what a rule asks, of whom
Literals = dict[Key, "IntVar"]


def rule_of(model: "CpModel", literals: Literals, rule: Key) -> "IntVar":
    """The assumption under which a rule stands."""
    if rule not in literals:
        literals[rule] = model.new_bool_var("")
    return literals[rule]


def smallest(model: "CpModel", literals: Literals, order: Sequence[str]) -> list[Key] | None:
    """Rules that cannot all be kept, none of them idle; None where it is not proven that there are any.

    The model has no objective. What the solver blames first depends on it: of few rules, all are tried too, in the
    order given, and the fewer are told.
    """
    blamed = _blamed(model, literals, list(literals))
    if blamed is None:
        return None
    found = [none_idle(model, literals, blamed)]
    if len(literals) <= FEW:
        found.append(none_idle(model, literals, sorted(literals, key=lambda rule: (order.index(rule[0]), -rule[1]))))
    fewest = found[-1] if len(found[-1]) < len(found[0]) else found[0]
    return sorted(fewest, key=lambda rule: (-order.index(rule[0]), rule[1]))


def none_idle(model: "CpModel", literals: Literals, blamed: list[Key]) -> list[Key]:
    """Those of the rules without any of which all the others could be kept."""
    for rule in list(blamed):
        if rule not in blamed:
            continue
        without = _blamed(model, literals, [one for one in blamed if one != rule])
        if without is not None:
            kept = set(without)
            blamed = [one for one in blamed if one in kept]
    return blamed


def _blamed(model: "CpModel", literals: Literals, kept: Sequence[Key]) -> list[Key] | None:
    from ortools.sat.python.cp_model import INFEASIBLE

    model.clear_assumptions()
    model.add_assumptions([literals[rule] for rule in kept])
    solver = cp_solver(work=WORK / 4)
    if solve(solver, model) != INFEASIBLE:
        return None
    blamed = set(solver.sufficient_assumptions_for_infeasibility())
    return [rule for rule in kept if literals[rule].index in blamed]
