"""Two answers to one question, row by row: which came, which went, and what differs in the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from queries.answer import Answer, shown
from queries.columns import Column, row_ids, significant, typed

if TYPE_CHECKING:
    from queries.catalogue import Query

APPEARED, GONE, CHANGED, OTHERWISE, STAYED = STATES = "appeared", "gone", "changed", "changed_otherwise", "stayed"
BESIDE = ("documents", "row", "note")  # who says so, and how a row is shown: no change of what it says
READ = ("section", "label", "value", "role", "counted", "declared", "issue", "property", "stratum", "method")
DIGITS = 2  # to which a sentence tells numbers
COLON, THEN = {"fr": " : ", "en": ": "}, {"fr": ", puis ", "en": ", then "}
BETWEEN = {"fr": " ; ", "en": "; "}
QUOTED = {"fr": "« {} »", "en": "“{}”"}


@dataclass(frozen=True, eq=False, slots=True)
class Sides:
    """The rows of two answers, over the same ones: by `id`, and by their order where nothing tells them apart.

    Attributes:
        before, after: all missing where an answer has no such row.
        there, still: which rows the answer before has, and that after.
        said: of both answers, the sentence of each row that the other has not, by language.
    """

    asked: "Query"
    before: pd.DataFrame
    after: pd.DataFrame
    there: np.ndarray
    still: np.ndarray
    said: Mapping[str, pd.Series]

    @property
    def index(self) -> pd.MultiIndex:
        """The rows: what they are about, and which of those that nothing tells apart."""
        index = self.before.index
        assert isinstance(index, pd.MultiIndex)
        return index

    def either(self, column: str) -> pd.Series:
        """A column as it is after, or as it was where the row is gone."""
        found: pd.Series = self.after[column].where(self.still, self.before[column])
        return found


def sides(asked: "Query", before: Answer | None, after: Answer | None) -> Sides:
    """The rows of two answers to a question beside each other; an answer that is None has no row."""
    was, became = (_keyed(asked, made) for made in (before, after))
    index = was.index.union(became.index)
    there, still = index.isin(was.index), index.isin(became.index)
    alone = ((before, was, ~was.index.isin(became.index)), (after, became, ~became.index.isin(was.index)))
    said = {language: _sentences(alone, language).reindex(index) for language in ("fr", "en")}
    return Sides(asked, was.reindex(index), became.reindex(index), there, still, said)


def _keyed(asked: "Query", made: Answer | None) -> pd.DataFrame:
    """The table of an answer, its rows by what they are about; a row about nobody by its case."""
    table = made.table if made is not None else typed(pd.DataFrame(), asked.columns)
    id = row_ids(table, asked.keys).fillna(table[asked.case].astype("string")).fillna(asked.name)
    return table.set_index([id.rename("row"), id.groupby(id).cumcount().rename("again")])


def _sentences(alone: Sequence[tuple[Answer | None, pd.DataFrame, np.ndarray]], language: str) -> pd.Series:
    parts = [
        pd.Series(replace(made, table=made.table[mine]).sentences(language), index=rows.index[mine], dtype="string")
        for made, rows, mine in alone
        if made is not None and mine.any()
    ]
    return pd.concat(parts) if parts else pd.Series(index=pd.MultiIndex.from_arrays([[], []]), dtype="string")


def differing(both: Sides) -> dict[str, np.ndarray]:
    """For each column that tells something of a row, in which rows of both answers it differs."""
    told = [one for one in both.asked.columns if one.name not in (*both.asked.keys, *BESIDE)]
    common = both.there & both.still
    return {one.name: common & ~_same(both.before[one.name], both.after[one.name]) for one in told}


def _same(was: pd.Series, became: pd.Series) -> np.ndarray:
    if was.dtype == "Float64":
        was, became = significant(was), significant(became)
    same: np.ndarray = ((was == became).fillna(False) | (was.isna() & became.isna())).to_numpy(dtype=bool)
    return same


def seen(both: Sides, differ: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Of what differs, what a reader can see.

    Numbers are told to two significant digits. Two that are then the same do not differ to be seen, nor do two of which
    rounding alone makes neighbours: less than half of the last digit told lies between them. Counts are told whole.
    """
    exact = {one.name: one.type == "score" for one in both.asked.columns}
    return {
        column: rows & _apart(both.before[column], both.after[column], exact=exact[column])
        for column, rows in differ.items()
    }


def _apart(was: pd.Series, became: pd.Series, *, exact: bool) -> np.ndarray:
    """Whether two values look different; of scores, whole numbers are told `exact`."""
    if was.dtype != "Float64":
        return np.ones(len(was), dtype=bool)
    one, other = (side.to_numpy(dtype=float, na_value=np.nan) for side in (was, became))
    larger = np.fmax(np.abs(one), np.abs(other))
    half = 10.0 ** (np.floor(np.log10(larger, where=larger > 0, out=np.zeros_like(larger))) - 1) / 2
    alike = significant(was, DIGITS) == significant(became, DIGITS)
    near = alike.fillna(False).to_numpy(dtype=bool) | (np.abs(one - other) < half)
    whole = exact & (one == np.rint(one)) & (other == np.rint(other))
    made: np.ndarray = whole | ~near
    return made


def states(both: Sides, differ: Mapping[str, np.ndarray], compared: str) -> np.ndarray:
    """What became of each row: one of `STATES`, `changed` where the column compared differs."""
    some = np.logical_or.reduce([*differ.values(), np.zeros(len(both.index), dtype=bool)])
    found: np.ndarray = np.select(
        [~both.there, ~both.still, differ[compared], some], [APPEARED, GONE, CHANGED, OTHERWISE], STAYED
    )
    return found


def changes(both: Sides, differ: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """Each value that differs: `id`, `nth` of the rows that nothing tells apart, `column`, `before`, `after`."""
    places = both.index.to_frame(index=False)
    parts = [
        pd.DataFrame(
            {
                "id": places["row"][rows],
                "nth": places["again"][rows] + 1,
                "column": column,
                **{when: side[column].astype("string").to_numpy()[rows] for when, side in _when(both).items()},
            }
        )
        for column, rows in differ.items()
        if rows.any()
    ]
    types = {"id": "string", "nth": "Int64", "column": "string", "before": "string", "after": "string"}
    table = pd.concat(parts) if parts else pd.DataFrame(columns=list(types))
    return table.astype(types).sort_values(["id", "nth"], kind="stable", ignore_index=True)


def _when(both: Sides) -> dict[str, pd.DataFrame]:
    return {"before": both.before, "after": both.after}


def about(both: Sides, language: str) -> pd.Series:
    """What each row is about, in words: names where there are some, else the words of what tells it apart."""
    types = {one.name: one.type for one in both.asked.columns}
    columns = [one for one in (_read(key, types) for key in both.asked.keys) if one]
    parts = [_shown(both.either(one), language, types[one]) for one in columns]
    rows = zip(*parts, strict=True) if parts else ([] for _ in both.index)
    words = [" – ".join(part for part in row if part) for row in rows]
    made = pd.Series(words, index=both.index, dtype="string")
    return made.mask(made == "", both.index.get_level_values("row").astype("string"))


def _shown(values: pd.Series, language: str, type: str, missing: str = "") -> list[str]:
    """Each value as a sentence says it."""
    return [missing if one is pd.NA else shown(one, language, type) for one in values.astype(object)]


def names(both: Sides) -> pd.Series:
    """The names that each row is about, missing where it is about none."""
    types = {one.name: one.type for one in both.asked.columns}
    columns = [one for one in (_read(key, types) for key in both.asked.keys) if one and types[one] == "name"]
    return row_ids(pd.DataFrame({one: both.either(one) for one in columns}, index=both.index), columns, " – ")


def _read(key: str, types: Mapping[str, str]) -> str | None:
    """The column in which one reads what a key is: a name, or words; None where it is only an id."""
    if f"{key}_name" in types:
        return f"{key}_name"
    if types[key] == "name" or key in READ:
        return key
    return "name" if key in ("id", "about", "firm") and "name" in types else None


def in_words(both: Sides, differ: Mapping[str, np.ndarray], language: str, *, but: str) -> pd.Series:
    """What is said of each row: what differs, but for one column; of a row of one answer alone, its sentence."""
    told: list[list[str]] = [[] for _ in both.index]
    for column in both.asked.columns:
        if column.name in differ and column.name != but and column.language in ("", language):
            rows = differ[column.name] & ~differ.get(f"{column.name}_name", np.False_)  # an id where the name says it
            for place, said in zip(np.flatnonzero(rows), _changes(both, column, rows, language), strict=True):
                told[place].append(said)
    words = pd.Series([BETWEEN[language].join(one) for one in told], index=both.index, dtype="string")
    return words.mask(words == "").fillna(both.said[language].str.removesuffix("."))


def _changes(both: Sides, column: Column, rows: np.ndarray, language: str) -> list[str]:
    """How a column changes, in words, for some rows."""
    was, became = (
        _shown(side.loc[rows, column.name], language, column.type, missing="—") for side in _when(both).values()
    )
    if column.language:  # a sentence
        was, became = ([QUOTED[language].format(one.removesuffix(".")) for one in side] for side in (was, became))
    label = column.label(language) + COLON[language]
    return [f"{label}{one}{THEN[language]}{other}" for one, other in zip(was, became, strict=True)]
