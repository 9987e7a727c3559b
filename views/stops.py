"""The days on which something changes: where a date slider can stop."""

from collections.abc import Iterable

import pandas as pd

from graph import dates

MOST = 200  # stops on a slider
PERIODS = (10, 7, 4)  # letters of a day, of a month, of a year


def stops(tables: Iterable[pd.DataFrame]) -> list[str]:
    """The days on which something begins or ends, possibly or certainly, earliest first.

    Where they are many, the last of each month, or of each year.

    >>> stops([pd.DataFrame({"since": ["2015-06", None], "until": [None, "XXXX-02-20"]})])
    ['2015-06-01', '2015-06-30']
    """
    texts = {text for table in tables for end in ("since", "until") for text in table[end].dropna().unique()}
    days = {day for text in texts for day in dates.span(text)}
    days = {day for day in days if dates.FIRST[:4] < day[:4] < dates.LAST[:4]}
    return sorted(next((fewer for width in PERIODS if len(fewer := _last_of_each(days, width)) <= MOST), days))


def _last_of_each(days: set[str], width: int) -> set[str]:
    """The last day of each period, which is the first `width` letters of a day."""
    return set({day[:width]: day for day in sorted(days)}.values())
