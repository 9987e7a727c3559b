"""A map without tiles: outlines shipped with the program, a circle a town, lines from the one that was clicked."""

import gzip
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from queries.places import Area
from views.charts import PICKED, Spec, picked
from views.look import AMBER, GREEN, WHITE
from views.text import flat
from views.wording import Words

OUTLINES = Path(__file__).resolve().parents[1] / "data" / "outlines"  # `data` holds files alone, no code
HEIGHT, LARGEST = 470, 900  # pixels; square pixels of the largest circle
LAND, COAST, INK = "#f8fafc", "#9fb0c5", "#0f172a"
LAND_MARK: dict[str, Any] = {"type": "geoshape", "fill": LAND, "stroke": COAST, "strokeWidth": 0.6, "aria": False}
CONIC: dict[str, Any] = {"type": "conicConformal", "rotate": [-3, 0], "parallels": [44, 49]}  # near Lambert 93
FLAT: dict[str, Any] = {"type": "naturalEarth1"}


def map_drawn(towns: pd.DataFrame, lines: pd.DataFrame, area: Area, chosen: str = "") -> Spec:
    """Outlines, then lines, then circles whose surface is the number of those there; the place `chosen` is lit.

    Written as Vega-Lite itself: Altair would check every corner of every outline, each time, for two seconds.
    """
    layers = [_land(area), *([_routes(lines)] if len(lines) else []), _circles(_named(towns, chosen))]
    flat_or_not = CONIC if area.country or area.west > -180 else FLAT
    return {"layer": layers, "projection": flat_or_not, "height": HEIGHT}


@cache
def _land(area: Area) -> Spec:
    return {"data": {"values": outlines(area)}, "mark": LAND_MARK}


def _routes(lines: pd.DataFrame) -> Spec:
    mark = {"type": "rule", "color": AMBER, "strokeWidth": 1.2, "opacity": 0.7, "aria": False}
    ends = {"longitude": "lon", "latitude": "lat", "longitude2": "lon_to", "latitude2": "lat_to"}
    return {"data": {"values": _rows(lines)}, "mark": mark, "encoding": _fields(ends)}


def _circles(towns: pd.DataFrame) -> Spec:
    mark = {"type": "circle", "opacity": 0.75, "stroke": WHITE, "strokeWidth": 1, "cursor": "pointer"}
    scale = {"type": "linear", "domainMin": 0, "range": [0, LARGEST]}
    encoding = _fields({"longitude": "lon", "latitude": "lat"}) | {
        "size": {"field": "count", "type": "quantitative", "scale": scale, "legend": _sizes(towns["count"])},
        "color": {
            "condition": [{"param": PICKED, "empty": False, "value": AMBER}, {"test": "datum.chosen", "value": AMBER}],
            "value": GREEN,
        },
        "tooltip": [{"field": one, "type": "nominal", "title": None} for one in ("town", "count")],
    }
    return {"data": {"values": _rows(towns)}, "mark": mark, "encoding": encoding, "params": [picked("place")]}


def _sizes(counts: pd.Series) -> Spec | None:
    """How many the smallest circle stands for, the largest, and one between; nothing where nobody is drawn."""
    if counts.empty:
        return None
    most = int(counts.max())
    return {
        "title": None, "orient": "bottom-left", "values": sorted({1, -(-most // 4), most}), "format": "d",
        "symbolFillColor": GREEN, "symbolStrokeColor": WHITE, "symbolOpacity": 0.75, "labelFontSize": 12,
        "labelColor": INK, "fillColor": WHITE, "padding": 6, "cornerRadius": 4, "offset": 8,
    }  # fmt: skip


def _fields(channels: Mapping[str, str]) -> Spec:
    return {
        channel: {"field": field} | ({} if channel.endswith("2") else {"type": "quantitative"})
        for channel, field in channels.items()
    }


@cache
def outlines(area: Area) -> list[dict[str, Any]]:
    """The polygons that lie wholly in the frame; exterior rings run clockwise, as Vega draws them."""
    found = shapes("departements" if area.country else "countries")
    return [one for one in found if _inside(one["geometry"]["coordinates"][0], area)]


@cache
def shapes(name: str) -> list[dict[str, Any]]:
    """All polygons of a file of outlines."""
    found: list[dict[str, Any]] = json.loads(gzip.decompress((OUTLINES / f"{name}.outline.gz").read_bytes()))
    return found


def outlines_by(say: Words, area: Area) -> str:
    """Who drew the coasts of that map, as their licence asks."""
    return say("Outlines: IGN and INSEE, Licence Ouverte") if area.country else say("Outlines: Natural Earth")


def _inside(ring: list[list[float]], area: Area) -> bool:
    return all(area.west <= x <= area.east and area.south <= y <= area.north for x, y in ring)


def _named(towns: pd.DataFrame, chosen: str) -> pd.DataFrame:
    return towns.assign(town=towns["town"].fillna(towns["place"]).map(flat), chosen=towns["place"] == chosen)


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """A row each, as JSON holds them: numbers as numbers, what is missing as null."""
    rows: list[dict[str, Any]] = json.loads(table.to_json(orient="records"))
    return rows
