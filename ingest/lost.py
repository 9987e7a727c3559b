"""Links that a load takes away though no document ceases to say them: nobody knows any more whom they name."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from graph.model import RELATIONS
from graph.names import strict_key
from graph.network import Network
from graph.store import Snapshot, Store
from graph.vocabulary import Relation

Said = tuple[frozenset[tuple[int, str]], str, str]


class Lost(NamedTuple):
    """A link that would no longer be shown.

    Attributes:
        source, relation, target, key: the names of its ends, what it is, its role.
        called, bearers: the name of an end that more would bear than before, and how many; "" and 0 if that is not why.
    """

    source: str
    relation: str
    target: str
    key: str
    called: str = ""
    bearers: int = 0


def lost(before: Snapshot, after: Snapshot) -> tuple[Lost, ...]:
    """The links that are there before and not after, by names; but for those of who is only called or joined otherwise.

    Returns:
        In the order of the names of their ends.
    """
    gone = before.links[~before.links["id"].isin(set(after.links["id"]))]
    if gone.empty:
        return ()
    was, now = _names(before), _names(after)
    joined = _joined(after)
    fresh = after.links[~after.links["id"].isin(set(before.links["id"]))]
    still = {_said(row, now) for row in _rows(fresh)} | {_said(row, {}) for row in _rows(after.links)}
    more = _bearers(now.values()) - _bearers(was.values())
    every = _bearers(now.values())
    left = [row for row in _rows(gone) if not {_said(row, was), _said(row, joined)} & still]
    return tuple(sorted(_lost(row, was, more, every) for row in left))


def not_shown(store: Store, network: Network, brought: Iterable[str]) -> tuple[Lost, ...]:
    """The links that hold and are shown nowhere, since they point by a name that was brought and that several bear.

    Returns:
        In the order of the names of their ends, as the network's viewer may see it.
    """
    every = _bearers(network.entities["name"].dropna())
    shared = {key for key in map(strict_key, brought) if every[key] > 1}
    return _pointing_at(store, network, shared, every) if shared else ()


def _pointing_at(store: Store, network: Network, shared: set[str], every: Counter[str]) -> tuple[Lost, ...]:
    said = store.statements(viewer=network.viewer)
    named = said[(said["predicate"] == "reference") & (said["value"].map(strict_key).isin(shared))]
    called = dict(zip(named["about"], named["value"], strict=True))
    hidden = said[said["predicate"].isin(RELATIONS) & ~said["id"].isin(set(network.mentions["statement"]))]
    hidden = hidden[hidden["about"].isin(called) | hidden["value"].isin(called)]
    public = _joined(network)

    def name(record: str) -> str:
        return called.get(record) or (network.name(public[record]) if record in public else record)

    ends = hidden[["about", "predicate", "value", "key"]].fillna("").itertuples(index=False, name=None)
    found = []
    for source, relation, target, key in ends:
        by = called[target if target in called else source]
        found.append(Lost(name(source), relation, name(target), key, by, every[strict_key(by)]))
    return tuple(sorted(found))


def _lost(row: Mapping[str, str], was: Mapping[str, str], more: Counter[str], every: Counter[str]) -> Lost:
    source, target = was[row["source"]], was[row["target"]]
    shared = next((name for name in (target, source) if more[strict_key(name)]), "")
    return Lost(source, row["relation"], target, row["key"], shared, every[strict_key(shared)] if shared else 0)


def _rows(links: pd.DataFrame) -> list[dict[str, str]]:
    shown = links[["source", "relation", "target", "key"]].fillna("")
    return [{str(name): str(value) for name, value in row.items()} for row in shown.to_dict("records")]


def _said(row: Mapping[str, str], called: Mapping[str, str]) -> Said:
    """What a link says, by what its ends are called; of two equal ends, whichever is named first."""
    ends = [called.get(row[end], row[end]) for end in ("source", "target")]
    places = (0, 0) if Relation(row["relation"]).is_symmetric else (0, 1)
    return frozenset(zip(places, ends, strict=True)), row["relation"], row["key"]


def _names(shown: Snapshot) -> dict[str, str]:
    known = shown.entities[["id", "name"]]
    return dict(zip(known["id"], known["name"].fillna(known["id"]), strict=True))


def _joined(shown: Snapshot | Network) -> dict[str, str]:
    """The public id that each former one stands for."""
    known = shown.entities[["id", "also"]].dropna()
    return {
        other: one for one, also in zip(known["id"], known["also"], strict=True) for other in str(also).split(" ")
    } | {one: one for one in shown.entities["id"]}


def _bearers(names: Iterable[str]) -> Counter[str]:
    return Counter(map(strict_key, names))
