"""What is known of an actor: a table for each sort of thing, and once what is not known; a row opens who says so."""

import numpy as np
import pandas as pd
import streamlit as st

from views.answer_view import MISSING, Shown, table, telling
from views.asked import ask, ask_more
from views.context import Context
from views.drawer import links_between, pair_drawer
from views.frame import unknown_ids
from views.parts import rows_table
from views.text import plain

OTHER = "lien"  # the address key: whose link with the actor is read
BESIDE = ("section", "documents", "about", "other")  # the heading says the first, the page shows the others beside
DATES, NUMBERS = ("since", "until"), "numbers"


def sections(ctx: Context, shown: Shown) -> None:
    """The sections one after the other, without the row that sums them up: the page says it above."""
    of = shown.answer.table["section"].astype(object)
    for section in dict.fromkeys(of.iloc[1:]):
        _section(ctx, shown, section, (of == section).to_numpy())


def _section(ctx: Context, shown: Shown, section: str, here: np.ndarray) -> None:
    labels = {one.name: one.label(ctx.say.language) for one in shown.answer.columns}
    rows, others = shown.directors[here], shown.answer.table.loc[here, "other"]
    title = str(rows[labels["section"]].iloc[0])
    st.markdown(f"#### {plain(title[:1].upper() + title[1:])}")
    if section == NUMBERS:  # of no kind: the total
        rows = rows.assign(**{labels["value"]: rows[labels["value"]].replace(MISSING, ctx.say("in all"))})
    told = telling(rows.drop(columns=[labels[one] for one in BESIDE], errors="ignore"))
    if others.isna().all():
        table(told)
    else:
        known = others.fillna("").tolist()
        rows_table(told, key=f"section_{section}", on_row=lambda row: ask_more(**{OTHER: known[row]}))
    unknown = undated(shown.answer.table[here])
    if unknown:
        st.caption(ctx.say("Not known: {what}.", what=ctx.say.all_of(labels[one] for one in unknown)))


def row_drawer(ctx: Context, entity: str) -> None:
    """Who says so, of the row that was clicked; nothing of whom no link joins with the actor."""
    said = ctx.asked.more.get(OTHER, "")
    other = ctx.find(said) if said else ""
    unknown_ids(ctx, int(bool(said) and not other))
    if not other or links_between(ctx, entity, other).empty:
        return
    with st.container(border=True, key="drawer"):
        pair_drawer(ctx, entity, other)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(ctx.say("More about it"), key="its_page", type="tertiary", on_click=read_about, args=(other,))
            st.button(ctx.say("Close"), key="close_row", type="tertiary", on_click=ask_more, kwargs={OTHER: ""})


def read_about(entity: str) -> None:
    """The page is about another actor; no row of it was clicked yet."""
    ask_more(**{OTHER: ""})
    ask(sel=entity)


def undated(rows: pd.DataFrame) -> list[str]:
    """Which ends of the links of a section no document tells; none where the rows are no links."""
    if rows["other"].isna().all():
        return []
    return [one for one in DATES if rows[one].isna().all()]
