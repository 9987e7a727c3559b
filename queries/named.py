"""Declared and named are two things: how many a document says there are, and how many the network names."""

from collections.abc import Collection

import pandas as pd

from graph.network import Network
from graph.vocabulary import Kind, Relation, Role, Size

ROLES, KINDS, SIZES = set(Role), set(Kind), set(Size)


def declared_counts(network: Network) -> pd.DataFrame:
    """Every declared count beside what the network names of the same.

    Announced participants and members are named too: a name is a name, whether the link counts or not;
    refusals (declined, cancelled, denied) are not. Whom a count excludes (`besides`) is not named of it.

    Returns:
        The rows and columns of `network.declared`, and `named`: how many of those counted are named;
        missing where the count is a percentage, or of what links do not tell.
    """
    named = [
        pd.NA if row["unit"] == "%" else _named(network, row["about"], row["key"], row["besides"])
        for row in network.declared.to_dict("records")
    ]
    return network.declared.assign(named=pd.Series(named, index=network.declared.index, dtype="Int64"))


def named_of_declared(network: Network) -> tuple[int, int]:
    """How many are named of how many declared, in the whole network.

    Of several counts of the same the largest is taken; a count within another (the firms among the
    delegates) adds nothing; percentages and what links do not tell are left out.
    """
    counts = declared_counts(network).dropna(subset=["named", "low"])
    largest: dict[tuple[str, str], tuple[int, int]] = {}
    for about, key, named, low in counts[["about", "key", "named", "low"]].itertuples(index=False):
        before = largest.get((about, key), (0, 0))
        largest[about, key] = (max(before[0], int(named)), max(before[1], int(low)))
    widest = [counted for (about, key), counted in largest.items() if not _is_within(about, key, largest)]
    return sum(named for named, _ in widest), sum(low for _, low in widest)


def _is_within(about: str, key: str, others: Collection[tuple[str, str]]) -> bool:
    """Whether a wider count of the same is declared: `delegate` is wider than `delegate:firm`."""
    return any((about, key.rsplit(":", depth)[0]) in others for depth in range(1, key.count(":") + 1))


def _named(network: Network, about: str, key: str, besides: object) -> object:
    parts = key.split(":")
    role = next((part for part in parts if part in ROLES), None)
    kinds = [part for part in parts if part in KINDS]
    sizes = [part for part in parts if part in SIZES]
    if (not role and not kinds) or not set(parts) <= ROLES | KINDS | SIZES:
        return pd.NA
    if kinds and Kind(kinds[0]).is_encounter:
        return pd.NA
    those = _taking_part(network, about, role) if role else _members(network, about)
    excluded = set(str(besides).split()) if isinstance(besides, str) else set()
    return len({one for one in those if _is(network, one, kinds, sizes)} - excluded)


def _taking_part(network: Network, encounter: str, role: str) -> set[str]:
    links = _stated(network, Relation.TOOK_PART_IN, encounter)
    return set(links.loc[links["key"] == role, "source"])


def _members(network: Network, group: str) -> set[str]:
    return set(_stated(network, Relation.MEMBER_OF, group)["source"])


def _stated(network: Network, relation: Relation, target: str) -> pd.DataFrame:
    links = network.links
    refused = links["status"].isin(["declined", "cancelled", "denied"])
    return links[(links["relation"] == relation) & (links["target"] == target) & ~refused]


def _is(network: Network, entity: str, kinds: list[str], sizes: list[str]) -> bool:
    row = network.row(entity)
    return (not kinds or row["kind"] in kinds) and (not sizes or row["size"] in sizes)
