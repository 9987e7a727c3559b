"""JSON to tables of text: an array, `{"data": [...]}`, one object a line, GeoJSON. Numbers stay as they are written."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from graph.errors import DatasetError
from ingest.archives import Packed
from ingest.encodings import lines, survey
from ingest.faults import Fault, fault
from ingest.sheet import Rows, Sheet

ARRAYS = ("features", "data", "records", "results", "rows", "items")
SPACE = re.compile(r"[ \t\r\n]*")
LINE_END = re.compile(r"\r\n|\n|\r")
FRANCE = ((41.0, 51.5), (-5.5, 10.0))  # latitudes, longitudes
MOST = 500 << 20
Record = tuple[int, Mapping[str, str]]


def _no_constant(name: str) -> None:
    raise ValueError(name)


DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=_no_constant)


def json_table(packed: Packed, *, encoding: str = "") -> Sheet:
    """The objects of a JSON file as rows, with the lines on which they begin.

    Raises:
        DatasetError: it is not JSON, holds no objects, or is nested too deeply.
    """
    found = survey(packed, encoding)
    pieces, size = [], 0
    for line in lines(packed, found.encoding):
        pieces.append(line)
        size += len(line)
        if size > MOST:
            raise DatasetError(
                "{} is a JSON file of more than {} MB: write one object a line as CSV.", packed.name, MOST >> 20
            )
    text = "".join(pieces)
    records, faults = _records(packed.name, text)
    header = tuple(dict.fromkeys(title for _, row in records for title in row))
    if not header:
        raise DatasetError("{} holds no objects: write a list of them, each with the same names.", packed.name)
    faults += _swapped(packed.name, records)
    detected = {"encoding": found.encoding, "format": "JSON"}
    return Sheet(packed.name, "", header, 1, found.sha256, detected, tuple(faults), partial(_rows, records, header))


def _rows(records: list[Record], header: tuple[str, ...]) -> Rows:
    return ((line, [row.get(title, "") for title in header]) for line, row in records)


def _records(name: str, text: str) -> tuple[list[Record], list[Fault]]:
    found: list[Record] = []
    faults: list[Fault] = []
    for line, value in _numbered(text, _values(name, text, faults)):
        if isinstance(value, dict):
            found.append((line, _flat(value)))
        else:
            faults.append(fault("no_object", name, line, value=json.dumps(value, ensure_ascii=False)))
    return found, faults


def _numbered(text: str, values: Iterator[tuple[int, Any]]) -> Iterator[tuple[int, Any]]:
    """Places in the text as physical lines."""
    line, at = 1, 0
    for place, value in values:
        line += len(LINE_END.findall(text, at, place))
        at = place
        yield line, value


def _values(name: str, text: str, faults: list[Fault]) -> Iterator[tuple[int, Any]]:
    """The elements of the list that the file is or holds, else its values one after the other."""
    start = _skip(text, 0)
    if text[start : start + 1] == "[":
        yield from _elements(name, text, start)
        return
    if (array := _array_in(name, text, start)) is not None:
        yield from _elements(name, text, array)
        return
    yield from _by_line(name, text, faults)


def _skip(text: str, at: int) -> int:
    found = SPACE.match(text, at)
    return found.end() if found else at


def _decode(name: str, text: str, at: int) -> tuple[Any, int]:
    try:
        return DECODER.raw_decode(text, at)
    except RecursionError:
        raise DatasetError("{} is nested too deeply for a table: write a list of plain objects.", name) from None
    except json.JSONDecodeError as error:
        raise DatasetError(
            "{}, line {}: this is not JSON ({}): correct it.", name, _line(text, error.pos), error.msg
        ) from None
    except ValueError as error:
        raise DatasetError(
            "{}, line {}: {} is no number: write null where it is missing.", name, _line(text, at), error
        ) from None


def _line(text: str, at: int) -> int:
    return len(LINE_END.findall(text, 0, at)) + 1


def _elements(name: str, text: str, at: int) -> Iterator[tuple[int, Any]]:
    at = _skip(text, at + 1)
    while text[at : at + 1] != "]":
        value, end = _decode(name, text, at)
        yield at, value
        at = _skip(text, end)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
        elif text[at : at + 1] != "]":
            raise DatasetError(
                "{}, line {}: the list is cut off here or lacks a comma: fetch it again.", name, _line(text, at)
            )


def _array_in(name: str, text: str, at: int) -> int | None:
    """Where the list of an object that holds one begins."""
    at = _skip(text, at + 1)
    while text[at : at + 1] == '"':
        key, at = _decode(name, text, at)
        at = _skip(text, _skip(text, at) + 1)
        if key in ARRAYS and text[at : at + 1] == "[":
            return at
        _, at = _decode(name, text, at)
        at = _skip(text, at)
        if text[at : at + 1] != ",":
            return None
        at = _skip(text, at + 1)
    return None


def _by_line(name: str, text: str, faults: list[Fault]) -> Iterator[tuple[int, Any]]:
    """One value a line; a line that is none is a fault. A single object over several lines is one row."""
    at = _skip(text, 0)
    first, end = _decode(name, text, at)
    if _skip(text, end) == len(text):
        yield at, first
        return
    at, line = 0, 1
    for piece in text.splitlines(keepends=True) if "\u2028" not in text and "\x85" not in text else _cut(text):
        if piece.strip():
            try:
                yield at, DECODER.decode(piece.strip())
            except (ValueError, RecursionError):
                faults.append(fault("bad_json", name, line, value=piece.strip()))
        at, line = at + len(piece), line + 1


def _cut(text: str) -> Iterator[str]:
    at = 0
    for end in LINE_END.finditer(text):
        yield text[at : end.end()]
        at = end.end()
    yield text[at:]


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


def _swapped(name: str, records: list[Record]) -> list[Fault]:
    """Coordinates that lie in France only when they are taken the other way round."""
    found = [(line, *pair) for line, row in records if (pair := _pair(row))]
    as_said = sum(_in_france(lat, lon) for _, lat, lon in found)
    other = [line for line, lat, lon in found if _in_france(lon, lat)]
    if len(other) <= max(as_said, len(found) / 2):
        return []
    return [fault("swapped_coordinates", name, other[0], value=str(len(other)))]


def _pair(row: Mapping[str, str]) -> tuple[float, float] | None:
    try:
        return float(row["lat"]), float(row["lon"])
    except (KeyError, ValueError):
        return None


def _in_france(lat: float, lon: float) -> bool:
    return all(low <= value <= high for value, (low, high) in zip((lat, lon), FRANCE, strict=True))
