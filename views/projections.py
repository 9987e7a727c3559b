"""From longitude and latitude to a sheet, as Vega projects a map: for pictures that agree with what a page shows."""

from collections.abc import Callable, Mapping
from math import cos, log, pi, radians, sin, tan
from typing import Any

from views.positions import Point

Projection = Callable[[float, float], Point]


def projection(asked: Mapping[str, Any]) -> Projection:
    """What a Vega-Lite map is projected with: degrees to a plane on which y runs downwards, in units of its own.

    Source:
        Snyder (1987), Map Projections: A Working Manual, USGS 1395, 107–109; Šavrič, Jenny and others (2015), A
        Polynomial Equation for the Natural Earth Projection.
    """
    if asked["type"] == "naturalEarth1":
        return _natural_earth
    return _conformal_conic(asked["rotate"][0], *asked["parallels"])


def _conformal_conic(turned: float, first: float, second: float) -> Projection:
    """Lambert's, true to scale on two parallels; `turned` is the meridian in the middle, its sign changed."""
    one, other = radians(first), radians(second)
    cone = log(cos(one) / cos(other)) / log(_steep(other) / _steep(one))
    scale = cos(one) * _steep(one) ** cone / cone

    def place(lon: float, lat: float) -> Point:
        away, angle = scale / _steep(radians(lat)) ** cone, cone * radians(lon + turned)
        return away * sin(angle), away * cos(angle) - scale

    return place


def _steep(lat: float) -> float:
    return tan((pi / 2 + lat) / 2)


def _natural_earth(lon: float, lat: float) -> Point:
    x, y = radians(lon), radians(lat)
    y2 = y * y
    y4 = y2 * y2
    wide = 0.8707 - 0.131979 * y2 + y4 * (-0.013791 + y4 * (0.003971 * y2 - 0.001529 * y4))
    high = 1.007226 + y2 * (0.015085 + y4 * (-0.044475 + 0.028874 * y2 - 0.005916 * y4))
    return x * wide, -y * high
