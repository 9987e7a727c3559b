"""What lies around a map: the sea, and the land that reaches out of the frame, cut off at the edge of the sheet."""

from functools import cache
from typing import Any

from queries.places import WORLD, Area
from views.charts import Spec
from views.map_drawn import LAND, LAND_MARK, outlines, shapes

SEA, ABROAD = "#dfe9f5", "#eaedf1"
NUMBERS = {"FR": "250"}  # of countries that are drawn by their parts (ISO 3166-1), as the outlines have them


def in_its_place(drawn: Spec, area: Area) -> Spec:
    """The map on the sea, among the land around it; the sheet shows the area, whoever is drawn there."""
    fill = ABROAD if area.country else LAND
    around = {"data": {"values": beyond(area)}, "mark": {**LAND_MARK, "fill": fill, "clip": True}}
    placed = drawn | {"layer": [around, *drawn["layer"]], "view": {"fill": SEA}}
    return placed if area == WORLD else placed | {"projection": {**drawn["projection"], "fit": edge(area)}}


@cache
def beyond(area: Area) -> list[dict[str, Any]]:
    """The polygons of countries that are not drawn as outlines of that area, as far as a sheet can show them."""
    drawn = {id(one) for one in outlines(area)}
    own = NUMBERS.get(area.country)
    return [one for one in shapes("countries") if id(one) not in drawn and one["id"] != own and _near(one, area)]


def _near(shape: dict[str, Any], area: Area) -> bool:
    """Whether something of it is as near to the area as the area is wide."""
    wide, high = area.east - area.west, area.north - area.south
    xs, ys = zip(*shape["geometry"]["coordinates"][0], strict=True)
    across = min(xs) <= area.east + wide and max(xs) >= area.west - wide
    return bool(across and min(ys) <= area.north + high and max(ys) >= area.south - high)


def edge(area: Area) -> Spec:
    """The edge of an area, point by point: it is no straight line on a cone."""
    steps = [n / 20 for n in range(21)]
    points = [[area.west + (area.east - area.west) * one, y] for one in steps for y in (area.south, area.north)]
    points += [[x, area.south + (area.north - area.south) * one] for one in steps for x in (area.west, area.east)]
    return {"type": "Feature", "properties": {}, "geometry": {"type": "MultiPoint", "coordinates": points}}
