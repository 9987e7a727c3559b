"""Every fault that a user can meet: one tree, each a sentence with a way out.

    MaillageError
    ├── DateError            a date that is not EDTF, or is no day of the calendar
    ├── DatasetError         a file or a mapping that cannot be used
    │   └── ColumnsLacking       a table lacks columns of the dataset that it is taken for
    ├── StoreError           a store that cannot do what was asked
    │   ├── StoreUnavailable     it is not there, not ours, newer than us, or not readable
    │   │   └── ServerAway           its server does not answer now
    │   ├── StoreBusy            another process is writing
    │   ├── NoFreeCypher         a question in Cypher that may not be asked, or not here
    │   └── NoFreeSql            a question in SQL that may not be asked, or that SQLite does not answer
    ├── SnapshotRefused      a file would close much of what its document says
    ├── UndoRefused          later runs stand in the way
    ├── Infeasible           rules that cannot all be kept
    ├── PlanError            a plan of that name that is there already, is not there, or no longer fits
    ├── Stopped              whoever asked no longer wanted to wait
    ├── UnknownEntity        no entity of the viewer's own network has this id
    └── UnknownRecord        a run or a document that the viewer's own network does not have

Wrong arguments of a function stay `ValueError`; `WrongValue` is one that a user may have written.

A sentence is a template and what fills it: `StoreBusy("Another process is writing to {}.", path)`. What it says is
English; the template leads `views` to its French.
"""

import errno
from collections.abc import Sequence
from numbers import Real


class _Sentence(Exception):
    """A fault as a template with a `{}` for each of its values; alone, the template is the whole sentence.

    A number may choose between two forms, in which `#` is the number: `{:# table|# tables}`.
    """

    @property
    def template(self) -> str:
        return str(self.args[0]) if self.args else ""

    @property
    def values(self) -> tuple[object, ...]:
        return self.args[1:]

    def __str__(self) -> str:
        return self.template.format(*map(_listed, self.values)) if self.values else self.template


class Number:
    """A number in a sentence: as it stands, or in the form for one or for several."""

    def __init__(self, value: Real, *, is_several: bool) -> None:
        self.value, self.is_several = value, is_several

    def __str__(self) -> str:
        return f"{self.value:g}" if isinstance(self.value, float) else str(self.value)

    def __format__(self, forms: str) -> str:
        return forms.split("|")[self.is_several].replace("#", str(self)) if forms else str(self)


def _listed(value: object) -> str | Number:
    if isinstance(value, Real):
        return Number(value, is_several=value != 1)
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


class MaillageError(_Sentence):
    """A fault that a user can do something about."""


class WrongValue(_Sentence, ValueError):
    """An argument that a user wrote, and that says nothing here."""


class DateError(MaillageError):
    """A date that is not EDTF, or is no day of the calendar."""


class DatasetError(MaillageError):
    """A file or a mapping that cannot be used."""


class ColumnsLacking(DatasetError):
    """A table lacks columns of the dataset that it is, or is nearest to: file, line, dataset, columns."""

    @property
    def file(self) -> str:
        return str(self.args[1])

    @property
    def dataset(self) -> str:
        return str(self.args[3])

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(str(one).strip("'") for one in self.args[4])


class StoreError(MaillageError):
    """A store that cannot do what was asked."""


class StoreUnavailable(StoreError):
    """The store is not there, not ours, newer than this version, or cannot be read."""


class ServerAway(StoreUnavailable):
    """The server that keeps the store does not answer now; later it may."""


class StoreBusy(StoreError):
    """Another process is writing to the store."""


class SnapshotRefused(MaillageError):
    """A file would close much of what its document says: of each document, how many statements of how many."""

    def __init__(self, documents: Sequence[tuple[str, int, int]]) -> None:
        super().__init__(documents)

    @property
    def template(self) -> str:
        return (
            "This snapshot would close {}: nothing is loaded. If a document stands in several files, "
            "name them all in one load; look with --dry-run; --yes closes them."
        )

    @property
    def values(self) -> tuple[object, ...]:
        return (tuple(_Sentence("{1} of the {2:# statement|# statements} of {0}", *one) for one in self.args[0]),)


class NoFreeCypher(StoreError):
    """A question in Cypher that may not be asked, or not of this store."""


class NoFreeSql(StoreError):
    """A question in SQL that may not be asked, or that SQLite does not answer."""


class Infeasible(MaillageError):
    """Rules that cannot all be kept: a smallest set of them, or what would do instead."""


class Rule(_Sentence):
    """One of the rules that `Infeasible` names."""


class PlanError(MaillageError):
    """A plan kept by name that is there already, is not there, or no longer fits its network."""


class Phrase(_Sentence):
    """A part of another sentence: a way out of it, or what is wrong."""


SYSTEM = {  # what a system says of a file
    errno.EACCES: Phrase("Permission denied"),
    errno.EPERM: Phrase("Operation not permitted"),
    errno.ENOENT: Phrase("No such file or directory"),
    errno.ENOTDIR: Phrase("Not a directory"),
    errno.EISDIR: Phrase("Is a directory"),
    errno.EROFS: Phrase("Read-only file system"),
    errno.ENOSPC: Phrase("No space left on device"),
    errno.ENAMETOOLONG: Phrase("File name too long"),
    errno.ELOOP: Phrase("Too many levels of symbolic links"),
}


def because(error: OSError) -> Phrase | str:
    """Why a file cannot be read or written, as the system says it."""
    return SYSTEM.get(error.errno or 0) or error.strerror or str(error)


class Stopped(MaillageError):
    """Whoever asked stopped it."""


class UndoRefused(MaillageError):
    """Later runs stand on what this one wrote."""

    def __init__(self, run: str, later: Sequence[str]) -> None:
        super().__init__(run, later)

    @property
    def template(self) -> str:
        return "Run {} cannot be undone before the runs after it: undo {} first."

    @property
    def values(self) -> tuple[object, ...]:
        run, later = self.args
        return run, tuple(later)


class UnknownEntity(MaillageError):
    """No entity of the viewer's own network has this id."""

    def __init__(self, wanted: str, near: Sequence[str] = ()) -> None:
        super().__init__(wanted, near)

    @property
    def template(self) -> str:
        if self.args[1]:
            return "No entity '{}' in this network. Did you mean {}?"
        return "No entity '{}' in this network. Try `maillage search`."

    @property
    def values(self) -> tuple[object, ...]:
        wanted, near = self.args
        return (wanted, tuple(near)) if near else (wanted,)


def _nearest(wanted: str, known: Sequence[str]) -> list[str]:
    """The three of those known that are written most like what was wanted, in the order they were given."""
    from rapidfuzz.process import extract

    near = {index for _, _, index in extract(wanted, known, limit=3)}
    return [one for index, one in enumerate(known) if index in near]


class UnknownRecord(MaillageError):
    """The viewer's own network has no such run or document."""

    def __init__(self, what: str, wanted: str, known: Sequence[str] = ()) -> None:
        super().__init__(what, wanted, known)

    @property
    def template(self) -> str:
        what, _, known = self.args
        if what == "run":
            return "No run '{}' in this network. Known: {}." if known else "No run '{}' in this network."
        return "No document '{}' in this network. Known: {}." if known else "No document '{}' in this network."

    @property
    def values(self) -> tuple[object, ...]:
        _, wanted, known = self.args
        return (wanted, tuple(_nearest(wanted, known))) if known else (wanted,)
