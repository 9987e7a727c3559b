"""What is left out of a page: relations, statuses, a date. The address holds it all."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import pandas as pd
import streamlit as st

from graph import dates
from graph.vocabulary import Relation, Status
from views.asked import ask
from views.context import Context
from views.dates_in_words import in_words
from views.vocabulary_words import RELATIONS, status_word
from views.wording import Words

ALWAYS = ""  # the slider's first stop: no date
SURE = ("possibly", "certainly")


def relation_filter(ctx: Context, links: pd.DataFrame) -> None:
    """Which relations are drawn, each with its count; none chosen is all of them."""
    counts = links["relation"].value_counts()
    words = {str(one): f"{ctx.say(RELATIONS[one])} {counts.get(one, 0)}" for one in Relation if one in counts.index}
    _several(ctx, "rel", ctx.say("Links"), words)


def status_filter(ctx: Context, links: pd.DataFrame, *, label: str) -> None:
    """Which statuses are taken, each with its count; none chosen is the usual."""
    counts = links["status"].value_counts()
    words = {str(one): f"{status_word(ctx.say, one)} {counts.get(one, 0)}" for one in Status if one in counts.index}
    _several(ctx, "status", label, words)


def date_filter(ctx: Context, days: Iterable[str], *, undated: int | None = None) -> None:
    """As of which day, possibly or certainly; `days` are those on which something changes.

    With `undated`, how many links have no date at all, they can be left out.
    """
    say, view = ctx.say, ctx.asked
    days = sorted({*days, *([view.as_of] if view.as_of else [])}, key=dates.latest)
    when = in_words(say, view.as_of) if view.as_of else say("any")
    with st.popover(say("Date: {when}", when=when)):
        _undated_filter(ctx, undated)
        if not days:
            st.caption(say("Nothing here has a date."))
            return
        st.session_state["as_of"], st.session_state["sure"] = view.as_of, view.sure
        words = _stop_words(say.language, tuple(days))
        st.select_slider(
            say("As of"), [ALWAYS, *days], key="as_of", on_change=take, args=("as_of",), width=420,
            format_func=lambda day: words.get(day, day),
        )  # fmt: skip
        _neighbours_of(ctx, [ALWAYS, *days])
        st.radio(
            say("What the dates leave open"), SURE, key="sure", on_change=take, args=("sure",), horizontal=True,
            format_func={"possibly": say("possibly so"), "certainly": say("certainly so")}.__getitem__,
        )  # fmt: skip
        st.caption(_then(ctx) if view.as_of else say("Without a date, nothing is left out for its date."))


def _then(ctx: Context) -> str:
    """How many links hold on the chosen day, and of how many nothing decides it."""
    say, of = ctx.say, ctx.say.number(len(ctx.whole.links))
    held = say.many("{count} link of {of} holds then", "{count} links of {of} hold then", len(ctx.network.links), of=of)
    unsure = say.many("{count} has no date that decides", "{count} have no date that decides", ctx.network.undated)
    return f"{held} · {unsure}"


@lru_cache(maxsize=60)
def _stop_words(language: str, days: tuple[str, ...]) -> dict[str, str]:
    """The stops of a slider as one reads them: up to 200, at each rerun."""
    say = Words(language)
    return {ALWAYS: say("any date")} | {day: in_words(say, day) for day in days}


def _neighbours_of(ctx: Context, stops: Sequence[str]) -> None:
    """The stop before and the one after."""
    at = stops.index(ctx.asked.as_of)
    around = {"previous": (ctx.say("Previous"), at - 1), "next": (ctx.say("Next"), at + 1)}
    with st.container(horizontal=True):
        for name, (label, to) in around.items():
            there = 0 <= to < len(stops)
            day = stops[to] if there else ALWAYS
            st.button(label, key=f"{name}_day", on_click=ask, kwargs={"as_of": day}, disabled=not there)


def _undated_filter(ctx: Context, count: int | None) -> None:
    if count is None:
        return
    words = ctx.say.many("Show {count} link without any date", "Show {count} links without any date", count)
    st.session_state["undated"] = ctx.asked.undated
    st.toggle(words, key="undated", on_change=take, args=("undated",), disabled=not count and ctx.asked.undated)


def _several(ctx: Context, key: str, label: str, words: dict[str, str]) -> None:
    chosen: Sequence[str] = getattr(ctx.asked, key)
    with st.popover(f"{label} · {len(chosen)}" if chosen else label, disabled=not words):
        st.session_state[key] = [one for one in chosen if one in words]
        st.pills(
            label, list(words), selection_mode="multi", key=key, on_change=take, args=(key,), width=420,
            format_func=words.__getitem__, label_visibility="collapsed",
        )  # fmt: skip
        st.caption(ctx.say("None chosen: all of them."))


def take(key: str) -> None:
    """The address follows the widget."""
    value = st.session_state[key]
    ask(**{key: tuple(value) if isinstance(value, list) else "" if value is None else value})
