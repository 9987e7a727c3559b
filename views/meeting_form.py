"""A meeting day as it is asked for: who comes, how often, wishes and refusals; then the plan, kept by name."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from graph.errors import MaillageError, WrongValue
from graph.search import entity_named
from graph.vocabulary import GROUPS, ORGANISATIONS, Kind
from queries.meeting_days import CAP, SEPARATOR, SLOTS
from views.answer_view import LONGEST
from views.asked import ask, ask_more
from views.choices import SELECTABLE, named
from views.context import Context
from views.plan_work import TOLD, computing
from views.planning import Planning
from views.text import plain
from views.uploads import handed
from views.wishes import KINDS, wishes
from views.wording import Words

AWAY = "away"
ROWS = "meeting_rows"


def show(ctx: Context, planning: Planning) -> None:
    """The form; a plan that is made opens in its place, one that cannot be is a sentence that says why."""
    say = ctx.say
    st.markdown(say("Prepare a meeting day: each meets some of the others, two at a time, at a table, slot by slot."))
    with st.form(key="meeting_day", border=True, enter_to_submit=False):  # planning may take long
        name, after = _name(ctx, planning)
        who = _who(ctx)
        numbers = _numbers(ctx)
        rows, file = _wishes(ctx)
        is_asked = st.form_submit_button(say("Plan it"), type="primary")
    st.caption(say("Plans and wishes are kept beside the network, and shown to those who see as much of it as you do."))
    if not is_asked:
        return
    if not name:
        st.warning(say("Give the plan a name."))
        return
    try:
        given = {**who, **numbers, **_joined(rows(), wishes(handed({file.name: file.getvalue()})[0]) if file else {})}
        done: list[tuple[str, bool]] = []
        st.session_state[TOLD] = done  # filled in when it is done, even if a click ends this rerun just then
        with computing(ctx):
            planning.make(name, given, after=after)
            done.append((say("The plan {name} is kept.", name=plain(name)), True))
    except (MaillageError, ValueError) as error:
        st.warning(plain(say.fault(error), longest=LONGEST))
        return
    ask(sel="")
    ask_more(plan=name)
    st.rerun()


def _name(ctx: Context, planning: Planning) -> tuple[str, str]:
    """The name of the plan, and that of the first leg."""
    say = ctx.say
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(
            say("Name of the new plan"), key="plan_name", max_chars=80, placeholder=say("as lyon-2026")
        ).strip()
        after = st.selectbox(
            say("Second leg of"), planning.plans.names(), index=None, key="plan_after", placeholder=say("none of them")
        )
    return name, after or ""


def _who(ctx: Context) -> dict[str, Any]:
    """Who comes: those of a day or a group, those named; some of them may all be on one side."""
    say = ctx.say
    with st.container(horizontal=True, vertical_alignment="bottom", key="who"):
        places = named(ctx, [Kind.EVENT, *GROUPS])
        within = st.selectbox(
            say("Who comes: those of a day or a group"), list(places), index=None, key="plan_within",
            format_func=lambda one: places.get(one, one), placeholder=say("no one in particular"),
        )  # fmt: skip
        people = _several(ctx, "plan_people", say("And these"), say("if nobody: all poles and clusters"))
        hosts = _several(ctx, "plan_hosts", say("All on one side"), say("nobody: anybody may meet anybody"))
    said = {"within": within, "participants": people, "hosts": hosts}
    return {key: value for key, value in said.items() if value}


def _several(ctx: Context, key: str, label: str, nobody: str) -> tuple[str, ...]:
    """Some organisations, from a list; from what is written where they are too many to list."""
    known = named(ctx, ORGANISATIONS)
    if len(known) <= SELECTABLE:
        return tuple(
            st.multiselect(label, list(known), key=key, format_func=lambda one: known.get(one, one), placeholder=nobody)
        )
    written = st.text_area(label, key=key, placeholder=ctx.say("a name or an id a line"), height=80)
    return tuple(line.strip() for line in written.splitlines() if line.strip())


def _numbers(ctx: Context) -> dict[str, int]:
    say = ctx.say
    asked = {
        "cap": (say("Meetings at most"), 1, CAP), "floor": (say("Meetings at least"), 0, 0),
        "slots": (say("Slots"), 1, SLOTS), "tables": (say("Tables"), 1, None),
    }  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom", key="numbers"):
        said = {
            name: st.number_input(
                label, min_value=low, value=usual, step=1, key=f"plan_{name}", placeholder=say("as many as needed")
            )
            for name, (label, low, usual) in asked.items()
        }
    return {name: int(value) for name, value in said.items() if value is not None}


def _wishes(ctx: Context) -> tuple[Any, Any]:
    """Wishes and other rules, written in a table or handed over as a file."""
    say = ctx.say
    with st.expander(say("Wishes, refusals, absences")):
        st.caption(
            say(
                "Who wishes to meet whom, or refuses to, must, may not; of an absence, the slot in the place of whom. "
                "A file needs the columns who, whom, kind."
            )
        )
        words = kinds(ctx.say)
        empty = pd.DataFrame({"who": [], "whom": [], "kind": []}, dtype=object)
        edited = st.data_editor(
            empty, num_rows="dynamic", hide_index=True, key=ROWS, width="stretch",
            column_config={
                "who": _column(ctx, say("Who")), "whom": _column(ctx, say("Whom (or the slot)"), slots=True),
                "kind": st.column_config.SelectboxColumn(say("Kind"), options=list(words), default=next(iter(words))),
            },
        )  # fmt: skip
        file = st.file_uploader(say("Or a file of them"), key="plan_file")
    return lambda: _rows(ctx, edited, words), file


def _column(ctx: Context, label: str, *, slots: bool = False) -> Any:
    """A column of organisations: a list of their names while they can be listed, else text."""
    known = named(ctx, ORGANISATIONS)
    if len(known) > SELECTABLE:
        return st.column_config.TextColumn(label)
    more = [str(one) for one in range(1, SLOTS + 1)] if slots else []
    return st.column_config.SelectboxColumn(label, options=[*known.values(), *more])


def kinds(say: Words) -> dict[str, str]:
    """What a row can be, in words: the parameter of `meetings` that it is for."""
    words = {
        "wishes": say("wish"), "refusals": say("refusal"), "required": say("must meet"),
        "forbidden": say("may not meet"), AWAY: say("absence"),
    }  # fmt: skip
    return {words[name]: name for name in KINDS}


def _rows(ctx: Context, edited: pd.DataFrame, words: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The rows that were written, by parameter."""
    ids = {name: one for one, name in named(ctx, ORGANISATIONS).items()}
    found: dict[str, list[str]] = {}
    for row in edited.fillna("").to_dict("records"):
        who, whom, kind = (str(row[name]).strip() for name in ("who", "whom", "kind"))
        if not who and not whom:
            continue
        if not who or not whom:
            raise WrongValue("A row of wishes needs both: who, and whom.")
        asked = words.get(kind, "wishes")
        ends = [_id(ctx, ids, who), whom if asked == AWAY else _id(ctx, ids, whom)]
        found.setdefault(asked, []).append(SEPARATOR.join(ends))
    return {name: tuple(pairs) for name, pairs in found.items()}


def _id(ctx: Context, ids: Mapping[str, str], said: str) -> str:
    return ids.get(said) or entity_named(ctx.whole, said)


def _joined(*some: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """What was written and what was handed over, one after the other."""
    names = dict.fromkeys(name for one in some for name in one)
    return {name: tuple(pair for one in some for pair in one.get(name, ())) for name in names}
