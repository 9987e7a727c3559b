"""Declared and named are two things: how many a document says there are, and how many the network names."""

from collections.abc import Collection
from typing import NamedTuple

import pandas as pd

from graph.network import Network
from graph.once import once
from graph.vocabulary import REFUSALS, Kind, Relation, Role, Size

ROLES, KINDS, SIZES = set(Role), set(Kind), set(Size)


def declared_counts(network: Network) -> pd.DataFrame:
    """Every declared count beside what the network names of the same.

    Announced participants and members are named too: a name is a name, whether the link counts or not;
    refusals (declined, cancelled, denied) are not. Whom a count excludes (`besides`) is not named of it.

    Returns:
        The rows and columns of `network.declared`, and `named`: how many of those counted are named;
        missing where the count is a percentage, or of what links do not tell.
    """
    rows = network.declared
    stated = _stated(network, rows["about"])
    countable = (rows["unit"] != "%").fillna(True)
    named = [
        _named(network, stated.get(about), key, besides) if is_a_count else pd.NA
        for about, key, besides, is_a_count in zip(rows["about"], rows["key"], rows["besides"], countable, strict=True)
    ]
    return rows.assign(named=pd.Series(named, index=rows.index, dtype="Int64"))


def contradict(declared: pd.DataFrame) -> bool:
    """Whether counts of the same cannot all be so: 20 and 18 besides two others can; two units do not compare."""
    others = declared["besides"].fillna("").map(lambda ids: len(ids.split()))
    units = declared["unit"].fillna("")
    lowest, highest = declared["low"] + others, declared["high"].fillna(float("inf")) + others
    return bool((lowest.groupby(units).max() > highest.groupby(units).min()).any())


class Coverage(NamedTuple):
    """How many are named of how many declared, and how many counts are left out of that sum."""

    named: int
    declared: int
    left_out: int


@once
def coverage(network: Network) -> Coverage:
    """How many are named of how many declared, of the counts of which somebody is named and that are no audience.

    The 50,000 guests of a fair beside nine delegates would only say how large the fair was: counts of the
    guests of events, and those of which nobody is named, are left out and counted. Every basis tells it: it is
    counted once of each network.
    """
    kinds = network.kinds
    counts = _widest(declared_counts(network))
    kept = [
        counted
        for (about, key), counted in counts.items()
        if counted[0] and not (kinds.get(about) == Kind.EVENT and key.split(":")[0] == Role.GUEST)
    ]
    return Coverage(sum(named for named, _ in kept), sum(low for _, low in kept), len(counts) - len(kept))


def named_of_declared(network: Network, about: str | None = None) -> tuple[int, int]:
    """How many are named of how many declared, in the whole network or of one entity."""
    counts = declared_counts(network)
    widest = _widest(counts if about is None else counts[counts["about"] == about]).values()
    return sum(named for named, _ in widest), sum(low for _, low in widest)


def _widest(counts: pd.DataFrame) -> dict[tuple[str, str], tuple[int, int]]:
    """Named and declared by whom a count is about and whom it counts.

    Of several counts of the same the largest is taken; a count within another (the firms among the
    delegates) adds nothing; percentages and what links do not tell are left out.
    """
    counts = counts.dropna(subset=["named", "low"])
    largest: dict[tuple[str, str], tuple[int, int]] = {}
    for entity, key, named, low in counts[["about", "key", "named", "low"]].itertuples(index=False):
        before = largest.get((entity, key), (0, 0))
        largest[entity, key] = (max(before[0], int(named)), max(before[1], int(low)))
    return {counted: found for counted, found in largest.items() if not _is_within(*counted, largest)}


def _is_within(about: str, key: str, others: Collection[tuple[str, str]]) -> bool:
    """Whether a wider count of the same is declared: `delegate` is wider than `delegate:firm`."""
    return any((about, key.rsplit(":", depth)[0]) in others for depth in range(1, key.count(":") + 1))


def _named(network: Network, stated: pd.DataFrame | None, key: str, besides: object) -> object:
    parts = key.split(":")
    role = next((part for part in parts if part in ROLES), None)
    kinds = [part for part in parts if part in KINDS]
    sizes = [part for part in parts if part in SIZES]
    if (not role and not kinds) or not set(parts) <= ROLES | KINDS | SIZES:
        return pd.NA
    if kinds and Kind(kinds[0]).is_encounter:
        return pd.NA
    if stated is None:
        return 0
    wanted = stated["key"] == role if role else stated["relation"] == Relation.MEMBER_OF
    excluded = set(str(besides).split()) if isinstance(besides, str) else set()
    return len({one for one in stated.loc[wanted, "source"] if _is(network, one, kinds, sizes)} - excluded)


def _stated(network: Network, about: pd.Series) -> dict[str, pd.DataFrame]:
    """Who is said to take part in or to be a member of each of these, refusals left out."""
    links = network.links[network.links["target"].isin(about)]
    links = links[links["relation"].isin([Relation.TOOK_PART_IN, Relation.MEMBER_OF])]
    links = links[~links["status"].isin(REFUSALS)]
    return {str(target): rows for target, rows in links.groupby("target")}


def _is(network: Network, entity: str, kinds: list[str], sizes: list[str]) -> bool:
    row = network.row(entity)
    return (not kinds or row["kind"] in kinds) and (not sizes or (pd.notna(row["size"]) and row["size"] in sizes))
