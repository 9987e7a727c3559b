"""Which links of an actor were new, and which over, between two days: on its page, and beside a comparison."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from graph import dates
from graph.errors import DateError
from queries.between import APPEARED, ENDED, between, dated
from views.answer_view import MISSING
from views.asked import ask_more
from views.choices import choose, misread
from views.context import ACTOR, Context
from views.dates_in_words import in_words, span_in_words
from views.drawer import link_cards, sentence_of, title_of
from views.frame import misread as not_understood
from views.parts import csv_file, rows_table
from views.profile_shown import OTHER
from views.statement_words import Row, how_far
from views.stops import stops
from views.text import flat

DAY = len("2019-05-01")
SINCE, UNTIL = "du", "au"  # the address keys


def two_days(ctx: Context, entity: str) -> None:
    """Choose two of the days on which something of it changes, and read what did; nothing where there are no two."""
    say = ctx.say
    st.markdown(f"#### {say('Between two dates')}")
    days = stops(dated(ctx.whole, entity))
    if len(days) < 2:
        st.caption(say("Fewer than two dates of its links are known: there is nothing to compare."))
        return
    _changes(ctx, entity, *_chosen(ctx, days))


def _chosen(ctx: Context, days: list[str]) -> tuple[str, str]:
    """The two days, in order; the first and the last of all unless the reader, or the address, says others."""
    say, said = ctx.say, [day for key in (SINCE, UNTIL) if (day := ctx.asked.more.get(key, "")) and _is_day(day)]
    words = {day: in_words(say, day) for day in sorted({*days, *said}, key=dates.latest)}
    not_understood(ctx, [*misread(ctx, SINCE, words), *misread(ctx, UNTIL, words)])
    with st.container(horizontal=True):
        first = choose(ctx, SINCE, say("First date"), words)
        last = choose(ctx, UNTIL, say("Second date"), dict(reversed(words.items())))
    return (first, last) if dates.latest(first) <= dates.latest(last) else (last, first)


def _is_day(text: str) -> bool:
    try:
        return bool(dates.day_of(text))
    except DateError:
        return False


def then_drawer(ctx: Context, entity: str, first: str, last: str) -> None:
    """Who it is, how much of it changed between two days, and each link that did, with who says so."""
    title_of(ctx, entity)
    there = replace(ctx.asked, more={SINCE: first, UNTIL: last})
    st.page_link(ctx.pages[ACTOR], label=ctx.say("More about it"), query_params=there.address)
    found = between(ctx.whole, entity, first, last, sure=ctx.asked.sure)
    _how_much(ctx, found, first, last)
    if found.empty:
        st.caption(ctx.say("No link of its own is new or over: what changes comes of the links of others."))
    for state, title in ((APPEARED, ctx.say("New")), (ENDED, ctx.say("Over"))):
        rows = found[found["state"] == state]
        if len(rows):
            st.markdown(f"#### {title}")
            link_cards(ctx, rows, key=f"all_{state}")


def _how_much(ctx: Context, found: pd.DataFrame, first: str, last: str) -> None:
    """How many links are new and how many are over: from a day to a day, or between two years or months."""
    say, new = ctx.say, int((found["state"] == APPEARED).sum())
    came = say.many("{count} new link", "{count} new links", new)
    gone = say.many("{count} that is over", "{count} that are over", len(found) - new)
    told = {"first": in_words(say, first), "last": in_words(say, last), "came": came, "gone": gone}
    if len(first) == len(last) == DAY:
        st.markdown(f"**{say('From {first} to {last}: {came}, {gone}.', **told)}**")
    else:  # « du 1er mai au 2 juin », but not « du 2016 au 2019 »
        st.markdown(f"**{say('{first} – {last}: {came}, {gone}.', **told)}**")


def _changes(ctx: Context, entity: str, first: str, last: str) -> None:
    """How much changed, then a row for each link; a click opens who says so."""
    say, found = ctx.say, between(ctx.whole, entity, first, last, sure=ctx.asked.sure)
    _how_much(ctx, found, first, last)
    if found.empty:
        return
    rows = found.to_dict("records")
    words = {True: say("new"), False: say("over")}
    told = pd.DataFrame({
        say("Change"): [words[row["state"] == APPEARED] for row in rows],
        say("Link"): [flat(sentence_of(ctx, row)) for row in rows],
        say("Status"): [how_far(say, row["status"]) for row in rows],
        say("Date"): [_when(ctx, row) for row in rows],
    })  # fmt: skip
    others = [str(one) for one in found["other"]]
    rows_table(told, key="changed", on_row=lambda row: ask_more(**{OTHER: others[row]}))
    csv_file(ctx, f"{entity}_{first}_{last}", told, key="changed")


def _when(ctx: Context, row: Row) -> str:
    since, until = row["since"], row["until"]
    return span_in_words(ctx.say, None if pd.isna(since) else since, None if pd.isna(until) else until) or MISSING
