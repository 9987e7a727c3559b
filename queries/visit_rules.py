"""What a plan of visits has to keep to, and what it is worth: hosts, days and slots, sub-groups, all as numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

UNIT = 1_000  # of worth: a need met closely by a first host, or priority 1 × acceptance 1
FIRST, SECOND = 10, 3  # for each percent of closeness: the first host of a need, the second; assumed


class Cover(NamedTuple):
    """Hosts that meet something a sub-group needs; the best two of those that it sees count.

    Attributes:
        weight: percent of closeness, summed over the needs that just these hosts meet as closely.
        hosts: positions, sorted, two at least.
    """

    group: int
    weight: int
    hosts: tuple[int, ...]


class Visit(NamedTuple):
    """Which sub-group sees which host when; everything counted from 0."""

    day: int
    slot: int
    group: int
    host: int


@dataclass(frozen=True, eq=False)
class Trip:
    """The rules of a trip.

    Attributes:
        hosts: ids, sorted.
        groups: how many sub-groups there are.
        there: (host, day, slot): whether it receives then.
        zones: of each host, the territories it is in, by number; none where that is unknown: then it is in reach
            on any day.
        zones_a_day: in how many territories a sub-group may be in a day; None for any number.
        apart: pairs of hosts, first < second, that a sub-group does not see on one day.
        barred: (host, sub-group) that may not meet.
        required: of each host, whether it must be seen.
        worth: (host, sub-group), whole: priority × acceptance, and the needs that it alone meets.
        covers: what several hosts meet.
    """

    hosts: tuple[str, ...]
    groups: int
    there: np.ndarray
    zones: tuple[frozenset[int], ...]
    zones_a_day: int | None
    apart: frozenset[tuple[int, int]]
    barred: frozenset[tuple[int, int]]
    required: np.ndarray
    worth: np.ndarray
    covers: tuple[Cover, ...]

    @property
    def size(self) -> int:
        return len(self.hosts)

    @property
    def days(self) -> int:
        return int(self.there.shape[1])

    @property
    def slots(self) -> int:
        return int(self.there.shape[2])

    @property
    def places(self) -> int:
        """How many visits there can be."""
        return self.days * self.slots * self.groups

    @cached_property
    def alike(self) -> tuple[tuple[int, ...], ...]:
        """The days in sets within which they are the same for every host, but for the order of their slots."""
        made: dict[tuple[bytes, ...], list[int]] = {}
        for day in range(self.days):
            made.setdefault(tuple(sorted(self.slot_bytes(day))), []).append(day)
        return tuple(map(tuple, made.values()))

    def slot_bytes(self, day: int) -> list[bytes]:
        """Of each slot of a day, who receives then: slots that are equal here can be exchanged."""
        return [self.there[:, day, slot].tobytes() for slot in range(self.slots)]

    def slots_alike(self, day: int) -> list[tuple[int, ...]]:
        """The slots of a day in sets within which they can be exchanged."""
        made: dict[bytes, list[int]] = {}
        for slot, key in enumerate(self.slot_bytes(day)):
            made.setdefault(key, []).append(slot)
        return [tuple(some) for some in made.values()]

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Hosts and the sub-groups that may see them."""
        for host in range(self.size):
            for group in range(self.groups):
                if (host, group) not in self.barred and self.there[host].any():
                    yield host, group

    def value(self, seen: set[tuple[int, int]]) -> int:
        """What it is worth that these hosts are seen by these sub-groups."""
        total = sum(int(self.worth[pair]) for pair in seen)
        for cover in self.covers:
            many = sum((host, cover.group) in seen for host in cover.hosts)
            total += cover.weight * (FIRST * (many > 0) + SECOND * (many > 1))
        return total
