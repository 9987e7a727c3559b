"""A table of text as it was found in a file: what every reader gives, whatever the file was."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ingest.faults import Fault
from ingest.places import place

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
        before: how many columns of the header stand before those of the file.
    """

    name: str
    sheet: str
    header: tuple[str, ...]
    header_line: int
    sha256: str
    detected: Mapping[str, str]
    faults: tuple[Fault, ...]
    read: Callable[[], Rows] = field(repr=False)
    before: int = 0

    def rows(self) -> Rows:
        """Each row below the header with the physical line (of a workbook: row) on which it begins.

        Raises:
            DatasetError: a quote that is not closed, which would take the rest of the file for one cell.
        """
        return self.read()

    def outside(self) -> tuple[int, int]:
        """How many rows the reader itself refused, and how many it passed over: titles, totals, notes."""
        lines = {kind: {one.line for one in self.faults if one.severity == kind} for kind in ("row", "skip")}
        return len(lines["row"]), len(lines["skip"] - lines["row"])

    def place(self, line: int, column: int | None = None) -> str:
        """Where a row or a cell stands: `line 17`, of a workbook `Membres!17` or `Membres!B17`."""
        return place(self.sheet, line, self.at(column))

    def at(self, column: int | None) -> int | None:
        """The position in a workbook of a column of the header; None of any other file, or of one it has not."""
        is_there = column is not None and column >= self.before and self.detected.get("format") == "workbook"
        return column - self.before if column is not None and is_there else None
