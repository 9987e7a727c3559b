"""The app as a server. While it starts, what its first reader would wait for is made ready."""

import os
import sys
from pathlib import Path
from threading import Thread
from time import sleep

from graph.errors import MaillageError
from graph.model import Viewer
from graph.store import open_store
from views.settings import DEFAULT_STORE, STORE, VIEWER

APP = Path(__file__).with_name("styled.py")
WAIT = 0.05  # seconds between two looks at whether the server runs
LATER = 10  # seconds that the first reader has the processors for themselves


def main() -> None:
    """Serve the app, with Streamlit's own options."""
    from streamlit.web.cli import main as streamlit

    Thread(target=ready, daemon=True).start()
    streamlit(["run", str(APP), *sys.argv[1:]], prog_name="streamlit")


def ready() -> None:
    """What every page looks at, with the code of the two that are opened first; later, that of the others."""
    _wait_for_server()
    from views.context import NETWORK
    from views.pages import CODE, HOME, code

    code(NETWORK)
    _look()
    code(HOME)
    sleep(LATER)
    for address in CODE:
        code(address)


def _look() -> None:
    """Read what all pages look at; what cannot be read, a page tells."""
    from views.asked import Asked
    from views.context import looking, opened

    try:
        store = opened(open_store(os.environ.get(STORE, DEFAULT_STORE)).url)
        made = looking(store, Viewer.parse(os.environ.get(VIEWER, "public")), Asked())
        _ = made.network, made.neighbourhood.links, made.base
    except (MaillageError, ValueError):
        return


def _wait_for_server() -> None:
    """Until there is one: what is kept is kept by it."""
    from streamlit import runtime

    while not runtime.exists():
        sleep(WAIT)


if __name__ == "__main__":
    main()
