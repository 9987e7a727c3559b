"""Pairs scored by several methods, and what the scores were worth, with intervals, by how far apart two were."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from queries.held_out import Moment
from queries.hit_rates import TOP, Order, auc, average_precision, hits_among_first, mean_reciprocal_rank, ordered
from queries.logistic import Logistic, fitted
from queries.pair_parts import (
    Columns,
    adamic_adar,
    competence_parts,
    degree_product,
    gravity_parts,
    katz,
    knows_competences,
    network_parts,
    permuted,
    steps,
)
from queries.progress import stepwise

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
    then, here = then | network_parts(before), here | network_parts(now)
    plain = _model(then, before)
    scores[NETWORK] = plain.chances(list(here.values()))
    if not (knows_competences(before) and knows_competences(now)):
        return Trial(now, steps(now), scores, _slopes(then, plain), None)
    precision = _precision(now)
    least, gains = precision(scores[NETWORK]), []
    for n in stepwise(range(PLACEBOS), PLACEBOS):
        exchanged = _chances(then, here, before, now, SEED + n)[0]
        gains.append(precision(exchanged) - least)
        scores.setdefault(PLACEBO, exchanged)
    scores[FULL], model, learnt = _chances(then, here, before, now, None)
    scores = {name: scores[name] for name in METHODS}
    return Trial(now, steps(now), scores, _slopes(learnt, model), model, tuple(gains))


def _precision(now: Moment) -> Callable[[np.ndarray], float]:
    """The average precision of scores of all pairs; 0 where nobody met."""
    return lambda score: (
        float(average_precision(ordered(score, now.first, now.second, now.came))) if now.came.any() else 0.0
    )


def _chances(
    then: Columns, here: Columns, before: Moment, now: Moment, seed: int | None
) -> tuple[np.ndarray, Logistic, Columns]:  # fmt: skip
    """Scores by the full model, with profiles exchanged where a seed is given; the model, and what it learnt from."""
    learnt, asked = then | _competences(before, seed), here | _competences(now, seed)
    model = _model(learnt, before)
    return model.chances(list(asked.values())), model, learnt


def parts(one: Moment) -> Columns:
    """All that the full model knows of pairs, in its order."""
    return gravity_parts(one) | network_parts(one) | _competences(one, None)


def _competences(one: Moment, seed: int | None) -> Columns:
    order = np.arange(len(one.organisations)) if seed is None else permuted(one, seed)
    return competence_parts(one, order)


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
    return list(_stratum(trial, ALL, None, 0, 1))


def _stratum(trial: Trial, stratum: str, far: int | None, before: int, strata: int) -> Iterator[dict[str, Any]]:
    now = trial.now
    those = np.flatnonzero(trial.apart == far) if far is not None else np.arange(len(now.came))
    first, second, came = now.first[those], now.second[those], now.came[those]
    size = {"stratum": stratum, "pairs": len(those), "positives": int(came.sum())}
    gains = _gains(trial, those, before, strata) if came.any() else {}
    for method in METHODS:
        row = size | {"method": method}
        if method in trial.scores and came.any():
            score = trial.scores[method][those]
            order = ordered(score, first, second, came)
            hits, top = hits_among_first(order), min(TOP, len(those))
            row |= {"base_rate": came.mean(), "average_precision": average_precision(order), "auc": auc(order)}
            row |= {"precision_at_50": hits / top, "hits": hits, "top": top, "by_chance": came.mean() * top}
            row |= {"mrr": mean_reciprocal_rank(score, first, second, came), **gains[method]}
        yield row


def _gains(trial: Trial, those: np.ndarray, before: int, strata: int) -> dict[str, dict[str, float]]:
    """Average precision less that of gravity and network, with the interval of resampled organisations, both alike."""
    now, random = trial.now, np.random.default_rng(SEED)
    drawn = [np.bincount(one, minlength=len(now.organisations)) for one in _draws(random, len(now.organisations))]
    ends = now.first[those], now.second[those], now.came[those]
    many = len(trial.scores)
    methods = stepwise(trial.scores.items(), strata * many, done=before * many)
    found = {method: _precisions(ordered(score[those], *ends), drawn) for method, score in methods}
    gains = {method: values - found[NETWORK] for method, values in found.items()}
    return {method: _interval(values) for method, values in gains.items()}


def _draws(random: np.random.Generator, size: int) -> np.ndarray:
    return random.integers(0, size, (RUNS, size))


def _precisions(order: Order, drawn: list[np.ndarray]) -> np.ndarray:
    """Of the whole, then of each resampling."""
    return np.array([average_precision(order), *(average_precision(order, often) for often in drawn)])


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
