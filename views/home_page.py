"""Accueil: around my pole, what is known, what is missing, what comes next."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from graph.vocabulary import GROUPS, ORGANISATIONS, Kind
from views.answer_view import LONGEST, Shown
from views.brief import brief_button
from views.choices import choose_one_of, named
from views.context import ACTOR, COMPLEMENTARITY, GAPS, NETWORK, Context
from views.dates_in_words import in_words
from views.filters import date_filter
from views.frame import basis_line, basis_of, head, nobody, unknown_ids
from views.home_figures import UNLINKED, WAITING, figures, open_list
from views.home_news import news
from views.parts import bases, csv_file, part
from views.run_words import UNDONE
from views.starts import POLE, first_step
from views.steps import Step
from views.stops import stops
from views.text import flat, plain
from views.vocabulary_words import command_word

MINE = ((Kind.POLE, Kind.CLUSTER), GROUPS, ORGANISATIONS)  # whose page it is: the first sort of which there is one
FEW, RUNS = 3, 3


def show(ctx: Context) -> None:
    """The page, for the pole that the address names."""
    head(ctx, ctx.say("Home"))
    kinds = next((kinds for kinds in MINE if named(ctx, kinds)), ())
    if not kinds:
        nobody(ctx)
        _runs(ctx)
        basis_line(ctx, basis_of(ctx, "accueil", "statements as documents make them", {}))
        return
    mine = _mine(ctx, kinds)
    who, told = part(ctx, "profile", organisation=mine), _report(ctx, mine)
    needs = part(ctx, "unserved_needs", within=mine) if ctx.neighbourhood.kinds[mine] in GROUPS else None
    beside = _who(ctx, mine, who) if who else None
    with st.container(key="cards"):
        left, right = st.columns(2, gap="medium")
    with left:
        _missing(ctx, mine, told, needs)
        _next(ctx, told)
    with right:
        _allies(ctx, mine, told)
        news(ctx, mine)
        _runs(ctx)
    bases(ctx, (who, told, needs, beside))


def _report(ctx: Context, mine: str) -> Shown | None:
    """What other questions say of it, but for those that measure everybody: that takes a minute of a large network."""
    return part(ctx, "report", organisation=mine, robust=False, figures=False)


def _mine(ctx: Context, kinds: tuple[Kind, ...]) -> str:
    """The pole that the reader chose, else the one with which the drawing starts, else the first."""
    said = ctx.asked.more.get(POLE, "")
    unknown_ids(ctx, int(bool(said) and not ctx.find(said)))
    start = first_step(ctx.neighbourhood)
    left, middle, right = st.columns([0.3, 0.15, 0.55], vertical_alignment="bottom")
    with left:
        chosen = choose_one_of(ctx, POLE, ctx.say("My pole"), kinds, none=ctx.say("Choose"))
    with middle:
        date_filter(ctx, stops([ctx.whole.links, ctx.whole.entities]))
    usual = start.entity if start and ctx.neighbourhood.kinds[start.entity] in kinds else ""
    mine = chosen or usual or next(iter(named(ctx, kinds)))
    if not chosen:
        with right:
            name = plain(ctx.whole.name(mine))
            st.caption(
                ctx.say(
                    "Until you choose, here is {name}. The address keeps your choice: bookmark the page, or send it.",
                    name=name,
                )
            )
    return mine


def _who(ctx: Context, mine: str, who: Shown) -> Shown | None:
    """The sentence on it, then its five numbers, those that are declared beside those that are named.

    On what the list beneath them rests, if on another answer.
    """
    st.markdown(f"**{plain(who.sentences[0], longest=LONGEST)}**")
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        around = replace(ctx.asked, step=(Step("ego", mine),), sel=mine)
        st.page_link(ctx.pages[NETWORK], label=ctx.say("See it in the network"), query_params=around.address)
        st.page_link(ctx.pages[ACTOR], label=ctx.say("More about it"), query_params=around.address)
        brief_button(ctx, mine)
    beside = figures(ctx, mine, who)
    _declared(ctx, who)
    return beside


def _declared(ctx: Context, who: Shown) -> None:
    """What documents declare beside what they name."""
    rows = who.answer.table["row"].isin(["declared", "share"])
    said = [said for said, is_one in zip(who.sentences, rows, strict=True) if is_one]
    told = " ".join(said) or ctx.say("Named by documents; no document declares a total.")
    st.caption(plain(told, longest=LONGEST))


def _missing(ctx: Context, mine: str, told: Shown | None, needs: Shown | None) -> None:
    """Three gaps: needs that are served badly, then poles to which no link is known."""
    wanted = _rows(needs, needs.answer.table["state"] != "served_in_pole") if needs else []
    apart, say = _section(told, "missing_links"), ctx.say

    def more() -> None:
        if wanted:
            _page(ctx, GAPS, say("See all needs"), {"manque": "besoins", "groupe": mine})
        if apart:
            st.button(say("See all poles"), key="all_unlinked", type="tertiary", on_click=open_list, args=(UNLINKED,))

    none = say("No need without an answer, and no pole without a link, is known.")
    _list(ctx, say("What is missing"), [*wanted[:2], *apart], GAPS, none=none, more=more)


def _allies(ctx: Context, mine: str, told: Shown | None) -> None:
    say = ctx.say

    def more() -> None:
        _page(ctx, COMPLEMENTARITY, say("See all"), {"organisation": mine})

    none = say("No need and no offer is known: load a file that tells some.")
    _list(ctx, say("Who could complete it"), _section(told, "allies"), COMPLEMENTARITY, none=none, more=more)


def _next(ctx: Context, told: Shown | None) -> None:
    say, found = ctx.say, _section(told, "upcoming")

    def more() -> None:
        if found:
            st.button(say("See all"), key="all_waiting", type="tertiary", on_click=open_list, args=(WAITING,))

    none = say("No encounter is announced, and none waits to be checked.")
    _list(ctx, say("To check, or to come"), found, WAITING, none=none, more=more)


def _page(ctx: Context, page: str, label: str, asks: Mapping[str, str]) -> None:
    """To another page, about my pole: what other pages were asked stays behind."""
    pole = {POLE: ctx.asked.more[POLE]} if POLE in ctx.asked.more else {}
    there = replace(ctx.asked, sel="", more={**pole, **asks})
    st.page_link(ctx.pages[page], label=label, query_params=there.address)


def _list(
    ctx: Context, title: str, said: Iterable[str], name: str, *, none: str, more: Callable[[], None]
) -> None:  # fmt: skip
    """Three sentences, with ways to all of them, and a file of the three."""
    told = list(dict.fromkeys(said))[:FEW]
    with st.container(border=True):
        st.markdown(f"#### {title}")
        for one in told:
            st.markdown(plain(one, longest=LONGEST))
        if not told:
            st.caption(none)
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            more()
            if told:
                csv_file(ctx, name, pd.DataFrame({ctx.say("Sentence"): told}), key=f"home_{name}")


def _section(told: Shown | None, section: str) -> list[str]:
    """The sentences of a section of the report."""
    return _rows(told, told.answer.table["section"] == section) if told else []


def _rows(shown: Shown, kept: pd.Series) -> list[str]:
    return [said for said, is_kept in zip(shown.sentences, kept, strict=True) if is_kept]


def _runs(ctx: Context) -> None:
    """The last loads and decisions, the newest first."""
    say, runs = ctx.say, ctx.store.runs(viewer=ctx.viewer)
    with st.container(border=True):
        st.markdown(f"#### {say('Last runs')}")
        for row in runs.iloc[::-1].head(RUNS).to_dict("records"):
            added = say.many("{count} statement added", "{count} statements added", int(row["opened"]))
            closed = say.many("{count} is no longer stated", "{count} are no longer stated", int(row["closed"]))
            what, when = command_word(say, str(row["command"])), in_words(say, str(row["at"])[:10])
            told = f"{added}, {closed}" if row["closed"] else added
            told = say("taken back") if row["state"] == UNDONE else told
            parts = [when, flat(what), told] if row["at"] else [flat(what), told]
            st.markdown(plain(" · ".join(parts), longest=LONGEST))
        if runs.empty:
            st.caption(say("Nothing was loaded yet."))
