"""What is worked out once of a network, however often it is asked for, and forgotten with the network."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from graph.network import Network

Work = TypeVar("Work", bound=Callable[..., Any])


def once(work: Work) -> Work:
    """The same, kept for each network and each way of asking; nobody may change what it gives."""
    known: WeakKeyDictionary[Network, dict[Any, Any]] = WeakKeyDictionary()

    @wraps(work)
    def done(network: "Network", *words: Any, **options: Any) -> Any:
        mine = known.setdefault(network, {})
        asked = words, tuple(options.items())
        if asked not in mine:
            mine[asked] = work(network, *words, **options)
        return mine[asked]

    return cast(Work, done)
