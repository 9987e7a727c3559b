"""One run that writes to a SQLite file: everything that it does happens, or nothing of it."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from graph.errors import UndoRefused, UnknownRecord
from graph.holding import HELD, batched, holding, open_all, run_id, told, write_qualifiers
from graph.model import Decision, Document, Statement, Viewer
from graph.namesakes import namesakes
from graph.projection import ENDS, PROJECTION, changes, dangling, ends, records_changed
from graph.sqlite_reading import IS_LINK, SqliteSource, decided, snapshot
from graph.store import Counts, Done, Namesake, Snapshot


class SqliteWriter:
    """A run in progress; see `graph.store.Writer` for what each method promises."""

    def __init__(self, db: sqlite3.Connection, command: str, at: str, document: str | None, sha256: str | None) -> None:
        self.db = db
        self.run, self.id = _new_run(db, command, at, document, sha256)
        self.touched: set[str] = set()
        self.changed = False
        self.listed = False
        self.discarded = False

    def add(self, documents: Iterable[Document], statements: Iterable[Statement]) -> Counts:
        described = frozenset(document.id for document in documents if self._add_document(document))
        new, changed, unchanged = open_all(self, self.run, statements)
        return Counts(frozenset(new), frozenset(changed), unchanged, described)

    def described(self) -> frozenset[str]:
        return frozenset(row[0] for row in self.db.execute("SELECT id FROM documents WHERE closed IS NULL"))

    def dangling(self, statements: Iterable[Statement]) -> Mapping[str, tuple[str, ...]]:
        return dangling(SqliteSource(self.db), self.touched, statements)

    def namesakes(self, statements: Iterable[Statement]) -> tuple[Namesake, ...]:
        return namesakes(SqliteSource(self.db), self.touched, statements)

    def close(self, statement_ids: Iterable[str]) -> int:
        closed = 0
        for batch in batched(statement_ids):
            ids = json.dumps(batch)
            those = "SELECT n FROM statements WHERE id IN (SELECT value FROM json_each(?))"
            open_ones = f"statement IN ({those}) AND closed IS NULL"
            self._touch(f"n IN (SELECT statement FROM intervals WHERE {open_ones})", [ids])
            # what this very run opened leaves no trace; what was open before is closed
            closed += self.db.execute(
                f"DELETE FROM intervals WHERE opened = ? AND {open_ones}", [self.run, ids]
            ).rowcount
            closed += self.db.execute(f"UPDATE intervals SET closed = ? WHERE {open_ones}", [self.run, ids]).rowcount
        self._note(closed)
        return closed

    def decide(self, decisions: Iterable[Decision]) -> Counts:
        held = {frozenset((one.a, one.b)): one for one in decided(self.db)}
        new, unchanged = set(), 0
        for one in decisions:
            if held.get(frozenset((one.a, one.b))) == one:
                unchanged += 1
                continue
            held[frozenset((one.a, one.b))] = one
            new.add(one.id)
            row = (one.a, one.b, one.verdict, one.by, one.why, self.run)
            self.db.execute("INSERT INTO decisions (a, b, verdict, by, why, opened) VALUES (?, ?, ?, ?, ?, ?)", row)
        self._note(len(new))
        return Counts(frozenset(new), frozenset(), unchanged)

    def withdraw(self, document: str) -> int:
        if not self._open_document(document):
            known = [row[0] for row in self.db.execute("SELECT id FROM documents WHERE closed IS NULL ORDER BY id")]
            raise UnknownRecord("document", document, known)
        ids = self.db.execute(
            """SELECT s.id FROM statements s JOIN intervals i ON i.statement = s.n AND i.closed IS NULL
            WHERE s.document = ?""",
            [document],
        ).fetchall()
        self._note(1)
        closed = self.close(row[0] for row in ids)
        self._close_document(document)
        return closed

    def undo(self, run: str) -> int:
        number = self._number(run)
        if later := self._later(number):
            raise UndoRefused(run, later)
        self._touch("n IN (SELECT statement FROM intervals WHERE opened = ? OR closed = ?)", [number, number])
        self._touch_documents("opened = ? OR closed = ?", [number, number])
        counted = 0
        for table in ("intervals", "documents"):
            counted += self.db.execute(f"DELETE FROM {table} WHERE opened = ?", [number]).rowcount
            counted += self.db.execute(f"UPDATE {table} SET closed = NULL WHERE closed = ?", [number]).rowcount
        counted += self.db.execute("DELETE FROM decisions WHERE opened = ?", [number]).rowcount
        self.db.execute("DELETE FROM statements WHERE n NOT IN (SELECT statement FROM intervals)")
        self.db.execute("UPDATE runs SET state = 'undone' WHERE n = ?", [number])
        self.changed = True
        return counted

    def repeat(self, done: Done) -> None:
        for document in done.closed_documents:
            self._touch("document = ?", [document])
            self._close_document(document)
        self.close(done.closed)
        self.add(done.documents, done.statements)
        self.decide(done.decisions)
        self.db.execute("UPDATE runs SET state = ? WHERE n = ?", [done.state, self.run])
        self._note(1)

    def preview(self) -> Snapshot:
        self._project()
        return snapshot(self.db, Viewer.OWNER)

    def discard(self) -> None:
        self.discarded = True

    def finish(self) -> None:
        """Bring the public projection up to date, and count the revision, if anything changed."""
        if self.discarded or not self.changed:
            self.db.rollback()
            return
        self._project()
        if not self.listed:
            self.db.execute("DELETE FROM runs WHERE n = ?", [self.run])
        self.db.execute("UPDATE revision SET number = number + 1")
        self.db.commit()

    def _project(self) -> None:
        source = SqliteSource(self.db)
        change = changes(source, Viewer.PUBLIC, self.touched)
        stale = json.dumps(sorted(change.stale))
        for table, columns in PROJECTION.items():
            for end in ENDS[table]:
                self.db.execute(f"DELETE FROM {table} WHERE {end} IN (SELECT value FROM json_each(?))", [stale])
            values = ", ".join("?" * len(columns))
            self.db.executemany(f"INSERT INTO {table} VALUES ({values})", getattr(change.rows, table))
        gone, written = records_changed(source, change)
        self.db.executemany("DELETE FROM records WHERE record = ?", ((record,) for record in gone))
        self.db.executemany("INSERT OR REPLACE INTO records VALUES (?, ?, ?)", written)
        self.touched.clear()

    def _add_document(self, document: Document) -> bool:
        """Whether it was described otherwise before, or not at all."""
        row = (document.title, document.publisher, document.published, document.retrieved, document.url,
               document.licence, document.sha256, int(document.level), document.audience)  # fmt: skip
        held = self._open_document(document.id)
        if held == row:
            return False
        if held and (held[2], *held[-2:]) != (row[2], *row[-2:]):  # a date or a right that every statement rests on
            self._touch("document = ?", [document.id])
        self.db.execute("DELETE FROM documents WHERE id = ? AND opened = ?", [document.id, self.run])
        self._close_document(document.id)
        self.db.execute(
            "INSERT INTO documents VALUES (?, ?, NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [document.id, self.run, *row]
        )
        self._note(1)
        return True

    def _close_document(self, document: str) -> None:
        self.db.execute("UPDATE documents SET closed = ? WHERE id = ? AND closed IS NULL", [self.run, document])

    def _open_document(self, document: str) -> tuple[Any, ...] | None:
        found = self.db.execute("SELECT * FROM documents WHERE id = ? AND closed IS NULL", [document]).fetchone()
        return found[3:] if found else None

    def holds(self, batch: Mapping[str, Statement]) -> Mapping[str, tuple[int, float, int, str | None]]:
        sql = """SELECT s.id, i.opened, i.confidence, i.level, i.audience FROM statements s JOIN intervals i
            ON i.statement = s.n AND i.closed IS NULL WHERE s.id IN (SELECT value FROM json_each(?))"""
        return {row[0]: row[1:] for row in self.db.execute(sql, [json.dumps(list(batch))])}

    def open(self, batch: Mapping[str, Statement]) -> None:
        self.db.executemany(
            f"INSERT OR IGNORE INTO statements VALUES (NULL, {', '.join('?' * 10)})",
            (_statement_row(i, one) for i, one in batch.items()),
        )
        self.db.executemany(
            f"INSERT INTO intervals SELECT n, ?, NULL, {', '.join('?' * len(HELD))} FROM statements WHERE id = ?",
            ((self.run, *holding(one), *told(one), i) for i, one in batch.items()),
        )
        self.touched.update(end for one in batch.values() for end in ends(one))
        self._note(len(batch))

    def _touch(self, condition: str, values: Sequence[Any]) -> None:
        sql = f"SELECT about, CASE WHEN {IS_LINK} THEN value END FROM statements s WHERE {condition}"
        self.touched.update(record for record in chain(*self.db.execute(sql, values)) if record)

    def _touch_documents(self, condition: str, values: Sequence[Any]) -> None:
        self._touch(f"document IN (SELECT id FROM documents WHERE {condition})", values)

    def _note(self, changes_made: int) -> None:
        if changes_made:
            self.changed = self.listed = True

    def _number(self, run: str) -> int:
        known = dict(self.db.execute("SELECT id, n FROM runs WHERE state = 'done' AND n <> ?", [self.run]))
        if run not in known:
            raise UnknownRecord("run", run, list(known)[-5:])
        return int(known[run])

    def _later(self, number: int) -> list[str]:
        """Runs after this one that touched the same documents, or decided on the same records, newest first."""
        sql = """WITH ran AS (
            SELECT s.document AS what, i.opened AS run FROM intervals i JOIN statements s ON s.n = i.statement
            UNION SELECT s.document, i.closed FROM intervals i JOIN statements s ON s.n = i.statement WHERE i.closed > 0
            UNION SELECT id, opened FROM documents UNION SELECT id, closed FROM documents WHERE closed > 0
            UNION SELECT MIN(a, b) || ' ' || MAX(a, b), opened FROM decisions)
            SELECT id FROM runs WHERE n > :run AND n IN (
                SELECT run FROM ran WHERE what IN (SELECT what FROM ran WHERE run = :run)) ORDER BY n DESC"""
        return [row[0] for row in self.db.execute(sql, {"run": number})]


def _new_run(
    db: sqlite3.Connection, command: str, at: str, document: str | None, sha256: str | None
) -> tuple[int, str]:
    """The number and the id of a run that begins."""
    number = int(db.execute("SELECT COALESCE(MAX(n), 0) + 1 FROM runs").fetchone()[0])
    called = run_id(number, at, command, document, sha256)
    row = (number, called, at, command, document, sha256)
    db.execute("INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, 'done')", row)
    return number, called


def _statement_row(identifier: str, one: Statement) -> tuple[Any, ...]:
    return (
        identifier, one.document, one.about, one.predicate, one.value, one.key, one.status, one.valid,
        write_qualifiers(one), one.said_by,
    )  # fmt: skip
