"""The actors of a drawing as a table: a cell that is clicked selects its actor, and the one selected is marked."""

import pandas as pd
import streamlit as st

from views.answer_files import csv_bytes
from views.asked import ask
from views.context import Context
from views.text import flat
from views.vocabulary_words import kind_word

KEY = "actors"


def actors_table(ctx: Context, actors: pd.DataFrame) -> None:
    """The actors shown on the canvas, the most linked first."""
    say, ids = ctx.say, list(actors["id"])
    table = _in_words(ctx, actors)
    st.markdown(f"#### {say('The same actors, as a table')}")
    selected = [(ids.index(ctx.asked.sel), table.columns[0])] if ctx.asked.sel in ids else []
    st.session_state[KEY] = {"selection": {"rows": [], "columns": [], "cells": selected}}
    st.dataframe(
        table, key=KEY, hide_index=True, height=min(36 + 35 * max(len(table), 1), 390),
        on_select=_take, selection_mode="single-cell",
    )  # fmt: skip
    st.download_button(
        say("Download as CSV"), lambda: csv_bytes(table.assign(id=ids), say.language), "maillage_acteurs.csv",
        "text/csv", key="actors_csv", on_click="ignore", type="tertiary",
    )  # fmt: skip
    st.session_state["actors_ids"] = ids


def _in_words(ctx: Context, actors: pd.DataFrame) -> pd.DataFrame:
    say = ctx.say
    entities = ctx.whole.entities.set_index("id").reindex(actors["id"])
    made = {
        say("Name"): actors["name"].map(flat),
        say("Kind"): actors["kind"].map(lambda kind: kind_word(say, kind)),
        say("Links shown"): actors["links"],
        say("Town"): entities["city"].fillna("").map(flat).to_numpy(),
        say("Country"): entities["country"].fillna("").map(flat).to_numpy(),
    }
    return pd.DataFrame(made)


def _take() -> None:
    cells = st.session_state[KEY]["selection"]["cells"]
    ask(sel=st.session_state["actors_ids"][cells[0][0]] if cells else "")
