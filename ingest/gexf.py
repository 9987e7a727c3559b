"""GEXF, whatever its version: nodes and edges by id, attributes by title with their defaults, spells as EDTF."""

import re
from collections.abc import Mapping, Sequence

from ingest.elements import walk
from ingest.graph_files import Found, Line, Note, Vertex

TIMES = ("start", "startopen", "timestamp"), ("end", "endopen", "timestamp")
DAY = re.compile(r"(\d{4}(-\d\d){0,2})(T.*)?$")
YEAR = re.compile(r"([12]\d{3})(\.0+)?$")


def networks(raw: bytes, name: str = "") -> list[Found]:
    """The network of a file.

    Raises:
        DatasetError: no XML, or XML with a document type.
    """
    reader = _Reader()
    walk(raw, name, reader)
    return [reader.net]


class _Reader:
    """What is open: the node or edge whose values are read, the kind of attributes that are declared."""

    def __init__(self) -> None:
        self.net = Found()
        self.directed = False
        self.of = ""
        self.titles: dict[tuple[str, str], str] = {}
        self.defaults: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
        self.declared = ""
        self.open: list[tuple[str, int, Mapping[str, str], dict[str, str], list[Mapping[str, str]]]] = []

    def begin(self, line: int, name: str, attributes: Mapping[str, str]) -> None:
        if name == "graph":
            self.net.line = line
            self.directed = attributes.get("defaultedgetype", "undirected") != "undirected"
        elif name == "attributes":
            self.of = attributes.get("class", "node")
        elif name == "attribute":
            self.declared = attributes.get("title") or attributes.get("id", "")
            self.titles[self.of, attributes.get("id", "")] = self.declared
        elif name in ("node", "edge"):
            self.open.append((name, line, attributes, dict(self.defaults[name]), [attributes]))
        elif self.open:
            self._detail(name, attributes)

    def _detail(self, name: str, attributes: Mapping[str, str]) -> None:
        """A value or a spell of what is open."""
        of, _, _, values, spells = self.open[-1]
        if name == "attvalue":
            key = attributes.get("for", attributes.get("id", ""))
            values[self.titles.get((of, key), key)] = attributes.get("value", "")
        elif name in ("spell", "slice"):
            spells.append(attributes)

    def end(self, line: int, name: str, text: str) -> None:
        if name == "default":
            self.defaults.setdefault(self.of, {})[self.declared] = text
        elif name in ("node", "edge") and self.open:
            of, at, attributes, values, spells = self.open.pop()
            values = self._span(at, spells) | values  # what an attribute says in so many words goes before a spell
            self._node(at, attributes, values) if of == "node" else self._edge(at, attributes, values)

    def _node(self, line: int, attributes: Mapping[str, str], values: dict[str, str]) -> None:
        vertex = attributes.get("id", "")
        if not vertex or vertex in self.net.vertices:
            self.net.notes.append(Note(line, "repeated_vertex", vertex))
        else:
            self.net.vertices[vertex] = Vertex(line, vertex, attributes.get("label", ""), values)

    def _edge(self, line: int, attributes: Mapping[str, str], values: dict[str, str]) -> None:
        kind = attributes.get("type", attributes.get("defaultedgetype", ""))
        directed = kind != "undirected" if kind else self.directed
        label = attributes.get("label", "")
        relation = label if label == values.get("relation") else attributes.get("kind") or label
        more = {"weight": attributes["weight"]} if "weight" in attributes else {}
        ends = attributes.get("source", ""), attributes.get("target", "")
        self.net.lines.append(Line(line, *ends, directed, relation, attributes.get("id", ""), more | values))

    def _span(self, line: int, spells: Sequence[Mapping[str, str]]) -> dict[str, str]:
        """From the first start to the last end; that there are gaps is noted, as is a time that is no date."""
        found: dict[str, str] = {}
        if len(spells) > 2:
            self.net.notes.append(Note(line, "several_spells", str(len(spells) - 1)))
        for title, names, choose in (("since", TIMES[0], min), ("until", TIMES[1], max)):
            times = [time for one in spells for name in names if (time := one.get(name))]
            dates = [date for time in times if (date := day(time))]
            if len(dates) < len(times):
                self.net.notes.append(Note(line, "unread_time", next(time for time in times if not day(time))))
            if dates and len(dates) == len(times):
                found[title] = choose(dates)
        return found


def day(time: str) -> str:
    """EDTF of a time: of a date, of a moment its day, of a number a year; "" if it is none of them.

    >>> day("2009-03-01T10:00:00"), day("2009.0"), day("17.5")
    ('2009-03-01', '2009', '')
    """
    found = YEAR.match(time) or DAY.match(time)
    return found[1] if found else ""
