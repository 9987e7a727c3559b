"""The canvas: a picture sent once, and light messages that say what of it is shown.

No physics, no outside address: positions are given, and the drawing library is the file in the pyvis wheel.
"""

import json
from base64 import b64encode
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from hashlib import blake2b
from importlib.resources import files
from typing import Any

import streamlit as st

from views.labels import FONT_SIZE, LABEL
from views.look import look
from views.marks import Mark, Scale
from views.positions import Point
from views.text import flat

FONT = {
    "size": FONT_SIZE,
    "face": "system-ui, sans-serif",
    "color": "#0f172a",
    "strokeWidth": 3,
    "strokeColor": "#ffffff",
}
OPTIONS = {
    "physics": False,
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "dragNodes": True, "multiselect": False, "hideEdgesOnDrag": False},
    "nodes": {"font": {**FONT, "multi": False}, "borderWidth": 1.5, "borderWidthSelected": 3},
    "edges": {"font": {**FONT, "size": 13, "multi": False}, "smooth": False, "selectionWidth": 1.5, "hoverWidth": 0},
}
HTML = """<div class="legend" role="group"></div>
<div class="frame"><div class="net" role="img"></div><div class="scales" hidden></div>
<p class="tip" hidden></p></div>"""
CSS = """
@media print { .net canvas { object-fit: contain; } }
.legend { display: flex; flex-wrap: wrap; gap: 3px; padding: 2px 0 6px; }
.legend button { font: 12.5px system-ui, sans-serif; color: #0f172a; background: #fff; border: 1px solid #cbd5e1;
  border-radius: 4px; padding: 2px 7px; cursor: pointer; }
.legend button[aria-pressed="false"] { color: #475569; text-decoration: line-through; background: #f1f5f9; }
.legend .fit { margin-left: auto; }
.frame { position: relative; display: flex; flex-direction: column; height: clamp(360px, calc(100vh - 262px), 680px); }
.net { box-sizing: border-box; flex: 1; min-height: 0; background: #fff;
  border: 1px solid #e2e8f0; border-radius: 4px; }
.scales { padding: 2px 2px 0; font: 12px system-ui, sans-serif; color: #0f172a; }
.scales p { display: flex; flex-wrap: wrap; align-items: center; gap: 1px 9px; margin: 1px 0; }
.scales span { display: inline-flex; align-items: center; gap: 4px; white-space: nowrap; }
.scales i { display: inline-block; box-sizing: border-box; border: 1.5px solid; border-radius: 50%; }
.tip { position: absolute; z-index: 2; margin: 0; padding: 3px 8px; max-width: 320px; pointer-events: none;
  font: 13px system-ui, sans-serif; color: #0f172a; background: #fff; border: 1px solid #94a3b8; border-radius: 4px; }
"""
TIP = 160  # letters


@dataclass(frozen=True, slots=True)
class Node:
    """An actor on the canvas; `always` names it without being asked."""

    id: str
    name: str
    kind: str
    word: str
    x: float
    y: float
    size: float
    always: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line per pair, however many links it stands for; dashed when none of them counts as done."""

    id: str
    source: str
    target: str
    count: int
    dashed: bool


@dataclass(frozen=True)
class Picture:
    """What can be shown, in drawing order. Two pictures with the same start keep the reader's eye in place."""

    start: str
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]

    @cached_property
    def message(self) -> bytes:
        """The heavy message: 16 characters that name this picture, then the picture."""
        drawn = {
            "start": self.start,
            "nodes": [_drawn_node(node) for node in self.nodes],
            "edges": [_drawn_line(line) for line in self.lines],
            "options": OPTIONS,
        }
        body = json.dumps(drawn, ensure_ascii=True, separators=(",", ":")).encode()
        return blake2b(body, digest_size=8).hexdigest().encode() + body


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind in the legend: pressed while it is shown."""

    kind: str
    word: str
    count: int
    pressed: bool


@dataclass(frozen=True, slots=True)
class View:
    """What of a picture is shown.

    Attributes:
        nodes, lines: ids of what is shown.
        changes: for lines that differ from the picture at this date, their count and whether they are dashed.
        marks: for actors that do not look as usual, their size and colours; scales: the keys to them.
        lit: ids of the actors and lines of a path; all else is dimmed.
        moved: where those stand who were moved by hand; all others stand where the picture says.
    """

    nodes: Collection[str]
    lines: Collection[str]
    changes: Mapping[str, tuple[int, bool]]
    selected: str
    legend: Sequence[Entry]
    sentence: str
    fit: str
    marks: Mapping[str, Mark] = field(default_factory=dict)
    scales: Sequence[Scale] = ()
    lit: Collection[str] = ()
    moved: Mapping[str, Point] = field(default_factory=dict)


def script(name: str) -> str:
    """A script of ours."""
    return (files("views") / name).read_text(encoding="utf-8")


def library() -> str:
    """The drawing library, as the pyvis wheel brings it."""
    return (files("pyvis") / "templates/lib/vis-9.1.2/vis-network.min.js").read_text(encoding="utf-8")


_drawing = st.components.v2.component("maillage_canvas", html=HTML, css=CSS, js=library() + "\n" + script("canvas.js"))
_showing = st.components.v2.component("maillage_canvas_view", js=script("canvas_view.js"))


def canvas(
    picture: Picture,
    view: View,
    *,
    key: str,
    on_select: Callable[[], None],
    on_expand: Callable[[], None],
    on_kind: Callable[[], None],
    on_move: Callable[[], None],
) -> None:
    """Draw a picture, and show of it what the view says. What was done to it is read with `done`."""
    _drawing(
        key=key, data=picture.message, height="content",
        on_selected_change=on_select, on_expand_change=on_expand, on_kind_change=on_kind,
        on_moved_change=on_move,
    )  # fmt: skip
    _showing(key=f"{key}_view", data=light(picture, view), height=1)


def done(key: str, what: str) -> Any:
    """What was last done on a canvas: `selected` (node or line, or ""), `expand`, `kind`, `moved` (node, x, y)."""
    value = (st.session_state.get(key) or {}).get(what)
    return value[0] if what == "selected" and isinstance(value, list) else value


def light(picture: Picture, view: View) -> dict[str, Any]:
    """The light message: one bit a node, then one bit a line, and what else changed."""
    nodes, lines = frozenset(view.nodes), frozenset(view.lines)
    shown = [node.id in nodes for node in picture.nodes] + [line.id in lines for line in picture.lines]
    return {
        "version": picture.message[:16].decode(),
        "shown": b64encode(bits(shown)).decode(),
        "changes": {str(i): view.changes[line.id] for i, line in enumerate(picture.lines) if line.id in view.changes},
        "selected": view.selected or None,
        "legend": [
            {**asdict(entry), "shape": look(entry.kind).glyph, "color": look(entry.kind).border}
            for entry in view.legend
        ],
        "sentence": view.sentence,
        "fit": view.fit,
        "marks": _drawn_marks(picture, view.marks),
        "scales": [asdict(scale) for scale in view.scales],
        "lit": sorted(view.lit),
        "moved": {str(i): view.moved[node.id] for i, node in enumerate(picture.nodes) if node.id in view.moved},
    }


def _drawn_marks(picture: Picture, marks: Mapping[str, Mark]) -> dict[str, Any] | None:
    """One byte a node for its size in tenths of a pixel, one for its colours among those that occur."""
    if not marks:
        return None
    found = [marks[node.id] for node in picture.nodes]
    palette = sorted({(mark.fill, mark.border) for mark in found if mark.fill})
    at = {colours: i for i, colours in enumerate(palette)}
    sized = all(mark.size is not None for mark in found)
    return {
        "sizes": b64encode(bytes(round(10 * (mark.size or 0)) for mark in found)).decode() if sized else "",
        "colours": b64encode(bytes(at[mark.fill, mark.border] for mark in found)).decode() if palette else "",
        "palette": [{"background": fill, "border": border} for fill, border in palette],
    }


def bits(flags: Sequence[bool]) -> bytes:
    """Flags as bytes, the first in the lowest bit.

    >>> bits([True, False, True]), bits([False] * 8 + [True])
    (b'\\x05', b'\\x00\\x01')
    """
    whole = sum(1 << i for i, flag in enumerate(flags) if flag)
    return whole.to_bytes((len(flags) + 7) // 8, "little")


def _drawn_node(node: Node) -> dict[str, Any]:
    looks = look(node.kind)
    colors = {"background": looks.fill, "border": looks.border}
    return {
        "id": node.id, "name": flat(node.name, longest=LABEL), "tip": f"{flat(node.name, longest=TIP)} · {node.word}",
        "x": node.x, "y": node.y, "shape": looks.shape, "size": node.size, "always": node.always,
        "color": {**colors, "highlight": {**colors, "border": "#0f172a"}, "hover": colors},
    }  # fmt: skip


def _drawn_line(line: Line) -> dict[str, Any]:
    return {"id": line.id, "from": line.source, "to": line.target, "count": line.count, "dashed": line.dashed}
