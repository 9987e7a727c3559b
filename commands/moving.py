"""Commands that carry a network elsewhere: into a file or another store."""

from pathlib import Path
from typing import Annotated

import typer

from commands.opened import now, open_store, read_network, viewer_named
from commands.options import AsOfOption, StatusesOption, StoreOption, SureOption, ViewerOption
from views.settings import DEFAULT_STORE


def export(
    file: Annotated[Path, typer.Argument(help="net.gexf, net.graphml, net.json or net.csv")],
    store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public", as_of: AsOfOption = None,
    certainly: SureOption = False, statuses: StatusesOption = None,
) -> None:  # fmt: skip
    """Write the network to a file for another program, as the viewer sees it; the basis goes with it."""
    from graph.export import export as write
    from queries.basis import basis
    from views import terminal

    opened = open_store(store)
    network = read_network(opened, viewer=viewer, as_of=as_of, certainly=certainly, statuses=statuses)
    method = {"fr": "tout ce que voit le lecteur", "en": "all that the viewer sees"}
    write(opened, network, file, basis(network, "export", method=method, parameters={}).as_dict())
    terminal.say(f"{file}: {len(network.entities)} entities, {len(network.links)} links, as {viewer} sees them.")


def copy(
    source: Annotated[str, typer.Option("--from", metavar="URL", help="Where the network is.")],
    target: Annotated[str, typer.Option("--to", metavar="URL", help="Where it shall be too.")],
    viewer: ViewerOption = "public",
) -> None:
    """Copy a network into another store: what the viewer sees, or, for owner, all of it with its runs."""
    from graph.copying import copy as copy_all
    from views import terminal

    first, second = open_store(source), open_store(target)
    with terminal.bar("copying") as tell:
        count = copy_all(first, second, viewer=viewer_named(viewer), at=now(), tell=tell)
    terminal.say(f"{count} runs copied from {first.url} to {second.url}, as {viewer} sees them.")
