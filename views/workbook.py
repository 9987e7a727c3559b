"""An answer as a workbook: its table, its side tables and its basis, a sheet each."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pandas as pd

from graph.errors import WrongValue
from queries.answer import Answer, is_missing
from queries.basis import Basis

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

ROWS, LETTERS = 1_048_576, 32_767  # that a sheet and a cell can hold
NAMED, FORBIDDEN = 31, str.maketrans("[]:*?/\\", "       ")  # letters that the name of a sheet may have, and may not
WIDEST = 60
SHEETS = {"fr": ("réponse", "base"), "en": ("answer", "basis")}
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def xlsx_bytes(answer: Answer, language: str | None = None) -> bytes:
    """A workbook in which every text is text, `=HYPERLINK(…)` too, and numbers are numbers.

    `language=None` is for programs: column names and English names of sheets. With a language, labels for headers.

    Raises:
        ValueError: more rows than a sheet holds.
    """
    labels = {one.name: one.label(language) for one in answer.columns} if language else {}
    first, last = SHEETS[language or "en"]
    tables = {first: answer.table.rename(columns=labels), **_beside(answer.more)}
    return workbook(tables, {last: basis_lines(answer.basis, language or "en")})


def workbook(tables: Mapping[str, pd.DataFrame], told: Mapping[str, Sequence[str]]) -> bytes:
    """A sheet for each table, then one for each text, a line a row. ValueError: more rows than a sheet holds."""
    from datetime import UTC, datetime

    from xlsxwriter import Workbook

    buffer = BytesIO()
    with Workbook(buffer, {"in_memory": True, **AS_TEXT}) as book:
        book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})  # the same answer, the same bytes
        bold = book.add_format({"bold": True})
        for name, table in tables.items():
            _fill(book.add_worksheet(name), table, bold)
        for name, lines in told.items():
            sheet = book.add_worksheet(name)
            for row, line in enumerate(lines):
                sheet.write_string(row, 0, line)
            sheet.set_column(0, 0, WIDEST)
    return buffer.getvalue()


def _beside(more: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    return {name.translate(FORBIDDEN)[:NAMED]: table for name, table in more.items()}


def basis_lines(basis: Basis, language: str) -> list[str]:
    """The basis as a sentence, then each fact of it."""
    facts = basis.as_dict().items()
    plain = (f"{name}: {value}" for name, value in facts if not isinstance(value, dict | list))
    return [basis.sentence(language), *plain]


def _fill(sheet: "Worksheet", table: pd.DataFrame, bold: Any) -> None:
    if len(table) >= ROWS:
        raise WrongValue("{:# row is|# rows are} more than a workbook holds: write csv or parquet.", len(table))
    for column, name in enumerate(table.columns):
        sheet.write_string(0, column, str(name), bold)
        values = table[name].tolist()
        for row, value in enumerate(values, start=1):
            _write(sheet, row, column, value)
        longest = max((len(str(value)) for value in values if not is_missing(value)), default=0)
        sheet.set_column(column, column, min(WIDEST, 2 + max(longest, len(str(name)))))
    sheet.freeze_panes(1, 0)


def _write(sheet: "Worksheet", row: int, column: int, value: Any) -> None:
    if is_missing(value):
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    else:
        text = str(value)
        sheet.write_string(row, column, text if len(text) <= LETTERS else text[: LETTERS - 1] + "…")
