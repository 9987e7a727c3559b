"""Workbooks (xlsx, xls, xlsb, ods) to tables of text: each visible sheet is one, its cells as one would type them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from graph.errors import DatasetError
from ingest.archives import Packed
from ingest.biff import Errors
from ingest.cell_errors import cell_errors
from ingest.encodings import REPORTED
from ingest.faults import Fault, fault
from ingest.headers import Shape, outside_faults, shape_of, where
from ingest.sheet import Rows, Sheet
from ingest.tables import inside

OLE = b"\xd0\xcf\x11\xe0"  # how an xls begins
EXACT = 10**15  # from which on a spreadsheet has lost the last digits of a number
MIDNIGHT = time()


def workbook(packed: Packed, raw: bytes, sha256: str, *, sheet: str = "", header: str = "") -> list[Sheet]:
    """The sheets that hold something, in their order; with `sheet`, that one, be it hidden.

    Raises:
        DatasetError: it is damaged or asks for a password; there is no such sheet, or none with a table.
    """
    book = _opened(packed.name, raw)
    names = [one.name for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    hidden = {one.name for one in book.sheets_metadata if one.visible != SheetVisibleEnum.Visible}
    if sheet and sheet not in names:
        raise DatasetError("{} has no sheet '{}': write one of {}.", packed.name, sheet, tuple(names))
    wanted = [sheet] if sheet else [name for name in names if name not in hidden]
    errors = cell_errors(raw)
    found = [one for name in wanted if (one := _sheet(packed.name, book, name, sha256, header, errors.get(name, {})))]
    if not found:
        raise DatasetError("{} has no sheet with a table that is shown: name a hidden one with --sheet.", packed.name)
    notes = () if sheet else tuple(_left_out(packed.name, names, hidden))
    return [replace(found[0], faults=(*found[0].faults, *notes)), *found[1:]]


def _opened(name: str, raw: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(BytesIO(raw))
    except BaseException as error:
        if not _is_damage(error):
            raise
        if "assword" in type(error).__name__ + str(error):
            raise DatasetError("{} asks for a password: save it without one, or as CSV in UTF-8.", name) from None
        raise DatasetError("{} is no workbook that can be read: save it as xlsx, or as CSV in UTF-8.", name) from None


def _sheet(file: str, book: CalamineWorkbook, name: str, sha256: str, header: str, errors: Errors) -> Sheet | None:
    try:
        cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except BaseException as error:
        if not _is_damage(error):
            raise
        raise DatasetError("{}: sheet '{}' is damaged: save the workbook again.", file, name) from None
    rows = [[text(cell) for cell in row] for row in cells]
    wrong = {place: error for place, error in errors.items() if place[0] < len(rows) and place[1] < len(rows[place[0]])}
    for (line, column), shown in wrong.items():
        rows[line][column] = rows[line][column] or shown
    if not any(any(row) for row in rows):
        return None
    records = partial(_numbered, rows)
    shape = shape_of(f"{file}, sheet {name}", records, header=header)
    faults = [*outside_faults(file, name, shape), *_too_precise(file, name, shape, cells)]
    faults += _in_error(file, name, shape, wrong)
    detected = {"format": "workbook", "sheet": name, "header": where(shape)}
    return Sheet(file, name, shape.header, shape.header_line, sha256, detected, tuple(faults), inside(records, shape))


def _is_damage(error: BaseException) -> bool:
    """Whether the library could not read the workbook: what it did not foresee is an error without a class of ours."""
    return isinstance(error, CalamineError | OSError | ValueError) or type(error).__name__ == "PanicException"


def _numbered(rows: Sequence[list[str]]) -> Rows:
    return iter(enumerate(rows, start=1))


def text(cell: Any) -> str:
    """A cell as text: whole numbers without a point, days in ISO 8601, texts as they stand.

    >>> text(75004.0), text(0.1 + 0.2), text(True), text(datetime(2015, 7, 9)), text(" 01115")
    ('75004', '0.3', 'true', '2015-07-09', ' 01115')
    """
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e22 else f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == MIDNIGHT else cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else str(cell)


def _too_precise(file: str, sheet: str, shape: Shape, cells: Sequence[Sequence[Any]]) -> Iterator[Fault]:
    for line, row in enumerate(cells, start=1):
        for at, cell in enumerate(row):
            if isinstance(cell, float) and cell.is_integer() and abs(cell) >= EXACT:
                title = shape.title(at)
                yield fault("precision_lost", file, line, column=title, value=text(cell), sheet=sheet, at=at)


def _in_error(file: str, sheet: str, shape: Shape, errors: Errors) -> Iterator[Fault]:
    """Cells of the table that show an error; a formula filled down a column may give one a row."""
    those = [(line + 1, at, error) for (line, at), error in sorted(errors.items()) if line + 1 >= shape.first_line]
    for line, at, error in those[:REPORTED]:
        title, hint = shape.title(at), "Correct the formula, or leave the cell empty."
        yield fault("cell_error", file, line, column=title, value=error, suggestion=hint, sheet=sheet, at=at)
    if more := those[REPORTED:]:
        yield fault("more_like_these", file, more[0][0], value=f"{len(more)}", sheet=sheet)


def _left_out(file: str, names: Sequence[str], hidden: set[str]) -> Iterator[Fault]:
    for name in names:
        if name in hidden:
            yield fault("hidden_sheet", file, 1, value=name, sheet=name, suggestion=f"--sheet '{name}' reads it.")
