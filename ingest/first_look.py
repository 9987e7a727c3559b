"""What is right at the first look: the cells of a column a few hundred at once, and none of them read.

A look may pass over what is right; what it calls right is right, and needs no word, when it is read.
"""

import re
from collections.abc import Callable, Collection, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt

from ingest.cells import POINTERS, TOPICS
from ingest.ids import PATTERNS
from ingest.numbers import NOTHING, Style
from ingest.spec import Column

Look = Callable[[Sequence[str]], Collection[str]]  # of some texts those that are not right at the first look
Digits = npt.NDArray[np.int64]  # a number a row
Rights = npt.NDArray[np.bool_]
END = r"(?![^\0])"  # of a text: texts are joined by NULs
NO_MARK = rf"(?!(?i:{'|'.join(map(re.escape, sorted(NOTHING)))})\s*{END})"
NO_PLACEHOLDER = rf"(?!(?:0+|9+|1234567890*){END})"
NUMBERED = ("pic", "rna", "wikidata", "cordis", "cordis-rcn", "insee")  # ids that are no words, and have no sums
YEAR, MONTH, MARK = "[12][0-9]{3}", "(?:0?[1-9]|1[0-2])", "[/.-]"
DAYS = (  # of a month, and the months that have them; 29 February has to be read
    ("(?:0?[1-9]|1[0-9]|2[0-8])", MONTH), ("(?:29|30)", "(?:0?[13-9]|1[0-2])"), ("31", "(?:0?[13578]|1[02])"),
)  # fmt: skip
LA_POSTE = 356_000_000  # whose SIRETs follow another sum
DOUBLED = np.array([sum(divmod(2 * digit, 10)) for digit in range(10)])


def first_look(column: Column, style: Style) -> Look | None:
    """How to look at the cells of a column; None where each has to be read."""
    if column.required and column.missing:
        return None
    kind, _, scheme = column.parser.partition(":")
    if kind == "identifier" and scheme in SUMS and not column.many:
        return partial(_by_sum, *SUMS[scheme], not column.required)
    pattern = plain(column, style)
    return _by_pattern(pattern if column.required else f"(?:{pattern})?") if pattern else None


def plain(column: Column, style: Style) -> str:
    """What texts of a column look like that are right without being read, "" if none shows."""
    kind, _, scheme = column.parser.partition(":")
    if kind == "text":
        return r"[^\s#'\0][^\0]*"
    if kind in (*POINTERS, *TOPICS):
        return (NO_MARK if column.required else "") + r"[^\s#':\0][^:\0]*"
    if column.many:
        return ""
    if kind in ("identifier", "organisation_id"):
        return f"{NO_PLACEHOLDER}(?:{PATTERNS[scheme]})" if scheme in NUMBERED else ""
    return _date(style.order) if kind == "date" else _value(kind, style.decimal or ".,")


def _value(kind: str, mark: str) -> str:
    """Numbers with the mark of their column, five digits, addresses."""
    return {
        "number": rf"[-+]?[0-9]{{1,15}}(?:[{mark}][0-9]{{1,15}})?", "postcode": "[0-9]{5}",
        "url": r"https?://[^\s<>\"'\0]+",
    }.get(kind, "")  # fmt: skip


def _date(order: str) -> str:
    """Days in the order of their column or with the year first, months and years."""
    forward = "|".join(f"{day}{MARK}{month}" for day, month in DAYS)
    backward = "|".join(f"{month}{MARK}{day}" for day, month in DAYS)
    ours = backward if order == "mdy" else forward
    return f"(?:{ours}){MARK}{YEAR}|{YEAR}(?:{MARK}(?:{backward})|-(?:0[1-9]|1[0-2]))?|{MONTH}/{YEAR}"


def _by_pattern(pattern: str) -> Look:
    one = re.compile(pattern).fullmatch
    every = re.compile(f"(?:{pattern})(?:\0(?:{pattern}))*").fullmatch

    def unsure(texts: Sequence[str]) -> Collection[str]:
        joined = "\0".join(texts)
        if every(joined) and joined.count("\0") == len(texts) - 1:
            return ()
        return {text for text in texts if not one(text)}

    return unsure


def _by_sum(
    length: int, start: str, is_right: Callable[[Digits], Rights], may_be_empty: bool, texts: Sequence[str]
) -> Collection[str]:
    """Texts that are not a start and digits, so many letters in all, with the right sums."""
    there = [text for text in texts if len(text) == length and text.isascii() and text.startswith(start)]
    there = [text for text in there if text.removeprefix(start).isdigit()]
    rights = is_right(_digits(there, length)[:, len(start) :])
    if len(there) == len(texts) and rights.all():
        return ()
    right = {text for text, good in zip(there, rights.tolist(), strict=True) if good}
    return set(texts) - right - ({""} if may_be_empty else set())


def _digits(texts: Sequence[str], length: int) -> Digits:
    """The digits of texts of one length."""
    return np.frombuffer("".join(texts).encode("ascii"), np.uint8).reshape(len(texts), length).astype(np.int64) - 48


def _luhn(digits: Digits) -> Rights:
    sums = digits[:, ::-2].sum(axis=1) + DOUBLED[digits[:, -2::-2]].sum(axis=1)
    return np.asarray(sums % 10 == 0)


def _siren(digits: Digits) -> Rights:
    return np.asarray(_luhn(digits) & digits.any(axis=1))


def _siret(digits: Digits) -> Rights:
    return np.asarray(_luhn(digits) & _siren(digits[:, :9]) & (_number(digits[:, :9]) != LA_POSTE))


def _vat(digits: Digits) -> Rights:
    siren = _number(digits[:, 2:])
    return np.asarray(_luhn(digits[:, 2:]) & (siren >= 1_000_000) & (_number(digits[:, :2]) == (100 * siren + 12) % 97))


def _number(digits: Digits) -> Digits:
    return np.asarray(digits @ 10 ** np.arange(digits.shape[1])[::-1])


SUMS: dict[str, tuple[int, str, Callable[[Digits], Rights]]] = {
    "siren": (9, "", _siren), "siret": (14, "", _siret), "vat": (13, "FR", _vat),
}  # fmt: skip
