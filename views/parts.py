"""Parts of a page: what a question of the catalogue says, its table, a file of it, and on what it all rests."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from graph.errors import MaillageError
from queries.answer import Answer
from queries.catalogue import query
from views.answer_view import LONGEST, Shown, asked_of, sentences
from views.asked import held
from views.context import Context
from views.csv_files import ENDING, ZIP, csv_label, csv_with_basis
from views.downloads import file_name
from views.file_names import with_ending
from views.frame import basis_line
from views.table_shape import shape
from views.text import plain

NO_ROW: dict[str, dict[str, list[object]]] = {"selection": {"rows": [], "columns": [], "cells": []}}


def part(ctx: Context, name: str, **parameters: object) -> Shown | None:
    """What a question says; None where it refuses to, and why in words."""
    try:
        return asked_of(ctx, query(name), parameters)
    except (MaillageError, ValueError) as error:
        st.warning(plain(ctx.say.fault(error), longest=LONGEST))
        return None


def answer_part(ctx: Context, shown: Shown, *, key: str, on_row: Callable[[int], None] | None = None) -> None:
    """The sentences, the table and the file of an answer; a row that is clicked is told to `on_row`."""
    sentences(ctx, shown)
    rows_table(shown.directors, key=key, on_row=on_row)
    csv_file(ctx, shown.answer.basis.query, shown.answer, key=key)


def rows_table(
    rows: pd.DataFrame, *, key: str, on_row: Callable[[int], None] | None = None, shaped: dict[str, Any] | None = None
) -> None:
    """A table as one reads it aloud; a cell that is clicked opens its row."""
    if rows.empty:  # the grid would say so in English
        return
    how = shaped or shape(rows)
    if on_row is None:
        st.dataframe(rows, **how)
    else:
        clicked_cells(rows, key=key, on_cell=lambda row, _: on_row(row), shaped=how)


def clicked_cells(rows: pd.DataFrame, *, key: str, on_cell: Callable[[int, str], None], shaped: dict[str, Any]) -> None:
    """A table that tells which cell was clicked, or gone to by the keyboard: its row, and the title of its column.

    The cell stays chosen, so that an arrow goes on from it, until anything else is asked for: then it can be clicked
    again.
    """
    opened = f"{key}_opened"  # the view that the last click led to

    def take() -> None:
        cells = st.session_state[key]["selection"]["cells"]
        if cells:
            on_cell(int(cells[0][0]), str(cells[0][1]))
            st.session_state[opened] = held()

    if st.session_state.get(key, NO_ROW) != NO_ROW and st.session_state.get(opened) != held():
        st.session_state[key] = NO_ROW
    st.dataframe(rows, key=key, on_select=take, selection_mode="single-cell", **shaped)


def read_columns(ctx: Context, shown: Shown, names: Sequence[str]) -> pd.DataFrame:
    """Of the form for directors, the columns that a page has room for, in this order."""
    labels = {one.name: one.label(ctx.say.language) for one in shown.answer.columns}
    return shown.directors[[labels[name] for name in names if labels[name] in shown.directors]]


def csv_file(ctx: Context, subject: str, made: Answer | pd.DataFrame, *, key: str) -> None:
    """A table and on what it rests to take away, made only when it is asked for."""
    name, language = file_name(ctx, subject), ctx.say.language
    st.download_button(
        csv_label(ctx.say), lambda: csv_with_basis(made, name, ctx.base, language),
        with_ending(name, ENDING), ZIP, key=f"csv_{key}", on_click="ignore", type="tertiary",
    )  # fmt: skip


def bases(ctx: Context, answers: Iterable[Shown | None]) -> None:
    """On what a page with several answers rests: the network once, then how each is made."""
    found = list({one.answer.basis.query: one.answer.basis for one in answers if one}.values())
    if len(found) == 1:
        basis_line(ctx, found[0])
        return
    language = ctx.say.language
    st.caption(plain(ctx.base.network_sentence(language), longest=1_000))
    for one in found:
        st.caption(plain(f"{query(one.query).question[language]} {one.method_sentence(language)}", longest=1_000))
