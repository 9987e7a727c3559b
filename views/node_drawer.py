"""The drawer of an actor on the canvas: what can be done with it, what documents say of it, its links."""

from typing import Any

import streamlit as st

from graph.vocabulary import ORGANISATIONS
from views.asked import ask
from views.by_hand import ByHand, moving
from views.context import ACTOR, Context
from views.drawer import links_at, said_of, sentence_of, title_of
from views.path import FROM, path_from, path_to
from views.start_buttons import start
from views.statement_words import how_far
from views.steps import Step
from views.text import plain
from views.unfold import TO_UNFOLD

MOST = 12  # links listed before one asks for more
LONGEST = 110


def node_drawer(ctx: Context, entity: str, by_hand: ByHand) -> None:
    """Who this is, buttons for all that the canvas does with it, then who says what."""
    say = ctx.say
    title_of(ctx, entity)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button(say("Unfold"), key="unfold_it", on_click=_to_unfold, args=(entity,))
        st.button(say("Start here"), key="start_it", on_click=start, args=(entity,))
        st.button(say("Hide"), key="hide_it", on_click=_hide, args=(ctx.asked.step, entity))
        if ctx.neighbourhood.kinds[entity] in ORGANISATIONS:
            st.button(say("Path from here"), key="path_from_it", on_click=path_from, args=(entity,))
            if ctx.asked.more.get(FROM, entity) != entity:
                st.button(say("Path to here"), key="path_to_it", on_click=path_to, args=(entity,))
        moving(ctx, by_hand, entity)
        st.page_link(ctx.pages[ACTOR], label=say("More about it"), query_params=ctx.asked.address)
    said_of(ctx, entity)
    _links(ctx, entity)


def _links(ctx: Context, entity: str) -> None:
    """Its links, each a way to read who says so; the most linked neighbours first."""
    found, degree = links_at(ctx, entity), ctx.neighbourhood.degree
    others = found["source"].where(found["source"] != entity, found["target"])
    order = others.map(lambda other: (-degree.get(other, 0), other)).sort_values(kind="stable").index
    rows = found.loc[order].to_dict("records")
    st.markdown(f"#### {ctx.say.many('{count} link', '{count} links', len(rows))}")
    with st.container(gap=None, key="rows"):
        for row in rows[:MOST]:
            _link(ctx, row)
        if rows[MOST:] and st.toggle(ctx.say("Show all {count}", count=ctx.say.number(len(rows))), key="every_link"):
            for row in rows[MOST:]:
                _link(ctx, row)


def _link(ctx: Context, row: dict[Any, Any]) -> None:
    label = f"{plain(sentence_of(ctx, row), longest=LONGEST)} · {plain(how_far(ctx.say, row['status']))}"
    pair = "~".join(sorted((row["source"], row["target"])))
    st.button(label, key=f"link_{row['id']}", type="tertiary", on_click=ask, kwargs={"sel": pair})


def _to_unfold(entity: str) -> None:
    st.session_state[TO_UNFOLD] = entity


def _hide(steps: tuple[Step, ...], entity: str) -> None:
    ask(step=(*steps, Step("hide", entity)), sel="")
