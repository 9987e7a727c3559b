"""A plan of visits in words: why each host is seen, which needs are left uncovered, and which hosts are left out."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from graph.vocabulary import Relation
from queries.columns import joined
from queries.serving import exact_offers
from queries.trips import Outing
from queries.visit_rules import Visit
from queries.words import whole

NEED_COLUMNS = ["day", "slot", "group", "host", "host_name", "seeker", "seeker_name", "need", "need_name", "offer",
                "offer_name", "match", "closeness", "turn", "statements", "documents"]  # fmt: skip
LEFT_COLUMNS = ["seeker", "seeker_name", "group", "need", "need_name", "reason", "hosts"]
OUT_COLUMNS = ["host", "host_name", "reason", "needs"]
NUMBERS = {"day": "Int64", "slot": "Int64", "group": "Int64", "closeness": "Float64", "turn": "Int64", "needs": "Int64"}
NAMED = 5  # needs that a sentence names
SERVES = {
    "fr": ("répond à un besoin : {}", "répond à {} besoins : {}"),
    "en": ("meets one need: {}", "meets {} needs: {}"),
}
NO_NEED = {"fr": "ne répond à aucun besoin connu", "en": "meets no need that is known"}
WEIGHT = {"fr": "priorité {} × chance d'accord {} %", "en": "priority {} × chance of a yes {} %"}
CLOSE = {"fr": "{} (proche : {})", "en": "{} (related: {})"}
AND_MORE = {"fr": "et {} de plus", "en": "and {} more"}


def served(asked: Outing, visits: Sequence[Visit]) -> pd.DataFrame:
    """Every need that a host of the plan meets for its sub-group, best hosts first: the first two count."""
    when = {(asked.trip.hosts[one.host], one.group): one for one in visits}
    rows = []
    for offer in asked.offers.to_dict("records"):
        visit = when.get((offer["provider"], offer["group"]))
        if visit is not None:
            rows.append({**offer, "day": visit.day + 1, "slot": visit.slot + 1, "host": offer["provider"]})
    made = pd.DataFrame(rows, columns=[*asked.offers.columns, "day", "slot", "host"])
    made = made.sort_values(["seeker", "need", "closeness", "day", "slot", "host"],
                            ascending=[True, True, False, True, True, True], kind="stable")  # fmt: skip
    made["turn"] = made.groupby(["seeker", "need"]).cumcount() + 1
    made["match"] = ["exact" if a == b else "related" for a, b in zip(made["need"], made["offer"], strict=True)]
    made["group"] = made["group"] + 1
    made = made.assign(**_behind(asked, made), **_names(asked, made, ("host", "seeker", "need", "offer")))
    made = made.sort_values(["day", "slot", "group", "seeker", "need"], ignore_index=True)
    return _as_text(made, NEED_COLUMNS)


def _behind(asked: Outing, rows: pd.DataFrame) -> dict[str, list[str]]:
    """Statements and documents behind the need and the offer of each row."""
    network = asked.network
    links = [
        (f"{row['seeker']}~{Relation.NEEDS}~{row['need']}~", f"{row['host']}~{Relation.OFFERS}~{row['offer']}~")
        for row in rows.to_dict("records")
    ]
    wanted = {one for two in links for one in two}
    told = network.mentions[network.mentions["about"].isin(wanted)]
    said, papers = (
        {str(about): set(some) for about, some in told.groupby("about")[column]} for column in ("statement", "document")
    )
    return {
        "statements": [joined(one for link in two for one in said.get(link, ())) for two in links],
        "documents": [joined(one for link in two for one in papers.get(link, ())) for two in links],
    }


def _names(asked: Outing, rows: pd.DataFrame, columns: Sequence[str]) -> dict[str, pd.Series]:
    return {f"{one}_name": rows[one].map(asked.network.name).astype("string") for one in columns}


def _as_text(rows: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    made = rows.reindex(columns=columns).reset_index(drop=True)
    return made.astype({one: NUMBERS.get(one, "string") for one in columns})


def why(asked: Outing, host: str, needs: pd.DataFrame, language: str) -> str:
    """What a host brings: the needs that it meets, what is expected of it."""
    likely = WEIGHT[language].format(
        whole(asked.priority[host], language), whole(round(100 * asked.acceptance[host]), language)
    )  # fmt: skip
    named = _needs(needs, language)
    if not named:
        return f"{NO_NEED[language]}, {likely}"
    more = [AND_MORE[language].format(len(named) - NAMED)] if len(named) > NAMED + 1 else []
    shown = named[:NAMED] if more else named
    one, several = SERVES[language]
    first = one.format(shown[0]) if len(named) == 1 else several.format(len(named), ", ".join([*shown, *more]))
    return f"{first}, {likely}"


def _needs(needs: pd.DataFrame, language: str) -> list[str]:
    """Each need once, by name, with the offer where it is another."""
    found: dict[str, str] = {}
    for row in needs.sort_values(["need_name", "need"]).to_dict("records"):
        exact = row["match"] == "exact"
        said = row["need_name"] if exact else CLOSE[language].format(row["need_name"], row["offer_name"])
        found.setdefault(row["need"], said)
    return list(found.values())


def uncovered(asked: Outing, visits: Sequence[Visit]) -> pd.DataFrame:
    """The needs that no host of the plan meets, and why not.

    Reasons: `unserved`, nobody known offers it or anything close; `no_candidate`, nobody among the possible hosts does;
    `kept_apart`, those who do may not be seen; `others_first`, others are worth more in the places there are.
    """
    seen = {(asked.trip.hosts[one.host], one.group) for one in visits}
    open_ = {(asked.trip.hosts[host], group) for host, group in asked.trip.pairs()}
    elsewhere = set(exact_offers(asked.network, asked.wanted)["need"])
    by_need = {key: some for key, some in asked.offers.groupby(["seeker", "need"])}
    rows: list[dict[str, Any]] = []
    for seeker, need in zip(asked.wanted["seeker"], asked.wanted["need"], strict=True):
        some, group = by_need.get((seeker, need)), asked.group_of[seeker]
        hosts = [] if some is None else sorted(some["provider"])
        if any((one, group) in seen for one in hosts):
            continue
        free = [one for one in hosts if (one, group) in open_]
        reason = (
            "others_first" if free else "kept_apart" if hosts else "no_candidate" if need in elsewhere else "unserved"
        )
        rows.append({
            "seeker": seeker, "group": group + 1, "need": need, "reason": reason, "hosts": joined(hosts) or pd.NA,
        })  # fmt: skip
    made = pd.DataFrame(rows, columns=["seeker", "group", "need", "reason", "hosts"])
    return _as_text(made.assign(**_names(asked, made, ("seeker", "need"))), LEFT_COLUMNS)


def left_out(asked: Outing, visits: Sequence[Visit]) -> pd.DataFrame:
    """The possible hosts that the plan does not see, why, and how many needs they would meet."""
    seen = {asked.trip.hosts[one.host] for one in visits}
    many: Mapping[Any, int] = asked.offers.groupby("provider").size().to_dict()
    reasons = dict.fromkeys(asked.trip.hosts, "others_first") | dict(asked.excluded)
    rows = [
        {"host": one, "reason": why, "needs": many.get(one, 0)}
        for one, why in sorted(reasons.items())
        if one not in seen
    ]
    made = pd.DataFrame(rows, columns=["host", "reason", "needs"])
    return _as_text(made.assign(**_names(asked, made, ("host",))), OUT_COLUMNS)
