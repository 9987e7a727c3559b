"""What already leads from an organisation to territories, and which of its needs are offered there."""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from graph.network import Network
from graph.ties import participations
from graph.vocabulary import REFUSALS, Kind, Relation, Role, Status
from queries.serving import exact_offers, needs

PARTS = ("twinnings", "memberships", "projects", "alumni", "needs")
SHARED = (Kind.PROJECT, Kind.ALLIANCE)
COLUMNS = ["territory", "part", "item", "ours", "theirs", "link"]


@dataclass(frozen=True, eq=False, slots=True)
class Side:
    """On whose behalf one looks.

    Attributes:
        source: the organisation that would travel.
        ours: itself and, where it is a group, its members, sorted.
        home: the territories where it is.
        places: `one` (an organisation or an encounter), `territory`, `link`, as documents put it.
    """

    source: str
    ours: tuple[str, ...]
    home: frozenset[str]
    places: pd.DataFrame

    @classmethod
    def of(cls, network: Network, source: str) -> "Side":
        """The organisation, its members and its places."""
        kinds = network.kinds
        links = network.counting(Relation.LOCATED_IN)
        places = links.loc[links["target"].map(kinds) == Kind.TERRITORY, ["source", "target", "id"]]
        places = places.set_axis(["one", "territory", "link"], axis=1)
        members = network.counting(Relation.MEMBER_OF)
        ours = {source, *members.loc[members["target"] == source, "source"]}
        home = frozenset(places.loc[places["one"] == source, "territory"])
        return cls(source, tuple(sorted(ours)), home, places)

    @property
    def abroad(self) -> pd.DataFrame:
        """Who else is where, but for the places of one's own."""
        return self.places[(self.places["one"] != self.source) & ~self.places["territory"].isin(self.home)]


def leading(network: Network, side: Side) -> pd.DataFrame:
    """Every tie that leads to a territory, and every need that is offered there, with the links that say so.

    Returns:
        One row per link behind it, sorted: `territory`; `part`, one of `PARTS`; `item`, what is counted: one's own
        territory of a twinning, the organisation there that a membership joins, the project or alliance, the delegate
        of an earlier visit, the need; `ours` and `theirs`, between whom it is; `link`, an id.
    """
    ways = (_twinnings, _memberships, _projects, _alumni, _needs)
    parts = [way(network, side).assign(part=part)[COLUMNS] for part, way in zip(PARTS, ways, strict=True)]
    rows = pd.concat([part.astype("string") for part in parts], ignore_index=True)
    return rows.drop_duplicates().sort_values(COLUMNS, ignore_index=True)


def visits_there(network: Network, side: Side) -> pd.DataFrame:
    """The visits of one's own side, where they lead: `territory`, `visit`, `held`, refusals left out."""
    links = network.links[network.links["relation"] == Relation.TOOK_PART_IN]
    links = links[links["source"].isin(side.ours) & ~links["status"].isin(REFUSALS).fillna(False)]
    visits = network.encounters[network.encounters["kind"] == Kind.VISIT]
    visits = visits[visits["id"].isin(links["target"]) & ~visits["status"].isin(REFUSALS).fillna(False)]
    held = visits["status"].isin([Status.HELD, Status.ENDED]) & visits["counts"].fillna(False)
    made = visits.assign(held=held.astype(bool))[["id", "held"]].rename(columns={"id": "visit"})
    where = _where_visits_led(network, side).drop(columns="link").drop_duplicates()
    return made.merge(where, on="visit").sort_values(["territory", "visit"], ignore_index=True)


def _twinnings(network: Network, side: Side) -> pd.DataFrame:
    links = network.counting(Relation.TWINNED_WITH)
    ends = [links[["source", "target", "id"]], links[["target", "source", "id"]]]
    both = pd.concat([rows.set_axis(["ours", "territory", "link"], axis=1) for rows in ends])
    both = both[both["ours"].isin(side.home) & ~both["territory"].isin(side.home)]
    return both.assign(item=both["ours"], theirs=both["territory"])


def _memberships(network: Network, side: Side) -> pd.DataFrame:
    """Members of one's own, groups one is a member of, and fellow members of these."""
    links = network.counting(Relation.MEMBER_OF)[["source", "target", "id"]]
    mine = links[links["source"] == side.source]
    own = links[links["target"] == side.source]
    fellows = links[links["target"].isin(mine["target"])].merge(mine, on="target", suffixes=("", "_mine"))
    rows = [
        own.rename(columns={"source": "theirs", "id": "link"}),
        mine.rename(columns={"target": "theirs", "id": "link"}),
        fellows.rename(columns={"source": "theirs", "id": "link"}),
        fellows.rename(columns={"source": "theirs", "id_mine": "link"}),
    ]
    joined = pd.concat([one[["theirs", "link"]] for one in rows])
    made = _there(side, joined)
    return made.assign(item=made["theirs"], ours=side.source)


def _projects(network: Network, side: Side) -> pd.DataFrame:
    rows = _took_part(network, SHARED)
    mine = rows[rows["one"].isin(side.ours)]
    pairs = mine.merge(rows, on="encounter", suffixes=("_ours", "_theirs"))
    pairs = pairs[pairs["one_ours"] != pairs["one_theirs"]]
    pairs = pairs.rename(columns={"one_ours": "ours", "one_theirs": "theirs", "encounter": "item"})
    each = pairs.melt(["item", "ours", "theirs"], ["link_ours", "link_theirs"], value_name="link")
    return _there(side, each)


def _alumni(network: Network, side: Side) -> pd.DataFrame:
    """Delegates of one's own side in visits that were held there."""
    rows = _took_part(network, (Kind.VISIT,))
    held = network.encounters.loc[network.encounters["status"].isin([Status.HELD, Status.ENDED]), "id"]
    went = rows[rows["one"].isin(side.ours) & (rows["key"] == Role.DELEGATE) & rows["encounter"].isin(held)]
    led = _where_visits_led(network, side).rename(columns={"visit": "encounter", "link": "link_there"})
    pairs = went.merge(led, on="encounter").rename(columns={"one": "ours", "encounter": "theirs"})
    each = pairs.melt(["territory", "ours", "theirs"], ["link", "link_there"], var_name="which", value_name="told")
    return each.rename(columns={"told": "link"}).assign(item=each["ours"])


def _needs(network: Network, side: Side) -> pd.DataFrame:
    """Needs that some organisation there serves exactly, equipment by its owner."""
    wanted = needs(network, None)
    served = exact_offers(network, wanted[wanted["seeker"].isin(side.ours)])
    served = served.rename(columns={"seeker": "ours", "provider": "theirs", "need": "item"})
    served["needed"] = served["ours"] + f"~{Relation.NEEDS}~" + served["item"] + "~"
    served["offered"] = served["theirs"] + f"~{Relation.OFFERS}~" + served["item"] + "~"
    each = served.melt(["ours", "theirs", "item"], ["needed", "offered"], value_name="link")
    return _there(side, each)


def _there(side: Side, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows whose `theirs` are in a territory that is not one's own, once more for the link that puts them there."""
    there = rows.merge(side.abroad.rename(columns={"one": "theirs", "link": "link_there"}), on="theirs")
    placed = there.assign(link=there["link_there"])
    return pd.concat([there, placed], ignore_index=True)


def _took_part(network: Network, kinds: Collection[Kind]) -> pd.DataFrame:
    """Counting participations in encounters of these kinds: `one`, `encounter`, `key` and `link`."""
    counted = set(participations(network, kinds=kinds)["encounter"])
    links = network.counting(Relation.TOOK_PART_IN)
    links = links[links["target"].isin(counted) & network.are_organisations(links["source"])]
    links = links[["source", "target", "key", "id"]]
    return links.set_axis(["one", "encounter", "key", "link"], axis=1)


def _where_visits_led(network: Network, side: Side) -> pd.DataFrame:
    """Where each visit took, or is to take, place: `visit`, `territory`, `link`; by itself or by a host of it."""
    visits = set(network.encounters.loc[network.encounters["kind"] == Kind.VISIT, "id"])
    abroad = side.abroad
    itself = abroad[abroad["one"].isin(visits)].rename(columns={"one": "visit"})
    hosts = network.counting(Relation.TOOK_PART_IN)
    hosts = hosts.loc[(hosts["key"] == Role.HOST) & hosts["target"].isin(visits), ["source", "target", "id"]]
    by_host = hosts.set_axis(["one", "visit", "as_host"], axis=1).merge(abroad, on="one")
    hosting = by_host.assign(link=by_host["as_host"])
    return pd.concat([itself, by_host, hosting])[["visit", "territory", "link"]].drop_duplicates()
