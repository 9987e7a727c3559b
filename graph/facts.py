"""What is known of one record before anybody asks who is who: its statements, and of these what identity rests on."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from graph.names import strict_key, town
from graph.vocabulary import ENCOUNTERS, ORGANISATIONS

REGISTERS: tuple[str, ...] = (
    "siren", "rna", "rnsr", "ror", "pic", "wikidata", "lei", "isni", "cordis", "cordis-rcn", "insee", "nuts",
)  # fmt: skip
CLASS_OF = {
    str(kind): "organisation" if kind in ORGANISATIONS else "encounter" for kind in (*ORGANISATIONS, *ENCOUNTERS)
}


class Said(NamedTuple):
    """What resolving needs of a statement.

    Attributes:
        said: the day on which it was said, or its document published; "" if neither is known.
    """

    id: str
    document: str
    about: str
    predicate: str
    value: str
    key: str
    status: str | None
    valid: str | None
    qualifiers: tuple[tuple[str, str], ...]
    said_by: str | None
    said: str
    confidence: float
    correction: bool

    @property
    def rank(self) -> tuple[bool, float, str, str]:
        """Of several values the highest is shown: a correction, then confidence, then said latest, then id."""
        return self.correction, self.confidence, self.said, self.id


class Facts(NamedTuple):
    """What identity rests on, of one record. A record without `kind` is no entity of its own.

    Attributes:
        kind, name: the best value and its rank, or None.
        reference: the name by which a reference calls its target, else "".
        keys: strict keys of its names and aliases.
    """

    record: str
    document: str
    kind: tuple[str, tuple[bool, float, str, str]] | None
    name: tuple[str, tuple[bool, float, str, str]] | None
    reference: str
    keys: tuple[str, ...]
    identifiers: tuple[str, ...]
    towns: tuple[str, ...]
    postcodes: tuple[str, ...]
    countries: tuple[str, ...]

    @property
    def family(self) -> str:
        """`organisation`, `encounter`, or the kind itself: records of two families are never one."""
        return CLASS_OF.get(self.kind[0], self.kind[0]) if self.kind else ""


def facts(record: str, statements: Sequence[Said]) -> Facts:
    """What the statements about one record say of its identity."""
    values: dict[str, list[Said]] = defaultdict(list)
    for said in statements:
        values[said.predicate].append(said)
    names = [said.value for predicate in ("name", "alias") for said in values[predicate]]
    identifiers = {said.value for said in values["identifier"]} | ({record} if is_register_id(record) else set())
    return Facts(
        record,
        record.partition("#")[0] if "#" in record else "",
        _best(values["kind"]),
        _best(values["name"]),
        max((said.value for said in values["reference"]), default=""),
        _unique(strict_key(name) for name in names),
        tuple(sorted(identifiers)),
        _unique(town(said.value) for said in values["city"]),
        _unique(said.value for said in values["postcode"]),
        _unique(said.value for said in values["country"]),
    )


def is_register_id(record: str) -> bool:
    """Whether the id is a register's (`pic:999997930`), the same in every document."""
    return "#" not in record and record.partition(":")[0] in REGISTERS


def _best(statements: Sequence[Said]) -> tuple[str, tuple[bool, float, str, str]] | None:
    if not statements:
        return None
    best = max(statements, key=lambda said: said.rank)
    return best.value, best.rank


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value}))
