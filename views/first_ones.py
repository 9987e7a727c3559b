"""The first of many, and all of them where one asks for all."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from views.context import Context

One = TypeVar("One")


def first_ones(ctx: Context, them: Sequence[One], show: Callable[[One], None], *, most: int, key: str) -> None:
    """Show so many, and say how many there are."""
    for one in them[:most]:
        show(one)
    if them[most:] and st.toggle(ctx.say("Show all {count}", count=ctx.say.number(len(them))), key=key):
        for one in them[most:]:
            show(one)
