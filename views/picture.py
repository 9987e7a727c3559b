"""From a network and the reader's steps to what the canvas draws."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd
import streamlit as st

from graph.confidence import confidences
from graph.vocabulary import Kind, Relation
from views.canvas import Line, Node, Picture
from views.context import Context
from views.drawing import Drawn, Neighbourhood, drawn, lines
from views.labels import apart
from views.look import look
from views.positions import Point, place
from views.steps import Step
from views.stops import stops
from views.vocabulary_words import kind_word
from views.wording import Words

NAMED = 25  # the most linked actors that are named unasked, beside poles
SMALL = 60  # up to so many actors, all are
CROWD = 150  # from so many actors on, they are drawn smaller
SHRUNK = 0.75


@dataclass(frozen=True)
class Drawing:
    """A picture with what it was made of; the same for every date and filter.

    Attributes:
        pairs: its lines; `links`: the links that they stand for.
        kinds: of the actors chosen.
        days: on which something of it changes.
        said: which documents speak of its links, and of its actors without any, and how surely.
    """

    picture: Picture
    chosen: Drawn
    pairs: pd.DataFrame
    links: pd.DataFrame
    kinds: frozenset[str]
    days: tuple[str, ...]
    said: pd.DataFrame

    @cached_property
    def undated(self) -> frozenset[str]:
        """Its links without any date: neither of their own nor of the encounter."""
        return frozenset(self.links.loc[self.links["undated"], "id"])


def drawing(ctx: Context, steps: tuple[Step, ...]) -> Drawing:
    """The drawing of these steps, from the cache if it was drawn before."""
    return _drawing(ctx.store.url, ctx.revision, ctx.rights, ctx.say.language, tuple(map(str, steps)), ctx, steps)


@st.cache_resource(max_entries=24, show_spinner=False)
def _drawing(
    url: str, revision: str, rights: str, language: str, key: tuple[str, ...], _ctx: Context, _steps: tuple[Step, ...]
) -> Drawing:
    near = _ctx.neighbourhood
    chosen = drawn(near, _steps)
    pairs = lines(near, chosen.entities)
    points = _points(_ctx, _steps, chosen, pairs)
    subjects = {step.entity for step in _steps}
    nodes = _nodes(near, chosen, points, subjects, _ctx.say)
    columns = (pairs[name] for name in ("low", "high", "count", "dashed"))
    drawn_lines = tuple(
        Line(str(pair), str(low), str(high), int(count), bool(dashed))
        for pair, low, high, count, dashed in zip(pairs.index, *columns, strict=True)
    )
    links = near.links[near.links["pair"].isin(pairs.index)]
    entities = near.network.entities
    days = stops([links, entities[entities["id"].isin(chosen.entities)]])
    kinds = frozenset(near.kinds[one] for one in chosen.entities)
    alone = set(chosen.entities) - {*pairs["low"], *pairs["high"]}
    said = confidences(_ctx.store, near.network, {*links["id"], *alone})
    picture = Picture(str(_steps[0]), nodes, drawn_lines)
    return Drawing(picture, chosen, pairs, _with_undated(near, links), kinds, tuple(days), said)


def _with_undated(near: Neighbourhood, links: pd.DataFrame) -> pd.DataFrame:
    """The links with `undated`: whether neither they nor the encounter that they are of have any date."""
    entities = near.network.entities
    dated = set(entities.loc[entities["since"].notna() | entities["until"].notna(), "id"])
    took_part = links["relation"] == Relation.TOOK_PART_IN
    known = links["since"].notna() | links["until"].notna() | (took_part & links["target"].isin(dated))
    return links.assign(undated=~known.astype(bool))


def _points(ctx: Context, steps: tuple[Step, ...], chosen: Drawn, pairs: pd.DataFrame) -> dict[str, Point]:
    """Where each stands: as remembered; the first time, the start is laid out, and what was unfolded joins it."""
    url, rights, start = ctx.store.url, ctx.rights, str(steps[0])
    held = ctx.state.positions(url, rights, start)
    if not held:
        first = drawn(ctx.neighbourhood, steps[:1])
        of_first = lines(ctx.neighbourhood, first.entities)
        held = place(first.entities, zip(of_first["low"], of_first["high"], strict=True))
    points = place(chosen.entities, zip(pairs["low"], pairs["high"], strict=True), held=held)
    ctx.state.keep_positions(url, rights, start, {**held, **points})
    return points


def _nodes(
    near: Neighbourhood, chosen: Drawn, points: dict[str, Point], subjects: set[str], say: Words
) -> tuple[Node, ...]:
    """In drawing order: firms first, groups on top."""
    named = _named(near, chosen, points, subjects)
    scale = SHRUNK if len(chosen.entities) > CROWD else 1.0
    words = {kind: kind_word(say, kind) for kind in set(near.kinds.values())}
    made = []
    for entity in sorted(chosen.entities, key=lambda one: (_layer(near.kinds[one]), one)):
        kind, (x, y) = near.kinds[entity], points[entity]
        name, size = near.network.name(entity), look(kind).size * scale
        made.append(Node(entity, name, kind, words[kind], x, y, size, entity in named))
    return tuple(made)


def _named(near: Neighbourhood, chosen: Drawn, points: dict[str, Point], subjects: set[str]) -> frozenset[str]:
    """Who is named unasked: the subjects, poles, the most linked that have a name, where there is room."""
    linked = near.by_degree(chosen.entities)
    linked = [one for one in linked if near.network.name(one) != one]
    poles = [one for one in linked if near.kinds[one] == Kind.POLE]
    among = linked if len(chosen.entities) <= SMALL else linked[:NAMED]
    order = [*sorted(subjects & set(chosen.entities)), *poles, *among]
    return frozenset(apart([(one, near.network.name(one), points[one]) for one in dict.fromkeys(order)]))


def _layer(kind: str) -> int:
    """Firms below, then other organisations and topics, then encounters, then groups with members."""
    known = Kind(kind)
    return 0 if known is Kind.FIRM else 3 if known.has_members else 2 if known.is_encounter else 1
