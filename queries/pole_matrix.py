"""Which poles have never met?"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from graph import dates
from graph.network import Network
from graph.vocabulary import GROUPS, ORGANISATIONS, Kind, Relation
from queries.answer import Answer, answer
from queries.basis import basis
from queries.columns import DOCUMENTS, REASON, count, date, joined, number, significant, text
from queries.columns import name as name_column
from queries.narrowing import PLACE, SIZES, narrowed
from queries.parameters import entity, entity_of, several, texts
from queries.parameters import kinds as some_kinds

QUESTION = {"fr": "Quels pôles ne se sont jamais croisés ?", "en": "Which poles have never met?"}
VERSION = 4
METHOD = {
    "fr": "adhérents communs attendus K·K'/N, loi hypergéométrique",
    "en": "expected shared members K·K'/N, hypergeometric law",
}
EXAMPLE = {"within": "platform:plateforme-de-coordination-industrie-du-futur"}
PARAMETERS = (
    entity("within", "dans le groupe", "within the group", GROUPS, required=False),
    some_kinds("kinds", "natures d'adhérents", "kinds of members", ORGANISATIONS),
    several("sizes", "tailles d'adhérents", "sizes of members", SIZES),
    texts("places", "territoires des pôles", "territories of the poles", example=PLACE),
)
CASE = "state"
KEYS = ("a", "b")  # what a row is about
COLUMNS = (
    text("state", "état", "state"),
    text("a", "premier pôle", "first pole"),
    name_column("a_name", "nom du premier", "name of the first"),
    text("b", "second pôle", "second pole"),
    name_column("b_name", "nom du second", "name of the second"),
    count("shared_members", "adhérents communs", "shared members", "organisations"),
    number("expected_shared", "adhérents communs attendus", "expected shared members", "organisations", 0),
    number("p_shared", "probabilité d'autant", "probability of as many", "share", 0, 1),
    text("only_link", "seul lien", "only link"),
    count("encounters", "rencontres", "encounters", "encounters"),
    count("alliances", "alliances", "alliances", "encounters"),
    count("visits", "visites", "visits", "encounters"),
    count("shared_competences", "compétences communes", "shared competences", "competences"),
    date("first", "première rencontre", "first encounter"),
    date("last", "dernière rencontre", "last encounter"),
    REASON,
    DOCUMENTS,
)
SENTENCES = {
    "totals": {
        "fr": "Sur {pairs} {pairs:paire|paire|paires} de pôles, "
        "{empty:toutes ont un adhérent commun ou une rencontre commune|# n'a ni adhérent commun ni rencontre commune|"
        "# n'ont ni adhérent commun ni rencontre commune}"
        "{unexpected:| ; la plus inattendue : #}{unexpected_members:|, # adhérent commun|, # adhérents communs}.",
        "en": "Of {pairs} {pairs:pairs|pair|pairs} of poles, "
        "{empty:all have a member or an encounter in common|# has neither a member nor an encounter in common|"
        "# have neither a member nor an encounter in common}"
        "{unexpected:|; the least expected: #}{unexpected_members:|, # member in common|, # members in common}.",
    },
    "empty": {
        "fr": "{a_name} et {b_name} n'ont ni adhérent commun ni rencontre commune"
        "{expected_shared:| ; adhérents communs attendus : #| ; adhérents communs attendus : #}"
        "{shared_competences:| ; # compétence commune| ; # compétences communes}.",
        "en": "{a_name} and {b_name} have neither a member nor an encounter in common"
        "{expected_shared:|; shared members expected: #|; shared members expected: #}"
        "{shared_competences:|; # competence in common|; # competences in common}.",
    },
    "": {
        "fr": "{a_name} et {b_name} : {encounters:aucune rencontre|# rencontre|# rencontres}, "
        "{shared_members:aucun adhérent commun connu|# adhérent commun|# adhérents communs}"
        "{expected_shared:| (attendus : #)| (attendus : #)}"
        "{only_link:| ; seul lien : #}{last:| ; dernière rencontre : #}.",
        "en": "{a_name} and {b_name}: {encounters:no encounter|# encounter|# encounters}, "
        "{shared_members:no known member in common|# member in common|# members in common}"
        "{expected_shared:| (expected: #)| (expected: #)}"
        "{only_link:|; only link: #}{last:|; last encounter: #}.",
    },
}


def pole_matrix(
    network: Network, *, within: str | None = None, kinds: Collection[str] | None = None,
    sizes: Collection[str] | None = None, places: Collection[str] | None = None,
) -> Answer:  # fmt: skip
    """Every pair of poles, or of the poles that are members of one group, those without any link first.

    Two poles are linked by an organisation that is a member of both, or by an encounter in which both took
    part; only memberships and participations that count do. The group itself links nobody. `places` are the
    territories of the poles that are compared; `kinds` and `sizes` say which members count, `unknown` for those whose
    size is not known: the others are as if they were no members.

    Returns:
        A table with one row per pair, n (n - 1) / 2 of them, `empty` ones first, then by expected shared members,
        highest first, missing last, then by how many encounters the two had with whomever, most first, then by ids:
        `state`, `empty` or `linked`; `a` < `b` and their names; `shared_members` ≥ 0; `expected_shared` = K_a K_b / N
        ≥ 0, N the distinct members of the poles compared;
        `p_shared` = P(X ≥ shared_members), hypergeometric, in [0, 1]; `only_link`, the id of the one member that
        joins them, where nothing else does; `encounters`, `alliances` and `visits` ≥ 0 with both;
        `shared_competences` ≥ 0, offered by both; `first` and `last` (EDTF), when an encounter of a known year
        began; `reason`, `no_member_known` where one of them has no known member, and nothing is expected;
        `documents`, ids of those behind the links. `more["poles"]`: a row per pole: `id`, `name`, `members`,
        `shared_members` (with any of the others, each once), `encounters`, `linked_poles`. `more["totals"]`: one row:
        `poles`, `pairs`, `empty`, `members` (each once), `encounters` (each once); `unexpected`, the names of the
        pair that chance explains least, of those that share more members than expected, and `unexpected_members`.

    Raises:
        UnknownEntity: the viewer's network has no such entity.
        ValueError: it is no group; a kind or a size that is none, a territory in which nobody is.

    Complexity:
        All pairs of poles, O(P²), and for each member the pairs of its poles.

    Source:
        Hypergeometric tail as in Tumminello et al. (2011), PLoS ONE 6, e17994.

    Examples:
        >>> from tests.toys import linked
        >>> net = linked("firm:a MEMBER_OF pole:p", "firm:a MEMBER_OF pole:q", "firm:b MEMBER_OF pole:r")
        >>> pole_matrix(net).table[["state", "a", "b"]].to_numpy().tolist()
        [['empty', 'pole:p', 'pole:r'], ['empty', 'pole:q', 'pole:r'], ['linked', 'pole:p', 'pole:q']]
    """
    poles = _poles(network, within, narrowed(network, places=places))
    members = _among(_links(network, Relation.MEMBER_OF, "target", poles), narrowed(network, kinds=kinds, sizes=sizes))
    took_part = _links(network, Relation.TOOK_PART_IN, "source", poles)
    offers = _links(network, Relation.OFFERS, "source", poles, (Kind.COMPETENCE,))
    cells = pd.DataFrame(list(combinations(poles, 2)), columns=["a", "b"], dtype="string").assign(
        shared_members=_shared(members, poles),
        encounters=_shared(took_part, poles),
        alliances=_shared(took_part[took_part["kind"] == Kind.ALLIANCE], poles),
        visits=_shared(took_part[took_part["kind"] == Kind.VISIT], poles),
        shared_competences=_shared(offers, poles),
    )
    cells = _expected(cells, members)
    cells = _told(network, cells, _both(members), _both(took_part))
    met = took_part.groupby("pole")["other"].nunique()
    cells = cells.assign(of_both=cells["a"].map(met).fillna(0) + cells["b"].map(met).fillna(0))
    cells = cells.sort_values(
        ["state", "expected_shared", "of_both", "a", "b"], ascending=[True, False, False, True, True]
    )
    more = {
        "poles": _each(network, poles, members, took_part, cells),
        "totals": _totals(poles, members, took_part, cells),
    }
    notes = _notes(more["totals"])
    asked = {"within": within, "kinds": kinds, "sizes": sizes, "places": places}
    rests_on = basis(network, "pole_matrix", method=METHOD, parameters=asked, version=VERSION, notes=notes)
    return answer(cells, COLUMNS, SENTENCES, rests_on, more=more, case=CASE)


def _poles(network: Network, within: str | None, there: Collection[str] | None) -> list[str]:
    poles = network.entities.loc[network.entities["kind"] == Kind.POLE, "id"]
    poles = poles if there is None else poles[poles.isin(there)]
    if within is not None:
        links = network.links[(network.links["relation"] == Relation.MEMBER_OF) & network.links["counts"]]
        poles = poles[poles.isin(links.loc[links["target"] == entity_of(PARAMETERS[0], network, within), "source"])]
    return sorted(poles)


def _among(rows: pd.DataFrame, others: Collection[str] | None) -> pd.DataFrame:
    return rows if others is None else rows[rows["other"].isin(others)]


def _links(
    network: Network, relation: Relation, end: str, poles: Sequence[str], kinds: Sequence[Kind] | None = None
) -> pd.DataFrame:
    """Counting links of a relation with a pole at that end: `pole`, `link`, and the `other`, its `kind` and `since`."""
    links = network.links
    links = links[(links["relation"] == relation) & links["counts"] & links[end].isin(poles)]
    there = network.entities.set_index("id")[["kind", "since"]]
    rows = links.rename(columns={end: "pole", "source" if end == "target" else "target": "other", "id": "link"})
    rows = rows[["pole", "other", "link"]].join(there, on="other")
    return rows if kinds is None else rows[rows["kind"].isin(list(kinds))]


def _shared(rows: pd.DataFrame, poles: Sequence[str]) -> np.ndarray:
    """With how many others each pair of poles has a link, pairs in the order of `combinations`."""
    once = rows.drop_duplicates(["pole", "other"])
    others, where = np.unique(once["other"].to_numpy(dtype=object), return_inverse=True)
    position = once["pole"].map({pole: n for n, pole in enumerate(poles)}).to_numpy(dtype=int)
    linked = sparse.csr_array((np.ones(len(once), dtype=int), (position, where)), shape=(len(poles), len(others)))
    shared: np.ndarray = (linked @ linked.T).toarray()[np.triu_indices(len(poles), 1)]
    return shared


def _expected(cells: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """How many members two poles would share by chance, and how probable it is to share as many."""
    from scipy.stats import hypergeom

    size, everyone = members.groupby("pole")["other"].nunique(), members["other"].nunique()
    a, b = (cells[end].map(size).fillna(0).to_numpy(float) for end in ("a", "b"))
    known = (a > 0) & (b > 0)
    tail = hypergeom.sf(cells["shared_members"].to_numpy() - 1, max(everyone, 1), a, b)
    return cells.assign(
        expected_shared=significant(pd.Series(np.where(known, a * b / max(everyone, 1), np.nan))),
        p_shared=significant(pd.Series(np.where(known, tail, np.nan))),
        reason=pd.Series(pd.NA, index=cells.index, dtype="string").mask(~known, "no_member_known"),
    )


def _both(rows: pd.DataFrame) -> pd.DataFrame:
    """What two poles have in common: `a` < `b`, `other`, its `since`, and the links of both to it."""
    pairs = rows.merge(rows[["pole", "other", "link"]], on="other", suffixes=("", "_b"))
    return pairs[pairs["pole"] < pairs["pole_b"]].rename(columns={"pole": "a", "pole_b": "b"})


def _told(network: Network, cells: pd.DataFrame, members: pd.DataFrame, met: pd.DataFrame) -> pd.DataFrame:
    """With what is said of each pair: its state, names, the one link, the days, the documents."""
    common: dict[tuple[str, str], list[tuple[str, str | None, str, str]]] = defaultdict(list)
    joined = pd.concat([members, met])
    for a, b, *rest in joined[["a", "b", "other", "since", "link", "link_b"]].itertuples(index=False):
        common[a, b].append(tuple(rest))
    spoken = network.documents_of({*joined["link"], *joined["link_b"]})
    known_members = set(members["other"])
    found = {pair: _of_pair(rows, spoken, known_members) for pair, rows in common.items()}
    told = pd.DataFrame([found.get(pair, {}) for pair in zip(cells["a"], cells["b"], strict=True)], index=cells.index)
    told = told.reindex(columns=["first", "last", "only_link", "documents"]).astype("string")
    return cells.assign(
        **told,
        state=np.where(cells["shared_members"] + cells["encounters"] > 0, "linked", "empty"),
        a_name=cells["a"].map(network.name),
        b_name=cells["b"].map(network.name),
    )


def _of_pair(
    rows: Sequence[tuple[str, str | None, str, str]],
    spoken: Mapping[str, Sequence[str]],
    known_members: Collection[str],
) -> dict[str, str | None]:
    """What two poles have in common, of (other, since, links): the days, the one member, the documents."""
    dated = {since for _, since, *_ in rows if isinstance(since, str) and dates.year_is_known(since)}
    days = sorted(dated, key=lambda text: (dates.earliest(text), text))
    others = {other for other, *_ in rows}
    ids = {document for _, _, *links in rows for link in links for document in spoken.get(link, ())}
    return {
        "first": days[0] if days else None,
        "last": days[-1] if days else None,
        "only_link": min(others) if len(others) == 1 and min(others) in known_members else None,
        "documents": joined(ids) or None,
    }


def _each(
    network: Network, poles: Sequence[str], members: pd.DataFrame, took_part: pd.DataFrame, cells: pd.DataFrame
) -> pd.DataFrame:
    """A row per pole; a member of three poles is shared once."""
    several = members[members.duplicated("other", keep=False)]
    linked = cells[cells["state"] == "linked"]
    ids = pd.Series(poles, dtype="string")
    counted = {
        "members": members.groupby("pole")["other"].nunique(),
        "shared_members": several.groupby("pole")["other"].nunique(),
        "encounters": took_part.groupby("pole")["other"].nunique(),
        "linked_poles": pd.concat([linked["a"], linked["b"]]).value_counts(),
    }
    columns = {name: ids.map(found).fillna(0).astype("Int64") for name, found in counted.items()}
    return pd.DataFrame({"id": ids, "name": ids.map(network.name).astype("string"), **columns})


def _totals(poles: Sequence[str], members: pd.DataFrame, took_part: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """The whole, in which each member and each encounter of two poles counts once."""
    totals = {
        "poles": len(poles),
        "pairs": len(cells),
        "empty": int((cells["state"] == "empty").sum()),
        "members": members["other"].nunique(),
        "encounters": _both(took_part)["other"].nunique(),
    }
    return pd.DataFrame([totals], dtype="Int64").assign(**_unexpected(cells))


def _unexpected(cells: pd.DataFrame) -> dict[str, Any]:
    """The pair whose members in common chance explains least; missing where none shares more than expected."""
    more = cells[(cells["shared_members"] > cells["expected_shared"]).fillna(False)]
    if more.empty:
        return {"unexpected": pd.array([pd.NA], "string"), "unexpected_members": pd.array([pd.NA], "Int64")}
    least = more.sort_values(["p_shared", "a", "b"]).iloc[0]
    names = f"{least['a_name']} – {least['b_name']}"
    members = pd.array([least["shared_members"]], "Int64")
    return {"unexpected": pd.array([names], "string"), "unexpected_members": members}


def _notes(totals: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    pairs, empty, met = (totals[column].iloc[0] for column in ("pairs", "empty", "encounters"))
    fr = f"paires de pôles : {pairs}, dont sans adhérent commun ni rencontre commune : {empty}"
    en = f"pairs of poles: {pairs}, of which without a member or an encounter in common: {empty}"
    return ((f"{fr} ; rencontres communes : {met}", f"{en}; encounters in common: {met}"),)
