"""The drawer beside a table or a drawing: who says so, of the actor or the pair that was clicked."""

from collections.abc import Callable

import streamlit as st

from views.context import ACTOR, Context
from views.drawer import links_of, pair_drawer, said_of, title_of
from views.frame import unknown_ids

One = Callable[[Context, str], None]
Pair = Callable[[Context, str, str], None]


def actor_drawer(ctx: Context, entity: str) -> None:
    """Who it is, what documents say of it, all its links."""
    title_of(ctx, entity)
    st.page_link(ctx.pages[ACTOR], label=ctx.say("More about it"), query_params=ctx.asked.address)
    said_of(ctx, entity)
    links_of(ctx, entity)


def side_drawer(ctx: Context, *, empty: str, one: One = actor_drawer, pair: Pair = pair_drawer) -> None:
    """What was clicked, from the address; `empty` says what can be; `one` and `pair` show one or two of them."""
    ends = [ctx.find(end) for end in ctx.asked.sel.split("~")] if ctx.asked.sel else []
    unknown_ids(ctx, ends.count(""))
    if not ends or not all(ends):
        hint(empty)
        return
    with st.container(border=True, key="drawer"):
        if len(ends) == 2:
            pair(ctx, *ends)
        else:
            one(ctx, ends[0])


def hint(empty: str) -> None:
    """What can be clicked, in the place of a drawer, and no taller than its words; nothing where nothing can."""
    if not empty:
        return
    with st.container(border=True, key="hint"):
        st.markdown(empty)
