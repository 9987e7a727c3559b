"""Who is this, and what do we know?"""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from graph.frames import SHOWN
from graph.network import Network
from graph.resolve import EXCLUSIVE, SEPARATOR
from graph.vocabulary import Kind, Relation
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
from queries.profile_counts import counted, others, partners, pending, whom
from queries.profile_sentences import SENTENCES

QUESTION = {"fr": "Qui est-ce, et qu'en savons-nous ?", "en": "Who is this, and what do we know?"}
VERSION = 4
METHOD = {
    "fr": "tous les liens d'une entité ; seuls ceux qui comptent entrent dans les chiffres",
    "en": "all links of one entity; only those that count enter the numbers",
}
EXAMPLE = {"organisation": "pole:emc2"}
PARAMETERS = (one_entity("organisation", "qui ou quoi", "who or what"),)
CASE = "row"
KEYS = ("section", "label", "value", "counted", "about")  # what a row is about
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
AGREED = {*EXCLUSIVE} - {"kind"}  # of which documents that differ are in conflict; of kinds not all are
FROM_SEVERAL = ("alias", "identifier")  # what is shown of them comes from statements of several properties
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
        so, missing for a number, and for a property of which several may say different things; `about`, the id of
        the entity or link the row speaks of; `other`, the entity at the link's other end. `more["counted"]`: whom each
        number counts, a row each: `label`, as in `numbers`, or `waiting`, of encounters of which nobody says that they
        took place; `other`, with `name` and `kind`.

    Raises:
        UnknownEntity: the viewer's network has no such entity.

    Complexity:
        One pass over the links and statements of the network.

    Source:
        Counting only.

    Examples:
        >>> from tests.toys import met
        >>> profile(met("abc", "ab"), organisation="firm:a").sentences("en")[0]
        'A (firm): no known membership, 2 partners named, 2 encounters.'
    """
    who = network.row(organisation)
    links = _links(network, str(who["id"]))
    found = counted(network, who, links)
    rows = [_summary(network, who, links), *_identity(who), *_numbers(who, found), *_declared(network, who)]
    table = typed(pd.concat([pd.DataFrame(rows), links], ignore_index=True), COLUMNS)
    table = table.assign(section=pd.Categorical(table["section"], SECTIONS, ordered=True))
    table = table.sort_values(["section", "label", "value", "counted", "about"], kind="stable", na_position="first")
    table = table.assign(section=table["section"].astype("string"), documents=_documents(network, table))
    rests_on = basis(network, "profile", method=METHOD, parameters={"organisation": organisation}, version=VERSION)
    return answer(table, COLUMNS, SENTENCES, rests_on, more={"counted": whom(network, links, found)}, case=CASE)


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
    kind, groups = Kind(who["kind"]), others(live, "memberships")
    named, declared = named_of_declared(network, str(who["id"]))
    parties = others(live, "members" if kind.has_members else "participants" if kind.is_encounter else None)
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
        "partners": len(partners(network, who, live)),
        "encounters": len(others(live, "encounters")),
        "unchecked": len(pending(links)[True]),
        "undecided": len(pending(links)[None]),
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


def _numbers(who: pd.Series, found: Mapping[str, pd.DataFrame]) -> Iterator[dict[str, Any]]:
    """Totals, and how many of each kind; of participants, how many in each role."""
    for label, those in found.items():
        row = {"row": "number", "section": "numbers", "label": label, "about": who["id"]}
        yield row | {"named": len(those)}
        for one, size in those["kind"].value_counts().sort_index().items():
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


def _documents(network: Network, table: pd.DataFrame) -> pd.Series:
    """Which documents say what the row says: its own, those that speak of its link, or that state its property."""
    spoken = {about: joined(documents) for about, documents in network.documents_of(set(table["about"])).items()}
    said = table["about"].map(spoken).astype("string").mask(table["section"] == "numbers")
    stated = table["label"].map(_stating(network, str(table["about"].iloc[0]))).astype("string")
    return table["documents"].fillna(said.mask(table["section"] == "identity", stated))


def _stating(network: Network, entity: str) -> dict[str, str]:
    """For each property, the documents that state the value shown: one alone, or several that cannot but agree.

    An alias may be a name that another document gives, an identifier that of a record: both need one document alone.
    """
    ours = network.mentions[network.mentions["about"] == entity]
    at_odds = set(network.conflicts.loc[network.conflicts["about"] == entity, "property"])
    alone = joined(ours["document"].unique()) if ours["document"].nunique() == 1 else None
    found = {one: alone for one in FROM_SEVERAL if alone}
    for name, documents in ours.groupby("predicate")["document"].unique().items():
        if name not in FROM_SEVERAL and (len(documents) == 1 or name in AGREED - at_odds):
            found[str(name)] = joined(documents)
    return found
