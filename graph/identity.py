"""Who is who: which records are one entity, by people's decisions and by the few rules that may decide alone.

Rules decide `same` only for: an equal valid identifier; an equal strict name with the same town or
postcode; an equal strict name of a kind whose names are unique by nature; a row that merely refers to
an organisation by a name that exactly one known organisation bears. Never when something contradicts.
Everything is derived from what one viewer sees, each time anew: nothing here is stored.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.differing import differ
from graph.facts import REGISTERS, Facts, is_register_id
from graph.model import Decision
from graph.names import slug, strict_key
from graph.vocabulary import UNIQUE_BY_NAME, Verdict

REFERENCE = "#?"
UNDATED = "~"  # after every day
KEYED = ":="  # before the key that a row has of its own: `doc:map#firm:=42`


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is who.

    Attributes:
        entity_of: the public id of each record that is an entity or refers to one.
        groups: the records of each public id, sorted.
        derived: what the rules decided, with their reason.
        suspended: people's `same` that would have joined what is known to be different.
        bearers: for each reference that joined nothing, the public ids that bear the name.
        also: for each public id, other ids by which it can be found.
    """

    entity_of: dict[str, str]
    groups: dict[str, tuple[str, ...]]
    derived: tuple[Decision, ...]
    suspended: tuple[Decision, ...]
    bearers: dict[str, tuple[str, ...]]
    also: dict[str, tuple[str, ...]]


def identify(known: Mapping[str, Facts], decisions: Iterable[Decision]) -> Identity:
    """Join records into entities. `decisions` oldest first; those on records not `known` do not exist."""
    groups = _Groups(known, _holding(known, decisions))
    suspended = tuple(groups.people())
    derived = [*groups.rule(_by_identifier, "identifier"), *groups.rule(_by_place, "name and place")]
    derived += groups.rule(_by_unique_name, "name of a kind whose names are unique")
    bearers, named = groups.references()
    return _identity(known, groups, tuple(derived + named), suspended, bearers)


class _Groups:
    """Records joined so far: union-find that knows what may not come together."""

    def __init__(self, known: Mapping[str, Facts], decisions: Sequence[Decision]) -> None:
        self.known = known
        self.decisions = decisions
        self.root: dict[str, str] = {}
        self.members: dict[str, list[str]] = {}
        self.apart: dict[str, set[str]] = defaultdict(set)
        self.doubted: dict[str, set[str]] = defaultdict(set)
        for decision in decisions:
            table = {Verdict.DIFFERENT: self.apart, Verdict.UNSURE: self.doubted}.get(decision.verdict)
            if table is not None:
                table[decision.a].add(decision.b)
                table[decision.b].add(decision.a)

    def of(self, record: str) -> str:
        return self.root.get(record, record)

    def group(self, record: str) -> list[str]:
        return self.members.get(self.of(record), [record])

    def join(self, a: str, b: str) -> None:
        keep, lose = sorted((self.of(a), self.of(b)))
        moved = self.members.pop(lose, [lose])
        self.members.setdefault(keep, [keep]).extend(moved)
        self.root.update(dict.fromkeys(moved, keep))

    def people(self) -> Iterator[Decision]:
        """Apply people's `same`, oldest first; give those that contradict, which are not applied."""
        for decision in self.decisions:
            if decision.verdict is Verdict.SAME and self.of(decision.a) != self.of(decision.b):
                if self.contradicts(decision.a, decision.b, exclusive=("siren",)):
                    yield decision
                else:
                    self.join(decision.a, decision.b)

    def rule(self, buckets: "_Buckets", why: str) -> list[Decision]:
        """Join what one rule finds equal, unless something contradicts or a person doubts it."""
        made = []
        for records in buckets(self.known):
            apart: list[str] = []  # one of each group met so far
            for record in records:
                made += (joined := self.first_join(apart, record, why))
                if not joined and all(self.of(record) != self.of(other) for other in apart):
                    apart.append(record)
        return made

    def first_join(self, others: Sequence[str], record: str, why: str) -> list[Decision]:
        """Join the record to the first of the others to which nothing forbids it."""
        return next((made for other in others if (made := self.join_by_rule(other, record, why))), [])

    def join_by_rule(self, a: str, b: str, why: str) -> list[Decision]:
        place = why != "identifier"
        if self.of(a) == self.of(b) or self.meet(self.doubted, a, b):
            return []
        if self.contradicts(a, b, exclusive=REGISTERS, country=True, place=place) or (place and self.two_rows(a, b)):
            return []
        self.join(a, b)
        return [Decision(a, b, Verdict.SAME, "rule", why)]

    def meet(self, pairs: Mapping[str, set[str]], a: str, b: str) -> bool:
        """Whether a pair of these records stands between the two groups."""
        others = set(self.group(b))
        return any(pairs[record] & others for record in self.group(a) if record in pairs)

    def contradicts(
        self, a: str, b: str, *, exclusive: Sequence[str], country: bool = False, place: bool = False
    ) -> bool:
        """Whether the two groups cannot be one: kept apart, of two families, identifiers or places that differ."""
        ours, theirs = ([self.known[record] for record in self.group(end)] for end in (a, b))
        return self.meet(self.apart, a, b) or differ(ours, theirs, exclusive=exclusive, country=country, place=place)

    def two_rows(self, a: str, b: str) -> bool:
        """Whether one document tells the two apart by keys of its own: homonyms in it stay two."""
        ours, theirs = ({self.known[one].document for one in self.group(end) if KEYED in one} for end in (a, b))
        return bool(ours & theirs)

    def references(self) -> tuple[dict[str, tuple[str, ...]], list[Decision]]:
        """Join each reference to the one entity that bears its name, its own document's first."""
        waiting = [one for one in self.known.values() if one.reference and not self._is_entity(one.record)]
        named = _bearers(self.known) if waiting else {}
        dangling: dict[str, tuple[str, ...]] = {}
        made: list[Decision] = []
        for one in sorted(waiting):
            found = self._bearing(one, named)
            joined = self.join_by_rule(found[0], one.record, "the one that bears the name") if len(found) == 1 else []
            made += joined
            if not joined:
                dangling[one.record] = tuple(found)
        return dangling, made

    def _is_entity(self, record: str) -> bool:
        return any(self.known[member].kind for member in self.group(record))

    def _bearing(self, one: Facts, named: Mapping[str, list[str]]) -> list[str]:
        family = one.record.partition(REFERENCE)[2].partition(":")[0] or "organisation"
        records = [
            record
            for key in (strict_key(one.reference), one.reference)
            for record in named.get(key, ())
            if family in ("any", self.known[record].family, self.known[record].kind[0])  # type: ignore[index]
        ]
        own = [record for record in records if self.known[record].document == one.document]
        return sorted({min(self.group(record)) for record in own or records})


_Buckets = Callable[[Mapping[str, Facts]], Iterator[list[str]]]


def _by_identifier(known: Mapping[str, Facts]) -> Iterator[list[str]]:
    return _shared(known, lambda one: one.identifiers)


def _by_place(known: Mapping[str, Facts]) -> Iterator[list[str]]:
    return _shared(known, _places)


def _places(one: Facts) -> Iterator[tuple[str, str, str]]:
    for key in one.keys:
        for place in (*one.towns, *one.postcodes):
            yield one.family, key, place


def _by_unique_name(known: Mapping[str, Facts]) -> Iterator[list[str]]:
    return _shared(known, lambda one: ((one.kind[0], key) for key in one.keys) if _is_unique(one) else ())  # type: ignore[index]


def _is_unique(one: Facts) -> bool:
    return one.kind is not None and one.kind[0] in UNIQUE_BY_NAME


def _shared(known: Mapping[str, Facts], tokens: Callable[[Facts], Iterable[object]]) -> Iterator[list[str]]:
    """Records that share a token, in record order, tokens in the order of their first record."""
    buckets: dict[object, list[str]] = defaultdict(list)
    for record in sorted(known):
        if known[record].kind:
            for token in tokens(known[record]):
                buckets[token].append(record)
    return (records for records in buckets.values() if len(records) > 1)


def _bearers(known: Mapping[str, Facts]) -> dict[str, list[str]]:
    """Records by the strict keys of their names, and by the id that their name alone would give."""
    named: dict[str, list[str]] = defaultdict(list)
    for one in known.values():
        if one.kind:
            for key in {*one.keys, _slug_id(one), one.record}:
                named[key].append(one.record)
    return named


def doubted(entity_of: Mapping[str, str], decisions: Iterable[Decision]) -> list[tuple[str, str]]:
    """Pairs of entities of which a person is unsure whether they are one, sorted; `decisions` oldest first."""
    unsure = (one for one in _holding(entity_of, decisions) if one.verdict is Verdict.UNSURE)
    pairs = {(min(ends), max(ends)) for one in unsure if (ends := (entity_of[one.a], entity_of[one.b]))}
    return sorted((a, b) for a, b in pairs if a != b)


def _holding(known: Collection[str], decisions: Iterable[Decision]) -> list[Decision]:
    """The newest decision on each pair of known records, oldest first."""
    newest: dict[tuple[str, str], Decision] = {}
    for decision in decisions:
        if decision.a in known and decision.b in known:
            pair = (min(decision.a, decision.b), max(decision.a, decision.b))
            newest.pop(pair, None)
            newest[pair] = decision
    return list(newest.values())


def _identity(
    known: Mapping[str, Facts], groups: _Groups, derived: tuple[Decision, ...], suspended: tuple[Decision, ...],
    bearers: Mapping[str, tuple[str, ...]],
) -> Identity:  # fmt: skip
    public: dict[str, str] = {}  # by the least record of a group
    records_of: dict[str, tuple[str, ...]] = {}
    also: dict[str, tuple[str, ...]] = {}
    taken: dict[str, int] = {}
    for those in _oldest_first(known, groups):
        found = _public_id(those, known, taken)
        public[those[0].record] = found
        records_of[found] = tuple(one.record for one in those)
        also[found] = _also(those, found)
    entity_of = {member: found for found, members in records_of.items() for member in members}
    named = {ref: tuple(public[groups.of(record)] for record in found) for ref, found in bearers.items()}
    return Identity(entity_of, records_of, derived, suspended, named, also)


def _oldest_first(known: Mapping[str, Facts], groups: _Groups) -> list[list[Facts]]:
    """The records of each entity, sorted; the entities in the order in which they were first spoken of, then by record.

    So whoever comes later with a name that somebody bears takes no id away, whatever its document is called.
    """
    found = [
        [known[one] for one in sorted(groups.group(record))] for record in sorted(known) if groups.of(record) == record
    ]
    return sorted((those for those in found if any(one.kind for one in those)), key=_first_spoken_of)


def _first_spoken_of(those: Sequence[Facts]) -> str:
    days = (pair[1][2] for one in those for pair in (one.kind, one.name) if pair)
    return min(filter(None, days), default=UNDATED)


def _public_id(those: Sequence[Facts], known: Mapping[str, Facts], taken: dict[str, int]) -> str:
    """The best register id, otherwise `kind:slug` of the name shown, numbered where it is taken.

    A register id that another group has too, because something keeps the two apart, is the one's of which it is a
    record, or else the first's.
    """
    records = {one.record for one in those}
    registered = {found for one in those for found in one.identifiers if is_register_id(found)}
    free = [found for found in registered if found not in taken and (found in records or found not in known)]
    if free:
        best = min(free, key=lambda found: (REGISTERS.index(found.partition(":")[0]), found))
        taken[best] = 1
        return best
    wanted = f"{_shown(those, 'kind')}:{slug(_shown(those, 'name') or those[-1].record.rpartition(':')[2])}"
    return _free(wanted, taken)


def _free(wanted: str, taken: dict[str, int]) -> str:
    """The id, numbered if it is taken: by a homonym, or by one whose name ends in that very number."""
    found, number = wanted, taken.get(wanted, 0)
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    taken[wanted] = max(number, 1)
    taken.setdefault(found, 1)
    return found


def _shown(those: Sequence[Facts], what: str) -> str:
    best = max((pair[::-1] for one in those if (pair := getattr(one, what))), default=None)
    return best[1] if best else ""


def _also(those: Sequence[Facts], public: str) -> tuple[str, ...]:
    others = {one.record for one in those} | {found for one in those for found in one.identifiers}
    others |= {_slug_id(one) for one in those if one.kind}
    return tuple(sorted(other for other in others if other and other != public and " " not in other))


def _slug_id(one: Facts) -> str:
    return f"{one.kind[0]}:{slug(one.name[0])}" if one.kind and one.name else ""
