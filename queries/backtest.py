"""Would these suggestions have been right?"""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pandas as pd

from graph.network import Network
from graph.vocabulary import ENCOUNTERS, Kind
from queries.answer import Answer, answer
from queries.basis import basis
from queries.columns import REASON, count, number, share, significant, text
from queries.held_out import FEWEST, Days, dated, days_of, moment
from queries.hit_rates import TOP
from queries.logistic import RIDGE
from queries.pair_parts import KATZ
from queries.parameters import date, flag
from queries.parameters import kinds as some_kinds
from queries.scored import ALL, FULL, NETWORK, PLACEBOS, RUNS, SEED, STRATA, Trial, figures, is_earned, tried

QUESTION = {
    "fr": "Ces suggestions auraient-elles vu juste ?",
    "en": "Would these suggestions have been right?",
}
VERSION = 2
METHOD = {
    "fr": "rencontres entières cachées après une date ; modèles appris sur la période d'avant ; intervalles par tirage "
    "d'organisations",
    "en": "whole encounters held out after a day; models learnt on the time before; intervals by resampling "
    "organisations",
}
EXAMPLE: Mapping[str, Any] = {"since": None}
PARAMETERS = (
    date("since", "connu jusqu'au", "known until"),
    date("until", "jugé jusqu'au", "judged until"),
    some_kinds("kinds", "natures de rencontres", "kinds of encounter", ENCOUNTERS),
    flag("everything", "toutes les paires notées à l'export", "all scored pairs in the export"),
)
CASE = "state"
KEYS = ("stratum", "method")  # what a row is about
COLUMNS = (
    text("state", "état", "state"),
    text("stratum", "couples", "pairs that were"),
    text("method", "méthode", "method"),
    count("pairs", "couples jamais vus", "pairs that had not met", "pairs"),
    count("positives", "se sont rencontrés ensuite", "met afterwards", "pairs"),
    share("base_rate", "part de ceux-ci", "share of these"),
    share("average_precision", "précision moyenne", "average precision"),
    share("precision_at_50", "justes parmi les 50 premiers", "right among the first 50"),
    number("hits", "justes parmi les premiers", "right among the first", "pairs", 0),
    count("top", "premiers regardés", "first looked at", "pairs"),
    number("by_chance", "justes au hasard", "right by chance", "pairs", 0),
    share("mrr", "rang réciproque moyen", "mean reciprocal rank"),
    share("auc", "aire sous la courbe", "area under the curve"),
    number("gain", "gain de précision moyenne", "gain of average precision", "", -1, 1),
    number("gain_low", "gain, au moins", "gain, at least", "", -1, 1),
    number("gain_high", "gain, au plus", "gain, at most", "", -1, 1),
    count("dated", "rencontres datées", "dated encounters", "encounters"),
    REASON,
)
FIRST = {
    "fr": "{stratum}, {method} : premières suggestions qui se sont faites, {hits} sur {top}, contre {by_chance} au "
    "hasard",
    "en": "{stratum}, {method}: first suggestions that came about, {hits} of {top}, against {by_chance} by chance",
}
GAIN = {
    "fr": "{gain} de précision moyenne sur gravité et réseau, de {gain_low} à {gain_high}",
    "en": "{gain} of average precision over gravity and network, from {gain_low} to {gain_high}",
}
SENTENCES = {
    "few": {
        "fr": "Trop peu pour juger : {dated:aucune rencontre datée|# rencontre datée|# rencontres datées}, il en faut "
        f"{FEWEST} ; chargez les rencontres passées avec leur date de début, ou choisissez plus de natures.",
        "en": "Too few to tell: {dated:no dated encounter|# dated encounter|# dated encounters}, it takes "
        f"{FEWEST}; load past encounters with the day on which they began, or choose more kinds.",
    },
    "unknown": {
        "fr": "{stratum}, {method} : rien à juger, aucune compétence n'était connue à cette date ; chargez un fichier "
        "d'offres et de besoins (organisation, competence, direction).",
        "en": "{stratum}, {method}: nothing to judge, no competence was known on that day; load a file of offers and "
        "needs (organisation, competence, direction).",
    },
    "nobody": {
        "fr": "{stratum}, {method} : {pairs:aucun couple|le seul couple ne s'est pas rencontré ensuite|"
        "aucun des # couples ne s'est rencontré ensuite}.",
        "en": "{stratum}, {method}: {pairs:no pair|the only pair did not meet afterwards|none of the # pairs met "
        "afterwards}.",
    },
    "earned": {
        "fr": FIRST["fr"] + " ; gain net, " + GAIN["fr"] + " : la note d'ensemble est justifiée.",
        "en": FIRST["en"] + "; a clear gain, " + GAIN["en"] + ": an overall score is earned.",
    },
    "no_gain": {
        "fr": FIRST["fr"] + " ; pas de gain établi, " + GAIN["fr"] + " : aucune note d'ensemble n'est montrée.",
        "en": FIRST["en"] + "; no gain established, " + GAIN["en"] + ": no overall score is shown.",
    },
    "": {"fr": FIRST["fr"] + ".", "en": FIRST["en"] + "."},
}


def backtest(
    network: Network, *, since: str | None = None, until: str | None = None, kinds: Collection[str] | None = None,
    everything: bool = False,
) -> Answer:  # fmt: skip
    """Suggestions as they would have been made on a day, and which of them came about.

    All pairs of organisations that had taken part in an encounter by `since`, but in none in common, are scored with
    what was known on that day, and looked up among the encounters from then to `until`. Encounters are hidden whole,
    those of which the date does not tell whether they had begun left out of both. Where no day is given, 70 % of the
    dated encounters had begun by `since`, and all by `until`. Gravity (activity, distance, same region, same country),
    gravity and network (with Adamic–Adar and Katz) and full (with needs met, reciprocity, similarity, new and related
    competences) are ridge logistic models, fitted in the same way to an earlier day. Offers and needs without a date
    count as known. An overall score is earned where full beats gravity and network, and by more than any of 19
    exchanges of profiles among organisations that have met about as many.

    Returns:
        A table with a row per `stratum` (`all_pairs`; `two_steps` apart; `three_steps_or_more`; `no_path`) and
        `method`, the fullest first: `state`: `earned` or `no_gain` for the full model over all pairs,
        `unknown` where no competence was known, `nobody` where none came about, `few` in the only row
        where under 100 encounters have a date; `pairs`; `positives`, those that came about; `base_rate`, their share;
        `average_precision`, `precision_at_50`, `mrr` (over organisations, of the best placed new partner) and `auc` in
        [0, 1], equal scores sharing their places; `hits` among the `top` first, at most 50, and how many `by_chance`;
        `gain` of average precision over gravity and network, `gain_low` and `gain_high`, 5 to 95 % of 200 resamplings
        of organisations, the same for all methods; `dated` encounters; `reason`, `too_few` or `no_item_known`.
        `more["pairs"]`: `a`,
        `b`, `stratum`, `came_about`, the score of each method; those that came about and the 50 first of each method,
        or, with `everything`, all. `more["slopes"]`: of the fullest model, per `property` of pairs.
        `more["placebo"]`: the `gain` of each `exchange` of profiles.

    Raises:
        ValueError: the days are not in order, a kind is none, or more than 4,000 organisations had met.

    Source:
        Liben-Nowell and Kleinberg (2007), The link-prediction problem for social networks, JASIST 58, 1019–1031; Adamic
        and Adar (2003), Social Networks 25, 211–230; Katz (1953), Psychometrika 18, 39–43; Yang, Lichtenwalter and
        Chawla (2015), Evaluating link prediction methods, Knowledge and Information Systems 45, 751–782.

    Examples:
        >>> from tests.toys import met
        >>> backtest(met("ab", "bc")).table[["state", "dated"]].to_numpy().tolist()
        [['few', 0]]
    """
    chosen = None if kinds is None else [Kind(one) for one in kinds]
    rows = dated(network, chosen)
    how_many = rows["encounter"].nunique()
    asked = {"since": since, "until": until, "kinds": kinds, "everything": everything}
    said: dict[str, Any] = {**asked, "ridge": RIDGE, "katz": KATZ, "runs": RUNS, "placebos": PLACEBOS, "seed": SEED}
    days = days_of(rows, since, until) if how_many >= FEWEST else None
    trial = None if days is None else _trial(network, rows, days)
    table = _few(network, how_many) if trial is None else _table(trial, how_many)
    notes = () if days is None else _notes(days)
    rests_on = basis(network, "backtest", method=METHOD, parameters=said, version=VERSION, notes=notes)
    more = {"pairs": _pairs(trial, everything), "slopes": _slopes(trial), "placebo": _placebo(trial)}
    return answer(table, COLUMNS, SENTENCES, rests_on, more=more, case=CASE)


def _trial(network: Network, rows: pd.DataFrame, days: Days) -> Trial | None:
    """What came of the suggestions; None where nobody met after the first of the days."""
    before = moment(network, rows, days.learnt, days.since)
    now = moment(network, rows, days.since, days.until)
    return tried(before, now) if before.came.any() and len(now.came) else None


def _few(network: Network, how_many: int) -> pd.DataFrame:
    known = len(network.encounters) > 0
    return pd.DataFrame([{"state": "few", "dated": how_many, "reason": "too_few"}] if known else [])


def _table(trial: Trial, how_many: int) -> pd.DataFrame:
    rows = figures(trial)
    earned = "earned" if is_earned(rows, trial.placebo) else "no_gain"
    table = pd.DataFrame([{**row, **_state(row, trial, earned)} for row in rows]).assign(dated=how_many)
    numbers = table.select_dtypes("float").columns
    return table.assign(**{name: significant(table[name]) for name in numbers})


def _state(row: Mapping[str, Any], trial: Trial, earned: str) -> dict[str, Any]:
    if row["method"] not in trial.scores:
        return {"state": "unknown", "reason": "no_item_known"}
    if not row["positives"]:
        return {"state": "nobody", "reason": "too_few"}
    return {"state": earned if (row["method"], row["stratum"]) == (FULL, ALL) else None, "reason": None}


def _pairs(trial: Trial | None, everything: bool) -> pd.DataFrame:
    """Scored pairs with what came of them, the fullest model's first first."""
    texts = {name: pd.Series(dtype="string") for name in ("a", "b", "stratum")}
    if trial is None:
        return pd.DataFrame({**texts, "came_about": pd.Series(dtype="boolean")})
    now, scores = trial.now, trial.scores
    best = scores[FULL if FULL in scores else NETWORK]
    kept = np.arange(len(best)) if everything else _looked_at(trial)
    kept = kept[np.lexsort((kept, -best[kept]))]
    ids = pd.array(now.organisations, dtype="string")
    names = pd.array(list(STRATA)[1:], dtype="string")
    far = np.searchsorted([-3, -2, 0], -trial.apart[kept])  # 3 steps or more, 2, none
    made: dict[str, Any] = {"a": ids.take(now.first[kept]), "b": ids.take(now.second[kept])}
    made |= {"stratum": names.take(np.array([1, 0, 2])[far]), "came_about": pd.array(now.came[kept], dtype="boolean")}
    return pd.DataFrame({**made, **{name: pd.array(values[kept], "Float64") for name, values in scores.items()}})


def _looked_at(trial: Trial) -> np.ndarray:
    first = [np.argsort(-score, kind="stable")[:TOP] for score in trial.scores.values()]
    return np.unique(np.concatenate([np.flatnonzero(trial.now.came), *first]))


def _slopes(trial: Trial | None) -> pd.DataFrame:
    slopes = {} if trial is None else trial.slopes
    values = significant(pd.Series(list(slopes.values()), dtype=float))
    return pd.DataFrame({"property": pd.Series(list(slopes), dtype="string"), "slope": values})


def _placebo(trial: Trial | None) -> pd.DataFrame:
    gains = [] if trial is None else list(trial.placebo)
    values = significant(pd.Series(gains, dtype=float))
    return pd.DataFrame({"exchange": pd.array(range(1, len(gains) + 1), "Int64"), "gain": values})


def _notes(days: Days) -> tuple[tuple[str, str], ...]:
    return (
        (
            f"appris au {days.learnt}, su jusqu'au {days.since}, jugé jusqu'au {days.until}",
            f"learnt on {days.learnt}, known until {days.since}, judged until {days.until}",
        ),
    )
