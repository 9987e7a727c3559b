"""The Python lines that give the same answer, or the same view, in a notebook."""

from collections.abc import Collection, Mapping
from pathlib import PurePosixPath
from typing import Any

from queries.catalogue import Query
from views.context import Context
from views.link import address_of


def python_lines(ctx: Context, query: Query, parameters: Mapping[str, Any]) -> str:
    """A script that reads the same network as the same viewer, and asks the same question of it."""
    given = {one.name: parameters[one.name] for one in query.parameters if parameters[one.name] != one.default}
    return "\n".join(
        [
            "from graph.model import Viewer",
            "from graph.network import Network",
            "from graph.store import open_store",
            f"from {query.answer.__module__} import {query.name}",
            "",
            _where(ctx),
            f"store = open_store({_store(ctx.store.url)!r})",
            f"network = Network.read(store, {_options(ctx)})",
            f"answer = {query.name}({', '.join(['network', *_arguments(given)])})",
            "answer.table",
        ]
    )


def view_lines(ctx: Context) -> str:
    """A script that reads the same network as the same viewer, and gives what the same address shows of it."""
    return "\n".join(
        [
            "from views.network_page import sheet_at",
            "from views.sheet_tables import tables",
            "",
            f"address = {address_of(ctx.asked)!r}",
            _where(ctx),
            f"sheet = sheet_at({_store(ctx.store.url)!r}, address, viewer={ctx.rights!r})",
            "actors, links, statements = tables(sheet).values()",
            "actors",
        ]
    )


def map_lines(ctx: Context, kinds: Collection[str], area: str, region: str) -> str:
    """A script that reads the same network as the same viewer, and gives the towns of the same map."""
    return "\n".join(
        [
            "from graph.model import Viewer",
            "from graph.network import Network",
            "from graph.store import open_store",
            f"from queries.places import {area}, places",
            "",
            _where(ctx),
            f"store = open_store({_store(ctx.store.url)!r})",
            f"network = Network.read(store, {_options(ctx)})",
            f"found = places(network, {list(kinds)!r}, {area}, region={region or None!r})",
            "found.towns",
        ]
    )


def _options(ctx: Context) -> str:
    view = ctx.asked
    dated = {"as_of": view.as_of, "sure": view.sure} if view.as_of else {}
    counting = {"statuses": ctx.statuses} if ctx.statuses else {}
    return ", ".join([f"viewer=Viewer.parse({ctx.rights!r})", *_arguments({**dated, **counting})])


def _arguments(values: Mapping[str, Any]) -> list[str]:
    return [f"{name}={value!r}" for name, value in values.items()]


def _where(ctx: Context) -> str:
    """A comment: what is to be written in the place of an address that leaves folders and servers out."""
    return f"# {ctx.say('Write where the network is: the folder before its name, or the address of its server.')}"


def _store(url: str) -> str:
    """Where the store is, without the folders of this machine or the name of a server."""
    return f"sqlite:///{PurePosixPath(url).name}" if url.startswith("sqlite:///") else "neo4j://host:7687"
