"""A meeting day as it is asked for: who comes, who wishes for whom, which pairs may not; and its rules from that."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from graph.errors import Infeasible, WrongValue
from graph.network import Network
from graph.ties import participations, ties
from graph.vocabulary import GROUPS, REFUSALS, Kind, Relation
from queries.fits import Fits
from queries.meeting_worth import Pair, fitting, weights
from queries.parameters import Parameter, count, entities, entity, entity_of, organisation_named, texts
from queries.plan_rules import Rules

CAP, SLOTS = 3, 3
SEPARATOR = "~"  # of the two of a pair: `pole:emc2~cluster:aerospace`
USUAL = (Kind.POLE, Kind.CLUSTER)  # who comes when nobody is named
PAIR = "pole:emc2~firm:amazon"
WITHIN = entity("within", "journée ou groupe", "day or group", (Kind.EVENT, *GROUPS), required=False)
WHO = entities("participants", "participants", "participants")
HOSTS = entities("hosts", "un seul côté (les autres en face)", "one side (the others face it)")
RULES: tuple[Parameter, ...] = (
    texts("wishes", "souhaits (qui~qui)", "wishes (who~whom)", example=PAIR),
    texts("refusals", "refus (qui~qui)", "refusals (who~whom)", example=PAIR),
    count("cap", "rendez-vous au plus", "meetings at most", default=CAP),
    count("floor", "rendez-vous au moins", "meetings at least", default=0, low=0),
    count("slots", "créneaux", "slots", default=SLOTS),
    count("tables", "tables", "tables"),
    texts("away", "absences (qui~créneau)", "absences (who~slot)", example="pole:emc2~2"),
    texts("forbidden", "couples exclus", "pairs that may not meet", example=PAIR),
    texts("required", "couples imposés", "pairs that must meet", example=PAIR),
    texts("previous", "couples du match aller", "pairs of the first leg", example=PAIR),
    texts("leftovers", "souhaits restés de l'aller", "wishes left over from it", example=PAIR),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a day is asked for with, as the parameters say it; pairs as `who~whom`, slots counted from 1.

    That day itself, `within`, is no encounter that participants had before.
    """

    wishes: Sequence[str] = ()
    refusals: Sequence[str] = ()
    cap: int = CAP
    floor: int = 0
    slots: int = SLOTS
    tables: int | None = None
    away: Sequence[str] = ()
    forbidden: Sequence[str] = ()
    required: Sequence[str] = ()
    previous: Sequence[str] = ()
    leftovers: Sequence[str] = ()
    within: str | None = None


@dataclass(frozen=True, eq=False)
class Day:
    """A day ready to be planned.

    Attributes:
        wishes: who wishes to meet whom, sorted, whether both come or not.
        barred: why two may not meet: `refused`, `competitors`, `forbidden`, `met_before`, `same_side`.
        already: how many encounters two had before.
        required: pairs that who plans imposed.
    """

    network: Network
    rules: Rules
    fits: Fits
    wishes: tuple[Pair, ...]
    barred: Mapping[Pair, str]
    already: Mapping[Pair, int] = field(default_factory=dict)
    required: frozenset[Pair] = frozenset()

    def name(self, who: int) -> str:
        return self.network.name(self.rules.participants[who])


def day(network: Network, participants: Collection[str], hosts: Collection[str], asked: Asked) -> Day:
    """The day of these participants, each an id.

    Raises:
        UnknownEntity: a pair names somebody whom the viewer's network does not have.
        ValueError: a pair, a slot or a number that says nothing.
        Infeasible: a pair that must and may not meet.
    """
    _check_numbers(asked)
    who = sorted(set(participants))
    wishes = pairs_named(network, "wishes", asked.wishes)
    refused = {sorted_pair(pair) for pair in pairs_named(network, "refusals", asked.refusals)}
    required = _of_the_day(network, "required", asked.required, who)
    barred = _barred(network, who, hosts, asked, refused, required)
    already = _already(network, who, asked.within)
    fits = fitting(network)
    a, b = np.triu_indices(len(who), 1)
    ids = np.array(who, dtype=object)
    may = np.array([pair not in barred for pair in zip(ids[a], ids[b], strict=True)], dtype=bool)
    pairs = np.column_stack([a, b])
    some = [(str(ids[one]), str(ids[other])) for one, other in pairs[may]]
    left = {sorted_pair(pair) for pair in pairs_named(network, "leftovers", asked.leftovers)}
    wished = np.array([sum(way in wishes for way in (pair, pair[::-1])) for pair in some], dtype=int)
    rules = Rules(
        tuple(who), np.full(len(who), asked.cap), np.full(len(who), asked.floor), asked.slots,
        asked.tables or max(len(who) // 2, 1), _away(network, asked, who), pairs[may],
        weights(fits, who, pairs[may], wished, some, already),
        (np.array([pair in left for pair in some], dtype=int), (wished == 2).astype(int)),
        np.array([pair in required for pair in some], dtype=bool),
        pairs[[barred.get(pair, "same_side") != "same_side" for pair in zip(ids[a], ids[b], strict=True)]],
    )  # fmt: skip
    return Day(network, rules, fits, tuple(sorted(wishes)), barred, already, frozenset(required))


def coming(
    network: Network, within: str | None, participants: Sequence[str] | None, hosts: Sequence[str] | None
) -> list[str]:  # fmt: skip
    """Who comes: those named and the hosts, and those of a day or a group; of neither, all poles and clusters.

    Raises:
        UnknownEntity: the viewer's network has no such entity.
        ValueError: it is no event and no group, or somebody named is no organisation.
    """
    named = {organisation_named(network, one) for one in (*(participants or ()), *(hosts or ()))}
    if within is not None:
        named |= _inside(network, entity_of(WITHIN, network, within))
    elif not participants:
        known = network.entities
        named |= set(known.loc[known["kind"].isin(USUAL), "id"])
    return sorted(named)


def _inside(network: Network, place: str) -> set[str]:
    """Participants of an event and members of a group, refusals apart: who is announced comes too."""
    links = network.links
    links = links[(links["target"] == place) & ~links["status"].isin(REFUSALS)]
    links = links[links["relation"].isin([Relation.TOOK_PART_IN, Relation.MEMBER_OF])]
    return {str(one) for one in links["source"]} & set(network.organisations["id"])


def _check_numbers(asked: Asked) -> None:
    tables = 1 if asked.tables is None else asked.tables
    for option, number in (("cap", asked.cap), ("slots", asked.slots), ("tables", tables)):
        if number < 1:
            raise WrongValue("--{}: a day needs at least 1, not {}.", option, number)


def sorted_pair(pair: Pair) -> Pair:
    return pair if pair[0] < pair[1] else (pair[1], pair[0])


def pairs_named(network: Network, option: str, texts: Iterable[str] | None) -> set[Pair]:
    """Pairs as they are written, by ids."""
    found = set()
    for text in texts or ():
        first, between, second = text.partition(SEPARATOR)
        if not between or not first.strip() or not second.strip():
            raise WrongValue("--{}: write two participants as {}, not '{}'.", option, PAIR, text)
        pair = organisation_named(network, first.strip()), organisation_named(network, second.strip())
        if pair[0] == pair[1]:
            raise WrongValue("--{}: '{}' names one and the same organisation twice.", option, text)
        found.add(pair)
    return found


def _of_the_day(network: Network, option: str, texts: Sequence[str], who: Collection[str]) -> set[Pair]:
    """Pairs of which both come, either end first."""
    found = pairs_named(network, option, texts)
    for one in sorted({end for pair in found for end in pair} - set(who)):
        raise WrongValue(
            "--{}: {} does not come: name it among --participants, or leave the pair out.", option, network.name(one)
        )
    return {sorted_pair(pair) for pair in found}


def _barred(
    network: Network, who: Sequence[str], hosts: Collection[str], asked: Asked, refused: set[Pair], required: set[Pair]
) -> dict[Pair, str]:
    """Why two may not meet; a pair of the first leg may when it must."""
    before = {sorted_pair(pair) for pair in pairs_named(network, "previous", asked.previous)} - required
    forbidden = {sorted_pair(pair) for pair in pairs_named(network, "forbidden", asked.forbidden)}
    rivals = network.counting(Relation.COMPETES_WITH)
    competitors = {sorted_pair(pair) for pair in zip(rivals["source"], rivals["target"], strict=True)}
    sides = {one: one in set(hosts) for one in who}
    same = {pair for pair in _couples(who) if sides[pair[0]] == sides[pair[1]]} if hosts else set()
    barred: dict[Pair, str] = {}
    for why, those in (
        ("same_side", same), ("met_before", before), ("competitors", competitors), ("forbidden", forbidden),
        ("refused", refused),
    ):  # fmt: skip
        barred |= dict.fromkeys(those, why)
    for pair in sorted(required & barred.keys()):
        raise Infeasible(
            "{} and {} must meet and may not ({}): take the pair out of one of the two.",
            network.name(pair[0]), network.name(pair[1]), barred[pair],
        )  # fmt: skip
    return barred


def _couples(who: Sequence[str]) -> Iterable[Pair]:
    return ((one, other) for n, one in enumerate(who) for other in who[n + 1 :])


def _away(network: Network, asked: Asked, who: Sequence[str]) -> frozenset[tuple[int, int]]:
    found = set()
    for text in asked.away or ():
        first, _, slot = text.rpartition(SEPARATOR)
        if not first or not slot.strip().isdigit() or not 1 <= int(slot) <= asked.slots:
            raise WrongValue(
                "--away: write a participant and a slot from 1 to {} as pole:emc2~1, not '{}'.", asked.slots, text
            )
        one = organisation_named(network, first.strip())
        if one in who:
            found.add((who.index(one), int(slot) - 1))
    return frozenset(found)


def _already(network: Network, who: Collection[str], within: str | None) -> dict[Pair, int]:
    """How many encounters two had, but for the day that is planned itself."""
    rows = ties(network)
    rows = rows[rows["source"].isin(who) & rows["target"].isin(who)]
    parties = participations(network)
    there = set(parties.loc[parties["encounter"] == (network.find(within) if within else ""), "organisation"])
    found = {
        (str(a), str(b)): int(often) - int({a, b} <= there)
        for a, b, often in zip(rows["source"], rows["target"], rows["encounters"], strict=True)
    }
    return {pair: often for pair, often in found.items() if often}


def as_table(day: Day, couples: Sequence[Pair]) -> pd.DataFrame:
    """These pairs by ids and names, with what they are worth, whether a rule keeps them apart or not."""
    wishes = set(day.wishes)
    made = pd.DataFrame(list(couples), columns=["a", "b"], dtype="string")
    return made.assign(
        a_name=made["a"].map(day.network.name), b_name=made["b"].map(day.network.name), weight=_worths(day, couples),
        a_wishes=[pair in wishes for pair in couples], b_wishes=[pair[::-1] in wishes for pair in couples],
        already=[day.already.get(pair, 0) for pair in couples], imposed=[pair in day.required for pair in couples],
    )  # fmt: skip


def imposed_on(day: Day, pairs: Collection[Pair]) -> Day:
    """The same day, of which it is said that these pairs were imposed; no rule comes of it."""
    return replace(day, required=frozenset(sorted_pair(pair) for pair in pairs))


def worth(day: Day, couples: Sequence[Pair]) -> dict[Pair, int]:
    """What a meeting of each of these pairs is worth, whether a rule keeps them apart or not."""
    return {pair: int(value) for pair, value in zip(couples, _worths(day, couples), strict=True)}


def _worths(day: Day, couples: Sequence[Pair]) -> np.ndarray:
    who = sorted({one for pair in couples for one in pair})
    place = {one: n for n, one in enumerate(who)}
    pairs = np.array([[place[a], place[b]] for a, b in couples], dtype=int).reshape(-1, 2)
    wishes = set(day.wishes)
    wished = np.array([sum(way in wishes for way in (pair, pair[::-1])) for pair in couples], dtype=int)
    return weights(day.fits, who, pairs, wished, couples, day.already)


def couples_of(day: Day, pairs: np.ndarray) -> list[Pair]:
    """Pairs of the rules, by their ids."""
    ids = day.rules.participants
    return [(ids[a], ids[b]) for a, b in day.rules.pairs[pairs].tolist()]
