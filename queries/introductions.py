"""Who can introduce me?"""

from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from graph.errors import WrongValue
from graph.network import Network
from graph.vocabulary import ORGANISATIONS, Kind, Relation
from queries.answer import Answer, answer
from queries.basis import basis
from queries.columns import (
    DOCUMENTS,
    KIND,
    REASON,
    count,
    flag,
    in_one_language,
    joined,
    name,
    number,
    numbering,
    significant,
    text,
)
from queries.hops import FORTH, MET, TWINNED, Hops, assumptions
from queries.parameters import entity, entity_of
from queries.parameters import flag as yes_or_no
from queries.routes import NEAR, OPTIONS, Options, options, routes
from queries.told import TOWNS, options_told, with_routes

QUESTION = {"fr": "Qui peut me présenter ?", "en": "Who can introduce me?"}
VERSION = 3
METHOD = {
    "fr": "chemins d'au plus trois pas, par confiance décroissante (un pôle avant d'autres intermédiaires à confiance "
    "voisine), sans intermédiaire commun ni concurrent",
    "en": "routes of at most three hops, most trusted first (a pole before other intermediaries of near trust), "
    "without an intermediary in common or a competitor",
}
EXAMPLE = {"source": "pole:emc2", "target": "firm:amazon", "places": True}
PARAMETERS = (
    entity("source", "qui cherche", "who asks", ORGANISATIONS),
    entity("target", "qui rencontrer", "whom to meet", ORGANISATIONS),
    yes_or_no("places", "aussi par les lieux et les jumelages", "also by places and twinnings"),
)
CASE = "link"
KEYS = ("from", "to")  # what a row is about
COLUMNS = (
    numbering("option", "choix", "option"),
    numbering("hop", "pas", "hop"),
    text("from", "de", "from"),
    name("from_name", "nom (de)", "name (from)"),
    text("to", "à", "to"),
    name("to_name", "nom (à)", "name (to)"),
    text("link", "lien", "link"),
    text("via", "par", "via"),
    name("via_name", "nom (par)", "name (via)"),
    KIND,
    count("encounters", "rencontres communes", "encounters shared", "encounters", 1),
    number("age_years", "ancienneté", "age", "years", 0),
    flag("dated", "daté", "dated"),
    flag("towns", "entre villes", "between towns"),
    number("trust", "confiance", "trust", "share", 0, 1),
    number("path_trust", "confiance du chemin", "trust of the route", "share", 0, 1),
    DOCUMENTS,
    in_one_language("route_fr", "chemin", "route (French)", "fr"),
    in_one_language("route_en", "chemin (anglais)", "route", "en"),
    count("source_component", "joignables par le premier", "reachable from the first", "organisations", 1),
    count("target_component", "joignables par le second", "reachable from the second", "organisations", 1),
    flag("same_component", "même ensemble", "same component"),
    count("competitors", "concurrents non sollicités", "competitors not asked", "organisations"),
    REASON,
)
FR = "Choix {option}{route_fr:, pas| : # Pas} {hop} : "  # at the first hop, the whole route first
EN = "Option {option}{route_en:, hop|: # Hop} {hop}: "
SENTENCES = {
    MET: {
        "fr": FR + "{from_name} et {to_name} ont pris part {encounters:"
        "|à une même rencontre|à # mêmes rencontres} ({kind}), en dernier : {via_name}{dated:|, sans date connue|}.",
        "en": EN + "{from_name} and {to_name} took part in {encounters:"
        "|the same encounter|# encounters together} ({kind}), most recently {via_name}{dated:|, no date known|}.",
    },
    "member_of": {
        "fr": FR + "{from_name} adhère à {to_name}{dated:|, depuis une date inconnue|}.",
        "en": EN + "{from_name} is a member of {to_name}{dated:|, since an unknown date|}.",
    },
    "has_member": {
        "fr": FR + "{to_name} adhère à {from_name}{dated:|, depuis une date inconnue|}.",
        "en": EN + "{to_name} is a member of {from_name}{dated:|, since an unknown date|}.",
    },
    "located_in": {
        "fr": FR + "{from_name} a pour lieu {to_name}, un lieu et non une rencontre.",
        "en": EN + "{from_name} is located in {to_name}, a place and no encounter.",
    },
    "located_here": {
        "fr": FR + "{to_name} a pour lieu {from_name}, un lieu et non une rencontre.",
        "en": EN + "{to_name} is located in {from_name}, a place and no encounter.",
    },
    "twinned_with": {
        "fr": FR + "{from_name} et {to_name} sont {towns:jumelés|jumelés|des villes jumelées}, "
        "un lien entre lieux et non une rencontre.",
        "en": EN + "{from_name} and {to_name} are twinned{towns:|| towns}, a link between places and no encounter.",
    },
    "": {
        "fr": "Aucun chemin connu d'au plus trois pas entre {from_name} et {to_name} : {from_name} est dans "
        "un ensemble {source_component:|d'une organisation|de # organisations}, {to_name} dans "
        "{same_component:|un autre, |le même, }{target_component:|d'une organisation|de # organisations}"
        "{competitors:| ; un concurrent n'est pas sollicité| ; # concurrents ne sont pas sollicités}.",
        "en": "No known route of at most three hops between {from_name} and {to_name}: {from_name} is in a "
        "component of {source_component:|one organisation|# organisations}, {to_name} in "
        "{same_component:|another of|the same of} {target_component:|one organisation|# organisations}"
        "{competitors:|; one competitor is not asked|; # competitors are not asked}.",
    },
}  # fmt: skip
TOGETHER = (
    "choix composés ensemble : un à un, le meilleur chemin en barrait d'autres",
    "options chosen together: one by one, the best route stood in the way of others",
)
STATEMENT_COLUMNS = {"option": "Int64", "hop": "Int64", "statement": "string", "document": "string"}


def introductions(network: Network, *, source: str, target: str, places: bool = False) -> Answer:
    """Routes by which an organisation can be introduced to another.

    A hop is a shared counting encounter (the kind of encounter that is trusted most), a membership, or with
    `places` a location or a twinning, which are the weakest. The trust of encounters grows with their number
    and fades with their age, counted to the as-of date, or to the network's latest day without one; an
    encounter without a date is taken to be of a fixed age. Memberships and places do not fade. A route by a pole, or
    without an intermediary, goes before others of equal or near trust. A competitor of either end is no
    intermediary. All figures of trust are assumed, and stand in the basis.

    Returns:
        A table with one row per hop of at most three options, each of at most three hops: `option` 1 is the most
        trusted route, the others share no intermediary with it or with each other (an organisation: a town cannot
        be asked, so two may pass it); where one by one a route would bar others, the largest set of options is
        given, and the basis says so. `hop`; `from`, `to` with names; `link`, `met`, `member_of`, `has_member`,
        `located_in`, `located_here` or `twinned_with`; `via`, the most recent encounter, the group or the territory,
        with name and `kind`; `encounters` shared of that kind; `age_years` of the most recent; `dated`, whether a
        date is known; `towns`, of a twinning, whether both are towns; `trust` and `path_trust` in (0, 1]; `documents`;
        `route_fr`, `route_en`, at the first hop, the whole route as one sentence. Without any route one row, `reason`
        `no_route`: `source_component` and `target_component`, how many organisations each can reach by any number of
        hops, itself included, and `same_component`. `competitors`, how many are left out who could stand between.
        `more["options"]`: one row per option, `path_trust`, `hops`, `undated` hops, `sentence_fr`, `sentence_en`.
        `more["statements"]`: who says so, one row per statement: `option`, `hop`, `statement`, `document`.

    Raises:
        UnknownEntity: the network has no such source or target.
        ValueError: one of them is no organisation, or they are the same.

    Complexity:
        The hops between the neighbours of the two ends; never those of the whole network.

    Source:
        Counting only; constants assumed. Trust multiplies along a route, so that the best one is the shortest
        by -ln trust (Dijkstra 1959, Numerische Mathematik 1, 269–271), here with all of at most three hops.

    Examples:
        >>> from tests.toys import met
        >>> introductions(met("ab", "bc"), source="firm:a", target="firm:c").table["to"].tolist()
        ['firm:b', 'firm:c']
    """
    ends = entity_of(PARAMETERS[0], network, source), entity_of(PARAMETERS[1], network, target)
    if ends[0] == ends[1]:
        raise WrongValue("'{}' needs no introduction to itself: choose two organisations.", ends[0])
    hops = Hops.of(network, places=places)
    first, last = hops.nodes.get_indexer(pd.Index(ends, dtype=object)).tolist()
    near, rivals = _without(_near(hops, first, last), hops, competitors_of(network, ends))
    every = routes(near, first, last, preferred=poles(network, hops))
    found = options(every, first, last, passable=hops.places)
    rows = told_hops(network, hops, near, found) if found.routes else [_no_route(network, hops, *ends)]
    given = {"source": ends[0], "target": ends[1], "places": places, "options": OPTIONS, "near": NEAR, **assumptions()}
    notes = _notes(network, rivals, found.together)
    rests_on = basis(network, "introductions", method=METHOD, parameters=given, version=VERSION, notes=notes)
    table = pd.DataFrame(rows).assign(competitors=len(rivals))
    chosen = options_told(network, table)
    more = {"options": chosen, "statements": _statements(table)}
    return answer(with_routes(table, chosen), COLUMNS, SENTENCES, rests_on, more=more, case=CASE)


def competitors_of(network: Network, ends: Collection[str]) -> set[str]:
    """Who competes with one of the ends, the ends apart."""
    links = network.counting(Relation.COMPETES_WITH)
    theirs = links.loc[links["source"].isin(ends) | links["target"].isin(ends), ["source", "target"]]
    return set(theirs.to_numpy().ravel()) - set(ends)


def _without(near: pd.DataFrame, hops: Hops, competitors: Collection[str]) -> tuple[pd.DataFrame, list[str]]:
    """The hops that touch no competitor, and the competitors that some hop touched, sorted."""
    theirs = np.flatnonzero(hops.nodes.isin(list(competitors)))
    touched = near[["from", "to"]].isin(theirs)
    left_out = np.unique(near[["from", "to"]].to_numpy()[touched.to_numpy()])
    return near[~touched.any(axis=1)], [str(hops.nodes[one]) for one in left_out]


def poles(network: Network, hops: Hops) -> list[int]:
    """The positions of poles, which are asked before others."""
    poles = network.entities.loc[network.entities["kind"] == Kind.POLE, "id"]
    return np.flatnonzero(hops.nodes.isin(poles)).tolist()


def _notes(network: Network, rivals: Collection[str], together: bool) -> tuple[tuple[str, str], ...]:
    names = ", ".join(map(network.name, rivals))
    left_out = (f"concurrents non sollicités : {names}", f"competitors not asked: {names}")
    return (*((TOGETHER,) if together else ()), *((left_out,) if rivals else ()))


def _near(hops: Hops, first: int, last: int) -> pd.DataFrame:
    """The hops that routes of three can be made of: from one end, to the other, and between their neighbours."""
    out, back = hops.between([first], None), hops.between(None, [last])
    across = hops.between(set(out["to"]) - {first, last}, set(back["from"]) - {first, last})
    return pd.concat([out, back[back["from"] != first], across], ignore_index=True)


def told_hops(network: Network, hops: Hops, near: pd.DataFrame, found: Options) -> list[dict[str, Any]]:
    """A row for each hop of each option, with who says so."""
    return [
        {"option": option, "hop": hop, "path_trust": _trust(route.cost), **_row(network, hops, near, *ends)}
        for option, route in enumerate(found.routes, start=1)
        for hop, ends in enumerate(pairwise(route.nodes), start=1)
    ]


def _row(network: Network, hops: Hops, near: pd.DataFrame, one: int, other: int) -> dict[str, Any]:
    step = near[(near["from"] == one) & (near["to"] == other)].iloc[0]
    ends = [str(hops.nodes[end]) for end in (one, other)]
    met = step["link"] == MET
    twinned = step["link"] == TWINNED
    via = str(hops.encounters.at[step["via"], "id"]) if met else ends[step["link"] in FORTH.values()]
    targets = hops.shared(one, other, step["via"]) if met else ends
    said = _said(network, ends, targets, met)
    return {
        **_named(network, **{"from": ends[0], "to": ends[1], "via": via}),
        "link": step["link"], "kind": network.row(via)["kind"], "encounters": step["encounters"],
        "age_years": step["age"] if met and step["dated"] else pd.NA, "dated": step["dated"],
        "towns": all(str(network.row(end)["type"]) in TOWNS for end in ends) if twinned else pd.NA,
        "trust": _trust(step["cost"]), "documents": joined(said["document"]), "said": said,
    }  # fmt: skip


def _named(network: Network, **ids: str) -> dict[str, str]:
    return ids | {f"{column}_name": network.name(one) for column, one in ids.items()}


def _trust(cost: float) -> float:
    return float(significant(pd.Series([np.exp(-cost)]))[0])


def _said(network: Network, ends: list[str], targets: Iterable[str], met: bool) -> pd.DataFrame:
    """Who says a hop, `statement` and `document`: of both participations in each shared encounter, or of the link."""
    links = network.links
    links = links[links["source"].isin(ends) & links["target"].isin(list(targets)) & links["counts"]]
    relations = [Relation.TOOK_PART_IN] if met else list(FORTH)
    mentions = network.mentions
    rows = mentions[mentions["about"].isin(links.loc[links["relation"].isin(relations), "id"])]
    return rows[["statement", "document"]].drop_duplicates().sort_values(["document", "statement"])


def _statements(table: pd.DataFrame) -> pd.DataFrame:
    """One row per hop and statement behind it."""
    told = table[table["link"].notna()]
    parts = [
        said.assign(option=option, hop=hop)
        for option, hop, said in (zip(told["option"], told["hop"], told["said"], strict=True) if len(told) else ())
    ]
    made = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(STATEMENT_COLUMNS))
    return made[list(STATEMENT_COLUMNS)].astype(STATEMENT_COLUMNS)


def _no_route(network: Network, hops: Hops, first: str, last: str) -> dict[str, Any]:
    component = _components(network, hops)
    size = component.value_counts()
    return {
        **_named(network, **{"from": first, "to": last}), "link": pd.NA, "reason": "no_route",
        "source_component": size[component[first]], "target_component": size[component[last]],
        "same_component": component[first] == component[last],
    }  # fmt: skip


def _components(network: Network, hops: Hops) -> pd.Series:
    """For each organisation the number of its component, by any number of hops."""
    nodes = len(hops.nodes)
    rows = np.concatenate([hops.took_part["node"], hops.lasting["from"]]).astype(int)
    columns = np.concatenate([hops.took_part["encounter"] + nodes, hops.lasting["to"]]).astype(int)
    size = nodes + len(hops.encounters)
    net = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(size, size))
    _, component = sparse.csgraph.connected_components(net, directed=False)
    found = pd.Series(component[:nodes], index=hops.nodes)
    return found[found.index.isin(network.organisations["id"])]
