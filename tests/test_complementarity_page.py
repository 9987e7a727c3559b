"""Complémentarité: a point is a pair, its corner has a name, a click gives the reasons with the words of documents."""

import json

import pytest

from graph.vocabulary import Kind, Relation
from tests.pages import again, kept, on_chart, on_row, page, protos, words
from tests.toys import DRAWN, encounter, entity, link, record


@pytest.fixture
def url(tmp_path):
    """A needs lasers, which B and C offer; A and B met, A and C did not; D and E only offer the same."""
    laser, glue = record("laser", Kind.COMPETENCE), record("glue", Kind.COMPETENCE)
    said = [*entity(laser, Kind.COMPETENCE, "Laser"), *entity(glue, Kind.COMPETENCE, "Glue"), *encounter("pact", "ab")]
    said += [row for one in "cde" for row in entity(record(one), Kind.FIRM, one.upper())]
    said.append(link(record("a"), Relation.NEEDS, laser)._replace(quote="nous cherchons un laser"))
    said += [link(record(one), Relation.OFFERS, laser) for one in "bc"]
    said += [link(record(one), Relation.OFFERS, glue) for one in "ade"]
    return kept(tmp_path, [DRAWN], said)


def marks(app):
    sent = next(one for one in protos(app._tree) if type(one).__name__ == "VegaLiteChart")
    return json.loads(sent.spec)["layer"][-1]


def test_a_point_opens_the_need_and_the_offer_with_their_quotes(url):
    app = page(url, "complementarite")
    assert marks(app)["encoding"]["y"]["field"] == "met"
    app = again(app, url, done=on_chart(app, "axes", "pair", "firm:a~firm:b"))
    said = words(app)
    assert app.query_params["sel"] == "firm:a~firm:b"
    assert "nous cherchons un laser" in said
    assert "A recherche : Laser" in said and "B propose : Laser" in said


def test_a_row_does_the_same_without_the_plot(url):
    app = page(url, "complementarite")
    app = again(app, url, done=on_row(app, "matches", 0, "nom (première)"))
    assert "A recherche : Laser" in words(app)


def test_pairs_of_which_neither_has_a_need_are_told_and_not_drawn(url):
    said = words(page(url, "complementarite"))
    assert "pas de place sur le dessin" in said
    assert "4 organisations ont un besoin ou une offre connus." in said or "5 organisations" in said


def test_filters_live_in_the_address_and_leave_what_they_ask(url):
    every = page(url, "complementarite", organisation="firm:a").dataframe[0].value
    free = page(url, "complementarite", organisation="firm:a", nouveaux="oui").dataframe[0].value
    assert {"B", "C"} <= set(every["nom (seconde)"]) and "B" not in set(free["nom (seconde)"])
    of_glue = page(url, "complementarite", organisation="firm:a", theme="competence:glue")
    assert "laissé de côté" not in words(of_glue)


def test_an_organisation_of_which_nothing_is_known_says_what_to_load(tmp_path):
    app = page(kept(tmp_path, [DRAWN], entity(record("a"), Kind.FIRM, "A")), "complementarite", organisation="firm:a")
    assert not app.exception
    assert "aucun besoin ni aucune offre connus ; chargez un fichier" in words(app)
    assert "0 organisation a un besoin ou une offre connus." in words(app)


def test_pairs_are_of_two_groups_and_what_names_none_is_told(tmp_path):
    pole, glue = record("p", Kind.POLE), record("glue", Kind.COMPETENCE)
    said = [*entity(pole, Kind.POLE, "P"), *entity(glue, Kind.COMPETENCE, "Glue")]
    said += [row for one in "abc" for row in entity(record(one), Kind.FIRM, one.upper())]
    said += [link(record(one), Relation.OFFERS, glue) for one in "abc"]
    said += [link(record(one), Relation.MEMBER_OF, pole) for one in "ab"]
    url = kept(tmp_path, [DRAWN], said)
    inside = page(url, "complementarite", groupe="pole:p", autre="pole:p").dataframe[0].value
    assert inside[["nom (première)", "nom (seconde)"]].to_numpy().tolist() == [["A", "B"]]
    beside = page(url, "complementarite", organisation="firm:c", autre="pole:p").dataframe[0].value
    assert set(beside["nom (seconde)"]) == {"A", "B"}
    both = words(page(url, "complementarite", organisation="firm:c", groupe="pole:p"))
    assert "laissé de côté : groupe=pole:p." in both
    assert "1 identifiant n'est pas dans ce réseau." in words(page(url, "complementarite", autre="pole:nobody"))
