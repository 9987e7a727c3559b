"""The marks and lines of the canvas as SVG."""

from math import cos, pi, sin, sqrt

from views.look import Look
from views.positions import Point

LINE = "#7f8ea3"
DASHES = 'stroke-dasharray="7 5"'


def mark(one: Look, x: float, y: float) -> str:
    """A shape of the canvas, as the drawing library draws it."""
    paint = f'fill="{one.fill}" stroke="{one.border}" stroke-width="1.5"'
    if one.shape == "dot":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{one.size:g}" {paint}/>'
    corners = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in CORNERS[one.shape](one.size))
    return f'<polygon points="{corners}" {paint}/>'


def _square(r: float) -> list[Point]:
    return [(-r, -r), (r, -r), (r, r), (-r, r)]


def _diamond(r: float) -> list[Point]:
    return [(0, r), (r, 0), (0, -r), (-r, 0)]


def _triangle(r: float) -> list[Point]:
    half = 1.15 * r
    inner, whole, down = half / sqrt(3), half * sqrt(3), 0.275 * 1.15 * r
    return [(0, down - (whole - inner)), (half, down + inner), (-half, down + inner)]


def _hexagon(r: float) -> list[Point]:
    return [(r * cos(i * pi / 3), r * sin(i * pi / 3)) for i in range(6)]


def _star(r: float) -> list[Point]:
    r *= 0.82
    rays = [(1.3 if i % 2 == 0 else 0.5) * r for i in range(10)]
    return [(ray * sin(i * pi / 5), 0.1 * r - ray * cos(i * pi / 5)) for i, ray in enumerate(rays)]


CORNERS = {
    "square": _square, "diamond": _diamond, "triangle": _triangle, "hexagon": _hexagon, "star": _star,
}  # fmt: skip
