"""Which names are alike: every name against every other, none left out for speed.

What cannot reach the score asked for is not computed: letters only between names of nearly the same length, words only
where one is shared. A name that very many are as much alike has the likest of them.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist
from scipy import sparse

from ingest.matching import LOOK, Spelling

MOST = 50  # names that a name is paired with by its letters, and by its words; the likest first
CELLS = 10_000_000  # scores held at once: what bounds the memory
NOISE = 1e-9  # of sums in another order
HAIR = 5e-7  # by which rapidfuzz cuts off too much: it counts with changes, not with what is alike
Pairs = set[tuple[int, int]]


def candidates(spellings: Sequence[Spelling], *, least: float = LOOK) -> Pairs:
    """Pairs of positions (low, high) of names whose letters or rare words are alike at least so much.

    Every two names whose `likeness` is at least `least` are among them, unless one has over `MOST` that are likelier.
    """
    least = max(least, 0.0)
    return {*_by_letters([one.key for one in spellings], least), *_by_words(spellings, least)}


def _by_letters(keys: Sequence[str], least: float) -> Iterator[tuple[int, int]]:
    """A block of names at a time against all that are as long or longer, but not too long to be as much alike."""
    order = np.argsort([len(key) for key in keys], kind="stable")
    lengths, shortest = np.array([len(keys[position]) for position in order]), max(least - HAIR, NOISE)
    step = _step(keys)
    for start in range(0, len(keys), step):
        longest = lengths[start : start + step][-1]
        end = int(np.searchsorted(lengths, longest / shortest, side="right"))
        rows, columns = order[start : start + step], order[start:end]
        scores = cdist(
            [keys[position] for position in rows], [keys[position] for position in columns],
            scorer=Levenshtein.normalized_similarity, score_cutoff=max(least - HAIR, 0.0), dtype=np.float32,
        )  # fmt: skip
        for at, position in enumerate(rows):
            yield from _pairs(position, columns[at + 1 :], scores[at, at + 1 :])


def _by_words(spellings: Sequence[Spelling], least: float) -> Iterator[tuple[int, int]]:
    """A block of names at a time against all that share a word: `rare_words` of each two at once."""
    weights, holds = _words(spellings)
    turned = holds.T.tocsr()
    share = 1 / np.array([max(one.weight, NOISE) for one in spellings] or [1])
    step = _step(spellings)
    for start in range(0, len(spellings), step):
        shared = (weights[start : start + step] @ turned).tocsr()
        for at, (begin, end) in enumerate(zip(shared.indptr, shared.indptr[1:], strict=False)):
            columns, row = shared.indices[begin:end], start + at
            scores = shared.data[begin:end] * (share[row] + share[columns]) / 2
            alike = (scores >= least - NOISE) & (columns > row)
            yield from _pairs(row, columns[alike], scores[alike])


def _words(spellings: Sequence[Spelling]) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """A row for each name, a column for each word: what it weighs, and whether the name holds it."""
    known = {word: at for at, word in enumerate(sorted({word for one in spellings for word in one.words}))}
    columns = [known[word] for one in spellings for word in one.words]
    ends = np.cumsum([0, *(len(one.words) for one in spellings)])
    shape = len(spellings), max(len(known), 1)
    weights = np.array([weight for one in spellings for weight in one.words.values()], dtype=float)
    return sparse.csr_matrix((weights, columns, ends), shape), sparse.csr_matrix(
        (np.ones(len(columns)), columns, ends), shape
    )


def _pairs(one: int, others: NDArray[np.int64], scores: NDArray[np.floating]) -> Iterator[tuple[int, int]]:
    """A name with each other that scores anything; of very many the likest, equal ones in their order."""
    alike = np.flatnonzero(scores > 0)
    if len(alike) > MOST:
        alike = alike[np.argsort(-scores[alike], kind="stable")[:MOST]]
    return ((min(int(one), int(other)), max(int(one), int(other))) for other in others[alike])


def _step(names: Sequence[object]) -> int:
    return max(1, min(500, CELLS // max(len(names), 1)))
