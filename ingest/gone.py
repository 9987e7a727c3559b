"""What a document no longer says, now that a file is all that it says; what could not be read retracts nothing."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from graph.errors import StoreUnavailable
from graph.frames import STATEMENTS, frame
from graph.model import RELATIONS, Statement, Viewer
from graph.store import Store
from ingest.faults import Fault, fault
from ingest.mapping import Mapper
from ingest.rows import Read, Row

if TYPE_CHECKING:
    from ingest.sources import Source

MOST = 0.2  # of a document, that is closed without being asked again


class Doubt(NamedTuple):
    """A row that was not read, or not all of it.

    Attributes:
        document: None if it could be any that the table speaks of.
        subjects: the records that it is about; None if they cannot be read.
        predicates: what of them was not read; None if nothing was.
    """

    line: int
    document: str | None
    subjects: frozenset[str] | None
    predicates: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Gone:
    """What is no longer stated in one document.

    Attributes:
        ids: the statements to close; `kept` are gone too, and stay for the sake of rows that could not be read.
        stated: how many the document stated until now.
    """

    document: str
    ids: tuple[str, ...]
    kept: int
    stated: int
    faults: tuple[Fault, ...] = field(default=())

    @property
    def is_much(self) -> bool:
        return len(self.ids) > MOST * self.stated


def no_longer_said(store: Store, sources: Sequence["Source"]) -> list[Gone]:
    """For each document that the files speak of, what was stated in it and is not in them."""
    said = _told(statement for source in sources for statement in source.statements)
    doubts = [(source, _doubts(source)) for source in sources]
    documents = {source.document for source in sources if source.dataset.makes == "statements"} | said.keys()
    return [
        gone(document, stated, said.get(document, ()), dict(_of(document, doubts)))
        for document in sorted(documents)
        if not (stated := _stated(store, document)).empty
    ]


def _stated(store: Store, document: str) -> pd.DataFrame:
    try:
        return store.statements(viewer=Viewer.OWNER, document=document)
    except StoreUnavailable:
        return frame([], STATEMENTS)


def _told(statements: Iterable[Statement]) -> dict[str, set[str]]:
    """The ids of what is said, by document."""
    found: dict[str, set[str]] = {}
    for one in statements:
        found.setdefault(one.document, set()).add(one.id)
    return found


def _of(document: str, doubts: Iterable[tuple["Source", list[Doubt]]]) -> Iterator[tuple[str, list[Doubt]]]:
    """The doubts that concern a document, by file: of a row that could be of any, those its file speaks of."""
    for source, those in doubts:
        if document in {one.document for one in those}:
            yield source.sheet.name, [one for one in those if one.document in (document, None)]
        elif document == source.document or document in {one.document for one in source.statements}:
            yield source.sheet.name, [one for one in those if one.document is None]


def gone(document: str, stated: pd.DataFrame, said: Collection[str], doubts: Mapping[str, Sequence[Doubt]]) -> Gone:
    """What of the statements that are open in a document is not `said` any more.

    Args:
        doubts: the rows that may be of this document and were not read, by file.
    """
    rest = stated[~stated["id"].isin(said)]
    if faults := tuple(_unreadable(document, set(stated["about"]), doubts)):
        return Gone(document, (), len(rest), len(stated), faults)
    kept = _kept(rest, [one for several in doubts.values() for one in several])
    return Gone(document, tuple(rest.loc[~kept, "id"]), int(kept.sum()), len(stated))


def _unreadable(document: str, known: set[str], doubts: Mapping[str, Sequence[Doubt]]) -> Iterator[Fault]:
    """A row of which the subject cannot be read, or is another one for want of an identifier that could not be."""
    for file, several in doubts.items():
        for one in several:
            if one.subjects is None or (one.predicates is not None and not one.subjects <= known and _renamed(one)):
                yield fault("unreadable_subject", file, one.line, value=document)
                break


def _renamed(one: Doubt) -> bool:
    return "identifier" in (one.predicates or ())


def _kept(rest: pd.DataFrame, doubts: Iterable[Doubt]) -> pd.Series:
    """Which statements stay: what rows that were not read are about, and what they need to be found."""
    is_link = rest["predicate"].isin(RELATIONS)
    kept = pd.Series(False, index=rest.index)
    for one in doubts:
        about = rest["about"].isin(one.subjects or ()) | (is_link & rest["value"].isin(one.subjects or ()))
        kept |= about if one.predicates is None else about & rest["predicate"].isin(one.predicates)
    links = rest[kept & is_link]
    ends = {*links["about"], *links["value"], *_besides(rest.loc[kept, "qualifiers"])}
    return kept | (~is_link & rest["about"].isin(ends))


def _besides(qualifiers: "pd.Series[str]") -> Iterator[str]:
    for text in qualifiers.dropna():
        yield from json.loads(text).get("besides", "").split(" ")


def _doubts(source: "Source") -> list[Doubt]:
    """What the rows would be about that were refused, or read without some of their cells."""
    refused = {one.line for one in source.report.faults if one.severity == "row"}
    lines = refused | {one.line for one in source.report.faults if one.severity == "cell"}
    if not lines:
        return []
    read = [
        doubt(source.mapper, line, cells, is_refused=line in refused)
        for line, cells in source.sheet.rows()
        if line in lines
    ]
    torn = refused - {one.line for one in read}  # what the file's reader itself could not take for a row
    return [*read, *(Doubt(line, None, None, None) for line in sorted(torn))]


def doubt(mapper: Mapper, line: int, cells: Sequence[str], *, is_refused: bool) -> Doubt:
    """What a row would be about that was refused, or read without some of its cells."""
    width = len(mapper.sheet.header)
    if any(cell.strip() for cell in cells[width:]):
        return Doubt(line, None, None, None)
    row = Row(line)
    cells = [*cells, *[""] * (width - len(cells))]
    found = mapper.cells(row, cells)
    read = Read(row, found, mapper.base(row, found), "")
    unread = {
        column.name
        for position, column, _ in mapper.columns
        if column.name not in found and (text := cells[position].strip()) and text not in column.missing
    }
    if "document" in unread:
        return Doubt(line, None, None, None)
    subjects = _subjects(mapper, read, unread, is_refused=is_refused)
    return Doubt(line, read.base.document, subjects, None if is_refused else _predicates(mapper, unread))


def _subjects(mapper: Mapper, read: Read, unread: Collection[str], *, is_refused: bool) -> frozenset[str] | None:
    spec, found = mapper.dataset.record, read.found
    if spec:
        names = {*spec.get("ids", ()), *spec.get("at", ()), *map(spec.get, ("key", "kind_from", "parties"))}
        if (is_refused and names & {*unread}) or ("parties" in spec and spec["parties"] not in found):
            return None
        record = mapper.record(read)
        return frozenset([record]) if record else None
    columns = set(_sources(mapper))
    if columns & {*unread} or not columns & found.keys():
        return None
    return frozenset(mapper.point(read, name, text) for name in columns & found.keys() for text in found[name].values)


def _sources(mapper: Mapper) -> Iterator[str]:
    """The columns of which the rows of a table without records of its own speak."""
    for _, rule in mapper.says:
        for key in ("link", "any"):
            yield from rule.get(key, ())[:1]
        yield from (rule[key] for key in ("of", "about") if key in rule)


def _predicates(mapper: Mapper, unread: Collection[str]) -> frozenset[str]:
    """What rows say through these columns."""
    found = set(chain.from_iterable(_said_through(name, rule) for name in unread for _, rule in mapper.says))
    if {*unread} & {*mapper.dataset.record.get("ids", ())}:
        found.add("identifier")
    return frozenset(found)


def _said_through(column: str, rule: Mapping[str, Any]) -> Iterator[str]:
    if column in rule.get("properties", ()):
        yield column
    if column in (rule.get("from"), rule.get("of")) and "property" in rule:
        yield rule["property"]
    if column in (rule.get("count"), "besides", "words") and "count" in rule:
        yield "declared"
    if "link" in rule:
        named = (*rule["link"], rule.get("role_from"), rule.get("status"), *rule.get("valid", ()))
        if column in named or any(column == one.rpartition("=")[2] for one in rule.get("qualifiers", ())):
            yield from RELATIONS if rule["link"][1].startswith("*") else (rule["link"][1],)
    if "any" in rule:
        yield from RELATIONS
