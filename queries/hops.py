"""Who can introduce whom directly: shared encounters, memberships and places, and how far each is trusted."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np
import pandas as pd

from graph import dates
from graph.network import Network
from graph.ties import participations
from graph.vocabulary import ENCOUNTERS, ORGANISATIONS, Kind, Relation

# Assumed, not measured: they order routes, and stand in the basis of every answer.
TRUST: Mapping[str, float] = {
    Kind.ALLIANCE: 0.9, Kind.PROJECT: 0.8, Kind.VISIT: 0.7, Kind.MEETING: 0.6, Kind.EVENT: 0.4,
    Relation.MEMBER_OF: 0.5, Relation.LOCATED_IN: 0.05, Relation.TWINNED_WITH: 0.05,
}  # fmt: skip
ACQUAINTED = 0.5  # q: the chance that one encounter makes two parties known to each other
HALF_LIFE = 5.0  # years after which a shared encounter is worth half
UNDATED = 5.0  # years that an encounter without a known date is taken to be ago
DAYS_PER_YEAR = 365.25

MET, TWINNED = "met", "twinned_with"
FORTH = {Relation.MEMBER_OF: "member_of", Relation.LOCATED_IN: "located_in", Relation.TWINNED_WITH: TWINNED}
BACK = {Relation.MEMBER_OF: "has_member", Relation.LOCATED_IN: "located_here", Relation.TWINNED_WITH: TWINNED}
COLUMNS = ["from", "to", "cost", "link", "via", "encounters", "age", "dated"]


@dataclass(frozen=True, eq=False, slots=True)
class Hops:
    """What hops are made of; nodes and encounters are positions, so that their order is that of the ids.

    Attributes:
        nodes: ids of organisations and, with places, of territories.
        places: the positions of those that are territories.
        encounters: `id`, `kind`, `age` in years, `dated`; the most recent first, as the one to speak of.
        took_part: `node`, `encounter`, by position.
        lasting: memberships and places in both directions: the columns of a hop.
    """

    nodes: pd.Index
    places: frozenset[int]
    encounters: pd.DataFrame
    took_part: pd.DataFrame
    lasting: pd.DataFrame

    @classmethod
    def of(cls, network: Network, *, places: bool) -> Self:
        """The hops of a network: what counts, and memberships; with `places`, also locations and twinnings."""
        kinds = [*ORGANISATIONS, Kind.TERRITORY] if places else list(ORGANISATIONS)
        entities = network.entities
        eligible = entities.loc[entities["kind"].isin(kinds), ["id", "kind"]].sort_values("id")
        nodes = pd.Index(eligible["id"], dtype=object)
        territories = frozenset(np.flatnonzero(eligible["kind"] == Kind.TERRITORY).tolist())
        rows = participations(network, kinds=ENCOUNTERS)
        encounters = _by_age(network, set(rows["encounter"]))
        took_part = _positions(rows, organisation=nodes, encounter=pd.Index(encounters["id"], dtype=object))
        took_part = took_part.rename(columns={"organisation": "node"})
        return cls(nodes, territories, encounters, took_part, _lasting(network, nodes, places))

    def between(self, ones: Collection[int] | None, others: Collection[int] | None) -> pd.DataFrame:
        """The best hop of each pair that has one, from any of `ones` to any of `others`; None for all nodes.

        Returns:
            One row per ordered pair, sorted: `from`, `to`; `cost` ≥ 0, -ln of trust; `link`, how they are linked;
            `via`, the position of their most recent encounter of that kind, missing for a lasting link;
            `encounters` of that kind that they shared; `age` in years; `dated`.
        """
        lasting = self.lasting
        if ones is not None:
            lasting = lasting[lasting["from"].isin(ones)]
        if others is not None:
            lasting = lasting[lasting["to"].isin(others)]
        found = pd.concat([self._met(ones, others), lasting], ignore_index=True)
        # Of equal cost, an encounter comes before a lasting link, the most recent one first.
        best = found.sort_values(["from", "to", "cost", "via"], na_position="last", kind="stable")
        return best.drop_duplicates(["from", "to"])[COLUMNS].reset_index(drop=True)

    def shared(self, one: int, other: int, via: int) -> list[str]:
        """Ids of the encounters of the same kind as `via` that two nodes shared."""
        both = [set(self.took_part.loc[self.took_part["node"] == node, "encounter"]) for node in (one, other)]
        rows = self.encounters.loc[sorted(both[0] & both[1])]
        return sorted(rows.loc[rows["kind"] == self.encounters.at[via, "kind"], "id"])

    def _met(self, ones: Collection[int] | None, others: Collection[int] | None) -> pd.DataFrame:
        sides = [_side(self.took_part, chosen, name) for chosen, name in ((ones, "from"), (others, "to"))]
        pairs = sides[0].merge(sides[1], on="encounter")
        pairs = pairs[pairs["from"] != pairs["to"]]
        kinds = pd.Categorical(self.encounters["kind"], categories=list(map(str, ENCOUNTERS))).codes
        by_kind = pairs.assign(kind=kinds[pairs["encounter"]]).groupby(["from", "to", "kind"])["encounter"]
        found = by_kind.agg(encounters="size", via="min").reset_index()
        found = found.join(self.encounters[["age", "dated"]], on="via")
        cost = cost_of(found["kind"].map(dict(enumerate(ENCOUNTERS))), found["encounters"], found["age"])
        return found.assign(cost=cost, link=MET).astype({"via": "Int64", "encounters": "Int64"})


def cost_of(kind: pd.Series, encounters: pd.Series, age: pd.Series) -> pd.Series:
    """-ln of trust = τ_kind · 2^(-age / half-life) · (1 - (1 - q)^encounters)."""
    known = 1 - (1 - ACQUAINTED) ** encounters.astype(float)
    cost: pd.Series = age * np.log(2) / HALF_LIFE - np.log(kind.map(TRUST).astype(float)) - np.log(known)
    return cost


def assumptions() -> dict[str, float]:
    """What trust is made of, for the basis."""
    by_kind = {f"trust_{str(kind).lower()}": trust for kind, trust in TRUST.items()}
    return {**by_kind, "acquainted": ACQUAINTED, "half_life_years": HALF_LIFE, "undated_years": UNDATED}


def _side(took_part: pd.DataFrame, chosen: Collection[int] | None, name: str) -> pd.DataFrame:
    rows = took_part if chosen is None else took_part[took_part["node"].isin(chosen)]
    return rows.rename(columns={"node": name})


def _positions(rows: pd.DataFrame, **index: pd.Index) -> pd.DataFrame:
    """Ids replaced by their positions; rows with an id that has none are left out."""
    made = pd.DataFrame({name: ids.get_indexer(pd.Index(rows[name], dtype=object)) for name, ids in index.items()})
    return made[(made >= 0).all(axis=1)]


def _by_age(network: Network, wanted: Collection[str]) -> pd.DataFrame:
    rows = network.encounters
    rows = rows.loc[rows["id"].isin(wanted), ["id", "kind", "since", "until"]]
    ages = _ages(rows["until"].fillna(rows["since"]), _day(network))
    rows = rows.assign(age=ages.fillna(UNDATED), dated=ages.notna())
    return rows[["id", "kind", "age", "dated"]].sort_values(["age", "id"], ignore_index=True)


def _day(network: Network) -> str | None:
    return dates.day_of(network.as_of) if network.as_of else network.today


def _ages(ends: pd.Series, day: str | None) -> pd.Series:
    """Years since the latest day on which each can have ended, 0 for what goes on; missing where unknown."""
    known = {text: dates.latest(text) for text in ends.dropna().unique() if day and dates.year_is_known(text)}
    years = {text: max(_years(last, str(day)), 0.0) for text, last in known.items()}
    return ends.map(years).astype("Float64").astype(float)


def _years(first: str, last: str) -> float:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days / DAYS_PER_YEAR


def _lasting(network: Network, nodes: pd.Index, places: bool) -> pd.DataFrame:
    """A link that lasts does not age: what is over is no link of the network any more."""
    relations = [Relation.MEMBER_OF, Relation.LOCATED_IN, Relation.TWINNED_WITH] if places else [Relation.MEMBER_OF]
    links = network.links
    links = links[links["relation"].isin(relations) & links["counts"]].reset_index(drop=True)
    forth = _positions(links, source=nodes, target=nodes)
    links, none = links.loc[forth.index], pd.Series(pd.NA, index=forth.index, dtype="Int64")
    both = [
        forth.set_axis(ends, axis=1).assign(
            cost=-np.log(links["relation"].map(TRUST).astype(float)), link=links["relation"].map(words),
            via=none, encounters=none, age=np.nan, dated=links["since"].notna().astype(bool),
        )
        for ends, words in ((["from", "to"], FORTH), (["to", "from"], BACK))
    ]  # fmt: skip
    table = pd.concat(both, ignore_index=True)
    return table[table["from"] != table["to"]]
