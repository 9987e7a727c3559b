"""A long analysis says how far it is, to whoever listens, and can be stopped; its answer is the same."""

import random

import pandas as pd
import pytest
from ortools.sat.python.cp_model import FEASIBLE, INFEASIBLE, OPTIMAL, CpModel

from queries.backtest import backtest
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
