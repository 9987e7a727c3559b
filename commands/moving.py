"""Commands that carry a network elsewhere: into a file, another store, or out of a Neo4j server by Cypher."""

import sys
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


def cypher(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="MATCH … RETURN …")],
    store: StoreOption = DEFAULT_STORE,
    viewer: ViewerOption = "public",
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many rows at most.")] = 1_000,
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, help="How long it may take.")] = 10,
    as_csv: Annotated[bool, typer.Option("--csv", help="Write it as CSV.")] = False,
) -> None:
    """Ask a Neo4j server a question of your own in Cypher: for its owner, reading only."""
    from graph.errors import NoFreeCypher
    from graph.neo4j_store import Neo4jStore
    from views import terminal
    from views.answer_files import csv_bytes

    opened = open_store(store)
    if not isinstance(opened, Neo4jStore):
        raise NoFreeCypher(f"{opened.url} is no Neo4j server: `maillage copy` brings its network to one.")
    if not viewer_named(viewer).sees_all:
        raise NoFreeCypher("Cypher sees all that is on the server: it is for its owner, --viewer owner.")
    found = opened.cypher(question, seconds=seconds, most=limit)
    if as_csv:
        sys.stdout.buffer.write(csv_bytes(found))
    else:
        terminal.table(list(found.columns), found.map(str).to_numpy().tolist(), limit=terminal.ROWS)
