"""Lines of text to a table: what parts the cells, where the header stands, what above and below it is no row."""

import csv
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice, pairwise

from graph.errors import DatasetError
from graph.names import fold
from ingest.archives import Packed
from ingest.encodings import REPORTED, Survey, lines, survey
from ingest.faults import Fault, fault
from ingest.sheet import Rows, Sheet, letters

DELIMITERS = ";,\t|"  # the first wins a tie
NAMES = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}
SAMPLE = 200  # rows from which the shape is seen
FOOT = 30  # last rows among which totals and notes are looked for
WIDEST = 5_000  # columns
LONGEST_CELL = 10_000_000
csv.field_size_limit(LONGEST_CELL)

SEP = re.compile(r"\ufeff?sep=(.)\s*$", re.I)
NUMBER = re.compile(r"[-+]?[\d\s\u00a0\u202f.,']*\d[\d\s\u00a0\u202f.,']*(e[-+]?\d+)?\s*[%€$]?", re.I)
DATE = re.compile(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}([ T]\d{1,2}:\d{2}(:\d{2})?)?")
YEAR = re.compile(r"(19|20)\d\d")
UNIT = re.compile(r"\(.{1,12}\)|\[.{1,12}\]|[kM]?€|%|k?m²?|kg|t|ha|MW|kW|ans?|jours?|mois", re.I)
TOTALS = {
    "total",
    "totaux",
    "sous total",
    "total general",
    "grand total",
    "somme",
    "moyenne",
    "ensemble",
    "sum",
    "average",
}
TOTAL_OF = re.compile(r"(total|sous total|nombre|moyenne|somme) (d|de|des|du|general|of)\b")
NOTE = re.compile(r"(source|sources|note|notes|nb|n b|remarque|legende|mise a jour|mis a jour|export|edite|extrait)\b")


@dataclass(frozen=True, slots=True)
class Shape:
    """Where the table lies in the rows of a sheet: lines of its header, of what is no row, and its titles."""

    header: tuple[str, ...]
    header_line: int
    first_line: int
    outside: dict[int, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the text of a file is read."""

    survey: Survey
    delimiter: str
    repair: bool
    mended: set[int] = field(default_factory=set)  # lines, as they are met


def table(packed: Packed, *, encoding: str = "", delimiter: str = "", header: str = "", repair: bool = False) -> Sheet:
    """The table in a text file, each of whose lines is kept or explained.

    Args:
        encoding, delimiter, header: as they were found before (`header`: a line, or `none`), if they are known.
        repair: undo double encoding.

    Raises:
        DatasetError: it is empty, no text, without columns, with far too many, or has a quote that is not closed.
    """
    found = survey(packed, encoding)
    start, sep = _sep(packed, found)
    dialect = Dialect(found, delimiter or sep or guess(lambda: lines(packed, found.encoding)), repair)
    records = partial(_records, packed, dialect, start)
    shape = shape_of(packed.name, records, header=header)
    faults = [*_byte_faults(packed.name, dialect), *outside_faults(packed.name, "", shape)]
    detected = {"encoding": found.encoding, "delimiter": dialect.delimiter, "header": where(shape)}
    detected |= {"double encoding": found.twice} if found.twice else {}
    return Sheet(
        packed.name, "", shape.header, shape.header_line, found.sha256, detected, tuple(faults), inside(records, shape)
    )


def inside(records: Callable[[], Rows], shape: Shape) -> Callable[[], Rows]:
    """Reads the rows of a table, without what stands above and below it."""
    outside, first = shape.outside, shape.first_line
    if not outside and first <= 1:
        return records
    return lambda: ((line, row) for line, row in records() if line >= first and line not in outside)


def guess(text: Callable[[], Iterator[str]]) -> str:
    """The delimiter that cuts the first rows most regularly into most columns."""
    sample = list(islice(text(), SAMPLE))
    there = {mark: any(mark in line for line in sample) for mark in DELIMITERS}  # of one column: what no cell holds
    return max(DELIMITERS, key=lambda mark: (_regularity(sample, mark), not there[mark], -DELIMITERS.index(mark)))


def _regularity(sample: Sequence[str], delimiter: str) -> tuple[float, int]:
    try:
        widths = Counter(len(row) for row in csv.reader(sample, delimiter=delimiter) if row)
    except csv.Error:
        return 0.0, 0
    width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(1, 1))
    return (count / max(1, widths.total()) if width > 1 else 0.0, width)


def _sep(packed: Packed, found: Survey) -> tuple[int, str]:
    """How many lines to pass over, and the delimiter that a first line `sep=;` asks for."""
    asked = SEP.match(next(lines(packed, found.encoding), ""))
    return (1, asked[1]) if asked else (0, "")


def _records(packed: Packed, dialect: Dialect, start: int) -> Rows:
    """Rows with the physical line on which each begins: a cell may hold line breaks."""
    line = 1 + start
    rows = csv.reader(_text(packed, dialect, start), delimiter=dialect.delimiter, strict=True)
    try:
        for row in rows:
            yield line, row
            line = rows.line_num + 1 + start
    except csv.Error:
        yield from _mended(packed, dialect, line)


def _text(packed: Packed, dialect: Dialect, start: int) -> Iterator[str]:
    found = lines(packed, dialect.survey.encoding, dialect.survey.twice if dialect.repair else "")
    return islice(found, start, None)


def _mended(packed: Packed, dialect: Dialect, line: int) -> Rows:
    """Rows from a line on, those put right whose quoted cells hold quotes that are not written twice."""
    text = _text(packed, dialect, line - 1)
    taken: list[str] = []

    def feed(first: list[str]) -> Iterator[str]:
        for one in chain(first, text):
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
                raise DatasetError(_broken(packed.name, line, str(error))) from None
            dialect.mended.add(line)
            yield line, mended
            line += 1
            del taken[0]


def mend(line: str, delimiter: str) -> list[str] | None:
    """The cells of a line in which a quote ends a cell only before a delimiter; None if one is never ended.

    >>> mend('1;"The "best" of all";x', ";"), mend('"Daher" SA;Nantes', ";")
    (['1', 'The "best" of all', 'x'], None)
    """
    mark = re.escape(delimiter)
    cell = re.compile(rf'"((?:[^"]|"(?!{mark}|$))*)"(?={mark}|$)|([^"{mark}][^{mark}]*|(?={mark}|$))')
    text, at, made = line.rstrip("\r\n"), 0, []
    while found := cell.match(text, at):
        made.append(found[2] if found[1] is None else found[1].replace('""', '"'))
        if found.end() == len(text):
            return made
        at = found.end() + 1
    return None


def _broken(name: str, line: int, error: str) -> str:
    if "field limit" in error:
        return f"{name}, line {line}: a cell of more than {LONGEST_CELL:,} characters, or a quote that is not closed."
    return (
        f"{name}, line {line}: a quote opens a cell and does not close it: close it, "
        'or write a quote inside a cell twice ("").'
    )


def shape_of(name: str, records: Callable[[], Rows], *, header: str = "", sheet: str = "") -> Shape:
    """Where the header stands, and which rows above and below it are none of the table."""
    sample = [(line, row) for line, row in islice(records(), SAMPLE) if any(map(str.strip, row))]
    if not sample:
        raise DatasetError(f"{name}, line 1: no column has a name: write the names of the columns on the first line.")
    if (width := max(len(row) for _, row in sample)) > WIDEST:
        raise DatasetError(f"{name} has {width:,} columns: keep the few that say something, {WIDEST:,} at most.")
    usual = _width([row for _, row in sample])
    at = _given(sample, header, name) if header else _header(sample, usual)
    above = {line: ("preamble_row", _shown(row)) for line, row in sample[: at or 0]}
    if at is None:
        titles, header_line, first = tuple(map(letters, range(usual))), sample[0][0], sample[0][0]
    else:
        titles, header_line, below = _titles(sample, at, usual, above)
        first = sample[below][0] if below < len(sample) else sample[below - 1][0] + 1
        first = _after_units(sample, below, above) or first
    foot = _foot(records, usual, first)
    return Shape(titles, header_line, first, above | foot)


def _width(rows: Sequence[Sequence[str]]) -> int:
    widths = Counter(_extent(row) for row in rows)
    return max(widths.items(), key=lambda pair: (pair[1], pair[0]))[0]


def _extent(row: Sequence[str]) -> int:
    """The position behind the last cell that is not empty."""
    return next((position + 1 for position in range(len(row) - 1, -1, -1) if row[position].strip()), 0)


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _given(sample: list[tuple[int, list[str]]], header: str, name: str) -> int | None:
    if header == "none":
        return None
    places = [position for position, (line, _) in enumerate(sample) if str(line) == header]
    if not places:
        raise DatasetError(f"{name}: no row begins on line {header}, where the mapping has the header.")
    return places[0]


def _header(sample: list[tuple[int, list[str]]], usual: int) -> int | None:
    """The position of the first row that is as full as a header, None if that row is data."""
    for position, (_, row) in enumerate(sample[:30]):
        filled = _filled(row)
        if filled > usual / 2 and (usual > 2 or filled >= min(usual, 2) or position == 0 == len(sample) - 1):
            return position if _is_header(row) else None
    return 0 if _is_header(sample[0][1]) else None


def _is_header(row: Sequence[str]) -> bool:
    """Whether the cells may be names of columns: no numbers or dates, but years beside words."""
    cells = [cell.strip() for cell in row if cell.strip()]
    values = [cell for cell in cells if _is_value(cell)]
    if all(YEAR.fullmatch(cell) for cell in values) and len(values) < len(cells) / 2 + 1 and len(values) < len(cells):
        return len(set(cells)) > len(cells) / 2
    return False


def _is_value(cell: str) -> bool:
    return bool(NUMBER.fullmatch(cell) or DATE.fullmatch(cell))


def _titles(
    sample: list[tuple[int, list[str]]], at: int, usual: int, above: dict[int, tuple[str, str]]
) -> tuple[tuple[str, ...], int, int]:
    """The names of the columns, the line of the first, and the position of the first row below."""
    (line, row), below = sample[at], at + 1
    top = [cell.strip() for cell in row]
    if below < len(sample) and _goes_on(top, sample[below][1]):
        top = _joined(top, [cell.strip() for cell in sample[below][1]], usual)
        below += 1
    elif at and sample[at - 1][0] == line - 1 and _is_group(sample[at - 1][1], top):
        above.pop(line := sample[at - 1][0])
        top = _joined([cell.strip() for cell in sample[at - 1][1]], top, usual)
    return _distinct(top[: max(_extent(top), usual if len(top) >= usual else 0)]), line, below


def _goes_on(top: Sequence[str], row: Sequence[str]) -> bool:
    """Whether the row fills the gaps of a header above it, and leaves empty what that names."""
    under = [*map(str.strip, row), *[""] * (len(top) - len(row))]
    gaps = [position for position, title in enumerate(top) if not title]
    return (
        bool(gaps)
        and len(under) == len(top)
        and all(under[position] for position in gaps)
        and any(not cell for cell in under)
        and not any(_is_value(cell) for cell in under if cell)
    )


def _is_group(row: Sequence[str], titles: Sequence[str]) -> bool:
    """Whether the row names groups of the columns below: some cells, each but the last before a gap."""
    cells = [cell.strip() for cell in row]
    filled = [position for position, cell in enumerate(cells) if cell]
    spread = all(after - before > 1 for before, after in pairwise(filled))
    return (
        len(filled) > 1
        and spread
        and len(cells) <= max(len(titles), 1)
        and not any(_is_value(cells[one]) for one in filled)
    )


def _joined(top: Sequence[str], under: Sequence[str], usual: int) -> list[str]:
    width = max(len(top), len(under), usual)
    upper, lower = ([*row, *[""] * (width - len(row))] for row in (top, under))
    group, made = "", []
    for above, below in zip(upper, lower, strict=True):
        group = above or (group if below else "")
        made.append(" ".join(filter(None, (group, below))))
    return made


def _distinct(titles: Sequence[str]) -> tuple[str, ...]:
    """Each title once: the second `nom` is `nom (2)`, one without a name is its letter."""
    seen: Counter[str] = Counter()
    made = []
    for position, title in enumerate(titles):
        title = title or letters(position)
        seen[title] += 1
        made.append(title if seen[title] == 1 else f"{title} ({seen[title]})")
    return tuple(made)


def _after_units(sample: list[tuple[int, list[str]]], below: int, above: dict[int, tuple[str, str]]) -> int | None:
    """The first line below a row of units, if there is one."""
    if below + 1 >= len(sample):
        return None
    cells = [cell.strip() for cell in sample[below][1] if cell.strip()]
    if not all(UNIT.fullmatch(cell) for cell in cells):
        return None
    above[sample[below][0]] = ("units_row", _shown(sample[below][1]))
    return sample[below + 1][0]


def _foot(records: Callable[[], Rows], usual: int, first: int) -> dict[int, tuple[str, str]]:
    """The totals and notes below the last row, by line."""
    last = [(line, row) for line, row in deque(records(), FOOT) if line > first]
    found: dict[int, tuple[str, str]] = {}
    for position in range(len(last) - 1, -1, -1):
        line, row = last[position]
        if not any(map(str.strip, row)):
            continue
        after_gap = position > 0 and not any(map(str.strip, last[position - 1][1]))
        if not _is_foot(row, usual, after_gap=after_gap):
            break
        found[line] = ("footer_row", _shown(row))
    return found


def _is_foot(row: Sequence[str], usual: int, *, after_gap: bool) -> bool:
    cells = [cell.strip() for cell in row if cell.strip()]
    first = fold(cells[0])
    if first in TOTALS or TOTAL_OF.match(first):
        return all(_is_value(cell) for cell in cells[1:]) and (len(cells) > 1 or after_gap)
    alone = len(cells) == 1 and usual > 2
    return alone and (after_gap or bool(NOTE.match(first)) or cells[0].startswith(("*", "(1)", "©")))


def _shown(row: Sequence[str]) -> str:
    return " ".join(cell.strip() for cell in row if cell.strip())[:200]


def where(shape: Shape) -> str:
    return "none" if shape.first_line == shape.header_line else str(shape.header_line)


def outside_faults(name: str, sheet: str, shape: Shape) -> list[Fault]:
    return [fault(code, name, line, value=value, sheet=sheet) for line, (code, value) in sorted(shape.outside.items())]


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
