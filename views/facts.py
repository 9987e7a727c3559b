"""What documents say of an actor itself: the same sentence once, with all who say it."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from graph.vocabulary import Relation
from views.statement_words import Row, fact
from views.wording import Words

SEVERAL = frozenset({"name", "alias", "identifier", "declared", "reference"})  # many values contradict nothing
NOT_TOLD = frozenset({*map(str, Relation), "reference"})
LAST = ("name", "kind")  # what a title says already


class Fact(NamedTuple):
    """One sentence, the statements that say it, and whether others say something else."""

    sentence: str
    contradicted: bool
    said: tuple[Row, ...]


def facts(say: Words, rows: Iterable[Row], named: Mapping[str, int]) -> list[Fact]:
    """The facts in statements, by property; `named` says, of declared counts, how many are named."""
    told = [row for row in rows if row["predicate"] not in NOT_TOLD]
    found: dict[tuple[bool, str, str, str], list[Row]] = {}
    values: dict[str, set[str]] = {}
    for row in told:
        predicate, sentence = str(row["predicate"]), fact(say, row, _named(say, named.get(row["id"])))
        key: str = "" if pd.isna(row["key"]) else str(row["key"])
        found.setdefault((predicate in LAST, predicate, key, sentence), []).append(row)
        values.setdefault(predicate, set()).add(row["value"])
    return [
        Fact(sentence, predicate not in SEVERAL and len(values[predicate]) > 1, tuple(said))
        for (_, predicate, _, sentence), said in sorted(found.items(), key=lambda item: item[0])
    ]


def _named(say: Words, count: int | None) -> str:
    """Of a declared count, how many are named."""
    return "" if count is None else " " + say.many("({count} named)", "({count} named)", count)
