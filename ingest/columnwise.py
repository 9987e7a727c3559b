"""What is odd in a table, found column by column, so that it is quick.

A text that was found right is right wherever it stands in its column, and so are texts in columns that depend on each
other. Only rows that hold something else are read whole.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from graph import dates
from ingest.cell_readers import Reader
from ingest.faults import CellFault, Fault
from ingest.first_look import first_look
from ingest.mapping import Mapper
from ingest.numbers import WRITTEN, Seen, Style, styles
from ingest.row_reader import SPANS
from ingest.rows import Cell, Row
from ingest.spec import Column

BLOCK = 200  # rows at once: few enough to stay near the processor
FEW = 20  # different texts among so many rows: they come again
REMEMBERED = 50_000  # texts of a column that were read
DEPEND = (*SPANS, ("level", "audience"))  # columns of which one alone does not say whether it is right
Columns = Sequence[tuple[str, ...]]


@dataclass(slots=True)
class Checked:
    """What is odd in a table: its faults by line, in order; how many rows there are.

    Attributes:
        mapper: that of the table, which knows by now how its columns are written.
    """

    mapper: Mapper
    faults: dict[int, list[Fault]] = field(default_factory=dict)
    rows: int = 0

    def note(self, row: Row) -> bool:
        """Keep what is odd about a row; whether there is anything."""
        if row.faults:
            self.faults[row.line] = row.faults
        return bool(row.faults)

    def lines(self, severity: str) -> set[int]:
        """Those with a fault of that severity."""
        return {line for line, found in self.faults.items() if any(one.severity == severity for one in found)}


def checked(mapper: Mapper) -> Checked:
    """Check all rows of a table; again, where they show that its columns are written otherwise than supposed.

    Left out is what only all rows together show: that one says no more than those above.
    """
    if not _is_simple(mapper):
        return _by_rows(mapper)
    while True:
        watch = _Watch(mapper)
        made = watch.read()
        again = mapper.rewritten({at: one.style() for at, one in watch.seen.items()})
        if again is mapper:
            return made
        mapper = again


def _is_simple(mapper: Mapper) -> bool:
    """Whether what a row says is right as soon as its cells are."""
    dataset = mapper.dataset
    return dataset.makes == "statements" and not any("any" in rule for rule in dataset.says)


def _by_rows(mapper: Mapper) -> Checked:
    """Each row whole, where it may be odd though its cells are not."""
    mapper = mapper.rewritten(styles(mapper.sheet, {at: column.parser for at, column, _ in mapper.columns}))
    made = Checked(mapper)
    is_alone = mapper.dataset.makes == "statements"  # what a row of documents says, another may contradict
    rows = (mapper.row(*one) for one in mapper.sheet.rows()) if is_alone else mapper.rows()
    for made.rows, row in enumerate(rows, start=1):
        made.note(row)
    return made


class _Watch:
    """One reading of a table."""

    def __init__(self, mapper: Mapper) -> None:
        self.mapper, self.made = mapper, Checked(mapper)
        self.width = len(mapper.sheet.header)
        self.seen = {at: Seen(column.parser) for at, column, _ in mapper.columns if column.parser in WRITTEN}
        self.judges = {
            at: _Judge(column, read, mapper.styles.get(at, Style()))
            for at, column, read in mapper.columns
            if _may_be_odd(column)
        }
        self.joint: dict[tuple[int, ...], set[tuple[str, ...]]] = {ats: set() for ats in _depending(mapper)}
        self.spans = _spans(mapper)
        self.naming = _naming(mapper)

    def read(self) -> Checked:
        rows = self.mapper.sheet.rows()
        while block := list(islice(rows, BLOCK)):
            self.made.rows += len(block)
            for line, cells in self._odd(block):
                is_odd = self.made.note(self.mapper.row(line, cells))
                if not is_odd and len(cells) == self.width:
                    self._remember(cells)
        return self.made

    def _odd(self, block: list[tuple[int, list[str]]]) -> Iterable[tuple[int, list[str]]]:
        """The rows of a block that have to be read whole."""
        even = [cells for _, cells in block if len(cells) == self.width]
        if len(even) < len(block):
            for at, found in self.seen.items():
                found.look([cells[at] for _, cells in block if len(cells) != self.width and at < len(cells)])
        odd = self._odd_rows(list(zip(*even, strict=True))) if even else set()
        if not odd and len(even) == len(block):
            return ()
        place = iter(range(len(even)))
        return [one for one in block if len(one[1]) != self.width or next(place) in odd]

    def _odd_rows(self, columns: Columns) -> set[int]:
        """Which of some rows, as columns of cells, hold what is not known to be right."""
        odd = self._nameless(columns)
        for at, judge in self.judges.items():
            if at in self.seen:
                self.seen[at].look(columns[at])
            if wrong := judge.wrong(set(columns[at])):
                odd.update(row for row, text in enumerate(columns[at]) if text in wrong)
        for ats, right in self.joint.items():
            texts = list(zip(*(columns[at] for at in ats), strict=True))
            if new := {one for one in texts if one not in right and not self._are_in_order(ats, one)}:
                odd.update(row for row, one in enumerate(texts) if one in new)
        return odd

    def _are_in_order(self, ats: tuple[int, ...], texts: tuple[str, ...]) -> bool:
        """Whether texts are a start and an end, the end not before the start; or one of them is none."""
        if ats not in self.spans:
            return False
        cells = [read(text.strip()) for read, text in zip(self.spans[ats], texts, strict=True)]
        bounds = [one.values[0] for one in cells if isinstance(one, Cell) and one.values]
        return len(bounds) < 2 or dates.latest(bounds[1]) >= dates.earliest(bounds[0])

    def _nameless(self, columns: Columns) -> set[int]:
        """Rows that name nothing of what the table describes; without such columns, those that are blank."""
        if not self.naming:
            return {row for row, cells in enumerate(zip(*columns, strict=True)) if not "".join(cells).strip()}
        first = columns[self.naming[0][0]]
        if self.naming[0][1].parser == "text" and all(map(str.strip, first)) and "#" not in "".join(first):
            return set()
        named = zip(*(columns[at] for at, _, _ in self.naming), strict=True)
        return {row for row, cells in enumerate(named) if not self._names(cells)}

    def _names(self, cells: Iterable[str]) -> bool:
        """Whether one of the cells that may name something does: `n.c.` and `#N/A` name nothing."""
        for text, (_, column, read) in zip(map(str.strip, cells), self.naming, strict=True):
            if text and text not in column.missing and isinstance(read(text), Cell):
                return True
        return False

    def _remember(self, cells: Sequence[str]) -> None:
        """Texts that were found right together."""
        for ats, right in self.joint.items():
            if len(right) < REMEMBERED:
                right.add(tuple(cells[at] for at in ats))


def _may_be_odd(column: Column) -> bool:
    """All but plain texts."""
    return column.parser != "text" or column.required or bool(column.missing)


class _Judge:
    """Tells the texts of one column that are right, and need no word, from the others; remembers those that it read."""

    def __init__(self, column: Column, read: Callable[[str], Cell | CellFault | None], style: Style) -> None:
        self.column, self.read = column, getattr(read, "__wrapped__", read)  # which needs no memory of its own
        self.right: set[str] = set()
        self.odd: set[str] = set()
        self.look = first_look(column, style)

    def wrong(self, texts: set[str]) -> set[str]:
        """Those that are not right, or only with a word."""
        unsure = self.look(tuple(texts)) if self.look and len(texts) > FEW else texts
        return {text for text in unsure if text not in self.right and not self._is_right(text)}

    def _is_right(self, text: str) -> bool:
        if text in self.odd:
            return False
        bare = text.strip()
        cell = self.read(bare) if bare and bare not in self.column.missing else None
        made = not self.column.required if cell is None else isinstance(cell, Cell) and not cell.code
        known = self.right if made else self.odd
        if len(known) < REMEMBERED:
            known.add(text)
        return made


def _depending(mapper: Mapper) -> list[tuple[int, ...]]:
    """The positions of columns that depend on each other."""
    places = {column.name: at for at, column, _ in mapper.columns}
    groups = (*DEPEND, mapper.dataset.distinct)
    return [ats for names in groups if len(ats := tuple(places[name] for name in names if name in places)) > 1] + [
        (places[name],) for name in ("level", "audience") if name in places and not {"level", "audience"} <= set(places)
    ]


def _spans(mapper: Mapper) -> dict[tuple[int, ...], tuple[Reader, ...]]:
    """How the two columns of a span are read, by their positions."""
    found = {column.name: (at, read) for at, column, read in mapper.columns}
    pairs = [[found[name] for name in names] for names in SPANS if set(names) <= set(found)]
    return {tuple(at for at, _ in one): tuple(read for _, read in one) for one in pairs}


def _naming(mapper: Mapper) -> list[tuple[int, Column, Callable[[str], Cell | CellFault | None]]]:
    """The columns of which one must say what a row describes, that of the name first."""
    spec: Mapping[str, object] = mapper.dataset.record
    names = [spec.get("name"), spec.get("key"), spec.get("parties"), *spec.get("ids", ())] if spec else []  # type: ignore[misc]
    found = {one[1].name: one for one in mapper.columns}
    return [found[name] for name in names if name in found]
