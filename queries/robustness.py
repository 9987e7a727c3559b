"""What is a rank worth when encounters are missing?"""

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from graph.errors import WrongValue
from graph.network import Network
from graph.vocabulary import ENCOUNTERS, Kind
from queries.answer import Answer, answer
from queries.basis import basis
from queries.columns import ID, KIND, NAME, RANK, RANK_HIGH, RANK_LOW, REASON, count, ranked, score, text, unranked
from queries.columns import name as name_column
from queries.measures import PARTNERS, SCORES, Joins, joins, ranks, scores
from queries.missing import (
    RUNS,
    SEED,
    USUAL,
    Thinned,
    Trust,
    places,
    recall,
    sensitivity,
    thinned,
    without_each_document,
)
from queries.parameters import choice
from queries.parameters import count as some
from queries.parameters import kinds as some_kinds
from queries.words import whole

QUESTION = {
    "fr": "Que vaut ce rang s'il manque des rencontres ?",
    "en": "What is this rank worth if encounters are missing?",
}
VERSION = 3
METHOD = {
    "fr": "le même classement, des rencontres ou un document en moins ; le rang et de 5 à 95 % des calculs",
    "en": "the same ranking without some encounters or one document; the rank and from 5 to 95 % of the runs",
}
BY_ENCOUNTER, BY_DOCUMENT = "encounters", "document"
TOLD = (10, 20, 30)  # percent of the encounters
EXAMPLE = {"measure": PARTNERS}
PARAMETERS = (
    choice("measure", "classement par", "ranked by", tuple(SCORES), default=PARTNERS),
    choice("missing", "ce qui manque", "what is missing", (BY_ENCOUNTER, BY_DOCUMENT), default=BY_ENCOUNTER),
    some("lost", "rencontres perdues, en %", "encounters lost, in %", default=USUAL, low=0),
    some_kinds("kinds", "natures de rencontres", "kinds of encounter", ENCOUNTERS),
)
COLUMNS = (
    RANK, ID, NAME, KIND,
    score("score", "valeur", "score", low=0),
    RANK_LOW, RANK_HIGH,
    text("document", "document qui compte le plus", "document that matters most"),
    name_column("document_name", "titre du document qui compte le plus", "title of the document that matters most"),
    count("rank_without", "rang sans ce document", "rank without it", low=1),
    REASON,
)  # fmt: skip
SENTENCES = {
    "": {
        "fr": "{name} ({kind}) est au rang {rank}, et entre les rangs {rank_low} et {rank_high} quand quelque chose "
        "manque{document_name:| ; sans le document « # », au rang {rank_without}}.",
        "en": "{name} ({kind}) ranks {rank}, and between {rank_low} and {rank_high} when something is missing"
        "{document_name:|; without the document “#”, {rank_without}}.",
    },
    "too_few": {
        "fr": "{name} ({kind}){rank:|, au rang #} : trop peu d'organisations ou de rencontres pour dire ce qu'un rang "
        "vaut.",
        "en": "{name} ({kind}){rank:|, rank #}: too few organisations or encounters to tell what a rank is worth.",
    },
    "no_tie": {
        "fr": "{name} ({kind}) n'a rien sur quoi un rang reposerait.",
        "en": "{name} ({kind}) has nothing that a rank could rest on.",
    },
}


def robustness(
    network: Network, *, measure: str = PARTNERS, missing: str = BY_ENCOUNTER, lost: int = USUAL,
    kinds: Collection[str] | None = None,
) -> Answer:  # fmt: skip
    """Organisations with the ranks they would have if something were missing.

    Ranked by `measure`: `partners` or `encounters` (strength) as `centrality` has them, or `betweenness` as
    `brokers` has it, of encounters of the given `kinds` or of all. Then `lost` percent of these encounters are left
    out, whole, 200 times, each time others; or, with `missing="document"`, each document in turn: what it alone
    states is left out, what others state too stays, and a status stays as it is. Organisations stay, without their
    ties: in a run in which one has none, it is the last of all.

    Returns:
        A table with one row per organisation, highest score first, equal ones by id: `rank` (equal scores share
        one); `id`; `name`; `kind`; `score` ≥ 0; `rank_low` and `rank_high`, from 1, `rank_low` ≤ `rank` ≤
        `rank_high`: at most 5 % of the runs rank it higher than `rank_low`, and at most 5 % lower than `rank_high`, and
        `rank` itself, nothing lost, is one of the cases; with `missing="document"` the best and the worst rank; there
        also `document` (`document_name`, its title), the one whose loss changes the rank
        most, and `rank_without` it; `reason`, `no_tie` where the score is 0: there is no rank; `too_few`
        where fewer than four organisations give none, or where the share to be lost is not one encounter, so that
        nothing tells what it is worth. `more["losses"]`,
        for 10, 20, 30 and `lost` percent, of which the larger loss always holds the smaller one: `lost`, `encounters`
        left out, `runs`, `sensitivity` in [0, 1], the chance that of two with different scores the higher one stays
        higher, `top_ten` in [0, 1], of the ten first, how many are among the ten first again. `more["intervals"]`:
        `id`, `lost`, `rank_low`, `rank_high`, of whoever has a rank, for each of these losses. `more["documents"]`:
        sensitivity and `top_ten` without each `document` that alone states anything, by id, with its `title`. Nothing
        lost: 1.

    Raises:
        ValueError: there is no such measure, or kind, or percentage.

    Complexity:
        Three or four losses of 200 runs each, a run the time of the ranking itself: O(n m) for betweenness; with each
        document left out, one ranking more for each.

    Source:
        Martin and Niemeyer (2019), Influence of measurement errors on networks: Estimating the robustness of
        centrality measures, Network Science 7, 180–195.

    Examples:
        >>> from tests.toys import met
        >>> robustness(met("abc", "cd", "ce"), lost=34).table.loc[:1, ["rank_low", "rank_high"]].to_numpy().tolist()
        [[1, 1], [2, 5]]
    """
    if missing not in (BY_ENCOUNTER, BY_DOCUMENT):
        raise WrongValue("missing: write {} or {}, not '{}'.", BY_ENCOUNTER, BY_DOCUMENT, missing)
    chosen = None if kinds is None else [Kind(kind) for kind in kinds]
    made = joins(network, kinds=chosen)
    by_loss = {percent: thinned(made, measure, lost=percent) for percent in sorted({*TOLD, lost})}
    trust = {percent: one.trust for percent, one in by_loss.items()}
    by_document = without_each_document(network, made, measure, chosen)
    found = by_loss[lost] if missing == BY_ENCOUNTER else _documents(made, measure, by_document)
    mine = trust[lost] if missing == BY_ENCOUNTER else found.trust
    table = network.organisations[["id", "name", "kind"]].merge(places(made.organisations, found), on="id")
    table = table.assign(name=table["name"].fillna(table["id"]))
    if missing == BY_DOCUMENT:
        table = table.merge(_worst(network, made, found.scores, by_document), on="id", how="left")
    table = ranked(table, by="score")
    table = _with_reasons(table)
    asked = {"measure": measure, "missing": missing, "lost": lost, "kinds": kinds, "runs": RUNS, "seed": SEED}
    rests_on = basis(network, "robustness", method=METHOD, parameters=asked, version=VERSION, notes=_notes(mine))
    more = {
        "losses": _losses(made, by_loss, trust),
        "intervals": _intervals(made, by_loss),
        "documents": _of_documents(network, found.scores, by_document),
    }
    return answer(table, COLUMNS, SENTENCES, rests_on, more=more)


def _with_reasons(table: pd.DataFrame) -> pd.DataFrame:
    """No rank of who has nothing; and why there is no rank, or nothing that tells what it is worth."""
    idle = table["score"] == 0
    reason = unranked(table, pd.Series(pd.NA, index=table.index).mask(idle, "no_tie"))
    untold = reason.isna() & table["rank_low"].isna()
    return table.assign(rank=table["rank"].mask(idle), reason=reason.mask(untold, "too_few"))


def _documents(made: Joins, measure: str, by_document: Mapping[str, np.ndarray]) -> Thinned:
    whole = scores(made, measure)
    return Thinned(whole, np.array([*by_document.values()] or [whole]), low=0, high=100)


def _worst(
    network: Network, made: Joins, whole: np.ndarray, by_document: Mapping[str, np.ndarray]
) -> pd.DataFrame:  # fmt: skip
    """For each organisation, the document whose loss changes its rank most, and the rank without it."""
    titles = network.documents.set_index("id")["title"]
    before = ranks(whole)
    rows = [
        (document, one, after, abs(after - rank))
        for document, found in by_document.items()
        for one, rank, after in zip(made.organisations, before, ranks(found), strict=True)
        if after != rank
    ]
    table = pd.DataFrame(rows, columns=["document", "id", "rank_without", "change"])
    table = table.sort_values(["change", "document"], ascending=[False, True]).drop_duplicates("id")
    table = table.astype({"id": "string", "document": "string"}).drop(columns="change")
    return table.assign(document_name=table["document"].map(titles).fillna(table["document"]))


def _losses(made: Joins, by_loss: Mapping[int, Thinned], trust: Mapping[int, Trust]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "lost": pd.Series(list(by_loss), dtype="Int64"),
            "encounters": pd.Series([round(made.encounters * one / 100) for one in by_loss], dtype="Int64"),
            "runs": pd.Series([len(found.runs) for found in by_loss.values()], dtype="Int64"),
            "sensitivity": pd.Series([one.sensitivity for one in trust.values()], dtype="Float64"),
            "top_ten": pd.Series([one.top for one in trust.values()], dtype="Float64"),
        }
    )


def _intervals(made: Joins, by_loss: Mapping[int, Thinned]) -> pd.DataFrame:
    """Between which ranks each organisation is, by what is lost."""
    parts = [places(made.organisations, found).assign(lost=percent) for percent, found in by_loss.items()]
    table = pd.concat(parts, ignore_index=True).dropna(subset=["rank_low"])
    table = table.astype({"lost": "Int64"}).sort_values(["id", "lost"], ignore_index=True)
    return table[["id", "lost", "rank_low", "rank_high"]]


def _of_documents(network: Network, whole: np.ndarray, by_document: Mapping[str, np.ndarray]) -> pd.DataFrame:
    titles = network.documents.set_index("id")["title"]
    table = pd.DataFrame({"document": pd.Series(list(by_document), dtype="string")})
    return table.assign(
        title=table["document"].map(titles).astype("string"),
        sensitivity=pd.Series([sensitivity(whole, one) for one in by_document.values()], dtype="Float64"),
        top_ten=pd.Series([recall(whole, one) for one in by_document.values()], dtype="Float64"),
    )


def _notes(trust: Trust) -> tuple[tuple[str, str], ...]:
    if trust.sensitivity is None or trust.top is None:
        return ()
    chance, again = 100 * trust.sensitivity, 100 * trust.top
    return (
        (
            f"le plus haut de deux le reste dans {whole(round(chance), 'fr')} % des cas, "
            f"{whole(round(again), 'fr')} % des dix premiers sont retrouvés",
            f"the higher of two stays higher in {whole(round(chance), 'en')} % of the cases, "
            f"{whole(round(again), 'en')} % of the ten first are found again",
        ),
    )
