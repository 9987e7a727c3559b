"""Manques: what is empty stands first, a click says who says so or who could introduce, nothing needs the chart."""

import json

import pytest

from graph.model import Statement
from graph.vocabulary import Kind, Relation
from tests.pages import again, kept, on_chart, on_row, page, protos, words
from tests.toys import DRAWN, encounter, entity, link, record


@pytest.fixture
def url(tmp_path):
    """P and Q share a member and met once; nothing joins R to them but the platform; a need of P that Q serves."""
    poles = {one: record(one, Kind.POLE) for one in "pqr"}
    said = [row for one in "pqr" for row in entity(poles[one], Kind.POLE, f"Pole {one.upper()}")]
    said += [*encounter("pact", "a"), *(link(record("a"), Relation.MEMBER_OF, poles[one]) for one in "pq")]
    said += [link(poles[one], Relation.TOOK_PART_IN, record("pact", Kind.MEETING), key="partner") for one in "pq"]
    home, oven, laser = (
        record(*one) for one in (("home", Kind.PLATFORM), ("oven", Kind.EQUIPMENT), ("laser", Kind.COMPETENCE))
    )
    said += [*entity(home, Kind.PLATFORM, "Home"), *entity(oven, Kind.EQUIPMENT, "Oven", access="on demand")]
    said += [link(one, Relation.MEMBER_OF, home) for one in poles.values()]
    said += [link(poles["q"], Relation.OFFERS, oven), link(record("a"), Relation.NEEDS, oven)]
    said += [*entity(laser, Kind.COMPETENCE, "Laser"), link(poles["p"], Relation.NEEDS, laser)]
    return kept(tmp_path, [DRAWN], said)


def grid(app):
    sent = next(one for one in protos(app._tree) if type(one).__name__ == "VegaLiteChart")
    return json.loads(sent.spec)


def test_pairs_without_a_link_come_first_and_the_grid_begins_with_those_least_linked(url):
    app = page(url, "manques")
    assert "Sur 3 paires de pôles, 2 n'ont ni adhérent commun ni rencontre commune" in words(app)
    rows = app.dataframe[0].value
    assert list(rows["nom du second"]) == ["Pole R", "Pole R", "Pole Q"]
    assert grid(app)["layer"][0]["encoding"]["y"]["sort"][0] == "Pole R"


def test_a_cell_with_a_link_opens_who_says_so(url):
    app = page(url, "manques")
    app = again(app, url, done=on_chart(app, "grid", "pair", "pole:pole-p~pole:pole-q"))
    assert app.query_params["sel"] == "pole:pole-p~pole:pole-q"
    said = words(app)
    assert "unis par 2 autres" in said
    assert "A est membre de Pole P" in said and "Pole Q est partenaire" in said


def test_seen_from_one_pole_its_pairs_alone_are_told_and_the_basis_says_so(url):
    app = page(url, "manques", vu_de="pole:pole-r")
    assert "Pole R : ni adhérent ni rencontre en commun avec 2 pôles (sur 2)." in words(app)
    assert [*app.dataframe[0].value["nom du second"]] == ["Pole R", "Pole R"]
    assert not [one for one in protos(app._tree) if type(one).__name__ == "VegaLiteChart"]
    assert "seulement : Pole R" in words(app)
    app = page(url, "manques", vu_de="pole:pole-p")
    assert "Pole P : ni adhérent ni rencontre en commun avec 1 pôle (sur 2)." in words(app)
    assert "1 identifiant n'est pas dans ce réseau" in words(page(url, "manques", vu_de="pole:nobody"))


def test_a_pole_that_is_not_compared_is_said_not_to_be(tmp_path):
    poles = [row for one in "pqr" for row in entity(record(one, Kind.POLE), Kind.POLE, f"Pole {one.upper()}")]
    home = record("home", Kind.PLATFORM)
    joined = [link(record(one, Kind.POLE), Relation.MEMBER_OF, home) for one in "pq"]
    url = kept(tmp_path, [DRAWN], [*poles, *entity(home, Kind.PLATFORM, "Home"), *joined])
    app = page(url, "manques", groupe="platform:home", vu_de="pole:pole-r")
    assert "Pole R n'est pas parmi les pôles comparés ici." in words(app)


def test_of_many_poles_the_grid_shows_those_that_are_linked_least_and_says_so(tmp_path):
    poles = [record(f"p{n:02}", Kind.POLE) for n in range(42)]
    said = [row for n, one in enumerate(poles) for row in entity(one, Kind.POLE, f"Pole {n:02}")]
    said += [*encounter("pact", "a"), *(link(record("a"), Relation.MEMBER_OF, one) for one in poles[:2])]
    app = page(kept(tmp_path, [DRAWN], said), "manques")
    shown = grid(app)["layer"][0]["encoding"]["y"]["sort"]
    assert len(shown) == 40 and shown[0] == "Pole 02" and "Pole 00" not in shown
    assert "La grille ne montre que les moins reliés ; le tableau les a tous." in words(app)
    assert len(app.dataframe[0].value) == 42 * 41 / 2


def test_an_empty_row_says_who_could_introduce(url):
    app = page(url, "manques")
    app = again(app, url, done=on_row(app, "pairs", 0, "nom du premier"))
    assert app.query_params["sel"] == "pole:pole-p~pole:pole-r"
    said = words(app)
    assert "Aucun adhérent commun ni rencontre commune n'est connu." in said and "organisation commune" not in said
    assert "Qui pourrait les présenter" in words(app)
    assert "Pole P adhère à Home, qui a pour adhérent Pole R" in words(app)


def test_equipment_is_told_with_who_needs_it_and_whose_it_is(url):
    app = page(url, "manques", manque="equipements", lang="en")
    assert "1 piece of equipment, of which 1 is needed by others." in words(app)
    row = app.dataframe[0].value.iloc[0]
    assert (row["Needed by"], row["Equipment"], row["Owner"], row["Access"]) == ("A", "Oven", "Pole Q", "on demand")


def test_a_need_that_nobody_serves_opens_who_says_that_it_is_one(url):
    app = page(url, "manques", manque="besoins")
    row = list(app.dataframe[0].value["nom du besoin"]).index("Laser")
    app = again(app, url, done=on_row(app, "needs", row, "nom du besoin"))
    assert "Pole P a besoin de" in words(app) or "cherche" in words(app)
    assert app.query_params["sel"] == "pole:pole-p~competence:laser"


def test_needs_are_told_of_those_of_a_kind_alone_and_the_basis_says_so(url):
    app = page(url, "manques", manque="besoins")
    assert set(app.dataframe[0].value["nom du besoin"]) == {"Laser", "Oven"}
    assert any(one.startswith("entreprises · 1") for one in app.multiselect(key="kinds").options)
    app.multiselect(key="kinds").select("firm")
    app = again(app, url)
    assert app.query_params["kinds"] == "firm"
    assert list(app.dataframe[0].value["nom du besoin"]) == ["Oven"]
    assert "seulement : entreprises" in words(app)


def test_where_the_filters_leave_nothing_one_button_takes_them_off(url):
    app = page(url, "manques", manque="besoins", kinds="lab")
    assert "Les filtres ne laissent rien" in words(app)
    app.button(key="no_filter").click()
    assert len(again(app, url).dataframe[0].value) == 2


def test_equipment_and_pairs_are_told_of_some_alone_too(url):
    assert len(page(url, "manques", manque="equipements", kinds="firm").dataframe[0].value) == 1
    nobody = page(url, "manques", manque="equipements", kinds="lab")
    assert "Les filtres ne laissent rien" in words(nobody)
    assert "Filtres · 1" in words(page(url, "manques", manque="liens", size="unknown"))


def test_a_size_that_nobody_has_is_told_and_left_out(url):
    assert "laissé de côté : size=nonsense." in words(page(url, "manques", manque="besoins", size="nonsense"))


def test_poles_are_compared_by_some_of_their_members_alone_and_the_drawer_follows(url):
    asked = {"sel": "pole:pole-p~pole:pole-q"}
    assert "unis par 2 autres" in words(page(url, "manques", **asked))
    app = page(url, "manques", kinds="lab", **asked)
    assert [one.label for one in app.multiselect][-3:] == [
        "Natures d'adhérents", "Tailles d'adhérents", "Territoire des pôles"
    ]  # fmt: skip
    assert "unis par un autre" in words(app) or "unis par 1 autre" in words(app)
    assert "natures d'adhérents : laboratoire" in words(app)
    linked = app.dataframe[0].value.set_index("nom du second").loc["Pole Q"]
    assert (linked["nom du premier"], linked["adhérents communs"], linked["rencontres"]) == ("Pole P", "0", "1")


def test_poles_of_one_territory_are_compared_alone(tmp_path):
    said = [row for one, country in (("p", "FR"), ("q", "FR"), ("r", "DE"))
            for row in entity(record(one, Kind.POLE), Kind.POLE, f"Pole {one.upper()}", country=country)]  # fmt: skip
    url = kept(tmp_path, [DRAWN], said)
    app = page(url, "manques", place="FR")
    assert len(app.dataframe[0].value) == 1 and "territoires des pôles : France" in words(app)
    assert app.multiselect(key="place").options == ["France · 2", "Allemagne · 1"]
    app = page(url, "manques", place="DE")
    assert "Les filtres ne laissent rien" in words(app)
    app.button(key="no_filter").click()
    assert len(again(app, url).dataframe[0].value) == 3


def test_cells_are_told_of_firms_of_a_size_and_a_territory_alone(tmp_path):
    said = [row for n in range(7) for row in entity(record(f"f{n}"), Kind.FIRM, f"F{n}", sector="22", country="FR",
                                                    size="sme" if n < 5 else "large")]  # fmt: skip
    url = kept(tmp_path, [DRAWN], said)
    app = page(url, "manques", manque="secteurs", territoire="country", size="sme")
    assert app.dataframe[0].value["entreprises"].to_list() == ["5"]
    assert "tailles d'entreprises : PME" in words(app)
    assert [one.key for one in app.multiselect if one.key in ("kinds", "size", "place")] == ["size", "place"]
    nobody = page(url, "manques", manque="secteurs", territoire="country", size="micro")
    assert "Les filtres ne laissent rien" in words(nobody) or "size=micro" in words(nobody)


def test_a_cell_opens_its_firms_and_a_firm_who_says_so(tmp_path):
    pole = record("p", Kind.POLE)
    said = [row for n in range(6) for row in entity(record(f"f{n}"), Kind.FIRM, f"F{n}", sector="22", country="FR")]
    said += [*entity(pole, Kind.POLE, "P"), link(record("f3"), Relation.MEMBER_OF, pole)]
    url = kept(tmp_path, [DRAWN], said)
    app = page(url, "manques", manque="secteurs", territoire="country")
    assert "Cliquez une ligne : quelles entreprises" in words(app)
    app = again(app, url, done=on_row(app, "cells", 0, "secteur"))
    assert app.query_params["cellule"] == "22~FR"
    assert "#### 22 · France" in words(app) and "#### Dans aucun réseau · 5" in words(app)
    order = [one.key for one in app.button if str(one.key).startswith("start_")]
    assert order == [*(f"start_firm:f{n}" for n in (0, 1, 2, 4, 5)), "start_firm:f3"]
    app.button(key="start_firm:f3").click()
    app = again(app, url)
    assert app.query_params["sel"] == "firm:f3" and "F3 est membre de P" in words(app)
    app.button(key="to_cell").click()
    assert "#### 22 · France" in words(again(app, url))


def test_a_cell_that_is_none_opens_nothing(tmp_path):
    url = kept(tmp_path, [DRAWN], entity(record("a"), Kind.FIRM, "A", sector="22", country="FR"))
    for cell in ("22~DE", "~", "![x](http://outside.invalid)"):
        app = page(url, "manques", manque="secteurs", territoire="country", cellule=cell)
        assert not app.exception and "Cliquez une ligne : quelles entreprises" in words(app)


@pytest.mark.parametrize("view", ["poles", "besoins", "equipements", "liens", "secteurs"])
def test_where_there_is_nothing_to_tell_the_page_says_what_to_do(tmp_path, view):
    for name, said in (("empty", []), ("one", entity(record("a"), Kind.FIRM, "A"))):
        (tmp_path / name).mkdir()
        app = page(kept(tmp_path / name, [DRAWN] if said else [], said), "manques", manque=view)
        assert not app.exception
        assert any(one in words(app) for one in ("chargez", "rien ne manque", "Rien à dire", "Trop peu"))


def test_what_the_address_asks_that_is_no_gap_is_told(url):
    app = page(url, "manques", manque="nonsense", groupe="platform:nobody")
    assert "laissé de côté : manque=nonsense." in words(app)
    assert "1 identifiant n'est pas dans ce réseau." in words(app)


def test_hostile_names_stay_text_in_grid_and_drawer(tmp_path):
    evil = "![x](http://evil.example/y) <img src=x onerror=alert(1)>"
    poles = {one: record(one, Kind.POLE) for one in "pq"}
    said = [row for one in "pq" for row in entity(poles[one], Kind.POLE, f"{evil} {one}")]
    said.append(Statement(DRAWN.id, poles["p"], "alias", evil))
    app = page(kept(tmp_path, [DRAWN], said), "manques")
    both = sorted(json.loads(str(json.dumps(grid(app)["layer"][0]["encoding"]["y"]["sort"]))))
    assert all("onerror" not in one or one.startswith("![x]") for one in both)
    bodies = [str(proto.body) for proto in protos(app._tree) if type(proto).__name__ == "Markdown"]
    assert not any("![x](" in body for body in bodies)
