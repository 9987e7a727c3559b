"""Who is most connected?"""

from collections.abc import Collection

import numpy as np
import pandas as pd
from scipy import sparse

from graph.network import Network
from graph.ties import participations, ties
from graph.vocabulary import ENCOUNTERS, Kind
from queries.answer import Answer, answer
from queries.basis import basis
from queries.columns import (
    FEWEST_RANKED,
    ID,
    KIND,
    NAME,
    RANK,
    RANK_HIGH,
    RANK_LOW,
    REASON,
    count,
    number,
    ranked,
    share,
    significant,
    unranked,
)
from queries.measures import PARTNERS
from queries.missing import with_intervals
from queries.parameters import flag
from queries.parameters import kinds as some_kinds
from queries.two_mode import two_mode
from queries.visiting import pagerank, visits

QUESTION = {"fr": "Qui est le plus relié ?", "en": "Who is most connected?"}
VERSION = 4
METHOD = {
    "fr": "liens de Newman, plus courts chemins d'un pas par lien ; PageRank des visites tenues (amortissement 0,85)",
    "en": "Newman ties, shortest paths of one step a tie; PageRank of the visits held (damping 0.85)",
}
LARGE = 20_000_000  # organisations times ties, from which on compiled loops are worth their loading
BLOCK = 512  # sources of shortest paths at once
EXAMPLE = {"kinds": None}
PARAMETERS = (
    some_kinds("kinds", "natures de rencontres", "kinds of encounter", ENCOUNTERS),
    flag("robust", "intervalles de rang", "rank intervals"),
)
COLUMNS = (
    RANK, ID, NAME, KIND,
    count("partners", "partenaires", "partners", "organisations"),
    count("encounters", "rencontres", "encounters", "encounters"),
    number("strength", "force", "strength", "encounters with others", 0),
    number("harmonic", "proximité harmonique", "harmonic closeness", "share", 0, 1),
    count("component_size", "taille de la composante", "component size", "organisations", 1),
    share("spread", "étalement entre natures de rencontres", "spread over kinds of encounter"),
    share("pagerank", "PageRank des visites", "PageRank of visits"),
    number("percentile_in_kind", "centile dans sa nature", "percentile in its kind", "percent", 0, 100),
    RANK_LOW, RANK_HIGH, REASON,
)  # fmt: skip
SENTENCES = {
    "": {
        "fr": "{name} ({kind}){rank: :| est au rang # :} partenaires {partners}, rencontres {encounters}.",
        "en": "{name} ({kind}){rank::| ranks #:} partners {partners}, encounters {encounters}.",
    },
    "no_tie": {
        "fr": "{name} n'a aucun partenaire connu dans une rencontre qui compte.",
        "en": "{name} has no known partner in an encounter that counts.",
    },
}  # fmt: skip


def centrality(network: Network, *, kinds: Collection[str] | None = None, robust: bool = False) -> Answer:
    """Organisations by how many others they took part in something with.

    Ties come from counting encounters with at least two named organisations, of the given `kinds` or of all;
    memberships make none. Shortest paths take each tie as one step, whatever its strength.

    Returns:
        A table with one row per organisation, most partners first, equal ones by id: `rank` (equal numbers of
        partners share one); `id`; `name`; `kind`; `partners`, organisations met, ≥ 0; `encounters`, those
        with at least one partner, ≥ 0; `strength` ≥ 0, the sum of its ties, equal to `encounters`;
        `harmonic` in [0, 1], the mean of 1 / distance to all n - 1 other organisations, 0 where no path leads;
        `component_size` ≥ 1; `spread` in [0, 1], M / (M - 1) · (1 - Σ_α (s_α / s)²), s_α its encounters with others
        of the kind α, M the kinds that occur among those chosen: 0 all of one kind, 1 as many of each, missing
        without any;
        `pagerank` in [0, 1] from delegates to hosts of the visits held, one a visit, whatever `kinds`, missing for who
        neither visited nor was visited; `percentile_in_kind` in [0, 100], the share of the others of its kind with
        fewer partners, missing where fewer than four are of its kind; with `robust`, `rank_low` ≤ `rank` and
        `rank_high` ≥ `rank`, between which 90 % of 200 runs rank it when a tenth of the encounters is missing, missing
        where that is no encounter (see `robustness`); `reason`, `no_tie` for those without partners, else `too_few`
        where fewer than four organisations give no rank.

    Raises:
        ValueError: a kind is none of encounters.

    Complexity:
        With n organisations and m joins of organisations to encounters, closeness takes O(n m) time, 64 organisations
        at once where they are many, and the ties Σ d² over encounters of d; memory is that of the ties.

    Source:
        Boldi and Vigna (2014), Axioms for centrality, Internet Mathematics 10, 222–262 (harmonic closeness);
        Newman (2001), Physical Review E 64, 016132 (strength); Battiston, Nicosia and Latora (2014), Physical Review
        E 89, 032804 (participation coefficient); Brin and Page (1998) (PageRank).

    Examples:
        >>> from tests.toys import met
        >>> centrality(met("abc", "cd")).table.loc[:1, ["id", "partners", "harmonic"]].to_dict("list")
        {'id': ['firm:c', 'firm:a'], 'partners': [3, 2], 'harmonic': [1.0, 0.833333333333]}
    """
    organisations = network.organisations[["id", "name", "kind"]]
    table = organisations.assign(name=organisations["name"].fillna(organisations["id"]))
    chosen = None if kinds is None else [Kind(kind) for kind in kinds]
    measured = measures(network, list(table["id"]), chosen)
    table = ranked(table.merge(measured, on="id"), by="partners")
    table = table.assign(
        percentile_in_kind=significant(_percentiles(table)),
        reason=unranked(table, pd.Series(pd.NA, index=table.index).mask(table["partners"] == 0, "no_tie")),
    )
    if robust:
        table = with_intervals(table, network, PARTNERS, kinds=chosen)
    asked = {"kinds": kinds, "robust": robust}
    rests_on = basis(network, "centrality", method=METHOD, parameters=asked, version=VERSION)
    return answer(table, COLUMNS, SENTENCES, rests_on)


def measures(network: Network, organisations: list[str], kinds: list[Kind] | None) -> pd.DataFrame:
    """What each organisation is worth: all measured columns but the percentile, by `id`."""
    pairs, index = ties(network, kinds=kinds), pd.Index(organisations)
    rows, columns = (index.get_indexer(pd.Index(pairs[end])) for end in ("source", "target"))
    upper = sparse.csr_array((pairs["strength"].to_numpy(float), (rows, columns)), shape=(len(index),) * 2)
    net = (upper + upper.T).tocsr()
    strength = significant(pd.Series(net.sum(axis=1), dtype=float))
    _, component = sparse.csgraph.connected_components(net, directed=False)
    return pd.DataFrame(
        {
            "id": pd.Series(organisations, dtype="string"),
            "partners": np.diff(net.indptr),
            "encounters": strength.round().astype("Int64"),
            "strength": strength,
            "harmonic": significant(pd.Series(_harmonic(network, net, index, kinds), dtype=float)),
            "component_size": np.bincount(component, minlength=1)[component],
            "spread": significant(_spread(participations(network, kinds=kinds)).reindex(index).reset_index(drop=True)),
            "pagerank": significant(pagerank(visits(network)).reindex(index).reset_index(drop=True)),
        }
    )


def _harmonic(network: Network, net: sparse.csr_array, index: pd.Index, kinds: list[Kind] | None) -> np.ndarray:
    """The mean of 1 / distance from each to all others."""
    if len(index) * net.nnz <= LARGE:
        return harmonic_in_blocks(net)
    from queries.closeness import harmonic  # brings numba, which only large networks are made to load

    joined = two_mode(network, kinds=kinds, memberships=False)  # half as many steps from side to side
    found = pd.Series(harmonic(joined.joins, joined.organisations), index=joined.nodes[: joined.organisations])
    return found.reindex(index).to_numpy() / max(len(index) - 1, 1)


def harmonic_in_blocks(net: sparse.csr_array) -> np.ndarray:
    """The same in a small network of ties, some sources at once so that memory stays small."""
    size = net.shape[0]
    found = np.zeros(size)
    for first in range(0, size, BLOCK):
        sources = np.arange(first, min(first + BLOCK, size))
        distances = sparse.csgraph.dijkstra(net, directed=False, indices=sources, unweighted=True)
        with np.errstate(divide="ignore"):
            near = np.where(distances > 0, 1 / distances, 0.0)
        found[sources] = near.sum(axis=1) / max(size - 1, 1)
    return found


def _spread(took_part: pd.DataFrame) -> pd.Series:
    """Over how many kinds of encounter those with others are spread, by id."""
    together = took_part[took_part.groupby("encounter")["organisation"].transform("size") > 1]
    often = together.groupby(["organisation", "kind"], observed=True).size().unstack(fill_value=0)
    kinds = max(often.shape[1], 2)  # where only one kind occurs, all is of one kind: 0
    shares = often.div(often.sum(axis=1), axis=0)
    return (1 - (shares**2).sum(axis=1)) * kinds / (kinds - 1)


def _percentiles(table: pd.DataFrame) -> pd.Series:
    """Of the others of its kind, how many have fewer partners, in percent; among three none."""
    kinds = table.groupby("kind", observed=True)["partners"]
    fewer, others = kinds.rank(method="min") - 1, kinds.transform("size") - 1
    return (100 * fewer / others.where(others + 1 >= FEWEST_RANKED)).astype("Float64")
