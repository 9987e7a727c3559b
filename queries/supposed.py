"""A network as it would be without some of what it has, or with more: a copy, of which nothing is stored."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

import pandas as pd

from graph.errors import UnknownEntity, WrongValue
from graph.model import link_id
from graph.network import Network
from graph.vocabulary import Kind, Relation, Role, Status

PARTS = "~"  # between the parts of a link, as in its id


def supposed(network: Network, *, remove: Iterable[str] = (), add: Iterable[str] = ()) -> Network:
    """The network without what is removed and with what is added; what is added counts.

    Args:
        remove: ids of entities, which take their links with them, and links, as their ids or as what is
            added is written, then in whatever role.
        add: entities as `kind:name`, links as `source~RELATION~target` or, of participations,
            `source~TOOK_PART_IN~encounter~role`. An end that is not there is added too. A link that is there and
            does not count is supposed to be confirmed.

    Raises:
        UnknownEntity: what is removed is not there.
        ValueError: what is added is no entity and no link, or cannot be linked so.
    """
    made = _without(network, list(remove))
    for text in add:
        made = _with_link(made, text) if PARTS in text else _with_entity(made, text.strip())
    return made


def _without(network: Network, remove: list[str]) -> Network:
    links = {one: _links_named(network, one) for one in remove}
    gone = {link for found in links.values() for link in found}
    entities = {network.find(one) for one, found in links.items() if not found}
    lost = network.links["id"].isin(gone) | network.links["source"].isin(entities)
    lost |= network.links["target"].isin(entities)
    gone |= entities | set(network.links.loc[lost, "id"])
    return replace(
        network,
        entities=_kept(network.entities, "id", gone),
        links=_kept(network.links, "id", gone),
        declared=_kept(network.declared, "about", gone),
        mentions=_kept(network.mentions, "about", gone),
        conflicts=_kept(network.conflicts, "about", gone),
        unsure=_kept(_kept(network.unsure, "a", gone), "b", gone),
    )


def _links_named(network: Network, wanted: str) -> set[str]:
    """The links of an id; of `source~RELATION~target`, in whatever role."""
    ids = network.links["id"]
    known = ids[(ids == wanted) | ids.str.startswith(f"{wanted}{PARTS}")] if PARTS in wanted else ids[:0]
    return set(known)


def _kept(table: pd.DataFrame, column: str, gone: Collection[str]) -> pd.DataFrame:
    return table[~table[column].isin(list(gone))].reset_index(drop=True)


def _with_entity(network: Network, text: str) -> Network:
    kind, _, name = text.partition(":")
    if kind not in set(Kind) or not name:
        raise WrongValue("'{}' cannot be added: write kind:name, as firm:new, or source~RELATION~target.", text)
    if text in set(network.entities["id"]):
        raise WrongValue("'{}' is in this network already.", text)
    held = Kind(kind).is_encounter
    row = {"id": text, "kind": kind, "name": name, "status": Status.HELD if held else pd.NA, "counts": held or pd.NA}
    return replace(network, entities=_added(network.entities, row, ["id"]))


def _with_link(network: Network, text: str) -> Network:
    source, relation, target, key = _parts(text)
    for end in (source, target):
        if not _is_there(network, end):
            network = _with_entity(network, end)
    source, target = network.find(source), network.find(target)
    _check(network, text, source, relation, target, key)
    row = {
        "id": link_id(source, relation, target, key), "source": source, "relation": relation, "target": target,
        "key": key, "status": Status.CONFIRMED, "counts": True,
    }  # fmt: skip
    others = network.links[network.links["id"] != row["id"]]
    return replace(network, links=_added(others, row, ["source", "relation", "target", "key"]))


def _parts(text: str) -> tuple[str, str, str, str]:
    parts = [part.strip() for part in text.split(PARTS)]
    if len(parts) not in (3, 4) or parts[1] not in set(Relation) or not all(parts[:3]):
        raise WrongValue("'{}' is no link: write source~RELATION~target, as firm:a~MEMBER_OF~pole:p.", text)
    of_a_role = parts[1] == Relation.TOOK_PART_IN
    key = parts[3] if len(parts) == 4 else ""
    return parts[0], parts[1], parts[2], key or (Role.PARTNER.value if of_a_role else "")


def _is_there(network: Network, entity: str) -> bool:
    try:
        return bool(network.find(entity))
    except UnknownEntity:
        return False


def _check(network: Network, text: str, source: str, relation: str, target: str, key: str) -> None:
    """Only an encounter is taken part in, in a role, and only a group has members."""
    kind = Kind(network.row(target)["kind"])
    fits = {Relation.TOOK_PART_IN: kind.is_encounter and key in set(Role), Relation.MEMBER_OF: kind.has_members}
    if source == target or not fits.get(Relation(relation), not key):
        raise WrongValue("'{}' cannot be: {} is of the kind {}.", text, target, kind)


def _added(table: pd.DataFrame, row: dict[str, Any], order: list[str]) -> pd.DataFrame:
    new = pd.DataFrame([row]).reindex(columns=table.columns).astype(table.dtypes.to_dict())
    return pd.concat([table, new], ignore_index=True).sort_values(order, ignore_index=True)
