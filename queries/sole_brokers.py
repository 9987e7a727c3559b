"""Which pairs meet only through you?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from graph.network import Network
from graph.ties import participations
from graph.vocabulary import Kind, Relation
from queries.answer import Answer, answer
from queries.basis import basis
from queries.belonging import one_group
from queries.columns import (
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
    significant,
    unranked,
)
from queries.columns import name as name_column
from queries.measures import Joins, Score
from queries.missing import with_intervals
from queries.parameters import count as how_many
from queries.parameters import entity, entity_of, flag

QUESTION = {"fr": "Qui ne se rencontre que par vous ?", "en": "Which pairs meet only through you?"}
VERSION = 3
METHOD = {
    "fr": "couples d'adhérents sans rencontre commune ; chacun partagé également entre les groupes communs",
    "en": "pairs of members without an encounter in common; each shared equally among the groups in common",
}
BROKERS = (Kind.POLE, Kind.CLUSTER, Kind.ASSOCIATION, Kind.PLATFORM)
BLOCK = 1024  # members at once, so that their pairs fit in memory
LISTED = 200
EXAMPLE = {"broker": None, "most": LISTED}
PARAMETERS = (
    entity("broker", "intermédiaire", "go-between", BROKERS, required=False),
    how_many("most", "couples listés pour chacun", "pairs listed for each", default=LISTED),
    flag("robust", "intervalles de rang", "rank intervals"),
)
COLUMNS = (
    RANK, ID, NAME, KIND,
    count("members", "adhérents nommés", "members named", "organisations"),
    number("mediated", "couples reliés, à parts égales", "pairs mediated, in equal shares", "pairs", 0),
    count("sole_pairs", "couples reliés par lui seul", "pairs mediated by it alone", "pairs"),
    count("between_regions", "dont entre deux régions", "of them between two regions", "pairs"),
    count("between_sectors", "dont entre deux secteurs", "of them between two sectors", "pairs"),
    name_column("regions", "régions les plus fréquentes", "most frequent regions"),
    count("of_regions", "couples entre ces régions", "pairs between these regions", "pairs"),
    RANK_LOW, RANK_HIGH, REASON,
)  # fmt: skip
SENTENCES = {
    "": {
        "fr": "{sole_pairs:Aucun couple d'adhérents ne se croise|# couple d'adhérents ne se croise|"
        "# couples d'adhérents ne se croisent} que chez {name} ({kind})"
        "{of_regions:|, dont # {regions}|, dont # {regions}}"
        "{between_sectors:| ; # entre deux secteurs| ; # entre deux secteurs}.",
        "en": "{sole_pairs:No pair of members meets|# pair of members meets|# pairs of members meet} only through "
        "{name} ({kind}){of_regions:|, # of them {regions}|, # of them {regions}}"
        "{between_sectors:|; # between two sectors|; # between two sectors}.",
    },
}  # fmt: skip


def sole_brokers(
    network: Network, *, broker: str | None = None, most: int = LISTED, robust: bool = False
) -> Answer:  # fmt: skip
    """Poles, clusters, associations and platforms by the pairs of members that have nobody else between them.

    A pair is mediated when its two organisations share a counting encounter with no one of the other, and at least one
    such group with a counting membership. Being members of one group is no encounter: it is where they may meet.

    Returns:
        A table with one row per group of which a member is known (or of `broker` alone), most sole pairs first, equal
        ones by id: `rank`; `id`; `name`; `kind`; `members` ≥ 1; `mediated` ≥ 0, the sum over its mediated pairs of
        1 / the groups that the pair has in common, so that all groups together have each pair once; `sole_pairs` ≥ 0,
        those of which it is the only group; of these `between_regions` and `between_sectors`, where both are known and
        differ, missing where of no pair both are known; `regions`, the two that occur most often, and `of_regions`, in
        how many pairs, missing likewise; with `robust`, `rank_low` ≤ `rank` and `rank_high` ≥ `rank`, between which
        90 % of 200 runs rank it among all such groups when a tenth of the encounters is missing, so that more pairs
        seem to meet nowhere else (see `robustness`); `reason`, `no_location` where there are sole pairs and no
        region is known of both ends of any, else `too_few` where fewer than four groups give no rank. `more["pairs"]`:
        the first `most` sole pairs of each, those between regions
        and sectors first, then by ids: `broker`, `a` < `b`, their names, regions and sectors.

    Raises:
        UnknownEntity: the viewer's network has no such entity.
        ValueError: it is no such group.

    Complexity:
        The pairs of members of each group, Σ K² in all.

    Source:
        Counting only; a pair's go-betweens share it equally, as in fractional counting (Lindsey 1980), Social Studies
        of Science 10, 145–162.

    Examples:
        >>> from tests.toys import linked
        >>> net = linked("firm:a MEMBER_OF pole:p", "firm:b MEMBER_OF pole:p", "firm:c MEMBER_OF pole:p")
        >>> sole_brokers(net).table[["id", "mediated", "sole_pairs"]].to_numpy().tolist()
        [['pole:p', 3.0, 3]]
    """
    sides = sides_of(network)
    chosen = list(sides.brokers) if broker is None else [entity_of(PARAMETERS[0], network, broker)]
    found = [_of_broker(sides, one) for one in chosen if one in sides.position]
    table = pd.DataFrame([row for row, _ in found], columns=[column.name for column in COLUMNS if column is not RANK])
    table = table.assign(name=table["id"].map(network.name), kind=[network.row(one)["kind"] for one in table["id"]])
    table = table.assign(mediated=significant(table["mediated"].astype(float)))
    unplaced = (table["sole_pairs"] > 0) & table["between_regions"].isna()
    table = table.assign(reason=pd.Series(pd.NA, index=table.index, dtype="string").mask(unplaced, "no_location"))
    pairs = pd.concat([_listed(network, sides, row["id"], ends, most) for row, ends in found] or [_no_pairs()])
    asked = {"broker": broker, "most": most, "robust": robust}
    rests_on = basis(network, "sole_brokers", method=METHOD, parameters=asked, version=VERSION, notes=_notes(table))
    more = {"pairs": pairs.reset_index(drop=True)}
    table = ranked(table.astype({"sole_pairs": "Int64"}), by="sole_pairs")
    table = table.assign(reason=unranked(table, table["reason"]))
    if robust:
        table = with_intervals(table, network, sole_pairs(sides), ids=list(sides.brokers))
    return answer(table, COLUMNS, SENTENCES, rests_on, more=more)


@dataclass(frozen=True, eq=False, slots=True)
class Labels:
    """The region, or the sector, of each: a position in `names`, sorted; -1 where there is none or several."""

    names: np.ndarray
    codes: np.ndarray

    def between(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Which pairs lie between two."""
        two: np.ndarray = (self.codes[a] != self.codes[b]) & self.known(a, b)
        return two

    def known(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Of which pairs both are known."""
        both: np.ndarray = (self.codes[a] >= 0) & (self.codes[b] >= 0)
        return both

    def count(self, a: np.ndarray, b: np.ndarray) -> Any:
        """How many pairs lie between two; missing where of none both are known."""
        return int(self.between(a, b).sum()) if self.known(a, b).any() else pd.NA

    def most(self, a: np.ndarray, b: np.ndarray) -> tuple[str, int] | None:
        """The two that occur most often, and in how many pairs, equal ones by name; None where no pair has two."""
        chosen = self.between(a, b)
        ends = np.sort([self.codes[a[chosen]], self.codes[b[chosen]]], axis=0)
        couples, often = np.unique(ends[0] * len(self.names) + ends[1], return_counts=True)
        if not len(couples):
            return None
        first, second = divmod(int(couples[often.argmax()]), len(self.names))
        return f"{self.names[first]} – {self.names[second]}", int(often.max())

    def of(self, who: np.ndarray) -> list[str | None]:
        """The label of each, None where it has none."""
        return [self.names[code] if code >= 0 else None for code in self.codes[who]]


@dataclass(frozen=True, eq=False, slots=True)
class Sides:
    """Members, what they are members of, and what they took part in.

    Attributes:
        people, brokers: ids, sorted; `position`, where a broker stands among them.
        members, met: 1 where one of the people is a member of a broker, and took part in an encounter.
        region, sector: of each of the people.
    """

    people: np.ndarray
    brokers: np.ndarray
    position: dict[str, int]
    members: sparse.csr_array
    met: sparse.csr_array
    region: Labels
    sector: Labels


def sides_of(network: Network) -> Sides:
    kinds, links = network.kinds, network.links
    links = links[(links["relation"] == Relation.MEMBER_OF) & links["counts"]]
    links = links[links["target"].map(kinds).isin(BROKERS) & network.are_organisations(links["source"])]
    pairs = links[["source", "target"]].drop_duplicates()
    people, brokers = (np.unique(pairs[end].to_numpy(dtype=object)) for end in ("source", "target"))
    took_part = participations(network)[["organisation", "encounter"]]
    took_part = took_part[took_part["organisation"].isin(people)]
    encounters = np.unique(took_part["encounter"].to_numpy(dtype=object))
    members, met = _matrix(pairs, people, brokers), _matrix(took_part, people, encounters)
    labels = (_labels(network, people, by) for by in ("region", "sector"))
    return Sides(people, brokers, {one: n for n, one in enumerate(brokers)}, members, met, *labels)


def _labels(network: Network, people: np.ndarray, by: str) -> Labels:
    group = one_group(network, by)[0].set_index("id")["group"].reindex(people)
    names = np.unique(group.dropna().to_numpy(dtype=object))
    return Labels(names, pd.Index(names, dtype=object).get_indexer(pd.Index(group, dtype=object)))


def _matrix(pairs: pd.DataFrame, rows: np.ndarray, columns: np.ndarray) -> sparse.csr_array:
    """1 where a pair says so, its first in the rows, its second in the columns."""
    ends = tuple(
        pd.Index(ids, dtype=object).get_indexer(pd.Index(pairs[name], dtype=object))
        for ids, name in zip((rows, columns), pairs, strict=True)
    )
    return sparse.csr_array((np.ones(len(pairs), dtype=np.int64), ends), shape=(len(rows), len(columns)))


def _of_broker(sides: Sides, broker: str) -> tuple[dict[str, Any], tuple[np.ndarray, np.ndarray]]:
    """What is counted of a broker, and its sole pairs, as positions of people."""
    those = np.unique(sides.members[:, [sides.position[broker]]].nonzero()[0])
    parts = list(_parts(sides, those))
    a, b = (np.concatenate([part[n] for part in parts]).astype(int) for n in (1, 2))
    row = {"id": broker, "members": len(those), "mediated": sum(part[0] for part in parts), "sole_pairs": len(a)}
    row |= {"between_regions": sides.region.count(a, b), "between_sectors": sides.sector.count(a, b)}
    if often := sides.region.most(a, b):
        row |= {"regions": often[0], "of_regions": often[1]}
    return row, (a, b)


def _parts(sides: Sides, those: np.ndarray) -> Iterator[tuple[float, np.ndarray, np.ndarray]]:
    """Block by block of its members: the shares of their pairs with later ones, and the pairs that are the broker's."""
    for first in range(0, len(those), BLOCK):
        rows = those[first : first + BLOCK]
        groups = (sides.members[rows] @ sides.members[those].T).toarray()
        met = (sides.met[rows] @ sides.met[those].T).toarray() > 0
        later = np.arange(len(those))[None, :] > first + np.arange(len(rows))[:, None]
        apart = later & ~met
        a, b = np.nonzero(apart & (groups == 1))
        yield float((1 / groups[apart]).sum()), rows[a], those[b]


def sole_pairs(sides: Sides) -> Score:
    """The sole pairs of each broker, from who took part in what."""
    groups = sparse.triu(sides.members @ sides.members.T, k=1).tocoo()
    sole = groups.data == 1
    ends, shape = (groups.row[sole], groups.col[sole]), (len(sides.people),) * 2
    numbers = sparse.diags_array(np.arange(1, len(sides.brokers) + 1), dtype=np.int64)
    of_all = sparse.csr_array(sides.members @ numbers @ sides.members.T)  # where one is in common, its number
    brokers = of_all.multiply(sparse.csr_array((np.ones(len(ends[0]), dtype=np.int64), ends), shape=shape)).tocsr()

    def score(made: Joins) -> np.ndarray:
        who = pd.Index(made.organisations, dtype=object).get_indexer(pd.Index(sides.people, dtype=object))
        took_part = made.took_part[who]
        met = (took_part @ took_part.T).astype(bool)
        apart = brokers - brokers.multiply(met)
        return np.bincount(apart.data.astype(int), minlength=len(sides.brokers) + 1)[1:].astype(float)

    return score


def _listed(
    network: Network, sides: Sides, broker: str, ends: tuple[np.ndarray, np.ndarray], most: int
) -> pd.DataFrame:  # fmt: skip
    """The first of its sole pairs, those between regions and sectors before."""
    a, b = ends
    between = sides.region.between(a, b).astype(int) + sides.sector.between(a, b)
    first = np.lexsort((b, a, -between))[:most]
    made: dict[str, Any] = {"broker": [broker] * len(first)}
    for end, who in (("a", a[first]), ("b", b[first])):
        ids = sides.people[who]
        made |= {end: ids, f"{end}_name": [network.name(one) for one in ids]}
        made |= {f"{end}_region": sides.region.of(who), f"{end}_sector": sides.sector.of(who)}
    return pd.DataFrame(made).astype("string")


def _no_pairs() -> pd.DataFrame:
    ends = [f"{end}{what}" for end in "ab" for what in ("", "_name", "_region", "_sector")]
    return pd.DataFrame(columns=["broker", *ends], dtype="string")


def _notes(table: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    total = f"{table['mediated'].sum():.12g}"
    fr = f"couples reliés par au moins un de ces groupes, sans rencontre commune : {total}"
    return ((fr, f"pairs with at least one of these groups in common, and no encounter: {total}"),)
