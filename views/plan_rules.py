"""Which wishes, refusals, absences and other rules a plan was asked to keep, by name."""

from collections.abc import Callable, Iterator

import pandas as pd
import streamlit as st

from graph.search import entity_named
from queries.meeting_days import SEPARATOR, pairs_named
from views.context import Context
from views.meeting_form import AWAY, kinds
from views.parts import csv_file, rows_table
from views.plans import Plan
from views.text import flat

PREVIOUS = "previous"


def rules(ctx: Context, plan: Plan, *, pick: Callable[[str], None]) -> None:
    """They as a table, in the form's own words; a row that is clicked tells its pair, or who is absent."""
    say, found = ctx.say, list(_rules(ctx, plan))
    before = len(pairs_named(ctx.whole, PREVIOUS, plan.asked.get(PREVIOUS) or ()))
    if before:
        st.caption(
            say.many("{count} pair met before, and is left out.", "{count} pairs met before, and are left out.", before)
        )
    if not found:
        st.caption(say("No wish, refusal or absence was given."))
        return
    given = say.many(
        "{count} wish, refusal or absence that was given", "{count} wishes, refusals and absences that were given",
        len(found),
    )  # fmt: skip
    rows = pd.DataFrame(
        [(kind, *(flat(one) for one in told)) for kind, _, told in found],
        columns=[say("Kind"), say("Who"), say("Whom (or the slot)")], dtype="string",
    )  # fmt: skip
    with st.expander(given):
        rows_table(rows, key="plan_rules", on_row=lambda row: pick(found[row][1]))
        csv_file(ctx, "plan_rules", rows, key="plan_rules")


def _rules(ctx: Context, plan: Plan) -> Iterator[tuple[str, str, tuple[str, str]]]:
    """For each rule its kind, the id or the two ids that it is about, and how they are told."""
    net = ctx.whole
    for word, name in kinds(ctx.say).items():
        given = plan.asked.get(name) or ()
        if name == AWAY:
            for one, _, slot in (text.rpartition(SEPARATOR) for text in given):
                who = entity_named(net, one)
                yield word, who, (net.name(who), slot)
        else:
            for a, b in pairs_named(net, name, given):
                yield word, f"{a}{SEPARATOR}{b}", (net.name(a), net.name(b))
