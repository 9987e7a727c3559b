"""All files that a drawing can become, by the ending of their name."""

from collections.abc import Callable, Mapping

from views.sheet import Sheet
from views.sheet_graph import sheet_gexf, sheet_graphml
from views.sheet_html import html
from views.sheet_svg import svg
from views.sheet_tables import csv, parquet_files, xlsx
from views.sheet_vosviewer import vosviewer

FORMATS: Mapping[str, Callable[[Sheet], bytes]] = {
    "svg": svg, "html": html, "gexf": sheet_gexf, "graphml": sheet_graphml,
    "vosviewer.json": vosviewer, "xlsx": xlsx, "csv.zip": csv, "parquet.zip": parquet_files,
}  # fmt: skip
