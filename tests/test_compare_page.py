"""Comparer: two dates of the same network, and a question before and after what one supposes; nothing is stored."""

import pytest

from tests.pages import again, kept, markdown, on_row, page, words
from tests.toys import DRAWN, encounter


@pytest.fixture
def url(tmp_path):
    return kept(tmp_path, [DRAWN], [*encounter("m", "ab", since="2016"), *encounter("n", "ac", since="2018")])


def test_two_dates_tell_who_appeared_and_a_row_opens_what_documents_say(url):
    app = page(url, "comparer", dates="2017, 2019")
    assert "C (entreprise) apparaît entre 2017 et 2019" in words(app)
    app = again(app, url, done=on_row(app, "compared", 0, "nom"))
    assert app.query_params["sel"] == "firm:a"


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
