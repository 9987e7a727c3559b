"""Answers as files. Other programs read them: stable column names, full ids, and the basis goes with each."""

import json
import sys
from collections.abc import Callable, Mapping
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pandas as pd

from graph.errors import DatasetError, WrongValue, because
from graph.export import harmless, records
from queries.answer import Answer
from queries.basis import Basis
from views.workbook import xlsx_bytes

FRENCH, USUAL = (";", ","), (",", ".")  # what parts cells, what parts decimals


def csv_bytes(asked: Answer | pd.DataFrame, language: str | None = None) -> bytes:
    """A table as CSV, no cell of which a spreadsheet takes for a formula.

    `language=None` is for programs: column names, commas, UTF-8. With a language it is for people: labels
    for headers, separators as spreadsheets of that language expect them, and a byte-order mark.
    """
    table = asked.table if isinstance(asked, Answer) else asked
    if isinstance(asked, Answer) and language is not None:
        table = table.rename(columns={one.name: one.label(language) for one in asked.columns})
    separator, comma = FRENCH if language == "fr" else USUAL
    text = StringIO()
    harmless(table).to_csv(text, index=False, sep=separator, decimal=comma, lineterminator="\n")
    return text.getvalue().encode("utf-8-sig" if language else "utf-8")


def json_bytes(answer: Answer) -> bytes:
    """`basis`, `rows` and, where there are side tables, `more`; what is missing is null."""
    said: dict[str, Any] = {"basis": answer.basis.as_dict(), "rows": records(answer.table)}
    if answer.more:
        said["more"] = {name: records(table) for name, table in answer.more.items()}
    return (json.dumps(said, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def parquet_bytes(answer: Answer) -> bytes:
    """The table with its types and its basis."""
    return parquet(answer.table, answer.basis)


def parquet(rows: pd.DataFrame, rests_on: Basis) -> bytes:
    """A table with its types; the schema's metadata holds the basis, as JSON, under `maillage.basis`."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(rows, preserve_index=False)
    basis = json.dumps(rests_on.as_dict(), ensure_ascii=False).encode()
    buffer = BytesIO()
    pq.write_table(table.replace_schema_metadata({**(table.schema.metadata or {}), b"maillage.basis": basis}), buffer)
    return buffer.getvalue()


def basis_bytes(answer: Answer) -> bytes:
    """The basis alone, as JSON."""
    return (json.dumps(answer.basis.as_dict(), ensure_ascii=False, indent=2) + "\n").encode()


FORMATS: Mapping[str, Callable[[Answer], bytes]] = {
    "csv": csv_bytes, "json": json_bytes, "parquet": parquet_bytes, "xlsx": xlsx_bytes,
}  # fmt: skip
IN_FILES = ("parquet", "xlsx")  # that are no text


def write_answer(answer: Answer, path: Path | None, form: str) -> None:
    """Write an answer to a file, or without one to the output. The basis goes with it.

    It stands inside JSON, Parquet and workbooks; of CSV it is `FILE.basis.json`, or a line on the error stream.

    Args:
        form: `csv`, `json`, `parquet` or `xlsx`; `table` means what the file's name says.

    Raises:
        ValueError: no form that can be written there.
        DatasetError: the file cannot be written.
    """
    wanted = path.suffix.lstrip(".").lower() if form == "table" and path else form
    if wanted not in FORMATS or (wanted in IN_FILES and path is None):
        raise WrongValue(
            "Say what to write with --format csv, json, parquet or xlsx; parquet and xlsx need --out FILE."
        )
    data = FORMATS[wanted](answer)
    if path is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        if wanted == "csv":
            sys.stderr.write(answer.basis.sentence("en") + "\n")
        return
    write(path, data)
    if wanted == "csv":
        write(path.with_name(path.name + ".basis.json"), basis_bytes(answer))


def write(path: Path, data: bytes) -> None:
    """Write a file. DatasetError where that cannot be."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise DatasetError("{} cannot be written: {}.", path, because(error)) from None
