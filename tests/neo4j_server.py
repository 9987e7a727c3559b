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
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import neo4j
from neo4j.exceptions import AuthError, DriverError, Neo4jError

VERSION = "5.26.0"
POM = Path(__file__).with_name("neo4j.pom.xml")
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "maillage" / f"neo4j-{VERSION}"
FIRST_PASSWORD = "neo4j"
START_S = 120
NO_JAVA = "Java 17 is missing (on Debian and Ubuntu: apt-get install openjdk-17-jre-headless)"
OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
SETTINGS = """\
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.security.auth_enabled=true
dbms.usage_report.enabled=false
server.memory.pagecache.size=256m
"""


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

    One that does not last is compiled quickly, not thoroughly: thoroughly costs a test more than it gains.
    """
    if not shutil.which("java"):
        raise CannotStart(NO_JAVA)
    lib, port = jars(), port or _free_port()
    (home / "conf").mkdir(parents=True, exist_ok=True)
    (home / "conf" / "neo4j.conf").write_text(SETTINGS.format(port=port), encoding="utf-8")
    command = ["java", f"-Xms{heap}", f"-Xmx{heap}", "-XX:+UseSerialGC", "-cp", f"{lib}/*"]
    command += [] if lasts else ["-XX:TieredStopAtLevel=1"]
    command += [f"--add-opens=java.base/{each}=ALL-UNNAMED" for each in OPENED]
    command += ["org.neo4j.server.CommunityEntryPoint", f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
    with (home / "server.log").open("ab") as log, subprocess.Popen(command, stdout=log, stderr=log) as running:
        (home / "server.pid").write_text(str(running.pid), encoding="utf-8")
        try:
            _wait(running, f"bolt://127.0.0.1:{port}", password, home / "server.log")
            yield f"neo4j://127.0.0.1:{port}"
        finally:
            running.terminate()
            running.wait()


def _wait(running: "subprocess.Popen[bytes]", url: str, password: str, log: Path) -> None:
    """Until it answers; a new one gets its password."""
    last = time.monotonic() + START_S
    while time.monotonic() < last and running.poll() is None:
        with suppress(DriverError, Neo4jError, OSError):
            try:
                with _driver(url, password) as driver:
                    driver.execute_query("RETURN 1", database_="neo4j")
                    return
            except AuthError:
                with _driver(url, FIRST_PASSWORD) as driver:
                    change = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"
                    driver.execute_query(change, old=FIRST_PASSWORD, new=password, database_="system")
                    continue
        time.sleep(0.5)
    words = log.read_text(encoding="utf-8", errors="replace").strip()[-300:]
    raise CannotStart(f"it did not answer with this password: {words}")


def _driver(url: str, password: str) -> neo4j.Driver:
    """One that asks once, and says nothing when there is no answer."""
    logging.getLogger("neo4j").addHandler(logging.NullHandler())
    return neo4j.GraphDatabase.driver(url, auth=("neo4j", password), max_transaction_retry_time=0)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def main() -> None:
    """Run a server until Ctrl+C, its data in `.neo4j`; at port 7687 unless another is named."""
    password = os.environ.get("MAILLAGE_NEO4J_PASSWORD", "")
    if len(password) < 8:
        sys.exit("Choose a password of eight letters or more: MAILLAGE_NEO4J_PASSWORD=… make neo4j")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    port = int(sys.argv[1]) if sys.argv[1:] else 7687
    try:
        with server(Path(".neo4j").resolve(), password, port=port, heap="2g", lasts=True) as url:
            print(f"Neo4j {VERSION} listens: maillage load data/ --store {url}. Ctrl+C stops it.", flush=True)
            signal.pause()
    except KeyboardInterrupt:
        print("Stopped.")
    except CannotStart as error:
        sys.exit(f"No Neo4j server: {error}.")


if __name__ == "__main__":
    main()
