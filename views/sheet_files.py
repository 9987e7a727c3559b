"""All files that a drawing can become, by the ending of their name."""

from collections.abc import Callable, Mapping

from views.sheet import Sheet
from views.sheet_graph import sheet_gexf, sheet_graphml
from views.sheet_html import html
from views.sheet_svg import svg

FORMATS: Mapping[str, Callable[[Sheet], bytes]] = {
    "svg": svg, "html": html, "gexf": sheet_gexf, "graphml": sheet_graphml,
}  # fmt: skip
