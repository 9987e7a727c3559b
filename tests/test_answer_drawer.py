"""Rows of answers open whom they are about, as their queries declare, with who says so."""

import pytest

from graph.vocabulary import Kind, Relation
from queries.catalogue import CATALOGUE, query
from tests.pages import again, drawn, kept, on_row, page, words
from tests.served import browsing, needs_browser, served, visit
from tests.toys import DRAWN, encounter, entity, link, record

ABOUT_NOBODY = {"backtest", "uncovered_cells", "visit_follow_up"}  # of the shipped files, which know no sectors


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    """A met B, B met C; A is a member of P and is looking for steel, which C offers."""
    pole, steel = record("P", Kind.POLE), record("steel", Kind.COMPETENCE)
    said = [*encounter("pact", "ab", since="2016"), *encounter("deal", "bc", since="2018")]
    said += [*entity(pole, Kind.POLE, "P"), *entity(steel, Kind.COMPETENCE, "Steel")]
    said += [link(record("a"), Relation.MEMBER_OF, pole), link(record("a"), Relation.NEEDS, steel)]
    said += [link(record("c"), Relation.OFFERS, steel)]
    return kept(tmp_path_factory.mktemp("opened"), [DRAWN], said)


def clicked(url, row, key="answer", **asked):
    app = page(url, "questions", **asked)
    column = next(one.value.columns[0] for one in app.dataframe if len(one.value) > row)
    return again(app, url, done=on_row(app, key, row, column))


def test_a_row_about_an_organisation_opens_it_with_who_says_so(url):
    app = clicked(url, 0, q="centrality")
    assert app.query_params == {"q": "centrality", "sel": "firm:b"}
    assert "#### :green[●] B" in words(app) and "Drawn by hand" in words(app) and "2 liens" in words(app)


def test_a_link_tells_since_when_of_itself_of_its_encounter_or_that_nobody_says(tmp_path):
    pole = record("P", Kind.POLE)
    said = [*encounter("pact", "ab", since="2016"), *encounter("deal", "bc"), *entity(pole, Kind.POLE, "P")]
    dated = link(record("a"), Relation.MEMBER_OF, pole, valid="2012-03/..")
    url = kept(tmp_path, [DRAWN], [*said, dated, link(record("b"), Relation.MEMBER_OF, pole)])
    for pair, when in (
        ("firm:a~meeting:pact", "rencontre : 2016"), ("firm:a~pole:p", "mars 2012"),
        ("firm:b~pole:p", "depuis quand : non dit"), ("firm:b~meeting:deal", "depuis quand : non dit"),
    ):  # fmt: skip
        assert when in words(page(url, "reseau", sel=pair)), pair


def test_a_line_is_lit_whichever_of_its_ends_is_named_first(url):
    for pair in ("firm:a~meeting:pact", "meeting:pact~firm:a"):
        app = page(url, "reseau", step="all", sel=pair)
        assert drawn(app)["view"]["selected"] == "firm:a~meeting:pact"


def test_what_is_chosen_is_drawn_though_it_is_not_around_my_pole(url):
    assert "firm:c" not in {one["id"] for one in drawn(page(url, "reseau"))["nodes"]}
    nodes = {one["id"] for one in drawn(page(url, "reseau", sel="competence:steel~firm:c"))["nodes"]}
    assert {"competence:steel", "firm:c"} <= nodes
    assert "firm:c" not in {one["id"] for one in drawn(page(url, "reseau", sel="firm:a"))["nodes"]}


def test_the_drawer_closes_and_another_question_begins_without_it(url):
    app = clicked(url, 0, q="centrality")
    app.button(key="close").click()
    app = again(app, url)
    assert app.query_params == {"q": "centrality"} and "close" not in {one.key for one in app.button}
    app = clicked(url, 0, q="centrality")
    app.radio(key="question").set_value("brokers")
    assert again(app, url).query_params == {"q": "brokers"}


def test_a_sentence_opens_what_its_row_does(url):
    app = page(url, "questions", q="centrality")
    assert again(app, url, done=on_row(app, "sentences", 0, "Phrase")).query_params["sel"] == "firm:b"


def test_a_row_about_two_opens_the_links_between_them(url):
    app = clicked(url, 0, q="unserved_needs")
    assert app.query_params["sel"] == "firm:a~competence:steel"
    assert "#### A — Steel" in words(app) and "1 lien" in words(app)


def test_two_who_only_met_are_told_by_what_they_met_in(url):
    app = page(url, "questions", q="introductions", q__source="firm:a", q__target="firm:c", sel="firm:a~firm:b")
    assert "unis par 1 autre" in words(app) and "pact" in words(app)


def test_a_row_of_the_raw_numbers_opens_the_same_as_the_row_that_is_read(url):
    assert clicked(url, 0, "raw", q="centrality").query_params["sel"] == "firm:b"


def test_a_row_of_a_sector_in_a_territory_opens_its_firms_and_a_firm_who_says_so(tmp_path):
    url = kept(tmp_path, [DRAWN], entity(record("a"), Kind.FIRM, "A", postcode="44000", sector="22"))
    app = clicked(url, 0, q="uncovered_cells")
    assert not app.exception and app.query_params["cellule"].startswith("22~")
    assert "Dans aucun réseau · 1" in words(app)
    app.button(key="start_firm:a").click()
    app = again(app, url)
    assert app.query_params["sel"] == "firm:a" and "Drawn by hand" in words(app)
    app.button(key="close").click()
    assert again(app, url).query_params == {"q": "uncovered_cells"}


def test_a_pair_of_a_need_and_an_offer_opens_its_reasons(url):
    app = clicked(url, 0, q="complementarity", q__organisation="firm:a")
    assert app.query_params["sel"] == "firm:a~firm:c" and "besoins de la première couverts : 100 %" in words(app)


def test_the_row_of_a_link_opens_its_two_ends(url):
    profile = query("profile")
    app = page(url, "questions", q="profile", q__organisation="firm:a")
    shown = app.dataframe[0].value
    row = next(n for n, section in enumerate(shown["rubrique"]) if section == "adhésions")
    app = again(app, url, done=on_row(app, "answer", row, shown.columns[0]))
    assert app.query_params["sel"] == "firm:a~pole:p" and "about" in profile.keys


@pytest.mark.parametrize("asked", CATALOGUE, ids=lambda one: one.name)
def test_rows_of_every_question_but_those_about_nobody_can_be_clicked(shipped, asked):
    given = {f"q__{name}": value for name, value in asked.example.items() if isinstance(value, str)}
    app = page(shipped.url, "questions", q=asked.name, **given)
    keys = {one.key for one in app.dataframe}
    assert not app.exception
    assert ("answer" in keys) == (asked.name not in ABOUT_NOBODY and bool(len(app.dataframe[0].value)))


def test_an_identifier_that_nobody_has_is_one_sentence(url):
    app = page(url, "questions", q="centrality", sel="firm:nobody")
    assert not app.exception and "1 identifiant n'est pas dans ce réseau." in words(app)


@pytest.mark.browser
@pytest.mark.slow
def test_a_row_that_was_clicked_opens_once_and_can_be_clicked_again(url):
    needs_browser()
    with served(url) as address, browsing(), visit(address) as seen:
        shown = seen.page
        shown.goto(f"{address}/questions?q=centrality")
        shown.get_by_role("tab", name="Table").click()
        grid = shown.locator("[data-testid=stDataFrame]:visible").first
        for _ in range(2):
            grid.hover(position={"x": 80, "y": 48})
            grid.click(position={"x": 80, "y": 48}, delay=100)
            shown.locator(".st-key-drawer").get_by_text("firm:b").first.wait_for()
            assert shown.get_by_role("tab", name="Table").get_attribute("aria-selected") == "true"
            shown.get_by_role("button", name="Fermer").click()
            shown.locator(".st-key-drawer").wait_for(state="detached")
        shown.get_by_test_id("stCheckbox").click()
        shown.get_by_text("intervalles de rang : oui").first.wait_for()
        assert shown.locator(".st-key-drawer").count() == 0
        assert seen.outside == seen.complaints == []
