"""How large a table is drawn: as tall as its rows, its columns as wide as what is in them."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

import pandas as pd
import streamlit as st

ROW, HEADER, BAR, TALLEST = 31, 33, 11, 420  # pixels; the bar is that of scrolling sideways
ROOM = 800  # pixels beside a drawer: a table that wants more may have to be scrolled
LETTER, MARGIN = 7.4, 20  # pixels of a letter, and on both sides of a text together
LETTERS = dict.fromkeys("iljtfr.,;:' ()", 4.8) | dict.fromkeys("mwMW@%—", 11.0)  # those that are narrow, or broad
CAPITAL = 9.0
NARROWEST, WIDEST = 52, 300  # pixels of a column, unless it is asked for wider
LINE, BROKEN, MOST_LINES = 19, 105, 3  # pixels of a further line of a sentence, letters of one, lines at most
BREAKS, MOST_BROKEN = 57, 5  # pixels of a row from which on the grid breaks lines: 4 rem; lines of names at most
NUMBERED, NARROW, SCREEN = 60, 140, 1_200  # pixels: of a number, of names at least, of the tallest table
NAMES = 150  # pixels of names beside sentences, at most
BESIDE = (ROOM - NUMBERED) // NARROW  # columns of names that are seen without scrolling
LONGEST = 5  # the cells that are measured: of most letters
LOOKED_AT = 2_000  # rows that are measured: all of most tables
CUT = (TALLEST, *range(HEADER + ROW + BAR, TALLEST, ROW))  # the heights of tables that are scrolled, down or sideways
FIGURES = 8  # letters of a number with a fraction, at most


def shape(rows: pd.DataFrame, *, widest: int = WIDEST) -> dict[str, Any]:
    """What `st.dataframe` is told of it; room that is left goes to all columns, and few may be wider than `widest`."""
    widest = max(widest, ROOM // max(len(rows.columns), 1))
    widths = {str(name): wide(str(name), rows.iloc[:, place], widest) for place, name in enumerate(rows.columns)}
    config = {name: st.column_config.Column(width=pixels) for name, pixels in widths.items()}
    bar = BAR if sum(widths.values()) > ROOM else 0
    return {"hide_index": True, "height": tall(rows, bar), "column_config": config, "placeholder": "—"}


def lines_shape(sentences: Sequence[str]) -> dict[str, Any]:
    """The same of one column of sentences, which are broken where they are long."""
    lines = min(-(-max(map(len, sentences), default=1) // BROKEN), MOST_LINES)
    row = _high(lines)
    height = min(HEADER + row * max(len(sentences), 1), TALLEST)
    return {"hide_index": True, "row_height": row, "height": height}


def cells_shape(rows: pd.DataFrame) -> dict[str, Any]:
    """The same of a number, then columns of a few names each: all of one width, and side by side while there is room.

    What is longer than a column is broken into lines; the table is as tall as its rows, up to a large screen.
    """
    wide = max((ROOM - NUMBERED) // max(len(rows.columns) - 1, 1), NARROW)
    letters = int((wide - MARGIN) / LETTER)
    cells = rows.iloc[:, 1:].to_numpy().ravel().tolist()
    row = _high(min(max((len(wrap(cell, letters)) for cell in cells), default=1), MOST_BROKEN))
    first, *others = (str(name) for name in rows.columns)
    config = {name: st.column_config.TextColumn(width=wide) for name in others}
    config[first] = st.column_config.TextColumn(pinned=True, width=NUMBERED)
    bar = BAR if NUMBERED + wide * len(others) > ROOM else 0
    height = min(HEADER + row * len(rows) + bar, SCREEN)
    return {"hide_index": True, "row_height": row, "height": height, "column_config": config}


def broken_shape(rows: pd.DataFrame, *, widest: int = NAMES) -> dict[str, Any]:
    """The same where the last column holds sentences: it has the room that the others leave, and all break lines."""
    widths = {str(name): wide(str(name), rows.iloc[:, place], widest) for place, name in enumerate(rows.columns)}
    last = str(rows.columns[-1])
    widths[last] = max(ROOM - sum(widths.values()) + widths[last], NARROW)
    lines = [
        1
        if _pixels(str(cell)) + MARGIN <= pixels + 1
        else len(wrap(str(cell), max(int((pixels - MARGIN) / LETTER), 1)))
        for place, pixels in enumerate(widths.values())
        for cell in rows.iloc[:, place].dropna()
    ]
    row = _high(min(max(lines, default=1), MOST_BROKEN))
    config = {name: st.column_config.Column(width=pixels) for name, pixels in widths.items()}
    height = min(HEADER + row * len(rows), TALLEST)
    return {"hide_index": True, "row_height": row, "height": height, "column_config": config, "placeholder": "—"}


def _high(lines: int) -> int:
    """Pixels of a row of so many lines."""
    return ROW if lines <= 1 else max(ROW + LINE * (lines - 1), BREAKS)


def tall(rows: pd.DataFrame, bar: int = 0) -> int:
    """As tall as the rows need, and no taller than a page likes."""
    return min(HEADER + ROW * max(len(rows), 1) + bar, TALLEST)


def wide(name: str, cells: pd.Series, widest: int = WIDEST) -> int:
    """As wide as its widest cell or its name, within bounds.

    >>> wide("nom", pd.Series(["EMC2", "Mont-Blanc Industries"])), wide("rang", pd.Series([1, 2]))
    (166, 52)
    """
    texts = [name, *_longest(cells)]
    return int(min(max(max(map(_pixels, texts)) + MARGIN, NARROWEST), widest))


def _pixels(text: str) -> float:
    return sum(LETTERS.get(one, CAPITAL if one.isupper() else LETTER) for one in text)


def _longest(cells: pd.Series) -> list[str]:
    known = cells.iloc[:LOOKED_AT].dropna()
    letters = FIGURES if pd.api.types.is_float_dtype(known) else None
    texts = {str(one)[:letters] for one in known.tolist()}
    return sorted(texts, key=lambda text: (-len(text), text))[:LONGEST]
