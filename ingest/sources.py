"""The tables of a file, each with what it is taken for and what its rows were found to say."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from graph.errors import DatasetError
from graph.model import Decision, Document, Statement
from graph.names import slug
from graph.vocabulary import Level
from ingest.added import with_added
from ingest.faults import Fault, fault
from ingest.files import ENDING
from ingest.mapping import Mapper
from ingest.numbers import styles_of
from ingest.readers import Options, read
from ingest.rejects import is_rejects, parts
from ingest.report import FileReport
from ingest.saved import Saved
from ingest.sheet import Sheet
from ingest.spec import Column, Dataset, alone, recognise


@dataclass(slots=True)
class Source:
    """A table that is to be loaded, and what its rows were found to say; `is_rejects`: rows refused before."""

    sheet: Sheet
    dataset: Dataset
    document: str
    report: FileReport
    mapper: Mapper
    is_rejects: bool = False
    refused: set[int] = field(default_factory=set)
    statements: list[Statement] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    documents: list[tuple[int, Document]] = field(default_factory=list)
    decisions: list[tuple[int, Decision]] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    accepted: dict[int, bool] = field(default_factory=dict)
    held: Mapping[str, Any] = field(default_factory=dict)
    added: Mapping[str, str] = field(default_factory=dict)

    def forget(self) -> None:
        """Let go of what the rows said, which of a register is half a million statements."""
        self.mapper.said.clear()
        for table in (self.statements, self.lines, self.documents, self.decisions, self.named, self.accepted):
            table.clear()


def opened(
    path: Path, called: str, known: Saved, repair: bool, dataset: str | None = None, *, glance: int | None = None
) -> list[Source]:
    """The tables of a file, each with what it is taken for; of rows that were refused before, one for each document.

    Args:
        glance: how many rows are looked at to see how columns are written; None is all of them.
    """
    found = _sources(path, called, known, repair, glance)
    return [part for one in found for part in _parts(one, dataset, glance)]


def _parts(source: Source, dataset: str | None, glance: int | None) -> list[Source]:
    """Rows that were refused before, as tables of the documents that they are of; any other table as it is."""
    if not is_rejects(source.sheet):
        return [source]
    those = parts(source.sheet)
    made = [
        _source(part, Path(part.name), Saved(dataset=dataset or "", document=name or source.document), glance)
        for name, part in those.items()
    ]
    for one in made:
        one.is_rejects = True
    return made


def tables(path: Path, called: str, known: Saved, repair: bool) -> list[Sheet]:
    """The tables of a file as they are written, with the columns that are added to them."""
    return [with_added(one, known.added) for one in read(path, called, _options(known, repair))]


def _sources(path: Path, called: str, known: Saved, repair: bool, glance: int | None) -> list[Source]:
    """Each table of a file that is of a known dataset; of a workbook, one may be of none."""
    sheets, found, odd = tables(path, called, known, repair), [], []
    for sheet in sheets:
        try:
            found.append(_source(sheet, path, known, glance))
        except DatasetError as error:
            odd.append((sheet, error))
    if odd and (len(sheets) == 1 or not found):
        raise odd[0][1]
    for sheet, _ in odd:
        found[0].report.faults.append(fault("unread_sheet", sheet.name, 1, value=sheet.sheet, sheet=sheet.sheet))
    return found


def _options(known: Saved, repair: bool) -> Options:
    return Options(known.sheet, known.encoding, known.delimiter, known.header, repair)


def _source(sheet: Sheet, path: Path, known: Saved, glance: int | None) -> Source:
    found, columns = known.chosen(sheet) if known.columns else recognise(sheet, known.dataset or None)
    name = known.document or f"doc:{slug(ENDING.sub('', path.name))}"
    report = FileReport(sheet.name, found.name, name)
    report.faults += sheet.faults
    parsers = {at: column.parser for at, column in columns.items() if not column.ignored}
    written = styles_of(islice(sheet.rows(), glance), parsers)
    mapper = Mapper(sheet, found, columns, name, preset=known.style, written=written)
    report.faults += _unread(sheet, {*columns, *_left_out(sheet, known)})
    report.faults += _alone(sheet, found, columns)
    report.faults += undecided(mapper) if glance is None else ()
    if next(sheet.rows(), None) is None:
        report.faults.append(fault("no_rows", sheet.name, sheet.header_line, sheet=sheet.sheet))
    held = {"level": Level[known.level.upper()], "audience": known.audience or None} if known.level else {}
    return Source(sheet, found, name, report, mapper, held=held, added=known.added)


def _left_out(sheet: Sheet, known: Saved) -> set[int]:
    """The columns that a mapping leaves out on purpose."""
    return {position for position, title in enumerate(sheet.header) if title in known.columns}


def _unread(sheet: Sheet, known: Collection[int]) -> Iterator[Fault]:
    """Columns that are not read."""
    for position, title in enumerate(sheet.header):
        if position not in known:
            yield fault("unknown_column", sheet.name, sheet.header_line, column=title, sheet=sheet.sheet)


def _alone(sheet: Sheet, dataset: Dataset, columns: Mapping[int, Column]) -> Iterator[Fault]:
    """Columns that say nothing for want of another, and how to give all rows that one."""
    for position, wanted in alone(dataset, columns).items():
        title = next((one for one in dataset.columns[wanted].headers[1:]), wanted).capitalize()
        yield fault(
            "column_alone", sheet.name, sheet.header_line, column=sheet.header[position], sheet=sheet.sheet,
            suggestion=f"If it is one for all rows: --column '{title}=NAME'.",
        )  # fmt: skip


def undecided(mapper: Mapper) -> Iterator[Fault]:
    """Columns that do not say how they are written."""
    sheet = mapper.sheet
    for position, style in mapper.styles.items():
        if style.undecided:
            title = sheet.header[position]
            yield fault(style.undecided, sheet.name, sheet.header_line, column=title, sheet=sheet.sheet)
