"""What kind of broker, between which groups?"""

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from graph.errors import WrongValue
from graph.network import Network
from graph.ties import ties
from graph.vocabulary import ENCOUNTERS, Kind
from queries.answer import Answer, answer
from queries.basis import basis
from queries.belonging import BY, one_group
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
    text,
    unranked,
)
from queries.measures import Joins, Score
from queries.missing import with_intervals
from queries.parameters import choice, flag
from queries.parameters import kinds as some_kinds
from queries.roles import by_chance, passages, passages_at
from queries.visits import visits

QUESTION = {"fr": "Quel passeur, entre quels groupes ?", "en": "What kind of broker, between which groups?"}
VERSION = 4
METHOD = {
    "fr": "passages de Gould et Fernandez ; z : écart à la moyenne de toutes les permutations des groupes, en "
    "écarts-types",
    "en": "passages of Gould and Fernandez; z: distance from the mean over all permutations of the groups, in standard "
    "deviations",
}
MET, VISITED = "encounters", "visits"
NOTHING = {MET: "no_encounter", VISITED: "no_visit"}  # why there are no passages
EXAMPLE = {"by": "country", "layer": MET, "kinds": None}
PARAMETERS = (
    choice("by", "groupes selon", "groups by", BY, default="kind"),
    choice("layer", "liens", "ties", (MET, VISITED), default=MET),
    some_kinds("kinds", "natures de rencontres", "kinds of encounter", ENCOUNTERS),
    flag("robust", "intervalles de rang", "rank intervals"),
)
CASE = "role"
NOTABLE = 2  # standard deviations above what chance gives, from which a role is worth a word
DIRECTED = {
    "coordinator": "aaa", "itinerant": "aba", "gatekeeper": "abb", "representative": "aab", "liaison": "abc",
}  # fmt: skip
BOTH_WAYS = {"coordinator": "aaa", "itinerant": "aba", "gateway": "abb", "liaison": "abc"}
COLUMNS = (
    RANK, ID, NAME, KIND,
    text("group", "groupe", "group"),
    text("group_name", "nom du groupe", "name of the group"),
    count("passages", "passages", "passages", "passages"),
    text("role", "rôle principal", "main role"),
    count("of_role", "passages de ce rôle", "passages of that role", "passages"),
    text("notable", "rôle plus fréquent que par hasard", "role more frequent than by chance"),
    count("coordinator_aaa", "coordinateur A·A·A", "coordinator A·A·A", "passages"),
    count("itinerant_aba", "itinérant A·B·A", "itinerant A·B·A", "passages"),
    count("gatekeeper_abb", "portier A·B·B", "gatekeeper A·B·B", "passages"),
    count("representative_aab", "représentant A·A·B", "representative A·A·B", "passages"),
    count("gateway_abb", "passerelle A·B·B", "gateway A·B·B", "passages"),
    count("liaison_abc", "liaison A·B·C", "liaison A·B·C", "passages"),
    number("z_coordinator", "z coordinateur", "z coordinator", "standard deviations"),
    number("z_itinerant", "z itinérant", "z itinerant", "standard deviations"),
    number("z_gatekeeper", "z portier", "z gatekeeper", "standard deviations"),
    number("z_representative", "z représentant", "z representative", "standard deviations"),
    number("z_gateway", "z passerelle", "z gateway", "standard deviations"),
    number("z_liaison", "z liaison", "z liaison", "standard deviations"),
    RANK_LOW, RANK_HIGH, REASON,
)  # fmt: skip


def _of(fr: str, en: str) -> dict[str, str]:
    return {
        "fr": f"{{name}} ({{group_name}}) {fr} ({{of_role:|# passage|# passages}} sur {{passages}})"
        "{notable:| ; plus souvent que par hasard : #}.",
        "en": f"{{name}} ({{group_name}}) {en} ({{of_role:|# passage|# passages}} of {{passages}})"
        "{notable:|; more often than by chance: #}.",
    }


SENTENCES = {
    "coordinator": _of("relie surtout entre eux des acteurs de son groupe", "mostly joins actors of its own group"),
    "itinerant": _of(
        "relie surtout entre eux des acteurs d'un même autre groupe",
        "mostly joins actors of one and the same other group",
    ),
    "gatekeeper": _of(
        "fait surtout entrer dans son groupe des contacts venus d'ailleurs",
        "mostly lets contacts from elsewhere into its group",
    ),
    "representative": _of(
        "porte surtout au dehors les contacts de son groupe", "mostly takes contacts of its group to the outside"
    ),
    "gateway": _of("relie surtout son groupe à d'autres", "mostly joins its group to others"),
    "liaison": _of(
        "relie surtout des groupes différents, dont aucun n'est le sien",
        "mostly joins different groups, none of which is its own",
    ),
    "": {
        "fr": "{name} ({kind}) n'est entre deux acteurs sans lien dans aucun cas connu{reason:| : #}.",
        "en": "{name} ({kind}) stands in no known case between two actors without a tie{reason:|: #}.",
    },
}


def brokerage_roles(
    network: Network, *, by: str = "kind", layer: str = MET, kinds: Collection[str] | None = None,
    robust: bool = False,
) -> Answer:  # fmt: skip
    """Between which groups each organisation stands: regions, countries, sectors, kinds or poles.

    A passage is an ordered triple a → v → c without a tie a → c. Ties of encounters (of `kinds`, or all) lead both
    ways: then a passage is unordered, and letting in and taking out are one, `gateway`. The layer `visits` leads from
    delegate to host, visits that count only. Whoever belongs to no known group, or to several, is left
    out, and counted in the basis. Regions are those of `LOCATED_IN` and of French postcodes.

    Returns:
        A table with one row per organisation, most passages first, equal ones by id, missing last: `rank`; `id`;
        `name`; `kind`; its `group` and `group_name`; `passages` ≥ 0; `role`, the one it has most often, and `of_role`,
        how often, missing without passages; `notable`, of the roles that lie 2 standard deviations or more above chance
        the one furthest above, missing without any; how often it is `coordinator_aaa` (all three of a group),
        `itinerant_aba` (the two others of one group, it of another), `gatekeeper_abb` (it brings a contact of another
        group to its own), `representative_aab` (the reverse), `gateway_abb` (these two, where ties lead both ways),
        `liaison_abc` (three groups), all ≥ 0, missing where the layer does not know the role; `z_coordinator`,
        `z_itinerant`, `z_gatekeeper`, `z_representative`, `z_gateway`, `z_liaison`: how many standard deviations above
        the mean over all permutations of the groups among the organisations with a tie, exact rather than drawn,
        missing where no permutation changes the count; with `robust`, `rank_low` ≤ `rank` and `rank_high` ≥ `rank`,
        between which 90 % of 200 runs rank it when a tenth of the encounters is missing, last of those who have a rank
        where it has no passage then (see `robustness`); `reason`: `no_group`,
        `several_groups`, `no_encounter` or `no_visit` with others, or `too_few` where fewer than four organisations
        give no rank.

    Raises:
        ValueError: `by` or `layer` is no such word, or a kind is none.

    Complexity:
        For each organisation the pairs of its partners, Σ d² in all, in blocks; the permutations are counted by formula
        and not drawn.

    Source:
        Gould and Fernandez (1989), Structures of mediation, Sociological Methodology 19, 89–126.

    Examples:
        >>> from tests.toys import met
        >>> brokerage_roles(met("ab", "bc")).sentences("en")[0]
        'B (firm) mostly joins actors of its own group (1 passage of 1).'
    """
    if layer not in (MET, VISITED):
        raise WrongValue("layer: write {} or {}, not '{}'.", MET, VISITED, layer)
    chosen = None if kinds is None else [Kind(kind) for kind in kinds]
    belongs, reasons = one_group(network, by)
    arcs = _visited(network) if layer == VISITED else _met(network, chosen)
    arcs = arcs[arcs["source"].isin(belongs["id"]) & arcs["target"].isin(belongs["id"])]
    roles = DIRECTED if layer == VISITED else BOTH_WAYS
    table = network.organisations[["id", "kind"]].merge(belongs, on="id", how="left")
    table = table.merge(_counted(arcs, belongs, roles), on="id", how="left")
    table = table.assign(name=table["id"].map(network.name), reason=table["id"].map(reasons).astype("string"))
    table["reason"] = table["reason"].mask(table["reason"].isna() & table["passages"].isna(), NOTHING[layer])
    table = ranked(table, by="passages")
    table["reason"] = unranked(table, table["reason"])
    if robust:
        table = _with_intervals(table, network, set(belongs["id"]), layer, chosen)
    asked: dict[str, Any] = {"by": by, "layer": layer, "kinds": kinds, "robust": robust}
    rests_on = basis(
        network, "brokerage_roles", method=METHOD, parameters=asked, version=VERSION, notes=_notes(len(reasons))
    )
    return answer(table, COLUMNS, SENTENCES, rests_on, case=CASE)


def _met(network: Network, kinds: list[Kind] | None) -> pd.DataFrame:
    """Ties, each both ways."""
    pairs = ties(network, kinds=kinds)[["source", "target"]]
    return pd.concat([pairs, pairs.set_axis(["target", "source"], axis=1)], ignore_index=True)


def _with_intervals(
    table: pd.DataFrame, network: Network, known: Collection[str], layer: str, kinds: list[Kind] | None
) -> pd.DataFrame:
    """With `rank_low` and `rank_high` of passages among those of a known group."""
    score = passages_by_visits(network, known) if layer == VISITED else passages_by_ties(known)
    return with_intervals(table, network, score, kinds=[Kind.VISIT] if layer == VISITED else kinds)


def passages_by_ties(known: Collection[str]) -> Score:
    """Passages by ties of encounters."""

    def score(made: Joins) -> np.ndarray:
        there = np.array([one in known for one in made.organisations], dtype=bool)
        took_part = sparse.csr_array(made.took_part.multiply(there[:, None]))
        return passages_at(_without_loops(took_part @ took_part.T)) / 2

    return score


def passages_by_visits(network: Network, known: Collection[str]) -> Score:
    """Passages from delegates to hosts of the visits that are left."""
    arcs = visits(network).more["met"]
    arcs = arcs[arcs["delegate"].isin(known) & arcs["host"].isin(known)]

    def score(made: Joins) -> np.ndarray:
        left = {made.nodes[one] for one in np.unique(made.columns)}
        kept, index = arcs[arcs["visit"].isin(left)], pd.Index(made.organisations, dtype="string")
        ends = tuple(index.get_indexer(pd.Index(kept[end], dtype="string")) for end in ("delegate", "host"))
        net = sparse.csr_array((np.ones(len(kept), dtype=np.int64), ends), shape=(len(index),) * 2)
        return passages_at(_without_loops(net))

    return score


def _without_loops(net: sparse.csr_array) -> sparse.csr_array:
    """1 where an arc leads to another."""
    both = net.tocoo()
    kept = both.row != both.col
    ends = both.row[kept], both.col[kept]
    return sparse.csr_array((np.ones(int(kept.sum()), dtype=np.int64), ends), shape=net.shape)


def _visited(network: Network) -> pd.DataFrame:
    """From delegate to host, each once however often."""
    met = visits(network).more["met"][["delegate", "host"]].set_axis(["source", "target"], axis=1)
    return met[met.isin(set(network.organisations["id"])).all(axis=1)].drop_duplicates()


def _counted(arcs: pd.DataFrame, belongs: pd.DataFrame, roles: dict[str, str]) -> pd.DataFrame:
    """Counts, z and main role of every organisation that has an arc."""
    ids = sorted({*arcs["source"], *arcs["target"]})
    index = pd.Index(ids, dtype="string")
    ends = tuple(index.get_indexer(pd.Index(arcs[end], dtype="string")) for end in ("source", "target"))
    net = sparse.csr_array((np.ones(len(arcs), dtype=np.int64), ends), shape=(len(ids),) * 2)
    group = belongs.set_index("id")["group"].reindex(index).to_numpy(dtype=object)
    groups = np.unique(group, return_inverse=True)[1]
    found, chance = passages(net, groups), by_chance(net, groups)
    counts = {role: found[path] // _times(role, roles) for role, path in roles.items()}
    made = pd.DataFrame({"id": index, "passages": sum(counts.values()) if len(ids) else pd.Series(dtype="Int64")})
    for role, path in roles.items():
        made[f"{role}_{path}"] = counts[role]
        made[f"z_{role}"] = _z(found[path], *chance[path])
    return made.assign(**_main(pd.DataFrame(counts)), notable=_notable(made[[f"z_{role}" for role in roles]]))


def _times(role: str, roles: dict[str, str]) -> int:
    """How often a passage is found: twice where ties lead both ways, but as a gateway's only one is in each order."""
    return 1 if role == "gateway" or roles is DIRECTED else 2


def _z(counts: np.ndarray, mean: np.ndarray, deviation: np.ndarray) -> pd.Series:
    known = deviation > 0
    return significant(pd.Series(np.divide(counts - mean, deviation, where=known, out=np.full(len(counts), np.nan))))


def _main(counts: pd.DataFrame) -> dict[str, pd.Series]:
    """The most frequent role, of equal ones the first."""
    some = counts.sum(axis=1) > 0
    return {"role": _best(counts).where(some), "of_role": counts.max(axis=1).astype("Int64").where(some)}


def _notable(z: pd.DataFrame) -> pd.Series:
    """The role furthest above chance, where one is far enough."""
    far = z.set_axis([str(name).removeprefix("z_") for name in z], axis=1).fillna(-np.inf).astype(float)
    return _best(far).where(far.max(axis=1) >= NOTABLE)


def _best(values: pd.DataFrame) -> pd.Series:
    """The column of each row's greatest value, of equal ones the first."""
    return (values.idxmax(axis=1) if len(values) else pd.Series(index=values.index)).astype("string")


def _notes(left_out: int) -> tuple[tuple[str, str], ...]:
    fr = f"organisations laissées de côté, de groupe inconnu ou de plusieurs : {left_out}"
    return ((fr, f"organisations left out, of an unknown group or of several: {left_out}"),)
