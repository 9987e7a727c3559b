"""Compact groups of firms, none too small and none too large: k-means whose assignments are flows."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.spatial import KDTree

from queries.distances import EARTH_KM

SEEDS = 10  # beginnings; the best is kept
STEPS = 20  # of k-means at most
WARM = 8  # of them before sizes are held to: what is left to gain there, the flow changes again

Assign = Callable[[np.ndarray], np.ndarray]  # squared distances (firms × centres) → the centre of each firm


@dataclass(frozen=True, eq=False, slots=True)
class Grouped:
    """Firms in groups.

    Attributes:
        of: the group of each firm, from 0.
        centres: of each group, a row.
    """

    of: np.ndarray
    centres: np.ndarray

    @property
    def groups(self) -> int:
        return len(self.centres)

    @property
    def sizes(self) -> np.ndarray:
        return np.bincount(self.of, minlength=self.groups)


def points(lat: np.ndarray, lon: np.ndarray) -> np.ndarray:
    """Places in space, in km from the middle of the earth: a chord is 1 m short of the way at 100 km, anywhere.

    >>> float(np.linalg.norm(np.diff(points(np.array([0.0, 0.0]), np.array([0.0, 1.0])), axis=0)).round(2))
    111.19
    """
    lat, lon = np.radians(lat), np.radians(lon)
    return EARTH_KM * np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def degrees(point: np.ndarray) -> tuple[float, float]:
    """Latitude and longitude of a point, or of what it is the middle of, to a thousandth.

    >>> degrees(points(np.array([48.0]), np.array([-1.5]))[0])
    (48.0, -1.5)
    """
    x, y, z = (float(one) for one in point)
    return round(math.degrees(math.atan2(z, math.hypot(x, y))), 3), round(math.degrees(math.atan2(y, x)), 3)


def squared(places: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """The squared distance of each place from each centre."""
    far = np.zeros((len(places), len(centres)))
    for axis in range(places.shape[1]):  # by axis: nothing cancels, and no other threads are called for so little
        far += np.subtract.outer(places[:, axis], centres[:, axis]) ** 2
    return far


def squares(places: np.ndarray, grouped: Grouped) -> float:
    """The sum of squared distances of firms from the centres of their groups, km²."""
    return float(((places - grouped.centres[grouped.of]) ** 2).sum())


def nearest(places: np.ndarray, groups: int) -> Grouped:
    """k-means without any size: the best of ten beginnings (k-means++, Arthur and Vassilvitskii 2007)."""
    every = (_free(places, start, STEPS) for start in _starts(places, groups))
    return min(every, key=lambda found: round(squares(places, found), 6))


def compact(places: np.ndarray, groups: int, assign: Assign) -> Grouped:
    """k-means whose firms are assigned by `assign`: the best of ten beginnings after one assignment, then settled.

    A beginning is settled without sizes first, which is cheap and leaves the flow little to change.
    """
    starts = [_free(places, start, WARM) for start in _starts(places, groups)]
    held = [centred(places, assign(squared(places, one.centres)), groups) for one in starts]
    return settled(places, min(held, key=lambda found: round(squares(places, found), 6)), assign)


def settled(places: np.ndarray, grouped: Grouped, assign: Assign) -> Grouped:
    """Assignments and centres in turn, as long as the squares fall."""
    for _ in range(STEPS):
        after = centred(places, assign(squared(places, grouped.centres)), grouped.groups)
        if squares(places, after) >= squares(places, grouped) * (1 - 1e-9):
            return grouped
        grouped = after
    return grouped


def centred(places: np.ndarray, of: np.ndarray, groups: int, before: np.ndarray | None = None) -> Grouped:
    """Groups with the means of their firms as centres; an empty one keeps the centre it had."""
    sizes = np.bincount(of, minlength=groups)
    sums = np.stack([np.bincount(of, places[:, axis], minlength=groups) for axis in range(places.shape[1])], axis=1)
    centres = sums / np.maximum(sizes, 1)[:, None]
    if before is not None:
        centres[sizes == 0] = before[sizes == 0]
    return Grouped(of, centres)


def _free(places: np.ndarray, centres: np.ndarray, steps: int) -> Grouped:
    """Plain k-means from these centres."""
    of = _closest(places, centres)
    for _ in range(steps):
        centres = centred(places, of, len(centres), centres).centres
        after = _closest(places, centres)
        if (after == of).all():
            break
        of = after
    return centred(places, of, len(centres), centres)


def _closest(places: np.ndarray, centres: np.ndarray) -> np.ndarray:
    found: np.ndarray = KDTree(centres).query(places)[1]
    return found


def _starts(places: np.ndarray, groups: int) -> list[np.ndarray]:
    return [_spread(places, groups, np.random.default_rng(seed)) for seed in range(SEEDS)]


def _spread(places: np.ndarray, groups: int, random: np.random.Generator) -> np.ndarray:
    """Firms as first centres, each drawn with the square of its distance from those before."""
    chosen = [int(random.integers(len(places)))]
    far = ((places - places[chosen[0]]) ** 2).sum(axis=1)
    while len(chosen) < groups:
        total = far.sum()
        drawn = np.searchsorted(np.cumsum(far), random.random() * total, side="right") if total > 0 else 0
        chosen.append(min(int(drawn), len(places) - 1))
        far = np.minimum(far, ((places - places[chosen[-1]]) ** 2).sum(axis=1))
    return places[chosen]
