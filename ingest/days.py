"""Days as people and programs write them, to EDTF."""

import re
from datetime import date as day
from datetime import timedelta
from functools import cache, lru_cache

from graph import dates
from graph.errors import DateError
from graph.names import fold
from ingest.faults import CellFault
from ingest.noted import Noted

WRITTEN_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T]\d{1,2}:\d{2}.*)?")
YEAR_FIRST = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:[ T]\d{1,2}:\d{2}.*)?(?<!\d{4}-\d\d-\d\d)")
MONTH_YEAR = re.compile(r"(\d{1,2})/(\d{4})")
SHORT_YEAR = re.compile(r"(\d{1,2}[/.-]\d{1,2}[/.-])(\d{2})")
IN_WORDS = re.compile(r"(?:(\d{1,2})(?:er|st|nd|rd|th)? )?([a-z]+) (\d{4})")
EXCEL_DAY = re.compile(r"\d{5}")
DAY_ZERO, FIRST_DAY, LAST_DAY = day(1899, 12, 30), 20_000, 60_000  # 1954 to 2064


@lru_cache(maxsize=100_000)
def date(text: str, order: str = "dmy", pivot: int = -1) -> str:
    """EDTF as it stands; `d/m/yyyy`, `1er mars 2015`, `07/2015`, a time of day and Excel's days turned into it.

    Two-digit years from `pivot` on are of the 1900s, those before of the 2000s; without one they are refused.

    >>> date("9/7/2015"), date("9/7/2015", "mdy"), date("1er mars 2015"), date("XXXX-02-20"), date("42194")
    ('2015-07-09', '2015-09-07', '2015-03-01', 'XXXX-02-20', '2015-07-09')
    """
    made = _as_edtf(text, order, pivot)
    try:
        dates.span(made)
    except DateError as error:
        raise CellFault("bad_date", _what_to_write(str(error))) from None
    return made


def _what_to_write(sentence: str) -> str:
    """The half of a sentence that says what to do: the fault itself says what is wrong."""
    hint = sentence.rpartition(": ")[2]
    return hint[:1].upper() + hint[1:]


def _as_edtf(text: str, order: str, pivot: int) -> str:
    if found := WRITTEN_DATE.fullmatch(text):
        day, month = (found[1], found[2]) if order == "dmy" else (found[2], found[1])
        return f"{found[3]}-{int(month):02d}-{int(day):02d}"
    if found := YEAR_FIRST.fullmatch(text):
        return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"
    if found := MONTH_YEAR.fullmatch(text):
        return f"{found[2]}-{int(found[1]):02d}"
    if found := SHORT_YEAR.fullmatch(text):
        if pivot < 0:
            raise CellFault("short_year", 'Write four digits, or load with a mapping that says pivot = "50".')
        return _as_edtf(f"{found[1]}{'19' if int(found[2]) >= pivot else '20'}{found[2]}", order, pivot)
    if EXCEL_DAY.fullmatch(text) and FIRST_DAY <= int(text) <= LAST_DAY:
        return Noted.of((DAY_ZERO + timedelta(days=int(text))).isoformat(), "excel_serial")
    return _in_words(text) or text


def _in_words(text: str) -> str:
    """`1er mars 2015` and `March 2015`; "" for anything else."""
    found = IN_WORDS.fullmatch(fold(text))
    month = _months().get(found[2]) if found else None
    if not found or month is None:
        return ""
    return f"{found[3]}-{month:02d}" + (f"-{int(found[1]):02d}" if found[1] else "")


@cache
def _months() -> dict[str, int]:
    from babel.dates import get_month_names

    forms = [(language, width) for language in ("fr", "en") for width in ("wide", "abbreviated")]
    named = [get_month_names(width, locale=language) for language, width in forms]  # type: ignore[arg-type]
    return {fold(name): number for names in named for number, name in names.items()}
