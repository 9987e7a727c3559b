"""Makes `outlines/` from the files that its README names: `python -m data.make_outlines FOLDER`.

Rings are cut where they cross the 180th meridian, closed where they go around a pole, and turned so that exterior ones
run clockwise, as Vega draws them. Points are rounded; those that fall together are kept once.
"""

import gzip
import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

OUTLINES = Path(__file__).parent / "outlines"
Ring = list[list[float]]
HALF, WHOLE, SOUTH = 180.0, 360.0, -90.0  # degrees of longitude, and of the pole
NOTHING = 1e-6  # square degrees


def main() -> None:
    folder = Path(sys.argv[1])
    departments = json.loads((folder / "departements_2018.geojson").read_text(encoding="utf-8"))
    found = [
        (one["properties"]["code"], rings) for one in departments["features"] for rings in _polygons(one["geometry"])
    ]
    _write("departements", [(code, _shape(rings, 2)) for code, rings in found])
    world = json.loads((folder / "world_countries_110m.topojson").read_text(encoding="utf-8"))
    countries = [
        (one.get("id", ""), arcs) for one in world["objects"]["countries"]["geometries"] for arcs in _arcs(one)
    ]
    land = [(number, part) for number, arcs in countries for part in _apart(_joined(world, arcs))]
    _write("countries", [(number, _shape(rings, 1)) for number, rings in land])


def _polygons(shape: dict[str, Any]) -> list[list[Ring]]:
    return [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]


def _arcs(shape: dict[str, Any]) -> list[list[list[int]]]:
    return [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]


def _joined(world: dict[str, Any], rings: list[list[int]]) -> list[Ring]:
    """The rings of a polygon, put together from the arcs that they name; ~n is arc n backwards."""
    made = []
    for ring in rings:
        points: Ring = []
        for one in ring:
            arc = list(_decoded(world, ~one if one < 0 else one))
            points += (arc[::-1] if one < 0 else arc)[bool(points) :]
        made.append(points)
    return made


def _decoded(world: dict[str, Any], number: int) -> Iterator[list[float]]:
    (wide, high), (left, low) = world["transform"]["scale"], world["transform"]["translate"]
    x = y = 0
    for dx, dy in world["arcs"][number]:
        x, y = x + dx, y + dy
        yield [x * wide + left, y * high + low]


def _apart(rings: list[Ring]) -> list[list[Ring]]:
    """A polygon in parts, none across the 180th meridian; what is cut has no hole, which the first part would keep."""
    holes = rings[1:]
    return [[part, *(holes if n == 0 else [])] for n, part in enumerate(within_the_sheet(rings[0]))]


def within_the_sheet(ring: Ring) -> list[Ring]:
    """The parts of a ring on a sheet from -180 to 180 degrees."""
    whole = _unrolled(ring)
    sheets = (_between(whole, WHOLE * n - HALF, WHOLE * n + HALF) for n in (-1, 0, 1))
    parts = [[[x - WHOLE * n, y] for x, y in part] for n, part in zip((-1, 0, 1), sheets, strict=True)]
    return [part for part in parts if abs(area(part)) > NOTHING]


def _unrolled(ring: Ring) -> Ring:
    """The ring without jumps from one edge of the sheet to the other; around the pole, it runs by way of it."""
    whole = [list(ring[0])]
    for x, y in ring[1:]:
        before = whole[-1][0]
        whole.append([x + WHOLE * round((before - x) / WHOLE), y])
    (first, _), (last, _) = whole[0], whole[-1]
    return whole if abs(last - first) < HALF else [*whole, [last, SOUTH], [first, SOUTH], whole[0]]


def _between(ring: Ring, west: float, east: float) -> Ring:
    """What of a ring lies between two meridians (Sutherland and Hodgman, 1974)."""
    return _beside(_beside(ring, west, 1), east, -1)


def _beside(ring: Ring, meridian: float, side: int) -> Ring:
    """What of a ring lies east of a meridian, or west of it where the side is -1."""
    kept: Ring = []
    for (x0, y0), (x1, y1) in pairwise(ring):
        here, there = side * (x0 - meridian) >= 0, side * (x1 - meridian) >= 0
        kept += [[x0, y0]] if here else []
        kept += [[meridian, y0 + (y1 - y0) * (meridian - x0) / (x1 - x0)]] if here != there else []
    return [*kept, kept[0]] if kept else []


def _shape(rings: list[Ring], digits: int) -> list[Ring]:
    """The rings rounded and turned; one that has no surface left is dropped."""
    rounded = [_rounded(ring, digits) for ring in rings]
    kept = [ring for ring in rounded if len(ring) > 3]
    return [ring if (area(ring) < 0) == (n == 0) else ring[::-1] for n, ring in enumerate(kept)]


def _rounded(ring: Ring, digits: int) -> Ring:
    points = [[round(x, digits), round(y, digits)] for x, y in ring]
    return [one for n, one in enumerate(points) if n == 0 or one != points[n - 1]]


def area(ring: Ring) -> float:
    """Twice the surface inside a ring, in square degrees: above 0 where it runs counterclockwise."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring))


def _write(name: str, polygons: list[tuple[str, list[Ring]]]) -> None:
    """Each with the number of its department, or of its country (ISO 3166-1), "" where the source has none."""
    features = [
        {"type": "Feature", "id": number, "geometry": {"type": "Polygon", "coordinates": rings}}
        for number, rings in polygons
        if rings
    ]
    text = json.dumps(features, separators=(",", ":")).encode()
    (OUTLINES / f"{name}.outline.gz").write_bytes(gzip.compress(text, mtime=0))


if __name__ == "__main__":
    main()
