"""The picture of the graph in Neo4j, drawn from the vocabulary and the tables' columns: `python -m docs.schema`."""

import textwrap
from collections.abc import Iterable
from html import escape
from pathlib import Path

from graph.frames import DECLARED, ENTITIES, LINKS
from graph.holding import HELD
from graph.neo4j_writing import DESCRIBED, label
from graph.vocabulary import ENCOUNTERS, ORGANISATIONS, Kind, Relation, Role

FILE = Path(__file__).with_name("schema.svg")
Point = tuple[int, int]
ORGANISATION, ENCOUNTER = "organisation", "encounter"
GROUP = {kind: ORGANISATION for kind in ORGANISATIONS} | {kind: ENCOUNTER for kind in ENCOUNTERS}
ENDS = {  # what each relation joins: groups of kinds, or kinds
    Relation.MEMBER_OF: [(ORGANISATION, ORGANISATION)],
    Relation.PART_OF: [(one, one) for one in (ORGANISATION, ENCOUNTER, Kind.COMPETENCE, Kind.TERRITORY)],
    Relation.TOOK_PART_IN: [(ORGANISATION, ENCOUNTER)],
    Relation.FOLLOWS: [(ENCOUNTER, ENCOUNTER)],
    Relation.OFFERS: [(ORGANISATION, Kind.COMPETENCE), (ORGANISATION, Kind.EQUIPMENT)],
    Relation.NEEDS: [(ORGANISATION, Kind.COMPETENCE), (ORGANISATION, Kind.EQUIPMENT)],
    Relation.USES: [(ORGANISATION, Kind.EQUIPMENT)],
    Relation.ABOUT: [(ENCOUNTER, Kind.COMPETENCE)],
    Relation.LOCATED_IN: [(ORGANISATION, Kind.TERRITORY), (ENCOUNTER, Kind.TERRITORY)],
    Relation.TWINNED_WITH: [(Kind.TERRITORY, Kind.TERRITORY)],
    Relation.COMPETES_WITH: [(ORGANISATION, ORGANISATION)],
}
PROPERTIES = {  # of each label and type
    "Entity": tuple(ENTITIES),
    "link": tuple(name for name in LINKS if name not in ("source", "relation", "target")),
    "Statement": (
        "id", "document", "about", "predicate", "value", "target", "key", "status", "valid", "qualifiers", "said_by",
    ),
    "FROM": ("opened", "closed", *HELD),
    "Document": (*DESCRIBED, "opened"),
    "Description": (*DESCRIBED, "opened", "closed"),
    "Record": ("id", "entity", "facts"),
    "Declared": tuple(DECLARED),
    "Decision": ("n", "a", "b", "verdict", "by", "why", "opened"),
    "Run": ("n", "id", "at", "command", "document", "sha256", "state"),
    "Maillage": ("id", "schema", "revision", "published", "lock"),
}  # fmt: skip
SHOWN, STATED = "#1f5f8b", "#6b5b2e"  # colours of what is shown, and of what it rests on
BOXES = {ORGANISATION: (40, 120, 300, 110), ENCOUNTER: (820, 120, 300, 110), Kind.EQUIPMENT: (40, 380, 150, 44),
         Kind.COMPETENCE: (420, 380, 180, 44), Kind.TERRITORY: (800, 380, 180, 44)}  # fmt: skip
ARROWS = {  # from where to where, and where its words stand
    (ORGANISATION, ENCOUNTER): ((340, 165), (820, 165), (580, 155)),
    (ORGANISATION, Kind.EQUIPMENT): ((110, 230), (110, 380), (198, 290)),
    (ORGANISATION, Kind.COMPETENCE): ((310, 230), (455, 380), (345, 345)),
    (ORGANISATION, Kind.TERRITORY): ((340, 200), (800, 392), (590, 275)),
    (ENCOUNTER, Kind.COMPETENCE): ((870, 230), (560, 380), (775, 312)),
    (ENCOUNTER, Kind.TERRITORY): ((940, 230), (940, 380), (993, 310)),
}
LOOPS = {  # where the loop leaves and arrives, its bend, and where its words stand
    ORGANISATION: ((90, 120), (180, 120), -36, (192, 108)),
    ENCOUNTER: ((870, 120), (960, 120), -36, (972, 108)),
    Kind.COMPETENCE: ((440, 424), (520, 424), 38, (528, 447)),
    Kind.TERRITORY: ((820, 424), (900, 424), 38, (908, 447)),
}
RECORDED = {  # left, top, width; as high as its words ask
    "Statement": (40, 600, 330), "Document": (800, 600, 320), "Record": (40, 760, 200), "Declared": (270, 760, 250),
    "Decision": (550, 760, 220), "Run": (800, 760, 320), "Description": (800, 880, 320), "Maillage": (550, 880, 220),
}  # fmt: skip
FOUND_BY = {  # joined by an equal property, without a relationship: a line, and where its words stand
    "Record.entity = Entity.id": (((40, 790), (18, 790), (18, 200), (40, 200)), (26, 515)),
    "Statement.about, .target = Record.id": (((140, 664), (140, 760)), (148, 715)),
    "Declared.about = Entity.id": (((395, 760), (395, 735)), (403, 746)),
    "Decision.a, .b = Record.id": (((620, 760), (620, 735)), (628, 746)),
    "FROM.opened, .closed = Run.n": (((760, 640), (760, 715), (960, 715), (960, 760)), (968, 735)),
    "Description.id = Document.id": (((1120, 900), (1140, 900), (1140, 640), (1120, 640)), (965, 868)),
}
FROM = ((370, 640), (800, 640), (585, 632))
STYLE = """
text { font: 13px sans-serif; fill: #222 } .small { font-size: 11.5px; fill: #444 } .title { font-weight: bold }
.head { font-size: 16px; font-weight: bold } rect { fill: #fff } rect, path { stroke-width: 1.5 } path { fill: none }
.dashed { stroke: #888; stroke-dasharray: 5 4 }
"""
WIDTH, HEIGHT = 1160, 970
LINE = 15  # from one line of words to the next


def labels(group: str) -> list[str]:
    """The labels of the kinds of a group, or of the one kind."""
    return [label(kind) for kind in Kind if GROUP.get(kind, kind) == group]


def relations(source: str, target: str) -> list[str]:
    """The types of the links that join these two."""
    return [str(relation) for relation, ends in ENDS.items() if (source, target) in ends]


def picture() -> str:
    """The whole picture, as SVG."""
    parts = [*_shown(), *_recorded()]
    colours = "".join(_arrowhead(name, colour) for name, colour in (("shown", SHOWN), ("stated", STATED)))
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="The graph of maillage in Neo4j">'
    ground = f'<rect width="{WIDTH}" height="{HEIGHT}"/>'
    return "\n".join([head, f"<style>{STYLE}</style>", f"<defs>{colours}</defs>", ground, *parts, "</svg>"]) + "\n"


def _shown() -> Iterable[str]:
    yield _words(40, 36, ["What the public statements show"], "head")
    entity = "Each node is an :Entity and bears the label of its kind; it has: " + " ".join(PROPERTIES["Entity"])
    yield _words(40, 56, textwrap.wrap(entity, 180), "small")
    for group, (x, y, width, height) in BOXES.items():
        several = textwrap.wrap(" ".join(labels(group)), 34) if group in (ORGANISATION, ENCOUNTER) else []
        title = f"{group}s" if several else f":Entity{labels(group)[0]}"
        yield _box(x, y, width, height, SHOWN, title, several)
    for ends, (start, end, place) in ARROWS.items():
        yield _arrow(start, end, "shown", SHOWN)
        yield _words(*place, [" · ".join(relations(*ends))], "title", anchor="middle")
    for group, (start, end, bend, place) in LOOPS.items():
        yield _loop(start, end, bend)
        yield _words(*place, [" · ".join(relations(group, group))], "title")
    yield _words(580, 180, textwrap.wrap("key: " + " ".join(Role), 44), "small", anchor="middle")
    yield _words(40, 490, ["Each link has: " + " ".join(PROPERTIES["link"])], "small")


def _recorded() -> Iterable[str]:
    yield _words(40, 570, ["What they rest on: all that was ever stated, the confidential too"], "head")
    for name, (x, y, width) in RECORDED.items():
        lines = textwrap.wrap(" ".join(PROPERTIES[name]), width // 7)
        yield _box(x, y, width, 34 + LINE * len(lines), STATED, f":{name}", lines)
    start, end, place = FROM
    yield _arrow(start, end, "stated", STATED)
    yield _words(*place, ["FROM"], "title", anchor="middle")
    yield _words(place[0], place[1] + 24, textwrap.wrap(" ".join(PROPERTIES["FROM"]), 52), "small", anchor="middle")
    for words, (line, place) in FOUND_BY.items():
        path = " L ".join(f"{x} {y}" for x, y in line)
        yield f'<path class="dashed" d="M {path}"/>'
        yield _words(*place, [words], "small")


def _arrowhead(name: str, colour: str) -> str:
    shape = f'<path d="M 0 0 L 9 4.5 L 0 9 z" style="fill: {colour}"/>'
    return f'<marker id="{name}" markerWidth="10" markerHeight="10" refX="8" refY="4.5" orient="auto">{shape}</marker>'


def _arrow(start: Point, end: Point, head: str, colour: str) -> str:
    (x, y), (to_x, to_y) = start, end
    return f'<path d="M {x} {y} L {to_x} {to_y}" stroke="{colour}" marker-end="url(#{head})"/>'


def _loop(start: Point, end: Point, bend: int) -> str:
    (x, y), (to_x, to_y) = start, end
    way = f"M {x} {y} C {x} {y + bend}, {to_x} {to_y + bend}, {to_x} {to_y}"
    return f'<path d="{way}" stroke="{SHOWN}" marker-end="url(#shown)"/>'


def _box(x: int, y: int, width: int, height: int, colour: str, title: str, lines: list[str]) -> str:
    frame = f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="8" stroke="{colour}"/>'
    return frame + _words(x + 12, y + 24, [title], "title") + _words(x + 12, y + 42, lines, "small")


def _words(x: int, y: int, lines: Iterable[str], style: str, *, anchor: str = "start") -> str:
    return "".join(
        f'<text x="{x}" y="{y + n * LINE}" class="{style}" text-anchor="{anchor}">{escape(line)}</text>'
        for n, line in enumerate(lines)
    )


if __name__ == "__main__":
    FILE.write_text(picture(), encoding="utf-8", newline="")
