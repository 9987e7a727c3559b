"""What a load would change in what the network shows, with names: told before anything is kept."""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from graph.frames import ENTITIES, LINKS, SHOWN, TEXT, frame
from graph.store import Snapshot

PREVIEW = dict.fromkeys(("change", "name", "id", "predicate", "value", "target", "key", "status", "valid"), TEXT)
VALUES = {"kind": "kind", "name": "name", "aliases": "alias", "identifiers": "identifier"} | {one: one for one in SHOWN}
DATED = ["status", "since", "until"]
ADDED, CLOSED = "added", "closed"


class _Shown(NamedTuple):
    """The entities and links of a snapshot."""

    entities: pd.DataFrame
    links: pd.DataFrame


def preview(before: Snapshot | None, after: Snapshot) -> pd.DataFrame:
    """What the network would show that it does not show now, and the reverse.

    Returns:
        A row per value of an entity and per link, what would go first, then by name, id, values before links: `change`
        (`added`, `closed`); `id` and `name` of the entity, or of the link's source; `predicate`, `value`; of a link
        `target`, the other's id, its name as `value`, `key`, `status`, and `valid`, its dates. The name of who
        appears, or is gone, is no row of its own.
    """
    now = _Shown(after.entities, after.links)
    was = _Shown(before.entities, before.links) if before else _Shown(frame([], ENTITIES), frame([], LINKS))
    rows = [*_values(was.entities, now.entities), *_links(CLOSED, was, now), *_links(ADDED, now, was)]
    made = frame(rows, PREVIEW)
    place = made["predicate"].map({one: number for number, one in enumerate(VALUES.values())})
    order = ["change", "name", "id", "place", "predicate", "value", "key"]
    return made.assign(place=place.fillna(len(VALUES))).sort_values(
        order, ascending=[False, *[True] * (len(order) - 1)], ignore_index=True
    )[list(PREVIEW)]  # fmt: skip


def _values(was: pd.DataFrame, now: pd.DataFrame) -> Iterator[tuple[str | None, ...]]:
    """Values of entities that differ."""
    was, now = was.set_index("id"), now.set_index("id")
    every, stayed = was.index.union(now.index), set(was.index.intersection(now.index))
    was, now = was.reindex(every), now.reindex(every)
    for column, predicate in VALUES.items():
        differs = _differs(was[column], now[column])
        for change, held in ((CLOSED, was), (ADDED, now)):
            shown = held[differs & held[column].notna()]
            for one, name, value in zip(shown.index, shown["name"].fillna(""), shown[column], strict=True):
                if predicate != "name" or one in stayed:
                    yield change, name or one, one, predicate, str(value), None, None, None, None


def _differs(a: pd.Series, b: pd.Series) -> pd.Series:
    return ~((a == b).fillna(False).astype(bool) | (a.isna() & b.isna()))


def _links(change: str, shown: _Shown, others: _Shown) -> Iterator[tuple[str | None, ...]]:
    """Links that the others have not, or not as far, or at other times."""
    known = set(_held(others.links))
    names = dict(zip(shown.entities["id"], shown.entities["name"].fillna(shown.entities["id"]), strict=True))
    mine = shown.links[[one not in known for one in _held(shown.links)]]
    for row in mine.to_dict("records"):
        source, target = row["source"], row["target"]
        yield (
            change, names.get(source, source), source, row["relation"], names.get(target, target), target, row["key"],
            None if pd.isna(row["status"]) else row["status"], _dates(row["since"], row["until"]),
        )  # fmt: skip


def _held(links: pd.DataFrame) -> list[tuple[str, ...]]:
    """Each link, how far it has come and when it holds."""
    return list(zip(links["id"], *(links[one].fillna("") for one in DATED), strict=True))


def _dates(since: str | None, until: str | None) -> str | None:
    if pd.isna(until):
        return None if pd.isna(since) else since
    return f"{'' if pd.isna(since) else since}/{until}"
