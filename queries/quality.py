"""What do we not know?"""

from collections.abc import Callable, Mapping

import pandas as pd

from graph.network import Network
from graph.resolve import SEPARATOR
from graph.vocabulary import REFUSALS, Kind, Relation, Role
from queries.answer import Answer, answer
from queries.basis import basis
from queries.columns import DECLARED, DOCUMENTS, KIND, NAME, NAMED, Column, date, joined, text, typed
from queries.columns import name as name_column
from queries.named import contradict, declared_counts
from queries.pending import to_check

QUESTION = {"fr": "Que ne sait-on pas ?", "en": "What do we not know?"}
VERSION = 3
METHOD = {"fr": "une ligne par doute", "en": "a row per doubt"}
EXAMPLE: Mapping[str, object] = {}
PARAMETERS = ()
CASE = "todo"
FEW = 15  # members of a pole, under which little can be said of it
KEYS = ("issue", "about", "property", "counted", "other")  # what a row is about
COLUMNS = (
    text("issue", "doute", "issue"),
    text("about", "au sujet de", "about"),
    NAME,
    KIND,
    text("property", "propriété", "property"),
    text("value", "valeur", "value"),
    Column("counted", "counted", "qui est compté", "who is counted"),
    NAMED,
    DECLARED,
    date("date", "date", "date"),
    text("other", "autre entité", "other entity"),
    name_column("other_name", "nom de l'autre", "name of the other"),
    text("todo", "à faire", "to do"),
    DOCUMENTS,
)
SENTENCES = {
    "ask_whether_held": {
        "fr": "{name} ({kind}, {date}) : annoncé, et la date est passée ; demander si cela a eu lieu.",
        "en": "{name} ({kind}, {date}): announced, and the date has passed; ask whether it took place.",
    },
    "compare_documents": {
        "fr": "{name}, {property}{counted:| (#)} : les documents se contredisent ({value}) ; les comparer.",
        "en": "{name}, {property}{counted:| (#)}: the documents contradict each other ({value}); compare them.",
    },
    "decide": {
        "fr": "{name} et {other_name} sont peut-être une seule et même entité ({about}, {other}) : trancher.",
        "en": "{name} and {other_name} may be one and the same ({about}, {other}): decide.",
    },
    "ask_for_list": {
        "fr": "{name}, {counted} : {declared:|# déclaré|# déclarés}, {named:aucun nommé|# nommé|# nommés} ; "
        "demander la liste{other_name:| à #}.",
        "en": "{name}, {counted}: {declared} declared, {named:none named|# named|# named}; "
        "ask {other_name:|# }for the list.",
    },
    "find_date": {
        "fr": "{name} ({kind}) est sans date : la chercher.",
        "en": "{name} ({kind}) is undated: find the date.",
    },
    "find_year": {
        "fr": "{name} ({kind}) : {date} ; chercher l'année.",
        "en": "{name} ({kind}): {date}; find the year.",
    },
    "find_address": {
        "fr": "Le document « {name} » est sans adresse : la retrouver.",
        "en": "The document “{name}” has no address: find it.",
    },
    "find_members": {
        "fr": "{name} : {named:aucun adhérent connu|# adhérent connu|# adhérents connus}, trop peu pour en juger ; "
        "obtenir la liste.",
        "en": "{name}: {named:no member known|# member known|# members known}, too few to judge; obtain the list.",
    },
    "find_other_kinds": {
        "fr": "{name} : {named:|# adhérent connu|# adhérents connus, tous} d'une seule nature ({value}) ; chercher "
        "les autres.",
        "en": "{name}: {named:|# member known, of one kind|# members known, all of one kind} ({value}); look for the "
        "others.",
    },
    "": {
        "fr": "{name} ({kind}) n'a aucun lien connu : chercher ses adhésions et ses rencontres.",
        "en": "{name} ({kind}) has no known link: look for its memberships and encounters.",
    },
}


def quality(network: Network) -> Answer:
    """Everything that is doubtful in the network, and what can be done about it.

    Returns:
        A table with one row per doubt, by `issue`, `about`, `property` and `counted`. Issues, in their order:
        `to_check`, an announced encounter whose date has passed; `conflict`, documents that give values of a
        property (or counts of the same) that cannot both be so; `unsure_pair`, two entities of which a person is
        unsure whether they are one; `named_below_declared`, fewer named than the largest count declared;
        `undated`, an encounter without a date or a year; `unsourced`, a document without address;
        `small_pole`, a pole with under 15 known members, or all of one kind; `orphan`, an entity without any link
        but refusals. `about`, the id of the entity or document, its `name` and `kind`; `property` and `value` of
        a conflict (or the one kind of the members); `counted`, `named` ≥ 0 and `declared`; `date` (EDTF);
        `other` and `other_name` of a pair, or of the organiser whom to ask for a list; `todo`, what can be done;
        `documents`, ids. `more["issues"]`: how many doubts of each issue: `issue`, `doubts`.

    Complexity:
        One pass over entities, links and statements; contradictions only where several documents speak.

    Source:
        Counting only.

    Examples:
        >>> from tests.toys import met
        >>> list(quality(met("ab", alone="c")).table["issue"])
        ['undated', 'unsourced', 'orphan']
    """
    found = {issue: find(network).assign(issue=issue) for issue, find in ISSUES.items()}
    table = typed(pd.concat(found.values(), ignore_index=True), COLUMNS)
    table = _described(network, table).assign(order=table["issue"].map(list(ISSUES).index))
    table = table.sort_values(["order", "about", "property", "counted", "other"], ignore_index=True)
    doubts = _frame(issue=list(found), doubts=[len(rows) for rows in found.values()])
    more = {"issues": doubts.astype({"issue": "string", "doubts": "Int64"})}
    rests_on = basis(network, "quality", method=METHOD, parameters={}, version=VERSION)
    return answer(table, COLUMNS, SENTENCES, rests_on, more=more, case=CASE)


def _frame(**columns: object) -> pd.DataFrame:
    return pd.DataFrame(columns)


def _described(network: Network, table: pd.DataFrame) -> pd.DataFrame:
    """With the names and kinds of what rows are about, and the documents that speak of it."""
    entities = network.entities.set_index("id")
    papers = network.documents.set_index("id")
    spoken = network.documents_of(set(table["about"]))
    papers_of = {about: joined(documents) for about, documents in spoken.items()}
    return table.assign(
        name=table["about"].map(entities["name"]).fillna(table["about"].map(papers["title"])).fillna(table["about"]),
        kind=table["about"].map(entities["kind"]),
        other_name=table["other"].map(entities["name"]).fillna(table["other"]),
        documents=table["documents"].fillna(table["about"].map(papers_of).astype("string")),
    )


def _to_check(network: Network) -> pd.DataFrame:
    encounters = network.encounters
    passed = encounters[to_check(network).fillna(False).to_numpy()]
    return _frame(about=passed["id"], date=passed["since"].fillna(passed["until"]), todo="ask_whether_held")


def _conflicts(network: Network) -> pd.DataFrame:
    found = network.conflicts
    return pd.concat([found.assign(todo="compare_documents").rename(columns={"values": "value"}), _disputed(network)])


def _disputed(network: Network) -> pd.DataFrame:
    """Counts of the same that documents declare, and that cannot both be so."""
    counts = network.declared.assign(unit=network.declared["unit"].fillna(""))
    rows = []
    for (about, key, _), those in counts.groupby(["about", "key", "unit"]):
        if contradict(those) and those["document"].nunique() > 1:
            said = {
                "value": SEPARATOR.join(sorted(set(those["count"]))),
                "documents": joined(those["document"]),
            }
            rows.append({"about": about, "counted": key, "property": "declared", "todo": "compare_documents", **said})
    return pd.DataFrame(rows)


def _unsure(network: Network) -> pd.DataFrame:
    return _frame(about=network.unsure["a"], other=network.unsure["b"], todo="decide")


def _unnamed(network: Network) -> pd.DataFrame:
    """Of several counts of the same, the largest is missed."""
    counts = declared_counts(network)
    short = counts[(counts["named"] < counts["low"]).fillna(False)]
    short = short.sort_values(["about", "key", "low", "count"]).drop_duplicates(["about", "key"], keep="last")
    return _frame(
        about=short["about"], counted=short["key"], named=short["named"], declared=short["count"],
        documents=short["document"], todo="ask_for_list", other=short["about"].map(_organisers(network)),
    )  # fmt: skip


def _organisers(network: Network) -> dict[str, str]:
    """Of each encounter, who organises it, the first by id: whom to ask."""
    links = network.links[(network.links["key"] == Role.ORGANIZER) & ~network.links["status"].isin(REFUSALS)]
    first = links.sort_values("source").drop_duplicates("target")
    return dict(zip(first["target"], first["source"], strict=True))


def _undated(network: Network) -> pd.DataFrame:
    encounters = network.encounters
    known = encounters["since"].fillna(encounters["until"])
    vague = encounters[known.isna() | known.str.startswith("X").fillna(False)]
    todo = known[vague.index].isna().map({True: "find_date", False: "find_year"})
    return _frame(about=vague["id"], date=known[vague.index], todo=todo)


def _unsourced(network: Network) -> pd.DataFrame:
    papers = network.documents[network.documents["url"].isna()]
    return _frame(about=papers["id"], documents=papers["id"], todo="find_address")


def _small_poles(network: Network) -> pd.DataFrame:
    links = network.links[(network.links["relation"] == Relation.MEMBER_OF) & network.links["counts"]]
    kinds = links["source"].map(network.kinds)
    each = links.assign(kind=kinds).groupby("target").agg(
        members=("source", "nunique"), kinds=("kind", "nunique"), kind=("kind", "first")
    )  # fmt: skip
    poles = network.entities.loc[network.entities["kind"] == Kind.POLE, ["id"]].join(each, on="id")
    poles = poles.assign(members=poles["members"].fillna(0), few=poles["members"].fillna(0) < FEW)
    poles = poles[poles["few"] | (poles["kinds"] == 1)]
    return _frame(
        about=poles["id"],
        named=poles["members"],
        value=poles["kind"].where(~poles["few"]),
        todo=poles["few"].map({True: "find_members", False: "find_other_kinds"}),
    )


def _orphans(network: Network) -> pd.DataFrame:
    links = network.links[~network.links["status"].isin(REFUSALS)]
    linked = {*links["source"], *links["target"]}  # a set: `isin` takes seconds for so many texts
    alone = network.entities.loc[[one not in linked for one in network.entities["id"]]]
    return _frame(about=alone["id"], todo="find_link")


ISSUES: Mapping[str, Callable[[Network], pd.DataFrame]] = {  # what can be settled soonest comes first
    "to_check": _to_check,
    "conflict": _conflicts,
    "unsure_pair": _unsure,
    "named_below_declared": _unnamed,
    "undated": _undated,
    "unsourced": _unsourced,
    "small_pole": _small_poles,
    "orphan": _orphans,
}
