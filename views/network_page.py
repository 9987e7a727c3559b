"""Réseau: who is linked to whom, and who says so."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import parse_qs

import streamlit as st

from graph.errors import WrongValue
from graph.model import Viewer
from graph.store import open_store
from queries.basis import Basis
from views.actors_table import actors_table
from views.asked import LISTS, NO, OPEN_LISTS, Asked, ask, can_redo, redo, undo
from views.by_hand import ByHand
from views.canvas import View, canvas, done
from views.context import Context, looking
from views.display import display, understood
from views.drawer import pair_drawer
from views.drawing import ego
from views.filters import date_filter, relation_filter, status_filter
from views.finder import finder
from views.frame import basis_line, basis_of, head, nobody, unknown_ids
from views.measured import measured
from views.more_filters import known_values, more_filters
from views.node_drawer import node_drawer
from views.path import Path, path_choice, path_drawer, path_of, with_path
from views.picture import Drawing, drawing
from views.sheet import Seen, Sheet
from views.shown import Shown, shown
from views.start_buttons import start, start_buttons
from views.starts import ALL, most_linked, my_pole
from views.steps import Step, known
from views.take_view import sheet_of, take_view
from views.text import plain
from views.unfold import TO_UNFOLD, unfold
from views.views_choice import gone, shorten, views_choice

METHOD = "spring layout, seed 1"
KEY, DRAWN = "net", "kinds_drawn"


def show(ctx: Context) -> None:
    """The page, for what the address asks."""
    head(ctx, ctx.say("Network"))
    gone(ctx)
    ctx = _resolved(ctx)
    if not ctx.asked.step:
        _nobody(ctx)
        return
    ctx = understood(ctx)
    shorten(ctx)
    with_it, path, made, by_hand = _standing(ctx)
    _controls(ctx, with_it, made, by_hand)
    _drawn(ctx, with_it, made, path, by_hand)
    _unfolding(ctx, made)
    basis_line(ctx, _basis(ctx))
    if path:
        basis_line(ctx, path.shown.answer.basis)
    for values in filter(None, (measured(ctx, key) for key in dict.fromkeys((ctx.asked.big, ctx.asked.hue)))):
        st.caption(plain(" · ".join(filter(None, [values.label, values.method])), longest=1_000))


class Standing(NamedTuple):
    """What stands on the canvas: with the path that is asked for, and with what was moved by hand."""

    with_it: Context
    path: Path | None
    made: Drawing
    by_hand: ByHand


def _standing(ctx: Context) -> Standing:
    path = path_of(ctx)
    with_it = with_path(ctx, path)
    made = drawing(with_it, with_it.asked.step)
    return Standing(with_it, path, made, ByHand.of(with_it, made))


def _basis(ctx: Context) -> Basis:
    view = ctx.asked
    asked: dict[str, object] = {"step": " ".join(map(str, view.step))}
    asked |= {key: list(getattr(view, key)) for key in (*LISTS, *OPEN_LISTS)}
    asked |= {"conf": view.conf, "big": view.big, "hue": view.hue, "undated": "" if view.undated else NO}
    return basis_of(ctx, "reseau", METHOD, {name: value or None for name, value in asked.items()})


def _resolved(ctx: Context) -> Context:
    """What is asked, with ids of this network; those it does not have are counted, and the usual start is filled in."""
    view = ctx.asked
    steps = tuple(replace(step, entity=ctx.find(step.entity) or step.entity) for step in view.step)
    steps, unknown = known(steps, ctx.neighbourhood.kinds)
    ends = view.sel.split("~") if view.sel else []
    found = [ctx.find(end) for end in ends]
    values, strange = _values(ctx)
    unknown_ids(ctx, unknown + found.count("") + strange)
    chosen = sorted(found) if all(found) else []  # a line is called after its ends, whichever is named first
    begun = bool(steps) and steps[0].verb in ("ego", "all")
    steps = steps if begun else _first(ctx, chosen)
    return replace(ctx, asked=replace(view, step=steps, sel="~".join(chosen), **values))


def _first(ctx: Context, chosen: Sequence[str]) -> tuple[Step, ...]:
    """Around my pole, unless what is chosen is not drawn there: then around that."""
    mine = my_pole(ctx)
    if chosen and not set(chosen) <= set(ego(ctx.neighbourhood, mine) if mine else ()):
        mine = chosen[0]
    return (Step("ego", mine),) if mine else ()


def _values(ctx: Context) -> tuple[dict[str, Any], int]:
    """What the filters are asked for, as this network calls it, and how much of that it does not know."""
    known = known_values(ctx)
    wanted = {key: [ctx.find(one) or one for one in getattr(ctx.asked, key)] for key in known}
    strange = sum(one not in known[key] for key, found in wanted.items() for one in found)
    return {key: tuple(one for one in found if one in known[key]) for key, found in wanted.items()}, strange


def _nobody(ctx: Context) -> None:
    nobody(ctx)
    basis_line(ctx, basis_of(ctx, "reseau", METHOD, {}))


def _controls(ctx: Context, with_it: Context, made: Drawing, by_hand: ByHand) -> None:
    """Search, filters and undo, on one line."""
    say = ctx.say
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        finder(ctx, key="find", label=say("Search"), pick=start)
        relation_filter(ctx, made.links)
        status_filter(ctx, made.links, label=say("Statuses"))
        more_filters(with_it, made)
        date_filter(ctx, made.days, undated=len(made.undated))
        display(ctx, by_hand)
        path_choice(ctx)
        views_choice(ctx)
        st.button(say("Undo"), key="undo", on_click=undo, disabled=not st.session_state["asked"].step)
        st.button(say("Redo"), key="redo", on_click=redo, disabled=not can_redo())
        if ctx.asked.step != (ALL,):
            st.button(say("Whole network"), key="whole", on_click=ask, kwargs={"step": (ALL,), "sel": ""})


def _drawn(ctx: Context, with_it: Context, made: Drawing, path: Path | None, by_hand: ByHand) -> None:
    """The sentence, the canvas beside the drawer, and the same actors as a table."""
    now = shown(with_it, made)
    view = _view(ctx, made, now, path, by_hand)
    st.markdown(plain(view.sentence, longest=600))
    left, right = st.columns([0.68, 0.32])
    with left:
        st.session_state[DRAWN] = sorted(made.kinds)
        canvas(
            made.picture, view, key=KEY, on_move=partial(_move, by_hand),
            on_select=_select, on_expand=_to_unfold, on_kind=_toggle,
        )  # fmt: skip
    with right, st.container(border=True, key="drawer" if path or ctx.asked.sel else "starts"):
        _drawer(ctx, path, by_hand)
    take_view(ctx, _seen(ctx, made, now, view, path), _basis(ctx))
    actors_table(ctx, now)


def sheet_at(url: str, address: str, *, viewer: str = "public") -> Sheet:
    """What this page shows to a viewer at an address, to go on with in Python: `step=ego:pole:emc2&as_of=2015`.

    Raises:
        MaillageError: there is no such store, or no such viewer.
        WrongValue: nobody is in this network.
    """
    view = Asked.of(parse_qs(address.partition("?")[2] or address))
    ctx = _resolved(looking(open_store(url), Viewer.parse(viewer), view))
    if not ctx.asked.step:
        raise WrongValue("{} holds nobody yet: load files into it.", url)
    ctx = understood(ctx)
    with_it, path, made, by_hand = _standing(ctx)
    now = shown(with_it, made)
    return sheet_of(ctx, _seen(ctx, made, now, _view(ctx, made, now, path, by_hand), path), _basis(ctx))


def _view(ctx: Context, made: Drawing, now: Shown, path: Path | None, by_hand: ByHand) -> View:
    """All that the canvas is told."""
    sentence = _sentence(ctx, made, len(now.view.nodes), len(now.view.lines))
    lit = path.lit if path else ()
    return replace(now.view, sentence=sentence, selected=ctx.asked.sel, lit=lit, moved=by_hand.moved)


def _seen(ctx: Context, made: Drawing, now: Shown, view: View, path: Path | None) -> Seen:
    first = ctx.asked.step[0]
    told = _told(ctx, made, len(now.view.nodes), len(now.view.lines))
    subject = f"reseau_{first.entity}" if first.entity else "reseau"
    sentence = f"{told} {path.sentence}" if path and path.sentence else told
    return Seen(made, view, now.links, _title(ctx), sentence, subject)


def _title(ctx: Context) -> str:
    say, first = ctx.say, ctx.asked.step[0]
    return say("Around {name}", name=ctx.whole.name(first.entity)) if first.entity else say("The whole network")


def _sentence(ctx: Context, made: Drawing, nodes: int, lines: int) -> str:
    return ctx.say("{what}: {value}", what=_title(ctx), value=_told(ctx, made, nodes, lines))


def _told(ctx: Context, made: Drawing, nodes: int, lines: int) -> str:
    """How much of it is drawn, and what a dashed line is."""
    say = ctx.say
    among = say.number(made.chosen.among)
    actors = say.many("{count} of {among} actors shown", "{count} of {among} actors shown", nodes, among=among)
    drawn = say.many("{count} line", "{count} lines", lines)
    dashed = say("dashed: nothing confirmed, signed, held or ended between the two")
    return say("{actors}, the most linked first; {lines} ({dashed}).", actors=actors, lines=drawn, dashed=dashed)


def _drawer(ctx: Context, path: Path | None, by_hand: ByHand) -> None:
    selected = ctx.asked.sel
    if path:
        path_drawer(ctx, path)
    if "~" in selected:
        pair_drawer(ctx, *selected.split("~"))
    elif selected:
        node_drawer(ctx, selected, by_hand)
    elif not path:
        st.markdown(
            ctx.say(
                "Click an actor or a line to read what documents say of it. "
                "Double-click an actor to unfold its neighbours."
            )
        )
        start_buttons(ctx, most_linked(ctx.neighbourhood_then))


def _unfolding(ctx: Context, made: Drawing) -> None:
    entity = st.session_state.pop(TO_UNFOLD, "")
    if entity in ctx.neighbourhood.kinds:
        unfold(ctx, entity, made.chosen.entities)


def _move(by_hand: ByHand) -> None:
    by_hand.put(done(KEY, "moved"))


def _select() -> None:
    ask(sel=done(KEY, "selected") or "")


def _to_unfold() -> None:
    st.session_state[TO_UNFOLD] = done(KEY, "expand") or ""


def _toggle() -> None:
    """A click in the legend hides a kind, or shows it again; the last one hidden shows all."""
    kind, present = done(KEY, "kind"), st.session_state[DRAWN]
    chosen = set(st.session_state["asked"].kinds or present) ^ {kind}
    ask(kinds=() if chosen >= set(present) else tuple(one for one in present if one in chosen))
