"""The link to exactly this view: what it says, and whether it says more than everybody may know."""

from urllib.parse import urlencode

import streamlit as st

from graph.model import Viewer
from views.asked import Asked
from views.context import NETWORK, Context
from views.saved_views import ids_of

READABLE = ":~,"  # left as they are: an address that one can read


def address_of(view: Asked) -> str:
    """The query string of a view: it never says who looks.

    >>> address_of(Asked(sel="pole:p~firm:a b"))
    'sel=pole:p~firm:a+b'
    """
    return urlencode(view.whole_address, doseq=True, safe=READABLE)


def link_to(ctx: Context, page: str = NETWORK) -> str:
    """The link, as whole as the browser's own address is known."""
    base = (st.context.url or "").partition("?")[0].rstrip("/")
    base = base if base.endswith(f"/{page}") else f"{base}/{page}"
    return f"{base}?{address_of(ctx.asked)}"


def above_public(ctx: Context) -> int:
    """How many ids of the address the public network does not have: an id is already a name."""
    if ctx.viewer == Viewer.PUBLIC:
        return 0
    ours, everybody = (
        {*network.entities["id"], *network.documents["id"]} for network in (ctx.whole, ctx.public)
    )  # fmt: skip
    named = {*ids_of(ctx.asked), *ctx.asked.doc, *ctx.asked.place}
    return len({one for one in named if one in ours and one not in everybody})
