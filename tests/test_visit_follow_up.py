"""What followed visits, beside pairs like those of delegates and hosts: counted by hand on drawn networks."""

import random

import pytest

from graph.errors import UnknownEntity
from graph.vocabulary import Kind, Relation, Role, Status
from queries.intervals import newcombe
from queries.visit_follow_up import visit_follow_up
from queries.visit_pairs import months_after
from tests.toys import encounter, entity, link, network, record


def visit(hosts, delegates, *, since="2015-03-01", status=Status.HELD, name="trip"):
    """A visit: delegates saw hosts, each a letter."""
    said = encounter(name, "", Kind.VISIT, status, since=since) if since else encounter(name, "", Kind.VISIT, status)
    for role, names in ((Role.HOST, hosts), (Role.DELEGATE, delegates)):
        for one in names:
            said += entity(record(one), Kind.FIRM, one.upper())
            said.append(link(record(one), Relation.TOOK_PART_IN, record(name, Kind.VISIT), key=role))
    return said


def asked(*said, others="", **more):
    said = [*said, *(one for name in others for one in entity(record(name), Kind.FIRM, name.upper()))]
    return visit_follow_up(network(*said), **more)


def only(answer):
    assert len(answer.table) == 1
    return answer.table.iloc[0]


def test_what_followed_within_two_years_stands_beside_pairs_like_them():
    said = visit("abcdef", "x")
    said += encounter("new", "xa", Kind.PROJECT, since="2016-05")
    said += encounter("also", "xb", Kind.MEETING, since="2017-03-01")  # on the last day
    said += encounter("late", "xc", Kind.PROJECT, since="2017-03-02")  # a day too late
    said += encounter("other", "xm", Kind.PROJECT, since="2016")
    answer = asked(*said, others="mnopqrstuvw")
    row = only(answer)
    assert list(row[["visits", "pairs", "followed"]]) == [1, 6, 2]
    assert list(row[["comparable", "comparable_followed"]]) == [11, 1]  # two for each, but for the last
    assert list(row[["difference", "low", "high"]]) == pytest.approx(newcombe(2, 6, 1, 11))
    assert answer.sentences("en")[0].startswith(
        "In the 24 months after 1 visit: 2 pairs of delegate and host of 6 with a new encounter, against 1 of 11 "
    )
    assert (
        "effet" not in answer.sentences("fr")[0] and "sans que la visite en soit la cause" in answer.sentences("fr")[0]
    )
    told = answer.more["pairs"]
    assert told.loc[told["encounter"].notna(), "encounter_name"].tolist() == ["new", "other", "also"]


def test_the_published_interval_of_three_of_fourteen_and_one_of_twenty_eight():
    hosts, delegates, others = "abcdefg", "xy", "hijklmnopqrstu"  # 14 pairs, 28 beside them
    said = visit(hosts, delegates)
    for n, pair in enumerate(("xa", "xb", "yc", "yh")):
        said += encounter(f"new {n}", pair, Kind.PROJECT, since="2016")
    row = only(asked(*said, others=others))
    assert list(row[["pairs", "followed", "comparable", "comparable_followed"]]) == [14, 3, 28, 1]
    assert [round(row[one], 3) for one in ("low", "high")] == [-0.019, 0.442]


def test_who_had_met_before_or_at_an_unknown_date_is_on_neither_side():
    said = visit("abc", "x")
    said += encounter("old", "xa", Kind.PROJECT, since="2012")
    said += encounter("sometime", "xb", Kind.PROJECT)
    said += encounter("old too", "xm", Kind.PROJECT, since="2012")
    answer = asked(*said, others="mnop")
    assert list(only(answer)[["pairs", "met_before", "reason"]]) == [1, 2, "too_few"]
    assert "firm:m" not in set(answer.more["pairs"]["host"])


def test_comparable_are_those_about_as_active_and_as_far_away():
    places = {
        "x": ("47.2", "-1.5"),
        "a": ("48.1", "-1.7"),
        "m": ("48.0", "-1.6"),
        "n": ("43.6", "1.4"),
        "o": ("48.2", "-1.7"),
    }
    said = visit("a", "x")
    for name, (lat, lon) in places.items():
        said += entity(record(name), Kind.FIRM, name.upper(), lat=lat, lon=lon)
    for n in range(5):
        said += encounter(f"busy {n}", "op", Kind.PROJECT, since="2012")
    told = asked(*said, others="q").more["pairs"]
    assert told["host"].tolist() == ["firm:a", "firm:m"]  # n is far, o meets often, of q the place is unknown
    assert told["like"].fillna("").tolist() == ["", "firm:a"] and told["distance_km"].notna().all()


def test_a_visit_is_followed_once_its_months_are_over():
    young = visit("ab", "x", since="2019-03-01")
    assert list(only(asked(*young, others="m"))[["visits", "young", "reason"]]) == [0, 1, "too_recent"]
    assert only(asked(*young, others="m", months=6))["visits"] == 1
    assert list(only(asked(*visit("a", "x", since=None)))[["undated", "reason"]]) == [1, "none_held"]
    assert only(asked(*visit("a", "x", status=Status.ANNOUNCED)))["reason"] == "none_held"
    both = [*visit("a", "x", name="one"), *visit("b", "y", name="two")]
    assert only(asked(*both, others="mnop"))["visits"] == 2
    assert only(asked(*both, others="mnop", visit="visit:two"))["visits"] == 1
    with pytest.raises(UnknownEntity):
        asked(*both, visit="visit:three")


def test_an_encounter_that_follows_the_visit_came_of_it_though_it_has_no_date():
    said = visit("a", "x") + encounter("child", "xa", Kind.PROJECT)
    said.append(link(record("child", Kind.PROJECT), Relation.FOLLOWS, record("trip", Kind.VISIT)))
    told = asked(*said, others="mn").more["pairs"]
    assert told["encounter"].dropna().tolist() == ["project:child"]


def test_shuffled_input_gives_the_same_pairs():
    said = visit("abcd", "xy") + encounter("new", "xa", Kind.PROJECT, since="2016")
    first = asked(*said, others="mnopqr")
    again = asked(*random.Random(3).sample(said, len(said)), others="rqponm")
    assert first.table.equals(again.table) and first.more["pairs"].equals(again.more["pairs"])


@pytest.mark.parametrize(("day", "months", "then"), [
    ("2015-01-31", 1, "2015-02-28"), ("2015-12-15", 24, "2017-12-15"), ("2016-02-29", 12, "2017-02-28"),
    ("2015-11-30", 1, "2015-12-30"),
])  # fmt: skip
def test_months_are_those_of_the_calendar(day, months, then):
    assert months_after(day, months) == then
