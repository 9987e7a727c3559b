"""Acteur: how much it stands between the others, and what its rank is worth; on a click where that is long."""

import pytest

from graph.model import Document
from graph.vocabulary import Kind
from tests.pages import again, kept, page, words
from tests.toys import DRAWN, encounter, entity, record
from views import actor_place

OTHER = Document("doc:other", "Another paper", published="2021")


def bridge():
    """Two triangles, A B C and D E F, and C met D: of the ten pairs of others, six cross C. D E F is told elsewhere."""
    said = [*encounter("one", "abc"), *encounter("two", "cd")]
    there = [one._replace(document=OTHER.id) for one in encounter("three", "def")]
    return [*said, *there, *entity(record("p", Kind.POLE), Kind.POLE, "P")]


@pytest.fixture
def url(tmp_path):
    return kept(tmp_path, [DRAWN, OTHER], bridge())


@pytest.mark.parametrize(
    "language, told",
    [
        ("fr", "**Au rang 1 sur 7 : 40 % des plus courts chemins entre deux autres y passent.**"),
        ("en", "**Rank 1 of 7: 40 % of the shortest paths between two others pass by it.**"),
    ],
)
def test_a_small_network_tells_the_rank_at_once(url, language, told):
    """Six of the fifteen pairs of others: P, who met nobody, is one of them."""
    app = page(url, "acteur", sel="firm:c", lang=language)
    assert not app.exception and told in words(app)


def test_two_long_questions_tell_each_how_far_they_are(tmp_path):
    """Of ten meetings one can be missing: both questions leave some out, step by step."""
    said = [row for n in range(10) for row in encounter(f"m{n}", ("ab", "bc", "cd", "de", "ea")[n % 5])]
    app = page(kept(tmp_path, [DRAWN], said), "acteur", sel="firm:c", rang="oui")
    assert not app.exception and "sur 5" in words(app) and "s'il manque" in words(app)


def test_what_the_rank_is_worth_without_each_document_is_said(url):
    """Without the first paper, nobody stands between others: all share the last rank; without the other, C is first."""
    said = words(page(url, "acteur", sel="firm:c"))
    assert "Rang 1 à 7 s'il manque un document, quel qu'il soit." in said
    assert "Le plus tient au document « Drawn by hand » : sans lui, au rang 7." in said
    assert "Rang 1 à 7 s'il manque un document" in words(page(url, "acteur", sel="firm:d"))


def test_who_stands_between_nobody_is_told_so(url):
    assert "Aucun plus court chemin entre deux autres n'y passe" in words(page(url, "acteur", sel="firm:a"))


def test_where_it_takes_long_it_is_worked_out_on_a_click_and_then_kept(url, monkeypatch):
    monkeypatch.setattr(actor_place, "AT_ONCE", 2)
    app = page(url, "acteur", sel="firm:c")
    assert "sur 7" not in words(app) and "Par qui passent les autres" not in words(app)
    app.button(key="rank_it").click()
    app = again(app, url)
    assert app.query_params["rang"] == "oui" and "Au rang 1 sur 7" in words(app)
    assert "Au rang 1 sur 7" in words(page(url, "acteur", sel="firm:d"))  # kept: no click is needed


def test_in_a_large_network_the_rank_is_told_without_what_it_is_worth(url, monkeypatch):
    monkeypatch.setattr(actor_place, "LARGE", 3)
    said = words(page(url, "acteur", sel="firm:c"))
    assert "Au rang 1 sur 7" in said and "prendrait des heures" in said and "s'il manque" not in said


def test_the_rank_has_its_basis_and_the_whole_ranking_its_link(url):
    app = page(url, "acteur", sel="firm:c", lien="firm:a")
    assert "Par qui passent les autres ?" in words(app) and "Que vaut ce rang" in words(app)
    found = {one.proto.label: one.proto.query_string for one in app.get("page_link")}
    assert "q=brokers" in found["Le classement entier"] and "lien" not in found["Le classement entier"]


def test_too_few_have_no_rank_and_an_encounter_no_place(tmp_path):
    url = kept(tmp_path, [DRAWN], [*encounter("one", "ab"), *encounter("two", "bc")])
    said = words(page(url, "acteur", sel="firm:b"))
    assert "100 % des plus courts chemins entre deux autres y passent ; trop peu d'organisations pour un rang." in said
    assert "Sa place entre les autres" not in words(page(url, "acteur", sel="meeting:one"))
