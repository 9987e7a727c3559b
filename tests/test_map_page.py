"""Carte: each at its own position or where others of its town are, the others counted with the reason, no tiles."""

import json
from itertools import pairwise
from math import atan2, cos, pi, radians, sin

import altair as alt
import pandas as pd
import pytest

from data.make_outlines import area, within_the_sheet
from graph.model import Viewer
from graph.network import Network
from graph.store import open_store
from graph.ties import ties
from graph.vocabulary import Kind
from queries.places import EUROPE, FRANCE, WORLD, places
from tests.pages import again, kept, on_chart, on_row, page, protos, words
from tests.toys import DRAWN, encounter, entity, network, record
from views.map_around import beyond, edge, in_its_place
from views.map_drawn import map_drawn, outlines, shapes
from views.map_ties import MOST, ties_of


@pytest.fixture
def url(tmp_path):
    """A and B in Nantes, of which A alone has a position; C in Lyon; D in Seattle; E nowhere. A met C."""
    said = [*entity(record("a"), Kind.FIRM, "A", city="Nantes", country="FR", lat="47.2", lon="-1.5")]
    said += [*entity(record("b"), Kind.FIRM, "B", city="NANTES", country="FR")]
    said += [*entity(record("c"), Kind.FIRM, "C", city="Lyon", country="FR", lat="45.8", lon="4.8")]
    said += [*entity(record("d"), Kind.FIRM, "D", city="Seattle", country="US", lat="47.6", lon="-122.3")]
    said += [*entity(record("e"), Kind.FIRM, "E"), *encounter("pact", "ac")]
    return kept(tmp_path, [DRAWN], said)


def layers(app):
    """What is drawn, without the land around."""
    sent = next(one for one in protos(app._tree) if type(one).__name__ == "VegaLiteChart")
    return [one for one in json.loads(sent.spec)["layer"] if "clip" not in one["mark"]]


def test_a_town_is_one_place_and_its_others_stand_where_one_of_it_is_known(url):
    found = places(Network.read(open_store(url), viewer=Viewer.PUBLIC), [Kind.FIRM], FRANCE)
    assert found.towns[["place", "count", "lat"]].to_numpy().tolist() == [["FR/nantes", 2, 47.2], ["FR/lyon", 1, 45.8]]
    assert found.placed.set_index("id")["supposed"].to_dict() == {"firm:a": False, "firm:b": True, "firm:c": False}
    assert found.left_out.set_index("id")["reason"].to_dict() == {"firm:d": "abroad", "firm:e": "no_position"}


def test_the_page_counts_those_it_places_and_those_it_cannot(url):
    assert "3 placés sur 5, 1 à l'étranger, 1 sans position connue." in words(page(url, "carte"))
    assert "3 of 5 placed, 1 outside this map, 1 without" in words(page(url, "carte", cadre="europe", lang="en"))
    assert "4 placés sur 5, 1 sans position connue." in words(page(url, "carte", cadre="monde"))
    assert "laissé de côté : cadre=lune." in words(page(url, "carte", cadre="lune"))


def test_those_without_a_place_whom_a_list_of_postcodes_would_place_are_told_with_the_command(url, tmp_path):
    assert "geocode" not in words(page(url, "carte"))
    (tmp_path / "more").mkdir()
    said = [
        *entity(record("a"), Kind.FIRM, "A", city="Nantes", postcode="44000"),
        *entity(record("b"), Kind.FIRM, "B", city="Nantes"),
        *entity(record("c"), Kind.FIRM, "C", city="Seattle", postcode="98101", country="US"),
        *entity(record("d"), Kind.FIRM, "D", city="Lyon", postcode="69003", lat="45.8", lon="4.8"),
    ]
    app = page(kept(tmp_path / "more", [DRAWN], said), "carte")
    assert "1 organisation a un code postal mais pas de lieu : `maillage geocode --postcodes FICHIER`" in words(app)


@pytest.mark.parametrize("country", ["RE", "FR"])
def test_a_firm_overseas_is_not_abroad_and_stands_on_the_map_of_the_world(country):
    who = entity(record("a"), Kind.FIRM, "A", city="Saint-Denis", country=country, lat="-20.9", lon="55.5")
    assert places(network(*who), [Kind.FIRM], FRANCE).left_out["reason"].tolist() == ["beyond"]
    assert places(network(*who), [Kind.FIRM], WORLD).towns["count"].tolist() == [1]


def test_a_circle_opens_its_actors_and_draws_lines_to_the_towns_of_their_ties(url):
    app = page(url, "carte")
    assert len(layers(app)) == 2
    app = again(app, url, done=on_chart(app, "map", "place", "FR/nantes"))
    assert app.query_params["lieu"] == "FR/nantes"
    assert "A · 1 lien" in words(app) and "1 placé là où sont d'autres de la ville" in words(app)
    assert len(layers(app)) == 3
    app.button(key="start_firm:a").click()
    assert again(app, url).query_params["sel"] == "firm:a"


def test_a_town_tells_with_which_towns_it_has_ties_and_between_whom(url):
    app = page(url, "carte", lieu="FR/nantes")
    assert "#### Des liens avec 1 ville" in words(app) and "Lyon · 1 couple lié" in words(app)
    app.button(key="town_FR/lyon").click()
    app = again(app, url)
    assert app.query_params == {"lieu": "FR/nantes", "vers": "FR/lyon"} and "#### Lyon · 1 couple lié" in words(app)
    app.button(key="tie_firm:a~firm:c").click()
    app = again(app, url)
    assert app.query_params["sel"] == "firm:a~firm:c" and "unis par 1 autre" in words(app) and "pact" in words(app)
    app.button(key="to_town").click()
    app = again(app, url)
    assert "sel" not in app.query_params and "#### Lyon · 1 couple lié" in words(app)
    app.button(key="from_town").click()
    assert again(app, url).query_params == {"lieu": "FR/nantes"}


def test_pairs_are_told_from_the_town_that_was_clicked_whichever_end_they_are_stored_by(url):
    net = Network.read(open_store(url), viewer=Viewer.PUBLIC)
    found, pairs = places(net, [Kind.FIRM], FRANCE), ties(net)
    for here, there, towns in (
        ("firm:a", "firm:c", ("FR/nantes", "FR/lyon")),
        ("firm:c", "firm:a", ("FR/lyon", "FR/nantes")),
    ):
        assert ties_of(pairs, found, towns[0]).to_numpy().tolist() == [[here, there, towns[1]]]
    assert ties_of(pairs, found, "FR/nowhere").empty


def test_ties_within_a_town_lead_to_no_other_town(tmp_path):
    said = [one for name in "AB" for one in entity(record(name), Kind.FIRM, name, city="Nantes", country="FR")]
    said += [*entity(record("a"), Kind.FIRM, "A", lat="47.2", lon="-1.5"), *encounter("pact", "ab")]
    app = page(kept(tmp_path, [DRAWN], said), "carte", lieu="FR/nantes")
    assert "A · 1 lien" in words(app) and "Des liens avec" not in words(app)


def test_all_who_are_in_a_town_are_listed_when_one_asks_for_them(tmp_path):
    names = [f"f{n:02}" for n in range(MOST + 2)]
    said = [one for name in names for one in entity(record(name), Kind.FIRM, name, city="Nantes", country="FR")]
    said += entity(record(names[0]), Kind.FIRM, names[0], lat="47.2", lon="-1.5")
    url = kept(tmp_path, [DRAWN], said)
    app = page(url, "carte", lieu="FR/nantes")
    listed = [one.key for one in app.button if str(one.key).startswith("start_")]
    assert len(listed) == MOST and app.toggle(key="all_rows").label == f"Montrer les {MOST + 2}"
    app.toggle(key="all_rows").set_value(True)
    assert len([one for one in again(app, url).button if str(one.key).startswith("start_")]) == MOST + 2


def test_those_who_are_not_on_the_map_open_in_the_drawer(url):
    app = page(url, "carte")
    app = again(app, url, done=on_row(app, "left_out", 1, "Nom"))
    assert app.query_params["sel"] == "firm:e" and "Drawn by hand" in words(app)


def test_a_link_to_a_town_lights_its_circle(url):
    circles = layers(page(url, "carte", lieu="FR/nantes"))[-1]
    assert [row["place"] for row in circles["data"]["values"] if row["chosen"]] == ["FR/nantes"]
    assert {"test": "datum.chosen", "value": "#b45309"} in circles["encoding"]["color"]["condition"]
    assert not any(row["chosen"] for row in layers(page(url, "carte"))[-1]["data"]["values"])


@pytest.mark.parametrize("frame", [FRANCE, EUROPE, WORLD])
def test_exterior_rings_run_clockwise_or_the_whole_sheet_would_be_filled(frame):
    shapes = outlines(frame)
    assert len(shapes) > 30
    assert all(area(one["geometry"]["coordinates"][0]) < 0 for one in shapes)


def steradians(rings):
    """What a polygon covers of a sphere of radius 1, as Vega takes it: what its exterior ring has on its right hand.

    Chamberlain and Duquette (2007), in the form that stays exact for large polygons and at the poles.
    """
    total = 0.0
    for ring in rings:
        corners = [(radians(x), radians(y) / 2 + pi / 4) for x, y in ring]
        for (x0, y0), (x1, y1) in pairwise(corners):
            k = sin(y0) * sin(y1)
            total += atan2(k * sin(x1 - x0), cos(y0) * cos(y1) + k * cos(x1 - x0))
    return 2 * (total if total >= 0 else 2 * pi + total)


def test_a_polygon_covers_what_lies_on_the_right_hand_of_its_ring():
    octant = [[0, 0], [0, 90], [90, 0], [0, 0]]
    assert steradians([octant]) == pytest.approx(pi / 2)
    assert steradians([octant[::-1]]) == pytest.approx(4 * pi - pi / 2)


@pytest.mark.parametrize("name", ["countries", "departements"])
def test_every_polygon_covers_less_than_half_the_sphere_and_stays_on_the_sheet(name):
    for one in shapes(name):
        rings = one["geometry"]["coordinates"]
        assert 0 < steradians(rings) < 2 * pi, one["id"]
        assert all(abs(x1 - x0) <= 180 or y0 == y1 == -90 for ring in rings for (x0, y0), (x1, y1) in pairwise(ring))


def test_the_land_of_the_earth_is_three_tenths_of_it():
    assert sum(steradians(one["geometry"]["coordinates"]) for one in shapes("countries")) / (4 * pi) == pytest.approx(
        0.29, abs=0.01
    )


def within(rings, x, y):
    """Whether a point lies in a polygon: a ray from it crosses its rings an odd number of times."""
    edges = [pair for ring in rings for pair in pairwise(ring)]
    return sum((y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0) for (x0, y0), (x1, y1) in edges) % 2


@pytest.mark.parametrize("number, lon, lat", [
    ("840", -100, 40), ("840", -150, 65), ("124", -106, 56), ("643", 100, 62), ("643", -175, 66.5), ("156", 105, 35),
    ("076", -52, -10), ("036", 134, -25), ("010", 0, -80), ("010", 150, -80), ("250", -53, 4), ("242", 178, -17.8),
])  # fmt: skip
def test_a_large_country_is_drawn_where_it_is_and_by_one_polygon(number, lon, lat):
    assert [one["id"] for one in outlines(WORLD) if within(one["geometry"]["coordinates"], lon, lat)] == [number]


@pytest.mark.parametrize("lon, lat", [(-30, 0), (-150, 0), (80, -30), (0, 85), (-170, -30), (170, 30), (28.3, -29.5)])
def test_the_sea_is_no_land_and_lesotho_lies_in_one_country_alone(lon, lat):
    assert sum(within(one["geometry"]["coordinates"], lon, lat) for one in outlines(WORLD)) == (lon == 28.3)


def test_a_ring_across_the_180th_meridian_is_cut_and_one_around_the_pole_is_closed_there():
    east, west = within_the_sheet([[170, 0], [-170, 0], [-170, 10], [170, 10], [170, 0]])
    assert {tuple(one) for one in east} == {(-170, 0), (-170, 10), (-180, 10), (-180, 0)} or east[0][0] > 0
    assert abs(area(east)) == abs(area(west)) == 200
    ice = within_the_sheet([[0, -70], [90, -70], [180, -70], [-90, -70], [0, -70]])
    assert sum(abs(area(one)) for one in ice) == 2 * 360 * 20
    assert within_the_sheet([[0, 0], [0, 1], [1, 0], [0, 0]]) == [[[0, 0], [0, 1], [1, 0], [0, 0]]]


def test_france_stands_among_its_neighbours_which_are_drawn_once():
    assert {"724", "380", "276", "826"} <= {one["id"] for one in beyond(FRANCE)}
    assert not {"250", "840"} & {one["id"] for one in beyond(FRANCE)}
    assert "643" in {one["id"] for one in beyond(EUROPE)} and beyond(WORLD) == []
    drawn = [id(one) for one in (*outlines(EUROPE), *beyond(EUROPE))]
    assert len(set(drawn)) == len(drawn)


def test_the_sheet_shows_the_frame_whoever_is_drawn_in_it():
    points = edge(FRANCE)["geometry"]["coordinates"]
    assert all(x in (FRANCE.west, FRANCE.east) or y in (FRANCE.south, FRANCE.north) for x, y in points)
    assert len({tuple(one) for one in points}) == 80


@pytest.mark.parametrize("frame", [FRANCE, EUROPE, WORLD])
def test_what_is_sent_is_vega_lite_as_altair_would_have_checked_it(url, frame):
    found = places(Network.read(open_store(url), viewer=Viewer.PUBLIC), [Kind.FIRM], frame)
    lines = pd.DataFrame({"lon": [-1.5], "lat": [47.2], "lon_to": [4.8], "lat_to": [45.8]})
    made = in_its_place(map_drawn(found.towns, lines, frame), frame)
    around, land, *others = made["layer"]
    few = [one | {"data": {"values": one["data"]["values"][:2]}} for one in (around, land)]  # of many alike
    alt.LayerChart.from_dict(made | {"layer": [*few, *others]})  # a SchemaValidationError of what is none


def test_the_map_is_drawn_again_without_checking_its_outlines_again(url, monkeypatch):
    app = page(url, "carte")
    monkeypatch.setattr("altair.utils.schemapi.SchemaBase.to_dict", lambda *_: pytest.fail("checked again"))
    assert len(layers(again(app, url))) == 2


def test_no_map_asks_for_an_address(url):
    sent = next(one for one in protos(page(url, "carte")._tree) if type(one).__name__ == "VegaLiteChart")
    assert '"url"' not in sent.spec


def test_a_region_leaves_those_who_belong_to_it_on_the_map_and_among_the_others(tmp_path):
    said = [*entity(record("a"), Kind.FIRM, "A", city="Nantes", country="FR", postcode="44000", lat="47.2", lon="-1.5")]
    said += [*entity(record("c"), Kind.FIRM, "C", city="Lyon", country="FR", postcode="69001", lat="45.8", lon="4.8")]
    said += [*entity(record("e"), Kind.FIRM, "E", postcode="44800")]
    url = kept(tmp_path, [DRAWN], said)
    app = page(url, "carte")
    loire = next(one for one in app.selectbox(key="choose_region").options if "Loire" in one)
    app.selectbox(key="choose_region").select(loire)
    app = again(app, url)
    assert list(app.dataframe[0].value["Ville"]) == ["Nantes"]
    assert "1 placé sur 2" in words(app)
    assert "laissé de côté" in words(page(url, "carte", region="nowhere"))
