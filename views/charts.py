"""Charts drawn by Altair: no address, no name read as anything but text; a click is told with what was clicked."""

from collections.abc import Callable
from typing import Any

import altair as alt
import streamlit as st

PICKED = "picked"  # the name of the selection
FONT = "sans-serif"

Drawn = alt.Chart | alt.LayerChart | alt.FacetChart


def picking(field: str) -> alt.Parameter:
    """The selection of a point by the value of a field, to be added to a chart."""
    return alt.selection_point(name=PICKED, fields=[field], on="click", clear="dblclick")


def chart(drawn: Drawn, *, key: str, field: str, pick: Callable[[str], None]) -> None:
    """A chart in which a click on a mark tells `pick` the value of its field."""

    def take() -> None:
        found: list[dict[str, Any]] = st.session_state[key]["selection"].get(PICKED) or []
        if found and found[0].get(field):
            pick(str(found[0][field]))

    st.altair_chart(
        drawn.configure(font=FONT).configure_view(strokeWidth=0), width="stretch", key=key, on_select=take,
        selection_mode=PICKED, theme=None,
    )  # fmt: skip
