"""The totals and notes below a table, which are none of its rows."""

import re
from collections import deque
from collections.abc import Iterable, Sequence

from graph.names import fold
from ingest.values import is_value

FOOT = 30  # last rows among which totals and notes are looked for
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


def foot(last: Iterable[tuple[int, list[str]]], usual: int, first: int) -> dict[int, str]:
    """The totals and notes below the last row, by line.

    Args:
        last: at least the last `FOOT` rows, with their lines.
        usual: how many columns most rows fill.
        first: the line on which the rows begin.
    """
    rows = [(line, row) for line, row in deque(last, FOOT) if line > first]
    found: dict[int, str] = {}
    for position in range(len(rows) - 1, -1, -1):
        line, row = rows[position]
        if not any(map(str.strip, row)):
            continue
        after_gap = position > 0 and not any(map(str.strip, rows[position - 1][1]))
        if not _is_foot(row, usual, after_gap=after_gap):
            break
        found[line] = shown(row)
    return found


def _is_foot(row: Sequence[str], usual: int, *, after_gap: bool) -> bool:
    cells = [cell.strip() for cell in row if cell.strip()]
    first = fold(cells[0])
    if first in TOTALS or TOTAL_OF.match(first):
        return all(is_value(cell) for cell in cells[1:]) and (len(cells) > 1 or after_gap)
    alone = len(cells) == 1 and usual > 2
    return alone and (after_gap or bool(NOTE.match(first)) or cells[0].startswith(("*", "(1)", "©")))


def shown(row: Sequence[str]) -> str:
    """A row that is none of the table, for a fault."""
    return " ".join(cell.strip() for cell in row if cell.strip())[:200]
