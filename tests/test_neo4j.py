"""What only a server can do to us: others on it, passwords, dead writers. The promises stand in the contract suite."""

import socket
import threading
from contextlib import closing
from pathlib import Path

import neo4j
import pytest

import cli
from graph import neo4j_store as module
from graph.errors import NoFreeCypher, StoreBusy, StoreUnavailable
from graph.neo4j_reading import cypher
from graph.neo4j_schema import STATED
from graph.store import open_store
from graph.vocabulary import Kind
from tests.statements import LIST, NEWS, OWNER, PUBLIC, called, says

MEMBERSHIP = [
    *called("doc:news#firm:boeing", "Boeing"),
    *called("doc:news#pole:emc2", "EMC2", Kind.POLE),
    says("doc:news#firm:boeing", "MEMBER_OF", "doc:news#pole:emc2"),
]
PLAIN = "neo4j://neo4j:wrong-and-secret@{host}"


def save(store, *statements):
    with store.write("load") as run:
        run.add([NEWS, LIST], statements)


def asked(store, text, **parameters):
    return [
        record.values()
        for record in store._driver.execute_query(text, parameters, database_=store.address.database).records
    ]


def names(store):
    return list(store.snapshot(viewer=PUBLIC).entities["id"])


def other(store, **changes):
    """The same server by another address."""
    words = {"user": "neo4j", "password": store.address.password, "database": store.address.database, **changes}
    host = store.address.server.partition("://")[2]
    return open_store(f"neo4j://{words['user']}:{words['password']}@{host}/{words['database']}")


def test_entities_have_a_label_per_kind_and_links_a_type_per_relation(neo4j_store):
    save(neo4j_store, *MEMBERSHIP)
    found = asked(neo4j_store, "MATCH (f:Entity:Firm)-[:MEMBER_OF]->(p:Entity:Pole) RETURN f.id, p.name")
    assert found == [["firm:boeing", "EMC2"]]


def test_a_statement_comes_from_its_document_and_is_found_by_what_it_is_about(neo4j_store):
    save(neo4j_store, *MEMBERSHIP)
    text = """MATCH (r:Record {entity: 'pole:emc2'})
        MATCH (s:Statement {about: r.id})-[:FROM]->(d:Document)
        RETURN s.predicate, d.title ORDER BY s.predicate"""
    assert asked(neo4j_store, text) == [["kind", "News"], ["name", "News"]]


def test_a_database_of_another_program_is_refused_and_left_alone(neo4j_store):
    asked(neo4j_store, "CREATE (:Theirs {x: 1})")
    for attempt in (names, lambda store: save(store, *MEMBERSHIP)):
        with pytest.raises(StoreUnavailable, match="another program"):
            attempt(neo4j_store)
    assert asked(neo4j_store, "MATCH (n) RETURN labels(n), n.x") == [[["Theirs"], 1]]


def test_a_database_of_a_newer_version_is_refused(neo4j_store):
    save(neo4j_store, *MEMBERSHIP)
    asked(neo4j_store, "MATCH (m:Maillage) SET m.schema = 99")
    for attempt in (names, lambda store: save(store, *MEMBERSHIP)):
        with pytest.raises(StoreUnavailable, match="newer version"):
            attempt(neo4j_store)


def test_what_was_discarded_or_failed_leaves_nothing_on_the_server(neo4j_store):
    with neo4j_store.write("load") as run:
        run.add([NEWS], MEMBERSHIP)
        run.discard()
    with pytest.raises(RuntimeError), neo4j_store.write("load") as run:
        run.add([NEWS], MEMBERSHIP)
        raise RuntimeError
    assert asked(neo4j_store, "MATCH (n) RETURN count(n)") == [[0]]


def test_a_run_that_died_is_invisible_and_the_next_writer_takes_it_back(neo4j_store, monkeypatch):
    save(neo4j_store, *MEMBERSHIP)
    monkeypatch.setattr(module.Neo4jStore, "_take_back", lambda *_: None)  # as if the power had gone
    with pytest.raises(RuntimeError), neo4j_store.write("load") as run:
        run.add([NEWS], called("doc:news#firm:daher", "Daher"))
        run.close([MEMBERSHIP[-1].id])
        raise RuntimeError
    assert asked(neo4j_store, "MATCH (s:Statement) RETURN count(s)") == [[7]]
    assert names(neo4j_store) == ["firm:boeing", "pole:emc2"]
    assert len(neo4j_store.statements(viewer=OWNER)) == 5
    save(neo4j_store, *called("doc:list#firm:x", "X", document=LIST))
    assert names(neo4j_store) == ["firm:boeing", "firm:x", "pole:emc2"]
    assert len(neo4j_store.snapshot(viewer=PUBLIC).links) == 1
    assert asked(neo4j_store, "MATCH (s:Statement) RETURN count(s)") == [[7]]


INDEXES = """SHOW INDEXES YIELD name, labelsOrTypes, state, owningConstraint
WHERE 'Statement' IN labelsOrTypes OR 'FROM' IN labelsOrTypes RETURN name, owningConstraint IS NOT NULL, state"""


def test_a_first_load_is_indexed_before_anybody_sees_it_and_one_that_died_unindexed_is_taken_back(
    neo4j_store, monkeypatch
):
    for name, is_unique, _ in asked(neo4j_store, INDEXES):
        asked(neo4j_store, f"DROP {'CONSTRAINT' if is_unique else 'INDEX'} {name}")
    monkeypatch.setattr(module.Neo4jStore, "_take_back", lambda *_: None)  # as if the power had gone
    with pytest.raises(RuntimeError), neo4j_store.write("load") as run:
        run.add([NEWS], called("doc:news#firm:daher", "Daher"))
        assert asked(neo4j_store, INDEXES) == []
        raise RuntimeError
    save(neo4j_store, *MEMBERSHIP)
    assert names(neo4j_store) == ["firm:boeing", "pole:emc2"]
    assert asked(neo4j_store, "MATCH (s:Statement) RETURN count(s)") == [[len(MEMBERSHIP)]]
    indexed = asked(neo4j_store, INDEXES)
    assert {state for *_, state in indexed} == {"ONLINE"} and len(indexed) == cypher(STATED.name).count("FOR (")


def test_a_second_writer_is_told_to_wait(neo4j_store, monkeypatch):
    save(neo4j_store, *MEMBERSHIP)
    monkeypatch.setattr(module, "PATIENCE_S", 0.5)
    with neo4j_store.write("load"), pytest.raises(StoreBusy, match="try again"):
        save(other(neo4j_store), *MEMBERSHIP)


def test_of_two_writers_the_second_goes_on_when_the_first_is_done(neo4j_store):
    save(neo4j_store, *MEMBERSHIP)
    second = threading.Thread(target=lambda: save(other(neo4j_store), *called("doc:list#firm:x", "X", document=LIST)))
    with neo4j_store.write("load") as run:
        run.add([NEWS], called("doc:news#firm:daher", "Daher"))
        second.start()
    second.join(60)
    assert names(neo4j_store) == ["firm:boeing", "firm:daher", "firm:x", "pole:emc2"]
    assert neo4j_store.revision() == 3


def test_a_wrong_password_is_a_sentence_that_does_not_repeat_it(neo4j_store):
    store = other(neo4j_store, password="wrong-and-secret")
    with closing(store), pytest.raises(StoreUnavailable, match="MAILLAGE_NEO4J_PASSWORD") as caught:
        store.revision()
    assert "wrong-and-secret" not in str(caught.value) and "wrong-and-secret" not in store.url


def test_a_database_that_is_not_there_is_named(neo4j_store):
    with closing(other(neo4j_store, database="nowhere")) as store, pytest.raises(StoreUnavailable, match="nowhere"):
        store.revision()


def test_the_address_without_its_password_opens_the_same_store_in_the_same_program(neo4j_store):
    save(neo4j_store, *MEMBERSHIP)
    with closing(open_store(neo4j_store.url)) as store:
        assert names(store) == ["firm:boeing", "pole:emc2"]


def test_a_server_that_does_not_answer_is_a_sentence(monkeypatch):
    monkeypatch.setattr(module, "PATIENCE_S", 0.5)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens there
        address = PLAIN.format(host=f"127.0.0.1:{taken.getsockname()[1]}")
        with closing(open_store(address)) as store, pytest.raises(StoreUnavailable, match="No Neo4j server answers"):
            store.revision()


OTHERWISE = {
    "no version in common": b"\x00\x00\x00\x00",
    "version 4.0": b"\x00\x00\x00\x04",
    "version 4.4": b"\x00\x00\x04\x04",
    "TLS only": b"\x15\x03\x03\x00\x02\x02\x46",  # an alert: this is no handshake
}


@pytest.mark.parametrize("scheme", ["neo4j", "bolt"])
@pytest.mark.parametrize("answer", OTHERWISE.values(), ids=OTHERWISE)
def test_a_server_that_speaks_otherwise_is_a_sentence(answer, scheme, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE_S", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_answers, args=(listening, answer), daemon=True).start()
        address = PLAIN.format(host=f"127.0.0.1:{listening.getsockname()[1]}").replace("neo4j:", f"{scheme}:", 1)
        with closing(open_store(address)) as store, pytest.raises(StoreUnavailable, match=r"older, .* encryption"):
            store.revision()


def _answers(listening, answer):
    while True:
        try:
            caller, _ = listening.accept()
        except OSError:
            return
        with caller:
            caller.recv(64)
            caller.sendall(answer)


@pytest.mark.parametrize("url", ["neo4j://", "neo4j://host:port", "neo4j+x://host", "bolt://:7687"])
def test_an_address_of_no_server_is_a_sentence(url):
    with pytest.raises(StoreUnavailable, match="neo4j://host:7687"):
        open_store(url)


CYPHER = sorted((Path(__file__).parents[1] / "graph" / "cypher").glob("*.cypher"))


@pytest.mark.parametrize("file", CYPHER, ids=lambda file: file.stem)
def test_every_statement_says_what_it_does_and_every_one_is_asked_for(file):
    first = cypher(file.stem).splitlines()[0]
    assert first.startswith("// ") and "Gives" in first and first.endswith(".")
    sources = "".join(path.read_text(encoding="utf-8") for path in file.parents[1].glob("neo4j_*.py"))
    assert f'"{file.stem}"' in sources or file.stem in ("entities", "links", "declared")


@pytest.fixture
def strict(neo4j_store):
    """A driver for that store that warns of what a newer server will not do, where the one of the store is silent."""
    save(neo4j_store, *MEMBERSHIP)
    address, severity = neo4j_store.address, neo4j.NotificationMinimumSeverity.WARNING
    with neo4j.GraphDatabase.driver(
        address.server, auth=(address.user, address.password), database=address.database,
        warn_notification_severity=severity, notifications_min_severity=severity,
        notifications_disabled_classifications=["HINT", "UNRECOGNIZED", "PERFORMANCE", "GENERIC", "SCHEMA"],
    ) as driver:  # fmt: skip
        yield driver


def test_no_statement_is_deprecated(strict):
    for file in CYPHER:
        for text in cypher(file.stem).split(";\n"):
            strict.execute_query(f"EXPLAIN {text}")
    with pytest.warns(neo4j.warnings.Neo4jDeprecationWarning):
        strict.execute_query("EXPLAIN MATCH (n) RETURN id(n)")


REFUSED = {
    "CREATE (:X)": "would write",
    "MATCH (n) DETACH DELETE n": "would write",
    "MATCH (n) SET n.x = 1": "would write",
    "MATCH (n) CALL (n) { SET n.x = 1 } IN TRANSACTIONS RETURN count(n)": "would write",
    "CREATE INDEX FOR (n:X) ON (n.x)": "would write",
    "DROP CONSTRAINT entity_id": "would write",
    "CREATE USER x SET PASSWORD 'eight-letters'": "command the server",
    "TERMINATE TRANSACTIONS 'neo4j-transaction-1'": "command the server",
    "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row": "LOAD CSV reads files",
    "MATCH (n) CALL (n) { LOAD CSV FROM 'http://127.0.0.1:9/' + n.id AS r RETURN r } RETURN r": "LOAD CSV reads files",
    "CALL dbms.killConnection('bolt-1')": r"may not call dbms\.killConnection",
    "CALL db.clearQueryCaches()": r"may not call db\.clearQueryCaches",
    "CALL db.resampleIndex('entity_id')": r"may not call db\.resampleIndex",
    "CALL dbms.listConfig() YIELD name, value RETURN *": r"may not call dbms\.listConfig",
    "CALL apoc.load.json('http://127.0.0.1:9/') YIELD value RETURN value": "does not answer",
    "RETURN 1; CREATE (:X)": "does not answer",
    "PROFILE CREATE (:X)": "does not answer",
}


def test_a_question_of_ones_own_reads_what_is_stored_and_does_nothing_else(neo4j_store):
    save(neo4j_store, *MEMBERSHIP)
    before = asked(neo4j_store, "MATCH (n) RETURN count(n)")
    for text, words in REFUSED.items():
        with pytest.raises(NoFreeCypher, match=words):
            neo4j_store.cypher(text)
    with pytest.raises(neo4j.exceptions.ClientError, match="read access mode"):  # the plan is not all that holds
        neo4j_store._driver.execute_query("CREATE (:X)", database_="neo4j", routing_="r")
    assert asked(neo4j_store, "MATCH (n) RETURN count(n)") == before
    assert names(neo4j_store) == ["firm:boeing", "pole:emc2"]


@pytest.mark.parametrize(
    "text",
    [
        "EXPLAIN MATCH (n) RETURN n",
        "CYPHER runtime=slotted MATCH (n:Pole) RETURN n.id",
        "// which\nMATCH (n) RETURN n.id",
        "CALL db.labels() YIELD label RETURN label",
        "CALL db.schema.visualization()",
        "SHOW INDEXES YIELD name RETURN name",
    ],
)
def test_a_question_of_ones_own_may_ask_what_there_is(neo4j_store, text):
    save(neo4j_store, *MEMBERSHIP)
    assert len(neo4j_store.cypher(text)) > 0 or text.startswith("EXPLAIN")


def test_a_question_of_ones_own_has_limits_and_its_faults_are_sentences(neo4j_store):
    assert len(neo4j_store.cypher("UNWIND range(1, 100) AS n RETURN n", most=7)) == 7
    with pytest.raises(NoFreeCypher, match="longer than 0.5 seconds"):
        neo4j_store.cypher("UNWIND range(1, 1000000000) AS n WITH n WHERE n < 0 RETURN n", seconds=0.5)
    with pytest.raises(NoFreeCypher, match="does not answer"):
        neo4j_store.cypher("MATCH")


def test_the_command_cypher_is_for_the_owner_of_a_server(neo4j_store, capsys, monkeypatch, tmp_path):
    save(neo4j_store, *MEMBERSHIP)
    asked = ["maillage", "cypher", "MATCH (p:Pole) RETURN p.id AS id", "--store"]
    for rest, code, words in [
        ([neo4j_store.url, "--viewer", "owner", "--format", "csv"], 0, "pole:emc2"),
        ([neo4j_store.url], 2, "--viewer owner"),
        ([f"sqlite:///{tmp_path}/network.db", "--viewer", "owner"], 2, "pas un serveur Neo4j"),
    ]:
        monkeypatch.setattr("sys.argv", [*asked, *rest])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        shown = capsys.readouterr()
        assert (ended.value.code or 0) == code and words in shown.out + shown.err
