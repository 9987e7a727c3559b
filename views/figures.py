"""Figures for a page or a paper: plain SVG, drawn from rows, that needs nothing else."""

from collections.abc import Mapping, Sequence
from html import escape
from itertools import cycle
from typing import NamedTuple

from views.text import flat

LINE = 15  # from one name to the next
INK, PALE, COLOURS = "#1c2430", "#d5dde6", ("#1f4e79", "#c2571a", "#2b7a4b", "#7a3b8f", "#8a6d00")
LETTER, ROW, LEFT, WIDTH, LONGEST = 8.4, 22, 10, 720, 32  # a letter is as wide as a capital may be


class Dot(NamedTuple):
    """A value with the interval that it lies in; without one, both ends are None."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None


def dots(rows: Sequence[Dot], *, axis: str, title: str = "") -> str:
    """A dot a row from the top, on a common axis from 0, each with its interval; names on the left.

    >>> dots([Dot("A", 2, 1, 3)], axis="rank").count("<circle")
    1
    """
    names = [flat(row.name, longest=LONGEST) for row in rows]
    left = LEFT + LETTER * max(map(len, names), default=0) + 12
    most = max((max(row.value, row.high or 0) for row in rows), default=0) or 1
    bottom = _top(title) + ROW * len(rows)
    drawn = [*_grid(most, left, _top(title), bottom, axis)]
    for n, (row, name) in enumerate(zip(rows, names, strict=True)):
        y = _top(title) + ROW * (n + 0.5)
        drawn.append(_text(left - 8, y + 4, name, "end"))
        if row.low is not None and row.high is not None:
            drawn.append(_line(_at(row.low, most, left), y, _at(row.high, most, left), y, COLOURS[0], 5, 0.35))
        drawn.append(f'<circle cx="{_at(row.value, most, left):.1f}" cy="{y:.1f}" r="4.5" fill="{COLOURS[0]}"/>')
    return _svg(drawn, bottom + 40, title)


def lines(series: Mapping[str, Sequence[tuple[float, float]]], *, x: str, y: str, title: str = "") -> str:
    """Lines through points, y from 0 to 1, x from 0; each named at its end.

    >>> lines({"a": [(0, 1), (10, 0.5)]}, x="lost", y="kept").count("<polyline")
    1
    """
    left, high = 60, 220
    right = WIDTH - LETTER * min(max(map(len, series), default=0), LONGEST) - 20
    most = max((point[0] for points in series.values() for point in points), default=0) or 1
    top = _top(title)

    def place(point: tuple[float, float]) -> tuple[float, float]:
        return left + (right - left) * point[0] / most, top + high * (1 - point[1])

    drawn = [_line(left, top + high * (1 - level), right, top + high * (1 - level), PALE, 1) for level in (0, 0.5, 1)]
    drawn += [_text(left - 8, top + high * (1 - level) + 4, f"{level:g}", "end") for level in (0, 0.5, 1)]
    for tick in sorted({point[0] for points in series.values() for point in points}):
        drawn.append(_text(place((tick, 0))[0], top + high + 18, f"{tick:g}", "middle"))
    colours = dict(zip(series, cycle(COLOURS), strict=False))
    for name, points in series.items():
        path = " ".join("{:.1f},{:.1f}".format(*place(point)) for point in points)
        drawn.append(f'<polyline points="{path}" fill="none" stroke="{colours[name]}" stroke-width="2"/>')
    ends = sorted((place(points[-1])[1] + 4, name) for name, points in series.items() if points)
    for height, name in _apart(ends):
        drawn.append(_text(right + 6, height, flat(name, longest=LONGEST), "start", colours[name]))
    drawn += [_text((left + right) / 2, top + high + 36, x, "middle"), _text(LEFT, top - 8, y, "start")]
    return _svg(drawn, top + high + 46, title)


def _apart(ends: Sequence[tuple[float, str]]) -> list[tuple[float, str]]:
    """Names at their heights, each below the one before it."""
    placed: list[tuple[float, str]] = []
    for height, name in ends:
        placed.append((max(height, placed[-1][0] + LINE) if placed else height, name))
    return placed


def _top(title: str) -> float:
    return 46 if title else 24


def _at(value: float, most: float, left: float) -> float:
    return left + (WIDTH - 20 - left) * value / most


def _grid(most: float, left: float, top: float, bottom: float, axis: str) -> list[str]:
    """Lines at 0, a half and the whole of the axis, with their values, and what is measured."""
    drawn = []
    for part in (0.0, 0.5, 1.0):
        x = _at(part * most, most, left)
        drawn += [_line(x, top, x, bottom, PALE, 1), _text(x, bottom + 16, f"{part * most:.3g}", "middle")]
    return [*drawn, _text((left + WIDTH - 20) / 2, bottom + 34, axis, "middle")]


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float, opacity: float = 1) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="{width:g}" '
        f'opacity="{opacity:g}" stroke-linecap="round"/>'
    )


def _text(x: float, y: float, text: str, anchor: str, colour: str = INK) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'


def _svg(drawn: Sequence[str], height: float, title: str) -> str:
    named = f"<title>{escape(title)}</title>" + _text(LEFT, 18, title, "start") if title else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" '
        f'height="{height:.0f}" font-family="sans-serif" font-size="12" role="img">'
        f'<rect width="100%" height="100%" fill="#fff"/>'
        f"{named}{''.join(drawn)}</svg>"
    )
