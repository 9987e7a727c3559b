"""Dates as EDTF text (ISO 8601-2), each with an earliest and a latest day.

The text is parsed by the library `edtf`, but plain days, months and years, which a register has by the
thousand, are read here (0.01 ms against 12 ms). What the library lets through and a calendar does not
(30 February of an unknown year, an interval that ends before it starts) is refused.
Days are ISO text too, so that they compare as text: an unknown year runs from 0001 to 9999.
"""

import calendar
import re
from functools import cache
from typing import Any

from graph.errors import DateError

FIRST, LAST = "0001-01-01", "9999-12-31"
PLAIN = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?")

LEAP = {1: 4, 9999: 9996}  # the first and the last year with a 29 February


@cache
def span(text: str) -> tuple[str, str]:
    """The earliest and the latest day that an EDTF text can mean.

    >>> span("2015-06")
    ('2015-06-01', '2015-06-30')
    >>> span("XXXX-02-20/XXXX-02-25")
    ('0001-02-20', '9999-02-25')
    >>> span("2015/..")
    ('2015-01-01', '9999-12-31')

    Raises:
        DateError: the text is not EDTF, or names no day of the calendar.
    """
    start, slash, end = text.partition("/")
    first, latest_first = _open_or(start, FIRST) if slash else _days(start)
    earliest_last, last = _open_or(end, LAST) if slash else (first, latest_first)
    if last < first or (slash and earliest_last < first and "X" not in text):
        raise DateError("'{}' ends before it starts: write the earlier date first.", text)
    return first, last


def earliest(text: str) -> str:
    """The first day that the text can mean."""
    return span(text)[0]


def latest(text: str) -> str:
    """The last day that the text can mean."""
    return span(text)[1]


def day_of(text: str) -> str:
    """The day at which one looks: the last one that the text can mean.

    Raises:
        DateError: the text is not EDTF, names no day of the calendar, or does not say in which year.
    """
    last = latest(text)
    if "XXXX" in text or end(text) in ("", ".."):
        raise DateError("'{}' does not say in which year one looks: write 2015-07-09, 2015-06 or 2015.", text)
    return last


def start(text: str) -> str:
    """The EDTF text of the beginning: what stands before the slash, if there is one."""
    return text.partition("/")[0]


def end(text: str) -> str:
    """The EDTF text of the end: what stands behind the slash, or the date itself."""
    first, slash, last = text.partition("/")
    return last if slash else first


def year_is_known(text: str) -> bool:
    """Whether the text says in which year it was."""
    return not text.startswith("X")


def _open_or(text: str, bound: str) -> tuple[str, str]:
    return (bound, bound) if text in ("", "..") else _days(text)


def _days(text: str) -> tuple[str, str]:
    if plain := PLAIN.fullmatch(text):
        return _plain_days(text, *plain.groups())
    from edtf import EDTFParseException, parse_edtf

    try:
        parsed = parse_edtf(text)
        low, high = parsed.lower_strict(), parsed.upper_strict()
    except (EDTFParseException, TypeError, ValueError, AttributeError):
        raise _no_date(text) from None
    return _day(text, low, 1), _day(text, high, 9999)


def _plain_days(text: str, year: str, month: str | None, day: str | None) -> tuple[str, str]:
    low = (int(year), int(month or 1), int(day or 1))
    last = calendar.monthrange(low[0], int(month or 12))[1]
    return _day(text, low, 1), _day(text, (low[0], int(month or 12), int(day or last)), 9999)


def _day(text: str, parts: Any, unknown_year: int) -> str:
    year, month, day = parts[:3]
    if "XXXX" in text:
        year = LEAP[unknown_year] if (month, day) == (2, 29) else unknown_year
    if not 1 <= year <= 9999 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise _no_date(text)
    return f"{year:04d}-{month:02d}-{day:02d}"


def _no_date(text: str) -> DateError:
    return DateError(
        "'{}' is not a date: write 2015-07-09, 2015-06, 2015, or XXXX-02-20 when the year is unknown.", text
    )
