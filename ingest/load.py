"""Files into a store: one run, all or nothing, every row accounted for."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from graph.errors import DatasetError, SnapshotRefused, StoreUnavailable
from graph.frames import no_collecting
from graph.model import Document, Statement, Viewer
from graph.store import Counts, Snapshot, Store, Writer
from ingest import cells
from ingest.faults import CellFault, fault
from ingest.files import named
from ingest.gone import no_longer_said
from ingest.lost import lost
from ingest.preview import preview
from ingest.referring import TOLD_EACH, Progress, described, read_until_all_is_known, refuse
from ingest.rejects import check_not_read
from ingest.rejects import write as write_rejects
from ingest.report import Report
from ingest.saved import Saved
from ingest.sources import Source, opened


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
    language: str = "en",
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
        language: in which to say there what is wrong, `fr` or `en`.
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
    known = replace(
        known, dataset=dataset or known.dataset, document=document or known.document, added={**known.added, **added}
    )
    found = named(paths)
    sources = [one for path, name in found.items() for one in opened(path, name, known, repair_encoding, dataset)]
    _check_rejects(sources, list(found), rejects, snapshot=snapshot)
    sources.sort(key=lambda source: source.dataset.order)
    report = Report([source.report for source in sources], dry_run=dry_run, strict=strict)
    told = _told(sources, known, at)
    run = _Run(store, told, snapshot=snapshot, confirmed=confirmed or dry_run, rejects=rejects, language=language)
    with no_collecting():
        while not _is_done(run, sources, report, progress):
            pass  # rows that pointed at what is gone are refused by now: read again without them
    return report


@dataclass(frozen=True, slots=True)
class _Run:
    """How a load is written; `told`: what the list of runs says of it."""

    store: Store
    told: Mapping[str, Any]
    snapshot: bool
    confirmed: bool
    rejects: Path | None
    language: str


def _told(sources: Sequence[Source], known: Saved, at: str) -> dict[str, Any]:
    """What the list of runs says: the command, when, of which document and file, where it is one."""
    only = sources[0] if len({source.document for source in sources}) == 1 else None
    sha256 = only.sheet.sha256 if only and len(sources) == 1 else None
    return {"command": _command(known), "at": at, "document": only.document if only else None, "sha256": sha256}


def _is_done(run: _Run, sources: list[Source], report: Report, progress: Progress) -> bool:
    """Read and write all in one run; False where rows turned out to point at what the same snapshot closes."""
    with run.store.write(**run.told) as writer:
        before = _before(run.store) if report.dry_run else None
        read_until_all_is_known(sources, writer, progress)
        progress("store", 0)
        if not report.is_held_back and run.snapshot and not _close(run, sources, writer, report):
            writer.discard()
            return False
        report.rejects = write_rejects(sources, run.rejects, run.language) if run.rejects else []
        if report.is_held_back:
            writer.discard()
            _hold_back(sources)
            return True
        _write(sources, writer, report, progress)
        progress("resolve", 0)
        if report.dry_run:
            _compare(before, writer.preview(), report)
            writer.discard()
    report.run = writer.id if not report.dry_run and report.has_changed else ""
    return True


def _check_rejects(sources: Sequence[Source], files: Sequence[Path], out: Path | None, *, snapshot: bool) -> None:
    if out is not None:
        check_not_read(out, files)
    for source in sources:
        if snapshot and source.is_rejects:
            raise DatasetError(
                "{} holds rows that were refused: a part of {}, not all that it says. Load it without --snapshot.",
                source.sheet.name,
                source.document,
            )


def _check_id(document: str) -> None:
    try:
        cells.document(document)
    except CellFault:
        raise DatasetError(
            "'{}' is not the id of a document. Write doc: and a word without spaces, as doc:techonmap-2015.", document
        ) from None


def _command(known: Saved) -> str:
    """What the list of runs says was done: with which mapping, so that it can be told whether it was this one."""
    return f"load, mapping {known.fingerprint}" if known.fingerprint else "load"


def _hold_back(sources: list[Source]) -> None:
    """Account for the good rows that a bad one kept out."""
    for source in sources:
        source.report.skipped += len(source.accepted)
        source.report.faults += [fault("held_back", source.sheet.name, line) for line in source.accepted]


def _close(run: _Run, sources: list[Source], writer: Writer, report: Report) -> bool:
    """Close what is gone from the documents; False if rows are refused for it, that pointed there."""
    report.gone = no_longer_said(run.store, sources)
    much = [one for one in report.gone if one.is_much]
    if much and not run.confirmed:
        raise SnapshotRefused([(one.document, len(one.ids), one.stated) for one in much])
    report.closed = writer.close(i for one in report.gone for i in one.ids)
    if not report.closed:
        return True
    known = {*writer.described(), *described(sources), *(source.document for source in sources)}
    said = [statement for source in sources for statement in source.statements]
    return not refuse(sources, known, writer.dangling(said))


def _write(sources: list[Source], writer: Writer, report: Report, progress: Progress) -> None:
    report.namesakes = writer.namesakes(statement for source in sources for statement in source.statements)
    said = (one for source in sources for one in source.statements)
    counts = writer.add(_documents(sources, writer.described()), _counted(said, progress))
    report.new, report.changed, report.unchanged = len(counts.new), len(counts.changed), counts.unchanged
    report.documents = len(counts.documents)
    is_fresh = _freshness(counts)
    for source in sources:
        report.decided += _decide(source, writer)
        for line, statement in zip(source.lines, source.statements, strict=True):
            source.accepted[line] = source.accepted[line] or is_fresh(statement)
        for line, document in source.documents:
            source.accepted[line] |= document.id in counts.documents
        source.report.loaded = sum(source.accepted.values())
        source.report.unchanged = len(source.accepted) - source.report.loaded
        source.forget()


def _counted(statements: Iterable[Statement], progress: Progress) -> Iterator[Statement]:
    """The statements, told now and then how many of them are written."""
    for number, one in enumerate(statements):
        if number and number % TOLD_EACH == 0:
            progress("store", number)
        yield one


def _decide(source: Source, writer: Writer) -> int:
    """Write down what the rows of a table decide, in their order; how much of it is new."""
    new = 0
    for line, decision in source.decisions:
        made = len(writer.decide([decision]).new)
        source.accepted[line] |= bool(made)
        new += made
    return new


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
    found = described(sources)
    for source in sources:
        is_told = source.document in found or (source.is_rejects and source.document in known)
        if source.document in source.named and not is_told:
            title = Path(source.sheet.name).name.removesuffix(".gz")
            made = Document(source.document, title, sha256=source.sheet.sha256)
            found[source.document] = replace(made, **source.dataset.document, **source.held)
    return list(found.values())


def _before(store: Store) -> Snapshot | None:
    try:
        return store.snapshot(viewer=Viewer.OWNER)
    except StoreUnavailable:
        return None


def _compare(before: Snapshot | None, after: Snapshot, report: Report) -> None:
    was, now = ({*one.entities["id"], *one.links["id"]} if one else set() for one in (before, after))
    report.appeared, report.vanished = tuple(sorted(now - was)), tuple(sorted(was - now))
    report.preview = preview(before, after)
    report.lost = lost(before, after) if before and not report.gone else ()
