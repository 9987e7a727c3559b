"""How a column writes several values in one cell: seen from the whole column, for one cell alone may not say."""

from collections.abc import Mapping

from ingest.sheet import Sheet
from ingest.spec import Column


def separators(sheet: Sheet, columns: Mapping[int, Column]) -> dict[int, str]:
    """What parts the values of each column that holds several in a cell: the first of its separators that any has."""
    several = {position: column for position, column in columns.items() if column.many and column.or_separators}
    held: dict[int, set[str]] = {position: set() for position in several}
    waiting = set(several)
    for _, cells in sheet.rows() if waiting else ():
        for position in tuple(waiting):
            text = cells[position] if position < len(cells) else ""
            held[position].update(one for one in several[position].or_separators if one in text)
            if several[position].separator in text:
                held[position] = {several[position].separator}
                waiting.discard(position)
        if not waiting:
            break
    return {position: _first(column, held[position]) for position, column in several.items() if held[position]}


def _first(column: Column, held: set[str]) -> str:
    return next(one for one in (column.separator, *column.or_separators) if one in held)
