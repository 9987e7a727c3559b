"""A map as one SVG picture to print, made from the very Vega-Lite that the page draws: title, map, legend, basis."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from queries.basis import Basis
from views import svg_text as on_sheet
from views.charts import Spec
from views.labels import LABEL, LETTER, apart
from views.look import AMBER, GREEN, WHITE
from views.map_drawn import COAST, LARGEST
from views.positions import Point
from views.projections import Projection, projection
from views.svg_text import FAINT, FRAME_HIGH, FRAME_WIDE, GAP, INK, LEGEND, MARGIN, WIDE, Box
from views.text import flat
from views.wording import Words

NAMED, NAME_SIZE = 60, 12.0  # towns that are named where there is room, and the size of their letters
APART = 13.0  # the size that names are kept apart for: capitals are wide
EDGE = 16.0  # kept free around the map, for circles on its coast


@dataclass(frozen=True, slots=True)
class MapPicture:
    """A map as a page shows it, with all that its legend says.

    Attributes:
        drawn: the Vega-Lite of the page.
        chosen: the place that was clicked, "" for none.
        counted: what circles count; `joined`: what lines stand for; `outlines`: who drew the coasts.
        told: who says so.
    """

    title: str
    sentence: str
    drawn: Spec
    chosen: str
    counted: str
    joined: str
    outlines: str
    told: str
    basis: Basis
    language: str


def map_svg(one: MapPicture) -> bytes:
    """The picture, as UTF-8."""
    head = on_sheet.heading(one.title, one.sentence)
    place, circles = _fitted(one.drawn, head.bottom), _values(one.drawn, "circle")
    land, routes = _land(one.drawn, place, head.bottom), _routes(one.drawn, place)
    drawing = "".join([land, *routes, *_circles(one, circles, place), *_names(circles, place)])
    legend = _legend(one, circles, head.bottom)
    said = f"{one.told} {one.basis.sentence(one.language)}".strip()
    foot = on_sheet.footing(said, max(head.bottom + FRAME_HIGH, legend.bottom) + GAP)
    drawn = head.svg + drawing + legend.svg + foot.svg
    return on_sheet.picture(one.title, one.sentence, one.language, drawn, foot.bottom)


def _values(drawn: Spec, mark: str) -> list[dict[str, Any]]:
    """The rows that a kind of mark is drawn from."""
    return [row for layer in drawn["layer"] if layer["mark"]["type"] == mark for row in layer["data"]["values"]]


def _rings(layer: Spec) -> Iterator[list[list[float]]]:
    for shape in layer["data"]["values"]:
        yield from shape["geometry"]["coordinates"]


def _outlined(drawn: Spec) -> list[Spec]:
    return [layer for layer in drawn["layer"] if layer["mark"]["type"] == "geoshape"]


def _shown(drawn: Spec) -> list[list[float]]:
    """Longitudes and latitudes of what is to be seen: the edge that the page asks for, else all that is drawn."""
    if "fit" in drawn["projection"]:
        return list(drawn["projection"]["fit"]["geometry"]["coordinates"])
    corners = [corner for layer in _outlined(drawn) for ring in _rings(layer) for corner in ring]
    return corners + [[row["lon"], row["lat"]] for row in _values(drawn, "circle")]


def _fitted(drawn: Spec, top: float) -> Projection:
    """Degrees to the sheet: stretched alike in both directions, and in the middle of the frame."""
    project = projection(drawn["projection"])
    known = [project(*corner) for corner in _shown(drawn)]
    left, right = min(x for x, _ in known), max(x for x, _ in known)
    above, below = min(y for _, y in known), max(y for _, y in known)
    room = FRAME_WIDE - 2 * EDGE, FRAME_HIGH - 2 * EDGE
    scale = min(room[0] / max(right - left, 1e-9), room[1] / max(below - above, 1e-9))
    x0, y0 = MARGIN + (FRAME_WIDE - scale * (right - left)) / 2, top + (FRAME_HIGH - scale * (below - above)) / 2

    def place(lon: float, lat: float) -> Point:
        x, y = project(lon, lat)
        return x0 + scale * (x - left), y0 + scale * (y - above)

    return place


def _land(drawn: Spec, place: Projection, top: float) -> str:
    """The sea, and on it the land of each layer as one path, cut off at the edge of the frame."""
    frame = f'x="{MARGIN}" y="{top:.1f}" width="{FRAME_WIDE}" height="{FRAME_HIGH}"'
    sea = f'<clipPath id="frame"><rect {frame}/></clipPath><rect {frame} fill="{drawn["view"]["fill"]}"/>'
    land = "".join(_outline(layer, place) for layer in _outlined(drawn))
    return f'{sea}<g clip-path="url(#frame)">{land}</g>'


def _outline(layer: Spec, place: Projection) -> str:
    rings = (" ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*corner) for corner in ring)) for ring in _rings(layer))
    path = "".join(f"M{ring}Z" for ring in rings)
    return f'<path d="{path}" fill="{layer["mark"]["fill"]}" fill-rule="evenodd" stroke="{COAST}" stroke-width="0.6"/>'


def _routes(drawn: Spec, place: Projection) -> Iterator[str]:
    for row in _values(drawn, "rule"):
        (x1, y1), (x2, y2) = place(row["lon"], row["lat"]), place(row["lon_to"], row["lat_to"])
        yield _line(x1, y1, x2, y2)


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="{AMBER}" stroke-width="1.2" opacity="0.7"/>'


def _circles(one: MapPicture, circles: Sequence[dict[str, Any]], place: Projection) -> Iterator[str]:
    most = _most(circles)
    for row in circles:
        colour = AMBER if row["place"] == one.chosen else GREEN
        title = f"<title>{on_sheet.text(row['town'])} · {row['count']}</title>"
        yield f"<g>{title}{_circle(*place(row['lon'], row['lat']), _radius(row['count'], most), colour)}</g>"


def _steps(drawn: Spec) -> list[int]:
    """The sizes that the legend of the page gives to read the others by, the largest first."""
    legends = [layer["encoding"]["size"]["legend"] for layer in drawn["layer"] if layer["mark"]["type"] == "circle"]
    return sorted((count for one in legends if one for count in one["values"]), reverse=True)


def _most(circles: Sequence[dict[str, Any]]) -> int:
    return max((int(row["count"]) for row in circles), default=1)


def _radius(count: int, most: int) -> float:
    """Vega's: the size is the surface of the square around a circle."""
    return sqrt(LARGEST * count / most) / 2


def _circle(x: float, y: float, radius: float, colour: str) -> str:
    look = f'fill="{colour}" opacity="0.75" stroke="{WHITE}" stroke-width="1"'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.2f}" {look}/>'


def _names(circles: Sequence[dict[str, Any]], place: Projection) -> Iterator[str]:
    """The names of the largest, as far as none covers another."""
    most = _most(circles)
    wanted = circles[:NAMED]
    under = {row["place"]: _under(row, _radius(row["count"], most), place) for row in wanted}
    kept = set(apart([(row["place"], row["town"], under[row["place"]]) for row in wanted], size=APART))
    for row in wanted:
        if row["place"] in kept:
            yield on_sheet.words(*under[row["place"]], _short(row), NAME_SIZE, anchor="middle", halo=True)


def _under(row: dict[str, Any], radius: float, place: Projection) -> Point:
    """Where a name has its middle: under its circle, within the frame."""
    x, y = place(row["lon"], row["lat"])
    half = len(_short(row)) * LETTER * NAME_SIZE / 2
    return min(max(x, MARGIN + half), MARGIN + FRAME_WIDE - half), y + radius + NAME_SIZE


def _short(row: dict[str, Any]) -> str:
    return flat(row["town"], longest=LABEL)


def _legend(one: MapPicture, circles: Sequence[dict[str, Any]], top: float) -> Box:
    """What circles count, how large they are, what the colour and the lines of the place chosen mean."""
    say, x = Words(one.language), WIDE - MARGIN - LEGEND + 24
    title = on_sheet.wrapped(one.counted, x - 12, top + GAP, 11.5, INK, LEGEND - 12, weight=600)
    parts, y, most = [title.svg], title.bottom + 4, _most(circles)
    for count in _steps(one.drawn):
        radius = _radius(count, most)
        y += max(radius - 6, 0)
        row = on_sheet.entry(_circle(x, y, radius, GREEN), say.number(count), x, y, 11)
        parts.append(row.svg)
        y = row.bottom + max(radius - 6, 0)
    names = {row["place"]: row["town"] for row in circles}
    if one.chosen in names:
        row = on_sheet.entry(_circle(x, y + 8, 6, AMBER), names[one.chosen], x, y + 8, 11)
        parts.append(row.svg)
        y = row.bottom + 4
    if _values(one.drawn, "rule"):
        row = on_sheet.entry(_line(x - 12, y + 6, x + 12, y + 6), one.joined, x, y + 6, 11)
        parts.append(row.svg)
        y = row.bottom + 4
    below = on_sheet.wrapped(one.outlines, x - 12, y + 10, 9.5, FAINT, LEGEND - 12)
    return Box("".join([*parts, below.svg]), below.bottom)
