"""A drawing as one HTML file that works without network: for notebooks, and to send to somebody.

pyvis gives the model (nodes, edges, options); the page is ours, because pyvis' own calls a CDN and runs
scripts that stand in names. Here names are data in a JSON block, and a policy named by hash stops the rest.
"""

import gzip
import json
from base64 import b64encode
from collections.abc import Collection, Mapping
from hashlib import sha256
from html import escape
from typing import Any

from pyvis.network import Network as Model

from graph.network import Network
from views.canvas import library
from views.drawing import Neighbourhood, lines
from views.look import look
from views.positions import place
from views.text import flat

SCRIPT = """
const data = JSON.parse(document.getElementById("data").textContent);
const net = { nodes: new vis.DataSet(data.nodes), edges: new vis.DataSet(data.edges) };
new vis.Network(document.getElementById("net"), net,
  { physics: false, layout: { improvedLayout: false }, interaction: { hover: true },
    nodes: { font: { size: 13, face: "sans-serif", strokeWidth: 3, strokeColor: "#ffffff" } },
    edges: { smooth: false, color: "#7f8ea3" } });
"""
STYLE = """
html, body { margin: 0; height: 100%; overflow: hidden; font: 14px sans-serif }
h1 { font-size: 16px; margin: 8px }
#net { height: calc(100% - 44px) }
"""


def drawn(network: Network, entities: Collection[str]) -> Model:
    """These entities and one line per linked pair of them, dashed when nothing of it is done, as a pyvis model."""
    near = Neighbourhood(network)
    pairs = lines(near, set(entities))
    points = place(entities, zip(pairs["low"], pairs["high"], strict=True))
    model = Model(cdn_resources="in_line")
    for entity in sorted(points):
        kind, (x, y) = near.kinds[entity], points[entity]
        shape = look(kind)
        model.add_node(
            entity, label=flat(network.name(entity), longest=34), x=x, y=y, shape=shape.shape, size=shape.size,
            color={"background": shape.fill, "border": shape.border},
        )  # fmt: skip
    for low, high, count, dashed in pairs[["low", "high", "count", "dashed"]].itertuples(index=False):
        model.add_edge(low, high, dashes=bool(dashed), width=1 + int(count) // 2)
    return model


def offline_html(model: Model, title: str) -> str:
    """The model as a page of its own. The same model gives the same text."""
    body = f'<h1>{escape(flat(title))}</h1><div id="net"></div>'
    return page(flat(title), body, style=STYLE, data={"nodes": model.nodes, "edges": model.edges}, script=SCRIPT)


def page(
    title: str, body: str, *, style: str, data: Mapping[str, Any] | str, script: str, language: str = "",
    waits: bool = False,
) -> str:  # fmt: skip
    """A page that needs nothing else: the drawing library, then a script that finds its data in a block of JSON.

    `body` is written here, with names escaped in it; only the two scripts may run, and nothing may be fetched. A script
    that `waits` for something is a module.
    """
    drawing = library()
    allowed = " ".join(_fingerprint(one) for one in (drawing, script))
    policy = f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:"
    spoken, kind = f' lang="{language}"' if language else "", ' type="module"' if waits else ""
    return (
        f'<!DOCTYPE html><html{spoken}><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><style>{style}</style></head>'
        f'<body>{body}<script type="application/json" id="data">{inert(data)}</script>'
        f"<script>{drawing}</script><script{kind}>{script}</script></body></html>"
    )


def packed(data: Mapping[str, Any]) -> str:
    """Data as a text of letters and digits, a fifth as long: JSON, by gzip without a clock, in base64."""
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return b64encode(gzip.compress(text.encode(), mtime=0)).decode()


def inert(data: Mapping[str, Any] | str) -> str:
    """Data as JSON that can end no script and begin no element.

    >>> inert({"name": "</script>"})
    '{"name":"\\\\u003c/script>"}'
    """
    return json.dumps(data, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")


def framed(page: str, *, height: int = 520) -> str:
    """The page inside a notebook's output: a frame of its own, which cannot reach the notebook."""
    return f'<iframe sandbox="allow-scripts" width="100%" height="{height}" srcdoc="{escape(page)}"></iframe>'


def _fingerprint(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
