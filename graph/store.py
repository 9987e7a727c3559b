"""The door to a network: few methods, each a promise that the contract suite repeats."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import pandas as pd

from graph.beside import Beside
from graph.errors import StoreUnavailable
from graph.model import Decision, Document, Statement, Viewer


class Snapshot(NamedTuple):
    """What one viewer sees, read at one moment: the columns of `graph/frames.py`, each table sorted.

    Attributes:
        conflicts: properties of which documents give values that cannot both be so.
        unsure: pairs of entities of which a person is unsure whether they are one.
    """

    entities: pd.DataFrame
    links: pd.DataFrame
    declared: pd.DataFrame
    mentions: pd.DataFrame
    documents: pd.DataFrame
    conflicts: pd.DataFrame
    unsure: pd.DataFrame
    revision: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What adding changed. `new` holds ids that no open statement had before, `unchanged` is a number."""

    new: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()  # open before with another level, audience or confidence
    unchanged: int = 0
    documents: frozenset[str] = frozenset()  # described for the first time, or otherwise than before


class Done(NamedTuple):
    """What one run did, for another store to repeat.

    Attributes:
        closed_documents, closed: ids of documents and of statements.
        state: `done`, or `undone`, when nothing of it is left.
    """

    id: str
    at: str
    command: str
    document: str | None
    sha256: str | None
    state: str
    documents: Sequence[Document]
    closed_documents: Sequence[str]
    statements: Iterable[Statement]
    closed: Sequence[str]
    decisions: Sequence[Decision]


class Namesake(NamedTuple):
    """Two entities of one strict name that may be one: no rule, no person, no place or identifier says.

    Attributes:
        name: as the new one is called.
        new, known: their public ids, once the statements are added.
    """

    name: str
    new: str
    known: str


class Writer(Protocol):
    """One run: everything that it does happens, or nothing of it.

    Attributes:
        id: what `runs` will call this run, once it is done and changed something.
    """

    id: str

    def add(self, documents: Iterable[Document], statements: Iterable[Statement]) -> Counts:
        """Open what is not open yet. A changed level, audience or confidence closes and opens again."""

    def described(self) -> frozenset[str]:
        """The documents that are open, whether or not anything is stated in them yet."""

    def dangling(self, statements: Iterable[Statement]) -> Mapping[str, tuple[str, ...]]:
        """References (`document#?:slug`) that no one entity bears, were these statements added.

        For each: the public ids of those who bear the name, none or several.
        """

    def namesakes(self, statements: Iterable[Statement]) -> tuple[Namesake, ...]:
        """Organisations that would come with these statements and bear the name of one that is known.

        Left out: whom a rule joins, of whom a person decided, and whose identifiers or places differ. By name.
        """

    def close(self, statement_ids: Iterable[str]) -> int:
        """No longer stated. Gives how many were open."""

    def decide(self, decisions: Iterable[Decision]) -> Counts:
        """Write down who is who. The newest decision on a pair holds; one that holds already is unchanged."""

    def withdraw(self, document: str) -> int:
        """Close the document and all it states. UnknownRecord if no such document is open."""

    def undo(self, run: str) -> int:
        """Take back what a run opened and closed. UnknownRecord; UndoRefused with the later runs."""

    def repeat(self, done: Done) -> None:
        """Do what a run of another store did; it is listed even if nothing of it is left."""

    def preview(self) -> Snapshot:
        """What the owner would see, were this run finished now."""

    def discard(self) -> None:
        """Leave everything as it was before this run."""


class Store(Protocol):
    """Where a network is kept. Reading takes a viewer, always."""

    url: str

    def write(
        self, command: str, *, at: str = "", document: str | None = None, sha256: str | None = None
    ) -> AbstractContextManager[Writer]:
        """A run. All or nothing; readers see the old network until it is done.

        The revision rises by one, and the run is listed, unless nothing changed. What failed or was discarded
        leaves no store where there was none. StoreBusy while another process writes.
        """

    def snapshot(self, *, viewer: Viewer) -> Snapshot:
        """Entities, links, declared counts, mentions and documents as the viewer sees them."""

    def documents(self, *, viewer: Viewer) -> pd.DataFrame:
        """The documents that are open and that the viewer may see, by id."""

    def statements(
        self, *, viewer: Viewer, ids: Iterable[str] | None = None, document: str | None = None
    ) -> pd.DataFrame:
        """Open statements that the viewer may see, by id. `None` means all; empty means none."""

    def decisions(self, *, viewer: Viewer) -> pd.DataFrame:
        """Decisions on records the viewer sees: a person's, the rules' (`by` = `rule`), those suspended."""

    def runs(self, *, viewer: Viewer) -> pd.DataFrame:
        """Runs, oldest first, counting only statements that the viewer may see; without any, not listed."""

    def changes(self, *, viewer: Viewer, run: str | None = None, about: Iterable[str] | None = None) -> pd.DataFrame:
        """What each run, or one, did to statements the viewer may see: the columns `CHANGES`.

        A row per run and statement, by run (oldest first), record, predicate, value, key and id. `change` is `added`
        (also when it came back), `changed` (stated with other rights or confidence, those of the row), or `closed`
        (no longer stated from this run on). What became confidential meanwhile is left out. `about`: only what speaks
        of these records, at either end of a link; `None` means all, empty means none. UnknownRecord for a run that
        the viewer's list does not have.
        """

    def changes_beside(self, *, viewer: Viewer, run: str) -> Beside:
        """What a run did beside statements: descriptions of documents, and decisions, that the viewer may see.

        A document is told of where the viewer sees a statement of it, now or among the `changes` of the run, and all
        its descriptions; a decision where it sees both records. UnknownRecord as in `changes`.
        """

    def history(self, *, after: int = 0) -> Iterator[Done]:
        """What each run did, oldest first, without the first `after` of them: for the owner, to copy it."""

    def revision(self) -> int:
        """Unchanged means that what was cached is still valid."""

    def close(self) -> None:
        """Let go of the file or the server."""


def open_store(url: str) -> Store:
    """The store at `sqlite:///network.db` (relative), `sqlite:////var/lib/network.db` (absolute) or `neo4j://host:7687`.

    Raises:
        StoreUnavailable: the address names no store that this version knows.
    """
    if url.startswith("sqlite:///"):
        from graph.sqlite_store import SqliteStore

        return SqliteStore(url)
    if url.partition("://")[0].partition("+")[0] in ("neo4j", "bolt"):
        from graph.neo4j_store import Neo4jStore

        return Neo4jStore(url)
    raise StoreUnavailable(
        "'{}' is no store this version opens: write sqlite:///network.db or neo4j://host:7687.", without_password(url)
    )


def without_password(url: str) -> str:
    """An address as it may be shown.

    >>> without_password("neo4j://anne:secret@host:7687")
    'neo4j://anne:…@host:7687'
    """
    return re.sub(r"(?<=://)([^:]*):.*@", r"\1:…@", url)
