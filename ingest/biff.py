"""Cells with errors in workbooks of binary records: xls (Excel 5 and 95, Excel 97 to 2003) and xlsb.

Sources: Microsoft, [MS-XLS] 2.4.24 BoolErr, 2.4.127 Formula, 2.4.28 BoundSheet8, CodePage; for what Excel 5 wrote,
OpenOffice.org's Documentation of the Microsoft Excel File Format, BOF, CODEPAGE, SHEET; [MS-XLSB] 2.4.317 BrtCellError,
2.4.670 BrtFmlaError, 2.4.306 BrtBundleSh; [MS-CFB] for the file around the former.
"""

import codecs
import struct
from collections.abc import Iterator, Mapping

ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip
LAST = 0xFFFFFFFA  # from which on a sector number ends a chain
BEGIN, CODE_PAGE, BOUND_SHEET, FORMULA, BOOL_ERR, END = 0x809, 0x42, 0x85, 0x06, 0x205, 0x0A
EXCEL_97 = 0x600  # before it, texts are bytes of the code page
MAC_PAGES = (10_000, 0x8000)
ROW, CELL_ERROR, FORMULA_ERROR, BUNDLE_SHEET = 0, 3, 11, 156
Errors = dict[tuple[int, int], str]  # by row and column, from 0


def in_xls(raw: bytes) -> dict[str, Errors]:
    """By sheet, the cells that show an error."""
    book = _stream(raw, ("Workbook", "Book"))
    return {name: dict(_errors(book, start)) for name, start in _sheets(book)}


def _sheets(book: bytes) -> Iterator[tuple[str, int]]:
    """The names of the sheets, and where they begin."""
    version, encoding = EXCEL_97, "cp1252"
    for kind, data in _records(book, 0):
        if kind == BEGIN:
            version = struct.unpack_from("<H", data)[0]
        elif kind == CODE_PAGE:
            encoding = _encoding(struct.unpack_from("<H", data)[0])
        elif kind == BOUND_SHEET:
            name = _sheet_name(data) if version >= EXCEL_97 else data[7 : 7 + data[6]].decode(encoding)
            yield name, struct.unpack_from("<I", data)[0]


def _encoding(page: int) -> str:
    """The encoding of a code page, of one that is not known that of western Windows."""
    try:
        return codecs.lookup("mac_roman" if page in MAC_PAGES else f"cp{page}").name
    except LookupError:
        return "cp1252"


def _errors(book: bytes, start: int) -> Iterator[tuple[tuple[int, int], str]]:
    for kind, data in _records(book, start):
        if kind == BOOL_ERR and len(data) >= 8 and data[7]:
            yield struct.unpack_from("<HH", data), ERRORS.get(data[6], "#N/A")
        elif kind == FORMULA and len(data) >= 14 and data[12:14] == b"\xff\xff" and data[6] == 2:
            yield struct.unpack_from("<HH", data), ERRORS.get(data[8], "#N/A")


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the stream, up to its end."""
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        if kind == END:
            return
        yield kind, book[at + 4 : at + 4 + size]
        at += 4 + size


def _sheet_name(data: bytes) -> str:
    size, is_wide = data[6], data[7] & 1
    return data[8 : 8 + size * 2].decode("utf-16-le") if is_wide else data[8 : 8 + size].decode("latin-1")


def _stream(raw: bytes, names: tuple[str, ...]) -> bytes:
    """One stream of a compound file."""
    size = 1 << struct.unpack_from("<H", raw, 30)[0]
    first_directory, first_mini, first_more = (struct.unpack_from("<I", raw, at)[0] for at in (48, 60, 68))
    sectors = [raw[at : at + size] for at in range(size, len(raw), size)]
    listed = list(struct.unpack_from("<109I", raw, 76))
    while first_more < LAST and first_more < len(sectors):
        more = _numbers(sectors[first_more])
        listed, first_more = listed + more[:-1], more[-1]
    table = [number for one in listed if one < min(LAST, len(sectors)) for number in _numbers(sectors[one])]
    entries = _chain(sectors, table, first_directory)
    found = {}
    for at in range(0, len(entries), 128):
        name = entries[at : at + max(0, struct.unpack_from("<H", entries, at + 64)[0] - 2)].decode(
            "utf-16-le", "replace"
        )
        found[name] = struct.unpack_from("<IQ", entries, at + 116)
    start, length = next(found[name] for name in names if name in found)
    if length >= 4096:
        return _chain(sectors, table, start)[:length]
    small = _chain(sectors, table, found["Root Entry"][0])
    minis = [small[at : at + 64] for at in range(0, len(small), 64)]
    return _chain(minis, _numbers(_chain(sectors, table, first_mini)), start)[:length]


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))


def _chain(sectors: list[bytes], table: list[int], at: int) -> bytes:
    """Sectors one after the other; one that comes twice ends the chain."""
    made, seen = [], set()
    while at < len(table) and at < len(sectors) and at not in seen:
        seen.add(at)
        made.append(sectors[at])
        at = table[at]
    return b"".join(made)


def in_xlsb_sheet(raw: bytes) -> Errors:
    """The cells of a sheet of an xlsb that show an error."""
    found, row = {}, 0
    for kind, data in _xlsb_records(raw):
        if kind == ROW:
            row = struct.unpack_from("<I", data)[0]
        elif kind in (CELL_ERROR, FORMULA_ERROR):
            found[row, struct.unpack_from("<I", data)[0]] = ERRORS.get(data[8], "#N/A")
    return found


def xlsb_sheets(raw: bytes) -> Mapping[str, str]:
    """The names of the sheets of an xlsb, by the id of their part."""
    found = {}
    for kind, data in _xlsb_records(raw):
        if kind == BUNDLE_SHEET:
            part, at = _wide(data, 8)
            found[part] = _wide(data, at)[0]
    return found


def _wide(data: bytes, at: int) -> tuple[str, int]:
    end = at + 4 + 2 * struct.unpack_from("<I", data, at)[0]
    return data[at + 4 : end].decode("utf-16-le"), end


def _xlsb_records(raw: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(raw):
        kind, at = raw[at] if raw[at] < 0x80 else (raw[at] & 0x7F) | (raw[at + 1] << 7), at + 1 + (raw[at] >= 0x80)
        size = shift = 0
        while True:
            byte, at = raw[at], at + 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        yield kind, raw[at : at + size]
        at += size
