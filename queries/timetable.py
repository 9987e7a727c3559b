"""When pairs meet: nobody in two places, no more meetings at once than tables."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from queries.colouring import coloured
from queries.plan_rules import Rules
from queries.solving import WORK, cp_solver, solve

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar

Seats = dict[tuple[int, int], "IntVar"]  # (pair, slot) → whether it meets then


def timetable(rules: Rules, chosen: np.ndarray, *, work: float = WORK) -> np.ndarray | None:
    """The slot of each chosen pair: an edge colouring with limits; None where none was found.

    Pairs of which nobody has more than Δ meetings fit in Δ + 1 slots, and in Δ where two sides meet each other. Where
    everybody is there all the time, exchanges along chains mostly find them; what is left is for CP-SAT.

    Source:
        Vizing (1964); König (1916); every colouring can be evened out so that tables suffice: de Werra (1971).
    """
    if not len(chosen):
        return np.empty(0, dtype=int)
    if not rules.away:
        slots = coloured(rules.pairs[chosen], rules.size, rules.slots, rules.at_once)
        if (slots >= 0).all():
            return slots
    return _solved(rules, chosen, work)


def _solved(rules: Rules, chosen: np.ndarray, work: float) -> np.ndarray | None:
    from ortools.sat.python.cp_model import FEASIBLE, OPTIMAL, CpModel

    model = CpModel()
    seats = seated(model, rules, chosen)
    for pair in chosen:
        model.add_exactly_one(seats[pair, slot] for slot in range(rules.slots) if (pair, slot) in seats)
    _begin_with_the_busiest(model, rules, chosen, seats)
    solver = cp_solver(work=work)
    if solve(solver, model) not in (OPTIMAL, FEASIBLE):
        return None
    met = {pair: slot for (pair, slot), seat in seats.items() if solver.boolean_value(seat)}
    return np.array([met[pair] for pair in chosen])


def seated(model: "CpModel", rules: Rules, pairs: Collection[int], taken: Mapping[int, int] | None = None) -> Seats:
    """A variable for each pair and slot in which both are there; one meeting at a time; so many tables.

    Args:
        taken: of each slot, how many tables are taken already.
    """
    seats: Seats = {}
    busy: dict[tuple[int, int], list[Any]] = {}
    for pair in pairs:
        a, b = rules.pairs[pair]
        for slot in np.flatnonzero(rules.there[a] & rules.there[b]).tolist():
            seat = seats[pair, slot] = model.new_bool_var("")
            busy.setdefault((int(a), slot), []).append(seat)
            busy.setdefault((int(b), slot), []).append(seat)
    for some in busy.values():
        model.add_at_most_one(some)
    for slot in range(rules.slots):
        at_once = [seat for (_, when), seat in seats.items() if when == slot]
        model.add(sum(at_once) <= rules.at_once - (taken or {}).get(slot, 0))
    return seats


def _begin_with_the_busiest(model: "CpModel", rules: Rules, chosen: np.ndarray, seats: Seats) -> None:
    """Slots are alike where nobody is away: whose they are is settled for one participant."""
    if rules.away:
        return
    often = np.bincount(rules.pairs[chosen].ravel(), minlength=rules.size)
    own = [pair for pair in chosen if int(often.argmax()) in rules.pairs[pair]]
    for slot, pair in enumerate(own):
        model.add(seats[pair, slot] == 1)
