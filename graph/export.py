"""A network as a file for other programs. Every property and date goes along; what is missing is left out."""

import json
import re
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import SubElement
from xml.sax.saxutils import escape

import pandas as pd

from graph import dates
from graph.errors import DatasetError, because
from graph.network import Network
from graph.store import Store
from graph.vocabulary import Level

if TYPE_CHECKING:
    import networkx as nx

TAKEN = re.compile(r"'*[=+\-@\t\r]")  # for a formula, or for a text that was escaped before
QUALIFIERS = ("importance", "amount", "besides", "words")
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def export(store: Store, network: Network, path: Path, basis: Mapping[str, Any]) -> None:
    """Write the network in the format that the file's name asks for: `.gexf`, `.graphml`, `.json` or `.csv`.

    Ends of links are public ids. JSON holds the basis; beside the others it stands in `FILE.basis.json`.
    CSV is the statements behind the network; with `NAME.documents.csv` and `NAME.decisions.csv` beside it,
    loading them into an empty store gives the same network again.

    Raises:
        DatasetError: a format that is not known, or a file that cannot be written.
    """
    write = WRITERS.get(path.suffix.lower())
    if write is None:
        raise DatasetError("{} has no ending that says what to write: use one of {}.", path, tuple(WRITERS))
    try:
        write(store, network, path, basis)
        if path.suffix.lower() != ".json":
            _write(path.with_name(path.name + ".basis.json"), _json(dict(basis)))
    except OSError as error:
        raise DatasetError("{} cannot be written: {}.", path, because(error)) from None


def _write_json(store: Store, network: Network, path: Path, basis: Mapping[str, Any]) -> None:
    tables = {name: records(getattr(network, name)) for name in ("entities", "links", "declared", "documents")}
    _write(path, _json({"basis": dict(basis), **tables}))


def _write_csv(store: Store, network: Network, path: Path, basis: Mapping[str, Any]) -> None:
    viewer = network.viewer
    said = store.statements(viewer=viewer, ids=network.mentions["statement"].unique())
    decided = store.decisions(viewer=viewer)
    tables = {
        "": _spread(said).drop(columns=["id", "key", "qualifiers", "raw"]),
        ".documents": network.documents.drop(columns="said"),
        ".decisions": decided[decided["by"] != "rule"].drop(columns="state"),
    }
    for name, table in tables.items():
        words = table.assign(level=table["level"].map(lambda n: Level(n).word)) if "level" in table else table
        _write(path.with_name(path.stem + name + path.suffix), harmless(words).to_csv(index=False, lineterminator="\n"))


def _spread(statements: pd.DataFrame) -> pd.DataFrame:
    """Roles, whom a count counts, and each qualifier in a column of its own."""
    pairs = [json.loads(text) if isinstance(text, str) else {} for text in statements["qualifiers"]]
    made = pd.DataFrame(pairs, index=statements.index, columns=list(QUALIFIERS), dtype="string")
    made["besides"] = made["besides"].str.replace(" ", " ; ", regex=False)
    counts = statements["predicate"] == "declared"
    key = statements["key"].replace("", pd.NA)
    return statements.join(made).assign(role=key.mask(counts), counts=key.where(counts))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


def _write_gexf(store: Store, network: Network, path: Path, basis: Mapping[str, Any]) -> None:
    net = _timed(_for_xml(network))
    for *_, key, attributes in net.edges(keys=True, data=True):
        attributes["id"] = key
    path.write_bytes(gexf(net))


def gexf(net: "nx.MultiDiGraph", *, about: str = "") -> bytes:
    """A networkx form as GEXF 1.3, `about` as its description; each edge needs a `relation`, and may have a `role`."""
    from networkx.readwrite.gexf import GEXFWriter

    writer, file = GEXFWriter(version="1.3"), BytesIO()
    writer.add_graph(net)
    meta = writer.xml.find("meta")
    del meta.attrib["lastmodifieddate"]  # today's: the same network is the same file tomorrow
    if about:
        SubElement(meta, "description").text = xml_text(about)
    for (*_, attributes), edge in zip(net.edges(data=True), writer.xml.iter("edge"), strict=True):
        edge.set(
            "kind", f"{attributes['relation']} {attributes.get('role', '')}".strip()
        )  # else Gephi makes one of two
    writer.write(file)
    return file.getvalue()


def _write_graphml(store: Store, network: Network, path: Path, basis: Mapping[str, Any]) -> None:
    path.write_bytes(graphml(_timed(_for_xml(network))))


def graphml(net: "nx.MultiDiGraph", *, about: str = "") -> bytes:
    """A networkx form as GraphML, `about` as its description: as data of the graph, Gephi would leave it out.

    The keys of its edges become their ids: Gephi takes one edge of those that share an id.
    """
    import networkx as nx

    file = BytesIO()
    nx.write_graphml(net, file, named_key_ids=True)
    if not about:
        return file.getvalue()
    head, opened, rest = file.getvalue().decode().partition("<key ")
    return f"{head}<desc>{escape(xml_text(about))}</desc>\n  {opened}{rest}".encode()


WRITERS: Mapping[str, Callable[[Store, Network, Path, Mapping[str, Any]], None]] = {
    ".gexf": _write_gexf,
    ".graphml": _write_graphml,
    ".json": _write_json,
    ".csv": _write_csv,
}


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as plain values, None for what is missing."""
    plain = table.astype(object).where(table.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]


def harmless(table: pd.DataFrame) -> pd.DataFrame:
    """The table without any text that a spreadsheet takes for a formula."""
    texts = [name for name in table.columns if pd.api.types.is_string_dtype(table[name].dtype)]
    return table.assign(**{name: table[name].map(no_formula, na_action="ignore") for name in texts})


def no_formula(text: str) -> str:
    """Text that a spreadsheet does not take for a formula.

    >>> no_formula("=1+1")
    "'=1+1"
    """
    return "'" + text if TAKEN.match(text) else text


def unescaped(text: str) -> str:
    """What `no_formula` was given.

    >>> unescaped("'=1+1"), unescaped(no_formula("'=1+1")), unescaped("'t Hoen")
    ('=1+1', "'=1+1", "'t Hoen")
    """
    return text[1:] if text.startswith("'") and TAKEN.match(text) else text


def _for_xml(network: Network) -> "nx.MultiDiGraph":
    """The networkx form, with names as labels, and without characters that no XML may hold."""
    net = network.to_networkx()
    for entity, attributes in net.nodes(data=True):
        attributes["label"] = network.name(entity)
        _clean(attributes)
    for _, _, attributes in net.edges(data=True):
        attributes["label"] = attributes["relation"]
        if role := attributes.pop("key", ""):  # networkx has a use of its own for that word
            attributes["role"] = role
        _clean(attributes)
    return net


def _timed(net: "nx.MultiDiGraph") -> "nx.MultiDiGraph":
    """With days for a timeline, beside the dates in the words of the documents."""
    parts = (attributes for those in (net.nodes(data=True), net.edges(data=True)) for *_, attributes in those)
    for attributes in parts:
        spell = days(attributes.get("since"), attributes.get("until"))
        attributes |= {name: day for name, day in zip(("start", "end"), spell, strict=True) if day}
    return net


def days(since: str | None, until: str | None) -> tuple[str | None, str | None]:
    """What began begins with the first day that its date can mean, and ends with the last.

    Of an unknown year there is no day, nor of what would end before it began: no timeline takes that.

    >>> days("2015-06", "XXXX-02-20"), days("2018", "2016")
    (('2015-06-01', None), (None, None))
    """
    first = dates.earliest(since) if since and dates.year_is_known(since) else None
    last = dates.latest(until) if until and dates.year_is_known(until) else None
    return (None, None) if first and last and last < first else (first, last)


def _clean(attributes: dict[str, Any]) -> None:
    for name, value in attributes.items():
        attributes[name] = xml_text(value) if isinstance(value, str) else value


def xml_text(text: str) -> str:
    """Text without characters that no XML may hold.

    >>> xml_text("a\\x00b")
    'a\ufffdb'
    """
    return NOT_XML.sub("\ufffd", text)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
