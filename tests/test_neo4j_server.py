"""The two ways to a server of one's own: `compose.yaml`, which only Docker can run, and `make neo4j`, run here."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import neo4j
import pytest
import yaml
from neo4j.exceptions import AuthError

from graph.store import open_store
from tests.neo4j_server import VERSION, free_port
from tests.test_neo4j import asked

ROOT = Path(__file__).parents[1]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICE = COMPOSE["services"]["neo4j"]
MAY_SAY = {"image", "environment", "ports", "volumes", "healthcheck"}  # keys of a service in the Compose specification
MAY_CHECK = {"test", "interval", "timeout", "retries", "start_period", "start_interval", "disable"}


def test_the_compose_file_says_what_the_specification_knows():
    assert COMPOSE.keys() == {"services", "volumes"} and SERVICE.keys() == MAY_SAY
    assert SERVICE["healthcheck"].keys() <= MAY_CHECK
    assert all(re.fullmatch(r"\d+s", SERVICE["healthcheck"][name]) for name in ("interval", "timeout", "start_period"))
    assert [volume.partition(":")[0] for volume in SERVICE["volumes"]] == list(COMPOSE["volumes"])
    assert SERVICE["volumes"] == ["neo4j:/data"]


def test_the_compose_file_starts_the_same_server_for_this_machine_only_and_wants_a_password():
    assert SERVICE["image"] == f"neo4j:{VERSION.rpartition('.')[0]}-community"
    assert all(port.startswith("127.0.0.1:") for port in SERVICE["ports"])
    auth = SERVICE["environment"]["NEO4J_AUTH"]
    assert auth.startswith("neo4j/${MAILLAGE_NEO4J_PASSWORD:?") and "without a slash" in auth  # the image refuses one


def test_every_setting_of_the_compose_file_is_one_of_the_server(neo4j_store):
    said = [name.removeprefix("NEO4J_") for name in SERVICE["environment"] if name != "NEO4J_AUTH"]
    names = [name.replace("__", "\0").replace("_", ".").replace("\0", "_") for name in said]
    known = {name for (name,) in asked(neo4j_store, "SHOW SETTINGS YIELD name")}
    assert names and set(names) <= known


def test_the_health_check_asks_with_the_password_whatever_it_is(tmp_path):
    """As the container does: Compose makes `$$` a `$`, a shell runs it; a stand-in for the client tells what it got."""
    client = tmp_path / "cypher-shell"
    client.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\nexit 3\n', encoding="utf-8")
    client.chmod(0o755)
    way, line = SERVICE["healthcheck"]["test"]
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "NEO4J_AUTH": "neo4j/it's a $secret word"}
    done = subprocess.run(["sh", "-c", line.replace("$$", "$")], env=environment, capture_output=True, text=True)
    assert way == "CMD-SHELL" and done.returncode == 1  # unhealthy, in the words of Docker
    assert done.stdout.splitlines() == ["-u", "neo4j", "-p", "it's a $secret word", "RETURN 1"]


START = [sys.executable, "-m", "tests.neo4j_server"]


def test_make_neo4j_wants_a_password(tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MAILLAGE_NEO4J_PASSWORD": "short"}
    done = subprocess.run(START, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and "eight letters" in done.stderr


@pytest.mark.slow
def test_make_neo4j_starts_a_server_with_a_password_on_loopback_and_stops_cleanly(neo4j_url, tmp_path):
    """`neo4j_url` says whether a server can be started here at all, and fetches its jars."""
    port = free_port()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MAILLAGE_NEO4J_PASSWORD": "eight-letters"}
    with subprocess.Popen([*START, str(port)], cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout and f"neo4j://127.0.0.1:{port}" in run.stdout.readline()
        server = int((tmp_path / ".neo4j" / "server.pid").read_text(encoding="utf-8"))
        assert open_store(f"neo4j://neo4j:eight-letters@127.0.0.1:{port}")._driver.verify_connectivity() is None
        with pytest.raises(AuthError), neo4j.GraphDatabase.driver(f"bolt://127.0.0.1:{port}") as nobody:
            nobody.verify_connectivity()
        assert _listens_on(port) == {"127.0.0.1"}
        assert "another server has its data" in refused(str(free_port()), cwd=tmp_path)
        run.send_signal(signal.SIGINT)
        assert "Stopped." in run.stdout.read() and run.wait(60) == 0
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)
    assert "Stopped." in (tmp_path / ".neo4j" / "logs" / "neo4j.log").read_text(encoding="utf-8")


def refused(*words, cwd, password="eight-letters", **more):
    """What a start says that comes to nothing."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MAILLAGE_NEO4J_PASSWORD": password, **more}
    done = subprocess.run([*START, *words], cwd=cwd, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1 and not done.stdout
    return done.stderr


def test_make_neo4j_does_not_take_the_server_of_somebody_else_for_its_own(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as theirs:
        port = str(theirs.getsockname()[1])
        assert f"cannot listen at port {port}" in refused(port, cwd=tmp_path, PATH=_with_java(tmp_path))
    assert not (tmp_path / ".neo4j").exists()


@pytest.mark.parametrize("port", ["99999", "80000000000000000000"])
def test_a_port_that_there_is_not_is_a_sentence(tmp_path, port):
    assert "there is no such port" in refused(port, cwd=tmp_path, PATH=_with_java(tmp_path))


@pytest.mark.parametrize("words", [["x"], ["-1"], ["7688", "y"]], ids=" ".join)
def test_what_is_no_port_is_a_sentence(tmp_path, words):
    assert "make neo4j ARGS=7688" in refused(*words, cwd=tmp_path)


def test_without_java_make_neo4j_says_which_package_has_it(tmp_path):
    assert "apt-get install openjdk-17" in refused(cwd=tmp_path, PATH=str(tmp_path))


def test_a_java_that_is_too_old_is_a_sentence(tmp_path):
    path = _with_java(tmp_path, 'echo "java.lang.UnsupportedClassVersionError: class file version 61.0"; exit 1')
    assert "this Java is too old" in refused(
        str(free_port()), cwd=tmp_path, PATH=path, XDG_CACHE_HOME=_with_jars(tmp_path)
    )


def test_a_server_that_does_not_start_says_what_its_log_says(tmp_path):
    path = _with_java(tmp_path, 'echo "No space left"; exit 1')
    said = refused(str(free_port()), cwd=tmp_path, PATH=path, XDG_CACHE_HOME=_with_jars(tmp_path))
    assert "did not start, its log says: No space left" in said


def _with_java(folder, does="exit 1"):
    """The way to a program called java that does this."""
    (folder / "bin").mkdir()
    (folder / "bin" / "java").write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    (folder / "bin" / "java").chmod(0o755)
    return f"{folder / 'bin'}:{os.environ['PATH']}"


def _with_jars(folder):
    """A cache in which the server's jars seem to be."""
    (folder / "cache" / "maillage" / f"neo4j-{VERSION}" / "lib").mkdir(parents=True)
    return str(folder / "cache")


def _listens_on(port):
    """The addresses of this machine at which somebody answers on a port."""
    own = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    found = set()
    for address in {"127.0.0.1", *own}:
        with socket.socket() as asked:
            asked.settimeout(2)
            if asked.connect_ex((address, port)) == 0:
                found.add(address)
    return found
