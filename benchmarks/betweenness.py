"""How long the paths between all organisations of Horizon 2020 take, beside other libraries on the same machine.

Each step is a process of its own, so that its peak of memory is its own; wall and CPU seconds are of the step alone,
after a first call on a tiny network has compiled what is compiled. Ratios are of CPU seconds within one run.

Run with `python -m benchmarks.betweenness`; `--igraph` adds igraph's exact run (six minutes; the extra `gpl`, in an
environment of its own), `--ten-times` a synthetic network of 360,000 organisations (twenty minutes). networkit is
compared where it is installed. Prints Markdown tables.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import numpy as np
from scipy import sparse

from graph.network import Network
from queries.two_mode import TwoMode, two_mode
from tests.test_ties import REGISTER, register

ROOT = Path(__file__).resolve().parents[1]
ESTIMATED_FROM = 1_024  # sources
SOME = 300  # sources of a run that is extrapolated
TIMES = 10
Net = tuple[sparse.csr_array, int]


def exact(net: Net) -> float:
    from queries.shortest_paths import betweenness

    return float(betweenness(*net).sum())


def estimated(net: Net) -> float:
    from queries.paths_estimate import estimate

    made = estimate(*net, sources=ESTIMATED_FROM)
    others = max((net[1] - 1) * (net[1] - 2) / 2, 1)
    return float(((made.high - made.low) / 2 / others)[: net[1]].max())


def near(net: Net) -> float:
    from queries.closeness import harmonic

    return float(harmonic(*net).sum())


def blocks(net: Net) -> float:
    from queries.two_mode import in_blocks

    return float(in_blocks(*net).sum())


def every_pair(net: Net) -> float:
    """Paths between all nodes, encounters too: what the other libraries know."""
    from queries.shortest_paths import folded, swept

    core = folded(net[0], net[0].shape[0])
    core = replace(core, first=core.core < net[1])
    through = swept(core, core.sources, core.ends[core.sources]) / 2
    return float(core.apart.sum() + through.sum())


def with_networkx(net: Net) -> float:
    import networkx as nx

    found = nx.betweenness_centrality(nx.from_scipy_sparse_array(net[0]), normalized=False)
    return float(sum(found.values()))


def with_rustworkx(net: Net) -> float:
    import rustworkx as rx

    drawn = rx.PyGraph(multigraph=False)
    drawn.add_nodes_from(range(net[0].shape[0]))
    drawn.extend_from_edge_list(list(_edges(net)))
    return float(sum(rx.betweenness_centrality(drawn, normalized=False).values()))


def with_networkit(net: Net) -> float:
    import networkit as nk

    drawn = nk.Graph(net[0].shape[0])
    for a, b in _edges(net):
        drawn.addEdge(a, b)
    return float(sum(nk.centrality.Betweenness(drawn, normalized=False).run().scores())) / 2


def with_igraph(net: Net) -> float:
    drawn, ends = _igraph(net), list(range(net[1]))
    return float(sum(drawn.betweenness(directed=False, sources=ends, targets=ends)))


def near_with_igraph(net: Net) -> float:
    """From some sources only: extrapolate."""
    drawn, sources = _igraph(net), np.linspace(0, net[1] - 1, SOME).astype(int).tolist()
    steps = np.array(drawn.distances(source=sources, target=list(range(net[1]))))
    return float((2 / steps[steps > 0]).sum())


def _igraph(net: Net):  # type: ignore[no-untyped-def]
    import igraph

    return igraph.Graph(n=net[0].shape[0], edges=list(_edges(net)))


def _edges(net: Net):  # type: ignore[no-untyped-def]
    upper = sparse.triu(net[0]).tocoo()
    return zip(upper.row.tolist(), upper.col.tolist(), strict=True)


STEPS: dict[str, Callable[[Net], float]] = {
    one.__name__: one
    for one in (exact, estimated, near, blocks, every_pair, with_networkx, with_rustworkx, with_networkit,
                with_igraph, near_with_igraph)
}  # fmt: skip


def ties_and_holes() -> float:
    """From the network to ties, and from ties to constraint."""
    from graph.ties import ties
    from queries.brokers import structural_holes

    return float(structural_holes(ties(_WHOLE[0]))["constraint"].sum())


_WHOLE: list = []


def part(network: Network, net: TwoMode, share: float) -> Net:
    """The first projects, by sorted id, with all organisations."""
    projects = sorted(network.encounters["id"])
    chosen = set(projects[: round(share * len(projects))])
    first = range(net.organisations)
    kept = np.array([n for n, one in enumerate(net.nodes) if n in first or one in chosen])
    return net.joins[kept][:, kept].tocsr(), net.organisations


def synthetic(joins: sparse.csr_array, ends: int) -> Net:
    """Ten times the organisations and projects, each with the degree of one of the register, joined at random."""
    degree, draw = np.diff(joins.indptr), np.random.default_rng(0)
    sides = [np.repeat(np.arange(TIMES * len(side)), np.tile(side, TIMES)) for side in (degree[:ends], degree[ends:])]
    rows, columns = sides[0], draw.permutation(sides[1]) + TIMES * ends
    pairs = np.unique(np.column_stack([rows, columns]), axis=0)
    size = TIMES * len(degree)
    one_way = sparse.coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(size, size))
    return (one_way + one_way.T).tocsr(), TIMES * ends


def write(path: Path, net: Net) -> Path:
    np.savez(path, starts=net[0].indptr, neighbours=net[0].indices, ends=net[1])
    return path


def read(path: Path) -> Net:
    with np.load(path) as kept:
        starts, neighbours = kept["starts"], kept["neighbours"]
        size = len(starts) - 1
        return sparse.csr_array((np.ones(len(neighbours)), neighbours, starts), shape=(size, size)), int(kept["ends"])


def child(step: str, path: str) -> None:
    """One step, measured, as JSON."""
    if step == "ties_and_holes":
        from queries.tie_holes import holes

        holes(sparse.csr_array(np.array([[0.0, 1], [1, 0]])))
        _WHOLE.append(register())
        work = ties_and_holes
    else:
        net, asked = read(Path(path)), STEPS[step]
        asked((sparse.csr_array(np.array([[0.0, 0, 1], [0, 0, 1], [1, 1, 0]])), 2))
        work = lambda: asked(net)  # noqa: E731
    before, wall, cpu = peak(), perf_counter(), process_time()
    found = work()
    taken = {"wall": perf_counter() - wall, "cpu": process_time() - cpu}
    print(json.dumps({"step": step, **taken, "mb": peak(), "before": before, "found": found}))


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(step: str, path: Path | str = "") -> dict:  # type: ignore[type-arg]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.betweenness", "--step", step, "--net", str(path)],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def row(name: str, one: dict, *, times: float = 1) -> None:  # type: ignore[type-arg]
    print(
        f"| {name} | {times * one['wall']:.2f} | {times * one['cpu']:.2f} | {one['mb']:.0f} | {one['found']:,.10g} |",
        flush=True,
    )


def main(igraph: bool, ten_times: bool) -> None:
    """Print what each step took."""
    with TemporaryDirectory() as made:
        folder = Path(made)
        network = register()
        french, whole = two_mode(register("FR")), two_mode(network)
        some = write(folder / "french.npz", (french.joins, french.organisations))
        parts = {share: write(folder / f"{share}.npz", part(network, whole, share)) for share in (0.25, 0.5, 1.0)}
        print(f"Load of the machine: {os.getloadavg()[0]:.1f}\n")
        print("| step | wall s | CPU s | peak MB | sum |\n|---|---|---|---|---|")
        taken = [(share, measured("exact", path)) for share, path in parts.items()]
        for share, one in taken:
            row(f"exact, {share:.0%} of the projects", one)
        slope = np.polyfit(*np.log([[len(read(parts[share])[0].data), one["cpu"]] for share, one in taken]).T, 1)[0]
        row("harmonic closeness of all", measured("near", parts[1.0]))
        row("ties and constraint of all", measured("ties_and_holes"))
        row(f"estimate from {ESTIMATED_FROM} sources (sum: the widest bound, ±)", measured("estimated", parts[1.0]))
        row("France: exact", measured("exact", some))
        row("France: exact, by matrices", measured("blocks", some))
        row("France: all nodes as ends", measured("every_pair", some))
        for library in ("networkx", "rustworkx", "networkit"):
            if find_spec(library):
                row(f"France: all nodes as ends, {library}", measured(f"with_{library}", some))
        if igraph:
            row("exact, igraph", measured("with_igraph", parts[1.0]))
            near = measured("near_with_igraph", parts[1.0])
            row(f"harmonic closeness, igraph, extrapolated from {SOME}", near, times=whole.organisations / SOME)
        if ten_times:
            large = write(folder / "ten.npz", synthetic(whole.joins, whole.organisations))
            row("ten times: estimate (sum: the widest bound, ±)", measured("estimated", large))
            row("ten times: exact", measured("exact", large))
        print(f"\nCPU seconds grow with the joins to the power {slope:.2f}.")


if __name__ == "__main__":
    if not REGISTER.is_file():
        raise SystemExit(f"needs {REGISTER.name} in ../shared/data")
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--igraph", action="store_true")
    asked.add_argument("--ten-times", action="store_true")
    asked.add_argument("--step", help=argparse.SUPPRESS)
    asked.add_argument("--net", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.step:
        child(given.step, given.net)
    else:
        main(given.igraph, given.ten_times)
