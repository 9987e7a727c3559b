"""Under which names each organisation is known: the table that grows with every decision."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from graph.names import is_acronym, names_within, strict_key, town
from graph.network import Network
from graph.resolve import SEPARATOR
from graph.vocabulary import ORGANISATIONS
from ingest.cells import country
from ingest.faults import CellFault
from ingest.matching import Party, Rarity, Spelling, bare


class KnownName(NamedTuple):
    """A name of an entity.

    Attributes:
        kind: `legal` (the one shown, or one with a legal form), `former` (after `ex-`), `acronym`, or "": a brand,
            a translation, or whatever else documents, or a decision that joined two records, call it.
    """

    entity: str
    name: str
    kind: str


def known_names(network: Network) -> list[KnownName]:
    """The alias table: the names of every organisation, entities in id order, the name shown first.

    What two records were called before somebody decided that they are one stays a name of that one.
    """
    rows = network.entities[network.entities["kind"].isin(ORGANISATIONS)].fillna({"name": "", "aliases": ""})
    called = {
        entity: (shown, _split(more))
        for entity, shown, more in zip(*_texts(rows, "id", "name", "aliases"), strict=True)
    }
    shared = _shared({entity: (shown, *others) for entity, (shown, others) in called.items()})
    return [
        KnownName(entity, name, kind)
        for entity, (shown, others) in called.items()
        for name, kind in _names(shown, others, shared)
    ]


def parties(network: Network) -> list[Party]:
    """Every organisation with a name as it is compared, in id order."""
    table = known_names(network)
    rarity = Rarity.of(one.name for one in table)
    spellings: dict[str, list[Spelling]] = {}
    for one in table:
        spellings.setdefault(one.entity, []).append(Spelling.of(one.name, rarity))
    rows = network.entities[network.entities["id"].isin(spellings)]
    columns = _texts(rows.fillna(dict.fromkeys(PLACES, "")), "id", "kind", *PLACES)
    return [
        Party(entity, kind, tuple(spellings[entity]), _several(held), _several(town(city)), _several(where))
        for entity, kind, held, city, where in zip(*columns, strict=True)
    ]


PLACES = ("identifiers", "city", "country")


def _texts(rows: pd.DataFrame, *columns: str) -> Iterator[list[str]]:
    return (rows[column].tolist() for column in columns)


def _names(shown: str, others: Sequence[str], shared: Collection[str]) -> Iterator[tuple[str, str]]:
    """Each name once, spellings of one left out, with its kind."""
    found: dict[tuple[str, frozenset[str]], tuple[str, str]] = {}
    for name in ([shown] if shown else []) + list(others):
        for spelled, kind in ((name, _kind(name, shown)), *_within(name, shared)):
            found.setdefault((strict_key(spelled), bare(spelled)[1]), (spelled, kind))
    yield from found.values()


def _within(name: str, shared: Collection[str]) -> Iterator[tuple[str, str]]:
    """The names that a name holds; none where parentheses tell two of one name apart: a country, `(Holding)`."""
    (outside, _), *parts = names_within(name)
    if parts and all(kind or not (strict_key(part) in shared or _is_country(part)) for part, kind in parts):
        yield outside, ""
        yield from parts


def _is_country(text: str) -> bool:
    try:
        return bool(country(text))
    except CellFault:
        return False


def _shared(table: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Keys of what stands in parentheses in the names of several entities."""
    keys = Counter(
        key for names in table.values() for key in {strict_key(p) for n in names for p, _ in names_within(n)[1:]}
    )
    return frozenset(key for key, entities in keys.items() if entities > 1)


def _kind(name: str, shown: str) -> str:
    if is_acronym(name, shown):
        return "acronym"
    return "legal" if name == shown or bare(name)[1] else ""


def _split(text: str) -> list[str]:
    return text.split(SEPARATOR) if text else []


def _several(text: str) -> frozenset[str]:
    return frozenset(_split(text))
