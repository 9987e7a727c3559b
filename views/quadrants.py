"""A plane cut in four, each quarter with its name, and on it some in their order from left to right and upwards."""

from collections.abc import Iterable, Sequence
from math import sqrt
from typing import NamedTuple

from views.figure_parts import (
    COLOURS,
    LEFT,
    PALE,
    RULE,
    SIZE,
    WIDTH,
    Figure,
    Number,
    across,
    dot,
    line,
    of_row,
    said,
    short,
)
from views.labels import apart
from views.svg_text import FAINT
from views.text import flat

TOP, HIGH, EDGE = 20.0, 380.0, 40.0  # where the plane begins, how high it is, what is kept free around its dots
SMALLEST, LARGEST, LONGEST = 4.0, 14.0, 28  # of a dot; letters of a name
RIGHT, BOTTOM = WIDTH - LEFT, TOP + HIGH

Quarters = tuple[str, str, str, str]  # above left and right, below left and right


class Spot(NamedTuple):
    """One with two values, in a quarter by its place among `Quarters`, how much it weighs, and of which row it is."""

    name: str
    x: float
    y: float
    quarter: int
    weight: float = 1
    row: int | None = None

    @property
    def is_left(self) -> bool:
        """Whether its quarter is one of those on the left."""
        return self.quarter % 2 == 0

    @property
    def is_below(self) -> bool:
        """Whether its quarter is one of those below."""
        return self.quarter >= 2


def quadrants(
    spots: Sequence[Spot], quarters: Quarters, *, x: str, y: str, title: str = "", note: str = "",
    number: Number = short,
) -> Figure:  # fmt: skip
    """A dot each, its area by its weight; of all values the order is drawn, at the ends of an axis its numbers stand.

    The heaviest are named first, as far as names have room.

    >>> drawn = quadrants([Spot("A", 1, 2, 0), Spot("B", 2, 1, 3)], ("", "", "", ""), x="x", y="y")
    >>> drawn.svg().count("<circle")
    2
    """
    order = sorted(spots, key=lambda one: (-one.weight, one.name))
    xs, ys = _in_order([one.x for one in order]), _in_order([one.y for one in order])
    left = LEFT + max((across(number(one.y)) for one in order), default=0) + 12
    plane = _Plane(left)
    places = [plane.at(one, other) for one, other in zip(xs, ys, strict=True)]
    cut = plane.at(
        _cut(zip(xs, (one.is_left for one in order), strict=True)),
        _cut(zip(ys, (one.is_below for one in order), strict=True)),
    )
    drawn = [*plane.frame(x, y), *plane.cuts(*cut), *plane.ends(order, number)]
    heaviest = max((one.weight for one in order), default=1) or 1
    for one, place in zip(order, places, strict=True):
        size = round(max(LARGEST * sqrt(one.weight / heaviest), SMALLEST), 1)
        drawn += of_row(one.row, [dot(*place, size, COLOURS[0], 0.8)])
    return Figure((*drawn, *plane.names(order, places, quarters)), BOTTOM + 46, title, note)


def _in_order(values: Sequence[float]) -> list[float]:
    """Their places from 0 to 1, equally far apart; equal values share one.

    >>> _in_order([5, 1, 100, 5])
    [0.5, 0.0, 1.0, 0.5]
    """
    distinct = sorted(set(values))
    place = {one: n / max(len(distinct) - 1, 1) for n, one in enumerate(distinct)}
    return [place[one] for one in values]


def _ends(values: Sequence[float]) -> list[tuple[float, float]]:
    """The least and the greatest, where they differ, each with its place.

    >>> _ends([3, 1, 2]), _ends([1, 1]), _ends([])
    ([(0.0, 1), (1.0, 3)], [(0.0, 1)], [])
    """
    return list(zip((0.0, 1.0), sorted({one for one in values if one in (min(values), max(values))}), strict=False))


def _cut(places: Iterable[tuple[float, bool]]) -> float:
    """Midway between those that are below a cut and the others."""
    sides: dict[bool, list[float]] = {True: [], False: []}
    for place, below in places:
        sides[below].append(place)
    return (max(sides[True], default=-0.1) + min(sides[False], default=1.1)) / 2


class _Plane(NamedTuple):
    left: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a place from 0 to 1 is."""
        wide = RIGHT - self.left - 2 * EDGE
        return self.left + EDGE + wide * x, BOTTOM - EDGE - (HIGH - 2 * EDGE) * y

    def frame(self, x: str, y: str) -> list[str]:
        """Two edges, and what is measured along them."""
        drawn = [line(self.left, TOP, self.left, BOTTOM, PALE, 1), line(self.left, BOTTOM, RIGHT, BOTTOM, PALE, 1)]
        drawn.append(said(LEFT, 12, f"↑ {y}", colour=FAINT))
        return [*drawn, said((self.left + RIGHT) / 2, BOTTOM + 36, f"{x} →", "middle", FAINT)]

    def ends(self, spots: Sequence[Spot], number: Number) -> list[str]:
        """The least and the greatest value of each axis."""
        xs, ys = _ends([one.x for one in spots]), _ends([one.y for one in spots])
        drawn = [said(self.at(end, 0)[0], BOTTOM + 16, number(x), "middle") for end, x in xs]
        return drawn + [said(self.left - 8, self.at(0, end)[1] + 4, number(y), "end") for end, y in ys]

    def cuts(self, x: float, y: float) -> list[str]:
        """Where the quarters meet."""
        return [line(x, TOP, x, BOTTOM, RULE, 1), line(self.left, y, RIGHT, y, RULE, 1)]

    def names(self, spots: Sequence[Spot], places: Sequence[tuple[float, float]], quarters: Quarters) -> list[str]:
        """The names of the quarters in their corners, then beside spots those that cover no name before them."""
        corners = [(x, y, name) for name, (x, y) in zip(quarters, self._corners(quarters), strict=True)]
        wanted = [(name, name, (x, y)) for x, y, name in corners]
        beside = []
        for n, (one, (x, y)) in enumerate(zip(spots, places, strict=True)):
            name, side = flat(one.name, longest=LONGEST), 1 if x < (self.left + RIGHT) / 2 else -1
            start = x + side * (LARGEST + 4)
            wanted.append((str(n), name, (start + side * across(name) / 2, y)))
            beside.append((str(n), of_row(one.row, [said(start, y + 4, name, "start" if side > 0 else "end")])))
        kept = set(apart(wanted, size=SIZE))
        drawn = [said(x, y, name, "middle", COLOURS[1]) for x, y, name in corners]
        return drawn + [mark for key, marks in beside if key in kept for mark in marks]

    def _corners(self, quarters: Quarters) -> list[tuple[float, float]]:
        """Where the names of the quarters have their middle."""
        high, low = TOP + 14, BOTTOM - 7
        halves = [across(one) / 2 for one in quarters]
        return [
            (self.left + 4 + halves[0], high), (RIGHT - halves[1], high),
            (self.left + 4 + halves[2], low), (RIGHT - halves[3], low),
        ]  # fmt: skip
