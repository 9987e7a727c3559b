"""Where to go next?"""

from typing import Any

import numpy as np
import pandas as pd

from graph import dates
from graph.network import Network
from graph.vocabulary import ORGANISATIONS
from queries.answer import Answer, answer
from queries.basis import basis
from queries.columns import DOCUMENTS, RANK, REASON, count, date, joined, name, text
from queries.leading import PARTS, Side, leading, visits_there
from queries.parameters import entity, entity_of

QUESTION = {"fr": "Où aller la prochaine fois ?", "en": "Where to go next?"}
VERSION = 1
METHOD = {
    "fr": "liens qui mènent déjà à chaque territoire et besoins qui y sont servis, comptés à part ; le rang : combien "
    "de territoires font au moins aussi bien partout et mieux quelque part",
    "en": "ties that already lead to each territory and needs that are served there, counted apart; the rank: how "
    "many territories do at least as well in every part and better in one",
}
EXAMPLE = {"source": "pole:emc2"}
PARAMETERS = (entity("source", "qui voyage", "who travels", ORGANISATIONS),)
KEYS = ("territory",)  # what a row is about
COLUMNS = (
    RANK,
    text("territory", "territoire", "territory"),
    name("territory_name", "nom du territoire", "name of the territory"),
    count("twinnings", "jumelages", "twinnings", "territories"),
    count("memberships", "adhésions", "memberships", "organisations"),
    count("projects", "projets et alliances", "projects and alliances", "encounters"),
    count("alumni", "anciens de visites", "alumni of visits", "organisations"),
    count("needs", "besoins servis", "needs served", "needs"),
    count("seekers", "qui ont ces besoins", "who have these needs", "organisations"),
    date("last_visit", "dernière visite", "last visit"),
    count("planned", "visites en préparation", "visits in preparation", "encounters"),
    name("source_name", "qui voyage", "who travels"),
    REASON,
    DOCUMENTS,
)
SENTENCES = {
    "no_location": {
        "fr": "Aucun territoire à proposer à {source_name} : on ne sait pas où se trouvent les autres organisations ; "
        "notez leurs lieux, ou des jumelages.",
        "en": "No territory to propose to {source_name}: it is not known where the other organisations are; "
        "record their places, or twinnings.",
    },
    "no_tie": {
        "fr": "Aucun territoire à proposer à {source_name} : rien de connu n'y mène ; notez ses adhérents, ses "
        "projets, ses visites tenues ou ses besoins.",
        "en": "No territory to propose to {source_name}: nothing known leads there; record its members, its projects, "
        "the visits that it held or its needs.",
    },
    "": {
        "fr": "{territory_name} : {twinnings:aucun jumelage|# jumelage|# jumelages}, "
        "{memberships:aucune adhésion|# organisation jointe par adhésion|# organisations jointes par adhésion}, "
        "{projects:aucun projet commun|# projet commun|# projets communs}, "
        "{alumni:aucun ancien d'une visite|# ancien d'une visite|# anciens de visites} ; "
        "{needs:aucun besoin connu n'y est servi|# besoin y est servi|# besoins y sont servis}"
        "{last_visit:| ; dernière visite : #}{planned:| ; # visite en préparation| ; # visites en préparation}.",
        "en": "{territory_name}: {twinnings:no twinning|# twinning|# twinnings}, "
        "{memberships:no membership|# organisation joined by membership|# organisations joined by membership}, "
        "{projects:no common project|# common project|# common projects}, "
        "{alumni:no alumnus of a visit|# alumnus of a visit|# alumni of visits}; "
        "{needs:no known need is served there|# need is served there|# needs are served there}"
        "{last_visit:|; last visit: #}{planned:|; # visit in preparation|; # visits in preparation}.",
    },
}


def next_visits(network: Network, *, source: str) -> Answer:
    """Territories for a visit, by the ties that already lead there and the needs that they would serve.

    One looks on behalf of an organisation and, of a group, of its members. What is there is what documents locate
    there; its own territories are left out. The parts stand beside each other and are never added up: no weight says
    how many projects a twinning is worth. Only what counts is counted; a visit that is announced makes no alumni.

    Returns:
        A table with one row per territory to which some part leads, by `rank`, then by id: `rank`, 1 + how many
        territories do at least as well in each of the five parts and better in one (equal ones share it);
        `territory`, `territory_name`; `twinnings` ≥ 0, with a territory of its own; `memberships` ≥ 0, organisations
        there that are its members, or groups that it is a member of, or their other members; `projects` ≥ 0, projects
        and alliances of its side with organisations there; `alumni` ≥ 0, of its side, delegates of visits held there;
        `needs` ≥ 0 of its side, competences and equipment, that somebody there offers exactly, and how many `seekers`
        ≥ 0 have them; `last_visit` (EDTF) that was held there and has a known year; `planned` ≥ 0, visits of its side
        there, asked for, announced or settled, and not held; `source_name`, of the `source`; `documents`, behind
        all that is counted.
        Where nothing leads anywhere one row with a `reason`: `no_location`, it is not known where others are; `no_tie`.
        `more["ties"]`: what is counted, a row each: `territory`, `part`, `item`, `item_name`, `ours`, `theirs`,
        `documents`.

    Raises:
        UnknownEntity: the viewer's network has no such entity.
        ValueError: it is no organisation.

    Complexity:
        One pass over the links; T U comparisons of T territories with the U different rows of parts among them.

    Source:
        Counting only; the order of those that no other dominates as in Börzsönyi, Kossmann and Stocker (2001), The
        skyline operator, ICDE 2001, 421–430.

    Examples:
        >>> from tests.toys import met
        >>> next_visits(met("ab"), source="firm:a").table["reason"].tolist()
        ['no_location']
    """
    who = entity_of(PARAMETERS[0], network, source)
    side = Side.of(network, who)
    ties = leading(network, side)
    table = _ranked(_counted(network, side, ties)) if len(ties) else _nothing(side)
    table = table.assign(source_name=network.name(who))
    rests_on = basis(network, "next_visits", method=METHOD, parameters={"source": who}, version=VERSION)
    return answer(table, COLUMNS, SENTENCES, rests_on, more={"ties": _listed(network, ties)})


def _counted(network: Network, side: Side, ties: pd.DataFrame) -> pd.DataFrame:
    """A row per territory with its parts, the days of its visits and its documents."""
    parts = ties.groupby(["territory", "part"])["item"].nunique().unstack("part", fill_value=0)
    parts = parts.reindex(columns=list(PARTS), fill_value=0)
    needed = ties[ties["part"] == "needs"].groupby("territory")["ours"].nunique()
    visits = visits_there(network, side)
    planned = visits[~visits["held"]].groupby("territory")["visit"].nunique()
    ids = pd.Series(parts.index, dtype="string")
    return parts.reset_index(drop=True).assign(
        territory=ids,
        territory_name=ids.map(network.name),
        seekers=ids.map(needed).fillna(0),
        last_visit=ids.map(_last(network, visits[visits["held"]])).astype("string"),
        planned=ids.map(planned).fillna(0),
        documents=ids.map(_documents(network, ties, ["territory"])),
    )


def _last(network: Network, held: pd.DataFrame) -> dict[str, str]:
    """By territory, when the last visit of a known year began."""
    since = network.encounters.set_index("id")["since"]
    days = held.assign(since=held["visit"].map(since)).dropna(subset=["since"])
    days = days[days["since"].map(dates.year_is_known).astype(bool)]
    pairs = sorted(zip(days["since"].map(dates.earliest), days["since"], days["territory"], strict=True))
    return {territory: since for _, since, territory in pairs}


def _ranked(table: pd.DataFrame) -> pd.DataFrame:
    """With the rank: 1 + how many do at least as well in every part, and better in one."""
    rows, where, times = np.unique(table[list(PARTS)].to_numpy(int), axis=0, return_inverse=True, return_counts=True)
    ahead = np.array([times[(rows >= one).all(axis=1) & (rows > one).any(axis=1)].sum() for one in rows])
    return table.assign(rank=1 + ahead[where.ravel()]).sort_values(["rank", "territory"])


def _nothing(side: Side) -> pd.DataFrame:
    known = (side.places["one"] != side.source).any()
    return pd.DataFrame([{"reason": "no_tie" if known else "no_location"}])


def _listed(network: Network, ties: pd.DataFrame) -> pd.DataFrame:
    """What is counted, each once, and who says so."""
    what = ["territory", "part", "item", "ours", "theirs"]
    rows = ties[what].drop_duplicates().reset_index(drop=True)
    documents = _documents(network, ties, what)
    told = [documents[one] for one in rows.itertuples(index=False, name=None)]
    made = rows.assign(item_name=rows["item"].map(network.name), documents=told)
    return made[["territory", "part", "item", "item_name", "ours", "theirs", "documents"]].astype("string")


def _documents(network: Network, ties: pd.DataFrame, by: list[str]) -> dict[Any, str]:
    """By territory, or whatever is named, the documents behind its links."""
    spoken = network.documents_of(set(ties["link"]))
    said = ties.assign(document=ties["link"].map(lambda link: spoken.get(link, ()))).explode("document")
    said = said.dropna(subset=["document"])
    keys = by[0] if len(by) == 1 else by
    return {one: joined(rows) for one, rows in said.groupby(keys)["document"]}
