"""Answers as bytes, for whoever keeps them beside the network; what they rest on is part of their name."""

import json
from collections.abc import Mapping
from hashlib import blake2b
from io import BytesIO
from typing import Any

import pandas as pd

from graph.network import Network
from queries.answer import Answer
from queries.basis import Basis
from queries.catalogue import CATALOGUE, Query
from queries.columns import typed

FORM = 2  # of what is kept: what was kept in another is not read again


def key(network: Network, query: Query, parameters: Mapping[str, Any]) -> str:
    """What an answer is kept under: the network's content, viewer, date and what it leaves open, and the query.

    The versions of all questions are in it: some answers are made of others.
    """
    said = [
        FORM, network.content_hash, network.source_hash, str(network.viewer),
        network.as_of, network.sure, network.undated, network.statuses, query.name, query.version,
        [(one.name, one.version) for one in CATALOGUE],
        sorted((name, str(value)) for name, value in parameters.items()),
    ]  # fmt: skip
    return blake2b(json.dumps(said, ensure_ascii=False).encode(), digest_size=16).hexdigest()


def series(network: Network, query: Query, parameters: Mapping[str, Any], store: str) -> str:
    """What the latest answer to the same question is kept under, whatever the network has become since."""
    said = [
        "latest", FORM, store, str(network.viewer), network.as_of, network.sure, network.statuses,
        query.name, query.version, sorted((name, str(value)) for name, value in parameters.items()),
    ]  # fmt: skip
    return blake2b(json.dumps(said, ensure_ascii=False).encode(), digest_size=16).hexdigest()


def to_bytes(answer: Answer) -> bytes:
    """What is needed to have the answer again: its tables and its basis."""
    parts = {"": _packed(answer.table), **{name: _packed(table) for name, table in answer.more.items()}}
    lengths = {name: len(data) for name, data in parts.items()}
    head = json.dumps({"basis": answer.basis.as_dict(), "parts": lengths}, ensure_ascii=False).encode()
    return b"%d\n" % len(head) + head + b"".join(parts.values())


def from_bytes(data: bytes, query: Query) -> Answer:
    """The answer again."""
    size, _, rest = data.partition(b"\n")
    head, rest = json.loads(rest[: int(size)]), rest[int(size) :]
    tables: dict[str, pd.DataFrame] = {}
    for name, length in head["parts"].items():
        tables[name], rest = _unpacked(rest[:length]), rest[length:]
    main = typed(tables.pop(""), query.columns)
    return Answer(main, Basis.from_dict(head["basis"]), query.columns, query.templates, tables, query.case)


def _packed(table: pd.DataFrame) -> bytes:
    buffer = BytesIO()
    table.to_parquet(buffer, index=False)
    return buffer.getvalue()


def _unpacked(data: bytes) -> pd.DataFrame:
    table = pd.read_parquet(BytesIO(data), dtype_backend="numpy_nullable")
    return table
