"""Which k members cover most?"""

from typing import Any

import numpy as np
import pandas as pd

from graph.errors import WrongValue
from graph.network import Network
from queries.answer import Answer, answer
from queries.basis import basis
from queries.choosing import Chosen, best, greedy, smallest
from queries.columns import KIND, REASON, number, numbering, share, significant, text
from queries.columns import name as name_column
from queries.items import WEIGHTED, WHAT, WITHIN, Covers, covers
from queries.parameters import count as how_many

QUESTION = {"fr": "Quels k membres couvrent le plus ?", "en": "Which k members cover most?"}
VERSION = 2
METHOD = {
    "fr": "couverture maximale exacte par programmation en nombres entiers (HiGHS)",
    "en": "exact maximum coverage by integer programming (HiGHS)",
}
K = 11
PLATFORM = "platform:plateforme-de-coordination-industrie-du-futur"
EXAMPLE = {"within": PLATFORM, "k": 3, "items": "competence", "weighted": False}
PARAMETERS = (
    WITHIN,
    how_many("k", "combien de membres", "how many members", default=K),
    WHAT,
    WEIGHTED,
)
KEYS = ("member",)  # what a row is about
COLUMNS = (
    numbering("order", "ordre", "order"),
    text("member", "membre", "member"),
    name_column("member_name", "nom du membre", "name of the member"),
    KIND,
    number("gain_in_order", "ajoute", "adds", "items", 0),
    number("covered", "couvert jusque-là", "covered so far", "items", 0),
    share("covered_share", "part couverte", "share covered"),
    number("unique", "couvre seul", "covers alone", "items", 0),
    REASON,
)
SENTENCES = {
    "totals": {
        "fr": "{chosen:Aucun choix ne couvre|Ce membre couvre|Ces # membres couvrent} {share} de ce qu'il y a à couvrir"
        " ; aucun autre choix d'autant ne fait mieux.",
        "en": "{chosen:No choice covers|This member covers|These # members cover} {share} of what there is to cover; "
        "no other choice of as many does better.",
    },
    "": {
        "fr": "Choix {order} : {member_name} ({kind}) ajoute {gain_in_order} ; couvert jusque-là : {covered_share}.",
        "en": "Choice {order}: {member_name} ({kind}) adds {gain_in_order}; covered so far: {covered_share}.",
    },
    "no_item_known": {
        "fr": "{member_name} ({kind}) : on ne sait rien de ce que couvre l'un ou l'autre des candidats.",
        "en": "{member_name} ({kind}): nothing is known of what any of the candidates covers.",
    },
}


def platform_choice(
    network: Network, *, within: str | None = None, k: int = K, items: str = "competence", weighted: bool = False
) -> Answer:  # fmt: skip
    """At most k members of a group, or poles of the network, that cover most together; no other choice covers more.

    Items are those of `platform_coverage`. Members that add nothing are left out, so that fewer than k may be enough.
    Other choices may cover as much. Solved to the end, gap 0, without a limit of time.

    Returns:
        A table with one row per member chosen, each the one that adds most to those before, equal ones by id: `order`
        from 1; `member`, `member_name`, `kind`; `gain_in_order` > 0, the weight it adds; `covered`, the weight that
        it and those before cover, and `covered_share` of all there is, in [0, 1]; `unique` ≥ 0, what would be lost
        without it. Where nothing is known of any candidate: a row each, with the `reason` `no_item_known` and no
        number. `more["greedy"]`: candidates one after the other, each the one that adds most, until nothing is left
        to add: `members`, how many, `member`, `gain`, `covered`, `covered_share`: a preview, at least 1 - 1/e of
        the best for as many. `more["smallest"]`: as few candidates as cover all that any covers: `member`,
        `gain_in_order`. `more["totals"]`: one row: `candidates`, `items`, `chosen`, `covered`, `greedy`
        (what as many cover there), `all` (what all candidates cover), `weight` (of all items), `gap` of the solver,
        `share` covered of the weight, in [0, 1].

    Raises:
        UnknownEntity: the viewer's network has no such group.
        ValueError: it is no group, `items` is no such word, or k is not above 0.

    Complexity:
        An integer programme: exponential at worst, about a second for 55 choose 11 of 300 items. The greedy curve
        takes k passes over members and items.

    Source:
        Nemhauser, Wolsey and Fisher (1978), An analysis of approximations for maximizing submodular set functions,
        Mathematical Programming 14, 265–294; the optimum by HiGHS, Huangfu and Hall (2018).

    Examples:
        >>> from tests.toys import linked
        >>> has = {"a": "1234", "b": "125", "c": "346"}  # the greedy choice begins with a, and covers five
        >>> net = linked(*(f"pole:{one} OFFERS competence:{item}" for one, items in has.items() for item in items))
        >>> platform_choice(net, k=2).table[["member", "covered"]].to_numpy().tolist()
        [['pole:b', 3.0], ['pole:c', 6.0]]
    """
    if k < 1:
        raise WrongValue("k: write a whole number from 1, not {}.", k)
    found = covers(network, within=within, items=items, weighted=weighted)
    chosen, preview, least = best(found, k), greedy(found, len(found.members)), smallest(found)
    table = _rows(network, found, chosen) if chosen.members else _unknown(network, found)
    totals = _totals(found, chosen, preview, k)
    more = {"greedy": _curve(found, preview), "smallest": _least(found, least), "totals": totals}
    asked = {"within": within, "k": k, "items": items, "weighted": weighted}
    notes = _notes(found, chosen, least)
    rests_on = basis(network, "platform_choice", method=METHOD, parameters=asked, version=VERSION, notes=notes)
    return answer(table, COLUMNS, SENTENCES, rests_on, more=more)


def _rows(network: Network, found: Covers, chosen: Chosen) -> pd.DataFrame:
    those = list(chosen.members)
    alone = found.has[those] & (found.has[those].sum(axis=0) == 1)
    covered = np.cumsum(chosen.gains)
    return _described(network, found, chosen).assign(
        order=range(1, len(those) + 1),
        gain_in_order=significant(pd.Series(chosen.gains, dtype=float)),
        covered=significant(pd.Series(covered)),
        covered_share=significant(pd.Series(covered / found.total)),
        unique=significant(pd.Series(alone @ found.weights)),
    )


def _unknown(network: Network, found: Covers) -> pd.DataFrame:
    """Every candidate, none of which can be preferred."""
    every = Chosen(tuple(range(len(found.members))), (), 0.0)
    return _described(network, found, every).assign(reason="no_item_known")


def _described(network: Network, found: Covers, chosen: Chosen) -> pd.DataFrame:
    ids = pd.Series([found.members[one] for one in chosen.members], dtype="string")
    kinds = [network.row(one)["kind"] for one in ids]
    return pd.DataFrame({"member": ids, "member_name": ids.map(network.name), "kind": kinds})


def _curve(found: Covers, preview: Chosen) -> pd.DataFrame:
    covered = pd.Series(np.cumsum(preview.gains), dtype=float)
    return pd.DataFrame(
        {
            "members": pd.Series(range(1, len(preview.members) + 1), dtype="Int64"),
            "member": pd.Series([found.members[one] for one in preview.members], dtype="string"),
            "gain": significant(pd.Series(preview.gains, dtype=float)),
            "covered": significant(covered),
            "covered_share": significant(covered / (found.total or 1)),
        }
    )


def _least(found: Covers, least: Chosen) -> pd.DataFrame:
    members = pd.Series([found.members[one] for one in least.members], dtype="string")
    return pd.DataFrame({"member": members, "gain_in_order": significant(pd.Series(least.gains, dtype=float))})


def _totals(found: Covers, chosen: Chosen, preview: Chosen, k: int) -> pd.DataFrame:
    those = {"candidates": [len(found.members)], "items": [len(found.items)], "chosen": [len(chosen.members)]}
    counts = pd.DataFrame(those, dtype="Int64")
    numbers: dict[str, Any] = {"covered": chosen.value, "greedy": sum(preview.gains[:k]), "all": preview.value}
    numbers |= {"weight": found.total, "gap": chosen.gap}
    numbers |= {"share": chosen.value / found.total if found.total else pd.NA}
    return pd.concat([counts, pd.DataFrame([numbers], dtype="Float64")], axis=1)


def _notes(found: Covers, chosen: Chosen, least: Chosen) -> tuple[tuple[str, str], ...]:
    if not chosen.members:
        return ()
    share = f"{100 * chosen.value / found.total:.2g} %"
    fr = f"couvert : {share} des éléments ({len(found.items)}) ; optimum prouvé, écart {chosen.gap:g}"
    en = f"covered: {share} of the items ({len(found.items)}); proven optimal, gap {chosen.gap:g}"
    enough = (
        f"membres qui suffisent à tout ce que couvrent les candidats : {len(least.members)}",
        f"members that are enough for all that the candidates cover: {len(least.members)}",
    )
    return ((fr, en), enough)
