"""A Network out of a py2neo `Graph`, for notebooks that have one already: reading only. The extra `py2neo`.

py2neo is end of life (its author, 2023). Nothing is loaded by it: it speaks Bolt 4.3 at most, to servers that speak
5.8; it has no managed transactions, which are tried again when the server asks for it; and it waits for ever for a
server that has gone. `maillage` itself opens `neo4j://host:7687` with the official driver.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from graph.errors import StoreBusy, StoreUnavailable
from graph.model import Viewer
from graph.neo4j_reading import Ask, at_run, cypher, snapshot
from graph.neo4j_store import ATTEMPTS, SCHEMA
from graph.network import Network

if TYPE_CHECKING:
    from py2neo import Graph


def read(graph: "Graph", *, viewer: Viewer = Viewer.PUBLIC) -> Network:
    """The network on the server that a py2neo graph is connected to, as `viewer` sees it.

    The same, byte for byte, as `Network.read(open_store("neo4j://…"), viewer=viewer)`; `evidence` wants that store.
    Whoever has the graph can ask Cypher for all that is there: the viewer hides from whom the network is shown to.

    Example:
        network = read(py2neo.Graph("bolt://localhost:7687", auth=("neo4j", password)))

    Raises:
        StoreUnavailable: there is no network, or a newer one; or the server does not answer.
        StoreBusy: it was written to faster than it could be read.
    """
    for _ in range(ATTEMPTS):
        with _reading(graph) as ask:
            before = _state(ask)
            found = snapshot(at_run(ask, before["published"]), viewer, before["revision"])
            if _state(ask) == before:  # all of it is of one moment
                return Network.of(found, viewer=viewer)
    raise StoreBusy("{} is being written to faster than it can be read: try again.", graph.service.uri)


def _state(ask: Ask) -> dict[str, int]:
    rows = ask("state")
    if not rows:
        raise StoreUnavailable("This py2neo graph holds no network of maillage: name the database where one is.")
    state: dict[str, int] = dict(zip(("schema", "revision", "published"), rows[0], strict=True))
    if state["schema"] > SCHEMA:
        raise StoreUnavailable("This py2neo graph was written by a newer version of maillage: update maillage.")
    return state


@contextmanager
def _reading(graph: "Graph") -> Iterator[Ask]:
    """A transaction that the server lets read, and nothing else; never committed.

    On a connection of its own: for a server that its graph was once cut off from, py2neo waits for ever.
    """
    try:
        ours = type(graph)(graph.service.connector.profile, name=graph.name)
        try:
            transaction = ours.begin(readonly=True)
            yield _ask(transaction)
            ours.rollback(transaction)
        finally:
            ours.service.connector.close()
    except _faults() as error:
        raise StoreUnavailable("The server of this py2neo graph does not answer: {}.", type(error).__name__) from None


def _faults() -> tuple[type[Exception], ...]:
    """What py2neo raises; it has no base of its own."""
    from py2neo import errors
    from py2neo.wiring import WireError

    gone = (errors.ConnectionBroken, errors.ConnectionUnavailable, errors.ServiceUnavailable)
    return (errors.Neo4jError, errors.ConnectionLimit, errors.ProtocolError, *gone, WireError)


def _ask(transaction: Any) -> Ask:
    def ask(name: str, words: dict[str, str] | None = None, **parameters: Any) -> list[list[Any]]:
        assert not words, "only statements that write have words to fill in"
        return [list(record.values()) for record in transaction.run(cypher(name), parameters)]

    return ask
