"""What a run added, changed and closed, told with names: one row a statement, those of one thing together."""

import json
import sys
from collections.abc import Mapping
from typing import Any

import pandas as pd

from graph.export import records
from graph.frames import TEXT, frame
from graph.network import Network
from graph.store import Store
from graph.vocabulary import Relation
from views.answer_files import csv_bytes
from views.terminal import say
from views.text import flat

DIFFERENCES = dict.fromkeys(
    ("change", "id", "name", "predicate", "target", "value", "key", "status", "valid", "document", "locator",
     "statement"), TEXT,
)  # fmt: skip
MARKS = {"added": "+", "changed": "~", "closed": "−"}


def differences(store: Store, network: Network, run: str) -> pd.DataFrame:
    """What a run did, as the network's viewer may see it.

    Returns:
        A row per statement, by name and id of what it is about, predicate and value: `change` (`added`, `changed`,
        `closed`); `id`, the public id, or the record of what is no more; `name`; of a link `target`, the other's id,
        and its name as `value`.

    Raises:
        UnknownRecord: no such run, or none that this viewer may see.
    """
    changes = store.changes(viewer=network.viewer, run=run)
    public, names = public_ids(network), names_of(network, changes)
    rows = [_told(row, public, names) for row in changes.to_dict("records")]
    return frame(rows, DIFFERENCES).sort_values(
        ["name", "id", "predicate", "value", "key", "change", "statement"], ignore_index=True
    )


def _told(row: Mapping[Any, Any], public: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any]:
    about, value, target = public.get(row["about"], row["about"]), row["value"], None
    if row["predicate"] in set(Relation):
        target = public.get(value, value)
        value = name_of(target, names)
    kept = {name: row[name] or None for name in ("change", "predicate", "key", "document") if name in row}
    kept |= {name: row[name] for name in ("status", "valid", "locator")}
    kept |= {"id": about, "name": name_of(about, names), "target": target, "value": value}
    return {**kept, "statement": row["id"]}


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


def show(table: pd.DataFrame, run: str, *, limit: int) -> None:
    """On a screen: how many, then what is said of each thing, `+` added, `~` changed, `−` no longer stated."""
    counts = table["change"].value_counts()
    words = [f"{counts.get(change, 0)} {word}" for change, word in WORDS.items()]
    say(f"{run}: {len(table)} statements: {', '.join(words)}.")
    things = list(table.fillna("").groupby(["name", "id"], sort=False))
    for _, rows in things[:limit]:
        name, one = (str(rows[column].iloc[0]) for column in ("name", "id"))
        say(flat(f"{name} ({one})" if name != one else name, longest=300), bold=True)
        for row in rows.to_dict("records"):
            say(f"  {MARKS[row['change']]} {flat(_sentence(row), longest=300)}")
    if len(things) > limit:
        say(f"… and {len(things) - limit} more: --format csv gives them all.")


def write(table: pd.DataFrame, form: str) -> None:
    """To the output, as `csv` or `json`."""
    data = csv_bytes(table) if form == "csv" else json.dumps(records(table), ensure_ascii=False, indent=2).encode()
    sys.stdout.buffer.write(data.rstrip(b"\n") + b"\n")
    sys.stdout.buffer.flush()


WORDS = {"added": "added", "changed": "with other rights or confidence", "closed": "no longer stated"}


def _sentence(row: Mapping[Any, Any]) -> str:
    said = f"{row['predicate']} {row['value']}" if row["target"] else f"{row['predicate']}: {row['value']}"
    aside = ", ".join(filter(None, (row["key"], row["status"], row["valid"])))
    return f"{said} ({aside}) · {row['document']}" if aside else f"{said} · {row['document']}"


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
