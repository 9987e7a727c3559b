"""What is remembered beside the network: positions, views, answers, plans. Deleting the file loses no fact."""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from graph.errors import PlanError
from views.positions import Point

SCHEMA = """
CREATE TABLE IF NOT EXISTS positions (
    store TEXT, rights TEXT, start TEXT, entity TEXT, x REAL, y REAL, PRIMARY KEY (store, rights, start, entity)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS moved (
    store TEXT, rights TEXT, start TEXT, entity TEXT, x REAL, y REAL, PRIMARY KEY (store, rights, start, entity)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS views (
    store TEXT, rights TEXT, name TEXT, address TEXT, PRIMARY KEY (store, rights, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS plans (
    store TEXT, rights TEXT, name TEXT, plan TEXT, PRIMARY KEY (store, rights, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS answers (question TEXT PRIMARY KEY, answer BLOB) WITHOUT ROWID;
"""
KEPT_ANSWERS = 500


@dataclass(frozen=True, slots=True)
class State:
    """One file. A file that cannot be read or written is as one that remembers nothing."""

    path: Path
    store: str = ""  # its address

    @classmethod
    def beside(cls, url: str) -> "State":
        """The state that belongs to a store: in the same folder, or here when the store is no file."""
        folder = Path(url.removeprefix("sqlite:///")).parent if url.startswith("sqlite:///") else Path()
        return cls(folder / "state.sqlite", url)

    def positions(self, store: str, rights: str, start: str) -> dict[str, Point]:
        """Where the actors of a drawing stood, by id."""
        asked = "SELECT entity, x, y FROM positions WHERE (store, rights, start) = (?, ?, ?)"
        return {entity: (x, y) for entity, x, y in self._rows(asked, (store, rights, start))}

    def keep_positions(self, store: str, rights: str, start: str, points: Mapping[str, Point]) -> None:
        """Remember where they stand; who has a place already keeps it."""
        rows = [(store, rights, start, entity, x, y) for entity, (x, y) in points.items()]
        self._write(("INSERT OR IGNORE INTO positions VALUES (?, ?, ?, ?, ?, ?)", rows))

    def moved(self, store: str, rights: str, start: str) -> dict[str, Point]:
        """Where the actors of a drawing stand that were moved by hand, by id."""
        asked = "SELECT entity, x, y FROM moved WHERE (store, rights, start) = (?, ?, ?) ORDER BY entity"
        return {entity: (x, y) for entity, x, y in self._rows(asked, (store, rights, start))}

    def move(self, store: str, rights: str, start: str, points: Mapping[str, Point]) -> None:
        """Remember where they were put by hand, in the place of where they were put before."""
        rows = [(store, rights, start, entity, x, y) for entity, (x, y) in points.items()]
        self._write(("INSERT OR REPLACE INTO moved VALUES (?, ?, ?, ?, ?, ?)", rows))

    def put_back(self, store: str, rights: str, start: str, entities: Iterable[str]) -> None:
        """Forget that they were moved."""
        rows = [(store, rights, start, entity) for entity in entities]
        self._write(("DELETE FROM moved WHERE (store, rights, start, entity) = (?, ?, ?, ?)", rows))

    def views(self, store: str, rights: str) -> dict[str, str]:
        """The views kept for these rights: by name, what they ask for."""
        return dict(self._rows("SELECT name, address FROM views WHERE (store, rights) = (?, ?)", (store, rights)))

    def keep_view(self, store: str, rights: str, name: str, address: str) -> bool:
        """Remember a view in the place of the one of its name; whether it could be."""
        return self._write(("INSERT OR REPLACE INTO views VALUES (?, ?, ?, ?)", [(store, rights, name, address)]))

    def drop_view(self, store: str, rights: str, name: str) -> None:
        """Forget a view."""
        self._write(("DELETE FROM views WHERE (store, rights, name) = (?, ?, ?)", [(store, rights, name)]))

    def answer(self, question: str) -> bytes | None:
        """The answer kept for a question, if there is one."""
        rows = self._rows("SELECT answer FROM answers WHERE question = ?", (question,))
        return rows[0][0] if rows else None

    def keep_answer(self, question: str, answer: bytes) -> None:
        """Remember an answer; of too many, any may be forgotten."""
        surplus = "SELECT question FROM answers WHERE question <> ? LIMIT max(0, (SELECT count(*) FROM answers) - ?)"
        self._write(
            ("INSERT OR REPLACE INTO answers VALUES (?, ?)", [(question, answer)]),
            (f"DELETE FROM answers WHERE question IN ({surplus})", [(question, KEPT_ANSWERS)]),
        )

    def plans(self, work: str, values: tuple[str, ...]) -> list[tuple[str, ...]]:
        """Plans read or written, in SQL: unlike all else here, nobody can do without them.

        Raises:
            PlanError: the file cannot be read or written.
        """
        try:
            with closing(sqlite3.connect(self.path, timeout=5)) as db, db:
                db.executescript(SCHEMA)
                return db.execute(work, values).fetchall()
        except sqlite3.Error as error:
            raise PlanError("{} does not keep plans: {}.", self.path, str(error)) from None

    def _rows(self, asked: str, values: tuple[str, ...]) -> list[tuple]:  # type: ignore[type-arg]
        if not self.path.exists():
            return []
        try:
            with closing(sqlite3.connect(self.path, timeout=1)) as db:
                return db.execute(asked, values).fetchall()
        except sqlite3.Error:
            return []

    def _write(self, *work: tuple[str, Iterable[tuple[object, ...]]]) -> bool:
        try:
            with closing(sqlite3.connect(self.path, timeout=1)) as db, db:
                db.executescript(SCHEMA)
                for statement, rows in work:
                    db.executemany(statement, rows)
        except sqlite3.Error:  # a read-only folder: nothing is remembered, nothing is lost
            return False
        return True
