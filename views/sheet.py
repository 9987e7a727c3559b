"""What is drawn, whole: actors with place, look and words, lines with their links and statements, legend and basis.

One frozen record, made from what a page shows; every file that is taken away is made from it and from nothing else.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from queries.basis import Basis
from views.canvas import Entry, Node, View
from views.dates_in_words import span_in_words
from views.drawing import Neighbourhood
from views.facts import Fact, facts
from views.look import SLATE, WHITE, Look, look
from views.marks import Mark, Scale
from views.picture import Drawing
from views.statement_words import Row, dated, details, how_far
from views.vocabulary_words import link_sentence
from views.wording import Words


@dataclass(frozen=True, slots=True)
class Source:
    """A document as one cites it; its date in words, and as it is written."""

    id: str
    title: str
    publisher: str
    published: str
    date: str | None
    url: str


@dataclass(frozen=True, slots=True)
class Said:
    """One statement: the id of its document, the words quoted, a note, and place, speaker, confidence in words.

    Attributes:
        status: in words, where it differs from what is shown of the link; else "".
        level: how closely it is held, 0 for what is public.
    """

    id: str
    document: str
    quote: str
    note: str
    status: str
    details: tuple[str, ...]
    level: int


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, whether documents disagree on it, and who says it."""

    sentence: str
    contradicted: bool
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is drawn, where and how; `always` names it unasked; what is not known is None."""

    id: str
    name: str
    kind: str
    word: str
    x: float
    y: float
    look: Look
    always: bool
    links: int
    city: str | None
    country: str | None
    status: str | None
    since: str | None
    until: str | None
    facts: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """One link behind a line, read left to right; dates are EDTF, `when` is the same in words."""

    id: str
    source: str
    relation: str
    target: str
    key: str
    status: str | None
    since: str | None
    until: str | None
    amount: str | None
    sentence: str
    how_far: str
    when: str
    said: tuple[Said, ...]

    @property
    def level(self) -> int:
        """The least closely held of its statements: from there on the link is known."""
        return min((one.level for one in self.said), default=0)


@dataclass(frozen=True, slots=True)
class Line:
    """A line between two actors, and the links that it stands for; dashed when none of them is done.

    Attributes:
        lit: whether it is on the path that the reader asked for.
    """

    id: str
    low: str
    high: str
    count: int
    dashed: bool
    lit: bool
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """One kind of the legend: its look, its word, and how many are drawn."""

    kind: str
    look: Look
    word: str
    count: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is drawn.

    Attributes:
        subject: for names of files; `day`: on which one looks, or the newest one in the data.
        actors: in drawing order, those on top last; `lines`: by id; `sources`: by id.
        scales: what sizes and colours mean, where they say something else than the kind.
    """

    title: str
    sentence: str
    subject: str
    actors: tuple[Actor, ...]
    lines: tuple[Line, ...]
    legend: tuple[Key, ...]
    scales: tuple[Scale, ...]
    sources: tuple[Source, ...]
    basis: Basis
    language: str
    viewer: str
    day: str | None


@dataclass(frozen=True)
class Seen:
    """What a page shows: the drawing, what of it is left, the ids of the links behind the lines that are left."""

    made: Drawing
    view: View
    links: Collection[str]
    title: str
    sentence: str
    subject: str


def sheet(
    seen: Seen, near: Neighbourhood, evidence: pd.DataFrame, named: Mapping[str, int], basis: Basis, say: Words
) -> Sheet:
    """The record of what a page shows; `evidence` as `graph.network.evidence_of` gives it, for all that is shown."""
    said: dict[str, list[Row]] = {}
    for row in evidence.to_dict("records"):
        said.setdefault(row["of"], []).append(row)
    lines = _lines(seen, near, said, say)
    return Sheet(
        seen.title, seen.sentence, seen.subject,
        tuple(_actors(seen, near, lines, said, named, say)), lines,
        tuple(_key(seen.view, seen.made.picture.nodes, entry) for entry in seen.view.legend if entry.pressed),
        tuple(seen.view.scales),
        _sources(evidence, say), basis, say.language, basis.viewer, near.network.as_of or near.network.today,
    )  # fmt: skip


def _actors(
    seen: Seen, near: Neighbourhood, lines: Sequence[Line], said: Mapping[str, list[Row]],
    named: Mapping[str, int], say: Words,
) -> Iterable[Actor]:  # fmt: skip
    rows = {str(row["id"]): row for row in near.network.entities.to_dict("records")}
    links: dict[str, int] = {}
    for line in lines:
        for end in (line.low, line.high):
            links[end] = links.get(end, 0) + line.count
    for node in seen.made.picture.nodes:
        if node.id in seen.view.nodes:
            told = tuple(_told(one, say) for one in facts(say, said.get(node.id, ()), named))
            yield _actor(seen.view, node, rows[node.id], links.get(node.id, 0), told)


def _actor(view: View, node: Node, row: Row, links: int, told: tuple[Told, ...]) -> Actor:
    city, country, status, since, until = (_known(row[one]) for one in ("city", "country", "status", "since", "until"))
    x, y = view.moved.get(node.id, (node.x, node.y))
    always = node.always or node.id in view.lit
    return Actor(
        node.id, node.name, node.kind, node.word, x, y, look_of(node, view.marks.get(node.id)), always, links,
        city, country, status, since, until, told,
    )  # fmt: skip


def _told(one: Fact, say: Words) -> Told:
    return Told(one.sentence, one.contradicted, tuple(_said(row, say, _known(row["status"])) for row in one.said))


def look_of(node: Node, mark: Mark | None = None) -> Look:
    """How a node of the canvas is drawn; its size is half its side in units of the frame."""
    usual = look(node.kind)._replace(size=node.size)
    if mark is None:
        return usual
    size = usual.size if mark.size is None else mark.size
    return usual._replace(size=size, fill=mark.fill or usual.fill, border=mark.border or usual.border)


def _key(view: View, nodes: Sequence[Node], entry: Entry) -> Key:
    """The legend's mark is as large as its kind is drawn, and hollow where colours say something else."""
    found = (look_of(node) for node in nodes if node.kind == entry.kind)
    mark = min(found, key=lambda one: one.size, default=look(entry.kind))
    if any(one.fill for one in view.marks.values()):
        mark = mark._replace(fill=WHITE, border=SLATE)
    return Key(entry.kind, mark, entry.word, entry.count)


def _lines(seen: Seen, near: Neighbourhood, said: Mapping[str, list[Row]], say: Words) -> tuple[Line, ...]:
    links: dict[str, list[Link]] = {}
    rows = near.links[near.links["id"].isin(seen.links)].sort_values("id")
    for row in rows.to_dict("records"):
        links.setdefault(row["pair"], []).append(_link(row, near, said.get(row["id"], ()), say))
    made = []
    for line in seen.made.picture.lines:
        if line.id in seen.view.lines:
            count, dashed = seen.view.changes.get(line.id, (line.count, line.dashed))
            lit, behind = line.id in seen.view.lit, tuple(links.get(line.id, ()))
            made.append(Line(line.id, line.source, line.target, count, dashed, lit, behind))
    return tuple(sorted(made, key=lambda line: line.id))


def _link(row: Row, near: Neighbourhood, said: Iterable[Row], say: Words) -> Link:
    key, status = str(row["key"] or ""), _known(row["status"])
    names = {end: near.network.name(row[end]) for end in ("source", "target")}
    since, until = _known(row["since"]), _known(row["until"])
    return Link(
        row["id"], row["source"], row["relation"], row["target"], key, status, since, until, _known(row["amount"]),
        link_sentence(say, row["relation"], key, **names), how_far(say, row["status"]),
        span_in_words(say, since, until), tuple(_said(one, say, status) for one in said),
    )  # fmt: skip


def _said(row: Row, say: Words, shown: str | None) -> Said:
    status = _known(row["status"])
    other = how_far(say, status) if status and status != shown else ""
    return Said(
        row["id"], row["document"], _known(row["quote"]) or "", _known(row["note"]) or "", other,
        tuple(details(say, row)), int(row["level"]),
    )  # fmt: skip


def _sources(evidence: pd.DataFrame, say: Words) -> tuple[Source, ...]:
    rows = evidence.drop_duplicates("document").sort_values("document")
    return tuple(
        Source(
            row["document"], _known(row["title"]) or row["document"], _known(row["publisher"]) or "",
            dated(say, row["published"]), _known(row["published"]), _known(row["url"]) or "",
        )
        for row in rows.to_dict("records")
    )  # fmt: skip


def _known(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)
