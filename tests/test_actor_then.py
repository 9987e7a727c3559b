"""Acteur, between two of its dates: which of its links were new, which over, as sentences that open who says so."""

import pytest

from graph.vocabulary import Kind, Relation, Status
from queries.between import between
from tests.pages import again, kept, on_row, page, words
from tests.toys import DRAWN, encounter, entity, link, network, record

P, Q = record("p", Kind.POLE), record("q", Kind.POLE)


def said():
    """A: in P from 2015 to 2017, in Q from 2018; at a forum in 2016, at a fair in 2019; it refused a third."""
    made = [*entity(P, Kind.POLE, "P"), *entity(Q, Kind.POLE, "Q"), *entity(record("c"), Kind.FIRM, "C")]
    made += [*encounter("forum", "ab", since="2016-05-01"), *encounter("fair", "ab", since="2019-05-01")]
    made += [link(record("a"), Relation.MEMBER_OF, P, valid="2015-01-01/2017-12-31")]
    made += [link(record("a"), Relation.MEMBER_OF, Q, valid="2018-01-01/..")]
    made += encounter("refused", "", since="2018-06-01")
    third = record("refused", Kind.MEETING)
    made += [link(record("a"), Relation.TOOK_PART_IN, third, key="guest", status=Status.DECLINED)]
    return [*made, link(record("c"), Relation.MEMBER_OF, P)]


@pytest.fixture
def url(tmp_path):
    return kept(tmp_path, [DRAWN], said())


@pytest.mark.parametrize(
    "first, last, expected",
    [
        ("2015", "2016", [("appeared", "meeting:forum")]),
        ("2015", "2018", [("appeared", "meeting:forum"), ("appeared", "pole:q"), ("ended", "pole:p")]),
        ("2018", "2018", []),
        ("2018", "2015", [("appeared", "pole:p"), ("ended", "meeting:forum"), ("ended", "pole:q")]),
    ],
)
def test_links_of_one_day_that_are_not_of_the_other(first, last, expected):
    found = between(network(*said()), "firm:a", first, last)
    assert list(found[["state", "other"]].itertuples(index=False, name=None)) == expected


def test_the_links_of_others_and_those_without_a_date_change_nothing():
    assert between(network(*said()), "firm:c", "2014", "2020").empty
    assert list(between(network(*said()), "firm:b", "2014", "2020")["other"]) == ["meeting:forum", "meeting:fair"]


def test_it_is_the_difference_of_the_whole_network_on_both_days():
    net, days = network(*said()), ("2014", "2015", "2016-04", "2017", "2018", "2020")
    for sure in ("possibly", "certainly"):
        for first in days:
            for last in days:
                sides = [net.at(day, sure=sure).links for day in (first, last)]
                was, became = (
                    set(one.loc[one["status"] != "declined", "id"][one["source"] == "firm:a"]) for one in sides
                )
                found = between(net, "firm:a", first, last, sure=sure)
                assert set(found.loc[found["state"] == "appeared", "id"]) == became - was
                assert set(found.loc[found["state"] == "ended", "id"]) == was - became


def changed(app, column):
    return next(list(one.value[column]) for one in app.dataframe if column in one.value)


@pytest.mark.parametrize(
    "language, told, column",
    [
        ("fr", "**Du 1er janvier 2015 au 1er mai 2019 : 3 liens nouveaux, 1 terminé.**", "Lien"),
        ("en", "**From January 1, 2015 to May 1, 2019: 3 new links, 1 that is over.**", "Link"),
    ],
)
def test_all_its_dates_are_compared_unless_two_are_chosen(url, language, told, column):
    app = page(url, "acteur", sel="firm:a", lang=language)
    assert not app.exception and told in words(app)
    assert len(changed(app, column)) == 4


def test_the_dates_are_kept_in_the_address_and_a_row_opens_who_says_so(url):
    app = page(url, "acteur", sel="firm:a")
    app.selectbox(key="choose_du").set_value("2016-05-01")
    app.selectbox(key="choose_au").set_value("2018-01-01")
    app = again(app, url)
    assert app.query_params["du"] == "2016-05-01" and app.query_params["au"] == "2018-01-01"
    assert changed(app, "Lien") == ["A est membre de Q", "A est membre de P"]
    assert changed(app, "Changement") == ["nouveau", "terminé"]
    app = again(app, url, done=on_row(app, "changed", 1, "Lien"))
    assert app.query_params["lien"] == "pole:p" and "#### A — P" in words(app)
    assert "2 liens nouveaux" not in words(app)


def test_any_two_days_of_the_address_are_compared_in_their_order_and_what_is_no_day_is_told(url):
    app = page(url, "acteur", sel="firm:a", du="2016", au="2015-02-02")
    assert "**2 février 2015 – 2016 : 1 lien nouveau, 0 terminé.**" in words(app)
    assert changed(app, "Lien") == ["A est partenaire : forum"]
    assert "du=2015-13" in words(page(url, "acteur", sel="firm:a", du="2015-13"))


def test_without_two_dates_there_is_nothing_to_compare(url):
    assert "On connaît moins de deux dates de ses liens" in words(page(url, "acteur", sel="firm:c"))
