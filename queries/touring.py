"""Which hosts a delegation sees on which day: first who, with days that are alike taken together, then when."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from queries.solving import Proof, cp_solver, solve
from queries.visit_rules import FIRST, SECOND, UNIT, Trip, Visit

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, CpSolver

WHO, WHEN, BOTH = 14.0, 4.0, 12.0  # work for each step, in seconds of the solver's own count: 30 together
Pair = tuple[int, int]  # (host, sub-group)


@dataclass(frozen=True, slots=True)
class Tour:
    """A plan, by day, slot and sub-group, and what is proven of its worth."""

    visits: tuple[Visit, ...]
    proof: Proof


@dataclass(eq=False, slots=True)
class _Model:
    """The variables: who is seen by whom on which day or set of days; `worth` is what they come to."""

    model: "CpModel"
    seen: dict[tuple[int, int, int], Any]
    placed: dict[tuple[int, int, int, int], Any]
    worth: Any

    def of(self, pair: Pair) -> list[Any]:
        return [one for key, one in self.seen.items() if key[:2] == pair]


def tour(trip: Trip) -> Tour | None:
    """The best plan that the work allowed finds, with its bound; None where it finds none.

    Days that are alike are one set of days at first, and zones are counted in days: their order is nobody's choice, so
    that the bound is tight. The hosts that this chooses are then given days and slots; only where these do not fit
    (competitors apart, single slots) are hosts and days chosen at once, under the same bound.

    Source:
        Team orienteering: Vansteenwegen, Souffriau and Van Oudheusden (2011), European Journal of Operational
        Research 209, 1–10; here without travel times within a zone.
    """
    who = _solved(_model(trip, trip.alike), WHO)
    if who is None:
        return None
    made, solver, bound = who
    chosen = {key[:2] for key, one in made.seen.items() if solver.boolean_value(one)}
    when = _on_days(trip, chosen)
    value = float(trip.value(chosen))
    if when is None:
        when, value, bound = _at_once(trip, chosen, bound)
    if when is None:
        return None
    return Tour(tuple(sorted(when)), Proof(value / UNIT, max(bound, value) / UNIT))


def _on_days(trip: Trip, chosen: set[Pair]) -> list[Visit] | None:
    """Days and slots for those who are chosen, as early as the work allows; None where none were found."""
    made = _model(trip, tuple((day,) for day in range(trip.days)))
    for pair in trip.pairs():
        made.model.add(sum(made.of(pair)) == (pair in chosen))
    made.model.minimize(sum(day * one for (_, _, day), one in made.seen.items()))
    solver = _run(made, WHEN)
    return None if solver is None else _visits(trip, made, solver)


def _at_once(trip: Trip, hinted: set[Pair], bound: float) -> tuple[list[Visit] | None, float, float]:
    """Hosts and days at once, beginning with those who were chosen."""
    made = _model(trip, tuple((day,) for day in range(trip.days)))
    for pair in trip.pairs():
        for one in made.of(pair)[:1] if pair in hinted else ():
            made.model.add_hint(one, 1)
    found = _solved(made, BOTH)
    if found is None:
        return None, 0, bound
    visits = _visits(trip, made, found[1])
    value = trip.value({(one.host, one.group) for one in visits})
    return visits, float(value), min(bound, found[2])


def _solved(made: _Model, work: float) -> tuple[_Model, "CpSolver", float] | None:
    """The model with its best values, and the bound of its worth; None where none were found."""
    made.model.maximize(made.worth)
    solver = _run(made, work)
    return None if solver is None else (made, solver, float(np.floor(solver.best_objective_bound + 1e-6)))


def _run(made: _Model, work: float) -> "CpSolver | None":
    from ortools.sat.python.cp_model import FEASIBLE, OPTIMAL

    solver = cp_solver(work=work)
    solver.parameters.linearization_level = 2  # the linear relaxation of all of it: the bound comes from there
    return solver if solve(solver, made.model) in (OPTIMAL, FEASIBLE) else None


def _model(trip: Trip, sets: tuple[tuple[int, ...], ...]) -> _Model:
    """The model over these sets of days; single days have slots and keep competitors apart as well."""
    from ortools.sat.python.cp_model import CpModel

    model = CpModel()
    seen = {
        (host, group, n): model.new_bool_var("")
        for host, group in trip.pairs()
        for n, days in enumerate(sets)
        if trip.there[host, days[0]].any()
    }  # fmt: skip
    _once(model, trip, seen)
    _capacity(model, trip, seen, sets)
    _in_zones(model, trip, seen, sets)
    placed: dict[tuple[int, int, int, int], Any] = {}
    if all(len(days) == 1 for days in sets):
        placed = _in_slots(model, trip, seen)
        _apart(model, trip, seen)
    return _Model(model, seen, placed, _worth(model, trip, seen))


def _once(model: "CpModel", trip: Trip, seen: dict[tuple[int, int, int], Any]) -> None:
    for host in range(trip.size):
        own = [one for key, one in seen.items() if key[0] == host]
        (model.add_exactly_one if trip.required[host] else model.add_at_most_one)(own)


def _capacity(
    model: "CpModel", trip: Trip, seen: dict[tuple[int, int, int], Any], sets: tuple[tuple[int, ...], ...]
) -> None:
    for group in range(trip.groups):
        for n, days in enumerate(sets):
            own = [one for key, one in seen.items() if key[1:] == (group, n)]
            model.add(sum(own) <= trip.slots * len(days))


def _in_zones(
    model: "CpModel", trip: Trip, seen: dict[tuple[int, int, int], Any], sets: tuple[tuple[int, ...], ...]
) -> None:
    """Of each set, how many days are spent in each zone; a host takes a place on a day in one of its own."""
    if trip.zones_a_day is None:
        return
    every = sorted({zone for some in trip.zones for zone in some})
    for group in range(trip.groups):
        for n, days in enumerate(sets):
            spent = {zone: model.new_int_var(0, len(days), "") for zone in every}
            model.add(sum(spent.values()) <= trip.zones_a_day * len(days))
            own = {key[0]: one for key, one in seen.items() if key[1:] == (group, n) and trip.zones[key[0]]}
            inside: dict[int, list[Any]] = {zone: [] for zone in every}
            for host, one in own.items():
                ways = {
                    zone: one if len(trip.zones[host]) == 1 else model.new_bool_var("") for zone in trip.zones[host]
                }
                if len(ways) > 1:
                    model.add(sum(ways.values()) == one)
                for zone, way in sorted(ways.items()):
                    inside[zone].append(way)
                    model.add(way <= spent[zone])
            for zone, some in inside.items():
                model.add(sum(some) <= trip.slots * spent[zone])


def _in_slots(
    model: "CpModel", trip: Trip, seen: dict[tuple[int, int, int], Any]
) -> dict[tuple[int, int, int, int], Any]:
    """A place in a set of like slots for each who is seen on a day."""
    placed: dict[tuple[int, int, int, int], Any] = {}
    for day in range(trip.days):
        alike = trip.slots_alike(day)
        for key, one in seen.items():
            if key[2] != day:
                continue
            ways = [k for k, some in enumerate(alike) if trip.there[key[0], day, some[0]]]
            own = [one] if len(alike) == 1 else [model.new_bool_var("") for _ in ways]
            if len(alike) > 1:
                model.add(sum(own) == one)
            placed |= {(*key, k): way for k, way in zip(ways, own, strict=True)}
        for group in range(trip.groups):
            for k, some in enumerate(alike):
                at_once = [one for key, one in placed.items() if key[1:] == (group, day, k)]
                model.add(sum(at_once) <= len(some))
    return placed


def _apart(model: "CpModel", trip: Trip, seen: dict[tuple[int, int, int], Any]) -> None:
    for a, b in sorted(trip.apart):
        for group in range(trip.groups):
            for day in range(trip.days):
                if (a, group, day) in seen and (b, group, day) in seen:
                    model.add_at_most_one([seen[a, group, day], seen[b, group, day]])


def _worth(model: "CpModel", trip: Trip, seen: dict[tuple[int, int, int], Any]) -> Any:
    """What the hosts themselves are worth, and of each need the first and the second host."""
    by_pair: dict[Pair, list[Any]] = {}
    for key, one in seen.items():
        by_pair.setdefault(key[:2], []).append(one)
    terms = [int(trip.worth[pair]) * one for pair, some in by_pair.items() for one in some]
    for cover in trip.covers:
        own = [one for host in cover.hosts for one in by_pair.get((host, cover.group), ())]
        first, second = model.new_bool_var(""), model.new_bool_var("")
        model.add(first + second <= sum(own))
        terms += [FIRST * cover.weight * first, SECOND * cover.weight * second]
    return sum(terms)


def _visits(trip: Trip, made: _Model, solver: "CpSolver") -> list[Visit]:
    """Who is seen in which slot."""
    visits = []
    taken: dict[tuple[int, int, int], int] = {}
    for (host, group, day, k), one in sorted(made.placed.items()):
        if solver.boolean_value(one):
            n = taken[group, day, k] = taken.get((group, day, k), -1) + 1
            visits.append(Visit(day, trip.slots_alike(day)[k][n], group, host))
    return visits


def in_order(trip: Trip, visits: Sequence[Visit], rank: Sequence[int]) -> tuple[Visit, ...]:
    """The same plan with what can be exchanged in one order, the hosts of the first ranks first.

    Exchanged are the places of a day in which the same hosts receive, and, for each sub-group, days that are the same.
    """
    by_day: dict[tuple[int, int], list[Visit]] = {}
    for one in visits:
        by_day.setdefault((one.group, one.day), []).append(one)
    same: dict[tuple[bytes, ...], list[int]] = {}
    for day in range(trip.days):
        same.setdefault(tuple(trip.slot_bytes(day)), []).append(day)
    made = []
    for group in range(trip.groups):
        for days in same.values():
            full = [_day_in_order(trip, by_day.get((group, day), []), rank) for day in days]
            full.sort(key=lambda some: [rank[one.host] for one in some] or [trip.size])
            made += [one._replace(day=day) for day, some in zip(days, full, strict=True) for one in some]
    return tuple(sorted(made))


def _day_in_order(trip: Trip, visits: Sequence[Visit], rank: Sequence[int]) -> list[Visit]:
    made = []
    for some in trip.slots_alike(visits[0].day) if visits else ():
        those = sorted((one for one in visits if one.slot in some), key=lambda one: rank[one.host])
        made += [one._replace(slot=slot) for slot, one in zip(some, those, strict=False)]
    return sorted(made, key=lambda one: rank[one.host])
