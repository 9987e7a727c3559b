"""Charts by Altair, or as Vega-Lite itself: no address, names are text; a click is told with what was clicked."""

from collections.abc import Callable
from typing import Any

import altair as alt
import streamlit as st

PICKED = "picked"  # the name of the selection
FONT = "sans-serif"

Drawn = alt.Chart | alt.LayerChart | alt.FacetChart
Spec = dict[str, Any]  # Vega-Lite, as it is sent


def picking(field: str) -> alt.Parameter:
    """The selection of a point by the value of a field, to be added to a chart."""
    return alt.selection_point(name=PICKED, fields=[field], on="click", clear="dblclick")


def picked(field: str) -> Spec:
    """The same for a chart that is written as Vega-Lite."""
    select = {"type": "point", "fields": [field], "on": "click", "clear": "dblclick"}
    return {"name": PICKED, "select": select}


def chart(drawn: Drawn | Spec, *, key: str, field: str, pick: Callable[[str], None]) -> None:
    """A chart in which a click on a mark tells `pick` the value of its field."""

    def take() -> None:
        found: list[dict[str, Any]] = st.session_state[key]["selection"].get(PICKED) or []
        if found and found[0].get(field):
            pick(str(found[0][field]))

    height = drawn["height"] if isinstance(drawn, dict) else drawn.height
    st.html(f"<style>.st-key-{key} {{ min-height: {height}px; }}</style>")  # what stands below it does not jump
    told: dict[str, Any] = {"width": "stretch", "key": key, "on_select": take, "selection_mode": PICKED, "theme": None}
    if isinstance(drawn, dict):
        st.vega_lite_chart(drawn | {"config": {"font": FONT, "view": {"strokeWidth": 0}}}, **told)
    else:
        st.altair_chart(drawn.configure(font=FONT).configure_view(strokeWidth=0), **told)
