"""What should one know, on one page?"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from itertools import islice
from types import ModuleType
from typing import Any

import pandas as pd

from graph.network import Network
from graph.once import once
from graph.vocabulary import ORGANISATIONS, REFUSALS, Kind, Relation
from queries import (
    brokerage_roles,
    brokers,
    centrality,
    complementarity,
    platform_coverage,
    pole_matrix,
    profile,
    quality,
    sole_brokers,
)
from queries.answer import Answer, answer
from queries.basis import COLON, basis
from queries.belonging import one_group
from queries.columns import (
    RANK,
    RANK_HIGH,
    RANK_LOW,
    count,
    in_one_language,
    number,
    numbering,
    text,
    typed,
)
from queries.parameters import entity, entity_of, flag
from queries.report_lines import Answers, Line, as_many_as_fit, bases, lines, speaking_of
from queries.words import word

QUESTION = {"fr": "Que faut-il savoir, en une page ?", "en": "What should one know, on one page?"}
VERSION = 4
METHOD = {
    "fr": "ce que disent d'autres questions, chacune avec sa base",
    "en": "what other questions say, each with its basis",
}
EXAMPLE = {"organisation": "pole:emc2", "robust": False}
PARAMETERS = (
    entity("organisation", "pour qui", "for whom", ORGANISATIONS),
    flag("robust", "intervalles de rang", "rank intervals", default=True),
    flag("figures", "chiffres et rangs, doutes", "figures and ranks, doubts", default=True),
)
CASE = "note"
SECTIONS = ("who", "figures", "allies", "missing_links", "platform", "upcoming", "doubts")
MOST: Mapping[str, int] = {
    "memberships": 3,
    "allies": 3,
    "missing_links": 3,
    "upcoming": 4,
    "doubts": 5,
}  # rows: it is one page
IDENTITY = ("city", "sector", "size", "director", "president")
ROLES = {"fr": " et ", "en": " and "}  # what is between two roles
TOP = 20  # organisations that complete it, of which the first are told
RANKS = ("rank", "rank_low", "rank_high")
FIGURES = (  # query, its column, whether its rank is that of the figure
    ("centrality", "partners", True), ("centrality", "encounters", False), ("brokers", "betweenness", True),
    ("roles", "passages", True), ("sole_brokers", "sole_pairs", True),
)  # fmt: skip
KEYS = ("section", "label", "about")  # what a row is about
COLUMNS = (
    text("section", "rubrique", "section"),
    text("label", "chiffre", "figure"),
    text("about", "au sujet de", "about"),
    number("value", "valeur", "value"),
    RANK, RANK_LOW, RANK_HIGH,
    count("among", "sur", "among", "organisations"),
    in_one_language("said_fr", "en clair", "in words (French)", "fr"),
    in_one_language("said_en", "en clair (anglais)", "in words", "en"),
    text("asked", "question", "question"),
    numbering("note", "note", "note"),
)  # fmt: skip
SENTENCES = {"": {"fr": "{said_fr}", "en": "{said_en}"}}
OF_ALL: Mapping[str, ModuleType] = {
    "centrality": centrality, "brokers": brokers, "brokerage_roles": brokerage_roles, "sole_brokers": sole_brokers,
    "pole_matrix": pole_matrix, "quality": quality,
}  # fmt: skip


def report(network: Network, *, organisation: str, robust: bool = True, figures: bool = True) -> Answer:
    """The essentials of one organisation, made only of what other queries say of it, each line with its basis.

    Who it is; five figures with the ranks they give and, with `robust`, between which these lie when a tenth of the
    encounters is missing; who may complete it; of a pole, those it has no link with, of which most is expected
    first; what it brings to the platform it is a member of; encounters announced, or to be checked; what is not
    known. What no query can answer is left out; without `figures` so is all that takes a measure of everybody: the
    figures, what it brings to its platform, and doubts.

    Returns:
        A table by `section` (`who`, `figures`, `allies`, `missing_links`, `platform`, `upcoming`, `doubts`): of a
        figure its `label` (`partners`, `encounters`, `betweenness`, `passages`, and `sole_pairs` of a group or
        `memberships` of others); `about`, what the line is about, as the query asked tells its rows apart; `value`,
        `rank` among so many organisations (`among`), `rank_low` and `rank_high`,
        each missing where the query gives none; `said_fr` and `said_en`, the sentence of the query that is `asked`;
        `note`, the row of `more["bases"]`: `note`, `asked`, `question_fr`, `question_en`, `method_fr`, `method_en`, and
        with what all have in common `basis_fr`, `basis_en`. `more["left_out"]`: `section` and `rows`, how many more
        lines there would be. `more["documents"]`: those that say anything of it or of its links, with how many
        `statements`, most first: `document`, `title`, `publisher`, `published`.

    Raises:
        UnknownEntity: the viewer's network has no such organisation.
        ValueError: it is no organisation.

    Complexity:
        That of the queries it calls; betweenness and its rank intervals take most of it.

    Source:
        Those of the queries asked.

    Examples:
        >>> from tests.toys import met
        >>> report(met("abc", "cd"), organisation="firm:c").sentences("en")[0]
        'C (firm): no known membership, 3 partners named, 2 encounters.'
    """
    who = network.row(entity_of(PARAMETERS[0], network, organisation))
    answers = _answers(network, who, robust=robust, figures=figures)
    found = [*_who(answers), *(_figures(answers, who) if figures else ())]
    found += [*_allies(answers), *_missing_links(answers, who)]
    found += [*_platform(answers, who), *_upcoming(answers), *_doubts(answers, who)]
    kept, left_out = as_many_as_fit(found, SECTIONS, MOST)
    told = {one.asked for one in kept}
    notes = {name: n for n, name in enumerate((name for name in answers if name in told), 1)}
    table = typed(pd.DataFrame([asdict(one) | {"note": notes[one.asked]} for one in kept]), COLUMNS)
    table = table.assign(asked=[answers[one.asked][1].basis.query for one in kept])
    documents = speaking_of(network, str(who["id"]))
    more = {"bases": bases(answers, notes), "left_out": left_out, "documents": documents}
    asked = {"organisation": organisation, "robust": robust, "figures": figures}
    rests_on = basis(network, "report", method=METHOD, parameters=asked, version=VERSION)
    return answer(table, COLUMNS, SENTENCES, rests_on, more=more, case=CASE)


def _answers(network: Network, who: pd.Series, *, robust: bool, figures: bool) -> Answers:
    """All that is asked, with the module that asks it."""
    one, kind = str(who["id"]), Kind(who["kind"])
    made: dict[str, tuple[ModuleType, Answer]] = {"profile": (profile, profile.profile(network, organisation=one))}
    if figures:
        made |= _measured(network, one, robust=robust)
    made["complementarity"] = complementarity, complementarity.complementarity(network, organisation=one, top=TOP)
    if figures and kind in sole_brokers.BROKERS:
        made["sole_brokers"] = (sole_brokers, _of_all(network, "sole_brokers", robust=robust))
    if kind is Kind.POLE:
        made["pole_matrix"] = (pole_matrix, _of_all(network, "pole_matrix"))
    if figures and (home := _platform_of(network, one)):
        made["platform"] = (platform_coverage, platform_coverage.platform_coverage(network, within=home))
    return made | ({"quality": (quality, _of_all(network, "quality"))} if figures else {})


def _measured(network: Network, one: str, *, robust: bool) -> dict[str, tuple[ModuleType, Answer]]:
    """What takes a measure of everybody."""
    known = _known_group(network, one)
    return {
        "centrality": (centrality, _of_all(network, "centrality", robust=robust)),
        "brokers": (brokers, _of_all(network, "brokers", robust=robust)),
        "roles": (brokerage_roles, _of_all(network, "brokerage_roles", by=known, robust=robust)),
    }


@once
def _of_all(network: Network, name: str, **options: Any) -> Answer:
    """What a query says of all organisations alike: asked once of a network, however many have a page."""
    made: Answer = getattr(OF_ALL[name], name)(network, **options)
    return made


def _known_group(network: Network, organisation: str) -> str:
    """By what brokers are told apart: the first of these that is known of the organisation."""
    ways = ("region", "country", "kind")
    return next(by for by in ways if by == "kind" or (one_group(network, by)[0]["id"] == organisation).any())


def _platform_of(network: Network, organisation: str) -> str | None:
    links = network.links
    ours = links[(links["relation"] == Relation.MEMBER_OF) & links["counts"] & (links["source"] == organisation)]
    kinds = ours["target"].map(network.kinds)
    return min(ours.loc[kinds == Kind.PLATFORM, "target"], default=None)


def _who(answers: Answers) -> Iterator[Line]:
    rows = answers["profile"][1].table
    yield from lines(answers, "profile", "who", rows["section"] == "summary")
    known = rows[(rows["section"] == "identity") & rows["label"].isin(IDENTITY)].set_index("label")["value"]
    for label in (one for one in IDENTITY if one in known):
        fr, en = (f"{word(label, language).capitalize()}{COLON[language]}{known[label]}." for language in ("fr", "en"))
        yield Line("who", label, fr, en, "profile")
    joined = (rows["section"] == "memberships") & rows["counts"]
    yield from islice(lines(answers, "profile", "who", joined), MOST["memberships"])


def _figures(answers: Answers, who: pd.Series) -> Iterator[Line]:
    """Five figures: of each the value, the rank, and how far it holds."""
    for name, label, is_ranked in FIGURES:
        if name in answers:
            rows = answers[name][1].table
            ours = rows["id"] == who["id"]
            yield from lines(answers, name, "figures", ours, label=label, **_figure(rows, ours, label, is_ranked))
    if "sole_brokers" not in answers or answers["sole_brokers"][1].table.empty:
        rows = answers["profile"][1].table
        ours = rows["section"] == "summary"
        yield from lines(answers, "profile", "figures", ours, label="memberships", value=rows["memberships"].iloc[0])


def _figure(rows: pd.DataFrame, ours: pd.Series, column: str, is_ranked: bool) -> dict[str, Any]:
    """The value of one organisation and, where that is what the table is ranked by, its rank among several."""
    row = rows[ours].reindex(columns=[column, *RANKS])
    value, *ranks = (None if pd.isna(one) else one for one in row.iloc[0]) if len(row) else [None]
    among = int(rows["rank"].notna().sum())
    if not is_ranked or among < 2 or not value:  # nothing has no place among others
        return {"value": value}
    return {"value": value, **dict(zip(RANKS, ranks, strict=True)), "among": among}


def _allies(answers: Answers) -> Iterator[Line]:
    """Those that may complete it best, or why none is known."""
    rows = answers["complementarity"][1].table
    yield from lines(answers, "complementarity", "allies", pd.Series(True, index=rows.index))


def _missing_links(answers: Answers, who: pd.Series) -> Iterator[Line]:
    if "pole_matrix" in answers:
        rows = answers["pole_matrix"][1].table
        ours = (rows["state"] == "empty") & ((rows["a"] == who["id"]) | (rows["b"] == who["id"]))
        yield from lines(answers, "pole_matrix", "missing_links", ours)


def _platform(answers: Answers, who: pd.Series) -> Iterator[Line]:
    if "platform" in answers:
        yield from lines(answers, "platform", "platform", answers["platform"][1].table["id"] == who["id"])


def _upcoming(answers: Answers) -> Iterator[Line]:
    """Encounters of which nobody says that they took place: to come, or to be checked; each once, with all roles."""
    made = answers["profile"][1]
    rows = made.table
    waiting = (rows["section"] == "encounters") & ~rows["counts"].fillna(True) & ~rows["status"].isin(REFUSALS)
    french, english = (_with_all_roles(rows[waiting.astype(bool)], language) for language in ("fr", "en"))
    said = (replace(made, table=french).sentences("fr"), replace(made, table=english).sentences("en"))
    yield from (Line("upcoming", *line, "profile") for line in zip(french["other"], *said, strict=True))


def _with_all_roles(rows: pd.DataFrame, language: str) -> pd.DataFrame:
    """A row for each encounter and status, in the order of the first, with all roles in words."""
    roles = rows["label"].map(lambda role: word(role, language), na_action="ignore")
    same = [rows[one] for one in ("other", "status")]
    joined = roles.groupby(same, dropna=False).transform(lambda some: ROLES[language].join(some.dropna()) or None)
    return rows.assign(label=joined).drop_duplicates(["other", "status"])


def _doubts(answers: Answers, who: pd.Series) -> Iterator[Line]:
    """Doubts about it and about what it takes part in; a pole's own first; none where they are not asked for."""
    if "quality" not in answers:
        return
    rows, profiled = answers["quality"][1].table, answers["profile"][1].table
    beside = set(profiled.loc[profiled["section"] == "encounters", "other"])
    own = (rows["about"] == who["id"]) | (rows["other"] == who["id"])
    yield from lines(answers, "quality", "doubts", own)
    yield from lines(answers, "quality", "doubts", rows["about"].isin(beside) & ~own)
