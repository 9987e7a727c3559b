"""The files of others in one store, each step in a process of its own: `python -m benchmarks.whole`.

Prints a Markdown table: the whole of Horizon 2020, the names of its organisations, the sample of CORDIS as it is
today, the map of Île-de-France, its places by La Poste's list, then the snapshot, the answer of `quality` and who may
be one. Each with its time, its peak memory, and what came of it. A file that is not there is left out; `--only STEP`
measures one step on a store that is there.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from graph.network import Network
from graph.store import Store, open_store

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
FILES = {  # the document that each is loaded as
    "h2020_participations.csv.gz": "doc:h2020",
    "org_names_by_pic.csv.gz": "doc:cordis-names",
    "cordis_organization_2023_sample.csv.gz": "doc:cordis-2023",
    "techonmap_idf_2015.geojson.gz": "doc:techonmap-2015",
}
POSTCODES = "laposte_hexasmal_2020.csv.gz"
PEAK_UNITS = 1024**2 if sys.platform == "darwin" else 1024  # bytes there, kilobytes here


def main() -> None:
    known = argparse.ArgumentParser(description="Measure the files of others in one store.")
    known.add_argument("--store", metavar="URL", help="a store to fill, if not one that is thrown away")
    known.add_argument("--only", choices=list(STEPS), help="one step, on the store that is there")
    arguments = known.parse_args()
    if arguments.only:
        print(_measured(arguments.only, open_store(arguments.store)))
        return
    with tempfile.TemporaryDirectory() as folder:
        _table(arguments.store or f"sqlite:///{folder}/network.db")


def _table(url: str) -> None:
    """Each step in a process that begins with nothing, so that its peak is its own."""
    print("| step | wall s | CPU s | peak MB | what came of it |\n|---|---|---|---|---|", flush=True)
    for step in STEPS:
        if step not in NEEDED or (SHARED / NEEDED[step]).is_file():
            subprocess.run([sys.executable, "-m", "benchmarks.whole", "--store", url, "--only", step], check=True)


def _measured(step: str, store: Store) -> str:
    begin, worked = time.perf_counter(), time.process_time()
    what = STEPS[step](store)
    seconds, processor = time.perf_counter() - begin, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / PEAK_UNITS
    return f"| {step} | {seconds:.1f} | {processor:.1f} | {peak:.0f} | {what} |"


def _load(store: Store, name: str) -> str:
    from ingest.load import load

    report = load(store, [SHARED / name], document=FILES[name])
    rows = (f"{report.total(what):,} {what}" for what in ("read", "loaded", "refused", "skipped"))
    return f"{', '.join(rows)}; {report.new:,} statements"


def _geocode(store: Store) -> str:
    from ingest.geocode import geocode

    made = geocode(store, SHARED / POSTCODES)
    found = ", ".join(f"{count:,} by {how}" for how, count in made.found.items())
    return f"{found}, {made.nowhere:,} nowhere; {made.new:,} statements"


def _snapshot(store: Store) -> str:
    network = Network.read(store)
    named = network.organisations["name"].notna().sum()
    return f"{len(network.entities):,} entities, {len(network.links):,} links, {named:,} organisations with a name"


def _quality(store: Store) -> str:
    from queries.catalogue import query

    answer = query("quality").answer(Network.read(store))
    return ", ".join(f"{count:,} {issue}" for issue, count in answer.table["issue"].value_counts().items())


def _review(store: Store) -> str:
    from ingest.review import proposals

    found = proposals(store, Network.read(store))
    return f"{len(found):,} proposals, {sum(one.match.band == 'safe' for one in found):,} of them safe"


STEPS: Mapping[str, Callable[[Store], str]] = {
    "Horizon 2020": partial(_load, name="h2020_participations.csv.gz"),
    "names by PIC": partial(_load, name="org_names_by_pic.csv.gz"),
    "CORDIS today, a sample": partial(_load, name="cordis_organization_2023_sample.csv.gz"),
    "techonmap": partial(_load, name="techonmap_idf_2015.geojson.gz"),
    "geocode": _geocode,
    "snapshot": _snapshot,
    "quality": _quality,
    "review list": _review,
}
NEEDED = dict(zip(STEPS, [*FILES, POSTCODES], strict=False))


if __name__ == "__main__":
    main()
