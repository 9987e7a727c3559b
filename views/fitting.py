"""Which columns of an answer fit a screen, and how wide each is: no number is cut, and no id."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from queries.columns import Column
from views.wording import Words

MISSING = "—"
GAP = 2  # between two columns
NAME, TEXT = 16, 10  # letters that are enough of a name and of a text, where the screen is narrow
LONGEST = 60  # letters of a text, however wide the screen is
RARE = 0.15  # the share of rows from which a column of numbers is more than an aside
FIGURES = ("count", "number", "share", "declared")
UNCUT = (*FIGURES, "date", "flag")
IDS = ("id", "about", "other", "documents")  # what one copies, and does not read: chosen last, and whole
IDS_TURN = 4


@dataclass(frozen=True, slots=True)
class Fitted:
    """One column on a screen.

    Attributes:
        header: in as many lines as its words need.
        width: in letters; a longer cell is cut.
    """

    header: str
    cells: tuple[str, ...]
    width: int
    is_figure: bool


def fit(table: pd.DataFrame, columns: Sequence[Column], width: int) -> tuple[list[Fitted], list[str]]:
    """The columns of `table` (texts, a column each) that fit `width`, in order; and the headers of the others."""
    drawn = [_Drawn.of(one, table[header]) for one, header in zip(columns, table.columns, strict=True)]
    drawn = [one for one in drawn if set(one.cells) != {MISSING}] or drawn[:1]
    kept: list[_Drawn] = []
    for one in sorted(drawn, key=lambda one: one.turn):  # a stable sort: the order of the query within a turn
        ease = one.turn == IDS_TURN  # an id takes no letter that a name can use
        if not kept or _room(kept, width, ease=ease) >= one.least + GAP:
            kept.append(one)
    widths = _widths(kept, width)
    shown = [one for one in drawn if one in kept]
    others = [one.header for one in drawn if one not in kept]
    return [one.fitted(widths[id(one)]) for one in shown], others


@dataclass(frozen=True, eq=False, slots=True)
class _Drawn:
    """A column before its width is known.

    Attributes:
        least, most: letters it cannot do without, and letters it can use.
        turn: who chooses a place first: names and what every row says, numbers, the rest, rare numbers, ids.
    """

    header: str
    cells: tuple[str, ...]
    least: int
    most: int
    turn: int
    is_figure: bool

    @classmethod
    def of(cls, column: Column, values: pd.Series) -> "_Drawn":
        whole = tuple(values.fillna(MISSING).astype(str))
        cells = tuple(map(_whole_ids, whole)) if column.name in IDS else whole
        header, longest = str(values.name), max((len(cell) for cell in cells), default=0)
        words = max(map(len, header.split()))
        most = max(words, longest)
        enough = NAME if column.type == "name" else TEXT
        uncut = column.type in UNCUT or column.name in IDS
        least = most if uncut else max(words, min(longest, enough))
        return cls(header, cells, least, most, _turn(column, cells), column.type in FIGURES)

    def fitted(self, width: int) -> Fitted:
        return Fitted("\n".join(textwrap.wrap(self.header, width)), self.cells, width, self.is_figure)


def _turn(column: Column, cells: Sequence[str]) -> int:
    said = sum(cell != MISSING for cell in cells) / max(len(cells), 1)
    if column.name in IDS:
        return IDS_TURN
    if column.type in FIGURES:
        return 1 if said >= RARE else 3
    return 0 if column.type == "name" or (said == 1 and column.type == "text") else 2


def _room(kept: Sequence[_Drawn], width: int, *, ease: bool = False) -> int:
    """The letters that are left; with `ease` when each has twice what it cannot do without."""
    taken = (min(one.most, 2 * one.least) if ease else one.least for one in kept)
    return width - sum(taken) - GAP * (len(kept) - 1)


def _widths(kept: Sequence[_Drawn], width: int) -> dict[int, int]:
    """What is left is shared: a letter each to whoever is shortest of what they can use."""
    widths = {id(one): min(one.least, width) for one in kept}
    for _ in range(_room(kept, width)):
        short = [one for one in kept if widths[id(one)] < one.most]
        if not short:
            break
        widths[id(min(short, key=lambda one: widths[id(one)]))] += 1
    return widths


def _whole_ids(cell: str) -> str:
    """As many ids as a cell holds, none of them cut."""
    kept = ""
    for one in cell.split(" "):
        if kept and len(kept) + len(one) + 3 > LONGEST:
            return f"{kept} …"
        kept = f"{kept} {one}".strip()
    return kept


def more_rows(say: Words, count: int) -> str:
    """That there are more rows than are shown, and where."""
    one, several = "… and {count} more row: --format csv gives it.", "… and {count} more rows: --format csv gives them."
    return say.many(one, several, count)


def more_columns(say: Words, others: Sequence[str]) -> str:
    """Which columns are not shown, and where they are."""
    return say("… other columns ({columns}): --format csv gives them all.", columns=", ".join(others))
