"""Routes of at most three hops between two nodes, and which of them to offer side by side."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

OPTIONS = 3  # so many routes at most are offered
NEAR = 0.9  # assumed: trust is near to another that it is this share of, or more
NONE = -1  # where a shorter route has no node
INNER = ["first", "second"]


class Route(NamedTuple):
    """Nodes from the first to the last, the sum of the costs of the hops, and what it is ordered by, to 12 decimals."""

    nodes: tuple[int, ...]
    cost: float
    order: float


class Options(NamedTuple):
    """Routes without a common intermediary, best first.

    Attributes:
        together: whether they were chosen together, because one by one fewer were found.
    """

    routes: tuple[Route, ...]
    together: bool


def routes(
    hops: pd.DataFrame, source: int, target: int, *, preferred: Collection[int] | None = None
) -> pd.DataFrame:  # fmt: skip
    """All routes of one, two or three hops that visit no node twice.

    `hops` has one row per ordered pair of nodes (`from`, `to`) with its `cost` ≥ 0; of those that do not
    touch the ends, only hops from a neighbour of the source to a neighbour of the target are of use. Where nodes
    are `preferred`, a route that asks nobody, or one of them, goes before one that is nearly as cheap.

    Returns:
        One row per route, in the order of `order`, equal ones by length and then by node: `first`, `second`, the nodes
        between source and target, -1 for none; `cost`, to 12 decimals, so that the noise of summing decides nothing;
        `order`, the cost, and where nodes are preferred -ln `NEAR` more for asking others alone.
    """
    leaves, arrives = hops["from"] == source, hops["to"] == target
    out = hops[leaves & ~arrives].rename(columns={"to": "first"})[["first", "cost"]]
    back = hops[arrives & ~leaves].rename(columns={"from": "second", "cost": "last"})[["second", "last"]]
    across = hops[~hops["from"].isin([source, target]) & ~hops["to"].isin([source, target])]
    across = across.rename(columns={"from": "first", "to": "second", "cost": "middle"})[[*INNER, "middle"]]
    three = out.merge(across, on="first").merge(back, on="second")
    two = out.merge(back.rename(columns={"second": "first"}), on="first").assign(middle=0.0, second=NONE)
    one = hops.loc[leaves & arrives, ["cost"]].assign(first=NONE, second=NONE, middle=0.0, last=0.0)
    table = pd.concat([one, two, three], ignore_index=True)
    table = table.assign(cost=(table["cost"] + table["middle"] + table["last"]).round(12))
    table = table.assign(order=_order_of(table, preferred))
    length = (table[INNER] != NONE).sum(axis=1)
    order = np.lexsort([table["second"], table["first"], length, table["order"]])
    return table[[*INNER, "cost", "order"]].iloc[order].reset_index(drop=True)


def _order_of(table: pd.DataFrame, preferred: Collection[int] | None) -> pd.Series:
    """The cost of each route, more where some are preferred and it asks others alone."""
    if preferred is None:
        return table["cost"]
    asks_others = (table["first"] != NONE) & ~table[INNER].isin(list(preferred)).any(axis=1)
    order: pd.Series = (table["cost"] - np.log(NEAR) * asks_others).round(12)
    return order


def options(
    table: pd.DataFrame, source: int, target: int, *, passable: Collection[int] = (), most: int = OPTIONS
) -> Options:
    """The best route, the best that shares no node with it, and so on; `table` is that of `routes`.

    One by one, a route can stand in the way of two others. If all routes together allow more options, those
    are given: as many as possible, and of so many the first in the sum of their order. Nodes that are `passable` (a
    town cannot be asked for an introduction) stand in nobody's way.
    """
    blocking = Blocking(source, target, frozenset(passable))
    chosen = blocking.one_by_one(table, most)
    if len(chosen) < min(most, len(table)):
        kept = blocking.routes(blocking.that_may_stand_together(table, most))
        for size in range(most, len(chosen), -1):
            if together := blocking.cheapest(kept, size):
                return Options(tuple(sorted(together, key=_order)), together=True)
    return Options(tuple(chosen), together=False)


@dataclass(frozen=True, slots=True)
class Blocking:
    """Which nodes of the routes from source to target only one option can use."""

    source: int
    target: int
    passable: frozenset[int]

    def routes(self, table: pd.DataFrame) -> list[Route]:
        """The rows of a table as routes."""
        columns = (table[name].tolist() for name in [*INNER, "cost", "order"])
        return [
            Route((self.source, *(node for node in inner if node != NONE), self.target), cost, order)
            for *inner, cost, order in zip(*columns, strict=True)
        ]

    def asked(self, route: Route) -> list[int]:
        """The intermediaries of a route."""
        return [node for node in route.nodes[1:-1] if node not in self.passable]

    def are_apart(self, chosen: Iterable[Route]) -> bool:
        """Whether no two of the routes ask the same intermediary."""
        asked = [node for route in chosen for node in self.asked(route)]
        return len(asked) == len(set(asked))

    def one_by_one(self, table: pd.DataFrame, most: int) -> list[Route]:
        """The first route, the first of those that share no intermediary with it, and so on."""
        chosen: list[Route] = []
        while len(table) and len(chosen) < most:
            chosen += self.routes(table.head(1))
            table = table.iloc[1:]
            table = table[~table[INNER].isin(self.asked(chosen[-1])).any(axis=1)]
        return chosen

    def that_may_stand_together(self, table: pd.DataFrame, most: int) -> pd.DataFrame:
        """Few routes that suffice, as each intermediary needs only its best ones.

        The other most - 1 routes of a choice ask at most 2 (most - 1) intermediaries: of the best
        2 (most - 1) + 1 routes through one node, to as many different partners, one at least is free.
        """
        inner = table[INNER].to_numpy()
        pairs = pd.DataFrame({"low": inner.min(axis=1), "high": inner.max(axis=1)})
        table = table[~pairs.duplicated().to_numpy()].reset_index(drop=True)
        by_node = table.reset_index().melt("index", INNER).sort_values(["value", "index"])
        by_node = by_node[~by_node["value"].isin([NONE, *self.passable])]
        is_late = by_node.groupby("value").cumcount() > 2 * (most - 1)
        return table[~table.index.isin(by_node.loc[is_late, "index"])]

    def cheapest(self, kept: Sequence[Route], size: int) -> tuple[Route, ...] | None:
        """Of all choices of so many routes that are apart, the one with the least sum of their order."""
        apart = (chosen for chosen in combinations(kept, size) if self.are_apart(chosen))
        return min(apart, key=lambda chosen: (round(sum(one.order for one in chosen), 12), chosen), default=None)


def _order(route: Route) -> tuple[float, int, tuple[int, ...]]:
    return route.order, len(route.nodes), route.nodes
