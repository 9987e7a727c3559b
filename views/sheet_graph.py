"""What is drawn for Gephi and its like: GEXF and GraphML, every link with its dates, actors where they stand."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from graph.export import days, gexf, graphml, xml_text
from graph.vocabulary import Level
from views.look import WHITE, Look
from views.sheet import Actor, Link, Sheet

if TYPE_CHECKING:
    import networkx as nx

SHAPES = {"dot": "disc", "hexagon": "disc", "star": "diamond"}  # the others are called alike


def sheet_gexf(sheet: Sheet) -> bytes:
    """GEXF 1.3: a timeline of days, and the drawing as it stands on the canvas."""
    net = _net(sheet)
    for actor in sheet.actors:
        net.nodes[actor.id]["viz"] = _viz(actor)
    for *_, key, attributes in net.edges(keys=True, data=True):
        attributes["id"] = key
    for *_, attributes in (*net.nodes(data=True), *net.edges(data=True)):
        spell = days(attributes.get("since"), attributes.get("until"))
        if any(spell):
            attributes["spells"] = [spell]
    return gexf(net, about=_about(sheet))


def sheet_graphml(sheet: Sheet) -> bytes:
    """GraphML: the same, with the first and the last day as `start` and `end`; colours also as Gephi reads them."""
    net = _net(sheet)
    for actor in sheet.actors:
        colour = _colour(actor.look)
        parts = dict(zip("rgb", _rgb(colour), strict=True))
        net.add_node(actor.id, x=actor.x, y=-actor.y, size=actor.look.size, color=colour, **parts)
    for *_, attributes in (*net.nodes(data=True), *net.edges(data=True)):
        spell = zip(("start", "end"), days(attributes.get("since"), attributes.get("until")), strict=True)
        attributes |= {name: day for name, day in spell if day}
    return graphml(net, about=_about(sheet))


def _net(sheet: Sheet) -> "nx.MultiDiGraph":
    import networkx as nx

    net = nx.MultiDiGraph()
    titles = {source.id: source.title for source in sheet.sources}
    for actor in sorted(sheet.actors, key=lambda one: one.id):
        net.add_node(actor.id, **_known(_of_actor(actor)))
    for line in sheet.lines:
        for link in line.links:
            net.add_edges_from([(link.source, link.target, link.id, _known(_of_link(link, titles)))])
    return net


def _of_actor(actor: Actor) -> dict[str, Any]:
    return {
        "label": actor.name, "kind": actor.kind, "word": actor.word, "links": actor.links, "city": actor.city,
        "country": actor.country, "status": actor.status, "since": actor.since, "until": actor.until,
    }  # fmt: skip


def _of_link(link: Link, titles: dict[str, str]) -> dict[str, Any]:
    documents = sorted({titles[said.document] for said in link.said})
    return {
        "label": link.relation, "relation": link.relation, "role": link.key, "status": link.status,
        "since": link.since, "until": link.until, "amount": link.amount, "sentence": link.sentence,
        "documents": " ; ".join(documents), "statements": len(link.said), "level": Level(link.level).word,
    }  # fmt: skip


def _known(values: dict[str, Any]) -> dict[str, Any]:
    """What is known, without characters that no XML may hold."""
    clean = ((name, xml_text(value) if isinstance(value, str) else value) for name, value in values.items())
    return {name: value for name, value in clean if value not in (None, "")}


def _viz(actor: Actor) -> dict[str, Any]:
    """As drawn here; Gephi's upwards is our downwards."""
    look = actor.look
    return {
        "color": {**dict(zip("rgb", _rgb(_colour(look)), strict=True)), "a": 1.0}, "size": look.size,
        "position": {"x": actor.x, "y": -actor.y, "z": 0.0}, "shape": SHAPES.get(look.shape, look.shape),
    }  # fmt: skip


def _colour(look: Look) -> str:
    """One colour of two: its border where it is hollow."""
    return look.border if look.fill == WHITE else look.fill


def _rgb(colour: str) -> Iterable[int]:
    """The three parts of `#rrggbb`."""
    return tuple(bytes.fromhex(colour.lstrip("#")))


def _about(sheet: Sheet) -> str:
    return f"{sheet.title}. {sheet.sentence} {sheet.basis.sentence(sheet.language)}"
