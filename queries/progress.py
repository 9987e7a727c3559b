"""How far a long analysis is: told to whoever listens. No answer depends on it."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Told = Callable[[int, int], None]  # steps done, of how many; 0 of 0 where nobody can know
Step = TypeVar("Step")
Found = TypeVar("Found")
BEAT = 0.2  # seconds
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


def patiently(work: Callable[[], Found], stop: Callable[[], None]) -> Found:
    """What work finds that cannot say how far it is: whoever listens is told that it goes on, and may end it.

    Args:
        stop: makes the work end soon; it may be asked from another thread.
    """
    told = _LISTENING.get()
    if told is None:
        return work()
    with ThreadPoolExecutor(max_workers=1) as pool:
        working = pool.submit(work)
        try:
            while not wait([working], timeout=BEAT).done:
                told(0, 0)
        except BaseException:
            stop()
            raise
    return working.result()
