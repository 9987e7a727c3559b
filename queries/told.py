"""A route told as one sentence: « EMC2 se trouve à Nantes, ville jumelée avec Seattle, où se trouve Amazon. »"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from graph.network import Network
from queries.words import word

TOWNS = ("ville", "commune", "métropole", "city", "town")  # types of territory in which French says "à"
CLAUSES: Mapping[str, Mapping[str, tuple[str, str]]] = {  # by link and language: at the beginning, and further on
    "met": {
        "fr": ("{a} a {shared} en commun avec {b}", "qui a {shared} en commun avec {b}"),
        "en": ("{a} shares {shared} with {b}", "which shares {shared} with {b}"),
    },
    "member_of": {
        "fr": ("{a} adhère à {b}", "qui adhère à {b}"),
        "en": ("{a} is a member of {b}", "which is a member of {b}"),
    },
    "has_member": {
        "fr": ("{a} a pour adhérent {b}", "qui a pour adhérent {b}"),
        "en": ("{a} has as a member {b}", "which has as a member {b}"),
    },
    "located_in": {
        "fr": ("{a} se trouve {place}", "qui se trouve {place}"),
        "en": ("{a} is in {b}", "which is in {b}"),
    },
    "located_here": {
        "fr": ("Dans le territoire {a} se trouve {b}", "où se trouve {b}"),
        "en": ("In {a} there is {b}", "where {b} is"),
    },
    "twinned_with": {
        "fr": ("{a} est en jumelage avec {b}", "{twin} avec {b}"),
        "en": ("{a} is twinned with {b}", "twinned with {b}"),
    },
}  # fmt: skip
OPTION_COLUMNS = {
    "option": "Int64", "path_trust": "Float64", "hops": "Int64", "undated": "Int64",
    "sentence_fr": "string", "sentence_en": "string",
}  # fmt: skip


def told(hops: Sequence[Mapping[Any, Any]], towns: Collection[str], language: str) -> str:
    """The hops of one route as one sentence; `towns` are the ids of territories that are towns.

    >>> hop = {"from": "firm:a", "from_name": "A", "to": "pole:p", "to_name": "P", "link": "member_of"}
    >>> told([hop, {**hop, "link": "has_member", "to_name": "B"}], (), "en")
    'A is a member of P, which has as a member B.'
    """
    return ", ".join(_clause(hop, n > 0, towns, language) for n, hop in enumerate(hops)) + "."


def _clause(hop: Mapping[Any, Any], further_on: bool, towns: Collection[str], language: str) -> str:
    place = f"à {hop['to_name']}" if hop["to"] in towns else f"dans le territoire {hop['to_name']}"
    twin = "ville jumelée" if hop["from"] in towns else "territoire jumelé"
    shared = _shared(hop, language) if hop["link"] == "met" else ""
    clause = CLAUSES[hop["link"]][language][further_on]
    return clause.format(a=hop["from_name"], b=hop["to_name"], shared=shared, place=place, twin=twin)


def _shared(hop: Mapping[Any, Any], language: str) -> str:
    return f"{hop['encounters']} {word(str(hop['kind']), language, hop['encounters'])}"


def options_told(network: Network, table: pd.DataFrame) -> pd.DataFrame:
    """One row per option, the whole route told as one sentence."""
    routed = table[table["link"].notna()]
    towns = set(network.entities.loc[network.entities["type"].isin(TOWNS), "id"])
    made = [
        {
            "option": number, "path_trust": rows["path_trust"].iloc[0], "hops": len(rows),
            "undated": int((~rows["dated"].astype(bool)).sum()),
            **{f"sentence_{one}": told(rows.to_dict("records"), towns, one) for one in ("fr", "en")},
        }
        for number, rows in routed.groupby("option")
    ] if len(routed) else []  # fmt: skip
    return pd.DataFrame(made, columns=list(OPTION_COLUMNS)).astype(OPTION_COLUMNS)


def with_routes(table: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    """The whole route beside its first hop, where sentences begin."""
    if not len(chosen):
        return table
    told_of = chosen.set_index("option")
    first = table["option"].where(table["hop"] == 1)
    return table.assign(route_fr=first.map(told_of["sentence_fr"]), route_en=first.map(told_of["sentence_en"]))
