"""How long a plan of a meeting day takes, and how near its bound it is, beside networkx' matching in the same run."""

import argparse
import os
from time import perf_counter, process_time

import networkx as nx
import numpy as np

from queries.pairing import Pairing, pairing
from queries.plan_rules import Rules
from queries.timetable import timetable

WEIGHTS = 1_000


def rules(size: int, cap: int, slots: int, seed: int = 0) -> Rules:
    """Everybody may meet everybody; a weight each at random, a mutual wish for every second participant."""
    draw = np.random.default_rng(seed)
    pairs = np.column_stack(np.triu_indices(size, 1))
    mutual = np.zeros(len(pairs), dtype=int)
    mutual[draw.choice(len(pairs), size // 2, replace=False)] = 1
    everybody = np.full(size, cap)
    return Rules(
        tuple(f"p{n:05}" for n in range(size)), everybody, np.zeros(size, dtype=int), slots, size // 2, frozenset(),
        pairs, draw.integers(1, WEIGHTS, len(pairs)), (np.zeros(len(pairs), dtype=int), mutual),
        np.zeros(len(pairs), dtype=bool), np.empty((0, 2), dtype=int),
    )  # fmt: skip


def plan(asked: Rules) -> tuple[Pairing, np.ndarray]:
    """Pairs and slots, both found."""
    best = pairing(asked)
    assert best is not None
    slots = timetable(asked, best.pairs)
    assert slots is not None and (slots >= 0).all()
    return best, slots


def by_matching(asked: Rules) -> int:
    """The greatest weight alone, by a maximum-weight matching in Tutte's larger graph: no wishes, no slots."""
    net = nx.Graph()
    for (a, b), weight in zip(asked.pairs.tolist(), asked.weight.tolist(), strict=True):
        ends = [("pair", a, b, one) for one in (a, b)]
        net.add_edge(*ends, weight=0)
        net.add_edges_from(
            (end, ("place", one, n), {"weight": weight})
            for end, one in zip(ends, (a, b), strict=True)
            for n in range(int(asked.cap[one]))
        )
    matched = nx.max_weight_matching(net, maxcardinality=True)
    return sum(net.edges[edge]["weight"] for edge in matched) // 2


def timed(work):  # type: ignore[no-untyped-def]
    wall, cpu = perf_counter(), process_time()
    found = work()
    return found, perf_counter() - wall, process_time() - cpu


def row(name: str, found: Pairing, wall: float, cpu: float) -> None:
    wishes, weight = found.proofs[1:]
    met = f"{wishes.value:,.0f} of {wishes.bound:,.0f}"
    cells = [name, f"{wall:.2f}", f"{cpu:.2f}", f"{len(found.pairs):,}", found.served, met, f"{weight.value:,.0f}"]
    print("| " + " | ".join(map(str, [*cells, f"{100 * weight.gap:.3f} %"])) + " |", flush=True)


def main(peer: bool) -> None:
    """Print what each plan took."""
    plan(rules(6, 2, 3))  # what is loaded and compiled once
    print(f"Load of the machine: {os.getloadavg()[0]:.1f}\n")
    print("| plan | wall s | CPU s | meetings | the worst served has | mutual wishes, of at most | weight | gap |")
    print("|---|---|---|---|---|---|---|---|")
    forty = rules(40, 3, 3)
    (best, _), wall, cpu = timed(lambda: plan(forty))
    row("40 participants, 780 pairs, cap 3, 3 slots", best, wall, cpu)
    for slots in (6, 8):
        (found, _), *taken = timed(lambda slots=slots: plan(rules(1_000, 6, slots)))
        row(f"1,000 participants, 499,500 pairs, cap 6, {slots} slots", found, *taken)
    if peer:
        alone = rules(40, 3, 3)
        alone.wanted[1][:] = 0
        (found, _), wall, cpu = timed(lambda: plan(alone))
        weight, *taken = timed(lambda: by_matching(alone))
        assert weight == found.proofs[-1].value
        row("40 participants, weight alone", found, wall, cpu)
        print(
            f"| the same by networkx' matching, without slots | {taken[0]:.2f} | {taken[1]:.2f} | | | | {weight:,} | |"
        )
        print(f"\n{taken[1] / cpu:.0f} × the CPU seconds, for the same weight.")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--no-peer", action="store_true")
    main(not asked.parse_args().no_peer)
