"""Carte to take away: a picture of all that the page draws, with its legend and its basis, names as text."""

import json
import re
import xml.etree.ElementTree as ET
from math import cos, hypot, pi, radians

import pytest

from graph.model import Viewer
from graph.store import open_store
from graph.vocabulary import Kind
from tests.pages import kept, page, protos, words
from tests.test_hostile import NAMES
from tests.toys import DRAWN, encounter, entity, record
from views.asked import Asked
from views.context import looking
from views.link import link_to
from views.map_drawn import CONIC, FLAT
from views.map_page import map_at
from views.map_svg import map_svg
from views.projections import projection
from views.python_lines import map_lines
from views.svg_text import WIDE
from views.text import flat

BESIDE = {"NANTES": ("47.2", "-1.5"), "Saint-Étienne": ("45.4", "4.4"), "Lyon": ("45.8", "4.8")}


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    """Two firms in Nantes, one in Saint-Étienne, one in Lyon; those of Nantes and Lyon have met."""
    where = {"a": "NANTES", "b": "NANTES", "c": "Lyon", "d": "Saint-Étienne"}
    said = [row for name, city in where.items() for row in placed(name, name.upper(), city, *BESIDE[city])]
    return kept(tmp_path_factory.mktemp("map"), [DRAWN], [*said, *encounter("pact", "ac")])


def placed(one, name, city, lat, lon):
    return entity(record(one), Kind.FIRM, name, city=city, country="FR", lat=lat, lon=lon)


def drawn(url, address="", viewer="public"):
    return ET.fromstring(map_svg(map_at(url, address, viewer=viewer)))


def texts(root):
    return [one.text for one in root.findall(".//{*}text")]


def test_every_town_is_a_circle_as_large_as_on_the_page_and_has_its_name(url):
    root = drawn(url)
    towns = {one.find("{*}title").text: one.find("{*}circle") for one in root.findall("{*}g[{*}title]")}
    assert set(towns) == {"NANTES · 2", "Lyon · 1", "Saint-Étienne · 1"}
    assert float(towns["NANTES · 2"].get("r")) == 15  # Vega's size of 900 is the square around it
    surface = [float(towns[name].get("r")) ** 2 for name in ("NANTES · 2", "Lyon · 1")]
    assert surface[0] / surface[1] == pytest.approx(2, rel=0.01)
    at = {name: float(one.get("cx")) for name, one in towns.items()}
    assert at["NANTES · 2"] < at["Saint-Étienne · 1"] < at["Lyon · 1"]
    assert {"NANTES", "Saint-Étienne"} <= set(texts(root))


def test_the_legend_says_what_circles_colours_and_lines_mean_of_those_that_are_drawn(url):
    plain, chosen = drawn(url), drawn(url, "lieu=FR/nantes")
    assert len(plain.findall(".//{*}circle")) == 3 + 2 and not plain.findall(".//{*}line")
    assert len(chosen.findall(".//{*}circle")) == 3 + 2 + 1 and len(chosen.findall(".//{*}line")) == 1 + 1
    assert len([one for one in chosen.findall(".//{*}circle") if one.get("fill") == "#b45309"]) == 2
    said = " ".join(texts(chosen))
    assert "Surface d'un cercle : combien d'acteurs s'y" in said and "un lien entre quelqu'un d'ici" in said
    assert texts(chosen).count("NANTES") == 2 and {"1", "2"} <= set(texts(plain))


def test_it_says_on_what_it_rests_and_who_says_so(url):
    said = " ".join(texts(drawn(url, "as_of=2015")))
    assert "3 placés sur 4" not in said and "4 placés sur 4." in said
    assert "Qui le dit : Drawn by hand." in said
    for part in ("réseau ", "en 2015 (possiblement)", "vu par le public", "méthode : position propre", "IGN et INSEE"):
        assert part in said, part
    english = " ".join(texts(drawn(url, "lang=en&cadre=monde")))
    assert "Who says so: Drawn by hand." in english and "Outlines: Natural Earth" in english
    assert "carte : France" in said and "map: World" in english


@pytest.mark.parametrize("frame", ["france", "europe", "monde"])
def test_it_holds_all_outlines_of_the_page_and_nothing_reaches_beyond_the_sheet(url, frame):
    picture = map_at(url, f"cadre={frame}&lieu=FR/nantes")
    root = ET.fromstring(map_svg(picture))
    layers = [one["data"]["values"] for one in picture.drawn["layer"] if one["mark"]["type"] == "geoshape"]
    paths = [one.get("d") for one in root.findall("{*}g[@clip-path]/{*}path")]
    rings = [sum(len(one["geometry"]["coordinates"]) for one in shapes) for shapes in layers]
    assert [path.count("M") for path in paths] == rings and rings[1] > 30
    frame = root.find("{*}clipPath/{*}rect")
    x, y, wide, high = (float(frame.get(name)) for name in ("x", "y", "width", "height"))
    corners = [tuple(map(float, pair)) for pair in re.findall(r"(-?[\d.]+),(-?[\d.]+)", paths[1])]
    assert all(x <= one <= x + wide and y <= other <= y + high for one, other in corners)
    high = float(root.get("height"))
    for one in root.findall(".//{*}text"):
        wide = len(one.text) * 0.56 * float(one.get("font-size"))
        left = float(one.get("x")) - (wide / 2 if one.get("text-anchor") == "middle" else 0)
        assert left >= 0 and left + wide <= WIDE + 1 and 0 < float(one.get("y")) < high, one.text


def test_hostile_names_are_text_and_nothing_is_fetched(tmp_path):
    said = [row for i, name in enumerate(NAMES) for row in placed(f"f{i}", name, name, str(44 + i / 10), "2")]
    root = drawn(kept(tmp_path, [DRAWN], said))
    allowed = {"svg", "title", "desc", "rect", "text", "line", "g", "circle", "path", "clipPath"}
    assert {one.tag.partition("}")[2] for one in root.iter()} <= allowed
    titles = {one.text for one in root.findall(".//{*}title")}
    assert all(any(title.startswith(flat(name)) for title in titles) for name in NAMES)
    assert not any("href" in name or value.startswith("http") for one in root.iter() for name, value in one.items())


def test_it_is_the_same_file_again_and_what_the_page_draws(url):
    assert map_svg(map_at(url, "lieu=FR/nantes")) == map_svg(map_at(url, "lieu=FR/nantes"))
    app = page(url, "carte", lieu="FR/nantes")
    sent = json.loads(next(one for one in protos(app._tree) if type(one).__name__ == "VegaLiteChart").spec)
    assert sent["layer"] == json.loads(json.dumps(map_at(url, "lieu=FR/nantes").drawn["layer"]))
    assert "Emporter cette vue" in words(app)


def test_a_map_of_nobody_is_a_sheet_too(tmp_path):
    root = drawn(kept(tmp_path, [DRAWN], entity(record("a"), Kind.FIRM, "A")))
    assert "0 placé sur 1, 1 sans position connue." in texts(root) and not root.findall(".//{*}circle")


def test_its_link_leads_to_this_map_and_its_lines_give_its_towns(url, tmp_path, monkeypatch):
    ctx = looking(open_store(url), Viewer.PUBLIC, Asked.of({"lieu": ["FR/lyon"], "kinds": ["firm"]}))
    link = link_to(ctx, "carte")
    assert "/carte?" in link and map_svg(map_at(url, link)) == map_svg(map_at(url, "kinds=firm&lieu=FR/lyon"))
    monkeypatch.chdir(url.removeprefix("sqlite:///").rpartition("/")[0])
    said = {}
    exec(map_lines(ctx, ["firm"], "FRANCE", ""), said)
    assert said["found"].towns["town"].tolist() == ["NANTES", "Lyon", "Saint-Étienne"]


def test_the_conic_is_true_to_scale_on_its_parallels_and_keeps_angles():
    place, small = projection(CONIC), 1e-5
    for lon, lat in ((-4, 43), (2, 46), (8, 50)):
        x, y = place(lon, lat)
        east, north = place(lon + small, lat), place(lon, lat + small)
        along = hypot(east[0] - x, east[1] - y) / cos(radians(lat))
        up = hypot(north[0] - x, north[1] - y)
        assert along == pytest.approx(up, rel=1e-4)
        assert abs((east[0] - x) * (north[0] - x) + (east[1] - y) * (north[1] - y)) < 1e-4 * up * along
    for lat in (44, 49):
        (x, y), (u, v) = place(3, lat), place(3 + small, lat)
        assert hypot(u - x, v - y) == pytest.approx(cos(radians(lat)) * radians(small), rel=1e-4)


def test_the_world_is_as_high_and_as_wide_as_its_authors_say():
    place = projection(FLAT)
    wide, high = place(180, 0)[0] - place(-180, 0)[0], place(0, -90)[1] - place(0, 90)[1]
    assert high / wide == pytest.approx(0.52, abs=0.001)  # Šavrič and others (2015)
    assert wide == pytest.approx(2 * pi * 0.8707)
