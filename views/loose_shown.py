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
    first, ways_out = left_loose(say, len(left))
    terminal.say(first, errors=True)
    for row in left.head(FEW).to_dict("records"):
        told = flat(_told(say, row, then), longest=300)
        terminal.say(f"  {told} · {row['document']} · {row['locator']}", errors=True)
    terminal.say(f"  {ways_out}", errors=True)


def _told(say: Words, row: Mapping[Any, Any], then: Snapshot) -> str:
    """What the statement said, with the names that were known then."""
    names = dict(zip(then.entities["id"], then.entities["name"].fillna(then.entities["id"]), strict=True))
    if row["predicate"] not in set(Relation):
        return f"{names[row['of']]} · {fact(say, row)}"
    link = then.links[then.links["id"] == row["of"]].iloc[0]
    return link_sentence(
        say, link["relation"], link["key"] or "", source=names[link["source"]], target=names[link["target"]]
    )
