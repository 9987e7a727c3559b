"""Buttons that start a drawing around an actor."""

from collections.abc import Callable, Iterable

import streamlit as st

from views.asked import ask
from views.context import Context
from views.look import look
from views.steps import Step
from views.text import plain

LONGEST = 30


def start(entity: str) -> None:
    """Draw what is around an actor, and select it."""
    ask(step=(Step("ego", entity),), sel=entity)


def start_buttons(ctx: Context, entities: Iterable[str]) -> None:
    """The most linked organisations, each a way to start."""
    st.markdown(f"#### {ctx.say('Start from one of the most linked')}")
    buttons(ctx, entities, start)


def buttons(
    ctx: Context,
    entities: Iterable[str],
    pick: Callable[[str], None],
    *,
    key: str = "rows",
    longest: int = LONGEST,
) -> None:
    """One button an actor, with its number of links at the reader's date."""
    near, then = ctx.neighbourhood, ctx.neighbourhood_then
    with st.container(gap=None, key=key):
        for entity in entities:
            name, links = plain(near.network.name(entity), longest=longest), then.degree.get(entity, 0)
            words = ctx.say.many("{count} link", "{count} links", links)
            label = f"{look(near.kinds[entity]).mark} {name} · {words}"
            st.button(label, key=f"start_{entity}", type="tertiary", on_click=pick, args=(entity,))
