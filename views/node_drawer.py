"""The drawer of an actor on the canvas: what can be done with it, what documents say of it, its links."""

import streamlit as st

from views.asked import ask
from views.context import ACTOR, Context
from views.drawer import links_of, said_of, title_of
from views.start_buttons import start
from views.steps import Step
from views.unfold import TO_UNFOLD


def node_drawer(ctx: Context, entity: str) -> None:
    """Who this is, buttons for all that the canvas does with it, then who says what."""
    say = ctx.say
    title_of(ctx, entity)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button(say("Unfold"), key="unfold_it", on_click=_to_unfold, args=(entity,))
        st.button(say("Start here"), key="start_it", on_click=start, args=(entity,))
        st.button(say("Hide"), key="hide_it", on_click=_hide, args=(ctx.asked.step, entity))
        st.page_link(ctx.pages[ACTOR], label=say("More about it"), query_params=ctx.asked.address)
    said_of(ctx, entity)
    links_of(ctx, entity)


def _to_unfold(entity: str) -> None:
    st.session_state[TO_UNFOLD] = entity


def _hide(steps: tuple[Step, ...], entity: str) -> None:
    ask(step=(*steps, Step("hide", entity)), sel="")
