"""The picture of the README, taken of the app on the shipped data: `python -m docs.screenshots` (needs Chromium)."""

import tempfile
from pathlib import Path

from graph.store import open_store
from ingest.load import load
from tests.served import served, visit

FOLDER = Path(__file__).parent
POLE = "pole:mont-blanc-industries"
SHOWN = f"/reseau?step=ego:{POLE}&sel=event:premiere-journee-interclustering"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/network.db"
        load(open_store(url), ["data"])
        with served(url) as address, visit(address, wide=1280, high=800) as seen:
            seen.open(SHOWN)
            seen.page.locator("[data-testid=stStatusWidget]").wait_for(state="detached")
            seen.page.screenshot(path=FOLDER / "reseau.png")


if __name__ == "__main__":
    main()
