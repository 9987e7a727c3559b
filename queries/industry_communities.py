"""How to form communities of neighbouring firms, of sizes that hold?"""

from collections.abc import Mapping, Sequence

import pandas as pd

from graph.errors import WrongValue
from graph.network import Network
from graph.vocabulary import GROUPS, Kind, Relation
from queries.answer import TOTALS, Answer, answer
from queries.basis import basis
from queries.columns import NAME, REASON, number, numbering, significant, text
from queries.community_design import (
    Firms,
    Rules,
    check,
    design,
    feasible,
    how_many,
    numbered,
    other_sizes,
    pairs_of,
    placed,
    wrong_sizes,
)
from queries.community_sheets import costs, existing, kilometres, sheets
from queries.compact import SEEDS
from queries.parameters import Parameter, entity, entity_of
from queries.parameters import count as how_large
from queries.words import counted, whole

QUESTION = {
    "fr": "Comment former des communautés d'entreprises voisines, de tailles tenues ?",
    "en": "How to form communities of neighbouring firms, of sizes that hold?",
}
VERSION = 6
METHOD = {
    "fr": "k-moyennes dont les tailles sont tenues par un flot de coût minimal, puis échanges qui mêlent secteurs et "
    "tailles et gardent les liens",
    "en": "k-means whose sizes are held by a minimum-cost flow, then exchanges that mix sectors and sizes, ties kept",
}
LOW, HIGH = 50, 100
STRETCH = 0.3  # by which the sum of squared distances may grow for the mixture; assumed
SECTORS, SIZES, TIES = 1.0, 0.5, 0.5  # what a sector, a class of size and a tie weigh in it; assumed
EXAMPLE = {"low": 5, "high": 10}
PARAMETERS = (
    entity("within", "adhérents de", "members of", GROUPS, required=False),
    how_large("low", "entreprises au moins", "firms at least", default=LOW),
    how_large("high", "entreprises au plus", "firms at most", default=HIGH),
    how_large("communities", "combien de communautés", "how many communities"),
    Parameter("together", "texts", "ensemble (a~b)", "together (a~b)", words=("firm:boeing~firm:airbus",)),
    Parameter("apart", "texts", "séparées (a~b)", "apart (a~b)", words=("firm:boeing~firm:amazon",)),
    Parameter("anchors", "entities", "motrices, une par communauté", "anchors, one a community", words=("firm",)),
    Parameter("stretch", "number", "distance consentie au mélange", "distance granted to mix", default=STRETCH),
)
CASE = "state"
KEYS = ("firm",)  # what a row is about
COLUMNS = (
    text("state", "état", "state"),
    text("firm", "entreprise", "firm"),
    NAME,
    numbering("industry_community", "communauté", "community"),
    number("distance_km", "distance au centre", "distance from the centre", "km", 0),
    REASON,
)
POSSIBLE: Mapping[str, tuple[str, str]] = {
    "fr": ("communauté est possible", "communautés sont possibles"),
    "en": ("community is possible", "communities are possible"),
}
NO_NUMBER = f"{TOTALS}_no_number"  # the case of the sentence on the whole where no number of communities holds them
SENTENCES = {
    "placed": {
        "fr": "{name} : communauté {industry_community}, à {distance_km} km de son centre.",
        "en": "{name}: community {industry_community}, {distance_km} km from its centre.",
    },
    "unplaced": {
        "fr": "{name} : sans lieu connu, donc dans aucune communauté ; `maillage geocode` la place, ou un fichier avec "
        "latitude et longitude.",
        "en": "{name}: its place is not known, so it is in no community; `maillage geocode` places it, or a file with "
        "latitude and longitude.",
    },
    "few": {
        "fr": "{name} : les entreprises dont le lieu est connu sont trop peu, ou ne tombent pas juste, pour des "
        "communautés de cette taille ; choisissez-en une autre.",
        "en": "{name}: the firms whose place is known are too few, or do not add up, for communities of this size; "
        "choose another.",
    },
    "totals": {
        "fr": "{communities:|# communauté|# communautés} de {smallest} à {largest:|# entreprise|# entreprises}, rayon "
        "moyen "
        "{radius_km} km ; sans tenir les tailles il serait de {free_km} km{sectors_share:|, et # des secteurs s'y "
        "trouvent en moyenne} ; "
        "{unplaced:aucune entreprise sans lieu|# entreprise sans lieu connu|# entreprises sans lieu connu}.",
        "en": "{communities:|# community|# communities} of {smallest} to {largest:|# firm|# firms}, mean radius "
        "{radius_km} km; without holding to sizes it would be {free_km} km{sectors_share:|, and # of the sectors are "
        "in one on average}; "
        "{unplaced:no firm without a place|# firm without a known place|# firms without a known place}.",
    },
    NO_NUMBER: {
        "fr": "{placed:aucune entreprise n'a|# entreprise a|# entreprises ont} un lieu connu : aucun nombre de "
        "communautés de {low} à {high} ne les contient toutes. Possible : {ways_fr}.",
        "en": "{placed:no firm has|# firm has|# firms have} a known place, and no number of communities of {low} "
        "to {high} holds them all. Possible: {ways_en}.",
    },
    "": {"fr": "{name} : laissée de côté.", "en": "{name}: left out."},
}
WAYS = {
    "fr": ("une communauté de {}", "{0} communautés de {1} à {2}", ", ou "),
    "en": ("one community of {}", "{0} communities of {1} to {2}", ", or "),
}


def industry_communities(
    network: Network, *, within: str | None = None, low: int = LOW, high: int = HIGH, communities: int | None = None,
    together: Sequence[str] | None = None, apart: Sequence[str] | None = None, anchors: Sequence[str] | None = None,
    stretch: float = STRETCH,
) -> Answer:  # fmt: skip
    """Firms divided into communities near each other, of a size that is guaranteed, mixed in sectors and sizes.

    k-means gives centres, and a minimum-cost flow gives each firm to one of them such that every community has from
    `low` to `high` firms. Firms of `together` pairs are brought into one community, those of `apart` pairs and all
    `anchors` into different ones, at least distance (CP-SAT), and all others around them by another flow. Moves and
    exchanges then raise the sum over communities and sectors (and, by half, classes of size) of log(1 + firms), and
    the ties kept inside, as long as the sum of squared distances grows by no more than `stretch`. It is a proposal:
    nobody becomes a member.

    Returns:
        A table with one row per firm, by community, then id: `state`, `placed`, `unplaced`, or `few` where no
        number of such communities holds all that are placed; `firm`; `name`;
        `industry_community`, from 1 in the order of their first firms, missing where the firm's place is unknown;
        `distance_km` ≥ 0, the chord to the mean of its community; `reason`, `no_location` or `too_few`.
        `more["sheets"]`: by community, `around` (of the half of its firms that is nearest to its centre the town of
        most, of equal ones the nearest), `lat` and `lon` of its centre, `size`, `radius_km` (mean), `furthest_km`,
        `sectors`, `size_classes`, `ties_inside` (pairs), `needs`, `needs_met_inside` by another of its firms,
        `nearer_elsewhere`, the share nearer another centre.
        `more["costs"]`: by `step` (`distance_alone`, `sizes_held`, `pairs_kept` if any, `mixed`) the mean
        `radius_km`, how many communities are `out_of_bounds`, `smallest`, `largest`, `sectors_present` and
        `sizes_present` in [0, 1], `ties_inside_share` in [0, 1]. `more["existing"]`: communities that documents name:
        `members`, how many are `placed`, `in_communities` of the plan, at most `kept_together`.

    Raises:
        UnknownEntity: the viewer's network has no such group or firm.
        Infeasible: firms do not form as many `communities`: the sentence gives the range; pairs cannot all be kept: the
            sentence names a smallest set of them.
        ValueError: a pair or a size that is none.

    Complexity:
        Ten beginnings of O(n k) a step, and a flow over 15 n arcs a step.

    Source:
        Bradley, Bennett and Demiriz (2000), Constrained k-means clustering, Microsoft Research MSR-TR-2000-65.

    Examples:
        >>> from tests.toys import met
        >>> industry_communities(met("ab")).table["reason"].tolist()
        ['no_location', 'no_location']
    """
    wrong_sizes(low, high)
    group = None if within is None else entity_of(PARAMETERS[0], network, within)
    rows = _firms(network, group)
    firms = placed(network, rows)
    said = {"within": within, "low": low, "high": high, "communities": communities, "together": _told(together),
            "apart": _told(apart), "anchors": _told(anchors), "stretch": stretch, "sectors": SECTORS, "sizes": SIZES,
            "ties": TIES, "seeds": SEEDS}  # fmt: skip
    apart_pairs = [*_pairs(network, "apart", apart), *_between(network, anchors)]
    same_pairs = _pairs(network, "together", together)
    table = _lacking(network, rows, firms)
    more: dict[str, pd.DataFrame] = {}
    notes: tuple[tuple[str, str], ...] = ()
    if communities is None and not feasible(len(firms.ids), low, high):
        table = pd.concat([_too_few(network, firms), table], ignore_index=True)
        more = {TOTALS: _others(len(firms.ids), low, high)} if len(firms.ids) else {}
    elif len(firms.ids):
        groups = how_many(len(firms.ids), low, high, communities)
        rules = Rules(low, high, groups, pairs_of(firms, same_pairs), pairs_of(firms, apart_pairs))
        check(firms, rules)
        made, more = _made(network, firms, rules, stretch, len(table))
        table, notes = pd.concat([made, table], ignore_index=True), (_range(firms, rules),)
    rests_on = basis(network, "industry_communities", method=METHOD, parameters=said, version=VERSION, notes=notes)
    return answer(table, COLUMNS, SENTENCES, rests_on, more=more, case=CASE)


def _firms(network: Network, group: str | None) -> pd.DataFrame:
    rows = network.organisations[network.organisations["kind"] == Kind.FIRM]
    if group is None:
        return rows
    links = network.links[network.links["counts"] & (network.links["relation"] == Relation.MEMBER_OF)]
    return rows[rows["id"].isin(links.loc[links["target"] == group, "source"])]


def _made(
    network: Network, firms: Firms, rules: Rules, stretch: float, unplaced: int
) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:  # fmt: skip
    found = design(firms, rules, (SECTORS, SIZES, TIES), stretch)
    plan = numbered(found.mixed)
    table = pd.DataFrame({"state": "placed", "firm": firms.ids, "industry_community": plan.of + 1}).assign(
        name=[network.name(one) for one in firms.ids],
        distance_km=significant(pd.Series(kilometres(firms, plan))),
    )
    price = costs(firms, rules, found)
    more = {"sheets": sheets(network, firms, plan), "costs": price, "existing": existing(network, firms, plan),
            "totals": _totals(price, rules, unplaced)}  # fmt: skip
    return table.sort_values(["industry_community", "firm"], ignore_index=True), more


def _totals(price: pd.DataFrame, rules: Rules, unplaced: int) -> pd.DataFrame:
    last = price.iloc[-1]
    share = None if pd.isna(last["sectors_present"]) else round(float(last["sectors_present"]), 2)
    row = {"communities": rules.groups, "smallest": last["smallest"], "largest": last["largest"],
           "radius_km": round(float(last["radius_km"]), 1), "free_km": round(float(price.iloc[0]["radius_km"]), 1),
           "sectors_share": share, "unplaced": unplaced}  # fmt: skip
    kinds = {name: "Float64" if name in ("radius_km", "free_km", "sectors_share") else "Int64" for name in row}
    return pd.DataFrame([row]).astype(kinds)


def _too_few(network: Network, firms: Firms) -> pd.DataFrame:
    """The firms that have a place, and that no number of communities of that size holds."""
    names = [network.name(one) for one in firms.ids]
    return pd.DataFrame({"state": "few", "firm": firms.ids, "name": names, "reason": "too_few"})


def _others(firms: int, low: int, high: int) -> pd.DataFrame:
    """What to write instead, where no number of communities holds them all."""
    row: dict[str, object] = {"case": NO_NUMBER, "placed": firms, "low": low, "high": high}
    for language, (one, several, between) in WAYS.items():
        ways = other_sizes(firms, low, high)
        told = [one.format(firms) if way[0] == 1 else several.format(*way) for way in ways]
        row[f"ways_{language}"] = between.join(told)
    return pd.DataFrame([row])


def _lacking(network: Network, rows: pd.DataFrame, firms: Firms) -> pd.DataFrame:
    """The firms whose place is unknown, each with the reason."""
    those = sorted(set(rows["id"]) - set(firms.ids))
    made = {"state": "unplaced", "firm": those, "name": [network.name(one) for one in those], "reason": "no_location"}
    return pd.DataFrame(made)


def _pairs(network: Network, option: str, said: Sequence[str] | None) -> list[tuple[str, str]]:
    found = []
    for one in said or ():
        a, between, b = one.partition("~")
        if not (a and between and b):
            raise WrongValue("--{}: write a pair as who~whom, not '{}'.", option, one)
        found.append((network.find(a.strip()), network.find(b.strip())))
    return found


def _between(network: Network, anchors: Sequence[str] | None) -> list[tuple[str, str]]:
    those = sorted({network.find(one) for one in anchors or ()})
    return [(a, b) for n, a in enumerate(those) for b in those[n + 1 :]]


def _range(firms: Firms, rules: Rules) -> tuple[str, str]:
    possible = feasible(len(firms.ids), rules.low, rules.high)
    few, many = possible[0], possible[-1]
    fr, en = (counted(many, language, *words) for language, words in POSSIBLE.items())
    return (fr, en) if few == many else (f"de {whole(few, 'fr')} à {fr}", f"{whole(few, 'en')} to {en}")


def _told(said: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if said is None else tuple(sorted(said))
