"""The pages and their addresses."""

from functools import partial
from urllib.parse import unquote, urlsplit

import streamlit as st

from views import actor_page, network_page, questions_page
from views.asked import ask
from views.context import ACTOR, NETWORK, QUESTIONS, Context

BASE = "server.baseUrlPath"  # where the app stands on its server


def pages(ctx: Context) -> list[st.Page]:
    """Every page; the bare address leads to the first of them."""
    say = ctx.say
    ctx.pages[NETWORK] = st.Page(partial(network_page.show, ctx), title=say("Network"), url_path=NETWORK)
    ctx.pages[ACTOR] = st.Page(partial(actor_page.show, ctx), title=say("Actor"), url_path=ACTOR)
    ctx.pages[QUESTIONS] = st.Page(partial(questions_page.show, ctx), title=say("Questions"), url_path=QUESTIONS)
    home = st.Page(partial(_home, ctx), title="maillage", default=True, visibility="hidden")
    return [home, *ctx.pages.values()]


def _home(ctx: Context) -> None:
    if wrong := _no_page(st.context.url):
        ask(misread=(wrong, *ctx.asked.misread))
    st.switch_page(ctx.pages[NETWORK], query_params=ctx.asked.address)


def _no_page(url: str | None) -> str:
    """What an address asks for that is no page, as `/resau`; "" for the bare address."""
    path, base = urlsplit(url or "").path.rstrip("/"), str(st.get_option(BASE)).strip("/")
    return unquote(path) if path.strip("/") != base else ""
