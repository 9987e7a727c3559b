"""What a query gives: a table, the basis it rests on, a sentence for each row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from graph.declared import count_range
from queries.basis import Basis
from queries.columns import Column, typed
from queries.words import BY_VALUE, date, declared, is_several, word, words

Templates = Mapping[str, Mapping[str, str]]  # case → language → sentence with columns as placeholders
TOTALS = "totals"  # a side table of one row, and the case of the sentence on it, if it has no column `case`
NOTHING = "nothing"  # the case of that sentence where there is no row
IN_WORDS: Mapping[str, Callable[[str, str], str]] = {
    "name": lambda name, language: name,
    "date": date,
    "declared": declared,
    "counted": words,
}


@dataclass(frozen=True, eq=False)
class Answer:
    """The answer to one question.

    Attributes:
        table: sorted, raw numbers, the types of `columns`.
        basis: what it rests on.
        columns: of the table: name, unit, range, labels.
        templates: sentences by case and language. A row's case is what stands in its column `case`
            (`reason` unless said otherwise), "" where that is missing or no case of its own. A placeholder may
            choose between forms, `#` being the value: `{partners:no partner|# partner|# partners}`, `{since:|since #}`,
            `{held:unknown|no|yes}`; the first is for what is missing or 0. The case `totals` is the whole's: its
            placeholders are the columns of the one row of `more["totals"]`.
        more: side tables, by name.
    """

    table: pd.DataFrame
    basis: Basis
    columns: tuple[Column, ...]
    templates: Templates
    more: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    case: str = "reason"

    def sentences(self, language: str) -> list[str]:
        """One sentence per row, in `fr` or `en`."""
        return [self._sentence(row, language) for row in self.table.to_dict("records")]

    def summary(self, language: str) -> str:
        """One sentence on the whole, in `fr` or `en`; "" where only its rows say something."""
        totals = self.more.get(TOTALS)
        row = {} if totals is None else totals.to_dict("records")[0]  # column by column: a count stays a whole number
        case = NOTHING if self.table.empty else row.get("case", TOTALS)
        if totals is None or case not in self.templates:
            return ""
        types = {str(name): "share" if str(name).endswith("share") else "name" for name in row}
        return self._filled(self.templates[case][language], row, language, types)

    def for_directors(self, language: str = "fr") -> pd.DataFrame:
        """The table as one reads it aloud: labels for headers, words for the vocabulary, two significant digits."""
        made = {
            one.label(language): [shown(value, language, one.type) for value in self.table[one.name]]
            for one in self.columns
            if one.language in ("", language)
        }
        return pd.DataFrame(made, dtype="string")

    def _sentence(self, row: Mapping[Any, Any], language: str) -> str:
        case = row.get(self.case)
        found = self.templates.get(case if isinstance(case, str) else "") or self.templates[""]
        return self._filled(found[language], row, language, {one.name: one.type for one in self.columns})

    @staticmethod
    def _filled(template: str, row: Mapping[Any, Any], language: str, types: Mapping[str, str]) -> str:
        said = {str(name): _Said(value, language, types.get(str(name), "text")) for name, value in row.items()}
        return template.format(**said)


@dataclass(frozen=True, slots=True)
class _Said:
    """A value in a sentence: as it is shown, or in one of the forms that the placeholder gives."""

    value: Any
    language: str
    type: str

    def __format__(self, forms: str) -> str:
        said = shown(self.value, self.language, self.type)
        if not forms:
            return said
        of = forms.split("|")
        return of[min(self._form(), len(of) - 1)].replace("#", said)

    def _form(self) -> int:
        """0 for what is missing or none, 1 for one (or no), 2 for several (or yes)."""
        if is_missing(self.value):
            return 0
        if isinstance(self.value, bool):
            return 1 + self.value
        if isinstance(self.value, int | float):
            return 1 + is_several(self.value, self.language) if self.value else 0
        span = count_range(self.value) if self.type == "declared" else None
        return 1 + (span is not None and is_several(span.high or span.low, self.language))


def answer(
    table: pd.DataFrame, columns: Sequence[Column], templates: Templates, basis: Basis, *,
    more: Mapping[str, pd.DataFrame] | None = None, case: str = "reason",
) -> Answer:  # fmt: skip
    """An answer whose table has just the columns declared, in their types."""
    return Answer(typed(table, columns), basis, tuple(columns), templates, more or {}, case)


def is_missing(value: Any) -> bool:
    """Whether a cell holds nothing."""
    return value is None or value is pd.NA or value != value


def shown(value: Any, language: str, type: str = "text") -> str:
    """A value as a sentence says it: words for the vocabulary, numbers to two significant digits.

    >>> shown(0.52198, "fr"), shown(1234, "en"), shown("public_body", "fr"), shown(0.1666, "en", "share")
    ('0,52', '1,234', 'organisme public', '17 %')
    """
    if is_missing(value):
        return "—"
    value = value.item() if isinstance(value, np.generic) else value
    value = int(value) if type == "score" and value == int(value) else value
    if isinstance(value, bool):
        return {("fr", True): "oui", ("fr", False): "non"}.get((language, value), "yes" if value else "no")
    if isinstance(value, int):
        return _number(value, language)
    if type == "share":
        return f"{_number(float(f'{100 * value:.2g}'), language)} %"
    if isinstance(value, float):
        return _number(float(f"{value:.2g}"), language)
    if type in IN_WORDS:
        return IN_WORDS[type](value, language)
    return word(value, language) if value in BY_VALUE else str(value)


def _number(value: float, language: str) -> str:
    return _in_digits(value + 0, language)  # −0 is 0


@lru_cache(maxsize=4_096)
def _in_digits(value: float, language: str) -> str:
    from babel.numbers import format_decimal

    return str(format_decimal(value, format="#,##0.############", locale=language))
