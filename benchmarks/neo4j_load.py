"""How long the whole of Horizon 2020 takes on a Neo4j server: `python -m benchmarks.neo4j_load`.

Starts a server of its own, empty, on this machine (Java 17). Prints a Markdown table: `maillage load` into it, the
same again, the reading of a snapshot and two hops for the canvas; beside a bare `UNWIND … CREATE` of the same entities
and links, and a bare `MATCH … RETURN` of the same rows, each step in a process of its own. The bare steps come last,
when the server is warm: the ratios are not flattered. With `--plain` all of it without `neo4j-rust-ext`. With
`--profile` which statements a first load spends its time in, here and on the server.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from neo4j._sync.work.transaction import TransactionBase

from tests.neo4j_server import server

ROOT = Path(__file__).resolve().parents[1]
REGISTER = ROOT.parent / "shared" / "data" / "h2020_participations.csv.gz"
PASSWORD = "only-for-this-run"
BARE_ENTITY = "UNWIND $rows AS row CREATE (entity:Bare) SET entity = row"
BARE_LINK = """UNWIND $rows AS row MATCH (a:Bare {id: row.source}) MATCH (b:Bare {id: row.target})
CREATE (a)-[link:BARE]->(b) SET link = row"""
BARE_READ = (
    "MATCH (entity:Entity) RETURN properties(entity)",
    "MATCH (a:Entity)-[link]->(b:Entity) RETURN properties(link), type(link), a.id, b.id",
    "MATCH (s:Statement)-[:FROM]->(d:Document) RETURN s.id, s.about, s.predicate, s.target, s.key, d.id",
    "MATCH (declared:Declared) RETURN properties(declared)",
    "MATCH (document:Document) RETURN properties(document)",
)
BESIDE = {
    "first load": "bare CREATE",
    "the same again": "bare CREATE",
    "snapshot read": "bare RETURN",
}


def main() -> None:
    arguments = _arguments()
    if not arguments.register.is_file():
        raise SystemExit(f"There is no file {arguments.register}: name the register with --register.")
    if arguments.plain:
        sys.modules["neo4j._rust"] = None  # type: ignore[assignment]  # as where neo4j-rust-ext is not installed
    if arguments.step:
        print(json.dumps(STEPS[arguments.step](arguments.url, arguments.register)))
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        server(Path(folder), PASSWORD, heap=arguments.heap, lasts=True) as url,
    ):
        pid = int((Path(folder) / "server.pid").read_text(encoding="utf-8"))
        os.environ["MAILLAGE_NEO4J_PASSWORD"] = PASSWORD
        made = profile(url, arguments.register, pid) if arguments.profile else table(url, arguments, pid)
        for line in made:
            print(line, flush=True)


def table(url: str, arguments: argparse.Namespace, pid: int) -> Iterator[str]:
    """The measurements as the lines of a Markdown table."""
    found = {step: _in_a_child(step, url, arguments, pid) for step in STEPS}
    yield "| step | wall s | CPU s here | CPU s of the server | times the bare one | what came of it |"
    yield "|---|---|---|---|---|---|"
    for step, one in found.items():
        beside = found.get(BESIDE.get(step, ""))
        ratio = f"{one['seconds'] / beside['seconds']:.1f}" if beside else ""
        spent = " | ".join(f"{one[kind]:.1f}" for kind in ("seconds", "processor", "server"))
        yield f"| {step} | {spent} | {ratio} | {one['what']} |"


def loaded(url: str, register: Path) -> dict[str, Any]:
    """`maillage load`, as it is typed."""
    import cli

    sys.argv = ["maillage", "load", str(register), "--store", url]

    def load() -> str:
        try:
            cli.main()
        except SystemExit as ended:
            return f"exit code {ended.code or 0}"
        return "exit code 0"

    out, sys.stdout = sys.stdout, sys.stderr
    try:
        return _measured(load)
    finally:
        sys.stdout = out


def snapshot(url: str, _: Path) -> dict[str, Any]:
    from graph.network import Network
    from graph.store import open_store

    store = open_store(url)
    store.revision()

    def read() -> str:
        network = Network.read(store)
        return f"{len(network.entities):,} entities, {len(network.links):,} links, {len(network.mentions):,} mentions"

    return _measured(read)


def bare_read(url: str, _: Path) -> dict[str, Any]:
    with _session(url) as session:
        session.run("RETURN 1").consume()
        return _measured(lambda: f"{sum(len(session.run(text).values()) for text in BARE_READ):,} rows")


def bare_create(url: str, _: Path) -> dict[str, Any]:
    """The entities and links of the public network once more, without statement, source, check or undo."""
    from graph.network import Network
    from graph.store import open_store

    network = Network.read(open_store(url))
    entities, links = (_rows(one.drop(columns="counts")) for one in (network.entities, network.links))
    with _session(url) as session:
        session.run("CREATE CONSTRAINT bare_id FOR (entity:Bare) REQUIRE entity.id IS UNIQUE").consume()

        def create() -> str:
            for text, rows in ((BARE_ENTITY, entities), (BARE_LINK, links)):
                for first in range(0, len(rows), 5_000):
                    session.run(text, rows=rows[first : first + 5_000]).consume()
            return f"{len(entities):,} entities, {len(links):,} links"

        return _measured(create)


def two_hops(url: str, _: Path) -> dict[str, Any]:
    """Who stands around the most linked actor, and the lines among them: what the canvas is sent."""
    from graph.network import Network
    from graph.store import open_store
    from views.drawing import Neighbourhood, drawn, lines
    from views.steps import Step

    near = Neighbourhood(Network.read(open_store(url)))
    hub = near.organisations[0]
    drawn(near, (Step("ego", near.organisations[1]),))  # what is made once for a network

    def around() -> str:
        found = drawn(near, (Step("ego", hub),))
        return f"{len(found.entities):,} of {found.among:,} actors, {len(lines(near, found.entities)):,} lines"

    return _measured(around)


STEPS: dict[str, Callable[[str, Path], dict[str, Any]]] = {
    "first load": loaded,
    "the same again": loaded,
    "snapshot read": snapshot,
    "two hops": two_hops,
    "bare RETURN": bare_read,
    "bare CREATE": bare_create,
}


def profile(url: str, register: Path, pid: int) -> Iterator[str]:
    """Of a first load: each statement with its calls, commits, the indexes; seconds waited, processor on both sides."""
    from graph import neo4j_schema, neo4j_store
    from graph.store import open_store
    from ingest.load import load

    spent: dict[str, list[float]] = defaultdict(lambda: [0.0] * 4)
    ask = neo4j_store._ask

    def counted(work: Callable[..., Any], name: str = "") -> Callable[..., Any]:
        """The same work; what it takes is added up under its name, or that of the statement it is told."""

        def done(*words: Any, **parameters: Any) -> Any:
            before = _spent(pid)
            result = work(*words, **parameters)
            each = spent[name or f"`{words[0]}`"]
            each[:] = [had + late - early for had, early, late in zip(each, before, (1, *_spent(pid)[1:]), strict=True)]
            return result

        return done

    neo4j_store._ask = lambda transaction: counted(ask(transaction))
    neo4j_schema.make = counted(neo4j_schema.make, "constraints and indexes")
    TransactionBase._commit = counted(TransactionBase._commit, "commits")  # type: ignore[method-assign]
    before = _spent(pid)
    load(open_store(url), [register])
    whole = [late - early for early, late in zip(before, _spent(pid), strict=True)]
    yield "| | calls | wall s | CPU s here | CPU s of the server |\n|---|---|---|---|---|"
    for name, (calls, *seconds) in sorted(spent.items(), key=lambda item: -item[1][1])[:12]:
        yield f"| {name} | {calls:.0f} | " + " | ".join(f"{one:.1f}" for one in seconds) + " |"
    yield "| all of the load | | " + " | ".join(f"{one:.1f}" for one in whole[1:]) + " |"


def _spent(pid: int) -> tuple[float, ...]:
    """A count that is 0, the clock, the processor of this process and of the server."""
    return 0, time.perf_counter(), time.process_time(), _processor(pid)


def _session(url: str) -> Any:
    from graph.neo4j_store import Neo4jStore

    return Neo4jStore(url)._session()


def _rows(table: Any) -> list[dict[str, Any]]:
    made = table.astype(object).where(table.notna(), None).to_dict("records")
    return [{name: value for name, value in row.items() if value is not None} for row in made]


def _measured(work: Callable[[], str]) -> dict[str, Any]:
    begin, worked = time.perf_counter(), time.process_time()
    what = work()
    return {"seconds": time.perf_counter() - begin, "processor": time.process_time() - worked, "what": what}


def _processor(pid: int) -> float:
    """Seconds of processor that a process has used; 0 where /proc does not say."""
    file = Path(f"/proc/{pid}/stat")
    if not file.exists():
        return 0.0
    fields = file.read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _in_a_child(step: str, url: str, arguments: argparse.Namespace, pid: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.neo4j_load", "--register", str(arguments.register)]
    command += ["--step", step, "--url", url, *(["--plain"] if arguments.plain else [])]
    before = _processor(pid)
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return {**found, "server": _processor(pid) - before}


def _arguments() -> argparse.Namespace:
    known = argparse.ArgumentParser(description="Time a register of participations on a Neo4j server.")
    known.add_argument("--register", type=Path, default=REGISTER, help="the participations, as CSV or CSV.gz")
    known.add_argument("--plain", action="store_true", help="without neo4j-rust-ext")
    known.add_argument("--profile", action="store_true", help="say in which statements a first load spends its time")
    known.add_argument("--heap", default="2g", help="of the server, as `make neo4j` has it")
    known.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    known.add_argument("--url", help=argparse.SUPPRESS)
    return known.parse_args()


if __name__ == "__main__":
    main()
