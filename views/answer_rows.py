"""Rows of an answer as dots with intervals or as bars: the first of them, with how many there are."""

from collections.abc import Sequence

import pandas as pd

from queries.answer import Answer
from views.figure_parts import Figure, Number
from views.figures import Bar, Dot, bars, dots
from views.text import flat
from views.wording import Words

MOST, FEWEST = 25, 2  # rows that are drawn; a bar alone says nothing
PAIR = 14  # letters of each name of a pair


def as_dots(
    answer: Answer, say: Words, title: str, bounds: tuple[str, str, str], *, key: str, names: Sequence[str] = ("name",),
    number: Number | None = None, start: float = 0,
) -> Figure | None:  # fmt: skip
    """A dot for each row that has a value and both its bounds, the columns in that order; `key` says what they are.

    The index of the table says of which row a dot is.
    """
    rows = answer.table.dropna(subset=list(bounds))
    if rows.empty:
        return None
    drawn = rows.head(MOST)
    ends = (drawn[one].astype(float) for one in bounds)
    made = [Dot(*one) for one in zip(_names(drawn, names), *ends, drawn.index, strict=True)]
    note = noted(say, key, len(made), len(rows))
    axis = _label(answer, bounds[0], say)
    return dots(made, axis=axis, title=title, note=note, start=start, number=number or short(say))


def as_bars(
    answer: Answer, say: Words, title: str, *, by: str, part: str = "", share: bool = False,
    names: Sequence[str] = ("name",),
) -> Figure | None:  # fmt: skip
    """A bar for each row whose value is above 0, what is `part` of it darker; the index says of which row it is."""
    rows = answer.table[answer.table[by].fillna(0) > 0]
    if len(rows) < FEWEST:
        return None
    drawn = rows.head(MOST)
    parts = drawn[part].fillna(0) if part else pd.Series(0, index=drawn.index)
    lengths = (one.astype(float) for one in (drawn[by], parts))
    made = [Bar(*one) for one in zip(_names(drawn, names), *lengths, drawn.index, strict=True)]
    key = say("Dark: {part}.", part=_label(answer, part, say)) if part else ""
    note = noted(say, key, len(made), len(rows))
    return bars(made, axis=_label(answer, by, say), title=title, note=note, number=(percent if share else short)(say))


def noted(say: Words, key: str, shown: int, among: int) -> str:
    """How a picture is read, and how many of how many it shows, unless it shows all."""
    if shown == among:
        return key
    first = say("The first {shown} of {among}.", shown=say.number(shown), among=say.number(among))
    return f"{key} {first}".strip()


def short(say: Words) -> Number:
    """Whole numbers in full, others to three digits, as the language writes them."""
    return lambda value: say.number(value if float(value).is_integer() else float(f"{value:.3g}"))


def percent(say: Words) -> Number:
    """Shares in percent."""
    return lambda value: f"{say.number(float(f'{100 * value:.3g}'))} %"


def _names(rows: pd.DataFrame, columns: Sequence[str]) -> list[str]:
    """What each row is called: one name, or two that are cut alike."""
    longest = PAIR if len(columns) > 1 else 200
    parts = (rows[one].map(lambda name: flat(str(name), longest=longest)) for one in columns)
    return [" – ".join(row) for row in zip(*parts, strict=True)]


def _label(answer: Answer, column: str, say: Words) -> str:
    return next(one.label(say.language) for one in answer.columns if one.name == column)
