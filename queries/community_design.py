"""Firms divided into communities: sizes held by flow, pairs kept together or apart, then mixed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import sparse

from graph.errors import Infeasible, Phrase, WrongValue
from graph.network import Network
from graph.ties import ties
from queries.assigning import assign
from queries.community_pairs import cliques, kept
from queries.compact import Grouped, centred, compact, nearest, points, squared
from queries.mixing import Mixture, mixed

Pair = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Firms:
    """The firms that have a place.

    Attributes:
        ids: sorted.
        places: a row each, km from the middle of the earth.
        classes: sector and size of each, from 0, -1 where it is not known.
        ties: how strongly two of them are tied, symmetric.
    """

    ids: np.ndarray
    places: np.ndarray
    classes: tuple[np.ndarray, np.ndarray]
    ties: sparse.csr_array


@dataclass(frozen=True, slots=True)
class Rules:
    """What a design must keep: sizes, pairs in one community, pairs in two."""

    low: int
    high: int
    groups: int
    together: tuple[Pair, ...]
    apart: tuple[Pair, ...]

    @property
    def bound(self) -> frozenset[int]:
        """The firms that a rule names."""
        return frozenset(one for pair in (*self.together, *self.apart) for one in pair)


@dataclass(frozen=True, eq=False, slots=True)
class Design:
    """Divisions of the same firms, one rule after the other: by distance alone, sizes held, pairs kept, then mixed."""

    free: Grouped
    held: Grouped
    kept: Grouped
    mixed: Grouped


def placed(network: Network, rows: pd.DataFrame) -> Firms:
    """Those of the firms whose place is known to the degree, by id."""
    rows = rows[rows["lat"].notna() & rows["lon"].notna()].sort_values("id")
    where = points(rows["lat"].to_numpy(dtype=float), rows["lon"].to_numpy(dtype=float))
    ids = rows["id"].to_numpy(dtype=object)
    return Firms(ids, where, (_classes(rows["sector"]), _classes(rows["size"])), _tied(network, ids))


def _classes(values: pd.Series) -> np.ndarray:
    codes, _ = pd.factorize(values, sort=True)
    return codes.astype(int)


def _tied(network: Network, ids: np.ndarray) -> sparse.csr_array:
    rows = ties(network)
    a, b = (pd.Index(ids).get_indexer(rows[end].to_numpy(dtype=object)) for end in ("source", "target"))
    known = (a >= 0) & (b >= 0)
    strength = rows["strength"].to_numpy(dtype=float)[known]
    one_way = sparse.csr_array((strength, (a[known], b[known])), shape=(len(ids), len(ids)))
    return sparse.csr_array(one_way + one_way.T)


def feasible(firms: int, low: int, high: int) -> range:
    """How many communities of that size so many firms can form."""
    return range(-(-firms // high), firms // low + 1)


def other_sizes(firms: int, low: int, high: int) -> list[tuple[int, int, int]]:
    """Where none is feasible, the nearest that are: how many communities, the least and the most firms of each.

    >>> other_sizes(700, 55, 56), other_sizes(30, 50, 100)
    ([(12, 55, 59), (13, 53, 56)], [(1, 30, 100)])
    """
    fewer = firms // low
    larger = [(fewer, low, -(-firms // fewer))] if fewer else []
    smaller = (fewer + 1, firms // (fewer + 1), high)
    return [*larger, smaller] if smaller[1] else larger


def how_many(firms: int, low: int, high: int, asked: int | None) -> int:
    """As many as asked, or else as come nearest to the middle of the sizes.

    Raises:
        Infeasible: so many firms cannot form communities of that size, or not so many communities.
    """
    possible = feasible(firms, low, high)
    if not possible:
        raise Infeasible(
            "{:# firm forms|# firms form} no communities of {} to {}: {} to {:# firm|# firms} would form {}; or choose "
            "other sizes.",
            firms, low, high, low * max(firms // low, 1), high * max(firms // low, 1), max(firms // low, 1),
        )  # fmt: skip
    if asked is not None and asked not in possible:
        raise Infeasible(
            "{:# firm forms|# firms form} {} of {} to {}, not {}: choose a number among these, or other sizes.",
            firms, _so_many(possible), low, high, asked,
        )  # fmt: skip
    usual = round(2 * firms / (low + high))
    return asked if asked is not None else min(max(usual, possible[0]), possible[-1])


def _so_many(possible: Sequence[int]) -> Phrase:
    if len(possible) == 1:
        return Phrase("{:# community|# communities}", possible[0])
    return Phrase("{} to {:# community|# communities}", possible[0], possible[-1])


def pairs_of(firms: Firms, said: Iterable[tuple[str, str]]) -> tuple[Pair, ...]:
    """The positions of pairs, each once; pairs with a firm that has no place are left out."""
    at = {one: n for n, one in enumerate(firms.ids)}
    found = {(min(at[a], at[b]), max(at[a], at[b])) for a, b in said if a in at and b in at and a != b}
    return tuple(sorted(found))


def check(firms: Firms, rules: Rules) -> None:
    """Raises Infeasible where pairs contradict each other, or more belong together than a community holds."""
    of = _bound(len(firms.ids), rules.together)
    for a, b in rules.apart:
        if of[a] == of[b]:
            raise Infeasible("{} and {} are to be together and apart: leave one of the two out.", *firms.ids[[a, b]])
    most_apart = max(map(len, cliques(rules.apart)), default=0)
    if most_apart > rules.groups:
        raise Infeasible(
            "{:# firm is|# firms are} to be apart, each from every other, and there {:is # community|are # "
            "communities}.",
            most_apart,
            rules.groups,
        )
    if len(of) and (most := int(np.bincount(of).max())) > rules.high:
        raise Infeasible("{:# firm is|# firms are} to be together, and a community holds {}.", most, rules.high)


def _bound(size: int, together: Collection[Pair]) -> np.ndarray:
    """For each firm, the lot of those that belong together."""
    ends = np.array(list(together), dtype=int).reshape(-1, 2).T
    joined = sparse.csr_array((np.ones(len(together)), (ends[0], ends[1])), shape=(size, size))
    of: np.ndarray = sparse.csgraph.connected_components(joined, directed=False)[1]
    return of


def design(firms: Firms, rules: Rules, weights: Sequence[float], stretch: float) -> Design:
    """The divisions, each with one rule more; without pairs two of them are the same.

    Args:
        weights: of sectors, of sizes, of ties.
        stretch: by which share the sum of squares may grow for the mixture.

    Raises:
        Infeasible: no communities keep all pairs.
    """
    sizes = np.full(rules.groups, rules.low), np.full(rules.groups, rules.high)
    free = nearest(firms.places, rules.groups)
    held = compact(firms.places, rules.groups, lambda cost: assign(cost, *sizes))
    with_pairs = held
    if rules.bound:
        lots = _bound(len(firms.ids), rules.together)
        of = kept(firms, rules, lots, squared(firms.places, held.centres))
        with_pairs = centred(firms.places, of, rules.groups)
    fixed = np.isin(np.arange(len(firms.ids)), list(rules.bound))
    mixture = Mixture(
        firms.classes, weights[:2], sparse.csr_array(firms.ties * weights[2]), rules.low, rules.high, fixed, stretch
    )
    made = mixed(mixture, squared(firms.places, with_pairs.centres), with_pairs.of)
    return Design(free, held, with_pairs, centred(firms.places, made, rules.groups))


def wrong_sizes(low: int, high: int) -> None:
    """Raises WrongValue where no community has such a size."""
    if high < low:
        raise WrongValue("Communities of {} to {:# firm|# firms} are none: write the smaller number first.", low, high)


def numbered(grouped: Grouped) -> Grouped:
    """The groups numbered by their first firm, so that the order of centres says nothing."""
    first = pd.unique(pd.Series(grouped.of))
    new = np.empty(grouped.groups, dtype=int)
    rest = [n for n in range(grouped.groups) if n not in set(first.tolist())]
    new[[*first.tolist(), *rest]] = np.arange(grouped.groups)
    return replace(grouped, of=new[grouped.of], centres=grouped.centres[np.argsort(new)])
