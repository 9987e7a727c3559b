"""Files into a store: one run, all or nothing, every row accounted for."""

import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

from graph.errors import DatasetError, SnapshotRefused, StoreUnavailable
from graph.model import Decision, Document, Statement, Viewer
from graph.names import slug
from graph.store import Counts, Snapshot, Store, Writer
from graph.vocabulary import Level
from ingest import cells
from ingest.added import with_added
from ingest.faults import CellFault, Fault, fault
from ingest.gone import no_longer_said
from ingest.mapping import Mapper, Row
from ingest.numbers import styles_of
from ingest.readers import Options, read
from ingest.rejects import check_not_read, is_rejects, parts
from ingest.rejects import write as write_rejects
from ingest.report import FileReport, Report
from ingest.saved import Saved
from ingest.sheet import Sheet
from ingest.spec import Column, Dataset, alone, datasets, lacking, recognise

Progress = Callable[[str, int], None]
KINDS = "csv|tsv|xlsx|xlsm|xls|xlsb|ods|json|jsonl|ndjson|geojson|zip|net|paj|gexf|graphml"
TABLE = re.compile(rf"(?!\.|~\$).*\.({KINDS})(\.gz)?", re.I | re.S)  # not what a program keeps beside an open file
ENDING = re.compile(rf"(\.(txt|{KINDS}))?(\.gz)?$", re.I)


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


def load(
    store: Store,
    paths: Sequence[Path | str],
    *,
    document: str | None = None,
    dataset: str | None = None,
    dry_run: bool = False,
    strict: bool = False,
    snapshot: bool = False,
    confirmed: bool = False,
    rejects: Path | None = None,
    known: Saved = Saved(),
    added: Mapping[str, str] = MappingProxyType({}),
    repair_encoding: bool = False,
    at: str = "",
    progress: Progress = lambda stage, rows: None,
) -> Report:
    """Load files, or all tables of folders, as one run.

    Args:
        document: the id of the document that the rows are read from, if not each file's own.
        dataset: what the files are, if their headers do not say.
        snapshot: whether the files are now all that their documents say; what is gone from them is closed.
        confirmed: whether more than a fifth of a document may be closed.
        rejects: where to write the refused rows, to be repaired and loaded again.
        known: what is known of the files beforehand; `sheet` of a workbook, or a whole mapping.
        added: columns that the files have not, by title, with their value in all rows.
        repair_encoding: whether to undo double encoding.
        at: the moment, for the list of runs.
        progress: told of each stage and the rows done.

    Raises:
        DatasetError: a file that cannot be read at all, or is of no known dataset.
        StoreError: the store cannot be written.
        SnapshotRefused: more than a fifth of a document would be closed, and nobody said that it may.
    """
    if document is not None:
        _check_id(document)
    known = replace(known, dataset=dataset or known.dataset, document=document or known.document)
    known = replace(known, added={**known.added, **added})
    found = named(paths).items()
    sources = [one for path, name in found for one in opened(path, name, known, repair_encoding, dataset)]
    _check_rejects(sources, list(named(paths)), rejects, snapshot=snapshot)
    sources.sort(key=lambda source: source.dataset.order)
    report = Report([source.report for source in sources], dry_run=dry_run, strict=strict)
    only = sources[0] if len({source.document for source in sources}) == 1 else None
    sha256 = only.sheet.sha256 if only and len(sources) == 1 else None
    is_done = False
    while not is_done:
        with store.write(_command(known), at=at, document=only.document if only else None, sha256=sha256) as writer:
            before = _before(store) if dry_run else None
            _read_until_all_is_known(sources, writer, progress)
            if report.is_held_back:
                writer.discard()
                report.rejects = write_rejects(sources, rejects) if rejects else []
                _hold_back(sources)
                return report
            progress("store", 0)
            is_done = not snapshot or _close(store, sources, writer, report, confirmed=confirmed or dry_run)
            if not is_done:  # rows that pointed at what is gone are refused by now: read again without them
                writer.discard()
                continue
            report.rejects = write_rejects(sources, rejects) if rejects else []
            _write(sources, writer, report)
            if before is not None:
                _compare(before, writer.preview(), report)
                writer.discard()
            progress("resolve", 0)
    if not dry_run and report.has_changed:
        report.run = writer.id
    return report


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


def _check_rejects(sources: Sequence[Source], files: Sequence[Path], out: Path | None, *, snapshot: bool) -> None:
    if out is not None:
        check_not_read(out, files)
    for source in sources:
        if snapshot and source.is_rejects:
            raise DatasetError(
                f"{source.sheet.name} holds rows that were refused: a part of {source.document}, not all that it says. "
                "Load it without --snapshot."
            )


def _check_id(document: str) -> None:
    try:
        cells.document(document)
    except CellFault as wrong:
        raise DatasetError(f"'{document}' is not the id of a document. {wrong.suggestion}") from None


def _command(known: Saved) -> str:
    """What the list of runs says was done: with which mapping, so that it can be told whether it was this one."""
    return f"load, mapping {known.fingerprint}" if known.fingerprint else "load"


def files(paths: Iterable[Path | str]) -> list[Path]:
    """The files named, and every table below the folders named, in order.

    Raises:
        DatasetError: a folder without any, or one that may not be looked into.
    """
    return list(named(paths))


def named(paths: Iterable[Path | str]) -> dict[Path, str]:
    """The files, each with the name that faults call it by: two `documents.csv` are told apart."""
    found: dict[Path, str] = {}
    for path in map(Path, paths):
        is_folder = os.path.isdir(path)  # noqa: PTH112 - Path's own raises where one may not look
        inside = _below(path) if is_folder else [path]
        if not inside:
            raise DatasetError(f"{path} is a folder without any table (CSV, workbook, JSON, network): name a file.")
        for file in inside:
            found.setdefault(file, file.relative_to(path).as_posix() if is_folder else file.name)
    twice = {name for name, count in Counter(found.values()).items() if count > 1}
    return {path: path.as_posix() if name in twice else name for path, name in found.items()}


def _below(folder: Path) -> list[Path]:
    """The tables below a folder, by their names; one that may not be looked into is an error, not an empty one."""

    def refuse(error: OSError) -> None:
        raise DatasetError(f"{error.filename} cannot be read: {error.strerror}.") from None

    walked = os.walk(folder, onerror=refuse)
    return sorted(Path(inside, name) for inside, _, names in walked for name in names if TABLE.fullmatch(name))


def _sources(path: Path, called: str, known: Saved, repair: bool, glance: int | None) -> list[Source]:
    """Each table of a file that is of a known dataset; of a workbook, one may be of none."""
    sheets, found, odd = [with_added(one, known.added) for one in read(path, called, _options(known, repair))], [], []
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


def _read_until_all_is_known(sources: list[Source], writer: Writer, progress: Progress) -> None:
    """Read every file; refuse rows that point at nobody, and read again without them, until none is left."""
    while True:
        for source in sources:
            _read_rows(source, progress)
        known = {*writer.described(), *_described(sources), *(source.document for source in sources)}
        dangling = writer.dangling(statement for source in sources for statement in source.statements)
        if not _refuse(sources, known, dangling):
            return


def _refuse(sources: list[Source], known: set[str], dangling: Mapping[str, tuple[str, ...]]) -> bool:
    """Refuse the rows that point at nobody; whether there were any."""
    new = [one for source in sources for one in _unknown(source, known, dangling)]
    for source, made in new:
        source.refused.add(made.line)
        source.report.faults.append(made)
    return bool(new)


def _read_rows(source: Source, progress: Progress) -> None:
    kept = [one for one in source.report.faults if one.code in NOT_OF_A_ROW_ALONE]
    source.report.faults = [*source.sheet.faults, *kept]
    source.forget()
    source.report.refused, source.report.skipped = _outside(source.sheet)
    source.report.read = source.report.refused + source.report.skipped
    for row in source.mapper.rows(without=source.refused):
        source.report.read += 1
        _take(source, row)
        if source.report.read % 10_000 == 0:
            progress(source.sheet.name, source.report.read)
    progress(source.sheet.name, source.report.read)


def _outside(sheet: Sheet) -> tuple[int, int]:
    """How many rows the reader itself refused, and how many it passed over: titles, totals, notes."""
    lines = {kind: {one.line for one in sheet.faults if one.severity == kind} for kind in ("row", "skip")}
    return len(lines["row"]), len(lines["skip"] - lines["row"])


NOT_OF_A_ROW_ALONE = (
    "ambiguous_date",
    "ambiguous_number",
    "unknown_column",
    "column_alone",
    "no_rows",
    "unread_sheet",
    "unknown_reference",
    "ambiguous_reference",
    "unknown_document",
)


def _take(source: Source, row: Row) -> None:
    if row.line in source.refused:
        source.report.refused += 1
        return
    source.report.faults += row.faults
    if row.is_refused:
        source.report.refused += 1
    elif any(one.severity == "skip" for one in row.faults):
        source.report.skipped += 1
    else:
        source.accepted[row.line] = False
        source.statements += row.statements
        source.lines += [row.line] * len(row.statements)
        source.documents += [(row.line, one) for one in row.documents]
        source.decisions += [(row.line, one) for one in row.decisions]
        if row.document and source.dataset.makes == "statements":
            source.named.add(row.document)


def _unknown(
    source: Source, documents: set[str], dangling: Mapping[str, tuple[str, ...]]
) -> list[tuple[Source, Fault]]:
    """A fault for each accepted row that names a document that is not described, or points at nobody, or at several."""
    found: dict[int, Fault] = {}
    called = {one.about: one.value for one in source.statements if one.predicate == "reference"} if dangling else {}
    for line, statement in zip(source.lines, source.statements, strict=True):
        if line in found:
            continue
        if statement.document not in documents:
            found[line] = _at(
                source, line, "unknown_document", statement.document, "Describe it in a table of documents."
            )
        for end in (statement.about, statement.value) if statement.is_link else (statement.about,):
            if end in dangling:
                found[line] = _nobody(source, line, called.get(end, end), dangling[end])
    return [(source, one) for one in found.values()]


def _nobody(source: Source, line: int, named: str, bearers: tuple[str, ...]) -> Fault:
    if bearers:
        return _at(source, line, "ambiguous_reference", named, f"Write which: {', '.join(bearers)}.")
    return _at(source, line, "unknown_reference", named, f"Add a row that describes it{_how(source, named)}")


def _how(source: Source, named: str) -> str:
    """The other ways out of a name that nobody bears: the same table read otherwise, or names told apart."""
    members = source.dataset.name == "memberships" and not lacking(datasets()["organisations"], source.sheet.header)
    several = ", or part several by ';'" if "," in named else ""
    return f", or correct the name{several}{', or describe the members too: --as organisations' if members else ''}."


def _at(source: Source, line: int, code: str, value: str, suggestion: str) -> Fault:
    return fault(code, source.sheet.name, line, value=value, suggestion=suggestion, sheet=source.sheet.sheet)


def _hold_back(sources: list[Source]) -> None:
    """Account for the good rows that a bad one kept out."""
    for source in sources:
        source.report.skipped += len(source.accepted)
        source.report.faults += [fault("held_back", source.sheet.name, line) for line in source.accepted]


def _close(store: Store, sources: list[Source], writer: Writer, report: Report, *, confirmed: bool) -> bool:
    """Close what is gone from the documents; False if rows are refused for it, that pointed there."""
    report.gone = no_longer_said(store, sources)
    much = [one for one in report.gone if one.is_much]
    if much and not confirmed:
        raise SnapshotRefused([(one.document, len(one.ids), one.stated) for one in much])
    report.closed = writer.close(i for one in report.gone for i in one.ids)
    if not report.closed:
        return True
    known = {*writer.described(), *_described(sources), *(source.document for source in sources)}
    said = [statement for source in sources for statement in source.statements]
    return not _refuse(sources, known, writer.dangling(said))


def _write(sources: list[Source], writer: Writer, report: Report) -> None:
    counts = writer.add(
        _documents(sources, writer.described()), (one for source in sources for one in source.statements)
    )
    report.new, report.changed, report.unchanged = len(counts.new), len(counts.changed), counts.unchanged
    report.documents = len(counts.documents)
    is_fresh = _freshness(counts)
    for source in sources:
        for line, statement in zip(source.lines, source.statements, strict=True):
            source.accepted[line] = source.accepted[line] or is_fresh(statement)
        for line, document in source.documents:
            source.accepted[line] |= document.id in counts.documents
        for line, decision in source.decisions:
            decided = writer.decide([decision])
            report.decided += len(decided.new)
            source.accepted[line] |= bool(decided.new)
        source.report.loaded = sum(source.accepted.values())
        source.report.unchanged = len(source.accepted) - source.report.loaded
        source.forget()


def _freshness(counts: Counts) -> Callable[[Statement], bool]:
    """Whether a statement was opened by this load; where all or none were, without asking for its id."""
    fresh = counts.new | counts.changed
    if not fresh or not counts.unchanged:
        return lambda statement: bool(fresh)
    return lambda statement: statement.id in fresh


def _documents(sources: list[Source], known: Collection[str]) -> list[Document]:
    """The documents that tables describe, and for each other file itself, if a row is read from it.

    What is `known` of a document stays so when rows of it that were refused come in a file of their own.
    """
    described = _described(sources)
    for source in sources:
        is_told = source.document in described or (source.is_rejects and source.document in known)
        if source.document in source.named and not is_told:
            title = Path(source.sheet.name).name.removesuffix(".gz")
            made = Document(source.document, title, sha256=source.sheet.sha256)
            described[source.document] = replace(made, **source.dataset.document, **source.held)
    return list(described.values())


def _described(sources: list[Source]) -> dict[str, Document]:
    return {document.id: document for source in sources for _, document in source.documents}


def _before(store: Store) -> Snapshot | None:
    try:
        return store.snapshot(viewer=Viewer.OWNER)
    except StoreUnavailable:
        return None


def _compare(before: Snapshot | None, after: Snapshot, report: Report) -> None:
    was, now = ({*one.entities["id"], *one.links["id"]} if one else set() for one in (before, after))
    report.appeared, report.vanished = tuple(sorted(now - was)), tuple(sorted(was - now))
