"""How the drawing looks: by which measure actors are large, by which measure or group they are coloured."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from views.by_hand import ByHand, all_back
from views.context import Context
from views.filters import take
from views.frame import misread
from views.measured import group_words, measure_words

SIZE, COLOUR = "big", "hue"  # the address keys
WIDE = 320  # pixels


def understood(ctx: Context) -> Context:
    """The same, without a measure that the catalogue has not; that is said."""
    words = {SIZE: measure_words(ctx.say), COLOUR: {**group_words(ctx.say), **measure_words(ctx.say)}}
    wrong: dict[str, Any] = {
        key: "" for key, known in words.items() if (said := getattr(ctx.asked, key)) and said not in known
    }
    misread(ctx, [f"{key}={getattr(ctx.asked, key)}" for key in wrong])
    return replace(ctx, asked=replace(ctx.asked, **wrong)) if wrong else ctx


def display(ctx: Context, by_hand: ByHand) -> None:
    """Ask for both; none chosen is by the kind. Whoever was moved by hand can be put back."""
    say = ctx.say
    count = bool(ctx.asked.big) + bool(ctx.asked.hue)
    with st.popover(f"{say('Look')} · {count}" if count else say("Look")):
        _measure(ctx, SIZE, say("Size of actors by"), measure_words(say))
        _measure(ctx, COLOUR, say("Colour of actors by"), {**group_words(say), **measure_words(say)})
        with st.container(width=WIDE):
            st.caption(
                say("Computed of the organisations of the network, at the date chosen; the shape tells the kind.")
            )
        all_back(ctx, by_hand)


def _measure(ctx: Context, key: str, label: str, words: Mapping[str, str]) -> None:
    st.session_state[key] = getattr(ctx.asked, key) or None
    st.selectbox(
        label, list(words), index=None, key=key, format_func=lambda one: words.get(one, one), on_change=take,
        args=(key,), placeholder=ctx.say("their kind"), width=WIDE,
    )  # fmt: skip
