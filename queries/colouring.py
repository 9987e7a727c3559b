"""Slots for pairs by Kempe chains: what two slots hold is exchanged along a path until there is room."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from queries.solving import SEED

TRIES = 20  # pairs that one pair may drive from their slots before others are shaken
ROUNDS = 300  # times that the slots of others are shaken for those without room
SHAKEN = 10  # chains that are exchanged at once


@dataclass(slots=True)
class _Slots:
    """Which pair each participant meets in each slot, and when each pair meets; -1 for none."""

    pairs: list[tuple[int, int]]
    of: list[list[int]]
    when: list[int]
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))

    def put(self, pair: int, slot: int) -> None:
        for who in self.pairs[pair]:
            self.of[who][slot] = pair
        self.when[pair] = slot

    def take(self, pair: int) -> None:
        for who in self.pairs[pair]:
            self.of[who][self.when[pair]] = -1
        self.when[pair] = -1

    def free(self, who: int) -> list[int]:
        return [slot for slot, pair in enumerate(self.of[who]) if pair < 0]

    def chain(self, who: int, first: int, second: int) -> tuple[list[int], int]:
        """The pairs met one after the other in these two slots, beginning with the first, and who stands at the end.

        Somebody who stands on a circle is at its end too.
        """
        found: list[int] = []
        slot, begin = first, who
        while (pair := self.of[who][slot]) >= 0 and not (found and who == begin and slot == first):
            found.append(pair)
            who = sum(self.pairs[pair]) - who
            slot = first + second - slot
        return found, who

    def exchange(self, chain: list[int], first: int, second: int) -> None:
        slots = [self.when[pair] for pair in chain]
        for pair in chain:
            self.take(pair)
        for pair, slot in zip(chain, slots, strict=True):
            self.put(pair, first + second - slot)


def coloured(pairs: np.ndarray, size: int, slots: int, at_once: int) -> np.ndarray:
    """The slot of each pair, nobody in two places, at most so many pairs at once; -1 for those that found no room.

    With more slots than anybody has meetings there is always room for all; with as many there mostly is.

    Source:
        Vizing (1964), Diskret. Analiz 3, 25–30; evening out: de Werra (1971), INFOR 9, 68–71.
    """
    table = _Slots(
        [(int(a), int(b)) for a, b in pairs], [[-1] * slots for _ in range(size)], [-1] * len(pairs)
    )  # fmt: skip
    for pair in range(len(pairs)):
        _place(table, pair)
    for _ in range(ROUNDS):
        without = [pair for pair, slot in enumerate(table.when) if slot < 0]
        if not without:
            break
        _shake(table, size, slots)
        for pair in without:
            _place(table, pair)
    _even_out(table, slots, at_once)
    return np.array(table.when, dtype=int)


def _place(table: _Slots, pair: int) -> None:
    """Find room for a pair: a slot free for both, or made so; else it takes another's, which then looks for room."""
    for _ in range(TRIES):
        if _has_room(table, pair):
            return
        a, b = table.pairs[pair]
        mine, other = (a, b) if table.free(a) and table.chance.random() < 0.5 else (b, a)
        open_slots = table.free(mine)
        if not open_slots:
            return
        slot = table.chance.choice(open_slots)
        driven = table.of[other][slot]
        table.take(driven)
        table.put(pair, slot)
        pair = driven
    _has_room(table, pair)


def _has_room(table: _Slots, pair: int) -> bool:
    a, b = table.pairs[pair]
    of_a, of_b = table.free(a), table.free(b)
    if common := sorted(set(of_a) & set(of_b)):
        table.put(pair, common[0])
        return True
    for first in of_a:
        for second in of_b:
            chain, end = table.chain(b, first, second)
            if end != a:
                table.exchange(chain, first, second)
                table.put(pair, first)
                return True
    return False


def _shake(table: _Slots, size: int, slots: int) -> None:
    """Exchange two slots of somebody, and of all whom this concerns, some times at random."""
    for _ in range(SHAKEN if slots > 1 else 0):
        first, second = table.chance.sample(range(slots), 2)
        who = table.chance.randrange(size)
        chain, end = table.chain(who, first, second)
        if end != who or not chain:  # no circle: the chain goes on in the other direction
            back, _ = table.chain(who, second, first)
            chain = [*chain, *back]
        table.exchange(chain, first, second)


def _even_out(table: _Slots, slots: int, at_once: int) -> None:
    """Move pairs from the fullest slot to the emptiest, along chains, until all find a table, or none can move."""
    while True:
        held = np.bincount([slot for slot in table.when if slot >= 0], minlength=slots)
        full, empty = int(held.argmax()), int(held.argmin())
        if held[full] <= at_once:
            return
        if held[full] - held[empty] < 2:
            _drop(table, full, int(held[full]) - at_once)
            continue
        table.exchange(next(_longer(table, full, empty)), full, empty)


def _longer(table: _Slots, full: int, empty: int) -> Iterator[list[int]]:
    """Chains that begin and end with a pair of the fuller slot."""
    for who, met in enumerate(table.of):
        if met[full] >= 0 and met[empty] < 0:
            chain, _ = table.chain(who, full, empty)
            if len(chain) % 2:
                yield chain


def _drop(table: _Slots, slot: int, many: int) -> None:
    """There are more pairs than places: some find none."""
    for pair in [pair for pair, when in enumerate(table.when) if when == slot][-many:]:
        table.take(pair)
