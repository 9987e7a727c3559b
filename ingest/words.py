"""What a word of a closed vocabulary means, as files write it: feminine, plural, in French or in our own words."""

from collections.abc import Mapping
from functools import cache

from graph.names import fold
from ingest.faults import CellFault
from ingest.vocabularies import FRENCH, OURS

CODES = {"status", "kind", "role", "level"}


@cache
def vocabulary(name: str) -> Mapping[str, str]:
    """The folded words of a closed vocabulary, feminine and plural forms included, and what each means."""
    words = {fold(word): str(word) for word in OURS.get(name, ())}
    for word, meaning in FRENCH.get(name, {}).items():
        words |= {fold(word) + ending: meaning for ending in ("", "e", "s", "es")}
        words.setdefault(_singular(word), meaning)
    return words


def word(name: str, text: str, more: Mapping[str, str] | None = None) -> str:
    """What a word of a closed vocabulary means.

    Raises:
        CellFault: it is not one of them; the suggestion names the nearest.
    """
    known = {**vocabulary(name), **(more or {})}
    if (found := known.get(fold(text)) or known.get(_singular(text))) is not None:
        return found
    raise CellFault(f"unknown_{name}" if name in CODES else "unknown_word", _nearest(name, text, known))


def _singular(text: str) -> str:
    """Each word without its plural: `Grandes entreprises`, `écoles d'ingénieurs`."""
    return " ".join(one.removesuffix("s") for one in fold(text).split())


def _nearest(name: str, text: str, known: Mapping[str, str]) -> str:
    from rapidfuzz import process

    near = process.extractOne(fold(text), list(known), score_cutoff=70)
    if near:
        return f"Did you mean {known[near[0]]}?"
    those = ", ".join(dict.fromkeys(known.values()))
    return f"Write a number of employees, or one of {those}." if name == "size" else f"Write one of {those}."
