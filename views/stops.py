"""The days on which something changes: where a date slider can stop."""

from collections.abc import Iterable

import pandas as pd

from graph import dates


def stops(tables: Iterable[pd.DataFrame]) -> list[str]:
    """The days on which something begins or ends, possibly or certainly, earliest first.

    >>> stops([pd.DataFrame({"since": ["2015-06", None], "until": [None, "XXXX-02-20"]})])
    ['2015-06-01', '2015-06-30']
    """
    texts = {text for table in tables for end in ("since", "until") for text in table[end].dropna().unique()}
    days = {day for text in texts for day in dates.span(text)}
    return sorted(day for day in days if dates.FIRST[:4] < day[:4] < dates.LAST[:4])
