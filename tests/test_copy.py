"""A network copied from store to store, there and back."""

import sqlite3
from contextlib import closing

import pytest

from graph.copying import copy
from graph.errors import StoreError
from graph.model import Decision, Viewer
from graph.store import open_store
from graph.vocabulary import Kind, Verdict
from tests.statements import EMC2, LIST, NEWS, OWNER, PUBLIC, called, confided, says
from tests.test_store_contract import MEMBERSHIP, entities, last_run, same, save, undo


@pytest.fixture
def first(tmp_path):
    """A history with all that can happen: a closed statement, a withdrawn document, an undone run, a decision."""
    store = open_store(f"sqlite:///{tmp_path}/first.db")
    save(store, *MEMBERSHIP, *called("doc:list#firm:x", "Boeing Co", document=LIST))
    save(store, *confided(MEMBERSHIP[-1:]), says("doc:list#firm:x", "city", "Seattle", document=LIST))
    save(store, decisions=[Decision("doc:news#firm:boeing", "doc:list#firm:x", Verdict.SAME, "me", "I asked")])
    save(store, *called("doc:news#firm:daher", "Daher"))
    undo(store, last_run(store))
    with store.write("withdraw") as run:
        run.withdraw("doc:list")
    save(store, *called("doc:list#pole:emc2", "EMC2", Kind.POLE, document=LIST))
    return store


def rows(store):
    """Every table, statements by their id instead of their place in the file."""
    with closing(sqlite3.connect(store.path)) as db:
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        found = {name: sorted(db.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in names}
        ids = dict(db.execute("SELECT n, id FROM statements"))
    found["statements"] = sorted((row[1:] for row in found["statements"]), key=repr)
    found["intervals"] = sorted(((ids[n], *row) for n, *row in found["intervals"]), key=repr)
    del found["revision"]
    return found


def test_for_the_owner_a_copy_holds_the_same_rows_there_and_back(first, neo4j_store, tmp_path):
    back = open_store(f"sqlite:///{tmp_path}/back.db")
    assert copy(first, neo4j_store, viewer=OWNER) == copy(neo4j_store, back, viewer=OWNER) == 6
    assert rows(back) == rows(first)
    for viewer in (PUBLIC, OWNER, EMC2):
        assert same(first.snapshot(viewer=viewer), neo4j_store.snapshot(viewer=viewer))
        assert first.runs(viewer=viewer).equals(neo4j_store.runs(viewer=viewer))


@pytest.mark.parametrize(("telling", "left"), [(1, 6), (2, 5), (3, 5), (4, 4)])
def test_a_copy_broken_off_in_a_run_or_between_two_goes_on_where_it_was(first, tmp_path, telling, left):
    target, told = open_store(f"sqlite:///{tmp_path}/second.db"), []

    def stop(done, of):
        told.append(done)
        if len(told) == telling:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy(first, target, viewer=OWNER, tell=stop)
    assert copy(first, target, viewer=OWNER) == left
    assert copy(first, target, viewer=OWNER) == 0
    assert rows(target) == rows(first)


@pytest.mark.parametrize("viewer", [PUBLIC, OWNER], ids=str)
def test_a_copy_tells_how_many_statements_are_done(tmp_path, viewer):
    source, told = open_store(f"sqlite:///{tmp_path}/first.db"), []
    save(source, *(says("doc:news#firm:daher", "alias", f"D{n}") for n in range(2_500)))
    copy(source, open_store(f"sqlite:///{tmp_path}/b.db"), viewer=viewer, tell=lambda *so_far: told.append(so_far))
    assert told == [(0, 2_500), (1_000, 2_500), (2_000, 2_500), (2_500, 2_500)]


def test_a_store_with_another_network_is_refused(first, tmp_path):
    target = open_store(f"sqlite:///{tmp_path}/second.db")
    save(target, *called("doc:news#firm:other", "Other"), documents=[NEWS])
    with pytest.raises(StoreError, match="holds another network"):
        copy(first, target, viewer=OWNER)


@pytest.mark.parametrize("viewer", [PUBLIC, EMC2, Viewer.parse("systematic=members")], ids=str)
def test_what_a_viewer_does_not_see_is_not_copied(first, tmp_path, viewer):
    target = open_store(f"sqlite:///{tmp_path}/second.db")
    assert copy(first, target, viewer=viewer) == 1
    assert same(target.snapshot(viewer=OWNER), first.snapshot(viewer=viewer))
    assert copy(first, target, viewer=viewer) == 0


def another(tmp_path, name):
    return open_store(f"sqlite:///{tmp_path}/{name}.db")


def test_what_a_viewer_no_longer_sees_is_gone_after_the_next_copy(first, tmp_path):
    target = another(tmp_path, "second")
    copy(first, target, viewer=PUBLIC)
    save(first, *confided(MEMBERSHIP[:2]))
    with first.write("withdraw") as run:
        run.withdraw("doc:list")
    assert copy(first, target, viewer=PUBLIC) == 1
    assert same(target.snapshot(viewer=OWNER), first.snapshot(viewer=PUBLIC))
    assert target.statements(viewer=OWNER).equals(first.statements(viewer=PUBLIC))
    assert list(target.documents(viewer=OWNER)["id"]) == ["doc:news"]
    assert copy(first, target, viewer=PUBLIC) == 0


def test_so_it_is_on_a_server(first, neo4j_store):
    copy(first, neo4j_store, viewer=PUBLIC)
    with first.write("withdraw") as run:
        run.withdraw("doc:list")
    assert copy(first, neo4j_store, viewer=PUBLIC) == 1
    assert same(neo4j_store.snapshot(viewer=OWNER), first.snapshot(viewer=PUBLIC))


def test_what_others_brought_to_the_target_stays(first, tmp_path):
    target, other = another(tmp_path, "second"), another(tmp_path, "other")
    save(other, *called("doc:list#firm:zed", "Zed", document=LIST), documents=[LIST])
    mine = list(called("doc:list#firm:own", "Own", document=LIST))
    copy(other, target, viewer=PUBLIC)
    copy(first, target, viewer=PUBLIC)
    save(target, *mine, documents=[])
    with first.write("withdraw") as run:
        run.withdraw("doc:list")
    copy(first, target, viewer=PUBLIC)
    assert entities(target) == ["firm:boeing", "firm:own", "firm:zed", "pole:emc2"]
