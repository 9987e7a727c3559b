"""What is drawn, taken away: complete, with its basis, the same bytes again, and nothing of what was confided."""

import base64
import csv
import gzip
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from graph.errors import WrongValue
from graph.export import unescaped
from graph.model import Viewer
from graph.store import open_store
from tests.pages import kept, page, words
from tests.sheets import taken
from tests.test_app_leaks import DIARY, SECRET, confided, public
from tests.test_hostile import BAD, NAMES, statements
from tests.test_offline import Tags
from tests.toys import DRAWN
from views.asked import Asked
from views.context import looking
from views.downloads import file_name
from views.link import above_public, link_to
from views.look import LOOKS
from views.mark_svg import mark
from views.network_page import sheet_at
from views.python_lines import view_lines
from views.sheet_files import FORMATS
from views.state import State
from views.svg_text import WIDE
from views.text import flat

ALL, POLE = {"step": "all"}, {"step": "ego:pole:p"}
VIEWS = [
    ALL,
    POLE,
    {**ALL, "lang": "en", "as_of": "2015-06-30"},
    {**POLE, "kinds": "firm", "rel": "MEMBER_OF"},
    {**ALL, "big": "centrality.partners", "hue": "belonging.pole"},
    {**ALL, "from": "firm:a", "to": "firm:d"},
    {**ALL, "undated": "no"},
    {**ALL, "conf": "0.9", "size": "sme"},
]


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    """One store that holds what was confided, one that never did."""
    folders = [tmp_path_factory.mktemp(name) for name in ("with", "without")]
    return kept(folders[0], [DRAWN, DIARY], public() + confided()), kept(folders[1], [DRAWN], public())


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    return taken(kept(tmp_path_factory.mktemp("hostile"), [BAD], list(statements())), **ALL)


def told(form, data):
    """All that a file says, unpacked."""
    if form.endswith(("zip", "xlsx")):
        archive = zipfile.ZipFile(io.BytesIO(data))
        return "".join(told(name, archive.read(name)) for name in archive.namelist())
    if form.endswith("parquet"):
        table = pq.read_table(io.BytesIO(data))
        return f"{table.to_pydict()} {table.schema.metadata}"
    return data.decode() + (json.dumps(data_of(data), ensure_ascii=False) if form == "html" else "")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("asked", VIEWS, ids=str)
def test_no_file_of_the_public_shows_what_was_confided(stores, form, asked):
    ours, theirs = (FORMATS[form](taken(url, **asked)) for url in stores)
    assert ours == theirs
    assert "yxwvut" not in told(form, ours) and "Zyxville" not in told(form, ours)


@pytest.mark.parametrize("form", FORMATS)
def test_those_it_was_confided_to_take_it_with_them(stores, form):
    sheet = taken(stores[0], "emc2=staff", **ALL)
    assert SECRET in told(form, FORMATS[form](sheet))
    assert SECRET in {actor.name for actor in sheet.actors}
    assert {link.level for line in sheet.lines for link in line.links} == {0, 2}


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_view_is_the_same_file(stores, form):
    first, again = (FORMATS[form](taken(stores[1], **ALL)) for _ in range(2))
    assert first == again


def test_the_record_holds_what_the_page_shows_and_who_says_so(stores):
    sheet = taken(stores[1], **POLE)
    assert {actor.id for actor in sheet.actors} == {
        "pole:p",
        "firm:a",
        "firm:b",
        "firm:d",
    }
    assert [(line.id, line.count) for line in sheet.lines] == [
        ("firm:a~pole:p", 1), ("firm:b~pole:p", 1), ("firm:d~pole:p", 1)
    ]  # fmt: skip
    (link,) = sheet.lines[0].links
    assert (link.sentence, link.how_far, link.level) == ("A est membre de P", "confirmé", 0)
    assert [said.document for said in link.said] == [DRAWN.id]
    assert [(one.id, one.title) for one in sheet.sources] == [(DRAWN.id, "Drawn by hand")]
    assert [(key.word, key.count) for key in sheet.legend] == [("pôle", 1), ("entreprises", 3)]
    assert (sheet.title, sheet.viewer, sheet.day, sheet.language) == ("Autour de P", "public", "2020-01-01", "fr")


def test_the_record_follows_date_and_filters(stores):
    then = taken(stores[1], step="all", as_of="2014")
    assert "alliance:pact" not in {actor.id for actor in then.actors} and then.day == "2014"
    firms = taken(stores[1], **{**POLE, "kinds": "firm"})
    assert not firms.lines and [key.kind for key in firms.legend] == ["firm"]
    assert not taken(stores[1], **{**POLE, "rel": "OFFERS"}).lines


def test_a_picture_is_whole_title_names_legend_and_basis(stores):
    sheet = taken(stores[1], **ALL)
    root = ET.fromstring(FORMATS["svg"](sheet))
    told = [text for one in root.findall(".//{*}text") if (text := one.text)]
    assert {"Tout le réseau", *(actor.name for actor in sheet.actors)} <= set(told)
    assert {"entreprises · 4", "pôle · 1"} <= set(told)
    assert "réseau " + sheet.basis.network in " ".join(told)
    assert len(list(root.findall(".//{*}line"))) == len(sheet.lines) + 1  # and one in the legend


def test_the_record_follows_measures_groups_and_what_was_moved_by_hand(stores):
    asked = {**ALL, "big": "centrality.partners", "hue": "belonging.pole"}
    usual, before = (taken(stores[1], **one) for one in (ALL, asked))
    State.beside(stores[1]).move(stores[1], "public", "all", {"firm:a": (123.0, -45.0)})
    sheet = taken(stores[1], **asked)
    State.beside(stores[1]).put_back(stores[1], "public", "all", ["firm:a"])
    looks, were = ({one.id: one.look for one in each.actors} for each in (sheet, usual))
    assert [one for one in looks if looks[one].size != were[one].size and looks[one].fill != were[one].fill]
    assert all(looks[one].shape == were[one].shape for one in looks)
    places = {one.id: (one.x, one.y) for one in sheet.actors}
    assert places["firm:a"] == (123.0, -45.0)
    assert {one.id for one in before.actors if (one.x, one.y) != places[one.id]} == {"firm:a"}
    words_of_key = {one.word for scale in sheet.scales for one in scale.swatches}
    told = {one.text for one in ET.fromstring(FORMATS["svg"](sheet)).findall(".//{*}text")}
    assert len(sheet.scales) == 2 and {scale.title for scale in sheet.scales} <= told
    assert words_of_key <= told
    page = data_of(FORMATS["html"](sheet))
    assert words_of_key == {one["word"] for scale in page["scales"] for one in scale["swatches"]}
    assert {node["id"]: node["fill"] for node in page["nodes"]} == {one: looks[one].fill for one in looks}
    assert not usual.scales and {key.look.fill for key in sheet.legend} == {"#ffffff"}  # the shape carries the kind


def test_the_path_that_is_asked_for_is_lit_and_told(stores):
    sheet = taken(stores[1], **{**ALL, "from": "firm:a", "to": "firm:d"})
    lit = [line for line in sheet.lines if line.lit]
    assert lit and {"firm:a", "firm:d"} <= {end for line in lit for end in (line.low, line.high)}
    assert all(one.always for one in sheet.actors for line in lit if one.id in (line.low, line.high))
    root = ET.fromstring(FORMATS["svg"](sheet))
    blue = [one for one in root.findall(".//{*}line") if one.get("stroke") == "#1e3a8a"]
    assert len(blue) == len(lit) + 1  # and one in the legend
    assert len(sheet.sentence) > len(taken(stores[1], **ALL).sentence)


def data_of(page):
    """What an offline page draws from."""
    block = re.search(rb'<script type="application/json" id="data">"([A-Za-z0-9+/=]*)"</script>', page)
    return json.loads(gzip.decompress(base64.b64decode(block[1])))


def names_in(form, data):
    """The names of actors in a file, as its own readers find them."""
    if form == "svg":
        return {one.text.rpartition(" · ")[0] for one in ET.fromstring(data).findall(".//{*}g/{*}title")}
    if form == "html":
        return {node["name"] for node in data_of(data)["nodes"]}
    if form in ("gexf", "graphml"):
        read = nx.read_gexf if form == "gexf" else nx.read_graphml
        return {one["label"] for _, one in read(io.BytesIO(data)).nodes(data=True)}
    if form == "vosviewer.json":
        return {one["label"] for one in json.loads(data)["network"]["items"]}
    if form == "xlsx":
        header, *rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("acteurs").to_python()
        return {row[header.index("nom")] for row in rows}
    file = io.BytesIO(
        zipfile.ZipFile(io.BytesIO(data)).read(f"{'acteurs' if form == 'csv.zip' else 'actors'}.{form[:-4]}")
    )
    if form == "parquet.zip":
        return set(pq.read_table(file).to_pydict()["name"])
    return {
        unescaped(row["nom"]) for row in csv.DictReader(io.StringIO(file.read().decode("utf-8-sig")), delimiter=";")
    }


@pytest.mark.parametrize("form", FORMATS)
def test_every_file_carries_hostile_names_as_text(hostile, form):
    wanted = {actor.name for actor in hostile.actors}
    shown = {flat(name) for name in wanted} if form in ("svg", "html", "vosviewer.json") else wanted
    assert names_in(form, FORMATS[form](hostile)) == shown


def test_nothing_of_a_picture_reaches_beyond_its_edge(hostile):
    for sheet in (
        hostile,
        replace(hostile, actors=hostile.actors[:1], lines=()),
        replace(hostile, actors=(), lines=()),
    ):
        root = ET.fromstring(FORMATS["svg"](sheet))
        high = float(root.get("height"))
        for one in root.findall(".//{*}text"):
            wide = len(one.text) * 0.56 * float(one.get("font-size"))
            x, y = float(one.get("x")), float(one.get("y"))
            left = x - wide / 2 if one.get("text-anchor") == "middle" else x
            assert left >= 0 and left + wide <= WIDE + 1 and 0 < y < high, one.text


def test_a_picture_carries_hostile_names_as_text(hostile):
    data = FORMATS["svg"](hostile)
    root = ET.fromstring(data)
    assert {one.tag.partition("}")[2] for one in root.iter()} == {
        "svg", "title", "desc", "rect", "text", "line", "g", "circle", "polygon"
    }  # fmt: skip
    titles = {one.text for one in root.findall(".//{*}title")}
    assert all(any(title.startswith(flat(name)) for title in titles) for name in NAMES)
    allowed = {"x", "y", "d", "r", "cx", "cy", "points", "fill", "stroke", "width", "height", "role", "viewBox"}
    used = {
        name for one in root.iter() for name in one.attrib if not name.startswith(("{", "stroke-", "font-", "text-"))
    }
    assert used <= allowed | {"x1", "x2", "y1", "y2", "paint-order"}


def test_the_offline_file_holds_no_element_but_ours_and_says_all_of_its_statements_once(hostile):
    found, data = Tags(), FORMATS["html"](hostile)
    found.feed(data.decode())
    assert [tag for tag in found.tags if tag == "script"] == ["script"] * 3
    assert not {"img", "a", "b", "iframe", "link", "form"} & set(found.tags)
    drawn = data_of(data)
    assert len(drawn["said"]) == len(set(map(str, drawn["said"])))
    told = {drawn["sources"][one[0]][0] for one in drawn["said"]}
    assert told == {flat(BAD.title)} and all(len(node["facts"]) for node in drawn["nodes"])
    assert sum(len(link["said"]) for line in drawn["lines"] for link in line["links"]) == 2 * len(NAMES)


def test_the_basis_says_in_words_what_was_asked_for(stores):
    sheet = taken(stores[1], **{**ALL, "kinds": "firm,pole", "rel": "MEMBER_OF"})
    assert "étapes : all, natures : entreprise / pôle, liens : MEMBER_OF" in sheet.basis.sentence("fr")
    assert "steps: all, kinds: firm / pole, links: MEMBER_OF" in sheet.basis.sentence("en")


def test_each_shape_of_the_canvas_can_be_drawn():
    drawn = {look.shape: mark(look, 5, 5) for look in LOOKS.values()}
    assert len(set(drawn.values())) == len(drawn) == 6


def test_the_page_offers_the_view_to_take_away(stores):
    app = page(stores[1], "reseau", **ALL)
    assert not app.exception
    assert "Emporter cette vue" in words(app)


def ctx(url, viewer="public", **address):
    return looking(open_store(url), Viewer.parse(viewer), Asked.of({key: [value] for key, value in address.items()}))


def test_a_name_of_a_file_says_what_for_whom_and_when(stores):
    assert file_name(ctx(stores[1], **ALL), "reseau_pole:p") == "maillage_reseau-pole-p"
    then = ctx(stores[1], "emc2=staff", **{**ALL, "as_of": "2015"})
    assert file_name(then, "x") == "maillage_x_vu-par-emc2-staff_en-2015"


@pytest.mark.parametrize("asked", VIEWS, ids=str)
def test_the_link_leads_to_exactly_this_view_and_never_says_who_looks(stores, asked):
    sheet, link = taken(stores[0], "emc2=staff", **asked), link_to(ctx(stores[0], "emc2=staff", **asked))
    assert sheet_at(stores[0], link, viewer="emc2=staff") == sheet
    assert "staff" not in link and "sqlite" not in link


def test_who_shares_a_link_with_an_id_that_is_not_public_is_warned(stores):
    firm, warning = "firm:zyxwvut-industries", "Ce lien contient 1 identifiant qui n'est pas public"
    for asked in ({"step": f"ego:{firm}"}, {**ALL, "sel": f"firm:a~{firm}"}):
        assert above_public(ctx(stores[0], "emc2=staff", **asked)) == 1
        assert warning in words(page(stores[0], "reseau", viewer="emc2=staff", **asked))
        assert warning not in words(page(stores[0], "reseau", **asked))
    assert above_public(ctx(stores[0], "emc2=staff", **POLE)) == 0


@pytest.mark.parametrize("asked", VIEWS, ids=str)
def test_the_python_lines_give_the_same_actors_and_links(stores, asked, tmp_path, monkeypatch):
    monkeypatch.chdir(Path(stores[0].removeprefix("sqlite:///")).parent)
    found: dict[str, Any] = {}
    exec(view_lines(ctx(stores[0], "emc2=staff", **asked)), found)
    sheet = taken(stores[0], "emc2=staff", **asked)
    assert set(found["actors"]["id"]) == {actor.id for actor in sheet.actors}
    assert set(found["links"]["id"]) == {link.id for line in sheet.lines for link in line.links}
    assert found["sheet"] == sheet


def test_an_empty_store_gives_a_sentence(tmp_path):
    with pytest.raises(WrongValue, match="holds nobody yet"):
        taken(kept(tmp_path))
