"""An overall score of pairs, where a back-test of the same network has earned one."""

from dataclasses import replace

import numpy as np
import pandas as pd

from graph.network import Network
from queries.held_out import FEWEST, Days, Moment, dated, days_of, moment
from queries.logistic import Logistic
from queries.scored import is_earned, of_all_pairs, parts, tried


def composite(network: Network, table: pd.DataFrame) -> pd.Series:
    """Of each pair `a`, `b`, the chance that they meet within as long as was tried, by the model that was tried.

    Missing for all pairs where the back-test found no gain over gravity and network, and for pairs of which one has
    taken part in nothing or which have met: on such the model was not tried.
    """
    made = pd.Series(pd.NA, index=table.index, dtype="Float64")
    rows = dated(network, None)
    if rows["encounter"].nunique() < FEWEST or table.empty:
        return made
    days = days_of(rows, None, None)
    model = _earned(network, rows, days)
    if model is None:
        return made
    known = moment(network, rows, days.until, days.until)
    those, asked = _asked(known, table)
    made[those] = model.chances(list(parts(asked).values()))
    return made


def _earned(network: Network, rows: pd.DataFrame, days: Days) -> Logistic | None:
    before, now = moment(network, rows, days.learnt, days.since), moment(network, rows, days.since, days.until)
    if not (before.came.any() and now.came.any()):
        return None
    trial = tried(before, now)
    return trial.full if is_earned(of_all_pairs(trial), trial.placebo) else None


def _asked(known: Moment, table: pd.DataFrame) -> tuple[np.ndarray, Moment]:
    """Which rows of the table are pairs of the kind that was tried, and these pairs."""
    place = pd.Index(known.organisations)
    ends = np.array([place.get_indexer(pd.Index(table[end], dtype=object)) for end in ("a", "b")])
    there: np.ndarray = np.asarray((ends >= 0).all(axis=0))
    apart = there.copy()
    apart[there] = known.tied.toarray()[tuple(ends[:, there])] == 0
    first, second = np.sort(ends[:, apart], axis=0)
    return apart, replace(known, first=first, second=second, came=np.zeros(len(first), dtype=bool))
