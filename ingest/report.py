"""What a load did, or would do: every row accounted for, every fault at its address."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from graph.store import Namesake
from ingest.faults import Fault
from ingest.gone import Gone
from ingest.lost import Lost


@dataclass(slots=True)
class FileReport:
    """The rows of one file: read = loaded + unchanged + refused + skipped."""

    file: str
    dataset: str
    document: str
    read: int = 0
    loaded: int = 0
    unchanged: int = 0
    refused: int = 0
    skipped: int = 0
    faults: list[Fault] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """What a load did to the store; with `dry_run`, what it would have done.

    Attributes:
        new, changed: statements opened, and opened anew with other rights or confidence.
        gone, closed: what a snapshot no longer says, by document; how many statements were closed for it.
        rejects: the files that hold the refused rows, with how many.
        documents: how many were described for the first time, or otherwise than before.
        namesakes: organisations that came and bear the name of one that was known, though nothing says they are one.
        appeared, vanished: public ids of entities and links, for a dry run.
        lost: links of other documents that would no longer be shown, for a dry run that is no snapshot.
        preview: what would change in what is shown, for a dry run: `ingest.preview.preview`.
        run: the id of the run, "" if nothing changed.
    """

    files: list[FileReport] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: list[Gone] = field(default_factory=list)
    closed: int = 0
    rejects: list[tuple[Path, int]] = field(default_factory=list)
    decided: int = 0
    documents: int = 0
    dry_run: bool = False
    strict: bool = False
    run: str = ""
    namesakes: tuple[Namesake, ...] = ()
    appeared: tuple[str, ...] = ()
    vanished: tuple[str, ...] = ()
    lost: tuple[Lost, ...] = ()
    preview: pd.DataFrame = field(default_factory=pd.DataFrame, compare=False)

    @property
    def faults(self) -> list[Fault]:
        """All faults, by file and line."""
        rows = [one for file in self.files for one in sorted(file.faults, key=lambda fault: (fault.line, fault.code))]
        return rows + [fault for one in self.gone for fault in one.faults]

    @property
    def refused(self) -> int:
        return self.total("refused")

    @property
    def is_held_back(self) -> bool:
        """Whether `--strict` kept everything out."""
        return self.strict and self.refused > 0

    @property
    def exit_code(self) -> int:
        """0 nothing refused, 1 some refused, 2 nothing accepted, blank files included."""
        if self.is_held_back or not self.total("loaded") + self.total("unchanged") + self.closed:
            return 2
        return 1 if self.refused else 0

    @property
    def has_changed(self) -> bool:
        """Whether anything was written, or would be."""
        return self.new + self.changed + self.closed + self.decided + self.documents > 0

    def total(self, what: str) -> int:
        """How many rows of all files were `read`, `loaded`, `unchanged`, `refused` or `skipped`."""
        return sum(int(getattr(file, what)) for file in self.files)

    def summary(self) -> Iterator[tuple[str, str, str, int, tuple[int, ...]]]:
        """For each file, code and column: how many faults, and the first five lines."""
        return summary(self.faults)


def summary(faults: Iterable[Fault]) -> Iterator[tuple[str, str, str, int, tuple[int, ...]]]:
    """Faults counted by file, code and column, most first, with the first five lines of each."""
    lines: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for one in faults:
        lines[one.file, one.code, one.column].append(one.line)
    for key in sorted(lines, key=lambda key: (-len(lines[key]), key)):
        yield *key, len(lines[key]), tuple(sorted(lines[key])[:5])
