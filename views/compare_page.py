"""Comparer: what changed between two dates, and what would if some were not there, or were."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import streamlit as st

from graph.errors import MaillageError
from graph.vocabulary import Kind
from queries.catalogue import CATALOGUE, query
from queries.measures import SCORES
from queries.moments import in_order, usual_days
from queries.words import word
from views.actor_then import then_drawer
from views.answer_view import Shown, sentences
from views.asked import ask, ask_more
from views.choices import SELECTABLE, choose, choose_view, misread, named
from views.context import Context
from views.dates_in_words import in_words
from views.frame import basis_line, basis_of, head
from views.frame import misread as not_understood
from views.parts import bases, csv_file, part, read_columns, rows_table
from views.side_drawer import side_drawer
from views.text import plain

VIEW, DATES, MEASURE, ASKED, WITHOUT, WITH = "comparaison", "dates", "mesure", "question", "sans", "avec"
APART = ("what_if", "report", "evolution")  # questions that compare already, or are made of others

READ = (
    "name", "state", "before", "after", "change", "rank_before", "rank_after", "told_{language}", "kind",
)  # fmt: skip


def show(ctx: Context) -> None:
    """The page, for the dates or the changes that the address names."""
    say = ctx.say
    head(ctx, say("Compare"))
    views = {"dates": say("Two dates"), "et-si": say("What if…")}
    not_understood(ctx, misread(ctx, VIEW, views))
    shown = VIEWS[choose_view(ctx, VIEW, say("Compare"), views)](ctx)
    bases(ctx, [shown]) if shown else basis_line(ctx, basis_of(ctx, "comparer", "nothing computed yet", {}))


def _dates(ctx: Context) -> Shown | None:
    """The same network at the first and the last of some dates."""
    say, usual = ctx.say, usual_days(ctx.network)
    measures = {one: word(one, say.language) for one in SCORES}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _written(ctx, DATES, say("Dates"), ", ".join(usual) if len(usual) > 1 else "")
        measure = choose(ctx, MEASURE, say("Measure"), measures)
    said = ctx.asked.more.get(DATES, "")
    try:
        days = in_order([one.strip() for one in said.split(",") if one.strip()]) if said else None
    except (MaillageError, ValueError) as error:
        st.warning(plain(say.fault(error)))
        return None
    if days is None and len(usual) < 2:
        st.info(plain(_undated(ctx, usual)))
        return None
    compared = days or usual
    return _answered(ctx, part(ctx, "evolution", dates=days, measure=measure), (compared[0], compared[-1]))


def _undated(ctx: Context, usual: Sequence[str]) -> str:
    """Why there are no two dates to compare, and what would give some."""
    known = ctx.say(
        "The documents give no two years in which encounters that count began: there is nothing to compare yet."
    )
    if usual:
        known = ctx.say(
            "All encounters that count and have a date began in {year}: there is nothing to compare yet.", year=usual[0]
        )
    return f"{known} {ctx.say('Load a list of encounters with their dates, or write above the two dates to compare.')}"


def _what_if(ctx: Context) -> Shown | None:
    """A question before and after removals and additions; nothing is stored."""
    say = ctx.say
    asked = {one.name: one.question[say.language] for one in CATALOGUE if _can_be_asked(one.name)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = choose(ctx, ASKED, say("Question"), {"centrality": asked.pop("centrality"), **asked})
        _chosen(ctx, WITHOUT, say("Without"), "pole:emc2")
        _written(ctx, WITH, say("With (ids)"), "firm:new~MEMBER_OF~pole:emc2")
    gone, come = (_several(ctx.asked.more.get(key, "")) for key in (WITHOUT, WITH))
    if not gone and not come:
        told = say("Choose above who is not there, or write who or what is: ids, or links as source~RELATION~target.")
        st.info(plain(told))
        return None
    return _answered(ctx, part(ctx, "what_if", query=name, remove=gone, add=come))


def _can_be_asked(name: str) -> bool:
    """Whether a question needs nothing more than a network."""
    return name not in APART and not any(one.required for one in query(name).parameters)


def _answered(ctx: Context, shown: Shown | None, days: tuple[str, str] | None = None) -> Shown | None:
    """Sentences, table and drawer; of two `days`, under their names."""
    if shown is None:
        return None
    left, right = st.columns([0.68, 0.32])
    with left:
        known = shown.answer.table["id"].fillna("").tolist()
        sentences(ctx, shown)
        there = {one.name for one in shown.answer.columns}
        names = [one for one in (name.format(language=ctx.say.language) for name in READ) if one in there]
        rows = _named(ctx, shown, read_columns(ctx, shown, names), days)
        rows_table(rows, key="compared", on_row=lambda row: ask(sel=known[row]))
        csv_file(ctx, shown.answer.basis.query, shown.answer, key="compared")
    with right:
        _beside(ctx, days, is_empty=not known)
    return shown


def _beside(ctx: Context, days: tuple[str, str] | None, *, is_empty: bool) -> None:
    """Who says so, of the row that was clicked; of two days, what of it was new on the second, and what over."""
    if days is None:
        side_drawer(ctx, empty="" if is_empty else ctx.say("Click a row: what documents say of it."))
        return
    first, last = days
    told = ctx.say("Click a row: what of it is new between the two dates, what is over, and who says so.")
    side_drawer(ctx, empty="" if is_empty else told, one=lambda ctx, entity: then_drawer(ctx, entity, first, last))


def _named(ctx: Context, shown: Shown, rows: pd.DataFrame, days: tuple[str, str] | None) -> pd.DataFrame:
    """The columns of before and after under the day that each is of."""
    labels = {one.name: one.label(ctx.say.language) for one in shown.answer.columns}
    of = dict(zip(("before", "after"), days or (), strict=False))
    titles = {
        labels[name]: f"{labels[name]} ({in_words(ctx.say, day)})"
        for when, day in of.items()
        for name in (when, f"rank_{when}")
    }
    return rows.rename(columns=titles)


VIEWS: Mapping[str, Callable[[Context], Shown | None]] = {"dates": _dates, "et-si": _what_if}


def _several(text: str) -> tuple[str, ...] | None:
    return tuple(one.strip() for one in text.split(",") if one.strip()) or None


def _chosen(ctx: Context, key: str, label: str, example: str) -> None:
    """Actors chosen by name, or links by their ids; all by their ids where they are too many to list."""
    known = named(ctx, [str(one) for one in Kind])
    if len(known) > SELECTABLE:
        _written(ctx, key, label, example)
        return
    said = _several(ctx.asked.more.get(key, "")) or ()
    st.session_state[f"chosen_{key}"] = list(said)
    st.multiselect(
        label, [*known, *(one for one in said if one not in known)], key=f"chosen_{key}", accept_new_options=True,
        format_func=lambda one: known.get(one, one), placeholder=ctx.say("no one in particular"), width=420,
        on_change=_take_chosen, args=(key,),
    )  # fmt: skip


def _take_chosen(key: str) -> None:
    ask_more(**{key: ",".join(st.session_state[f"chosen_{key}"])})


def _written(ctx: Context, key: str, label: str, example: str) -> None:
    """A field whose text the address holds."""
    st.session_state[f"written_{key}"] = ctx.asked.more.get(key, "")
    st.text_input(label, key=f"written_{key}", placeholder=example, max_chars=600, on_change=_take, args=(key,))


def _take(key: str) -> None:
    ask_more(**{key: st.session_state[f"written_{key}"].strip()})
