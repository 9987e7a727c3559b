"""Workbooks of binary records made by hand: xlsb from the records that a reader needs, xls through xlwt."""

import struct
import zipfile
from datetime import date

import xlwt

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
