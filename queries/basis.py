"""On what a number rests: which network, seen by whom and when, how much of what is declared it names, which method."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from graph.network import Network
from queries.named import named_of_declared


@dataclass(frozen=True, slots=True)
class Basis:
    """The basis of an answer; it goes with every table that leaves the program.

    Attributes:
        network: content hash of the network's entities, links and declared counts.
        entities, links, encounters: how many the network holds.
        counted: how many of its links count with these statuses.
        undated: encounters and links whose date does not decide, with an as-of date.
        named, declared: of what documents declare, how many they name.
        method: by language.
        parameters: of the query, the usual ones included.
        version: of the method; a cached answer of another version is no answer.
        notes: what else limits the answer, as (French, English).
    """

    query: str
    network: str
    viewer: str
    as_of: str | None
    sure: str
    statuses: tuple[str, ...] | None
    entities: int
    links: int
    encounters: int
    counted: int
    undated: int
    named: int
    declared: int
    method: Mapping[str, str]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    version: int = 1
    notes: tuple[tuple[str, str], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The basis as plain values, for JSON."""
        made = asdict(self)
        made["statuses"] = None if self.statuses is None else list(self.statuses)
        made["notes"] = [list(note) for note in self.notes]
        return made

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Basis":
        """The basis again, from what `as_dict` gave."""
        statuses = values["statuses"]
        notes = tuple((str(fr), str(en)) for fr, en in values["notes"])
        return cls(**{**values, "statuses": None if statuses is None else tuple(statuses), "notes": notes})

    def sentence(self, language: str) -> str:
        """The basis in one line."""
        return " · ".join(part for part in (_french if language == "fr" else _english)(self) if part)


def basis(
    network: Network, query: str, *, method: Mapping[str, str], parameters: Mapping[str, Any], version: int = 1,
    notes: tuple[tuple[str, str], ...] = (),
) -> Basis:  # fmt: skip
    """The basis of what a query says of a network."""
    named, declared = named_of_declared(network)
    return Basis(
        query, network.content_hash, str(network.viewer), network.as_of, network.sure, network.statuses,
        len(network.entities), len(network.links), len(network.encounters), int(network.links["counts"].sum()),
        network.undated, named, declared, method, dict(parameters), version, notes,
    )  # fmt: skip


def _french(one: Basis) -> list[str]:
    sure = {"possibly": "possiblement", "certainly": "certainement"}[one.sure]
    return [
        f"réseau {one.network}",
        f"au {one.as_of} ({sure})" if one.as_of else "toutes dates",
        f"vu par {one.viewer}",
        f"statuts : {', '.join(one.statuses)}" if one.statuses is not None else "statuts habituels",
        f"{one.entities} entités, {one.links} liens dont {one.counted} comptent, {one.encounters} rencontres",
        f"{one.undated} sans date qui décide" if one.as_of else "",
        f"{one.named} nommés sur {one.declared} déclarés" if one.declared else "",
        f"méthode : {one.method['fr']}, version {one.version}",
        _parameters(one, " : "),
        *(note[0] for note in one.notes),
    ]


def _english(one: Basis) -> list[str]:
    return [
        f"network {one.network}",
        f"as of {one.as_of} ({one.sure})" if one.as_of else "all dates",
        f"seen by {one.viewer}",
        f"statuses: {', '.join(one.statuses)}" if one.statuses is not None else "usual statuses",
        f"{one.entities} entities, {one.links} links of which {one.counted} count, {one.encounters} encounters",
        f"{one.undated} without a date that decides" if one.as_of else "",
        f"{one.named} named of {one.declared} declared" if one.declared else "",
        f"method: {one.method['en']}, version {one.version}",
        _parameters(one, ": "),
        *(note[1] for note in one.notes),
    ]


def _parameters(one: Basis, colon: str) -> str:
    return ", ".join(f"{name}{colon}{_plain(value)}" for name, value in one.parameters.items() if value is not None)


def _plain(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
