"""Text that was encoded twice: UTF-8 whose bytes somebody read as cp1252 or Mac Roman, and wrote as UTF-8 again."""

import re
from functools import cache

from ingest.strays import ERRORS

TAKEN_FOR = ("cp1252", "mac_roman")
RUN = re.compile("[^\x00-\x7f]{2,}")
LEADS = ((0xC2, 0xC5), (0xCE, 0xCF), (0xE2, 0xE2))  # first bytes of Latin and Greek letters, of typographic marks
MORE = (0x80, 0xBF)


def undoubled(text: str, encoding: str) -> str:
    """Text whose UTF-8 was taken for another encoding, as it was meant; what cannot be undone stays.

    >>> undoubled("CÃ¨dres", "cp1252"), undoubled("f√ºr", "mac_roman"), undoubled("LIBERTÉ\u00a0: É»", "cp1252")
    ('Cèdres', 'für', 'LIBERTÉ\\xa0: É»')
    """
    return RUN.sub(lambda run: _undo(run[0], encoding), text)


def encoded_twice(text: str) -> str:
    """Whether the text holds UTF-8 that was taken for cp1252 or Mac Roman: the one that undoes more, or ""."""
    if text.isascii() or not any(_may_be(text, codec) for codec in TAKEN_FOR):
        return ""
    runs = RUN.findall(text)
    undone = {codec: sum(_undo(run, codec) != run for run in runs) for codec in TAKEN_FOR}
    best = max(undone, key=lambda codec: undone[codec])
    return best if undone[best] else ""


def _may_be(text: str, encoding: str) -> bool:
    """Whether a first letter of such a sequence stands before a further one: quickly, for whole files."""
    leads, more = _letters_of(encoding)
    return any(piece[:1] in more for lead in leads if lead in text for piece in text.split(lead)[1:] if piece)


@cache
def _letters_of(encoding: str) -> tuple[str, frozenset[str]]:
    return "".join(_letters(encoding, *bounds) for bounds in LEADS), frozenset(_letters(encoding, *MORE))


@cache
def _pattern(encoding: str) -> re.Pattern[str]:
    """What Latin and Greek letters and typographic marks look like whose UTF-8 was taken for an encoding."""
    latin, greek, marks, more = (re.escape(_letters(encoding, *bounds)) for bounds in (*LEADS, MORE))
    return re.compile(f"[{latin}{greek}][{more}]|[{marks}][{more}][{more}]")


def _letters(encoding: str, first: int, last: int) -> str:
    return "".join(bytes([byte]).decode(encoding, ERRORS) for byte in range(first, last + 1))


def _undo(run: str, encoding: str) -> str:
    return _pattern(encoding).sub(lambda found: _decoded(found[0], encoding), run)


def _decoded(text: str, encoding: str) -> str:
    raw = b"".join(letter.encode(encoding, "ignore") or letter.encode("latin-1", "ignore") for letter in text)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return text
