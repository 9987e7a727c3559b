"""Answers kept beside the network: found again while nothing they rest on changed, and not a moment longer."""

from dataclasses import replace
from itertools import combinations

import pytest

from graph.model import Viewer
from queries import kept
from queries.catalogue import CATALOGUE, query
from queries.group_names import KEPT
from queries.kept import key
from tests.toys import met
from views.answers import answered
from views.state import State


@pytest.fixture
def counted():
    """A query that counts how often it is computed."""
    asked, times = query("brokers"), []
    return replace(asked, answer=lambda *args, **more: times.append(1) or asked.answer(*args, **more)), times


def test_the_same_question_of_the_same_network_is_computed_once(tmp_path, counted):
    asked, times = counted
    state = State(tmp_path / "state.sqlite")
    first, again = (answered(state, asked, met("abc", "cd"), {}) for _ in range(2))
    assert again.table.equals(first.table) and len(times) == 1


def test_an_answer_made_of_others_is_computed_anew_when_another_of_these_is_meant_otherwise(monkeypatch):
    net, asked = met("ab"), query("report")
    before = key(net, asked, {})
    assert before == key(net, asked, {})
    others = tuple(replace(one, version=one.version + (one.name == "pole_matrix")) for one in CATALOGUE)
    monkeypatch.setattr(kept, "CATALOGUE", others)
    assert key(net, asked, {}) != before


def test_another_version_of_the_method_is_computed_anew(tmp_path, counted):
    asked, times = counted
    state, net = State(tmp_path / "state.sqlite"), met("abc", "cd")
    answered(state, asked, net, {})
    answered(state, replace(asked, version=asked.version + 1), net, {})
    assert len(times) == 2


def test_an_estimation_from_other_sources_is_another_answer():
    net, asked = met("abc", "cd"), query("brokers")
    keys = [key(net, asked, parameters) for parameters in ({}, {"sources": 10}, {"sources": 20}, {"burt": "all"})]
    assert len(set(keys)) == 4


def test_another_network_is_another_question():
    asked = query("brokers")
    assert key(met("abc", "cd"), asked, {}) != key(met("abc", "cde"), asked, {})
    assert key(met("abc", "cd"), asked, {}) == key(met("abc", "cd"), asked, {})


def numbers(answer):
    """By letter, the number and the name of its group."""
    rows = answer.table.dropna(subset=["group"])
    return {
        one[-1]: (group, name) for one, group, name in zip(rows["id"], rows["group"], rows["group_name"], strict=True)
    }


def grown():
    """Two groups, of which the second grows larger by a load: by size alone their numbers would change places."""
    first = [*combinations("abcd", 2), *combinations("xyz", 2)]
    return met(*first), met(*first, *combinations("vwxyz", 2))


def test_groups_keep_their_numbers_and_names_when_more_is_loaded(tmp_path):
    state, asked = State(tmp_path / "state.sqlite", "sqlite:///network.db"), query("groups")
    one, other = (answered(state, asked, net, {}) for net in grown())
    before, after = numbers(one), numbers(other)
    assert {letter: after[letter] for letter in before} == before and after["v"] == before["x"]
    assert numbers(asked.ask(grown()[1]))["x"][0] == 1, "without what is kept the largest is the first"
    assert KEPT in other.basis.notes and KEPT not in one.basis.notes
    assert "kept" not in other.more and other.table["group_before"].isna().all()
    again = answered(state, asked, grown()[1], {})
    assert again.table.equals(other.table)


def test_another_store_another_viewer_and_another_question_give_no_names(tmp_path):
    first, second = grown()
    asked, place = query("groups"), tmp_path / "state.sqlite"
    answered(State(place, "sqlite:///a.db"), asked, first, {})
    alone = numbers(asked.ask(second))
    assert numbers(answered(State(place, "sqlite:///b.db"), asked, second, {})) == alone
    theirs = replace(second, viewer=Viewer.PUBLIC)
    assert numbers(answered(State(place, "sqlite:///a.db"), asked, theirs, {})) == alone
    other = answered(State(place, "sqlite:///a.db"), asked, second, {"resolution": 1.01})
    assert KEPT not in other.basis.notes


def test_where_nobody_of_before_is_left_the_groups_are_numbered_from_one(tmp_path):
    state, asked = State(tmp_path / "state.sqlite"), query("groups")
    answered(state, asked, met(*combinations("abcd", 2)), {})
    answer = answered(state, asked, met(*combinations("wxyz", 2)), {})
    assert set(answer.table["group"]) == {1} and KEPT not in answer.basis.notes


def test_groups_compared_with_a_date_take_the_names_of_that_date(tmp_path):
    state, asked = State(tmp_path / "state.sqlite"), query("groups")
    for net in grown():
        made = answered(state, asked, net, {"before": "2016"})
        assert made.table.equals(asked.ask(net, before="2016").table) and KEPT not in made.basis.notes
