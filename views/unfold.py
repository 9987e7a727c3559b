"""Unfolding an actor: which sorts of neighbours it has, how many of each, and ten more of one of them."""

from collections.abc import Collection

import streamlit as st

from views.asked import ask
from views.context import Context
from views.drawer import facet_words
from views.steps import TEN, Facet, expand
from views.text import plain

TO_UNFOLD = "to_unfold"


def unfold(ctx: Context, entity: str, drawn: Collection[str]) -> None:
    """Ask which neighbours to add, with their counts, before anything is added."""
    title = ctx.say("Unfold {name}", name=plain(ctx.whole.name(entity)))
    st.dialog(title)(_choice)(ctx, entity, frozenset(drawn))


def _choice(ctx: Context, entity: str, drawn: frozenset[str]) -> None:
    facets = ctx.neighbourhood.facets(entity)
    if all(set(found) <= drawn for found in facets.values()):
        st.markdown(ctx.say("All its neighbours are drawn already."))
        return
    for facet, found in facets.items():
        _sort(ctx, entity, facet, len(found), len(drawn & set(found)))


def _sort(ctx: Context, entity: str, facet: Facet, among: int, drawn: int) -> None:
    say = ctx.say
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        words = say.many("{count} of {among} drawn", "{count} of {among} drawn", drawn, among=say.number(among))
        st.markdown(f"**{plain(facet_words(ctx, facet))} {say.number(among)}** · {words}", width="stretch")
        if drawn < among:
            more = say.many("{count} more", "{count} more", min(TEN, among - drawn))
            steps = expand(ctx.asked.step, entity, facet)
            if st.button(more, key=f"unfold_{facet}", on_click=ask, kwargs={"step": steps}):
                st.rerun()  # the whole page, not this dialog alone
