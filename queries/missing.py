"""What a rank is worth when something is missing: the same ranking without some encounters, or without a document."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from graph.errors import WrongValue
from graph.network import Network
from graph.vocabulary import Kind
from queries.columns import FEWEST_RANKED
from queries.measures import Joins, Score, entries, joins, ranks, scores
from queries.progress import stepwise

RUNS = 200
SEED = 0
LOW, HIGH = 5, 95  # percent of the runs
USUAL = 10  # percent of the encounters
TOP = 10
CELLS = 20_000  # levels before times levels after, up to which pairs are counted level by level


class Trust(NamedTuple):
    """How much of a ranking stays; None where there is nothing that could.

    Attributes:
        sensitivity: the chance that of two with different scores the higher one stays higher.
        top: of the ten first, the share that is among the ten first again.
    """

    sensitivity: float | None
    top: float | None


@dataclass(frozen=True, eq=False)
class Thinned:
    """A ranking, whole and with something missing.

    Attributes:
        scores: of the whole, by organisation.
        runs: the scores of each run.
        low, high: between which percentiles of the runs the ranks are told.
        is_told: whether the runs tell anything: not where the share to be lost is not one encounter.
    """

    scores: np.ndarray
    runs: np.ndarray
    low: int = LOW
    high: int = HIGH
    is_told: bool = True

    @cached_property
    def ranks(self) -> tuple[np.ndarray, np.ndarray]:
        """By organisation, the rank at the lower percentile of the runs and that at the higher, or its own beyond them.

        Nothing lost is one of the cases: whoever keeps what it has rises where others fall, and would be told to be
        between ranks that are all better than its own.
        """
        found, own = np.array([ranks(run) for run in self._stepwise()]), ranks(self.scores)
        low, high = np.percentile(found, (self.low, self.high), axis=0, method="inverted_cdf").astype(int)
        return np.minimum(low, own), np.maximum(high, own)

    @cached_property
    def trust(self) -> Trust:
        """How far the ranking is to be trusted: means over the runs."""
        if not self.is_told:
            return Trust(None, None)
        kept = [(sensitivity(self.scores, run), recall(self.scores, run)) for run in self._stepwise()]
        return Trust(*map(_mean, zip(*kept, strict=True)))

    def _stepwise(self) -> Iterator[np.ndarray]:
        return stepwise(self.runs, len(self.runs))


def thinned(made: Joins, measure: str | Score, *, lost: int, runs: int = RUNS) -> Thinned:
    """The scores with `lost` percent of the encounters missing, again and again, each time others.

    Raises:
        ValueError: `lost` is no percentage.
    """
    if not 0 <= lost <= 100:
        raise WrongValue("lost: write a percentage from 0 to 100, not {}.", lost)
    whole = scores(made, measure, times=runs)
    gone = round(made.encounters * lost / 100)
    if not gone:
        return Thinned(whole, np.tile(whole, (1, 1)), is_told=lost == 0)
    return Thinned(whole, np.array([scores(one, measure, times=runs) for one in _thinner(made, gone, runs)]))


def _thinner(made: Joins, gone: int, runs: int) -> Iterator[Joins]:
    for run in stepwise(range(runs), runs):
        lost = np.random.default_rng([SEED, run]).permutation(made.encounters)[:gone]
        kept = np.ones(len(made.nodes), dtype=bool)
        kept[lost] = False
        yield made.only(kept[made.columns])


def without_each_document(
    network: Network, made: Joins, measure: str, kinds: Collection[Kind] | None
) -> dict[str, np.ndarray]:  # fmt: skip
    """The scores without each document that alone says anything of what they rest on, by document."""
    return {document: scores(made.only(kept), measure) for document, kept in _documents(network, made, kinds)}


def _documents(
    network: Network, made: Joins, kinds: Collection[Kind] | None
) -> Iterator[tuple[str, np.ndarray]]:  # fmt: skip
    """Each document, with the joins that others state too."""
    rows = entries(network, kinds=kinds)
    spoken = network.mentions.drop_duplicates(["about", "document"])
    alone = spoken.drop_duplicates("about", keep=False).set_index("about")["document"]
    rows = rows.assign(document=rows["link"].map(alone).astype("string").fillna(""))
    stated = rows.groupby(["organisation", "node"], sort=False)["document"].agg(["min", "max"])
    sole = dict(zip(stated.index, stated["min"].where(stated["min"] == stated["max"], ""), strict=True))
    pairs = zip(made.rows, made.columns, strict=True)
    of = np.array([sole[made.organisations[row], made.nodes[column]] for row, column in pairs], dtype=object)
    for document in sorted({str(one) for one in of} - {""}):
        yield document, of != document


def sensitivity(whole: np.ndarray, thin: np.ndarray) -> float | None:
    """Of the pairs of which one was higher, the share in which it still is; None without such a pair.

    Source:
        Martin and Niemeyer (2019), Influence of measurement errors on networks: Estimating the robustness of
        centrality measures, Network Science 7, 180–195.

    Examples:
        >>> sensitivity(np.array([3.0, 2, 1, 1]), np.array([3.0, 0, 2, 1]))  # five pairs, two turned round
        0.6
    """
    levels, before = np.unique(whole, return_inverse=True)
    levels_after, after = np.unique(thin, return_inverse=True)
    apart = len(whole) * (len(whole) - 1) // 2 - _tied(before)
    if not apart:
        return None
    shape = (len(levels), len(levels_after))
    stayed = _stayed(before, after, shape) if shape[0] * shape[1] <= CELLS else _stayed_by_tau(before, after, shape)
    return stayed / apart


def _stayed(before: np.ndarray, after: np.ndarray, shape: tuple[int, int]) -> int:
    """How many pairs are in the same order before and after, by how many stand on which levels of both."""
    count = np.bincount(before * shape[1] + after, minlength=shape[0] * shape[1]).reshape(shape)
    lower = count.cumsum(axis=0).cumsum(axis=1)
    return int((count[1:, 1:] * lower[:-1, :-1]).sum())


def _stayed_by_tau(before: np.ndarray, after: np.ndarray, shape: tuple[int, int]) -> int:
    """The same of many levels, by Kendall's τ_b, in n log n."""
    from scipy import stats

    pairs = len(before) * (len(before) - 1) // 2
    tied, tied_after, both = _tied(before), _tied(after), _tied(before * shape[1] + after)
    if pairs == tied_after:
        return 0
    tau = stats.kendalltau(before, after, method="asymptotic").statistic
    difference = tau * np.sqrt(float(pairs - tied) * float(pairs - tied_after))
    return round(float(difference + pairs - tied - tied_after + both) / 2)


def _tied(values: np.ndarray) -> int:
    """How many pairs have equal values."""
    count = np.unique(values, return_counts=True)[1].astype(np.int64)
    return int((count * (count - 1) // 2).sum())


def recall(whole: np.ndarray, thin: np.ndarray) -> float | None:
    """Of the ten first (of those above 0, equal ones by id), the share that is among the ten first again."""
    first, again = (set(np.lexsort((np.arange(len(found)), -found))[:TOP]) for found in (whole, thin))
    first = {one for one in first if whole[one] > 0}
    return len(first & again) / len(first) if first else None


def _mean(found: Iterable[float | None]) -> float | None:
    known = [one for one in found if one is not None]
    return float(f"{np.mean(known):.12g}") if known else None


def with_intervals(
    table: pd.DataFrame, network: Network, measure: str | Score, *, kinds: Collection[Kind] | None = None,
    ids: Sequence[str] | None = None,
) -> pd.DataFrame:  # fmt: skip
    """A table with `rank_low` and `rank_high`: where 90 % of the runs rank each `id`, a tenth of the encounters lost.

    Between them is the `rank` of the table too; the last is the last of those who have one. `ids` are those that a
    score of another sort is of, in its order; None: all organisations, by id.

    Whoever has nothing to rank by has neither, nor has anybody where a tenth of the encounters is none.
    """
    made = joins(network, kinds=kinds)
    whose = made.organisations if ids is None else ids
    found = places(whose, thinned(made, measure, lost=USUAL))[["id", "rank_low", "rank_high"]]
    return _around(table.drop(columns=["rank_low", "rank_high"], errors="ignore").merge(found, on="id", how="left"))


def _around(table: pd.DataFrame) -> pd.DataFrame:
    """Bounds that hold the rank of the table, be it one of an estimate, and are no rank that nobody there has."""
    rank, low, high = (table[one].astype("Int64") for one in ("rank", "rank_low", "rank_high"))
    high = high.clip(upper=int(rank.notna().sum()) or None)
    return table.assign(
        rank_low=low.mask((rank < low).fillna(False), rank), rank_high=high.mask((rank > high).fillna(False), rank)
    )


def places(ids: Sequence[str], found: Thinned) -> pd.DataFrame:
    """By `id`: the `score` of the whole, and between which ranks the runs place whoever has one, if they tell."""
    low, high = found.ranks
    table = pd.DataFrame({"score": found.scores, "rank_low": low, "rank_high": high})
    table = table.astype({"rank_low": "Int64", "rank_high": "Int64"})
    tells = found.is_told and len(ids) >= FEWEST_RANKED
    table.loc[(table["score"] == 0) | (not tells), ["rank_low", "rank_high"]] = pd.NA
    return table.assign(id=pd.Series(list(ids), dtype="string"))
