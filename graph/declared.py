"""Counts that a document declares: how many there are, beside how many it names."""

import re
from typing import NamedTuple

COUNT = re.compile(r"^(?P<mark>[<>~]?)\s*(?P<low>\d+)(?:\s*-\s*(?P<high>\d+))?\s*(?P<unit>%?)$")


class Range(NamedTuple):
    """What a declared count can mean. `high` is None for "more than"; `unit` is "%" or ""."""

    low: float
    high: float | None
    unit: str


def count_range(text: str) -> Range | None:
    """The range of a declared count, None if it is not one.

    >>> count_range("50-100"), count_range(">3000"), count_range("95 %")
    (Range(low=50.0, high=100.0, unit=''), Range(low=3000.0, high=None, unit=''), Range(low=95.0, high=95.0, unit='%'))
    """
    found = COUNT.match(text.strip())
    if found is None:
        return None
    low, mark = float(found["low"]), found["mark"]
    high = {"<": low, ">": None}.get(mark, float(found["high"] or low))
    return Range(0.0 if mark == "<" else low, high, found["unit"])
