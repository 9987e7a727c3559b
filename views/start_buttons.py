"""Buttons that start a drawing around an actor."""

from collections.abc import Callable, Iterable

import streamlit as st

from views.asked import ask
from views.context import Context
from views.first_ones import first_ones
from views.look import look
from views.steps import Step
from views.text import plain

LONGEST, MOST = 30, 60  # letters of a name; actors before one asks for all of them


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
    most: int = MOST,
) -> None:
    """One button an actor, with its number of links at the reader's date; the first ones, then all where one asks."""
    near, then = ctx.neighbourhood, ctx.neighbourhood_then

    def button(entity: str) -> None:
        name, links = plain(near.network.name(entity), longest=longest), then.degree.get(entity, 0)
        words = ctx.say.many("{count} link", "{count} links", links)
        label = f"{look(near.kinds[entity]).mark} {name} · {words}"
        st.button(label, key=f"start_{entity}", type="tertiary", on_click=pick, args=(entity,))

    with st.container(gap=None, key=key):
        first_ones(ctx, list(entities), button, most=most, key=f"all_{key}")
