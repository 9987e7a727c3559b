"""What no file says: a fact that somebody writes down. It becomes a document of that day, and goes the way of files."""

import csv
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.errors import WrongValue
from graph.names import slug
from graph.store import Store
from ingest.load import load
from ingest.report import Report


def write_down(
    store: Store, dataset: str, row: Mapping[str, str], *, by: str, at: str, level: str = "", audience: str = ""
) -> Report:
    """Load one row of a dataset as said by somebody, on the day of `at`; a run of its own, that can be undone.

    Nothing is edited: what was wrong is said otherwise by a newer statement, or `denied`.

    Args:
        row: by column of the dataset; empty cells say nothing.
        level, audience: to whom it is confided; "" is everybody.

    Raises:
        WrongValue: nobody says it.
        DatasetError, StoreError: as for any file.
    """
    if not by.strip():
        raise WrongValue("Say who writes it down: nothing is kept that nobody says.")
    day = at[:10]
    document = f"doc:written-{day}-{slug(by)}" + (f"-{level}-{slug(audience)}" if level else "")
    held = {"level": level, "audience": audience} if level else {}
    paper = {"id": document, "title": f"Noté par {by} le {day}", "publisher": by, "published": day, **held}
    with TemporaryDirectory(prefix="maillage-") as folder:
        files = [
            _file(Path(folder, "documents.csv"), paper),
            _file(Path(folder, f"{dataset}.csv"), {**row, "document": document, "said_by": by, "said_on": day, **held}),
        ]
        return load(store, files, at=at, strict=True)


def _file(path: Path, row: Mapping[str, str]) -> Path:
    said = {name: value for name, value in row.items() if value}
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([list(said), list(said.values())])
    return path
