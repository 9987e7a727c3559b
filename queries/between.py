"""What of one entity was new, and what over, between two days."""

from dataclasses import replace

import pandas as pd

from graph.network import Network
from graph.standing import Sure
from graph.vocabulary import ENCOUNTERS, REFUSALS, Relation

APPEARED, ENDED = "appeared", "ended"


def dated(network: Network, entity: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The links of an entity, refusals left out, and its encounters: on whose `since` and `until` it changes."""
    links = network.links
    ours = links[((links["source"] == entity) | (links["target"] == entity)) & ~links["status"].isin(REFUSALS)]
    near = {entity, *ours["source"], *ours["target"]}
    return ours, network.entities[network.entities["id"].isin(near) & network.entities["kind"].isin(ENCOUNTERS)]


def between(network: Network, entity: str, first: str, last: str, *, sure: Sure = "possibly") -> pd.DataFrame:
    """Links of an entity that there were on one of two days, and not on the other.

    A participation begins with its encounter and remains; what has no date is there on both days, or with
    `sure="certainly"` on none. Refusals are no links.

    Returns:
        The links, those that appeared before those that ended, by beginning, end and id, with `state`, `appeared` or
        `ended`, and `other`, who stands at the other end; `since` and `until` of a participation without dates are
        those of its encounter.

    Raises:
        DateError: a day is no date, or of an unknown year.

    Examples:
        >>> from tests.toys import encounter, network
        >>> net = network(*encounter("fair", "ab", since="2016"), *encounter("forum", "ab", since="2018"))
        >>> between(net, "firm:a", "2016", "2019")[["state", "other"]].to_numpy().tolist()
        [['appeared', 'meeting:forum']]
    """
    ours, _ = dated(network, entity)
    there = network.entities["id"].isin({entity, *ours["source"], *ours["target"]})
    alone = replace(network, links=ours, entities=network.entities[there], mentions=network.mentions.head(0))
    before, after = (set(alone.at(day, sure=sure).links["id"]) for day in (first, last))
    found = ours[ours["id"].isin(before ^ after)]
    state = found["id"].isin(after).map({True: APPEARED, False: ENDED})
    other = found["target"].where(found["source"] == entity, found["source"])
    order = ["state", "since", "until", "id"]
    return _with_encounters(network, found).assign(state=state, other=other).sort_values(order, ignore_index=True)


def _with_encounters(network: Network, links: pd.DataFrame) -> pd.DataFrame:
    """The links, with the dates of the encounter where a participation has none of its own."""
    there = network.entities.set_index("id").reindex(links["target"]).set_index(links.index)
    own = links["since"].notna() | links["until"].notna() | (links["relation"] != Relation.TOOK_PART_IN)
    return links.assign(**{end: links[end].where(own, there[end]) for end in ("since", "until")})
