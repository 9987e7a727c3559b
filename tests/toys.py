"""Networks small enough to draw: `met("abc", "cd")` is two encounters, one of A, B and C, one of C and D."""

from collections.abc import Iterable, Sequence

from graph.model import Decision, Document, Statement, Viewer
from graph.network import Network
from graph.resolve import snapshot
from graph.vocabulary import Kind, Relation, Role, Status

DRAWN = Document("doc:drawn", "Drawn by hand", published="2020")


def network(
    *statements: Statement,
    documents: Iterable[Document] = (DRAWN,),
    decisions: Sequence[Decision] = (),
    viewer: Viewer = Viewer.OWNER,
) -> Network:
    """The network that these statements make; those of one viewer are chosen by the caller."""
    return Network.of(snapshot(documents, statements, decisions), viewer=viewer)


def entity(record: str, kind: Kind | str, name: str, **properties: str) -> list[Statement]:
    """A record of that kind and name: `entity("doc:drawn#firm:a", Kind.FIRM, "A", city="Nantes")`."""
    said = {"kind": str(kind), "name": name, **properties}
    return [Statement(DRAWN.id, record, predicate, value) for predicate, value in said.items()]


def link(source: str, relation: Relation, target: str, *, key: str = "", **more: object) -> Statement:
    return Statement(DRAWN.id, source, relation, target, key, **more)  # type: ignore[arg-type]


def record(name: str, kind: Kind = Kind.FIRM) -> str:
    return f"{DRAWN.id}#{kind}:{name.lower()}"


def encounter(
    name: str, parties: Iterable[str], kind: Kind = Kind.MEETING, status: Status | None = Status.HELD, **properties: str
) -> list[Statement]:
    """An encounter and its parties, each a firm called by its letter in capitals: `firm:a` is A."""
    place = record(name, kind)
    said = entity(place, kind, name, **properties)
    said += [Statement(DRAWN.id, place, "status", status)] if status else []
    for party in parties:
        said += entity(record(party), Kind.FIRM, party.upper())
        said.append(link(record(party), Relation.TOOK_PART_IN, place, key=Role.PARTNER))
    return said


def linked(*sentences: str) -> Network:
    """What is linked to what: `linked("firm:a MEMBER_OF pole:p")`; names are written as in the ids."""
    said: list[Statement] = []
    for source, relation, target in (sentence.split() for sentence in sentences):
        (kind, _, name), (other_kind, _, other) = source.partition(":"), target.partition(":")
        ends = record(name, Kind(kind)), record(other, Kind(other_kind))
        said += [*entity(ends[0], kind, name), *entity(ends[1], other_kind, other)]
        said.append(link(ends[0], Relation(relation), ends[1]))
    return network(*said)


def met(*groups: Iterable[str], alone: Iterable[str] = (), kind: Kind = Kind.MEETING) -> Network:
    """Firms that took part in the same meetings: each group is one; `alone` adds firms that met nobody."""
    said = [one for n, group in enumerate(groups) for one in encounter(f"Meeting {n}", group, kind)]
    said += [one for name in alone for one in entity(record(name), Kind.FIRM, name.upper())]
    return network(*said)
