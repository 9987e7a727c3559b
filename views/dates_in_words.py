"""Spans as screens say them: since, until, from … to …; a single date is said as answers say it."""

from queries.words import date
from views.wording import Words

OPEN = ("", "..")


def in_words(say: Words, text: str) -> str:
    """A date or a span in words; what is no plain EDTF date stays as it is written.

    >>> in_words(Words("en"), "2015-07-09"), in_words(Words("en"), "2015/..")
    ('July 9, 2015', 'since 2015')
    """
    first, slash, last = text.partition("/")
    if not slash:
        return date(text, say.language)
    if last in OPEN:
        return say("since {date}", date=date(first, say.language))
    return span_in_words(say, None if first in OPEN else first, last)


def span_in_words(say: Words, since: str | None, until: str | None) -> str:
    """Two ends of something in words; a beginning alone is its date, "" when neither is known."""
    first, last = (date(end, say.language) if end else "" for end in (since, until))
    if first and last and first != last:
        return say("from {first} to {last}", first=first, last=last)
    return first or (say("until {date}", date=last) if last else "")
