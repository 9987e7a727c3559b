"""What a run did, in words."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from graph.model import Viewer
from graph.store import Store
from views.statement_words import fact, how_far
from views.text import flat
from views.vocabulary_words import VERDICTS, command_word, document_word, link_sentence
from views.wording import Words

Row = Mapping[Any, Any]
UNDONE = "undone"


def listed(say: Words, runs: pd.DataFrame) -> pd.DataFrame:
    """Runs as a table that one reads."""
    titles = {"id": say("Run"), "at": say("When"), "command": say("What"), "document": say("Document"),
              "opened": say("Added"), "closed": say("No longer stated"), "state": say("State")}  # fmt: skip
    shown = runs[[one for one in titles if one in runs]].assign(
        state=runs["state"].map({"done": say("done"), UNDONE: say("taken back")}.get),
        command=[flat(command_word(say, str(one))) for one in runs["command"]],
        document=runs["document"].map(flat, na_action="ignore"),
    )
    return shown.rename(columns=titles)


def heading(say: Words, changes: pd.Series) -> str:
    """How many statements a run added, changed and closed."""
    added, changed, closed = (int((changes == mark).sum()) for mark in ("added", "changed", "closed"))
    told = say.many("{count} statement", "{count} statements", len(changes))
    how = (
        say.many("{count} added", "{count} added", added),
        say.many("{count} with other rights or confidence", "{count} with other rights or confidence", changed),
        say.many("{count} is no longer stated", "{count} are no longer stated", closed),
    )
    return say("{what}: {value}", what=told, value=", ".join(how))


def what_changed(say: Words, row: Row) -> str:
    """A row of `views.differences` as a sentence."""
    known = {name: value for name, value in row.items() if not pd.isna(value)}
    if row["change"] == "decided":
        verdict = say(VERDICTS[row["predicate"]], a=row["name"], b=f"{row['value']} ({row['target']})")
        return " · ".join([verdict, row["said_by"], *filter(None, [known.get("why")])])
    if "statement" not in known:
        word = document_word(say, row["predicate"])
        return say("{what}: {value}", what=word[:1].upper() + word[1:], value=row["value"])
    return " · ".join([stated(say, row), row["document"]])


def stated(say: Words, row: Row) -> str:
    """What is said of an entity, or of a link, how far it has come and when it holds."""
    known = {name: value for name, value in row.items() if not pd.isna(value)}
    aside = [how_far(say, row["status"])] if "status" in known else []
    aside += [known["valid"]] if "valid" in known else []
    told = _link(say, row) if "target" in known else fact(say, row)
    return f"{told} ({', '.join(aside)})" if aside else told


def change_word(say: Words, change: str) -> str:
    """What became of a statement."""
    words = {
        "added": say("added"),
        "changed": say("held otherwise"),
        "closed": say("no longer stated"),
        "decided": say("decided"),
    }
    return words[change]


def and_more(say: Words, count: int) -> str:
    """That so many things are not shown."""
    return say("… and {count} more: --format csv gives them all.", count=say.number(count))


class Done(NamedTuple):
    """How much a run did: statements, descriptions of documents, decisions."""

    statements: int
    documents: int
    decisions: int


def what_was_done(store: Store, run: str) -> Done:
    """How much a run did, as its owner sees it, while it is not undone.

    Raises:
        UnknownRecord: there is no such run.
    """
    beside = store.changes_beside(viewer=Viewer.OWNER, run=run)
    return Done(len(store.changes(viewer=Viewer.OWNER, run=run)), len(beside.documents), len(beside.decisions))


def taken_back(say: Words, run: str, done: Done) -> str:
    """What an undo did."""
    told = [say.many("{count} statement", "{count} statements", done.statements)]
    if done.documents:
        told.append(say.many("{count} document description", "{count} document descriptions", done.documents))
    if done.decisions:
        told.append(say.many("{count} decision", "{count} decisions", done.decisions))
    return say("{run} is undone: {changes}.", run=run, changes=say.all_of(told))


def withdrawn(say: Words, document: str, count: int, run: str) -> str:
    """What a withdrawal did, and how it is taken back."""
    closed = say.many("{count} statement closed", "{count} statements closed", count)
    return say(
        "{document} is withdrawn: {closed}. `maillage undo {run}` brings it back.",
        document=document, closed=closed, run=run,
    )  # fmt: skip


def _link(say: Words, row: Row) -> str:
    target = f"{row['value']} ({row['target']})"
    key: str = "" if pd.isna(row["key"]) else row["key"]
    return link_sentence(say, row["predicate"], key, source=row["name"], target=target)
