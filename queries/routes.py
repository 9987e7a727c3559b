"""Routes of at most three hops between two nodes, and which of them to offer side by side."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

OPTIONS = 3  # so many routes at most are offered
NONE = -1  # where a shorter route has no node
INNER = ["first", "second"]


class Route(NamedTuple):
    """Nodes from the first to the last, and the sum of the costs of the hops, to 12 decimals."""

    nodes: tuple[int, ...]
    cost: float


class Options(NamedTuple):
    """Routes without a common intermediary, best first.

    Attributes:
        together: whether they were chosen together, because one by one fewer were found.
    """

    routes: tuple[Route, ...]
    together: bool


def routes(hops: pd.DataFrame, source: int, target: int) -> pd.DataFrame:
    """All routes of one, two or three hops that visit no node twice.

    `hops` has one row per ordered pair of nodes (`from`, `to`) with its `cost` ≥ 0; of those that do not
    touch the ends, only hops from a neighbour of the source to a neighbour of the target are of use.

    Returns:
        One row per route, cheapest first, equal ones by length and then by node: `first`, `second`, the nodes
        between source and target, -1 for none; `cost`, to 12 decimals, so that the noise of summing decides nothing.
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
    length = (table[INNER] != NONE).sum(axis=1)
    order = np.lexsort([table["second"], table["first"], length, table["cost"]])
    return table[[*INNER, "cost"]].iloc[order].reset_index(drop=True)


def options(
    table: pd.DataFrame, source: int, target: int, *, passable: Collection[int] = (), most: int = OPTIONS
) -> Options:
    """The best route, the best that shares no node with it, and so on; `table` is that of `routes`.

    One by one, a route can stand in the way of two others. If all routes together allow more options, those
    are given: as many as possible, and of so many the cheapest in sum. Nodes that are `passable` (a town
    cannot be asked for an introduction) stand in nobody's way.
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
        columns = (table[name].tolist() for name in [*INNER, "cost"])
        return [
            Route((self.source, *(node for node in inner if node != NONE), self.target), cost)
            for *inner, cost in zip(*columns, strict=True)
        ]

    def asked(self, route: Route) -> list[int]:
        """The intermediaries of a route."""
        return [node for node in route.nodes[1:-1] if node not in self.passable]

    def are_apart(self, chosen: Iterable[Route]) -> bool:
        """Whether no two of the routes ask the same intermediary."""
        asked = [node for route in chosen for node in self.asked(route)]
        return len(asked) == len(set(asked))

    def one_by_one(self, table: pd.DataFrame, most: int) -> list[Route]:
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
        """Of all choices of so many routes that are apart, the cheapest in sum."""
        apart = (chosen for chosen in combinations(kept, size) if self.are_apart(chosen))
        return min(apart, key=lambda chosen: (round(sum(one.cost for one in chosen), 12), chosen), default=None)


def _order(route: Route) -> tuple[float, int, tuple[int, ...]]:
    return route.cost, len(route.nodes), route.nodes
