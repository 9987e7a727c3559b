"""The view to take away: pictures, files for other programs. Each is made only when it is asked for."""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from graph.network import evidence_of
from queries.basis import Basis
from views.context import NETWORK, Context
from views.downloads import XLSX, file_name
from views.file_names import with_ending
from views.link import above_public, link_to
from views.png import png_button
from views.python_lines import view_lines
from views.sheet import Seen, Sheet, sheet
from views.sheet_files import FORMATS
from views.wording import Words


def take_view(ctx: Context, seen: Seen, rests_on: Basis) -> None:
    """A popover with all that can be made of what is shown."""
    say = ctx.say
    name = file_name(ctx, seen.subject)

    def made_as(form: str) -> bytes:
        return FORMATS[form](sheet_of(ctx, seen, rests_on))

    with st.popover(say("Take this view away")):
        for words, forms in _groups(say).items():
            st.caption(words)
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                for form, (label, mime) in forms.items():
                    _file(label, with_ending(name, form), mime, partial(made_as, form))
                if "svg" in forms:
                    png_button(say("Picture (PNG)"), f"{name}.png", lambda: made_as("svg").decode())
        link_to_copy(ctx, NETWORK)
        st.caption(say("The same in a notebook"))
        st.code(view_lines(ctx), language="python")


def link_to_copy(ctx: Context, page: str) -> None:
    """The link, to be copied; who shares it is warned if it says more than everybody may know."""
    say = ctx.say
    st.caption(say("The link to exactly this view: whoever opens it sees what they may see"))
    hidden = above_public(ctx)
    one, several = (
        "This link holds {count} identifier that is not public; an identifier is already a name.",
        "This link holds {count} identifiers that are not public; an identifier is already a name.",
    )
    if hidden:
        st.warning(say.many(one, several, hidden))
    st.code(link_to(ctx, page), language=None, wrap_lines=True)


def _groups(say: Words) -> Mapping[str, Mapping[str, tuple[str, str]]]:
    """What the files are for: their endings, each with what it is called and its type."""
    return {
        say("To print or to show"): {
            "html": (say("Interactive page (HTML)"), "text/html"),
            "svg": (say("Picture (SVG)"), "image/svg+xml"),
        },
        say("For other programs"): {
            "gexf": (say("Gephi (GEXF)"), "application/gexf+xml"),
            "graphml": (say("GraphML"), "application/graphml+xml"),
            "vosviewer.json": (say("VOSviewer (JSON)"), "application/json"),
        },
        say("Actors, links and statements as tables"): {
            "xlsx": (say("Workbook (Excel)"), XLSX),
            "csv.zip": (say("Spreadsheets (CSV, zipped)"), "application/zip"),
            "parquet.zip": (say("Parquet (zipped)"), "application/x-zip-compressed"),
        },
    }


def sheet_of(ctx: Context, seen: Seen, rests_on: Basis) -> Sheet:
    """The record of what is shown, with the statements behind it, as this viewer may read them."""
    near = ctx.neighbourhood_then
    evidence = evidence_of(ctx.store, near.network, [*seen.view.nodes, *seen.links])
    return sheet(seen, near, evidence, ctx.named, rests_on, ctx.say)


def _file(label: str, name: str, mime: str, data: Callable[[], bytes]) -> None:
    st.download_button(label, data, name, mime, key=f"view_{mime}", on_click="ignore")
