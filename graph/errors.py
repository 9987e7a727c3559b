"""Every fault that a user can meet: one tree, each a sentence with a way out.

    MaillageError
    ├── DateError            a date that is not EDTF, or is no day of the calendar
    ├── DatasetError         a file or a mapping that cannot be used
    ├── StoreError           a store that cannot do what was asked
    │   ├── StoreUnavailable     it is not there, not ours, newer than us, or not readable
    │   ├── StoreBusy            another process is writing
    │   ├── NoFreeCypher         a question in Cypher that may not be asked, or not here
    │   └── NoFreeSql            a question in SQL that may not be asked, or that SQLite does not answer
    ├── SnapshotRefused      a file would close much of what its document says
    ├── UndoRefused          later runs stand in the way
    ├── UnknownEntity        no entity of the viewer's own network has this id
    └── UnknownRecord        a run or a document that the viewer's own network does not have

Wrong arguments of a function stay `ValueError`.
"""

from collections.abc import Sequence


class MaillageError(Exception):
    """A fault that a user can do something about."""


class DateError(MaillageError):
    """A date that is not EDTF, or is no day of the calendar."""


class DatasetError(MaillageError):
    """A file or a mapping that cannot be used."""


class StoreError(MaillageError):
    """A store that cannot do what was asked."""


class StoreUnavailable(StoreError):
    """The store is not there, not ours, newer than this version, or cannot be read."""


class StoreBusy(StoreError):
    """Another process is writing to the store."""


class SnapshotRefused(MaillageError):
    """A file would close much of what its document says: of each document, how many statements of how many."""

    def __init__(self, documents: Sequence[tuple[str, int, int]]) -> None:
        super().__init__(documents)

    def __str__(self) -> str:
        much = ", ".join(f"{closed} of the {stated} statements of {name}" for name, closed, stated in self.args[0])
        return (
            f"This snapshot would close {much}: nothing is loaded. If a document stands in several files, "
            "name them all in one load; look with --dry-run; --yes closes them."
        )


class NoFreeCypher(StoreError):
    """A question in Cypher that may not be asked, or not of this store."""


class NoFreeSql(StoreError):
    """A question in SQL that may not be asked, or that SQLite does not answer."""


class UndoRefused(MaillageError):
    """Later runs stand on what this one wrote."""

    def __init__(self, run: str, later: Sequence[str]) -> None:
        super().__init__(run, later)

    def __str__(self) -> str:
        run, later = self.args
        return f"Run {run} cannot be undone before the runs after it: undo {', '.join(later)} first."


class UnknownEntity(MaillageError):
    """No entity of the viewer's own network has this id."""

    def __init__(self, wanted: str, near: Sequence[str] = ()) -> None:
        super().__init__(wanted, near)

    def __str__(self) -> str:
        wanted, near = self.args
        hint = f"Did you mean {', '.join(near)}?" if near else "Try `maillage search`."
        return f"No entity '{wanted}' in this network. {hint}"


def _nearest(wanted: str, known: Sequence[str]) -> list[str]:
    """The three of those known that are written most like what was wanted, in the order they were given."""
    from rapidfuzz.process import extract

    near = {index for _, _, index in extract(wanted, known, limit=3)}
    return [one for index, one in enumerate(known) if index in near]


class UnknownRecord(MaillageError):
    """The viewer's own network has no such run or document."""

    def __init__(self, what: str, wanted: str, known: Sequence[str] = ()) -> None:
        super().__init__(what, wanted, known)

    def __str__(self) -> str:
        what, wanted, known = self.args
        hint = f" Known: {', '.join(_nearest(wanted, known))}." if known else ""
        return f"No {what} '{wanted}' in this network.{hint}"
