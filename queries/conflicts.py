"""Why there is no plan: what does not add up, or the smallest set of rules that cannot all be kept."""

from collections.abc import Callable
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.errors import Infeasible, Rule
from queries.blame import Key, Literals, rule_of, smallest
from queries.plan_rules import Rules
from queries.timetable import seated

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel

Named = Callable[[int], str]  # a participant's name
ORDER = ("floor", "away", "forbidden", "tables", "required", "cap")  # in which they are tried for being idle


def check(rules: Rules, name: Named) -> None:
    """Refuse what cannot add up, and say what would.

    Raises:
        Infeasible: floors above the cap, the slots or the tables; somebody must meet more others than it may.
    """
    floor, cap = int(rules.floor.max(initial=0)), int(rules.cap.max(initial=0))
    if floor > cap:
        raise Infeasible(
            "Each must have {:# meeting|# meetings} and may have {}: raise --cap, or lower --floor.", floor, cap
        )
    if floor > rules.size - 1 >= 0:
        raise Infeasible(
            "Nobody has {:# meeting|# meetings} with {:# other|# others}: lower --floor.", floor, rules.size - 1
        )
    if floor > rules.slots:
        raise Infeasible(
            "Nobody has {:# meeting|# meetings} in {:# slot|# slots}: raise --slots, or lower --floor.",
            floor,
            rules.slots,
        )
    often = np.bincount(rules.pairs[rules.required].ravel(), minlength=rules.size)
    if rules.size and (often > rules.cap).any():
        who = int((often - rules.cap).argmax())
        raise Infeasible(
            "{} must meet {:# other|# others} and may meet {}: raise --cap.", name(who), int(often[who]), cap
        )
    _check_places(rules, floor)


def _check_places(rules: Rules, floor: int) -> None:
    needed = ceil(int(rules.floor.sum()) / 2)
    if rules.size * floor % 2 and (rules.cap == floor).all():
        raise Infeasible(
            "{:# participant|# participants} cannot have just {:# meeting|# meetings} each, as every meeting is one "
            "of two: "
            "write --floor {}.",
            rules.size, floor, floor - 1,
        )  # fmt: skip
    if needed > rules.places:
        raise _too_few_places(rules, floor, needed)


def _too_few_places(rules: Rules, floor: int, needed: int) -> Infeasible:
    """More tables are named only where there are people enough to sit at them."""
    tables, slots = ceil(needed / rules.slots), ceil(needed / rules.at_once) if rules.at_once else needed
    said = (floor, rules.size, needed, rules.slots, rules.at_once, rules.places)
    less = 2 * rules.places // rules.size
    if tables > rules.size // 2:
        return Infeasible(
            "{:# meeting|# meetings} for each of {:# participant|# participants} are {:# meeting|# meetings}, and "
            "{:# slot|# slots} of {:# table|# tables} can hold {}: {:# slot|# slots} or --floor {} would do.",
            *said, slots, less,
        )  # fmt: skip
    return Infeasible(
        "{:# meeting|# meetings} for each of {:# participant|# participants} are {:# meeting|# meetings}, and "
        "{:# slot|# slots} of {:# table|# tables} can hold {}: {:# table|# tables}, {:# slot|# slots} or --floor {} "
        "would "
        "do.",
        *said, tables, slots, less,
    )  # fmt: skip


def conflict(rules: Rules, name: Named) -> Infeasible:
    """A smallest set of rules that cannot all be kept, in words: without any one of them a plan keeps the others.

    A model without an objective, each rule under an assumption; those that the solver blames are dropped one by one.
    """
    for build in (_by_meetings, _by_slots):
        model, literals = build(rules)
        blamed = smallest(model, literals, ORDER)
        if blamed is not None:
            said = tuple(_said(rules, rule, name) for rule in blamed)
            return Infeasible(
                "In {:# slot|# slots} no plan keeps all of these rules; without any one of them, one keeps the "
                "others: {}.",
                rules.slots, said,
            )  # fmt: skip
    return Infeasible("No plan was found in the work allowed: more slots or tables, or fewer rules, would help.")


def _by_meetings(rules: Rules) -> tuple["CpModel", Literals]:
    """Who meets whom, without asking when: a slot is only a place."""
    from ortools.sat.python.cp_model import CpModel

    model, literals = CpModel(), Literals()
    pairs = _all_pairs(rules)
    met = {pair: model.new_bool_var("") for pair in range(len(pairs.pairs))}
    _common(model, literals, pairs, {pair: one for pair, one in met.items()})
    for who, pairs_of in enumerate(pairs.own):
        own = sum(met[pair] for pair in pairs_of)
        model.add(own <= rules.slots)
        if not rules.there[who].all():
            model.add(own <= int(rules.there[who].sum())).only_enforce_if(rule_of(model, literals, ("away", who)))
    model.add(sum(met.values()) <= rules.places).only_enforce_if(rule_of(model, literals, ("tables", 0)))
    return model, literals


def _by_slots(rules: Rules) -> tuple["CpModel", Literals]:
    """The same with slots: nobody in two places at once."""
    from dataclasses import replace

    from ortools.sat.python.cp_model import CpModel

    model, literals = CpModel(), Literals()
    pairs = _all_pairs(rules)
    seats = seated(model, replace(pairs, away=frozenset(), tables=rules.size), range(len(pairs.pairs)))
    met: dict[int, Any] = {
        pair: sum(seats[pair, slot] for slot in range(rules.slots)) for pair in range(len(pairs.pairs))
    }
    for one in met.values():
        model.add(one <= 1)
    _common(model, literals, pairs, met)
    for who, slot in sorted(rules.away):
        own = [seats[pair, slot] for pair in pairs.own[who]]
        model.add(sum(own) == 0).only_enforce_if(rule_of(model, literals, ("away", who)))
    for slot in range(rules.slots):
        at_once = sum(seats[pair, slot] for pair in met)
        model.add(at_once <= rules.at_once).only_enforce_if(rule_of(model, literals, ("tables", 0)))
    return model, literals


def _common(model: "CpModel", literals: Literals, rules: Rules, met: dict[int, Any]) -> None:
    """Caps, floors, pairs that must and that may not meet."""
    for who, pairs_of in enumerate(rules.own):
        own = sum(met[pair] for pair in pairs_of)
        model.add(own <= int(rules.cap[who])).only_enforce_if(rule_of(model, literals, ("cap", who)))
        if rules.floor[who]:
            model.add(own >= int(rules.floor[who])).only_enforce_if(rule_of(model, literals, ("floor", who)))
    for pair in np.flatnonzero(rules.required).tolist():
        model.add(met[pair] == 1).only_enforce_if(rule_of(model, literals, ("required", pair)))
    for pair in range(len(rules.pairs) - len(rules.forbidden), len(rules.pairs)):
        model.add(met[pair] == 0).only_enforce_if(rule_of(model, literals, ("forbidden", pair)))


def _all_pairs(rules: Rules) -> Rules:
    """The same rules over the pairs that may not meet too, which come last."""
    from dataclasses import replace

    more = len(rules.forbidden)
    none = np.zeros(more, dtype=int)
    return replace(
        rules, pairs=np.concatenate([rules.pairs, rules.forbidden]), weight=np.concatenate([rules.weight, none]),
        required=np.concatenate([rules.required, none.astype(bool)]), wanted=(),
    )  # fmt: skip


def _said(rules: Rules, rule: Key, name: Named) -> Rule:
    what, which = rule
    if what == "cap":
        return Rule("{} has at most {:# meeting|# meetings}", name(which), int(rules.cap[which]))
    if what == "floor":
        return Rule("{} has at least {}", name(which), int(rules.floor[which]))
    if what == "away":
        slots = tuple(slot + 1 for who, slot in sorted(rules.away) if who == which)
        return Rule("{} is away in slot {}", name(which), slots)
    if what == "tables":
        return Rule("there {:is # table|are # tables}", rules.at_once)
    a, b = _all_pairs(rules).pairs[which]
    if what == "required":
        return Rule("{} and {} must meet", name(a), name(b))
    return Rule("{} and {} may not meet", name(a), name(b))
