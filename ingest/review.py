"""Which organisations may be one: proposals for a person to decide on. Nothing here joins anybody."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import NamedTuple

import pandas as pd

from graph.errors import MaillageError, UnknownEntity
from graph.facts import is_register_id
from graph.identity import REFERENCE
from graph.model import Decision, Viewer
from graph.network import Network
from graph.store import Store
from graph.vocabulary import Verdict
from ingest.candidates import candidates
from ingest.decided import APART, KNOWN_THEN, Decided, decisions, remembering
from ingest.known_names import parties
from ingest.matching import LOOK, Match, Party, compare, likeness

Told = Callable[[str, str], tuple[str, ...] | None]
COLUMNS = ("a", "b", "name_a", "name_b", "score", "reasons", "verdict", "by", "note")
ROUNDED = 1e-6  # as scores are
AGAINST = ("legal forms differ", "towns differ", "countries differ")


class Proposal(NamedTuple):
    """Two entities that may be one.

    Attributes:
        a, b: their public ids, in order.
        match: how alike they are, and why.
    """

    a: str
    b: str
    match: Match


@dataclass(frozen=True, slots=True)
class Verdicted:
    """What was decided, and whether it is applied: a `same` that joins what is different is suspended.

    Attributes:
        run: the run that wrote it down, "" where all of it was decided so before.
    """

    decisions: tuple[Decision, ...]
    suspended: bool
    run: str


def proposals(store: Store, network: Network, *, least: float = LOOK) -> list[Proposal]:
    """Pairs of organisations that score at least so much, highest first, equal scores in id order.

    Left out: two with different SIRENs, what a person said is different, and what a person was unsure of, unless
    there is evidence now that was not there then.
    """
    known = parties(network)
    decided = Decided.of(store, network)
    told = cache(lambda: public_reasons(store, network))
    found = (Proposal(one.id, other.id, compare(one, other)) for one, other in _worth_comparing(known, least))
    kept = (one for one in found if one.match.score >= least and _is_open(decided.between(one.a, one.b), told))
    return sorted(kept, key=lambda one: (-one.match.score, one.a, one.b))


def public_reasons(store: Store, network: Network) -> Told:
    """What may be remembered of a pair of records: the reasons that the public sees, None where it does not see both.

    A decision is as confidential as its records, and no more: what else speaks for the pair may be confided.
    """
    public = network if network.viewer == Viewer.PUBLIC else Network.read(store)
    by_id = {one.id: one for one in parties(public)}

    def told(a: str, b: str) -> tuple[str, ...] | None:
        try:
            return compare(by_id[public.find(a)], by_id[public.find(b)]).reasons
        except (UnknownEntity, KeyError):
            return None

    return told


def find_match(network: Network, a: str, b: str) -> Match:
    """How alike two organisations are, whatever their score; nothing at all where one has no name."""
    by_id = {one.id: one for one in parties(network)}
    return compare(by_id[a], by_id[b]) if a in by_id and b in by_id else Match(0.0, ())


def as_table(store: Store, network: Network, those: Sequence[Proposal], *, decided: bool = False) -> pd.DataFrame:
    """A review file: what is to be decided, and first, if asked for, what people decided; records, not entities.

    Its reasons are those that the public sees, since they go along with a verdict.
    """
    records = records_of(store, network, {end for one in those for end in (one.a, one.b)})
    told = public_reasons(store, network)
    rows: list[tuple[object, ...]] = []
    if decided:
        table = Decided.of(store, network).table
        people = decisions(table[table["by"] != "rule"])
        rows += [(one.a, one.b, "", "", None, "", one.verdict.value, one.by, one.why) for one in people]
    for one in those:
        a, b = (representative(records[end]) for end in (one.a, one.b))
        names = network.name(one.a), network.name(one.b)
        rows.append((a, b, *names, round(one.match.score, 3), APART.join(told(a, b) or ()), "", "", ""))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def records_of(store: Store, network: Network, entities: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """The records of each entity that a statement the viewer sees is about, sorted."""
    mentions = network.mentions[network.mentions["about"].isin(set(entities))]
    said = store.statements(viewer=network.viewer, ids=list(mentions["statement"]))
    entity_of = dict(zip(mentions["statement"], mentions["about"], strict=True))
    found: dict[str, set[str]] = defaultdict(set)
    for statement, record in zip(said["id"], said["about"], strict=True):
        found[entity_of[statement]].add(record)
    return {entity: tuple(sorted(those)) for entity, those in found.items()}


def representative(records: Iterable[str]) -> str:
    """The record that stands for its entity in a decision: a register's, or else the first that describes it."""
    return min(records, key=lambda record: (not is_register_id(record), REFERENCE in record, record))


def decide(
    store: Store, network: Network, a: str, b: str, verdict: Verdict, *, by: str, why: str = "", at: str = ""
) -> Verdicted:
    """Write down what a person says of two records, or of two entities by any of their records or ids.

    Of two entities every pair that was decided before is decided anew, so that no older word stands against it.

    Raises:
        UnknownEntity: an id that the network does not have.
        MaillageError: both are one entity, and no two of its records are named.
    """
    pairs = _pairs(store, network, a, b)
    if verdict is Verdict.UNSURE and (then := public_reasons(store, network)(*pairs[-1])) is not None:
        why = remembering(why, APART.join(then))
    made = tuple(Decision(one, other, verdict, by, why) for one, other in pairs)
    with store.write("review", at=at) as writer:
        run = writer.id if writer.decide(made).new else ""
    return Verdicted(made, _is_suspended(store, network, made), run)


def last_run(store: Store, network: Network) -> str:
    """The newest run that decided something in a review and is not undone.

    Raises:
        MaillageError: there is none.
    """
    runs = store.runs(viewer=network.viewer)
    mine = runs[(runs["command"] == "review") & (runs["state"] == "done")]
    if mine.empty:
        raise MaillageError("Nothing was decided in a review yet: there is nothing to undo.")
    return str(mine["id"].iloc[-1])


def _pairs(store: Store, network: Network, a: str, b: str) -> list[tuple[str, str]]:
    one, other = network.find(a), network.find(b)
    records = records_of(store, network, {one, other})
    if one == other:
        if a == b or not {a, b} <= set(records[one]):
            raise MaillageError("Both are {}: name two of its records, of {}.", one, tuple(records[one]))
        return [(a, b)]
    before = [(made.a, made.b) for made in Decided.of(store, network).all_between(one, other)]
    ends = (given if given in records[end] else representative(records[end]) for given, end in ((a, one), (b, other)))
    return list(dict.fromkeys([*before, (next(ends), next(ends))]))


def _is_suspended(store: Store, network: Network, made: Sequence[Decision]) -> bool:
    table = store.decisions(viewer=network.viewer)
    suspended = set(decisions(table[table["state"] == "suspended"]))
    return any(one in suspended for one in made)


def _worth_comparing(known: Sequence[Party], least: float) -> Iterator[tuple[Party, Party]]:
    """Pairs of parties, in id order, with an identifier in common or two names alike enough."""
    owner = [position for position, one in enumerate(known) for _ in one.spellings]
    spellings = [spelling for one in known for spelling in one.spellings]
    pairs = {
        (owner[i], owner[j])
        for i, j in candidates(spellings, least=least - ROUNDED)
        if owner[i] != owner[j] and likeness(spellings[i], spellings[j]) >= least - ROUNDED
    }
    for a, b in sorted(pairs | _with_an_identifier_in_common(known)):
        if known[a].family == known[b].family and not _two_firms(known[a], known[b]):
            yield known[a], known[b]


def _with_an_identifier_in_common(known: Sequence[Party]) -> set[tuple[int, int]]:
    holders: dict[str, list[int]] = defaultdict(list)
    for position, one in enumerate(known):
        for identifier in one.identifiers:
            holders[identifier].append(position)
    return {pair for held in holders.values() for pair in combinations(held, 2)}


def _two_firms(one: Party, other: Party) -> bool:
    return bool(one.sirens and other.sirens and not one.sirens & other.sirens)


def _is_open(decision: Decision | None, told: Callable[[], Told]) -> bool:
    """Whether a pair may be proposed: never decided, or unsure and something new, in public, speaks for it."""
    if decision is None:
        return True
    if decision.verdict is not Verdict.UNSURE:
        return False
    _, is_told, then = decision.why.partition(KNOWN_THEN)
    now = told()(decision.a, decision.b) if is_told else None
    return bool(set(now or ()) - set(AGAINST) - set(then.strip().split(APART)))
