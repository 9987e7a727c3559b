"""What followed meeting days: counted by hand on drawn ones."""

import pytest

from graph.vocabulary import Kind, Relation, Role, Status
from queries.intervals import newcombe
from queries.outcomes import outcomes
from tests.toys import encounter, link, network, record

DAY = record("day", Kind.EVENT)


def day(*met, missed=(), since="2015-07-09"):
    """A meeting day: each pair met or was missed in a meeting of its own."""
    said = encounter("day", "", Kind.EVENT, since=since) if since else encounter("day", "", Kind.EVENT)
    for pair in (*met, *missed):
        said += encounter(f"m{pair}", pair, status=Status.CANCELLED if pair in missed else Status.HELD)
        said.append(link(record(f"m{pair}", Kind.MEETING), Relation.PART_OF, DAY))
    return said


def only(*said):
    table = outcomes(network(*said)).table
    assert len(table) == 1
    return table.iloc[0]


def test_held_missed_and_what_followed_beside_those_who_did_not_meet():
    said = day("ab", "cd", "ef", "gh", "ij", missed=("ac",))
    said += encounter("alliance", "ab", Kind.ALLIANCE, Status.SIGNED, since="2016")
    said += encounter("project", "ad", Kind.PROJECT, since="2017")
    row = only(*said)
    assert list(row[["planned", "held", "no_show", "open"]]) == [6, 5, 1, 0]
    assert list(row[["pairs", "followed", "comparable", "comparable_followed"]]) == [5, 1, 40, 1]
    assert list(row[["difference", "low", "high"]]) == pytest.approx(newcombe(1, 5, 1, 40))
    assert "against 1 of 40 of those of the same day" in outcomes(network(*said)).sentences("en")[0]


def test_what_was_there_before_or_is_undated_is_on_neither_side():
    said = day("ab", "cd", "ef", "gh", "ij")
    said += encounter("old", "ab", Kind.ALLIANCE, Status.SIGNED, since="2014")
    said += encounter("sometime", "ac", Kind.PROJECT)
    said += encounter("new", "ab", Kind.PROJECT, since="2018")
    row = only(*said)
    assert list(row[["pairs", "followed", "comparable"]]) == [4, 0, 39]
    assert row["reason"] == "too_few"


def test_what_follows_the_day_counts_though_it_has_no_date():
    said = day("ab", "cd")
    said += encounter("child", "ab", Kind.ALLIANCE, Status.SIGNED)
    said.append(link(record("child", Kind.ALLIANCE), Relation.FOLLOWS, record("mab", Kind.MEETING)))
    answer = outcomes(network(*said))
    assert answer.table["followed"].iloc[0] == 1
    told = answer.more["followed"].iloc[0]
    assert (told["a"], told["b"], told["encounter"]) == ("firm:a", "firm:b", "alliance:child")


def test_a_meeting_of_which_nobody_says_how_far_it_came_is_open():
    said = [*day("ab", missed=("cd",)), *encounter("mx", "ae", status=None)]
    row = only(*said, link(record("mx", Kind.MEETING), Relation.PART_OF, DAY))
    assert list(row[["planned", "held", "no_show", "open"]]) == [3, 1, 1, 1]


def test_a_day_without_a_date_tells_what_was_held_and_no_more():
    row = only(*day("ab", since=None))
    assert row["held"] == 1 and row["reason"] == "undated"


def test_what_is_only_announced_did_not_happen():
    said = day("ab", "cd")
    said += encounter("talks", "ab", Kind.ALLIANCE, Status.IN_DISCUSSION, since="2016")
    said += encounter("m", "ef", status=Status.ANNOUNCED)
    said.append(link(record("m", Kind.MEETING), Relation.PART_OF, DAY))
    said.append(link(record("a"), Relation.TOOK_PART_IN, DAY, key=Role.GUEST))
    row = only(*said)
    assert list(row[["planned", "held", "open", "followed"]]) == [3, 2, 1, 0]


def test_an_alliance_that_was_signed_on_the_day_came_of_it():
    said = day("ab", "cd")
    said += encounter("signed", "ab", Kind.ALLIANCE, Status.SIGNED, since="2015-07-09")
    assert only(*said)["pairs"] == 1
    assert only(*said, link(record("signed", Kind.ALLIANCE), Relation.PART_OF, DAY))["followed"] == 1
