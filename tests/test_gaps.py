"""Fewer ties than expected: drawn networks with answers to check by hand, margins, and planted gaps."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.vocabulary import Kind, Relation
from queries.expectations import FEWEST, _as_few, _dispersion
from queries.gaps import gaps
from queries.gravity import gravity
from tests.toys import encounter, entity, link, met, network, record

FOUR = ("ab", "ab", "ac", "ad", "bc", "bd")  # how often each pair of four met: 2, 1, 1, 1, 1, 0


def test_four_actors_are_expected_what_their_activity_says():
    first, second = np.triu_indices(4, k=1)
    found = gravity(first, second, np.empty((6, 0)), np.array([2.0, 1, 1, 1, 1, 0])).expected
    assert found == pytest.approx([2.3094, 0.8453, 0.8453, 0.8453, 0.8453, 0.3094], abs=5e-5)
    table = gaps(met(*FOUR), kind="firm").table
    assert table[["a", "b", "observed"]].to_numpy().tolist() == [["firm:a", "firm:b", 2]]
    assert table["expected"].iloc[0] == pytest.approx(2.3094, abs=5e-5)


@settings(max_examples=60, deadline=None)
@given(st.integers(4, 9), st.integers(0, 10_000))
def test_every_actor_is_expected_as_many_as_it_has(size, seed):
    random = np.random.default_rng(seed)
    first, second = np.triu_indices(size, k=1)
    y = random.poisson(1.5, len(first)) + (first == 0)  # the first one meets everybody: nobody is without
    x = random.normal(size=(len(first), 2))
    mu = gravity(first, second, x, y.astype(float)).expected
    for actor in range(size):
        its_own = (first == actor) | (second == actor)
        assert mu[its_own].sum() == pytest.approx(y[its_own].sum(), abs=1e-6)


def test_an_actor_that_meets_nobody_is_left_out_and_counted():
    answer = gaps(met(*FOUR, alone="e"), kind="firm")
    assert list(answer.table["b"]) == ["firm:b"]
    assert dict(zip(answer.more["actors"]["id"], answer.more["actors"]["used"], strict=True))["firm:e"] is np.False_
    assert "left out, without an encounter in common: 1" in str(answer.basis.as_dict()["notes"])


def planted(missing=("ab",)):
    """Six firms of which each pair met eight times, but for those that never did."""
    pairs = [one + other for one in "abcdef" for other in "abcdef" if one < other]
    return met(*(pair for pair in pairs for _ in range(0 if pair in missing else 8)))


def test_a_planted_gap_is_found_and_said_to_be_clear():
    answer = gaps(planted(), kind="firm")
    first = answer.table.iloc[0]
    assert (first["a"], first["b"], first["state"], first["significant"]) == ("firm:a", "firm:b", "clear", True)
    assert first["gap_low"] > 0 and first["gap"] == first["expected"]
    assert "nettement moins" in answer.sentences("fr")[0]
    assert not answer.table["significant"].iloc[1:].any()


def test_where_nothing_is_missing_nothing_is_found():
    assert not gaps(planted(missing=()), kind="firm").table["significant"].any()


def test_the_probability_of_as_few_is_that_of_the_law():
    assert _as_few(np.array([0.0]), np.array([2.0]), 0.0)[0] == pytest.approx(np.exp(-2))
    assert _as_few(np.array([0.0]), np.array([2.0]), 0.5)[0] == pytest.approx((1 / (1 + 0.5 * 2)) ** 2)


def test_counts_that_vary_more_than_poisson_says_are_seen_to():
    random = np.random.default_rng(0)
    mu = np.full(2000, 4.0)
    assert _dispersion(random.poisson(mu).astype(float), mu) == 0
    wild = random.poisson(mu * random.gamma(2, 0.5, 2000)).astype(float)
    assert _dispersion(wild, mu) == pytest.approx(0.5, abs=0.1)


def test_distance_counts_where_every_place_is_known():
    #  A and B stand side by side in Nantes, C and D in Paris: who is near meets more
    places = {"a": (47.21, -1.55), "b": (47.22, -1.56), "c": (48.85, 2.35), "d": (48.86, 2.34)}
    said = [one for n, pair in enumerate(["ab"] * 3 + ["cd"] * 3 + ["ac", "bd"]) for one in encounter(f"M{n}", pair)]
    located = [
        one for name, (lat, lon) in places.items()
        for one in entity(record(name), Kind.FIRM, name.upper(), lat=str(lat), lon=str(lon))
    ]  # fmt: skip
    model = gaps(network(*said, *located), kind="firm").more["model"]
    assert list(model["property"]) == ["ln_km"] and model["slope"].iloc[0] < 0
    assert gaps(network(*said), kind="firm").more["model"].empty


def test_too_few_actors_that_meet_are_answered_with_what_it_takes():
    answer = gaps(met("ab"), kind="firm")
    assert list(answer.table["reason"]) == ["too_few"] and str(FEWEST) == "3"
    assert "three at least" in answer.sentences("en")[0]


def test_within_a_group_only_its_members_are_compared():
    pole = record("p", Kind.POLE)
    joined = [link(record(one), Relation.MEMBER_OF, pole) for one in "abc"]
    said = [one for n, pair in enumerate(["ab"] * 3 + ["ac", "bc", "ad", "ad"]) for one in encounter(f"M{n}", pair)]
    answer = gaps(network(*said, *joined, *entity(pole, Kind.POLE, "P")), kind="firm", within="pole:p")
    assert list(answer.more["actors"]["id"]) == ["firm:a", "firm:b", "firm:c"]


def test_more_actors_than_can_be_compared_are_refused(monkeypatch):
    monkeypatch.setattr("queries.expectations.MOST", 3)
    with pytest.raises(ValueError, match="4 of these actors meet: choose a kind or a group"):
        gaps(met(*FOUR), kind="firm")
