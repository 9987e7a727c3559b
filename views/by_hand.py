"""Actors that a reader moved on the canvas: each stays where it was put until it is put back.

Kept by the viewer's rights, as all places are: whoever sees more stands before another drawing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from math import isfinite
from typing import Any

import streamlit as st

from views.context import Context
from views.picture import Drawing
from views.positions import WIDTH, Point
from views.state import State

STRIDE = 40.0  # how far one push on a button goes, in units of the drawing
FAR = 20  # drawings away, beyond which nothing is put
WAYS: Mapping[str, Point] = {
    "left": (-STRIDE, 0.0),
    "up": (0.0, -STRIDE),
    "down": (0.0, STRIDE),
    "right": (STRIDE, 0.0),
}
ARROWS = {"left": "←", "up": "↑", "down": "↓", "right": "→"}


@dataclass(frozen=True)
class ByHand:
    """What was moved of one drawing.

    Attributes:
        drawn: where the layout puts each of its actors.
        moved: where those stand who were moved.
    """

    state: State
    store: str
    rights: str
    start: str
    drawn: Mapping[str, Point]
    moved: Mapping[str, Point]

    @classmethod
    def of(cls, ctx: Context, made: Drawing) -> "ByHand":
        """What this viewer moved of a drawing."""
        drawn = {node.id: (node.x, node.y) for node in made.picture.nodes}
        key = ctx.store.url, ctx.rights, made.picture.start
        moved = {one: point for one, point in ctx.state.moved(*key).items() if one in drawn}
        return cls(ctx.state, *key, drawn, moved)

    def put(self, what: Any) -> None:
        """Keep where an actor was put: its id and the point, as the canvas tells them; anything else is left."""
        if not isinstance(what, list) or len(what) != 3 or what[0] not in self.drawn:
            return
        entity, x, y = what
        near = all(isinstance(one, int | float) and isfinite(one) and abs(one) < FAR * WIDTH for one in (x, y))
        if near:
            self.state.move(self.store, self.rights, self.start, {entity: (round(x, 1), round(y, 1))})

    def push(self, entity: str, way: str) -> None:
        """Move an actor a little, without a mouse."""
        (x, y), (dx, dy) = self.moved.get(entity, self.drawn[entity]), WAYS[way]
        self.put([entity, x + dx, y + dy])

    def put_back(self, entities: Iterable[str]) -> None:
        """Let the layout place these again."""
        self.state.put_back(self.store, self.rights, self.start, entities)


def moving(ctx: Context, by_hand: ByHand, entity: str) -> None:
    """Move an actor with buttons, or put it back."""
    if entity not in by_hand.drawn:
        return
    names = {
        "left": ctx.say("to the left"),
        "up": ctx.say("up"),
        "down": ctx.say("down"),
        "right": ctx.say("to the right"),
    }
    with st.popover(ctx.say("Move")), st.container(horizontal=True, gap="small"):
        for way, arrow in ARROWS.items():
            st.button(
                f"{arrow} {names[way]}", key=f"push_{way}", on_click=partial(by_hand.push, entity, way),
            )  # fmt: skip
    if entity in by_hand.moved:
        st.button(ctx.say("Put back"), key="put_back", on_click=_back(by_hand, [entity]))


def all_back(ctx: Context, by_hand: ByHand) -> None:
    """Put all back at once."""
    one, several = "Put {count} actor moved by hand back", "Put {count} actors moved by hand back"
    if by_hand.moved:
        words = ctx.say.many(one, several, len(by_hand.moved))
        st.button(words, key="all_back", on_click=_back(by_hand, list(by_hand.moved)))


def _back(by_hand: ByHand, entities: list[str]) -> Callable[[], None]:
    return partial(by_hand.put_back, entities)
