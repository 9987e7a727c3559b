"""The command that says who says so."""

from typing import Annotated

import typer

from commands.opened import open_store, read_network, stop
from commands.options import StoreOption, ViewerOption
from views.settings import DEFAULT_STORE


def explain(
    ids: Annotated[list[str], typer.Argument(metavar="ID [ID]", help="An id or a name; two for what links them.")],
    store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public",
    closed: Annotated[bool, typer.Option("--closed", help="Also what is no longer stated, and since when.")] = False,
) -> None:  # fmt: skip
    """Who says so: every statement about an entity, or about the links between two; to the owner, by which run."""
    from graph.search import entity_named
    from views import differences, terminal

    if len(ids) > 2:
        stop("Give one id, or two.")
    opened = open_store(store)
    network = read_network(opened, viewer=viewer)
    ends = [entity_named(network, one) for one in ids]
    if len(set(ends)) < len(ends):
        stop(f"Both are {ends[0]}: give two different ones for what links them, or one alone.")
    history = differences.history(opened, network, *ends) if closed or network.viewer.sees_all else None
    runs = differences.stated_by(history) if history is not None and network.viewer.sees_all else {}
    if len(ends) == 1:
        row = network.row(ends[0])
        terminal.say(f"{network.name(ends[0])} ({ends[0]}, {row['kind']})", bold=True)
        terminal.statements(opened, network, ends[0], runs)
        terminal.decisions(opened, network, ends[0])
    if closed and history is not None:
        differences.show_closed(history, network)
    if len(ends) == 1:
        return
    links = network.links
    between = links[links["source"].isin(ends) & links["target"].isin(ends) & (links["source"] != links["target"])]
    if between.empty and not closed:
        stop(f"No link between {ends[0]} and {ends[1]}: `maillage query introductions` looks for a way.", code=1)
    for link in between.to_dict("records"):
        role = f" ({link['key']})" if link["key"] else ""
        terminal.say(
            f"{network.name(link['source'])} {link['relation']} {network.name(link['target'])}{role}", bold=True
        )
        terminal.statements(opened, network, link["id"], runs)
