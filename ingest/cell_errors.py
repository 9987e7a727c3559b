"""Cells of a workbook that show an error, as `#N/A`: the library that reads the others gives them as empty."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import unescape

from graph.errors import DatasetError
from ingest import biff
from ingest.biff import Errors
from ingest.elements import walk
from ingest.places import column_of

DAMAGED = (
    DatasetError, struct.error, zlib.error, zipfile.BadZipFile, EOFError, OSError, IndexError, KeyError, StopIteration,
    ValueError, NotImplementedError, RuntimeError,
)  # fmt: skip
CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*\st=[\"']e[\"'][^>]*)(?<!/)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<", re.S)
AT = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d+)[\"']")
SHEET, LINK = re.compile(r"<(?:\w+:)?sheet\s[^>]*>"), re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
ATTRIBUTE = re.compile(r"""([\w:]+)=(?:"([^"]*)"|'([^']*)')""")


def cell_errors(raw: bytes) -> dict[str, Errors]:
    """By sheet, the cells that show an error: by row and column, from 0. Nothing of what is damaged."""
    try:
        if not raw.startswith(b"PK"):
            return biff.in_xls(raw)
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            return dict(_of_parts(parts))
    except DAMAGED:
        return {}


def _of_parts(parts: zipfile.ZipFile) -> Iterator[tuple[str, Errors]]:
    names = set(parts.namelist())
    if "content.xml" in names:
        found = _Tables()
        walk(parts.read("content.xml"), "content.xml", found)
        yield from found.errors.items()
        return
    is_xlsb = "xl/workbook.bin" in names
    links = _attributes(LINK, parts.read(f"xl/_rels/workbook.{'bin' if is_xlsb else 'xml'}.rels"))
    targets = {one["Id"]: one["Target"].removeprefix("/xl/") for one in links}
    read = biff.in_xlsb_sheet if is_xlsb else _in_xlsx_sheet
    for part, name in _sheets(parts, is_xlsb=is_xlsb).items():
        if f"xl/{targets.get(part)}" in names:
            yield name, read(parts.read(f"xl/{targets[part]}"))


def _sheets(parts: zipfile.ZipFile, *, is_xlsb: bool) -> Mapping[str, str]:
    """The names of the sheets, by the id of their part."""
    if is_xlsb:
        return biff.xlsb_sheets(parts.read("xl/workbook.bin"))
    return {one["id"]: one["name"] for one in _attributes(SHEET, parts.read("xl/workbook.xml")) if "id" in one}


def _attributes(element: re.Pattern[str], raw: bytes) -> Iterator[dict[str, str]]:
    for found in element.finditer(raw.decode("utf-8")):
        pairs = ATTRIBUTE.findall(found[0])
        yield {
            name.rpartition(":")[2]: unescape(one or other, {"&quot;": '"', "&apos;": "'"})
            for name, one, other in pairs
        }


def _in_xlsx_sheet(raw: bytes) -> Errors:
    found = {}
    for cell in CELL.finditer(raw):
        if at := AT.search(cell[1]):
            found[int(at[2]) - 1, column_of(at[1].decode())] = cell[2].decode("utf-8")
    return found


class _Tables:
    """Reads the content of an ods: rows and cells may be said once for many."""

    def __init__(self) -> None:
        self.errors: dict[str, Errors] = {}
        self.name, self.row, self.column, self.many, self.cells, self.is_error = "", 0, 0, 1, 1, False

    def begin(self, line: int, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table":
            self.name, self.row = attributes.get("name", ""), 0
        elif name == "table-row":
            self.column, self.many = 0, int(attributes.get("number-rows-repeated", "1"))
        elif name in ("table-cell", "covered-table-cell"):
            self.cells = int(attributes.get("number-columns-repeated", "1"))
            self.is_error = attributes.get("value-type") == "error"

    def end(self, line: int, name: str, text: str) -> None:
        if name == "p" and self.is_error:
            self.errors.setdefault(self.name, {})[self.row, self.column] = text
        elif name in ("table-cell", "covered-table-cell"):
            self.column, self.is_error = self.column + self.cells, False
        elif name == "table-row":
            self.row += self.many
