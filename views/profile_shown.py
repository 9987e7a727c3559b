"""What is known of an actor: a table for each sort of thing, and once what is not known."""

import numpy as np
import pandas as pd
import streamlit as st

from views.answer_view import MISSING, Shown, table, telling
from views.context import Context
from views.text import plain

BESIDE = ("section", "documents", "about", "other")  # the heading says the first, the page shows the others below
DATES, NUMBERS = ("since", "until"), "numbers"


def sections(ctx: Context, shown: Shown) -> None:
    """The sections in two columns, without the row that sums them up: the page says it above."""
    of = shown.answer.table["section"].astype(object)
    with st.container(key="sections"):
        columns = st.columns(2, gap="medium")
    for place, section in enumerate(dict.fromkeys(of.iloc[1:])):
        with columns[place % 2]:
            _section(ctx, shown, section, (of == section).to_numpy())


def _section(ctx: Context, shown: Shown, section: str, here: np.ndarray) -> None:
    labels = {one.name: one.label(ctx.say.language) for one in shown.answer.columns}
    rows = shown.directors[here]
    title = str(rows[labels["section"]].iloc[0])
    st.markdown(f"#### {plain(title[:1].upper() + title[1:])}")
    if section == NUMBERS:  # of no kind: the total
        rows = rows.assign(**{labels["value"]: rows[labels["value"]].replace(MISSING, ctx.say("in all"))})
    table(telling(rows.drop(columns=[labels[one] for one in BESIDE], errors="ignore")))
    unknown = undated(shown.answer.table[here])
    if unknown:
        st.caption(ctx.say("Not known: {what}.", what=ctx.say.all_of(labels[one] for one in unknown)))


def undated(rows: pd.DataFrame) -> list[str]:
    """Which ends of the links of a section no document tells; none where the rows are no links."""
    if rows["other"].isna().all():
        return []
    return [one for one in DATES if rows[one].isna().all()]
