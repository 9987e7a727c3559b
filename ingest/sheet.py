"""A table of text as it was found in a file: what every reader gives, whatever the file was."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ingest.faults import Fault

Rows = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A table of text, as it was found.

    Attributes:
        name: the file as faults call it: relative to the folder that was named.
        sheet: of a workbook; `lines` or `vertices` of a graph file; "" where a file holds one table.
        header, header_line: the column names, and the line on which they begin.
        sha256: of the bytes, unzipped: a file and its `.gz` are one.
        detected: what was found out (encoding, delimiter …), as `check` shows it and a mapping keeps it.
        faults: of reading the file, none of which belongs to a row of `rows`; those of severity `skip` are rows.
        read: gives the rows, each time from the first.
    """

    name: str
    sheet: str
    header: tuple[str, ...]
    header_line: int
    sha256: str
    detected: Mapping[str, str]
    faults: tuple[Fault, ...]
    read: Callable[[], Rows] = field(repr=False)

    def rows(self) -> Rows:
        """Each row below the header with the physical line (of a workbook: row) on which it begins.

        Raises:
            DatasetError: a quote that is not closed, which would take the rest of the file for one cell.
        """
        return self.read()

    def place(self, line: int, column: int | None = None) -> str:
        """Where a row or a cell stands: `line 17`, of a workbook `Membres!17` or `Membres!B17`."""
        return place(self.sheet, line, column)


def place(sheet: str, line: int, column: int | None = None) -> str:
    """Where a row or a cell stands.

    >>> place("", 17, 1), place("Membres", 17), place("Membres", 17, 1)
    ('line 17', 'Membres!17', 'Membres!B17')
    """
    return f"{sheet}!{letters(column) if column is not None else ''}{line}" if sheet else f"line {line}"


def letters(column: int) -> str:
    """What a spreadsheet calls the column at a position, from 0.

    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    return (letters(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)
