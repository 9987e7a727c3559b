"""On a screen: statements of others that taking something back has left without anybody they could speak of."""

from collections.abc import Mapping
from typing import Any

from graph.loose import loose
from graph.model import Viewer
from graph.store import Snapshot, Store
from graph.vocabulary import Relation
from views import terminal
from views.statement_words import fact, left_loose
from views.text import flat
from views.vocabulary_words import link_sentence
from views.wording import Words

FEW = 3  # named one by one


def before(store: Store) -> Snapshot:
    """The network before something is taken back."""
    return store.snapshot(viewer=Viewer.OWNER)


def show(say: Words, store: Store, then: Snapshot) -> None:
    """How many they are, and the first of them."""
    left = loose(store, then)
    if left.empty:
        return
    names = dict(zip(then.entities["id"], then.entities["name"], strict=True))
    first, ways_out = left_loose(say, len(left))
    terminal.say(first, errors=True)
    for row in left.head(FEW).to_dict("records"):
        terminal.say(
            f"  {flat(_told(say, row, names), longest=300)} · {row['document']} · {row['locator']}", errors=True
        )
    terminal.say(f"  {ways_out}", errors=True)


def _told(say: Words, row: Mapping[Any, Any], names: Mapping[str, str]) -> str:
    if row["predicate"] not in set(Relation):
        return f"{_name(row['about'], names)} · {fact(say, row)}"
    ends = {end: _name(row[column], names) for end, column in (("source", "about"), ("target", "value"))}
    return link_sentence(say, row["predicate"], row["key"] or "", **ends)


def _name(record: str, names: Mapping[str, str]) -> str:
    return names.get(record) or record.partition("#")[2].partition(":")[2] or record
