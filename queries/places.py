"""Where everyone is: by town, and who cannot be placed."""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from graph.names import fold
from graph.network import Network
from queries.belonging import belonging

TOWN, CENTRE = "town", "centre"  # what is folded, what stands for it
ABROAD, NOWHERE, BEYOND = "abroad", "no_position", "beyond"
PARTS = dict.fromkeys(  # what has a code of its own in ISO 3166-1 and is a part of a country
    ("GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "NC", "PF", "WF", "TF"), "FR"
)


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the world that is drawn.

    Attributes:
        country: whose inhabitants alone are drawn; "" for all.
        west, east, south, north: its frame, in degrees.
    """

    country: str
    west: float
    east: float
    south: float
    north: float

    def holds(self, rows: pd.DataFrame) -> pd.Series:
        """Whether a position lies in the frame."""
        return rows["lon"].between(self.west, self.east) & rows["lat"].between(self.south, self.north)


FRANCE = Area("FR", -5.6, 10.0, 41.0, 51.6)
EUROPE = Area("", -25.0, 45.0, 34.0, 72.0)
WORLD = Area("", -180.0, 180.0, -90.0, 90.0)


@dataclass(frozen=True, slots=True)
class Places:
    """Who is where.

    Attributes:
        towns: a row per town, that with most first, equal ones by name: `place`, `town`,
            `country`, `lat`, `lon`, `count`.
        placed: a row per entity that is drawn: `id`, `place`, `supposed`, whether its position is that of others there.
        left_out: a row per entity that is not: `id`, `reason`: `abroad`, `beyond` (outside the frame), `no_position`.
    """

    towns: pd.DataFrame
    placed: pd.DataFrame
    left_out: pd.DataFrame


def places(
    network: Network, kinds: Collection[str], area: Area, *, region: str | None = None
) -> Places:  # fmt: skip
    """Those of some kinds by town: each at its own position, else at the centre of those known in the same town.

    A town is a name and a country; who has a position and no town is one of its own, to a hundredth of a degree. The
    centre is the median of the positions known there. Of a `region`, only the organisations that belong to it. A
    country that no document gives is taken to be that of the area; its overseas parts are no foreign countries.
    """
    rows = network.entities[network.entities["kind"].isin(list(kinds))][["id", "city", "country", "lat", "lon"]]
    rows = _positioned(rows.reset_index(drop=True))
    if region is not None:
        there = belonging(network, "region")
        rows = rows[rows["id"].isin(there.loc[there["group"] == region, "organisation"].to_list())]
        rows = rows.reset_index(drop=True)
    reason = pd.Series(pd.NA, index=rows.index, dtype="string")
    reason = reason.mask(rows["lat"].isna() | rows["lon"].isna(), NOWHERE)
    if area.country:
        reason = reason.mask(rows["country"].replace(PARTS).fillna(area.country) != area.country, ABROAD)
    reason = reason.mask(reason.isna() & ~area.holds(rows).fillna(False), BEYOND)
    left_out = rows.assign(reason=reason)[reason.notna()][["id", "reason"]].reset_index(drop=True)
    kept = rows[reason.isna()]
    return Places(_towns(kept), kept[["id", "place", "supposed"]].reset_index(drop=True), left_out)


def _positioned(rows: pd.DataFrame) -> pd.DataFrame:
    """With the place of each, and the centre of its town where its own position is unknown."""
    town = rows["city"].map(fold, na_action="ignore").astype("string")
    rows = rows.assign(lat=rows["lat"].astype("Float64"), lon=rows["lon"].astype("Float64"))
    spot = rows["lat"].round(2).astype("string") + "," + rows["lon"].round(2).astype("string")
    rows = rows.assign(place=(rows["country"].fillna("") + "/" + town).fillna(spot))
    centre = rows.groupby("place")[["lat", "lon"]].median()
    supposed = rows["lat"].isna() | rows["lon"].isna()
    filled = {one: rows[one].mask(supposed, rows["place"].map(centre[one])) for one in ("lat", "lon")}
    return rows.assign(**filled, supposed=supposed)


def _towns(rows: pd.DataFrame) -> pd.DataFrame:
    made = rows.groupby("place").agg(
        town=("city", "first"), country=("country", "first"), lat=("lat", "median"), lon=("lon", "median"),
        count=("id", "size"),
    ).reset_index()  # fmt: skip
    return made.sort_values(["count", "place"], ascending=[False, True], ignore_index=True)
