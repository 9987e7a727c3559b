"""Reading cells: the text of a column to its values, each text once."""

from collections.abc import Callable
from functools import cache, lru_cache

from graph.export import unescaped
from ingest.cells import PROPERTIES, parser
from ingest.faults import CellFault
from ingest.noted import Noted
from ingest.numbers import Style, is_missing
from ingest.rows import Cell
from ingest.spec import Column

KEPT = 50_000  # cells of a column whose meaning is remembered
Reader = Callable[[str], Cell | CellFault | None]


@cache
def property_reader(predicate: str) -> Reader:
    """Reads a value of a property, as a table of statements writes it."""
    return reader(Column(predicate, (), PROPERTIES.get(predicate, "text")), is_raw=False)


def reader(column: Column, style: Style = Style(), *, is_raw: bool = True) -> Reader:
    """Reads a cell of this column, each text once; None where it stands for nothing. `is_raw`: as the file has it."""
    read = parser(column.parser, column.values, style)

    @lru_cache(maxsize=KEPT)
    def cell(text: str) -> Cell | CellFault | None:
        text = unescaped(text) if is_raw else text
        if is_missing(column.parser, text):
            return None
        parts = [part.strip() for part in text.split(column.separator)] if column.many else [text]
        try:
            values = tuple(value for part in parts if part and (value := read(part)))
        except CellFault as wrong:
            return wrong
        raw = None if " ; ".join(values) == text or values == (text,) else text
        return Cell(values, raw, next((value.code for value in values if isinstance(value, Noted)), ""))

    return cell
