"""A report as one page, to be read, sent or printed: Markdown, or HTML that holds all it needs."""

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd

from graph.errors import WrongValue
from graph.network import Network
from queries.answer import Answer, shown
from queries.report import SECTIONS
from queries.words import figure
from views.ego_picture import ego_picture
from views.openly import for_whose_eyes
from views.statement_words import dated, quoted
from views.text import flat
from views.vocabulary_words import kind_word
from views.wording import Words

BETWEEN = {"fr": " ; ", "en": "; "}
DOCUMENTS = 3  # that are named: those that say most
TITLE = 90  # letters of one's title
LONGEST = 400  # letters of a sentence: one page is one page
SHARES = ("betweenness",)
SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&])")
ADDRESS = re.compile(r"(https?|ftp|mailto|www)([:.])", re.IGNORECASE)


def writer(path: Path | None) -> Callable[[Answer, Network, str], str]:
    """What writes a page into a file of that name, or, without one, on a screen.

    Raises:
        ValueError: the name ends neither in .md nor in .html.
    """
    ending = ".md" if path is None else path.suffix.lower()
    if ending not in FORMATS:
        raise WrongValue("--out: write a name that ends in .html or .md, not '{}'.", path)
    return FORMATS[ending]


def markdown(report: Answer, network: Network, language: str) -> str:
    """The report as Markdown: names stay text, whatever they hold."""
    say = Words(language)
    lines = [f"# {_safe(_title(report, network))}", _safe(_subtitle(report, network, say)), *_as_table(report, say)]
    for section, rows in _sections(report):
        lines.append(f"## {_heading(say, section)}")
        lines.append("\n".join(f"- {_safe(row[f'said_{language}'])} [{row['note']}]" for row in rows))
        lines += [_safe(more)] if (more := _left_out(report, section, say)) else []
    lines.append(f"## {say('What this rests on')}")
    lines.append(
        "\n".join(f"{note}. {_safe(asked)} {_safe(method)}" for note, asked, method in _bases(report, language))
    )
    lines += [_safe(told)] if (told := _documents(report, say)) else []
    lines.append(_safe(report.basis.network_sentence(language)))
    return "\n\n".join(line for line in lines if line) + "\n"


def html(report: Answer, network: Network, language: str) -> str:
    """The report as one HTML page for A4: no script, nothing from elsewhere."""
    say = Words(language)
    title = escape(_title(report, network))
    body = [f"<header><h1>{title}</h1><p>{escape(_subtitle(report, network, say))}</p></header>", _tiles(report, say)]
    body.append(_drawing(report, network, say))
    for section, rows in _sections(report):
        told = [(escape(_one(row[f"said_{language}"])), _mark(row["note"])) for row in rows]
        said = "".join(f"<li>{sentence}{mark}</li>" for sentence, mark in told)
        more = f"<p class=more>{escape(left)}</p>" if (left := _left_out(report, section, say)) else ""
        body.append(f"<section><h2>{escape(_heading(say, section))}</h2><ul>{said}</ul>{more}</section>")
    notes = "".join(
        f"<li value={note}><b>{escape(asked)}</b> {escape(flat(method, longest=2_000))}</li>"
        for note, asked, method in _bases(report, language)
    )
    rests_on = (_documents(report, say), report.basis.network_sentence(language))
    whole = "".join(f"<p>{escape(one)}</p>" for one in rests_on if one)
    body.append(f"<footer><h2>{escape(say('What this rests on'))}</h2><ol>{notes}</ol>{whole}</footer>")
    style = files("views").joinpath("one_page.css").read_text(encoding="utf-8")
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"<style>{style}</style></head><body>{''.join(body)}</body></html>\n"
    )


def _drawing(report: Answer, network: Network, say: Words) -> str:
    drawn = ego_picture(network, _organisation(report, network), say)
    return f"<figure>{drawn.svg}<figcaption>{escape(drawn.told)}</figcaption></figure>" if drawn else ""


def _title(report: Answer, network: Network) -> str:
    return flat(network.name(_organisation(report, network)))


def _organisation(report: Answer, network: Network) -> str:
    return network.find(str(report.basis.parameters["organisation"]))


def _subtitle(report: Answer, network: Network, say: Words) -> str:
    """What it is, on which day, and for whose eyes."""
    basis = report.basis
    kind = kind_word(say, str(network.row(_organisation(report, network))["kind"]))
    day = say("on {day}", day=shown(basis.as_of, say.language, "date")) if basis.as_of else say("at all dates")
    seen = for_whose_eyes(say, basis.viewer) or say("what is public")
    return " · ".join((kind, day, seen))


def _sections(report: Answer) -> Iterator[tuple[str, list[dict[Any, Any]]]]:
    """The sections that have anything to say; of the figures, those whose sentence says more than the figure."""
    rows = report.table.to_dict("records")
    for section in SECTIONS:
        ours = [row for row in rows if row["section"] == section and _tells(row)]
        if ours:
            yield section, ours


def _tells(row: Mapping[Any, Any]) -> bool:
    return row["section"] != "figures" or row["label"] in ("passages", "sole_pairs")


def _heading(say: Words, section: str) -> str:
    return {
        "who": say("Who it is"),
        "figures": say("Between whom it stands"),
        "allies": say("Who may complete it"),
        "missing_links": say("Poles with which no link is known"),
        "platform": say("What it brings to its platform"),
        "upcoming": say("Announced, or to check"),
        "doubts": say("What is not known"),
    }[section]


def _left_out(report: Answer, section: str, say: Words) -> str:
    rows = report.more["left_out"]
    count = int(rows.loc[rows["section"] == section, "rows"].sum())
    return say.many("and {count} more", "and {count} more of them", count) if count else ""


def _figures(report: Answer, say: Words) -> Iterator[tuple[str, str, str, object]]:
    """Of each figure: what it is, the value, its rank in words, its note."""
    rows = report.table[report.table["section"] == "figures"]
    for row in rows.to_dict("records"):
        value, label = row["value"], str(row["label"])
        whole = label not in SHARES and not pd.isna(value)
        said = shown(int(value) if whole else value, say.language, "share" if label in SHARES else "number")
        yield figure(label, say.language, 2 if pd.isna(value) else value), said, _rank(row, say), row["note"]


def _rank(row: Mapping[Any, Any], say: Words) -> str:
    if pd.isna(row["rank"]):
        return ""
    where = {name: say.number(int(row[name])) for name in ("rank", "among")}
    if pd.isna(row["rank_low"]) or pd.isna(row["rank_high"]):
        return say("rank {rank} of {among}", **where)
    ends = {name: say.number(int(row[name])) for name in ("rank_low", "rank_high")}
    return say(
        "rank {rank} of {among}, from {rank_low} to {rank_high} if a tenth of the encounters were missing",
        **where,
        **ends,
    )


def _tiles(report: Answer, say: Words) -> str:
    tiles = "".join(
        f"<div><b>{escape(value)}</b><span>{escape(label)}{_mark(note)}</span><i>{escape(rank)}</i></div>"
        for label, value, rank, note in _figures(report, say)
    )
    return f"<div class=tiles>{tiles}</div>"


def _as_table(report: Answer, say: Words) -> Iterator[str]:
    header = f"| {say('Figure')} | {say('Value')} | {say('Rank')} |\n|---|---|---|"
    rows = [f"| {label} [{note}] | {value} | {rank or '—'} |" for label, value, rank, note in _figures(report, say)]
    yield "\n".join([header, *rows])


def _bases(report: Answer, language: str) -> Iterator[tuple[int, str, str]]:
    rows = report.more["bases"]
    for row in rows.to_dict("records"):
        yield int(row["note"]), str(row[f"question_{language}"]), str(row[f"method_{language}"])


def _documents(report: Answer, say: Words) -> str:
    """The documents that say most of it, with publisher and date, and how many more there are."""
    found = report.more["documents"]
    if found.empty:
        return ""
    told = [_document(row, say) for row in found.head(DOCUMENTS).to_dict("records")]
    if (more := len(found) - DOCUMENTS) > 0:
        told.append(say.many("and {count} more", "and {count} more of them", more))
    return say("Documents that say most of it: {documents}.", documents=BETWEEN[say.language].join(told))


def _document(row: Mapping[Any, Any], say: Words) -> str:
    """One document: its title, who published it, when."""
    title = flat(row["document"] if pd.isna(row["title"]) else row["title"], longest=TITLE)
    publisher = "" if pd.isna(row["publisher"]) else flat(row["publisher"], longest=TITLE)
    return ", ".join(filter(None, (quoted(say, title), publisher, dated(say, row["published"]))))


def _mark(note: object) -> str:
    return f"&#8288;<sup>{int(str(note))}</sup>"  # a word joiner: a note never starts a line


def _one(text: object) -> str:
    return flat(str(text), longest=LONGEST)


def _safe(text: object) -> str:
    """Text that Markdown shows as it stands, and that still reads as text in the file."""
    return ADDRESS.sub(r"\1\\\2", SPECIAL.sub(r"\\\1", flat(str(text), longest=2_000)))


FORMATS: Mapping[str, Callable[[Answer, Network, str], str]] = {".md": markdown, ".html": html, ".htm": html}
