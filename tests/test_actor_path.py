"""Acteur: through whom it gets to a second one, as a sentence with the words of documents; the link reopens it."""

import pytest

from graph.vocabulary import Kind, Relation, Status
from tests.pages import again, kept, page, words
from tests.test_network_path import QUOTE, statements
from tests.toys import DRAWN, entity, link, record


@pytest.fixture
def url(tmp_path):
    """A met B, B met C, C met D; A and D are members of P, F of nothing."""
    return kept(tmp_path, [DRAWN], statements())


@pytest.mark.parametrize(
    "language, told",
    [("fr", "**A adhère à P, qui a pour adhérent D.**"), ("en", "**A is a member of P, which has as a member D.**")],
)
def test_the_path_is_a_sentence_with_who_says_each_step(url, language, told):
    app = page(url, "acteur", sel="firm:a", to="firm:d", lang=language)
    assert not app.exception and told in words(app)
    steps = words(app).split(told)[1].split("#### ")[0]
    assert steps.count("Drawn by hand") == 2 and steps.index("**A ") < steps.index("**D ")


def test_where_no_path_counts_one_by_what_is_only_announced_is_told_not_to_count(tmp_path):
    trip = record("trip", Kind.VISIT)
    said = [
        *entity(record("a"), Kind.FIRM, "A"),
        *entity(record("z"), Kind.FIRM, "Z"),
        *entity(trip, Kind.VISIT, "Trip", status="announced"),
    ]
    said += [link(record("a"), Relation.TOOK_PART_IN, trip, key="delegate", status=Status.ANNOUNCED)]
    said += [link(record("z"), Relation.TOOK_PART_IN, trip, key="host", status=Status.ANNOUNCED)]
    url = kept(tmp_path, [DRAWN], [*said, *entity(record("f"), Kind.FIRM, "F")])
    hoped = "Ce qui est seulement annoncé, demandé ou en discussion ne compte pas ; par là il y en a un"
    told = f"{hoped} : A a 1 visite en commun avec Z."
    assert told in words(page(url, "acteur", sel="firm:a", to="firm:z"))
    assert "Ce qui est seulement annoncé" not in words(page(url, "acteur", sel="firm:a", to="firm:f"))


def test_a_name_that_is_written_is_found_and_kept_in_the_address(url):
    app = page(url, "acteur", sel="firm:a")
    app.text_input(key="second_text").set_value("d")
    app = again(app, url)
    next(one for one in app.button if one.key == "second_firm:d").click()
    app = again(app, url)
    assert app.query_params["to"] == "firm:d" and app.query_params["sel"] == "firm:a"
    assert "#### Chemin d'A à D" in words(app)


def test_the_second_route_is_told_with_its_quotes(url):
    app = page(url, "acteur", sel="firm:a", to="firm:d", route="2")
    assert "qui a 1 rencontre en commun avec C, qui a 1 rencontre en commun avec D.**" in words(app)
    assert words(app).index("#### Chemin d'A à D") < words(app).index(QUOTE)
    assert QUOTE not in words(page(url, "acteur", sel="firm:a", to="firm:d")).split("#### Identité")[0]


def test_without_a_path_the_reason_is_said(url):
    said = words(page(url, "acteur", sel="firm:a", to="firm:f"))
    assert "Aucun chemin connu d'au plus trois pas entre A et F" in said
    assert "F dans un autre, d'une organisation." in said


def test_where_a_path_leads_there_by_places_alone_one_reads_what_to_switch_on(tmp_path):
    town = record("town", Kind.TERRITORY)
    said = [*entity(town, Kind.TERRITORY, "Nantes"), *entity(record("lone"), Kind.FIRM, "Lone")]
    for name in "ab":
        said += [*entity(record(name), Kind.FIRM, name.upper()), link(record(name), Relation.LOCATED_IN, town)]
    url = kept(tmp_path, [DRAWN], said)
    hint = "Par les lieux et les jumelages, il y en a un : allumez « Aussi par les lieux et les jumelages »."
    without = words(page(url, "acteur", sel="firm:a", to="firm:b"))
    assert "Aucun chemin connu" in without and hint in without
    app = page(url, "acteur", sel="firm:a", to="firm:b", by="places")
    assert "Nantes" in words(app) and hint not in words(app)
    assert hint not in words(page(url, "acteur", sel="firm:a", to="firm:lone"))


def test_no_path_is_forgotten_by_its_button(url):
    app = page(url, "acteur", sel="firm:a", to="firm:d")
    app.button(key="no_path").click()
    app = again(app, url)
    assert "to" not in app.query_params and "Chemin d'A à D" not in words(app)


@pytest.mark.parametrize("second", ["firm:a", "firm:nobody"])
def test_no_path_leads_to_itself_nor_to_nobody(url, second):
    app = page(url, "acteur", sel="firm:a", to=second)
    assert not app.exception and not app.warning and "#### Chemin d'" not in words(app)
    assert ("1 identifiant n'est pas dans ce réseau." in words(app)) == (second == "firm:nobody")


def test_an_encounter_is_introduced_to_nobody(url):
    app = page(url, "acteur", sel="meeting:one", to="firm:d")
    assert not app.exception and "Chemin vers un second acteur" not in words(app)


def test_the_same_path_is_lit_in_the_network(url):
    app = page(url, "acteur", sel="firm:a", to="firm:d")
    queries = [one.proto.query_string for one in app.get("page_link")]
    assert any("from=firm%3Aa" in one and "to=firm%3Ad" in one and "step=ego%3Afirm%3Aa" in one for one in queries)
