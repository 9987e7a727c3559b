"""What came after a day between two: the first encounter that they had not had before, and shares of pairs compared."""

from collections.abc import Collection, Iterable
from itertools import combinations
from typing import Any

import pandas as pd

from graph import dates
from graph.network import Network
from graph.ties import participations
from graph.vocabulary import Kind, Relation
from queries.intervals import newcombe

FEWEST = 5  # pairs on either side, under which nothing is compared; assumed
ALWAYS = "9999-12-31"
Pair = tuple[str, str]  # ids, sorted


class Later:
    """Encounters of some kinds by pair: when each began and what it follows."""

    def __init__(self, network: Network, kinds: Collection[Kind]) -> None:
        rows = participations(network)
        self.parties = {str(one): sorted(set(some["organisation"])) for one, some in rows.groupby("encounter")}
        known = network.entities.set_index("id")
        self.since = {str(one): since for one, since in known["since"].items()}
        follows = pd.concat([network.counting(one) for one in (Relation.FOLLOWS, Relation.PART_OF)])
        self.follows = {str(one): set(some["target"]) for one, some in follows.groupby("source")}
        ours = known.index[known["kind"].isin(list(kinds))]
        self.of: dict[Pair, list[str]] = {}
        for one in sorted(set(ours) & self.parties.keys()):
            for pair in combinations(self.parties[one], 2):
                self.of.setdefault(pair, []).append(str(one))

    def met(self, meetings: Iterable[str]) -> set[Pair]:
        """Who took part in the same one of these."""
        return {pair for one in meetings for pair in combinations(self.parties.get(one, ()), 2)}

    def after(self, pair: Pair, day: str, places: set[str], *, until: str = ALWAYS) -> str | None:
        """What followed a day first, by `until`: an encounter's id, "" for nothing.

        None where the two had one in common before, or one of unknown date. What follows one of `places` or is part
        of it came of the day whatever its date; the places themselves are no encounter of the two.
        """
        new = []
        for one in self.of.get(pair, ()):
            begun = self._began(one)
            if self.follows.get(one, set()) & places:
                new.append((begun or day, one))
            elif one not in places and (begun is None or begun <= day):
                return None
            elif one not in places and begun is not None and begun <= until:
                new.append((begun, one))
        return min(new)[1] if new else ""

    def _began(self, one: str) -> str | None:
        since = self.since.get(one)
        return dates.earliest(since) if isinstance(since, str) and dates.year_is_known(since) else None


def compared(pairs: int, followed: int, comparable: int, alike: int) -> dict[str, Any]:
    """Counts on both sides, the difference of the shares, its bounds (95 %); `too_few` under five pairs on a side."""
    made: dict[str, Any] = {
        "pairs": pairs, "followed": followed, "comparable": comparable, "comparable_followed": alike,
    }  # fmt: skip
    if min(pairs, comparable) < FEWEST:
        return {**made, "reason": "too_few"}
    difference, low, high = (float(f"{value:.12g}") for value in newcombe(followed, pairs, alike, comparable))
    return {**made, "difference": difference, "low": low, "high": high}
