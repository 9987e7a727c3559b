"""Answers as files. Other programs read them: stable column names, full ids, and the basis goes with each."""

import json
from io import BytesIO, StringIO
from typing import Any

import pandas as pd

from queries.answer import Answer
from views.text import no_formula

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
    _harmless(table).to_csv(text, index=False, sep=separator, decimal=comma, lineterminator="\n")
    return text.getvalue().encode("utf-8-sig" if language else "utf-8")


def json_bytes(answer: Answer) -> bytes:
    """`basis`, `rows` and, where there are side tables, `more`; what is missing is null."""
    said: dict[str, Any] = {"basis": answer.basis.as_dict(), "rows": records(answer.table)}
    if answer.more:
        said["more"] = {name: records(table) for name, table in answer.more.items()}
    return (json.dumps(said, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def parquet_bytes(answer: Answer) -> bytes:
    """The table with its types; the schema's metadata holds the basis, as JSON, under `maillage.basis`."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(answer.table, preserve_index=False)
    basis = json.dumps(answer.basis.as_dict(), ensure_ascii=False).encode()
    buffer = BytesIO()
    pq.write_table(table.replace_schema_metadata({**(table.schema.metadata or {}), b"maillage.basis": basis}), buffer)
    return buffer.getvalue()


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as plain values, None for what is missing."""
    plain = table.astype(object).where(table.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]


def _harmless(table: pd.DataFrame) -> pd.DataFrame:
    texts = [name for name in table.columns if pd.api.types.is_string_dtype(table[name].dtype)]
    return table.assign(**{name: table[name].map(no_formula, na_action="ignore") for name in texts})
