"""Encounters held out: what was known on a day, and who met for the first time after it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from graph import dates
from graph.errors import WrongValue
from graph.network import Network
from graph.ties import participations
from graph.vocabulary import Kind

SHARE = 0.7  # of the encounters, those that are known where no day is given
FEWEST = 100  # dated encounters
MOST = 4000  # organisations whose pairs are all scored


@dataclass(frozen=True, eq=False, slots=True)
class Moment:
    """A day, the pairs that had not met by then, and which of them met afterwards.

    Attributes:
        network: as it was on that day.
        organisations: ids, sorted, of those that had taken part in an encounter.
        activity: in how many.
        tied: symmetric, 1 where two had met.
        first, second: positions of all pairs that had not.
        came: which of them took part in a same encounter afterwards.
    """

    network: Network
    organisations: np.ndarray
    activity: np.ndarray
    tied: sparse.csr_array
    first: np.ndarray
    second: np.ndarray
    came: np.ndarray


@dataclass(frozen=True, slots=True)
class Days:
    """What was known on `learnt` is fitted to what came until `since`; it is tried on what came then to `until`."""

    learnt: str
    since: str
    until: str


def dated(network: Network, kinds: Collection[Kind] | None) -> pd.DataFrame:
    """Participations in encounters whose beginning is known to the day, month or year.

    Returns:
        `organisation`, `encounter`, `first`, `last`: between which days it began.
    """
    rows = participations(network, kinds=kinds)
    since = network.entities.set_index("id")["since"]
    said = rows["encounter"].map(since)
    known = {text: _span(text) for text in said.dropna().unique()}
    spans = [known.get(text) for text in said]
    rows = rows.assign(first=_text(spans, 0), last=_text(spans, 1))
    return rows.dropna(subset=["first", "last"])[["organisation", "encounter", "first", "last"]].reset_index(drop=True)


def _text(spans: Sequence[tuple[str, str] | None], which: int) -> pd.Series:
    return pd.Series([one and one[which] for one in spans], dtype="string")


def _span(text: str) -> tuple[str, str] | None:
    start = dates.start(text)
    if not start or start == ".." or not dates.year_is_known(start):
        return None
    return dates.span(start)


def days_of(rows: pd.DataFrame, since: str | None, until: str | None) -> Days:
    """The days given, or those by which 70 % of the encounters, and all of them, had begun.

    Raises:
        ValueError: the second is not after the first.
    """
    begun = rows.drop_duplicates("encounter")["last"].sort_values().tolist()
    end = dates.day_of(until) if until else begun[-1]
    middle = dates.day_of(since) if since else _by(begun, end)
    if middle >= end:
        raise WrongValue("backtest: write a day for --since that is before {}, not {}.", end, middle)
    return Days(_by(begun, middle), middle, end)


def _by(begun: list[str], end: str) -> str:
    """The day by which 70 % of what had begun by `end` had."""
    those = [day for day in begun if day <= end]
    return those[int(SHARE * len(those))] if those else end


def moment(network: Network, rows: pd.DataFrame, day: str, until: str) -> Moment:
    """What was known on a day, and what came until another; whole encounters are on one side or on the other.

    An encounter of which one cannot tell whether it had begun is on neither.

    Raises:
        ValueError: too many organisations for all of their pairs to be scored.
    """
    before = rows[rows["last"] <= day]
    who = np.unique(before["organisation"].to_numpy(dtype=object))
    if len(who) > MOST:
        raise WrongValue(
            "backtest: {:# organisation|# organisations} had met by then: choose a kind of encounter or an earlier "
            "day, so "
            "that at most {} had.", len(who), MOST,
        )  # fmt: skip
    after = rows[(rows["first"] > day) & (rows["last"] <= until) & rows["organisation"].isin(who)]
    tied, later = (_met(some, who) for some in (before, after))
    activity = np.bincount(np.searchsorted(who, before["organisation"].to_numpy(dtype=object)), minlength=len(who))
    apart = np.triu(tied.toarray() == 0, k=1)
    first, second = (ends.astype(np.int32) for ends in np.nonzero(apart))
    came = later.toarray()[first, second] > 0
    return Moment(network.at(day), who, activity, tied, first, second, came)


def _met(rows: pd.DataFrame, who: np.ndarray) -> sparse.csr_array:
    """1 where two of them took part in a same encounter."""
    place, encounters = pd.factorize(rows["encounter"], sort=True)
    ends = (np.searchsorted(who, rows["organisation"].to_numpy(dtype=object)), place)
    took_part = sparse.csr_array((np.ones(len(rows), dtype=np.float32), ends), shape=(len(who), len(encounters)))
    together = sparse.csr_array(took_part @ took_part.T)
    together.setdiag(0)
    together.eliminate_zeros()
    together.data[:] = 1
    return together
