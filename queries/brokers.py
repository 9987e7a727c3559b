"""Through whom do the others reach one another?"""

from collections.abc import Collection

import numpy as np
import pandas as pd
from scipy import sparse

from graph.errors import WrongValue
from graph.network import Network
from graph.ties import FALSE_FINDS, ties
from graph.vocabulary import ENCOUNTERS, Kind
from queries.answer import Answer, answer
from queries.basis import basis
from queries.columns import (
    ID,
    KIND,
    NAME,
    RANK,
    RANK_HIGH,
    RANK_LOW,
    REASON,
    number,
    ranked,
    share,
    significant,
    unranked,
)
from queries.measures import BETWEENNESS
from queries.missing import with_intervals
from queries.parameters import choice, count, flag
from queries.parameters import kinds as some_kinds
from queries.two_mode import betweenness, two_mode

QUESTION = {"fr": "Par qui passent les autres ?", "en": "Through whom do the others reach one another?"}
VERSION = 4
METHOD = {
    "fr": "intermédiarité exacte entre organisations, par rencontres et adhésions ; trous structurels de Burt",
    "en": "exact betweenness among organisations, by encounters and memberships; Burt's structural holes",
}
ESTIMATION = {
    "fr": "estimation de l'intermédiarité entre organisations, à partir de sources tirées au sort ; trous de Burt",
    "en": "estimation of betweenness among organisations, from sources drawn at random; Burt's structural holes",
}
ALLIANCE, ALL, RELIABLE = BURT = "alliance", "all", "reliable"  # the ties of which Burt's measures are taken
LARGE = 20_000  # ties, from which on compiled loops are worth their loading
EXACT_UP_TO = 100_000  # organisations; beyond, so many sources are drawn unless one says how many:
SOURCES = 1024
SEED = 0
BLOCK = 1024  # organisations at once, so that their two-step ties fit in memory
EXAMPLE = {"kinds": None, "burt": ALLIANCE}
PARAMETERS = (
    some_kinds("kinds", "natures de rencontres", "kinds of encounter", ENCOUNTERS),
    choice("burt", "liens des trous structurels", "ties for structural holes", BURT, default=ALLIANCE),
    flag("robust", "intervalles de rang", "rank intervals"),
    count("sources", "estimation : combien de sources", "estimation: how many sources"),
)
COLUMNS = (
    RANK, ID, NAME, KIND,
    share("betweenness", "intermédiarité", "betweenness"),
    number("constraint", "contrainte", "constraint", "", 0, 2),
    number("effective_size", "taille efficace", "effective size", "organisations", 1),
    number("efficiency", "efficacité", "efficiency", "share", 0, 1),
    RANK_LOW, RANK_HIGH, REASON,
)  # fmt: skip
SENTENCES = {
    "": {
        "fr": "{name} ({kind}){rank: :| est au rang # :} {betweenness} des plus courts chemins entre les autres y "
        "passent ; "
        "taille efficace {effective_size}, contrainte {constraint}.",
        "en": "{name} ({kind}){rank::| ranks #:} {betweenness} of the shortest paths between the others pass by it; "
        "effective size {effective_size}, constraint {constraint}.",
    },
    "no_tie": {
        "fr": "{name} ({kind}){rank: :| est au rang # :} {betweenness} des plus courts chemins entre les autres y "
        "passent ; "
        "faute de liens retenus, ses trous structurels ne sont pas mesurés.",
        "en": "{name} ({kind}){rank::| ranks #:} {betweenness} of the shortest paths between the others pass by it; "
        "for want of ties of those chosen, its structural holes are not measured.",
    },
}  # fmt: skip


def brokers(
    network: Network, *, kinds: Collection[str] | None = None, burt: str = ALLIANCE, robust: bool = False,
    sources: int | None = None,
) -> Answer:  # fmt: skip
    """Organisations through which the others reach one another.

    Shortest paths lead from organisation to organisation by encounters that count (those of `kinds`, or all) and by
    memberships that count, one step each, whatever the strength. Burt's measures are taken of the Newman ties of
    alliances, or with `burt="all"` of the same encounters as the paths: there, each encounter of three or
    more closes the holes among those who took part; or with `burt="reliable"` of reliable partners alone, pairs that
    met in these encounters more often than chance explains (`graph.ties.ties`, at a false discovery rate of 1 %).

    Betweenness is exact up to 100,000 organisations. Beyond, or with `sources`, it is an estimation from so many
    organisations drawn at random (1,024 unless said otherwise; seed 0): the basis says so, with the widest error,
    and `more["estimation"]` has for each `id` the bounds `low` and `high`, in [0, 1]; the exact values lie within them,
    all at once, with a probability of 95 %. As many sources as organisations make it exact. Time grows with sources
    (at most organisations) × joins.

    Returns:
        A table with one row per organisation, highest betweenness first, equal ones by id: `rank` (equal scores share
        one); `id`; `name`; `kind`; `betweenness` in [0, 1], the mean over the (n - 1)(n - 2) / 2 pairs of others of the
        share of their shortest paths that pass here, n all organisations of the network, 0 without any tie;
        `constraint` in (0, 2), above 1 only where few partners are tied to each other (not clipped: 1.125 in a
        triangle); `effective_size` ≥ 1, in organisations; `efficiency` in (0, 1], effective size over partners; with
        `robust`, `rank_low` ≤ `rank` and `rank_high` ≥ `rank`, between which 90 % of 200 runs rank it when a tenth of
        the encounters is missing, missing where that is no encounter (see `robustness`); `reason`, `no_tie` where
        Burt's measures are missing, else `too_few` where fewer than four organisations give no rank.

    Raises:
        ValueError: `burt` is no such word, or a kind is none.

    Complexity:
        Betweenness takes O(n m) time and O(n + m) memory, of n organisations and m joins, less what hangs on a core;
        an estimate O(k m) from k sources. Structural holes take, for each tie, the ties of both its ends.

    Source:
        Freeman (1977), Sociometry 40, 35–41, in two modes as in Faust (1997), Social Networks 19, 157–191;
        computed as in Brandes (2001), estimated as in Brandes and Pich (2007) with bounds of Hoeffding (1963).
        Burt (1992), Structural Holes, with shares of strength. Reliable partners: Tumminello et al. (2011), PLoS
        ONE 6, e17994.

    Examples:
        >>> from tests.toys import met
        >>> brokers(met("abc", "cd", "def")).table.loc[:1, ["id", "betweenness"]].to_numpy().tolist()
        [['firm:c', 0.6], ['firm:d', 0.6]]
    """
    chosen = None if kinds is None else [Kind(kind) for kind in kinds]
    organisations = network.organisations[["id", "name", "kind"]]
    table = organisations.assign(name=organisations["name"].fillna(organisations["id"]))
    found = _betweenness(network, chosen, sources)
    table = table.merge(found[["id", "betweenness"]], on="id")
    table = table.merge(structural_holes(_burt_ties(network, burt, chosen)), on="id", how="left")
    table = ranked(table, by="betweenness")
    no_tie = pd.Series(pd.NA, index=table.index).mask(table["constraint"].isna(), "no_tie")
    table = table.assign(reason=unranked(table, no_tie))
    if robust:
        table = with_intervals(table, network, BETWEENNESS, kinds=chosen)
    asked = {"kinds": kinds, "burt": burt, "robust": robust, "sources": sources}
    if "low" not in found:
        rests_on = basis(network, "brokers", method=METHOD, parameters=asked, version=VERSION)
        return answer(table, COLUMNS, SENTENCES, rests_on)
    rests_on = basis(
        network, "brokers", method=ESTIMATION, parameters={**asked, "seed": SEED}, version=VERSION, notes=_error(found)
    )
    return answer(table, COLUMNS, SENTENCES, rests_on, more={"estimation": found[["id", "low", "high"]]})


def _burt_ties(network: Network, burt: str, chosen: list[Kind] | None) -> pd.DataFrame:
    if burt not in BURT:
        raise WrongValue("burt: write one of {}, not '{}'.", BURT, burt)
    kinds = [Kind.ALLIANCE] if burt == ALLIANCE else chosen
    return ties(network, kinds=kinds, backbone=FALSE_FINDS if burt == RELIABLE else None)


def _betweenness(network: Network, kinds: list[Kind] | None, sources: int | None) -> pd.DataFrame:
    """`id`, `betweenness`, and where it is estimated `low`, `high` and from how many `sources`."""
    net = two_mode(network, kinds=kinds)
    ends = net.organisations
    if sources is None and ends > EXACT_UP_TO:
        sources = SOURCES
    if sources is None or sources >= ends:
        found = {"betweenness": betweenness(net.joins, ends)}
    else:
        from queries.paths_estimate import estimate  # brings numba

        made = estimate(net.joins, ends, sources=sources, seed=SEED)
        found = {"betweenness": made.score, "low": made.low, "high": made.high}
    pairs = max((ends - 1) * (ends - 2) / 2, 1)  # without a pair of others, nothing passes: 0
    table = pd.DataFrame({name: significant(pd.Series(one[:ends], dtype=float) / pairs) for name, one in found.items()})
    table = table.assign(id=pd.Series(net.nodes[:ends], dtype="string"))
    return table if "low" not in table else table.assign(sources=sources)


def _error(found: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    """What an estimation is worth, in French and English."""
    widest = float(max((found["high"] - found["betweenness"]).max(), (found["betweenness"] - found["low"]).max()))
    number, drawn = f"{100 * widest:.2g}", int(found["sources"].iloc[0])
    return (
        (
            f"estimation, organisations tirées au sort : {drawn} ; toutes les valeurs exactes sont à moins de "
            f"{number.replace('.', ',')} points de pourcentage, avec une probabilité de 95 %",
            f"estimation, organisations drawn at random: {drawn}; all exact values are within {number} percentage "
            "points, with a probability of 95%",
        ),
    )


def structural_holes(pairs: pd.DataFrame) -> pd.DataFrame:
    """Burt's measures of every organisation that has a tie, by id.

    With p_ij the share of j in i's strength and m_qj = the strength of q and j over q's greatest, constraint
    is Σ_j (p_ij + Σ_q p_iq p_qj)² and effective size Σ_j (1 - Σ_q p_iq m_qj), over the partners j of i.

    Returns:
        `id`, `constraint`, `effective_size`, `efficiency`, to 12 significant digits.
    """
    ends, people = pd.factorize(pd.concat([pairs["source"], pairs["target"]]), sort=True)
    rows, columns = ends.reshape(2, -1)
    upper = sparse.csr_array((pairs["strength"].to_numpy(float), (rows, columns)), shape=(len(people),) * 2)
    net = (upper + upper.T).tocsr()
    constraint, redundancy = _holes(net)
    partners = np.diff(net.indptr)
    size = partners - redundancy
    measures = {"constraint": constraint, "effective_size": size, "efficiency": size / np.maximum(partners, 1)}
    table = pd.DataFrame({name: significant(pd.Series(values, dtype=float)) for name, values in measures.items()})
    return table.assign(id=pd.Series(people, dtype="string"))


def _holes(net: sparse.csr_array) -> tuple[np.ndarray, np.ndarray]:
    if net.nnz > 2 * LARGE:
        from queries.tie_holes import holes  # brings numba, which only large networks are made to load

        return holes(net)
    return holes_in_blocks(net)


def holes_in_blocks(net: sparse.csr_array) -> tuple[np.ndarray, np.ndarray]:
    """Constraint and redundancy of each in a small network of ties, by products of matrices."""
    return _constraint(net), _redundancy(net)


def _constraint(net: sparse.csr_array) -> np.ndarray:
    shares = _divided(net, net.sum(axis=1))
    found = [
        (part + (part @ shares).multiply(part.astype(bool))).power(2).sum(axis=1) for part in _blocks(shares)
    ]  # only partners count: what leads to others by two steps is masked
    return np.concatenate(found) if found else np.zeros(0)


def _redundancy(net: sparse.csr_array) -> np.ndarray:
    """Σ_j Σ_q p_iq m_qj over the partners j of each."""
    shares = _divided(net, net.sum(axis=1))
    relative = _divided(net, net.max(axis=1).toarray().ravel()) if net.shape[0] else net
    found = [(part @ relative).multiply(part.astype(bool)).sum(axis=1) for part in _blocks(shares)]
    return np.concatenate(found) if found else np.zeros(0)


def _divided(net: sparse.csr_array, by: np.ndarray) -> sparse.csr_array:
    return sparse.csr_array(sparse.dia_array((1 / by[None, :], [0]), shape=net.shape) @ net)


def _blocks(net: sparse.csr_array) -> list[sparse.csr_array]:
    return [net[first : first + BLOCK] for first in range(0, net.shape[0], BLOCK)]
