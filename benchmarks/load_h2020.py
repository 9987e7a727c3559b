"""How long loading the whole of Horizon 2020 takes: `python -m benchmarks.load_h2020`.

Prints a Markdown table: the rows bare (`csv.reader` and `executemany` into one table), a first load, the same
again, and the reading of a snapshot, each in a process of its own, with its peak memory and its ratio to the bare
rows in the same run. With `--profile`, where a first load spends its time: a table of stages, and in each the
functions that take most (profiling itself makes everything about three times slower).
"""

import argparse
import csv
import gzip
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from cProfile import Profile
from pathlib import Path
from pstats import Stats

from graph.network import Network
from graph.store import open_store
from ingest.load import load

ROOT = Path(__file__).resolve().parents[1]
REGISTER = ROOT.parent / "shared" / "data" / "h2020_participations.csv.gz"
TOP = 6
STAGES = {  # by file, and by function where one file does two things
    "readers.py": "read", "spec.py": "read",
    "mapping.py": "map and check", "cells.py": "map and check", "ids.py": "map and check", "words.py": "map and check",
    "dates.py": "map and check", "say": "statements", "model.py": "statements", "load.py": "account for rows",
    "resolve.py": "resolve", "identity.py": "resolve", "names.py": "resolve", "sqlite_reading.py": "resolve",
    "sqlite_writing.py": "write", "sqlite_store.py": "write",
}  # fmt: skip
WHOLE = ("load", "loaded", "write", "finish", "_read_until_all_is_known", "_read_rows")  # they span several stages
Place = tuple[str, int, str]  # file, line, function, as `pstats` names them


def main() -> None:
    arguments = _arguments()
    if not arguments.register.is_file():
        raise SystemExit(f"There is no file {arguments.register}: name the register with --register.")
    if arguments.step:
        print(json.dumps(_measured(arguments.step, arguments.register, arguments.folder)))
        return
    with tempfile.TemporaryDirectory() as folder:
        if arguments.profile:
            print("\n".join(profile(arguments.register, folder)))
        else:
            print("\n".join(table(arguments.register, folder)))


def table(register: Path, folder: str) -> Iterator[str]:
    """The measurements as the lines of a Markdown table."""
    found = {step: _in_a_child(step, register, folder) for step in STEPS}
    bare = found["bare rows"]
    yield "| step | seconds | of which processor | times the bare rows | peak memory, MB | what came of it |"
    yield "|---|---|---|---|---|---|"
    for step, one in found.items():
        ratio = one["seconds"] / bare["seconds"]
        yield (
            f"| {step} | {one['seconds']:.1f} | {one['processor']:.1f} | {ratio:.1f} | {one['memory']:.0f} "
            f"| {one['what']} |"
        )


def bare_rows(register: Path, folder: str) -> str:
    """Every row into one table of text, unchecked, and nothing else."""
    with (
        gzip.open(register, "rt", encoding="utf-8", newline="") as file,
        closing(sqlite3.connect(f"{folder}/bare.db")) as db,
    ):
        rows = csv.reader(file)
        header = next(rows)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute(f"CREATE TABLE rows ({', '.join(f'c{n}' for n in range(len(header)))})")
        made = db.executemany(f"INSERT INTO rows VALUES ({', '.join('?' * len(header))})", rows).rowcount
        db.commit()
    return f"{made:,} rows"


def loaded(register: Path, folder: str) -> str:
    report = load(open_store(f"sqlite:///{folder}/network.db"), [register])
    return f"{report.new:,} statements new, {report.unchanged:,} unchanged"


def snapshot(register: Path, folder: str) -> str:
    network = Network.read(open_store(f"sqlite:///{folder}/network.db"))
    return f"{len(network.entities):,} entities, {len(network.links):,} links"


STEPS: dict[str, Callable[[Path, str], str]] = {
    "bare rows": bare_rows,
    "first load": loaded,
    "the same again": loaded,
    "snapshot read": snapshot,
}


def profile(register: Path, folder: str) -> Iterator[str]:
    """Stages of a first load by their own time, then the functions of each by cumulative time."""
    profiler = Profile()
    profiler.runcall(loaded, register, folder)
    own, below = _by_stage(Stats(profiler))
    total = sum(own.values())
    yield "| stage | share | functions, by cumulative time: seconds, calls |\n|---|---|---|"
    for stage, seconds in own.most_common():
        first = sorted(below[stage], reverse=True)[:TOP]
        names = ", ".join(f"`{name}` {cumulative:.1f} s, {calls:,}" for cumulative, calls, name in first)
        yield f"| {stage} | {100 * seconds / total:.0f} % | {names} |"


def _by_stage(stats: Stats) -> tuple[Counter[str], dict[str, list[tuple[float, int, str]]]]:
    """Own seconds of each stage, built-in functions counted to who calls them; and the functions of each."""
    own: Counter[str] = Counter()
    below: dict[str, list[tuple[float, int, str]]] = defaultdict(list)
    for place, (_, calls, seconds, cumulative, callers) in stats.stats.items():  # type: ignore[attr-defined]
        if stage := _stage(place):
            own[stage] += seconds
            below[stage].append((cumulative, calls, place[2]))
            continue
        for caller, (_, _, inside, _) in callers.items():
            own[_stage(caller) or "the rest"] += inside
    return own, below


def _stage(place: Place) -> str | None:
    file, _, function = place
    if function in WHOLE or not file.startswith(str(ROOT)):
        return None
    return STAGES.get(function) or STAGES.get(Path(file).name)


def _measured(step: str, register: Path, folder: str) -> dict[str, float | str]:
    begin, worked = time.perf_counter(), time.process_time()
    what = STEPS[step](register, folder)
    seconds, processor = time.perf_counter() - begin, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"seconds": seconds, "processor": processor, "memory": peak / PEAK_UNITS, "what": what}


PEAK_UNITS = 1024**2 if sys.platform == "darwin" else 1024  # bytes there, kilobytes here


def _in_a_child(step: str, register: Path, folder: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.load_h2020", "--register", str(register), "--step", step, folder]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _arguments() -> argparse.Namespace:
    known = argparse.ArgumentParser(description="Time the loading of a register of participations.")
    known.add_argument("--register", type=Path, default=REGISTER, help="the participations, as CSV or CSV.gz")
    known.add_argument("--profile", action="store_true", help="say where a first load spends its time")
    known.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    known.add_argument("folder", nargs="?", default="", help=argparse.SUPPRESS)
    return known.parse_args()


if __name__ == "__main__":
    main()
