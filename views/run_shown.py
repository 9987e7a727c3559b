"""What a run did, on a screen: `+` added, `~` changed, `−` no longer stated, `=` decided."""

import pandas as pd

from views import terminal
from views.run_words import and_more, heading, what_changed
from views.text import flat
from views.wording import Words

MARKS = {"added": "+", "changed": "~", "closed": "−", "decided": "="}


def show(say: Words, table: pd.DataFrame, run: str, *, limit: int) -> None:
    """How many statements, then what is said of each thing, of at most so many."""
    terminal.say(f"{run} · {heading(say, table.loc[table['statement'].notna(), 'change'])}")
    things = list(table.groupby(["name", "id"], sort=False, dropna=False))
    for (name, one), rows in things[:limit]:
        terminal.say(flat(f"{name} ({one})" if name != one else str(one), longest=300), bold=True)
        for row in rows.to_dict("records"):
            terminal.say(f"  {MARKS[row['change']]} {flat(what_changed(say, row), longest=300)}")
    if len(things) > limit:
        terminal.say(and_more(say, len(things) - limit))
