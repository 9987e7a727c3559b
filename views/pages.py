"""The pages and their addresses."""

from dataclasses import replace
from functools import partial
from urllib.parse import unquote, urlsplit

import streamlit as st

from views import (
    actor_page,
    communities_page,
    compare_page,
    complementarity_page,
    cypher_page,
    data_page,
    gaps_page,
    home_page,
    map_page,
    meetings_page,
    network_page,
    questions_page,
    visits_page,
)
from views.context import (
    ACTOR,
    COMMUNITIES,
    COMPARE,
    COMPLEMENTARITY,
    CYPHER,
    DATA,
    GAPS,
    MAP,
    MEETINGS,
    NETWORK,
    QUESTIONS,
    VISITS,
    Context,
)

BASE = "server.baseUrlPath"  # where the app stands on its server


def pages(ctx: Context) -> list[st.Page]:
    """Every page; the bare address is that of the first."""
    say = ctx.say
    ctx.pages[NETWORK] = st.Page(partial(network_page.show, ctx), title=say("Network"), url_path=NETWORK)
    ctx.pages[ACTOR] = st.Page(partial(actor_page.show, ctx), title=say("Actor"), url_path=ACTOR)
    fits = partial(complementarity_page.show, ctx)
    ctx.pages[COMPLEMENTARITY] = st.Page(fits, title=say("Complementarity"), url_path=COMPLEMENTARITY)
    ctx.pages[GAPS] = st.Page(partial(gaps_page.show, ctx), title=say("Gaps"), url_path=GAPS)
    ctx.pages[MEETINGS] = st.Page(partial(meetings_page.show, ctx), title=say("Meetings"), url_path=MEETINGS)
    ctx.pages[VISITS] = st.Page(partial(visits_page.show, ctx), title=say("Visits"), url_path=VISITS)
    ctx.pages[COMMUNITIES] = st.Page(
        partial(communities_page.show, ctx), title=say("Communities"), url_path=COMMUNITIES
    )
    ctx.pages[MAP] = st.Page(partial(map_page.show, ctx), title=say("Map"), url_path=MAP)
    ctx.pages[COMPARE] = st.Page(partial(compare_page.show, ctx), title=say("Compare"), url_path=COMPARE)
    ctx.pages[QUESTIONS] = st.Page(partial(questions_page.show, ctx), title=say("Questions"), url_path=QUESTIONS)
    ctx.pages[DATA] = st.Page(partial(data_page.show, ctx), title=say("Data"), url_path=DATA)
    if cypher_page.is_for(ctx):
        ctx.pages[CYPHER] = st.Page(partial(cypher_page.show, ctx), title="Cypher", url_path=CYPHER)
    home = st.Page(partial(_home, ctx), title=say("Home"), default=True)
    return [home, *ctx.pages.values()]


def _home(ctx: Context) -> None:
    """The bare address; one that is no page's leads here too, and is told."""
    wrong = _no_page(st.context.url)
    home_page.show(replace(ctx, asked=replace(ctx.asked, misread=(wrong, *ctx.asked.misread))) if wrong else ctx)


def _no_page(url: str | None) -> str:
    """What an address asks for that is no page, as `/resau`; "" for the bare address."""
    path, base = urlsplit(url or "").path.rstrip("/"), str(st.get_option(BASE)).strip("/")
    return unquote(path) if path.strip("/") != base else ""
