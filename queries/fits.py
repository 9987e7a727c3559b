"""How well two organisations fit: scores of pairs from what each offers and needs, kept apart and never summed up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from queries.competences import Profiles
from queries.relatedness import Relatedness

BLOCK = 256  # organisations at once, against all others


@dataclass(frozen=True, eq=False)
class Fits:
    """Scores of pairs of organisations, each given by its position in `profiles.organisations`."""

    profiles: Profiles
    related: Relatedness

    @cached_property
    def met(self) -> sparse.csr_array:
        """How closely an organisation would meet a need of each competence: 1, it offers that; 0, nothing close."""
        return self._best[0]

    @cached_property
    def by(self) -> sparse.csr_array:
        """By which of its competences it would, their position plus 1."""
        return self._best[1]

    @cached_property
    def _best(self) -> tuple[sparse.csr_array, sparse.csr_array]:
        offers = self.profiles.offers
        close = self.related.closeness
        sizes = np.diff(close.indptr)[offers.indices]
        who = np.repeat(np.repeat(np.arange(offers.shape[0]), np.diff(offers.indptr)), sizes)
        offered = np.repeat(offers.indices, sizes)
        cells = _ranges(close.indptr[offers.indices], sizes)
        need, value = close.indices[cells], close.data[cells]
        order = np.lexsort((offered, -value, need, who))  # of equally close offers, the first id
        first = np.ones(len(order), dtype=bool)
        first[1:] = (np.diff(who[order]) != 0) | (np.diff(need[order]) != 0)
        kept = order[first]
        ends = (who[kept], need[kept])
        return (
            sparse.csr_array((value[kept], ends), shape=offers.shape),
            sparse.csr_array((offered[kept] + 1, ends), shape=offers.shape),
        )

    @cached_property
    def wanted(self) -> sparse.csr_array:
        """Each organisation's needs as shares of all it needs; nothing where no need is recorded."""
        return _as_shares(self.profiles.needs)

    @cached_property
    def profile(self) -> sparse.csr_array:
        """Each organisation's offers as shares of all it offers."""
        return _as_shares(self.profiles.offers)

    @cached_property
    def has_needs(self) -> np.ndarray:
        """Whether each organisation has a need recorded."""
        has: np.ndarray = np.diff(self.profiles.needs.indptr) > 0
        return has

    def need_met(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Of each pair, the share of a's needs that b meets, related offers as far as they are close; else nan."""
        share = np.minimum(np.asarray(self.wanted[a].multiply(self.met[b]).sum(axis=1)).ravel(), 1.0)
        known: np.ndarray = np.where(self.has_needs[a], share, np.nan)
        return known

    def similarity(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Of each pair, how far the shares of what both offer overlap (Bar and Leiponen 2012)."""
        overlap = np.asarray(self.profile[a].minimum(self.profile[b]).sum(axis=1)).ravel()
        alike: np.ndarray = np.minimum(overlap, 1.0)
        return alike

    def new_related(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Of each pair, what b offers of what a does not, or is close to that: a mean over all that a does not offer.

        Σ over t absent in a, s in b and not in a, of φ_ts / Σ_s φ_ts, divided by how many are absent; nan where a
        offers all there is.
        """
        offered = self.profiles.offered
        close = self.related.closeness
        weights = sparse.csr_array(close.multiply(1 / close.sum(axis=1)[:, None]))  # of a row, sums to 1
        known = sparse.csr_array(offered @ weights)  # by organisation and s, over the t that it offers
        fresh = sparse.csr_array(offered[b] - offered[b].multiply(offered[a]))
        reach = fresh @ weights.sum(axis=0) - np.asarray(fresh.multiply(known[a]).sum(axis=1)).ravel()
        absent = len(self.profiles.competences) - np.diff(offered.indptr)[a]
        mean: np.ndarray = np.divide(reach, absent, out=np.full(len(a), np.nan), where=absent > 0).clip(max=1.0)
        return mean

    def best(
        self, asked: Sequence[int], apart: np.ndarray, top: int, among: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """For each of those asked about, the `top` others `among` whom fit best; of those in `apart` as many again.

        Best is: the greater of the two shares of needs met, then the lesser, then similarity, then the first id.
        Who shares nothing with it is none.
        """
        blocks = (asked[first : first + BLOCK] for first in range(0, len(asked), BLOCK))
        found = [pair for block in blocks for pair in self._block(block, apart, top, among)]
        a = np.concatenate([np.full(len(others), one) for one, others in found]) if found else np.empty(0)
        b = np.concatenate([others for _, others in found]) if found else np.empty(0)
        return a.astype(int), b.astype(int)

    def _block(
        self, asked: Sequence[int], apart: np.ndarray, top: int, among: np.ndarray | None
    ) -> Iterator[tuple[int, np.ndarray]]:
        rows = np.asarray(asked, dtype=int)
        given = (self.wanted[rows] @ self.met.T).toarray()
        taken = (self.met[rows] @ self.wanted.T).toarray()
        both = np.maximum(given, taken), np.minimum(given, taken), self._overlaps(rows)
        scores = [score.round(12) for score in both]
        for row, one in enumerate(rows):
            own = [score[row] for score in scores]
            fits = (own[0] > 0) | (own[2] > 0)
            fits[one] = False
            fits &= True if among is None else among
            classes = [fits] if apart[one] else [fits & ~apart, fits & apart]
            yield int(one), np.concatenate([_first(own, np.flatnonzero(some), top) for some in classes])

    def _overlaps(self, rows: np.ndarray) -> np.ndarray:
        """The similarity of each of the rows with every organisation."""
        made = np.zeros((len(rows), len(self.profiles.organisations)))
        theirs, everybody = self.profile[rows].tocsc(), self._by_competence
        for n in np.flatnonzero(np.diff(theirs.indptr)):
            some, all_ = (slice(*matrix.indptr[n : n + 2]) for matrix in (theirs, everybody))
            shared = np.minimum.outer(theirs.data[some], everybody.data[all_])
            made[np.ix_(theirs.indices[some], everybody.indices[all_])] += shared
        return made

    @cached_property
    def _by_competence(self) -> sparse.csc_array:
        return self.profile.tocsc()


def _first(scores: Sequence[np.ndarray], those: np.ndarray, top: int) -> np.ndarray:
    """The first of those by all scores, highest first, then by position."""
    if len(those) > top:
        bar = np.partition(scores[0][those], -top)[-top]
        those = those[scores[0][those] >= bar]
    order = np.lexsort((those, *(-score[those] for score in reversed(scores))))
    first: np.ndarray = those[order][:top]
    return first


def _as_shares(matrix: sparse.csr_array) -> sparse.csr_array:
    totals = np.asarray(matrix.sum(axis=1)).ravel()
    return sparse.csr_array(matrix.multiply(1 / np.where(totals > 0, totals, 1)[:, None]))


def _ranges(starts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """All positions of several ranges, one after the other."""
    ends = np.cumsum(sizes)
    made: np.ndarray = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - (ends - sizes), sizes)
    return made
