"""A plan that stands but for some meetings: freed places are given again, everything else stays where it is."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np

from queries.meeting_days import Day
from queries.meeting_worth import Pair
from queries.solving import Proof, cp_solver, solve


@dataclass(frozen=True, slots=True)
class Seat:
    """Two who meet, by ids, at a table in a slot, both counted from 1."""

    a: str
    b: str
    slot: int
    table: int

    @property
    def pair(self) -> Pair:
        return self.a, self.b


@dataclass(frozen=True, slots=True)
class Repaired:
    """What is new, and how far it is proven that no more could be given back; why places stayed free."""

    added: tuple[Seat, ...]
    proofs: tuple[Proof, ...] = ()
    open: tuple[tuple[str, int, str], ...] = field(default=())


def repaired(
    day: Day, kept: Sequence[Seat], cancelled: Sequence[Seat], new: Sequence[Seat] = (), pushed: Sequence[Seat] = ()
) -> Repaired:
    """New meetings for those who lost some, while what is kept stays as it is.

    Who has a `new` meeting lost one fewer. A pair that was `pushed` aside may meet at another time, a cancelled one
    may not.

    One aim after the other: most meetings given back; fewest sheets of others changed; what was left over, mutual
    wishes, weight. Nobody has more meetings than it lost, or, who lost none, than its cap.
    """
    lost = Counter(one for seat in (*cancelled, *pushed) for one in seat.pair)
    lost = Counter({one: many for one, many in lost.items() if one in day.rules.participants})
    lost -= Counter(one for seat in new for one in seat.pair)
    kept = [*kept, *new]
    seats = _free(day, kept, cancelled, lost)
    added, proofs = _chosen(day, kept, seats, lost) if seats else ([], [])
    got = Counter(one for (pair, _) in added for one in _ids(day, pair))
    able = {one for pair, _ in seats for one in _ids(day, pair)}
    still = tuple(
        (one, lost[one] - got[one], "others_first" if one in able else "nobody_left")
        for one in sorted(lost)
        if lost[one] > got[one]
    )
    return Repaired(tuple(_at_tables(day, kept, added)), tuple(proofs), still)


def _ids(day: Day, pair: int) -> Pair:
    a, b = day.rules.pairs[pair]
    return day.rules.participants[a], day.rules.participants[b]


def _free(
    day: Day, kept: Sequence[Seat], cancelled: Sequence[Seat], lost: Collection[str]
) -> list[tuple[int, int]]:  # fmt: skip
    """Pairs and slots that would do: one of the two lost a meeting, they never met, both are free, a table is."""
    busy = {(one, seat.slot) for seat in kept for one in seat.pair}
    full = {slot for slot, many in Counter(seat.slot for seat in kept).items() if many >= day.rules.tables}
    often = Counter(one for seat in kept for one in seat.pair)
    met = {tuple(sorted(seat.pair)) for seat in (*kept, *cancelled)}
    made = []
    for pair, (a, b) in enumerate(day.rules.pairs.tolist()):
        ids = day.rules.participants[a], day.rules.participants[b]
        if not set(ids) & set(lost) or ids in met or any(often[one] >= day.rules.cap[0] for one in ids):
            continue
        for slot in np.flatnonzero(day.rules.there[a] & day.rules.there[b]).tolist():
            if slot + 1 not in full and not any((one, slot + 1) in busy for one in ids):
                made.append((pair, slot))
    return made


def _chosen(
    day: Day, kept: Sequence[Seat], seats: Sequence[tuple[int, int]], lost: Counter[str]
) -> tuple[list[tuple[int, int]], list[Proof]]:
    from ortools.sat.python.cp_model import FEASIBLE, OPTIMAL, CpModel

    model = CpModel()
    meets = {seat: model.new_bool_var("") for seat in seats}
    ids = {pair: _ids(day, pair) for pair, _ in seats}
    for pair in ids:
        model.add_at_most_one(one for (which, _), one in meets.items() if which == pair)
    often = Counter(one for seat in kept for one in seat.pair)
    for who in sorted({one for pair in ids.values() for one in pair}):
        own = {seat: one for seat, one in meets.items() if who in ids[seat[0]]}
        for slot in sorted({slot for _, slot in own}):
            model.add_at_most_one(one for (_, when), one in own.items() if when == slot)
        room = int(day.rules.cap[0]) - often[who]
        model.add(sum(own.values()) <= (min(room, lost[who]) if who in lost else room))
    taken = Counter(seat.slot for seat in kept)
    for slot in sorted({slot for _, slot in seats}):
        model.add(sum(one for (_, when), one in meets.items() if when == slot) <= day.rules.tables - taken[slot + 1])
    back = {pair: sum(one in lost for one in two) for pair, two in ids.items()}
    levels = [back, {pair: int(many == 2) for pair, many in back.items()}]
    levels += [{pair: int(level[pair]) for pair in ids} for level in day.rules.levels]
    found: list[tuple[int, int]] = []
    proofs = []
    for level in levels:
        aim = sum(level[pair] * one for (pair, _), one in meets.items())
        solver = cp_solver()
        model.maximize(aim)
        if solve(solver, model) not in (OPTIMAL, FEASIBLE):
            break
        found = [seat for seat, one in meets.items() if solver.boolean_value(one)]
        proofs.append(Proof(round(solver.objective_value), round(solver.best_objective_bound)))
        model.add(aim >= round(solver.objective_value))
    return found, proofs


def _at_tables(day: Day, kept: Sequence[Seat], added: Sequence[tuple[int, int]]) -> list[Seat]:
    """Each at the first table that is free then."""
    taken = {(seat.slot, seat.table) for seat in kept}
    made = []
    for pair, slot in sorted(added, key=lambda seat: (seat[1], seat[0])):
        place = next(n for n in range(1, day.rules.tables + 1) if (slot + 1, n) not in taken)
        taken.add((slot + 1, place))
        made.append(Seat(*_ids(day, pair), slot + 1, place))
    return made
