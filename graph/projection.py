"""The stored public projection, and what one viewer sees otherwise. Pure, save for what a `Source` fetches."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import pandas as pd

from graph.facts import Facts, Said, facts
from graph.frames import CONFLICTS, DECISIONS, DECLARED, ENTITIES, LINKS, frame
from graph.identity import Identity, identify
from graph.model import Decision, Statement, Viewer
from graph.resolve import Rows, by_record, conflict_rows, rows, said_of

PROJECTION = {"entities": ENTITIES, "links": LINKS, "declared": DECLARED}
ENDS = {"entities": ("id",), "links": ("source", "target"), "declared": ("about",)}
ORDER = {
    "entities": ["id"],
    "links": ["source", "relation", "target", "key"],
    "declared": ["about", "key", "statement"],
}


class Source(Protocol):
    """What resolving fetches of a store, all of one moment."""

    def kept(self) -> Iterable[tuple[str, str | None, str]]:
        """Each record with its public id and its facts, as the projection keeps them."""

    def properties(self, viewer: Viewer, records: Iterable[str]) -> dict[str, list[Said]]:
        """What the viewer sees said of each of these records, links left out."""

    def links_at(self, viewer: Viewer, records: Iterable[str]) -> list[Said]:
        """The statements that the viewer sees of links with one of these records at an end."""

    def besides(self, viewer: Viewer) -> Iterable[tuple[str, str]]:
        """Of each declared count that the viewer sees: the record it is about, and those beside whom it counts."""

    def confided(self, viewer: Viewer) -> set[str]:
        """The records that a statement concerns which this viewer sees and the public does not."""

    def decided(self) -> list[Decision]:
        """People's decisions, oldest first."""

    def status(self, entity: str) -> str | None:
        """The status of an entity in the projection."""


@dataclass(frozen=True, slots=True)
class Change:
    """What differs from the stored public projection: entities resolved again, and those that are no more."""

    identity: Identity
    known: Mapping[str, Facts]
    publics: frozenset[str]
    gone: frozenset[str]
    rows: Rows

    @property
    def stale(self) -> frozenset[str]:
        """The entities whose rows in the projection hold no longer."""
        return self.publics | self.gone


def changes(source: Source, viewer: Viewer, touched: Iterable[str]) -> Change:
    """What the viewer sees otherwise than the stored projection, when these records are read again."""
    touched = frozenset(touched)
    kept = list(source.kept())
    about = source.properties(viewer, touched)
    known = known_facts(kept, touched, about)
    identity = identify(known, source.decided())
    before = groups((record, entity) for record, entity, _ in kept)
    publics = frozenset(
        public for public, records in identity.groups.items() if before.get(public) != records or touched & set(records)
    )
    publics |= _counted_besides(source.besides(viewer), identity, {record: entity for record, entity, _ in kept})
    stale = {record for public in publics for record in identity.groups[public]}
    about |= source.properties(viewer, stale - touched)
    made = rows(publics, identity, about, source.links_at(viewer, stale), source.status)
    return Change(identity, known, publics, frozenset(before.keys() - identity.groups.keys()), made)


def _counted_besides(
    besides: Iterable[tuple[str, str]], identity: Identity, before: Mapping[str, str | None]
) -> frozenset[str]:
    """The entities of which a count is declared beside records that are another entity than before."""
    found = {
        identity.entity_of[about]
        for about, excluded in besides
        if about in identity.entity_of
        and any(identity.entity_of.get(record) != before.get(record) for record in excluded.split())
    }
    return frozenset(found)


def projected(table: pd.DataFrame, name: str, change: Change | None) -> pd.DataFrame:
    """A table of the public projection, with what a viewer sees otherwise in its place."""
    if change is None:
        return table
    touched = pd.concat([table[end].isin(change.stale) for end in ENDS[name]], axis=1).any(axis=1)
    fresh = frame(getattr(change.rows, name), PROJECTION[name])
    return pd.concat([table[~touched], fresh]).sort_values(ORDER[name], ignore_index=True)


def records_changed(source: Source, change: Change) -> tuple[list[str], list[tuple[str, str | None, str]]]:
    """The records to forget, and those to keep otherwise than before: record, public id, facts."""
    before = {record: (entity, text) for record, entity, text in source.kept()}
    after = {
        record: (change.identity.entity_of.get(record), json.dumps(one, ensure_ascii=False))
        for record, one in change.known.items()
    }
    written = [(record, *row) for record, row in sorted(after.items()) if before.get(record) != row]
    return sorted(before.keys() - after.keys()), written


def dangling(source: Source, touched: Iterable[str], statements: Iterable[Statement]) -> dict[str, tuple[str, ...]]:
    """References that no one entity bears, were these statements added; see `graph.store.Writer`."""
    statements = list(statements)
    described = {one.about for one in statements if one.predicate == "kind"}
    named = {end for one in statements for end in ends(one)}
    if named <= described:
        return {}
    about, _ = by_record(said_of(one, {}) for one in statements)
    confided = source.confided(Viewer.OWNER).union(touched)
    known = known_facts(source.kept(), confided, source.properties(Viewer.OWNER, confided))
    stored = source.properties(Viewer.OWNER, about)
    for record, those in about.items():
        known[record] = facts(record, [*those, *stored.get(record, ())])
    identity = identify(known, source.decided())
    return {end: identity.bearers.get(end, ()) for end in sorted(named) if end not in identity.entity_of}


def decisions(source: Source, viewer: Viewer) -> pd.DataFrame:
    """Decisions on records the viewer sees, people's first, then the rules', with their state."""
    confided = source.confided(viewer)
    known = known_facts(source.kept(), confided, source.properties(viewer, confided))
    people = [one for one in source.decided() if one.a in known and one.b in known]
    found = identify(known, people)
    suspended = {one.id for one in found.suspended}
    listed = [(one, "suspended" if one.id in suspended else "holds") for one in (*people, *found.derived)]
    return frame([(one.a, one.b, one.verdict, one.by, one.why, state) for one, state in listed], DECISIONS)


def ends(one: Statement) -> tuple[str, ...]:
    """The records that a statement speaks of."""
    return (one.about, one.value) if one.is_link else (one.about,)


def groups(records: Iterable[tuple[str, str | None]]) -> dict[str, tuple[str, ...]]:
    """The records of each public id, sorted."""
    found: dict[str, list[str]] = {}
    for record, entity in sorted((record, entity) for record, entity in records if entity is not None):
        found.setdefault(entity, []).append(record)
    return {entity: tuple(those) for entity, those in found.items()}


def told_twice(mentions: pd.DataFrame) -> list[str]:
    """The entities of which several documents speak: where one does, nothing contradicts it."""
    if mentions["document"].nunique() < 2:
        return []
    mentions = mentions[~mentions["about"].str.contains("~", regex=False)]
    document, papers = pd.factorize(mentions["document"])
    about, ids = pd.factorize(mentions["about"])
    pairs = np.unique(about * len(papers) + document)
    times = np.bincount(pairs // len(papers), minlength=len(ids))
    return list(ids[times > 1])


def conflict_table(groups: Mapping[str, Sequence[str]], about: Mapping[str, Sequence[Said]]) -> pd.DataFrame:
    """Of which properties of these entities documents give values that cannot both be so."""
    found = [
        row
        for entity, records in groups.items()
        for row in conflict_rows(entity, (one for record in records for one in about.get(record, ())))
    ]
    return frame(found, CONFLICTS)


def known_facts(
    kept: Iterable[tuple[str, str | None, str]], touched: Iterable[str], about: Mapping[str, Sequence[Said]]
) -> dict[str, Facts]:
    """The facts of every record: of the `touched` ones what is said `about` them, of the others as they are kept."""
    left_out = set(touched)
    known = {record: _facts(text) for record, _, text in kept if record not in left_out}
    known.update((record, facts(record, those)) for record, those in about.items())
    return known


def _facts(text: str) -> Facts:
    record, document, kind, name, reference, keys, identifiers, towns, postcodes, countries = json.loads(text)
    return Facts(
        record, document, _ranked(kind), _ranked(name), reference,
        tuple(keys), tuple(identifiers), tuple(towns), tuple(postcodes), tuple(countries),
    )  # fmt: skip


def _ranked(pair: list[Any] | None) -> tuple[str, tuple[bool, float, str, str]] | None:
    return (pair[0], tuple(pair[1])) if pair else None
