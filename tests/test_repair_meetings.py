"""Plans after refusals and no-shows: what can stay stays where it is, what is free is given again."""

import random
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import Infeasible
from queries.meetings import meetings
from queries.repair_meetings import repair_meetings
from tests.plan_validator import faults
from tests.test_meetings import LETTERS, firms, pairs
from tests.toys import met


def written(answer):
    return [f"{row.a}~{row.b}~{row.slot}~{row.table}" for row in answer.table.itertuples()]


def by_state(answer, state):
    rows = answer.table[answer.table["state"] == state]
    return {(row.a[-1] + row.b[-1], row.slot, row.table) for row in rows.itertuples()}


def test_two_who_lost_their_partner_get_each_other_in_the_same_slot():
    before = ["firm:a~firm:b~1~1", "firm:c~firm:d~1~2", "firm:e~firm:f~1~3"]
    answer = repair_meetings(met(alone="abcdef"), agenda=before, absent=["firm:b", "firm:d"], slots=1)
    assert by_state(answer, "kept") == {("ef", 1, 3)}
    assert by_state(answer, "cancelled") == {("ab", 1, 1), ("cd", 1, 2)}
    assert by_state(answer, "added") == {("ac", 1, 1)}
    assert answer.summary("en") == "1 meeting unchanged, 2 cancelled, 1 new."
    assert answer.summary("fr") == "1 rendez-vous inchangé, 2 annulés, 1 nouveau."


def test_a_refused_pair_never_returns_and_a_place_that_stays_free_has_a_reason():
    answer = repair_meetings(met(alone="ab"), agenda=["firm:a~firm:b~1~1"], refused=pairs("ba"))
    assert by_state(answer, "cancelled") == {("ab", 1, 1)} and by_state(answer, "added") == set()
    assert answer.more["open"][["id", "places", "reason"]].to_numpy().tolist() == [
        ["firm:a", 1, "nobody_left"], ["firm:b", 1, "nobody_left"],
    ]  # fmt: skip


def test_others_keep_their_sheets_where_those_who_lost_can_meet_each_other():
    before = ["firm:a~firm:b~1~1", "firm:c~firm:d~1~2"]
    answer = repair_meetings(
        met(alone="abcdef"), agenda=before, refused=pairs("ab", "cd"), participants=firms("abcdef"), slots=1,
        wishes=pairs("ae", "ea"),
    )  # fmt: skip
    assert len(by_state(answer, "added")) == 2
    assert {one for pair, _, _ in by_state(answer, "added") for one in pair} == set("abcd")


def test_nobody_gets_more_meetings_than_it_lost():
    answer = repair_meetings(
        met(alone="abcd"), agenda=["firm:a~firm:b~1~1"], absent=["firm:b"], participants=firms("abcd")
    )
    assert len(by_state(answer, "added")) == 1


def test_a_pair_that_is_imposed_now_or_was_before_is_told_to_be():
    before = ["firm:a~firm:b~1~1", "firm:c~firm:d~1~2"]
    asked = {"agenda": before, "imposed": ["firm:d~firm:a"], "required": ["firm:a~firm:b"], "slots": 2}
    told = repair_meetings(met(alone="abcd"), **asked).table
    why = {(row.a[-1] + row.b[-1]): row.why_fr for row in told.itertuples()}
    assert why["ad"] == why["ab"] == "imposé par l'organisateur" and why["cd"] == "ni souhait ni besoin connu"


@pytest.mark.parametrize(
    "agenda, sentence",
    [
        (["firm:a~firm:b"], "--agenda: write a meeting as who~whom~slot~table"),
        (["firm:a~firm:b~1~1", "firm:c~firm:d~1~1"], "table 1 is taken twice in slot 1"),
        (["firm:a~firm:b~1~1", "firm:a~firm:c~1~2"], "A is taken twice in slot 1"),
    ],
)
def test_an_agenda_that_says_nothing_is_a_sentence(agenda, sentence):
    with pytest.raises(ValueError) as caught:
        repair_meetings(met(alone="abcd"), agenda=agenda)
    assert sentence in str(caught.value)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_whatever_is_refused_untouched_sheets_are_identical_and_the_rules_hold(seed):
    chance = random.Random(seed)
    letters = LETTERS[: chance.randint(4, 10)]
    net, people = met(alone=letters), firms(letters)
    asked = {"cap": chance.randint(1, 3), "slots": chance.randint(1, 4), "tables": chance.randint(1, 4)}
    first = meetings(net, participants=people, **asked)
    couples = [f"{a}~{b}" for a, b in zip(first.table["a"], first.table["b"], strict=True)]
    refused = chance.sample(couples, min(len(couples), chance.randint(0, 2)))
    absent = chance.sample(people, chance.randint(0, 1))
    again = repair_meetings(net, agenda=written(first), refused=refused, absent=absent, participants=people, **asked)
    table = again.table[again.table["state"] != "cancelled"]
    here = [one for one in people if one not in absent]
    never = [tuple(text.split("~")) for text in refused]
    assert faults(table, people=here, **asked, forbidden=never) == []
    touched = {one for row in again.table.itertuples() if row.state != "kept" for one in (row.a, row.b)}
    for one in set(here) - touched:
        assert sheet(first.table, one) == sheet(table, one)
    lost = {one for row in again.table.itertuples() if row.state == "cancelled" for one in (row.a, row.b)}
    assert all(lost & {row.a, row.b} for row in again.table.itertuples() if row.state == "added")
    assert none_is_left_out(again, here, never, asked, lost - set(absent))


def sheet(table, one):
    rows = [(r.slot, r.table, r.a, r.b, r.why_en) for r in table.itertuples() if one in (r.a, r.b)]
    return sorted(rows)


def none_is_left_out(again, here, never, asked, lost):
    """Whether no single meeting more could be given back: none is free for two that may still meet."""
    table = again.table[again.table["state"] != "cancelled"]
    before = {frozenset((r.a, r.b)) for r in again.table.itertuples()}
    often = {one: sum(one in (r.a, r.b) for r in table.itertuples()) for one in here}
    gone = again.table[again.table["state"] == "cancelled"]
    new = again.table[again.table["state"] == "added"]
    owed = {
        one: sum(one in (r.a, r.b) for r in gone.itertuples()) - sum(one in (r.a, r.b) for r in new.itertuples())
        for one in lost
    }
    for a, b in combinations(here, 2):
        if frozenset((a, b)) in before or not {a, b} & lost or any(owed.get(one, 1) <= 0 for one in (a, b)):
            continue
        if often[a] >= asked["cap"] or often[b] >= asked["cap"]:
            continue
        for slot in range(1, asked["slots"] + 1):
            then = table[table["slot"] == slot]
            if len(then) < asked["tables"] and not any({a, b} & {r.a, r.b} for r in then.itertuples()):
                return False
    return True


def test_an_imposed_pair_pushes_aside_the_fewest_meetings_and_the_others_stay():
    #  slot 1: a-b  c-d  e-f     slot 2: a-c  b-d; e and f are free then: nobody is pushed aside
    before = [
        "firm:a~firm:b~1~1", "firm:c~firm:d~1~2", "firm:e~firm:f~1~3", "firm:a~firm:c~2~1", "firm:b~firm:d~2~2",
    ]  # fmt: skip
    answer = repair_meetings(met(alone="abcdefg"), agenda=before, imposed=pairs("eg"), slots=2)
    assert by_state(answer, "cancelled") == set() and by_state(answer, "added") == {("eg", 2, 3)}
    assert len(by_state(answer, "kept")) == 5


def test_who_is_pushed_aside_gets_another_meeting_where_there_is_one():
    #  one slot: a-b, c-d; a and c must meet, b and d are left and get each other
    before = ["firm:a~firm:b~1~1", "firm:c~firm:d~1~2"]
    answer = repair_meetings(met(alone="abcd"), agenda=before, imposed=pairs("ca"), slots=1)
    assert by_state(answer, "cancelled") == {("ab", 1, 1), ("cd", 1, 2)}
    assert by_state(answer, "added") == {("ac", 1, 1), ("bd", 1, 2)}


def test_a_pair_that_was_pushed_aside_may_meet_at_another_time():
    #  a meets b in slot 1, where alone c is there: the two meet in slot 2 instead
    answer = repair_meetings(
        met(alone="abc"), agenda=["firm:a~firm:b~1~1"], imposed=pairs("ac"), slots=2, away=["firm:c~2"],
    )  # fmt: skip
    assert by_state(answer, "cancelled") == {("ab", 1, 1)}
    assert by_state(answer, "added") == {("ac", 1, 1), ("ab", 2, 1)}


def test_who_has_as_many_as_it_may_gives_up_the_one_that_is_worth_least():
    before = ["firm:a~firm:b~1~1", "firm:a~firm:c~2~1"]
    answer = repair_meetings(
        met(alone="abcd"), agenda=before, imposed=pairs("ad"), slots=3, cap=2, wishes=pairs("ab", "ba")
    )
    assert by_state(answer, "kept") == {("ab", 1, 1)}
    assert ("ac", 2, 1) in by_state(answer, "cancelled")
    assert not faults(
        answer.table[answer.table["state"] != "cancelled"], people=firms("abcd"), cap=2, slots=3, tables=2
    )


def test_an_imposed_pair_that_may_not_meet_or_never_can_is_told():
    before = ["firm:a~firm:b~1~1"]
    network = met(alone="abc")
    with pytest.raises(Infeasible, match="must meet and may not \\(refused\\)"):
        repair_meetings(network, agenda=before, imposed=pairs("ac"), refusals=pairs("ca"))
    with pytest.raises(Infeasible, match="have no slot in which both are there and free"):
        repair_meetings(network, agenda=before, imposed=pairs("ac"), slots=2, away=["firm:c~1", "firm:a~2"])
    with pytest.raises(ValueError, match="C does not come"):
        repair_meetings(network, agenda=before, imposed=pairs("ac"), absent=["firm:c"])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_plan_with_an_imposed_pair_keeps_every_rule(data):
    names = "abcdefg"
    made = meetings(met(alone=names), participants=firms(names), cap=2, slots=3, tables=2)
    pair = data.draw(st.sampled_from(["".join(two) for two in combinations(names, 2)]))
    answer = repair_meetings(
        met(alone=names), agenda=written(made), imposed=pairs(pair), participants=firms(names), cap=2, slots=3, tables=2
    )
    stands = answer.table[answer.table["state"] != "cancelled"]
    assert not faults(stands, people=firms(names), cap=2, slots=3, tables=2)
    assert (f"firm:{pair[0]}", f"firm:{pair[1]}") in set(zip(stands["a"], stands["b"], strict=True))
    untouched = answer.table[answer.table["state"] == "kept"]
    before = set(written(made))
    assert {f"{row.a}~{row.b}~{row.slot}~{row.table}" for row in untouched.itertuples()} <= before
