"""How near its bound a plan of visits is, within 30 s of the solver's count, beside one plain model and greed."""

import argparse
import os
from time import perf_counter, process_time

import numpy as np
from ortools.sat.python.cp_model import CpModel

from queries.solving import Proof, cp_solver
from queries.touring import BOTH, WHEN, WHO, tour
from queries.visit_rules import FIRST, SECOND, UNIT, Cover, Trip

WORK = WHO + WHEN + BOTH


def trip(*, hosts: int = 40, days: int = 5, slots: int = 3, away: float = 0.2, needs: int = 60, seed: int = 0) -> Trip:
    """Hosts in six territories, away on a fifth of the days; each of the needs is met by two to six of them."""
    draw = np.random.default_rng(seed)
    there = np.ones((hosts, days, slots), dtype=bool)
    there[draw.random((hosts, days)) < away] = False
    zones = tuple(frozenset([int(draw.integers(6))]) for _ in range(hosts))
    worth = draw.integers(100, 1_500, (hosts, 1))
    some = (tuple(sorted(draw.choice(hosts, int(draw.integers(2, 7)), replace=False).tolist())) for _ in range(needs))
    covers = tuple(Cover(0, 100, those) for those in some)
    pairs = (sorted(draw.choice(hosts, 2, replace=False).tolist()) for _ in range(8))
    apart = frozenset((int(a), int(b)) for a, b in pairs)
    names = tuple(f"host {n:02}" for n in range(hosts))
    return Trip(names, 1, there, zones, 1, apart, frozenset(), np.zeros(hosts, dtype=bool), worth, covers)


def plain(asked: Trip) -> Proof:
    """One model: a variable for each host, day and slot, one for each day and zone, two for each need."""
    model = CpModel()
    places = [(day, slot) for day in range(asked.days) for slot in range(asked.slots)]
    seen = {
        (host, day, slot): model.new_bool_var("")
        for host in range(asked.size)
        for day, slot in places
        if asked.there[host, day, slot]
    }
    zone_of = [next(iter(zones)) for zones in asked.zones]
    spent = {(day, zone): model.new_bool_var("") for day in range(asked.days) for zone in set(zone_of)}
    for host in range(asked.size):
        model.add_at_most_one(one for key, one in seen.items() if key[0] == host)
    for place in places:
        model.add_at_most_one(one for key, one in seen.items() if key[1:] == place)
    for day in range(asked.days):
        model.add_at_most_one(one for key, one in spent.items() if key[0] == day)
        for a, b in asked.apart:
            model.add_at_most_one(one for key, one in seen.items() if key[0] in (a, b) and key[1] == day)
    for (host, day, _), one in seen.items():
        model.add_implication(one, spent[day, zone_of[host]])
    terms = [int(asked.worth[host, 0]) * one for (host, _, _), one in seen.items()]
    for cover in asked.covers:
        first, second = model.new_bool_var(""), model.new_bool_var("")
        model.add(first + second <= sum(one for key, one in seen.items() if key[0] in cover.hosts))
        terms += [FIRST * cover.weight * first, SECOND * cover.weight * second]
    model.maximize(sum(terms))
    solver = cp_solver(work=WORK)
    solver.solve(model)
    return Proof(solver.objective_value / UNIT, solver.best_objective_bound / UNIT)


def greedy(asked: Trip) -> float:
    """One host after the other, the one that adds most, on the first day on which it fits."""
    seen: set[tuple[int, int]] = set()
    days: list[list[int]] = [[] for _ in range(asked.days)]
    while True:
        base = asked.value(seen)
        ways = [
            (asked.value(seen | {(host, 0)}) - base, -host, -day)
            for host in range(asked.size)
            if (host, 0) not in seen
            for day, there in enumerate(days)
            if len(there) < asked.slots and asked.there[host, day, 0] and _fits(asked, host, there)
        ]
        if not ways:
            return base / UNIT
        _, host, day = max(ways)
        seen.add((-host, 0))
        days[-day].append(-host)


def _fits(asked: Trip, host: int, there: list[int]) -> bool:
    apart = any((min(host, one), max(host, one)) in asked.apart for one in there)
    return not apart and all(asked.zones[one] == asked.zones[host] for one in there)


def row(name: str, found: Proof | float, wall: float, cpu: float) -> None:
    value, bound, gap = (
        (found.value, f"{found.bound:.2f}", f"{100 * found.gap:.2f} %") if isinstance(found, Proof) else (found, "", "")
    )
    print(f"| {name} | {value:.2f} | {bound} | {gap} | {wall:.1f} | {cpu:.1f} |", flush=True)


def timed(name: str, work):  # type: ignore[no-untyped-def]
    wall, cpu = perf_counter(), process_time()
    found = work()
    row(name, found, perf_counter() - wall, process_time() - cpu)
    return found


def main(peer: bool) -> None:
    """Print what each plan is worth, its bound, and what it took."""
    print(f"Load of the machine: {os.getloadavg()[0]:.1f}; at most {WORK:.0f} s of the solver's own count\n")
    print("| plan of 40 hosts, 5 days of 3 slots | worth | at most | gap | wall s | CPU s |\n|---|---|---|---|---|---|")
    for name, asked in (
        ("away on a fifth of the days", trip()),
        ("the same with other numbers", trip(seed=1)),
        ("nobody away: days that are alike", trip(away=0)),
        ("150 needs", trip(needs=150)),
    ):
        best = timed(name, lambda asked=asked: tour(asked).proof)
        assert best.gap <= 0.01
        print(f"| … one after the other, whatever adds most | {greedy(asked):.2f} | | | | |")
    if peer:
        timed("one plain model, away on a fifth of the days", lambda: plain(trip()))


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--no-peer", action="store_true")
    main(not options.parse_args().no_peer)
