"""A long analysis says how far it is, to whoever listens, and can be stopped; its answer is the same."""

import pandas as pd
import pytest

from queries.backtest import backtest
from queries.progress import listening, stepwise
from queries.robustness import robustness
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
