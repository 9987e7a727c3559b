"""What a change is due to: one's own participations, or those of all the others.

Who took part in what is told for two days. A score is taken four times: as it was, as it became, with one's own
participations of the later day among the others' of the earlier one, and the other way round. The own part is what
one's own change makes, mean of before and after that of the others; so the two parts are the whole change.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy import sparse

from queries.measures import ENCOUNTERS, PARTNERS, Joins, ranks, scores


@dataclass(frozen=True, eq=False, slots=True)
class Taken:
    """A score of every organisation and the rank that it gives, own participations of one day, others' of another.

    Attributes:
        scores: by organisation.
        ranks: among all, from 1; the last for a score of 0.
    """

    scores: np.ndarray
    ranks: np.ndarray


def taken(own: Joins, others: Joins, measure: str) -> Taken:
    """For each organisation: its score and rank, were its participations those of `own`, all others those of `others`.

    Partners and encounters take a few products of matrices; any other measure is taken anew for each organisation
    whose participations differ.
    """
    whole = scores(others, measure)
    if own is others:
        return Taken(whole, ranks(whole))
    by_product = {PARTNERS: _partners, ENCOUNTERS: _encounters}.get(measure)
    if by_product is None:
        return _one_by_one(own, others, measure, whole)
    mine, changes = by_product(own.took_part, others.took_part)
    return Taken(mine, _ranks(mine, whole, changes))


def swapped(own: Joins, others: Joins, place: int) -> Joins:
    """The joins of all others as `others` has them, and those of one organisation as `own` has them.

    A membership is of both its ends.
    """
    kept, brought = ~_of(others, place), _of(own, place)
    rows = np.concatenate([others.rows[kept], own.rows[brought]])
    columns = np.concatenate([others.columns[kept], own.columns[brought]])
    return Joins(others.organisations, others.nodes, others.encounters, rows, columns)


def _of(made: Joins, place: int) -> np.ndarray:
    mine = made.rows == place
    memberships = made.columns[mine & (made.columns >= made.encounters)]
    found: np.ndarray = mine | np.isin(made.columns, memberships)
    return found


def _one_by_one(own: Joins, others: Joins, measure: str, whole: np.ndarray) -> Taken:
    mine, place = whole.copy(), ranks(whole)
    differing = own.matrix != others.matrix
    for one in np.flatnonzero(np.diff(sparse.csr_array(differing).indptr)):
        found = scores(swapped(own, others, int(one)), measure)
        mine[one], place[one] = found[one], ranks(found)[one]
    return Taken(mine, place)


Matrix: TypeAlias = sparse.csr_array  # whole numbers


def _partners(own: Matrix, others: Matrix) -> tuple[np.ndarray, Matrix]:
    """One's score; and by whom it is and of whom, how it changes the scores of the others."""
    met, did = _others(own @ others.T), _others(others @ others.T)
    return np.diff(met.indptr).astype(float), Matrix(met.astype(bool).astype(int) - did.astype(bool).astype(int))


def _encounters(own: Matrix, others: Matrix) -> tuple[np.ndarray, Matrix]:
    """An encounter counts for whoever is not alone in it."""
    size = others.sum(axis=0)
    mine = own @ (size >= 1) - own.multiply(others) @ (size == 1)
    of_two, of_one = others[:, size == 2], others[:, size == 1]
    left, joined = of_two - of_two.multiply(own[:, size == 2]), own[:, size == 1]
    return mine.astype(float), _others(joined @ of_one.T - left @ of_two.T)


def _others(net: Matrix) -> Matrix:
    """Without what one has to do with oneself, nor zeros."""
    both = net.tocoo()
    kept = (both.row != both.col) & (both.data != 0)
    return Matrix((both.data[kept], (both.row[kept], both.col[kept])), shape=net.shape)


def _ranks(mine: np.ndarray, whole: np.ndarray, changes: Matrix) -> np.ndarray:
    """The rank of one's own score among those of all others, each changed by what is one's own."""
    above = len(whole) - np.searchsorted(np.sort(whole), mine, side="right") - (whole > mine)
    both = changes.tocoo()
    after, before = whole[both.col] + both.data > mine[both.row], whole[both.col] > mine[both.row]
    np.add.at(above, both.row, after.astype(int) - before.astype(int))
    found: np.ndarray = np.where(mine > 0, 1 + above, len(whole))
    return found


@dataclass(frozen=True, eq=False, slots=True)
class Parts:
    """A change and its two parts, by organisation: own + others = change."""

    change: np.ndarray
    own: np.ndarray
    others: np.ndarray


def parts(before: Joins, after: Joins, measure: str) -> tuple[Taken, Taken, Parts, Parts]:
    """What was and what became, with the parts of the change of the score, and of the places gained."""
    was, became = taken(before, before, measure), taken(after, after, measure)
    first, last = taken(after, before, measure), taken(before, after, measure)  # one's own change first, or last

    def of(read: Callable[[Taken], np.ndarray]) -> Parts:
        start, end, own_first, own_last = (read(one) for one in (was, became, first, last))
        own = (own_first - start + end - own_last) / 2
        return Parts(end - start, own, (own_last - start + end - own_first) / 2)

    return was, became, of(lambda one: one.scores), of(lambda one: -one.ranks)
