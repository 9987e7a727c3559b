"""One run that writes to a Neo4j server: invisible to readers until the last transaction publishes it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from graph.errors import UndoRefused, UnknownRecord
from graph.frames import DECLARED, ENTITIES, LINKS
from graph.holding import batched, holding, open_all, run_id, told, write_qualifiers
from graph.model import Decision, Document, Statement, Viewer
from graph.namesakes import namesakes
from graph.neo4j_first_run import FirstRun
from graph.neo4j_reading import DESCRIBED, Ask, Neo4jReading, snapshot
from graph.projection import Change, changes, dangling, ends, records_changed
from graph.store import Counts, Done, Namesake, Snapshot
from graph.vocabulary import Kind, Relation


class Neo4jWriter:
    """A run in progress; see `graph.store.Writer` for what each method promises.

    What it adds and closes is committed batch by batch and carries the number of the run, which no reader
    looks at before it is published. What it takes back, and the projection, wait for the publishing transaction.
    """

    def __init__(
        self, publishing: Ask, loading: Ask, batching: Ask, index: Callable[[], None], state: Mapping[str, int],
        row: Mapping[str, Any],
    ) -> None:  # fmt: skip
        self.publishing = publishing
        self.loading = loading
        self.batching = batching
        self.index = index
        self.published = state["published"]
        self.revision = state["revision"]
        self.number = self.published + 1
        self.id = run_id(self.number, **row)
        self.row = {"n": self.number, "id": self.id, **row, "state": "done"}
        self.touched: set[str] = set()
        self.changed = False
        self.listed = False
        self.discarded = False
        self.wrote = False
        self.first: dict[str, Statement] | None = None if self.published else {}  # all there is, while that is known

    def add(self, documents: Iterable[Document], statements: Iterable[Statement]) -> Counts:
        known = self._reading().papers
        described = frozenset(one.id for one in documents if self._describe(one, known))
        new, changed, unchanged = open_all(self, self.number, statements)
        return Counts(frozenset(new), frozenset(changed), unchanged, described)

    def described(self) -> frozenset[str]:
        return frozenset(self._reading().papers)

    def dangling(self, statements: Iterable[Statement]) -> Mapping[str, tuple[str, ...]]:
        return dangling(self._reading(), self.touched, statements)

    def namesakes(self, statements: Iterable[Statement]) -> tuple[Namesake, ...]:
        return namesakes(self._reading(), self.touched, statements)

    def close(self, statement_ids: Iterable[str]) -> int:
        closed = 0
        for batch in batched(statement_ids):
            self._read_back()
            closed += self._touch(self._write("close_statements", run=self.number, ids=batch))
        self._note(closed)
        return closed

    def decide(self, decisions: Iterable[Decision]) -> Counts:
        held = {frozenset((one.a, one.b)): one for one in self._reading().decided()}
        number = self.loading("last_decision")[0][0]
        new, rows, unchanged = set(), [], 0
        for one in decisions:
            if held.get(frozenset((one.a, one.b))) == one:
                unchanged += 1
                continue
            held[frozenset((one.a, one.b))] = one
            new.add(one.id)
            number += 1
            rows.append({"n": number, "a": one.a, "b": one.b, "verdict": str(one.verdict), "by": one.by,
                         "why": one.why, "opened": self.number})  # fmt: skip
        for batch in batched(rows):
            self._write("decide", rows=batch)
        self._note(len(new))
        return Counts(frozenset(new), frozenset(), unchanged)

    def withdraw(self, document: str) -> int:
        known = self._reading().papers
        if document not in known:
            raise UnknownRecord("document", document, sorted(known))
        self._note(1)
        self._read_back()
        closed = self.close([row[0] for row in self.loading("open_in_document", document=document)])
        self._write("close_description", run=self.number, id=document)
        return closed

    def undo(self, run: str) -> int:
        number = self._number(run)
        if later := self._later(number):
            raise UndoRefused(run, later)
        self._touch(self.loading("records_of_run", run=number))
        documents = [row[0] for row in self.loading("documents_of_run", run=number)]
        self._touch(self.loading("records_in_documents", documents=documents))
        self.loading = self.batching = self.publishing  # these rows are locked until it is done
        counted = forget(self.publishing, number, number)
        self.publishing("forget_statements")
        self.publishing("undone", run=number)
        self.changed = True
        return counted

    def repeat(self, done: Done) -> None:
        self._touch(self.loading("records_in_documents", documents=list(done.closed_documents)))
        for document in done.closed_documents:
            self._write("close_description", run=self.number, id=document)
        self.close(done.closed)
        self.add(done.documents, done.statements)
        self.decide(done.decisions)
        self.row["state"] = done.state
        self._note(1)

    def preview(self) -> Snapshot:
        self._index()
        self._project()
        return snapshot(Neo4jReading(self.publishing, self.number), Viewer.OWNER, self.revision)

    def discard(self) -> None:
        self.discarded = True

    def finish(self) -> bool:
        """Make all of it ready to be seen; whether there is anything to publish."""
        if self.discarded or not self.changed:
            return False
        self._index()
        self._project()
        self.publishing("show_documents")
        if self.listed:
            self.publishing("list_run", row=self.row)
        self.publishing("publish", published=self.number if self.listed else self.published)
        return True

    def _project(self) -> None:
        reading = self._reading(self.publishing)
        change = changes(reading, Viewer.PUBLIC, self.touched)
        self._remove(change.stale.intersection(entity for _, entity, _ in reading.kept() if entity))
        self._create_entities(change.rows.entities)
        self._create_links(change.rows.links)
        for rows in batched(change.rows.declared):
            self.publishing("create_declared", rows=[_filled(DECLARED, row) for row in rows])
        self._keep_records(reading, change)
        self.touched.clear()

    def _remove(self, entities: Iterable[str]) -> None:
        for batch in batched(sorted(entities)):
            self.publishing("remove_entities", ids=batch)
            self.publishing("remove_declared", ids=batch)

    def _keep_records(self, reading: Neo4jReading, change: Change) -> None:
        gone, written = records_changed(reading, change)
        for batch in batched(gone):
            self.publishing("forget_records", ids=batch)
        known = {record for record, _, _ in reading.kept()}
        for name, is_known in (("create_records", False), ("keep_records", True)):
            for several in batched(row for row in written if (row[0] in known) is is_known):
                self.publishing(name, rows=[_filled(("id", "entity", "facts"), row) for row in several])

    def _create_entities(self, rows: Iterable[Sequence[Any]]) -> None:
        by_kind: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            by_kind.setdefault(row[1], []).append(_filled(ENTITIES, row))
        for kind, those in sorted(by_kind.items()):
            for batch in batched(those):
                self.publishing("create_entities", {":Kind": label(kind)}, rows=batch)

    def _create_links(self, rows: Iterable[Sequence[Any]]) -> None:
        by_relation: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            link = _filled(LINKS, row)
            made = {"source": link.pop("source"), "target": link.pop("target")}
            by_relation.setdefault(link.pop("relation"), []).append(made | {"link": link})
        for relation, those in sorted(by_relation.items()):
            for batch in batched(those):
                self.publishing("create_links", {"RELATION": str(Relation(relation))}, rows=batch)

    def _describe(self, document: Document, known: Mapping[str, Mapping[str, Any]]) -> bool:
        """Whether it was described otherwise before, or not at all."""
        row = {column: getattr(document, column) for column in DESCRIBED} | {"level": int(document.level)}
        held = known.get(document.id)
        if held and all(held.get(column) == value for column, value in row.items()):
            return False
        if held and any(held.get(column) != row[column] for column in ("published", "level", "audience")):
            self._touch(self.loading("records_in_documents", documents=[document.id]))
        self._write("close_description", run=self.number, id=document.id)
        self._write("describe", run=self.number, id=document.id, row=row | {"opened": self.number})
        self._note(1)
        return True

    def holds(self, batch: Mapping[str, Statement]) -> dict[str, tuple[int, float, int, str | None]]:
        if self.first is not None:
            return {i: (self.number, *holding(self.first[i])) for i in batch if i in self.first}
        return {i: (run, *how) for i, run, *how in self.loading("held", ids=list(batch))}

    def open(self, batch: Mapping[str, Statement]) -> None:
        if batch:
            rows: dict[str, list[tuple[Any, ...]]] = {}
            for i, one in batch.items():
                rows.setdefault(one.document, []).append((*_says(i, one), self.number, *holding(one), *told(one)))
            name = "open_statements" if self.first is None else "create_statements"
            self._write(name, documents=[{"id": document, "rows": those} for document, those in rows.items()])
        if self.first is not None:
            self.first.update(batch)
        self.touched.update(end for one in batch.values() for end in ends(one))
        self._note(len(batch))

    def _touch(self, rows: Sequence[Sequence[str | None]]) -> int:
        """Read the records of these statements again; how many statements."""
        self.touched.update(record for row in rows for record in row if record)
        return len(rows)

    def _write(self, name: str, **parameters: Any) -> list[list[Any]]:
        self.wrote = True
        return self.batching(name, **parameters)

    def _read_back(self) -> None:
        """From now on what is stated is read from the server, the little that was said in this run too."""
        self._index()
        self.first = None

    def _index(self) -> None:
        """A first load is written before it is indexed, which is faster."""
        if self.first is not None:
            self.index()

    def _reading(self, ask: Ask | None = None) -> Neo4jReading:
        if self.first is not None:
            return FirstRun(ask or self.loading, self.number, self.first)
        return Neo4jReading(ask or self.loading, self.number)

    def _note(self, changes_made: int) -> None:
        if changes_made:
            self.changed = self.listed = True

    def _number(self, run: str) -> int:
        known = {row[1]: row[0] for row in self.loading("runs") if row[6] == "done"}
        if run not in known:
            raise UnknownRecord("run", run, list(known)[-5:])
        return int(known[run])

    def _later(self, number: int) -> list[str]:
        """Runs after this one that touched the same documents, or decided on the same records, newest first."""
        ran = [(what, run) for what, run in self.loading("ran", run=number)]
        mine = {what for what, run in ran if run == number}
        later = {run for what, run in ran if run > number and what in mine}
        return [row[1] for row in reversed(self.loading("runs")) if row[0] in later]


def forget(ask: Ask, first: int, last: int) -> int:
    """Take back what these runs opened and closed; how many changes."""
    span = {"first": first, "last": last}
    names = ("undo_opened", "undo_closed", "undo_described", "undo_withdrawn", "undo_decided")
    counted = sum(ask(name, **span)[0][0] for name in names)
    ask("forget_documents")
    return int(counted)


def label(kind: str) -> str:
    """The labels of an entity of this kind beside `Entity`: `:IndustryCommunity`."""
    return ":" + "".join(part.capitalize() for part in kind.split("_")) if kind in set(Kind) else ""


def _filled(columns: Iterable[str], row: Sequence[Any]) -> dict[str, Any]:
    return {column: value for column, value in zip(columns, row, strict=True) if value is not None}


def _says(identifier: str, one: Statement) -> tuple[str | None, ...]:
    return (
        identifier, one.document, one.about, str(one.predicate), str(one.value), str(one.key),
        one.value if one.is_link else None, None if one.status is None else str(one.status), one.valid,
        write_qualifiers(one), one.said_by,
    )  # fmt: skip
