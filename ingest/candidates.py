"""Which names are worth comparing: those with the most in common, found without comparing all with all.

For each name, those with the same key, the ten with the most character runs in common (2 to 4 letters, rare ones
weighing more), the ten with the most words in common, and all that share a word that few names hold.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence

import numpy as np
from scipy import sparse

from graph.names import loose_key
from ingest.matching import Spelling

TOP = 10  # names for each name, by character runs and by words
BLOCK = 2_000  # names multiplied at once: what bounds the memory
COMMON_RUN, COMMON_WORD = 200, 1_500  # a run, or a word, that more names hold finds nobody
FEW = 20  # names that hold a word: it is rare, and alone makes them candidates
Pairs = set[tuple[int, int]]


def candidates(spellings: Sequence[Spelling], *, top: int = TOP) -> Pairs:
    """Pairs of positions (low, high) of names that may be one organisation's. Positions of one name pair too."""
    found = _sharing(_keys(one) for one in spellings)
    words = [tuple(one.words) for one in spellings]
    found |= _sharing(words, most=FEW)
    found |= _nearest(words, top, COMMON_WORD)
    return found | _nearest([runs(one.key) for one in spellings], top, COMMON_RUN)


def runs(key: str) -> tuple[str, ...]:
    """The runs of 2 to 4 characters of a key, its beginning and end marked.

    >>> runs("ab")
    ('^a', 'ab', 'b$', '^ab', 'ab$', '^ab$')
    """
    marked = f"^{key}$"
    return tuple(marked[i : i + n] for n in (2, 3, 4) for i in range(len(marked) - n + 1))


def _keys(one: Spelling) -> tuple[str, ...]:
    return (one.key, one.strict, loose_key(one.name))


def _sharing(tokens: Iterable[Iterable[Hashable]], *, most: int = 50) -> Pairs:
    """Pairs that share a token which not more than `most` hold."""
    holders: dict[Hashable, list[int]] = defaultdict(list)
    for position, those in enumerate(tokens):
        for token in set(those):
            holders[token].append(position)
    few = (held for held in holders.values() if 1 < len(held) <= most)
    return {(a, b) for held in few for i, a in enumerate(held) for b in held[i + 1 :]}


def _nearest(tokens: Sequence[Sequence[str]], top: int, common: int) -> Pairs:
    """For each the `top` others with the greatest cosine of their weighted tokens, as pairs."""
    weighted = _weighted(tokens, common)
    turned = weighted.T.tocsr()
    found: Pairs = set()
    for start in range(0, len(tokens), BLOCK):
        likeness = (weighted[start : start + BLOCK] @ turned).tocsr()
        found.update(_best(likeness, start, top))
    return found


def _weighted(tokens: Sequence[Sequence[str]], common: int) -> sparse.csr_matrix:
    """A row for each, a column for each token that not too many share; weights tf·idf, rows of length 1."""
    held = Counter(token for those in tokens for token in set(those))
    known = {token: n for n, token in enumerate(sorted(one for one, count in held.items() if 1 < count <= common))}
    counted = [Counter(token for token in those if token in known) for those in tokens]
    ends = np.cumsum([0, *map(len, counted)])
    columns = np.fromiter((known[token] for one in counted for token in one), dtype=np.int32, count=ends[-1])
    weights = np.fromiter((count for one in counted for count in one.values()), dtype=np.float32, count=ends[-1])
    idf = np.log((len(tokens) + 1) / np.array([held[token] for token in known] or [1], dtype=np.float32))
    made = sparse.csr_matrix((weights * idf[columns], columns, ends), shape=(len(tokens), max(len(known), 1)))
    norms = np.sqrt(made.multiply(made).sum(axis=1)).A1
    return sparse.diags(1 / np.where(norms > 0, norms, 1), dtype=np.float32) @ made


def _best(likeness: sparse.csr_matrix, start: int, top: int) -> Iterator[tuple[int, int]]:
    """The pairs of the `top` greatest of each row, itself left out; equal ones in the order of their positions."""
    for row in range(likeness.shape[0]):
        begin, end = likeness.indptr[row], likeness.indptr[row + 1]
        columns, values = likeness.indices[begin:end], likeness.data[begin:end]
        if len(values) > 4 * top:
            least = np.partition(values, len(values) - top - 1)[len(values) - top - 1]
            columns, values = columns[values >= least], values[values >= least]
        order = np.lexsort((columns, -values))[: top + 1]
        own = start + row
        others = [int(column) for column in columns[order] if column != own][:top]
        yield from ((min(own, other), max(own, other)) for other in others)
