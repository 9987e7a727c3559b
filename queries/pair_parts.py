"""What can be told of pairs that have not met, on a day: their activity, places, common acquaintances, competences."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import linalg, sparse

from queries.belonging import one_group
from queries.competences import profiles
from queries.distances import EARTH_KM
from queries.fits import BLOCK, Fits
from queries.held_out import Moment
from queries.relatedness import relatedness

NEAREST_KM = 1.0  # of two in the same town
KATZ = 0.5  # of the largest β for which walks of all lengths can be summed up; assumed
MANY = 200  # organisations, from which on an eigenvalue is sought, not all of them reckoned
FAINT = 1e-6  # beside which a sum of walks is none
PARTS = ("need_met", "reciprocity", "similarity", "new_related")

Columns = dict[str, np.ndarray]


def degree_product(one: Moment) -> np.ndarray:
    """Of each pair, how many one has met times how many the other has (preferential attachment)."""
    degree = one.tied.sum(axis=1)
    made: np.ndarray = degree[one.first] * degree[one.second]
    return made


def adamic_adar(one: Moment) -> np.ndarray:
    """Σ over those that both have met of 1 / ln(how many these have met)."""
    degree = one.tied.sum(axis=1)
    weight = 1 / np.log(np.maximum(degree, 2))
    return _at(one, (one.tied.multiply(weight) @ one.tied.T).toarray())


def katz(one: Moment) -> np.ndarray:
    """Σ over all walks from one to the other of β to their length."""
    size = one.tied.shape[0]
    net = one.tied.toarray().astype(float)
    largest = _largest(one.tied)
    walks = linalg.solve(np.eye(size) - KATZ / max(largest, 1) * net, np.eye(size), assume_a="pos")
    return _at(one, walks)


def _largest(net: sparse.csr_array) -> float:
    """The largest eigenvalue; of many, by Lanczos' method, from a same vector each time."""
    size = net.shape[0]
    if size < MANY:
        return float(linalg.eigvalsh(net.toarray().astype(float), subset_by_index=[size - 1, size - 1])[0])
    found = sparse.linalg.eigsh(net.astype(float), k=1, which="LA", v0=np.ones(size), return_eigenvectors=False)
    return float(found[0])


def steps(one: Moment) -> np.ndarray:
    """Of each pair, how far apart: 2, 3 for three steps or more, 0 where no path leads from one to the other."""
    near = _at(one, (one.tied @ one.tied).toarray()) > 0
    _, part = sparse.csgraph.connected_components(one.tied, directed=False)
    made: np.ndarray = np.where(near, 2, np.where(part[one.first] == part[one.second], 3, 0))
    return made


def gravity_parts(one: Moment) -> Columns:
    """Activity, distance, the same region and the same country; what is the same for all pairs weighs nothing."""
    active = np.log(one.activity)
    made = {"activity": active[one.first] + active[one.second]}
    where = one.network.entities.set_index("id").reindex(one.organisations)
    made |= _far(one, where[["lat", "lon"]].to_numpy(dtype=float, na_value=np.nan))
    region = one_group(one.network, "region")[0].set_index("id")["group"]
    known = {"same_region": region.reindex(one.organisations), "same_country": where["country"]}
    return made | {name: _same(one, values) for name, values in known.items()}


def network_parts(acquaintances: np.ndarray, walks: np.ndarray) -> Columns:
    """What `adamic_adar` and `katz` say of pairs, as logarithms."""
    return {"adamic_adar": np.log1p(acquaintances), "katz": np.log(walks.clip(min=0) + FAINT)}


@dataclass(frozen=True, eq=False, slots=True)
class Together:
    """How well the profiles of a moment fit, each with each.

    Attributes:
        place: whose row of the tables is each organisation's; the last, of zeros, where nothing is known of it.
        tables: by part, symmetric.
    """

    place: np.ndarray
    tables: Columns


def together(one: Moment) -> Together:
    """The parts of `complementarity` that do not depend on who comes first, of all who offer or need something."""
    found = profiles(one.network)
    theirs = pd.Index(found.organisations).get_indexer(pd.Index(one.organisations))
    fits, who = Fits(found, relatedness(one.network, found)), theirs[theirs >= 0]
    tables = {name: np.zeros((len(who) + 1,) * 2, dtype=np.float32) for name in PARTS}
    a, b = np.triu_indices(len(who), k=1)
    for some in np.array_split(np.arange(len(a)), max(1, len(a) // (BLOCK * BLOCK))):
        ends = a[some], b[some]
        for table, values in zip(tables.values(), _fit(fits, *(who[end] for end in ends)), strict=True):
            table[ends] = table[ends[::-1]] = values
    return Together(np.where(theirs >= 0, np.cumsum(theirs >= 0) - 1, len(who)), tables)


def competence_parts(one: Moment, found: Together, order: np.ndarray) -> Columns:
    """What the profiles of each pair say; 0 where nothing is known.

    Args:
        order: whose profile each organisation is given, its own usually.
    """
    given = found.place[order]
    return {name: table[given[one.first], given[one.second]] for name, table in found.tables.items()}


def _fit(fits: Fits, a: np.ndarray, b: np.ndarray) -> Iterator[np.ndarray]:
    ways = [np.nan_to_num(one) for one in (fits.need_met(a, b), fits.need_met(b, a))]
    yield np.maximum(*ways)
    yield np.minimum(*ways)
    yield fits.similarity(a, b)
    yield (np.nan_to_num(fits.new_related(a, b)) + np.nan_to_num(fits.new_related(b, a))) / 2


def knows_competences(one: Moment) -> bool:
    """Whether two of those active offer or need a competence: else there is nothing to learn from."""
    return int(np.isin(one.organisations, profiles(one.network).organisations).sum()) > 1


def permuted(one: Moment, seed: int) -> np.ndarray:
    """Profiles exchanged at random among organisations that have met about as many (within a factor of two)."""
    random = np.random.default_rng(seed)
    stratum = np.log2(one.tied.sum(axis=1) + 1).astype(int)
    order = np.arange(len(stratum))
    for level in np.unique(stratum):
        those = np.flatnonzero(stratum == level)
        order[those] = random.permutation(those)
    return order


def _at(one: Moment, matrix: np.ndarray) -> np.ndarray:
    made: np.ndarray = matrix[one.first, one.second]
    return made


def _same(one: Moment, values: pd.Series) -> np.ndarray:
    codes, _ = pd.factorize(values.to_numpy(dtype=object))
    made: np.ndarray = (codes[one.first] == codes[one.second]) & (codes[one.first] >= 0)
    return made.astype(np.float32)


def _far(one: Moment, places: np.ndarray) -> Columns:
    """Logarithm of kilometres, and whether they are known; where they are not, those that are usual."""
    lat, lon = np.radians(places).T
    a, b = one.first, one.second
    half = np.sin((lat[b] - lat[a]) / 2) ** 2 + np.cos(lat[a]) * np.cos(lat[b]) * np.sin((lon[b] - lon[a]) / 2) ** 2
    far = np.log(np.maximum(2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))), NEAREST_KM))
    known = np.isfinite(far)
    usual = far[known].mean() if known.any() else 0.0
    return {"ln_km": np.where(known, far, usual), "no_place": (~known).astype(np.float32)}
