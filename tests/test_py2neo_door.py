"""What a py2neo graph shows is the network that the official driver reads; nothing is written through it."""

import gc
import socket
import threading
import warnings
from contextlib import suppress
from urllib.parse import urlsplit

import pytest

from graph import py2neo_door
from graph.errors import StoreUnavailable
from graph.neo4j_reading import Neo4jReading
from graph.network import Network
from graph.py2neo_door import read
from graph.vocabulary import Kind
from tests.statements import EMC2, LIST, NEWS, OWNER, PUBLIC, SYSTEMATIC, called, confided, says

py2neo = pytest.importorskip("py2neo", reason="py2neo is not installed: pip install 'maillage[py2neo]'")


@pytest.fixture(autouse=True)
def collected():
    """py2neo leaves sockets to the collector, which may come to them in another test."""
    yield
    with warnings.catch_warnings(action="ignore", category=ResourceWarning):
        gc.collect()


@pytest.fixture(params=["bolt", "neo4j"])
def graph(request, neo4j_url):
    address = urlsplit(neo4j_url)
    made = py2neo.Graph(
        f"{request.param}://{address.hostname}:{address.port}", auth=(address.username, address.password)
    )
    yield made
    made.service.connector.close()


@pytest.fixture
def held(neo4j_store):
    with neo4j_store.write("load") as run:
        run.add([NEWS, LIST], [
            *called("doc:news#firm:a", "Alpha « été »"), *called("doc:news#pole:p", "Alizé", Kind.POLE),
            says("doc:news#firm:a", "MEMBER_OF", "doc:news#pole:p", valid="2015", qualifiers=(("importance", "2"),)),
            says("doc:news#firm:a", "lat", "47.2"), says("doc:news#pole:p", "declared", ">30", key="member"),
            *confided(called("doc:list#firm:x", "Xylophage", document=LIST)),
        ])  # fmt: skip
    return neo4j_store


@pytest.mark.parametrize("viewer", [PUBLIC, EMC2, SYSTEMATIC, OWNER], ids=str)
def test_a_network_is_the_same_through_py2neo_and_through_the_driver(graph, held, viewer):
    here, there = Network.read(held, viewer=viewer), read(graph, viewer=viewer)
    assert here.content_hash == there.content_hash and here.source_hash == there.source_hash
    for name in ("entities", "links", "declared", "mentions", "documents", "conflicts", "unsure"):
        assert getattr(here, name).equals(getattr(there, name)), name
    assert here.revision == there.revision and ("Xylophage" in set(there.entities["name"])) is (viewer in (EMC2, OWNER))


def test_nothing_can_be_written_through_the_door(graph, held):
    with pytest.raises(StoreUnavailable, match="ClientError"), py2neo_door._reading(graph) as ask:
        ask("lock")
    with pytest.raises(StoreUnavailable), py2neo_door._reading(graph) as ask:
        ask("publish", published=9)
    assert held.revision() == 1


def test_a_reader_sees_what_is_published_and_nothing_before(graph, held):
    with held.write("load") as run:
        run.add([NEWS], called("doc:news#firm:b", "Beta"))
        assert "firm:beta" not in set(read(graph).entities["id"])
    assert "firm:beta" in set(read(graph).entities["id"])


def test_a_graph_without_a_network_or_with_a_newer_one_is_a_sentence(graph, neo4j_store):
    with pytest.raises(StoreUnavailable, match="no network of maillage"):
        read(graph)
    with neo4j_store.write("load") as run:
        run.add([NEWS], called("doc:news#firm:a", "Alpha"))
    neo4j_store._driver.execute_query("MATCH (m:Maillage) SET m.schema = 99", database_=neo4j_store.address.database)
    with pytest.raises(StoreUnavailable, match="newer version"):
        read(graph)


class Relay:
    """A port that passes all on to another, until it is cut."""

    def __init__(self, target):
        self.target = target
        self.ends = []
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self):
        for one in (self.listening, *self.ends):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self):
        with suppress(OSError):
            while True:
                pair = self.listening.accept()[0], socket.create_connection(self.target)
                self.ends += pair
                for one, other in (pair, pair[::-1]):
                    threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one, other):
        with suppress(OSError):
            while data := one.recv(65_536):
                other.sendall(data)


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")  # of a connection that broke, py2neo forgets the socket
def test_a_server_that_has_gone_is_a_sentence(neo4j_url, held, monkeypatch):
    address = urlsplit(neo4j_url)
    relay = Relay((address.hostname, address.port))
    graph = py2neo.Graph(f"bolt://127.0.0.1:{relay.port}", auth=(address.username, address.password))
    assert read(graph).revision == 1
    papers = Neo4jReading.descriptions.func
    monkeypatch.setattr(Neo4jReading, "descriptions", property(lambda one: relay.cut() or papers(one)))
    for _ in range(2):  # gone in the middle of it; and not there at all
        with pytest.raises(StoreUnavailable, match="does not answer: Connection"):
            read(graph)


def test_what_is_written_during_the_reading_is_read_again(graph, held, monkeypatch):
    seen = iter([{"schema": 1, "revision": 7, "published": 1}])
    state = py2neo_door._state
    monkeypatch.setattr(py2neo_door, "_state", lambda ask: next(seen, None) or state(ask))
    assert read(graph).revision == 1
