"""Text and frames of pictures to print, as SVG: names are text, lines are as long as the sheet is wide."""

from html import escape
from typing import NamedTuple

from graph.export import xml_text
from views.labels import LETTER
from views.text import flat

WIDE, MARGIN, LEGEND = 1120.0, 28.0, 220.0  # A4 across, in pixels; the column of the legend
FRAME_WIDE, FRAME_HIGH = WIDE - LEGEND - 2 * MARGIN, 600.0
INK, FAINT = "#0f172a", "#475569"
FACE = "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
GAP = 18.0


class Box(NamedTuple):
    """What was drawn, and how far down it reaches."""

    svg: str
    bottom: float


def picture(title: str, sentence: str, language: str, drawn: str, bottom: float) -> bytes:
    """The whole file, as UTF-8: what was drawn on a white sheet, down to `bottom`."""
    high = bottom + MARGIN / 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE:g}" height="{high:.0f}"'
        f' viewBox="0 0 {WIDE:g} {high:.0f}" font-family="{FACE}" role="img" xml:lang="{language}">'
        f"<title>{text(title)}</title><desc>{text(sentence, longest=600)}</desc>"
        f'<rect width="100%" height="100%" fill="#ffffff"/>{drawn}</svg>\n'
    ).encode()


def heading(title: str, sentence: str) -> Box:
    """The title, and below it what is shown in a sentence."""
    above = words(MARGIN, MARGIN + 14, flat(title, longest=90), 20, weight=600)
    told = paragraph(sentence, MARGIN + 36, 12, FAINT)
    return Box(above + told.svg, told.bottom + 4)


def footing(sentence: str, y: float) -> Box:
    """On what it rests, across the foot of the sheet."""
    return paragraph(sentence, y, 9.5, FAINT)


def entry(drawn: str, meaning: str, x: float, y: float, size: float, *, colour: str = INK) -> Box:
    """A mark of the legend, and beside it what it means."""
    told = wrapped(meaning, x + 20, y + 4, size, colour, WIDE - MARGIN - x - 20)
    return Box(drawn + told.svg, told.bottom)


def paragraph(said: str, y: float, size: float, colour: str) -> Box:
    """Text across the whole sheet."""
    return wrapped(said, MARGIN, y, size, colour, WIDE - 2 * MARGIN)


def wrapped(
    said: str, x: float, y: float, size: float, colour: str, wide: float, *, weight: int = 400
) -> Box:  # fmt: skip
    """Text on as many lines as it needs; `y` is the foot of the first."""
    most, rows = int(wide / (LETTER * size)), [""]
    for word in flat(said, longest=2_000).split():
        joined = f"{rows[-1]} {word}".strip()
        rows = [*rows[:-1], joined] if len(joined) <= most else [*rows, flat(word, longest=most)]
    parts = (
        words(x, y + i * size * 1.35, row, size, colour=colour, weight=weight)
        for i, row in enumerate(filter(None, rows))
    )
    return Box("".join(parts), y + len(rows) * size * 1.35)


def words(
    x: float, y: float, said: str, size: float, *, colour: str = INK, anchor: str = "start", weight: int = 400,
    halo: bool = False,
) -> str:  # fmt: skip
    """Text on one line; with a halo it can be read on a drawing."""
    round_it = ' paint-order="stroke" stroke="#ffffff" stroke-width="3" stroke-linejoin="round"' if halo else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" font-weight="{weight}" fill="{colour}"'
        f' text-anchor="{anchor}"{round_it}>{text(said)}</text>'
    )


def text(said: str, *, longest: int = 200) -> str:
    """Text as it stands in an XML file, on one line."""
    return escape(xml_text(flat(said, longest=longest)))
