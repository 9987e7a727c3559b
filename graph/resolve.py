"""Statements and decisions → entities, links and declared counts. Pure: the same in every store."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from graph import dates
from graph.declared import count_range
from graph.facts import Said, facts
from graph.frames import CONFLICTS, DECLARED, DOCUMENTS, ENTITIES, LINKS, MENTIONS, NUMBER, SHOWN, UNSURE, frame
from graph.identity import Identity, doubted, identify
from graph.model import RELATIONS, Decision, Document, Statement, link_id
from graph.names import fold
from graph.store import Snapshot
from graph.vocabulary import Level, Relation, Status

SEPARATOR = " | "
IN_ENTITY = frozenset({"kind", "name", "reference", "declared"})
DAYS = ("since", "until", "founded")
EXCLUSIVE = ("kind", "country", "city", "postcode", "sector", "size", "director", "president", *DAYS)
FROM_A_CODE = 0.3  # confidence of a kind read from an activity code, which contradicts nobody


class Rows(NamedTuple):
    """Rows of the tables of the same names, in the column order of `graph/frames.py`."""

    entities: list[tuple[Any, ...]]
    links: list[tuple[Any, ...]]
    declared: list[tuple[Any, ...]]


def entity_row(public: str, identity: Identity, statements: Sequence[Said]) -> tuple[Any, ...]:
    """The row of one entity: of each property what is shown, the aliases and identifiers all."""
    values: dict[str, list[Said]] = defaultdict(list)
    for said in statements:
        values[said.predicate].append(said)
    kind, name = _shown(values["kind"]), _shown(values["name"])
    aliases = {said.value for key in ("name", "alias", "reference") for said in values[key]} - {name}
    records = identity.groups[public]
    identifiers = {said.value for said in values["identifier"]} | {one for one in records if "#" not in one}
    shown = {one: _typed(one, _shown(those)) for one, those in values.items() if one in SHOWN}
    if "status" in shown:
        shown["status"] = max(values["status"], key=_said_latest).value
    row = map(shown.get, SHOWN)
    return (public, kind, name, _joined(aliases), _joined(identifiers), *row, " ".join(identity.also[public]) or None)


def link_rows(
    statements: Iterable[Said], identity: Identity, status_of: Callable[[str], str | None]
) -> list[tuple[Any, ...]]:
    """The rows of the links that these statements state; those with an end that is no entity are left out.

    `status_of` gives the status of an encounter, which a participation without one of its own has.
    """
    found: dict[tuple[str, str, str, str], list[Said]] = defaultdict(list)
    for said in statements:
        if ends := link_ends(said, identity):
            found[ends].append(said)
    return [_link_row(ends, found[ends], status_of) for ends in sorted(found)]


def link_ends(said: Said, identity: Identity) -> tuple[str, str, str, str] | None:
    """The public source, relation, target and key of a link; None if an end is no entity, or both are one."""
    source, target = identity.entity_of.get(said.about), identity.entity_of.get(said.value)
    if source is None or target is None or source == target:
        return None
    if Relation(said.predicate).is_symmetric and target < source:
        source, target = target, source
    return source, said.predicate, target, said.key


def declared_rows(public: str, statements: Iterable[Said], identity: Identity) -> list[tuple[Any, ...]]:
    """The counts that documents declare of an entity, each a row of its own, by key and statement."""
    rows = []
    for said in statements:
        if said.predicate == "declared" and (span := count_range(said.value)):
            more = dict(said.qualifiers)
            besides = sorted({identity.entity_of.get(one, "") for one in more.get("besides", "").split()} - {""})
            counted = (said.value, span.low, span.high, span.unit or None, " ".join(besides) or None)
            rows.append((public, said.key, *counted, said.said_by, more.get("words"), said.id, said.document))
    return sorted(rows, key=lambda row: (row[1], row[9]))


def conflict_rows(public: str, statements: Iterable[Said]) -> list[tuple[str, str, str, str]]:
    """The properties of one entity of which documents give values that cannot both be so, sorted.

    Spellings are no conflict, nor a date within another; a correction settles it. Coordinates, addresses,
    subjects and distinctions, of which there can be several, and the status, which changes, are left out.
    """
    found: dict[str, list[Said]] = defaultdict(list)
    for said in statements:
        if said.predicate in EXCLUSIVE and (said.predicate != "kind" or said.confidence > FROM_A_CODE):
            found[said.predicate].append(said)
    return [
        (public, name, SEPARATOR.join(values), " ".join(sorted({said.document for said in those})))
        for name, those in sorted(found.items())
        if (values := _contradicting(name, those))
    ]


def _contradicting(name: str, statements: Sequence[Said]) -> list[str]:
    """The values that cannot all be so, each in one spelling; none where one document alone speaks."""
    settled = any(said.correction for said in statements) or len({said.document for said in statements}) == 1
    spelled = {
        said.value if name in DAYS else fold(said.value): said.value for said in sorted(statements, reverse=True)
    }
    if settled or len(spelled) == 1:
        return []
    if name in DAYS:
        spans = [dates.span(value) for value in spelled]
        if max(first for first, _ in spans) <= min(last for _, last in spans):
            return []
    return sorted(spelled.values())


def rows(
    publics: Iterable[str],
    identity: Identity,
    about: Mapping[str, Sequence[Said]],
    links: Iterable[Said],
    status_of: Callable[[str], str | None] = lambda entity: None,
) -> Rows:
    """Resolve some entities, with the statements `about` their records, and some link statements.

    `status_of` knows the status of encounters that are not among these.
    """
    made = Rows([], [], [])
    status: dict[str, str | None] = {}
    for public in sorted(publics):
        said = [one for record in identity.groups[public] for one in about.get(record, ())]
        row = entity_row(public, identity, said)
        status[public] = row[STATUS]
        made.entities.append(row)
        made.declared.extend(declared_rows(public, said, identity))
    made.links.extend(
        link_rows(links, identity, lambda entity: status[entity] if entity in status else status_of(entity))
    )
    return made


STATUS = list(ENTITIES).index("status")


def snapshot(
    documents: Iterable[Document],
    statements: Iterable[Statement],
    decisions: Iterable[Decision] = (),
    *,
    revision: int = 0,
) -> Snapshot:
    """Everything resolved in memory: what a store shows that holds just this, to one who sees it all."""
    decisions = list(decisions)
    known = {document.id: document for document in documents}
    stated = {statement.id: statement for statement in statements}.values()
    said = sorted(said_of(one, known) for one in stated)
    about, links = by_record(said)
    identity = identify({record: facts(record, those) for record, those in sorted(about.items())}, decisions)
    made = rows(identity.groups, identity, about, links)
    mentioned = sorted(_mentions(said, identity))
    papers = [_document_row(known[one], stated) for one in sorted({statement.document for statement in stated})]
    conflicts = [
        row
        for public, records in sorted(identity.groups.items())
        for row in conflict_rows(public, (one for record in records for one in about.get(record, ())))
    ]
    return Snapshot(
        frame(made.entities, ENTITIES), frame(made.links, LINKS), frame(made.declared, DECLARED),
        frame(mentioned, MENTIONS), frame(papers, DOCUMENTS),
        frame(conflicts, CONFLICTS), frame(doubted(identity.entity_of, decisions), UNSURE), revision,
    )  # fmt: skip


def by_record(statements: Iterable[Said]) -> tuple[dict[str, list[Said]], list[Said]]:
    """Properties by the record they are about, and apart from them the statements of links."""
    about: dict[str, list[Said]] = defaultdict(list)
    links = []
    for said in statements:
        links.append(said) if said.predicate in RELATIONS else about[said.about].append(said)
    return dict(about), links


def _mentions(statements: Iterable[Said], identity: Identity) -> Iterator[tuple[str, str, str, str]]:
    for said in statements:
        if said.predicate not in RELATIONS:
            if said.about in identity.entity_of:
                yield identity.entity_of[said.about], said.id, said.document, said.predicate
        elif ends := link_ends(said, identity):
            yield link_id(*ends), said.id, said.document, said.predicate


def said_of(statement: Statement, documents: Mapping[str, Document]) -> Said:
    """What resolving needs of a statement, dated by its document where it has no date of its own."""
    document = documents.get(statement.document)
    return Said(
        statement.id, statement.document, statement.about, statement.predicate, statement.value, statement.key,
        statement.status, statement.valid, statement.qualifiers, statement.said_by,
        said_day(statement.said_on, document.published if document else None),
        statement.confidence, statement.method == "correction",
    )  # fmt: skip


def said_day(said_on: str | None, published: str | None) -> str:
    """The day by which something was said; "" when neither it nor its document is dated to a year."""
    text = said_on or published
    return dates.earliest(text) if text and dates.year_is_known(text) else ""


def _document_row(document: Document, statements: Iterable[Statement]) -> tuple[Any, ...]:
    said = max((said_day(one.said_on, None) for one in statements if one.document == document.id), default="")
    values = tuple(getattr(document, column) for column in DOCUMENTS if column != "said")
    return (*(int(one) if isinstance(one, Level) else one for one in values), said or None)


def _link_row(
    ends: tuple[str, str, str, str], statements: Sequence[Said], status_of: Callable[[str], str | None]
) -> tuple[Any, ...]:
    _, relation, target, _ = ends
    status = _link_status(relation, statements) or (status_of(target) if relation == Relation.TOOK_PART_IN else None)
    dated = [said for said in statements if said.valid]
    since, until = _validity(max(dated, key=lambda said: said.rank).valid) if dated else (None, None)
    more: dict[str, str] = {}
    for said in _best_last(statements):
        more.update(said.qualifiers)
    return link_id(*ends), *ends, status, since, until, as_number(more.get("importance")), more.get("amount")


def _link_status(relation: str, statements: Sequence[Said]) -> str | None:
    """The status said latest; one that is not given means confirmed, save for a participation."""
    if relation == Relation.TOOK_PART_IN:
        given = [said for said in statements if said.status]
        return max(given, key=_said_latest).status if given else None
    return max(statements, key=_said_latest).status or Status.CONFIRMED.value


def _validity(valid: str | None) -> tuple[str | None, str | None]:
    assert valid is not None
    return tuple(None if text in ("", "..") else text for text in (dates.start(valid), dates.end(valid)))  # type: ignore[return-value]


def _best_last(statements: Sequence[Said]) -> Sequence[Said]:
    return sorted(statements, key=lambda said: said.rank) if len(statements) > 1 else statements


def _said_latest(said: Said) -> tuple[bool, str, str]:
    return said.correction, said.said, said.id


def _shown(statements: Sequence[Said]) -> str | None:
    return _best_last(statements)[-1].value if statements else None


def _typed(column: str, value: str | None) -> Any:
    return as_number(value) if SHOWN[column] == NUMBER else value


def as_number(text: str | None) -> float | None:
    """The number that a text states; None where it states none, which stays to be read in the statement."""
    try:
        return float(text) if text else None
    except ValueError:
        return None


def _joined(values: Iterable[str | None]) -> str | None:
    return SEPARATOR.join(sorted(value for value in values if value)) or None
