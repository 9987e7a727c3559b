"""Rows that point at nobody are refused, and what was said is read again without them, until none is left."""

from collections.abc import Callable, Mapping

from graph.model import Document
from graph.store import Writer
from ingest.faults import Fault, fault
from ingest.rows import Row
from ingest.sources import Source
from ingest.spec import datasets, lacking

Progress = Callable[[str, int], None]
TOLD_EACH = 2_000  # rows, or statements: whoever waits sees that it goes on, and can stop it


def read_until_all_is_known(sources: list[Source], writer: Writer, progress: Progress) -> None:
    """Read every file; refuse rows that point at nobody, and read again without them, until none is left."""
    while True:
        for source in sources:
            _read_rows(source, progress)
        progress("names", 0)
        known = {*writer.described(), *described(sources), *(source.document for source in sources)}
        dangling = writer.dangling(statement for source in sources for statement in source.statements)
        if not refuse(sources, known, dangling):
            return


def refuse(sources: list[Source], known: set[str], dangling: Mapping[str, tuple[str, ...]]) -> bool:
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
    source.report.refused, source.report.skipped = source.sheet.outside()
    source.report.read = source.report.refused + source.report.skipped
    for row in source.mapper.rows(without=source.refused):
        source.report.read += 1
        _take(source, row)
        if source.report.read % TOLD_EACH == 0:
            progress(source.sheet.name, source.report.read)
    progress(source.sheet.name, source.report.read)


NOT_OF_A_ROW_ALONE = (
    "ambiguous_date",
    "ambiguous_number",
    "unknown_column",
    "column_alone",
    "no_rows",
    "unread_sheet",
    "unknown_reference",
    "ambiguous_reference",
    "another_bearer",
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
    if len(bearers) == 1:
        return _at(source, line, "another_bearer", named, "")
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


def described(sources: list[Source]) -> dict[str, Document]:
    """The documents that tables describe, by id."""
    return {document.id: document for source in sources for _, document in source.documents}
