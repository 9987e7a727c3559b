"""Groups of today under the numbers and names of those of before: each to the group it has most in common with."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from queries.answer import Answer
from queries.partition import alikeness

KEPT = (
    "numéros et noms des groupes : ceux d'avant le dernier chargement, au groupe qui a le plus de membres communs",
    "numbers and names of groups: those from before the last load, each to the group with most members in common",
)


def as_before(now: Answer, before: Answer) -> Answer:
    """An answer of `groups` with the numbers and names that another one gave, of another date or of another load.

    Of each group of before and each of now, those with most members in common come first (Jaccard, those in both over
    those in either; equal ones by number), each at most once. A group like none of before has a number of its own,
    and one whose member it was named after has left is named anew.

    Returns:
        The answer, with `group_before` for whoever had a group, and `more["kept"]`: `group`, `likeness` in [0, 1],
        missing for a new one.
    """
    earlier = before.table.dropna(subset=["group"]).set_index("id")
    ours = now.table.dropna(subset=["group"]).set_index("id")
    pairs = _matched(ours["group"], earlier["group"])
    numbers = _numbers(ours["group"], earlier["group"], pairs)
    names = _names(now.table, numbers) | _still(before.table, ours["group"].map(numbers))
    table = _renumbered(now.table, numbers, names).assign(group_before=now.table["id"].map(earlier["group"]))
    table = table.sort_values("group", kind="stable", na_position="last", ignore_index=True)
    more = {name: _side(side, numbers) for name, side in now.more.items()}
    likeness = pd.DataFrame({"group": sorted(numbers.values())}, dtype="Int64")
    alike = {numbers[one]: value for (one, _), value in pairs.items()}
    more["kept"] = likeness.assign(likeness=likeness["group"].map(alike).astype("Float64"))
    return replace(now, table=table[list(now.table.columns)], more=more)


def as_last_time(now: Answer, last: Answer) -> Answer:
    """An answer of `groups` with the numbers and names that it had when the network was last asked, before a load.

    Nothing is kept where another date gives the names, or where no group has a member in common with one of then.
    """
    if now.basis.parameters.get("before") is not None:
        return now
    made = as_before(now, last)
    if not made.more["kept"]["likeness"].notna().any():
        return now
    table = made.table.assign(group_before=now.table["group_before"])
    more = {name: side for name, side in made.more.items() if name != "kept"}
    return replace(made, table=table, more=more, basis=replace(now.basis, notes=(*now.basis.notes, KEPT)))


def _matched(now: pd.Series, before: pd.Series) -> dict[tuple[int, int], float]:
    """Groups of now and of before that are held to be the same, with what they have in common."""
    people = sorted({*now.index, *before.index})
    one, other = (groups.reindex(people).fillna(0).to_numpy(dtype=int) for groups in (now, before))
    common = alikeness(one, other)
    common[0, :] = common[:, 0] = 0  # whoever has no group is no group
    found: dict[tuple[int, int], float] = {}
    order = np.lexsort((*np.indices(common.shape).reshape(2, -1), -common.ravel()))
    for ours, theirs in zip(*np.unravel_index(order, common.shape), strict=True):
        taken = any(ours == left or theirs == right for left, right in found)
        if common[ours, theirs] > 0 and not taken:
            found[int(ours), int(theirs)] = float(f"{common[ours, theirs]:.12g}")
    return found


def _numbers(now: pd.Series, before: pd.Series, pairs: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """For each group of now, the number it has: that of before, or a new one above them all."""
    made = {ours: theirs for ours, theirs in pairs}
    new = [int(one) for one in sorted(now.unique()) if one not in made]
    first = int(before.max()) + 1 if len(before) else 1
    return made | {one: first + place for place, one in enumerate(new)}


def _names(table: pd.DataFrame, numbers: Mapping[int, int]) -> dict[int, str]:
    known = table.dropna(subset=["group"]).drop_duplicates("group")
    return {numbers[int(group)]: str(name) for group, name in zip(known["group"], known["group_name"], strict=True)}


def _still(before: pd.DataFrame, groups: pd.Series) -> dict[int, str]:
    """The names of before whose bearer is still in the group of that number."""
    leads = before[before["name"] == before["group_name"]].drop_duplicates("group")
    stayed = leads[(leads["id"].map(groups) == leads["group"]).fillna(False)]
    return {int(group): str(name) for group, name in zip(stayed["group"], stayed["name"], strict=True)}


def _renumbered(table: pd.DataFrame, numbers: Mapping[int, int], names: Mapping[int, str]) -> pd.DataFrame:
    made = {column: table[column].map(numbers).astype("Int64") for column in ("group", "other_group")}
    called = {f"{column}_name": groups.map(names).astype("string") for column, groups in made.items()}
    return table.assign(**made, **called)


def _side(side: pd.DataFrame, numbers: Mapping[int, int]) -> pd.DataFrame:
    return side.assign(group=side["group"].map(numbers).astype("Int64")) if "group" in side else side
