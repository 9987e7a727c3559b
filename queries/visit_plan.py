"""Which hosts, on which day?"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from graph.network import Network
from queries.answer import Answer, answer
from queries.basis import basis
from queries.columns import (
    DOCUMENTS,
    REASON,
    count,
    in_one_language,
    joined,
    name,
    number,
    numbering,
    score,
    share,
    text,
)  # fmt: skip
from queries.introducers import introducers
from queries.solving import SEED
from queries.touring import BOTH, WHEN, WHO, Tour, in_order, tour
from queries.trip_conflicts import check, conflict
from queries.trip_options import ACCEPTANCE, DAYS, OPTIONS, SLOTS, ZONES, Asked
from queries.trips import MOST, Outing, outing
from queries.visit_rules import FIRST, SECOND, Visit
from queries.visit_words import left_out, served, uncovered, why
from queries.words import whole

QUESTION = {"fr": "Quels hôtes, quel jour ?", "en": "Which hosts, on which day?"}
VERSION = 2
METHOD = {
    "fr": "besoins servis (premier hôte 1, second 0,3) plus priorité × chance d'accord, au mieux des jours, créneaux "
    "et territoires, par CP-SAT ; l'ordre de ce qui s'échange : les hôtes qui valent le plus d'abord",
    "en": "needs served (first host 1, second 0.3) plus priority × chance of a yes, as good as days, slots and "
    "territories allow, by CP-SAT; what can be exchanged stands in this order: hosts worth most first",
}
EXAMPLE = {
    "delegation": ("cluster:auvergne-efficience-industrielle", "pole:emc2"),
    "hosts": ("firm:amazon", "firm:boeing", "firm:electroimpact", "firm:microsoft", "pole:mont-blanc-industries"),
    "days": 2, "slots": 2, "priority": ("firm:boeing~3",), "away": ("firm:microsoft~1",),
}  # fmt: skip
PARAMETERS = OPTIONS
KEYS = ("host",)  # what a row is about
COLUMNS = (
    numbering("day", "jour", "day"),
    numbering("slot", "créneau", "slot"),
    numbering("group", "sous-groupe", "sub-group"),
    text("host", "hôte", "host"),
    name("host_name", "nom de l'hôte", "name of the host"),
    text("zone", "territoire", "territory"),
    name("zone_name", "nom du territoire", "name of the territory"),
    count("needs", "besoins servis", "needs met", "needs"),
    score("priority", "priorité", "priority", low=0),
    share("acceptance", "chance d'accord", "chance of a yes"),
    text("introducer", "qui présente", "introducer"),
    name("introducer_name", "nom de qui présente", "name of the introducer"),
    number("trust", "confiance du chemin", "trust of the route", "share", 0, 1),
    in_one_language("route_fr", "chemin", "route (French)", "fr"),
    in_one_language("route_en", "chemin (anglais)", "route", "en"),
    in_one_language("why_fr", "pourquoi", "why (French)", "fr"),
    in_one_language("why_en", "pourquoi (anglais)", "why", "en"),
    REASON,
    DOCUMENTS,
)
SENTENCES = {
    "no_route": {
        "fr": "Jour {day}, créneau {slot}{group:|, sous-groupe #|, sous-groupe #} : {host_name}{zone_name:| (#)} ; "
        "{why_fr} ; personne de connu pour présenter.",
        "en": "Day {day}, slot {slot}{group:|, sub-group #|, sub-group #}: {host_name}{zone_name:| (#)}; "
        "{why_en}; nobody is known who could introduce.",
    },
    "": {
        "fr": "Jour {day}, créneau {slot}{group:|, sous-groupe #|, sous-groupe #} : {host_name}{zone_name:| (#)} ; "
        "{why_fr} ; par {introducer_name} : {route_fr}.",
        "en": "Day {day}, slot {slot}{group:|, sub-group #|, sub-group #}: {host_name}{zone_name:| (#)}; "
        "{why_en}; by {introducer_name}: {route_en}.",
    },
    "nothing": {
        "fr": "Aucun hôte à proposer : {needs:aucun besoin de la délégation n'est connu, et aucun hôte nommé ne peut "
        "être vu ; notez ce que les délégués cherchent, ou nommez des hôtes|personne de possible n'offre ce qu'elle "
        "cherche ; nommez des hôtes, ou un autre territoire}.",
        "en": "No host to propose: {needs:no need of the delegation is known, and no host that is named can be seen; "
        "write down what the delegates seek, or name hosts|nobody who is possible offers what it seeks; name hosts, or "
        "another territory}.",
    },
    "totals": {
        "fr": "{visits:Aucun hôte|# hôte|# hôtes}{used:| en # jour| en # jours}"
        "{spared:|, # jour reste libre|, # jours restent libres}"
        "{needs: ; aucun besoin connu de la délégation"
        "| ; {covered:aucun besoin servi|# besoin servi|# besoins servis} sur {needs}"
        "| ; {covered:aucun besoin servi|# besoin servi|# besoins servis} sur {needs} ({covered_share})} ; "
        "{proven:optimum non prouvé, au mieux {gap_share} de plus|plan optimal prouvé}.",
        "en": "{visits:No host|# host|# hosts}{used:| in # day| in # days}"
        "{spared:|, # day stays free|, # days stay free}"
        "{needs:; no need of the delegation is known|; {covered} of {needs} need met"
        "|; {covered} of {needs} needs met ({covered_share})}; "
        "{proven:optimality is not proven, at most {gap_share} more|proven optimal}.",
    },
}


def visit_plan(
    network: Network, *, visit: str | None = None, delegation: Sequence[str] | None = None,
    groups: Sequence[str] | None = None, hosts: Sequence[str] | None = None, territory: str | None = None,
    days: int = DAYS, slots: int = SLOTS, zones: int = ZONES, away: Sequence[str] | None = None,
    priority: Sequence[str] | None = None, acceptance: Sequence[str] | None = None,
    required: Sequence[str] | None = None, forbidden: Sequence[str] | None = None,
) -> Answer:  # fmt: skip
    """Which hosts a delegation sees on which day, as good as can be, and by how much a better plan could be better.

    Who travels: the delegates of a `visit` in preparation and the `delegation`; if nobody is named, all who need
    something. Sub-groups see different hosts at a time; who is not given one is in the first. Possible hosts: those
    named, those of the visit, and those in a `territory` that offer what is needed; if nobody is named, all who
    offer it, the 60 that would serve most. A host that said no, that competes with all sub-groups, or that never
    receives is left out; each is seen once at most. A sub-group is in so many `zones` (territories) a day at most, and
    sees competitors on different days; a host of unknown place is in reach on any day.

    The plan is worth, for each need of a delegate (a competence or equipment), 1 for the closest host that its
    sub-group sees and 0.3 for the second, times their closeness, and for each host priority (1, up to 10) × the chance
    of a yes (0.5, and 1 where a document says that it is settled). One worker, one seed, limits of work, none of time.

    Returns:
        A table with one row per visit, by day, slot and sub-group: `day`, `slot` and `group`, from 1, `group` missing
        where the delegation is not divided; `host`, `host_name`; `zone`, `zone_name`, the territory of the host
        that most hosts of that day share; `needs` ≥ 0 of delegates that it meets; `priority`; `acceptance`;
        `introducer`, `introducer_name`, who knows the host, `trust` in (0, 1] and `route_fr`, `route_en`, of the
        most trusted route that leads to it from the delegation; `why_fr`, `why_en`; `reason`, `no_route` where
        nobody is known who could introduce; `documents` behind needs, offers and the route.
        `more["needs"]`: each need met: when, by whom, by which `offer`, `match` (`exact`, `related`), `closeness`, its
        `turn` (the first two count), `statements`. `more["uncovered"]`: each need that is not met, `reason`:
        `unserved` (nobody known offers it), `no_candidate` (nobody of the possible hosts), `kept_apart` (who does may
        not be seen), `others_first`, and the `hosts` that would meet it. `more["left_out"]`: hosts not seen, `reason`:
        `declined`, `forbidden`, `competitors`, `never_there`, `others_first`. `more["totals"]`: one row, among others
        `value`, `bound`, `gap_share` and `reason`, `not_proven` where the gap is above 0.

    Raises:
        UnknownEntity: the viewer's network has no such entity.
        Infeasible: the hosts that must be seen cannot all be; the sentence names a smallest set of rules in conflict.
        ValueError: a text, a number or a side that says nothing.

    Complexity:
        Exponential at worst, ended by so much work; 40 hosts, 5 days of 3 slots: seconds.

    Source:
        Team orienteering: Vansteenwegen, Souffriau and Van Oudheusden (2011), European Journal of Operational
        Research 209, 1–10.

    Examples:
        >>> from tests.toys import met
        >>> plan = visit_plan(met("ab", alone="c"), delegation=["firm:a"], hosts=["firm:b", "firm:c"], slots=1)
        >>> plan.table[["day", "slot", "host"]].to_numpy().tolist()
        [[1, 1, 'firm:b'], [2, 1, 'firm:c']]
        >>> plan.summary("en")
        '2 hosts in 2 days, 3 days stay free; no need of the delegation is known; proven optimal.'
    """
    asked = Asked(
        visit, delegation or (), groups or (), hosts or (), territory, days, slots, zones, away or (), priority or (),
        acceptance or (), required or (), forbidden or (),
    )  # fmt: skip
    asked_for = outing(network, asked)
    found = planned(asked_for)
    table, visits = _table(asked_for, found)
    needs = served(asked_for, visits)
    more = {
        "needs": needs, "uncovered": uncovered(asked_for, visits), "left_out": left_out(asked_for, visits),
        "totals": _totals(asked_for, found, needs),
    }  # fmt: skip
    said = {
        "visit": visit, "delegation": _told(delegation), "groups": _told(groups), "hosts": _told(hosts),
        "territory": territory, "days": days, "slots": slots, "zones": zones, "away": _told(away),
        "priority": _told(priority), "acceptance": _told(acceptance), "required": _told(required),
        "forbidden": _told(forbidden), "first": FIRST / 10, "second": SECOND / 10,
        "usual_acceptance": round(100 * ACCEPTANCE), "most_hosts": MOST, "work": WHO + WHEN + BOTH, "seed": SEED,
    }  # fmt: skip
    rests_on = basis(
        network, "visit_plan", method=METHOD, parameters=said, version=VERSION, notes=_notes(asked_for, found)
    )
    return answer(table, COLUMNS, SENTENCES, rests_on, more=more)


def planned(asked: Outing) -> Tour:
    """The best plan of a trip.

    Raises:
        Infeasible: the rules cannot all be kept.
    """
    check(asked)
    found = tour(asked.trip)
    if found is None:
        raise conflict(asked)
    return found


def _told(values: Sequence[str] | None) -> tuple[str, ...] | None:
    return tuple(values) if values else None


def _table(asked: Outing, found: Tour) -> tuple[pd.DataFrame, tuple[Visit, ...]]:
    """The plan as a table, those who are worth most and are best introduced first where places can be exchanged."""
    trip = asked.trip
    routes = introducers(asked.network, asked.known_by, [trip.hosts[one.host] for one in found.visits])
    by_host = {row["host"]: row for row in routes.to_dict("records")}
    alone = [max((trip.value({(host, group)}) for group in range(trip.groups)), default=0) for host in range(trip.size)]
    trust = [by_host.get(one, {"trust": 0.0})["trust"] for one in trip.hosts]
    order = sorted(range(trip.size), key=lambda host: (-alone[host], -trust[host], host))
    visits = in_order(trip, found.visits, [order.index(host) for host in range(trip.size)])
    needs = served(asked, visits)
    rows = [_row(asked, one, visits, needs[needs["host"] == trip.hosts[one.host]], by_host) for one in visits]
    return pd.DataFrame(rows, columns=[column.name for column in COLUMNS], dtype=object), visits


def _row(
    asked: Outing, one: Visit, visits: Sequence[Visit], needs: pd.DataFrame, routes: Mapping[str, Mapping[Any, Any]]
) -> dict[str, Any]:
    host, zone = asked.trip.hosts[one.host], _zone(asked, one, visits)
    route = routes.get(host)
    papers = [one for some in (*needs["documents"], route["documents"] if route else "") for one in some.split()]
    row = {
        "day": one.day + 1, "slot": one.slot + 1, "group": one.group + 1 if asked.groups > 1 else pd.NA,
        "host": host, "host_name": asked.network.name(host), "zone": zone,
        "zone_name": asked.network.name(zone) if zone else None, "needs": len(needs),
        "priority": asked.priority[host], "acceptance": asked.acceptance[host],
        "why_fr": why(asked, host, needs, "fr"), "why_en": why(asked, host, needs, "en"),
        "documents": joined(papers) or None, "reason": None if route else "no_route",
    }  # fmt: skip
    if route is None:
        return row
    known = {column: route[column] for column in ("introducer", "trust", "route_fr", "route_en")}
    return {**row, **known, "introducer_name": asked.network.name(route["introducer"])}


def _zone(asked: Outing, one: Visit, visits: Sequence[Visit]) -> str | None:
    """Of the territories of a host, the one that most hosts of its day share."""
    trip = asked.trip
    day = [other.host for other in visits if (other.day, other.group) == (one.day, one.group)]
    often = Counter(zone for host in day for zone in trip.zones[host])
    zone = min(trip.zones[one.host], key=lambda zone: (-often[zone], zone), default=None)
    return None if zone is None else asked.territories[zone]


def _totals(asked: Outing, found: Tour, needs: pd.DataFrame) -> pd.DataFrame:
    every, covered = len(asked.wanted), len(needs[["seeker", "need"]].drop_duplicates())
    proof, used = found.proof, len({one.day for one in found.visits})
    row = {
        "visits": len(found.visits), "days": asked.trip.days, "used": used,
        "spared": asked.trip.days - used if used else 0, "needs": every, "covered": covered,
        "covered_share": covered / every if every else pd.NA, "value": proof.value, "bound": proof.bound,
        "gap_share": proof.gap, "proven": int(proof.is_best), "reason": pd.NA if proof.is_best else "not_proven",
    }  # fmt: skip
    made = pd.DataFrame([row]).convert_dtypes()
    return made.astype({"covered_share": "Float64", "value": "Float64", "bound": "Float64", "gap_share": "Float64",
                        "reason": "string"})  # fmt: skip


def _notes(asked: Outing, found: Tour) -> tuple[tuple[str, str], ...]:
    """The bound, and what the rules could not be held against."""
    made = [found.proof.said("valeur du plan", "value of the plan")]
    unplaced = sum(not some for some in asked.trip.zones)
    if unplaced and asked.trip.zones_a_day is not None:
        made.append((
            f"hôtes sans territoire connu, admis tous les jours : {unplaced}",
            f"hosts of unknown territory, taken to be in reach on any day: {unplaced}",
        ))  # fmt: skip
    if asked.left:
        made.append((
            f"autres hôtes possibles, qui servent moins de besoins, laissés de côté : {whole(asked.left, 'fr')}",
            f"other possible hosts, which serve fewer needs, left aside: {whole(asked.left, 'en')}",
        ))  # fmt: skip
    return tuple(made)
