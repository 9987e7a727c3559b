"""What is drawn for VOSviewer: a cluster for each kind, actors where they stand, lines by how many links they are.

The format: https://app.vosviewer.com/docs/file-types/json-file-type/. Descriptions are HTML there: names are escaped.
"""

import json
from html import escape
from typing import Any

from views.sheet import Actor, Key, Line, Sheet
from views.text import flat
from views.wording import Words

LONGEST = 34  # letters of a label
FACTS = 12  # sentences of a description


def vosviewer(sheet: Sheet) -> bytes:
    """A VOSviewer JSON file; its description is the sentence and the basis."""
    say = Words(sheet.language)
    clusters = {key.kind: n for n, key in enumerate(sheet.legend, start=1)}
    told = [sheet.sentence, sheet.basis.sentence(sheet.language)]
    made = {
        "info": {"title": flat(sheet.title), "description": "<br>".join(_html(one, longest=2_000) for one in told)},
        "config": {
            "color_schemes": {"cluster_colors": [_colour(key, clusters[key.kind]) for key in sheet.legend]},
            "parameters": {"item_size": 1, "item_color": 1, "max_label_length": LONGEST, "show_info": True},
            "terminology": {
                "item": say("actor"), "items": say("actors"), "link": say("line"), "links": say("lines"),
                "cluster": say("kind"), "clusters": say("kinds"), "link_strength": say("number of links"),
                "total_link_strength": say("number of links"),
            },
        },
        "network": {
            "items": [_item(one, clusters, say) for one in sorted(sheet.actors, key=lambda actor: actor.id)],
            "links": [_link(line) for line in sheet.lines],
            "clusters": [{"cluster": clusters[key.kind], "label": key.word} for key in sheet.legend],
        },
    }  # fmt: skip
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def _item(one: Actor, clusters: dict[str, int], say: Words) -> dict[str, Any]:
    facts = [_html(told.sentence) for told in one.facts[:FACTS]]
    return {
        "id": one.id, "label": flat(one.name), "description": "<br>".join([_html(f"{one.word} · {one.id}"), *facts]),
        "x": one.x, "y": -one.y, "cluster": clusters[one.kind], "weights": {say("Links"): one.links},
    }  # fmt: skip


def _link(line: Line) -> dict[str, Any]:
    return {"source_id": line.low, "target_id": line.high, "strength": line.count}


def _colour(key: Key, cluster: int) -> dict[str, Any]:
    return {"cluster": cluster, "color": key.look.border}


def _html(text: str, *, longest: int = 200) -> str:
    return escape(flat(text, longest=longest))
