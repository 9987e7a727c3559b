"""What cannot all be so of who is who: shown, never applied."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from graph.facts import is_register_id
from graph.names import is_acronym
from graph.network import Network
from graph.resolve import SEPARATOR
from graph.store import Store
from graph.vocabulary import Verdict
from ingest.decided import Decided
from ingest.known_names import parties
from ingest.matching import CLEARLY_DIFFERENT, Party, Rarity, Spelling, likeness


class Contradiction(NamedTuple):
    """Two records, or two entities, and why they are at odds.

    Attributes:
        issue: `suspended` (somebody's `same` that joins what is known to be different), `two_names` (one identifier,
            names clearly different), `two_sirens` (of one entity), `shared_identifier` (of two entities).
    """

    issue: str
    a: str
    b: str
    what: str


def contradictions(store: Store, network: Network) -> list[Contradiction]:
    """Every contradiction that the network's viewer can see, sorted."""
    decided = Decided.of(store, network)
    found = [
        *_suspended(decided),
        *_two_sirens(network),
        *_shared(network, decided),
        *_two_names(store, network, decided),
    ]
    return sorted(found)


def _suspended(decided: Decided) -> Iterator[Contradiction]:
    rows = decided.table[decided.table["state"] == "suspended"]
    for a, b, by, why in zip(rows["a"], rows["b"], rows["by"], rows["why"], strict=True):
        yield Contradiction("suspended", a, b, " · ".join(filter(None, (by, why))))


def _two_sirens(network: Network) -> Iterator[Contradiction]:
    for entity, identifiers in _identifiers(network):
        sirens = [one for one in identifiers if one.startswith("siren:")]
        if len(sirens) > 1:
            yield Contradiction("two_sirens", entity, entity, ", ".join(sirens))


def _shared(network: Network, decided: Decided) -> Iterator[Contradiction]:
    """Identifiers that two entities have: something else keeps them apart, and nobody has said what."""
    holders: dict[str, list[str]] = defaultdict(list)
    for entity, identifiers in _identifiers(network):
        for identifier in filter(is_register_id, identifiers):
            holders[identifier].append(entity)
    for identifier, entities in holders.items():
        for a, b in combinations(entities, 2):
            if decided.between(a, b) is None:
                yield Contradiction("shared_identifier", a, b, identifier)


def _identifiers(network: Network) -> Iterator[tuple[str, list[str]]]:
    rows = network.entities[["id", "identifiers"]].dropna()
    for entity, text in zip(rows["id"], rows["identifiers"], strict=True):
        yield entity, str(text).split(SEPARATOR)


def _two_names(store: Store, network: Network, decided: Decided) -> Iterator[Contradiction]:
    """Entities with an identifier to which documents give names that are no spellings of one."""
    suspects = [one for one in parties(network) if any(map(is_register_id, one.identifiers)) and _is_torn(one)]
    rarity = Rarity.of(spelling.name for one in suspects for spelling in one.spellings)
    for entity, sides in _sides(store, network, [one.id for one in suspects]).items():
        names = [(side, [Spelling.of(name, rarity) for name in sorted(those)]) for side, those in sorted(sides.items())]
        for (one, ours), (other, theirs) in combinations(names, 2):
            if not (_settled(decided, one[0], other[0]) or any(_is_spelling(a, b) for a in ours for b in theirs)):
                yield Contradiction("two_names", one[0], other[0], f"{entity}: {ours[0].name} / {theirs[0].name}")
                break


def _settled(decided: Decided, a: str, b: str) -> bool:
    """Whether a person has said that two records are the same, whatever they are called."""
    rows = decided.table
    said = rows[(rows["by"] != "rule") & (rows["verdict"] == Verdict.SAME.value) & (rows["state"] == "holds")]
    return bool((said["a"].isin((a, b)) & said["b"].isin((a, b))).any())


def _is_spelling(a: Spelling, b: Spelling) -> bool:
    """Whether two names may be spellings of one, or one the acronym of the other."""
    short, name = sorted((a.name, b.name), key=len)
    return likeness(a, b) >= CLEARLY_DIFFERENT or is_acronym(short, name)


def _is_torn(one: Party) -> bool:
    first, *others = one.spellings
    return not all(_is_spelling(first, other) for other in others)


def _sides(store: Store, network: Network, entities: Iterable[str]) -> Mapping[str, Mapping[tuple[str, str], set[str]]]:
    """For each entity the names, aliases included, that each (record, document) gives it."""
    mentions = network.mentions[network.mentions["about"].isin(set(entities))]
    said = store.statements(viewer=network.viewer, ids=list(mentions["statement"]))
    said = said[said["predicate"].isin(["name", "alias"])]
    entity_of = dict(zip(mentions["statement"], mentions["about"], strict=True))
    found: dict[str, dict[tuple[str, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    for one, record, document, name in zip(said["id"], said["about"], said["document"], said["value"], strict=True):
        found[entity_of[one]][record, document].add(name)
    return found
