"""What a Neo4j server shows to one viewer: rows out of the database, nothing written."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import pandas as pd

from graph.beside import Beside, Description, Sight, beside
from graph.facts import Said
from graph.frames import CHANGES, DOCUMENTS, MENTIONS, STATEMENTS, UNSURE, frame
from graph.holding import HELD, as_document, as_statement, read_qualifiers
from graph.identity import doubted
from graph.model import RELATIONS, Decision, Viewer, link_id
from graph.projection import PROJECTION, changes, conflict_table, decisions, groups, projected, told_twice
from graph.resolve import EXCLUSIVE, by_record, said_day
from graph.store import Done, Snapshot
from graph.vocabulary import Level, Relation, Verdict

DESCRIBED = [column for column in DOCUMENTS if column != "said"]
Ask = Callable[..., list[list[Any]]]
"""Run `graph/cypher/<name>.cypher` with parameters, and give its rows."""


@cache
def cypher(name: str) -> str:
    """The text of `cypher/<name>.cypher`."""
    return (files("graph") / "cypher" / f"{name}.cypher").read_text(encoding="utf-8")


class Neo4jReading:
    """What stands in the database at one run; a `graph.projection.Source`.

    What later runs opened is not there yet, and what they closed is still open.
    """

    def __init__(self, ask: Ask, at: int) -> None:
        self.ask = ask
        self.at = at

    @cached_property
    def descriptions(self) -> list[tuple[Mapping[str, Any], bool]]:
        """Every description of a document, and whether it holds."""
        return [(row[0], row[1]) for row in self.ask("descriptions", at=self.at)]

    @cached_property
    def papers(self) -> dict[str, Mapping[str, Any]]:
        """The documents that are open, by id."""
        return {one["id"]: one for one, is_open in self.descriptions if is_open}

    @cached_property
    def records(self) -> list[tuple[str, str | None, str]]:
        return [(record, entity, text) for record, entity, text in self.ask("kept")]

    @cached_property
    def statuses(self) -> dict[str, str]:
        return {entity: status for entity, status in self.ask("statuses")}

    def kept(self) -> Iterable[tuple[str, str | None, str]]:
        return self.records

    def status(self, entity: str) -> str | None:
        return self.statuses.get(entity)

    def decided(self, run: int | None = None) -> list[Decision]:
        """People's decisions, oldest first; those of one run."""
        return [
            Decision(a, b, Verdict(verdict), by, why)
            for a, b, verdict, by, why, opened in self._decisions
            if run in (None, opened)
        ]

    @cached_property
    def _decisions(self) -> list[list[Any]]:
        return self.ask("decided", at=self.at)

    def sight(self, viewer: Viewer) -> dict[str, Any]:
        """Parameters that keep the statements which are open and which the viewer sees."""
        seen = [name for name, one in self.papers.items() if sees(viewer, one)]
        rights = [{"audience": group, "level": int(level)} for group, level in viewer.rights]
        return {"at": self.at, "all": viewer.sees_all, "rights": rights, "documents": seen}

    def withheld(self, viewer: Viewer) -> list[str]:
        """The documents that are, or were, described as more confidential than the viewer sees."""
        return sorted({one["id"] for one, _ in self.descriptions if not sees(viewer, one)})

    def properties(
        self, viewer: Viewer, records: Iterable[str], predicates: Iterable[str] | None = None
    ) -> dict[str, list[Said]]:
        chosen = None if predicates is None else sorted(predicates)
        return by_record(self._said("properties", viewer, records, predicates=chosen))[0]

    def links_at(self, viewer: Viewer, records: Iterable[str]) -> list[Said]:
        return self._said("links_at", viewer, records)

    def besides(self, viewer: Viewer) -> Iterable[tuple[str, str]]:
        for about, extra in self.ask("declared_besides", **self.sight(viewer)):
            if besides := dict(read_qualifiers(extra)).get("besides"):
                yield about, besides

    def confided(self, viewer: Viewer) -> set[str]:
        if not viewer.sees_all and not viewer.rights:
            return set()
        hidden = [name for name, one in self.papers.items() if one["level"] > 0]
        return {row[0] for row in self.ask("confided", hidden=hidden, **self.sight(viewer))}

    def _said(self, name: str, viewer: Viewer, records: Iterable[str], **more: Any) -> list[Said]:
        wanted = sorted(records)
        if not wanted:
            return []
        found = self.ask(name, records=wanted, **self.sight(viewer), **more)
        return [
            Said(
                identifier, document, about, predicate, value, key, status, valid,
                read_qualifiers(extra) if extra else (), said_by,
                said_day(said_on, self.papers[document].get("published")), confidence, method == "correction",
            )
            for identifier, document, about, predicate, value, key, status, valid, extra, said_by, said_on,
            confidence, method in found
        ]  # fmt: skip


def at_run(ask: Ask, published: int) -> Neo4jReading:
    """What stands there at a published run; before the first nothing does, and statements are not indexed yet."""
    return Neo4jReading(ask if published else _nothing, published)


def _nothing(name: str, **parameters: Any) -> list[list[Any]]:
    return []


def sees(viewer: Viewer, held: Mapping[str, Any]) -> bool:
    """Whether the viewer sees what is held like this."""
    return viewer.sees(Level(held["level"]), held.get("audience"))


def snapshot(reading: Neo4jReading, viewer: Viewer, revision: int) -> Snapshot:
    """All tables as the viewer sees them."""
    hidden = reading.confided(viewer)
    change = changes(reading, viewer, hidden) if hidden else None
    tables = [projected(_table(reading, name), name, change) for name in PROJECTION]
    entity_of = change.identity.entity_of if change else dict(reading.ask("entity_of"))
    mentioned = reading.ask("mentioned", **reading.sight(viewer))
    said = frame(_mentions(mentioned, entity_of), MENTIONS)
    papers = _documents(reading, {(document, said_on) for *_, document, said_on in mentioned})
    unsure = frame(doubted(entity_of, reading.decided()), UNSURE)
    conflicts = _conflicts(reading, viewer, entity_of, told_twice(said))
    return Snapshot(tables[0], tables[1], tables[2], said, papers, conflicts, unsure, revision)


def documents(reading: Neo4jReading, viewer: Viewer) -> pd.DataFrame:
    """Documents of which the viewer sees at least one open statement, and when somebody in them last spoke."""
    return _documents(
        reading, ((document, said_on) for document, said_on in reading.ask("spoken", **reading.sight(viewer)))
    )


def _documents(reading: Neo4jReading, spoken: Iterable[tuple[str, str | None]]) -> pd.DataFrame:
    spoke: dict[str, str] = {}
    for document, said_on in spoken:
        spoke[document] = max(spoke.get(document, ""), said_day(said_on, None))
    rows = [{**one, "said": spoke[name] or None} for name, one in sorted(reading.papers.items()) if name in spoke]
    return frame(rows, DOCUMENTS)


def statements(reading: Neo4jReading, viewer: Viewer, ids: Iterable[str] | None, document: str | None) -> pd.DataFrame:
    """Open statements that the viewer sees, by id."""
    sight = reading.sight(viewer)
    if document is not None:
        sight["documents"] = [one for one in sight["documents"] if one == document]
    found = (
        reading.ask("statements", **sight)
        if ids is None
        else reading.ask("statements_named", ids=sorted(set(ids)), **sight)
    )
    return frame([row[0] for row in found], STATEMENTS)


def runs(reading: Neo4jReading, viewer: Viewer) -> list[tuple[Any, ...]]:
    """Runs with what the viewer sees of what they opened and closed; the owner also sees those without any."""
    opened: dict[int, int] = {}
    closed: dict[int, int] = {}
    for start, end, many in reading.ask("intervals", withheld=reading.withheld(viewer), **reading.sight(viewer)):
        opened[start] = opened.get(start, 0) + many
        closed[end] = closed.get(end, 0) + many
    papers = set(documents(reading, viewer)["id"])
    rows = [
        (name, at, command, document if viewer.sees_all or document in papers else None,
         opened.get(number, 0), closed.get(number, 0), state)
        for number, name, at, command, document, _, state in reading.ask("runs")
    ]  # fmt: skip
    return [row for row in rows if viewer.sees_all or row[4] or row[5]]


def ran(reading: Neo4jReading, viewer: Viewer, run: str | None, about: Iterable[str] | None) -> pd.DataFrame:
    """What runs did to statements that the viewer sees, and of which nothing was hidden from it since."""
    listed = {row[0]: (row[1], row[2]) for row in reading.ask("runs")}
    wanted = next((number for number, (name, _) in listed.items() if name == run), None)
    records = None if about is None else sorted(about)
    told = reading.ask("told", run=wanted, records=records, withheld=reading.withheld(viewer), at=reading.at)
    rows = [
        {**statement, **held, "nth": number, "change": change, "run": listed[number][0], "at": listed[number][1]}
        for statement, those in told
        for number, change, held in _told(those, viewer, reading.at)
        if wanted in (None, number)
    ]
    rows.sort(key=lambda row: tuple(row[name] for name in ("nth", "about", "predicate", "value", "key", "id")))
    return frame(rows, CHANGES)


def _told(intervals: Sequence[Mapping[str, Any]], viewer: Viewer, at: int) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """The runs that changed one statement, how, and how it was held; what both closes and opens it is one change."""
    seen = [one for one in intervals if sees(viewer, one)]
    opened, closed = ({one.get(moment) for one in seen} for moment in ("opened", "closed"))
    hidden = max((one["opened"] for one in intervals if not sees(viewer, one)), default=-1)
    for one in seen:
        held = {name: one.get(name) for name in HELD}
        if one["opened"] > hidden:
            yield one["opened"], "changed" if one["opened"] in closed else "added", held
            end = one.get("closed")
            if end is not None and end <= at and end not in opened:
                yield end, "closed", held


def changes_beside(reading: Neo4jReading, viewer: Viewer, run: str) -> Beside:
    """What a run did to descriptions of documents, and what it decided; see `graph.store.Store`."""
    number = next(number for number, name, *_ in reading.ask("runs") if name == run)
    every = [
        Description(as_document([one.get(column) for column in DESCRIBED]), one["opened"], one.get("closed"))
        for one, _ in sorted(reading.descriptions, key=lambda pair: (pair[0]["id"], pair[0]["opened"]))
    ]
    touched = {one.document.id for one in every if number in (one.opened, one.closed)}

    def spoken() -> set[str]:
        return {*documents(reading, viewer)["id"], *ran(reading, viewer, run, None)["document"]}

    def pairs() -> set[tuple[str, str]]:
        known = decisions(reading, viewer)
        return set(zip(known["a"], known["b"], strict=True))

    return beside(
        [one for one in every if one.document.id in touched],
        reading.decided(number),
        number,
        Sight(viewer, spoken, pairs),
    )


def history(reading: Neo4jReading, number: int, run: Sequence[Any]) -> Done:
    """What one run did."""
    name, at, command, document, sha256, state = run
    papers = [one for one, _ in reading.descriptions]
    return Done(
        name, at, command, document, sha256, state,
        [as_document([one.get(column) for column in DESCRIBED]) for one in papers if one["opened"] == number],
        [one["id"] for one in papers if one.get("closed") == number],
        [as_statement(row[0]) for row in reading.ask("opened_in_run", run=number)],
        [row[0] for row in reading.ask("closed_in_run", run=number)],
        reading.decided(number),
    )  # fmt: skip


def _table(reading: Neo4jReading, name: str) -> pd.DataFrame:
    found = reading.ask(name)
    return frame(found if name == "links" else [row[0] for row in found], PROJECTION[name])


def _mentions(mentioned: Iterable[Sequence[Any]], entity_of: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    symmetric = {str(relation) for relation in Relation if relation.is_symmetric}
    for about, predicate, target, key, identifier, document, _ in mentioned:
        source = entity_of.get(about)
        if source is None:
            continue
        if predicate not in RELATIONS:
            yield source, identifier, document, predicate
        elif (other := entity_of.get(target)) and other != source:
            ends = (other, source) if predicate in symmetric and other < source else (source, other)
            yield link_id(ends[0], predicate, ends[1], key), identifier, document, predicate


def _conflicts(
    reading: Neo4jReading, viewer: Viewer, entity_of: Mapping[str, str], entities: Iterable[str]
) -> pd.DataFrame:
    asked = set(entities)
    of = groups((record, entity) for record, entity in entity_of.items() if entity in asked)
    records = [record for those in of.values() for record in those]
    return conflict_table(of, reading.properties(viewer, records, EXCLUSIVE))
