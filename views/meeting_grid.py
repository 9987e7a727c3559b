"""A plan of meetings at one glance: a row a table, a column a slot, in each cell the two who meet."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from views.text import flat
from views.wording import Words

NAME = 28  # letters of a name in a cell, on the screen


@dataclass(frozen=True)
class Grid:
    """A plan, none of whose meetings is left out.

    Attributes:
        rows: the table's number, then who meets in each slot, "" where nobody does.
        pairs: the same cells without the first column, as `a~b`.
    """

    rows: pd.DataFrame
    pairs: list[list[str]]

    @property
    def slots(self) -> list[str]:
        """The titles of the slots."""
        return [str(one) for one in self.rows.columns[1:]]


def grid_of(
    say: Words, table: pd.DataFrame, *, longest: int = NAME, titled: Callable[[int], str] | None = None
) -> Grid:
    """The grid of meetings (`slot`, `table`, `a`, `b`, `a_name`, `b_name`), by tables and slots that have any.

    Args:
        longest: letters of a name.
        titled: what a slot is called; its number if nothing is said.
    """
    title = titled or (lambda slot: say("Slot {slot}", slot=slot))
    names = zip(table["a_name"], table["b_name"], strict=True)
    cells = pd.DataFrame({
        "slot": table["slot"].astype(int), "table": table["table"].astype(int),
        "who": [" – ".join(flat(one, longest=longest) for one in both) for both in names],
        "pair": table["a"] + "~" + table["b"],
    })  # fmt: skip
    shown, pairs = (cells.pivot(index="table", columns="slot", values=one).fillna("") for one in ("who", "pair"))
    rows = pd.DataFrame(shown.to_numpy(), columns=[title(int(one)) for one in shown.columns])
    rows.insert(0, say("Table"), [str(one) for one in shown.index])
    return Grid(rows, pairs.to_numpy().tolist())
