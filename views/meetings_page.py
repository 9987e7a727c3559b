"""Rencontres: a meeting day is prepared, planned, adjusted by hand, handed out, reopened, and written down as held."""

import streamlit as st

from graph.errors import MaillageError
from queries.answer import Answer
from queries.basis import Basis
from views import meeting_actions, meeting_form
from views.answer_view import LONGEST
from views.asked import ask
from views.choices import choose, misread
from views.context import Context
from views.frame import basis_line, basis_of, head, nobody
from views.frame import misread as not_understood
from views.meeting_shown import grid, meeting, people, unmet
from views.plan_rules import rules
from views.plan_work import told
from views.planning import Planning
from views.plans import Plan
from views.side_drawer import side_drawer
from views.text import plain

PLAN = "plan"  # the address key


def show(ctx: Context) -> None:
    """The page: the plan that the address names, or a new one."""
    say = ctx.say
    head(ctx, say("Meetings"))
    told(ctx)
    planning = Planning.beside(ctx.store.url, ctx.whole)
    kept = {name: name for name in planning.plans.names()}
    not_understood(ctx, misread(ctx, PLAN, kept))
    if ctx.whole.organisations.empty:
        nobody(ctx)
        basis_line(ctx, _basis(ctx))
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        name = choose(ctx, PLAN, say("Plan"), kept, none=say("a new plan")) if kept else ""
        shown = _kept(ctx, planning, name) if name else None
    if shown is None:
        meeting_form.show(ctx, planning)
        basis_line(ctx, _basis(ctx))
        return
    _plan(ctx, *shown)
    basis_line(ctx, shown[1].basis)


def _kept(ctx: Context, planning: Planning, name: str) -> tuple[Plan, Answer] | None:
    """The plan and what is said of it, with what can be done to it; None where it can no longer be read, told why."""
    try:
        plan = planning.get(name)
        answer = planning.shown(plan)
    except MaillageError as error:
        st.warning(plain(ctx.say.fault(error), longest=LONGEST))
        meeting_actions.drop(ctx, planning, name)
        return None
    meeting_actions.show(ctx, planning, plan)
    return plan, answer


def _plan(ctx: Context, plan: Plan, answer: Answer) -> None:
    """The sentence, who meets whom when; beside it why, and what can be changed."""
    say = ctx.say
    summary = answer.summary(say.language) or say("No meeting is planned.")
    st.markdown(f"**{plain(summary, longest=LONGEST)}**")
    left, right = st.columns([0.66, 0.34])
    with left:
        grid(ctx, answer.table, pick=lambda pair: ask(sel=pair))
        people(ctx, answer.more["served"], pick=lambda one: ask(sel=one))
        unmet(ctx, answer.more["unmet"])
        rules(ctx, plan, pick=lambda one: ask(sel=one))
    with right:
        one, _, other = ctx.asked.sel.partition("~")
        if one in plan.participants and not other:
            meeting_actions.of_one(ctx, plan, one)
        side_drawer(
            ctx, empty=say("Click a meeting: why the two meet. Click a participant: when it meets whom."),
            pair=lambda ctx, a, b: meeting(ctx, plan, answer, a, b),
        )  # fmt: skip


def _basis(ctx: Context) -> Basis:
    return basis_of(ctx, "rencontres", "nothing computed yet", {})
