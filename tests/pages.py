"""Pages as tests open them: the real `app.py`, without a browser."""

import json
import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from graph.model import Document, Statement
from graph.store import open_store

ROOT = Path(__file__).parents[1]
PAGES = (
    "", "reseau", "acteur", "complementarite", "manques", "rencontres", "visites", "communautes", "carte", "comparer",
    "questions", "donnees",
)  # fmt: skip
CHANCE = re.compile(r'deferred_file_id: "\w+"')
NOT_MARKDOWN = ("BidiComponent", "Dataframe", "Arrow", "Code", "TextInput")
ONLY_THEIR_LABELS = ("Selectbox", "MultiSelect")  # what they offer is shown as text
NOT_SHOWN = ("id", "form_id", "query_string", "url", "page_script_hash", "format", "type", "options_raw")


def kept(folder: Path, documents: Iterable[Document] = (), statements: Iterable[Statement] = ()) -> str:
    """The address of a new store that holds these statements."""
    url = f"sqlite:///{folder / 'network.db'}"
    store = open_store(url)
    with store.write("test") as writer:
        writer.add(list(documents), list(statements))
    store.close()
    return url


def page(url: str, address: str, *, viewer: str = "public", **asked: Any) -> AppTest:
    """A page as it is shown to a viewer who opens it with that query string."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300)
    app._page_hash = calc_hash(address)
    app._bidi_component_manager = components()
    for key, value in asked.items():
        app.query_params[key.replace("__", ".")] = value
    return again(app, url, viewer)


@cache
def components() -> BidiComponentManager:
    """What draws our canvas, one for all as a server has it: AppTest would search all packages for each page."""
    manager = BidiComponentManager()
    manager.discover_and_register_components(start_file_watching=False)
    return manager


def again(app: AppTest, url: str, viewer: str = "public", done: WidgetState | None = None) -> AppTest:
    """The page once more, after something was done on it: on a widget that AppTest knows, or `done` on another."""
    states = app._tree.get_widget_states() if app._tree else None
    if states and done:
        states.widgets.append(done)
    with patch.dict(os.environ, MAILLAGE_STORE=url, MAILLAGE_VIEWER=viewer):
        return app._run(states)


def clicked(app: AppTest, entity_or_line: str) -> WidgetState:
    """What the browser sends after a click on the canvas; "" is beside everything."""
    return WidgetState(id=_id(app, "net"), json_value=json.dumps({"selected": [entity_or_line, 1]}))


def triggered(app: AppTest, event: str, value: str, key: str = "net") -> WidgetState:
    """What the browser sends after a double click (`expand`), in the legend (`kind`), on a mark of a figure (`row`)."""
    events = [{"event": event, "value": value}]
    return WidgetState(id=_make_trigger_id(_id(app, key), "events"), json_trigger_value=json.dumps(events))


def cell(app: AppTest, row: int, column: str) -> WidgetState:
    """What the browser sends after a click in the table of actors."""
    return on_row(app, "actors", row, column)


def on_chart(app: AppTest, key: str, field: str, value: str) -> WidgetState:
    """What the browser sends after a click on a mark of a chart."""
    chosen = {"selection": {"picked": [{field: value}]}}
    return WidgetState(id=_id(app, key), string_value=json.dumps(chosen))


def on_row(app: AppTest, key: str, row: int, column: str) -> WidgetState:
    """What the browser sends after a click in a table."""
    chosen = {"selection": {"rows": [], "columns": [], "cells": [[row, column]]}}
    return WidgetState(id=_id(app, key), string_value=json.dumps(chosen))


def _id(app: AppTest, key: str) -> str:
    return next(str(proto.id) for proto in protos(app._tree) if str(getattr(proto, "id", "")).endswith(f"-{key}"))


def elements(app: AppTest) -> list[str]:
    """Every element of a page as it is sent to the browser, but for the name of a file not made yet: that is chance."""
    return [CHANCE.sub("", str(proto)) for proto in protos(app._tree)]


def markdown(app: AppTest) -> list[str]:
    """Every text of a page that is read as Markdown: bodies, labels, options, help."""
    return [text for proto in protos(app._tree) for text in _texts(proto) if type(proto).__name__ not in NOT_MARKDOWN]


def charts(app: AppTest) -> list[str]:
    """The descriptions of the charts of a page: names among them, and outlines of any length."""
    return [proto.spec for proto in protos(app._tree) if type(proto).__name__ == "VegaLiteChart"]


def words(app: AppTest) -> str:
    """All that a reader can read on a page, without its tables."""
    return "\n".join(markdown(app)).replace("\\", "")


def drawn(app: AppTest) -> dict[str, Any]:
    """What the canvas was sent: `nodes`, `edges`, and the light message as `view`."""
    sent = {proto.component_name: proto for proto in protos(app._tree) if type(proto).__name__ == "BidiComponent"}
    picture = json.loads(sent["maillage_canvas"].bytes[16:])
    return {**picture, "view": json.loads(sent["maillage_canvas_view"].json)}


def figures(app: AppTest) -> list[dict[str, Any]]:
    """The figures of a page, as the browser gets them: `svg`, `told` in its place, and whether it `opens` anything."""
    sent = [proto for proto in protos(app._tree) if type(proto).__name__ == "BidiComponent"]
    return [json.loads(proto.json) for proto in sent if proto.component_name == "maillage_figure"]


def protos(block: Any) -> Iterator[Any]:
    """The messages of a block and of all within it, in order."""
    for child in block.children.values():
        if getattr(child, "proto", None) is not None:
            yield child.proto
        if hasattr(child, "children"):
            yield from protos(child)


def _texts(proto: Any) -> Iterator[str]:
    """The strings of a message, at any depth, without ids and the like."""
    hidden = (
        (*NOT_SHOWN, "options", "raw_value", "raw_values") if type(proto).__name__ in ONLY_THEIR_LABELS else NOT_SHOWN
    )
    for field, value in proto.ListFields():
        for one in value if field.is_repeated else [value]:
            if isinstance(one, str) and field.name not in hidden:
                yield one
            elif hasattr(one, "ListFields"):
                yield from _texts(one)
