"""The figures of *Accueil*: each opens the list of those it counts, and a row of it who says so."""

from dataclasses import replace
from typing import NamedTuple

import pandas as pd
import streamlit as st

from graph.vocabulary import Kind
from queries.words import declared, word
from views.answer_view import Shown
from views.asked import ask, ask_more
from views.context import Context
from views.drawer import pair_drawer, said_of
from views.frame import misread
from views.parts import csv_file, part, rows_table
from views.pole_pair import pole_pair
from views.side_drawer import Pair, side_drawer
from views.text import flat, plain
from views.vocabulary_words import kind_word
from views.wording import Words

FIGURE = "chiffre"  # the address key
PARTNERS, WAITING, UNLINKED = "partners", "waiting", "unlinked"
FIGURES = ("members", PARTNERS, "encounters", "to_check", "memberships")
LISTS = (*FIGURES, WAITING, UNLINKED)


class Those(NamedTuple):
    """A list: whom it is of, `other`, `name` and `kind`; how a pair of one and my pole is told; on what it rests."""

    label: str
    title: str
    rows: pd.DataFrame
    pair: Pair
    rests_on: Shown


def figures(ctx: Context, mine: str, who: Shown) -> Shown | None:
    """The numbers, each a button; beneath them the list that is open, and on what it rests, if on another answer."""
    table = who.answer.table
    totals = table[(table["row"] == "number") & table["value"].isna()].set_index("label")["named"]
    shown = [one for one in FIGURES if one in totals.index]
    said = ctx.asked.more.get(FIGURE, "")
    misread(ctx, [f"{FIGURE}={said}"] if said and said not in LISTS else [])
    with st.container(key="figures"):
        columns = st.columns(len(FIGURES), gap="small")
    for column, label in zip(columns, shown, strict=False):
        told = plain(_figure(ctx, label, int(totals[label]), table.iloc[0]))
        column.button(
            f"**{ctx.say.number(int(totals[label]))}** {told}", key=f"figure_{label}", width="stretch",
            type="primary" if label == said else "secondary", on_click=open_list,
            args=("" if label == said else label,),
        )  # fmt: skip
    those = _those(ctx, mine, who, said) if said in {*shown, WAITING, UNLINKED} else None
    if those:
        _listed(ctx, mine, those)
    return those.rests_on if those and those.rests_on is not who else None


def open_list(label: str) -> None:
    """Open the list of a figure, or none."""
    ask_more(**{FIGURE: label})
    ask(sel="")


def _those(ctx: Context, mine: str, who: Shown, label: str) -> Those | None:
    if label == UNLINKED:
        return _unlinked(ctx, mine)
    counted = who.answer.more["counted"]
    title = ctx.say("To check, or to come") if label == WAITING else word(label, ctx.say.language)
    pair = pole_pair if label == PARTNERS else pair_drawer
    return Those(label, title, counted[counted["label"] == label].reset_index(drop=True), pair, who)


def _unlinked(ctx: Context, mine: str) -> Those | None:
    """The poles to which no link is known, of which most is expected first."""
    shown = part(ctx, "pole_matrix", within=None, kinds=None, sizes=None, places=None)
    if shown is None:
        return None
    table = shown.answer.table
    empty = table[(table["state"] == "empty") & ((table["a"] == mine) | (table["b"] == mine))]
    other = empty["b"].where(empty["a"] == mine, empty["a"]).reset_index(drop=True)
    rows = pd.DataFrame({"other": other, "name": other.map(ctx.whole.name), "kind": str(Kind.POLE)})
    return Those(
        UNLINKED, ctx.say("Poles with which it has neither a member nor an encounter in common"), rows, pole_pair, shown
    )


def _figure(ctx: Context, label: str, number: int, summary: pd.Series) -> str:
    """What a number counts; of members, how many are declared."""
    told = _what(ctx.say, label, number)
    if label != "members" or pd.isna(summary["declared"]):
        return told
    return ctx.say("{what}, of {count} declared", what=told, count=declared(summary["declared"], ctx.say.language))


def _listed(ctx: Context, mine: str, those: Those) -> None:
    """Whom a number counts, a row each; beside them who says so of the row that is clicked."""
    say, title, found = ctx.say, those.title, those.rows
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"#### {plain(title[:1].upper() + title[1:])} · {say.number(len(found))}", width="content")
        st.button(say("Close"), key="close_figure", type="tertiary", on_click=open_list, args=("",))
    with st.container(key="listed"):
        left, right = st.columns([0.6, 0.4])
    with left:
        rows = pd.DataFrame({say("Name"): found["name"].map(flat), say("Kind"): _kinds(ctx, found)})
        pairs = [f"{mine}~{one}" for one in found["other"]]
        rows_table(rows, key="counted", on_row=lambda row: ask(sel=pairs[row]))
        if pairs:
            csv_file(ctx, f"{those.label}_{mine}", rows, key="counted")
        else:
            st.caption(say("No document names any. Beside, what documents say of it."))
    with right:
        _beside(ctx, mine, pairs, those.pair)


def _beside(ctx: Context, mine: str, pairs: list[str], pair: Pair) -> None:
    """Who says so, of the row that was clicked; of no row, what documents say of the pole itself."""
    if not pairs:
        with st.container(border=True, key="drawer"):
            said_of(ctx, mine)
        return
    of_it = replace(ctx, asked=replace(ctx.asked, sel=ctx.asked.sel if ctx.asked.sel in pairs else ""))
    side_drawer(of_it, empty=ctx.say("Click a row: who says so."), pair=pair)


def _kinds(ctx: Context, those: pd.DataFrame) -> pd.Series:
    return those["kind"].map(lambda kind: kind_word(ctx.say, kind))


def _what(say: Words, label: str, number: int) -> str:
    """What a number counts, as one says it of so many."""
    return {
        "members": say.many("member named", "members named", number),
        PARTNERS: say.many("partner named", "partners named", number),
        "encounters": say.many("encounter", "encounters", number),
        "to_check": say("to check"),
        "memberships": say.many("group that it is in", "groups that it is in", number),
    }[label]
