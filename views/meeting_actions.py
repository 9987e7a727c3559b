"""What can be done to a plan: mended by hand, taken back, followed by a second leg, handed out, held, dropped."""

from collections.abc import Callable
from datetime import time
from functools import cache, partial

import streamlit as st

from graph.model import Viewer
from graph.vocabulary import Kind
from queries.answer import Answer
from queries.repair_meetings import ADDED
from views import import_shown
from views.asked import ask, ask_more
from views.choices import named
from views.clock import now
from views.context import DATA, Context
from views.csv_files import ENDING, ZIP
from views.downloads import file_name
from views.file_names import with_ending
from views.packed import packed
from views.plan_sheets import Hours, Sheets
from views.plan_work import TOLD, later
from views.planning import Planning
from views.plans import Plan
from views.text import flat, plain

BEFORE = "meetings_before"
LONGEST_NAME = 60
NOTED = {"tab": "note", "what": "encounter"}  # where an event is written down


def show(ctx: Context, planning: Planning, plan: Plan) -> None:
    """The row of buttons above a plan."""
    say = ctx.say
    with st.popover(say("Hand out")):
        _hand_out(ctx, planning, plan)
    if not plan.held:
        with st.popover(say("Add a meeting")):
            _impose(ctx, plan)
        before = st.session_state.get(BEFORE)
        if before and before.name == plan.name:
            st.button(say("Undo the last change"), key="unmend", on_click=_unmend, args=(planning,))
    with st.popover(say("Second leg")):
        _second_leg(ctx, planning, plan)
    if ctx.viewer.sees_all and not plan.held:
        with st.popover(say("It was held")):
            _hold(ctx, planning, plan)
    drop(ctx, planning, plan.name)
    if plan.held:
        st.caption(say("Written down as held by {run}.", run=plain(plan.held)))


def of_meeting(ctx: Context, plan: Plan, pair: str) -> None:
    """One meeting, refused: it never comes back, and its places are given again."""
    if not plan.held:
        st.button(
            ctx.say("They do not meet: give their places again"), key="refuse", on_click=_mend,
            args=(ctx, plan), kwargs={"refused": (pair,)},
        )  # fmt: skip


def of_one(ctx: Context, plan: Plan, one: str) -> None:
    """One participant: when it meets whom, and that it does not come after all."""
    mine = sorted((row for row in plan.meetings if one in (row.a, row.b)), key=lambda row: row.slot)
    with st.container(border=True, key="cards"):
        st.markdown(f"#### {plain(ctx.whole.name(one))}")
        for row in mine:
            other = plain(ctx.whole.name(row.b if row.a == one else row.a))
            where = ctx.say("Slot {slot}, table {table}", slot=row.slot, table=row.table)
            st.markdown(f"{where} : {other}" if ctx.say.language == "fr" else f"{where}: {other}")
        if not mine:
            st.markdown(ctx.say("No meeting is planned."))
        if not plan.held:
            st.button(
                ctx.say("It does not come: give its places again"), key="absent", on_click=_mend, args=(ctx, plan),
                kwargs={"absent": (one,)},
            )  # fmt: skip


def drop(ctx: Context, planning: Planning, name: str) -> None:
    """Forget a plan, after a second click."""
    with st.popover(ctx.say("Drop")):
        st.markdown(ctx.say("The plan is forgotten; what was written down as held stays in the network."))
        st.button(ctx.say("Drop this plan"), key="drop", on_click=_drop, args=(planning, name))


def _hand_out(ctx: Context, planning: Planning, plan: Plan) -> None:
    """Sheets for participants and tables, with their times, and with the reasons that everybody may read."""
    say = ctx.say
    day = st.date_input(say("Day"), value=None, key="plan_day", format="DD/MM/YYYY")
    with st.container(horizontal=True):
        first = st.time_input(say("First slot at"), value=time(9), key="plan_first", step=300)
        minutes = st.number_input(say("Minutes each"), min_value=1, value=20, key="plan_minutes")
        pause = st.number_input(say("Minutes between"), min_value=0, value=5, key="plan_pause")
    hours = Hours(day, first, int(minutes), int(pause))

    @cache
    def sheets() -> Sheets:
        return Sheets(ctx.whole, plan, planning.handed_out(plan, ctx.public), hours, say)

    if ctx.viewer != Viewer.PUBLIC:
        st.caption(say("The reasons on these sheets are those that everybody may read; what is confided stays here."))
    name = file_name(ctx, f"plan-{plan.name}")
    files = {
        "participants.html": say("A sheet for each participant, to print"),
        "tables.html": say("A sheet for each table, to print"),
        "grid.html": say("The whole plan on one page, to print"),
    }
    for file, label in files.items():
        st.download_button(
            label, partial(_file, sheets, file), f"{name}_{file}", "text/html", key=f"out_{file}",
            on_click="ignore", type="tertiary",
        )  # fmt: skip
    st.download_button(
        say("The whole agenda (CSV, zipped)"), lambda: sheets().agenda(), with_ending(f"{name}_agenda", ENDING), ZIP,
        key="out_agenda", on_click="ignore", type="tertiary",
    )  # fmt: skip
    st.download_button(
        say("All of it, with calendars, in one archive") if day else say("All of it in one archive"),
        lambda: packed(sheets().files()), f"{name}.zip", ZIP, key="out_zip", on_click="ignore", type="tertiary",
    )  # fmt: skip
    if day is None:
        st.caption(say("With the day there is a calendar file for each participant too."))


def _file(sheets: Callable[[], Sheets], name: str) -> bytes:
    return sheets().file(name)


def _impose(ctx: Context, plan: Plan) -> None:
    """Two who must meet: all other meetings stay, but for the fewest that are in the way."""
    say, names = ctx.say, {one: flat(ctx.whole.name(one), longest=LONGEST_NAME) for one in plan.participants}
    for key, label in (("impose_a", say("First")), ("impose_b", say("Second"))):
        st.selectbox(
            label, list(names), index=None, key=key, format_func=lambda one: names.get(one, one),
            placeholder=say("Choose"),
        )  # fmt: skip
    st.caption(say("The others keep their meetings, but for the fewest that are in the way."))
    st.button(say("Add it"), key="impose", type="primary", on_click=_imposed, args=(ctx, plan))


def _imposed(ctx: Context, plan: Plan) -> None:
    one, other = (st.session_state.get(key) for key in ("impose_a", "impose_b"))
    if not one or not other:
        st.session_state[TOLD] = [(ctx.say("Choose both of them."), False)]
        return
    _mend(ctx, plan, imposed=(f"{one}~{other}",))


def _second_leg(ctx: Context, planning: Planning, plan: Plan) -> None:
    say = ctx.say
    st.markdown(say("The same people and rules, no pair again, the wishes left over first."))
    st.text_input(say("Name of the new plan"), key="second", max_chars=80)
    st.button(say("Plan it"), key="plan_second", type="primary", on_click=_planned_second, args=(ctx, planning, plan))


def _planned_second(ctx: Context, planning: Planning, plan: Plan) -> None:
    name = str(st.session_state.get("second") or "").strip()
    if not name:
        st.session_state[TOLD] = [(ctx.say("Give the plan a name."), False)]
        return
    later(lambda: _made(ctx, planning, name, plan))


def _made(ctx: Context, planning: Planning, name: str, plan: Plan) -> str:
    made = planning.make(name, {}, after=plan.name)
    ask(sel="")
    ask_more(plan=name)
    return made.summary(ctx.say.language) or ctx.say("No meeting is planned.")


def _hold(ctx: Context, planning: Planning, plan: Plan) -> None:
    """The meetings become encounters of the network, each part of the day."""
    say = ctx.say
    events = named(ctx, [Kind.EVENT])
    st.caption(say("The day is an event of the network: if it is not listed here, write it down first."))
    st.page_link(ctx.pages[DATA], label=say("Write down the day"), query_params={**ctx.asked.address, **NOTED})
    if not events:
        return
    pairs = {one.pair: f"{flat(ctx.whole.name(one.a), longest=LONGEST_NAME)} – {flat(ctx.whole.name(one.b))}"
             for one in plan.meetings}  # fmt: skip
    st.selectbox(
        say("The day, as an event"), list(events), index=None, key="held_event", placeholder=say("Choose"),
        format_func=lambda one: events.get(one, one),
    )  # fmt: skip
    st.text_input(say("When, if the event does not say"), key="held_day", placeholder="2026-03-12")
    st.multiselect(
        say("Did not take place"), list(pairs), key="held_missed", placeholder=say("all took place"),
        format_func=lambda one: pairs.get(one, one),
    )  # fmt: skip
    st.text_input(say("Confided to (a group, as emc2=staff)"), key="held_confided", placeholder=say("everybody"))
    st.caption(say("Each meeting is written into the network as held, part of that day; it can be taken back on Data."))
    st.button(say("Write it down"), key="hold", type="primary", on_click=_held, args=(ctx, planning, plan))


def _held(ctx: Context, planning: Planning, plan: Plan) -> None:
    said = {key: st.session_state.get(f"held_{key}") for key in ("event", "day", "missed", "confided")}
    if not said["event"]:
        st.session_state[TOLD] = [(ctx.say("Choose the day, as an event."), False)]
        return
    later(
        lambda: import_shown.outcome(
            ctx.say,
            planning.hold(
                ctx.store, plan.name, str(said["event"]), day=str(said["day"] or "").strip(),
                missed=said["missed"] or (), at=now(), confided=str(said["confided"] or ""),
            ),
        ),
    )  # fmt: skip


def _mend(ctx: Context, plan: Plan, **changes: tuple[str, ...]) -> None:
    planning = Planning.beside(ctx.store.url, ctx.whole)

    def mended() -> str:
        made = planning.mend(plan.name, **changes)
        st.session_state[BEFORE] = plan
        return " ".join([made.summary(ctx.say.language), *_new(ctx, made)])

    later(mended)


def _new(ctx: Context, made: Answer) -> list[str]:
    """What is new in a plan that was mended, in sentences."""
    return [
        said for said, state in zip(made.sentences(ctx.say.language), made.table["state"], strict=True)
        if state == ADDED
    ]  # fmt: skip


def _unmend(planning: Planning) -> None:
    planning.plans.keep(st.session_state.pop(BEFORE))


def _drop(planning: Planning, name: str) -> None:
    planning.plans.drop(name)
    ask_more(plan="")
