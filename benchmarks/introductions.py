"""How long it takes to find who can introduce whom among 10,000 organisations, and to fit gravity to 54 poles.

Beside them, in the same run: networkx' Dijkstra for the best route alone, and its making; Poisson's regression by
scipy's BFGS, with the same parameters. The networks are made up: 54 poles, each organisation a member of one or two,
and encounters of sizes that vary as those of Horizon 2020 do.

Run with `python -m benchmarks.introductions`; prints a Markdown table.
"""

from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter, process_time
from typing import Any

import networkx as nx
import numpy as np
from scipy import optimize

from graph.model import Statement
from graph.network import Network
from graph.vocabulary import Kind, Relation, Role, Status
from queries.expectations import RUNS
from queries.gravity import ROUGH, gravity
from queries.hops import Hops
from queries.introductions import introductions
from tests.toys import entity, link, network, record

ORGANISATIONS, ENCOUNTERS, POLES = 10_000, 8_000, 54
ASKED = 9  # pairs, of which the median and the longest are told
SEED = 0


def drawn() -> Network:
    """10,000 organisations, some in many encounters and most in one, members of one or two poles."""
    draw = np.random.default_rng(SEED)
    said = [one for n in range(ORGANISATIONS) for one in entity(record(f"f{n}"), Kind.FIRM, f"F{n}")]
    said += [one for n in range(POLES) for one in entity(record(f"p{n}", Kind.POLE), Kind.POLE, f"P{n}")]
    for n in range(ORGANISATIONS):
        for pole in draw.choice(POLES, size=draw.integers(1, 3), replace=False):
            said.append(link(record(f"f{n}"), Relation.MEMBER_OF, record(f"p{pole}", Kind.POLE)))
    weight = 1 / np.arange(1, ORGANISATIONS + 1) ** 0.6
    for n in range(ENCOUNTERS):
        size = min(2 + int(draw.pareto(1.5) * 2), 40)
        said += encounter(n, draw.choice(ORGANISATIONS, size=size, replace=False, p=weight / weight.sum()), draw)
    return network(*said)


def encounter(n: int, parties: np.ndarray, draw: np.random.Generator) -> Iterator[Statement]:
    place = record(f"e{n}", Kind.PROJECT)
    yield from entity(place, Kind.PROJECT, f"E{n}", since=str(draw.integers(2008, 2020)), status=Status.HELD)
    for party in parties:
        yield link(record(f"f{party}"), Relation.TOOK_PART_IN, place, key=Role.PARTNER)


def pairs_of_poles() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """1,431 pairs of 54 poles: who they are, kilometres, similarity and region, and how often they met."""
    draw = np.random.default_rng(SEED)
    first, second = np.triu_indices(POLES, k=1)
    x = np.column_stack(
        [draw.normal(5.5, 0.8, len(first)), draw.random(len(first)), draw.random(len(first)) < 0.1]
    ).astype(float)  # fmt: skip
    size = draw.normal(0, 0.7, POLES)
    y = draw.poisson(np.exp(size[first] + size[second] - 0.4 * (x[:, 0] - 5.5) + x[:, 1] * 0.5))
    y[first == 0] += 1  # everybody meets somebody
    return first, second, x, y.astype(float)


def best_route(net: Network, source: str, target: str) -> float:
    """With networkx: the best route of all lengths, the graph of hops included."""
    hops = Hops.of(net, places=False)
    table = hops.between(None, None)
    found = nx.from_pandas_edgelist(table, "from", "to", "cost", create_using=nx.DiGraph)
    ends = hops.nodes.get_indexer(hops.nodes[hops.nodes.isin([source, target])])
    return float(nx.dijkstra_path_length(found, *ends, weight="cost"))


def by_bfgs(first: np.ndarray, second: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The same model with scipy's general minimiser and the gradient."""
    center = x - x.mean(axis=0)

    def loss(effects: np.ndarray) -> tuple[float, np.ndarray]:
        total = effects[first] + effects[second] + center @ effects[POLES:]
        mu = np.exp(np.clip(total, -30, 30))
        off = mu - y
        sums = np.bincount(first, off, POLES) + np.bincount(second, off, POLES)
        return float(mu.sum() - (y * total).sum()), np.concatenate([sums, center.T @ off])

    found = optimize.minimize(loss, np.zeros(POLES + x.shape[1]), jac=True, method="BFGS", options={"gtol": 1e-6})
    expected: np.ndarray = np.exp(found.x[first] + found.x[second] + center @ found.x[POLES:])
    return expected


def resampled(first: np.ndarray, second: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The fit, and again 200 times to counts drawn from it, as `gaps` does for its bounds."""
    found = gravity(first, second, x, y)
    for again in np.random.default_rng(SEED).poisson(found.expected, (RUNS, len(y))):
        gravity(first, second, x, again.astype(float), start=found.effects, enough=ROUGH)
    return found.expected


def timed(name: str, work: Callable[[], Any]) -> Any:
    wall, cpu = perf_counter(), process_time()
    found = work()
    print(f"| {name} | {perf_counter() - wall:.2f} | {process_time() - cpu:.2f} |", flush=True)
    return found


def asked(net: Network) -> list[tuple[float, int]]:
    """Seconds and options, of pairs spread over the network."""
    ids = np.linspace(0, ORGANISATIONS - 1, 2 * ASKED).astype(int)
    made = []
    for one, other in zip(ids[:ASKED], ids[::-1][:ASKED], strict=True):
        start = perf_counter()
        found = introductions(net, source=f"firm:f{one}", target=f"firm:f{other}")
        made.append((perf_counter() - start, len(found.more["options"])))
    return made


def main() -> None:
    """Print what each step took."""
    print("| step | wall s | CPU s |\n|---|---|---|")
    net = timed("(a network of 10,000 organisations, made up)", drawn)
    introductions(net, source="firm:f1", target="firm:f2")  # what a network computes once
    taken = asked(net)
    seconds = [one for one, _ in taken]
    print(f"| `introductions`, median of {ASKED} pairs; the longest | {median(seconds):.2f}; {max(seconds):.2f} | |")
    timed("the best route alone, networkx", lambda: best_route(net, "firm:f0", f"firm:f{ORGANISATIONS - 1}"))
    poles = pairs_of_poles()
    own = timed("gravity, 1,431 pairs", lambda: gravity(*poles).expected)
    timed("gravity, 1,431 pairs, with 200 resamplings", lambda: resampled(*poles))
    peer = timed("gravity, 1,431 pairs, scipy's BFGS", lambda: by_bfgs(*poles))
    print(
        f"\n{min(n for _, n in taken)} options at least; the two fits differ by {np.abs(own - peer).max():.1e} at most."
    )


if __name__ == "__main__":
    main()
