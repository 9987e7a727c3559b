"""Commands to begin with: the shipped network, and the app."""

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from commands.opened import open_store, query_named, read_network, stop, viewer_named
from commands.options import LangOption, StoreOption, ViewerOption
from commands.reading import load_files
from views.settings import DEFAULT_STORE, STORE, VIEWER

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
DEMO = {
    "fr": (
        "Lignes de data/ lues : {}, refusées : {} ; entités : {}, liens : {}.",
        " Rien de nouveau.",
        "\n`maillage app` l'ouvre dans un navigateur ; `maillage queries` liste ce qu'on peut demander.",
    ),
    "en": (
        "Rows of data/ read: {}, refused: {}; entities: {}, links: {}.",
        " Nothing new.",
        "\n`maillage app` opens it in a browser; `maillage queries` lists what can be asked.",
    ),
}


def demo(store: StoreOption = DEFAULT_STORE, lang: LangOption = "fr") -> None:
    """Load the shipped network, and ask it three questions."""
    from graph.errors import StoreUnavailable
    from graph.model import Viewer
    from views import terminal

    opened = open_store(store)
    try:
        held = set(opened.documents(viewer=Viewer.OWNER)["id"])
    except StoreUnavailable:
        held = set()
    if held and "doc:emc2-seattle" not in held:
        stop(f"{opened.url} holds another network: name a new one with --store sqlite:///demo.db.")
    made = load_files(opened, [DATA], lang)
    network = read_network(opened)
    terminal.faults(made.faults, lang)
    counts = made.total("read"), made.refused, len(network.entities), len(network.links)
    terminal.say(DEMO[lang][0].format(*counts) + ("" if made.run else DEMO[lang][1]))
    for name, arguments in (("profile", {"organisation": "pole:emc2"}), ("visits", {}), ("brokers", {})):
        terminal.sentences(query_named(name), network, arguments, lang, 3)
    terminal.say(DEMO[lang][2])


def open_app(
    store: StoreOption = DEFAULT_STORE,
    viewer: ViewerOption = "public",
    address: Annotated[str, typer.Option("--address", help="The address to listen on.")] = LOOPBACK[0],
    port: Annotated[int, typer.Option("--port", min=1, max=65535)] = 8501,
    headless: Annotated[bool, typer.Option("--headless", help="Do not open a browser.")] = False,
) -> None:
    """Open the app in a browser."""
    import subprocess

    viewer_named(viewer)
    opened = open_store(store)
    opened.revision()
    if viewer != "public" and address not in LOOPBACK:
        stop(f"Only public can be shown on {address}: whoever reaches it would be {viewer}. Leave --address out.")
    options = _settings() | {"server.address": address, "server.port": port}
    options |= {"server.headless": True} if headless else {}
    flags = [f"--{name}={str(value).lower() if isinstance(value, bool) else value}" for name, value in options.items()]
    command = [sys.executable, "-m", "views.serving", *flags]
    environment = {**os.environ, **getattr(opened, "secret", {}), STORE: opened.url, VIEWER: viewer}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    raise typer.Exit(subprocess.run(command, env=environment, check=False).returncode)


def _settings() -> dict[str, Any]:
    """The app's own settings of Streamlit, by the name of their flag: nothing is sent anywhere, for one."""
    import tomllib
    from importlib.resources import files

    parts = tomllib.loads((files("views") / "streamlit.toml").read_text(encoding="utf-8"))
    return {f"{part}.{name}": value for part, values in parts.items() for name, value in values.items()}
