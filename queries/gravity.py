"""How many ties two actors would have, were they like all others: a gravity model with an effect of each actor."""

from dataclasses import dataclass

import numpy as np

STEPS = 100  # of the fit, at most
NOISE = 1e-9  # of a loss, that of summing
EXACT, ROUGH = 1e-10, 1e-4  # of all encounters, how many an actor may be expected too many
CLOSE = 1e-8  # of a step of the fit: the next one mends the rest
TINY = 1e-10  # keeps what is determined by nothing (an actor that every pair has in common) from blowing up


@dataclass(frozen=True, eq=False, slots=True)
class Gravity:
    """μ_ij = exp(a_i + a_j + Σ_k b_k x_ijk), fitted to counts y_ij of the pairs i < j.

    Attributes:
        expected: μ, by pair.
        effects: a, one for each actor, then b, one for each column of x, of which the mean is taken away.
    """

    expected: np.ndarray
    effects: np.ndarray


def gravity(
    first: np.ndarray, second: np.ndarray, x: np.ndarray, y: np.ndarray, *,
    start: np.ndarray | None = None, enough: float = EXACT,
) -> Gravity:  # fmt: skip
    """Poisson pseudo-maximum likelihood by Newton's method.

    Every actor must have a tie: the effect of one that has none runs off to minus infinity.

    Args:
        first, second: positions of the actors of each pair.
        x: a row a pair, a column a property of pairs; may have no column.
        y: how often the two have met.
        start: effects to begin with.

    Source:
        Santos Silva and Tenreyro (2006), The log of gravity, Review of Economics and Statistics 88, 641–658.

    Examples:
        >>> first, second = np.triu_indices(4, k=1)
        >>> gravity(first, second, np.empty((6, 0)), np.array([2, 1, 1, 1, 1, 0])).expected.round(4).tolist()
        [2.3094, 0.8453, 0.8453, 0.8453, 0.8453, 0.3094]
    """
    actors = int(max(first.max(initial=-1), second.max(initial=-1))) + 1
    center = x - x.mean(axis=0)
    usual = np.concatenate([np.full(actors, np.log(max(y.mean(), TINY)) / 2), np.zeros(x.shape[1])])
    effects = usual if start is None else start
    for _ in range(STEPS):
        mu = _mean(effects, first, second, center)
        gradient = np.concatenate([_sums(y - mu, first, second, actors), center.T @ (y - mu)])
        if np.abs(gradient).max(initial=0) <= enough * max(y.sum(), 1):
            break
        step = _solved(_curvature(mu, first, second, center, actors), gradient)
        while _loss(effects + step, first, second, center, y) > _loss(effects, first, second, center, y) + NOISE:
            step = step / 2  # too far: the loss is convex, so a shorter one is not
        effects = effects + step
    return Gravity(_mean(effects, first, second, center), effects)


def _solved(curvature: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    """Newton's step, by conjugate gradients: any one of theirs leads downhill, and no thread has to be woken.

    Factorising matrices as small as these, libraries of linear algebra wait for their threads most of the time.
    """
    from scipy.sparse.linalg import cg

    scale = 1 / np.sqrt(curvature.diagonal())
    step, _ = cg(curvature * np.outer(scale, scale), gradient * scale, rtol=CLOSE)
    downhill: np.ndarray = step * scale
    return downhill


def _mean(effects: np.ndarray, first: np.ndarray, second: np.ndarray, x: np.ndarray) -> np.ndarray:
    actors = len(effects) - x.shape[1]
    total: np.ndarray = effects[first] + effects[second] + x @ effects[actors:]
    mu: np.ndarray = np.exp(np.clip(total, -30, 30))
    return mu


def _loss(effects: np.ndarray, first: np.ndarray, second: np.ndarray, x: np.ndarray, y: np.ndarray) -> float:
    mu = _mean(effects, first, second, x)
    return float(mu.sum() - (y * np.log(mu)).sum())


def _sums(values: np.ndarray, first: np.ndarray, second: np.ndarray, actors: int) -> np.ndarray:
    """Of each actor, over its pairs."""
    return np.bincount(first, values, actors) + np.bincount(second, values, actors)


def _curvature(mu: np.ndarray, first: np.ndarray, second: np.ndarray, x: np.ndarray, actors: int) -> np.ndarray:
    """Xᵀ diag(μ) X for the effects of actors and the slopes, without ever writing X down."""
    size = actors + x.shape[1]
    made = np.zeros((size, size))
    made[first, second] = made[second, first] = mu
    made[np.arange(actors), np.arange(actors)] = _sums(mu, first, second, actors)
    for k in range(x.shape[1]):
        made[:actors, actors + k] = made[actors + k, :actors] = _sums(mu * x[:, k], first, second, actors)
    made[actors:, actors:] = x.T @ (mu[:, None] * x)
    made[np.arange(size), np.arange(size)] += TINY * (1 + made.diagonal())
    return made
