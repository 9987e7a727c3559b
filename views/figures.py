"""Figures for a page or a paper: plain SVG, drawn from rows, that needs nothing else."""

from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import NamedTuple

from views.figure_parts import (
    COLOURS,
    LEFT,
    LOOKS,
    PALE,
    RULE,
    SOFT,
    WIDTH,
    Axis,
    Figure,
    Number,
    across,
    band,
    beside,
    column,
    dot,
    line,
    of_row,
    path,
    point,
    said,
    short,
)  # fmt: skip
from views.figure_parts import axis as scaled
from views.svg_text import FAINT
from views.text import flat

ROW, LONGEST, BAR = 22, 32, 14  # of a row; letters of a name; how thick a bar is
HIGH, LINE = 220, 15  # of the plane of lines; from one name at its edge to the next


class Dot(NamedTuple):
    """A value with the interval that it lies in, without one both ends are None; of which row of a table it is."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    row: int | None = None


class Bar(NamedTuple):
    """A length from 0, and of it what is drawn darker; of which row of a table it is."""

    name: str
    value: float
    part: float = 0
    row: int | None = None


def dots(
    rows: Sequence[Dot], *, axis: str, title: str = "", note: str = "", start: float = 0, number: Number = short
) -> Figure:
    """A dot a row from the top, on a common axis, each with its interval; names on the left.

    >>> dots([Dot("A", 2, 1, 3)], axis="rank").svg().count("<circle")
    1
    """
    names = [flat(row.name, longest=LONGEST) for row in rows]
    ends = [end for row in rows for end in (row.value, row.low, row.high) if end is not None]
    scale = scaled(axis, ends, start=start, number=number)
    left, bottom = column(names), float(ROW * len(rows))
    drawn = _grid(scale, left, bottom)
    for n, (row, name) in enumerate(zip(rows, names, strict=True)):
        y = ROW * (n + 0.5)
        made = [said(left - 10, y + 4, name, "end")]
        if row.low is not None and row.high is not None:
            made.append(line(_at(row.low, scale, left), y, _at(row.high, scale, left), y, COLOURS[0], 5, 0.35))
        made.append(dot(_at(row.value, scale, left), y, 5, COLOURS[0]))
        drawn += of_row(row.row, made, band(ROW * n, ROW * (n + 1)))
    return Figure(tuple(drawn), bottom + 42, title, note)


def bars(rows: Sequence[Bar], *, axis: str, title: str = "", note: str = "", number: Number = short) -> Figure:
    """A bar a row from the top, with its value at its end; what is part of it is darker.

    >>> bars([Bar("A", 2, 1), Bar("B", 1)], axis="items").svg().count("<rect")
    4
    """
    names = [flat(row.name, longest=LONGEST) for row in rows]
    scale = scaled(axis, [row.value for row in rows], number=number)
    left, bottom = column(names), float(ROW * len(rows))
    drawn = _grid(scale, left, bottom)
    for n, (row, name) in enumerate(zip(rows, names, strict=True)):
        y = ROW * (n + 0.5)
        made = [said(left - 10, y + 4, name, "end"), _bar(left, y, _at(row.value, scale, left), SOFT)]
        made += [_bar(left, y, _at(row.part, scale, left), COLOURS[0])] if row.part else []
        made.append(said(_at(row.value, scale, left) + 6, y + 4, number(row.value)))
        drawn += of_row(row.row, made, band(ROW * n, ROW * (n + 1)))
    return Figure(tuple(drawn), bottom + 42, title, note)


def lines(
    series: Mapping[str, Sequence[tuple[float, float]]], *, x: str, y: str, title: str = "", note: str = "",
    most: float = 1, ticks: Mapping[float, str] | None = None, number: Number = short,
    rows: Mapping[str, int] | None = None,
) -> Figure:  # fmt: skip
    """Lines through points, y from 0 to `most`, x from 0; each named at its end, `ticks` are the words below.

    `rows` tells of which row of a table a line is. Up to five differ in colour, in dashes and in what marks their
    points, which stands before the name too.

    >>> lines({"a": [(0, 1), (10, 0.5)]}, x="lost", y="kept").svg().count("<polyline")
    1
    """
    names = {name: flat(name, longest=LONGEST) for name in series}
    scale = scaled(y, [most], number=number)
    left = LEFT + max(across(number(one)) for one in scale.ticks) + 12
    right, top = WIDTH - max(map(across, names.values()), default=0) - 44, 26.0
    xs = sorted({point[0] for points in series.values() for point in points})
    wide = (xs[-1] if xs else 0) or 1

    def place(point: tuple[float, float]) -> tuple[float, float]:
        return left + (right - left) * point[0] / wide, top + HIGH * (1 - scale.part(point[1]))

    drawn = [said(LEFT, 12, y, colour=FAINT)]
    for tick in scale.ticks:
        level = place((0, tick))[1]
        drawn += [line(left, level, right, level, PALE, 1), said(left - 8, level + 4, number(tick), "end")]
    for tick, word in (ticks or {one: f"{one:g}" for one in xs}).items():
        drawn.append(said(place((tick, 0))[0], top + HIGH + 18, word, "middle"))
    ends: list[tuple[float, str]] = []
    looks = dict(zip(series, cycle(LOOKS), strict=False))
    for name, points in series.items():
        placed = [place(point) for point in points]
        drawn += of_row((rows or {}).get(name), path(placed, looks[name]), beside(placed))
        ends += [(placed[-1][1], name)] if placed else []
    for end, height, name in _apart(sorted(ends)):
        last = place(series[name][-1])[0]
        colour = looks[name].colour
        made = [
            line(last + 6, end, right + 16, height, colour, 0.8, 0.6),
            point(right + 22, height, 3.5, looks[name]),
            said(right + 30, height + 4, names[name], colour=colour),
        ]
        drawn += of_row((rows or {}).get(name), made)
    drawn.append(said((left + right) / 2, top + HIGH + 38, x, "middle", FAINT))
    return Figure(tuple(drawn), top + HIGH + max(46, LINE * len(series) - HIGH), title, note)


def _apart(ends: Sequence[tuple[float, str]]) -> list[tuple[float, float, str]]:
    """Where lines end, and their names at heights of their own, each below the one before it."""
    placed: list[tuple[float, float, str]] = []
    for end, name in ends:
        placed.append((end, max(end, placed[-1][1] + LINE) if placed else end, name))
    return placed


def _at(value: float, scale: Axis, left: float) -> float:
    return left + (WIDTH - 50 - left) * scale.part(value)


def _grid(scale: Axis, left: float, bottom: float) -> list[str]:
    """A line at each round number, with the number and what is measured below; a stronger one at 0 within."""
    drawn = []
    for tick in scale.ticks:
        x = _at(tick, scale, left)
        colour = RULE if tick == 0 and scale.low < 0 else PALE
        drawn += [line(x, 0, x, bottom, colour, 1), said(x, bottom + 16, scale.number(tick), "middle")]
    return [*drawn, said((left + WIDTH - 50) / 2, bottom + 36, scale.words, "middle", FAINT)]


def _bar(left: float, y: float, right: float, colour: str) -> str:
    return (
        f'<rect x="{left:.1f}" y="{y - BAR / 2:.1f}" width="{max(right - left, 0.5):.1f}" height="{BAR}" '
        f'fill="{colour}"/>'
    )
