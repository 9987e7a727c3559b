"""Loops that pandas and scipy have no word for, compiled.

Compiling takes some seconds, once on a machine: `python -m queries.compiled` does it at installation. What was compiled
is kept beside the program, in the folder `NUMBA_CACHE_DIR`, or in the user's own cache, the first that can be written.
Only networks above a size come here, so that numba is imported by these alone.
"""

from collections.abc import Callable
from typing import Any

import numba
import numpy as np

# Lines that do the same to neighbouring numbers become one vector instruction.
numba.config.SLP_VECTORIZE = 1  # type: ignore[attr-defined]


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, compiled when it is first called, in a thread of its own if one wants (`nogil`).

    Where nothing can be written it is compiled for this process alone. `NUMBA_DISABLE_JIT=1` leaves it as it is.
    """
    made: Callable[..., Any]
    try:
        made = numba.njit(nogil=True, error_model="numpy", cache=True)(function)
    except RuntimeError:  # numba's word for: no folder to keep it in
        made = numba.njit(nogil=True, error_model="numpy")(function)
    return made


def compile_all() -> None:
    """Compile every kernel, by asking each about a - 0 - b."""
    from scipy import sparse

    from queries import closeness, shortest_paths, tallied, tie_holes

    joins = sparse.csr_array(np.array([[0.0, 0, 1], [0, 0, 1], [1, 1, 0]]))
    shortest_paths.betweenness(joins, ends=2)
    closeness.harmonic(joins, ends=2)
    tie_holes.holes(joins)
    pair, came, often = (np.zeros(1, kind) for kind in (np.int32, np.bool_, np.int32))
    tallied.tallied(pair, pair, came, pair.astype(np.int64), often.reshape(1, 1))


if __name__ == "__main__":
    from queries.compiled import compile_all as made_once  # under its own name, so that what is kept is found again

    made_once()
