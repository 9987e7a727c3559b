"""Pairs scored by several methods, and what the scores were worth, with intervals, by how far apart two were."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from queries.held_out import Moment
from queries.hit_rates import TOP, auc, average_precision, hits_among_first, mean_reciprocal_rank, ordered
from queries.logistic import Logistic, fitted
from queries.pair_parts import (
    Columns,
    Together,
    adamic_adar,
    competence_parts,
    degree_product,
    gravity_parts,
    katz,
    knows_competences,
    network_parts,
    permuted,
    steps,
    together,
)
from queries.progress import stepwise
from queries.resampled import average_precisions

FULL, PLACEBO, NETWORK, GRAVITY, WALKS, COMMON, DEGREE = METHODS = (
    "full", "full_permuted", "gravity_network", "gravity", "katz", "adamic_adar", "degree_product",
)  # fmt: skip
ALL = "all_pairs"
STRATA: Mapping[str, int | None] = {ALL: None, "two_steps": 2, "three_steps_or_more": 3, "no_path": 0}
RUNS, SEED = 200, 0
PLACEBOS = 19  # exchanges of profiles: a gain above all of theirs would come by chance once in 20
LOW, HIGH = 5, 95  # percent of the runs


@dataclass(frozen=True, eq=False, slots=True)
class Trial:
    """What was tried.

    Attributes:
        now: the moment whose pairs were scored, with what came of them.
        apart: how far apart each pair was, as `STRATA` has it.
        scores: by method; without those that rest on competences where none is known.
        slopes: by property of pairs, of the full model, of columns that vary by 1.
        full: the model, where there is one.
        placebo: gains over gravity and network, of all pairs, with profiles exchanged in so many ways.
    """

    now: Moment
    apart: np.ndarray
    scores: Mapping[str, np.ndarray]
    slopes: Mapping[str, float]
    full: Logistic | None
    placebo: tuple[float, ...] = ()


def tried(before: Moment, now: Moment) -> Trial:
    """Models fitted to what came between the two moments, and their scores of the pairs of the second."""
    scores = {DEGREE: degree_product(now), COMMON: adamic_adar(now), WALKS: katz(now)}
    then, here = gravity_parts(before), gravity_parts(now)
    scores[GRAVITY] = _model(then, before).chances(list(here.values()))
    then, here = then | _ties(before), here | network_parts(scores[COMMON], scores[WALKS])
    plain = _model(then, before)
    scores[NETWORK] = plain.chances(list(here.values()))
    if not (knows_competences(before) and knows_competences(now)):
        return Trial(now, steps(now), scores, _slopes(then, plain), None)
    precision = _precision(now)
    least, gains, fit = precision(scores[NETWORK]), [], (together(before), together(now))
    for n in stepwise(range(PLACEBOS), PLACEBOS):
        exchanged = _chances(then, here, before, now, fit, SEED + n)[0]
        gains.append(precision(exchanged) - least)
        scores.setdefault(PLACEBO, exchanged)
    scores[FULL], model, learnt = _chances(then, here, before, now, fit, None)
    scores = {name: scores[name] for name in METHODS}
    return Trial(now, steps(now), scores, _slopes(learnt, model), model, tuple(gains))


def _precision(now: Moment) -> Callable[[np.ndarray], float]:
    """The average precision of scores of all pairs; 0 where nobody met."""
    return lambda score: (
        float(average_precision(ordered(score, now.first, now.second, now.came))) if now.came.any() else 0.0
    )


def _chances(
    then: Columns, here: Columns, before: Moment, now: Moment, fit: tuple[Together, Together], seed: int | None
) -> tuple[np.ndarray, Logistic, Columns]:  # fmt: skip
    """Scores by the full model, with profiles exchanged where a seed is given; the model, and what it learnt from."""
    learnt, asked = then | _competences(before, fit[0], seed), here | _competences(now, fit[1], seed)
    model = _model(learnt, before)
    return model.chances(list(asked.values())), model, learnt


def parts(one: Moment) -> Columns:
    """All that the full model knows of pairs, in its order."""
    return gravity_parts(one) | _ties(one) | _competences(one, together(one), None)


def _ties(one: Moment) -> Columns:
    return network_parts(adamic_adar(one), katz(one))


def _competences(one: Moment, fit: Together, seed: int | None) -> Columns:
    order = np.arange(len(one.organisations)) if seed is None else permuted(one, seed)
    return competence_parts(one, fit, order)


def _model(columns: Columns, one: Moment) -> Logistic:
    return fitted(list(columns.values()), one.came)


def _slopes(columns: Columns, model: Logistic) -> Mapping[str, float]:
    return dict(zip(columns, model.slopes[1:], strict=True))


def figures(trial: Trial) -> list[dict[str, Any]]:
    """A row per method and stratum; of methods without scores, only who they are."""
    many = len(STRATA)
    return [row for n, (stratum, far) in enumerate(STRATA.items()) for row in _stratum(trial, stratum, far, n, many)]


def of_all_pairs(trial: Trial) -> list[dict[str, Any]]:
    """The rows of `figures` on all pairs alone."""
    return _stratum(trial, ALL, None, 0, 1)


def _stratum(trial: Trial, stratum: str, far: int | None, before: int, strata: int) -> list[dict[str, Any]]:
    now = trial.now
    those = np.flatnonzero(trial.apart == far) if far is not None else np.arange(len(now.came))
    ends = now.first[those], now.second[those], now.came[those]
    size = {"stratum": stratum, "pairs": len(those), "positives": int(ends[2].sum())}
    rows = {method: size | {"method": method} for method in METHODS}
    if ends[2].any():
        many, drawn, found = len(trial.scores), _drawn(len(now.organisations)), {}
        for method, score in stepwise(trial.scores.items(), strata * many, done=before * many):
            figures_of, found[method] = _judged(score[those], *ends, drawn)
            rows[method] |= figures_of
        for method, values in found.items():
            rows[method] |= _interval(values - found[NETWORK])
    return list(rows.values())


def _judged(
    score: np.ndarray, first: np.ndarray, second: np.ndarray, came: np.ndarray, drawn: np.ndarray
) -> tuple[dict[str, Any], np.ndarray]:  # fmt: skip
    """What scores were worth; their average precision, of the whole and of each resampling of organisations."""
    order = ordered(score, first, second, came)
    hits, top, found = hits_among_first(order), min(TOP, len(came)), average_precisions(order, drawn)
    made = {"base_rate": came.mean(), "average_precision": found[0], "auc": auc(order)}
    made |= {"precision_at_50": hits / top, "hits": hits, "top": top, "by_chance": came.mean() * top}
    return made | {"mrr": mean_reciprocal_rank(score, first, second, came)}, found


def _drawn(size: int) -> np.ndarray:
    """A column a resampling: how often it has each organisation; in the first, which is the whole, each is once."""
    draws = np.random.default_rng(SEED).integers(0, size, (RUNS, size))
    return np.column_stack([np.ones(size, dtype=np.int64), *(np.bincount(one, minlength=size) for one in draws)])


def _interval(values: np.ndarray) -> dict[str, float]:
    runs = values[1:][np.isfinite(values[1:])]
    low, high = np.percentile(runs, (LOW, HIGH)) if len(runs) else (np.nan, np.nan)
    return {"gain": float(values[0]), "gain_low": float(low), "gain_high": float(high)}


def is_earned(rows: list[dict[str, Any]], placebo: Sequence[float]) -> bool:
    """Whether the full model beats gravity and network, and by more than any of those with profiles exchanged."""
    found = {row["method"]: row for row in rows if row["stratum"] == ALL}
    full = found.get(FULL, {})
    gain, low = full.get("gain", np.nan), full.get("gain_low", np.nan)
    return bool(low > 0 and all(gain > other for other in placebo))
