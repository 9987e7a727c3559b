"""Données: what this network holds and how good it is; for its owner, bringing more in, and taking it back."""

from collections.abc import Callable, Mapping

import streamlit as st

from views import duplicates_tab, import_tab, note_tab, quality_tab, runs_tab
from views.asked import ask_more
from views.context import Context
from views.frame import basis_line, basis_of, head, misread
from views.wording import Words

TAB = "tab"  # the address key
METHOD = "statements as documents make them"
SHOWN: Mapping[str, Callable[[Context], None]] = {
    "import": import_tab.show,
    "duplicates": duplicates_tab.show,
    "note": note_tab.show,
    "runs": runs_tab.show,
    "quality": quality_tab.show,
}
FOR_ALL = ("runs", "quality")


def show(ctx: Context) -> None:
    """The page, on the tab that the address names."""
    head(ctx, ctx.say("Data"))
    tabs = {name: word for name, word in _words(ctx.say).items() if ctx.viewer.sees_all or name in FOR_ALL}
    wanted = ctx.asked.more.get(TAB, "")
    chosen = wanted if wanted in tabs else next(iter(tabs))
    misread(ctx, [f"{TAB}={wanted}"] if wanted and wanted not in SHOWN else [])
    st.session_state[TAB] = chosen
    st.radio(
        ctx.say("What to do"), list(tabs), key=TAB, format_func=tabs.__getitem__, horizontal=True,
        label_visibility="collapsed", on_change=_take,
    )  # fmt: skip
    if not ctx.viewer.sees_all:
        st.caption(ctx.say("Only its owner brings data in or decides: the app then runs with `--viewer owner`."))
    SHOWN[chosen](ctx)
    if chosen != "quality":  # which is a question, with a basis of its own
        basis_line(ctx, basis_of(ctx, "donnees", METHOD, {}))


def _words(say: Words) -> dict[str, str]:
    return {
        "import": say("Import"),
        "duplicates": say("Duplicates"),
        "note": say("Write down"),
        "runs": say("Runs"),
        "quality": say("Quality"),
    }


def _take() -> None:
    ask_more(**{TAB: st.session_state[TAB]})
