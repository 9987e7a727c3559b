"""A map without tiles: outlines shipped with the program, a circle a town, lines from the one that was clicked."""

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd

from queries.places import Area
from views.charts import Drawn, picking
from views.look import AMBER, GREEN, WHITE
from views.text import flat

OUTLINES = Path(__file__).resolve().parents[1] / "data" / "outlines"  # `data` holds files alone, no code
HEIGHT = 470
LAND, COAST = "#f1f5f9", "#b6c2d2"
CONIC: dict[str, Any] = {"type": "conicConformal", "rotate": [-3, 0], "parallels": [44, 49]}  # near Lambert 93
FLAT: dict[str, Any] = {"type": "naturalEarth1"}


def map_drawn(towns: pd.DataFrame, lines: pd.DataFrame, area: Area) -> Drawn:
    """Outlines, then lines, then circles whose surface is the number of those there."""
    picked = picking("place")
    land = alt.Chart(alt.InlineData(values=outlines(area))).mark_geoshape(
        fill=LAND, stroke=COAST, strokeWidth=0.6, aria=False
    )
    routes = alt.Chart(_values(lines)).mark_rule(color=AMBER, strokeWidth=1.2, opacity=0.7, aria=False).encode(
        longitude="lon:Q", latitude="lat:Q", longitude2="lon_to:Q", latitude2="lat_to:Q"
    )  # fmt: skip
    circles = alt.Chart(_values(towns.assign(town=_named(towns)))).mark_circle(
        color=GREEN, opacity=0.75, stroke=WHITE, strokeWidth=1, cursor="pointer"
    ).encode(
        longitude="lon:Q", latitude="lat:Q",
        size=alt.Size("count:Q", scale=alt.Scale(type="linear", domainMin=0, range=[0, 900]), legend=None),
        color=alt.when(picked, empty=False).then(alt.value(AMBER)).otherwise(alt.value(GREEN)),
        tooltip=[alt.Tooltip("town:N", title=None), alt.Tooltip("count:Q", title=None)],
    ).add_params(picked)  # fmt: skip
    layers = [land, routes, circles] if len(lines) else [land, circles]
    return alt.layer(*layers).project(**(CONIC if area.country or area.west > -180 else FLAT)).properties(height=HEIGHT)


@cache
def outlines(area: Area) -> list[dict[str, Any]]:
    """The polygons that lie wholly in the frame; exterior rings run clockwise, as Vega draws them."""
    name = "departements" if area.country else "countries"
    packed = (OUTLINES / f"{name}.outline.gz").read_bytes()
    found: list[dict[str, Any]] = json.loads(gzip.decompress(packed))
    return [one for one in found if _inside(one["geometry"]["coordinates"][0], area)]


def _inside(ring: list[list[float]], area: Area) -> bool:
    return all(area.west <= x <= area.east and area.south <= y <= area.north for x, y in ring)


def _named(towns: pd.DataFrame) -> pd.Series:
    return towns["town"].fillna(towns["place"]).map(flat)


def _values(rows: pd.DataFrame) -> pd.DataFrame:
    """Plain columns, as Altair reads them."""
    numbers = {"lat", "lon", "lat_to", "lon_to", "count"} & {*rows.columns}
    return rows.astype({one: "float" if one in numbers else "object" for one in rows.columns})
