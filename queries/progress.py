"""How far a long analysis is: told to whoever listens. No answer depends on it."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

Told = Callable[[int, int], None]  # steps done, of how many; 0 of 0 where nobody can know
Step = TypeVar("Step")
Found = TypeVar("Found")
BEAT = 0.2  # seconds


@dataclass(slots=True)
class _Listener:
    """Who listens; and the step that is being worked at, of which the steps within are not told apart."""

    told: Told
    step: tuple[int, int] | None = None

    def hear(self, done: int, of: int) -> None:
        self.told(*(self.step or (done, of)))


_LISTENING: ContextVar[_Listener | None] = ContextVar("listening", default=None)


@contextmanager
def listening(told: Told) -> Iterator[None]:
    """What is asked within tells `told` how far it is; what `told` raises ends it.

    >>> heard = []
    >>> with listening(lambda done, of: heard.append((done, of))):
    ...     _ = list(stepwise("ab", 2))
    >>> heard
    [(0, 2), (1, 2), (2, 2)]
    """
    before = _LISTENING.set(_Listener(told))
    try:
        yield
    finally:
        _LISTENING.reset(before)


def stepwise(steps: Iterable[Step], of: int, *, done: int = 0) -> Iterator[Step]:
    """The steps, each told before it is begun; `done` were done before them.

    Where a step has steps of its own, each of these tells the step that it is within once more.

    >>> heard = []
    >>> with listening(lambda done, of: heard.append((done, of))):
    ...     _ = [list(stepwise(one, 2)) for one in stepwise(["ab"], 1)]
    >>> heard
    [(0, 1), (0, 1), (0, 1), (0, 1), (1, 1)]
    """
    listener = _LISTENING.get()
    if listener is None:
        yield from steps
        return
    within = listener.step
    for one in steps:
        listener.hear(done, of)
        try:
            listener.step = within or (done, of)
            yield one
        finally:
            listener.step = within
        done += 1
    listener.hear(done, of)


def patiently(work: Callable[[], Found], stop: Callable[[], None]) -> Found:
    """What work finds that cannot say how far it is: whoever listens is told that it goes on, and may end it.

    Args:
        stop: makes the work end soon; it may be asked from another thread.
    """
    listener = _LISTENING.get()
    if listener is None:
        return work()
    with ThreadPoolExecutor(max_workers=1) as pool:
        working = pool.submit(work)
        try:
            while not wait([working], timeout=BEAT).done:
                listener.hear(0, 0)
        except BaseException:
            stop()
            raise
    return working.result()
