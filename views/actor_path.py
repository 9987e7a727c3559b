"""On the page of an actor: who could introduce it to a second one, in a sentence, with who says so."""

from dataclasses import replace

import streamlit as st

from graph.vocabulary import ORGANISATIONS
from views.asked import ask_more
from views.context import NETWORK, Context
from views.finder import finder
from views.frame import unknown_ids
from views.path import BY, FROM, ROUTE, TO, Path, path_drawer, path_of, places_toggle
from views.steps import Step


def path_to_another(ctx: Context, entity: str) -> Path | None:
    """Ask for a second organisation, and tell how this one gets there; None without one, or from what is none."""
    if ctx.neighbourhood.kinds[entity] not in ORGANISATIONS:
        return None
    say = ctx.say
    st.markdown(f"#### {say('Path to a second actor')}")
    finder(ctx, key="second", label=say("Path to…"), pick=_pick, kinds=ORGANISATIONS, placeholder=say("Path to…"))
    second = _second(ctx, entity)
    if not second:
        st.caption(say("Write a name: through whom the two could meet, and which documents say so."))
        return None
    from_here = leading(ctx, entity, second)
    with st.container(horizontal=True, vertical_alignment="center"):
        places_toggle(ctx)
        query = replace(from_here.asked, step=(Step("ego", entity),)).address
        st.page_link(ctx.pages[NETWORK], label=say("The path in the network"), query_params=query)
        st.button(say("No path"), key="no_path", on_click=_forget, type="tertiary")
    path = path_of(from_here)
    if path:
        with st.container(key="path"):
            path_drawer(from_here, path)
    return path


def leading(ctx: Context, entity: str, second: str) -> Context:
    """The same, asking for a path from one to the other, with nothing selected; the address does not change."""
    return replace(ctx, asked=replace(ctx.asked, sel="", more={**ctx.asked.more, FROM: entity, TO: second}))


def _second(ctx: Context, entity: str) -> str:
    """Whom the address names; "" for nobody, and for the actor itself, to which no path leads."""
    said = ctx.asked.more.get(TO, "")
    found = ctx.find(said) if said else ""
    unknown_ids(ctx, int(bool(said) and not found))
    return found if found != entity else ""


def _pick(entity: str) -> None:
    ask_more(**{TO: entity, ROUTE: ""})


def _forget() -> None:
    ask_more(**{key: "" for key in (FROM, TO, ROUTE, BY)})
