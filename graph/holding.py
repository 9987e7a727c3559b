"""How closely a statement is held, and which of several holds: the same in every store."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import islice
from typing import Any, Protocol, TypeVar

from graph.model import Document, Statement, group
from graph.vocabulary import Level, Status

T = TypeVar("T")
BATCH = 5_000
TOLD = ("said_on", "explicit", "method", "raw", "locator", "quote", "note")  # the words and the place, as first seen
HELD = ("confidence", "level", "audience", *TOLD)  # columns of a statement that belong to an interval of it


def batched(items: Iterable[T]) -> Iterator[list[T]]:
    """The items, so many at a time as one statement of a database takes."""
    waiting = iter(items)
    while batch := list(islice(waiting, BATCH)):
        yield batch


class Stating(Protocol):
    """What a run that writes says of the statements it opens, whatever its database."""

    def holds(self, batch: Mapping[str, Statement]) -> Mapping[str, tuple[int, float, int, str | None]]:
        """The run that opened those of the statements that are open, their confidence, level and audience."""

    def close(self, statement_ids: Iterable[str]) -> int: ...

    def open(self, batch: Mapping[str, Statement]) -> None:
        """Write them down as stated from this run on."""


def open_all(run: Stating, number: int, statements: Iterable[Statement]) -> tuple[set[str], set[str], int]:
    """Open what is not open yet, and anew what is held otherwise: the ids of each; how many are as before."""
    new: set[str] = set()
    changed: set[str] = set()
    unchanged = 0
    for several in batched(statements):
        batch = closest_held(several)
        was_open = run.holds(batch)
        fresh = {i: one for i, one in batch.items() if i not in was_open}
        other = held_otherwise(batch, was_open, number)
        run.close(other)
        run.open(fresh | other)
        new |= fresh.keys()
        changed |= other.keys()
        unchanged += len(batch) - len(fresh) - len(other)
    return new, changed, unchanged


def closest_held(statements: Sequence[Statement]) -> dict[str, Statement]:
    """By id; of several with one id the more confidential, whatever their order, and the first of equals."""
    batch: dict[str, Statement] = {}
    for one in statements:
        other = batch.setdefault(one.id, one)
        if other is not one and closeness(*holding(one)) > closeness(*holding(other)):
            batch[one.id] = one
    return batch


def held_otherwise(
    batch: Mapping[str, Statement], held: Mapping[str, tuple[int, float, int, str | None]], run: int
) -> dict[str, Statement]:
    """Those to be opened anew: `held` gives the run that opened each, its confidence, level and audience.

    Said twice in one run, the more confidential holds.
    """
    return {i: one for i, one in batch.items() if i in held and _is_otherwise(one, run, *held[i])}


def _is_otherwise(one: Statement, run: int, opened: int, *held: *tuple[float, int, str | None]) -> bool:
    return closeness(*holding(one)) > closeness(*held) if opened == run else holding(one) != held


def closeness(confidence: float, level: int, audience: str | None) -> tuple[int, str, float]:
    """Greater where more confidential."""
    return level, audience or "", -confidence


def holding(one: Statement) -> tuple[float, int, str | None]:
    """Confidence, level and audience; who sees what is public needs no audience."""
    audience = None if one.level == Level.PUBLIC or one.audience is None else group(one.audience)
    return one.confidence, int(one.level), audience


def told(one: Statement) -> tuple[str | int | None, ...]:
    """In which words it was said and where, in the order of `TOLD`."""
    return one.said_on, int(one.explicit), one.method, one.raw, one.locator, one.quote, one.note


def run_id(number: int, at: str, command: str, document: str | None, sha256: str | None) -> str:
    """How a run is called."""
    said = "\x1f".join((str(number), at, command, document or "", sha256 or ""))
    return f"run-{blake2b(said.encode(), digest_size=4).hexdigest()}"


def write_qualifiers(one: Statement) -> str | None:
    """Qualifiers as the JSON in which they are kept."""
    return json.dumps(dict(one.qualifiers), ensure_ascii=False) if one.qualifiers else None


def read_qualifiers(text: str | None) -> tuple[tuple[str, str], ...]:
    """Qualifiers from the JSON in which they are kept."""
    return tuple(sorted(json.loads(text).items())) if text else ()


def as_document(row: Sequence[Any]) -> Document:
    """A document from its columns, in the order of its attributes."""
    described = dict(zip(Document.__slots__, row, strict=True))
    return Document(**{**described, "level": Level(described["level"])})


def as_statement(row: Mapping[str, Any]) -> Statement:
    """A statement from the columns of `graph/frames.py`; missing is None."""
    found: dict[str, Any] = {name: row.get(name) for name in Statement._fields}
    found["status"] = Status(found["status"]) if found["status"] else None
    found["qualifiers"] = read_qualifiers(found["qualifiers"])
    found["explicit"], found["level"] = bool(found["explicit"]), Level(found["level"])
    return Statement(**found)
