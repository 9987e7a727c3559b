"""A Neo4j server of one's own, without Docker: `make neo4j`, and the tests. Needs Java 17, and Maven the first time.

Bound to loopback, with authentication; it stops with this program.
"""

import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

VERSION = "5.26.0"
POM = Path(__file__).with_name("neo4j.pom.xml")
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "maillage" / f"neo4j-{VERSION}"
FIRST_PASSWORD = "neo4j"
START_S = 120
REFUSALS = 3  # while it starts it may refuse whoever comes
NO_JAVA = "Java 17 is missing (on Debian and Ubuntu: apt-get install openjdk-17-jre-headless)"
DIED = {  # what its log says when it did not start; why that is
    "UnsupportedClassVersionError": "this Java is too old. " + NO_JAVA,
    "FileLockException": "another server has its data in {home}: stop that one first",
}
OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
SETTINGS = """\
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.security.auth_enabled=true
dbms.usage_report.enabled=false
server.directories.import=import
server.memory.pagecache.size=256m
internal.dbms.bolt.netty_server_shutdown_quiet_period=0
"""  # the last: when its databases are closed it ends, without 10 s in which nobody can ask any more
BRIEFLY = """\
internal.cypher.use_parameter_size=false
dbms.cypher.statistics_divergence_threshold=1.0
dbms.cypher.min_replan_interval=1d
db.shutdown_transaction_end_timeout=1s
"""  # planned once, not anew for lists of another length or when there is more of something; stopped without patience


class CannotStart(Exception):
    """There is no server, and this is why."""


def jars() -> Path:
    """The folder with the server's jars; fetched from Maven Central if they are not there yet."""
    if (CACHE / "lib").is_dir():
        return CACHE / "lib"
    if not shutil.which("mvn"):
        raise CannotStart("Maven is missing (on Debian and Ubuntu: apt-get install maven)")
    part = CACHE / f"lib.part{os.getpid()}"
    fetch = ["mvn", "-q", "-B", "-f", POM, "dependency:copy-dependencies", f"-DoutputDirectory={part}"]
    done = subprocess.run(fetch, capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(part, ignore_errors=True)
        raise CannotStart(f"Maven could not fetch the server: {(done.stdout + done.stderr).strip()[:300]}")
    with suppress(OSError):  # somebody else was faster
        part.rename(CACHE / "lib")
    return CACHE / "lib"


def import_csv(home: Path, folder: Path) -> str:
    """Make the database of a server that is not started, as `neo4j-admin database import` does; what it says."""
    if not shutil.which("java"):
        raise CannotStart(NO_JAVA)
    (home / "conf").mkdir(parents=True, exist_ok=True)
    command = ["java", "-Xmx1g", "-cp", f"{jars()}/*", "org.neo4j.cli.AdminTool", "database", "import", "full"]
    places = {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    ran = subprocess.run(
        [*command, "@import.args"], cwd=folder, env=os.environ | places, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-2000:]
    return ran.stdout


@contextmanager
def server(home: Path, password: str, *, port: int = 0, heap: str = "1g", lasts: bool = False) -> Iterator[str]:
    """A running server with its data in `home`; its address, without user and password.

    One that does not last is compiled and plans quickly, not thoroughly: thoroughly costs a test more than it gains.
    """
    if not shutil.which("java"):
        raise CannotStart(NO_JAVA)
    lib, port = jars(), _checked(port) if port else free_port()
    (home / "conf").mkdir(parents=True, exist_ok=True)
    settings = SETTINGS.format(port=port) + ("" if lasts else BRIEFLY)
    (home / "conf" / "neo4j.conf").write_text(settings, encoding="utf-8")
    command = ["java", f"-Xms{heap}", f"-Xmx{heap}", "-XX:+UseSerialGC", "-cp", f"{lib}/*"]
    command += [] if lasts else ["-XX:TieredStopAtLevel=1"]
    command += [f"--add-opens=java.base/{each}=ALL-UNNAMED" for each in OPENED]
    command += ["org.neo4j.server.CommunityEntryPoint", f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
    log = _log_from_now(home)
    with (home / "server.log").open("wb") as java, subprocess.Popen(command, stdout=java, stderr=java) as running:
        (home / "server.pid").write_text(str(running.pid), encoding="utf-8")
        try:
            _wait(running, f"bolt://127.0.0.1:{port}", password, home, log)
            yield f"neo4j://127.0.0.1:{port}"
        finally:
            running.terminate()
            running.wait()


def _wait(running: "subprocess.Popen[bytes]", url: str, password: str, home: Path, log: Callable[[], str]) -> None:
    """Until it answers; a new one gets its password."""
    last, refusals = time.monotonic() + START_S, 0
    while time.monotonic() < last and running.poll() is None:
        with suppress(DriverError, Neo4jError, OSError):
            if _lets_in(url, password):
                return
            refusals += 1
            if refusals == REFUSALS:
                raise CannotStart(f"the one with its data in {home} has another password")
        time.sleep(0.5)
    words = log()
    why = next((why.format(home=home) for name, why in DIED.items() if name in words), "")
    raise CannotStart(why or f"it did not start, its log says: {words.strip()[-300:] or 'nothing'}")


def _log_from_now(home: Path) -> Callable[[], str]:
    """What the server writes from now on: its own log is a long one, that of Java begins anew."""
    ours, java = home / "logs" / "neo4j.log", home / "server.log"
    before = ours.stat().st_size if ours.exists() else 0

    def log() -> str:
        said = [java.read_bytes(), ours.read_bytes()[before:] if ours.exists() else b""]
        return b"".join(said).decode(errors="replace")

    return log


def _lets_in(url: str, password: str) -> bool:
    """Whether it answers to this password, or takes it for its first one."""
    try:
        with _driver(url, password) as driver:
            driver.execute_query("RETURN 1", database_="neo4j")
            return True
    except Neo4jError as error:
        if not _is_refusal(error):
            raise
    try:
        with _driver(url, FIRST_PASSWORD) as driver:
            change = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"
            driver.execute_query(change, old=FIRST_PASSWORD, new=password, database_="system")
    except Neo4jError as error:
        if _is_refusal(error):
            return False
        raise
    return _lets_in(url, password)


def _is_refusal(error: Neo4jError) -> bool:
    """Whether the password is wrong, or was wrong so often that no other is looked at for a while."""
    return ".Security." in (error.code or "")


def _driver(url: str, password: str) -> neo4j.Driver:
    """One that asks once, and says nothing when there is no answer."""
    logging.getLogger("neo4j").addHandler(logging.NullHandler())
    return neo4j.GraphDatabase.driver(url, auth=("neo4j", password), max_transaction_retry_time=0)


def free_port() -> int:
    """A port of this machine at which nobody listens now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _checked(port: int) -> int:
    """A port that nobody listens at: or they would be taken for the server that could not be started there."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            why = error.strerror if isinstance(error, OSError) else "there is no such port"
            raise CannotStart(f"it cannot listen at port {port} ({why}): make neo4j ARGS=7688 takes another") from None
    return port


def main() -> None:
    """Run a server until Ctrl+C, its data in `.neo4j`; at port 7687 unless another is named."""
    password = os.environ.get("MAILLAGE_NEO4J_PASSWORD", "")
    if len(password) < 8:
        sys.exit("Choose a password of eight letters or more: MAILLAGE_NEO4J_PASSWORD=… make neo4j")
    if any(not one.isdecimal() for one in sys.argv[1:]):
        sys.exit("Name nothing but a port: make neo4j ARGS=7688")
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda *_: sys.exit(0))
    home, port = Path(".neo4j").resolve(), int(sys.argv[1]) if sys.argv[1:] else 7687
    try:
        with server(home, password, port=port, heap="2g", lasts=True) as url:
            signal.signal(signal.SIGCHLD, lambda *_: None)  # the server's end ends the pause
            print(f"Neo4j {VERSION} listens: maillage load data/ --store {url}. Ctrl+C stops it.", flush=True)
            signal.pause()
        sys.exit(f"The server has stopped by itself: {home / 'server.log'} says why.")
    except KeyboardInterrupt:
        print("Stopped.")
    except CannotStart as error:
        sys.exit(f"No Neo4j server: {error}.")


if __name__ == "__main__":
    main()
