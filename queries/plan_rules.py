"""What a meeting day has to keep to: who meets how often, which pairs may and must, how many slots and tables."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse


@dataclass(frozen=True, eq=False)
class Rules:
    """The rules of a day, everything by position.

    Attributes:
        participants: ids, sorted.
        cap, floor: how many meetings each may have, and must.
        slots, tables: how many there are; slots are counted from 0.
        away: (participant, slot) in which somebody is not there.
        pairs: who may meet whom, first < second, sorted, each once.
        weight: of each pair, whole, at least 1.
        wanted: of each pair, by how it is wanted: first what was left over, then what both wish; 0 or 1.
        required: of each pair, whether it must meet.
        forbidden: pairs that could meet and may not, sorted.
    """

    participants: tuple[str, ...]
    cap: np.ndarray
    floor: np.ndarray
    slots: int
    tables: int
    away: frozenset[tuple[int, int]]
    pairs: np.ndarray
    weight: np.ndarray
    wanted: tuple[np.ndarray, ...]
    required: np.ndarray
    forbidden: np.ndarray

    @property
    def size(self) -> int:
        return len(self.participants)

    @property
    def places(self) -> int:
        """How many meetings there can be: slots by tables, as far as there are people to sit at them."""
        return self.slots * self.at_once

    @property
    def at_once(self) -> int:
        return min(self.tables, self.size // 2)

    @cached_property
    def there(self) -> np.ndarray:
        """Whether each participant (a row) is there in each slot."""
        made = np.ones((self.size, self.slots), dtype=bool)
        for who, slot in self.away:
            made[who, slot] = False
        return made

    @cached_property
    def together(self) -> np.ndarray:
        """Of each pair, whether both are there in some slot."""
        a, b = self.pairs.T
        found: np.ndarray = (self.there[a] & self.there[b]).any(axis=1)
        return found

    @cached_property
    def able(self) -> np.ndarray:
        """How many meetings each can have: its cap, its slots, those whom it may meet."""
        others = np.bincount(self.pairs[self.together].ravel(), minlength=self.size)
        able: np.ndarray = np.minimum(np.minimum(self.cap, self.there.sum(axis=1)), others)
        return able

    @cached_property
    def own(self) -> list[list[int]]:
        """Of each participant, the positions of its pairs."""
        made: list[list[int]] = [[] for _ in range(self.size)]
        for pair, (a, b) in enumerate(self.pairs.tolist()):
            made[a].append(pair)
            made[b].append(pair)
        return made

    @property
    def levels(self) -> tuple[np.ndarray, ...]:
        """What is maximised after fairness, one after the other."""
        return (*self.wanted, self.weight)


def incidence(pairs: np.ndarray, size: int) -> sparse.csr_array:
    """A row a participant, a column a pair, 1 where it is one of the two."""
    columns = np.arange(len(pairs)).repeat(2)
    return sparse.csr_array((np.ones(2 * len(pairs)), (pairs.ravel(), columns)), shape=(size, len(pairs)))
