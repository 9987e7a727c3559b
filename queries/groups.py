"""Which groups does the network fall into?"""

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd

from graph.errors import WrongValue
from graph.network import Network
from graph.vocabulary import ENCOUNTERS, Kind
from queries.answer import Answer, answer
from queries.basis import basis
from queries.columns import ID, KIND, NAME, REASON, count, name, numbering, share, significant
from queries.group_names import as_before, as_last_time
from queries.grouped import DOUBT, Grouped, all_shares, diagram, grouped, runs, undecided
from queries.parameters import choice, date, number
from queries.parameters import kinds as some_kinds
from queries.partition import AGREED, LOUVAIN, METHODS, RUNS, Partitions, shares, stability
from queries.words import whole

QUESTION = {"fr": "Quels ensembles se dessinent ?", "en": "Which groups does the network fall into?"}
VERSION = 2
METHOD = {
    "fr": f"consensus de {RUNS} partitions des liens de Newman",
    "en": f"consensus of {RUNS} partitions of the Newman ties",
}
SEED = 0
KEEPS = as_last_time  # numbers and names, from one load to the next
EXAMPLE = {"kinds": None}
PARAMETERS = (
    some_kinds("kinds", "natures de rencontres", "kinds of encounter", ENCOUNTERS),
    number("resolution", "finesse", "resolution", default=1.0),
    choice("method", "méthode", "method", tuple(METHODS), default=LOUVAIN),
    date("before", "noms des groupes d'avant, au", "names of the groups of before, as of"),
)
COLUMNS = (
    numbering("group", "groupe", "group"),
    name("group_name", "groupe autour de", "group around"),
    ID, NAME, KIND,
    count("members", "taille du groupe", "size of the group", "organisations", 1),
    share("inside", "liens dans le groupe", "ties inside the group"),
    share("stability", "stabilité", "stability"),
    share("share", "part des calculs", "share of the runs"),
    numbering("other_group", "hésite avec le groupe", "hesitates with group"),
    name("other_group_name", "hésite avec le groupe autour de", "hesitates with the group around"),
    share("other_share", "part des calculs pour l'autre", "share of the runs for the other"),
    numbering("group_before", "groupe d'avant", "group before"),
    REASON,
)  # fmt: skip
SENTENCES = {
    "": {
        "fr": "{name} ({kind}) : groupe {group}, autour de {group_name}, {members:|# organisation|# organisations} ; "
        "avec "
        "les autres membres dans {stability} des calculs{other_group_name:| ; hésite avec le groupe autour de # "
        "({other_share} des calculs)}.",
        "en": "{name} ({kind}): group {group}, around {group_name}, {members:|# organisation|# organisations}; with "
        "the "
        "other members in {stability} of the runs{other_group_name:|; hesitates with the group around # "
        "({other_share} of the runs)}.",
    },
    "no_tie": {
        "fr": "{name} ({kind}) n'a aucun partenaire connu dans une rencontre qui compte : aucun groupe.",
        "en": "{name} ({kind}) has no known partner in an encounter that counts: no group.",
    },
}


def groups(
    network: Network, *, kinds: Collection[str] | None = None, resolution: float = 1.0, method: str = LOUVAIN,
    before: str | None = None,
) -> Answer:  # fmt: skip
    """Groups of organisations that are tied more among themselves than with the others.

    Ties are Newman's, by strength, of encounters of the given `kinds` or of all. Louvain's `method`, or Leiden's
    (with the extra `gpl`), raises the modularity at this `resolution` with 20 seeds, and again on the share of the
    runs that puts two together, until all runs agree. Organisations that took part in the very same encounters stay
    together. Groups smaller than √(2 × all strength) may be joined with others (resolution limit): a ring of thirty
    cliques of five falls into pairs, unless the resolution is above 1. The partition rests on seeds: other names of
    organisations may give another one of the same modularity.

    Returns:
        A table with one row per organisation, by group, in it the most strongly tied inside first, equal ones by
        id: `group`, from 1, the largest first, equal ones by their least id (with `before`, the numbers and names of
        the groups of that date, each given to the group with most members in common, best Jaccard; others have new
        numbers; the app and the command line keep them in the same way from one load to the next), `group_name` its
        most strongly tied member (of equal ones, one whose name is known); `id`; `name`;
        `kind`; `members` ≥ 1 of the group; `inside` in [0, 1], the share of its ties' strength that stays in the
        group; `stability` in [0, 1], the mean share of the runs in which another member is with it; `share` in
        [0, 1] of the runs that put it in this group; `other_group`, `other_share`, where at least a fifth of the runs
        put it elsewhere, the group most often chosen; `group_before`, with `before`, the group it was in at that
        date; `reason`, `no_tie` for whoever has no group. `more["undecided"]`: ties whose ends are together in 20 to
        80 % of the runs: `source`, `target`, `strength`, `together`. `more["shares"]`: `id`, `group`, `share` of the
        runs, where it is above 0. `more["diagram"]`: per `group`, `members`, `density`, mean strength of the pairs
        inside, `centrality`, the strength of its ties to others, and the `quadrant`, cut at the medians: `motor`
        (dense and central), `basic` (central), `isolated` (dense), `marginal`, missing of a group that is the only one.
        `more["runs"]`: `run`, `groups`,
        `modularity`. `more["kept"]`, with `before`: `group`, its `likeness` with that of before.

    Raises:
        ValueError: a kind is none, the resolution is not above 0, or the method is none or not installed.
        DateError: `before` is not a date.

    Complexity:
        Twenty runs of a method whose time is about linear in the ties, again in each round until all runs agree; the
        shares of runs take the pairs that some run puts together.

    Source:
        Lancichinetti and Fortunato (2012), Scientific Reports 2, 336 (consensus); Blondel et al. (2008), J. Stat.
        Mech. P10008 (Louvain); Traag, Waltman and van Eck (2019), Scientific Reports 9, 5233 (Leiden); Fortunato and
        Barthélemy (2007), PNAS 104, 36–41 (resolution limit); Callon, Courtial and Laville (1991), Scientometrics 22,
        155–205 (diagram).

    Examples:
        >>> from tests.toys import met
        >>> groups(met("abc", "cd", "def")).table[["id", "group"]].to_numpy().tolist()[:3]
        [['firm:a', 1], ['firm:b', 1], ['firm:c', 1]]
    """
    if not resolution > 0:
        raise WrongValue("resolution: write a number above 0, not {}.", resolution)
    chosen = None if kinds is None else [Kind(kind) for kind in kinds]
    asked = {"kinds": kinds, "resolution": resolution, "method": method, "before": before}
    made = _of(network, chosen, asked)
    return made if before is None else as_before(made, _of(network.at(before), chosen, asked))


def _of(network: Network, kinds: list[Kind] | None, asked: dict[str, Any]) -> Answer:
    made = grouped(network, kinds, resolution=asked["resolution"], seed=SEED, method=asked["method"])
    organisations = network.organisations[["id", "name", "kind"]]
    table = organisations.assign(name=organisations["name"].fillna(organisations["id"]))
    table = table.merge(_members(network, made), on="id", how="left")
    table = table.assign(reason=pd.Series(pd.NA, index=table.index).mask(table["group"].isna(), "no_tie"))
    table = table.sort_values(["group", "within", "id"], ascending=[True, False, True], ignore_index=True)
    told = asked | {"seed": SEED, "agreed": AGREED}
    rests_on = basis(network, "groups", method=METHOD, parameters=told, version=VERSION, notes=(_note(made.found),))
    more = {"undecided": undecided(made), "shares": all_shares(made), "diagram": diagram(made), "runs": runs(made)}
    return answer(table, COLUMNS, SENTENCES, rests_on, more=more)


def _note(found: Partitions) -> tuple[str, str]:
    best, count = float(found.modularity.max()), len(np.unique(found.groups))
    return (
        f"groupes : {count}, modularité du meilleur calcul {whole(best, 'fr')}, consensus au tour {found.rounds}",
        f"groups: {count}, modularity of the best run {whole(best, 'en')}, consensus in round {found.rounds}",
    )


def _members(network: Network, made: Grouped) -> pd.DataFrame:
    """Of each organisation that has a tie: its group, how surely; `within`, the strength of its ties there."""
    within = significant(pd.Series(made.inside))
    strength = made.net.sum(axis=1)
    table = pd.DataFrame(
        {
            "id": pd.Series(made.people, dtype="string"),
            "group": made.group,
            "within": within,
            "inside": significant(within / strength),
            "stability": significant(pd.Series(stability(made.found), dtype=float)),
        }
    ).join(_elsewhere(made))
    nameless = ~table["id"].isin(network.entities.dropna(subset=["name"])["id"])
    lead = table.assign(nameless=nameless).sort_values(
        ["group", "within", "nameless", "id"], ascending=[True, False, True, True]
    )
    lead = lead.drop_duplicates("group")
    names = {group: network.name(str(one)) for group, one in zip(lead["group"], lead["id"], strict=True)}
    return table.assign(
        members=table.groupby("group")["id"].transform("size"),
        group_name=table["group"].map(names),
        other_group_name=table["other_group"].map(names),
        group=table["group"] + 1,
        other_group=table["other_group"] + 1,
    )


def _elsewhere(made: Grouped) -> pd.DataFrame:
    """The share of the runs for its own group, and the other group that they choose most often."""
    part = pd.DataFrame(shares(made.found))
    own = np.eye(part.shape[1], dtype=bool)[made.group]
    others = part.mask(own, -1.0)
    second = others.max(axis=1)
    doubtful = second >= DOUBT
    other = pd.Series(others.to_numpy().argmax(axis=1) if others.size else [], dtype="Int64")
    return pd.DataFrame(
        {
            "share": significant(part.where(own).max(axis=1)),
            "other_group": other.where(doubtful),
            "other_share": significant(second).where(doubtful),
        }
    )
