"""What people have decided so far, between the entities of one network."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from graph.errors import UnknownEntity
from graph.model import Decision
from graph.network import Network
from graph.store import Store
from graph.vocabulary import Verdict

KNOWN_THEN = "known then:"  # in the why of `unsure`: only what is not listed there is new evidence
APART = "; "


@dataclass(frozen=True, eq=False)
class Decided:
    """Decisions that the network's viewer sees.

    Attributes:
        table: all of them, as the store gives them, the rules' and the suspended ones too.
        people: those of people, by the two entities (in order) they stand between, oldest first.
    """

    table: pd.DataFrame
    people: Mapping[tuple[str, str], tuple[Decision, ...]]

    @classmethod
    def of(cls, store: Store, network: Network) -> "Decided":
        table = store.decisions(viewer=network.viewer)
        entity_of = _entities(network, {*table["a"], *table["b"]})
        people: dict[tuple[str, str], tuple[Decision, ...]] = {}
        for one in decisions(table[table["by"] != "rule"]):
            a, b = sorted((entity_of.get(one.a, ""), entity_of.get(one.b, "")))
            if a and a != b:
                people[a, b] = (*people.get((a, b), ()), one)
        return cls(table, people)

    def between(self, a: str, b: str) -> Decision | None:
        """The newest decision of a person between two entities."""
        return self.all_between(a, b)[-1] if self.all_between(a, b) else None

    def all_between(self, a: str, b: str) -> tuple[Decision, ...]:
        """Every decision of a person between two entities, oldest first."""
        return self.people.get((min(a, b), max(a, b)), ())


def decisions(table: pd.DataFrame) -> list[Decision]:
    """The rows of a table of decisions as records."""
    rows = table[["a", "b", "verdict", "by", "why"]].fillna("")
    return [Decision(a, b, Verdict(verdict), by, why) for a, b, verdict, by, why in rows.itertuples(index=False)]


def remembering(why: str, reasons: str) -> str:
    """The why of an `unsure`, with the evidence that there was.

    >>> remembering("I shall ask", "same name; towns differ")
    'I shall ask · known then: same name; towns differ'
    """
    told = why.partition(KNOWN_THEN)[0].strip(" ·")
    return " ".join(filter(None, (told, "·" if told else "", KNOWN_THEN, reasons)))


def _entities(network: Network, records: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for record in sorted(records):
        try:
            found[record] = network.find(record)
        except UnknownEntity:  # a reference that is nobody
            continue
    return found
