"""What is drawn as tables: actors, links, and the statements behind both; as CSV, as a workbook, as Parquet."""

import json
from collections.abc import Mapping
from functools import partial

import pandas as pd

from graph.frames import TEXT, WHOLE, frame
from graph.vocabulary import Level
from queries.words import word
from views.answer_files import csv_bytes, parquet
from views.packed import packed
from views.sheet import Sheet
from views.vocabulary_words import LEVELS, RELATIONS, property_word
from views.wording import Words
from views.workbook import basis_lines, workbook

ACTORS = {
    "id": TEXT, "name": TEXT, "kind": TEXT, "city": TEXT, "country": TEXT, "status": TEXT, "since": TEXT,
    "until": TEXT, "links": WHOLE, "x": "Float64", "y": "Float64",
}  # fmt: skip
LINKS = {
    "id": TEXT, "source": TEXT, "source_name": TEXT, "relation": TEXT, "role": TEXT, "target": TEXT,
    "target_name": TEXT, "status": TEXT, "since": TEXT, "until": TEXT, "amount": TEXT, "level": TEXT,
    "sentence": TEXT,
}  # fmt: skip
STATEMENTS = {
    "of": TEXT, "sentence": TEXT, "statement": TEXT, "document": TEXT, "title": TEXT, "publisher": TEXT,
    "published": TEXT, "url": TEXT, "quote": TEXT, "note": TEXT, "details": TEXT, "level": TEXT,
}  # fmt: skip


def tables(sheet: Sheet) -> dict[str, pd.DataFrame]:
    """`actors`, `links` and `statements`, by id; a statement has a row for each actor or link that it stands behind."""
    return {"actors": _actors(sheet), "links": _links(sheet), "statements": _statements(sheet)}


def csv(sheet: Sheet) -> bytes:
    """An archive: a CSV for each table, as spreadsheets of this language open them, and the basis."""
    named = _in_words(sheet)
    files = {f"{name}.csv": csv_bytes(table, sheet.language) for name, table in named.items()}
    return packed([*files.items(), ("basis.json", _basis(sheet)), ("basis.txt", _told(sheet))])


def xlsx(sheet: Sheet) -> bytes:
    """A workbook: a sheet for each table, then the basis."""
    say = Words(sheet.language)
    basis = [sheet.title, sheet.sentence, *basis_lines(sheet.basis, sheet.language)]
    return workbook(_in_words(sheet), {say("basis"): basis})


def parquet_files(sheet: Sheet) -> bytes:
    """An archive: a Parquet file for each table, with its types and the basis in its metadata."""
    return packed((f"{name}.parquet", parquet(table, sheet.basis)) for name, table in tables(sheet).items())


def _actors(sheet: Sheet) -> pd.DataFrame:
    rows = sorted(sheet.actors, key=lambda one: one.id)
    return frame(
        [(one.id, one.name, one.kind, one.city, one.country, one.status, one.since, one.until, one.links, one.x, one.y)
         for one in rows],
        ACTORS,
    )  # fmt: skip


def _links(sheet: Sheet) -> pd.DataFrame:
    names = {actor.id: actor.name for actor in sheet.actors}
    links = sorted((link for line in sheet.lines for link in line.links), key=lambda one: one.id)
    return frame(
        [(one.id, one.source, names[one.source], one.relation, one.key or None, one.target, names[one.target],
          one.status, one.since, one.until, one.amount, Level(one.level).word, one.sentence) for one in links],
        LINKS,
    )  # fmt: skip


def _statements(sheet: Sheet) -> pd.DataFrame:
    sources = {source.id: source for source in sheet.sources}
    told = [(actor.id, fact.sentence, said) for actor in sheet.actors for fact in actor.facts for said in fact.said]
    told += [(link.id, link.sentence, said) for line in sheet.lines for link in line.links for said in link.said]
    rows = []
    for of, sentence, said in sorted(told, key=lambda one: (one[0], one[1], one[2].id)):
        source = sources[said.document]
        cited = (source.title, source.publisher or None, source.date, source.url or None)
        words = (said.quote or None, said.note or None, " · ".join(said.details), Level(said.level).word)
        rows.append((of, sentence, said.id, said.document, *cited, *words))
    return frame(rows, STATEMENTS)


def _in_words(sheet: Sheet) -> dict[str, pd.DataFrame]:
    """The tables with names, headers and words of the vocabulary as people read them; ids stay."""
    say = Words(sheet.language)
    names = {"actors": say("actors"), "links": say("links"), "statements": say("statements")}
    return {
        names[name]: _told_in(say, table).rename(columns={one: _header(one, say) for one in table.columns})
        for name, table in tables(sheet).items()
    }


def _told_in(say: Words, table: pd.DataFrame) -> pd.DataFrame:
    """With the word for each member of the vocabulary."""
    levels = {level.word: say(told) for level, told in LEVELS.items()}
    relations = {str(relation): say(told) for relation, told in RELATIONS.items()}
    told = {"relation": relations.__getitem__, "level": levels.__getitem__}
    told |= {name: partial(word, language=say.language) for name in ("kind", "role", "status")}
    return table.assign(
        **{
            name: table[name].map(put, na_action="ignore").astype("string")
            for name, put in told.items()
            if name in table
        }
    )


def _header(column: str, say: Words) -> str:
    ours: Mapping[str, str] = {
        "links": say("links"), "source": say("from"), "source_name": say("name (from)"), "relation": say("relation"),
        "role": say("role"), "target": say("to"), "target_name": say("name (to)"), "amount": say("amount"),
        "level": say("confidentiality"), "sentence": say("sentence"), "of": say("says of"),
        "statement": say("statement"), "document": say("document"), "title": say("title"),
        "publisher": say("publisher"), "published": say("published"), "quote": say("quote"), "note": say("note"),
        "details": say("details"),
    }  # fmt: skip
    return ours.get(column) or property_word(say, column)


def _basis(sheet: Sheet) -> bytes:
    return (json.dumps(sheet.basis.as_dict(), ensure_ascii=False, indent=2) + "\n").encode()


def _told(sheet: Sheet) -> bytes:
    return "\n".join([sheet.title, sheet.sentence, sheet.basis.sentence(sheet.language), ""]).encode()
