"""What is drawn as one SVG picture to print: title, drawing, legend, basis. Names are text, nothing is fetched."""

from collections.abc import Iterator, Mapping, Sequence
from math import log2
from typing import NamedTuple

from views import svg_text as on_sheet
from views.labels import LABEL, LETTER, apart
from views.look import BLUE, Look
from views.mark_svg import DASHES, LINE, mark
from views.marks import Scale
from views.positions import Point
from views.sheet import Actor, Sheet
from views.svg_text import FAINT, FRAME_HIGH, FRAME_WIDE, GAP, INK, LEGEND, MARGIN, WIDE, Box
from views.text import flat
from views.wording import Words

EDGE = 46.0  # kept free around the drawing, for names
NAME, NAME_SIZE = LABEL, 12.0  # letters of a name on the drawing, and their size
APART = 13.0  # the size that names are kept apart for: capitals are wide
SMALLEST = 0.6  # of the size on the canvas, that a mark still has
NAMED = 60  # names beside those that the canvas shows unasked, where there is room


class Plan(NamedTuple):
    """Where everybody stands on the sheet, and how many of its units one of the canvas is."""

    points: Mapping[str, Point]
    scale: float


def svg(sheet: Sheet) -> bytes:
    """The picture, as UTF-8."""
    say = Words(sheet.language)
    head = on_sheet.heading(sheet.title, sheet.sentence)
    plan = _plan(sheet.actors, head.bottom)
    drawing = "".join([*_lines(sheet, plan.points), *_marks(sheet, plan), *_names(sheet, plan)])
    legend = _legend(sheet, say, plan, head.bottom)
    low = max(head.bottom + FRAME_HIGH, legend.bottom) + GAP
    foot = on_sheet.footing(sheet.basis.sentence(sheet.language), low)
    drawn = head.svg + drawing + legend.svg + foot.svg
    return on_sheet.picture(sheet.title, sheet.sentence, sheet.language, drawn, foot.bottom)


def _plan(actors: Sequence[Actor], top: float) -> Plan:
    """Places in the frame: stretched alike in both directions, and in the middle of it."""
    if not actors:
        return Plan({}, 1.0)
    left, right = min(one.x for one in actors), max(one.x for one in actors)
    above, below = min(one.y for one in actors), max(one.y for one in actors)
    room = FRAME_WIDE - 2 * EDGE, FRAME_HIGH - 2 * EDGE
    scale = min(room[0] / max(right - left, 1.0), room[1] / max(below - above, 1.0), 1.6)
    x0 = MARGIN + (FRAME_WIDE - scale * (right - left)) / 2
    y0 = top + (FRAME_HIGH - scale * (below - above)) / 2
    return Plan({one.id: (x0 + scale * (one.x - left), y0 + scale * (one.y - above)) for one in actors}, scale)


def _lines(sheet: Sheet, points: Mapping[str, Point]) -> Iterator[str]:
    for line in sheet.lines:
        (x1, y1), (x2, y2) = points[line.low], points[line.high]
        dashes = f" {DASHES}" if line.dashed else ""
        wide, colour = 1 + log2(max(line.count, 1)), LINE
        if line.lit:
            wide, colour = wide + 1.5, BLUE
        yield (
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"'
            f' stroke-width="{wide:.2f}"{dashes}/>'
        )
    for line in sheet.lines:
        if line.count > 1:
            (x1, y1), (x2, y2) = points[line.low], points[line.high]
            yield on_sheet.words((x1 + x2) / 2, (y1 + y2) / 2 + 3.5, str(line.count), 10, anchor="middle", halo=True)


def _marks(sheet: Sheet, plan: Plan) -> Iterator[str]:
    for actor in sheet.actors:
        title = f"<title>{on_sheet.text(actor.name)} · {on_sheet.text(actor.word)}</title>"
        yield f"<g>{title}{mark(_scaled(actor.look, plan), *plan.points[actor.id])}</g>"


def _scaled(one: Look, plan: Plan) -> Look:
    """A mark as large beside the others as on the canvas, within what one can still see."""
    return one._replace(size=round(one.size * min(max(plan.scale, SMALLEST), 1.0), 2))


def _names(sheet: Sheet, plan: Plan) -> Iterator[str]:
    """The names that the canvas shows unasked, then those of the most linked, as far as none covers another."""
    linked = sorted(sheet.actors, key=lambda one: (not one.always, -one.links, one.id))
    wanted = [one for one in linked if one.name != one.id]
    wanted = wanted[: NAMED + sum(one.always for one in wanted)]
    places = {one.id: _below(one, plan) for one in wanted}
    kept = set(apart([(one.id, one.name, places[one.id]) for one in wanted], size=APART))
    for one in wanted:
        if one.id in kept:
            yield on_sheet.words(*places[one.id], flat(one.name, longest=NAME), NAME_SIZE, anchor="middle", halo=True)


def _below(one: Actor, plan: Plan) -> Point:
    """Where the name of an actor has its middle: under its mark, within the frame."""
    x, y = plan.points[one.id]
    half = len(flat(one.name, longest=NAME)) * LETTER * NAME_SIZE / 2
    return min(max(x, MARGIN + half), MARGIN + FRAME_WIDE - half), y + _scaled(one.look, plan).size + NAME_SIZE


def _legend(sheet: Sheet, say: Words, plan: Plan, top: float) -> Box:
    """Every kind that is drawn, with its mark, word and count; what sizes and colours mean; what lines mean."""
    x, y, parts = WIDE - MARGIN - LEGEND + 24, top + GAP, []
    for key in sheet.legend:
        row = on_sheet.entry(mark(key.look, x, y), f"{key.word} · {say.number(key.count)}", x, y, 12)
        parts.append(row.svg)
        y = row.bottom + 4
    for scale in sheet.scales:
        below = _scale(scale, plan, x, y + 10)
        parts.append(below.svg)
        y = below.bottom
    meant = _lines_meant(sheet, say, x, y)
    return Box("".join([*parts, meant.svg]), meant.bottom)


def _scale(scale: Scale, plan: Plan, x: float, y: float) -> Box:
    """What sizes or colours mean, dots as large as they are drawn."""
    title = on_sheet.wrapped(scale.title, x - 12, y, 11.5, INK, LEGEND - 12, weight=600)
    parts, y = [title.svg], title.bottom
    for one in scale.swatches:
        dot = _scaled(Look("dot", "●", one.fill, one.border, one.size), plan)
        y += max(dot.size - 6, 0)
        row = on_sheet.entry(mark(dot, x, y), one.word, x, y, 11)
        parts.append(row.svg)
        y = row.bottom + max(dot.size - 6, 0)
    return Box("".join(parts), y)


def _lines_meant(sheet: Sheet, say: Words, x: float, y: float) -> Box:
    """What lines, dashes and numbers mean, of those that are drawn."""
    path = say("the path asked for")
    kinds = [
        (f'stroke="{LINE}"', say("something is done between the two"), any(not one.dashed for one in sheet.lines)),
        (
            f'stroke="{LINE}" {DASHES}',
            say("nothing confirmed, signed, held or ended"),
            any(one.dashed for one in sheet.lines),
        ),
        (f'stroke="{BLUE}" stroke-width="2.5"', path, any(one.lit for one in sheet.lines)),
    ]
    parts = []
    for paint, words, drawn in kinds:
        if drawn:
            y += 6
            line = f'<line x1="{x - 12:g}" y1="{y:g}" x2="{x + 12:g}" y2="{y:g}" {paint}/>'
            row = on_sheet.entry(line, words, x, y, 11, colour=FAINT)
            parts.append(row.svg)
            y = row.bottom
    if any(line.count > 1 for line in sheet.lines):
        told = on_sheet.wrapped(
            say("a number on a line: how many links it stands for"), x - 12, y + 10, 11, FAINT, LEGEND - 12
        )
        parts.append(told.svg)
        y = told.bottom
    return Box("".join(parts), y)
