"""Why a trip has no plan: hosts that must be seen, and the smallest set of rules that stand in the way."""

from typing import TYPE_CHECKING, Any

from graph.errors import Infeasible, Rule
from queries.blame import Key, Literals, rule_of, smallest
from queries.trips import Outing, competitors
from queries.visit_rules import Trip

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel

ORDER = ("away", "zones", "apart", "barred", "required")  # in which they are tried for being idle


def check(asked: Outing) -> None:
    """Refuse what cannot add up, and say what would.

    Raises:
        Infeasible: more hosts must be seen than there are places.
    """
    trip = asked.trip
    many, a_day = int(trip.required.sum()), trip.slots * trip.groups
    if many > trip.places:
        raise Infeasible(
            "{:# host|# hosts} must be seen, and there is room for {} (days: {}, slots a day: {}): {:# day|# days}, or "
            "fewer in --required, would do.",
            many, trip.places, trip.days, trip.slots, -(-many // a_day),
        )  # fmt: skip


def conflict(asked: Outing) -> Infeasible:
    """A smallest set of rules that cannot all be kept, in words: without any one of them a plan keeps the others."""
    trip = asked.trip
    model, literals = _model(trip)
    blamed = smallest(model, literals, ORDER)
    if blamed is None:
        return Infeasible("No plan was found in the work allowed: fewer hosts or rules, or more days, would help.")
    said = tuple(_said(asked, rule) for rule in blamed)
    return Infeasible(
        "No plan (days: {}, slots a day: {}) keeps all of these rules; without any one of them, one keeps the others: "
        "{}.",
        trip.days, trip.slots, said,
    )  # fmt: skip


def _model(trip: Trip) -> tuple["CpModel", Literals]:
    """Only those who must be seen, in days and slots; every rule under an assumption."""
    from ortools.sat.python.cp_model import CpModel

    model, literals = CpModel(), Literals()
    hosts = [host for host in range(trip.size) if trip.required[host]]
    seen = {
        (host, group, day, slot): model.new_bool_var("")
        for host in hosts for group in range(trip.groups) for day in range(trip.days) for slot in range(trip.slots)
    }  # fmt: skip
    for host in hosts:
        own = [one for key, one in seen.items() if key[0] == host]
        model.add_at_most_one(own)
        model.add_bool_or(own).only_enforce_if(rule_of(model, literals, ("required", host)))
    for place in sorted({key[1:] for key in seen}):
        model.add_at_most_one([one for key, one in seen.items() if key[1:] == place])
    for (host, group, day, slot), one in seen.items():
        if not trip.there[host, day, slot]:
            model.add(one == 0).only_enforce_if(rule_of(model, literals, ("away", host)))
        if (host, group) in trip.barred:
            model.add(one == 0).only_enforce_if(rule_of(model, literals, ("barred", host)))
    _days(model, literals, trip, seen)
    return model, literals


def _days(model: "CpModel", literals: Literals, trip: Trip, seen: dict[tuple[int, int, int, int], Any]) -> None:
    """Competitors on days of their own; so many zones a day."""
    pairs = [pair for pair in sorted(trip.apart) if trip.required[list(pair)].all()]
    every = sorted({zone for some in trip.zones for zone in some})
    for group in range(trip.groups):
        for day in range(trip.days):
            there = [[one for key, one in seen.items() if key[:3] == (host, group, day)] for host in range(trip.size)]
            for n, (a, b) in enumerate(pairs):
                model.add(sum(there[a] + there[b]) <= 1).only_enforce_if(rule_of(model, literals, ("apart", n)))
            if trip.zones_a_day is None:
                continue
            spent = {zone: model.new_bool_var("") for zone in every}
            rule = rule_of(model, literals, ("zones", 0))
            model.add(sum(spent.values()) <= trip.zones_a_day).only_enforce_if(rule)
            for host, own in enumerate(there):
                if own and trip.zones[host]:
                    model.add(sum(own) <= sum(spent[zone] for zone in trip.zones[host]))


def _said(asked: Outing, rule: Key) -> Rule:
    trip, (what, which) = asked.trip, rule
    if what == "required":
        return Rule("{} must be seen", asked.name(which))
    if what == "away":
        return Rule("{} does not receive on day {}", asked.name(which), _absences(trip, which))
    if what == "zones":
        return Rule("a day is spent in at most {:# territory|# territories}", trip.zones_a_day)
    if what == "barred":
        rivals = sorted(competitors(asked.network)[trip.hosts[which]] & asked.group_of.keys())
        return Rule("{} competes with {}", asked.name(which), tuple(map(asked.network.name, rivals)))
    pairs = [pair for pair in sorted(trip.apart) if trip.required[list(pair)].all()]
    a, b = pairs[which]
    return Rule("{} and {} compete and are not seen on one day", asked.name(a), asked.name(b))


def _absences(trip: Trip, host: int) -> tuple[str, ...]:
    """Days, or day.slot where the host receives in other slots of that day."""
    made: list[str] = []
    for day in range(trip.days):
        slots = [slot + 1 for slot in range(trip.slots) if not trip.there[host, day, slot]]
        made += [str(day + 1)] if len(slots) == trip.slots else [f"{day + 1}.{slot}" for slot in slots]
    return tuple(made)
