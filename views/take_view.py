"""The view to take away: pictures, files for other programs. Each is made only when it is asked for."""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from graph.network import evidence_of
from queries.basis import Basis
from views.context import Context
from views.downloads import XLSX, file_name
from views.picture import Drawing
from views.png import png_button
from views.sheet import Seen, Sheet, sheet
from views.sheet_files import FORMATS
from views.shown import Shown
from views.wording import Words


def take_view(ctx: Context, made: Drawing, now: Shown, *, title: str, sentence: str, rests_on: Basis) -> None:
    """A popover with all that can be made of what is shown."""
    say, first = ctx.say, ctx.asked.step[0]
    subject = f"reseau_{first.entity}" if first.entity else "reseau"
    seen = Seen(made, now.view, now.links, title, sentence, subject)

    def made_as(form: str) -> bytes:
        return FORMATS[form](sheet_of(ctx, seen, rests_on))

    name = file_name(ctx, subject)
    with st.popover(say("Take this view away")):
        for words, forms in _groups(say).items():
            st.caption(words)
            with st.container(horizontal=True, gap="small"):
                for form, (label, mime) in forms.items():
                    _file(label, f"{name}.{form}", mime, partial(made_as, form))
                if "svg" in forms:
                    png_button(say("Picture (PNG)"), f"{name}.png", lambda: made_as("svg").decode())


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
            "csv.zip": (say("Spreadsheets (CSV)"), "application/zip"),
            "parquet.zip": (say("Parquet"), "application/x-zip-compressed"),
        },
    }


def sheet_of(ctx: Context, seen: Seen, rests_on: Basis) -> Sheet:
    """The record of what is shown, with the statements behind it, as this viewer may read them."""
    near = ctx.neighbourhood_then
    evidence = evidence_of(ctx.store, near.network, [*seen.view.nodes, *seen.links])
    return sheet(seen, near, evidence, ctx.named, rests_on, ctx.say)


def _file(label: str, name: str, mime: str, data: Callable[[], bytes]) -> None:
    st.download_button(label, data, name, mime, key=f"view_{mime}", on_click="ignore")
