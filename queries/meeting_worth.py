"""What a meeting is worth: wishes, needs that are met, offers alike; less for those who have met before."""

from collections.abc import Mapping, Sequence

import numpy as np

from graph.network import Network
from queries.competences import profiles
from queries.fits import Fits
from queries.relatedness import relatedness

# Of a weight: each meeting, each wish, all needs met, the same offers; assumed.
ANY, WISH, NEED, ALIKE = 100, 100, 100, 50
AGAIN = 2  # by which the weight of who has met before is divided; assumed
Pair = tuple[str, str]


def fitting(network: Network) -> Fits:
    """How well the organisations of a network fit each other."""
    found = profiles(network)
    return Fits(found, relatedness(network, found))


def weights(
    fits: Fits, who: Sequence[str], pairs: np.ndarray, wished: np.ndarray, some: Sequence[Pair],
    already: Mapping[Pair, int],
) -> np.ndarray:  # fmt: skip
    """What a meeting is worth, whole: wishes, needs met either way, alike offers; less for who has met before."""
    weight = ANY + WISH * wished + _needs_met(fits, who, pairs)
    again = np.array([pair in already for pair in some], dtype=bool)
    worth: np.ndarray = np.where(again, np.maximum(weight // AGAIN, 1), weight).astype(int)
    return worth


def _needs_met(fits: Fits, who: Sequence[str], pairs: np.ndarray) -> np.ndarray:
    known = {str(one): n for n, one in enumerate(fits.profiles.organisations)}
    place = np.array([known.get(one, -1) for one in who], dtype=int)
    a, b = place[pairs].T if len(pairs) else (np.empty(0, dtype=int), np.empty(0, dtype=int))
    both = (a >= 0) & (b >= 0)
    made = np.zeros(len(pairs), dtype=int)
    if both.any():
        a, b = a[both], b[both]
        met = np.nan_to_num(fits.need_met(a, b)) + np.nan_to_num(fits.need_met(b, a))
        made[both] = np.rint(NEED * met + ALIKE * fits.similarity(a, b)).astype(int)
    return made
