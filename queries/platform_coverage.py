"""What does each member bring?"""

import numpy as np
import pandas as pd

from graph.network import Network
from queries.answer import Answer, answer
from queries.basis import basis
from queries.columns import ID, KIND, NAME, RANK, REASON, count, number, ranked, share, significant, unranked
from queries.columns import name as name_column
from queries.items import WEIGHTED, WHAT, WITHIN, Covers, covers

QUESTION = {"fr": "Qu'apporte chaque membre ?", "en": "What does each member bring?"}
VERSION = 1
METHOD = {
    "fr": "valeur de Shapley exacte : chaque élément partagé également entre ceux qui le couvrent",
    "en": "exact Shapley value: each item shared equally among those who cover it",
}
EXAMPLE = {"within": "platform:plateforme-de-coordination-industrie-du-futur", "items": "competence", "weighted": False}
PARAMETERS = (WITHIN, WHAT, WEIGHTED)
COLUMNS = (
    RANK, ID, NAME, KIND,
    number("own", "couvre", "covers", "items", 0),
    number("unique", "couvre seul", "covers alone", "items", 0),
    share("redundancy", "aussi couvert par d'autres", "covered by others too"),
    number("shapley", "part équitable", "fair share", "items", 0),
    count("sole", "éléments que lui seul couvre", "items that it alone covers", "items"),
    name_column("sole_items", "ces éléments", "these items"),
    REASON,
)  # fmt: skip
SENTENCES = {
    "totals": {
        "fr": "{members:Aucun membre ne couvre|# membre couvre|# membres couvrent} {share} de ce qu'il y a à couvrir "
        "({items} {items:élément|élément|éléments}).",
        "en": "{members:No member covers|# member covers|# members cover} {share} of what there is to cover "
        "({items} {items:items|item|items}).",
    },
    "": {
        "fr": "{name} ({kind}) couvre {own} ; part équitable : {shapley}"
        "{sole:| ; seul à couvrir # élément ({sole_items})| ; seul à couvrir # éléments ({sole_items})}.",
        "en": "{name} ({kind}) covers {own}; fair share: {shapley}"
        "{sole:|; alone covers # item ({sole_items})|; alone covers # items ({sole_items})}.",
    },
    "no_item_known": {
        "fr": "{name} ({kind}) : on ne sait rien de ce que ce membre apporte.",
        "en": "{name} ({kind}): nothing is known of what this member brings.",
    },
}


def platform_coverage(
    network: Network, *, within: str | None = None, items: str = "competence", weighted: bool = False
) -> Answer:  # fmt: skip
    """What each member of a platform, or each pole of the network, covers: alone, with others, and its fair share.

    Items are competences that somebody offers or needs, or the regions, sectors or cells of both in which organisations
    are. A member covers what it or a member of its own offers, or where they are. An item weighs 1, or with
    `weighted` as many as there are organisations that need it, or are there.

    Returns:
        A table with one row per member, largest fair share first, equal ones by id, missing last: `rank`; `id`;
        `name`; `kind`; `own` ≥ 0, the weight it covers; `unique` ≥ 0, by how much less would be covered without it;
        `redundancy` in [0, 1], 1 - unique / own, missing where it covers no weight; `shapley` ≥ 0, the sum over its
        items of weight / members that cover it, whose sum over all members is what all cover; `sole` ≥ 0, how many
        items no other covers, and `sole_items`, their names; `reason`, `no_item_known` where nothing it covers is
        known, else `too_few` where fewer than four members give no rank. `more["uncovered"]`:
        items that no member covers, heaviest first: `item`, `item_name`, `weight`,
        `members` (0). `more["items"]`: those that are covered, in the same columns. `more["totals"]`: one row:
        `members`, `items`, `weight`, `covered`, `share` in [0, 1].

    Raises:
        UnknownEntity: the viewer's network has no such group.
        ValueError: it is no group, or `items` is no such word.

    Complexity:
        One pass over members and items: Shapley's value has a closed form here.

    Source:
        Shapley (1953), A value for n-person games; of a sum of games in which any member that has an item wins it.

    Examples:
        >>> from tests.toys import linked
        >>> net = linked(*(f"pole:{one[0]} OFFERS competence:{one[1]}" for one in ("a1", "a2", "b2", "b3", "c3")))
        >>> platform_coverage(net).table[["id", "unique", "shapley"]].to_numpy().tolist()
        [['pole:a', 1.0, 1.5], ['pole:b', 0.0, 1.0], ['pole:c', 0.0, 0.5]]
    """
    found = covers(network, within=within, items=items, weighted=weighted)
    ids = pd.Series(found.members, dtype="string")
    table = pd.DataFrame({"id": ids, "name": ids.map(network.name), "kind": [network.row(one)["kind"] for one in ids]})
    table = ranked(table.assign(**_measures(found)), by="shapley")
    table = table.assign(reason=unranked(table, table["reason"]))
    totals = _totals(found)
    asked = {"within": within, "items": items, "weighted": weighted}
    rests_on = basis(
        network, "platform_coverage", method=METHOD, parameters=asked, version=VERSION, notes=_notes(totals)
    )
    heaviest = found.table(~found.covered).sort_values(["weight", "item"], ascending=[False, True], ignore_index=True)
    more = {"uncovered": heaviest, "items": found.table(found.covered), "totals": totals}
    return answer(table, COLUMNS, SENTENCES, rests_on, more=more)


def _measures(found: Covers) -> dict[str, pd.Series]:
    """All numbers of each member, missing where nothing it covers is known."""
    sharing = found.has.sum(axis=0)
    alone = found.has & (sharing == 1)
    own, unique = found.has @ found.weights, alone @ found.weights
    shapley = found.has @ (found.weights / np.maximum(sharing, 1))
    redundancy = np.divide(own - unique, own, where=own > 0, out=np.full(len(own), np.nan))
    known = pd.Series(found.has.any(axis=1))
    numbers = {"own": own, "unique": unique, "redundancy": redundancy, "shapley": shapley}
    made = {name: significant(pd.Series(values, dtype=float)).where(known) for name, values in numbers.items()}
    names = [", ".join(np.array(found.names, dtype=object)[row]) or None for row in alone]
    return made | {
        "sole": pd.Series(alone.sum(axis=1), dtype="Int64").where(known),
        "sole_items": pd.Series(names, dtype="string"),
        "reason": pd.Series(pd.NA, index=known.index, dtype="string").mask(~known, "no_item_known"),
    }


def _totals(found: Covers) -> pd.DataFrame:
    covered = float(found.weights[found.covered].sum())
    share = covered / found.total if found.total else pd.NA
    numbers = pd.DataFrame({"weight": [found.total], "covered": [covered], "share": [share]}, dtype="Float64")
    counts = pd.DataFrame({"members": [len(found.members)], "items": [len(found.items)]}, dtype="Int64")
    return pd.concat([counts, numbers], axis=1)


def _notes(totals: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    members, items, *_, share = totals.iloc[0]
    if pd.isna(share):
        return ()
    said = f"{100 * share:.2g} %"
    fr = f"membres : {members:.0f}, éléments à couvrir : {items:.0f}, dont couverts : {said}"
    return ((fr, f"members: {members:.0f}, items to be covered: {items:.0f}, of which covered: {said}"),)
