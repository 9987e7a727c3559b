"""JSON to tables of text: an array, `{"data": [...]}`, one object a line, GeoJSON. Numbers stay as they are written."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from graph.errors import DatasetError
from ingest.archives import Packed
from ingest.encodings import survey
from ingest.faults import Fault, fault
from ingest.headers import WIDEST
from ingest.json_stream import BadLine, values
from ingest.sheet import Rows, Sheet

FRANCE = ((41.0, 51.5), (-5.5, 10.0))  # latitudes, longitudes
MOST = 10_000  # values that are no objects
Record = tuple[int, Mapping[str, str]]


def json_table(packed: Packed, *, encoding: str = "") -> Sheet:
    """The objects of a JSON file as rows, with the lines on which they begin; read again each time, and not held.

    Raises:
        DatasetError: it is not JSON, holds no objects or far too many names, or is nested too deeply.
    """
    found = survey(packed, encoding, has_lines=False)
    seen = _Seen(packed.name)
    for line, value in values(packed, found.encoding):
        seen.take(line, value)
    header = tuple(seen.titles)
    if not header:
        raise _no_objects(packed.name)
    detected = {"encoding": found.encoding, "format": "JSON"}
    rows = partial(_rows, packed, found.encoding, header)
    return Sheet(packed.name, "", header, 1, found.sha256, detected, (*seen.faults, *seen.swapped()), rows)


def _no_objects(name: str) -> DatasetError:
    return DatasetError("{} holds no objects: write a list of them, each with the same names.", name)


def _rows(packed: Packed, encoding: str, header: tuple[str, ...]) -> Rows:
    for line, value in values(packed, encoding):
        if isinstance(value, dict):
            row = _flat(value)
            yield line, [row.get(title, "") for title in header]


class _Seen:
    """What is to be known of all values before any is a row."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.titles: dict[str, None] = {}
        self.faults: list[Fault] = []
        self.points: Counter[str] = Counter()
        self.first_swapped = 0

    def take(self, line: int, value: Any) -> None:
        if isinstance(value, dict):
            self._row(line, _flat(value))
        elif isinstance(value, BadLine):
            self._odd(fault("bad_json", self.name, line, value=value.text))
        else:
            self._odd(fault("no_object", self.name, line, value=json.dumps(value, ensure_ascii=False)))

    def _row(self, line: int, row: Mapping[str, str]) -> None:
        self.titles.update(dict.fromkeys(row))
        if len(self.titles) > WIDEST:
            raise DatasetError(
                "{} has {:# column|# columns}: keep the few that say something, {} at most.",
                self.name,
                len(self.titles),
                WIDEST,
            )
        if pair := _pair(row):
            lat, lon = pair
            self.points.update(all=1, as_said=_in_france(lat, lon), otherwise=_in_france(lon, lat))
            self.first_swapped = self.first_swapped or line * _in_france(lon, lat)

    def _odd(self, made: Fault) -> None:
        if len(self.faults) == MOST:
            raise DatasetError(
                "{} holds more than {:# value that is no object|# values that are no objects}: write a list of "
                "objects, each with "
                "the same names.",
                self.name, MOST,
            )  # fmt: skip
        self.faults.append(made)

    def swapped(self) -> Iterator[Fault]:
        """Coordinates that lie in France only when they are taken the other way round."""
        many = self.points["otherwise"]
        if many > max(self.points["as_said"], self.points["all"] / 2):
            yield fault("swapped_coordinates", self.name, self.first_swapped, value=str(many))


def _flat(value: Mapping[str, Any], before: str = "") -> dict[str, str]:
    """An object as cells: inner objects by dotted names, lists with semicolons; a feature's point as lat and lon."""
    if value.get("type") == "Feature" and isinstance(value.get("properties"), dict | None):
        return _flat(value["properties"] or {}) | _point(value.get("geometry"))
    made: dict[str, str] = {}
    for name, inner in value.items():
        if isinstance(inner, dict):
            made |= _flat(inner, f"{before}{name}.")
        else:
            made[before + name] = _text(inner)
    return made


def _text(value: Any) -> str:
    if isinstance(value, list):
        return " ; ".join(filter(None, map(_text, value)))
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _point(geometry: Any) -> dict[str, str]:
    """GeoJSON writes the longitude first."""
    if isinstance(geometry, dict) and geometry.get("type") == "Point":
        lon, lat = (*geometry.get("coordinates", ()), "", "")[:2]
        return {"lat": _text(lat), "lon": _text(lon)}
    return {"lat": "", "lon": ""}


def _pair(row: Mapping[str, str]) -> tuple[float, float] | None:
    try:
        return float(row["lat"]), float(row["lon"])
    except (KeyError, ValueError):
        return None


def _in_france(lat: float, lon: float) -> bool:
    return all(low <= value <= high for value, (low, high) in zip((lat, lon), FRANCE, strict=True))
