"""And after the visits?"""

from typing import Any

import pandas as pd

from graph import dates
from graph.network import Network
from graph.vocabulary import Kind, Relation
from queries.afterwards import FEWEST, compared
from queries.answer import Answer, answer
from queries.basis import basis
from queries.columns import DOCUMENTS, REASON, count, joined, number, numbering
from queries.parameters import count as whole_number
from queries.parameters import entity, entity_of
from queries.visit_pairs import EACH, FACTOR, NEAR_KM, Alike, Dyad, months_after
from queries.visiting import visits as held_visits

QUESTION = {"fr": "Et après les visites ?", "en": "And after the visits?"}
VERSION = 1
METHOD = {
    "fr": "première rencontre nouvelle d'un délégué et d'un hôte dans les mois qui suivent, à côté de couples de même "
    "période, de même distance et d'activité voisine ; un suivi, jamais un effet ; intervalle de Newcombe à 95 %",
    "en": "first new encounter of a delegate and a host in the months that follow, beside pairs of the same period, as "
    "far apart and about as active; what followed, never an effect; Newcombe intervals of 95 %",
}
MONTHS = 24
EXAMPLE = {"visit": None}
PARAMETERS = (
    entity("visit", "visite", "visit", (Kind.VISIT,), required=False),
    whole_number("months", "mois suivis", "months followed", default=MONTHS),
)
KEYS = ("months",)  # what a row is about
COLUMNS = (
    numbering("months", "mois suivis", "months followed", "months"),
    count("visits", "visites suivies", "visits followed", "visits"),
    count("pairs", "couples délégué–hôte", "pairs of delegate and host", "pairs"),
    count("followed", "dont suivis d'une nouvelle rencontre", "of them followed by a new encounter", "pairs"),
    count("comparable", "couples comparables", "comparable pairs", "pairs"),
    count("comparable_followed", "dont suivis de même", "of them followed alike", "pairs"),
    number("difference", "écart des parts", "difference of the shares", "share", -1, 1),
    number("low", "écart, au moins", "difference, at least", "share", -1, 1),
    number("high", "écart, au plus", "difference, at most", "share", -1, 1),
    count("young", "visites trop récentes", "visits too recent", "visits"),
    count("undated", "visites tenues sans date", "visits held, undated", "visits"),
    count("met_before", "couples qui se connaissaient", "pairs that had met before", "pairs"),
    count("unmatched", "couples sans comparable", "pairs without a comparable one", "pairs"),
    DOCUMENTS,
    REASON,
)
START = {
    "fr": "Dans {months:|le mois|les # mois} après {visits:|# visite|# visites} : {followed:aucun couple délégué–hôte|"
    "# couple délégué–hôte|# couples délégué–hôte} sur {pairs} avec une nouvelle rencontre",
    "en": "In the {months:|month|# months} after {visits:|# visit|# visits}: {followed:no pair of delegate and host|"
    "# pair of delegate and host|# pairs of delegate and host} of {pairs} with a new encounter",
}
SENTENCES = {
    "": {
        "fr": START["fr"] + ", contre {comparable_followed} sur {comparable} parmi des couples comparables ; écart "
        "entre {low} et {high} : un suivi, sans que la visite en soit la cause.",
        "en": START["en"] + ", against {comparable_followed} of {comparable} comparable pairs; difference between "
        "{low} and {high}: what followed, of which the visit need not be the cause.",
    },
    "too_few": {
        "fr": START["fr"] + " ; trop peu de couples pour comparer.",
        "en": START["en"] + "; too few pairs to compare.",
    },
    "too_recent": {
        "fr": "{young:|# visite tenue, trop récente pour un suivi|# visites tenues, trop récentes pour un suivi} de "
        "{months} mois.",
        "en": "{young:|# visit held, too recent to be followed|# visits held, too recent to be followed} for "
        "{months:|# month|# months}.",
    },
    "none_held": {
        "fr": "Aucune visite tenue et datée, avec un délégué et un hôte nommés : rien à suivre encore.",
        "en": "No visit that was held, has a date, and names a delegate and a host: nothing to follow yet.",
    },
}  # fmt: skip


def visit_follow_up(network: Network, *, visit: str | None = None, months: int = MONTHS) -> Answer:
    """How many delegates and hosts of visits met again within two years, beside pairs like them.

    A pair is a delegate and a host who both count in a visit that was held; it is followed if both took part in another
    encounter that counts and began after the visit, within so many months, or that follows the visit. Pairs that had an
    encounter in common before, or one of unknown date, are left out. Visits whose months are not over on the as-of
    date (without one, on the network's latest day) are too recent, and counted apart.

    Beside each pair stand up to two others: the same delegate with an organisation that was not at the visit, had
    no encounter with it before, is in the same class of distance (under 50, 200, 1,000 km, more, unknown) and had about
    as many encounters by then, so that chance would give them half to twice as many in common; the nearest in
    activity first, then in distance, then by id. The months are the same. Pairs without such a one are on neither
    side. Hosts are chosen because ties are wanted: what followed is no effect.

    Returns:
        One row, none without a visit: `months`; `visits` that are followed; `pairs` and how many of them are
        `followed`; `comparable` pairs and `comparable_followed`; `difference` of the two shares, with `low` and `high`,
        its bounds (95 %), missing for fewer than 5 pairs on either side; `young` and `undated` visits; `met_before`
        and `unmatched` pairs; `documents` of the visits; `reason`: `none_held`, `too_recent`, `too_few`.
        `more["pairs"]`: each pair of either side: `visit`, `delegate`, `host`, their names, `like`, the host beside
        which a comparable one stands, `encounter` that followed first, `encounter_name`, `since`, `expected`, how many
        encounters in common chance would have given them by then, `distance_km`.

    Raises:
        UnknownEntity: the viewer's network has no such entity.
        ValueError: it is no visit.

    Complexity:
        With P pairs and N organisations O(P N log N).

    Source:
        Newcombe (1998), Interval estimation for the difference between independent proportions, Statistics in
        Medicine 17, 873–890, method 10. Matching within calipers: Rosenbaum and Rubin (1985), The American
        Statistician 39, 33–38.

    Examples:
        >>> from tests.toys import met
        >>> visit_follow_up(met("ab", kind="visit")).table["reason"].tolist()
        ['none_held']
    """
    wanted = None if visit is None else entity_of(PARAMETERS[0], network, visit)
    pairs = held_visits(network)
    pairs = pairs if wanted is None else pairs[pairs["visit"] == wanted]
    spans, undated, young = _spans(network, sorted(set(pairs["visit"])), months)
    alike = Alike(network, spans, _parties(network, spans))
    matched = [one for visit in spans for one in alike.dyads(visit, pairs[pairs["visit"] == visit])]
    known = sum(len(set(zip(pairs["delegate"][at], pairs["host"][at], strict=True)))
                for at in (pairs["visit"] == one for one in spans))  # fmt: skip
    row = _row(network, matched, spans) | {
        "months": months, "young": young, "undated": undated, "met_before": known - len(matched),
    }  # fmt: skip
    if not spans:
        row |= {"reason": "too_recent" if young else "none_held"}
    any_visit = (network.entities["kind"] == Kind.VISIT).any()
    table = pd.DataFrame([row] if any_visit else [], columns=[column.name for column in COLUMNS], dtype=object)
    said = {"visit": wanted, "months": months, "each": EACH, "near_km": NEAR_KM, "factor": FACTOR, "fewest": FEWEST}
    rests_on = basis(network, "visit_follow_up", method=METHOD, parameters=said, version=VERSION)
    return answer(table, COLUMNS, SENTENCES, rests_on, more={"pairs": _listed(network, matched)})


def _spans(network: Network, visits: list[str], months: int) -> tuple[dict[str, tuple[str, str]], int, int]:
    """Of visits that can be followed the last day and the day until which they are; how many are undated, young."""
    today = dates.day_of(network.as_of) if network.as_of else network.today
    known = network.entities.set_index("id")[["since", "until"]]
    spans, undated, young = dict[str, tuple[str, str]](), 0, 0
    for one in visits:
        since, until = known.loc[one]
        text = until if isinstance(until, str) else since
        if not isinstance(text, str) or not dates.year_is_known(text):
            undated += 1
            continue
        day = dates.latest(text)
        end = months_after(day, months)
        if today is None or end > today:
            young += 1
        else:
            spans[one] = (day, end)
    return spans, undated, young


def _parties(network: Network, visits: dict[str, tuple[str, str]]) -> dict[str, set[str]]:
    links = network.links
    rows = links[(links["relation"] == Relation.TOOK_PART_IN) & links["target"].isin(list(visits))]
    return {one: set(rows.loc[rows["target"] == one, "source"]) for one in visits}


def _row(network: Network, matched: list[tuple[Dyad, list[Dyad]]], spans: dict[str, tuple[str, str]]) -> dict[str, Any]:
    ours = [one.followed for one, beside in matched if beside]
    others = [other.followed for _, beside in matched for other in beside]
    papers = network.documents_of(set(spans))
    return {
        **compared(len(ours), sum(map(bool, ours)), len(others), sum(map(bool, others))),
        "visits": len(spans), "unmatched": len(matched) - len(ours),
        "documents": joined(one for some in papers.values() for one in some) or None,
    }  # fmt: skip


def _listed(network: Network, matched: list[tuple[Dyad, list[Dyad]]]) -> pd.DataFrame:
    every = [one for dyad, beside in matched for one in (dyad, *beside)]
    columns = ["visit", "delegate", "host", "like", "followed", "expected", "distance_km"]
    made = pd.DataFrame([[getattr(one, name) or None for name in columns] for one in every], columns=columns)
    made = made.rename(columns={"followed": "encounter"})
    since = network.entities.set_index("id")["since"]
    names = {
        f"{one}_name": made[one].map(network.name, na_action="ignore") for one in ("delegate", "host", "encounter")
    }
    made = made.assign(**names, since=made["encounter"].map(since))
    text = ["visit", "delegate", "delegate_name", "host", "host_name", "like", "encounter", "encounter_name", "since"]
    numbers = ["expected", "distance_km"]
    return made[[*text, *numbers]].astype(dict.fromkeys(text, "string") | dict.fromkeys(numbers, "Float64"))
