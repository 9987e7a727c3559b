"""What came of the meetings?"""

from itertools import combinations
from typing import Any

import pandas as pd

from graph import dates
from graph.network import Network
from graph.vocabulary import REFUSALS, Kind, Relation
from queries.afterwards import FEWEST, Later, compared
from queries.answer import Answer, answer
from queries.basis import basis
from queries.columns import DOCUMENTS, REASON, count, date, joined, number, text
from queries.columns import name as name_column
from queries.parameters import entity, entity_of
from queries.progress import stepwise

Known = dict[str, tuple[bool, bool, Any, Any]]  # by encounter: whether it counts, was refused; since, until
QUESTION = {"fr": "Qu'ont donné les rencontres ?", "en": "What came of the meetings?"}
VERSION = 2
METHOD = {
    "fr": "alliances et projets venus après le jour, des couples qui s'y sont vus et de ceux qui ne s'y sont pas vus ; "
    "un suivi, jamais un effet ; intervalle de Newcombe à 95 %",
    "en": "alliances and projects that came after the day, of pairs that met on it and of pairs that did not; what "
    "followed, never an effect; Newcombe intervals of 95 %",
}
EXAMPLE = {"event": None}
PARAMETERS = (entity("event", "journée", "day", (Kind.EVENT, Kind.MEETING), required=False),)
KEYS = ("event",)  # what a row is about
COLUMNS = (
    text("event", "journée", "day"),
    name_column("event_name", "nom de la journée", "name of the day"),
    date("date", "date", "date"),
    count("planned", "rendez-vous prévus", "meetings planned", "meetings"),
    count("held", "rendez-vous tenus", "meetings held", "meetings"),
    count("no_show", "annulés ou manqués", "cancelled or missed", "meetings"),
    count("open", "sans suite connue", "not known to be held", "meetings"),
    count("pairs", "couples qui se sont vus", "pairs that met", "pairs"),
    count(
        "followed", "dont suivis d'une alliance ou d'un projet", "of them followed by an alliance or project", "pairs"
    ),
    count("comparable", "couples présents qui ne se sont pas vus", "pairs there that did not meet", "pairs"),
    count("comparable_followed", "dont suivis de même", "of them followed alike", "pairs"),
    number("difference", "écart des parts", "difference of the shares", "share", -1, 1),
    number("low", "écart, au moins", "difference, at least", "share", -1, 1),
    number("high", "écart, au plus", "difference, at most", "share", -1, 1),
    DOCUMENTS,
    REASON,
)
START = {
    "fr": "{event_name} : {held:aucun rendez-vous tenu|# rendez-vous tenu|# rendez-vous tenus} sur {planned}"
    "{no_show:| ; # annulé ou manqué| ; # annulés ou manqués}{open:| ; # sans suite connue| ; # sans suite connue}",
    "en": "{event_name}: {held:no meeting held|# meeting held|# meetings held} of {planned}"
    "{no_show:|; # cancelled or missed|; # cancelled or missed}"
    "{open:|; # not known to be held|; # not known to be held}",
}
SINCE = {
    "fr": " ; depuis, {followed:aucun couple|# couple|# couples} sur {pairs} avec une alliance ou un projet",
    "en": "; since then {followed:no pair|# pair|# pairs} of {pairs} with an alliance or a project",
}
SENTENCES = {
    "": {
        "fr": START["fr"] + SINCE["fr"] + ", contre {comparable_followed} sur {comparable} parmi ceux du même jour "
        "qui ne se sont pas vus ; écart entre {low} et {high}, sans que la rencontre en soit la cause.",
        "en": START["en"] + SINCE["en"] + ", against {comparable_followed} of {comparable} of those of the same day "
        "that did not meet; difference between {low} and {high}, of which the meeting need not be the cause.",
    },
    "too_few": {
        "fr": START["fr"] + SINCE["fr"] + " ; trop peu de couples pour comparer.",
        "en": START["en"] + SINCE["en"] + "; too few pairs to compare.",
    },
    "undated": {
        "fr": START["fr"] + " ; sans date connue, on ne sait pas ce qui est venu après.",
        "en": START["en"] + "; without a date, what came afterwards is not known.",
    },
}  # fmt: skip


def outcomes(network: Network, *, event: str | None = None) -> Answer:
    """What followed each meeting day, or one of them: meetings held of those planned, alliances and projects since.

    A day is an event or a meeting that is part of no other; its meetings are those that are part of it, or itself. Two
    met when both took part in a meeting that counts. Followed is a pair with an alliance or project in common that
    counts and began after the day, or that follows the day or one of its meetings (`FOLLOWS`), or was signed on that
    day (`PART_OF`). Beside them stand the pairs of those who had a meeting that day and did not meet each other. Pairs
    that had an alliance or project in common before, or one of unknown date, are on neither side. Who meets is chosen:
    what followed is no effect.

    Returns:
        A table with one row per day, latest first, then by id: `event`, `event_name`, `date` (EDTF); `planned`,
        `held`, `no_show` (cancelled, declined, denied) and `open` (the others) meetings; `pairs` that met and how many
        of them are `followed`; `comparable` pairs and `comparable_followed`; `difference` of the two shares, with
        `low` and `high`, its bounds (95 %), missing for fewer than 5 pairs on either side; `documents` of
        the day; `reason`, `too_few` or `undated`. `more["followed"]`: each pair that met and what followed: `event`,
        `a`, `b`, their names, `encounter`, `encounter_name`, `since`.

    Raises:
        UnknownEntity: the viewer's network has no such entity.
        ValueError: it is no event and no meeting.

    Source:
        Newcombe (1998), Interval estimation for the difference between independent proportions, Statistics in
        Medicine 17, 873–890, method 10.

    Examples:
        >>> from tests.toys import met
        >>> outcomes(met("ab")).table[["planned", "held", "pairs"]].to_numpy().tolist()
        [[1, 1, 1]]
    """
    days = _days(network)
    if event is not None:
        days = {one: parts for one, parts in days.items() if one == entity_of(PARAMETERS[0], network, event)}
    later = Later(network, (Kind.ALLIANCE, Kind.PROJECT))
    known, documents = _known(network), network.documents_of(days)
    rows, followed = [], []
    for one, parts in stepwise(days.items(), len(days)):
        row, pairs = _day(known, later, one, parts)
        row |= {"event_name": network.name(one), "documents": joined(documents.get(one, ())) or pd.NA}
        rows.append(row)
        followed += [{"event": one, **pair} for pair in pairs]
    table = pd.DataFrame(rows, columns=[column.name for column in COLUMNS], dtype=object)
    table = table.sort_values(["date", "event"], ascending=[False, True], na_position="last")
    rests_on = basis(network, "outcomes", method=METHOD, parameters={"event": event, "fewest": FEWEST}, version=VERSION)
    return answer(table, COLUMNS, SENTENCES, rests_on, more={"followed": _named(network, followed)})


def _days(network: Network) -> dict[str, list[str]]:
    """Each day with its meetings."""
    kinds = network.kinds
    part_of = network.links[network.links["relation"] == Relation.PART_OF]
    part_of = part_of[part_of["source"].map(kinds).isin([Kind.MEETING, Kind.EVENT])]
    part_of = part_of[part_of["target"].map(kinds).isin([Kind.MEETING, Kind.EVENT])]
    parts = {str(day): sorted(some["source"]) for day, some in part_of.groupby("target")}
    all_ = sorted(kinds.index[kinds.isin([Kind.MEETING, Kind.EVENT])])
    within = set(part_of["source"])
    return {str(one): parts.get(str(one), [str(one)]) for one in all_ if one not in within}


def _known(network: Network) -> Known:
    """Of each encounter whether it counts, whether it was refused, and when it was."""
    rows = network.encounters
    so = (one.fillna(False).astype(bool) for one in (rows["counts"], rows["status"].isin(REFUSALS)))
    told = zip(*(one.tolist() for one in (*so, rows["since"], rows["until"])), strict=True)
    return dict(zip(rows["id"].tolist(), told, strict=True))


def _day(known: Known, later: Later, event: str, parts: list[str]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    held = [one for one in parts if known[one][0]]
    missed = sum(known[one][1] for one in parts)
    *_, since, until = known[event]
    row = {
        "event": event, "date": since, "planned": len(parts), "held": len(held), "no_show": missed,
        "open": len(parts) - len(held) - missed,
    }  # fmt: skip
    met = later.met(held)
    if not isinstance(since, str) or not dates.year_is_known(since):
        return {**row, "pairs": len(met), "reason": "undated"}, []
    last, places = dates.latest(until if isinstance(until, str) else since), {event, *parts}
    there = sorted({one for pair in met for one in pair})
    after = {pair: later.after(pair, last, places) for pair in combinations(there, 2)}
    ours = {pair: one for pair, one in after.items() if pair in met and one is not None}
    others = [one for pair, one in after.items() if pair not in met and one is not None]
    row |= compared(len(ours), sum(map(bool, ours.values())), len(others), sum(map(bool, others)))
    return row, [{"a": a, "b": b, "encounter": one} for (a, b), one in sorted(ours.items()) if one]


def _named(network: Network, followed: list[dict[str, Any]]) -> pd.DataFrame:
    columns = ["event", "a", "a_name", "b", "b_name", "encounter", "encounter_name", "since"]
    made = pd.DataFrame(followed, columns=["event", "a", "b", "encounter"], dtype="string")
    since = network.entities.set_index("id")["since"]
    named = {f"{column}_name": made[column].map(network.name) for column in ("a", "b", "encounter")}
    return made.assign(**named, since=made["encounter"].map(since))[columns].astype("string")
