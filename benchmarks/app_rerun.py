"""How long the app makes a reader wait, at 500 drawn actors: `python -m benchmarks.app_rerun`.

Prints a Markdown table: the median rerun of the script, and the first paint in Chromium beside the page that
pyvis makes of the same drawing (its positions come from physics in the browser, ours from Python); then how large
the offline file of that drawing is, of which less than 1 MB is wanted.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from pyvis.network import Network as Pyvis

from graph.network import Network
from graph.store import open_store
from ingest.load import load
from tests.pages import again, clicked, page
from tests.served import served, visit
from tests.sheets import taken
from views.canvas import library
from views.drawing import Neighbourhood, drawn, lines
from views.sheet_html import html
from views.steps import Step

RERUNS = 15
LIMIT = 120  # seconds that pyvis' page is given
DRAWN = "all"  # 500 of the shipped network's 917 actors


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/network.db"
        load(open_store(url), ["data"])
        rows = [
            ("script rerun, nothing changed, median", rerun(url)),
            ("script rerun after a click on another actor, median", click(url)),
            *first_paints(url),
            ("first paint, pyvis' own page of the same drawing", pyvis_paint(url, Path(folder))),
        ]
        offline = len(html(taken(url, step=DRAWN)))
    print("| 500 actors, 677 lines | seconds |\n|---|---|")
    for what, seconds in rows:
        print(f"| {what} | {f'{seconds:.2f}' if seconds else f'over {LIMIT}'} |")
    print(f"\nThe offline file of it: {offline / 1e6:.2f} MB, of which {len(library()) / 1e6:.2f} MB are the library.")


def rerun(url: str) -> float:
    """The median of reruns in which nothing changed."""
    app = page(url, "reseau", step=DRAWN)
    return _median(lambda _: again(app, url))


def click(url: str) -> float:
    """The median of reruns after a click, each on another actor."""
    app = page(url, "reseau", step=DRAWN)
    chosen = _entities(url)
    return _median(lambda i: again(app, url, done=clicked(app, chosen[i])))


def first_paints(url: str) -> Iterator[tuple[str, float]]:
    """From asking for the address to a canvas that answers, each in a browser of its own."""
    with served(url) as address:
        for who in ("the first reader after the start", "the next reader"):
            with visit(address) as seen:
                begin = time.perf_counter()
                seen.open(f"/reseau?step={DRAWN}")
                yield f"first paint, this app, {who}", time.perf_counter() - begin


def pyvis_paint(url: str, folder: Path) -> float | None:
    """From opening pyvis' page to the end of its layout; None when it takes too long."""
    near = Neighbourhood(Network.read(open_store(url)))
    model = Pyvis(cdn_resources="in_line")
    entities = _entities(url)
    for entity in entities:
        model.add_node(entity, label=near.network.name(entity))
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


def _entities(url: str) -> list[str]:
    near = Neighbourhood(Network.read(open_store(url)))
    return list(drawn(near, (Step(DRAWN),)).entities)


def _median(once: Callable[[int], object]) -> float:
    spent = []
    for i in range(RERUNS):
        begin = time.perf_counter()
        once(i)
        spent.append(time.perf_counter() - begin)
    return statistics.median(spent)


if __name__ == "__main__":
    main()
