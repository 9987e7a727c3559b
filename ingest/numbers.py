"""How a column writes its days and its decimals, seen from the whole column: one cell alone often does not say."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from ingest.sheet import Rows, Sheet

DAY_MONTH = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d{2})(?:[ T].*)?")
SPACES = re.compile(r"[\s\u00a0\u202f'’€]")
MARKED = re.compile(r"[-+]?\d[\d.,]*[.,]\d+")
DAYS = {  # what a column may show: what a cell holds that shows it
    "day_first": r"(?<!\d)(?:1[3-9]|[2-9]\d)[/.-]\d{1,2}[/.-]\d", "month_first": r"\d[/.-](?:1[3-9]|[2-9]\d)[/.-]\d",
    "either": r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-]\d",
}  # fmt: skip
DECIMALS = {"comma": r",|[.][^.\0]*[.]", "point": r"[.]|,[^,\0]*,"}
FRENCH_POSTCODE = re.compile(r"\d{5}")
FIVES = re.compile(r"\d{5}(?:\0\d{5})*")
BLOCK = 200  # rows at once: few enough to stay near the processor
REMEMBERED = 50_000  # cells of a column
WRITTEN = ("date", "number", "postcode")  # parsers whose cells are read by what the column shows
NOTHING = frozenset(
    (
        "n.c.",
        "nc",
        "n.d.",
        "nd",
        "n/a",
        "na",
        "ns",
        "nsp",
        "néant",
        "neant",
        "inconnu",
        "non communiqué",
        "-",
        "–",
        "—",
        "?",
    )
)
ERRORS = frozenset(
    ("#NUM!", "#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NOMBRE!", "#VALEUR!", "#NOM?", "#NUL!")
)
CODES = frozenset(("nc", "nd", "na", "ns"))  # New Caledonia, Namibia … where a country is expected


class Style(NamedTuple):
    """How a column is written.

    Attributes:
        order: of days and months, `dmy` or `mdy`; "" where no date needs it.
        decimal: `,` or `.`; "" where each cell shows it by itself, or no cell needs it.
        undecided: the code of what the column does not say.
        french: whether most of its postcodes have five digits.
        pivot: the first of two-digit years that is of the 1900s; -1 where nobody said.
    """

    order: str = ""
    decimal: str = ""
    undecided: str = ""
    french: bool = False
    pivot: int = -1

    def but(self, preset: "Style") -> "Style":
        """The same, where a mapping does not say otherwise."""
        said = bool(preset.order if self.order else preset.decimal)
        return Style(
            (preset.order or self.order) if self.order else "", preset.decimal or self.decimal,
            "" if said else self.undecided, self.french, preset.pivot,
        )  # fmt: skip


@dataclass(slots=True)
class _Votes:
    """What the cells of one column have shown so far."""

    day_first: int = 0
    month_first: int = 0
    either: int = 0
    comma: int = 0
    point: int = 0
    unclear: int = 0
    five_digits: int = 0
    cells: int = 0


def styles(sheet: Sheet, parsers: Mapping[int, str]) -> dict[int, Style]:
    """The style of each column that holds days, numbers or postcodes, by position; the others have none."""
    return styles_of(sheet.rows(), parsers)


def styles_of(rows: Rows, parsers: Mapping[int, str]) -> dict[int, Style]:
    """The same, as rows show it."""
    seen = {position: Seen(name) for position, name in parsers.items() if name in WRITTEN}
    while seen and (block := [row for _, row in islice(rows, BLOCK)]):
        for position, found in seen.items():
            found.look([row[position] for row in block if position < len(row)])
    return {position: found.style() for position, found in seen.items()}


class Seen:
    """What the cells of one column have shown of how it is written."""

    def __init__(self, parser: str) -> None:
        self.parser, self.votes, self.known = parser, _Votes(), set[str]()

    def look(self, cells: Sequence[str]) -> None:
        """Further cells of the column."""
        if self.parser == "postcode":
            _count_postcodes(self.votes, cells)
        elif telling := self._telling("\0".join(cells)):
            self._count({cell for cell in cells if telling.search(cell)})

    def _telling(self, there: str) -> re.Pattern[str] | None:
        """What finds cells that may change what the column shows; None where there is none of them."""
        marks = DAYS if self.parser == "date" else DECIMALS
        wanted = "|".join(pattern for what, pattern in marks.items() if not getattr(self.votes, what))
        found = re.compile(wanted) if wanted else None
        return found if found and found.search(there) else None

    def _count(self, cells: set[str]) -> None:
        new = cells - self.known
        count = _count_date if self.parser == "date" else _count_number
        for cell in new:
            count(self.votes, cell.strip())
        if len(self.known) < REMEMBERED:
            self.known |= new

    def style(self) -> Style:
        return _style(self.parser, self.votes)


def is_missing(parser: str, text: str) -> bool:
    """Whether a cell stands for nothing: an error of a spreadsheet; `n.c.` or `néant` where no text is expected."""
    if text in ERRORS:
        return True
    mark = text.casefold()
    if parser == "text" or mark not in NOTHING:
        return False
    return parser != "country" or mark not in CODES


def _count_date(votes: _Votes, cell: str) -> None:
    if found := DAY_MONTH.fullmatch(cell):
        first, second = int(found[1]), int(found[2])
        votes.day_first += first > 12 >= second
        votes.month_first += second > 12 >= first
        votes.either += first <= 12 and second <= 12 and first != second


def _count_number(votes: _Votes, cell: str) -> None:
    bare = SPACES.sub("", cell)
    if not MARKED.fullmatch(bare):
        return
    mark = decimal_of(bare)
    votes.comma += mark == ","
    votes.point += mark == "."
    votes.unclear += not mark


def _count_postcodes(votes: _Votes, cells: Sequence[str]) -> None:
    """How many there are, and how many have five digits."""
    if FIVES.fullmatch(joined := "\0".join(cells)) and len(joined) == 6 * len(cells) - 1:
        votes.cells, votes.five_digits = votes.cells + len(cells), votes.five_digits + len(cells)
        return
    there = list(filter(None, map(str.strip, cells)))
    votes.cells += len(there)
    votes.five_digits += sum(map(bool, map(FRENCH_POSTCODE.fullmatch, there)))


def decimal_of(bare: str) -> str:
    """The decimal mark that a number shows by itself, "" if it might as well part thousands.

    >>> decimal_of("1.234,5"), decimal_of("12,5"), decimal_of("1.234.567"), decimal_of("1,234")
    (',', ',', ',', '')
    """
    comma, point = bare.rfind(","), bare.rfind(".")
    if comma >= 0 and point >= 0:
        return "," if comma > point else "."
    mark, other = (",", ".") if comma >= 0 else (".", ",")
    if bare.count(mark) > 1:
        return other
    whole, _, part = bare.lstrip("+-").partition(mark)
    return "" if len(part) == 3 and 1 <= len(whole) <= 3 and whole != "0" else mark


def _style(parser: str, votes: _Votes) -> Style:
    if parser == "date":
        if not (votes.day_first or votes.month_first or votes.either):
            return Style()
        order = "mdy" if votes.month_first and not votes.day_first else "dmy"
        is_open = votes.either and not (votes.day_first or votes.month_first)
        return Style(order=order, undecided="ambiguous_date" if is_open else "")
    if parser == "postcode":
        return Style(french=votes.five_digits > votes.cells / 2)
    decimal = "," if votes.comma and not votes.point else "." if votes.point and not votes.comma else ""
    is_open = votes.unclear and not (votes.comma or votes.point)
    return Style(decimal=decimal, undecided="ambiguous_number" if is_open else "")
