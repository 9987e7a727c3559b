"""What is drawn as one HTML file that works without network: search, legend, a drawer for actors and lines."""

from dataclasses import asdict
from html import escape
from importlib.resources import files
from typing import Any

from views.canvas import LABEL, OPTIONS, script
from views.offline import page
from views.sheet import Actor, Key, Line, Said, Sheet
from views.statement_words import quoted
from views.text import flat
from views.wording import Words

QUOTE = 600  # letters of a quote or a note


def html(sheet: Sheet) -> bytes:
    """The file: our template, names as data, scripts named by hash; the same drawing gives the same bytes."""
    say = Words(sheet.language)
    title, search, told = map(escape, (flat(sheet.title), say("Search"), flat(sheet.sentence, longest=600)))
    body = (
        f"<header><h1>{title}</h1><p>{told}</p></header>"
        f'<div class="tools"><div class="find"><input id="search" type="search" aria-label="{search}"'
        f' placeholder="{search}" autocomplete="off"><div id="found"></div></div>'
        f'<div id="legend" role="group" aria-label="{escape(say("Legend"))}"></div></div>'
        f'<main><div class="frame"><div id="net" role="img" aria-label="{told}"></div>'
        f'<p id="tip" hidden></p><div id="scales" hidden></div></div>'
        f'<div id="drawer" tabindex="0" aria-live="polite"></div></main>'
        f"<footer>{escape(flat(sheet.basis.sentence(sheet.language), longest=2_000))}</footer>"
    )
    style = (files("views") / "offline.css").read_text(encoding="utf-8")
    made = page(
        flat(sheet.title),
        body,
        style=style,
        data=_data(sheet, say),
        script=script("offline.js"),
        language=sheet.language,
    )
    return made.encode()


def _data(sheet: Sheet, say: Words) -> dict[str, Any]:
    """What the script draws from; statements stand once, by number, and so do documents."""
    index = {source.id: i for i, source in enumerate(sheet.sources)}
    said: dict[tuple[Any, ...], int] = {}

    def numbered(those: tuple[Said, ...]) -> list[int]:
        return [said.setdefault(_statement(one, index, say), len(said)) for one in those]

    return {
        "nodes": [_node(actor, [(one.sentence, one.contradicted, numbered(one.said)) for one in actor.facts])
                  for actor in sheet.actors],
        "lines": [_line(line, [numbered(link.said) for link in line.links]) for line in sheet.lines],
        "scales": [asdict(scale) for scale in sheet.scales], "legend": [_entry(key) for key in sheet.legend],
        "sources": [[flat(one.title), flat(one.publisher), one.published, one.url] for one in sheet.sources],
        "said": list(said), "options": OPTIONS, "words": _words(say),
    }  # fmt: skip


def _statement(one: Said, index: dict[str, int], say: Words) -> tuple[Any, ...]:
    quote = quoted(say, flat(one.quote, longest=QUOTE)) if one.quote else ""
    return (
        index[one.document], quote, flat(one.note, longest=QUOTE), one.status, tuple(flat(part) for part in one.details)
    )  # fmt: skip


def _node(one: Actor, facts: list[tuple[str, bool, list[int]]]) -> dict[str, Any]:
    look = one.look
    return {
        "id": one.id, "name": flat(one.name), "short": flat(one.name, longest=LABEL), "kind": one.kind,
        "word": one.word, "x": one.x, "y": one.y, "shape": look.shape, "size": look.size, "fill": look.fill,
        "border": look.border, "always": one.always,
        "facts": [(flat(sentence, longest=QUOTE), odd, said) for sentence, odd, said in facts],
    }  # fmt: skip


def _line(one: Line, said: list[list[int]]) -> dict[str, Any]:
    links = [
        {"sentence": flat(link.sentence, longest=QUOTE), "how": link.how_far, "when": link.when, "said": of_link}
        for link, of_link in zip(one.links, said, strict=True)
    ]
    return {
        "id": one.id, "low": one.low, "high": one.high, "count": one.count, "dashed": one.dashed, "lit": one.lit,
        "links": links,
    }  # fmt: skip


def _entry(one: Key) -> dict[str, Any]:
    return {"kind": one.kind, "word": one.word, "count": one.count, "glyph": one.look.glyph, "color": one.look.border}


def _words(say: Words) -> dict[str, str]:
    return {
        "fit": say("Show all"), "links": say("Links"), "odd": say("documents disagree"), "who": say("Who says so?"),
        "click": say("Click an actor or a line to read what documents say of it."),
        "most": say("The most linked actors"), "nobody": say("Nobody here has this name."),
    }  # fmt: skip
