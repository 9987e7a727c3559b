"""The average precision of many resamplings of one order of pairs, compiled: the pairs are gone through once."""

import numpy as np

from queries.compiled import compiled


@compiled
def tallied(first, second, came, hits, often):  # type: ignore[no-untyped-def]
    """Of each column of `often`, the mean over what came about of the share that did among all scored as high.

    A pair counts as often as both of its ends; no column counts 2³¹ pairs. `hits` are the ends of runs of equal scores.
    """
    columns, at = often.shape[1], 0
    total, done, fresh = np.zeros(columns, np.int32), np.zeros(columns, np.int32), np.zeros(columns, np.int32)
    found = np.zeros(columns)
    for end in hits:
        fresh[:] = 0
        while at <= end:
            _weigh(often[first[at]], often[second[at]], total)
            if came[at]:
                _weigh(often[first[at]], often[second[at]], fresh)
            at += 1
        for column in range(columns):
            done[column] += fresh[column]
            if fresh[column]:
                found[column] += fresh[column] * (done[column] / total[column])
    for column in range(columns):
        found[column] = found[column] / done[column] if done[column] else np.nan
    return found


@compiled
def _weigh(one, other, total):  # type: ignore[no-untyped-def]
    """One pair more, in each column."""
    for column in range(len(total)):
        total[column] += one[column] * other[column]
