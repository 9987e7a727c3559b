"""Networks that other tools wrote, as two tables each: its vertices, and its lines.

A vertex is its id, never its label: labels repeat, lack, and need trimming. Of a file that holds several
networks each keeps its own vertices, their ids numbered by network: `2/5`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from graph.facts import is_register_id
from ingest.faults import fault
from ingest.ids import PATTERNS
from ingest.sheet import Sheet

A_NUMBER = re.compile(r"[A-Za-z]{0,2}\d+$")  # an id that is no name: `12`, `n12`
Row = tuple[int, list[str]]
Item = TypeVar("Item", "Vertex", "Line")


class Vertex(NamedTuple):
    """A vertex of a network, at its place in the file; `attributes` by title."""

    line: int
    id: str
    label: str
    attributes: dict[str, str]


class Line(NamedTuple):
    """A line between two vertices: what its relation is called, and its own id, if the file gives them."""

    line: int
    source: str
    target: str
    is_directed: bool
    relation: str
    id: str
    attributes: dict[str, str]


class Note(NamedTuple):
    """What a reader has to say about a place in the file: the code of a fault, and the text there."""

    line: int
    code: str
    value: str


class Table(NamedTuple):
    """What a reader gives: `vertices` or `lines`, the rows with their physical lines, and what to say of them."""

    name: str
    header: tuple[str, ...]
    line: int
    rows: list[Row]
    notes: list[Note]


@dataclass(slots=True)
class Found:
    """One network, as a file has it.

    Attributes:
        line: where it begins.
        first_mode: how many vertices are of the first mode, None in a network of one mode.
    """

    name: str = ""
    line: int = 1
    first_mode: int | None = None
    vertices: dict[str, Vertex] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def mode(self, vertex: str) -> str:
        """`1` or `2` in a network of two modes, whose vertices are numbered; else ""."""
        if self.first_mode is None or not vertex.isdigit():
            return ""
        return "1" if int(vertex) <= self.first_mode else "2"


def tables(found: Sequence[Found]) -> list[Table]:
    """The vertices and the lines of each network, in the order of the file."""
    made = []
    for number, net in enumerate(found, 1):
        prefix, after = (f"{number}/", f" {net.name or number}") if len(found) > 1 else ("", "")
        net.vertices = dict(zip(net.vertices, _apart(list(net.vertices.values())), strict=True))
        net.lines = _apart(net.lines)
        made += [_vertices(net, prefix, after), _lines(net, prefix, after)]
    return made


def _apart(items: list[Item]) -> list[Item]:
    """With a number each that tells them apart: the physical line, or their order where several stand on one."""
    if len({one.line for one in items}) == len(items):
        return items
    return [one._replace(line=number) for number, one in enumerate(items, 1)]


def _vertices(net: Found, prefix: str, after: str) -> Table:
    rows = [
        (one.line, one.attributes | {"vertex": prefix + one.id, "label": _name(one), "mode": net.mode(one.id)})
        for one in net.vertices.values()
    ]
    return _table(f"vertices{after}", ("vertex", "label", "mode"), net, rows, net.notes)


def _lines(net: Found, prefix: str, after: str) -> Table:
    ends = ("participant", "encounter") if net.first_mode is not None else ("source", "target")
    rows = [(one.line, _line(net, one, prefix, ends)) for one in net.lines]
    header = (*ends, "line", "between", "relation", "directed")
    return _table(f"lines{after}", header, net, rows, list(_odd(net)))


def _line(net: Found, one: Line, prefix: str, ends: tuple[str, str]) -> dict[str, str]:
    """The cells of a line by title. What the file calls it, if anything, goes before an attribute of that title."""
    named = {"relation": one.relation} if one.relation else {}
    return one.attributes | named | {
        ends[0]: prefix + one.source, ends[1]: prefix + one.target, "line": prefix + _key(one),
        "between": " – ".join(_name(net.vertices[end]) for end in _ends(one) if end in net.vertices),
        "directed": "yes" if one.is_directed else "no",
    }  # fmt: skip


def _table(name: str, first: tuple[str, ...], net: Found, rows: list[tuple[int, dict[str, str]]],
           notes: list[Note]) -> Table:  # fmt: skip
    """The titles that say something, ours first, then the attributes in the order in which they appear."""
    said = dict.fromkeys(title for _, row in rows for title, text in row.items() if text)
    header = [title for title in first if title in said] + [title for title in said if title not in first]
    header = header or list(first)
    return Table(name, tuple(header), net.line, [(at, [row.get(t, "") for t in header]) for at, row in rows], notes)


def _odd(net: Found) -> Iterator[Note]:
    """Repeated lines; a line that has an id of its own is no repetition."""
    seen: dict[tuple[str, str, str, str, bool], int] = {}
    for one in net.lines:
        pair = (one.source, one.target) if one.is_directed else _ends(one)
        first = seen.setdefault((*pair, one.relation, one.id, one.is_directed), one.line)
        if first != one.line:
            yield Note(one.line, "repeated_line", str(first))


def _name(one: Vertex) -> str:
    """Its label; without one, an id that is a word, as other programs write them."""
    label = " ".join(one.label.split())
    if label and not (label == one.id and is_register_id(label)):
        return label
    titled = next((text for title, text in one.attributes.items() if title.casefold() in ("name", "nom", "label")), "")
    return titled or ("" if A_NUMBER.fullmatch(one.id) or is_register(one.id) else one.id)


def is_register(vertex: str) -> bool:
    """Whether the id of a vertex is a register's: `pic:999997930`."""
    scheme, _, value = vertex.partition(":")
    return is_register_id(vertex) and re.fullmatch(PATTERNS.get(scheme, r"[0-9A-Z]+"), value) is not None


def _key(one: Line) -> str:
    """What names a line: its ends, whichever is named first, its relation and its own id."""
    return "~".join(part for part in ("--".join(_ends(one)), one.relation, one.id) if part)


def _ends(one: Line) -> tuple[str, str]:
    return (one.source, one.target) if one.source <= one.target else (one.target, one.source)


def sheets(found: Sequence[Found], file: str, sha256: str, kind: str) -> list[Sheet]:
    """Each table as a reader gives it, with what is odd about it."""
    return [_sheet(table, file, sha256, kind) for table in tables(found)]


def _sheet(table: Table, file: str, sha256: str, kind: str) -> Sheet:
    faults = tuple(fault(one.code, file, one.line, value=one.value, sheet=table.name) for one in table.notes)
    detected = {"format": kind}
    return Sheet(file, table.name, table.header, table.line, sha256, detected, faults, lambda: iter(table.rows))
