"""What runs are called where one chooses among them: when it was, what was done, of which document."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from graph.errors import MaillageError, UndoRefused
from graph.network import Network
from views.dates_in_words import in_words
from views.text import flat
from views.vocabulary_words import command_word
from views.wording import Words

Row = Mapping[Any, Any]
LONGEST = 90


def moment(say: Words, at: str) -> str | None:
    """A day in words, and the hour in Greenwich; None where nobody said when it was.

    >>> moment(Words("fr"), "2026-11-30T08:07:28+00:00")
    '30 novembre 2026, 08:07 UTC'
    """
    day, _, hour = at.partition("T")
    return f"{in_words(say, day)}, {hour[:5]} UTC" if day else None


def titled(network: Network, documents: pd.Series) -> pd.Series:
    """Documents by their titles, by their ids where the network has none."""
    known = dict(zip(network.documents["id"], network.documents["title"], strict=True))
    return documents.map(lambda one: known.get(one, one), na_action="ignore").astype("string")


def run_names(say: Words, network: Network, runs: pd.DataFrame) -> dict[str, str]:
    """Of each run of a list its name by its id, no two alike: its id ends it, as commands ask for it."""
    rows = runs.assign(document=titled(network, runs["document"])).to_dict("records")
    return {str(row["id"]): _name(say, row) for row in rows}


def _name(say: Words, row: Row) -> str:
    document: str = "" if pd.isna(row["document"]) else flat(row["document"], longest=LONGEST)
    parts = (moment(say, str(row["at"])), flat(command_word(say, str(row["command"]))), document, str(row["id"]))
    return " · ".join(filter(None, parts))


def with_names(error: MaillageError, names: Mapping[str, str]) -> MaillageError:
    """A refusal that tells of runs by their names; any other as it is."""
    if not isinstance(error, UndoRefused):
        return error
    run, later = error.args
    return UndoRefused(names.get(run, run), [names.get(one, one) for one in later])
