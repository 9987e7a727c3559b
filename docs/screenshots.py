"""A picture of every page, on the shipped network, as its owner sees it: `python -m docs.screenshots`.

They are written beside this file, into `pages/`. Wants Debian's `chromium`, as the tests do. With the address of a
Neo4j server that keeps the shipped network (`python -m docs.screenshots neo4j://…`), of the page *Cypher* alone.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from graph.model import Viewer
from graph.network import Network
from graph.store import open_store
from ingest.load import load
from tests.served import Visit, served, visit
from views.cypher_examples import examples
from views.planning import Planning
from views.wording import Words

ROOT = Path(__file__).resolve().parents[1]
PICTURES = Path(__file__).resolve().parent / "pages"
SETTLED = 2_500  # milliseconds for tables and charts to be drawn
POLE, PLAN = "pole:emc2", "lyon"
PLATFORM = "platform:plateforme-de-coordination-industrie-du-futur"
PAGES: Mapping[str, Mapping[str, str]] = {
    "": {"pole": POLE},
    "reseau": {"step": f"ego:{POLE}", "sel": POLE},
    "acteur": {"sel": POLE},
    "complementarite": {},
    "manques": {},
    "rencontres": {"plan": PLAN},
    "visites": {
        "visites": "preparer",
        "q.delegation": f"{POLE},cluster:auvergne-efficience-industrielle",
        "q.days": "2",
        "q.hosts": "firm:amazon,firm:boeing,firm:electroimpact,firm:microsoft,pole:mont-blanc-industries",
        "q.slots": "2",
    },
    "communautes": {"q.low": "5", "q.high": "10"},
    "carte": {},
    "comparer": {},
    "questions": {"q": "brokers"},
    "donnees": {"tab": "quality"},
}


def main() -> None:
    """Load data/, open every page, keep a picture of it."""
    PICTURES.mkdir(exist_ok=True)
    if len(sys.argv) > 1:
        with served(sys.argv[1], viewer="owner") as address, visit(address, wide=1280, high=800) as seen:
            _take(seen, "cypher", {"cypher": next(iter(examples(Words("fr")).values()))})
        return
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/network.db"
        store = open_store(url)
        load(store, [ROOT / "data"])
        network = Network.read(store, viewer=Viewer.OWNER)
        Planning.beside(url, network).make(PLAN, {"within": PLATFORM, "tables": 6})
        with served(url, viewer="owner") as address, visit(address, wide=1280, high=800) as seen:
            for page, asked in PAGES.items():
                _take(seen, page, asked)


def _take(seen: Visit, page: str, asked: Mapping[str, str]) -> None:
    seen.page.goto(f"{seen.address}/{page}?{urlencode(asked)}")
    seen.page.get_by_text("méthode :").first.wait_for()
    seen.page.wait_for_timeout(SETTLED)
    seen.page.screenshot(path=PICTURES / f"{page or 'accueil'}.png")


if __name__ == "__main__":
    main()
