"""Who is this, and what do we know?"""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from graph.frames import SHOWN
from graph.network import Network
from graph.resolve import SEPARATOR
from graph.ties import participations
from graph.vocabulary import GROUPS, REFUSALS, Kind, Relation
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
    joined,
    text,
    typed,
)
from queries.named import declared_counts, named_of_declared
from queries.parameters import entity as one_entity
from queries.pending import to_check
from queries.words import WORDS

QUESTION = {"fr": "Qui est-ce, et qu'en savons-nous ?", "en": "Who is this, and what do we know?"}
VERSION = 2
METHOD = {
    "fr": "tous les liens d'une entité ; seuls ceux qui comptent entrent dans les chiffres",
    "en": "all links of one entity; only those that count enter the numbers",
}
EXAMPLE = {"organisation": "pole:emc2"}
PARAMETERS = (one_entity("organisation", "qui ou quoi", "who or what"),)
CASE = "row"
COLUMNS = (
    text("row", "sorte de ligne", "kind of row"),
    text("section", "rubrique", "section"),
    text("label", "intitulé", "label"),
    text("value", "valeur", "value"),
    Column("counted", "counted", "qui est compté", "who is counted"),
    NAMED,
    DECLARED,
    STATUS,
    date("since", "début", "beginning"),
    date("until", "fin", "end"),
    COUNTS,
    TO_CHECK,
    count("memberships", "adhésions", "memberships", "groups"),
    count("parties", "entités liées", "entities linked", "entities"),
    count("partners", "partenaires nommés", "partners named", "organisations"),
    count("encounters", "rencontres", "encounters", "encounters"),
    count("unchecked", "rencontres à vérifier", "encounters to check", "encounters"),
    count("undecided", "rencontres sans date qui tranche", "encounters without a date that decides", "encounters"),
    DOCUMENTS,
    text("about", "entité ou lien", "entity or link"),
    text("other", "autre entité", "other entity"),
)
SECTIONS = (
    "summary", "identity", "numbers", "memberships", "members", "encounters", "participants",
    "offers", "needs", "places", "others",
)  # fmt: skip
OUTWARD: Mapping[str, tuple[str, str | None]] = {  # where links that start here are shown, and under which label
    Relation.MEMBER_OF: ("memberships", None),
    Relation.TOOK_PART_IN: ("encounters", None),
    Relation.OFFERS: ("offers", None),
    Relation.NEEDS: ("needs", None),
    Relation.LOCATED_IN: ("places", "located_in"),
    Relation.TWINNED_WITH: ("places", "twinned_with"),
    Relation.PART_OF: ("others", "part_of"),
    Relation.FOLLOWS: ("others", "follows"),
    Relation.USES: ("others", "uses"),
    Relation.ABOUT: ("others", "about"),
    Relation.COMPETES_WITH: ("others", "competes_with"),
}
INWARD: Mapping[str, tuple[str, str | None]] = {
    **OUTWARD,
    Relation.MEMBER_OF: ("members", None),
    Relation.TOOK_PART_IN: ("participants", None),
    Relation.OFFERS: ("others", "offered_by"),
    Relation.NEEDS: ("others", "needed_by"),
    Relation.LOCATED_IN: ("others", "located_here"),
    Relation.PART_OF: ("others", "has_part"),
    Relation.FOLLOWS: ("others", "followed_by"),
    Relation.USES: ("others", "used_by"),
    Relation.ABOUT: ("others", "subject_of"),
}


def _of_organisation(groups: tuple[str, str], several: tuple[str, str], members: tuple[str, str]) -> dict[str, str]:
    fr = (
        "{value} ({label}) : {memberships:aucune adhésion connue|membre de # %s|membre de # %s}%s, "
        "{partners:aucun partenaire nommé|# partenaire nommé|# partenaires nommés}, "
        "{encounters:aucune rencontre|# rencontre|# rencontres}"
        "{unchecked:|, # autre à vérifier|, # autres à vérifier}"
        "{undecided:|, # rencontre annoncée, de date incertaine|, # rencontres annoncées, de date incertaine}."
    )
    en = (
        "{value} ({label}): {memberships:no known membership|member of # %s|member of # %s}%s, "
        "{partners:no partner named|# partner named|# partners named}, "
        "{encounters:no encounter|# encounter|# encounters}"
        "{unchecked:|, # more to check|, # more to check}"
        "{undecided:|, # encounter announced, of uncertain date|, # encounters announced, of uncertain date}."
    )
    return {"fr": fr % (groups[0], several[0], members[0]), "en": en % (groups[1], several[1], members[1])}


def _summaries() -> dict[str, dict[str, str]]:
    """What is said first of an organisation, by what it is a member of: poles alone, groups of several kinds."""
    groups = {
        str(kind): tuple(zip(*(WORDS[kind][language] for language in ("fr", "en")), strict=True)) for kind in GROUPS
    }
    groups[""] = (("groupe", "group"), ("groupes", "groups"))
    members = (
        ", {parties:aucun adhérent nommé|# adhérent nommé|# adhérents nommés}{declared:| ({named} sur # déclarés)}",
        ", {parties:no member named|# member named|# members named}{declared:| ({named} of # declared)}",
    )
    return {
        f"{family}:{kind}": _of_organisation(one, several, said)
        for kind, (one, several) in groups.items()
        for family, said in (("organisation", ("", "")), ("group", members))
    }


def _of_link(fr: str, en: str, *, dated: bool = False) -> dict[str, str]:
    """A link's sentence: what it is, how far it has come, since when; of an encounter, whether it is to be checked."""
    check_fr = "{to_check: ; la date ne permet pas de dire si elle est passée|| ; à vérifier, la date est passée}"
    check_en = "{to_check:; the date does not tell whether it has passed||; to check, the date has passed}"
    return {
        "fr": fr + "{status:, statut inconnu|, statut : #}{since:|, début : #}{until:|, fin : #}"
        "{counts:|, ne compte pas|}" + (check_fr if dated else "") + ".",
        "en": en + "{status:, status unknown|, status: #}{since:|, beginning: #}{until:|, end: #}"
        "{counts:|, does not count|}" + (check_en if dated else "") + ".",
    }


SENTENCES = {
    **_summaries(),
    "encounter": {
        "fr": "{value} ({label}) : {parties:aucun participant avéré|# participant avéré|# participants avérés}"
        "{declared:| ; {named} nommés sur # déclarés}{status: ; statut inconnu| ; statut : #}"
        "{to_check: ; la date ne permet pas de dire si elle est passée|| ; à vérifier, la date est passée}.",
        "en": "{value} ({label}): {parties:no settled participant|# settled participant|# settled participants}"
        "{declared:|; {named} named of # declared}{status:; status unknown|; status: #}"
        "{to_check:; the date does not tell whether it has passed||; to check, the date has passed}.",
    },
    "topic": {
        "fr": "{value} ({label}) : {parties:aucune entité liée|# entité liée|# entités liées}.",
        "en": "{value} ({label}): {parties:no entity linked|# entity linked|# entities linked}.",
    },
    "property": {"fr": "Identité, {label} : {value}.", "en": "Identity, {label}: {value}."},
    "day": {"fr": "Identité, {label} : {since}.", "en": "Identity, {label}: {since}."},
    "number": {
        "fr": "Chiffres, {label}{value:| (#)} : {named}.",
        "en": "Numbers, {label}{value:| (#)}: {named}.",
    },
    "declared": {
        "fr": "Compte déclaré, {counted} : {named:aucun nommé|# nommé|# nommés} sur {declared}.",
        "en": "Declared count, {counted}: {named:none named|# named|# named} of {declared}.",
    },
    "share": {
        "fr": "Compte déclaré, {counted} : {declared} ; les liens n'en disent rien.",
        "en": "Declared count, {counted}: {declared}; links do not tell.",
    },
    "memberships": _of_link("Adhésion : {value} ({label})", "Membership: {value} ({label})"),
    "members": _of_link("Adhérent : {value} ({label})", "Member: {value} ({label})"),
    "encounters": _of_link("Rencontre : {value} (rôle : {label})", "Encounter: {value} (role: {label})", dated=True),
    "participants": _of_link("Participant : {value} (rôle : {label})", "Participant: {value} (role: {label})"),
    "offers": _of_link("Offre : {value} ({label})", "Offer: {value} ({label})"),
    "needs": _of_link("Besoin : {value} ({label})", "Need: {value} ({label})"),
    "places": _of_link("Lieu : {value} ({label})", "Place: {value} ({label})"),
    "": _of_link("Autre lien, {label} : {value}", "Other link, {label}: {value}"),
}  # fmt: skip


def profile(network: Network, *, organisation: str) -> Answer:
    """All that is known of one entity, whatever its kind: who it is, its numbers, its links.

    Numbers count only what counts: announced encounters, hosts still in discussion and refusals are listed and
    not counted, a partner met twice is one. An announced encounter whose date has passed is to be checked;
    one whose date does not decide (none, an unknown year) is neither to be checked nor settled.

    Returns:
        A table in sections (`summary`, `identity`, `numbers`, `memberships`, `members`, `encounters`,
        `participants`, `offers`, `needs`, `places`, `others`), within them by `label`, `value` and `about`: `row`,
        what kind of sentence it has; `section`; `label`, the property, the role, the kind of the other entity or
        the relation; `value`, the property's value or the other's name; `counted`, of a declared count, whom it
        counts; `named` ≥ 0 beside `declared`, as documents give it; `status`, `since` and `until` (EDTF, of the
        encounter where the link has none); `counts`; `to_check`, missing where the date does not decide;
        `memberships`, `parties` (members, participants, or whoever is linked to a topic), `partners`,
        `encounters`, `unchecked` and `undecided`, all ≥ 0, in the first row alone; `documents`, ids of those that say
        so, missing for a number, and for a property where several speak of the entity; `about`, the id of the entity
        or link the row speaks of; `other`, the entity at the link's other end.

    Raises:
        UnknownEntity: the viewer's network has no such entity.

    Source:
        Counting only.

    Examples:
        >>> from tests.toys import met
        >>> profile(met("abc", "ab"), organisation="firm:a").sentences("en")[0]
        'A (firm): no known membership, 2 partners named, 2 encounters.'
    """
    who = network.row(organisation)
    links = _links(network, str(who["id"]))
    rows = [_summary(network, who, links), *_identity(who), *_numbers(network, who, links), *_declared(network, who)]
    table = typed(pd.concat([pd.DataFrame(rows), links], ignore_index=True), COLUMNS)
    table = table.assign(section=pd.Categorical(table["section"], SECTIONS, ordered=True))
    table = table.sort_values(["section", "label", "value", "counted", "about"], kind="stable", na_position="first")
    table = table.assign(section=table["section"].astype("string"), documents=_documents(network, table))
    rests_on = basis(network, "profile", method=METHOD, parameters={"organisation": organisation}, version=VERSION)
    return answer(table, COLUMNS, SENTENCES, rests_on, case=CASE)


def _links(network: Network, entity: str) -> pd.DataFrame:
    """Every link of the entity, with where it is shown and what stands at its other end."""
    ours = network.links[(network.links["source"] == entity) | (network.links["target"] == entity)]
    outward = ours["source"] == entity
    places = [(OUTWARD if out else INWARD)[relation] for out, relation in zip(outward, ours["relation"], strict=True)]
    other = ours["target"].where(outward, ours["source"])
    there = network.entities.set_index("id").reindex(other).set_index(ours.index)
    section = pd.Series([place[0] for place in places], index=ours.index, dtype="string")
    label = pd.Series([place[1] for place in places], index=ours.index, dtype="string")
    took_part = ours["relation"] == Relation.TOOK_PART_IN
    dated = ours["since"].notna() | ours["until"].notna() | ~(took_part & outward)
    open_ended = ours["target"].map(to_check(network)).astype("boolean")
    return pd.DataFrame(
        {
            "row": section,
            "section": section,
            "label": label.fillna(ours["key"].where(took_part, there["kind"])),
            "value": there["name"].fillna(other),
            "status": ours["status"],
            "since": ours["since"].where(dated, there["since"]),
            "until": ours["until"].where(dated, there["until"]),
            "counts": ours["counts"],
            "to_check": open_ended,
            "about": ours["id"],
            "other": other,
            "kind": there["kind"],
        }
    )


def _summary(network: Network, who: pd.Series, links: pd.DataFrame) -> dict[str, Any]:
    live = links[links["counts"]]
    kind, groups = Kind(who["kind"]), _others(live, "memberships")
    named, declared = named_of_declared(network, str(who["id"]))
    parties = _others(live, "members" if kind.has_members else "participants" if kind.is_encounter else None)
    row = {
        "row": "encounter" if kind.is_encounter else "topic",
        "section": "summary",
        "label": str(kind),
        "value": network.name(who["id"]),
        "named": named if declared else pd.NA,
        "declared": str(declared) if declared else pd.NA,
        "status": who["status"],
        "to_check": to_check(network).get(who["id"], pd.NA),
        "parties": len(parties),
        "about": who["id"],
    }
    if not kind.is_organisation:
        return row
    kinds = set(groups["kind"])
    return row | {
        "row": f"{'group' if kind.has_members else 'organisation'}:{kinds.pop() if len(kinds) == 1 else ''}",
        "to_check": pd.NA,
        "parties": len(parties) if kind.has_members else pd.NA,
        "memberships": len(groups),
        "partners": len(_partners(network, who, live)),
        "encounters": len(_others(live, "encounters")),
        "unchecked": len(_pending(links)[True]),
        "undecided": len(_pending(links)[None]),
    }


def _identity(who: pd.Series) -> Iterator[dict[str, Any]]:
    """The properties, aliases and identifiers that are known."""
    several = {"aliases": "alias", "identifiers": "identifier"}
    for column in ("kind", "name", *several, *SHOWN):
        values = [] if pd.isna(who[column]) else [who[column]]
        if column in several:
            values = [one for value in values for one in value.split(SEPARATOR)]
        for value in values:
            day = column in ("since", "until", "founded")
            yield {
                "row": "day" if day else "property",
                "section": "identity",
                "label": several.get(column, column),
                "value": value if isinstance(value, str) else f"{value:.12g}",
                "since": value if day else pd.NA,
                "about": who["id"],
            }


def _numbers(network: Network, who: pd.Series, links: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Totals, and how many of each kind; of participants, how many in each role."""
    live, kind = links[links["counts"]], Kind(who["kind"])
    found = {"participants": _others(live, "participants")} if kind.is_encounter else {}
    if kind.is_organisation:
        found = {section: _others(live, section) for section in ("memberships", "encounters")}
        found |= {
            "partners": _partners(network, who, live),
            "to_check": _pending(links)[True],
            "undecided": _pending(links)[None],
        }
    if kind.has_members:
        found["members"] = _others(live, "members")
    for label, others in found.items():
        row = {"row": "number", "section": "numbers", "label": label, "about": who["id"]}
        yield row | {"named": len(others)}
        for one, size in others["kind"].value_counts().sort_index().items():
            yield row | {"named": size, "value": one}


def _declared(network: Network, who: pd.Series) -> Iterator[dict[str, Any]]:
    """Each declared count of the entity beside what is named of the same."""
    counts = declared_counts(network)
    for one in counts[counts["about"] == who["id"]].to_dict("records"):
        yield {
            "row": "share" if pd.isna(one["named"]) else "declared",
            "section": "numbers",
            "label": "declared",
            "counted": one["key"],
            "named": one["named"],
            "declared": one["count"],
            "about": who["id"],
            "documents": one["document"],
        }


def _others(links: pd.DataFrame, section: str | None) -> pd.DataFrame:
    """Whom the links of a section lead to, each once."""
    return (links if section is None else links[links["section"] == section]).drop_duplicates("other")


def _pending(links: pd.DataFrame) -> dict[bool | None, pd.DataFrame]:
    """The encounters that are to be checked (True), and those whose date does not decide (None)."""
    refused = links["status"].isin(REFUSALS)
    ours = _others(links[~refused], "encounters")
    return {True: ours[ours["to_check"].fillna(False)], None: ours[ours["to_check"].isna()]}


def _partners(network: Network, who: pd.Series, live: pd.DataFrame) -> pd.DataFrame:
    """Other organisations in the same encounters, where both count."""
    rows = participations(network)
    met = rows.loc[rows["encounter"].isin(_others(live, "encounters")["other"]), "organisation"].drop_duplicates()
    met = met[met != who["id"]]
    return pd.DataFrame({"other": met, "kind": met.map(network.entities.set_index("id")["kind"])})


def _documents(network: Network, table: pd.DataFrame) -> pd.Series:
    """Which documents say what the row says: its own, or those that speak of what it is about.

    Nothing here tells which document states which property: where several speak of the entity, none is named.
    """
    spoken = network.documents_of(set(table["about"]))
    said = table["about"].map({about: joined(documents) for about, documents in spoken.items()}).astype("string")
    several = table["about"].map(lambda about: len(spoken.get(about, ())) > 1)
    nobody = (table["section"] == "numbers") | ((table["section"] == "identity") & several)
    return table["documents"].fillna(said.mask(nobody))
