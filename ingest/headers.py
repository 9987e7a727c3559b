"""Where a table lies in the rows of a sheet: its header, of one line or two, and what stands above."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

from graph.errors import DatasetError
from ingest.faults import Fault, fault
from ingest.foot import foot, shown
from ingest.places import letters
from ingest.sheet import Rows
from ingest.values import is_value

SAMPLE = 200  # rows from which the shape is seen
WIDEST = 5_000  # columns
YEAR = re.compile(r"(19|20)\d\d")
UNIT = re.compile(r"\(.{1,12}\)|\[.{1,12}\]|[kM]?€|%|k?m²?|kg|t|ha|MW|kW|ans?|jours?|mois", re.I)


@dataclass(frozen=True, slots=True)
class Shape:
    """Where the table lies in the rows of a sheet: lines of its header, of what is no row, and its titles."""

    header: tuple[str, ...]
    header_line: int
    first_line: int
    outside: dict[int, tuple[str, str]] = field(default_factory=dict)

    def title(self, column: int) -> str:
        """The name of the column at a position, "" where the header does not reach."""
        return self.header[column] if column < len(self.header) else ""


def shape_of(
    name: str, records: Callable[[], Rows], *, header: str = "", last: Iterable[tuple[int, list[str]]] | None = None
) -> Shape:
    """Where the header stands, and which rows above and below it are none of the table.

    Args:
        header: its line, or `none`, if that is known.
        last: the last rows, if they are known without reading all.
    """
    sample = [(line, row) for line, row in islice(records(), SAMPLE) if any(map(str.strip, row))]
    if not sample:
        raise DatasetError("{}, line 1: no column has a name: write the names of the columns on the first line.", name)
    if (width := max(len(row) for _, row in sample)) > WIDEST:
        raise DatasetError(
            "{} has {:# column|# columns}: keep the few that say something, {} at most.", name, width, WIDEST
        )
    usual = _width([row for _, row in sample])
    at = _given(sample, header, name) if header else _header(sample, usual)
    above = {line: ("preamble_row", shown(row)) for line, row in sample[: at or 0]}
    if at is None:
        titles, header_line, first = tuple(map(letters, range(usual))), sample[0][0], sample[0][0]
    else:
        titles, header_line, below = _titles(sample, at, usual, above)
        first = sample[below][0] if below < len(sample) else sample[below - 1][0] + 1
        first = _after_units(sample, below, above) or first
    below_all = foot(records() if last is None else last, usual, first)
    return Shape(titles, header_line, first, above | {line: ("footer_row", row) for line, row in below_all.items()})


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
        raise DatasetError("{}: no row begins on line {}, where the mapping has the header.", name, header)
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
    values = [cell for cell in cells if is_value(cell)]
    if all(YEAR.fullmatch(cell) for cell in values) and len(values) < len(cells) / 2 + 1 and len(values) < len(cells):
        return len(set(cells)) > len(cells) / 2
    return False


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
        and not any(is_value(cell) for cell in under if cell)
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
        and not any(is_value(cells[one]) for one in filled)
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
    above[sample[below][0]] = ("units_row", shown(sample[below][1]))
    return sample[below + 1][0]


def where(shape: Shape) -> str:
    return "none" if shape.first_line == shape.header_line else str(shape.header_line)


def outside_faults(name: str, sheet: str, shape: Shape) -> list[Fault]:
    return [fault(code, name, line, value=value, sheet=sheet) for line, (code, value) in sorted(shape.outside.items())]
