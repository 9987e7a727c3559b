"""A load that is interrupted (Ctrl-C) ends with a sentence, leaves nothing by halves, and can be done again."""

import random
import signal
import subprocess
import sys
import time

import pytest

from graph.errors import StoreUnavailable
from graph.store import open_store
from ingest.load import load
from tests.statements import OWNER
from tests.test_kill import ROOT, copy, delays, is_sound, processes, seen, tables, undisturbed  # noqa: F401 - three are fixtures

CHILD = "import sys, cli; print('begins', flush=True); sys.argv[0] = 'maillage'; cli.main()"
TIMES = 8

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="needs a system with SIGINT: run it on Linux or macOS"),
]


def begin(url, path):
    """A child process in which the command `maillage load` has just begun."""
    words = [sys.executable, "-c", CHILD, "load", str(path), "--store", url]
    child = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout and child.stdout.readline() == "begins\n"
    return child


def interrupt(url, path, delay):
    """Interrupt a load that many seconds after it began: its exit code, and what it said."""
    with begin(url, path) as child:
        time.sleep(delay)
        child.send_signal(signal.SIGINT)
        out, err = child.communicate()
    assert "Traceback" not in out + err, err
    return child.returncode, err


def lasts(url, path):
    """How long an undisturbed load takes."""
    started = time.monotonic()
    with begin(url, path) as child:
        child.communicate()
    assert child.returncode == 0
    return time.monotonic() - started


def test_interrupts_spread_over_a_load_end_with_a_sentence_and_a_last_load_completes(
    tables,  # noqa: F811
    undisturbed,  # noqa: F811
    tmp_path,
):
    first, whole, _ = undisturbed
    before, after = seen(first), seen(whole)
    store, stopped = open_store(f"sqlite:///{tmp_path}/network.db"), 0
    copy(first, store)
    for delay in delays(lasts(store.url, tables / "members.csv"), random.Random(7), TIMES):
        copy(first, store)
        code, err = interrupt(store.url, tables / "members.csv", delay)
        found = seen(store)
        assert found in (before, after), f"interrupted after {delay:.2f} s"
        if found == before:
            stopped += 1
            assert code == 130 and "stopped: nothing is written by halves" in err, (delay, err)
    assert stopped >= TIMES / 3 and is_sound(store)
    load(store, [tables / "members.csv"])
    assert seen(store) == after
    assert store.statements(viewer=OWNER).equals(whole.statements(viewer=OWNER))


def test_a_first_load_that_is_interrupted_leaves_nothing_to_see_and_a_last_one_completes(
    tables,  # noqa: F811
    undisturbed,  # noqa: F811
    tmp_path,
):
    first, _, whole = undisturbed
    store = open_store(f"sqlite:///{tmp_path}/network.db")
    for delay in (whole / 8, whole / 3, whole / 2):
        interrupt(store.url, tables / "firms.csv", delay)
        try:
            assert len(store.statements(viewer=OWNER)) in (0, len(first.statements(viewer=OWNER)))
        except StoreUnavailable as error:
            assert "There is no network" in str(error)
    load(store, [tables / "firms.csv"])
    assert seen(store) == seen(first) and is_sound(store)


MADE_ANOTHER = """
import os, signal, sys, time, cli, {error}

def command(**_):
    try:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(10)
    except KeyboardInterrupt:
        raise {error}("cancelled")

cli.typer.main.get_command = lambda _: command
cli.main()
"""


@pytest.mark.parametrize("error", ["builtins.RuntimeError", "builtins.ValueError", "pyarrow.ArrowCancelled"])
def test_an_interrupt_of_which_a_library_makes_another_fault_ends_as_one(error):
    code = MADE_ANOTHER.replace("{error}", error.rpartition(".")[0], 1).replace("{error}", error)
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 130, ended.stderr
    assert ended.stderr.endswith("`maillage runs` lists the loads that were finished.\n")
    assert "Traceback" not in ended.stderr


NOWHERE_TO_GO = """
import os, signal, time, cli

class Gone:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.1)

def command(**_):
    gone = Gone()
    del gone
    time.sleep(10)

cli.typer.main.get_command = lambda _: command
cli.main()
"""


def test_an_interrupt_that_comes_where_nothing_can_be_raised_is_not_lost_and_no_traceback_is_seen():
    ended = subprocess.run([sys.executable, "-c", NOWHERE_TO_GO], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 130 and "stopped: nothing is written by halves" in ended.stderr
    assert "Traceback" not in ended.stderr and "ignored" not in ended.stderr


def test_a_fault_of_ours_is_no_interrupt():
    code = MADE_ANOTHER.replace("{error}", "builtins", 1).replace("{error}", "RuntimeError")
    code = code.replace("os.kill(os.getpid(), signal.SIGINT)", "raise KeyboardInterrupt")
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 1 and "maillage failed (RuntimeError: cancelled)" in ended.stderr
