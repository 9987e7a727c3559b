"""Whom a list of postcodes would place: who has a French postcode and no place."""

from collections.abc import Collection

from graph.network import Network
from ingest.geocode import A_POSTCODE, FRENCH
from views.wording import Words


def placeable(network: Network, among: Collection[str] | None = None) -> list[str]:
    """The ids of organisations, all or `among` some, that have a French postcode and no place, sorted."""
    known = network.organisations
    known = known if among is None else known[known["id"].isin(set(among))]
    bare = known["lat"].isna() | known["lon"].isna()
    french = known["country"].fillna("FR").isin(FRENCH) & known["postcode"].str.contains(A_POSTCODE).fillna(False)
    return sorted(known.loc[bare & french, "id"])


def spoken_of(network: Network, documents: Collection[str]) -> set[str]:
    """All that some documents speak of."""
    return set(network.mentions.loc[network.mentions["document"].isin(set(documents)), "about"])


def how_to_place(say: Words, network: Network, among: Collection[str] | None = None) -> str:
    """What places them, in a sentence; "" where nobody waits for it."""
    if not (count := len(placeable(network, among))):
        return ""
    return say.many(
        "{count} organisation has a postcode and no place: `maillage geocode --postcodes FILE` gives it one, from La "
        "Poste's list.",
        "{count} organisations have a postcode and no place: `maillage geocode --postcodes FILE` gives them one, from "
        "La Poste's list.",
        count,
    )
