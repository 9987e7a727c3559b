"""On the shipped network every question and every page says the same, whichever store keeps it."""

import re
from contextlib import closing
from functools import cache

import pytest
import streamlit as st

from graph.copying import copy
from graph.model import Viewer
from graph.network import Network, evidence
from graph.store import open_store
from queries.catalogue import CATALOGUE
from queries.kept import to_bytes
from tests.conftest import wipe
from tests.pages import PAGES, elements, page
from tests.statements import OWNER, PUBLIC
from tests.test_store_contract import same

ASKED = {
    "reseau": {"step": "ego:pole:emc2", "sel": "pole:emc2"},
    "acteur": {"sel": "pole:emc2"},
    "questions": {"q": "centrality"},
}
OPENED = re.compile(r"(open_store|sheet_at)\([^,)]*")
every_query = pytest.mark.parametrize("asked", CATALOGUE, ids=[one.name for one in CATALOGUE])


@pytest.fixture(scope="module")
def both(shipped, neo4j_url):
    """The shipped network in a file and on a server; for reading only."""
    with closing(open_store(neo4j_url)) as server:
        copy(shipped, server, viewer=OWNER)
        st.cache_resource.clear()  # of an earlier network at the same address
        st.cache_data.clear()
        yield shipped, server
        wipe(server)


@pytest.fixture(scope="module")
def read(both):
    """Both networks as a viewer sees them, each read once."""

    @cache
    def networks(viewer=PUBLIC, **looked):
        return [Network.read(store, viewer=viewer, **looked) for store in both]

    return networks


@pytest.fixture(scope="module")
def remembered(tmp_path_factory):
    """Where the app remembers what it computed of the server's network; of the file's it does so beside it."""
    return tmp_path_factory.mktemp("app")


@every_query
def test_a_question_has_the_same_answer_to_the_byte(read, asked):
    for looked in ({}, {"as_of": "2016-06-30", "sure": "certainly"}):
        here, there = (asked.answer(one, **asked.example) for one in read(**looked))
        assert to_bytes(here) == to_bytes(there)
        assert here.basis == there.basis
        assert here.sentences("fr") == there.sentences("fr")


@pytest.mark.parametrize("viewer", ["public", "owner", "emc2=staff"])
def test_all_tables_are_the_same_and_who_says_so(both, read, viewer):
    looks = Viewer.parse(viewer)
    here, there = read(looks)
    assert same(*(store.snapshot(viewer=looks) for store in both))
    assert (here.content_hash, here.source_hash) == (there.content_hash, there.source_hash)
    for about in (*here.entities["id"][::60], *here.links["id"][::60]):
        assert evidence(both[0], here, about).equals(evidence(both[1], there, about)), about


LOOKS = (("public", "fr", {}), ("owner", "en", {}), ("emc2=staff", "fr", {"as_of": "2016"}))


@pytest.mark.parametrize("address", PAGES)
def test_a_page_shows_the_same(both, address, monkeypatch, remembered):
    """Each viewer in one language: what a store gives has none."""
    monkeypatch.chdir(remembered)
    for viewer, language, more in LOOKS:
        asked = ASKED.get(address, {}) if viewer == "owner" else more
        here, there = (shown(store, address, viewer=viewer, lang=language, **asked) for store in both)
        assert here == there


@every_query
def test_the_page_of_a_question_shows_the_same(both, asked, monkeypatch, remembered):
    monkeypatch.chdir(remembered)
    here, there = (shown(store, "questions", viewer="public", q=asked.name) for store in both)
    assert here == there


def shown(store, address, **asked):
    """What a page sends to the browser, without the address of its store."""
    app = page(store.url, address, **asked)
    assert not app.exception
    return [OPENED.sub(r"\1(", text) for text in elements(app)]


def test_who_is_public_sees_something(read):
    """That the comparisons above compare anything."""
    assert all(len(one.entities) > 100 for one in read())
