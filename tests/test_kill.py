"""A load that is killed leaves the store as it was before or as it would have been after, never between."""

import random
import shutil
import signal
import sqlite3
import sys
import time
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType

import pytest

from graph.errors import StoreUnavailable
from graph.network import Network
from graph.store import open_store
from ingest.load import load
from tests.statements import OWNER

ROOT = Path(__file__).resolve().parents[1]
KILLS, FIRMS = 20, 1_500
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a system with kill -9: run it on Linux or macOS"),
]


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """A few thousand rows: firms in towns, poles, and who is a member of which since when."""
    folder, chance = tmp_path_factory.mktemp("tables"), random.Random(9)
    firms = [f"Firm {n},firm,Town {n % 90}" for n in range(FIRMS)] + [f"Pole {n},pole,Town {n}" for n in range(30)]
    members = [f"Firm {n},Pole {chance.randrange(30)},{chance.randrange(1990, 2020)}" for n in range(FIRMS)]
    (folder / "firms.csv").write_text("\n".join(["name,kind,city", *firms]) + "\n", encoding="utf-8")
    (folder / "members.csv").write_text("\n".join(["member,group,since", *members]) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def processes():
    """Where children come from that have imported all before they begin."""
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def child_loads(said, url, path):
    """What a child does."""
    said.send("begins")
    load(open_store(url), [path])
    said.send("ended")


def begin(processes, url, path):
    """A child process that has just begun to load, and what it says."""
    hears, says = processes.Pipe(duplex=False)
    child = processes.Process(target=child_loads, args=(says, url, path))
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(sys.modules, "__main__", ModuleType("__main__"))  # tests of pages leave a page there
        child.start()
    says.close()
    assert hears.recv() == "begins"
    return child, hears


def seen(store):
    """What the owner sees: the network, how much is stated, the runs and the revision."""
    net = Network.read(store, viewer=OWNER)
    stated = store.statements(viewer=OWNER)
    return net.content_hash, net.source_hash, len(stated), len(store.runs(viewer=OWNER)), store.revision()


def is_sound(store):
    with closing(sqlite3.connect(store.path)) as db:
        sound = db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return sound and db.execute("PRAGMA foreign_key_check").fetchall() == []


def kill(processes, url, path, delay):
    """Kill a load that many seconds after it began; whether it had not ended by then."""
    child, _ = begin(processes, url, path)
    time.sleep(delay)
    child.kill()
    child.join()
    return child.exitcode == -signal.SIGKILL


def delays(lasts, chance, count):
    """Moments spread over a load that lasts so long, in no order."""
    return chance.sample([lasts * (n + chance.random()) / count for n in range(count)], count)


def copy(store, other):
    """Put a store in the place of another, with nothing left of what that one had not finished."""
    for left in other.path.parent.glob(f"{other.path.name}-*"):
        left.unlink()
    shutil.copy(store.path, other.path)


@pytest.fixture(scope="module")
def undisturbed(tables, processes, tmp_path_factory):
    """A store with the firms, its state, how long loading the members into a copy took, and the copy."""
    folder = tmp_path_factory.mktemp("undisturbed")
    first, whole = (open_store(f"sqlite:///{folder}/{name}.db") for name in ("first", "whole"))
    load(first, [tables / "firms.csv"])
    copy(first, whole)
    child, hears = begin(processes, whole.url, tables / "members.csv")
    started = time.monotonic()
    assert hears.recv() == "ended"
    lasts = time.monotonic() - started
    child.join()
    return first, whole, lasts


def test_twenty_kills_spread_over_a_load_leave_the_store_before_or_after_and_a_last_load_completes(
    tables, processes, undisturbed, tmp_path
):
    first, whole, lasts = undisturbed
    before, after = seen(first), seen(whole)
    store, killed = open_store(f"sqlite:///{tmp_path}/network.db"), 0
    copy(first, store)
    waiting = delays(lasts, random.Random(20), KILLS)
    while waiting:
        delay = waiting.pop()
        if kill(processes, store.url, tables / "members.csv", delay):
            killed += 1
        else:  # too late, on a machine that is quicker by now: once more, earlier
            waiting.append(delay * 0.7)
        found = seen(store)
        assert found in (before, after), f"killed after {delay:.2f} s"
        if found == after:
            copy(first, store)
    assert killed == KILLS and is_sound(store)
    load(store, [tables / "members.csv"])
    assert seen(store) == after
    assert store.statements(viewer=OWNER).equals(whole.statements(viewer=OWNER))


def test_a_first_load_that_is_killed_leaves_nothing_and_a_last_one_completes(tables, processes, undisturbed, tmp_path):
    first, _, lasts = undisturbed
    store, chance = open_store(f"sqlite:///{tmp_path}/network.db"), random.Random(5)
    for delay in delays(lasts, chance, 5):
        kill(processes, store.url, tables / "firms.csv", delay)
        try:
            assert len(Network.read(store, viewer=OWNER).entities) in (0, FIRMS + 30)
        except StoreUnavailable as error:
            assert "There is no network" in str(error)
    load(store, [tables / "firms.csv"])
    assert seen(store) == seen(first) and is_sound(store)
