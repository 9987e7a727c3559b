"""Rows whose cells slid by a column, since a cell that holds the delimiter is not quoted: found by what fits where."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ingest.faults import CellFault

Reader = Callable[[str], object | CellFault | None]
LEAST = 2  # cells that must fit again, where the row is as long as others


class Checked(NamedTuple):
    """A column whose cells tell whether they are in their place."""

    at: int
    read: Reader
    required: bool


class Slid(NamedTuple):
    """Where cells slid: the position of the cell that is in pieces, and its text put together."""

    at: int
    text: str


def slid(
    cells: Sequence[str], width: int, delimiter: str, columns: Sequence[Checked], *, first: int = 0
) -> Slid | None:
    """The cell that was cut in pieces, if the others fit their columns only once it is whole; None otherwise.

    Args:
        first: the position before which no cell is in the file.

    >>> year = Checked(2, lambda text: text if text.isdigit() else CellFault("bad_date"), False)
    >>> slid(["Dupont", " Fils", "Nantes", "2015"], 3, ",", [year])
    Slid(at=0, text='Dupont, Fils')
    """
    length = max((at + 1 for at, cell in enumerate(cells) if cell.strip()), default=0)
    extra = max(1, length - width)
    wrong = sum(not _fits(cells, one) for one in columns)
    if length <= width and wrong < LEAST:
        return None
    found = []
    for at in {*range(first, length - extra)} - {one.at for one in columns}:  # a number or a day holds no delimiter
        text = delimiter.join(cells[at : at + extra + 1])
        whole = [*cells[:at], text, *cells[at + extra + 1 :], *[""] * extra]
        moved = [one for one in columns if one.at > at and whole[one.at].strip()]
        if len(moved) >= (1 if length > width else LEAST) and all(_fits(whole, one) for one in columns):
            found.append((not cells[at + 1].startswith(" "), at, text))  # a comma in a text stands before a space
    return Slid(*min(found)[1:]) if found else None


def _fits(cells: Sequence[str], column: Checked) -> bool:
    text = cells[column.at].strip() if column.at < len(cells) else ""
    read = column.read(text) if text else None
    return not isinstance(read, CellFault) and not (column.required and read is None)
