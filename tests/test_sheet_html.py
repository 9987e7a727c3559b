"""The offline file stays small: everything stands in it once, and where quotes are long it says which it shortened."""

import random
from dataclasses import replace

import pytest

from graph.model import Statement
from graph.vocabulary import Kind, Relation
from tests.pages import kept
from tests.sheets import taken
from tests.test_sheet import data_of
from tests.toys import DRAWN, entity, record
from views.canvas import library
from views.sheet import Sheet
from views.sheet_html import ROOM, html
from views.sheet_tables import tables
from views.text import flat
from views.wording import Words

FIRMS, LONG, SHORT = 500, 4_000, 200  # letters of every other quote
ENDS = ("", "n", "r", "s")
SYLLABLES = [first + vowel + end for first in "bcdfglmnprstv" for vowel in ("a", "é", "i", "o", "ou") for end in ENDS]


def quote(n, letters):
    """Made-up words, different ones for each, that pack worse than French."""
    chance = random.Random(n)
    words = ("".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(letters))
    return " ".join(words)[:letters].strip()


def members(folder, letters, count=FIRMS) -> Sheet:
    """That many firms of one pole; what says so is quoted, every other time with so many letters."""
    pole = record("p", Kind.POLE)
    said = entity(pole, Kind.POLE, "P")
    for n in range(count):
        said += entity(record(f"f{n}"), Kind.FIRM, f"Entreprise {n}")
        said.append(
            Statement(DRAWN.id, record(f"f{n}"), Relation.MEMBER_OF, pole, quote=quote(n, SHORT if n % 2 else letters))
        )
    return taken(kept(folder, [DRAWN], said), step="ego:pole:p")


@pytest.fixture(scope="module")
def long(tmp_path_factory):
    return members(tmp_path_factory.mktemp("long"), LONG)


def test_with_long_quotes_it_stays_within_a_megabyte_and_says_how_many_it_shortened(long):
    made = html(long)
    quotes = [one.strip("« »\u00a0\u202f") for one in data_of(made)["texts"] if one.startswith("«")]
    cut = [one for one in quotes if one.endswith("…")]
    assert len(made) <= ROOM and len(quotes) == len(long.actors) - 1
    assert len(cut) in (len(quotes) // 2, len(quotes) - len(quotes) // 2)
    letters = max(map(len, cut))
    told = flat(Words("fr").number(letters))
    assert letters >= 1_000 and f"{len(cut)} citations et notes sont abrégées ici à {told} lettres" in made.decode()
    whole = set(tables(long)["statements"]["quote"].dropna())
    assert {one for one in quotes if one not in cut} < whole, "those that are short are whole"
    assert all(any(one.startswith(part[:-1].strip()) for one in whole) for part in cut), "the tables have the others"


def test_what_fits_stands_in_it_whole_and_nothing_is_said(tmp_path):
    sheet = members(tmp_path, LONG, 40)
    made = html(sheet)
    whole = set(tables(sheet)["statements"]["quote"].dropna())
    assert {one.strip("« »\u00a0\u202f") for one in data_of(made)["texts"]} == {*whole, ""}
    assert "abrégée" not in made.decode().partition("<script")[0]


def test_a_quote_behind_many_statements_and_its_document_stand_in_it_once(long):
    same = long.lines[0].links[0].said[0].quote
    lines = [
        replace(line, links=tuple(
            replace(link, said=tuple(replace(one, quote=same, id=str(n)) for n, one in enumerate(link.said)))
            for link in line.links
        ))
        for line in long.lines
    ]  # fmt: skip
    data = data_of(html(replace(long, lines=tuple(lines))))
    assert sum(same[:50] in one for one in data["texts"]) == 1 and len(data["sources"]) == 1
    assert len(data["said"]) == len(set(map(str, data["said"])))


def test_a_small_file_is_little_more_than_its_library(tmp_path):
    assert len(html(members(tmp_path, 80, 3))) - len(library()) < 30_000
