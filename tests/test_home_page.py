"""Accueil: every figure opens those it counts, and every number is that of the date that was chosen."""

from urllib.parse import parse_qs

import pytest

from graph.vocabulary import Kind, Relation, Status
from tests.pages import again, kept, on_row, page, words
from tests.toys import DRAWN, encounter, entity, link, record

POLE = record("p", Kind.POLE)
FIGURES = {"members": 3, "partners": 2, "encounters": 2, "to_check": 1, "memberships": 1}


def with_pole(name, parties, status=Status.HELD, **dates):
    """An encounter in which P took part too."""
    said = encounter(name, parties, status=status, **dates)
    return [*said, link(POLE, Relation.TOOK_PART_IN, record(name, Kind.MEETING), key="partner")]


@pytest.fixture
def url(tmp_path):
    """P has the members A, B and C, and is a member of N; it met A twice, in 2016 and 2018, once with D.

    A fair with E was announced for 2017, and nobody says that it took place.
    """
    said = [*entity(POLE, Kind.POLE, "P"), *entity(record("n", Kind.PLATFORM), Kind.PLATFORM, "N")]
    for name in "abcde":
        said += entity(record(name), Kind.FIRM, name.upper())
    said += [link(record(name), Relation.MEMBER_OF, POLE, valid="2015/..") for name in "ab"]
    said += [link(record("c"), Relation.MEMBER_OF, POLE, valid="2017/..")]
    said += [link(POLE, Relation.MEMBER_OF, record("n", Kind.PLATFORM), valid="2015/..")]
    said += with_pole("forum", "a", since="2016-03-01")
    said += with_pole("salon", "ad", since="2018-03-01")
    said += with_pole("fair", "e", Status.ANNOUNCED, since="2017-06-01")
    return kept(tmp_path, [DRAWN], said)


def figure(app, label):
    return next(one for one in app.button if one.key == f"figure_{label}")


def list_of(app):
    return next(one.value for one in app.dataframe if list(one.value)[0] in ("nom", "Nom", "Name"))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("label", FIGURES)
def test_a_click_on_a_figure_lists_as_many_as_it_counts(url, label, language):
    app = page(url, "", lang=language)
    assert figure(app, label).label.startswith(f"**{FIGURES[label]}** ") and not app.dataframe
    figure(app, label).click()
    app = again(app, url)
    assert not app.exception and app.query_params["chiffre"] == label
    assert len(list_of(app)) == FIGURES[label]


def test_the_members_are_named_and_a_row_says_who_says_so(url):
    app = page(url, "", chiffre="members")
    assert list(list_of(app).iloc[:, 0]) == ["A", "B", "C"]
    app = again(app, url, done=on_row(app, "counted", 2, "Nom"))
    assert app.query_params["sel"] == "pole:p~firm:c"
    assert "**C est membre de P**" in words(app) and "Drawn by hand" in words(app)
    assert "**A est membre de P**" not in words(app)


def test_a_partner_is_told_by_the_encounters_of_both(url):
    app = page(url, "", chiffre="partners")
    assert list(list_of(app).iloc[:, 0]) == ["A", "D"]
    app = again(app, url, done=on_row(app, "counted", 1, "Nom"))
    assert "**D est partenaire : salon**" in words(app) and "**P est partenaire : salon**" in words(app)
    assert "forum**" not in words(app)


def test_what_was_selected_elsewhere_is_not_taken_for_a_row_of_the_list(url):
    app = page(url, "", chiffre="members", sel="firm:d")
    assert "Cliquez une ligne : qui le dit." in words(app) and "Drawn by hand" not in words(app)


def test_a_figure_that_is_open_is_closed_by_another_click(url):
    app = page(url, "", chiffre="members")
    figure(app, "members").click()
    app = again(app, url)
    assert "chiffre" not in app.query_params and not app.dataframe


def test_a_figure_of_none_says_so_and_what_documents_say(url):
    app = page(url, "", chiffre="members", pole="pole:p", as_of="2014")
    assert figure(app, "members").label.startswith("**0** ") and not app.dataframe
    assert "Aucun document n'en nomme." in words(app)


def test_a_figure_that_there_is_not_is_told(url):
    assert "chiffre=revenue" in words(page(url, "", chiffre="revenue"))


@pytest.mark.parametrize("day, counts", [("2016", (2, 1, 1, 0)), ("2017-12-31", (3, 1, 1, 1)), ("2019", (3, 2, 2, 1))])
def test_the_numbers_are_those_of_the_date(url, day, counts):
    app = page(url, "", as_of=day)
    shown = [int(figure(app, one).label.split("**")[1]) for one in ("members", "partners", "encounters", "to_check")]
    assert tuple(shown) == counts


def test_a_date_chosen_elsewhere_is_shown_and_can_be_cleared(url):
    app = page(url, "", as_of="2016")
    assert "Date : 2016" in words(app)
    app.select_slider(key="as_of").set_value("")
    app = again(app, url)
    assert "as_of" not in app.query_params and figure(app, "members").label.startswith("**3** ")


def starts(app):
    return {one.key.removeprefix("start_"): one.label for one in app.button if str(one.key).startswith("start_")}


@pytest.mark.parametrize("address, day, links", [("reseau", "2016", 2), ("reseau", "2019", 3), ("acteur", "2016", 2)])
def test_the_most_linked_are_those_of_the_date(url, address, day, links):
    """A: its membership, from 2018 on two encounters."""
    told = starts(page(url, address, as_of=day, step="ego:pole:p"))["firm:a"]
    assert told.endswith(f"· {links} liens")


def said_of_needs():
    """What `url` says, and: A needs robots, that nobody offers; Q is a pole without a link to P."""
    robots = record("robots", Kind.COMPETENCE)
    said = [*entity(record("a"), Kind.FIRM, "A"), *entity(robots, Kind.COMPETENCE, "Robots")]
    said += [*entity(POLE, Kind.POLE, "P"), *entity(record("q", Kind.POLE), Kind.POLE, "Q")]
    said += [link(record("a"), Relation.MEMBER_OF, POLE), link(record("a"), Relation.NEEDS, robots)]
    return [*said, *with_pole("fair", "a", Status.ANNOUNCED, since="2017-06-01")]


@pytest.fixture
def wanting(tmp_path):
    return kept(tmp_path, [DRAWN], said_of_needs())


def addresses(app):
    """Where the links of a page lead, by their words."""
    return {one.proto.label: (one.proto.page, parse_qs(one.proto.query_string)) for one in app.get("page_link")}


def test_all_that_is_to_check_is_listed_on_the_page_and_nothing_else(url):
    app = page(url, "")
    app.button(key="all_waiting").click()
    app = again(app, url)
    assert list(list_of(app).iloc[:, 0]) == ["fair"] and "#### À vérifier, ou à venir · 1" in words(app)


def test_all_poles_without_a_link_are_listed_and_a_row_tells_who_could_introduce(wanting):
    app = page(wanting, "", pole="pole:p")
    app.button(key="all_unlinked").click()
    app = again(app, wanting)
    assert list(list_of(app).iloc[:, 0]) == ["Q"]
    app = again(app, wanting, done=on_row(app, "counted", 0, "Nom"))
    assert "Aucun chemin connu d'au plus trois pas entre P et Q" in words(app)


def test_see_all_leads_to_the_needs_of_the_pole_and_to_whoever_completes_it(wanting):
    shown = page(wanting, "", pole="pole:p", to="firm:a", sel="firm:a", as_of="2018", groupe="pole:q")
    found = addresses(shown)
    asked = {"pole": ["pole:p"], "as_of": ["2018"]}
    assert found["Tout voir : les besoins"] == ("manques", {"manque": ["besoins"], "groupe": ["pole:p"], **asked})
    assert found["Tout voir"] == ("complementarite", {"organisation": ["pole:p"], **asked})
    assert "Robots" in words(page(wanting, "manques", manque="besoins", groupe="pole:p"))


def test_what_there_is_nothing_of_has_no_way_to_all_of_it(url):
    keys = {one.key for one in page(url, "", as_of="2015").button}
    assert "all_waiting" not in keys and "all_unlinked" not in keys
