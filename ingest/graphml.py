"""GraphML: nodes and edges by id, data by the name of its key with defaults, direction per edge, labels of yEd."""

from collections.abc import Mapping

from ingest.elements import walk
from ingest.graph_files import Found, Line, Note, Vertex

LABELS = {"NodeLabel": "node", "EdgeLabel": "edge"}  # as yEd draws them


def networks(raw: bytes, name: str = "") -> list[Found]:
    """The networks of a file: a graph that stands in a node adds its own nodes to the one around it.

    Raises:
        DatasetError: no XML, or XML with a document type.
    """
    reader = _Reader()
    walk(raw, name, reader)
    return reader.found or [Found()]


class _Reader:
    """What is open: graphs, nodes and edges one in another; the key that is declared, or whose data is read."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self.graphs: list[bool] = []  # of each open graph, whether its edges have a direction
        self.titles: dict[str, str] = {}
        self.defaults: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
        self.key = ("", "")
        self.open: list[tuple[str, int, Mapping[str, str], dict[str, str]]] = []

    def begin(self, line: int, name: str, attributes: Mapping[str, str]) -> None:
        if name == "graph":
            if not self.graphs:
                self.found.append(Found(attributes.get("id", ""), line))
            self.graphs.append(attributes.get("edgedefault") == "directed")
        elif name == "key":
            self.key = attributes.get("for", "all"), attributes.get("attr.name") or attributes.get("id", "")
            self.titles[attributes.get("id", "")] = self.key[1]
        elif name == "data":
            self.key = "", self.titles.get(attributes.get("key", ""), attributes.get("key", ""))
        elif name in ("node", "edge") and self.graphs:
            self.open.append((name, line, attributes, dict(self.defaults[name])))
        elif name == "hyperedge" and self.found:
            self.found[-1].notes.append(Note(line, "unread_section", "hyperedge"))

    def end(self, line: int, name: str, text: str) -> None:
        if name == "graph":
            self.graphs.pop()
        elif name == "default":
            for of in ("node", "edge") if self.key[0] == "all" else (self.key[0],):
                self.defaults.setdefault(of, {})[self.key[1]] = text
        elif self.open and (name == "data" or name in LABELS) and text:
            self.open[-1][3]["label" if name in LABELS else self.key[1]] = text
        elif name in ("node", "edge") and self.open:
            of, at, attributes, values = self.open.pop()
            self._node(at, attributes, values) if of == "node" else self._edge(at, attributes, values)

    def _node(self, line: int, attributes: Mapping[str, str], values: dict[str, str]) -> None:
        net, vertex = self.found[-1], attributes.get("id", "")
        if not vertex or vertex in net.vertices:
            net.notes.append(Note(line, "repeated_vertex", vertex))
        else:
            net.vertices[vertex] = Vertex(line, vertex, values.pop("label", ""), values)

    def _edge(self, line: int, attributes: Mapping[str, str], values: dict[str, str]) -> None:
        directed = {"true": True, "false": False}.get(attributes.get("directed", ""), self.graphs[-1:] == [True])
        ends = attributes.get("source", ""), attributes.get("target", "")
        relation = values.pop("label", "") if "relation" not in values else ""
        self.found[-1].lines.append(Line(line, *ends, directed, relation, attributes.get("id", ""), values))
