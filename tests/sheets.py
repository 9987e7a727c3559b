"""What is drawn for an address, as the page takes it away; without a browser."""

from typing import Any
from urllib.parse import urlencode

from views.network_page import sheet_at
from views.sheet import Sheet


def taken(url: str, viewer: str = "public", **address: Any) -> Sheet:
    """The record of what Réseau shows there: `step=["ego:pole:p"], as_of="2015"`."""
    return sheet_at(url, urlencode(address, doseq=True), viewer=viewer)
