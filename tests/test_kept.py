"""Answers kept beside the network: found again while nothing they rest on changed, and not a moment longer."""

from dataclasses import replace

import pytest

from queries.catalogue import query
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
