"""Needs and who would serve them: competences, and equipment by its owner."""

import numpy as np
import pandas as pd
from scipy import sparse

from graph.network import Network
from graph.vocabulary import Kind, Relation
from queries.columns import joined
from queries.competences import profiles
from queries.fits import Fits
from queries.nearness import Nearness
from queries.relatedness import relatedness

STATES = ("unserved", "related_only", "served_elsewhere", "served_in_pole")
WANTED = (Kind.COMPETENCE, Kind.EQUIPMENT)
BOTH = (Relation.NEEDS, Relation.OFFERS)
NAMED = ("seeker", "need", "nearest", "offer")


def needs(network: Network, group: str | None) -> pd.DataFrame:
    """Who needs what, `seeker` and `need`, sorted; of the members of a group alone, if one is given."""
    rows = _stated(network, Relation.NEEDS).set_axis(["seeker", "need"], axis=1)
    if group is not None:
        links = network.counting(Relation.MEMBER_OF)
        rows = rows[rows["seeker"].isin(links.loc[links["target"] == group, "source"])]
    used = _stated(network, Relation.USES).set_axis(["seeker", "need"], axis=1)
    rows = rows.merge(used, how="left", indicator="is_used")
    rows = rows.loc[rows["is_used"] == "left_only", ["seeker", "need"]]
    return rows.sort_values(["seeker", "need"], ignore_index=True)


def by_need(network: Network, wanted: pd.DataFrame) -> pd.DataFrame:
    """Each need with its state and the nearest who would serve it; the worst served first."""
    exact = exact_offers(network, wanted)
    chosen = pd.concat([exact, _related(network, wanted, exact)], ignore_index=True)
    chosen = _nearest(Nearness.of(network), chosen)
    table = wanted.merge(chosen, on=["seeker", "need"], how="left")
    table["state"] = table["state"].fillna("unserved")
    offers = exact.groupby(["seeker", "need"]).size().rename("offers").reset_index()
    table = table.merge(offers, on=["seeker", "need"], how="left")
    table = table.merge(asked_of(network)[["need", "seekers"]], on="need")
    table["offers"] = table["offers"].fillna(0)
    kinds = network.kinds
    names = {f"{column}_name": table[column].map(network.name, na_action="ignore") for column in NAMED}
    table = table.assign(kind=table["need"].map(kinds), documents=_documents(network, table), **names)
    return _ranked(table)


def asked_of(network: Network) -> pd.DataFrame:
    """Per need: how many look for it, and how many offer it, in the whole network."""
    seekers, offers = (_stated(network, relation).groupby("item")["one"].nunique() for relation in BOTH)
    table = seekers.rename("seekers").reset_index().rename(columns={"item": "need"})
    table["offers"] = table["need"].map(offers).fillna(0).astype("Int64")
    return table.astype({"need": "string", "seekers": "Int64"})


def unused(network: Network) -> pd.DataFrame:
    """What is offered and nobody looks for: `offer`, `offer_name`, `kind`, how many `offers`."""
    asked, offered = (_stated(network, relation) for relation in BOTH)
    idle = offered[~offered["item"].isin(asked["item"])].groupby("item")["one"].nunique()
    kinds = network.kinds
    ids = pd.Series(idle.index, dtype="string")
    made = {"offer": ids, "offer_name": ids.map(network.name), "kind": ids.map(kinds)}
    return pd.DataFrame({**made, "offers": pd.array(idle.to_numpy(), dtype="Int64")})


def used_equipment(network: Network) -> pd.DataFrame:
    """Shared equipment: whose it is, how it may be used, how many use it, and who needs it without using it."""
    rows = network.entities.loc[network.entities["kind"] == Kind.EQUIPMENT, ["id", "name", "access", "capacity"]]
    owners, users = (_stated(network, relation) for relation in (Relation.OFFERS, Relation.USES))
    lacking = needs(network, None).set_axis(["one", "item"], axis=1)
    made = rows.rename(columns={"id": "equipment", "name": "equipment_name"}).reset_index(drop=True)
    made["owner"] = made["equipment"].map(owners.groupby("item")["one"].agg(joined)).astype("string")
    made["users"] = made["equipment"].map(users.groupby("item")["one"].nunique()).fillna(0).astype("Int64")
    made["seekers"] = made["equipment"].map(lacking.groupby("item")["one"].agg(joined)).astype("string")
    return made[["equipment", "equipment_name", "owner", "access", "capacity", "users", "seekers"]]


def exact_offers(network: Network, wanted: pd.DataFrame) -> pd.DataFrame:
    """Who else offers the very same: `seeker`, `need`, `provider`; `offer`, which is the need; `closeness`, 1."""
    offers = _stated(network, Relation.OFFERS).set_axis(["provider", "need"], axis=1)
    rows = wanted.merge(offers, on="need")
    return rows[rows["seeker"] != rows["provider"]].assign(offer=lambda found: found["need"], closeness=1.0)


def offers_for(network: Network, wanted: pd.DataFrame) -> pd.DataFrame:
    """Who else offers what is needed or a competence close to it, with the closest offer of each.

    Returns:
        One row per need and provider, sorted: `seeker`, `need`, `provider`, `offer`, `closeness` in [0.5, 1].
    """
    exact = exact_offers(network, wanted)
    every = pd.concat([exact, _related(network, wanted, exact.head(0))], ignore_index=True)
    every = every.drop_duplicates(["seeker", "need", "provider"])
    return every.sort_values(["seeker", "need", "provider"], ignore_index=True)


def _related(network: Network, wanted: pd.DataFrame, exact: pd.DataFrame) -> pd.DataFrame:
    """Of the needs that nobody else serves exactly, who offers a related competence."""
    served = wanted.merge(exact[["seeker", "need"]].drop_duplicates(), how="left", indicator="is_served")
    rest = served.loc[served["is_served"] == "left_only", ["seeker", "need"]]
    found = profiles(network)
    rest = rest[rest["need"].isin(found.competences)]
    fits = Fits(found, relatedness(network, found))
    met, by = fits.met.tocsc(), fits.by.tocsc()
    rows = [_close(met, by, int(n)) for n in np.searchsorted(found.competences, rest["need"].to_numpy(dtype=object))]
    sizes = [len(one[0]) for one in rows]
    who, offer, close = (np.concatenate([one[k] for one in rows]) if rows else np.empty(0) for k in range(3))
    made = rest.loc[np.repeat(rest.index, sizes)].reset_index(drop=True)
    made = made.assign(provider=found.organisations[who.astype(int)], offer=found.competences[offer.astype(int)])
    made = made.assign(closeness=close.astype(float))
    return made[made["seeker"] != made["provider"]]


def _close(met: sparse.csc_array, by: sparse.csc_array, need: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Who would meet a need, by which offer, how closely."""
    some = slice(*met.indptr[need : need + 2])
    return met.indices[some], by.data[some] - 1, met.data[some]


def _nearest(near: Nearness, chosen: pd.DataFrame) -> pd.DataFrame:
    """Who would serve each need: in a common group first, then the fewest steps away, the closest, the first id."""
    together = [near.share_a_group(a, b) for a, b in zip(chosen["seeker"], chosen["provider"], strict=True)]
    rows = chosen.assign(together=together, steps=near.steps(chosen), is_exact=chosen["offer"] == chosen["need"])
    state = np.where(rows["is_exact"], np.where(rows["together"], STATES[3], STATES[2]), STATES[1])
    rows = rows.assign(state=pd.array(state, dtype="string"), apart=~rows["together"], beyond=-rows["closeness"])
    order = ["seeker", "need", "apart", "steps", "beyond", "provider"]
    rows = rows.sort_values(order, na_position="last").drop_duplicates(["seeker", "need"])
    return rows.rename(columns={"provider": "nearest"})[["seeker", "need", "state", "nearest", "offer", "steps"]]


def _ranked(table: pd.DataFrame) -> pd.DataFrame:
    worst = table["state"].map({state: n for n, state in enumerate(STATES)}).astype("Int64")
    table = table.assign(worst=worst, fewest=-table["seekers"])
    table = table.sort_values(["worst", "fewest", "need", "seeker"], ignore_index=True)
    new = (table[["worst", "fewest"]] != table[["worst", "fewest"]].shift()).fillna(True).any(axis=1)
    place = pd.Series(np.arange(1, len(table) + 1), index=table.index, dtype="Int64")
    return table.assign(rank=place.where(new).ffill())


def _documents(network: Network, table: pd.DataFrame) -> pd.Series:
    needed = table["seeker"] + f"~{Relation.NEEDS}~" + table["need"] + "~"
    offered = table["nearest"] + f"~{Relation.OFFERS}~" + table["offer"] + "~"
    papers = network.documents_of({*needed, *offered.dropna()})
    pairs = zip(needed, offered.fillna(""), strict=True)
    said = [joined([*papers.get(one, ()), *papers.get(other, ())]) or None for one, other in pairs]
    return pd.Series(said, index=table.index, dtype="string")


def _stated(network: Network, relation: Relation) -> pd.DataFrame:
    """Organisations and the competences or equipment that they are linked to: `one`, `item`."""
    kinds = network.kinds
    links = network.counting(relation)
    kept = links["target"].map(kinds).isin(WANTED) & network.are_organisations(links["source"])
    return links.loc[kept, ["source", "target"]].drop_duplicates().set_axis(["one", "item"], axis=1)
