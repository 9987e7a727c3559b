"""The actors of a drawing as a table: a cell that is clicked selects its actor, and the one selected is marked."""

import streamlit as st

from views.asked import ask
from views.context import Context
from views.parts import csv_file
from views.shown import Shown
from views.table_shape import shape

KEY, IDS = "actors", "actors_ids"


def actors_table(ctx: Context, now: Shown) -> None:
    """The actors shown on the canvas, the most linked first."""
    say, table = ctx.say, now.table
    st.markdown(f"#### {say('The same actors, as a table')}")
    told = table[[name for name in table if (table[name] != "").any()]] if len(table) else table
    selected = [(now.ids.index(ctx.asked.sel), table.columns[0])] if ctx.asked.sel in now.ids else []
    st.session_state[KEY] = {"selection": {"rows": [], "columns": [], "cells": selected}}
    st.session_state[IDS] = now.ids
    st.dataframe(
        told, key=KEY, on_select=_take, selection_mode="single-cell", **shape(told),
    )  # fmt: skip
    csv_file(ctx, "acteurs", table.assign(id=list(now.ids)), key="actors")


def _take() -> None:
    cells = st.session_state[KEY]["selection"]["cells"]
    ask(sel=st.session_state[IDS][cells[0][0]] if cells else "")
