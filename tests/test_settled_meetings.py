"""A plan that stands is told as it was when it was made, and whatever has changed since does not stop that."""

import pandas as pd

from queries.meeting_days import Asked
from queries.meetings import meetings
from queries.repairing import Seat
from queries.settled_meetings import settled_meetings
from tests.test_meetings import firms, pairs
from tests.toys import met

WISHES = pairs("ab", "ba", "ac", "de")


def seats(table):
    return [Seat(row.a, row.b, int(row.slot), int(row.table)) for row in table.itertuples()]


def test_it_says_of_a_plan_what_was_said_when_it_was_made():
    network = met("ac", alone="bde")
    made = meetings(network, participants=firms("abcde"), cap=1, slots=1, wishes=WISHES)
    asked = Asked(wishes=WISHES, cap=1, slots=1)
    again = settled_meetings(network, firms("abcde"), seats(made.table), asked)
    pd.testing.assert_frame_equal(again.table, made.table)
    for name in ("unmet", "served", "reasons"):
        pd.testing.assert_frame_equal(again.more[name], made.more[name])
    assert again.summary("en") == "2 meetings for 5 participants, 0 to 1 each; wishes met: 3 of 4."
    assert again.summary("fr") == "2 rendez-vous pour 5 participants, 0 à 1 chacun ; 3 souhaits sur 4 au programme."


def test_a_meeting_that_a_rule_would_now_forbid_is_still_told():
    asked = Asked(wishes=WISHES, refusals=pairs("ab"), required=pairs("ab"), floor=3, cap=1, slots=1)
    made = settled_meetings(met(alone="abcde"), firms("abcde"), [Seat("firm:a", "firm:b", 2, 4)], asked)
    assert made.table[["a", "b", "slot", "table"]].to_numpy().tolist() == [["firm:a", "firm:b", 2, 4]]
    assert list(zip(made.more["unmet"]["who"], made.more["unmet"]["whom"], strict=True)) == [
        ("firm:a", "firm:c"), ("firm:d", "firm:e"),
    ]  # fmt: skip


def test_a_pair_that_was_imposed_is_told_to_be():
    asked = Asked(required=pairs("ba"), cap=1, slots=1)
    made = settled_meetings(met(alone="ab"), firms("ab"), [Seat("firm:a", "firm:b", 1, 1)], asked)
    assert made.table["why_fr"].tolist() == ["imposé par l'organisateur"]


def test_an_empty_plan_says_so():
    made = settled_meetings(met(alone="ab"), firms("ab"), [], Asked())
    assert made.table.empty and made.more["served"]["meetings"].tolist() == [0, 0]
