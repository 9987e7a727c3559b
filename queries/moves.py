"""How a status moved: what documents said of a participation or an encounter, one after the other."""

from typing import Any

import pandas as pd

from graph import dates
from queries.columns import joined

COLUMNS = {"status": "string", "said": "string", "documents": "string", "now": "boolean"}


def moves(statements: pd.DataFrame) -> pd.DataFrame:
    """The statuses that statements of one link or one encounter gave it, oldest first; the last is the one it has.

    They follow each other as the network takes them: by the day on which it was said or its document published, those
    without a day first, a correction last of all, however old.

    Args:
        statements: as `graph.network.evidence` gives them.

    Returns:
        A row per move: `status`; `said`, the day on which it was first said, missing where that is unknown;
        `documents` that say so until the next move; `now`, whether it is the status of today.
    """
    rows = [(_order(row), _status(row), row["document"]) for row in statements.to_dict("records")]
    made: list[dict[str, Any]] = []
    for (_, said, _), status, document in sorted(one for one in rows if one[1]):
        if made and made[-1]["status"] == status:
            made[-1]["documents"] = joined([*made[-1]["documents"].split(" "), document])
        else:
            made.append({"status": status, "said": said or pd.NA, "documents": document})
    table = pd.DataFrame(made, columns=["status", "said", "documents"])
    return table.assign(now=table.index == len(table) - 1).astype(COLUMNS)


def _status(row: dict[Any, Any]) -> str:
    value = row["value"] if row["predicate"] == "status" else row["status"]
    return value if isinstance(value, str) else ""


def _order(row: dict[Any, Any]) -> tuple[bool, str, str]:
    """As in `graph.resolve`: corrections last, else by the day, else by id."""
    text = row["said_on"] if isinstance(row["said_on"], str) else row["published"]
    known = isinstance(text, str) and dates.year_is_known(text)
    return row["method"] == "correction", dates.earliest(text) if known else "", row["id"]
