"""What of a network is drawn: which actors the steps choose, and one line for each pair of them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from graph.network import Network
from graph.vocabulary import COUNTING, ENCOUNTERS, ORGANISATIONS, REFUSALS, Kind, Relation
from views.steps import Facet, Step

MOST = 500  # actors drawn, unless the reader unfolds more


class Neighbour(NamedTuple):
    """Who stands at the other end of a link, and how the link leads there."""

    entity: str
    facet: Facet


class Drawn(NamedTuple):
    """The actors that the steps choose, in order of choice, and how many there would be without the cap."""

    entities: tuple[str, ...]
    among: int


@dataclass(frozen=True, eq=False)
class Neighbourhood:
    """Who is linked to whom in a network, refusals left out; made once for each network."""

    network: Network
    kinds: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        entities = self.network.entities
        object.__setattr__(self, "kinds", dict(zip(entities["id"], entities["kind"], strict=True)))

    @cached_property
    def links(self) -> pd.DataFrame:
        """Links that may be drawn, each with the `pair` it belongs to and whether it is done (`done`)."""
        links = self.network.links
        links = links[~links["status"].isin(REFUSALS) & (links["source"] != links["target"])]
        low = links["source"].where(links["source"] < links["target"], links["target"])
        high = links["target"].where(links["source"] < links["target"], links["source"])
        return links.assign(low=low, high=high, pair=low + "~" + high, done=links["status"].isin(COUNTING))

    @cached_property
    def around(self) -> Mapping[str, tuple[Neighbour, ...]]:
        """For each actor its neighbours, the most linked first, equal ones by id."""
        found: dict[str, list[Neighbour]] = {}
        columns = self.links[["source", "relation", "target"]]
        for source, relation, target in columns.itertuples(index=False):
            found.setdefault(source, []).append(Neighbour(target, self._facet(relation, target, incoming=False)))
            found.setdefault(target, []).append(Neighbour(source, self._facet(relation, source, incoming=True)))
        return {entity: tuple(sorted(set(near), key=self._order)) for entity, near in found.items()}

    @cached_property
    def degree(self) -> Mapping[str, int]:
        """How many links each actor has, refusals left out."""
        ends = pd.concat([self.links["source"], self.links["target"]])
        return {str(entity): int(count) for entity, count in ends.value_counts().items()}

    @cached_property
    def ranked(self) -> tuple[str, ...]:
        """All actors, the most linked first, equal ones by id."""
        return tuple(self.by_degree(self.kinds))

    @cached_property
    def organisations(self) -> tuple[str, ...]:
        """The organisations, the most linked first."""
        return tuple(entity for entity in self.ranked if self.kinds[entity] in ORGANISATIONS)

    @cached_property
    def poles(self) -> tuple[str, ...]:
        """The poles that are linked to anybody, the most linked first."""
        return tuple(one for one in self.organisations if self.kinds[one] == Kind.POLE and self.degree.get(one))

    def facets(self, entity: str) -> dict[Facet, tuple[str, ...]]:
        """The sorts of neighbours of an actor, largest first, each with its neighbours."""
        sorts: dict[Facet, dict[str, None]] = {}
        for near in self.around.get(entity, ()):
            sorts.setdefault(near.facet, {})[near.entity] = None
        ordered = sorted(sorts.items(), key=lambda item: (-len(item[1]), item[0]))
        return {facet: tuple(found) for facet, found in ordered}

    def by_degree(self, entities: Iterable[str]) -> list[str]:
        """The most linked first, equal ones by id."""
        return sorted(set(entities), key=lambda entity: (-self.degree.get(entity, 0), entity))

    def _order(self, near: Neighbour) -> tuple[int, str, Facet]:
        return -self.degree[near.entity], near.entity, near.facet

    def _facet(self, relation: str, other: str, *, incoming: bool) -> Facet:
        split = relation == Relation.TOOK_PART_IN and not incoming
        symmetric = Relation(relation).is_symmetric
        return Facet(relation, incoming and not symmetric, self.kinds[other] if split else "")


def drawn(near: Neighbourhood, steps: tuple[Step, ...], *, most: int = MOST) -> Drawn:
    """The actors that the steps choose. A later step never takes the place of an actor of an earlier one."""
    chosen: dict[str, None] = {}
    among = 0
    for step in steps:
        wanted = _wanted(near, step)
        if step.verb == "hide":
            chosen.pop(step.entity, None)
        elif step.verb in ("expand", "add"):
            chosen |= dict.fromkeys(wanted)
        else:
            chosen, among = dict.fromkeys(wanted[:most]), len(wanted)
    return Drawn(tuple(chosen), max(among, len(chosen)))


def _wanted(near: Neighbourhood, step: Step) -> list[str]:
    if step.verb == "all":
        return list(near.ranked)
    if step.verb == "ego":
        return ego(near, step.entity)
    if step.verb == "add":
        return [step.entity]
    if step.facet is None:
        return []
    return list(near.facets(step.entity).get(step.facet, ()))[: step.upto]


def ego(near: Neighbourhood, entity: str) -> list[str]:
    """An actor, its neighbours, then who took part in the same encounters: the most linked first."""
    first = list(dict.fromkeys(one.entity for one in near.around.get(entity, ())))
    encounters = [one for one in first if Kind(near.kinds[one]) in ENCOUNTERS]
    parties = {
        one.entity for met in encounters for one in near.around[met] if one.facet.relation == Relation.TOOK_PART_IN
    }
    return list(dict.fromkeys([entity, *first, *near.by_degree(parties)]))


def lines(
    near: Neighbourhood, entities: Collection[str], *, relations: Collection[str] = (), statuses: Collection[str] = (),
    without: Collection[str] = (),
) -> pd.DataFrame:  # fmt: skip
    """One line for each pair of these actors that is linked; the links `without` are left out.

    Returns:
        Rows in the order of `pair`, which is the index: `low`, `high`, `count` of links, `dashed` when none is done,
        `links`, their ids.
    """
    links = near.links
    kept = links["source"].isin(entities) & links["target"].isin(entities)
    kept &= links["relation"].isin(list(relations)) if relations else True
    kept &= links["status"].isin(list(statuses)) if statuses else True
    kept &= ~links["id"].isin(without) if without else True
    grouped = links[kept].groupby("pair", sort=True)
    rows = grouped.agg(
        low=("low", "first"), high=("high", "first"), count=("pair", "size"), done=("done", "any"), links=("id", tuple)
    )
    return rows.assign(dashed=~rows["done"].astype(bool)).drop(columns="done")
