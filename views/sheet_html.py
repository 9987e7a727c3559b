"""What is drawn as one HTML file that works without network: search, legend, a drawer for actors and lines."""

from collections.abc import Hashable, Iterator
from dataclasses import asdict
from html import escape
from importlib.resources import files
from typing import Any

from views.canvas import OPTIONS, script
from views.labels import LABEL
from views.offline import packed, page
from views.sheet import Actor, Key, Line, Said, Sheet
from views.statement_words import quoted
from views.text import flat
from views.wording import Words

SENTENCE = 600  # letters of a sentence: a name in it may be of any length
LETTERS = (5_000, 2_000, 1_000, 600, 300, 150, 80)  # of a quote or a note: as many as there is room for
ROOM, EACH = 1_000_000, 2_000  # bytes of the file, and of each actor where that is more


def html(sheet: Sheet) -> bytes:
    """The file: our template, names as data, scripts named by hash; the same drawing gives the same bytes.

    Each statement, quote and document stands in it once. Where they do not fit, the longest quotes are shortened, and
    the file says how many.
    """
    say, made, room = Words(sheet.language), b"", max(ROOM, EACH * len(sheet.actors))
    for letters in LETTERS:
        made = _file(sheet, say, letters)
        if len(made) <= room:
            break
    return made


def _file(sheet: Sheet, say: Words, letters: int) -> bytes:
    """The file, with quotes and notes of so many letters at most."""
    title, search, told = map(escape, (flat(sheet.title), say("Search"), flat(sheet.sentence, longest=SENTENCE)))
    foot = f"{sheet.basis.sentence(sheet.language)} {_shortened(sheet, say, letters)}".strip()
    old = say("This drawing needs a browser of 2023 or later that may run scripts.")
    body = (
        f"<header><h1>{title}</h1><p>{told}</p></header>"
        f'<div class="tools"><div class="find"><input id="search" type="search" aria-label="{search}"'
        f' placeholder="{search}" autocomplete="off"><div id="found"></div></div>'
        f'<div id="legend" role="group" aria-label="{escape(say("Legend"))}"></div></div>'
        f'<main><div class="frame"><p id="old">{escape(old)}</p><div id="net" role="img" aria-label="{told}"></div>'
        f'<p id="tip" hidden></p><div id="scales" hidden></div></div>'
        f'<div id="drawer" tabindex="0" aria-live="polite"></div></main>'
        f"<footer>{escape(flat(foot, longest=2_000))}</footer>"
    )
    style, data = (files("views") / "offline.css").read_text(encoding="utf-8"), packed(_data(sheet, say, letters))
    return page(
        flat(sheet.title), body, style=style, data=data, script=script("offline.js"), language=sheet.language,
        waits=True,
    ).encode()  # fmt: skip


def _shortened(sheet: Sheet, say: Words, letters: int) -> str:
    """How many quotes and notes are not whole here, and where they are; "" where all are."""
    long = {
        text for one in _said(sheet) for text in (one.quote, one.note) if len(flat(text, longest=len(text))) > letters
    }
    one, several = (
        "{count} quote or note is shortened here to {letters} letters; it is whole in the workbook and in the tables.",
        "{count} quotes and notes are shortened here to {letters} letters; they are whole in the workbook and in the "
        "tables.",
    )
    return say.many(one, several, len(long), letters=say.number(letters)) if long else ""


def _said(sheet: Sheet) -> Iterator[Said]:
    """Every statement behind what is drawn."""
    for actor in sheet.actors:
        for fact in actor.facts:
            yield from fact.said
    for line in sheet.lines:
        for link in line.links:
            yield from link.said


def _data(sheet: Sheet, say: Words, letters: int) -> dict[str, Any]:
    """What the script draws from; statements, texts and documents stand once, by number."""
    index = {source.id: i for i, source in enumerate(sheet.sources)}
    texts, said = Numbers(), Numbers()
    texts.of("")

    def numbered(those: tuple[Said, ...]) -> list[int]:
        return [said.of(_statement(one, index, texts, say, letters)) for one in those]

    return {
        "nodes": [_node(actor, [(one.sentence, one.contradicted, numbered(one.said)) for one in actor.facts])
                  for actor in sheet.actors],
        "lines": [_line(line, [numbered(link.said) for link in line.links]) for line in sheet.lines],
        "scales": [asdict(scale) for scale in sheet.scales], "legend": [_entry(key) for key in sheet.legend],
        "sources": [[flat(one.title), flat(one.publisher), one.published, one.url] for one in sheet.sources],
        "said": list(said), "texts": list(texts), "options": OPTIONS, "words": _words(say),
    }  # fmt: skip


class Numbers(dict[Hashable, int]):
    """What was met, each with the number under which it was met first."""

    def of(self, one: Hashable) -> int:
        return self.setdefault(one, len(self))


def _statement(one: Said, index: dict[str, int], texts: Numbers, say: Words, letters: int) -> tuple[Hashable, ...]:
    quote = quoted(say, flat(one.quote, longest=letters)) if one.quote else ""
    details = tuple(flat(part) for part in one.details)
    return index[one.document], texts.of(quote), texts.of(flat(one.note, longest=letters)), one.status, details


def _node(one: Actor, facts: list[tuple[str, bool, list[int]]]) -> dict[str, Any]:
    look = one.look
    return {
        "id": one.id, "name": flat(one.name), "short": flat(one.name, longest=LABEL), "kind": one.kind,
        "word": one.word, "x": one.x, "y": one.y, "shape": look.shape, "size": look.size, "fill": look.fill,
        "border": look.border, "always": one.always,
        "facts": [(flat(sentence, longest=SENTENCE), odd, said) for sentence, odd, said in facts],
    }  # fmt: skip


def _line(one: Line, said: list[list[int]]) -> dict[str, Any]:
    links = [
        {"sentence": flat(link.sentence, longest=SENTENCE), "how": link.how_far, "when": link.when, "said": of_link}
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
