"""Delegates and hosts of visits that were held, and pairs like them that no visit brought together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from graph import dates
from graph.network import Network
from graph.ties import participations
from graph.vocabulary import ENCOUNTERS
from queries.afterwards import Later, Pair
from queries.distances import distance_km

EACH = 2  # comparable pairs for each delegate and host; assumed
NEAR_KM = (50.0, 200.0, 1000.0)  # bounds of the classes of distance; assumed
FACTOR = 2.0  # by which expected encounters may differ; assumed


@dataclass(frozen=True, slots=True)
class Dyad:
    """A delegate and a host of one visit, or a delegate and somebody like that host.

    Attributes:
        followed: the first encounter since, "" for none.
        expected: encounters in common that two so active would have had by chance, before the visit.
        like: of a comparable pair, the host that it stands beside.
    """

    visit: str
    delegate: str
    host: str
    followed: str
    expected: float
    distance_km: float
    like: str = ""


class Alike:
    """Who could have been visited instead: as active before the day, as far away, not at that visit."""

    def __init__(
        self, network: Network, visits: Mapping[str, tuple[str, str]], parties: Mapping[str, set[str]]
    ) -> None:
        """`visits` by id: the last day, and the day until which one looks; `parties`: who took part, whatever role."""
        self.network, self.visits, self.parties = network, visits, parties
        self.later = Later(network, ENCOUNTERS)
        self.ids = np.sort(network.organisations["id"].to_numpy(dtype=object))
        rows = participations(network)
        rows = rows.assign(began=rows["encounter"].map(network.encounters.set_index("id")["since"].map(_began)))
        self.rows = rows.dropna(subset="began")

    def dyads(self, visit: str, pairs: pd.DataFrame) -> Iterator[tuple[Dyad, list[Dyad]]]:
        """Each delegate and host who had not met before, with the pairs beside it; each of these stands once."""
        often, every = self._active(self.visits[visit][0])
        taken: set[Pair] = set()
        for delegate, those in pairs.groupby("delegate"):
            km = self._km(str(delegate))
            for host in sorted(set(those["host"])):
                one = self._dyad(visit, str(delegate), host, often, every, km)
                if one is not None:
                    beside = list(self._beside(one, often, every, km, taken))
                    yield one, beside

    def _active(self, day: str) -> tuple[np.ndarray, int]:
        """How many encounters each organisation had begun by a day, and how many there were."""
        rows = self.rows[self.rows["began"] <= day]
        often = rows["organisation"].value_counts().reindex(self.ids).fillna(0).to_numpy(dtype=float)
        return often, max(rows["encounter"].nunique(), 1)

    def _km(self, delegate: str) -> np.ndarray:
        from_there = pd.Series([delegate] * len(self.ids), dtype="string")
        km = distance_km(self.network, from_there, pd.Series(self.ids, dtype="string"))
        return km.to_numpy(dtype=float, na_value=np.nan)

    def _dyad(
        self, visit: str, delegate: str, other: str, often: np.ndarray, every: int, km: np.ndarray, like: str = ""
    ) -> Dyad | None:  # fmt: skip
        day, until = self.visits[visit]
        followed = self.later.after(_sorted(delegate, other), day, {visit}, until=until)
        if followed is None:
            return None
        a, b = np.searchsorted(self.ids, [delegate, other])
        return Dyad(visit, delegate, other, followed, float(often[a] * often[b] / every), float(km[b]), like)

    def _beside(self, one: Dyad, often: np.ndarray, every: int, km: np.ndarray, taken: set[Pair]) -> Iterator[Dyad]:
        """The nearest of those alike, at most so many."""
        found = 0
        for other in self._nearest(one, often, km):
            pair = _sorted(one.delegate, other)
            made = None if pair in taken else self._dyad(one.visit, one.delegate, other, often, every, km, one.host)
            if made is not None:
                taken.add(pair)
                found += 1
                yield made
            if found == EACH:
                return

    def _nearest(self, one: Dyad, often: np.ndarray, km: np.ndarray) -> list[str]:
        host = int(np.searchsorted(self.ids, one.host))
        apart = np.abs(np.log((often + 1) / (often[host] + 1)))
        further = np.nan_to_num(np.abs(km - km[host]))
        absent = ~np.isin(self.ids, list({*self.parties[one.visit], one.delegate, one.host}))
        alike = absent & (_classes(km) == _classes(km)[host]) & (apart <= np.log(FACTOR) + 1e-12)
        order = np.lexsort((further.round(3), apart.round(12)))
        return [str(self.ids[n]) for n in order if alike[n]]


def months_after(day: str, months: int) -> str:
    """The same day of a later month, its last day where it has none such.

    >>> months_after("2015-08-31", 18)
    '2017-02-28'
    """
    year, month = divmod(int(day[:4]) * 12 + int(day[5:7]) - 1 + months, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1).toordinal()
    return date(year, month + 1, min(int(day[8:10]), date.fromordinal(first_of_next - 1).day)).isoformat()


def _classes(km: np.ndarray) -> np.ndarray:
    """The class of each distance; what is unknown is one of its own."""
    made: np.ndarray = np.where(np.isnan(km), -1, np.searchsorted(NEAR_KM, np.nan_to_num(km), side="right"))
    return made


def _began(since: object) -> str | None:
    return dates.earliest(since) if isinstance(since, str) and dates.year_is_known(since) else None


def _sorted(a: str, b: str) -> Pair:
    return (a, b) if a < b else (b, a)
