"""The picture of an answer on its page, and how to take it away with its basis."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from queries.catalogue import Query
from views.answer_view import Shown
from views.clicked_figure import clicked_figure
from views.context import Context
from views.downloads import file_name
from views.figure_parts import WIDTH, Figure
from views.png import png_button


def picture(
    ctx: Context, query: Query, shown: Shown, drawn: Figure, pick: Callable[[int], None] | None
) -> None:  # fmt: skip
    """The picture, with its words for whoever does not see it; what is taken away says below on what it rests.

    A click on what stands for a row of the table opens it, as a click on that row. What stands below it does not jump
    when it arrives.
    """
    say, name = ctx.say, file_name(ctx, query.name)
    shown_alone = replace(drawn, title="")  # the question stands above it
    wide, high = WIDTH, shown_alone.high
    with st.container(key="figure"):
        st.html(f"<style>.st-key-figure {{ aspect-ratio: {wide} / {high:.0f}; max-width: {wide}px; }}</style>")
        clicked_figure(shown_alone, drawn.told, pick)

    def whole() -> str:
        return drawn.svg(shown.answer.basis.sentence(say.language))

    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.download_button(
            say("Picture (SVG)"), lambda: whole().encode(), f"{name}.svg", "image/svg+xml", key="figure_svg",
            on_click="ignore",
        )  # fmt: skip
        png_button(say("Picture (PNG)"), f"{name}.png", whole)
