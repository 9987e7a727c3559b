"""The basis line of every page says what was asked and what is assumed in words, never as the code calls it."""

import re

import pytest

from graph.vocabulary import Kind, Relation
from queries.catalogue import CATALOGUE
from queries.word_tables import ASKED, ASSUMED
from tests.pages import PAGES, kept, page, words
from tests.toys import DRAWN, encounter, entity, link, record

FRENCH = {name: said["fr"] for name, said in {**ASKED, **ASSUMED}.items()}
FRENCH |= {one.name: one.fr for query in CATALOGUE for one in query.parameters}
IN_CODE = sorted(name for name, said in FRENCH.items() if said != name)
NAMED = re.compile(rf"(?:^|[·,] )({'|'.join(IN_CODE)}) ?: ", re.MULTILINE)


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    poles = [record(one, Kind.POLE) for one in "pq"]
    said = [row for one in poles for row in entity(one, Kind.POLE, f"Pole {one[-1].upper()}", city="Nantes")]
    said += [*encounter("pact", "ab"), *encounter("trip", "ac", Kind.VISIT, since="2015")]
    said += [link(record(one), Relation.MEMBER_OF, pole) for one in "ab" for pole in poles]
    return kept(tmp_path_factory.mktemp("words"), [DRAWN], said)


@pytest.mark.parametrize("address", PAGES)
def test_no_page_names_what_was_asked_as_the_code_does(url, address):
    said = words(page(url, address))
    assert "vu par le public" in said
    assert NAMED.findall(said) == []


def test_the_guard_bites():
    assert NAMED.findall("méthode : x · slots : 3, tables : 5, dans le groupe : y") == ["slots"]
