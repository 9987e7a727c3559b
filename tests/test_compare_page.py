"""Comparer: two dates of the same network, and a question before and after what one supposes; nothing is stored."""

import pytest

from tests.pages import again, elements, kept, markdown, on_row, page, words
from tests.toys import DRAWN, encounter


@pytest.fixture
def url(tmp_path):
    return kept(tmp_path, [DRAWN], [*encounter("m", "ab", since="2016"), *encounter("n", "ac", since="2018")])


def test_two_dates_tell_who_appeared_and_a_row_opens_what_documents_say(url):
    app = page(url, "comparer", dates="2017, 2019")
    assert "C (entreprise) apparaît entre 2017 et 2019" in words(app)
    app = again(app, url, done=on_row(app, "compared", 0, "nom"))
    assert app.query_params["sel"] == "firm:a"


def test_a_row_of_two_dates_opens_what_is_new_between_them_and_not_all_there_is(url):
    said = words(page(url, "comparer", dates="2017, 2019", sel="firm:a"))
    assert "**2017 – 2019 : 1 lien nouveau, 0 terminé.**" in said and "#### Nouveau" in said
    assert "**A est partenaire : n**" in said and "A est partenaire : m" not in said and "Drawn by hand" in said
    others = words(page(url, "comparer", dates="2017, 2019", sel="firm:b"))
    assert "Aucun lien propre n'est nouveau ni terminé" in others and "#### Nouveau" not in others


def test_the_way_to_its_page_keeps_the_two_dates(url):
    app = page(url, "comparer", dates="2017, 2019", sel="firm:a")
    assert any("du=2017" in one and "au=2019" in one for one in elements(app))


def test_a_removal_still_opens_all_that_is_said(url):
    said = words(page(url, "comparer", comparaison="et-si", sans="firm:c", sel="firm:a"))
    assert "A est partenaire : m" in said and "A est partenaire : n" in said


@pytest.mark.parametrize("chosen", [{}, {"dates": "2016, 2018"}])
def test_the_dates_that_are_compared_are_named_by_the_basis_and_the_columns(url, chosen):
    app = page(url, "comparer", **chosen)
    assert "dates : 2016 / 2018" in words(app)
    (table,) = app.dataframe
    assert {"avant (2016)", "après (2018)", "rang avant (2016)", "rang après (2018)"} <= set(table.value.columns)


@pytest.mark.parametrize("dates, told", [
    ([None, None], "Les documents ne donnent pas deux années où des rencontres qui comptent ont commencé"),
    (["2016", None], "Toutes les rencontres datées qui comptent ont commencé en 2016"),
])  # fmt: skip
def test_where_there_are_no_two_dates_the_page_says_so_and_what_to_load(tmp_path, dates, told):
    said = [encounter(f"m{n}", "ab", **({"since": day} if day else {})) for n, day in enumerate(dates)]
    app = page(kept(tmp_path, [DRAWN], [row for one in said for row in one]), "comparer")
    assert told in words(app) and "Chargez une liste de rencontres avec leurs dates" in words(app)
    assert "Rien à dire" not in words(app) and not app.dataframe and not app.exception
    assert app.text_input(key="written_dates").placeholder == ""


def test_a_question_is_answered_before_and_after_a_removal(url):
    app = page(url, "comparer", comparaison="et-si", sans="firm:c")
    assert "C disparaît" in words(app)
    assert len(page(url, "comparer", comparaison="et-si", avec="firm:new~MEMBER_OF~firm:a").exception) == 0
    assert "C disparaît" not in words(page(url, "comparer", comparaison="et-si"))


def test_what_cannot_be_read_is_a_sentence(url):
    assert "n'est pas une date" in words(page(url, "comparer", dates="20"))
    assert not page(url, "comparer", comparaison="et-si", sans="firm:nobody").exception


def test_who_is_not_there_is_chosen_by_name(url):
    app = page(url, "comparer", comparaison="et-si")
    app.multiselect(key="chosen_sans").set_value(["firm:c"])
    app = again(app, url)
    assert app.query_params["sans"] == "firm:c"
    assert app.dataframe and not app.exception


def test_what_links_are_written_as_is_text_and_not_struck_out(url):
    told = next(one for one in markdown(page(url, "comparer", comparaison="et-si")) if "RELATION" in one)
    assert r"source\~RELATION\~cible" in told
