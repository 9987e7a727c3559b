"""What a query gives: a table, the basis it rests on, a sentence for each row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from queries.basis import Basis
from queries.columns import Column, typed
from queries.words import BY_VALUE, word

Templates = Mapping[str, Mapping[str, str]]  # case → language → sentence with columns as placeholders


@dataclass(frozen=True, eq=False)
class Answer:
    """The answer to one question.

    Attributes:
        table: sorted, raw numbers, the types of `columns`.
        basis: what it rests on.
        columns: of the table: name, unit, range, labels.
        templates: sentences by case and language. A row's case is what stands in its column `case`
            (`reason` unless said otherwise), "" where that is missing or no case of its own.
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

    def for_directors(self, language: str = "fr") -> pd.DataFrame:
        """The table as one reads it aloud: labels for headers, words for the vocabulary, two significant digits."""
        made = {one.label(language): [shown(value, language) for value in self.table[one.name]] for one in self.columns}
        return pd.DataFrame(made, dtype="string")

    def _sentence(self, row: Mapping[Any, Any], language: str) -> str:
        case = row.get(self.case)
        found = self.templates.get(case if isinstance(case, str) else "") or self.templates[""]
        return found[language].format(**{str(name): shown(value, language) for name, value in row.items()})


def answer(
    table: pd.DataFrame, columns: Sequence[Column], templates: Templates, basis: Basis, *,
    more: Mapping[str, pd.DataFrame] | None = None, case: str = "reason",
) -> Answer:  # fmt: skip
    """An answer whose table has just the columns declared, in their types."""
    return Answer(typed(table, columns), basis, tuple(columns), templates, more or {}, case)


def shown(value: Any, language: str) -> str:
    """A value as a sentence says it: words for the vocabulary, numbers to two significant digits.

    >>> shown(0.52198, "fr"), shown(1234, "en"), shown("public_body", "fr")
    ('0,52', '1,234', 'organisme public')
    """
    if value is None or value is pd.NA or value != value:
        return "—"
    if isinstance(value, bool):
        return {("fr", True): "oui", ("fr", False): "non"}.get((language, value), "yes" if value else "no")
    if isinstance(value, int):
        return _number(value, language)
    if isinstance(value, float):
        return _number(float(f"{value:.2g}"), language)
    return word(value, language) if value in BY_VALUE else str(value)


def _number(value: float, language: str) -> str:
    from babel.numbers import format_decimal

    return str(format_decimal(value, format="#,##0.############", locale=language))
