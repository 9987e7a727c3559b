"""The columns of answers: name, type, unit, range and label, said once for tables, headers, docs and tests."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from graph.frames import type_of

TYPES: Mapping[str, str] = {
    "text": "string", "count": "Int64", "number": "Float64", "share": "Float64", "score": "Float64",
    "flag": "boolean",
    "name": "string", "date": "string", "declared": "string", "counted": "string",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        type: `text`, `count` (whole), `number`, `score` (a number, said in full where it is whole), `share` (said in
            percent) or `flag`; a `name` is a text that is
            never taken for a word of the vocabulary; texts that sentences say in words are `date` (EDTF), `declared`
            (a count as documents give it: `>3000`) and `counted` (whom it counts: `delegate:firm`).
        unit: what a number counts or measures (`organisations`, `share`, `km`, `days`), "" without one.
        low, high: the range, ends included; None for none.
        fr, en: what it is called on screens.
        language: of a text that is written in one; "" for all else.
        is_label: of a whole number that only says which (a group, a slot): a difference of two means nothing.
    """

    name: str
    type: str
    fr: str
    en: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    language: str = ""
    is_label: bool = False

    def label(self, language: str) -> str:
        """What it is called on screens, in `fr` or `en`."""
        return self.fr if language == "fr" else self.en


def text(name: str, fr: str, en: str) -> Column:
    """A text; a word of the vocabulary is said in words."""
    return Column(name, "text", fr, en)


def count(name: str, fr: str, en: str, unit: str = "", low: float = 0) -> Column:
    """A whole number."""
    return Column(name, "count", fr, en, unit, low)


def numbering(name: str, fr: str, en: str, unit: str = "") -> Column:
    """A whole number from 1 that only says which: differences of it mean nothing."""
    return Column(name, "count", fr, en, unit, 1, is_label=True)


def number(
    name: str, fr: str, en: str, unit: str = "", low: float | None = None, high: float | None = None
) -> Column:  # fmt: skip
    """A number."""
    return Column(name, "number", fr, en, unit, low, high)


def score(name: str, fr: str, en: str, unit: str = "", low: float | None = None) -> Column:
    """A number that is said in full where it is whole."""
    return Column(name, "score", fr, en, unit, low)


def share(name: str, fr: str, en: str) -> Column:
    """A number from 0 to 1, said in percent."""
    return Column(name, "share", fr, en, "share", 0, 1)


def flag(name: str, fr: str, en: str) -> Column:
    """Yes or no."""
    return Column(name, "flag", fr, en)


def in_one_language(name: str, fr: str, en: str, language: str) -> Column:
    """A sentence in one language."""
    return Column(name, "name", fr, en, language=language)


def name(name: str, fr: str, en: str) -> Column:
    """A text that is never taken for a word of the vocabulary."""
    return Column(name, "name", fr, en)


def date(name: str, fr: str, en: str) -> Column:
    """A date in EDTF."""
    return Column(name, "date", fr, en)


FEWEST_RANKED = 4  # a rank among three says less than it seems to
USUAL_KEYS = ("id",)  # by which a row is found again in another answer, unless a query says otherwise
ID = text("id", "identifiant", "id")
NAME = name("name", "nom", "name")
KIND = text("kind", "nature", "kind")
RANK = count("rank", "rang", "rank", low=1)
RANK_LOW = count("rank_low", "rang, au mieux", "rank, at best", low=1)
RANK_HIGH = count("rank_high", "rang, au pire", "rank, at worst", low=1)
REASON = text("reason", "sans réponse parce que", "no answer because")
DOCUMENTS = text("documents", "documents", "documents")
STATUS = text("status", "statut", "status")
COUNTS = flag("counts", "compte", "counts")
NAMED = count("named", "nommés", "named", "entities")
DECLARED = Column("declared", "declared", "déclarés", "declared")
TO_CHECK = flag("to_check", "à vérifier", "to check")


def typed(table: pd.DataFrame, columns: Sequence[Column]) -> pd.DataFrame:
    """The table with just these columns, in this order, in their types; what is missing is `pd.NA`."""
    made = {
        column.name: table[column.name].astype(type_of(TYPES[column.type]))
        if column.name in table
        else pd.Series(pd.NA, index=table.index, dtype=type_of(TYPES[column.type]))
        for column in columns
    }
    return pd.DataFrame(made, index=table.index).reset_index(drop=True)


def row_ids(table: pd.DataFrame, columns: Sequence[str], between: str = "~") -> pd.Series:
    """What tells each row from the others, as one text: what stands in these columns; missing where nothing does.

    >>> row_ids(pd.DataFrame({"a": ["x", None], "b": ["y", None]}), ["a", "b"]).tolist()
    ['x~y', <NA>]
    """
    parts = table[list(columns)].astype("string").fillna("").to_numpy(dtype=object)
    made = [between.join(part for part in row if part) for row in parts]
    return pd.Series([one or pd.NA for one in made], index=table.index, dtype="string")


def joined(documents: Iterable[str]) -> str:
    """Document ids as one text: each once, sorted, a space between them, as no id holds one."""
    return " ".join(sorted(set(documents)))


def significant(values: pd.Series, digits: int = 12) -> pd.Series:
    """Numbers rounded to so many significant digits, so that the noise of summing decides nothing."""
    numbers = values.to_numpy(dtype=float, na_value=np.nan)
    rounded = [float(f"{number:.{digits}g}") if np.isfinite(number) else None for number in numbers]
    return pd.Series(rounded, index=values.index, dtype="Float64")


def ranked(table: pd.DataFrame, by: str) -> pd.DataFrame:
    """Sorted by a score, highest first, equal ones by id, with `rank`: equal scores share one, missing have none.

    Where fewer than four have a score, none has a rank; `unranked` says why.
    """
    score = significant(table[by]) if table[by].dtype.kind == "f" else table[by]
    rank = score.rank(method="min", ascending=False)
    rank = rank if score.notna().sum() >= FEWEST_RANKED else rank.mask(rank.notna())
    made = table.assign(**{by: score, "rank": rank.astype("Int64")})
    return made.sort_values([by, "id"], ascending=[False, True], na_position="last", ignore_index=True)


def unranked(table: pd.DataFrame, reason: pd.Series) -> pd.Series:
    """Why there is no answer: the reason given, else `too_few` where as many as have a score give no rank."""
    few = bool(len(table)) and bool(table["rank"].isna().all())
    return reason.astype("string").fillna("too_few") if few else reason.astype("string")
