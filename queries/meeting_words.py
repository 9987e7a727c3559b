"""Why two meet, in words and by statements; which wishes were not met, and why."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from graph.network import Network
from graph.vocabulary import Relation
from queries.columns import joined
from queries.meeting_days import Day
from queries.pairs import documents, in_words, met_needs
from queries.words import whole

BOTH, ONE, NOBODY = "mutual", "one_sided", "unasked"
IMPOSED = {"fr": "imposé par l'organisateur", "en": "imposed by who organises the day"}
WISHED = {
    "fr": ("souhaité par les deux", "souhaité par {}"),
    "en": ("both wish for it", "{} wishes for it"),
}
ALREADY = {
    "fr": ("une rencontre commune déjà", "{} rencontres communes déjà"),
    "en": ("one encounter in common already", "{} encounters in common already"),
}
NOTHING = {"fr": "ni souhait ni besoin connu", "en": "no wish and no need is known"}
BETWEEN = {"fr": " ; ", "en": "; "}
PARTS = ["a", "b", "seeker", "provider", "need", "need_name", "offer", "offer_name", "match", "closeness", "importance"]
REASON_COLUMNS = [*PARTS, "statements", "documents"]
UNMET_COLUMNS = ["who", "who_name", "whom", "whom_name", "mutual", "reason", "why"]


def with_reasons(day: Day, table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The pairs with `wish`, `mutual`, `why_fr`, `why_en` and `documents`; beside it the needs that they meet.

    Of each need that is met: the pair, who seeks, who provides, the need, the offer, and the ids of the `statements`
    behind both, which `maillage explain` tells.
    """
    needs = _needs(day, table)
    said = day.network.documents_of({link for links in needs["links"] for link in links})
    ways = table["a_wishes"].astype(int) + table["b_wishes"].astype(int)
    rows = table.to_dict("records")
    made = table.assign(
        wish=pd.array(np.array([NOBODY, ONE, BOTH])[ways], dtype="string"),
        mutual=ways == 2,
        why_fr=[_why(row, "fr") for row in rows],
        why_en=[_why(row, "en") for row in rows],
        documents=table["documents"].mask(table["documents"] == ""),
    )
    papers = [joined(paper for link in links for paper in said.get(link, ())) for links in needs["links"]]
    needs = needs.assign(documents=papers, statements=_statements(day.network, needs))
    return made, needs[REASON_COLUMNS].astype(
        dict.fromkeys(REASON_COLUMNS, "string") | dict.fromkeys(PARTS[-2:], "Float64")
    )


def _needs(day: Day, table: pd.DataFrame) -> pd.DataFrame:
    """The needs met of each pair; beside the table `fits_fr`, `fits_en` and `documents` are filled in."""
    known = day.fits.profiles.organisations
    both = table["a"].isin(known) & table["b"].isin(known)
    some = table[both].reset_index(drop=True)
    places = {end: np.searchsorted(known, some[end].to_numpy(dtype=object)) for end in ("a", "b")}
    many = np.diff(day.fits.profiles.needs.indptr)
    some = some.assign(needs=many[places["a"]], needs_back=many[places["b"]])
    needs = met_needs(day.network, day.fits, some)
    words = in_words(day.network, some, needs)
    for column, values in {
        "fits_fr": words["why_fr"], "fits_en": words["why_en"], "documents": documents(day.network, some, needs),
    }.items():  # fmt: skip
        table[column] = pd.Series(pd.NA, index=table.index, dtype="string")
        table.loc[both, column] = values.to_numpy(dtype=object)
    links = [
        (f"{seeker}~{Relation.NEEDS}~{need}~", f"{provider}~{Relation.OFFERS}~{offer}~")
        for seeker, need, provider, offer in zip(
            needs["seeker"], needs["need"], needs["provider"], needs["offer"], strict=True
        )
    ]
    return needs.assign(links=pd.Series(links, index=needs.index, dtype=object))


def _statements(network: Network, needs: pd.DataFrame) -> list[str]:
    wanted = {link for links in needs["links"] for link in links}
    rows = network.mentions[network.mentions["about"].isin(wanted)]
    by_link = {str(about): set(some["statement"]) for about, some in rows.groupby("about")}
    return [joined(one for link in links for one in by_link.get(link, ())) for links in needs["links"]]


def _why(row: Mapping[Any, Any], language: str) -> str:
    """That it was imposed, the wishes, the needs met, what there was before: what is known of it."""
    both, one = WISHED[language]
    parts = [IMPOSED[language]] if row["imposed"] else []
    if row["a_wishes"] and row["b_wishes"]:
        parts.append(both)
    elif row["a_wishes"] or row["b_wishes"]:
        parts.append(one.format(row["a_name"] if row["a_wishes"] else row["b_name"]))
    if isinstance(fits := row[f"fits_{language}"], str):
        parts.append(fits)
    parts = parts or [NOTHING[language]]
    often = int(row["already"])
    if often:
        parts.append(ALREADY[language][often > 1].format(whole(often, language)))
    return BETWEEN[language].join(parts)


def to_hand_out(why: str, language: str) -> str:
    """Why two meet as a sheet tells it: "" where nothing is known, for who plans alone is told so.

    >>> to_hand_out("no wish and no need is known; one encounter in common already", "en")
    'one encounter in common already'
    """
    return why.removeprefix(NOTHING[language]).removeprefix(BETWEEN[language])


def unmet(day: Day, pairs: np.ndarray, slots: np.ndarray) -> pd.DataFrame:
    """The wishes that the plan does not meet, by who wishes; `reason`, and for those that may not meet `why`.

    Reasons: `forbidden`; `not_there`, one of the two does not come; `no_common_slot`, they are never there together;
    `quota_full`, one of them has as many meetings as it may; `no_slot_left`, no slot in which both are free has a
    table; `others_first`.
    """
    ids = day.rules.participants
    met = {(ids[a], ids[b]) for a, b in day.rules.pairs[pairs]}
    state = _State(day, pairs, slots)
    rows = []
    for who, whom in day.wishes:
        pair = (who, whom) if who < whom else (whom, who)
        if pair in met:
            continue
        reason = "forbidden" if pair in day.barred else state.reason(pair)
        names = day.network.name(who), day.network.name(whom)
        mutual = (whom, who) in day.wishes
        rows.append((who, names[0], whom, names[1], mutual, reason, day.barred.get(pair)))
    made = pd.DataFrame(rows, columns=UNMET_COLUMNS, dtype=object)
    return made.astype(dict.fromkeys(UNMET_COLUMNS, "string") | {"mutual": "boolean"})


class _State:
    """What is taken once the plan stands."""

    def __init__(self, day: Day, pairs: np.ndarray, slots: np.ndarray) -> None:
        self.rules = day.rules
        self.place = {one: n for n, one in enumerate(day.rules.participants)}
        self.free = day.rules.there.copy()
        for (a, b), slot in zip(day.rules.pairs[pairs], slots, strict=True):
            self.free[[a, b], slot] = False
        self.often = np.bincount(day.rules.pairs[pairs].ravel(), minlength=day.rules.size)
        self.open = np.bincount(slots, minlength=day.rules.slots) < day.rules.at_once

    def reason(self, pair: tuple[str, str]) -> str:
        if not set(pair) <= self.place.keys():
            return "not_there"
        a, b = (self.place[one] for one in pair)
        if not (self.rules.there[a] & self.rules.there[b]).any():
            return "no_common_slot"
        if (self.often[[a, b]] >= self.rules.cap[[a, b]]).any():
            return "quota_full"
        return "others_first" if (self.free[a] & self.free[b] & self.open).any() else "no_slot_left"
