"""To which region, country, sector, kind or pole an organisation belongs."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from graph.errors import WrongValue
from graph.names import fold
from graph.network import Network
from graph.vocabulary import Kind, Relation
from queries.regions import FRENCH, region_called, region_of_code

BY = ("region", "country", "sector", "kind", "pole")
COLUMNS = ("organisation", "group", "group_name")
CODE = re.compile(r"\binsee:(\w+)")


def belonging(network: Network, by: str) -> pd.DataFrame:
    """The groups of every organisation: none, one, or several.

    Regions are those of a place where it is located, or of what that place is part of; else that of its French
    postcode, under their present names. A pole belongs to itself, others to the poles that they are members of.

    Returns:
        One row per organisation and group, sorted: `organisation`; `group`, an id, a code or a name; `group_name`.

    Raises:
        ValueError: `by` is none of `BY`.
    """
    if by not in BY:
        raise WrongValue("by: write one of {}, not '{}'.", tuple(BY), by)
    rows = _WAYS[by](network).drop_duplicates().astype("string")
    rows = rows[network.are_organisations(rows["organisation"])]
    return rows.sort_values(list(COLUMNS), ignore_index=True)


def one_group(network: Network, by: str) -> tuple[pd.DataFrame, pd.Series]:
    """Organisations that belong to just one group; of the others, why not.

    Returns:
        `id`, `group`, `group_name` of the former; by id, `no_group` or `several_groups` of the latter.
    """
    rows = belonging(network, by)
    several = rows["organisation"].duplicated(keep=False)
    reasons = pd.Series("no_group", index=network.organisations["id"].to_numpy(), dtype="string")
    reasons[rows.loc[several, "organisation"].unique()] = "several_groups"
    alone = rows[~several].rename(columns={"organisation": "id"})
    return alone.reset_index(drop=True), reasons.drop(alone["id"])


def _property(column: str) -> Callable[[Network], pd.DataFrame]:
    def found(network: Network) -> pd.DataFrame:
        known = network.organisations[["id", column]].dropna()
        return _rows(zip(known["id"], known[column], known[column], strict=True))

    return found


def _poles(network: Network) -> pd.DataFrame:
    kinds = network.kinds
    links = network.counting(Relation.MEMBER_OF)
    links = links[links["target"].map(kinds) == Kind.POLE]
    poles = network.organisations.loc[network.organisations["kind"] == Kind.POLE, "id"]
    pairs = [*zip(links["source"], links["target"], strict=True), *zip(poles, poles, strict=True)]
    return _rows((one, pole, network.name(pole)) for one, pole in pairs)


def _regions(network: Network) -> pd.DataFrame:
    places = network.counting(Relation.LOCATED_IN)
    within: dict[str, list[str]] = defaultdict(list)
    for part, whole in network.counting(Relation.PART_OF)[["source", "target"]].itertuples(index=False):
        within[part].append(whole)
    territories = network.entities[network.entities["kind"] == Kind.TERRITORY]
    described = territories[["id", "type", "identifiers"]].fillna("").itertuples(index=False)
    own = {one: _own_region(network.name(one), type, identifiers) for one, type, identifiers in described}
    located = [
        (one, region)
        for one, place in zip(places["source"], places["target"], strict=True)
        for region in _above(place, within, own)
    ]
    known = {one for one, _ in located}
    posted = [(one, region) for one, region in _posted(network) if one not in known]
    return _rows((one, region, region) for one, region in [*located, *posted])


def _own_region(name: str, type: str, identifiers: str) -> str | None:
    """The region that a territory is, or, by its INSEE code, lies in."""
    if fold(type) == "region":
        return region_called(name)
    code = CODE.search(identifiers)
    return region_of_code(code[1]) if code else None


def _above(place: str, within: Mapping[str, Iterable[str]], own: Mapping[str, str | None]) -> set[str]:
    """The regions of a place: its own, else those of what it is part of."""
    seen, waiting, found = {place}, [place], set()
    while waiting:
        one = waiting.pop()
        if region := own.get(one):
            found.add(region)
            continue
        further = [other for other in within.get(one, ()) if other not in seen]
        seen.update(further)
        waiting.extend(further)
    return found


def _posted(network: Network) -> Iterable[tuple[str, str]]:
    known = network.organisations.dropna(subset=["postcode"])
    known = known[known["country"].fillna("FR").isin(FRENCH)]
    for one, postcode in zip(known["id"], known["postcode"], strict=True):
        if len(postcode) == 5 and (region := region_of_code(postcode)):
            yield one, region


def _rows(rows: Iterable[tuple[str, str, str]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(COLUMNS), dtype="string")


_WAYS: Mapping[str, Callable[[Network], pd.DataFrame]] = {
    "region": _regions,
    "country": _property("country"),
    "sector": _property("sector"),
    "kind": _property("kind"),
    "pole": _poles,
}
