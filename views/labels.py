"""Which names can stand on a drawing without covering one another."""

from collections.abc import Iterable

from views.positions import Point
from views.text import flat

FONT_SIZE, LABEL = 15, 34  # of names on the canvas, and how many letters of one
LETTER, ROW = 0.56, 1.3  # of a letter and of a line, in units of the font's size


def apart(wanted: Iterable[tuple[str, str, Point]], *, size: float = FONT_SIZE) -> list[str]:
    """Of (id, name, point), the ids whose names cover no name before them; `size` is that of their letters.

    >>> apart([("a", "Airbus", (0, 0)), ("b", "Boeing", (10, 5)), ("d", "Daher", (200, 0))])
    ['a', 'd']
    """
    kept: list[tuple[str, float, Point]] = []
    for entity, name, (x, y) in wanted:
        half = len(flat(name, longest=LABEL)) * LETTER * size / 2
        if all(abs(x - u) > half + wide or abs(y - v) > ROW * size for _, wide, (u, v) in kept):
            kept.append((entity, half, (x, y)))
    return [entity for entity, _, _ in kept]
