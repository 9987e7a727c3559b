"""A whole network from one store into another, or what one viewer sees of it."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from graph.errors import StoreError, StoreUnavailable
from graph.holding import as_document, as_statement
from graph.model import Decision, Document, Viewer
from graph.store import Store
from graph.vocabulary import Verdict

Tell = Callable[[int, int], None]
"""How much is done, of how much."""


def copy(source: Store, target: Store, *, viewer: Viewer, at: str = "", tell: Tell = lambda done, of: None) -> int:
    """What the viewer sees, as one run; for the owner all of it, run by run. How many runs were written.

    Broken off, it goes on where it was: a run that was copied is not copied again.

    Raises:
        StoreError: the target holds another network than the one copied there earlier.
    """
    return _whole(source, target, tell) if viewer.sees_all else _seen(source, target, viewer, at, tell)


def _whole(source: Store, target: Store, tell: Tell) -> int:
    names, held = _runs(source), _runs(target)
    if names[: len(held)] != held:
        raise StoreError("{} holds another network: name an empty store.", target.url)
    for number, done in enumerate(source.history(after=len(held)), start=len(held) + 1):
        with target.write(done.command, at=done.at, document=done.document, sha256=done.sha256) as run:
            run.repeat(done)
        tell(number, len(names))
    return len(names) - len(held)


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
    with target.write("copy", at=at) as run:
        tell(0, 1)
        added = run.add(documents, statements)
        decided = run.decide(
            Decision(row["a"], row["b"], Verdict(row["verdict"]), row["by"], row["why"]) for row in judged
        )
        tell(1, 1)
    return int(bool(added.new or added.changed or added.documents or decided.new))


def _document(row: dict[str, Any]) -> Document:
    return as_document([value for name, value in row.items() if name != "said"])


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return table.astype(object).where(table.notna(), None).to_dict("records")  # type: ignore[return-value]
