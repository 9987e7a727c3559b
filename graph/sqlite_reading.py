"""What a SQLite connection shows to one viewer: rows out of the file, nothing written."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from graph.beside import Beside, Description, Sight, beside
from graph.facts import Said
from graph.frames import CHANGES, DOCUMENTS, MENTIONS, STATEMENTS, UNSURE, frame
from graph.holding import HELD, as_document, as_statement, read_qualifiers
from graph.identity import doubted
from graph.model import Decision, Viewer
from graph.projection import ORDER, PROJECTION, Change, changes, conflict_table, decisions, projected, told_twice
from graph.resolve import EXCLUSIVE, by_record, said_day
from graph.store import Done, Snapshot
from graph.vocabulary import Relation, Verdict

OPEN = """statements s JOIN intervals i ON i.statement = s.n AND i.closed IS NULL
JOIN documents d ON d.id = s.document AND d.closed IS NULL"""
IS_LINK = "s.predicate GLOB '[A-Z]*'"
SYMMETRIC = ", ".join(f"'{relation}'" for relation in Relation if relation.is_symmetric)
SAID = f"""SELECT s.id, s.document, s.about, s.predicate, s.value, s.key, s.status, s.valid, s.qualifiers,
s.said_by, i.said_on, d.published, i.confidence, i.method FROM {OPEN}"""

KEPT = "records"  # of which public entity each record is
STATED = ", ".join(f"{'i' if name in HELD else 's'}.{name}" for name in STATEMENTS)


def visible(viewer: Viewer) -> tuple[str, list[Any]]:
    """A condition, with its values, that holds where the viewer sees both the statement and its document."""
    return f"{_allowed('i', viewer)} AND {_allowed('d', viewer)}", _rights(viewer) * 2


def _rights(viewer: Viewer) -> list[Any]:
    return [value for group, level in viewer.rights for value in (group, int(level))]


def _allowed(alias: str, viewer: Viewer) -> str:
    if viewer.sees_all:
        return "1"
    confided = f" OR ({alias}.audience = ? AND {alias}.level <= ?)" * len(viewer.rights)
    return f"({alias}.level = 0{confided})"


def snapshot(db: sqlite3.Connection, viewer: Viewer) -> Snapshot:
    """All tables as the viewer sees them, read in one transaction of the caller's."""
    hidden = confided_records(db, viewer)
    change = changes(SqliteSource(db), viewer, hidden) if hidden else None
    tables = [projected(_table(db, name), name, change) for name in PROJECTION]
    records = _records(db, change)
    said = mentions(db, viewer, records)
    return Snapshot(
        tables[0], tables[1], tables[2], said, documents(db, viewer),
        conflicts(db, viewer, records, told_twice(said)), _unsure(db, records), revision(db),
    )  # fmt: skip


def _table(db: sqlite3.Connection, name: str) -> pd.DataFrame:
    return frame(db.execute(f"SELECT * FROM {name} ORDER BY {', '.join(ORDER[name])}"), PROJECTION[name])


@dataclass(frozen=True, slots=True)
class SqliteSource:
    """What resolving fetches; see `graph.projection.Source`."""

    db: sqlite3.Connection

    def kept(self) -> Iterable[tuple[str, str | None, str]]:
        return self.db.execute("SELECT record, entity, facts FROM records")

    def properties(self, viewer: Viewer, records: Iterable[str]) -> dict[str, list[Said]]:
        return properties(self.db, viewer, records)

    def links_at(self, viewer: Viewer, records: Iterable[str]) -> list[Said]:
        return links_at(self.db, viewer, records)

    def besides(self, viewer: Viewer) -> Iterable[tuple[str, str]]:
        sight, values = visible(viewer)
        excluded = "json_extract(s.qualifiers, '$.besides')"
        declared = f"s.predicate = 'declared' AND {excluded} IS NOT NULL"
        return self.db.execute(f"SELECT s.about, {excluded} FROM {OPEN} WHERE {declared} AND {sight}", values)

    def confided(self, viewer: Viewer) -> set[str]:
        return confided_records(self.db, viewer)

    def decided(self) -> list[Decision]:
        return decided(self.db)

    def status(self, entity: str) -> str | None:
        row = self.db.execute("SELECT status FROM entities WHERE id = ?", [entity]).fetchone()
        return row[0] if row else None


def properties(db: sqlite3.Connection, viewer: Viewer, records: Iterable[str]) -> dict[str, list[Said]]:
    """What the viewer sees said of each of these records, links left out."""
    return by_record(said(db, viewer, f"NOT {IS_LINK} AND s.about IN (SELECT value FROM json_each(?))", records))[0]


def links_at(db: sqlite3.Connection, viewer: Viewer, records: Iterable[str]) -> list[Said]:
    """The statements that the viewer sees of links with one of these records at an end."""
    ends = """WITH ends AS (SELECT value FROM json_each(?))
        SELECT n FROM statements WHERE about IN ends
        UNION SELECT n FROM statements WHERE value IN ends AND predicate GLOB '[A-Z]*'"""
    return said(db, viewer, f"{IS_LINK} AND s.n IN ({ends})", records)


def confided_records(db: sqlite3.Connection, viewer: Viewer) -> set[str]:
    """The records that a statement concerns which this viewer sees and the public does not."""
    if not viewer.sees_all and not viewer.rights:
        return set()
    condition, values = visible(viewer)
    sql = f"""SELECT s.about, CASE WHEN {IS_LINK} THEN s.value END FROM {OPEN}
        WHERE (i.level > 0 OR d.level > 0) AND {condition}"""
    return {record for pair in db.execute(sql, values) for record in pair if record}


def said(db: sqlite3.Connection, viewer: Viewer, condition: str, records: Iterable[str]) -> list[Said]:
    """What resolving needs of the open statements that the viewer sees and the condition on `records` keeps."""
    sight, values = visible(viewer)
    found = db.execute(f"{SAID} WHERE {sight} AND {condition}", [*values, json.dumps(sorted(records))])
    return [
        Said(
            identifier, document, about, predicate, value, key, status, valid,
            read_qualifiers(extra) if extra else (), said_by,
            said_day(said_on, published), confidence, method == "correction",
        )
        for identifier, document, about, predicate, value, key, status, valid, extra, said_by, said_on,
        published, confidence, method in found
    ]  # fmt: skip


def _records(db: sqlite3.Connection, change: Change | None) -> str:
    """The table that tells of which entity each record is, to this viewer."""
    if change is None:
        return KEPT
    db.execute("CREATE TEMP TABLE IF NOT EXISTS viewed (record TEXT PRIMARY KEY, entity TEXT) WITHOUT ROWID")
    db.execute("DELETE FROM temp.viewed")
    db.executemany("INSERT INTO temp.viewed VALUES (?, ?)", change.identity.entity_of.items())
    return "temp.viewed"


def conflicts(db: sqlite3.Connection, viewer: Viewer, records: str, entities: Iterable[str]) -> pd.DataFrame:
    """Of which properties of these entities documents give values that cannot both be so."""
    groups: dict[str, list[str]] = {}
    theirs = f"SELECT entity, record FROM {records} WHERE entity IN (SELECT value FROM json_each(?)) ORDER BY 1, 2"
    for entity, record in db.execute(theirs, [json.dumps(sorted(entities))]):
        groups.setdefault(entity, []).append(record)
    names = ", ".join(f"'{name}'" for name in EXCLUSIVE)
    condition = f"s.predicate IN ({names}) AND s.about IN (SELECT value FROM json_each(?))"
    about = by_record(said(db, viewer, condition, [record for those in groups.values() for record in those]))[0]
    return conflict_table(groups, about)


def _unsure(db: sqlite3.Connection, records: str) -> pd.DataFrame:
    decisions = decided(db)
    named = json.dumps(sorted({record for one in decisions for record in (one.a, one.b)}))
    known = (
        f"SELECT record, entity FROM {records} WHERE entity IS NOT NULL AND record IN (SELECT value FROM json_each(?))"
    )
    return frame(doubted(dict(db.execute(known, [named])), decisions), UNSURE)


def mentions(db: sqlite3.Connection, viewer: Viewer, records: str) -> pd.DataFrame:
    """Which statement speaks of which entity or link, in no particular order."""
    sight, values = visible(viewer)
    by = "INDEXED BY records_record" if records == KEPT else ""
    found = db.execute(
        f"""SELECT f.entity, s.id, s.document, s.predicate FROM {OPEN} JOIN {records} f {by} ON f.record = s.about
        WHERE {sight} AND NOT {IS_LINK} AND f.entity IS NOT NULL
        UNION ALL
        SELECT CASE WHEN s.predicate IN ({SYMMETRIC}) AND t.entity < f.entity
            THEN t.entity || '~' || s.predicate || '~' || f.entity || '~' || s.key
            ELSE f.entity || '~' || s.predicate || '~' || t.entity || '~' || s.key END, s.id, s.document, s.predicate
        FROM {OPEN} JOIN {records} f {by} ON f.record = s.about JOIN {records} t {by} ON t.record = s.value
        WHERE {sight} AND {IS_LINK} AND f.entity <> t.entity""",
        values * 2,
    )
    return frame(found, MENTIONS)


def documents(db: sqlite3.Connection, viewer: Viewer) -> pd.DataFrame:
    """Documents of which the viewer sees at least one open statement, and when somebody in them last spoke."""
    sight, values = visible(viewer)
    spoke: dict[str, str] = {}
    for document, said_on in db.execute(f"SELECT DISTINCT s.document, i.said_on FROM {OPEN} WHERE {sight}", values):
        spoke[document] = max(spoke.get(document, ""), said_day(said_on, None))
    columns = ", ".join(column for column in DOCUMENTS if column != "said")
    found = db.execute(f"SELECT {columns} FROM documents WHERE closed IS NULL ORDER BY id")
    return frame([(*row, spoke[row[0]] or None) for row in found if row[0] in spoke], DOCUMENTS)


def statements(db: sqlite3.Connection, viewer: Viewer, ids: Iterable[str] | None, document: str | None) -> pd.DataFrame:
    """Open statements that the viewer sees, by id."""
    sight, values = visible(viewer)
    sql = f"SELECT {STATED} FROM {OPEN} WHERE {sight}"
    if ids is not None:
        sql, values = f"{sql} AND s.id IN (SELECT value FROM json_each(?))", [*values, json.dumps(sorted(ids))]
    if document is not None:
        sql, values = f"{sql} AND s.document = ?", [*values, document]
    return frame(db.execute(f"{sql} ORDER BY s.id", values), STATEMENTS)


def runs(db: sqlite3.Connection, viewer: Viewer) -> Iterator[tuple[Any, ...]]:
    """Runs with what the viewer sees of what they opened and closed; the owner also sees those without any."""
    interval, values = _allowed("i", viewer), _rights(viewer)
    document = _allowed("d", viewer)
    seen = f"""SELECT COUNT(*) FROM intervals i JOIN statements s ON s.n = i.statement WHERE {interval}
        AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.id = s.document AND NOT {document}) AND i."""
    sql = f"SELECT id, at, command, document, ({seen}opened = r.n), ({seen}closed = r.n), state FROM runs r ORDER BY n"
    seen_documents = set(documents(db, viewer)["id"])
    for name, at, command, paper, *rest in db.execute(sql, values * 4):
        if viewer.sees_all or rest[0] or rest[1]:
            yield name, at, command, paper if viewer.sees_all or paper in seen_documents else None, *rest


def ran(db: sqlite3.Connection, viewer: Viewer, run: str | None, about: Iterable[str] | None) -> pd.DataFrame:
    """What runs did to statements that the viewer sees, and of which nothing was hidden from it since."""
    condition, values = _unhidden(viewer)
    if run is not None:
        condition, values = f"{condition} AND r.id = ?", [*values, run]
    if about is not None:
        those, records = "(SELECT value FROM json_each(?))", json.dumps(sorted(about))
        condition += f" AND (s.about IN {those} OR {IS_LINK} AND s.value IN {those})"
        values = [*values, records, records]
    opened = _part("opened", f"CASE WHEN {_beside('closed', 'opened', viewer)} THEN 'changed' ELSE 'added' END")
    closed = _part("closed", f"CASE WHEN {_beside('opened', 'closed', viewer)} THEN NULL ELSE 'closed' END")
    sql = f"""SELECT {", ".join(CHANGES)} FROM ({opened} {condition} UNION ALL {closed} {condition})
        WHERE change IS NOT NULL ORDER BY nth, about, predicate, value, key, id"""
    return frame(db.execute(sql, [*_rights(viewer), *values] * 2), CHANGES)


def _part(moment: str, change: str) -> str:
    return f"""SELECT r.n AS nth, r.id AS run, r.at, {change} AS change, {STATED} FROM runs r
        JOIN intervals i ON i.{moment} = r.n JOIN statements s ON s.n = i.statement WHERE"""


def _beside(moment: str, other: str, viewer: Viewer) -> str:
    """Whether the same run did the opposite too, as far as the viewer sees: together they are one change."""
    those = f"o.statement = s.n AND o.{moment} = i.{other} AND {_allowed('o', viewer)}"
    return f"EXISTS (SELECT 1 FROM intervals o WHERE {those})"


def _unhidden(viewer: Viewer) -> tuple[str, list[Any]]:
    """A condition, with its values, that fails where a part of the statement's history, from then on, is hidden."""
    later = (
        f"SELECT 1 FROM intervals j WHERE j.statement = s.n AND j.opened >= i.opened AND NOT {_allowed('j', viewer)}"
    )
    described = f"SELECT 1 FROM documents d WHERE d.id = s.document AND NOT {_allowed('d', viewer)}"
    return f"NOT EXISTS ({later}) AND NOT EXISTS ({described})", _rights(viewer) * 2


def changes_beside(db: sqlite3.Connection, viewer: Viewer, run: str) -> Beside:
    """What a run did to descriptions of documents, and what it decided; see `graph.store.Store`."""
    number = int(db.execute("SELECT n FROM runs WHERE id = ?", [run]).fetchone()[0])
    columns = ", ".join(column for column in DOCUMENTS if column != "said")
    sql = f"""SELECT opened, closed, {columns} FROM documents
        WHERE id IN (SELECT id FROM documents WHERE opened = :run OR closed = :run) ORDER BY id, opened"""
    papers = [Description(as_document(row[2:]), row[0], row[1]) for row in db.execute(sql, {"run": number})]

    def spoken() -> set[str]:
        return {*documents(db, viewer)["id"], *ran(db, viewer, run, None)["document"]}

    def pairs() -> set[tuple[str, str]]:
        known = decisions(SqliteSource(db), viewer)
        return set(zip(known["a"], known["b"], strict=True))

    return beside(papers, decided(db, number), number, Sight(viewer, spoken, pairs))


def history(db: sqlite3.Connection, after: int) -> Iterator[Done]:
    """What each run did; see `graph.store.Store`."""
    listed = "SELECT n, id, at, command, document, sha256, state FROM runs ORDER BY n LIMIT -1 OFFSET ?"
    columns = ", ".join(column for column in DOCUMENTS if column != "said")
    stated = f"SELECT {STATED} FROM intervals i JOIN statements s ON s.n = i.statement WHERE i.opened = ? ORDER BY s.n"
    closed = "SELECT s.id FROM intervals i JOIN statements s ON s.n = i.statement WHERE i.closed = ? ORDER BY s.n"
    for number, name, at, command, document, sha256, state in db.execute(listed, [after]).fetchall():
        described = db.execute(f"SELECT {columns} FROM documents WHERE opened = ? ORDER BY id", [number])
        withdrawn = db.execute("SELECT id FROM documents WHERE closed = ? ORDER BY id", [number])
        yield Done(
            name, at, command, document, sha256, state,
            [as_document(row) for row in described], [row[0] for row in withdrawn],
            [as_statement(dict(zip(STATEMENTS, row, strict=True))) for row in db.execute(stated, [number])],
            [row[0] for row in db.execute(closed, [number])],
            decided(db, number),
        )  # fmt: skip


def decided(db: sqlite3.Connection, run: int | None = None) -> list[Decision]:
    """People's decisions, oldest first; those of one run."""
    sql = "SELECT a, b, verdict, by, why FROM decisions WHERE :run IS NULL OR opened = :run ORDER BY n"
    found = db.execute(sql, {"run": run})
    return [Decision(a, b, Verdict(verdict), by, why) for a, b, verdict, by, why in found]


def revision(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT number FROM revision").fetchone()[0])
