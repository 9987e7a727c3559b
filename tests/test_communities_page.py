"""Communautés: who is in which, how it is mixed, what each rule costs; nobody is lost without a reason."""

import json

import pytest

from graph.model import Statement
from graph.vocabulary import Kind, Relation
from queries.catalogue import query
from tests.pages import again, kept, on_chart, on_row, page, protos, words
from tests.toys import DRAWN, entity, link, record
from views.communities_page import sheets_of
from views.start_buttons import MOST

TOWNS = {"Nantes": (47.2, -1.55), "Lyon": (45.75, 4.85)}


@pytest.fixture
def url(tmp_path):
    """Three firms in Nantes, three in Lyon, one that nobody can place; a community of two of them that is named."""
    said = []
    for town, (lat, lon) in TOWNS.items():
        for n in range(3):
            firm = record(f"{town} {n}")
            said += entity(firm, Kind.FIRM, f"{town} {n}", city=town, sector=f"sector {n}")
            said += [Statement(DRAWN.id, firm, "lat", str(lat + n / 100)), Statement(DRAWN.id, firm, "lon", str(lon))]
    said += entity(record("Nowhere"), Kind.FIRM, "Nowhere")
    home = record("home", Kind.INDUSTRY_COMMUNITY)
    said += entity(home, Kind.INDUSTRY_COMMUNITY, "Club")
    said += [link(record("Nantes 0"), Relation.MEMBER_OF, home), link(record("Lyon 0"), Relation.MEMBER_OF, home)]
    return kept(tmp_path, [DRAWN], said)


def test_firms_without_a_place_are_told_how_they_get_one(url, tmp_path):
    assert "geocode" not in words(opened(url))
    (tmp_path / "more").mkdir()
    said = [row for n in range(3) for row in entity(record(f"{n}"), Kind.FIRM, f"F{n}", postcode="44000")]
    app = opened(kept(tmp_path / "more", [DRAWN], said))
    assert "3 organisations ont un code postal mais pas de lieu : `maillage geocode" in words(app)


def opened(url, **asked):
    return page(url, "communautes", **{"q__low": "2", "q__high": "3", **asked})


def tables(app):
    return {frozenset(frame.value.columns): frame.value for frame in app.dataframe}


def table(app, column):
    return next(value for columns, value in tables(app).items() if column in columns)


def test_two_towns_are_two_communities_each_with_its_town_and_its_mixture(url):
    app = opened(url)
    assert not app.exception
    assert "2 communautés de 3 à 3 entreprises" in words(app) and "1 entreprise sans lieu connu" in words(app)
    rows = table(app, "Autour de")
    assert sorted(rows["Autour de"]) == ["Lyon", "Nantes"]
    assert list(rows["Entreprises"]) == [3, 3] and list(rows["Secteurs"]) == [3, 3]


def test_a_circle_and_a_row_open_the_firms_of_a_community(url):
    app = opened(url)
    app = again(app, url, done=on_row(app, "communities", 0, "Communauté"))
    assert app.query_params["communaute"] == "1"
    town = table(app, "Autour de")["Autour de"][0]
    assert f"Communauté 1 · {town}" in words(app)
    assert {one.key for one in app.button if str(one.key).startswith("start_")} == {
        f"start_firm:{town.lower()}-{n}" for n in range(3)
    }
    app = again(app, url, done=on_chart(app, "map", "place", "2"))
    assert app.query_params["communaute"] == "2"


def test_what_each_rule_costs_and_the_communities_that_documents_name_stand_beside(url):
    app = opened(url)
    assert list(table(app, "Étape")["Étape"]) == ["distance seule", "tailles tenues", "puis mêlées"]
    named = table(app, "Réparties sur")
    assert named[["Nom", "Membres", "Réparties sur", "Gardées ensemble"]].to_numpy().tolist() == [["Club", 2, 2, 1]]


def test_who_is_in_no_community_is_listed_with_the_reason(url):
    app = opened(url)
    rows = table(app, "Pourquoi non")
    assert rows.to_numpy().tolist() == [["Nowhere", "lieu inconnu"]]


def test_sizes_that_do_not_add_up_are_told_and_so_is_an_impossible_number(url):
    assert "aucun nombre de communautés de 50 à 100 ne les contient toutes. Possible : une communauté de 6." in words(
        page(url, "communautes")
    )
    app = opened(url, q__communities="5")
    assert app.warning and "non 5" in words(app)
    assert "laissé de côté" in words(opened(url, communaute="9"))


def test_a_button_asks_for_the_sizes_that_would_do(url):
    app = page(url, "communautes")
    only = next(one for one in app.button if str(one.key).startswith("sizes_"))
    assert only.label == "Une communauté de 6"
    only.click()
    app = again(app, url)
    assert [app.query_params[f"q.{one}"] for one in ("low", "high", "communities")] == ["6", "100", "1"]
    assert list(table(app, "Autour de")["Entreprises"]) == [6]
    assert not [one for one in app.button if str(one.key).startswith("sizes_")]


def test_two_sizes_that_would_do_are_two_buttons(url):
    app = page(url, "communautes", q__low="4", q__high="5")
    assert [one.label for one in app.button if str(one.key).startswith("sizes_")] == [
        "Une communauté de 6",
        "2 communautés de 3 à 5",
    ]


def test_a_column_in_which_nothing_is_known_is_not_shown(tmp_path):
    said = [one for n in range(2) for one in entity(record(f"f{n}"), Kind.FIRM, f"F{n}", lat="47.2", lon="-1.5")]
    app = opened(kept(tmp_path, [DRAWN], said))
    assert not {"Secteurs", "Classes de taille", "Autour de"} & set(table(app, "Liens internes"))


def test_a_pair_to_be_together_comes_together_and_the_price_is_shown(url):
    app = opened(url, q__together="firm:nantes-0~firm:lyon-0")
    assert not app.exception
    held = table(app, "Étape").set_index("Étape")["Rayon moyen (km)"]
    assert held["couples tenus"] > 10 * held["distance seule"] and held["tailles tenues"] == held["distance seule"]


def test_an_actor_that_is_chosen_opens_what_documents_say_of_it(url):
    app = opened(url, communaute="1")
    first = next(one for one in app.button if str(one.key).startswith("start_"))
    first.click()
    app = again(app, url)
    assert app.query_params["sel"] == first.key.removeprefix("start_")
    assert "Ville :" in words(app)


def test_the_map_has_a_circle_a_community_and_a_line_to_each_of_its_firms(url):
    app = opened(url, communaute="1")
    sent = next(one for one in protos(app._tree) if type(one).__name__ == "VegaLiteChart")
    around, land, lines, circles = json.loads(sent.spec)["layer"]
    assert around["mark"]["type"] == land["mark"]["type"] == "geoshape" and len(circles["data"]["values"]) > 1
    assert len(lines["data"]["values"]) == int(circles["data"]["values"][0]["count"])


def test_nothing_is_drawn_of_no_community():
    from tests.toys import met

    assert sheets_of(query("industry_communities").ask(met("ab"))).empty


def test_all_firms_of_a_community_are_listed_when_one_asks_for_them(tmp_path):
    said = []
    for n in range(MOST + 3):
        firm = record(f"F{n:02}")
        said += entity(firm, Kind.FIRM, f"F{n:02}", city="Nantes", lat=f"47.{n:02}", lon="-1.5")
    url = kept(tmp_path, [DRAWN], said)
    app = page(url, "communautes", q__low="2", q__high="100", communaute="1")
    listed = [one.key for one in app.button if str(one.key).startswith("start_")]
    assert len(listed) == MOST and app.toggle(key="all_rows").label == f"Montrer les {MOST + 3}"
    app.toggle(key="all_rows").set_value(True)
    assert len([one for one in again(app, url).button if str(one.key).startswith("start_")]) == MOST + 3
