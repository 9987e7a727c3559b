"""An answer as a workbook: its table, its side tables and its basis, a sheet each."""

from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pandas as pd

from graph.errors import WrongValue
from queries.answer import Answer, is_missing

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
    from datetime import UTC, datetime

    from xlsxwriter import Workbook

    buffer = BytesIO()
    labels = {one.name: one.label(language) for one in answer.columns} if language else {}
    first, last = SHEETS[language or "en"]
    with Workbook(buffer, {"in_memory": True, **AS_TEXT}) as book:
        book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})  # the same answer, the same bytes
        bold = book.add_format({"bold": True})
        for name, table in {first: answer.table.rename(columns=labels), **_beside(answer.more)}.items():
            _fill(book.add_worksheet(name), table, bold)
        sheet = book.add_worksheet(last)
        for row, line in enumerate(_basis(answer, language or "en")):
            sheet.write_string(row, 0, line)
        sheet.set_column(0, 0, WIDEST)
    return buffer.getvalue()


def _beside(more: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    return {name.translate(FORBIDDEN)[:NAMED]: table for name, table in more.items()}


def _basis(answer: Answer, language: str) -> list[str]:
    facts = answer.basis.as_dict().items()
    plain = (f"{name}: {value}" for name, value in facts if not isinstance(value, dict | list))
    return [answer.basis.sentence(language), *plain]


def _fill(sheet: "Worksheet", table: pd.DataFrame, bold: Any) -> None:
    if len(table) >= ROWS:
        raise WrongValue("{} rows are more than a workbook holds: write csv or parquet.", len(table))
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
