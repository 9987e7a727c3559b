"""How long 7,500 firms take to become 100 communities, beside k-means-constrained for the same sizes, in one run.

The peer is no dependency: `--peer PYTHON` names an interpreter that has `k-means-constrained`; it is run once before it
is timed, as ours is, and both write how far firms are from the mean of their community.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
from scipy import sparse

from queries.assigning import assign
from queries.community_design import Firms, Rules, design
from queries.community_sheets import costs
from queries.compact import compact, points
from queries.industry_communities import HIGH, LOW, SECTORS, SIZES, STRETCH, TIES
from queries.solving import SEED

FIRMS, GROUPS = 7_500, 100
TOWNS = 400  # of very different sizes, as they are
THEIRS = """
import json, sys, time
import numpy as np
from k_means_constrained import KMeansConstrained

places = np.load(sys.argv[1])
groups, low, high = map(int, sys.argv[2:])
asked = dict(n_clusters=groups, size_min=low, size_max=high, random_state=0, n_init=1)
KMeansConstrained(**{**asked, "n_clusters": 2, "size_min": 1, "size_max": 199}).fit(places[:200])
wall, cpu = time.perf_counter(), time.process_time()
of = KMeansConstrained(**asked).fit_predict(places)
print(json.dumps({"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "of": of.tolist()}))
"""


def firms(many: int = FIRMS) -> Firms:
    """Firms in towns of France, most of them in few; sectors, sizes, and a tie for every second firm."""
    draw = np.random.default_rng(SEED)
    share = 1 / np.arange(1, TOWNS + 1)
    town = draw.choice(TOWNS, many, p=share / share.sum())
    lat, lon = (draw.uniform(*ends, TOWNS)[town] + draw.normal(0, 0.08, many) for ends in ((43, 50.5), (-2, 7)))
    classes = draw.choice(12, many), draw.choice(4, many)
    a, b = draw.integers(0, many, (2, many // 2))
    ties = sparse.csr_array((np.ones(len(a)), (a, b)), shape=(many, many))
    return Firms(np.array([f"firm:{n:05}" for n in range(many)], dtype=object), points(lat, lon), classes,
                 sparse.csr_array(ties + ties.T))  # fmt: skip


def row(name: str, wall: float, cpu: float, radius: float, sizes: np.ndarray) -> None:
    out = int(((sizes < LOW) | (sizes > HIGH)).sum())
    print(f"| {name} | {wall:.1f} | {cpu:.1f} | {radius:.2f} | {sizes.min()} to {sizes.max()} | {out} |", flush=True)


def radius(places: np.ndarray, of: np.ndarray) -> float:
    """The mean distance from the mean of each community."""
    means = np.stack([places[of == group].mean(axis=0) for group in range(of.max() + 1)])
    return float(np.sqrt(((places - means[of]) ** 2).sum(axis=1)).mean())


def theirs(python: str, places: np.ndarray) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "places.npy")
        np.save(file, places)
        command = [python, "-c", THEIRS, str(file), str(GROUPS), str(LOW), str(HIGH)]
        said = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])
    of = np.array(said["of"])
    row("k-means-constrained, one beginning", said["wall"], said["cpu"], radius(places, of), np.bincount(of))


def main(peer: str | None) -> None:
    """Print what each took, how wide its communities are, how many are too small or too large."""
    few = firms(400)
    design(few, Rules(20, 40, 12, (), ()), (SECTORS, SIZES, TIES), STRETCH)  # what is loaded and compiled once
    print(f"Load of the machine: {os.getloadavg()[0]:.1f}\n")
    print("| | wall s | CPU s | mean radius, km | sizes | out of bounds |")
    print("|---|---|---|---|---|---|")
    every = firms()
    wall, cpu = perf_counter(), process_time()
    bounds = np.full(GROUPS, LOW), np.full(GROUPS, HIGH)
    held = compact(every.places, GROUPS, lambda cost: assign(cost, *bounds))
    row("compact, sizes held, ten beginnings", perf_counter() - wall, process_time() - cpu,
        radius(every.places, held.of), held.sizes)  # fmt: skip
    wall, cpu = perf_counter(), process_time()
    rules = Rules(LOW, HIGH, GROUPS, (), ())
    made = design(every, rules, (SECTORS, SIZES, TIES), STRETCH)
    row("the same, then mixed", perf_counter() - wall, process_time() - cpu,
        radius(every.places, made.mixed.of), made.mixed.sizes)  # fmt: skip
    if peer:
        theirs(peer, every.places)
    present = [round(100 * float(share)) for share in costs(every, rules, made)["sectors_present"]]
    print("\nSectors present, %: {} by distance alone, {} with sizes held, {} mixed.".format(*present))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", metavar="PYTHON", help="an interpreter that has k-means-constrained")
    main(parser.parse_args(sys.argv[1:]).peer)
