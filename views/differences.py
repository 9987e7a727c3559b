"""What a run added, changed and closed, told with names: one row a statement, those of one thing together.

Descriptions of documents and decisions on who is who stand beside, in the same columns.
"""

import json
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from typing import Any

import pandas as pd

from graph.export import records
from graph.frames import TEXT, frame
from graph.model import Decision, Document
from graph.network import Network
from graph.store import Store
from graph.vocabulary import Level, Relation
from views.answer_files import csv_bytes

DIFFERENCES = dict.fromkeys(
    ("change", "id", "name", "predicate", "target", "value", "key", "status", "valid", "document", "locator",
     "said_by", "why", "statement"), TEXT,
)  # fmt: skip
ORDER = ["name", "id", "predicate", "value", "key", "change", "statement"]


def differences(store: Store, network: Network, run: str) -> pd.DataFrame:
    """What a run did, as the network's viewer may see it.

    Returns:
        A row per statement, by name and id of what it is about, predicate and value: `change` (`added`, `changed`,
        `closed`); `id`, the public id, or the record of what is no more; `name`; of a link `target`, the other's id,
        and its name as `value`. After these a row per part of a document's description that is new or gone: `id` the
        document's, `predicate` the part. Last a row per decision, `change` is `decided`: `predicate` the verdict on
        `id` and `target`, which are records, `said_by` who decided, `why`.

    Raises:
        UnknownRecord: no such run, or none that this viewer may see.
    """
    changes = store.changes(viewer=network.viewer, run=run)
    beside = store.changes_beside(viewer=network.viewer, run=run)
    public, names = public_ids(network), names_of(network, changes)
    said = _said(changes, public, names).sort_values(ORDER)
    papers = frame([row for pair in beside.documents for row in _described(*pair)], DIFFERENCES)
    judged = frame([_decided(one, public, names) for one in beside.decisions], DIFFERENCES)
    return pd.concat([said, papers, judged], ignore_index=True)


def news_around(store: Store, network: Network, entities: Collection[str]) -> pd.DataFrame:
    """By which runs something came to be stated of some entities, or of links with them, or ceased to be, by anybody.

    Returns:
        By run, oldest first, the rows of `differences` and `run`: `added`, of what no document said before; `closed`,
        of what none says any more. What one more document says, or one of several no longer, is no news.
    """
    also = network.entities.loc[network.entities["id"].isin(list(entities)), "also"].dropna()
    those = {*entities, *(record for records in also for record in records.split(" "))}
    changes = store.changes(viewer=network.viewer, about=those)
    said = _said(changes, public_ids(network), names_of(network, changes)).assign(run=changes["run"].to_numpy())
    said["step"] = said["change"].map({"added": 1, "closed": -1}).fillna(0)
    said["fact"] = [_fact(*row) for row in said[["id", "predicate", "target", "value", "key"]].itertuples(index=False)]
    said["after"] = said.groupby("fact")["step"].cumsum()
    by_run = said.groupby(["fact", "run"], sort=False)
    after, before = (
        by_run["after"].transform("last"),
        by_run["after"].transform("first") - by_run["step"].transform("first"),
    )
    is_news = ((before == 0) & (after > 0) & (said["step"] > 0)) | ((before > 0) & (after == 0) & (said["step"] < 0))
    return said[is_news].drop_duplicates(["fact", "run"])[[*DIFFERENCES, "run"]].reset_index(drop=True)


def _fact(entity: str, predicate: str, target: Any, value: str, key: Any) -> tuple[Any, ...]:
    """What is said, whoever says it; a link of two equal ends is one, whichever is named first."""
    if pd.isna(target):
        return entity, predicate, value, key
    ends = sorted((entity, str(target))) if Relation(predicate).is_symmetric else [entity, str(target)]
    return *ends, predicate, "" if pd.isna(key) else key


def _described(before: Document | None, after: Document | None) -> Iterator[dict[str, str]]:
    """The parts of a document's description that are no longer so, then those that are new."""
    was, now = _parts(before), _parts(after)
    shown = after or before
    assert shown is not None
    for change, parts, others in (("closed", was, now), ("added", now, was)):
        for name, value in parts.items():
            if others.get(name) != value:
                yield {"change": change, "id": shown.id, "name": shown.title, "predicate": name, "value": value,
                       "document": shown.id}  # fmt: skip


def _parts(one: Document | None) -> dict[str, str]:
    if one is None:
        return {}
    held = {field.name: getattr(one, field.name) for field in fields(one) if field.name != "id"}
    return {name: str(value.word if isinstance(value, Level) else value) for name, value in held.items() if value}


def _decided(one: Decision, public: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    a, b = (name_of(public.get(record, record), names) for record in (one.a, one.b))
    return {"change": "decided", "id": one.a, "name": a, "predicate": one.verdict.value, "target": one.b, "value": b,
            "said_by": one.by, "why": one.why}  # fmt: skip


def _said(changes: pd.DataFrame, public: Mapping[str, str], names: Mapping[str, str]) -> pd.DataFrame:
    """Changes of statements with public ids and names, column by column: a first load has hundreds of thousands."""
    kept = {name: changes[name].tolist() for name in DIFFERENCES if name in changes}
    about = [public.get(one, one) for one in changes["about"]]
    told = list(zip(kept["value"], changes["predicate"].isin(set(Relation)), strict=True))
    target = [public.get(value, value) if is_link else None for value, is_link in told]
    kept |= {
        "id": about, "name": [name_of(one, names) for one in about], "target": target,
        "value": [name_of(one, names) if one else value for one, (value, _) in zip(target, told, strict=True)],
        "key": [key or None for key in kept["key"]], "why": [None] * len(changes), "statement": changes["id"].tolist(),
    }  # fmt: skip
    return frame(zip(*(kept[name] for name in DIFFERENCES), strict=True), DIFFERENCES)


def public_ids(network: Network) -> dict[str, str]:
    """The public id that each record and former id stands for."""
    known = network.entities[["id", "also"]].dropna()
    pairs = zip(known["id"], known["also"], strict=True)
    return {other: entity for entity, others in pairs for other in others.split(" ")} | {
        entity: entity for entity in network.entities["id"]
    }


def names_of(network: Network, changes: pd.DataFrame) -> dict[str, str]:
    """Names by id; of what is no more, the name that went with it."""
    said = changes[changes["predicate"].isin(["name", "reference"])]
    shown = network.entities[["id", "name"]].dropna()
    return dict(zip(said["about"], said["value"], strict=True)) | dict(zip(shown["id"], shown["name"], strict=True))


def name_of(one: str, names: Mapping[str, str]) -> str:
    return names.get(one) or one.partition("#")[2].partition(":")[2] or one


def write(table: pd.DataFrame, form: str) -> None:
    """To the output, as `csv` or `json`."""
    data = csv_bytes(table) if form == "csv" else json.dumps(records(table), ensure_ascii=False, indent=2).encode()
    sys.stdout.buffer.write(data.rstrip(b"\n") + b"\n")
    sys.stdout.buffer.flush()


def history(store: Store, network: Network, *ends: str) -> pd.DataFrame:
    """What runs did to statements about an entity, or about the links between two; the columns of `CHANGES`."""
    those = [{one, *str(network.row(one)["also"]).split(" ")} for one in ends]
    found = store.changes(viewer=network.viewer, about=those[0])
    if len(those) == 1:
        return found
    first, second = (found["about"].isin(one) | found["value"].isin(one) for one in those)
    return found[first & second & found["predicate"].isin(set(Relation))]


def no_longer_stated(history: pd.DataFrame) -> pd.DataFrame:
    """Of each statement that is closed now, when it was: the newest first."""
    last = history.drop_duplicates("id", keep="last")
    return last[last["change"] == "closed"].iloc[::-1]


def stated_by(history: pd.DataFrame) -> dict[str, str]:
    """The run that each statement rests on."""
    last = history.drop_duplicates("id", keep="last")
    return dict(zip(last["id"], last["run"], strict=True))
