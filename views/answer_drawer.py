"""The drawer beside an answer: who or which pair a row is about, as its query declares, with who says so."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from graph.vocabulary import ORGANISATIONS
from queries.catalogue import Query
from views.answer_view import Shown
from views.asked import ask, ask_more
from views.cell_firms import CELL, cell_drawer, cells_of, pick_cell
from views.context import Context
from views.drawer import links_between, pair_drawer
from views.matched_pair import matched_pair
from views.pole_pair import pole_pair
from views.side_drawer import Pair, side_drawer

CELLS = "uncovered_cells"  # the query whose rows are about a sector in a territory, and open its firms
LOOKED_AT = 40  # rows that tell whether rows of a table open anything


def opens(ctx: Context, query: Query, row: pd.Series) -> str:
    """Whom a row is about: what its keys name that is in the network, one of them or the two ends of a pair.

    The id of a link, and of a row that is compared, name both ends.
    """
    named = [part for key in query.keys if isinstance(row[key], str) for part in row[key].split("~")]
    return "~".join([one for one in dict.fromkeys(named) if one in ctx.neighbourhood.kinds][:2])


def on_row(ctx: Context, query: Query, table: pd.DataFrame) -> Callable[[int], None] | None:
    """What a click on a row does: open whom it is about; None where rows are about nobody."""
    if query.name == CELLS:
        cells = cells_of(table)
        return (lambda row: pick_cell(cells.iloc[row])) if cells.notna().all() else None
    if not any(opens(ctx, query, row) for _, row in table.head(LOOKED_AT).iterrows()):
        return None
    return lambda row: ask(sel=opens(ctx, query, table.iloc[row]))


def is_open(ctx: Context, query: Query) -> bool:
    """Whether something that a row of this answer is about was clicked."""
    return bool(ctx.asked.sel or (query.name == CELLS and ctx.asked.more.get(CELL)))


def answer_drawer(ctx: Context, query: Query, shown: Shown) -> None:
    """Whoever was clicked, and a way to close it."""
    st.button(ctx.say("Close"), key="close", on_click=_close, type="tertiary")
    if query.name == CELLS:
        cell_drawer(ctx, shown.answer.more["firms"])
        return
    pair: Pair = partial(_matched, shown=shown) if query.name == "complementarity" else either_pair
    side_drawer(ctx, empty="", pair=pair)


def _close() -> None:
    ask_more(**{CELL: ""})
    ask(sel="")


def either_pair(ctx: Context, one: str, other: str) -> None:
    """The links between the two; without any, what joins two organisations, or who could introduce them."""
    kinds = {ctx.neighbourhood.kinds[one], ctx.neighbourhood.kinds[other]}
    if links_between(ctx, one, other).empty and kinds <= set(ORGANISATIONS):
        pole_pair(ctx, one, other)
    else:
        pair_drawer(ctx, one, other)


def _matched(ctx: Context, one: str, other: str, shown: Shown) -> None:
    matched_pair(ctx, shown, one, other)
