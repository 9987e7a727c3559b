"""Whom the numbers of a profile count: each once, and only what counts."""

from collections.abc import Mapping

import pandas as pd

from graph.network import Network
from graph.ties import participations
from graph.vocabulary import REFUSALS, Kind

COUNTED = {"label": "string", "other": "string", "name": "string", "kind": "string"}


def counted(network: Network, who: pd.Series, links: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """By what is counted, the entities that are: `other` and `kind`."""
    live, kind = links[links["counts"]], Kind(who["kind"])
    found = {"participants": others(live, "participants")} if kind.is_encounter else {}
    if kind.is_organisation:
        found = {section: others(live, section) for section in ("memberships", "encounters")}
        found |= {
            "partners": partners(network, who, live),
            "to_check": pending(links)[True],
            "undecided": pending(links)[None],
        }
    if kind.has_members:
        found["members"] = others(live, "members")
    return found


def whom(network: Network, links: pd.DataFrame, found: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The same as one table: `label`, what is counted; `other` with `name` and `kind`; by label, name and id.

    Beside them, as `waiting`, the encounters of which nobody says that they took place.
    """
    those = {**found, "waiting": waiting(links)}
    parts = [rows[["other", "kind"]].assign(label=label) for label, rows in those.items() if len(rows)]
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(COUNTED))
    table = table.assign(name=[network.name(one) for one in table["other"]])
    return table[list(COUNTED)].astype(COUNTED).sort_values(["label", "name", "other"], ignore_index=True)


def others(links: pd.DataFrame, section: str | None) -> pd.DataFrame:
    """Whom the links of a section lead to, each once."""
    return (links if section is None else links[links["section"] == section]).drop_duplicates("other")


def pending(links: pd.DataFrame) -> dict[bool | None, pd.DataFrame]:
    """The encounters that are to be checked (True), and those whose date does not decide (None)."""
    refused = links["status"].isin(REFUSALS)
    ours = others(links[~refused], "encounters")
    return {True: ours[ours["to_check"].fillna(False)], None: ours[ours["to_check"].isna()]}


def waiting(links: pd.DataFrame) -> pd.DataFrame:
    """The encounters of which nobody says that they took place: to check, to come, or without a date that decides."""
    return others(links[~links["counts"] & ~links["status"].isin(REFUSALS)], "encounters")


def partners(network: Network, who: pd.Series, live: pd.DataFrame) -> pd.DataFrame:
    """Other organisations in the same encounters, where both count."""
    rows = participations(network)
    met = rows.loc[rows["encounter"].isin(others(live, "encounters")["other"]), "organisation"].drop_duplicates()
    met = met[met != who["id"]]
    return pd.DataFrame({"other": met, "kind": met.map(network.kinds)})
