"""Of whom a question is asked: organisations of some kinds, of some sizes, in some territories."""

from collections.abc import Collection, Iterable, Mapping

import pandas as pd

from graph.errors import WrongValue
from graph.names import fold
from graph.network import Network
from graph.vocabulary import GROUPS, ORGANISATIONS, Relation, Size
from queries.belonging import belonging

UNKNOWN = "unknown"  # the value of those of whom it is not known
SIZES = (*map(str, Size), UNKNOWN)
PLACE = "Pays de la Loire, FR"  # how territories are written


def whereabouts(network: Network) -> pd.DataFrame:
    """The territories of organisations: their regions and countries, and those that documents say they are in.

    Returns:
        One row per organisation and territory, sorted: `place`, the name of a region, the code of a country or the id
        of a territory; `name`; `organisation`.
    """
    rows = [belonging(network, by)[["group", "group_name", "organisation"]] for by in ("region", "country")]
    located = network.counting(Relation.LOCATED_IN)
    located = located[network.are_organisations(located["source"])]
    rows.append(pd.DataFrame({0: located["target"], 1: located["target"].map(network.name), 2: located["source"]}))
    columns = ["place", "name", "organisation"]
    found = pd.concat([one.set_axis(columns, axis=1).astype("string") for one in rows])
    return found.drop_duplicates().sort_values(columns, ignore_index=True)


def narrowed(
    network: Network, *, kinds: Collection[str] | None = None, sizes: Collection[str] | None = None,
    places: Collection[str] | None = None,
) -> frozenset[str] | None:  # fmt: skip
    """The organisations that are of one of these kinds, of one of these sizes and in one of these territories.

    None, and nothing, stand for all of them; `unknown` for those whose size or territory is not known. A group has
    no size. A territory is named by its id, a region by its name, a country by its code.

    Returns:
        Their ids; None where nothing is asked.

    Raises:
        ValueError: a kind or a size that is none, or a territory in which nobody is.
    """
    asked = ((kinds, _of_kinds), (sizes, _of_sizes), (places, _in_places))
    found = [having(network, values) for values, having in asked if values]
    return frozenset.intersection(*found) if found else None


def _of_kinds(network: Network, kinds: Collection[str]) -> frozenset[str]:
    _check("kinds", kinds, tuple(map(str, ORGANISATIONS)))
    return frozenset(network.organisations.loc[network.organisations["kind"].isin(list(kinds)), "id"])


def _of_sizes(network: Network, sizes: Collection[str]) -> frozenset[str]:
    _check("sizes", sizes, SIZES)
    rows = network.organisations[~network.organisations["kind"].isin(GROUPS)]
    return frozenset(rows.loc[rows["size"].fillna(UNKNOWN).isin(list(sizes)), "id"])


def _in_places(network: Network, places: Collection[str]) -> frozenset[str]:
    rows = whereabouts(network)
    known = {fold(said): place for said, place in [*_pairs(rows, "name"), *_pairs(rows, "place")]}
    wanted = {_place(one, known) for one in places if one != UNKNOWN}
    found = frozenset(rows.loc[rows["place"].isin(wanted), "organisation"])
    if UNKNOWN in places:
        found |= frozenset(network.organisations["id"]) - frozenset(rows["organisation"])
    return found


def _pairs(rows: pd.DataFrame, column: str) -> Iterable[tuple[str, str]]:
    return zip(rows[column], rows["place"], strict=True)


def _place(said: str, known: Mapping[str, str]) -> str:
    if fold(said) not in known:
        raise WrongValue("--places: nobody here is in '{}': write a region, a country as FR, or a territory.", said)
    return known[fold(said)]


def _check(name: str, values: Collection[str], words: tuple[str, ...]) -> None:
    wrong = sorted(set(values) - set(words))
    if wrong:
        raise WrongValue("--{}: write one of {}, not '{}'.", name, words, wrong[0])
