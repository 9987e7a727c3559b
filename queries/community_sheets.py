"""What a division of firms is like: a sheet per community, what each rule costs, what there is already."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from graph.network import Network
from graph.vocabulary import Kind, Relation
from queries.columns import significant
from queries.community_design import Design, Firms, Rules
from queries.compact import Grouped, degrees, squared
from queries.competences import profiles

STEPS = ("distance_alone", "sizes_held", "pairs_kept", "mixed")
COUNTED = ("members", "placed", "in_communities", "kept_together")
TEXTS = ("step", "around")
NUMBERS = (
    "lat",
    "lon",
    "radius_km",
    "furthest_km",
    "nearer_elsewhere",
    "sectors_present",
    "sizes_present",
    "ties_inside_share",
)


def kilometres(firms: Firms, grouped: Grouped) -> np.ndarray:
    """How far each firm is from the centre of its community."""
    far: np.ndarray = np.sqrt(((firms.places - grouped.centres[grouped.of]) ** 2).sum(axis=1))
    return far


def sheets(network: Network, firms: Firms, grouped: Grouped) -> pd.DataFrame:
    """A row per community: its size, how wide it is, how mixed, what is known inside it."""
    km, needs = kilometres(firms, grouped), needs_inside(network, firms, grouped)
    elsewhere = squared(firms.places, grouped.centres).argmin(axis=1) != grouped.of
    rows = []
    for group in range(grouped.groups):
        inside = grouped.of == group
        rows.append(
            {"industry_community": group + 1, "around": around(network, firms.ids[inside], km[inside]),
             **dict(zip(("lat", "lon"), degrees(grouped.centres[group]), strict=True)),
             "size": int(inside.sum()), "radius_km": float(km[inside].mean()),
             "furthest_km": float(km[inside].max()), "sectors": _kinds(firms.classes[0][inside]),
             "size_classes": _kinds(firms.classes[1][inside]), "ties_inside": _inside(firms, inside),
             "needs": needs[group][0], "needs_met_inside": needs[group][1],
             "nearer_elsewhere": float(elsewhere[inside].mean())}
        )  # fmt: skip
    return _typed(pd.DataFrame(rows))


def around(network: Network, firms: np.ndarray, km: np.ndarray) -> str | None:
    """The town of most among the half of these firms that is nearest to the centre; None where no town is known.

    That half are the firms no farther from it than their median distance, so that a town at the edge names no
    community, whatever their number there. Of equal towns it is the one with the nearest firm, then the first by name.
    """
    towns = network.entities.set_index("id")["city"].reindex(firms).to_numpy()
    known = pd.DataFrame({"town": towns, "km": km}).dropna(subset="town")
    if known.empty:
        return None
    near = known[known["km"] <= known["km"].median()]
    found = near.groupby("town")["km"].agg(["size", "min"]).reset_index()
    return str(found.sort_values(["size", "min", "town"], ascending=[False, True, True])["town"].iloc[0])


def costs(firms: Firms, rules: Rules, made: Design) -> pd.DataFrame:
    """What holding to sizes costs in distance, then pairs where there are any, and what mixing gains and costs."""
    rows = []
    for step, grouped in zip(STEPS, (made.free, made.held, made.kept, made.mixed), strict=True):
        if step == "pairs_kept" and not rules.bound:
            continue
        sizes = grouped.sizes
        rows.append(
            {"step": step, "radius_km": float(kilometres(firms, grouped).mean()),
             "out_of_bounds": int(((sizes < rules.low) | (sizes > rules.high)).sum()),
             "smallest": int(sizes.min()), "largest": int(sizes.max()),
             "sectors_present": present(firms.classes[0], grouped), "sizes_present": present(firms.classes[1], grouped),
             "ties_inside_share": tied_inside(firms, grouped)}
        )  # fmt: skip
    return _typed(pd.DataFrame(rows))


def present(classes: np.ndarray, grouped: Grouped) -> float | None:
    """Of all classes, which share is in a community, on average; None where no class is known."""
    kinds = _kinds(classes)
    if not kinds:
        return None
    return float(np.mean([_kinds(classes[grouped.of == group]) for group in range(grouped.groups)])) / kinds


def tied_inside(firms: Firms, grouped: Grouped) -> float | None:
    """Of the strength of all ties between these firms, the share inside communities; None without ties."""
    whole = float(firms.ties.sum())
    rows = np.repeat(np.arange(len(firms.ids)), np.diff(firms.ties.indptr))
    same = grouped.of[rows] == grouped.of[firms.ties.indices]
    return float(firms.ties.data[same].sum()) / whole if whole else None


def existing(network: Network, firms: Firms, grouped: Grouped) -> pd.DataFrame:
    """The communities there are: how many of their firms are here, how far the plan keeps them together."""
    links = network.links[network.links["counts"] & (network.links["relation"] == Relation.MEMBER_OF)]
    kinds = network.kinds
    links = links[links["target"].map(kinds) == Kind.INDUSTRY_COMMUNITY]
    at = {one: int(group) for one, group in zip(firms.ids, grouped.of, strict=True)}
    rows = []
    for community, members in links.groupby("target")["source"]:
        planned = pd.Series([at[one] for one in sorted(set(members)) if one in at], dtype="int64")
        kept = int(planned.value_counts().max()) if len(planned) else 0
        rows.append((community, network.name(str(community)), int(members.nunique()), len(planned),
                     int(planned.nunique()), kept))  # fmt: skip
    columns = dict.fromkeys(("existing", "name"), "string") | dict.fromkeys(COUNTED, "Int64")
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def needs_inside(network: Network, firms: Firms, grouped: Grouped) -> Mapping[int, tuple[int, int]]:
    """By community, how many needs its firms have, and of how many another of its firms offers the very same."""
    found = profiles(network)
    at = pd.Index(found.organisations).get_indexer(pd.Index(firms.ids))
    made = {}
    for group in range(grouped.groups):
        those = at[(grouped.of == group) & (at >= 0)]
        needs, offers = found.needs[those].toarray() > 0, found.offers[those].toarray() > 0
        others = offers.sum(axis=0)[None, :] - offers
        made[group] = int(needs.sum()), int((needs & (others > 0)).sum())
    return made


def _inside(firms: Firms, inside: np.ndarray) -> int:
    """How many pairs of firms of one community are tied."""
    those = np.flatnonzero(inside)
    return int(firms.ties[those][:, those].nnz // 2)


def _kinds(classes: np.ndarray) -> int:
    return len(np.unique(classes[classes >= 0]))


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    """With the types of answers: whole numbers, numbers without the noise of summing, texts."""
    numbers = {name: significant(table[name].astype("Float64")) for name in NUMBERS if name in table}
    others = {name: "string" if name in TEXTS else "Int64" for name in table if name not in numbers}
    return table.assign(**numbers).astype(others)
