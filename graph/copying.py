"""A whole network from one store into another, or what one viewer sees of it."""

from collections.abc import Callable, Iterable, Iterator, Set
from pathlib import Path
from typing import Any

import pandas as pd

from graph.errors import StoreError, StoreUnavailable
from graph.holding import as_document, as_statement
from graph.model import Decision, Document, Statement, Viewer
from graph.sqlite_store import SqliteStore
from graph.store import Store, Writer
from graph.vocabulary import Verdict

COMMAND = "copy"
EVERY = 1_000  # statements, between two tellings
Tell = Callable[[int, int], None]
"""How many statements are done, of how many."""


def copy(source: Store, target: Store, *, viewer: Viewer, at: str = "", tell: Tell = lambda done, of: None) -> int:
    """What the viewer sees, as one run; for the owner all of it, run by run. How many runs were written.

    Broken off, it goes on where it was: a run that was copied is not copied again. Where an earlier copy of what a
    viewer sees brought statements from the same place that the viewer no longer sees, they are closed.

    Raises:
        StoreError: the target holds another network than the one copied there earlier.
    """
    return _whole(source, target, tell) if viewer.sees_all else _seen(source, target, viewer, at, tell)


def _whole(source: Store, target: Store, tell: Tell) -> int:
    names, held = _runs(source), _runs(target)
    if names[: len(held)] != held:
        raise StoreError("{} holds another network: name an empty store.", target.url)
    begun, of = 0, sum(opened for *_, opened, _, _ in names[len(held) :])
    for done in source.history(after=len(held)):
        statements = list(done.statements)
        with target.write(done.command, at=done.at, document=done.document, sha256=done.sha256) as run:
            run.repeat(done._replace(statements=_told(statements, tell, begun, of)))
        begun += len(statements)
        tell(begun, of)
    return len(names) - len(held)


def _told(statements: Iterable[Statement], tell: Tell, begun: int, of: int) -> Iterator[Statement]:
    """The statements, telling how far, as whoever writes them goes through them."""
    for number, one in enumerate(statements):
        if number % EVERY == 0:
            tell(begun + number, of)
        yield one


def _runs(store: Store) -> list[tuple[Any, ...]]:
    """The runs, each with what it opened and closed; none where there is no store yet."""
    try:
        listed = store.runs(viewer=Viewer.OWNER)
    except StoreUnavailable as error:
        if "There is no network" in str(error):
            return []
        raise
    return [tuple(row.values()) for row in _rows(listed)]


def _seen(source: Store, target: Store, viewer: Viewer, at: str, tell: Tell) -> int:
    documents = [_document(row) for row in _rows(source.documents(viewer=viewer))]
    statements = [as_statement(row) for row in _rows(source.statements(viewer=viewer))]
    judged = [row for row in _rows(source.decisions(viewer=viewer)) if row["by"] != "rule"]
    place, of = _place(source), len(statements)
    gone = _brought(target, place) - {one.id for one in statements}
    with target.write(COMMAND, at=at, document=place) as run:
        closed = _take_away(target, run, gone, {one.id for one in documents})
        added = run.add(documents, _told(statements, tell, 0, of))
        decided = run.decide(
            Decision(row["a"], row["b"], Verdict(row["verdict"]), row["by"], row["why"]) for row in judged
        )
        tell(of, of)
    return int(bool(closed or added.new or added.changed or added.documents or decided.new))


def _place(store: Store) -> str:
    """Where a store is, from wherever one looks."""
    return f"sqlite:///{Path(store.path).resolve()}" if isinstance(store, SqliteStore) else store.url


def _brought(target: Store, place: str) -> Set[str]:
    """The statements that copies from a place brought to the target, and that are open as they were brought."""
    copies = {name for name, _, command, document, *_ in _runs(target) if (command, document) == (COMMAND, place)}
    if not copies:
        return set()
    last = target.changes(viewer=Viewer.OWNER).drop_duplicates("id", keep="last")
    return {*last["id"][last["run"].isin(copies) & (last["change"] != "closed")]}


def _take_away(target: Store, run: Writer, gone: Set[str], documents: Set[str]) -> int:
    """Close these statements, and the documents that say nothing without them; how many statements."""
    if not gone:
        return 0
    said = target.statements(viewer=Viewer.OWNER)
    left = {*said["document"][~said["id"].isin(gone)]}
    closed = run.close(sorted(gone))
    for document in sorted(({*said["document"]} & run.described()) - left - documents):
        run.withdraw(document)
    return closed


def _document(row: dict[str, Any]) -> Document:
    return as_document([value for name, value in row.items() if name != "said"])


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return table.astype(object).where(table.notna(), None).to_dict("records")  # type: ignore[return-value]
