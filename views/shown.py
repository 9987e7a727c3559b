"""What of a drawing is shown: what the filters and the date leave of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from graph.vocabulary import GROUPS, ORGANISATIONS, Kind
from views.asked import Asked
from views.canvas import Entry, View
from views.context import Context
from views.drawing import Neighbourhood, lines
from views.marks import marks
from views.measured import Values, measured
from views.picture import Drawing
from views.text import flat
from views.traits import Trait, traits
from views.vocabulary_words import kind_word, kinds_word
from views.wording import Words

FILTERS = ("kinds", "rel", "status", "topic", "place", "size", "doc", "conf", "undated", "as_of", "sure", "big", "hue")


@dataclass(frozen=True)
class Shown:
    """What a drawing shows now.

    Attributes:
        view: for the canvas, without selection and sentence.
        ids, table: the actors, and the same as people read them, the most linked first.
        links: ids of the links behind the lines.
    """

    view: View
    ids: tuple[str, ...]
    table: pd.DataFrame
    links: frozenset[str]


def shown(ctx: Context, made: Drawing) -> Shown:
    """What is left, from the cache if it was asked for before."""
    view, steps = ctx.asked, tuple(map(str, ctx.asked.step))
    asked = tuple(getattr(view, name) for name in FILTERS)
    drawn_by = measured(ctx, view.big), measured(ctx, view.hue)
    return _shown(ctx.store.url, ctx.revision, ctx.rights, ctx.say.language, steps, asked, ctx, made, drawn_by)


@st.cache_resource(max_entries=100, show_spinner=False)
def _shown(
    url: str, revision: str, rights: str, language: str, steps: tuple[str, ...], asked: tuple[object, ...],
    _ctx: Context, _made: Drawing, _drawn_by: tuple[Values | None, Values | None],
) -> Shown:  # fmt: skip
    view, then = _ctx.asked, _ctx.neighbourhood_then
    present = [one for one in _made.chosen.entities if one in then.kinds]
    kept = {one for one in present if not view.kinds or then.kinds[one] in view.kinds}
    subjects = {step.entity for step in view.step}
    left_out = _left_out(_made, view)
    pairs = lines(then, kept, relations=view.rel, statuses=view.status, without=left_out)
    kept = _linked(kept, pairs, _made, subjects) - (left_out - subjects)
    kept = _having(then, kept, pairs, _chosen_traits(_ctx), subjects)
    pairs = pairs[pairs["low"].isin(kept) & pairs["high"].isin(kept)]
    organisations = [one for one in _made.chosen.entities if _ctx.neighbourhood.kinds[one] in ORGANISATIONS]
    marked, scales = marks(_ctx.say, _made.chosen.entities, organisations, size=_drawn_by[0], colour=_drawn_by[1])
    canvas_view = View(
        nodes=kept,
        lines=set(pairs.index),
        changes=_changes(_made.pairs, pairs),
        selected="",
        legend=_legend(_ctx.say, [then.kinds[one] for one in present], view.kinds),
        sentence="",
        fit=_ctx.say("Show all"),
        marks=marked,
        scales=scales,
    )
    links, behind = _links(pairs), frozenset(link for of_pair in pairs["links"] for link in of_pair)
    ids = sorted(kept, key=lambda one: (-links.get(one, 0), then.network.name(one), one))
    return Shown(canvas_view, tuple(ids), _in_words(_ctx.say, then, ids, links, _drawn_by), behind)


def _chosen_traits(ctx: Context) -> list[tuple[Trait, frozenset[str]]]:
    """The traits by which something is left out, each with those who have what was chosen."""
    found = ((trait, getattr(ctx.asked, name)) for name, trait in traits(ctx).items())
    return [(trait, trait.with_any(values)) for trait, values in found if values]


def _left_out(made: Drawing, view: Asked) -> frozenset[str]:
    """Links, and actors without any, that no chosen document speaks of, or not surely enough, or without a date."""
    undated = frozenset() if view.undated else made.undated
    if not view.doc and not view.conf:
        return undated
    said = made.said
    enough = said["document"].isin(view.doc) if view.doc else pd.Series(True, index=said.index)
    enough &= (said["confidence"] >= float(view.conf)).fillna(False).astype(bool) if view.conf else True
    return undated | (frozenset(said["about"]) - frozenset(said.loc[enough, "about"]))


def _having(
    near: Neighbourhood, kept: set[str], pairs: pd.DataFrame, chosen: Sequence[tuple[Trait, frozenset[str]]],
    subjects: set[str],
) -> set[str]:  # fmt: skip
    """Those who have what was chosen, and the subjects; of those not judged by it whoever is linked to one of them.

    Groups of organisations are also linked by what both took part in.
    """
    if not chosen:
        return kept
    judged = frozenset().union(*(trait.judged for trait, _ in chosen))
    stay = (kept & (judged | subjects)) - {one for trait, having in chosen for one in trait.judged - having - subjects}
    others = kept - judged
    followed = stay | (others & _beside(pairs, stay))
    groups = {one for one in others if near.kinds[one] in GROUPS}
    return followed | (groups & _beside(pairs, followed))


def _beside(pairs: pd.DataFrame, actors: set[str]) -> set[str]:
    """Those on a line with one of these."""
    found = pairs[pairs["low"].isin(actors) | pairs["high"].isin(actors)]
    return {*found["low"], *found["high"]}


def _linked(kept: set[str], pairs: pd.DataFrame, made: Drawing, subjects: set[str]) -> set[str]:
    """Without those who were linked and no longer are; the subjects stay."""
    linked = {*pairs["low"], *pairs["high"]}
    were_linked = {*made.pairs["low"], *made.pairs["high"]}
    return {one for one in kept if one in linked or one in subjects or one not in were_linked}


def _changes(before: pd.DataFrame, now: pd.DataFrame) -> dict[str, tuple[int, bool]]:
    then = before.loc[now.index]
    other = now[(now["count"] != then["count"]) | (now["dashed"] != then["dashed"])]
    return {
        str(pair): (int(n), bool(d)) for pair, n, d in zip(other.index, other["count"], other["dashed"], strict=True)
    }


def _legend(say: Words, present: Sequence[str], kinds: Sequence[str]) -> list[Entry]:
    counts = {kind: present.count(kind) for kind in Kind if kind in present}
    return [
        Entry(str(kind), kinds_word(say, kind, count), count, not kinds or kind in kinds)
        for kind, count in counts.items()
    ]


def _links(pairs: pd.DataFrame) -> Mapping[str, int]:
    """How many links each actor has here."""
    ends = pd.concat([pairs.set_index("low")["count"], pairs.set_index("high")["count"]])
    return {str(one): int(count) for one, count in ends.groupby(level=0).sum().items()}


def _in_words(
    say: Words, near: Neighbourhood, ids: Sequence[str], links: Mapping[str, int], drawn_by: Iterable[Values | None]
) -> pd.DataFrame:
    entities = near.network.entities.set_index("id").loc[list(ids)]
    made = {
        say("Name"): [flat(near.network.name(one)) for one in ids],
        say("Kind"): [kind_word(say, near.kinds[one]) for one in ids],
        say("Links shown"): [links.get(one, 0) for one in ids],
        say("Town"): entities["city"].fillna("").map(flat).to_numpy(),
        say("Country"): entities["country"].fillna("").map(flat).to_numpy(),
    }
    return pd.DataFrame({**made, **{values.label: _column(ids, values) for values in drawn_by if values}})


def _column(ids: Sequence[str], values: Values) -> pd.Series:
    """What the actors are drawn by, numbers to three digits."""
    if values.groups:
        return pd.Series([values.groups.get(one) for one in ids], dtype="string")
    found = (values.numbers.get(one) for one in ids)
    return pd.Series([None if one is None else float(f"{one:.3g}") for one in found], dtype="Float64")
