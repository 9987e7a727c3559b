"""The view to take away: pictures, files for other programs. Each is made only when it is asked for."""

from collections.abc import Callable

import streamlit as st

from graph.network import evidence_of
from queries.basis import Basis
from views.context import Context
from views.downloads import file_name
from views.picture import Drawing
from views.png import png_button
from views.sheet import Seen, Sheet, sheet
from views.sheet_svg import svg
from views.shown import Shown


def take_view(ctx: Context, made: Drawing, now: Shown, *, title: str, sentence: str, rests_on: Basis) -> None:
    """A popover with all that can be made of what is shown."""
    say, first = ctx.say, ctx.asked.step[0]
    subject = f"reseau_{first.entity}" if first.entity else "reseau"
    seen = Seen(made, now.view, now.links, title, sentence, subject)

    def drawn() -> Sheet:
        return sheet_of(ctx, seen, rests_on)

    name = file_name(ctx, subject)
    with st.popover(say("Take this view away")):
        st.caption(say("To print or to show"))
        with st.container(horizontal=True, gap="small"):
            _file(say("Picture (SVG)"), f"{name}.svg", "image/svg+xml", lambda: svg(drawn()))
            png_button(say("Picture (PNG)"), f"{name}.png", lambda: svg(drawn()).decode())


def sheet_of(ctx: Context, seen: Seen, rests_on: Basis) -> Sheet:
    """The record of what is shown, with the statements behind it, as this viewer may read them."""
    near = ctx.neighbourhood_then
    evidence = evidence_of(ctx.store, near.network, [*seen.view.nodes, *seen.links])
    return sheet(seen, near, evidence, ctx.named, rests_on, ctx.say)


def _file(label: str, name: str, mime: str, data: Callable[[], bytes]) -> None:
    st.download_button(label, data, name, mime, key=f"view_{name.rpartition('.')[2]}", on_click="ignore")
