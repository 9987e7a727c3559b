"""A shared server has bad days: it restarts, its disk fills, others write. Nothing is doubled or half there."""

import resource
import subprocess
import threading
from argparse import Namespace
from contextlib import closing, suppress

import pytest

import cli
from graph import neo4j_store as module
from graph.errors import ServerAway, StoreBusy, StoreError, StoreUnavailable
from graph.store import open_store
from ingest.load import load
from tests.conftest import wipe
from tests.neo4j_server import free_port
from tests.pages import again, page, words
from tests.statements import LIST, NEWS, OWNER, PUBLIC, called, says
from tests.test_neo4j import MEMBERSHIP, asked, names, other, save
from tests.test_store_contract import same
from views.context import opened

DAHER = list(called("doc:news#firm:daher", "Daher"))
X = list(called("doc:list#firm:x", "X", document=LIST))
HELD = "MATCH (s:Statement)-[f:FROM]->() RETURN count(DISTINCT s), count(f), count{(:Writing)}"


def broken_off(store):
    """What a broken connection does to the transaction that holds the lock: the server ends it."""
    text = "SHOW TRANSACTIONS YIELD transactionId AS id, currentQuery AS query WHERE query = '' RETURN id"
    for (one,) in asked(store, text):
        asked(store, f"TERMINATE TRANSACTION '{one}'")


def test_a_load_that_lost_its_lock_does_not_mix_with_the_one_that_took_it(neo4j_store):
    save(neo4j_store, *MEMBERSHIP)
    with pytest.raises(StoreError), neo4j_store.write("load") as first:
        first.add([NEWS], DAHER)
        broken_off(neo4j_store)
        with other(neo4j_store).write("load") as second:
            second.add([LIST], X)
            with pytest.raises(StoreBusy, match="meanwhile"):
                first.add([NEWS], called("doc:news#firm:y", "Y"))
    assert names(neo4j_store) == ["firm:boeing", "firm:x", "pole:emc2"]
    assert asked(neo4j_store, HELD) == [[7, 7, 0]]


def test_a_load_that_lost_its_lock_is_not_published(neo4j_store):
    save(neo4j_store, *MEMBERSHIP)
    with pytest.raises(StoreError), neo4j_store.write("load") as run:
        run.add([NEWS], DAHER)
        broken_off(neo4j_store)
    assert names(neo4j_store) == ["firm:boeing", "pole:emc2"]
    assert asked(neo4j_store, HELD) == [[5, 5, 0]]


def test_of_two_loads_of_the_same_file_at_the_same_time_one_finds_nothing_new(neo4j_store, tmp_path):
    file = tmp_path / "members.csv"
    file.write_text("member,group\nBoeing,EMC2\nDaher,EMC2\n", encoding="utf-8")
    save(neo4j_store, *MEMBERSHIP, *DAHER)
    made = []
    loads = [threading.Thread(target=lambda: made.append(load(other(neo4j_store), [file]))) for _ in range(2)]
    for one in loads:
        one.start()
    for one in loads:
        one.join(60)
    assert sorted(report.new for report in made) == [0, made[0].new + made[1].new] and made[0].new + made[1].new > 0
    assert neo4j_store.revision() == 2
    twice = "MATCH (s:Statement)-[f:FROM]->() WITH s, count(f) AS n WHERE n > 1 RETURN count(s)"
    assert asked(neo4j_store, twice) == [[0]]


def test_readers_see_whole_loads_only(neo4j_store):
    """Load i brings a firm and its membership: never one without the other, never fewer than before."""
    save(neo4j_store, *MEMBERSHIP)
    seen, is_over = [], threading.Event()

    def look():
        with closing(other(neo4j_store)) as mine:
            while not is_over.is_set():
                with suppress(StoreBusy):  # published anew ten times while it read
                    read = mine.snapshot(viewer=PUBLIC)
                    seen.append((len(read.entities), len(read.links), len(read.mentions), read.revision))

    readers = [threading.Thread(target=look) for _ in range(2)]
    for one in readers:
        one.start()
    for number in range(5):
        firm = f"doc:news#firm:f{number}"
        save(neo4j_store, *called(firm, f"F{number}"), says(firm, "MEMBER_OF", "doc:news#pole:emc2"))
    is_over.set()
    for one in readers:
        one.join(60)
    assert seen and set(seen) <= {(2 + n, 1 + n, 5 + 3 * n, 1 + n) for n in range(6)}


def test_a_server_that_is_away_names_no_password(monkeypatch, caplog):
    monkeypatch.setattr(module, "PATIENCE_S", 0.2)
    caplog.set_level("DEBUG", logger="neo4j")
    with closing(open_store(f"neo4j://anne:my-secret@127.0.0.1:{free_port()}")) as store:
        with pytest.raises(StoreUnavailable) as caught:
            store.revision()
        told = f"{caught.value!r} {caught.value} {store!r} {store.url} {caplog.text}"
    assert "127.0.0.1" in told and "my-secret" not in told


def test_the_app_is_handed_no_password_in_an_address(monkeypatch, capsys):
    handed = []
    monkeypatch.setattr(module.Neo4jStore, "revision", lambda _: 1)
    monkeypatch.setattr(subprocess, "run", lambda *said, **more: handed.append((said, more)) or Namespace(returncode=0))
    monkeypatch.setattr("sys.argv", ["maillage", "app", "--store", "neo4j://anne:my-secret@127.0.0.1:7687"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    [((command,), more)] = handed
    assert not ended.value.code and "my-secret" not in " ".join(command)
    assert more["env"]["MAILLAGE_STORE"] == "neo4j://anne@127.0.0.1:7687/neo4j"
    assert more["env"]["MAILLAGE_NEO4J_PASSWORD"] == "my-secret"
    shown = capsys.readouterr()
    assert "MAILLAGE_NEO4J_PASSWORD_FILE" in shown.err and "my-secret" not in shown.out + shown.err


def test_the_password_may_stand_in_a_file(monkeypatch, tmp_path):
    file = tmp_path / "password"
    file.write_text("from-a-file\n", encoding="utf-8")
    monkeypatch.delenv("MAILLAGE_NEO4J_PASSWORD", raising=False)
    monkeypatch.setenv("MAILLAGE_NEO4J_PASSWORD_FILE", str(file))
    assert open_store("neo4j://bob@127.0.0.1:1").secret == {"MAILLAGE_NEO4J_PASSWORD": "from-a-file"}
    monkeypatch.setenv("MAILLAGE_NEO4J_PASSWORD_FILE", str(tmp_path / "none"))
    with pytest.raises(StoreUnavailable, match="cannot be read"):
        open_store("neo4j://bob@127.0.0.1:1")


def test_the_app_connects_once_and_lets_go_of_it(monkeypatch, tmp_path):
    made, plain = [], module.neo4j.GraphDatabase.driver

    def driver(*said, **more):
        made.append(plain(*said, **more))
        return made[-1]

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(module, "PATIENCE_S", 0.2)
    monkeypatch.setattr(module.neo4j.GraphDatabase, "driver", driver)
    url = f"neo4j://anne:my-secret@127.0.0.1:{free_port()}"  # nobody is there: a banner each time
    app = page(url, "acteur", lang="en")
    app = again(again(app, url), url)
    assert "comes back by itself" in words(app) and "my-secret" not in words(app)
    assert len(made) == 1
    opened.clear()
    assert made[0]._closed


# A server of our own, that is stopped and started: the last tests here, for it is slow at first.


def ending(work, *given):
    """The sentence that it ends with; what it gives where it ends well."""
    try:
        return work(*given)
    except StoreError as error:
        return error


@pytest.fixture(scope="module")
def restart(own_neo4j, tmp_path_factory):
    """What a load, reads and the app tell of a server that stops in the middle of them, and is started again."""
    with pytest.MonkeyPatch.context() as patch, closing(open_store(own_neo4j.url)) as store:
        patch.chdir(tmp_path_factory.mktemp("app"))  # what the app remembers
        patch.setattr(module, "PATIENCE_S", 1.0)
        save(store, *MEMBERSHIP)
        app = page(own_neo4j.url, "acteur", lang="en", sel="pole:emc2")
        told = Namespace(store=store, begun=[], shown=[words(app)])

        def look():
            again(app, own_neo4j.url)
            assert not app.exception
            told.shown.append(words(app))

        def read(now, revision):
            told.begun.append(revision)
            before = now.ask("runs")
            if len(told.begun) == 1:
                own_neo4j.stop()
                told.away = ending(names, store)
                look()
                own_neo4j.start()
                patch.setattr(module, "PATIENCE_S", 5.0)  # one that has just started takes its time to lock
            return before, now.ask("runs")

        def loaded():
            with store.write("load") as run:
                run.add([NEWS], DAHER)
                told.read = store._read(read)
                run.add([NEWS], called("doc:news#firm:y", "Y"))

        told.load = ending(loaded)
        told.names = names(store)
        look()
        yield told
        wipe(store)


def test_a_server_that_restarts_in_reads_is_a_sentence_and_the_same_store_reads_on(restart):
    assert isinstance(restart.away, ServerAway) and "make neo4j" in str(restart.away)
    assert restart.names == ["firm:boeing", "pole:emc2"]


def test_a_read_in_the_middle_of_which_the_server_restarts_begins_again_and_is_whole(restart):
    before, after = restart.read
    assert before == after and len(before) == 1 and restart.begun == [1, 1]


def test_the_app_shows_a_banner_while_the_server_is_away_and_comes_back(restart):
    first, away, back = restart.shown
    assert "EMC2" in first and "comes back by itself" not in first
    assert "comes back by itself" in away and "make neo4j" in away and "EMC2" not in away
    assert "EMC2" in back and "comes back by itself" not in back


def test_a_server_that_restarts_in_a_load_stops_it_with_a_sentence_and_the_next_load_is_whole(restart):
    assert isinstance(restart.load, StoreError) and str(restart.load)
    assert restart.names == ["firm:boeing", "pole:emc2"]
    save(restart.store, *DAHER)
    assert names(restart.store) == ["firm:boeing", "firm:daher", "pole:emc2"]
    assert asked(restart.store, HELD) == [[7, 7, 0]]


def test_a_full_disk_is_a_sentence_and_leaves_what_was_there(own_neo4j, restart):
    """The database stops for good until its server starts again."""
    before = restart.store.snapshot(viewer=OWNER)
    own_neo4j.limit_files(1)
    with pytest.raises(StoreError, match="disk"):
        save(restart.store, *X)
    with pytest.raises(ServerAway, match="start its server again"):
        names(restart.store)
    own_neo4j.limit_files(resource.RLIM_INFINITY)
    own_neo4j.stop()
    own_neo4j.start()
    assert same(restart.store.snapshot(viewer=OWNER), before)
    save(restart.store, *X)
    assert asked(restart.store, HELD) == [[9, 9, 0]]
