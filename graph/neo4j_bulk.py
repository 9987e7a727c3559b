"""A whole store as the files that `neo4j-admin database import` takes: for its owner, the confidential too.

What is imported is what `maillage copy` would have written, so that it is a store of maillage again.
"""

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from graph.copying import copy
from graph.errors import DatasetError, because
from graph.frames import DECLARED, ENTITIES, LINKS, NUMBER
from graph.holding import HELD
from graph.model import RELATIONS, Viewer
from graph.neo4j_reading import DESCRIBED
from graph.neo4j_store import SCHEMA
from graph.neo4j_writing import label
from graph.sqlite_store import SqliteStore
from graph.store import Store

ARGUMENTS = "import.args"
RELATION = f"s.predicate IN ({', '.join(repr(str(one)) for one in sorted(RELATIONS))})"
WHOLES = ("n", "opened", "closed", "level", "explicit")
NUMBERS = (
    "confidence",
    *(name for table in (ENTITIES, LINKS, DECLARED) for name, type in table.items() if type == NUMBER),
)


class Table(NamedTuple):
    """One file: its name, what its rows become, and the question whose columns are its own.

    Attributes:
        label: of its nodes; "" where a column `:LABEL` says it, and for relationships.
        ids: columns that name a node, or the two ends, each with its space of ids.
    """

    name: str
    label: str
    question: str
    ids: Mapping[str, str] = {}

    @property
    def is_of_links(self) -> bool:
        return ":TYPE" in self.question


def _columns(names: Iterable[str], of: str) -> str:
    return ", ".join(f"{of}.{name}" for name in names)


TABLES = (
    Table("store", "Maillage", f"SELECT 'maillage' AS id, {SCHEMA} AS \"schema:long\", number AS \"revision:long\", "
          "coalesce((SELECT max(n) FROM runs), 0) AS \"published:long\" FROM revision"),
    Table("runs", "Run", "SELECT n, id, at, command, document, sha256, state FROM runs ORDER BY n"),
    Table("decisions", "Decision", 'SELECT n, a, b, verdict, "by", why, opened FROM decisions ORDER BY n'),
    Table("descriptions", "Description", f"SELECT {_columns(DESCRIBED, 'd')}, d.opened, d.closed FROM documents d "
          "ORDER BY d.id, d.opened"),
    Table("documents", "Document", f"SELECT i.id, {_columns(DESCRIBED[1:], 'd')}, d.opened FROM "
          "(SELECT id FROM documents UNION SELECT document FROM statements) i "
          "LEFT JOIN documents d ON d.id = i.id AND d.closed IS NULL ORDER BY i.id", {"id": "id:ID(Document)"}),
    Table("statements", "Statement", f"SELECT s.id, s.document, s.about, s.predicate, s.value, "
          f"CASE WHEN {RELATION} THEN s.value END AS target, s.key, s.status, s.valid, s.qualifiers, s.said_by "
          "FROM statements s WHERE s.n IN (SELECT statement FROM intervals) ORDER BY s.id", {"id": "id:ID(Statement)"}),
    Table("records", "Record", "SELECT record AS id, entity, facts FROM records ORDER BY record"),
    Table("declared", "Declared", f"SELECT {_columns(DECLARED, 'd')} FROM declared d ORDER BY about, key, statement"),
    Table("entities", "", f"SELECT {_columns(ENTITIES, 'e')}, labels(e.kind) AS \":LABEL\" FROM entities e ORDER BY id",
          {"id": "id:ID(Entity)"}),
    Table("links", "", "SELECT source, target, relation AS \":TYPE\", "
          f"{_columns((name for name in LINKS if name not in ('source', 'relation', 'target')), 'l')} FROM links l "
          "ORDER BY source, relation, target, key", {"source": ":START_ID(Entity)", "target": ":END_ID(Entity)"}),
    Table("from", "", "SELECT s.id AS statement, s.document AS place, 'FROM' AS \":TYPE\", i.opened, i.closed, "
          f"{_columns(HELD, 'i')} FROM statements s JOIN intervals i ON i.statement = s.n ORDER BY s.id, i.opened",
          {"statement": ":START_ID(Statement)", "place": ":END_ID(Document)"}),
)  # fmt: skip


def write(store: Store, folder: Path, basis: Mapping[str, Any]) -> dict[str, int]:
    """Write the files into a folder of their own, with the arguments that import them; how many rows each has.

    In that folder, `neo4j-admin database import full @import.args` makes the database `neo4j` of a server that is
    stopped. Nodes and relationships have the labels, types and properties of `docs/cypher.md`; constraints and
    indexes are made by the first run that writes there. The basis is `basis.json`.

    Raises:
        DatasetError: the folder holds something already, or cannot be written to.
        StoreError: the store cannot be read.
    """
    with _rows(store) as db:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if any(folder.iterdir()):
                raise DatasetError("{} holds something already: name a folder that is empty, or not there yet.", folder)
            counts = {one.name: _write(db, one, folder / f"{one.name}.csv") for one in TABLES}
            (folder / ARGUMENTS).write_text("\n".join(_arguments()) + "\n", encoding="utf-8")
            (folder / "basis.json").write_text(json.dumps(dict(basis), ensure_ascii=False, indent=1), encoding="utf-8")
        except OSError as error:
            raise DatasetError("{} cannot be written: {}.", folder, because(error)) from None
    return counts


def _arguments() -> Iterator[str]:
    yield "neo4j"  # the database; after the files it would be taken for one of them
    yield "--multiline-fields=true"  # a quote may hold line breaks
    for one in TABLES:
        what, of = ("relationships", "") if one.is_of_links else ("nodes", f"{one.label}=" if one.label else "")
        yield f"--{what}={of}{one.name}.csv"


@contextmanager
def _rows(store: Store) -> Iterator[sqlite3.Connection]:
    """The rows of the store's own file; of another store, those of a copy."""
    if isinstance(store, SqliteStore):
        with store._reading() as db:
            db.create_function("labels", 1, lambda kind: "Entity" + label(kind).replace(":", ";"), deterministic=True)
            yield db
        return
    with tempfile.TemporaryDirectory() as folder:
        copied = SqliteStore(f"sqlite:///{folder}/network.db")
        copy(store, copied, viewer=Viewer.OWNER)
        with _rows(copied) as db:
            yield db


def _write(db: sqlite3.Connection, table: Table, file: Path) -> int:
    found = db.execute(table.question)
    header = [one[0] for one in found.description]
    with file.open("w", encoding="utf-8", newline="") as written:
        written.write(",".join(table.ids.get(name, _typed(name)) for name in header) + "\n")
        return sum(1 for row in found if written.write(",".join(map(_cell, row)) + "\n"))


def _typed(column: str) -> str:
    """A column of the header with the type of its property: text, if nothing is said."""
    return f"{column}:long" if column in WHOLES else f"{column}:double" if column in NUMBERS else column


def _cell(value: Any) -> str:
    """What is missing is nothing between two commas; empty text is quoted."""
    if value is None:
        return ""
    return '"' + value.replace('"', '""') + '"' if isinstance(value, str) else repr(value)
