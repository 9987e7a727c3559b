"""What members of a platform bring, and their own members: competences, regions, sectors, or cells of both."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from graph.errors import WrongValue
from graph.network import Network
from graph.vocabulary import GROUPS, Kind, Relation
from queries.belonging import belonging
from queries.columns import significant
from queries.parameters import choice, entity, entity_of, flag

ITEMS = ("competence", "region", "sector", "cell")
WITHIN = entity("within", "dans le groupe", "within the group", GROUPS, required=False)
WHAT = choice("items", "ce qui est à couvrir", "what is to be covered", ITEMS, default="competence")
WEIGHTED = flag("weighted", "pondérer par la demande", "weighted by demand")


@dataclass(frozen=True, eq=False, slots=True)
class Covers:
    """Which member covers which item.

    Attributes:
        members, items: ids, sorted; `names` of the items.
        weights: of the items, ≥ 0.
        has: a row a member, a column an item.
    """

    members: tuple[str, ...]
    items: tuple[str, ...]
    names: tuple[str, ...]
    weights: np.ndarray
    has: np.ndarray

    @property
    def covered(self) -> np.ndarray:
        """Which items some member covers."""
        some: np.ndarray = self.has.sum(axis=0) > 0
        return some

    @property
    def total(self) -> float:
        """The weight of all items."""
        return float(self.weights.sum())

    def table(self, columns: np.ndarray) -> pd.DataFrame:
        """The items of a mask: `item`, `item_name`, `weight`, and how many `members` cover it."""
        made = pd.DataFrame({"item": self.items, "item_name": self.names}, dtype="string")
        made = made.assign(weight=significant(pd.Series(self.weights)), members=self.has.sum(axis=0).astype("int64"))
        return made.astype({"members": "Int64"})[columns].reset_index(drop=True)


def covers(network: Network, *, within: str | None, items: str, weighted: bool) -> Covers:
    """What each pole of the network, or each member of a group, covers by itself or by a member of its own.

    An item is a competence that somebody offers or needs, or a region, a sector or a cell in which some organisation
    is; it weighs 1, or, `weighted`, as many as there are organisations that need it, or are there.

    Raises:
        UnknownEntity: the viewer's network has no such group.
        ValueError: it is no group, or `items` is none of `ITEMS`.
    """
    if items not in ITEMS:
        raise WrongValue("items: write one of {}, not '{}'.", ITEMS, items)
    members = _members(network, within)
    rows, demand, names = _OF[items](network)
    known = sorted({*rows["item"], *demand.index})
    positions = pd.Index(known, dtype=object)
    brought = _brought(network, members).merge(rows, on="organisation")
    has = np.zeros((len(members), len(known)), dtype=bool)
    who = pd.Index(members, dtype=object).get_indexer(pd.Index(brought["member"], dtype=object))
    has[who, positions.get_indexer(pd.Index(brought["item"], dtype=object))] = True
    weights = demand.reindex(known).fillna(0).to_numpy(dtype=float) if weighted else np.ones(len(known))
    return Covers(tuple(members), tuple(known), tuple(names(one) for one in known), weights, has)


def _members(network: Network, within: str | None) -> list[str]:
    if within is None:
        return sorted(network.entities.loc[network.entities["kind"] == Kind.POLE, "id"])
    links = network.counting(Relation.MEMBER_OF)
    those = links.loc[links["target"] == entity_of(WITHIN, network, within), "source"]
    return sorted(set(those) & set(network.organisations["id"]))


def _brought(network: Network, members: Sequence[str]) -> pd.DataFrame:
    """Each member with the organisations for which it stands: itself and its own members."""
    links = network.counting(Relation.MEMBER_OF)
    theirs = links.loc[links["target"].isin(members), ["target", "source"]].set_axis(["member", "organisation"], axis=1)
    itself = pd.DataFrame({"member": members, "organisation": members}, dtype="string")
    return pd.concat([itself, theirs.astype("string")]).drop_duplicates()


Found = tuple[pd.DataFrame, pd.Series, Callable[[str], str]]  # organisation and item; how wanted an item is; its name


def _competences(network: Network) -> Found:
    kinds = network.kinds
    offers, needs = (
        links[links["target"].map(kinds) == Kind.COMPETENCE][["source", "target"]].set_axis(
            ["organisation", "item"], axis=1
        )
        for links in (network.counting(relation) for relation in (Relation.OFFERS, Relation.NEEDS))
    )
    return offers, needs.groupby("item")["organisation"].nunique(), network.name


def _places(by: str) -> Callable[[Network], Found]:
    def found(network: Network) -> Found:
        rows = belonging(network, by)[["organisation", "group"]].set_axis(["organisation", "item"], axis=1)
        return rows, rows.groupby("item")["organisation"].nunique(), str

    return found


def _cells(network: Network) -> Found:
    sectors, regions = (belonging(network, by)[["organisation", "group"]] for by in ("sector", "region"))
    both = sectors.merge(regions, on="organisation", suffixes=("", "_region"))
    rows = both.assign(item=both["group"] + " × " + both["group_region"])[["organisation", "item"]]
    return rows, rows.groupby("item")["organisation"].nunique(), str


_OF: Mapping[str, Callable[[Network], Found]] = {
    "competence": _competences,
    "region": _places("region"),
    "sector": _places("sector"),
    "cell": _cells,
}
