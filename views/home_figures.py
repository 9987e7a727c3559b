"""The figures of *Accueil*: each opens the list of those it counts, and a row of it who says so."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from queries.words import declared, word
from views.answer_view import Shown
from views.asked import ask, ask_more
from views.context import Context
from views.drawer import pair_drawer, said_of
from views.frame import misread
from views.parts import csv_file, rows_table
from views.pole_pair import pole_pair
from views.side_drawer import side_drawer
from views.text import flat, plain
from views.vocabulary_words import kind_word

FIGURE = "chiffre"  # the address key
PARTNERS = "partners"
FIGURES = ("members", PARTNERS, "encounters", "to_check", "memberships")


def figures(ctx: Context, mine: str, who: Shown) -> None:
    """The numbers, each a button; beneath them whom the one that is open counts."""
    table = who.answer.table
    totals = table[(table["row"] == "number") & table["value"].isna()].set_index("label")["named"]
    shown = [one for one in FIGURES if one in totals.index]
    said = ctx.asked.more.get(FIGURE, "")
    misread(ctx, [f"{FIGURE}={said}"] if said and said not in FIGURES else [])
    with st.container(key="figures"):
        columns = st.columns(len(FIGURES), gap="small")
    for column, label in zip(columns, shown, strict=False):
        told = plain(_figure(ctx, label, table.iloc[0]))
        column.button(
            f"**{ctx.say.number(int(totals[label]))}** {told}", key=f"figure_{label}", width="stretch",
            type="primary" if label == said else "secondary", on_click=_open, args=("" if label == said else label,),
        )  # fmt: skip
    if said in shown:
        _listed(ctx, mine, who, said)


def _figure(ctx: Context, label: str, summary: pd.Series) -> str:
    """What a number counts; of members, how many are declared."""
    told = word(label, ctx.say.language)
    if label != "members" or pd.isna(summary["declared"]):
        return told
    return ctx.say("{what}, of {count} declared", what=told, count=declared(summary["declared"], ctx.say.language))


def _listed(ctx: Context, mine: str, who: Shown, label: str) -> None:
    """Whom a number counts, a row each; beside them who says so of the row that is clicked."""
    say, counted = ctx.say, who.answer.more["counted"]
    those = counted[counted["label"] == label].reset_index(drop=True)
    title = word(label, say.language)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"#### {plain(title[:1].upper() + title[1:])} · {say.number(len(those))}", width="content")
        st.button(say("Close"), key="close_figure", type="tertiary", on_click=_open, args=("",))
    with st.container(key="listed"):
        left, right = st.columns([0.6, 0.4])
    with left:
        rows = pd.DataFrame({say("Name"): those["name"].map(flat), say("Kind"): _kinds(ctx, those)})
        pairs = [f"{mine}~{one}" for one in those["other"]]
        rows_table(rows, key="counted", on_row=lambda row: ask(sel=pairs[row]))
        if pairs:
            csv_file(ctx, f"{label}_{mine}", rows, key="counted")
        else:
            st.caption(say("No document names any. Beside, what documents say of it."))
    with right:
        _beside(ctx, mine, pairs, label)


def _beside(ctx: Context, mine: str, pairs: list[str], label: str) -> None:
    """Who says so, of the row that was clicked; of no row, what documents say of the pole itself."""
    if not pairs:
        with st.container(border=True, key="drawer"):
            said_of(ctx, mine)
        return
    of_it = replace(ctx, asked=replace(ctx.asked, sel=ctx.asked.sel if ctx.asked.sel in pairs else ""))
    side_drawer(of_it, empty=ctx.say("Click a row: who says so."), pair=pole_pair if label == PARTNERS else pair_drawer)


def _kinds(ctx: Context, those: pd.DataFrame) -> pd.Series:
    return those["kind"].map(lambda kind: kind_word(ctx.say, kind))


def _open(label: str) -> None:
    """Open a figure, or none."""
    ask_more(**{FIGURE: label})
    ask(sel="")
