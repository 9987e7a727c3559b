"""Acteur: whom to begin with while nobody is chosen; then what is known, by sort, without columns of dashes."""

import pandas as pd
import pytest

from graph.vocabulary import Kind, Relation
from tests.pages import again, kept, on_row, page, words
from tests.toys import DRAWN, encounter, entity, link, record
from views.profile_shown import undated


@pytest.fixture
def url(tmp_path):
    """A, B and C are members of P; A met C, and D, who is a member of nothing, met E twice."""
    said = [*entity(record("p", Kind.POLE), Kind.POLE, "P")]
    for name in "abcde":
        said += entity(record(name), Kind.FIRM, name.upper())
    said += [link(record(name), Relation.MEMBER_OF, record("p", Kind.POLE)) for name in "abc"]
    said += [*encounter("pact", "ac"), *encounter("fair", "de"), *encounter("forum", "de")]
    return kept(tmp_path, [DRAWN], said)


def starts(app):
    return [one.key.removeprefix("start_") for one in app.button if str(one.key).startswith("start_")]


def test_while_nobody_is_chosen_those_around_my_pole_come_first_then_the_most_linked(url):
    app = page(url, "acteur")
    assert not app.exception and not app.dataframe
    assert "#### Autour de P" in words(app) and "#### Les plus reliés" in words(app)
    assert starts(app) == ["firm:a", "firm:c", "firm:b", "pole:p", "firm:d", "firm:e"]


def test_my_pole_is_the_one_chosen_on_the_first_page(url):
    app = page(url, "acteur", pole="firm:d")
    assert starts(app)[0] == "firm:e" and "#### Autour de D" in words(app)
    assert "#### Autour de P" in words(page(url, "acteur", pole="pole:nobody"))


def test_each_sort_of_thing_is_a_table_in_which_every_column_says_something(url):
    app = page(url, "acteur", sel="pole:p")
    assert {"#### Identité", "#### Chiffres", "#### Adhérents nommés"} <= set(words(app).splitlines())
    for shown in (one.value for one in app.dataframe):
        assert not [name for name in shown if shown[name].isin(["—"]).all()]
    members = next(one.value for one in app.dataframe if "statut" in one.value)
    assert sorted(members["valeur"]) == ["A", "B", "C"]


def test_what_no_document_tells_of_a_sort_of_links_is_said_once(url):
    app = page(url, "acteur", sel="pole:p")
    assert words(app).count("Non connu : début et fin.") == 1


def test_dates_are_unknown_of_links_alone_and_only_where_none_has_one():
    some = pd.DataFrame({"other": ["a", "b"], "since": [None, "2015"], "until": [None, None]})
    assert undated(some) == ["until"]
    assert undated(some.head(1)) == ["since", "until"]
    assert undated(some.assign(other=None)) == []


@pytest.mark.parametrize(
    "language, told, name", [("fr", "C est membre de P", "valeur"), ("en", "C is a member of P", "value")]
)
def test_a_row_opens_who_says_so_and_the_page_stays_that_of_the_actor(url, language, told, name):
    app = page(url, "acteur", sel="pole:p", lang=language)
    before = words(app).count(f"**{told}**")
    app = again(app, url, done=on_row(app, "section_members", 2, name))
    assert app.query_params["lien"] == "firm:c" and app.query_params["sel"] == "pole:p"
    assert "#### P — C" in words(app) and words(app).count(f"**{told}**") == before + 1
    app.button(key="close_row").click()
    app = again(app, url)
    assert "lien" not in app.query_params and "#### P — C" not in words(app)


def test_from_a_row_one_goes_to_the_page_of_the_other(url):
    app = page(url, "acteur", sel="pole:p", lien="firm:c")
    app.button(key="its_page").click()
    app = again(app, url)
    assert app.query_params["sel"] == "firm:c" and "lien" not in app.query_params
    assert "**C (entreprise) : membre de 1 pôle" in words(app)


def test_a_row_of_no_link_with_this_actor_opens_nothing(url):
    app = page(url, "acteur", sel="pole:p", lien="firm:d")
    assert not app.exception and "#### P — D" not in words(app)
    assert "1 identifiant n'est pas dans ce réseau." in words(page(url, "acteur", sel="pole:p", lien="firm:nobody"))


def test_an_encounter_that_was_not_yet_is_told_in_a_sentence(tmp_path):
    app = page(
        kept(tmp_path, [DRAWN], encounter("fair", "ab", since="2018")), "acteur", sel="meeting:fair", as_of="2016"
    )
    assert not app.exception and not app.warning and "#### 2 liens" in words(app)
    assert "À la date choisie, cela n'avait pas commencé" in words(app)


def test_the_date_is_shown_on_the_page_and_can_be_cleared(tmp_path):
    url = kept(tmp_path, [DRAWN], encounter("fair", "ab", since="2018"))
    app = page(url, "acteur", sel="meeting:fair", as_of="2016")
    assert "Date : 2016" in words(app)
    app.select_slider(key="as_of").set_value("")
    app = again(app, url)
    assert "as_of" not in app.query_params and "**fair" in words(app)
