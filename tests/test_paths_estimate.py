"""Estimated betweenness: how often its bounds hold, what is exact in it all the same, and the seed."""

import random

import numpy as np
import pytest

from queries import paths_estimate
from queries.paths_estimate import estimate
from queries.shortest_paths import betweenness
from tests.test_shortest_paths import joined


def some_network(seed: int, ends: int = 120):
    draw = random.Random(seed)
    return joined([draw.sample(range(ends), draw.randint(2, 4)) for _ in range(110)], ends), ends


def holds(joins, ends: int, exact: np.ndarray, **options) -> bool:
    made = estimate(joins, ends, **options)
    slack = 1e-9 * (1 + exact)
    return bool(((made.low <= exact + slack) & (exact <= made.high + slack)).all())


def test_all_bounds_hold_at_once_at_least_as_often_as_stated():
    drawn = [(network, seed) for network in range(5) for seed in range(60)]
    nets = {network: some_network(network) for network in range(5)}
    exact = {network: betweenness(*net) for network, net in nets.items()}
    held = [holds(*nets[network], exact[network], sources=30, seed=seed) for network, seed in drawn]
    assert np.mean(held) >= 0.95


def test_bounds_drawn_too_narrow_break(monkeypatch):
    joins, ends = some_network(1)
    exact, divergence = betweenness(joins, ends), paths_estimate._kl
    monkeypatch.setattr(paths_estimate, "_kl", lambda found, true: 20 * divergence(found, true))
    assert not all(holds(joins, ends, exact, sources=30, seed=seed) for seed in range(60))


def test_the_mean_of_many_estimates_is_the_exact_value():
    joins, ends = some_network(2)
    found = np.mean([estimate(joins, ends, sources=40, seed=seed).score for seed in range(300)], axis=0)
    exact = betweenness(joins, ends)
    assert np.abs(found - exact).max() < 0.03 * exact.max()


def test_more_sources_make_narrower_bounds_and_all_of_them_the_exact_value():
    joins, ends = some_network(3)
    widths = [(one.high - one.low).max() for one in (estimate(joins, ends, sources=k) for k in (20, 60, 110))]
    assert widths == sorted(widths, reverse=True)
    made = estimate(joins, ends, sources=ends)
    assert (made.low == made.high).all() and (made.score == betweenness(joins, ends)).all()


def test_the_same_seed_gives_the_same_and_another_seed_another():
    joins, ends = some_network(4)
    first, again, other = (estimate(joins, ends, sources=20, seed=seed).score for seed in (7, 7, 8))
    assert first.tobytes() == again.tobytes() != other.tobytes()


def test_a_tree_is_counted_and_not_estimated():
    joins = joined([[one, (one - 1) // 2] for one in range(1, 40)], 40)
    made = estimate(joins, 40, sources=2)
    assert (made.low == made.high).all() and made.score == pytest.approx(betweenness(joins, 40))
