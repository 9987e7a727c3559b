"""What is understood of a file, in words: what was found out, why a column is what it is, what the first rows say."""

from collections.abc import Iterator, Sequence

from graph.model import Statement
from graph.names import fold
from graph.vocabulary import Relation
from ingest.numbers import Style
from ingest.rows import Row
from ingest.sources import Source
from ingest.spec import essence
from views.dates_in_words import in_words
from views.statement_words import fact, how_far
from views.text import flat
from views.vocabulary_words import NEIGHBOURS
from views.wording import Words


def heading(say: Words, source: Source) -> str:
    """The table, what it is taken for, and of which document."""
    sheet = source.sheet
    where = say("{file}, sheet {sheet}", file=sheet.name, sheet=sheet.sheet) if sheet.sheet else sheet.name
    return say(
        "{file}: {dataset}, document {document}", file=where, dataset=source.dataset.name, document=source.document
    )


def counted(say: Words, source: Source) -> str:
    """Every row accounted for."""
    report = source.report
    good = report.read - report.refused - report.skipped
    counts = {"good": good, "refused": report.refused, "skipped": report.skipped}
    told = say.many("{count} row read", "{count} rows read", report.read)
    parts = say(
        "{good} good, {refused} refused, {skipped} passed over", **{k: say.number(v) for k, v in counts.items()}
    )
    return say("{what}: {value}", what=told, value=parts)


def found_out(say: Words, source: Source) -> Iterator[str]:
    """How the file is written, as far as it had to be found out."""
    found = source.sheet.detected
    if "encoding" in found:
        yield say("{what}: {value}", what=say("Encoding"), value=found["encoding"])
    if "delimiter" in found:
        yield say("{what}: {value}", what=say("Cells parted by"), value=_mark(say, found["delimiter"]))
    if "header" in found:
        line = say("none") if found["header"] == "none" else say("line {number}", number=found["header"])
        yield say("{what}: {value}", what=say("Header"), value=line)
    if "double encoding" in found:
        yield say(
            "Encoded twice, once as {encoding}: --repair-encoding puts it right", encoding=found["double encoding"]
        )
    for position, style in source.mapper.styles.items():
        for told in _written(say, style):
            yield say("{what}: {value}", what=source.sheet.header[position], value=told)
    for position, mark in source.mapper.separators.items():
        told = say("several values, parted by {mark}", mark=_mark(say, mark))
        yield say("{what}: {value}", what=source.sheet.header[position], value=told)


def _written(say: Words, style: Style) -> Iterator[str]:
    """How a column of days or numbers is written."""
    if style.order:
        told = say("the day first") if style.order == "dmy" else say("the month first")
        yield say("{what} (not certain)", what=told) if style.undecided else told
    if style.decimal:
        yield say("decimals after a comma") if style.decimal == "," else say("decimals after a point")


def _mark(say: Words, mark: str) -> str:
    known = {
        ";": say("semicolon"), ",": say("comma"), "\t": say("tab"), "|": say("bar"), "\n": say("line break"),
    }  # fmt: skip
    return known.get(mark, mark.strip() or mark)


def titles(say: Words) -> list[str]:
    """What stands above `columns`."""
    return [say("column"), say("read as"), say("because")]


def first_rows(say: Words) -> str:
    return say("First rows:")


def kept(say: Words, path: object) -> str:
    """That a mapping was saved, and what for."""
    return say("Saved as {path}: correct it, then `--mapping {path}`.", path=path)


def columns(say: Words, source: Source) -> list[list[str]]:
    """The columns that are read: title, property, and why it is taken for that."""
    header = source.sheet.header
    return [
        [header[position], column.name, because(say, header[position], column.headers)]
        for position, column, _ in source.mapper.columns
    ]


def because(say: Words, title: str, headers: Sequence[str]) -> str:
    """Why a column is taken for what it is."""
    exact = next((one for one in headers if fold(one) == fold(title)), None)
    if exact is not None:
        return say("it is called {name}", name=exact)
    near = next((one for one in headers if essence(one) == essence(title)), None)
    return say("it is {name}, but for plurals and small words", name=near) if near else say("the mapping says so")


def unread(say: Words, source: Source) -> str:
    """The columns that are not read, "" if all are."""
    read = {position for position, _, _ in source.mapper.columns}
    left = [title for position, title in enumerate(source.sheet.header) if position not in read]
    return say("Not read: {columns}", columns=", ".join(left)) if left else ""


def said(say: Words, row: Row, names: dict[str, str]) -> Iterator[str]:
    """What a row says, a line for each whom it speaks of: by name, where it or a row before gives one."""
    names |= {one.about: one.value for one in row.statements if one.predicate in ("name", "reference")}
    told: dict[str, list[str]] = {}
    for one in row.statements:
        if one.predicate in ("name", "reference"):
            continue
        if one.is_link:
            what = say(NEIGHBOURS[Relation(one.predicate)][0])
            part = say("{what}: {value}", what=what, value=_called(names, one.value) + _aside(say, one))
        else:
            part = fact(say, {"predicate": one.predicate, "value": one.value, "key": one.key})
        told.setdefault(one.about, []).append(part)
    for about, parts in told.items():
        yield flat(f"{_called(names, about)} · {' · '.join(parts)}", longest=400)


def _aside(say: Words, link: Statement) -> str:
    """When a link holds and how far it has come, as far as its row says."""
    told = [in_words(say, link.valid)] if link.valid else []
    told += [how_far(say, link.status)] if link.status else []
    return f" ({', '.join(told)})" if told else ""


def _called(names: dict[str, str], record: str) -> str:
    return names.get(record, record.rpartition("#")[2])
