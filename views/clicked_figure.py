"""A figure on its page: the very SVG that can be taken away, of which a click on a mark tells the row."""

from collections.abc import Callable

import streamlit as st

from views.canvas import script
from views.figure_parts import Figure

CSS = """
svg { display: block; max-width: 100%; height: auto; }
.opens [data-row] { cursor: pointer; }
.opens [data-row]:hover path[opacity] { opacity: 0.07; }
.opens [data-row]:hover :is(circle, polygon) { stroke: #0f172a; }
"""
KEY = "drawn"

_figure = st.components.v2.component(
    "maillage_figure", html='<div class="sheet"></div>', css=CSS, js=script("figure.js")
)


def clicked_figure(drawn: Figure, told: str, pick: Callable[[int], None] | None) -> None:
    """The figure, with its words for whoever does not see it; a click on a mark tells `pick` of which row it is.

    A row that is not drawn is none: another answer may have come meanwhile.
    """
    sent = drawn.svg()

    def take() -> None:
        row = st.session_state[KEY].get("row")
        if pick and f'data-row="{row}"' in sent:
            pick(int(row))

    data = {"svg": sent, "told": told, "opens": bool(pick)}
    _figure(key=KEY, data=data, on_row_change=take, height="content", width="stretch")
