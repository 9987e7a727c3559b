"""Rows to statements, by the spec of a dataset: what each row says, with where and by whom."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from graph.model import Decision, Document, Statement
from graph.vocabulary import Status, Verdict
from ingest.decided import remembering
from ingest.numbers import Style
from ingest.pointing import described, pointed
from ingest.row_reader import RowReader
from ingest.rows import Cell, Read, Row, first
from ingest.saying import SAY
from ingest.sheet import Sheet
from ingest.spec import Column, Dataset


class Mapper(RowReader):
    """Reads the rows of one table; remembers what it already said, and says it once."""

    def __init__(
        self, sheet: Sheet, dataset: Dataset, columns: Mapping[int, Column], document: str, *, preset: Style = Style(),
        written: Mapping[int, Style] | None = None,
    ) -> None:  # fmt: skip
        """`written`: how columns hold days and numbers, where that is known without reading them all."""
        super().__init__(sheet, dataset, columns, document, preset=preset, written=written)
        self.says = [(say, rule) for rule in dataset.says for form, say in SAY.items() if form in rule]
        self.said: set[tuple[Any, ...]] = set()
        self.described: dict[str, Document] = {}
        self.pointed = cache(pointed)

    def rows(self, *, without: Collection[int] = ()) -> Iterator[Row]:
        """Every row below the header, in order; those on the lines `without` say nothing."""
        self.said.clear()
        self.described.clear()
        return self.each(self._read, without)

    def row(self, line: int, cells: list[str]) -> Row:
        """One row by itself, whatever those above it say."""
        self.said.clear()
        self.described.clear()
        return next(self.each(self._read, (), ((line, cells),)))

    def rewritten(self, written: Mapping[int, Style]) -> "Mapper":
        """The same for columns that are written otherwise; itself where they are not."""
        if {position: style.but(self.preset) for position, style in written.items()} == self.styles:
            return self
        read = {position: column for position, column, _ in self.columns}
        return Mapper(self.sheet, self.dataset, read, self.document, preset=self.preset, written=written)

    def _read(self, row: Row, cells: Sequence[str]) -> None:
        found = self.cells(row, cells)
        read = Read(row, found, self.base(row, found), "")
        row.document = read.base.document
        if row.is_refused or len(row.faults) > 1:
            self.note_slid(row, cells)
        if row.is_refused:
            return
        if self._is_loop(found):
            self.note(row, "loop", value=found[self.dataset.distinct[0]].values[0])
            return
        made = {"statements": self._statements, "documents": self._documents, "decisions": self._decisions}
        made[self.dataset.makes](read)
        if row.is_refused:
            self.said.difference_update(map(_as_said, row.statements))  # a later row may still say it
        elif not row.faults and not (row.statements or row.documents or row.decisions):
            self.note(row, "duplicate_row")

    def _is_loop(self, found: Mapping[str, Cell]) -> bool:
        distinct = self.dataset.distinct
        return bool(distinct) and len({found[name].values for name in distinct}) == 1

    def _statements(self, read: Read) -> None:
        if self.dataset.record:
            read = read._replace(record=self.record(read))
        for say, rule in self.says:
            say(self, read, rule)

    def record(self, read: Read) -> str:
        """The record that the row describes, "" if it does not say; its kind and name are the first things it says."""
        spec, found = self.dataset.record, read.found
        made = described(spec, found, read.base.document)
        if made is None:
            self.note(read.row, "missing_value", column=spec.get("name", "") or spec["ids"][0])
            return ""
        kind_cell = found.get(spec.get("kind_from", ""))
        self.say(read, made.record, "kind", made.kind, kind_cell, confidence=spec.get("kind_confidence"))
        named = [found[one] for one in (*spec.get("ids", ()), spec.get("name", "")) if one in found]
        where = {value: cell for cell in named for value in cell.values}
        names = [("name", made.name)] if made.name else []
        for predicate, value in (*names, *(("identifier", other) for other in made.others)):
            self.say(read, made.record, predicate, value, where=where.get(value))
        return made.record

    def point(self, read: Read, column: str, text: str) -> str:
        """The record that a cell points at; what it needs to be found is said with it."""
        target = self.pointed(self.dataset.columns[column].parser, text, read.base.document)
        for predicate, value in target.said:
            self.say(read, target.record, predicate, value)
        return target.record

    def say(
        self, read: Read, about: str, predicate: str, value: str, cell: Cell | None = None, *, key: str = "",
        status: str | None = None, valid: str | None = None, extra: tuple[tuple[str, str], ...] = (),
        confidence: float | None = None, where: Cell | None = None,
    ) -> None:  # fmt: skip
        """Add a statement to the row, unless this table has said it already; `where`: its cell, if not `cell`."""
        base = read.base
        sure = base.confidence if confidence is None else confidence
        said = (
            base.document, about, predicate, value, key, status, valid, extra, base.said_by,
            sure, base.level, base.audience,
        )  # fmt: skip
        if said in self.said:
            return
        self.said.add(said)
        read.row.statements.append(
            Statement(
                *said[:5], Status(status) if status else None, valid, extra,
                base.said_by, base.said_on, sure, base.explicit, base.level, base.audience, base.method,
                cell.raw if cell else None, self._locator(read, where or cell), base.quote, base.note,
            )
        )  # fmt: skip

    def _locator(self, read: Read, cell: Cell | None) -> str:
        """Where the file says it: in a workbook the cell, unless the row gives a place of its own."""
        if cell is None or cell.at is None or read.base.locator != self.sheet.place(read.row.line):
            return read.base.locator
        return self.sheet.place(read.row.line, cell.at)

    def _documents(self, read: Read) -> None:
        names = ("publisher", "published", "retrieved", "url", "licence", "sha256")
        found, base = read.found, read.base
        more = {name: first(found, name) or None for name in names}
        made = Document(first(found, "id"), first(found, "title"), **more, level=base.level, audience=base.audience)
        if made.id not in self.described:
            self.described[made.id] = made
            read.row.documents.append(made)
        elif made != self.described[made.id]:
            self.note(read.row, "conflicting_row", "id", made.id, "Keep one of the two rows.")

    def _decisions(self, read: Read) -> None:
        found = read.found
        if "verdict" not in found:  # nobody has decided yet
            return
        verdict, why = Verdict(first(found, "verdict")), first(found, "why")
        if verdict is Verdict.UNSURE and "reasons" in found:
            why = remembering(why, first(found, "reasons"))
        made = Decision(first(found, "a"), first(found, "b"), verdict, first(found, "by", "file"), why)
        read.row.decisions.append(made)


def _as_said(one: Statement) -> tuple[Any, ...]:
    """What `say` remembers of a statement: all but when, where and in which words."""
    return (*one[:9], one.confidence, one.level, one.audience)
