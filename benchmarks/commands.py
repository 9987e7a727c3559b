"""How long the doors take on the shipped network: the command's help, the demonstration, an answer kept.

Beside them, in the same run: Python with nothing, and the import of pandas alone.
Run with `python -m benchmarks.commands`; prints a Markdown table.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from graph.network import Network
from graph.store import open_store
from ingest.load import load
from queries.catalogue import CATALOGUE
from views.answers import answered
from views.state import State

ROOT = Path(__file__).resolve().parents[1]
RUNS = 5


def main() -> None:
    """Print each step with the median of its runs."""
    with TemporaryDirectory() as folder:
        steps = {
            "`python -c pass`": lambda: run("-c", "pass"),
            "`python -c 'import pandas'`": lambda: run("-c", "import pandas"),
            "`maillage --help`": lambda: run("-m", "cli", "--help"),
            "`maillage demo`, into a new store": lambda: demo(folder),
        }
        print("| step | median of 5, s |\n|---|---|")
        for name, step in steps.items():
            print(f"| {name} | {median(seconds(step) for _ in range(RUNS)):.2f} |")
        print("\n| query, on `data/` | first, s | computed again, s | kept, s |\n|---|---|---|---|")
        for name, first, again, kept in answers(folder):
            print(f"| `{name}` | {first:.2f} | {again:.2f} | {kept:.3f} |", flush=True)


def seconds(step) -> float:  # type: ignore[no-untyped-def]
    start = perf_counter()
    step()
    return perf_counter() - start


def run(*words: str) -> None:
    subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, check=True)


def demo(folder: str) -> None:
    for old in Path(folder).glob("demo.db*"):
        old.unlink()
    run("-m", "cli", "demo", "--store", f"sqlite:///{folder}/demo.db")


def answers(folder: str) -> Iterator[tuple[str, float, float, float]]:
    """Each query asked for the first time, with what it imports; computed once more; and from what is kept."""
    store = open_store(f"sqlite:///{folder}/network.db")
    load(store, [ROOT / "data"])
    network, state = Network.read(store), State(Path(folder) / "state.sqlite")
    for query in CATALOGUE:
        first = seconds(lambda query=query: answered(state, query, network, query.example))
        again = seconds(lambda query=query: query.ask(network, **query.example))
        kept = [seconds(lambda query=query: answered(state, query, network, query.example)) for _ in range(RUNS)]
        yield query.name, first, again, median(kept)


if __name__ == "__main__":
    main()
