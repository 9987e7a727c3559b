"""A statement in words: what it says, where it stands, how sure it is; the same on a page and on the command line."""

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from graph.vocabulary import Level
from queries.words import word
from views.dates_in_words import in_words
from views.vocabulary_words import LEVELS, RULES, VERDICTS, counted_words, kind_word, property_word, status_word
from views.wording import Words

Row = Mapping[Any, Any]
LINE = re.compile(r"line (\d+)")


def fact(say: Words, row: Row, aside: str = "") -> str:
    """What a statement says of an entity itself: `Town: Nantes`."""
    predicate, value = row["predicate"], str(row["value"])
    if predicate == "kind":
        value = kind_word(say, value)
    elif predicate == "status":
        value = status_word(say, value)
    elif predicate == "size":
        value = word(value, say.language)
    elif predicate in ("since", "until", "founded"):
        value = in_words(say, value)
    elif predicate == "declared":
        value = f"{value} {counted_words(say, row['key'])}{aside}"
    what = property_word(say, predicate)
    return say("{what}: {value}", what=what[:1].upper() + what[1:], value=value)


def how_far(say: Words, status: Any) -> str:
    """How far a link has come."""
    return say("no status given") if pd.isna(status) else status_word(say, status)


def dated(say: Words, published: Any) -> str:
    """When a document was published."""
    return say("no date given") if pd.isna(published) else in_words(say, published)


def details(say: Words, row: Row) -> list[str]:
    """Where in the document it stands, who says it and when if not the document itself, how sure it is, for whom."""
    known = {name: str(value) for name, value in row.items() if not pd.isna(value)}
    locator, said_by, said_on = (known.get(name, "") for name in ("locator", "said_by", "said_on"))
    told = [_place(say, locator)] if locator else []
    told += [say("says {who}", who=said_by)] if said_by and said_by != known.get("publisher") else []
    told += [in_words(say, said_on)] if said_on else []
    told.append(say("confidence {share}", share=say.number(float(row["confidence"]))))
    told += [] if row["explicit"] else [say("understood, not said in so many words")]
    level = Level(int(row["level"]))
    return [*told, *([] if level is Level.PUBLIC else [say(LEVELS[level])])]


def quoted(say: Words, quote: str) -> str:
    """The document's own words."""
    return say("“{quote}”", quote=quote)


def _place(say: Words, locator: str) -> str:
    """The place in a document, as its reader counts."""
    line = LINE.fullmatch(locator)
    return say("line {number}", number=line[1]) if line else locator


def decided(say: Words, row: Row) -> str:
    """What was decided of two records, by whom, why, and whether it holds."""
    verdict = say(VERDICTS[row["verdict"]], a=row["a"], b=row["b"])
    by, why = (say("a rule"), say(RULES[row["why"]])) if row["why"] in RULES else (row["by"], row["why"])
    told = f"{verdict} · {by}" + (f" · {why}" if why else "")
    return told if row["state"] == "holds" else f"{told} · {say('suspended: it contradicts what is known')}"


def closed_since(say: Words, run: str, at: str) -> str:
    """Since when something is no longer stated."""
    return (
        say("no longer stated since {run}, {at}", run=run, at=at)
        if at
        else say("no longer stated since {run}", run=run)
    )


def left_loose(say: Words, count: int) -> tuple[str, str]:
    """That statements speak of what nobody describes any more; what can be done about it."""
    told = say.many(
        "{count} statement speaks of what no document describes any more, and is shown nowhere:",
        "{count} statements speak of what no document describes any more, and are shown nowhere:",
        count,
    )
    return told, say("Load a table that describes it, or withdraw these documents too.")
