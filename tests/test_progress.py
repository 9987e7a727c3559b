"""A long analysis says how far it is, to whoever listens, and can be stopped; its answer is the same."""

import random

import pandas as pd
import pytest
from ortools.sat.python.cp_model import FEASIBLE, INFEASIBLE, OPTIMAL, CpModel

from queries import brokers as of_brokers
from queries import centrality as of_centrality
from queries import partition, two_mode
from queries.backtest import backtest
from queries.brokers import brokers
from queries.centrality import centrality
from queries.groups import groups
from queries.progress import listening, stepwise
from queries.robustness import robustness
from queries.solving import cp_solver, solve
from tests.test_backtest import planted
from tests.toys import met


def test_every_step_of_a_back_test_is_told_and_the_answer_is_the_same():
    network, heard = planted(1.0), []
    with listening(lambda done, of: heard.append((done, of))):
        listened = backtest(network)
    pd.testing.assert_frame_equal(listened.table, backtest(network).table)
    assert [one for one in heard if one[1] == 19][:20] == [(done, 19) for done in range(20)]
    assert (
        {one for one in heard if one[1] == 28} <= {(done, 28) for done in range(29)}
        and (0, 28) in heard
        and (7, 28) in heard
    )


def test_what_the_listener_raises_ends_the_work_and_nobody_listens_afterwards():
    heard = []

    def stop(done, of):
        heard.append((done, of))
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), listening(stop):
        robustness(met("abc", "cd", "def"))
    assert heard == [(0, 200), (1, 200), (2, 200), (3, 200)]
    assert list(stepwise("ab", 2)) == ["a", "b"] and len(heard) == 4


def ring(size=30):
    """So many who each meet both neighbours: twenty seeds cut thirty in different places."""
    return met(*((f"r{n}", f"r{(n + 1) % size}") for n in range(size)))


@pytest.fixture
def compiled(monkeypatch):
    """Every network is large enough for the compiled loops."""
    for module in (two_mode, of_brokers, of_centrality):
        monkeypatch.setattr(module, "LARGE", 0)


def told_by(query, network, **asked):
    heard = []
    with listening(lambda done, of: heard.append((done, of))):
        table = query(network, **asked).table
    pd.testing.assert_frame_equal(table, query(network, **asked).table)
    return heard


def test_every_run_of_every_pass_until_groups_agree_is_told():
    heard = told_by(groups, ring())
    one_pass = [(done, partition.RUNS) for done in range(partition.RUNS + 1)]
    passes = len(heard) // len(one_pass)
    assert passes >= 2 and heard == one_pass * passes


@pytest.mark.parametrize("query", [brokers, centrality])
def test_every_part_of_a_walk_over_a_large_network_is_told(query, compiled):
    heard = told_by(query, ring(), **({"burt": "all"} if query is brokers else {}))
    assert {of for _, of in heard} == ({1, 16} if query is brokers else {30})
    assert all((done, of) in heard for _, of in heard for done in range(of + 1))


def test_the_runs_behind_rank_intervals_count_on_while_each_tells_that_it_goes_on(compiled):
    heard = told_by(brokers, ring(8), robust=True)
    runs = heard[heard.index((0, 200)) : -201]
    assert {of for _, of in runs} == {200} and runs == sorted(runs)
    assert all(runs.count((run, 200)) > 1 for run in range(200))


def test_what_comes_after_the_runs_is_told_too(compiled):
    heard = told_by(robustness, ring(8))
    passes = [(done, 200) for done in range(201)]
    assert heard == passes * (3 + 3 + 3)  # of three losses: the runs, what stays, the ranks


@pytest.mark.parametrize("query", [groups, brokers, centrality])
def test_a_long_analysis_ends_at_the_step_where_who_listens_had_enough(query, compiled):
    heard = []

    def stop(done, of):
        heard.append(done)
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), listening(stop):
        query(ring())
    assert heard == [0, 1]
    assert len(query(ring()).table) == 30 and heard == [0, 1]


def split_market(many, n):
    """So many sums of the same 0 and 1, each to be half of its whole: very hard to tell, if it is more than a few."""
    chance, model = random.Random(1), CpModel()
    taken = [model.new_bool_var("") for _ in range(n)]
    for _ in range(many):
        sizes = [chance.randrange(100) for _ in taken]
        model.add(sum(size * one for size, one in zip(sizes, taken, strict=True)) == sum(sizes) // 2)
    return model


def test_a_solver_that_cannot_say_how_far_it_is_is_told_of_while_it_works_and_can_be_ended():
    heard = []

    def stop(done, of):
        heard.append((done, of))
        if len(heard) == 2:
            raise KeyboardInterrupt

    solver = cp_solver(work=10_000)  # hours
    with pytest.raises(KeyboardInterrupt), listening(stop):
        solve(solver, split_market(5, 40))
    assert heard == [(0, 0), (0, 0)]


def test_a_solver_finds_the_same_whether_somebody_listens_or_not():
    with listening(lambda done, of: None):
        listened = solve(cp_solver(), split_market(2, 20))
    assert listened == solve(cp_solver(), split_market(2, 20))
    assert listened in (FEASIBLE, INFEASIBLE, OPTIMAL)
