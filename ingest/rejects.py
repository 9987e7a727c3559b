"""Refused rows as a table that can be repaired and loaded again: the input's columns, after where each came from."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from graph.errors import DatasetError, because
from graph.names import slug
from ingest.faults import Fault
from ingest.sheet import Rows, Sheet

if TYPE_CHECKING:
    from ingest.sources import Source


class Titles(NamedTuple):
    """The columns that say what was refused: first, so that a row with too many cells stays as it is.

    Attributes:
        text: only where the reader could make no cells of a row: what stood there.
    """

    line: str
    why: str
    document: str
    text: str


TITLES = {
    "en": Titles("Refused line", "Why it is refused", "Document read", "Refused text"),
    "fr": Titles("Ligne refusée", "Pourquoi elle est refusée", "Document lu", "Texte refusé"),
}


@dataclass(frozen=True, eq=False)
class Part(Sheet):
    """The rows of a file of refused rows that are of one document; `places`: where each stood at first, by line."""

    places: Mapping[int, str] = field(default_factory=dict)

    def place(self, line: int, column: int | None = None) -> str:
        return self.places.get(line) or super().place(line, column)


def is_rejects(sheet: Sheet) -> bool:
    return _titles(sheet) is not None


def _titles(sheet: Sheet) -> Titles | None:
    """In which language it says what was refused, if it does."""
    return next((one for one in TITLES.values() if set(one[:-1]) <= set(sheet.header)), None)


def parts(sheet: Sheet) -> dict[str, Part]:
    """A file of refused rows as the tables they came from, by document ("" where the row names none any more)."""
    places: dict[str, dict[int, str]] = defaultdict(dict)
    titles = _titles(sheet) or TITLES["en"]
    for line, cells in sheet.rows():
        said = dict(zip(sheet.header, cells, strict=False))
        places[said.get(titles.document, "").strip()][line] = _place(said.get(titles.line, "").strip())
    found = {document: _part(sheet, titles, those) for document, those in sorted(places.items())}
    return found or {"": _part(sheet, titles, {})}


def _part(sheet: Sheet, titles: Titles, places: Mapping[int, str]) -> Part:
    ours = {position for position, title in enumerate(sheet.header) if title in titles}

    def without(cells: Sequence[str]) -> list[str]:
        return [cell for position, cell in enumerate(cells) if position not in ours]

    def rows() -> Rows:
        return ((line, without(cells)) for line, cells in sheet.rows() if line in places)

    return Part(
        sheet.name, sheet.sheet, tuple(without(sheet.header)), sheet.header_line, sheet.sha256, sheet.detected,
        sheet.faults, rows, places=places,
    )  # fmt: skip


def _place(text: str) -> str:
    return f"line {text}" if text.isdecimal() else text


def check_not_read(out: Path, files: Sequence[Path]) -> None:
    """Raises DatasetError where the refused rows would take the place of what is being loaded."""
    if out.resolve() in {path.resolve() for path in files}:
        raise DatasetError("{} is being loaded: name another file for the refused rows.", out)


def write(sources: Sequence["Source"], out: Path, language: str = "en") -> list[tuple[Path, int]]:
    """Write the refused rows of each table; gives the files, with how many rows each holds; none without any.

    What is wrong with a row is said in French or English.

    One table's go to `out`; those of several tables each to a file of its own beside it.

    Raises:
        DatasetError: a file cannot be written.
    """
    tables: dict[tuple[str, str], list[Source]] = defaultdict(list)
    for source in sources:
        if source.report.refused:
            tables[source.sheet.name, source.sheet.sheet].append(source)
    return [
        _write(path, those, language) for path, those in zip(_names(out, list(tables)), tables.values(), strict=True)
    ]


def _names(out: Path, tables: Sequence[tuple[str, str]]) -> Iterator[Path]:
    if len(tables) == 1:
        yield out
        return
    used: set[str] = set()
    for name, sheet in tables:
        called = f"{out.stem}-{slug(f'{name} {sheet}'.removesuffix(' ').removesuffix('.csv'))}"
        while called in used:
            called += "-2"
        used.add(called)
        yield out.with_name(f"{called}{out.suffix}")


def _write(path: Path, sources: Sequence["Source"], language: str) -> tuple[Path, int]:
    detected = sources[0].sheet.detected
    text = io.StringIO(newline="")
    written = csv.writer(text, delimiter=detected.get("delimiter", ","), lineterminator="\n")
    rows = [row for source in sources for row in _refused(source, language)]
    titles = TITLES[language]
    more = [titles.text] if any(row.text for row in rows) else []
    written.writerow([*titles[:-1], *more, *sources[0].sheet.header])
    written.writerows([*row.why, *([row.text] if more else []), *row.cells] for row in rows)
    try:
        path.write_bytes(_encoded(text.getvalue(), detected.get("encoding", "utf-8")))
    except OSError as error:
        raise DatasetError("{} cannot be written: {}. Name another file.", path, because(error)) from None
    return path, len(rows)


class _Refused(NamedTuple):
    """A refused row: where it stood, why it is refused, of which document it is; its cells, or else its text."""

    why: tuple[str, ...]
    cells: list[str]
    text: str = ""


def _refused(source: "Source", language: str) -> Iterator[_Refused]:
    faults: dict[int, list[Fault]] = defaultdict(list)
    for one in source.report.faults:
        if one.severity == "row":
            faults[one.line].append(one)
    for line, cells in source.sheet.rows():
        if line in faults:
            yield _Refused(_why(source, line, faults.pop(line), language), cells)
    for line, found in sorted(faults.items()):  # of which the reader could make no row
        yield _Refused(_why(source, line, found, language), [""] * len(source.sheet.header), found[0].value)


def _why(source: "Source", line: int, found: Sequence[Fault], language: str) -> tuple[str, ...]:
    message = " ".join(one.what(language) for one in found)
    return source.sheet.place(line).removeprefix("line "), message, source.document


def _encoded(text: str, encoding: str) -> bytes:
    """In the encoding of the input, if it has all the letters; UTF-8 with a mark, without which Excel misreads it."""
    if encoding == "utf-8":
        encoding = "utf-8-sig"
    try:
        return text.encode(encoding)
    except (LookupError, UnicodeEncodeError):
        return text.encode("utf-8-sig")
