"""How many encounters pairs of actors would be expected to have in common, and how surely."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from graph.errors import WrongValue
from graph.network import Network
from graph.ties import participations, ties
from graph.vocabulary import Kind, Relation
from queries.belonging import one_group
from queries.columns import joined, significant
from queries.competences import profiles
from queries.distances import distance_km
from queries.fits import Fits
from queries.gravity import ROUGH, Gravity, gravity
from queries.relatedness import relatedness

FEWEST, MOST = 3, 1000  # actors that meet
RESAMPLED = 10_000  # pairs at most whose model is fitted again and again; of more, no bounds are told
RUNS, SEED = 200, 0
LOW, HIGH = 5, 95  # percent of the runs
DISPERSED = 1.645  # standard errors from which counts vary more than Poisson's law says
NEAREST_KM = 1.0  # of two in the same town
POISSON = ("loi de Poisson", "Poisson law")
NEGATIVE_BINOMIAL = ("loi binomiale négative (comptes dispersés)", "negative binomial law (dispersed counts)")


@dataclass(frozen=True, eq=False, slots=True)
class Expected:
    """What a gravity model says of the pairs of some actors.

    Attributes:
        actors: `id`, `name`, `ties`, `used`.
        pairs: `a` < `b`, `observed`, `expected`, `gap`, `gap_low`, `gap_high`, `p`, `distance_km`; None where too few
            actors meet.
        model: `property`, `slope`.
        law: of the counts, in French and English.
        took_part: `organisation`, `encounter` of the actors.
    """

    actors: pd.DataFrame
    pairs: pd.DataFrame | None
    model: pd.DataFrame
    law: tuple[str, str]
    took_part: pd.DataFrame

    @property
    def settings(self) -> Mapping[str, Any]:
        """How often and from which seed counts were drawn, for the basis."""
        return {"runs": RUNS, "seed": SEED}

    def documents(self, network: Network, table: pd.DataFrame) -> pd.Series:
        """By pair, the documents that tell of the encounters in common."""
        theirs = self.took_part.groupby("organisation")["encounter"].agg(frozenset).to_dict()
        common = [
            theirs.get(a, frozenset()) & theirs.get(b, frozenset()) for a, b in zip(table["a"], table["b"], strict=True)
        ]
        papers = network.documents_of({one for some in common for one in some})
        said = [joined(paper for one in some for paper in papers.get(one, ())) or None for some in common]
        return pd.Series(said, index=table.index, dtype="string")


def actors_of(network: Network, kind: Kind, group: str | None) -> list[str]:
    """The organisations of a kind, of a group's members if one is given, sorted."""
    those = network.organisations.loc[network.organisations["kind"] == kind, "id"]
    if group is not None:
        links = network.links[network.links["counts"] & (network.links["relation"] == Relation.MEMBER_OF)]
        those = those[those.isin(links.loc[links["target"] == group, "source"])]
    return sorted(those)


def expected_ties(network: Network, actors: Collection[str], kinds: Collection[Kind] | None) -> Expected:
    """Fit the model to all pairs of those actors that meet another of them."""
    rows = ties(network, kinds=kinds)
    rows = rows[rows["source"].isin(actors) & rows["target"].isin(actors)]
    known = pd.DataFrame({"id": pd.Series(sorted(actors), dtype="string")})
    often = pd.concat([rows["source"], rows["target"]]).value_counts()
    known = known.assign(name=known["id"].map(network.name), ties=known["id"].map(often).fillna(0).astype("Int64"))
    known = known.assign(used=known["ties"] > 0)
    used = known.loc[known["used"], "id"].to_numpy(dtype=object)
    took_part = participations(network, kinds=kinds)
    took_part = took_part[took_part["organisation"].isin(used)]
    nothing = pd.DataFrame({"property": pd.Series(dtype="string"), "slope": pd.Series(dtype="Float64")})
    if len(used) > MOST:
        raise WrongValue(
            "gaps: {} of these actors meet: choose a kind or a group of which at most {:# does|# do}.", len(used), MOST
        )
    if len(used) < FEWEST:
        return Expected(known, None, nothing, POISSON, took_part)
    return Expected(known, *_fitted(network, used, rows), took_part)


def _fitted(
    network: Network, used: np.ndarray, rows: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, tuple[str, str]]:
    first, second = np.triu_indices(len(used), k=1)
    table = pd.DataFrame({"a": used[first], "b": used[second]}, dtype="string")
    met = rows.rename(columns={"source": "a", "target": "b", "encounters": "observed"})[["a", "b", "observed"]]
    table = table.merge(met, on=["a", "b"], how="left").fillna({"observed": 0})
    x = _properties(network, table)
    y = table["observed"].to_numpy(dtype=float)
    found = gravity(first, second, x.to_numpy(dtype=float), y)
    spread = _dispersion(y, found.expected)
    low, high = _bounds(first, second, x.to_numpy(dtype=float), found, spread)
    scores = {"expected": found.expected, "gap": found.expected - y, "gap_low": low - y, "gap_high": high - y}
    scores["p"] = _as_few(y, found.expected, spread)
    table = table.assign(**{column: significant(pd.Series(values)) for column, values in scores.items()})
    table = table.assign(distance_km=distance_km(network, table["a"], table["b"]))
    model = pd.DataFrame(
        {"property": pd.Series(x.columns, dtype="string"), "slope": significant(pd.Series(found.effects[len(used) :]))}
    )
    return table, model, NEGATIVE_BINOMIAL if spread else POISSON


def _properties(network: Network, table: pd.DataFrame) -> pd.DataFrame:
    """What is known of all pairs and not the same for all: `ln_km`, `similarity`, `same_region`."""
    made = {
        "ln_km": np.log(distance_km(network, table["a"], table["b"]).clip(lower=NEAREST_KM).astype(float)),
        "similarity": _similarity(network, table),
        "same_region": _same_region(network, table),
    }
    kept = {name: values for name, values in made.items() if np.isfinite(values).all() and np.ptp(values) > 0}
    return pd.DataFrame(kept, index=table.index)


def _similarity(network: Network, table: pd.DataFrame) -> np.ndarray:
    """Of what both offer; 0 where one of them is not known to offer anything."""
    found = profiles(network)
    fits = Fits(found, relatedness(network, found))
    positions = pd.Index(found.organisations)
    a, b = (positions.get_indexer(pd.Index(table[end], dtype=object)) for end in ("a", "b"))
    known = (a >= 0) & (b >= 0)
    made = np.zeros(len(table))
    made[known] = fits.similarity(a[known], b[known])
    return made


def _same_region(network: Network, table: pd.DataFrame) -> np.ndarray:
    region = one_group(network, "region")[0].set_index("id")["group"]
    a, b = (table[end].map(region) for end in ("a", "b"))
    return (a == b).fillna(False).to_numpy(dtype=float)


def _dispersion(y: np.ndarray, mu: np.ndarray) -> float:
    """α of a variance μ + αμ², 0 where Poisson's law will do (Cameron and Trivedi 1990)."""
    excess = ((y - mu) ** 2 - y) / mu
    alpha = float((mu * excess).sum() / (mu**2).sum())
    rest = excess - alpha * mu
    error = np.sqrt((rest**2).sum() / max(len(y) - 1, 1) / (mu**2).sum())
    return alpha if alpha > DISPERSED * error else 0.0


def _as_few(y: np.ndarray, mu: np.ndarray, spread: float) -> np.ndarray:
    from scipy import stats

    p: np.ndarray = stats.nbinom.cdf(y, 1 / spread, 1 / (1 + spread * mu)) if spread else stats.poisson.cdf(y, mu)
    return p


def _bounds(
    first: np.ndarray, second: np.ndarray, x: np.ndarray, fitted: Gravity, spread: float
) -> tuple[np.ndarray, np.ndarray]:
    """What would be expected had chance fallen otherwise: the model fitted again to counts drawn from it."""
    mu = fitted.expected
    if len(mu) > RESAMPLED:
        return np.full(len(mu), np.nan), np.full(len(mu), np.nan)
    random = np.random.default_rng(SEED)
    shape = (RUNS, len(mu))
    rates = mu * random.gamma(1 / spread, spread, shape) if spread else np.broadcast_to(mu, shape)
    drawn = random.poisson(rates)
    found = np.array([gravity(first, second, x, y, start=fitted.effects, enough=ROUGH).expected for y in drawn])
    low, high = np.percentile(found, (LOW, HIGH), axis=0)
    return low, high
