"""Who saw whom, and what is still open?"""

from typing import Any

import pandas as pd

from graph.network import Network
from graph.vocabulary import REFUSALS, Kind, Relation, Role, Status
from queries.answer import Answer, answer
from queries.basis import basis
from queries.columns import (
    COUNTS,
    DECLARED,
    DOCUMENTS,
    NAMED,
    STATUS,
    TO_CHECK,
    Column,
    count,
    date,
    flag,
    joined,
    text,
    typed,
)
from queries.columns import name as name_column
from queries.named import contradict, declared_counts
from queries.parameters import entity, entity_of
from queries.pending import to_check

QUESTION = {
    "fr": "Qui a vu qui, et que reste-t-il à confirmer ?",
    "en": "Who saw whom, and what is still open?",
}
VERSION = 3
METHOD = {
    "fr": "participants nommés et comptes déclarés ; une visite annoncée n'est jamais tenue d'elle-même",
    "en": "participants named and counts declared; an announced visit is never held by itself",
}
EXAMPLE = {"visit": None}
PARAMETERS = (entity("visit", "visite", "visit", (Kind.VISIT,), required=False),)
CASE = "row"
ROWS = ("visit", "count", "participant")
KEYS = ("row", "visit", "participant", "role", "counted", "declared")  # what a row is about
COLUMNS = (
    text("row", "sorte de ligne", "kind of row"),
    text("visit", "visite", "visit"),
    name_column("visit_name", "nom de la visite", "name of the visit"),
    text("participant", "participant", "participant"),
    name_column("participant_name", "nom du participant", "name of the participant"),
    text("role", "rôle", "role"),
    Column("counted", "counted", "qui est compté", "who is counted"),
    STATUS,
    date("date", "date", "date"),
    NAMED,
    DECLARED,
    count("in_discussion", "en discussion", "in discussion", "organisations"),
    flag("disputed", "comptes qui diffèrent", "counts that differ"),
    COUNTS,
    flag("open", "reste ouvert", "still open"),
    TO_CHECK,
    DOCUMENTS,
)
SETTLED = (*REFUSALS, Status.HELD, Status.ENDED)
SENTENCES = {
    "visit": {
        "fr": "{visit_name} : {named:aucun participant nommé|# participant nommé|# participants nommés}"
        "{date: ; sans date| ; #}{status: ; statut inconnu| ; statut : #}{to_check: ; "
        "la date ne permet pas de dire si elle est passée|| ; visite à vérifier, sa date est passée}.",
        "en": "{visit_name}: {named:no participant named|# participant named|# participants named}"
        "{date:; undated|; #}{status:; status unknown|; status: #}{to_check:; "
        "the date does not tell whether it has passed||; visit to check, its date has passed}.",
    },
    "count": {
        "fr": "{visit_name}, {counted} : {named:aucun nommé|# nommé|# nommés}{declared:| sur # déclaré| sur # déclarés}"
        "{in_discussion:| ; # des nommés en discussion| ; # des nommés en discussion}"
        "{disputed:|| ; un autre compte est déclaré, à comparer}"
        "{to_check:|| ; visite à vérifier, sa date est passée}.",
        "en": "{visit_name}, {counted}: {named:none named|# named|# named}{declared:| of # declared}"
        "{in_discussion:|; # of those named in discussion|; # of those named in discussion}"
        "{disputed:||; another count is declared, to be compared}"
        "{to_check:||; visit to check, its date has passed}.",
    },
    "": {
        "fr": "{visit_name} : {participant_name} (rôle : {role}){status:, statut inconnu|, statut : #}"
        "{counts:|, ne compte pas comme rencontre|}{open:|| ; reste ouvert}.",
        "en": "{visit_name}: {participant_name} (role: {role}){status:, status unknown|, status: #}"
        "{counts:|, does not count as met|}{open:||; still open}.",
    },
}


def visits(network: Network, *, visit: str | None = None) -> Answer:
    """Who took part in each visit or in one of them, how many of those declared are named, what is still open.

    A visit that is announced and whose date has passed is to be checked, never held. Who is still in discussion, or
    only announced, is named and does not count as met, unless the network was read with such statuses.
    Counts that cannot all be so (20 and 18 besides two named ones can) all stay, flagged.

    Returns:
        A table by visit id: `row`, first `visit`, then `count`s, then `participant`s; `visit`, `visit_name`;
        `participant`, `participant_name`; `role`; `counted`, whom a count counts (`host`, `delegate:firm`);
        `status`; `date` of the visit (EDTF); `named`, how many, ≥ 0, refusals apart; `declared`, as documents give
        it; `in_discussion`, how many of the named, ≥ 0; `disputed`, whether another count of the same
        cannot also be so; `counts`; `open`, of visits and participants, whether it is neither held nor refused yet,
        missing without a status; `to_check`, missing where the date does not decide; `documents`, ids.
        `more["states"]`: how many participants of each visit have each role and status: `visit`, `visit_name`,
        `role`, `status`, `participants`. `more["met"]`: a row per delegate and host of a visit who both count:
        `visit`, `delegate`, `delegate_name`, `host`, `host_name`.

    Raises:
        UnknownEntity: the viewer's network has no such entity.
        ValueError: it is no visit.

    Complexity:
        One pass over the participations in visits.

    Source:
        Counting only.

    Examples:
        >>> from tests.toys import met
        >>> visits(met("ab", kind="visit")).sentences("en")[1]
        'Meeting 0, partners: 2 named.'
    """
    held = network.entities[network.entities["kind"] == Kind.VISIT]
    if visit is not None:
        held = held[held["id"] == entity_of(PARAMETERS[0], network, visit)]
    parties = _participants(network, held)
    table = pd.concat([_visits(network, held, parties), _counts(network, held, parties), parties], ignore_index=True)
    table = _finished(network, typed(table, COLUMNS), held)
    rests_on = basis(network, "visits", method=METHOD, parameters={"visit": visit}, version=VERSION)
    return answer(
        table, COLUMNS, SENTENCES, rests_on, more={"met": _met(parties), "states": _states(network, parties)}, case=CASE
    )


def _participants(network: Network, held: pd.DataFrame) -> pd.DataFrame:
    links = network.links
    links = links[(links["relation"] == Relation.TOOK_PART_IN) & links["target"].isin(held["id"])]
    return pd.DataFrame(
        {
            "row": "participant",
            "visit": links["target"],
            "participant": links["source"],
            "participant_name": links["source"].map(network.name),
            "role": links["key"],
            "counted": links["key"],
            "status": links["status"],
            "counts": links["counts"],
            "about": links["id"],
            "documents": _documents(network, links["id"]),
        }
    )


def _visits(network: Network, held: pd.DataFrame, parties: pd.DataFrame) -> pd.DataFrame:
    named = _not_refused(parties).groupby("visit")["participant"].nunique()
    return pd.DataFrame(
        {
            "row": "visit",
            "visit": held["id"],
            "status": held["status"],
            "named": held["id"].map(named).fillna(0),
            "counts": held["counts"],
            "documents": _documents(network, held["id"]),
        }
    )


def _counts(network: Network, held: pd.DataFrame, parties: pd.DataFrame) -> pd.DataFrame:
    """A row for each count that is declared, and one for each role of which none is."""
    roles = {key: rows for key, rows in _not_refused(parties).groupby(["visit", "role"])}
    declared = declared_counts(network)
    declared = declared[declared["about"].isin(held["id"])].fillna({"besides": ""})
    rows: list[dict[str, Any]] = []
    for (visit, key), those in declared.groupby(["about", "key"]):
        disputed = contradict(those)
        for (said, _), same in those.groupby(["count", "besides"]):
            rows.append(_count(str(visit), str(key), roles.get((visit, key)), same["document"]))
            rows[-1] |= {"named": same["named"].iloc[0], "declared": said, "disputed": disputed}
    told = {(row["visit"], row["counted"]) for row in rows}
    for (visit, role), those in roles.items():
        if (visit, role) not in told:
            rows.append(_count(str(visit), str(role), those, those["documents"].dropna().str.split(" ").explode()))
            rows[-1] |= {"named": those["participant"].nunique()}
    return pd.DataFrame(rows)


def _count(visit: str, key: str, those: pd.DataFrame | None, documents: pd.Series) -> dict[str, Any]:
    role = key.partition(":")[0]
    talks = 0 if those is None else int((those["status"] == Status.IN_DISCUSSION).sum())
    return {
        "row": "count",
        "visit": visit,
        "role": role if role in set(Role) else pd.NA,
        "counted": key,
        "in_discussion": talks if role == key else pd.NA,
        "documents": joined(documents),
    }


def _finished(network: Network, table: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """With the visit's own name and date on each row, sorted."""
    dates = pd.Series(
        [_span(since, until) for since, until in zip(held["since"], held["until"], strict=True)],
        index=held["id"].to_numpy(dtype=object),
        dtype="string",
    )
    table = table.assign(
        visit_name=table["visit"].map(network.name),
        date=table["visit"].map(dates),
        to_check=table["visit"].map(to_check(network)),
        counted=table["counted"].where(table["row"] == "count"),
        order=table["row"].map(ROWS.index),
        open=(~table["status"].isin(SETTLED)).astype("boolean").where(table["status"].notna()),
    )
    return table.sort_values(
        ["visit", "order", "role", "counted", "declared", "participant_name", "participant"], ignore_index=True
    )


def _span(since: object, until: object) -> object:
    known = [text for text in (since, until) if isinstance(text, str)]
    return pd.NA if not known else known[0] if len(set(known)) == 1 and known[0] == since else f"{known[0]}/{known[-1]}"


def _states(network: Network, parties: pd.DataFrame) -> pd.DataFrame:
    """How many of each role are at which status."""
    by = ["visit", "role", "status"]
    rows = parties.fillna({"status": ""}).groupby(by)["participant"].nunique().rename("participants").reset_index()
    rows = rows.assign(visit_name=rows["visit"].map(network.name), status=rows["status"].replace("", None))
    types = dict.fromkeys([*by, "visit_name"], "string")
    return rows[["visit", "visit_name", "role", "status", "participants"]].astype({**types, "participants": "Int64"})


def _met(parties: pd.DataFrame) -> pd.DataFrame:
    """Delegates and hosts of the same visit who both count."""
    there = parties[parties["counts"].fillna(False)]
    columns = ["visit", "participant", "participant_name"]
    delegates, hosts = (
        there.loc[there["role"] == role, columns].rename(columns={columns[1]: role, columns[2]: f"{role}_name"})
        for role in (Role.DELEGATE.value, Role.HOST.value)
    )
    pairs = delegates.merge(hosts, on="visit")
    pairs = pairs[pairs["delegate"] != pairs["host"]]
    return pairs.sort_values(["visit", "delegate", "host"], ignore_index=True).astype("string")


def _not_refused(parties: pd.DataFrame) -> pd.DataFrame:
    return parties[~parties["status"].isin(REFUSALS)]


def _documents(network: Network, about: pd.Series) -> pd.Series:
    spoken = network.documents_of(set(about))
    return about.map({one: joined(documents) for one, documents in spoken.items()}).astype("string")
