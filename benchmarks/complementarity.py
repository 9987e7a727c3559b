"""The 50 best of each of 10,000 organisations with 40 competences of 2,000, beside a dense product of the same shares.

Run with `python -m benchmarks.complementarity`. Invented profiles, one seed. Prints a Markdown table; each step is a
process of its own, so that its peak of memory is its own. The dense product only sums shares of needs met exactly, and
sorts: no related offer, no similarity, no second direction.
"""

import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from time import perf_counter, process_time

import numpy as np
from scipy import sparse

from queries.competences import Profiles
from queries.fits import Fits
from queries.relatedness import Relatedness

ORGANISATIONS, COMPETENCES, EACH, TOP = 10_000, 2_000, 40, 50


def invented() -> Profiles:
    """Half of the 40 are offers, half needs."""
    random = np.random.default_rng(0)
    chosen = np.array([random.choice(COMPETENCES, EACH, replace=False) for _ in range(ORGANISATIONS)])
    offers, needs = (_matrix(chosen[:, some]) for some in (slice(EACH // 2), slice(EACH // 2, EACH)))
    ids = [np.array([f"{kind}:{n:05d}" for n in range(size)], dtype=object) for kind, size in SIZES.items()]
    return Profiles(*ids, offers, needs)


SIZES = {"firm": ORGANISATIONS, "competence": COMPETENCES}


def _matrix(chosen: np.ndarray) -> sparse.csr_array:
    rows = np.repeat(np.arange(len(chosen)), chosen.shape[1])
    return sparse.csr_array((np.ones(chosen.size), (rows, chosen.ravel())), shape=(ORGANISATIONS, COMPETENCES))


def ours(found: Profiles) -> int:
    close = sparse.csr_array(sparse.eye_array(COMPETENCES))
    a, _ = Fits(found, Relatedness(close, 0, 0)).best(range(ORGANISATIONS), np.zeros(ORGANISATIONS, dtype=bool), TOP)
    return len(a)


def dense(found: Profiles) -> int:
    met = (found.needs.toarray() / (EACH // 2)) @ found.offers.toarray().T
    np.fill_diagonal(met, 0)
    return int(np.argpartition(-met, TOP, axis=1)[:, :TOP].size)


STEPS: Mapping[str, Callable[[Profiles], int]] = {"Fits.best, all scores, no pair kept": ours, "dense numpy": dense}


def main() -> None:
    if len(sys.argv) > 1:
        print(_measured(sys.argv[1]))
        return
    print("| step | wall s | CPU s | peak MB | suggestions |\n|---|---|---|---|---|", flush=True)
    for step in STEPS:
        subprocess.run([sys.executable, "-m", "benchmarks.complementarity", step], check=True)


def _measured(step: str) -> str:
    found = invented()
    begin, worked = perf_counter(), process_time()
    count = STEPS[step](found)
    seconds, processor = perf_counter() - begin, process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"| {step} | {seconds:.1f} | {processor:.1f} | {peak} | {count:,} |"


if __name__ == "__main__":
    main()
