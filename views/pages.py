"""The pages and their addresses."""

from functools import partial

import streamlit as st

from views import actor_page, network_page, questions_page
from views.context import ACTOR, NETWORK, QUESTIONS, Context


def pages(ctx: Context) -> list[st.Page]:
    """Every page; the bare address leads to the first of them."""
    say = ctx.say
    ctx.pages[NETWORK] = st.Page(partial(network_page.show, ctx), title=say("Network"), url_path=NETWORK)
    ctx.pages[ACTOR] = st.Page(partial(actor_page.show, ctx), title=say("Actor"), url_path=ACTOR)
    ctx.pages[QUESTIONS] = st.Page(partial(questions_page.show, ctx), title=say("Questions"), url_path=QUESTIONS)
    home = st.Page(partial(_home, ctx), title="maillage", default=True, visibility="hidden")
    return [home, *ctx.pages.values()]


def _home(ctx: Context) -> None:
    st.switch_page(ctx.pages[NETWORK], query_params=ctx.asked.address)
