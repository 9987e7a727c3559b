"""Questions: every question of the catalogue, its answer, on what it rests, and how to take it away."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from graph.errors import MaillageError
from queries.catalogue import CATALOGUE, Query
from queries.catalogue import query as named
from views.answer_drawer import answer_drawer, is_open, on_row
from views.answer_figures import figure_of
from views.answer_picture import picture
from views.answer_view import Shown, asked_of, sentences
from views.asked import ask, held
from views.context import Context
from views.downloads import downloads
from views.filters import date_filter, status_filter
from views.frame import basis_line, basis_of, head, misread, unknown_ids
from views.parameter_fields import ASKED, fields
from views.parameter_fields import misread as parameters_misread
from views.parts import rows_table
from views.python_lines import python_lines
from views.starts import POLE
from views.stops import stops
from views.table_shape import lines_shape, shape
from views.text import flat, plain

KEY = "question"
BESIDE = [0.6, 0.4]  # the answer, and who was clicked
UNBROKEN = "\u00a0?"  # a question mark never starts a line


def show(ctx: Context) -> None:
    """The page, for the question that the address names."""
    head(ctx, ctx.say("Questions"))
    query = _chosen(ctx)
    _misread(ctx, query)
    left, right = st.columns([0.24, 0.76], gap="medium")
    with left:
        _choice(ctx, query)
    with right:
        _question(ctx, query)


def _chosen(ctx: Context) -> Query:
    try:
        return named(ctx.asked.more.get(ASKED, ""))
    except ValueError:
        return CATALOGUE[0]


def _misread(ctx: Context, query: Query) -> None:
    """What the address asks that this page cannot do."""
    asked = ctx.asked.more.get(ASKED, query.name)
    wrong, unknown = parameters_misread(ctx, query) if asked == query.name else ([f"{ASKED}={asked}"], 0)
    misread(ctx, wrong)
    unknown_ids(ctx, unknown)


def _choice(ctx: Context, query: Query) -> None:
    questions = {one.name: one.question[ctx.say.language].replace(" ?", UNBROKEN) for one in CATALOGUE}
    st.session_state[KEY] = query.name
    st.radio(ctx.say("Which question?"), list(questions), key=KEY, format_func=questions.__getitem__, on_change=_ask)


def _ask() -> None:
    """Another question begins without the parameters of the one before, and with nobody clicked."""
    mine = held().more.get(POLE, "")
    ask(more={ASKED: st.session_state[KEY], **({POLE: mine} if mine else {})}, sel="")


def _question(ctx: Context, query: Query) -> None:
    say = ctx.say
    st.markdown(f"#### {plain(query.question[say.language])}")
    with st.container(horizontal=True, vertical_alignment="bottom", key="parameters"):
        parameters = fields(ctx, query)
        status_filter(ctx, ctx.whole.links, label=say("What counts"))
        date_filter(ctx, stops([ctx.whole.links, ctx.whole.entities]))
    if parameters is None:
        st.info(say("Choose an actor above to have the answer."))
        basis_line(ctx, basis_of(ctx, query.name, "nothing computed yet", {}))
        return
    try:
        shown = asked_of(ctx, query, parameters)
    except (MaillageError, ValueError) as error:
        st.warning(plain(say.fault(error), longest=600))
        basis_line(ctx, basis_of(ctx, query.name, "nothing computed yet", parameters))
        return
    _answer(ctx, query, shown, python_lines(ctx, query, parameters))


def _answer(ctx: Context, query: Query, shown: Shown, lines: str) -> None:
    """The answer, and beside it who was clicked."""
    left, *right = st.columns(BESIDE if is_open(ctx, query) else [1.0], gap="medium")
    with left:
        _told(ctx, query, shown, lines)
    for drawer in right:
        with drawer:
            answer_drawer(ctx, query, shown)


def _told(ctx: Context, query: Query, shown: Shown, lines: str) -> None:
    say = ctx.say
    sentences(ctx, shown)
    drawn = figure_of(query, shown.answer, say)
    names = [say("Table"), say("All sentences"), say("Raw numbers"), say("In Python")]
    *seen, as_read, said, raw, python = st.tabs([*([say("Picture")] if drawn else []), *names])
    pick = on_row(ctx, query, shown.answer.table)
    if drawn:
        with seen[0]:
            picture(ctx, query, shown, drawn, pick)
    with as_read:
        _rows(ctx, shown.directors, "answer", pick)
    with said:
        told = pd.DataFrame({say("Sentence"): list(shown.sentences)}, dtype="string")
        _rows(ctx, told, "sentences", pick, lines_shape(shown.sentences))
    with raw:
        _raw(ctx, shown, pick)
    with python:
        st.code(lines, language="python")
    downloads(ctx, query, shown.answer)
    basis_line(ctx, shown.answer.basis)


def _rows(
    ctx: Context, rows: pd.DataFrame, key: str, pick: Callable[[int], None] | None, shaped: dict[str, Any] | None = None
) -> None:
    """Rows that open whom they are about, where they are about somebody."""
    if pick and len(rows):
        st.caption(ctx.say("Click a row: who says so."))
    rows_table(rows, key=key, on_row=pick, shaped=shaped)


def _raw(ctx: Context, shown: Shown, pick: Callable[[int], None] | None) -> None:
    _rows(ctx, shown.answer.table, "raw", pick)
    for name, side in shown.answer.more.items():
        st.caption(plain(flat(name)))
        st.dataframe(side, **shape(side))
