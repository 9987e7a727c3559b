"""Carte: each at its own position or where others of its town are, the others counted with the reason, no tiles."""

import json

import altair as alt
import pandas as pd
import pytest

from data.make_outlines import area
from graph.model import Viewer
from graph.network import Network
from graph.store import open_store
from graph.vocabulary import Kind
from queries.places import EUROPE, FRANCE, WORLD, places
from tests.pages import again, kept, on_chart, page, protos, words
from tests.toys import DRAWN, encounter, entity, record
from views.map_drawn import map_drawn, outlines


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
    sent = next(one for one in protos(app._tree) if type(one).__name__ == "VegaLiteChart")
    return json.loads(sent.spec)["layer"]


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


def test_a_circle_opens_its_actors_and_draws_lines_to_the_towns_of_their_ties(url):
    app = page(url, "carte")
    assert len(layers(app)) == 2
    app = again(app, url, done=on_chart(app, "map", "place", "FR/nantes"))
    assert app.query_params["lieu"] == "FR/nantes"
    assert "A · 1 lien" in words(app) and "1 placé là où sont d'autres de la ville" in words(app)
    assert len(layers(app)) == 3
    app.button(key="start_firm:a").click()
    assert again(app, url).query_params["sel"] == "firm:a"


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


@pytest.mark.parametrize("frame", [FRANCE, EUROPE, WORLD])
def test_what_is_sent_is_vega_lite_as_altair_would_have_checked_it(url, frame):
    found = places(Network.read(open_store(url), viewer=Viewer.PUBLIC), [Kind.FIRM], frame)
    lines = pd.DataFrame({"lon": [-1.5], "lat": [47.2], "lon_to": [4.8], "lat_to": [45.8]})
    land, *others = map_drawn(found.towns, lines, frame)["layer"]
    few = land | {"data": {"values": land["data"]["values"][:2]}}  # of many alike
    alt.LayerChart.from_dict({"layer": [few, *others]})  # a SchemaValidationError of what is none


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
