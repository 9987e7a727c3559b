"""A meeting that must be in a plan that stands: where it pushes the least aside."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.errors import Infeasible
from queries.meeting_days import Day
from queries.meeting_worth import Pair
from queries.repairing import Seat


@dataclass(frozen=True, slots=True)
class Imposed:
    """What stands once the meetings that must be have their seats: `kept`, the `new` ones, and those `pushed` aside."""

    kept: tuple[Seat, ...]
    new: tuple[Seat, ...] = ()
    pushed: tuple[Seat, ...] = ()


def imposed(day: Day, kept: Sequence[Seat], pairs: Collection[Pair], worth: Mapping[Pair, int]) -> Imposed:
    """Each pair, in order, where it pushes aside the fewest meetings, of those the least worth, in the earliest slot.

    Raises:
        Infeasible: two of them may not meet, or are never there together with a table left for them.
    """
    made = Imposed(tuple(kept))
    for pair in sorted(pairs):
        if pair not in {seat.pair for seat in (*made.kept, *made.new)}:
            made = _with(day, made, pair, worth)
    return made


def _with(day: Day, before: Imposed, pair: Pair, worth: Mapping[Pair, int]) -> Imposed:
    _may(day, pair)
    ways = list(_ways(day, before, pair, worth))
    if not ways:
        raise Infeasible(
            "{} and {} have no slot in which both are there and free: let one of them be there longer, "
            "or have one meeting more.", *(day.network.name(one) for one in pair)
        )  # fmt: skip
    seat, pushed = min(ways, key=lambda way: (len(way[1]), sum(worth[one.pair] for one in way[1]), way[0].slot))
    kept = tuple(one for one in before.kept if one not in pushed)
    return Imposed(kept, (*before.new, seat), (*before.pushed, *pushed))


def _may(day: Day, pair: Pair) -> None:
    if pair in day.barred:
        raise Infeasible(
            "{} and {} must meet and may not ({}): take the pair out of one of the two.",
            *(day.network.name(one) for one in pair), day.barred[pair],
        )  # fmt: skip


def _ways(day: Day, before: Imposed, pair: Pair, worth: Mapping[Pair, int]) -> Iterator[tuple[Seat, list[Seat]]]:
    """Each slot in which the two can meet: the seat there, and what it pushes aside."""
    who = [day.rules.participants.index(one) for one in pair]
    for slot in range(1, day.rules.slots + 1):
        if not day.rules.there[who, slot - 1].all():
            continue
        pushed = [seat for seat in before.kept if seat.slot == slot and set(seat.pair) & set(pair)]
        table = _table(day, before, slot, pushed)
        stuck = any(seat.slot == slot and set(seat.pair) & set(pair) for seat in before.new)
        over = None if table is None or stuck else _over(day, before, pair, pushed, worth)
        if table is not None and over is not None:
            yield Seat(*pair, slot, table), [*pushed, *over]


def _table(day: Day, before: Imposed, slot: int, pushed: Sequence[Seat]) -> int | None:
    """The first table that is free in a slot once some are pushed aside."""
    taken = {seat.table for seat in (*before.kept, *before.new) if seat.slot == slot and seat not in pushed}
    return next((table for table in range(1, day.rules.tables + 1) if table not in taken), None)


def _over(
    day: Day, before: Imposed, pair: Pair, pushed: Sequence[Seat], worth: Mapping[Pair, int]
) -> list[Seat] | None:  # fmt: skip
    """The meetings that the two must give up so as not to have more than their cap; None where they cannot."""
    gone: list[Seat] = []
    for one in pair:
        fixed = sum(one in seat.pair for seat in before.new)
        own = [seat for seat in before.kept if one in seat.pair and seat not in (*pushed, *gone)]
        many = len(own) + fixed + 1 - int(day.rules.cap[0])
        if many > len(own):
            return None
        gone += sorted(own, key=lambda seat: (worth[seat.pair], -seat.slot, seat.pair))[: max(many, 0)]
    return gone
