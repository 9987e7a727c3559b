"""A plan on the screen: slots by tables, how often each meets, which wishes it leaves, why two of them meet."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from queries.answer import Answer
from queries.words import word
from views import meeting_actions
from views.answer_view import LONGEST
from views.context import Context
from views.drawer import pair_drawer
from views.matched_pair import needs_met
from views.meeting_grid import grid_of
from views.parts import clicked_cells, csv_file, rows_table
from views.plans import Plan
from views.printed import as_html
from views.table_shape import BESIDE, cells_shape
from views.text import flat, plain

GRID, ON_PAPER = "meetings", "meetings_printed"


def grid(ctx: Context, table: pd.DataFrame, *, pick: Callable[[str], None]) -> None:
    """A row a table, a column a slot; a cell that is clicked tells its pair. On paper all of it is a table of text."""
    if table.empty:
        return
    shown = grid_of(ctx.say, table)

    def take(row: int, column: str) -> None:
        if column in shown.slots:
            pick(shown.pairs[row][shown.slots.index(column)])

    clicked_cells(shown.rows, key=GRID, on_cell=take, shaped=cells_shape(shown.rows))
    if (count := len(shown.slots)) > BESIDE:
        told = ctx.say.many(
            "{count} slot: scroll sideways to see all.", "{count} slots: scroll sideways to see all.", count
        )
        st.caption(told)
    with st.container(key=ON_PAPER):
        st.html(as_html(shown.rows))


def people(ctx: Context, served: pd.DataFrame, *, pick: Callable[[str], None]) -> None:
    """How many meetings each has of how many it could, the worst served first."""
    say = ctx.say
    order = served.sort_values(["meetings", "name", "id"]).reset_index(drop=True)
    rows = pd.DataFrame({
        say("Participant"): order["name"].map(flat), say("Meetings"): order["meetings"], say("At most"): order["able"],
    })  # fmt: skip
    ids = list(order["id"])
    rows_table(rows, key="served", on_row=lambda row: pick(ids[row]))
    csv_file(ctx, "participants", rows, key="served")


def unmet(ctx: Context, left: pd.DataFrame) -> None:
    """The wishes that are not on the programme, and why: for those who plan."""
    say, language = ctx.say, ctx.say.language
    if left.empty:
        return
    why = left[["reason", "why"]].fillna("").to_numpy().tolist()
    rows = pd.DataFrame({
        say("Wish of"): left["who_name"].map(flat), say("To meet"): left["whom_name"].map(flat),
        say("Why not"): [", ".join(word(one, language) for one in both if one) for both in why],
    })  # fmt: skip
    with st.expander(say.many("{count} wish is not met", "{count} wishes are not met", len(rows))):
        rows_table(rows, key="unmet")
        csv_file(ctx, "unmet_wishes", rows, key="unmet")


def meeting(ctx: Context, plan: Plan, answer: Answer, one: str, other: str) -> None:
    """When two meet, why, who says so, and what can be done about it; of two who do not meet, what joins them."""
    table = answer.table
    here = table[table["a"].isin([one, other]) & table["b"].isin([one, other])]
    if here.empty:
        pair_drawer(ctx, one, other)
        return
    row, say = here.iloc[0], ctx.say
    st.markdown(f"#### {plain(row['a_name'])} — {plain(row['b_name'])}")
    st.caption(say("Slot {slot}, table {table}", slot=int(row["slot"]), table=int(row["table"])))
    st.markdown(plain(str(row[f"why_{say.language}"]), longest=LONGEST))
    meeting_actions.of_meeting(ctx, plan, f"{row['a']}~{row['b']}")
    needs_met(ctx, answer, one, other)
