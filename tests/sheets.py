"""What is drawn for an address, as the page takes it away; without a browser."""

from typing import Any

from graph.model import Viewer
from views import network_page as reseau
from views.asked import Asked
from views.context import Context, _revision, opened
from views.picture import drawing
from views.sheet import Seen, Sheet
from views.shown import shown
from views.take_view import sheet_of
from views.wording import Words


def looking(url: str, viewer: str = "public", **address: Any) -> Context:
    """The context of a page at that address: `step=["ego:pole:p"], as_of="2015"`."""
    asked = {key: value if isinstance(value, list) else [value] for key, value in address.items()}
    view, store = Asked.of(asked), opened(url)
    return reseau._resolved(Context(store, Viewer.parse(viewer), _revision(store), view, Words(view.lang)))


def taken(url: str, viewer: str = "public", **address: Any) -> Sheet:
    """The record of what Réseau shows there."""
    ctx = looking(url, viewer, **address)
    made = drawing(ctx, ctx.asked.step)
    now = shown(ctx, made)
    sentence = reseau._sentence(ctx, made, len(now.view.nodes), len(now.view.lines))
    seen = Seen(made, now.view, now.links, reseau._title(ctx), sentence, "reseau")
    return sheet_of(ctx, seen, reseau._basis(ctx))
