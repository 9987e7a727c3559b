"""From a network and the reader's steps to what the canvas draws, and what of it is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from graph.network import Network
from graph.vocabulary import Kind
from views.canvas import Entry, Line, Node, Picture, View
from views.context import Context
from views.drawing import Drawn, Neighbourhood, drawn, lines
from views.labels import apart
from views.look import look
from views.positions import Point, place
from views.steps import Step
from views.vocabulary_words import kind_word, kinds_word
from views.wording import Words

NAMED = 25  # the most linked actors that are named unasked, beside poles
SMALL = 60  # up to so many actors, all are
CROWD = 150  # from so many actors on, they are drawn smaller
SHRUNK = 0.75


@dataclass(frozen=True)
class Drawing:
    """A picture with the tables it was made of; the same for every date and filter."""

    picture: Picture
    chosen: Drawn
    pairs: pd.DataFrame


@dataclass(frozen=True)
class Shown:
    """What a drawing shows now: the view for the canvas, the actors for the table."""

    view: View
    actors: pd.DataFrame


def drawing(ctx: Context, steps: tuple[Step, ...]) -> Drawing:
    """The drawing of these steps, from the cache if it was drawn before."""
    return _drawing(ctx.store.url, ctx.revision, ctx.rights, ctx.say.language, tuple(map(str, steps)), ctx, steps)


@st.cache_resource(max_entries=24, show_spinner=False)
def _drawing(
    url: str, revision: int, rights: str, language: str, key: tuple[str, ...], _ctx: Context, _steps: tuple[Step, ...]
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
    return Drawing(Picture(str(_steps[0]), nodes, drawn_lines), chosen, pairs)


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


def shown(ctx: Context, made: Drawing, sentence: str) -> Shown:
    """What the filters and the date leave of a drawing. Who was linked and no longer is, is not shown either."""
    view, then = ctx.asked, ctx.neighbourhood_then
    present = [one for one in made.chosen.entities if one in then.kinds]
    counts = pd.Series([then.kinds[one] for one in present], dtype="object").value_counts()
    kept = {one for one in present if not view.kinds or then.kinds[one] in view.kinds}
    pairs = lines(then, kept, relations=view.rel, statuses=view.status)
    linked = {*pairs["low"], *pairs["high"]}
    were_linked = {*made.pairs["low"], *made.pairs["high"]}
    subjects = {step.entity for step in view.step}
    kept = {one for one in kept if one in linked or one in subjects or one not in were_linked}
    canvas_view = View(
        nodes=kept,
        lines=set(pairs.index),
        changes=_changes(made.pairs, pairs),
        selected=view.sel,
        legend=_legend(ctx.say, counts, view.kinds),
        sentence=sentence,
        fit=ctx.say("Show all"),
    )
    return Shown(canvas_view, actors(then.network, then.kinds, kept, pairs))


def _changes(before: pd.DataFrame, now: pd.DataFrame) -> dict[str, tuple[int, bool]]:
    then = before.loc[now.index]
    other = now[(now["count"] != then["count"]) | (now["dashed"] != then["dashed"])]
    return {
        str(pair): (int(n), bool(d)) for pair, n, d in zip(other.index, other["count"], other["dashed"], strict=True)
    }


def _legend(say: Words, counts: pd.Series, kinds: Sequence[str]) -> list[Entry]:
    present = [kind for kind in Kind if kind in counts.index]
    return [
        Entry(str(kind), kinds_word(say, kind), int(counts[kind]), not kinds or str(kind) in kinds) for kind in present
    ]


def actors(network: Network, kinds: Mapping[str, str], kept: set[str], pairs: pd.DataFrame) -> pd.DataFrame:
    """The actors shown, the most linked first: `id`, `kind`, `name`, `links` (shown here)."""
    ends = pd.concat([pairs.set_index("low")["count"], pairs.set_index("high")["count"]])
    links = ends.groupby(level=0).sum()
    rows = [(one, kinds[one], network.name(one), int(links.get(one, 0))) for one in kept]
    table = pd.DataFrame(rows, columns=["id", "kind", "name", "links"])
    return table.sort_values(["links", "name", "id"], ascending=[False, True, True], ignore_index=True)
