"""The default store: one SQLite file, no server. Readers see the old network until a run is done."""

import os
import sqlite3
import stat
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import pandas as pd

from graph import sqlite_reading as reading
from graph.beside import Beside
from graph.errors import StoreBusy, StoreError, StoreUnavailable, UnknownRecord
from graph.frames import RUNS, frame, no_collecting
from graph.model import Viewer
from graph.projection import ORDER, PROJECTION, decisions
from graph.sqlite_writing import SqliteWriter
from graph.store import Done, Snapshot

APPLICATION = 0x6D61696C  # "mail", so that no other program's file is taken for ours
SCHEMA = 2
PATIENCE_MS = 5_000
CACHE_KB = 64_000  # with SQLite's own 2,000 the indexes of a register are read again and again


class SqliteStore:
    """See `graph.store.Store` for what each method promises.

    Connections are opened for each call: an app's reruns come in other threads.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.path = Path(url.removeprefix("sqlite:///"))

    @contextmanager
    def write(
        self, command: str, *, at: str = "", document: str | None = None, sha256: str | None = None
    ) -> Iterator[SqliteWriter]:
        is_new = not self._is_there()
        with self._translated(), closing(self._writing()) as db:
            self._lock(db)
            is_kept = False
            try:
                _create(db)
                writer = SqliteWriter(db, command, at, document, sha256)
                yield writer
                writer.finish()
                is_kept = not writer.discarded
            finally:
                db.rollback()
                if is_new and not is_kept:
                    self._remove(db)

    def snapshot(self, *, viewer: Viewer) -> Snapshot:
        with self._reading() as db, no_collecting():
            return reading.snapshot(db, viewer)

    def documents(self, *, viewer: Viewer) -> pd.DataFrame:
        with self._reading() as db:
            return reading.documents(db, viewer)

    def statements(
        self, *, viewer: Viewer, ids: Iterable[str] | None = None, document: str | None = None
    ) -> pd.DataFrame:
        with self._reading() as db:
            return reading.statements(db, viewer, ids, document)

    def decisions(self, *, viewer: Viewer) -> pd.DataFrame:
        with self._reading() as db:
            return decisions(reading.SqliteSource(db), viewer)

    def runs(self, *, viewer: Viewer) -> pd.DataFrame:
        with self._reading() as db:
            return frame(reading.runs(db, viewer), RUNS)

    def changes(self, *, viewer: Viewer, run: str | None = None, about: Iterable[str] | None = None) -> pd.DataFrame:
        with self._reading() as db:
            known = [row[0] for row in reading.runs(db, viewer)]
            if run is not None and run not in known:
                raise UnknownRecord("run", run, known[-5:])
            return reading.ran(db, viewer, run, about)

    def changes_beside(self, *, viewer: Viewer, run: str) -> Beside:
        with self._reading() as db:
            known = [row[0] for row in reading.runs(db, viewer)]
            if run not in known:
                raise UnknownRecord("run", run, known[-5:])
            return reading.changes_beside(db, viewer, run)

    def history(self, *, after: int = 0) -> Iterator[Done]:
        with self._reading() as db:
            yield from reading.history(db, after)

    def revision(self) -> int:
        with self._reading() as db:
            return reading.revision(db)

    def close(self) -> None:
        """Nothing stays open between calls."""

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that cannot write, in one transaction, so that all it reads is of one moment."""
        if not self._is_there():
            raise StoreUnavailable(
                "There is no network at {}: load files into it first (`maillage load data/`).", self.path
            )
        with self._translated(), closing(self._connect(self._read_only())) as db:
            self._check(db)
            if _is_made(db):
                db.execute("BEGIN")
                yield db
            else:  # a file that nothing was written to yet
                with closing(self._connect(":memory:")) as nothing:
                    _create(nothing)
                    yield nothing

    def _is_there(self) -> bool:
        """Whether the path is a file; one that may not be looked at is an error, not a missing one."""
        try:
            return stat.S_ISREG(self.path.stat().st_mode)
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError:
            raise _closed(self.path) from None

    def _writing(self) -> sqlite3.Connection:
        if not self.path.parent.is_dir():
            raise StoreUnavailable("There is no folder {}: make it first, or name another store.", self.path.parent)
        db = self._connect(f"file:{quote(str(self.path))}?mode=rwc")
        try:
            self._check(db)
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
            db.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            db.close()
            raise
        return db

    def _lock(self, db: sqlite3.Connection) -> None:
        """Become the one who writes; the file may have been taken away by the one waited for."""
        db.execute("BEGIN IMMEDIATE")
        if not self.path.exists():
            raise StoreBusy("Another process has just removed {}: try again.", self.path)

    def _remove(self, db: sqlite3.Connection) -> None:
        """Take away a file that nothing was ever written to, and that nobody is writing to now."""
        with suppress(sqlite3.OperationalError):  # somebody is writing: it is theirs now
            db.execute("BEGIN IMMEDIATE")
            if not _is_made(db):
                for ending in ("-wal", "-shm", ""):
                    self.path.with_name(self.path.name + ending).unlink(missing_ok=True)

    def _read_only(self) -> str:
        """Where nobody may write beside the file, SQLite is told that it will not change."""
        beside = self.path.with_name(self.path.name + "-wal")
        frozen = "&immutable=1" if not beside.exists() and not os.access(self.path.parent, os.W_OK) else ""
        return f"file:{quote(str(self.path))}?mode=ro{frozen}"

    def _connect(self, address: str) -> sqlite3.Connection:
        db = sqlite3.connect(
            address, uri=True, isolation_level=None, timeout=PATIENCE_MS / 1000, check_same_thread=False
        )
        try:
            db.execute("PRAGMA temp_store = MEMORY")
            db.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        except BaseException:
            db.close()
            raise
        return db

    def _check(self, db: sqlite3.Connection) -> None:
        application = db.execute("PRAGMA application_id").fetchone()[0]
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if application != APPLICATION and db.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]:
            raise StoreUnavailable("{} is a database of another program: name another file for the network.", self.path)
        if version > SCHEMA:
            raise StoreUnavailable(
                "{} was written by a newer version of maillage (its schema is {}, this one knows {}): update maillage.",
                self.path,
                version,
                SCHEMA,
            )
        if 0 < version < SCHEMA:
            raise StoreUnavailable(
                "{} was written by an older version of maillage (its schema is {}, this one writes {}): "
                "load the files again into a new store.",
                self.path,
                version,
                SCHEMA,
            )

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """No error of SQLite leaves the store as it is."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise _sentence(str(error), self.path) from None
        except sqlite3.DatabaseError as error:
            raise StoreUnavailable("{} is not a network of maillage, or is damaged ({}).", self.path, error) from None


def _create(db: sqlite3.Connection) -> None:
    """The tables, where there are none yet, in a transaction of the caller's."""
    if _is_made(db):
        return
    schema = Path(__file__).with_name("sqlite_schema.sql").read_text(encoding="utf-8")
    for command in schema.split(";\n"):
        db.execute(command)
    for table, columns in PROJECTION.items():
        order = f"PRIMARY KEY ({', '.join(ORDER[table])})"  # rows lie as they are read: no sorting
        db.execute(f"CREATE TABLE {table} ({', '.join(columns)}, {order}) WITHOUT ROWID")
    db.execute("CREATE INDEX links_target ON links (target)")
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute(f"PRAGMA user_version = {SCHEMA}")


def _is_made(db: sqlite3.Connection) -> bool:
    return bool(db.execute("SELECT COUNT(*) FROM sqlite_master WHERE name = 'revision'").fetchone()[0])


def _closed(path: Path) -> StoreUnavailable:
    return StoreUnavailable("{} cannot be written or opened: check who may write to the file and its folder.", path)


def _sentence(message: str, path: Path) -> StoreError:
    if "locked" in message or "busy" in message:
        return StoreBusy("Another process is writing to {}: try again when it has finished.", path)
    if "readonly" in message or "unable to open" in message:
        return _closed(path)
    return StoreError("{} could not be used: {}.", path, message)
