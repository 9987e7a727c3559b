"""A map to take away: as a picture with its legend and its basis, the link to it, the lines that give it in Python."""

from collections import Counter
from collections.abc import Callable, Collection

import streamlit as st

from views.context import Context
from views.downloads import file_name
from views.map_svg import MapPicture, map_svg
from views.png import png_button
from views.take_view import link_to_copy
from views.text import flat

MOST = 6  # documents that are named


def take_map(ctx: Context, page: str, *, subject: str, made: Callable[[], MapPicture], lines: str = "") -> None:
    """A popover like that of the network; a picture is made only when it is asked for."""
    say, name = ctx.say, file_name(ctx, subject)
    with st.popover(say("Take this view away")):
        st.caption(say("To print or to show"))
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.download_button(
                say("Picture (SVG)"), lambda: map_svg(made()), f"{name}.svg", "image/svg+xml", key="map_svg",
                on_click="ignore",
            )  # fmt: skip
            png_button(say("Picture (PNG)"), f"{name}.png", lambda: map_svg(made()).decode())
        link_to_copy(ctx, page)
        if lines:
            st.caption(say("The same in a notebook"))
            st.code(lines, language="python")


def who_says_so(ctx: Context, entities: Collection[str]) -> str:
    """The documents that speak of most of these, in a sentence; "" where none does."""
    say, known = ctx.say, ctx.network.documents.set_index("id")
    spoken = ctx.network.documents_of(set(entities))
    counts = Counter(document for those in spoken.values() for document in those)
    ranked = sorted(counts, key=lambda one: (-counts[one], one))
    titles = [flat(str(known.at[one, "title"])) for one in ranked[:MOST]]
    if ranked[MOST:]:
        titles.append(say.many("{count} other document", "{count} other documents", len(ranked) - MOST))
    return say("Who says so: {documents}.", documents=" ; ".join(titles)) if titles else ""
