"""What every page has: a title with what it is about, and on what it rests."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from queries.basis import EXAMPLE, Basis
from views.context import DATA, Context
from views.language import language_switch
from views.text import plain
from views.wording import LANGUAGES, Words

LONGEST = 80  # letters of a part of an address


def head(ctx: Context, title: str) -> None:
    """The title, how much the network holds, the switch to the other language; what was wrong in the address."""
    with st.container(horizontal=True, vertical_alignment="center", key="head"):
        st.markdown(f"## {title}", width="content")
        st.caption(counts(ctx), width="stretch")
        language_switch(ctx.say)
    misread(ctx, ctx.asked.misread)


def misread(ctx: Context, parts: Sequence[str]) -> None:
    """Which parts of the address the page does without, because they say nothing here."""
    if parts:
        named = ", ".join(plain(part, longest=LONGEST) for part in dict.fromkeys(parts))
        st.warning(ctx.say("Not understood in this address, and left out: {parts}.", parts=named))


def counts(ctx: Context) -> str:
    """How much the network holds."""
    say, network = ctx.say, ctx.network
    parts = [
        say.many("{count} organisation", "{count} organisations", len(network.organisations)),
        say.many("{count} encounter", "{count} encounters", len(network.encounters)),
        say.many("{count} link", "{count} links", len(network.links)),
        say.many("{count} document", "{count} documents", len(network.documents)),
    ]
    if example := EXAMPLE[say.language].get(ctx.base.examples):
        parts.append(f"**{example}**")
    return " · ".join(parts)


def nobody(ctx: Context) -> None:
    """What to do while the network is empty."""
    st.info(
        ctx.say(
            "This network holds nobody yet. `maillage demo` loads the shipped data, "
            "`maillage load FILE` your own files."
        )
    )
    if ctx.viewer.sees_all and DATA in ctx.pages:
        st.page_link(ctx.pages[DATA], label=ctx.say("Or bring in files here"), query_params=ctx.asked.address)


def unknown_ids(ctx: Context, count: int) -> None:
    """One message for ids that do not exist and ids that this viewer may not see."""
    one, several = "{count} identifier is not in this network.", "{count} identifiers are not in this network."
    if count:
        st.info(ctx.say.many(one, several, count))


def basis_line(ctx: Context, rests_on: Basis) -> None:
    """On what the page rests, in one line."""
    st.caption(plain(rests_on.sentence(ctx.say.language), longest=1_000))


def basis_of(ctx: Context, page: str, method: str, parameters: Mapping[str, object]) -> Basis:
    """The basis of what a page shows without a query; `method` is an English sentence of the catalogue."""
    in_words = {language: Words(language)(method) for language in LANGUAGES}
    return replace(ctx.base, query=page, method=in_words, parameters=dict(parameters))
