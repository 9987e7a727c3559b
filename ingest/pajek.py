"""Pajek's `.net` and `.paj`: networks of numbered vertices, and the partitions and vectors that belong to them."""

import re
from collections.abc import Callable, Iterator

from graph.errors import DatasetError
from ingest.graph_files import Found, Line, Note, Vertex

BREAK = re.compile(r"\r\n|\r|\n")  # not `splitlines`, which also cuts at U+0085
PART = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
HEAD = re.compile(r"\*\s*(\w+)\s*(.*)", re.S)
NAMED = re.compile(r":\s*(\d+)(?:\s+(.*))?$", re.S)
MOST = 1_000_000  # vertices that are numbered and not listed: a line of text must not fill the memory
VALUES = ("partition", "vector", "permutation")


def is_pajek(text: str) -> bool:
    """Whether a text begins as Pajek's do: with a star and one of its words, after comments."""
    first = next((line for line in BREAK.split(text[:10_000]) if line.strip() and not line.startswith("%")), "")
    return re.match(r"\*(network|vertices|arcs|edges|matrix|partition|vector)", first, re.I) is not None


def networks(text: str, name: str = "") -> list[Found]:
    """The networks of a file, each with what partitions and vectors below it say of its vertices.

    A vertex is its number. Lines with an end that is no vertex are given all the same: the load refuses them.

    Raises:
        DatasetError: there is no network in it, or a line that is none of Pajek's.
    """
    reader = _Reader(name)
    for number, line in enumerate(BREAK.split(text.removeprefix("\ufeff")), 1):
        if line.strip() and not line.lstrip().startswith("%"):
            reader.take(number, line.strip())
    if not any(net.vertices for net in reader.found):
        raise DatasetError("{} holds no vertices: a Pajek file has a line *Vertices and their number.", name)
    return reader.found


class _Reader:
    """Where one is in the file: the network, the section, and how its lines are read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[Found] = []
        self.section: Callable[[int, str], None] = self._skip
        self.relation = ""
        self.is_directed = False
        self.row = 0
        self.title = ""  # of the partition or vector whose values are read
        self.counts_values = False

    @property
    def net(self) -> Found:
        if not self.found:
            self.found.append(Found())
        return self.found[-1]

    def take(self, number: int, line: str) -> None:
        try:
            self._head(number, line) if line.startswith("*") else self.section(number, line)
        except (ValueError, IndexError):
            raise DatasetError("{}, line {}: '{}' is no line of a Pajek file.", self.name, number, line[:60]) from None

    def _head(self, number: int, line: str) -> None:
        head = HEAD.match(line)
        word, rest = (head[1].lower(), head[2].strip()) if head else ("", "")
        if word == "network":
            self.found.append(Found(rest, number))
            self.section, self.counts_values = self._skip, False
        elif word in VALUES:
            self.title, self.row, self.section, self.counts_values = rest or word, 0, self._value, True
        elif word == "vertices":
            self._vertices(number, [int(part) for part in rest.split()])
        elif word in LINES:
            self.is_directed, self.row = word in ("arcs", "arcslist", "matrix"), 0
            self.relation = _relation(rest)
            self.section = getattr(self, LINES[word])
        else:
            self.net.notes.append(Note(number, "unread_section", line[:60]))
            self.section = self._skip

    def _vertices(self, number: int, counts: list[int]) -> None:
        """The vertices of a network; below a partition or a vector, only how many values follow."""
        if self.counts_values:
            self.counts_values = False
            return
        if self.found and self.net.vertices:
            self.found.append(Found("", number))
        if counts[0] > MOST:
            raise DatasetError(
                "{}, line {}: {:# vertex is|# vertices are} more than {}.", self.name, number, counts[0], MOST
            )
        self.net.first_mode = counts[1] if len(counts) > 1 else None
        self.net.vertices = {str(n): Vertex(number, str(n), "", {}) for n in range(1, counts[0] + 1)}
        self.section = self._vertex

    def _vertex(self, number: int, line: str) -> None:
        vertex, *rest = _parts(line)
        attributes = {}
        for title, value in zip("xyz", rest[1:4], strict=False):
            if not _is_number(value):
                break
            attributes[title] = value
        if vertex not in self.net.vertices:
            self.net.notes.append(Note(number, "unknown_vertex", vertex))
        self.net.vertices[str(int(vertex))] = Vertex(number, str(int(vertex)), rest[0] if rest else "", attributes)

    def _value(self, number: int, line: str) -> None:
        """A line of a partition or a vector: the value of the next vertex of the network above."""
        self.row += 1
        if str(self.row) in self.net.vertices:
            self.net.vertices[str(self.row)].attributes[self.title] = line
        else:
            self.net.notes.append(Note(number, "unknown_vertex", str(self.row)))

    def _pair(self, number: int, line: str) -> None:
        source, target, *rest = _parts(line)
        attributes = {"weight": rest[0]} if rest and _is_number(rest[0]) else {}
        self._add(number, source, target, attributes)

    def _list(self, number: int, line: str) -> None:
        source, *targets = line.split()
        for target in targets:
            self._add(number, source, target, {})

    def _matrix(self, number: int, line: str) -> None:
        """A row of a matrix: in a network of two modes its columns are the vertices of the second."""
        self.row += 1
        for column, value in enumerate(line.split(), 1 + (self.net.first_mode or 0)):
            if float(value):
                self._add(number, str(self.row), str(column), {"weight": value})

    def _add(self, number: int, source: str, target: str, attributes: dict[str, str]) -> None:
        ends = str(int(source)), str(abs(int(target)))
        directed = self.is_directed and self.net.first_mode is None
        self.net.lines.append(Line(number, *ends, directed, self.relation, "", attributes))

    def _skip(self, number: int, line: str) -> None:
        """A line of a section that is not read."""


LINES = {"arcs": "_pair", "edges": "_pair", "arcslist": "_list", "edgeslist": "_list", "matrix": "_matrix"}


def _relation(rest: str) -> str:
    """`:2 "Marital"` is Marital, `:2` is 2."""
    named = NAMED.match(rest)
    return " ".join(_parts(named[2])) if named and named[2] else named[1] if named else ""


def _parts(line: str) -> list[str]:
    return list(_words(line))


def _words(line: str) -> Iterator[str]:
    """The words of a line; what is in quotes is one."""
    for found in PART.finditer(line):
        yield (found[1].replace('\\"', '"') if found[1] is not None else found[2]).strip()


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
