"""What figures are made of: a sheet with its title and its basis, an axis with round numbers, lines and words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import NamedTuple

from views.svg_text import FAINT, INK, text, words, wrapped

COLOURS = ("#1f4e79", "#c2571a", "#2b7a4b", "#7a3b8f", "#8a6d00")
DASHES = ("", "9 4", "2 4", "10 4 2 4", "18 5")  # of lines: drawn and left out, in pixels
CORNERS: tuple[tuple[tuple[float, float], ...], ...] = (  # of what marks a point; none: a circle
    (), ((-1, -1), (1, -1), (1, 1), (-1, 1)), ((0, -1.4), (1.2, 1), (-1.2, 1)),
    ((0, -1.5), (1.5, 0), (0, 1.5), (-1.5, 0)), ((0, 1.4), (1.2, -1), (-1.2, -1)),
)  # fmt: skip
PALE, SOFT, RULE = "#d5dde6", "#9db3c9", "#7f8ea3"
WIDTH, LEFT, SIZE = 720, 10.0, 12.0  # of a figure; what is kept free beside it; of its letters
CAPITAL, LETTER = 8.4, 7.0  # how wide letters of that size are
STEPS = (1.0, 2.0, 5.0, 10.0)  # between the numbers of an axis, times a power of ten
TICKS = 5  # numbers on an axis, about

Number = Callable[[float], str]


def short(value: float) -> str:
    """A number as programs write it, to three digits."""
    return f"{value:.3g}"


class Look(NamedTuple):
    """How a line is told from the others, by whoever sees no colours too."""

    colour: str
    dash: str
    corners: tuple[tuple[float, float], ...]


LOOKS = tuple(map(Look, COLOURS, DASHES, CORNERS))


@dataclass(frozen=True)
class Figure:
    """A drawing on a sheet of `WIDTH` pixels.

    Attributes:
        marks: what is drawn, from the top.
        height: how far down it reaches.
        title: what it shows.
        note: how it is read, and how much of all there is it shows.
    """

    marks: tuple[str, ...]
    height: float
    title: str = ""
    note: str = ""

    @property
    def told(self) -> str:
        """What it shows in words, for whoever does not see it."""
        return " ".join(filter(None, [self.title, self.note]))

    @property
    def high(self) -> float:
        """How high the whole picture is, without a foot."""
        return self._head()[1] + self.height

    def svg(self, foot: str = "") -> str:
        """The whole picture; `foot` says below it on what it rests."""
        above, top = self._head()
        below = wrapped(foot, LEFT, top + self.height + 16, 9, FAINT, WIDTH - 2 * LEFT)
        high = below.bottom if foot else self.high
        named = f"<title>{text(self.title)}</title><desc>{text(self.told, longest=600)}</desc>" if self.title else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {high:.0f}" width="{WIDTH}" '
            f'height="{high:.0f}" font-family="sans-serif" font-size="{SIZE:g}" role="img">{named}'
            f'<rect width="100%" height="100%" fill="#fff"/>{above}'
            f'<g transform="translate(0 {top:.1f})">{"".join(self.marks)}</g>{below.svg}</svg>'
        )

    def _head(self) -> tuple[str, float]:
        """Title and note, and where the drawing begins."""
        above = [words(LEFT, 20, self.title, 14, weight=600)] if self.title else []
        top = 30.0 if self.title else 8.0
        if self.note:
            told = wrapped(self.note, LEFT, top + 10, 11, FAINT, WIDTH - 2 * LEFT)
            return "".join([*above, told.svg]), told.bottom
        return "".join(above), top


class Axis(NamedTuple):
    """What is measured, between which ends, and how its numbers are written."""

    words: str
    low: float
    high: float
    whole: bool = False
    number: Number = short

    def part(self, value: float) -> float:
        """How far along the axis a value is, from 0 to 1."""
        return (value - self.low) / (self.high - self.low)

    @property
    def ticks(self) -> list[float]:
        """Round numbers between the ends, and the lower end.

        >>> Axis("", 0, 9).ticks, Axis("", 1, 3, whole=True).ticks, Axis("", -0.2, 0.3).ticks
        ([0, 2.0, 4.0, 6.0, 8.0], [1, 2.0, 3.0], [-0.2, -0.1, 0.0, 0.1, 0.2, 0.3])
        """
        step = max(_step(self.high - self.low), float(self.whole))
        first, last = floor(self.low / step) + 1, floor(self.high / step + 1e-9)
        rest = [round(step * n, 10) for n in range(first, last + 1)]
        return [self.low, *(one for one in rest if one - self.low > 0.3 * step)]


def axis(words: str, values: Iterable[float], *, start: float = 0, number: Number = short) -> Axis:
    """An axis that holds `start` and these values."""
    known = sorted([start, *values])
    high = known[-1] if known[-1] > known[0] else known[0] + 1
    return Axis(words, known[0], high, all(float(one).is_integer() for one in known), number)


def _step(span: float) -> float:
    rough = span / TICKS
    power = 10.0 ** floor(log10(rough))
    return next(power * one for one in STEPS if power * one >= rough * 0.999)


def across(name: str) -> float:
    """How wide a text is, in pixels."""
    return sum(CAPITAL if one.isupper() else LETTER for one in name)


def column(names: Sequence[str]) -> float:
    """Where names end that stand on the left, each flush with the next."""
    return LEFT + ceil(max(map(across, names), default=0)) + 12


def line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float, opacity: float = 1) -> str:
    """A straight line with round ends."""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="{width:g}" '
        f'opacity="{opacity:g}" stroke-linecap="round"/>'
    )


def dot(x: float, y: float, size: float, colour: str, opacity: float = 1) -> str:
    """A full circle with a white edge, so that two that meet are two."""
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:g}" fill="{colour}" fill-opacity="{opacity:g}" '
        'stroke="#fff" stroke-width="1"/>'
    )


def path(points: Sequence[tuple[float, float]], look: Look) -> list[str]:
    """A line through points, each marked."""
    through = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashed = f' stroke-dasharray="{look.dash}"' if look.dash else ""
    drawn = f'<polyline points="{through}" fill="none" stroke="{look.colour}" stroke-width="2"{dashed}/>'
    return [drawn, *(point(x, y, 3.5, look) for x, y in points)]


def point(x: float, y: float, size: float, look: Look) -> str:
    """What marks a point of a line."""
    if not look.corners:
        return dot(x, y, size, look.colour)
    corners = " ".join(f"{x + size * right:.1f},{y + size * down:.1f}" for right, down in look.corners)
    return f'<polygon points="{corners}" fill="{look.colour}" stroke="#fff" stroke-width="1"/>'


def of_row(row: int | None, marks: Sequence[str], around: str = "") -> list[str]:
    """Marks that stand for a row of the table; what is `around` them is seen when it is pointed at.

    >>> of_row(3, ["<circle/>"]), of_row(None, ["<circle/>"])
    (['<g data-row="3"><circle/></g>'], ['<circle/>'])
    """
    return list(marks) if row is None else [f'<g data-row="{row}">{"".join([around, *marks])}</g>']


def band(top: float, bottom: float) -> str:
    """All that is between two heights."""
    return f'<path d="M0 {top:g}H{WIDTH}V{bottom:g}H0Z" opacity="0"/>'


def beside(points: Sequence[tuple[float, float]]) -> str:
    """All that is near a line through points."""
    through = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f'<path d="M{through}" fill="none" stroke="{INK}" stroke-width="14" opacity="0"/>' if points else ""


def said(x: float, y: float, name: str, anchor: str = "start", colour: str = INK) -> str:
    """Words on a drawing, readable where they cross a line."""
    return words(x, y, name, SIZE, colour=colour, anchor=anchor, halo=True)
