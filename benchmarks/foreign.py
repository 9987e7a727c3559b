"""The files of others in one store, one after the other: `python -m benchmarks.foreign`.

Prints a Markdown table: the whole of Horizon 2020, the names of its organisations, the sample of CORDIS as it is
today, the map of Île-de-France, its places by La Poste's list, then the snapshot and the answer of `quality`. Each
with its time, the peak memory so far, and what came of it. A file that is not there is left out.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from graph.network import Network
from graph.store import Store, open_store
from ingest.geocode import geocode
from ingest.load import load
from queries.catalogue import query

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
    with tempfile.TemporaryDirectory() as folder:
        print("\n".join(table(open_store(f"sqlite:///{folder}/network.db"))))


def table(store: Store) -> Iterator[str]:
    """The measurements as the lines of a Markdown table."""
    yield "| step | wall s | CPU s | peak memory so far, MB | what came of it |"
    yield "|---|---|---|---|---|"
    for name, document in FILES.items():
        if (SHARED / name).is_file():
            yield _measured(name, lambda name=name, document=document: _load(store, name, document))  # type: ignore[misc]
    if (SHARED / POSTCODES).is_file():
        yield _measured("geocode", lambda: _geocode(store))
    yield _measured("snapshot", lambda: _snapshot(store))
    yield _measured("quality", lambda: _quality(store))


def _measured(step: str, run: Callable[[], str]) -> str:
    begin, worked = time.perf_counter(), time.process_time()
    what = run()
    seconds, processor = time.perf_counter() - begin, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / PEAK_UNITS
    return f"| {step} | {seconds:.1f} | {processor:.1f} | {peak:.0f} | {what} |"


def _load(store: Store, name: str, document: str) -> str:
    report = load(store, [SHARED / name], document=document)
    rows = (f"{report.total(what):,} {what}" for what in ("read", "loaded", "refused", "skipped"))
    return f"{', '.join(rows)}; {report.new:,} statements"


def _geocode(store: Store) -> str:
    made = geocode(store, SHARED / POSTCODES)
    found = ", ".join(f"{count:,} by {how}" for how, count in made.found.items())
    return f"{found}, {made.nowhere:,} nowhere; {made.new:,} statements"


def _snapshot(store: Store) -> str:
    network = Network.read(store)
    named = network.organisations["name"].notna().sum()
    return f"{len(network.entities):,} entities, {len(network.links):,} links, {named:,} organisations with a name"


def _quality(store: Store) -> str:
    answer = query("quality").answer(Network.read(store))
    return f"{len(answer.table):,} rows"


if __name__ == "__main__":
    main()
