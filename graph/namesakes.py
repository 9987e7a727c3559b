"""Who comes with statements and bears the name of somebody known, though nothing says that they are one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from graph.differing import differ
from graph.facts import REGISTERS, Facts, facts
from graph.identity import identify
from graph.model import Decision, Statement, Viewer
from graph.projection import Source, known_facts
from graph.resolve import by_record, said_of
from graph.store import Namesake
from graph.vocabulary import ORGANISATIONS

ORGANISATION = "organisation"  # the family


def namesakes(source: Source, touched: Collection[str], statements: Iterable[Statement]) -> tuple[Namesake, ...]:
    """Those that these statements would bring, by name; each with everybody known who bears it."""
    statements = list(statements)
    described = {one.about for one in statements if one.predicate == "kind" and one.value in ORGANISATIONS}
    if not described:
        return ()
    confided = source.confided(Viewer.OWNER).union(touched)
    before = known_facts(source.kept(), confided, source.properties(Viewer.OWNER, confided))
    fresh = described - before.keys()
    if not before or not fresh:
        return ()
    about, _ = by_record(said_of(one, {}) for one in statements if one.about in fresh)
    new = {record: facts(record, those) for record, those in about.items()}
    return _undecided(before, new, source.decided()) if _share_a_name(before.values(), new.values()) else ()


def _share_a_name(known: Iterable[Facts], new: Iterable[Facts]) -> bool:
    """Whether an organisation that comes bears the strict name of one that is known, without asking who is who."""
    coming = {key for one in new if one.family == ORGANISATION for key in one.keys}
    return bool(coming) and any(one.family == ORGANISATION and not coming.isdisjoint(one.keys) for one in known)


def _undecided(
    before: Mapping[str, Facts], new: Mapping[str, Facts], decided: Sequence[Decision]
) -> tuple[Namesake, ...]:
    known = {**before, **new}
    identity = identify(known, decided)
    who = identity.entity_of
    bearers = _bearers(before.values(), who)
    there = {who[record] for record in before if record in who}
    settled = {frozenset((who[one.a], who[one.b])) for one in decided if one.a in who and one.b in who}

    def may_be_one(pair: frozenset[str]) -> bool:
        ours, theirs = ([known[record] for record in identity.groups[end]] for end in pair)
        return pair not in settled and not differ(ours, theirs, exclusive=REGISTERS, country=True, place=True)

    found = {
        Namesake(one.name[0] if one.name else "", who[record], other)
        for record, one in new.items()
        if who[record] not in there
        for key in one.keys
        for other in bearers.get(key, ())
        if may_be_one(frozenset((who[record], other)))
    }
    return tuple(sorted(found))


def _bearers(known: Iterable[Facts], entity_of: Mapping[str, str]) -> dict[str, set[str]]:
    """The organisations that bear each strict name."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in known:
        if one.family == ORGANISATION:
            for key in one.keys:
                found[key].add(entity_of[one.record])
    return found
