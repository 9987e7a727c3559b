"""A trip as it is asked for: who travels, which hosts may be seen, what they would serve; its rules from that."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from graph.errors import WrongValue
from graph.network import Network
from graph.vocabulary import REFUSALS, SURE, Kind, Relation, Role
from queries.parameters import entity_of, organisation_named
from queries.serving import needs, offers_for
from queries.trip_options import (
    ACCEPTANCE,
    PRIORITY,
    TERRITORY,
    VISIT,
    Asked,
    away_from,
    check_numbers,
    positive,
    share,
    valued,
)  # fmt: skip
from queries.visit_rules import FIRST, UNIT, Cover, Trip

MOST = 60  # hosts among whom a plan is made, those that would serve most needs; assumed


@dataclass(frozen=True, eq=False)
class Outing:
    """A trip ready to be planned.

    Attributes:
        group_of: of each delegate its sub-group, from 0.
        known_by: from whom routes to the hosts begin: the delegates, and who organises the visit.
        offers: who would meet which need: `seeker`, `need`, `provider`, `offer`, `closeness`, `group`; possible
            hosts alone, those that may not be seen too.
        wanted: every need of the delegation: `seeker`, `need`.
        excluded: hosts that are in no plan: `declined`, `forbidden`, `competitors`, `never_there`.
        territories: the ids behind the zones of the rules.
        left: how many more came into question.
    """

    network: Network
    trip: Trip
    group_of: Mapping[str, int]
    known_by: frozenset[str]
    offers: pd.DataFrame
    wanted: pd.DataFrame
    excluded: Mapping[str, str]
    priority: Mapping[str, float]
    acceptance: Mapping[str, float]
    territories: tuple[str, ...]
    left: int

    @property
    def groups(self) -> int:
        return self.trip.groups

    def name(self, host: int) -> str:
        return self.network.name(self.trip.hosts[host])


def outing(network: Network, asked: Asked) -> Outing:
    """The trip that is asked for.

    Raises:
        UnknownEntity: the viewer's network has no such entity.
        ValueError: a text, a number or a side that says nothing.
    """
    check_numbers(asked)
    visit = _visit(network, asked)
    delegates = _delegates(network, asked, visit)
    group_of = _groups(network, asked, delegates)
    wanted = needs(network, None)
    wanted = wanted[wanted["seeker"].isin(delegates)].reset_index(drop=True)
    offers = offers_for(network, wanted)
    offers = offers[~offers["provider"].isin(delegates)].reset_index(drop=True)
    candidates, left = _candidates(network, asked, visit, delegates, offers)
    offers = offers[offers["provider"].isin(candidates)].reset_index(drop=True)
    offers = offers.assign(group=offers["seeker"].map(group_of).astype(int))
    required = {organisation_named(network, one) for one in asked.required}
    hosts, there, barred, excluded = _allowed(network, asked, visit, candidates, group_of, required)
    priority = dict.fromkeys(hosts, PRIORITY) | valued(network, "priority", asked.priority, positive)
    acceptance = _likely(visit, hosts) | valued(network, "acceptance", asked.acceptance, share)
    groups = max(group_of.values(), default=0) + 1
    worth, covers = _worth(hosts, groups, offers, barred, priority, acceptance)
    zones, territories = _zones(network, hosts)
    trip = Trip(
        hosts, groups, there, zones, asked.zones or None, _apart(network, hosts), barred,
        np.array([one in required for one in hosts], dtype=bool), worth, covers,
    )  # fmt: skip
    organisers = set(visit.loc[(visit["key"] == Role.ORGANIZER) & ~visit["status"].isin(REFUSALS), "source"])
    known_by = frozenset({*delegates, *organisers} - set(hosts))
    return Outing(
        network, trip, group_of, known_by, offers, wanted, excluded, priority, acceptance, territories, left,
    )  # fmt: skip


def located(network: Network) -> dict[str, set[str]]:
    """Of each organisation or encounter that is located somewhere, its territories."""
    kinds = network.entities.set_index("id")["kind"]
    links = network.counting(Relation.LOCATED_IN)
    links = links[links["target"].map(kinds) == Kind.TERRITORY]
    return {str(one): set(some) for one, some in links.groupby("source")["target"]}


def travellers(network: Network, asked: Asked) -> list[str]:
    """The ids of those who travel, sorted.

    Raises:
        UnknownEntity, ValueError: as `outing`.
    """
    return _delegates(network, asked, _visit(network, asked))


def _visit(network: Network, asked: Asked) -> pd.DataFrame:
    """Who is named for the visit: `source`, `key`, `status`; nobody where none is given."""
    links = network.links[network.links["relation"] == Relation.TOOK_PART_IN]
    place = "" if asked.visit is None else entity_of(VISIT, network, asked.visit)
    named = links[(links["target"] == place) & links["source"].isin(network.organisations["id"])]
    return named[["source", "key", "status"]]


def _delegates(network: Network, asked: Asked, visit: pd.DataFrame) -> list[str]:
    """Those named, and the delegates of the visit; of neither, all who need something."""
    named = {organisation_named(network, one) for one in asked.delegation}
    named |= set(visit.loc[(visit["key"] == Role.DELEGATE) & ~visit["status"].isin(REFUSALS), "source"])
    if not named and asked.visit is None:
        named = set(needs(network, None)["seeker"])
    both = sorted(named & {organisation_named(network, one) for one in asked.hosts})
    if both:
        raise WrongValue(
            "{} travels and is a host: name it either in --delegation or in --hosts.", network.name(both[0])
        )
    return sorted(map(str, named))


def _groups(network: Network, asked: Asked, delegates: Sequence[str]) -> dict[str, int]:
    found = valued(network, "groups", asked.groups, _whole)
    for one in sorted(found.keys() - set(delegates)):
        raise WrongValue("--groups: {} does not travel: name it in --delegation, or leave it out.", network.name(one))
    made = {one: int(found.get(one, 1)) - 1 for one in delegates}
    used = set(made.values())
    empty = next((n for n in range(max(used, default=0)) if n not in used), None)
    if empty is not None:
        raise WrongValue(
            "--groups: nobody is in sub-group {}: sub-groups are numbered from 1, without a gap.", empty + 1
        )
    return made


def _whole(text: str) -> float | None:
    return float(text) if text.isdigit() and int(text) else None


def _candidates(
    network: Network, asked: Asked, visit: pd.DataFrame, delegates: Collection[str], offers: pd.DataFrame
) -> tuple[list[str], int]:
    """Hosts named, those of the visit, and those of the territory that offer what is needed; else all who offer it."""
    named = {organisation_named(network, one) for one in (*asked.hosts, *asked.required)}
    named |= set(visit.loc[visit["key"] == Role.HOST, "source"])
    serving = offers.groupby("provider")["closeness"].sum().round(12)
    if asked.territory is not None:
        inside = _inside(network, entity_of(TERRITORY, network, asked.territory))
        places = located(network)
        serving = serving[[bool(places.get(str(one), set()) & inside) for one in serving.index]]
    elif named:
        serving = serving.head(0)
    named -= set(delegates)
    serving = serving[~serving.index.isin(named)]
    best = serving.reset_index().sort_values(["closeness", "provider"], ascending=[False, True])
    return sorted(named | set(best["provider"].head(MOST))), max(len(best) - MOST, 0)


def _inside(network: Network, territory: str) -> set[str]:
    """A territory and all that are part of it."""
    links = network.counting(Relation.PART_OF)
    found, waiting = {territory}, [territory]
    while waiting:
        parts = set(links.loc[links["target"] == waiting.pop(), "source"]) - found
        found |= parts
        waiting += sorted(parts)
    return found


def _allowed(
    network: Network, asked: Asked, visit: pd.DataFrame, candidates: Sequence[str], group_of: Mapping[str, int],
    required: Collection[str],
) -> tuple[tuple[str, ...], np.ndarray, frozenset[tuple[int, int]], dict[str, str]]:  # fmt: skip
    """The hosts among whom there is a choice, when they receive, whom they may not, and why the others are left out."""
    away = away_from(network, asked)
    rivals = competitors(network)
    forbidden = {organisation_named(network, one) for one in asked.forbidden}
    refused = set(visit.loc[(visit["key"] == Role.HOST) & visit["status"].isin(REFUSALS), "source"])
    groups = set(group_of.values()) or {0}
    against = {
        one: {group_of[rival] for rival in rivals.get(one, set()) if rival in group_of} for one in candidates
    }  # fmt: skip
    always = {(day, slot) for day in range(asked.days) for slot in range(asked.slots)}
    reasons = {
        one: "forbidden" if one in forbidden else "declined" if one in refused
        else "competitors" if against[one] == groups and one not in required
        else "never_there" if away.get(one) == always and one not in required else ""
        for one in candidates
    }  # fmt: skip
    for one in sorted(required):
        if reasons[one]:
            raise WrongValue("--required: {} must be seen and may not ({}).", network.name(one), reasons[one])
    hosts = tuple(one for one in candidates if not reasons[one])
    there = np.ones((len(hosts), asked.days, asked.slots), dtype=bool)
    for host, one in enumerate(hosts):
        for day, slot in away.get(one, ()):
            there[host, day, slot] = False
    barred = frozenset((host, group) for host, one in enumerate(hosts) for group in against[one])
    return hosts, there, barred, {one: why for one, why in reasons.items() if why}


def competitors(network: Network) -> dict[str, set[str]]:
    """Of each who competes with somebody, with whom."""
    links = network.counting(Relation.COMPETES_WITH)
    made: dict[str, set[str]] = {}
    for a, b in zip(links["source"], links["target"], strict=True):
        made.setdefault(str(a), set()).add(str(b))
        made.setdefault(str(b), set()).add(str(a))
    return made


def _apart(network: Network, hosts: Sequence[str]) -> frozenset[tuple[int, int]]:
    place = {one: n for n, one in enumerate(hosts)}
    rivals = competitors(network)
    return frozenset(
        (place[a], place[b]) for a in hosts for b in rivals.get(a, ()) if b in place and place[a] < place[b]
    )  # fmt: skip


def _likely(visit: pd.DataFrame, hosts: Iterable[str]) -> dict[str, float]:
    """How likely each is to receive: what is settled is certain."""
    settled = set(visit.loc[(visit["key"] == Role.HOST) & visit["status"].isin(SURE), "source"])
    return {one: 1.0 if one in settled else ACCEPTANCE for one in hosts}


def _zones(network: Network, hosts: Sequence[str]) -> tuple[tuple[frozenset[int], ...], tuple[str, ...]]:
    places = located(network)
    every = sorted({zone for one in hosts for zone in places.get(one, ())})
    number = {zone: n for n, zone in enumerate(every)}
    return tuple(frozenset(number[zone] for zone in places.get(one, ())) for one in hosts), tuple(every)


def _worth(
    hosts: Sequence[str], groups: int, offers: pd.DataFrame, barred: Collection[tuple[int, int]],
    priority: Mapping[str, float], acceptance: Mapping[str, float],
) -> tuple[np.ndarray, tuple[Cover, ...]]:  # fmt: skip
    """What each host is worth to each sub-group by itself, and the needs that several would meet.

    A need that hosts meet more or less closely is cut in layers: so much of it is met by all who are at least as close.
    """
    own = [round(UNIT * priority[one] * acceptance[one]) for one in hosts]
    worth = np.repeat(np.array(own, dtype=int).reshape(-1, 1), groups, axis=1)
    weights: dict[tuple[int, tuple[int, ...]], int] = {}
    place = {one: n for n, one in enumerate(hosts)}
    for _, some in offers.groupby(["seeker", "need"]):
        group = int(some["group"].iloc[0])
        close = {
            place[who]: round(100 * value)
            for who, value in zip(some["provider"], some["closeness"], strict=True)
            if who in place and (place[who], group) not in barred
        }  # fmt: skip
        before = 0
        for level in sorted(set(close.values())):
            those = tuple(sorted(host for host, value in close.items() if value >= level))
            weights[group, those] = weights.get((group, those), 0) + level - before
            before = level
    for (group, those), weight in weights.items():
        if len(those) == 1:
            worth[those[0], group] += FIRST * weight
    covers = (Cover(group, weight, those) for (group, those), weight in sorted(weights.items()) if len(those) > 1)
    return worth, tuple(covers)
