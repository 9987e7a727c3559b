"""The same work on many parts, as many at once as there are processors; each part is a step."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from queries.progress import stepwise


def in_threads(work: Callable[[np.ndarray], Any], parts: Sequence[np.ndarray]) -> Iterator[Any]:
    """What the work gives of each part, in the order of the parts.

    Parts that nobody began are left, if what is told of a step ends it.
    """
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        begun = [pool.submit(work, part) for part in parts]
        try:
            for one in stepwise(begun, len(begun)):
                yield one.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
