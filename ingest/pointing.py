"""What rows describe and cells point at: records, by an id, a key or a name."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from graph.facts import is_register_id
from graph.names import slug, town
from ingest.cells import POINTERS, TOPICS, reference
from ingest.graph_files import is_register
from ingest.rows import Cell, first

UNSAFE = re.compile(r"[\s#%|]+")


class Pointed(NamedTuple):
    """The record that a cell points at, and what must be said for it to be found: its name, or its kind too."""

    record: str
    said: tuple[tuple[str, str], ...]


class Described(NamedTuple):
    """What a row describes; `others`: its identifiers, but for the one that is its record."""

    record: str
    kind: str
    name: str
    others: tuple[str, ...]


def described(spec: Mapping[str, Any], found: Mapping[str, Cell], document: str) -> Described | None:
    """What a row of a dataset with this `record` describes; None where it has neither an id, nor a key, nor a name."""
    kind, key = first(found, spec.get("kind_from", ""), spec["kind"]), first(found, spec.get("key", ""))
    ids = list(dict.fromkeys(value for name in spec.get("ids", ()) if name in found for value in found[name].values))
    parties = sorted(found[spec["parties"]].values) if "parties" in spec else []
    name = first(found, spec.get("name", "")) or " – ".join(parties)
    if key:
        record = keyed(document, spec.get("as", kind), key)
    elif ids:
        record = ids[0]
    elif name:
        record = f"{document}#{kind}:{slug(' '.join(parties) or name)}{_at(found, spec.get('at', ()))}"
    else:
        return None
    return Described(record, kind, name, tuple(ids[1:]))


def _at(found: Mapping[str, Cell], names: Sequence[str]) -> str:
    """What tells homonyms apart: the first of these columns that says something."""
    value = next((first(found, name) for name in names if name in found), "")
    return f"@{slug(town(value))}" if value else ""


def pointed(how: str, text: str, document: str) -> Pointed:
    """What a cell that is read by the parser `how` points at."""
    kind = how.partition(":")[0]
    if kind == "organisation_id":
        return Pointed(text, ())
    if kind == "vertex":
        return Pointed(keyed(document, "vertex", text), ())
    if kind in TOPICS and not is_register_id(text):
        return Pointed(f"{document}#{kind}:{slug(text)}", (("kind", kind), ("name", text)))
    assert kind in POINTERS or kind in TOPICS, kind
    form, found = reference(text)
    if form == "record":
        return Pointed(found, ())
    family = "" if kind == "organisation" else kind
    return Pointed(f"{document}#?{family}:{slug(text)}", (("reference", text),))


def keyed(document: str, what: str, key: str) -> str:
    """The record of a row that has a key of its own; a register's id is that record everywhere.

    >>> keyed("doc:net", "vertex", "n 1"), keyed("doc:net", "vertex", "pic:999997930")
    ('doc:net#vertex:=n%201', 'pic:999997930')
    """
    if what == "vertex" and is_register(key):
        return key
    return f"{document}#{what}:={UNSAFE.sub(lambda found: quote(found[0]), key)}"
