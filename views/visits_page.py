"""Visites: who went where, what is still open, what came of it; and which hosts to see on which day of the next."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from graph.errors import MaillageError
from graph.vocabulary import Kind
from queries.catalogue import query
from queries.trip_options import Asked
from queries.trips import located
from views import note_tab
from views.answer_view import LONGEST, Shown, asked_of
from views.asked import ask, ask_more
from views.charts import chart
from views.choices import choose, choose_view, misread, named
from views.context import Context
from views.filters import date_filter, status_filter
from views.frame import basis_line, basis_of, head, unknown_ids
from views.frame import misread as not_understood
from views.host_terms import given
from views.parameter_fields import fields
from views.parameter_fields import misread as misread_fields
from views.parts import bases, part
from views.side_drawer import side_drawer
from views.stops import stops
from views.sub_groups import sub_groups
from views.text import plain
from views.trip_shown import trip
from views.visit_band import band
from views.visits_shown import one_visit, overview, with_counts

VIEW, WHICH, TERRITORY = "visites", "visite", "territoire"  # the address keys
ASKED = "visit_plan"
BESIDE = (  # what is asked for in each column
    ("visit", "delegation", "hosts", "territory"), ("days", "slots", "zones"),
    ("required", "forbidden"),
)  # fmt: skip
NARROW = 320  # pixels


def show(ctx: Context) -> None:
    """The page: the visits that are known, or one that is prepared."""
    say = ctx.say
    head(ctx, say("Visits"))
    views = {"suivre": say("Follow visits"), "preparer": say("Prepare a visit")}
    not_understood(ctx, misread(ctx, VIEW, views))
    note_tab.told()
    shown = VIEWS[_view(ctx, views)](ctx)
    bases(ctx, shown) if shown else basis_line(ctx, basis_of(ctx, "visites", "nothing computed yet", {}))


def _view(ctx: Context, views: Mapping[str, str]) -> str:
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        view = choose_view(ctx, VIEW, ctx.say("What to do"), views)
        if view == "suivre":
            places = located(ctx.network)
            theirs = {
                zone for one in ctx.whole.encounters.query("kind == 'visit'")["id"] for zone in places.get(one, ())
            }
            known = {one: name for one, name in named(ctx, [Kind.TERRITORY]).items() if one in theirs}
            not_understood(ctx, misread(ctx, TERRITORY, known))
            with st.container(width=NARROW):
                choose(ctx, TERRITORY, ctx.say("Territory"), known, none=ctx.say("all territories"))
            status_filter(ctx, ctx.whole.links, label=ctx.say("What counts"))
        date_filter(ctx, stops([ctx.whole.links, ctx.whole.entities]))
    return view


def _follow(ctx: Context) -> list[Shown]:
    """The band, a row per visit, the one that is chosen; beside them who says so."""
    say, shown = ctx.say, part(ctx, "visits", visit=None)
    if shown is None:
        return []
    visits = with_counts(shown.answer)
    wanted = ctx.asked.more.get(TERRITORY, "")
    if wanted:
        places = located(ctx.network)
        visits = visits[[wanted in places.get(one, ()) for one in visits["visit"]]].reset_index(drop=True)
    if visits.empty:
        st.info(
            say(
                "No visit is known here. Write one down on the page Data (a new encounter of the kind visit, then "
                "who hosts and who travels), or load a file of visits."
            )
        )
        return [shown]
    which = ctx.asked.more.get(WHICH, "")
    not_understood(ctx, [f"{WHICH}={which}"] if which and which not in set(visits["visit"]) else [])
    which = which if which in set(visits["visit"]) else str(visits["visit"].iloc[0])
    left, right = st.columns([0.68, 0.32])
    with left:
        overview(ctx, visits, pick=_pick)
        drawn = band(say, visits)
        if drawn is not None:
            chart(drawn, key="band", field="visit", pick=_pick)
        else:
            st.caption(say("No visit here has a known year: none stands on the band of time."))
        after = one_visit(ctx, shown.answer, which)
    with right:
        side_drawer(ctx, empty=say("Click a host or a delegate: who says so, document by document."))
    return [one for one in (shown, after) if one]


def _prepare(ctx: Context) -> list[Shown]:
    """What is asked of the next visit, then its plan."""
    say, asked = ctx.say, query(ASKED)
    wrong, unknown = misread_fields(ctx, asked)
    not_understood(ctx, wrong)
    unknown_ids(ctx, unknown)
    st.markdown(
        say(
            "Choose who travels and which hosts come into question, or the territory: each day and slot gets the host "
            "that serves most, with the reason, who could introduce, and what stays open."
        )
    )
    values: dict[str, Any] = {**given(ctx)}
    with st.expander(say("Who travels, hosts, days and rules"), expanded=not _is_asked(ctx)):
        for column, some in zip(st.columns(len(BESIDE)), BESIDE, strict=True):
            with column:
                own = tuple(one for one in asked.parameters if one.name in some)
                values |= fields(ctx, replace(asked, parameters=own)) or {}
        with column:  # the last, once all who travel are known
            travel = Asked(values["visit"], values["delegation"] or (), hosts=values["hosts"] or ())
            values["groups"] = sub_groups(ctx, travel) or None
    if not _is_asked(ctx):
        return []
    try:
        shown = asked_of(ctx, asked, values)
    except (MaillageError, ValueError) as error:
        st.warning(plain(say.fault(error), longest=LONGEST))
        return []
    trip(ctx, shown)
    return [shown]


def _is_asked(ctx: Context) -> bool:
    """Whether the address says who travels: all who need something would be a trip of thousands."""
    return any(ctx.asked.more.get(f"q.{one}") for one in ("visit", "delegation"))


def _pick(which: str) -> None:
    ask_more(**{WHICH: which})
    ask(sel="")


VIEWS: Mapping[str, Callable[[Context], list[Shown]]] = {"suivre": _follow, "preparer": _prepare}
