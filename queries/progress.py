"""How far a long analysis is: told to whoever listens. No answer depends on it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Told = Callable[[int, int], None]  # steps done, of how many
Step = TypeVar("Step")
_LISTENING: ContextVar[Told | None] = ContextVar("listening", default=None)


@contextmanager
def listening(told: Told) -> Iterator[None]:
    """What is asked within tells `told` how far it is; what `told` raises ends it.

    >>> heard = []
    >>> with listening(lambda done, of: heard.append((done, of))):
    ...     _ = list(stepwise("ab", 2))
    >>> heard
    [(0, 2), (1, 2), (2, 2)]
    """
    before = _LISTENING.set(told)
    try:
        yield
    finally:
        _LISTENING.reset(before)


def stepwise(steps: Iterable[Step], of: int, *, done: int = 0) -> Iterator[Step]:
    """The steps, each told before it is begun; `done` were done before them."""
    told = _LISTENING.get()
    for one in steps:
        if told is not None:
            told(done, of)
        yield one
        done += 1
    if told is not None:
        told(done, of)
