"""Whose need meets whose offer?"""

from typing import Any

import numpy as np
import pandas as pd

from graph.errors import WrongValue
from graph.network import Network
from graph.ties import ties
from graph.vocabulary import GROUPS, ORGANISATIONS, Relation
from queries.answer import Answer, answer
from queries.basis import basis
from queries.columns import DOCUMENTS, RANK, REASON, count, in_one_language, name, number, share, significant, text
from queries.columns import flag as flag_column
from queries.competences import Profiles, profiles
from queries.composite import composite as earned
from queries.fits import Fits
from queries.pairs import documents, in_words, met_needs, pairs
from queries.parameters import Parameter, entity, entity_of, flag
from queries.parameters import count as how_many
from queries.relatedness import CLOSE, ENOUGH, Relatedness, relatedness

QUESTION = {"fr": "Dont le besoin trouve l'offre de qui ?", "en": "Whose need meets whose offer?"}
VERSION = 3
METHOD = {
    "fr": "besoins couverts et ressemblance des offres, sur deux axes ; note d'ensemble si backtest la justifie",
    "en": "needs met and similarity of offers, on two axes; an overall score only where backtest has earned it",
}
TOP = 50
ALIKE = 0.25  # similarity from which two offers are called alike; assumed
EXAMPLE = {"organisation": "cluster:auvergne-efficience-industrielle", "top": TOP}
PARAMETERS = (
    entity("organisation", "organisation", "organisation", ORGANISATIONS, required=False),
    entity("group", "entre les adhérents de", "between the members of", GROUPS, required=False),
    entity("other", "et ceux de", "and those of", GROUPS, required=False),
    how_many("top", "propositions pour chacune", "suggestions for each", default=TOP),
    flag("composite", "note d'ensemble, si un test la justifie", "overall score, if a test has earned it"),
)
CASE = "quadrant"
KEYS = ("a", "b")  # what a row is about
COLUMNS = (
    RANK,
    text("a", "première", "first"),
    name("a_name", "nom (première)", "name (first)"),
    text("b", "seconde", "second"),
    name("b_name", "nom (seconde)", "name (second)"),
    text("quadrant", "profil du couple", "profile of the pair"),
    share("need_met", "besoins de la première couverts", "needs of the first met"),
    share("need_met_back", "besoins de la seconde couverts", "needs of the second met"),
    share("reciprocity", "réciprocité", "reciprocity"),
    share("similarity", "ressemblance", "similarity"),
    share("new_related", "apport nouveau et proche", "new and related"),
    count("needs", "besoins de la première", "needs of the first", "competences"),
    count("met", "dont couverts", "of them met", "competences"),
    count("needs_back", "besoins de la seconde", "needs of the second", "competences"),
    count("met_back", "dont couverts par la première", "of them met by the first", "competences"),
    in_one_language("why_fr", "pourquoi", "why (French)", "fr"),
    in_one_language("why_en", "pourquoi (anglais)", "why", "en"),
    number("distance_km", "distance", "distance", "km", 0),
    flag_column("competitors", "concurrents", "competitors"),
    count("already", "rencontres communes", "encounters shared", "encounters"),
    flag_column("newcomer", "nouveau venu", "newcomer"),
    share("composite", "note d'ensemble", "overall score"),
    text("composite_reason", "pas de note d'ensemble parce que", "no overall score because"),
    DOCUMENTS,
    REASON,
)
ALREADY = {
    "fr": "{already: ; jamais partenaires| ; déjà # rencontre commune| ; déjà # rencontres communes}"
    "{competitors:|| ; concurrents}{newcomer:|| ; sans lien connu, jugés sur les seules compétences}.",
    "en": "{already:; never partners|; # encounter in common already|; # encounters in common already}"
    "{competitors:||; competitors}{newcomer:||; without a known tie, judged on competences alone}.",
}
SENTENCES = {
    "natural_allies": {
        "fr": "{a_name} – {b_name}, alliés naturels : {why_fr}" + ALREADY["fr"],
        "en": "{a_name} – {b_name}, natural allies: {why_en}" + ALREADY["en"],
    },
    "discovery": {
        "fr": "{a_name} – {b_name}, une découverte : {why_fr}" + ALREADY["fr"],
        "en": "{a_name} – {b_name}, a discovery: {why_en}" + ALREADY["en"],
    },
    "peers": {
        "fr": "{a_name} – {b_name}, des pairs : offres semblables, aucun besoin connu couvert" + ALREADY["fr"],
        "en": "{a_name} – {b_name}, peers: similar offers, no known need met" + ALREADY["en"],
    },
    "distant": {
        "fr": "{a_name} – {b_name}, éloignés : peu d'offres semblables, aucun besoin connu couvert" + ALREADY["fr"],
        "en": "{a_name} – {b_name}, distant: few offers alike, no known need met" + ALREADY["en"],
    },
    "nobody": {
        "fr": "{a_name} : aucune autre organisation connue ne partage une de ses compétences ni ne cherche ce qu'elle "
        "offre.",
        "en": "{a_name}: no other known organisation shares one of its competences or is looking for what it offers.",
    },
    "unknown": {
        "fr": "{a_name} : aucun besoin ni aucune offre connus ; chargez un fichier qui en dise (organisation, "
        "competence, direction : offre ou besoin).",
        "en": "{a_name}: no need and no offer is known; load a file that tells some (organisation, competence, "
        "direction: offers or needs).",
    },
    "": {
        "fr": "{a_name} – {b_name} : offres semblables à {similarity}, mais aucun besoin connu de part ni d'autre : "
        "rien ne dit qu'elles se complètent" + ALREADY["fr"],
        "en": "{a_name} – {b_name}: offers alike by {similarity}, but no need is recorded on either side: nothing says "
        "that they complete each other" + ALREADY["en"],
    },
}


def complementarity(
    network: Network, *, organisation: str | None = None, group: str | None = None, other: str | None = None,
    top: int = TOP, composite: bool = False,
) -> Answer:  # fmt: skip
    """Pairs of organisations of which one offers what the other needs, beside how alike their offers are.

    The parts are told apart and never summed up. A need is met exactly by the same competence, else as far as a related
    one is close (0.5 or more, less counts nothing). What is related is learnt from who offers both, where each is
    offered by 50 organisations or more, and otherwise read from the tree of competences; the basis says how often.
    Two axes name the pair: similarity (from 0.25) and the greater share of needs met (above 0). Organisations
    that share no competence, and of which neither meets a need of the other, are no pair. Whoever has no tie to anybody
    is a newcomer: its pairs are ranked apart, after the others. With `group`, `a` is one of its members or itself;
    with `other`, `b` is one of those of that group.

    Returns:
        A table with one row per pair, `top` for each organisation, or for `organisation` alone, which then is `a`, or
        for those of `group`, of whom one then is `a`, of two of them the first id; else `a` is the one whose needs
        are met better, of equal ones the first id. The greater share of needs met first, then the lesser,
        then similarity, then ids; pairs with a newcomer after the others, ranked apart: `rank`, equal scores share one;
        `a`, `b` and their names; `quadrant`: `natural_allies` (alike, a need met),
        `discovery` (not alike, a need met), `peers` (alike, none met), `distant`, missing where neither has a need
        recorded; in the only row of an organisation without any pair `nobody`, or `unknown` where neither need nor
        offer of it is; `need_met` in [0, 1], the share of a's needs that b meets, by importance, missing without any
        recorded; `need_met_back`, of b's needs by a; `reciprocity`, the lesser; `similarity` in [0, 1], the overlap of
        the shares of their offers; `new_related` in [0, 1], how much of what a does not offer b offers or is close to;
        `needs` of a, `met` by b, `needs_back` and `met_back` of b by a; `why_fr` and `why_en`, the needs met in words,
        by importance and closeness; `distance_km`, missing where a place is unknown; `competitors`, where a document
        says so; `already`, encounters that count of both; `newcomer`;
        `composite` in [0, 1], only if asked for and earned in `backtest` of the same network (usual days, all kinds;
        it may take minutes): the chance that the two meet within as long as was tried, and never what orders the rows;
        else `composite_reason`, `not_calibrated`, as for pairs that have met or of which one took part in nothing;
        `documents` of the offers and needs that meet;
        `reason`, `no_need_recorded`. `more["reasons"]`: each need met: the pair, `seeker`, `provider`, `need`,
        `offer`, `match` (`exact`, `related`), `closeness` in [0.5, 1], `importance`.

    Raises:
        UnknownEntity: the viewer's network has no such entity.
        ValueError: it is no organisation, or no group; or an organisation and a group are given, both to be `a`.

    Complexity:
        By an index from competences to who offers them: for each organisation, those that offer what it needs or
        something close to it; never all pairs.

    Source:
        Similarity: Bar and Leiponen (2012), Economics Letters 115, 1–3; relatedness and density: Hidalgo et al. (2007),
        Science 317, 482–487.

    Examples:
        >>> from tests.toys import met
        >>> len(complementarity(met("ab")).table)
        0
    """
    found = profiles(network)
    related = relatedness(network, found)
    fits = Fits(found, related)
    apart = ~np.isin(found.organisations, _tied(network))
    asked, among = _asked(network, fits, organisation, group), _among(network, fits, other)
    turn = organisation is None and group is None
    table = pairs(network, fits, asked, apart, top, turn=turn, among=among)
    reasons = met_needs(network, fits, table)
    table = table.join(in_words(network, table, reasons))
    table = table.assign(documents=documents(network, table, reasons), quadrant=_quadrants(table))
    if organisation is not None and other is None and table.empty:
        table = _alone(network, entity_of(PARAMETERS[0], network, organisation), found)
    table = _with_composite(network, table, composite)
    said: dict[str, Any] = {"organisation": organisation, "group": group, "other": other, "top": top}
    said |= {"composite": composite}
    said |= {"alike": ALIKE, "close": CLOSE, "enough": ENOUGH}
    rests_on = basis(network, "complementarity", method=METHOD, parameters=said, version=VERSION, notes=_notes(related))
    return answer(table, COLUMNS, SENTENCES, rests_on, more={"reasons": reasons}, case=CASE)


def _with_composite(network: Network, table: pd.DataFrame, wanted: bool) -> pd.DataFrame:
    none = pd.Series(pd.NA, index=table.index, dtype="Float64")
    score = significant(earned(network, table)) if wanted else none
    reason = pd.Series(pd.NA, index=table.index, dtype="string").mask(score.isna(), "not_calibrated")
    return table.assign(composite=score, composite_reason=reason)


def _asked(network: Network, fits: Fits, organisation: str | None, group: str | None) -> list[int]:
    """The positions of the organisations to suggest others to."""
    everyone = fits.profiles.organisations
    if group is not None:
        members = _of_group(network, fits, PARAMETERS[1], group)
        if organisation is not None:
            raise WrongValue("Write --organisation or --group, not both: {} and {}.", organisation, group)
        return [int(one) for one in np.flatnonzero(members)]
    if organisation is None:
        return list(range(len(everyone)))
    return [int(one) for one in np.flatnonzero(everyone == entity_of(PARAMETERS[0], network, organisation))]


def _among(network: Network, fits: Fits, other: str | None) -> np.ndarray | None:
    """Which organisations may be suggested; None for all."""
    return None if other is None else _of_group(network, fits, PARAMETERS[2], other)


def _of_group(network: Network, fits: Fits, parameter: Parameter, wanted: str) -> np.ndarray:
    """Which organisations are a group or one of its members."""
    group = entity_of(parameter, network, wanted)
    links = network.counting(Relation.MEMBER_OF)
    those = {group, *links.loc[links["target"] == group, "source"]}
    return np.isin(fits.profiles.organisations, sorted(those))


def _alone(network: Network, one: str, found: Profiles) -> pd.DataFrame:
    """One row that says why there is no pair."""
    known = one in found.organisations
    reason = pd.NA if known else "no_need_recorded"
    row = {"a": one, "a_name": network.name(one), "quadrant": "nobody" if known else "unknown", "reason": reason}
    return pd.DataFrame([row])


def _tied(network: Network) -> list[str]:
    rows = ties(network)
    return sorted({*rows["source"], *rows["target"]})


def _quadrants(table: pd.DataFrame) -> pd.Series:
    """Fixed cuts: no pair changes its name because others did."""
    alike = table["similarity"] >= ALIKE
    met = table[["need_met", "need_met_back"]].max(axis=1)
    names = pd.Series("distant", index=table.index, dtype="string")
    names = names.mask(alike, "peers").mask(met > 0, "discovery").mask(alike & (met > 0), "natural_allies")
    return names.mask(met.isna())


def _notes(related: Relatedness) -> tuple[tuple[str, str], ...]:
    learnt, read = related.learnt, related.read
    return (
        (
            f"couples de compétences proches : {learnt} par les offres, {read} par l'arbre des compétences",
            f"pairs of related competences: {learnt} from offers, {read} from the tree of competences",
        ),
    )
