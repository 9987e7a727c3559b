"""The shared store: a Neo4j server. Readers see the old network until a run is published.

The owner of a server sees everything that is on it: what is confidential is hidden from the viewers of
maillage, not from whoever has Bolt or Cypher.
"""

import logging
import secrets
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import Any, TypeVar

import neo4j
import pandas as pd
from neo4j.exceptions import DriverError, Neo4jError

from graph import neo4j_reading as reading
from graph import neo4j_schema as schema
from graph.beside import Beside
from graph.errors import StoreBusy, StoreError, StoreUnavailable, UnknownRecord
from graph.frames import RUNS, frame, no_collecting
from graph.model import Viewer
from graph.neo4j_address import PASSWORD, Address
from graph.neo4j_asking import answered
from graph.neo4j_reading import Ask, Neo4jReading, cypher
from graph.neo4j_trouble import translated
from graph.neo4j_writing import Neo4jWriter, forget
from graph.projection import decisions
from graph.store import Done, Snapshot

SCHEMA = 1
PATIENCE_S = 5.0
ATTEMPTS = 10  # of a reader whose network was published anew meanwhile
T = TypeVar("T")


logging.getLogger("neo4j").addHandler(logging.NullHandler())  # what it has to say, we say in a sentence


class Neo4jStore:
    """See `graph.store.Store` for what each method promises.

    `url` is the address without a password; see `graph.neo4j_address`.
    """

    def __init__(self, url: str) -> None:
        self.address = Address.of(url)
        self.url = self.address.url

    @property
    def secret(self) -> dict[str, str]:
        """What another process needs in its environment to open the same store at `url`."""
        return {PASSWORD: self.address.password}

    @cached_property
    def _driver(self) -> neo4j.Driver:
        driver = neo4j.GraphDatabase.driver(
            self.address.server,
            auth=(self.address.user, self.address.password),
            user_agent="maillage",
            connection_timeout=PATIENCE_S,
            max_transaction_retry_time=PATIENCE_S,
            notifications_min_severity=neo4j.NotificationMinimumSeverity.OFF,  # nobody reads them here
            telemetry_disabled=True,
        )
        weakref.finalize(self, driver.close)
        return driver

    @contextmanager
    def write(
        self, command: str, *, at: str = "", document: str | None = None, sha256: str | None = None
    ) -> Iterator[Neo4jWriter]:
        with translated(self.address), self._session() as publishing, self._session() as loading:
            is_new = self._prepare(loading)
            transaction, state = self._locked(publishing)
            token = self._claim(loading, state)
            row = {"at": at, "command": command, "document": document, "sha256": sha256}
            asks = _ask(transaction), _managed(loading), self._mine(loading, token)
            writer = Neo4jWriter(*asks, lambda: schema.make(loading, schema.STATED), state, row)
            is_done = is_kept = False
            try:
                yield writer
                if writer.finish():
                    _ask(transaction)("release")
                    transaction.commit()
                    is_done = True
                is_kept = not writer.discarded
            finally:
                if not is_done:
                    with suppress(DriverError, Neo4jError, StoreError):  # else the next one who writes does it
                        if is_new or writer.wrote or writer.changed:
                            transaction.close()
                            self._take_back(publishing, loading, is_new and not is_kept)
                        else:
                            _ask(transaction)("release")
                            transaction.commit()

    def snapshot(self, *, viewer: Viewer) -> Snapshot:
        with no_collecting():
            return self._read(lambda now, revision: reading.snapshot(now, viewer, revision))

    def documents(self, *, viewer: Viewer) -> pd.DataFrame:
        return self._read(lambda now, _: reading.documents(now, viewer))

    def statements(
        self, *, viewer: Viewer, ids: Iterable[str] | None = None, document: str | None = None
    ) -> pd.DataFrame:
        wanted = None if ids is None else list(ids)
        return self._read(lambda now, _: reading.statements(now, viewer, wanted, document))

    def decisions(self, *, viewer: Viewer) -> pd.DataFrame:
        return self._read(lambda now, _: decisions(now, viewer))

    def runs(self, *, viewer: Viewer) -> pd.DataFrame:
        return self._read(lambda now, _: frame(reading.runs(now, viewer), RUNS))

    def changes(self, *, viewer: Viewer, run: str | None = None, about: Iterable[str] | None = None) -> pd.DataFrame:
        wanted = None if about is None else list(about)

        def told(now: Neo4jReading, _: int) -> pd.DataFrame:
            known = [row[0] for row in reading.runs(now, viewer)]
            if run is not None and run not in known:
                raise UnknownRecord("run", run, known[-5:])
            return reading.ran(now, viewer, run, wanted)

        return self._read(told)

    def changes_beside(self, *, viewer: Viewer, run: str) -> Beside:
        def told(now: Neo4jReading, _: int) -> Beside:
            known = [row[0] for row in reading.runs(now, viewer)]
            if run not in known:
                raise UnknownRecord("run", run, known[-5:])
            return reading.changes_beside(now, viewer, run)

        return self._read(told)

    def history(self, *, after: int = 0) -> Iterator[Done]:
        runs = self._read(lambda now, _: now.ask("runs"))
        for number, *run in runs[after:]:
            yield self._read(lambda now, _, number=number, run=run: reading.history(now, number, run))  # type: ignore[misc]

    def revision(self) -> int:
        return self._read(lambda _, revision: revision)

    def cypher(self, text: str, *, seconds: float = 10, most: int = 1_000) -> pd.DataFrame:
        """What a question in Cypher gives, of many rows the first `most`. It sees everything, and cannot write.

        Raises:
            NoFreeCypher: it would do anything but read, takes longer than `seconds`, or is not Cypher.
        """
        with translated(self.address), self._session(neo4j.READ_ACCESS) as session:
            return answered(session, text, seconds=seconds, most=most)

    def close(self) -> None:
        if "_driver" in vars(self):
            self._driver.close()

    def _session(self, access: str = neo4j.WRITE_ACCESS) -> neo4j.Session:
        return self._driver.session(database=self.address.database, default_access_mode=access, fetch_size=10_000)

    def _read(self, work: Callable[[Neo4jReading, int], T]) -> T:
        """Do it at the last published run; again, if another was published meanwhile."""

        def once(transaction: neo4j.ManagedTransaction) -> tuple[T, bool]:
            ask = _ask(transaction)
            state = self._state(ask)
            if state is None:
                raise StoreUnavailable(
                    "There is no network at {}: load files into it first (`maillage load data/`).", self.url
                )
            made = work(reading.at_run(ask, state["published"]), state["revision"])
            return made, self._state(ask) == state

        with translated(self.address), self._session(neo4j.READ_ACCESS) as session:
            for _ in range(ATTEMPTS):
                made, is_of_one_moment = session.execute_read(once)
                if is_of_one_moment:
                    return made
        raise StoreBusy("{} is being written to faster than it can be read: try again.", self.url)

    def _state(self, ask: Ask) -> dict[str, int] | None:
        """What the database says of itself; None where nothing is. Refuses what is not ours, or newer."""
        rows = ask("state")
        if not rows:
            if ask("is_anything_there")[0][0]:
                raise StoreUnavailable("{} holds data of another program: name an empty database.", self.url)
            return None
        state: dict[str, int] = dict(zip(("schema", "revision", "published"), rows[0], strict=True))
        if state["schema"] > SCHEMA:
            raise StoreUnavailable(
                "{} was written by a newer version of maillage (its schema is {}, this one knows {}): update maillage.",
                self.url,
                state["schema"],
                SCHEMA,
            )
        return state

    def _prepare(self, session: neo4j.Session) -> bool:
        """Constraints before data, and what an imported database has not yet. Whether there was no store yet."""
        ask = _managed(session)
        state = self._state(ask)
        schema.make(session, schema.KEPT)
        if state and state["published"]:
            schema.make(session, schema.STATED)
        if state is None:
            ask("begin", schema=SCHEMA)
        return state is None

    def _locked(self, session: neo4j.Session) -> tuple[neo4j.Transaction, dict[str, int]]:
        """The transaction that will publish: while it is open nobody else writes."""
        with session.begin_transaction(timeout=PATIENCE_S) as first:  # waits so long, and no longer
            _ask(first)("lock")
        transaction = session.begin_transaction()
        _ask(transaction)("lock")
        state = self._state(_ask(transaction))
        if state is None:
            raise StoreBusy("Another process has just removed the network at {}: try again.", self.url)
        return transaction, state

    def _claim(self, session: neo4j.Session, state: dict[str, int]) -> str:
        """From now on only batches with this token count; what one who died left unpublished is taken back."""
        token = secrets.token_hex(8)
        ask = _managed(session)
        if ask("claim", token=token)[0][0]:
            forget(ask, state["published"] + 1, state["published"] + 1)
        return token

    def _mine(self, session: neo4j.Session, token: str) -> Ask:
        """As `_managed`, as long as nobody else writes: the lock of one whose connection broke is gone."""

        def ask(name: str, **parameters: Any) -> list[list[Any]]:
            def work(transaction: neo4j.ManagedTransaction) -> list[list[Any]]:
                if not _ask(transaction)("is_mine", token=token):
                    raise StoreBusy("Another process has begun to write to {} meanwhile: try again.", self.url)
                return _ask(transaction)(name, **parameters)

            return session.execute_write(work)

        return ask

    def _take_back(self, publishing: neo4j.Session, loading: neo4j.Session, remove: bool) -> None:
        transaction, state = self._locked(publishing)
        with transaction:
            self._claim(loading, state)
            _ask(transaction)("release")
            if remove:
                _ask(transaction)("remove_store")
            transaction.commit()


def _ask(transaction: neo4j.Transaction | neo4j.ManagedTransaction) -> Ask:
    def ask(name: str, words: dict[str, str] | None = None, **parameters: Any) -> list[list[Any]]:
        text = cypher(name)
        for word, value in (words or {}).items():
            text = text.replace(word, value)
        return transaction.run(text, parameters).values()

    return ask


def _managed(session: neo4j.Session) -> Ask:
    """Each statement a transaction of its own, tried again while the server asks for it."""

    def ask(name: str, words: dict[str, str] | None = None, **parameters: Any) -> list[list[Any]]:
        return session.execute_write(lambda transaction: _ask(transaction)(name, words, **parameters))

    return ask
