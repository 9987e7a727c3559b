"""What a command works on: a store, as one viewer sees it; how it stops when it cannot."""

import sys
from typing import TYPE_CHECKING, Literal, Never

from views.clock import now as now

if TYPE_CHECKING:
    from graph.model import Viewer
    from graph.network import Network
    from graph.store import Store
    from queries.catalogue import Query

SHOWN_TO_ALL = (
    "maillage: whoever lists the processes of this machine sees the password in this address: "
    "leave it out and say it in MAILLAGE_NEO4J_PASSWORD, or in a file that MAILLAGE_NEO4J_PASSWORD_FILE names."
)


def stop(sentence: str, *, code: int = 2) -> Never:
    """End the command with a sentence."""
    sys.stderr.write(f"maillage: {sentence}\n")
    raise SystemExit(code)


def open_store(url: str) -> "Store":
    """The store at an address."""
    from graph.store import open_store as open_it
    from graph.store import without_password

    if without_password(url) != url and any(url in argument for argument in sys.argv):
        sys.stderr.write(f"{SHOWN_TO_ALL}\n")
    return open_it(url)


def viewer_named(text: str) -> "Viewer":
    """Who looks, as `--viewer` says it."""
    from graph.model import Viewer

    return Viewer.parse(text)


def read_network(
    store: "Store", *, viewer: str = "public", as_of: str | None = None, certainly: bool = False,
    statuses: str | None = None,
) -> "Network":  # fmt: skip
    """The network as the options say it is looked at."""
    from graph.errors import WrongValue
    from graph.network import Network
    from graph.vocabulary import Status
    from views import terminal

    chosen = None if statuses is None else [part.strip() for part in statuses.split(",") if part.strip()]
    if unknown := [one for one in chosen or [] if one not in set(Status)]:
        raise WrongValue("'{}' is no status: write some of {}.", unknown[0], tuple(Status))
    sure: Literal["certainly", "possibly"] = "certainly" if certainly else "possibly"
    with terminal.waiting("reading the network"):
        return Network.read(store, viewer=viewer_named(viewer), as_of=as_of, sure=sure, statuses=chosen)


def query_named(name: str) -> "Query":
    """A query of the catalogue."""
    from queries.catalogue import query as find

    return find(name)
