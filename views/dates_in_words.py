"""Dates as a reader says them, from EDTF text."""

import datetime

from babel.dates import format_date, format_skeleton

from views.wording import Words

OPEN = ("", "..")


def in_words(say: Words, text: str) -> str:
    """A date or a span in words; what is no plain EDTF date stays as it is written.

    >>> in_words(Words("en"), "2015-07-09")
    'July 9, 2015'
    """
    first, slash, last = text.partition("/")
    if not slash:
        return _day(say, text)
    if first in OPEN or last in OPEN:
        sentence, known = ("until {date}", last) if first in OPEN else ("since {date}", first)
        return say(sentence, date=_day(say, known))
    return say("from {first} to {last}", first=_day(say, first), last=_day(say, last))


def span_in_words(say: Words, since: str | None, until: str | None) -> str:
    """Two ends of something in words; "" when neither is known."""
    if since and until and since != until:
        return say("from {first} to {last}", first=_day(say, since), last=_day(say, until))
    if since:
        return in_words(say, since)
    return say("until {date}", date=in_words(say, until)) if until else ""


def _day(say: Words, text: str) -> str:
    bare = text.rstrip("~?%")
    parts = bare.split("-")
    year_known = not bare.startswith("X")
    try:
        numbers = [int(part) for part in (parts if year_known else ["2000", *parts[1:]])]
        date = datetime.date(*[*numbers, 1, 1][:3])
    except (ValueError, TypeError):
        return text
    words = _formatted(say.language, date, len(numbers), year_known)
    return words if year_known else say("{date}, year unknown", date=words)


def _formatted(language: str, date: datetime.date, precision: int, year_known: bool) -> str:
    if precision == 1:
        return str(date.year)
    if precision == 3 and year_known:
        return format_date(date, "long", locale=language)
    skeleton = ("yMMMM" if year_known else "MMMM") if precision == 2 else "MMMMd"
    return format_skeleton(skeleton, date, locale=language)
