"""What is taken away, in a real browser: the files come, they agree, they open from a disk without network."""

import json
import struct
import xml.etree.ElementTree as ET
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from graph.store import open_store
from ingest.load import load
from tests.pages import ROOT, kept
from tests.served import served, visit
from tests.sheets import taken
from tests.test_access import found
from tests.test_hostile import BAD, NAMES, statements
from tests.toys import DRAWN, encounter
from views import offline, sheet_html
from views.sheet_html import html
from views.text import flat

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("browser")]


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
        assert name == "maillage_reseau-pole-emc2_en-2024.svg"
        root = ET.fromstring(picture)
        for _ in range(2):
            name, png = got(seen.page, "Image (PNG)")
            assert name == "maillage_reseau-pole-emc2_en-2024.png" and png.startswith(b"\x89PNG")
            assert struct.unpack(">II", png[16:24]) == (2 * int(root.get("width")), 2 * int(root.get("height")))
        assert seen.outside == seen.complaints == []


def test_the_map_gives_an_svg_with_every_town_and_a_png_of_it(shipped):
    with visit(shipped) as seen:
        page = seen.page
        page.goto(f"{shipped}/carte?cadre=europe&lieu=FR/paris")
        page.get_by_text("Emporter cette vue").click()
        name, picture = got(page, "Image (SVG)")
        assert name == "maillage_carte-europe.svg"
        root = ET.fromstring(picture)
        towns = [one.text for one in root.findall(".//{*}g/{*}title")]
        assert len(towns) > 100 and "Paris · 11" in towns and "Bruxelles · 13" in towns
        said = " ".join(one.text for one in root.findall(".//{*}text"))
        assert "Surface d'un cercle" in said and "un lien entre quelqu'un d'ici" in said and "vu par le public" in said
        assert len(root.findall(".//{*}line")) > 2
        name, png = got(page, "Image (PNG)")
        assert struct.unpack(">II", png[16:24]) == (2 * int(root.get("width")), 2 * int(root.get("height")))
        assert seen.outside == seen.complaints == []


@contextmanager
def opened(data, folder):
    """The file opened from the disk, in a browser that may fetch nothing."""
    file = folder / "view.html"
    file.write_bytes(data)
    with visit(file.as_uri()) as seen:
        seen.page.on("dialog", lambda dialog: seen.complaints.append(dialog.message))
        seen.page.goto(file.as_uri())
        yield seen


def test_the_offline_file_is_searched_and_clicked_without_network(shipped, tmp_path):
    with visit(shipped) as seen:
        seen.open("/reseau?step=ego:pole:emc2")
        seen.page.get_by_text("Emporter cette vue").click()
        name, data = got(seen.page, "Page interactive (HTML)")
        assert name == "maillage_reseau-pole-emc2.html"
    with opened(data, tmp_path) as seen:
        page = seen.page
        seen.ready_offline()
        assert page.evaluate("document.documentElement.lang") == "fr"
        page.locator("#search").fill("seattle")
        page.locator("#found button").first.wait_for()
        page.keyboard.press("Enter")
        drawer = page.locator("#drawer")
        drawer.get_by_text("Voyage d'étude d'EMC2 à Seattle").first.wait_for()
        assert "Le Journal des Entreprises" in drawer.inner_text()

        drawer.locator("button.row").first.click()
        page.locator('#net[data-selected*="~"]').wait_for()
        assert drawer.locator(".said").count() >= 1 and " — " in drawer.locator("h2").first.inner_text()

        page.mouse.click(*seen.where("pole:emc2", "#net"))
        page.locator('#net[data-selected="pole:emc2"]').wait_for()
        drawer.get_by_text("Boeing est membre d'EMC2").first.wait_for()

        page.locator('#legend button[data-kind="pole"]').click()
        page.locator('#legend button[data-kind="pole"][aria-pressed="false"]').wait_for()
        page.locator('#net[data-selected=""]').wait_for()
        assert seen.outside == seen.complaints == []


def test_a_click_on_a_line_tells_who_says_so(browser, tmp_path):
    url = kept(tmp_path, [DRAWN], encounter("pact", "ab"))
    with opened(html(taken(url, step="all", lang="en")), tmp_path) as seen:
        seen.ready_offline()
        (x, y), (u, v) = (seen.where(one, "#net") for one in ("firm:a", "meeting:pact"))
        seen.page.mouse.click((x + u) / 2, (y + v) / 2)
        seen.page.locator('#net[data-selected="firm:a~meeting:pact"]').wait_for()
        told = seen.page.locator("#drawer").inner_text()
        assert "A is a partner in pact" in told and "Drawn by hand" in told
        assert seen.outside == seen.complaints == []


def test_the_offline_file_can_be_used_without_sight_or_mouse(browser, tmp_path):
    url = kept(tmp_path, [DRAWN], encounter("pact", "ab"))
    with opened(html(taken(url, step="all")), tmp_path) as seen:
        seen.ready_offline()
        page, drawer = seen.page, seen.page.locator("#drawer")
        page.locator("#search").focus()
        page.keyboard.type("pact")
        page.keyboard.press("Enter")
        drawer.get_by_text("Nature : rencontre").wait_for()
        drawer.get_by_role("button", name="A est partenaire").focus()
        page.keyboard.press("Enter")
        page.locator('#net[data-selected="firm:a~meeting:pact"]').wait_for()
        drawer.get_by_text("Drawn by hand").first.wait_for()
        page.locator("#legend button").first.focus()
        page.keyboard.press("Space")
        page.locator('#legend button[aria-pressed="false"]:focus').wait_for()
        assert found(page) == []
        assert seen.outside == seen.complaints == []


def test_a_file_of_nobody_opens_too(browser, tmp_path):
    url = kept(tmp_path, [DRAWN], encounter("pact", "ab"))
    sheet = taken(url, step="all", kinds="pole")
    assert sheet.actors == ()
    with opened(html(sheet), tmp_path) as seen:
        seen.ready_offline()
        assert seen.outside == seen.complaints == []


@pytest.fixture(scope="module")
def hostile(browser, tmp_path_factory):
    return taken(kept(tmp_path_factory.mktemp("hostile"), [BAD], list(statements())), step="all")


def test_hostile_names_are_text_in_the_offline_file(hostile, tmp_path):
    with opened(html(hostile), tmp_path) as seen:
        seen.ready_offline()
        drawer, elements = seen.page.locator("#drawer"), seen.page.locator("script, img, a[href^='javascript']")
        for actor in hostile.actors:
            seen.page.locator("#search").fill(flat(actor.name)[:150])
            seen.page.locator("#found button").first.wait_for()
            seen.page.keyboard.press("Enter")
            drawer.locator("h2").first.wait_for()
        seen.page.locator("#search").fill("<img src=x")
        seen.page.keyboard.press("Enter")
        drawer.get_by_text("<img src=x onerror=alert(1)>", exact=False).first.wait_for()
        drawer.locator("button.row").first.click()
        assert NAMES[2] in drawer.inner_text()
        assert elements.count() == 3  # ours
        assert seen.outside == seen.complaints == []


def test_with_the_escaping_removed_on_purpose_the_policy_still_stops_what_names_hold(hostile, tmp_path, monkeypatch):
    bad = (
        "</script><script>document.title = 'taken'</script><img src='http://outside.invalid/x.png' onerror='alert(2)'>"
    )
    said = replace(hostile.actors[0], name=bad)
    sheet = replace(hostile, actors=(said, *hostile.actors[1:]))
    assert b"</script><script>document" not in html(sheet)
    monkeypatch.setattr(offline, "inert", json.dumps)
    monkeypatch.setattr(sheet_html, "packed", lambda data: data)
    data = html(sheet)
    assert bad[:40].encode() in data
    with opened(data, tmp_path) as seen:
        seen.page.locator("img").first.wait_for(state="attached")
        assert seen.page.title() != "taken"
        assert seen.outside == []
        refused = [one for one in seen.complaints if "Content Security Policy" in one]
        assert any("script" in one for one in refused) and any("img-src" in one for one in refused)
