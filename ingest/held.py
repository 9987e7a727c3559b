"""A planned day that took place: its meetings as rows of two datasets, loaded as one run that can be undone."""

import csv
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.errors import WrongValue
from graph.names import slug
from graph.store import Store
from graph.vocabulary import Kind, Role, Status
from ingest.load import load
from ingest.report import Report

Met = tuple[str, str, int, int]  # first, second, slot, table


def write_held(
    store: Store, plan: str, event: str, meetings: Sequence[Met], missed: Collection[tuple[str, ...]],
    names: Mapping[str, str], *, day: str, at: str, level: str = "", audience: str = "",
) -> Report:  # fmt: skip
    """Write each meeting as an encounter of its own, part of the event: held, or cancelled where it was missed.

    Args:
        event: the id of the day.
        missed: pairs, first < second, whose meeting did not take place.
        names: of those who met, by id.
        day: EDTF.
        level, audience: to whom it is confided; "" is everybody.

    Raises:
        WrongValue: the day is not known.
        DatasetError, StoreError: as for any file.
    """
    if not day or day == "<NA>":
        raise WrongValue("When was it? The event has no date: say --day 2015-09-10.")
    document, held = f"doc:plan-{slug(plan)}", {"level": level, "audience": audience} if level else {}
    titles = {met: f"{plan}, {met[2]}.{met[3]} : {names[met[0]]} – {names[met[1]]}" for met in meetings}
    paper = [{"id": document, "title": f"{plan}", "published": day, **held}]
    rows = [
        {
            "event": titles[met], "kind": Kind.MEETING, "since": day, "part of": event, "document": document,
            "status": Status.CANCELLED if met[:2] in missed else Status.HELD,
        }
        for met in meetings
    ]  # fmt: skip
    parties = [
        {"encounter": titles[met], "organisation": one, "role": Role.PARTNER, "document": document}
        for met in meetings
        for one in met[:2]
    ]
    with TemporaryDirectory(prefix="maillage-") as folder:
        files = [
            _file(Path(folder, f"{name}.csv"), some)
            for name, some in (("documents", paper), ("events", rows), ("participations", parties))
        ]
        return load(store, files, at=at, strict=True)


def _file(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path
