"""How long the app makes a reader wait: `python -m benchmarks.app_rerun`.

Prints Markdown tables: at 500 and at 2,000 drawn actors the median rerun of the script, a click in the browser until it
shows, and the first paint in Chromium, at 500 beside the page that pyvis makes of the same drawing (its positions come
from physics in the browser, ours from Python); how large the offline file of that drawing is, of which less than 1 MB
is wanted; every page on the shipped network, the first time and again.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlencode

from pyvis.network import Network as Pyvis

from graph.model import Statement
from graph.network import Network
from graph.store import open_store
from graph.vocabulary import Kind, Relation
from ingest.load import load
from tests.pages import PAGES, again, clicked, kept, page
from tests.served import Visit, served, visit
from tests.sheets import taken
from tests.toys import DRAWN, encounter, entity, link, record
from views.canvas import library
from views.drawing import Neighbourhood, drawn, lines
from views.sheet_html import html
from views.steps import parse_steps

Asked = Mapping[str, str | list[str]]

RERUNS = 15
LIMIT = 120  # seconds that pyvis' page is given
MANY = 2_000
POLE = "pole:pole"
SMALL = {"step": "all"}  # 500 of the shipped network's 917 actors
LARGE = {"step": [f"ego:{POLE}", f"expand:{POLE}~{Relation.MEMBER_OF}.in~{MANY}"]}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "large").mkdir()
        url, large = f"sqlite:///{folder}/network.db", kept(Path(folder, "large"), [DRAWN], list(members()))
        load(open_store(url), ["data"])
        reruns = {"nothing changed": rerun, "after a click on another actor": click}
        print("| | 500 actors, 677 lines | 2,000 actors |\n|---|---|---|")
        for what, measured in reruns.items():
            print(f"| script rerun, {what}, median | {measured(url, SMALL):.2f} s | {measured(large, LARGE):.2f} s |")
        painted = [list(paints(*one)) for one in ((url, SMALL), (large, LARGE))]  # one browser after the other
        for what, few, many in zip(PAINTS, *painted, strict=True):
            print(f"| {what} | {few:.2f} s | {many:.2f} s |")
        theirs = pyvis_paint(url, Path(folder))
        took = f"{theirs:.2f} s" if theirs else f"over {LIMIT} s"
        print(f"| first paint, pyvis' own page of the same drawing | {took} | |")
        offline = len(html(taken(url, **SMALL)))
        print(f"\nThe offline file: {offline / 1e6:.2f} MB, of which {len(library()) / 1e6:.2f} MB are the library.\n")
        print("| page | first time, s | again, s |\n|---|---|---|")
        for address in PAGES:
            begin = time.perf_counter()
            app = page(url, address, viewer="owner")
            first, begin = time.perf_counter() - begin, time.perf_counter()
            again(app, url, "owner")
            print(f"| {address or 'accueil'} | {first:.2f} | {time.perf_counter() - begin:.2f} |")


def members() -> Iterator[Statement]:
    """A pole of 2,000 members, each of which met some others."""
    yield from entity(record("pole", Kind.POLE), Kind.POLE, "Pole")
    for n in range(MANY):
        yield from entity(record(f"firm {n}"), Kind.FIRM, f"Firm {n}")
        yield link(record(f"firm {n}"), Relation.MEMBER_OF, record("pole", Kind.POLE))
    draw = random.Random(0)
    for n in range(MANY // 4):
        yield from encounter(f"Meeting {n}", [f"firm {one}" for one in draw.sample(range(MANY), 3)], since="2018")


def rerun(url: str, asked: Asked) -> float:
    """The median of reruns in which nothing changed."""
    app = page(url, "reseau", **asked)
    return _median(lambda _: again(app, url))


def click(url: str, asked: Asked) -> float:
    """The median of reruns after a click, each on another actor."""
    app = page(url, "reseau", **asked)
    chosen = _entities(url, asked)
    return _median(lambda i: again(app, url, done=clicked(app, chosen[i])))


PAINTS = (
    "first paint, the first reader after the start", "first paint, the next reader",
    "a click in the browser until it is lit, median of 5", "the same until the drawer is told, median of 5",
)  # fmt: skip


def paints(url: str, asked: Asked) -> Iterator[float]:
    """From asking for the address to a canvas that answers, in two browsers; from a click to its selection."""
    with served(url) as address:
        for is_last in (False, True):
            with visit(address) as seen:
                begin = time.perf_counter()
                seen.open(f"/reseau?{urlencode(asked, doseq=True)}")
                yield time.perf_counter() - begin
                if is_last:
                    spent = [_shown(seen, one) for one in _entities(url, asked)[:5]]
                    yield from map(statistics.median, zip(*spent, strict=True))


def _shown(seen: Visit, entity: str) -> tuple[float, float]:
    """Until the actor is lit, and until Python has said so."""
    begin = time.perf_counter()
    seen.page.mouse.click(*seen.where(entity))
    seen.page.locator(f'.net[data-chosen="{entity}"]').wait_for()
    lit = time.perf_counter() - begin
    seen.selected(entity)
    return lit, time.perf_counter() - begin


def pyvis_paint(url: str, folder: Path) -> float | None:
    """From opening pyvis' page to the end of its layout; None when it takes too long."""
    near = Neighbourhood(Network.read(open_store(url)))
    model = Pyvis(cdn_resources="in_line")
    entities = _entities(url, SMALL)
    for one in entities:
        model.add_node(one, label=near.network.name(one))
    for low, high in lines(near, entities)[["low", "high"]].itertuples(index=False):
        model.add_edge(low, high)
    file = folder / "pyvis.html"
    file.write_text(model.generate_html(), encoding="utf-8")
    with visit(file.as_uri()) as seen:
        begin = time.perf_counter()
        seen.page.goto(file.as_uri(), wait_until="commit")
        done = "() => window.network && network.physics && network.physics.stabilized"
        try:
            seen.page.wait_for_function(done, timeout=LIMIT * 1_000)
        except Exception as error:
            if "Timeout" not in type(error).__name__:
                raise
            return None
        return time.perf_counter() - begin


def _entities(url: str, asked: Asked) -> list[str]:
    near = Neighbourhood(Network.read(open_store(url)))
    steps = [asked["step"]] if isinstance(asked["step"], str) else asked["step"]
    return list(drawn(near, parse_steps(steps)).entities)


def _median(once: Callable[[int], object]) -> float:
    spent = []
    for i in range(RERUNS):
        begin = time.perf_counter()
        once(i)
        spent.append(time.perf_counter() - begin)
    return statistics.median(spent)


if __name__ == "__main__":
    main()
