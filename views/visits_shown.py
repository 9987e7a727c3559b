"""Visits on the screen: a row each, named of declared; one of them with its hosts and delegates, and how each moved."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from graph.vocabulary import REFUSALS, Role, Status
from queries.answer import Answer
from queries.moves import moves
from queries.words import date
from queries.words import declared as count_words
from views.answer_view import LONGEST, Shown
from views.asked import ask
from views.context import Context
from views.dates_in_words import in_words
from views.note_tab import choice, link_row, who_says, write
from views.parts import csv_file, part, rows_table
from views.text import flat, plain
from views.vocabulary_words import kind_word, status_word

SIDES = (Role.DELEGATE.value, Role.HOST.value)
SAYABLE = (Status.ASKED, Status.IN_DISCUSSION, Status.CONFIRMED, Status.DECLINED, Status.HELD, Status.CANCELLED)


def with_counts(answer: Answer) -> pd.DataFrame:
    """A row per visit, those to check first, then the latest: with its dates, and how many of each side are named."""
    table = answer.table
    visits = table[table["row"] == "visit"].reset_index(drop=True)
    days = [_ends(one) for one in visits["date"]]
    made = visits.assign(
        since=pd.Series([since for since, _ in days], dtype=object),
        until=pd.Series([until for _, until in days], dtype=object),
        day=[since or "" for since, _ in days],
        undecided=visits["to_check"].isna(),
        to_check=visits["to_check"].fillna(False).astype(bool),
    )
    for role in SIDES:
        made[role] = pd.Series([_counted(table, str(visit), role) for visit in visits["visit"]], dtype=object)
    return made.sort_values(["to_check", "day", "visit"], ascending=[False, False, True], ignore_index=True)


def _ends(span: object) -> tuple[str | None, str | None]:
    """Both ends of a span; the same where it is one day."""
    if not isinstance(span, str):
        return None, None
    first, slash, last = span.partition("/")
    return first or None, (last if slash else first) or None


def _counted(table: pd.DataFrame, visit: str, role: str) -> tuple[int, tuple[str, ...]]:
    """How many of a role are named, and what is declared of them."""
    rows = table[(table["visit"] == visit) & (table["row"] == "count") & (table["role"] == role)]
    named = table[(table["visit"] == visit) & (table["row"] == "participant") & (table["role"] == role)]
    named = named[~named["status"].isin(REFUSALS)]
    declared = tuple(dict.fromkeys(str(one) for one in rows.loc[rows["counted"] == role, "declared"].dropna()))
    return int(named["participant"].nunique()), declared


def overview(ctx: Context, visits: pd.DataFrame, *, pick: Callable[[str], None]) -> None:
    """A sentence, and a row per visit."""
    say = ctx.say
    check = int(visits["to_check"].sum())
    known = say.many("{count} visit", "{count} visits", len(visits))
    one, several = (
        "{known}, of which {count} is over and nobody says that it took place: to be checked.",
        "{known}, of which {count} are over and nobody says that they took place: to be checked.",
    )
    st.markdown(f"**{say.many(one, several, check, known=known) if check else known + '.'}**")
    rows = pd.DataFrame({
        say("Visit"): visits["visit_name"].map(lambda name: flat(str(name))),
        say("Date"): [date(one, say.language) if isinstance(one, str) else "—" for one in visits["date"]],
        say("Status"): [status_word(say, one) if isinstance(one, str) else "—" for one in visits["status"]],
        say("To be checked"): [
            say("its date has passed") if check else say("its date does not tell") if open_ else "—"
            for check, open_ in zip(visits["to_check"], visits["undecided"], strict=True)
        ],
        say("Delegates"): [_said(ctx, *one) for one in visits[Role.DELEGATE.value]],
        say("Hosts"): [_said(ctx, *one) for one in visits[Role.HOST.value]],
    })  # fmt: skip
    ids = visits["visit"].tolist()
    rows_table(rows, key="visits", on_row=lambda row: pick(str(ids[row])))
    csv_file(ctx, "visits", rows, key="visits")


def _said(ctx: Context, named: int, declared: tuple[str, ...]) -> str:
    if not declared:
        return str(named)
    return ctx.say(
        "{named} of {declared}",
        named=named,
        declared=" / ".join(count_words(one, ctx.say.language) for one in declared),
    )


def one_visit(ctx: Context, answer: Answer, visit: str) -> Shown | None:
    """One visit: what is said of it, who takes part and how each moved, what came before and after."""
    say, table = ctx.say, answer.table
    st.markdown(f"#### {plain(ctx.whole.name(visit))}")
    spoken = answer.sentences(say.language)
    counted = (table["visit"] == visit) & table["row"].isin(["visit", "count"])
    for position in table.index[counted]:
        st.markdown(plain(spoken[position], longest=LONGEST))
    those = table[(table["visit"] == visit) & (table["row"] == "participant")].reset_index(drop=True)
    rows = pd.DataFrame({
        say("Organisation"): those["participant_name"].map(lambda name: flat(str(name))),
        say("Role"): [kind_word(say, str(one)) for one in those["role"]],
        say("Status"): [status_word(say, one) if isinstance(one, str) else "—" for one in those["status"]],
        say("How it moved"): [_moved(ctx, row) for row in those.to_dict("records")],
        say("Still open"): [say("yes") if one is True else "—" for one in those["open"].astype("object")],
    })  # fmt: skip
    picks = (those["participant"] + "~" + visit).tolist()
    rows_table(rows, key="participants", on_row=lambda row: ask(sel=picks[row]))
    csv_file(ctx, "visit", rows, key="visit")
    after = part(ctx, "visit_follow_up", visit=visit)
    if after and after.sentences:
        st.markdown(f"**{say('Before and after')}**")
        st.markdown(plain(after.sentences[0], longest=LONGEST))
        _met_before(ctx, after)
    if ctx.viewer.sees_all:
        _note(ctx, visit, those)
    return after


def _moved(ctx: Context, row: dict[Any, Any]) -> str:
    """The statuses one after the other, each with the day on which it was first said."""
    link = f"{row['participant']}~TOOK_PART_IN~{row['visit']}~{row['role']}"
    steps = moves(ctx.evidence(link))
    if len(steps) == 0:
        return "—"
    said = [
        status_word(ctx.say, str(one["status"]))
        + (f" ({in_words(ctx.say, str(one['said']))})" if isinstance(one["said"], str) else "")
        for one in steps.to_dict("records")
    ]
    return " → ".join(said)


def _met_before(ctx: Context, after: Shown) -> None:
    """Pairs that had met before, and those that met since, by name."""
    before = int(after.answer.table["met_before"].fillna(0).iloc[0])
    one, several = "{count} pair had met before.", "{count} pairs had met before."
    if before:
        st.caption(ctx.say.many(one, several, before))
    rows = after.answer.more["pairs"]
    for row in rows[rows["like"].isna() & rows["encounter"].notna()].to_dict("records"):
        names = (flat(str(row[one])) for one in ("delegate_name", "host_name", "encounter_name"))
        st.caption(plain(" – ".join(names), longest=LONGEST))


def _note(ctx: Context, visit: str, those: pd.DataFrame) -> None:
    """For the owner: what a host or a delegate answered, as a statement of today."""
    say = ctx.say
    names = {str(row["participant"]): flat(str(row["participant_name"])) for row in those.to_dict("records")}
    if not names:
        return

    def row(said: Mapping[str, str]) -> Mapping[str, str]:
        return link_row({**said, "relation": "TOOK_PART_IN", "target": visit})

    with st.expander(say("Write down an answer")), st.form(key="visit_note", border=False):
        st.caption(say("It is kept as a document of today, by you, and can be taken back. Nothing is ever edited."))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            choice(say("Who or what"), "about", names, say("Choose"))
            choice(say("As what"), "role", {str(one): kind_word(say, one) for one in (Role.HOST, Role.DELEGATE)}, "—")
            choice(say("Answer"), "status", {str(one): status_word(say, one) for one in SAYABLE}, say("Choose"))
        who_says(ctx)
        st.form_submit_button(say("Write it down"), type="primary", on_click=partial(write, ctx, row, "statements"))
