"""A row as it was read: its cells, what its statements share, what it says, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from graph.model import Decision, Document, Statement
from graph.vocabulary import Level
from ingest.faults import Fault


class Cell(NamedTuple):
    """A cell that was read: its values, and the text as it stood where that says more."""

    values: tuple[str, ...]
    raw: str | None
    code: str = ""  # of what is odd about it
    at: int | None = None  # the position of its column, in a workbook


class Base(NamedTuple):
    """What all statements of a row share."""

    document: str
    said_by: str | None
    said_on: str | None
    confidence: float
    explicit: bool
    level: Level
    audience: str | None
    locator: str
    quote: str | None
    note: str | None
    method: str


@dataclass(slots=True)
class Row:
    """One row, read: what it says, and what is wrong with it."""

    line: int
    statements: list[Statement] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    document: str = ""

    @property
    def is_refused(self) -> bool:
        return any(one.severity == "row" for one in self.faults)


class Read(NamedTuple):
    """A row that is being told: its cells by column, what its statements share, the record that it describes or ""."""

    row: Row
    found: Mapping[str, Cell]
    base: Base
    record: str


def first(found: Mapping[str, Cell], name: str, default: str = "") -> str:
    """The first value of a column, a default where the row says nothing in it."""
    cell = found.get(name)
    return cell.values[0] if cell and cell.values else default
