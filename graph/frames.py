"""The tables that stores give and analyses take: their columns and types, said once.

Text is pandas' `string`, numbers are nullable: missing is `pd.NA`, never 0 or "".
"""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import repeat
from typing import Any

import pandas as pd
import pyarrow as pa
from pandas.api.types import pandas_dtype

TEXT, NUMBER, WHOLE, FLAG = "string", "Float64", "Int64", "boolean"

SHOWN = {  # properties of an entity that have one shown value, and their column types
    "country": TEXT, "city": TEXT, "postcode": TEXT, "lat": NUMBER, "lon": NUMBER,
    "sector": TEXT, "size": TEXT, "label": TEXT, "founded": TEXT, "url": TEXT,
    "director": TEXT, "president": TEXT, "type": TEXT, "access": TEXT, "capacity": TEXT,
    "status": TEXT, "since": TEXT, "until": TEXT, "programme": TEXT, "subject": TEXT, "cost": NUMBER,
}  # fmt: skip

ENTITIES = {"id": TEXT, "kind": TEXT, "name": TEXT, "aliases": TEXT, "identifiers": TEXT, **SHOWN, "also": TEXT}
LINKS = {
    "id": TEXT, "source": TEXT, "relation": TEXT, "target": TEXT, "key": TEXT, "status": TEXT,
    "since": TEXT, "until": TEXT, "importance": NUMBER, "amount": TEXT,
}  # fmt: skip
DECLARED = {
    "about": TEXT, "key": TEXT, "count": TEXT, "low": NUMBER, "high": NUMBER, "unit": TEXT,
    "besides": TEXT, "said_by": TEXT, "words": TEXT, "statement": TEXT, "document": TEXT,
}  # fmt: skip
DOCUMENTS = {
    "id": TEXT, "title": TEXT, "publisher": TEXT, "published": TEXT, "retrieved": TEXT,
    "url": TEXT, "licence": TEXT, "sha256": TEXT, "level": WHOLE, "audience": TEXT, "said": TEXT,
}  # fmt: skip
MENTIONS = {"about": TEXT, "statement": TEXT, "document": TEXT, "predicate": TEXT}
CONFLICTS = {"about": TEXT, "property": TEXT, "values": TEXT, "documents": TEXT}
UNSURE = {"a": TEXT, "b": TEXT}
STATEMENTS = {
    "id": TEXT, "document": TEXT, "about": TEXT, "predicate": TEXT, "value": TEXT, "key": TEXT,
    "status": TEXT, "valid": TEXT, "qualifiers": TEXT, "said_by": TEXT, "said_on": TEXT,
    "confidence": NUMBER, "explicit": FLAG, "level": WHOLE, "audience": TEXT, "method": TEXT,
    "raw": TEXT, "locator": TEXT, "quote": TEXT, "note": TEXT,
}  # fmt: skip
DECISIONS = {"a": TEXT, "b": TEXT, "verdict": TEXT, "by": TEXT, "why": TEXT, "state": TEXT}
CHANGES = {"run": TEXT, "at": TEXT, "change": TEXT, **STATEMENTS}  # `change`: added, changed, closed
RUNS = {"id": TEXT, "at": TEXT, "command": TEXT, "document": TEXT, "opened": WHOLE, "closed": WHOLE, "state": TEXT}


def frame(rows: Iterable[Sequence[Any]] | Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> pd.DataFrame:
    """A table with these columns and types, whatever the rows hold, none included."""
    with no_collecting():
        cells: list[Any] = list(rows)
    if cells and isinstance(cells[0], Mapping):
        cells = [[row.get(name) for name in columns] for row in cells]
    by_column = zip(*cells, strict=True) if cells else repeat(())
    filled = {name: _column(values, kind) for (name, kind), values in zip(columns.items(), by_column, strict=False)}
    return pd.DataFrame(filled, copy=False)


@contextmanager
def no_collecting() -> Iterator[None]:
    """While many small tuples are made, the garbage collector would go through all of them, again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _column(values: Sequence[Any], kind: Any) -> Any:
    """Text goes straight to Arrow: by way of Python objects, as pandas does it, takes twice as long."""
    if kind == TEXT:
        return pd.array(pa.array(values, pa.large_string(), from_pandas=True), dtype=type_of(kind))
    return pd.array(list(values), dtype=type_of(kind))


@cache
def type_of(kind: str) -> Any:
    """pandas' type of that name, which pandas would look up for each column of each table."""
    return pandas_dtype(kind)
