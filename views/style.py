"""How the pages look, beyond the theme, and the words that Streamlit has no other place for."""

from importlib.resources import files

import streamlit as st

from views.table_shape import CUT
from views.wording import Words

SCREEN = (files("views") / "screen.css").read_text(encoding="utf-8")
LARGEST = "server.maxUploadSize"  # MB of a file that is dropped


def style(say: Words) -> str:
    """All of it, and the words that Streamlit itself says in English alone: in this language in their place."""
    each = int(st.get_option(LARGEST))
    told = {
        '.rc-overflow-item-rest [data-testid="stTopNavSection"] p': say("Other pages"),
        '[data-testid="stFileUploaderDropzone"] button p': say("Browse"),
        '[data-testid="stFileUploaderDropzoneInstructions"] span': say("{count} MB at most each", count=each),
    }
    rules = (
        f'{where} {{ font-size: 0 !important; }}\n{where}::after {{ content: "{words}"; font-size: 13px; }}'
        for where, words in told.items()
    )
    cut = say("What the screen did not show of this table is in its spreadsheet (CSV).")
    cut_ones = ", ".join(f'.stElementContainer[height="{high}px"]:has(.stDataFrame)' for high in CUT)
    printed = (
        f"@media print {{ :is({cut_ones}) {{ height: auto; }}\n"
        f':is({cut_ones})::after {{ content: "{cut}"; font-size: 10px; color: #5b6577; }} }}'
    )
    return "\n".join(["<style>", SCREEN, *rules, printed, "</style>"])
