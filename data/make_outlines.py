"""Makes `outlines/` from the files that its README names: `python -m data.make_outlines FOLDER`.

Rings are turned so that exterior ones run clockwise, as Vega draws them. Points are rounded; those that
fall together are kept once.
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


def main() -> None:
    folder = Path(sys.argv[1])
    departments = json.loads((folder / "departements_2018.geojson").read_text(encoding="utf-8"))
    shapes = [feature["geometry"] for feature in departments["features"]]
    _write("departements", [_shape(rings, 2) for shape in shapes for rings in _polygons(shape)])
    world = json.loads((folder / "world_countries_110m.topojson").read_text(encoding="utf-8"))
    land = [_joined(world, rings) for one in world["objects"]["countries"]["geometries"] for rings in _arcs(one)]
    _write("countries", [_shape(rings, 1) for rings in land])


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


def _write(name: str, polygons: list[list[Ring]]) -> None:
    features = [{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": one}} for one in polygons if one]
    text = json.dumps(features, separators=(",", ":")).encode()
    (OUTLINES / f"{name}.outline.gz").write_bytes(gzip.compress(text, mtime=0))


if __name__ == "__main__":
    main()
