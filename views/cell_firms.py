"""The firms of a sector in a territory: those in no network, then those that are in one."""

import pandas as pd
import streamlit as st

from queries.words import place
from views.asked import ask, ask_more
from views.context import Context
from views.side_drawer import side_drawer
from views.start_buttons import buttons
from views.text import plain

CELL, BETWEEN = "cellule", "~"  # the address key; what stands between a sector and its territory


def cells_of(rows: pd.DataFrame) -> pd.Series:
    """What each row is about, as the address says it; missing where it is about no cell."""
    return rows["sector"] + BETWEEN + rows["territory"]


def pick_cell(cell: str) -> None:
    """Open a cell."""
    ask_more(**{CELL: cell})
    ask(sel="")


def cell_drawer(ctx: Context, firms: pd.DataFrame) -> None:
    """The firms of the cell that was clicked; one of them, with a way back, where one was clicked."""
    say, cell = ctx.say, ctx.asked.more.get(CELL, "")
    those = firms[(cells_of(firms) == cell).fillna(False).astype(bool)] if len(firms) else firms
    if those.empty or ctx.asked.sel:
        if len(those):
            st.button(say("Back to the firms"), key="to_cell", on_click=ask, kwargs={"sel": ""}, type="tertiary")
        side_drawer(ctx, empty=say("Click a row: which firms are in no network, and which are.") if len(firms) else "")
        return
    with st.container(border=True, key="drawer"):
        first = those.iloc[0]
        st.markdown(f"#### {plain(first['sector'])} · {plain(place(first['territory'], say.language))}")
        _firms(ctx, say("In no network"), list(those.loc[~those["covered"], "id"]), "rows_out")
        _firms(ctx, say("In a network"), list(those.loc[those["covered"], "id"]), "rows_in")


def _firms(ctx: Context, title: str, ids: list[str], key: str) -> None:
    if ids:
        st.markdown(f"#### {title} · {ctx.say.number(len(ids))}")
        buttons(ctx, ids, lambda one: ask(sel=one), key=key)
