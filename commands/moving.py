"""Commands that carry a network elsewhere: into a file or another store."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.opened import now, open_store, read_network, viewer_named
from commands.options import AsOfOption, StatusesOption, StoreOption, SureOption, ViewerOption
from views.settings import DEFAULT_STORE

if TYPE_CHECKING:
    from graph.store import Store


def export(
    file: Annotated[Path | None, typer.Argument(help="net.gexf, net.graphml, net.json or net.csv")] = None,
    store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public", as_of: AsOfOption = None,
    certainly: SureOption = False, statuses: StatusesOption = None,
    neo4j_csv: Annotated[
        Path | None,
        typer.Option("--neo4j-csv", metavar="DIR", help="The whole store for neo4j-admin database import; owner only."),
    ] = None,
) -> None:  # fmt: skip
    """Write the network to a file for another program, as the viewer sees it; the basis goes with it."""
    from graph.errors import WrongValue
    from graph.export import export as write
    from queries.basis import basis
    from views import terminal

    if (file is None) == (neo4j_csv is None):
        raise WrongValue("Say where to write: a file such as net.gexf, or --neo4j-csv DIR.")
    opened = open_store(store)
    if neo4j_csv is not None:
        if as_of or certainly or statuses:
            raise WrongValue("--neo4j-csv writes the whole store: leave out --as-of, --certainly and --statuses.")
        _export_whole(opened, neo4j_csv, viewer)
        return
    network = read_network(opened, viewer=viewer, as_of=as_of, certainly=certainly, statuses=statuses)
    method = {"fr": "tout ce que voit le lecteur", "en": "all that the viewer sees"}
    assert file is not None
    write(opened, network, file, basis(network, "export", method=method, parameters={}).as_dict())
    terminal.say(f"{file}: {len(network.entities)} entities, {len(network.links)} links, as {viewer} sees them.")


def _export_whole(opened: "Store", folder: Path, viewer: str) -> None:
    from graph import neo4j_bulk
    from graph.errors import WrongValue
    from queries.basis import basis
    from views import terminal

    if not viewer_named(viewer).sees_all:
        raise WrongValue("The whole store, the confidential too, is for its owner: --viewer owner.")
    network = read_network(opened, viewer=viewer)
    method = {"fr": "tout le magasin, le confidentiel compris", "en": "the whole store, the confidential too"}
    with terminal.waiting("writing"):
        made = basis(network, "export", method=method, parameters={}).as_dict()
        counts = neo4j_bulk.write(opened, folder, made)
    told = ", ".join(f"{counts[name]} {name}" for name in ("entities", "links", "statements"))
    terminal.say(f"{folder}: {told}. There, with the server stopped: neo4j-admin database import full @import.args")


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
    terminal.say(f"{count} run{'s' * (count != 1)} copied from {first.url} to {second.url}, as {viewer} sees them.")
