"""The rows of a table, each with its cells read: what is wrong with them, and what the row says of itself."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from graph import dates
from graph.vocabulary import Level
from ingest.cell_readers import reader
from ingest.faults import CellFault, fault
from ingest.lists import separators
from ingest.numbers import Style, styles
from ingest.rows import Base, Cell, Row, first
from ingest.sheet import Sheet
from ingest.shifted import Checked, slid
from ingest.spec import Column, Dataset

SPANS = (("since", "until"), ("start_date", "end_date"))


class RowReader:
    """Reads the cells of one table, as its columns write them."""

    def __init__(
        self, sheet: Sheet, dataset: Dataset, columns: Mapping[int, Column], document: str, *, preset: Style = Style(),
        written: Mapping[int, Style] | None = None,
    ) -> None:  # fmt: skip
        """`written`: how columns hold days and numbers, where that is known without reading them all."""
        self.sheet = sheet
        self.dataset = dataset
        self.preset = preset
        read = {position: column for position, column in columns.items() if not column.ignored}
        found = styles(sheet, {at: column.parser for at, column in read.items()}) if written is None else written
        self.styles = {position: style.but(preset) for position, style in found.items()}
        self.separators = separators(sheet, read)
        self.columns = [
            (position, column, reader(self._parting(position, column), self.styles.get(position, Style())))
            for position, column in read.items()
        ]
        self.telling = [
            Checked(at, read, column.required) for at, column, read in self.columns if column.parser != "text"
        ]
        self.document = document
        self.places = {column.name: position for position, column, _ in self.columns}
        self.places |= {title: position for position, title in enumerate(sheet.header)}

    def _parting(self, position: int, column: Column) -> Column:
        return replace(column, separator=self.separators.get(position, column.separator))

    def each(
        self, read: Callable[[Row, Sequence[str]], None], without: Collection[int],
        rows: Iterable[tuple[int, list[str]]] | None = None,
    ) -> Iterator[Row]:  # fmt: skip
        width = len(self.sheet.header)
        for line, cells in self.sheet.rows() if rows is None else rows:
            row = Row(line)
            if line in without:
                pass
            elif not "".join(cells).strip():
                self.note(row, "blank_row")
            elif len(cells) > width and any(cell.strip() for cell in cells[width:]):
                if not self.note_slid(row, cells):
                    self.note(row, "ragged_row", value=cells[width])
            else:
                if len(cells) < width:
                    self.note(row, "short_row")
                    cells = cells + [""] * (width - len(cells))
                read(row, cells)
            yield row

    def cells(self, row: Row, cells: Sequence[str]) -> dict[str, Cell]:
        """The cells that say something, by column; what is wrong with the others goes to the row's faults."""
        found: dict[str, Cell] = {}
        for position, column, read in self.columns:
            text = cells[position].strip()
            cell = read(text) if text and text not in column.missing else None
            if cell is None:
                if column.required:
                    self.note(row, column.when_empty, column=self.sheet.header[position])
                continue
            if isinstance(cell, CellFault):
                self.note(row, cell.code, self.sheet.header[position], text, cell.suggestion, refuse=column.required)
                continue
            found[column.name] = cell if self.sheet.at(position) is None else cell._replace(at=position)
            if cell.code:
                self.note(row, cell.code, self.sheet.header[position], text)
        self._check_spans(row, found)
        return found

    def _check_spans(self, row: Row, found: Mapping[str, Cell]) -> None:
        for start, end in SPANS:
            if start in found and end in found:
                first, last = found[start].values[0], found[end].values[0]
                if dates.latest(last) < dates.earliest(first):
                    self.note(row, "end_before_start", end, last, f"The start is {first}.")

    def base(self, row: Row, found: Mapping[str, Cell]) -> Base:
        level = Level[first(found, "level", "public").upper()]
        audience = first(found, "audience") or None
        if level and not audience and self.dataset.makes != "decisions":
            self.note(row, "missing_audience", "audience", suggestion="Name the group, as emc2.")
        if audience and "level" not in found and not row.is_refused:
            self.note(row, "missing_level", "audience", audience, "Write public, members or staff.")
        return Base(
            first(found, "document") or self.document,
            first(found, "said_by") or None,
            first(found, "said_on") or None,
            float(first(found, "confidence", "1")),
            first(found, "explicit", "1") == "1",
            level,
            audience if level else None,
            first(found, "locator") or self.sheet.place(row.line),
            first(found, "quote") or None,
            first(found, "note") or None,
            first(found, "method"),
        )

    def note_slid(self, row: Row, cells: Sequence[str]) -> bool:
        """Whether cells slid by a column: then that is all that is wrong with the row."""
        mark = self.sheet.detected.get("delimiter")
        found = mark and slid(cells, len(self.sheet.header), mark, self.telling, first=self.sheet.before)
        if not found:
            return False
        row.faults.clear()
        title, hint = self.sheet.header[found.at], f'Put the cell in quotes: "{found.text}".'
        self.note(row, "shifted_cells", title, found.text, hint)
        return True

    def note(
        self, row: Row, code: str, column: str = "", value: str = "", suggestion: str = "", *, refuse: bool = False
    ) -> None:
        title = self.sheet.header[self.places[column]] if column in self.places else column
        made = fault(
            code, self.sheet.name, row.line, column=title, value=value, suggestion=suggestion, sheet=self.sheet.sheet,
            at=self.sheet.at(self.places.get(column)),
        )  # fmt: skip
        row.faults.append(made.refusing() if refuse and made.severity == "cell" else made)
