"""The pages and their addresses; the code of a page is read when it is opened first, or before by whoever serves it."""

from dataclasses import replace
from functools import partial
from importlib import import_module
from types import ModuleType
from urllib.parse import unquote, urlsplit

import streamlit as st

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

HOME = ""
CODE = {
    NETWORK: "network_page", HOME: "home_page", ACTOR: "actor_page", COMPLEMENTARITY: "complementarity_page",
    GAPS: "gaps_page", MEETINGS: "meetings_page", VISITS: "visits_page", COMMUNITIES: "communities_page",
    MAP: "map_page", COMPARE: "compare_page", QUESTIONS: "questions_page", DATA: "data_page", CYPHER: "cypher_page",
}  # fmt: skip
BASE = "server.baseUrlPath"  # where the app stands on its server


def pages(ctx: Context) -> list[st.Page]:
    """Every page; the bare address is that of the first."""
    say = ctx.say
    titles = {
        NETWORK: say("Network"), ACTOR: say("Actor"), COMPLEMENTARITY: say("Complementarity"), GAPS: say("Gaps"),
        MEETINGS: say("Meetings"), VISITS: say("Visits"), COMMUNITIES: say("Communities"), MAP: say("Map"),
        COMPARE: say("Compare"), QUESTIONS: say("Questions"), DATA: say("Data"), CYPHER: "Cypher",
    }  # fmt: skip
    if not ctx.asks_in_cypher:
        del titles[CYPHER]
    for address, title in titles.items():
        ctx.pages[address] = st.Page(partial(_show, address, ctx), title=title, url_path=address)
    return [st.Page(partial(_home, ctx), title=say("Home"), default=True), *ctx.pages.values()]


def code(address: str) -> ModuleType:
    """The module that shows the page at an address."""
    return import_module(f"views.{CODE[address]}")


def _show(address: str, ctx: Context) -> None:
    code(address).show(ctx)


def _home(ctx: Context) -> None:
    """The bare address; one that is no page's leads here too, and is told."""
    wrong = _no_page(st.context.url)
    _show(HOME, replace(ctx, asked=replace(ctx.asked, misread=(wrong, *ctx.asked.misread))) if wrong else ctx)


def _no_page(url: str | None) -> str:
    """What an address asks for that is no page, as `/resau`; "" for the bare address."""
    path, base = urlsplit(url or "").path.rstrip("/"), str(st.get_option(BASE)).strip("/")
    return unquote(path) if path.strip("/") != base else ""
