"""A picture as PNG, made in the browser from the very SVG that can be taken away: they agree."""

from collections.abc import Callable

import streamlit as st

from views.canvas import script

CSS = """
button { font: 12.25px system-ui, sans-serif; color: #0f172a; background: #fff; border: 1px solid #cfd1d4;
  border-radius: 7px; padding: 0 10.5px; min-height: 35px; cursor: pointer; white-space: nowrap; }
button:hover { border-color: #1e3a8a; color: #1e3a8a; }
button:focus-visible { outline: 3px solid #1e3a8a; outline-offset: 1px; }
@media print { button { display: none; } }
"""
KEY = "view_png"

_button = st.components.v2.component(
    "maillage_png", html='<button type="button"></button>', css=CSS, js=script("png.js")
)


def png_button(label: str, name: str, made: Callable[[], str]) -> None:
    """A button; a click makes the SVG, and the browser a PNG of it."""
    asked = (st.session_state.get(KEY) or {}).get("asked") or ""
    data = {"label": label, "name": name, "asked": asked, "svg": made() if asked else ""}
    _button(key=KEY, data=data, on_asked_change=_again, height="content", width="content")


def _again() -> None:
    """The script runs again with what was asked: `png_button` reads it."""
