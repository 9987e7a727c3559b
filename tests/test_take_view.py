"""What is taken away in a real browser: the files come, they agree, they open from a disk without network."""

import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from graph.store import open_store
from ingest.load import load
from tests.pages import ROOT
from tests.served import needs_browser, served, visit

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def browser():
    needs_browser()


@pytest.fixture(scope="module")
def shipped(browser, tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('shipped') / 'network.db'}"
    load(open_store(url), [ROOT / "data"])
    with served(url) as address:
        yield address


def got(page, button):
    """The name and the bytes of what a button gives."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_the_png_is_the_svg_drawn_twice_its_size_each_time_it_is_asked_for(shipped):
    with visit(shipped) as seen:
        seen.open("/reseau?step=ego:pole:emc2&as_of=2024")
        seen.page.get_by_text("Emporter cette vue").click()
        name, picture = got(seen.page, "Image (SVG)")
        assert name == "maillage_reseau-pole-emc2_public_2024.svg"
        root = ET.fromstring(picture)
        for _ in range(2):
            name, png = got(seen.page, "Image (PNG)")
            assert name == "maillage_reseau-pole-emc2_public_2024.png" and png.startswith(b"\x89PNG")
            assert struct.unpack(">II", png[16:24]) == (2 * int(root.get("width")), 2 * int(root.get("height")))
        assert seen.outside == seen.complaints == []
