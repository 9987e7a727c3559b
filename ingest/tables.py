"""A text file to a table: its rows with their physical lines, quotes put right where that can be told."""

import csv
import re
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from io import TextIOWrapper
from itertools import chain, islice

from graph.errors import DatasetError
from ingest.archives import Packed
from ingest.delimiters import guess, mend, sep
from ingest.doubled import undoubled
from ingest.encodings import REPORTED, Survey, lines, survey, text
from ingest.faults import Fault, fault
from ingest.foot import FOOT
from ingest.headers import Shape, outside_faults, shape_of, where
from ingest.sheet import Rows, Sheet
from ingest.strays import ERRORS

LONGEST_CELL = 10_000_000
LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z")
csv.field_size_limit(LONGEST_CELL)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the text of a file is read; `start`: how many lines to pass over."""

    survey: Survey
    delimiter: str
    repair: bool
    start: int
    mended: set[int] = field(default_factory=set)  # lines, as they are met

    @property
    def twice(self) -> str:
        """The double encoding to undo, "" if there is none, or it is to stay."""
        return self.survey.twice if self.repair else ""


def table(packed: Packed, *, encoding: str = "", delimiter: str = "", header: str = "", repair: bool = False) -> Sheet:
    """The table in a text file, each of whose lines is kept or explained.

    Args:
        encoding, delimiter, header: as they were found before (`header`: a line, or `none`), if they are known.
        repair: undo double encoding.

    Raises:
        DatasetError: it is empty, no text, without columns, with far too many, or has a quote that is not closed.
    """
    found = survey(packed, encoding)
    asked = sep(next(lines(packed, found.encoding), ""))
    mark = delimiter or asked or guess(lambda: lines(packed, found.encoding))
    dialect = Dialect(found, mark, repair, start=1 if asked else 0)
    records = partial(_records, packed, dialect)
    shape = shape_of(packed.name, records, header=header, last=_last(dialect))
    faults = [*_byte_faults(packed.name, dialect), *outside_faults(packed.name, "", shape)]
    detected = {"encoding": found.encoding, "delimiter": mark, "header": where(shape)}
    detected |= {"double encoding": found.twice} if found.twice else {}
    return Sheet(
        packed.name, "", shape.header, shape.header_line, found.sha256, detected, tuple(faults), inside(records, shape)
    )


def inside(records: Callable[[], Rows], shape: Shape) -> Callable[[], Rows]:
    """Reads the rows of a table, without what stands above and below it."""
    outside, first = shape.outside, shape.first_line

    def read() -> Rows:
        rows = records()
        start = list(islice((one for one in rows if one[0] >= first), 1))
        rest = chain(start, rows)
        return rest if max(outside, default=0) < first else (one for one in rest if one[0] not in outside)

    return read


def _records(packed: Packed, dialect: Dialect) -> Rows:
    """Rows with the physical line on which each begins: a cell may hold line breaks."""
    line = 1 + dialect.start
    with closing(_text(packed, dialect)) as found:
        rows = csv.reader(islice(found, dialect.start, None), delimiter=dialect.delimiter, strict=True)
        try:
            for row in rows:
                yield line, row
                line = rows.line_num + 1 + dialect.start
        except csv.Error:
            yield from _mended(packed, dialect, line)


def _text(packed: Packed, dialect: Dialect) -> TextIOWrapper | Generator[str, None, None]:
    """The lines of the file: as they come, unless double encoding is undone."""
    encoding, twice = dialect.survey.encoding, dialect.twice
    return lines(packed, encoding, twice) if twice else text(packed, encoding)


def _last(dialect: Dialect) -> list[tuple[int, list[str]]] | None:
    """The last rows, where each is one line: no cell is quoted; None if all have to be read to know them."""
    found = dialect.survey
    if found.has_quotes or "\n".encode(found.encoding) != b"\n":
        return None
    ended = LINE.findall(found.tail.decode(found.encoding, ERRORS))
    count = found.line_ends + (not found.tail.endswith((b"\n", b"\r")))
    last = ended[-min(FOOT, count - dialect.start) :] if count > dialect.start else []
    if len(ended) <= FOOT and len(ended) != count:
        return None
    if dialect.twice:
        last = [undoubled(line, dialect.twice) for line in last]
    return list(enumerate(csv.reader(last, delimiter=dialect.delimiter), count - len(last) + 1))


def _mended(packed: Packed, dialect: Dialect, line: int) -> Rows:
    """Rows from a line on, those put right whose quoted cells hold quotes that are not written twice."""
    found = islice(lines(packed, dialect.survey.encoding, dialect.twice), line - 1, None)
    taken: list[str] = []

    def feed(first: list[str]) -> Iterator[str]:
        for one in chain(first, found):
            taken.append(one)
            yield one

    while True:
        again, taken = taken, []
        try:
            for row in csv.reader(feed(again), delimiter=dialect.delimiter, strict=True):
                yield line, row
                line += len(taken)
                taken.clear()
            return
        except csv.Error as error:
            mended = mend(taken[0], dialect.delimiter)
            if mended is None or "field limit" in str(error):
                raise _broken(packed.name, line, str(error)) from None
            dialect.mended.add(line)
            yield line, mended
            line += 1
            del taken[0]


def _broken(name: str, line: int, error: str) -> DatasetError:
    if "field limit" in error:
        return DatasetError(
            "{}, line {}: a cell of more than {} million characters, or a quote that is not closed.",
            name, line, LONGEST_CELL // 1_000_000,
        )  # fmt: skip
    return DatasetError(
        "{}, line {}: a quote opens a cell and does not close it: close it, "
        'or write a quote inside a cell twice ("").',
        name, line,
    )  # fmt: skip


def _byte_faults(name: str, dialect: Dialect) -> Iterator[Fault]:
    found = dialect.survey
    for line in found.strays[:REPORTED]:
        yield fault("encoding_repaired", name, line, suggestion="Check its accents.")
    for line in sorted(dialect.mended)[:REPORTED]:
        yield fault("quote_mended", name, line, suggestion='Write a quote inside a cell twice ("").')
    code, hint = ("double_repaired", "") if dialect.repair else ("double_encoded", "--repair-encoding undoes that.")
    for line in found.doubled[:REPORTED]:
        yield fault(code, name, line, suggestion=hint)
    for more in (found.strays[REPORTED:], found.doubled[REPORTED:]):
        if more:
            yield fault("more_like_these", name, more[0], value=f"{len(more)}")
