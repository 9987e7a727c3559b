"""Workbooks of binary records made by hand: xlsb and Excel 5's xls record by record, later xls through xlwt."""

import struct
import zipfile
from datetime import date

import xlwt
from xlwt.CompoundDoc import XlsDoc

from tests.workbooks import KINDS, PACKAGE

DAY_ZERO = date(1899, 12, 30)
ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}
GENERAL, DAY, ZEROS = range(3)  # styles


def xls(path, **sheets):
    """Sheets, each a list of rows; a sheet whose name ends in _ is hidden; `("0", 1115)` is shown with five digits."""
    book = xlwt.Workbook(encoding="utf-8")
    styles = {kind: xlwt.easyxf(num_format_str=form) for kind, form in ((date, "DD/MM/YYYY"), (tuple, "00000"))}
    for name, rows in sheets.items():
        sheet = book.add_sheet(name.rstrip("_"))
        sheet.visibility = int(name.endswith("_"))
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str) and value in ERRORS:
                    sheet.row(line).set_cell_error(column, ERRORS[value])
                elif value is not None:
                    shown = value[1] if isinstance(value, tuple) else value
                    sheet.write(line, column, shown, styles.get(type(value), xlwt.Style.default_style))
    book.save(str(path))
    return path


def xls95(path, **sheets):
    """The same texts, numbers and errors as Excel 5 and 95 wrote them: texts in bytes of a code page."""
    bodies = [_sheet95(rows) for rows in sheets.values()]
    start = _begin95(5) + _old(0x42, struct.pack("<H", 1252))
    names = [name.encode("cp1252") for name in sheets]
    at = len(start) + sum(11 + len(name) for name in names) + len(_old(0x0A))
    for name, body in zip(names, bodies, strict=True):
        start += _old(0x85, struct.pack("<IBBB", at, 0, 0, len(name)) + name)
        at += len(body)
    XlsDoc().save(str(path), start + _old(0x0A) + b"".join(bodies))
    path.write_bytes(_called_book(path.read_bytes()))
    return path


def _called_book(raw):
    """The compound file, its stream named as Excel 5 named it: the name, and behind it how long it is."""
    before, after = (
        name.ljust(32, "\0").encode("utf-16-le") + bytes([2 * len(name) + 2]) for name in ("Workbook", "Book")
    )
    assert raw.count(before) == 1
    return raw.replace(before, after)


def _sheet95(rows):
    wide = max(map(len, rows), default=0)
    made = _begin95(0x10) + _old(0x200, struct.pack("<HHHHH", 0, len(rows), 0, wide, 0))
    for line, row in enumerate(rows):
        made += b"".join(_cell95(line, column, value) for column, value in enumerate(row) if value is not None)
    return made + _old(0x0A)


def _cell95(line, column, value):
    place = struct.pack("<HHH", line, column, 0)
    if isinstance(value, tuple):  # a formula whose result is this error
        result = struct.pack("<BBBBBBH", 2, 0, ERRORS[value[0]], 0, 0, 0, 0xFFFF)
        return _old(0x06, place + result + struct.pack("<HIH", 0, 0, 0))
    if value in ERRORS:
        return _old(0x205, place + bytes([ERRORS[value], 1]))
    if isinstance(value, str):
        return _old(0x204, place + struct.pack("<H", len(value)) + value.encode("cp1252"))
    return _old(0x203, place + struct.pack("<d", value))


def _begin95(kind):
    return _old(0x809, struct.pack("<HHHH", 0x500, kind, 0, 1995))


def _old(kind, data=b""):
    return struct.pack("<HH", kind, len(data)) + data


def xlsb(path, **sheets):
    """The same as the parts of an xlsb."""
    listed = b"".join(
        _record(156, struct.pack("<II", int(name.endswith("_")), n) + _wide(f"s{n}") + _wide(name.rstrip("_")))
        for n, name in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="s{n}" Type="{KINDS}/worksheet" Target="worksheets/s{n}.bin"/>'
        for n in range(1, 1 + len(sheets))
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types"/>')
        relations = f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'
        made.writestr("xl/_rels/workbook.bin.rels", relations)
        made.writestr("xl/workbook.bin", _record(143) + listed + _record(144) + _record(0x9D) + _record(132))
        made.writestr("xl/styles.bin", _styles())
        for n, rows in enumerate(sheets.values(), 1):
            made.writestr(f"xl/worksheets/s{n}.bin", _sheet(rows))
    return path


def _styles():
    formats = _record(0x267, struct.pack("<I", 1)) + _record(0x2C, struct.pack("<H", 164) + _wide("00000"))
    kinds = b"".join(_record(0x2F, struct.pack("<HH12x", 0, code)) for code in (0, 14, 164))
    return formats + _record(0x269, struct.pack("<I", 3)) + kinds


def _sheet(rows):
    wide = max((len(row) for row in rows), default=1)
    made = _record(0x94, struct.pack("<IIII", 0, max(0, len(rows) - 1), 0, max(0, wide - 1))) + _record(0x91)
    for line, row in enumerate(rows):
        made += _record(0, struct.pack("<II17x", line, 0))
        made += b"".join(_cell(column, value) for column, value in enumerate(row) if value is not None)
    return made + _record(0x92)


def _cell(column, value):
    style, kind = GENERAL, 5
    if isinstance(value, str):
        kind, data = (3, bytes([ERRORS[value]])) if value in ERRORS else (6, _wide(value))
    elif isinstance(value, bool):
        kind, data = 4, bytes([value])
    elif isinstance(value, date):
        style, data = DAY, struct.pack("<d", (value - DAY_ZERO).days)
    else:
        style = ZEROS if isinstance(value, tuple) else GENERAL
        data = struct.pack("<d", value[1] if isinstance(value, tuple) else value)
    return _record(kind, struct.pack("<II", column, style) + data)


def _wide(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _record(kind, data=b""):
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(data)
    while length >= 0x80:
        size, length = size + bytes([length & 0x7F | 0x80]), length >> 7
    return head + size + bytes([length]) + data
