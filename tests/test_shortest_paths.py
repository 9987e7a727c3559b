"""The compiled paths of large networks: what plain Python says, what can be counted by hand, and checks that bite."""

import os
import random
import subprocess
import sys
from collections import deque
from itertools import combinations
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from scipy import sparse

from graph.errors import WrongValue
from queries import shortest_paths
from queries.brokers import holes_in_blocks
from queries.closeness import harmonic
from queries.shortest_paths import betweenness, folded
from queries.tie_holes import holes
from queries.two_mode import in_blocks

ROOT = Path(__file__).resolve().parents[1]


def brandes(neighbours: list[list[int]], ends: int) -> list[float]:
    """Brandes (2001) word for word, with queues and lists of predecessors."""
    through = [0.0] * len(neighbours)
    for source in range(ends):
        paths, steps, before = [0] * len(neighbours), {source: 0}, [[] for _ in neighbours]
        paths[source], queue, order = 1, deque([source]), []
        while queue:
            v = queue.popleft()
            order.append(v)
            for w in neighbours[v]:
                if w not in steps:
                    steps[w] = steps[v] + 1
                    queue.append(w)
                if steps[w] == steps[v] + 1:
                    paths[w] += paths[v]
                    before[w].append(v)
        gained = [0.0] * len(neighbours)
        for w in reversed(order):
            for v in before[w]:
                gained[v] += paths[v] / paths[w] * ((w < ends) + gained[w])
            if w != source:
                through[w] += gained[w] / 2
    return through


def joined(groups: list[list[int]], ends: int) -> sparse.csr_array:
    """Ends 0, 1, … on one side, one node for each group on the other."""
    rows = [one for group in groups for one in group]
    columns = [ends + n for n, group in enumerate(groups) for _ in group]
    one_way = sparse.coo_array((np.ones(len(rows)), (rows, columns)), shape=(ends + len(groups),) * 2)
    return (one_way + one_way.T).tocsr()


RING = sparse.csr_array(nx.to_scipy_sparse_array(nx.cycle_graph(6), dtype=float))


def neighbours(joins: sparse.csr_array) -> list[list[int]]:
    return [list(map(int, row)) for row in np.split(joins.indices, joins.indptr[1:-1])]


def some_groups(draw: random.Random) -> tuple[list[list[int]], int]:
    """Encounters at random; or trees, twins, long cycles, stars; or several of these beside each other."""
    ends = draw.randint(1, 24)
    shape = draw.choice(["any", "any", "sparse", "tree", "cycle", "twins", "star", "two"])
    if shape == "any":
        made = [draw.sample(range(ends), draw.randint(1, min(5, ends))) for _ in range(draw.randint(0, 24))]
    elif shape == "sparse":
        made = [draw.sample(range(ends), min(2, ends)) for _ in range(draw.randint(0, ends))]
    elif shape == "tree":
        made = [[one, draw.randrange(one)] for one in range(1, ends)]
    elif shape == "cycle":
        made = [[one, (one + 1) % ends] for one in range(ends)] if ends > 2 else []
    elif shape == "twins":
        made = [draw.sample(range(ends), min(3, ends)) for _ in range(4)] * 2
    elif shape == "star":
        made = [[0, one] for one in range(1, ends)] + ([[1, 2]] if ends > 2 else [])
    else:
        half = max(ends // 2, 1)
        made = [draw.sample(range(half), min(2, half)) for _ in range(half)]
        made += [[half + n for n in draw.sample(range(ends - half), min(3, ends - half))] for _ in range(4)]
    return [group for group in made if group], ends


@pytest.mark.parametrize("seed", range(10))
def test_a_thousand_random_networks_have_the_values_of_plain_brandes(seed):
    draw = random.Random(seed)
    for _ in range(100):
        groups, ends = some_groups(draw)
        joins = joined(groups, ends)
        expected = brandes(neighbours(joins), ends)
        assert betweenness(joins, ends) == pytest.approx(expected, rel=1e-9, abs=1e-9), (groups, ends)
        assert in_blocks(joins, ends) == pytest.approx(expected, rel=1e-9, abs=1e-9), (groups, ends)


@pytest.mark.parametrize("seed", range(3))
def test_harmonic_closeness_is_that_of_networkx_on_who_met_whom(seed):
    draw = random.Random(100 + seed)
    for _ in range(40):
        groups, ends = some_groups(draw)
        met = nx.Graph()
        met.add_nodes_from(range(ends))
        met.add_edges_from(pair for group in groups for pair in combinations(group, 2))
        expected = nx.harmonic_centrality(met)
        assert harmonic(joined(groups, ends), ends) == pytest.approx([expected[one] for one in range(ends)])


def test_more_sources_than_lanes_bits_and_chunks_give_the_same():
    draw = random.Random(5)
    groups = [draw.sample(range(1500), draw.randint(2, 4)) for _ in range(1300)]
    joins = joined(groups, 1500)
    assert betweenness(joins, 1500) == pytest.approx(in_blocks(joins, 1500), rel=1e-9, abs=1e-9)
    met = nx.Graph([pair for group in groups for pair in combinations(group, 2)])
    expected = nx.harmonic_centrality(met)
    assert harmonic(joins, 1500) == pytest.approx([expected.get(one, 0) for one in range(1500)])


def test_a_long_cycle_is_walked_all_round():
    #  400 organisations in a ring: from each, the 399 others' paths pass Σ over pairs (d - 1) nodes, 399 + … as below
    ends = 401
    joins = joined([[one, (one + 1) % ends] for one in range(ends)], ends)
    found = betweenness(joins, ends)
    between = sum(step - 1 for step in range(1, 201))  # an odd ring: one shortest path a pair, each end alike
    assert found[:ends] == pytest.approx([between] * ends)
    assert harmonic(joins, ends) == pytest.approx([2 * sum(1 / step for step in range(1, 201))] * ends)


def test_what_hangs_on_a_core_is_counted_without_a_walk():
    #  a - A - b - B - c, and d at B: a tree, so that nothing is left to walk through
    joins = joined([[0, 1], [1, 2, 3]], 4)
    net = folded(joins, 4)
    assert len(net.sources) == 0
    assert list(net.apart) == [0, 2, 0, 0, 3, 5] == [round(score) for score in brandes(neighbours(joins), 4)]


def test_the_sum_over_all_nodes_is_the_whole_number_of_steps_between():
    joins = joined([[0, 1, 2], [2, 3], [3, 4, 0], [4, 5]], 6)
    net = nx.from_scipy_sparse_array(joins)
    length = dict(nx.all_pairs_shortest_path_length(net))
    steps = sum(length[a][b] - 1 for a, b in combinations(range(6), 2))
    assert betweenness(joins, 6).sum() == pytest.approx(steps, rel=1e-12)


def test_the_check_of_every_run_bites(monkeypatch):
    ring = joined([[0, 1], [1, 2], [2, 3], [3, 0]], 4)
    sweep = shortest_paths._sweep
    monkeypatch.setattr(shortest_paths, "_sweep", lambda *args: (sweep(*args)[0] * 1.0001, sweep(*args)[1]))
    with pytest.raises(WrongValue, match="more shortest paths than can be counted"):
        betweenness(ring, 4)


def test_more_paths_than_a_number_holds_are_refused_and_not_miscounted():
    #  1,100 pairs in a row, each met twice: 2¹¹⁰⁰ paths from end to end
    pairs = [[one, one + 1] for one in range(1100) for _ in range(2)]
    with pytest.raises(WrongValue, match="choose fewer kinds of encounter"):
        betweenness(joined(pairs, 1101), 1101)


def test_the_number_of_threads_changes_no_bit(monkeypatch):
    draw = random.Random(8)
    joins = joined([draw.sample(range(900), draw.randint(2, 4)) for _ in range(1200)], 900)
    found = []
    for threads in (1, 2, 7):
        monkeypatch.setattr(os, "cpu_count", lambda threads=threads: threads)
        found.append((betweenness(joins, 900).tobytes(), harmonic(joins, 900).tobytes()))
    assert found[0] == found[1] == found[2]


SAME = """
import random, warnings
import numpy as np
warnings.simplefilter("error")
from queries.closeness import harmonic
from queries.shortest_paths import betweenness
from queries.tie_holes import holes
from tests.test_shortest_paths import RING, joined, some_groups
draw = random.Random(3)
for _ in range(12):
    groups, ends = some_groups(draw)
    joins = joined(groups, ends)
    print(*betweenness(joins, ends).tolist(), *harmonic(joins, ends).tolist())
print(*(score for part in holes(RING) for score in part.tolist()))
"""


BITS = "from queries.closeness import _bits; import numpy as np; print(_bits(np.uint64(7)))"  # soon compiled


def said(program: str = SAME, **more: str) -> list[float]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA")} | more
    asked = [sys.executable, "-c", program]
    done = subprocess.run(asked, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return [float(score) for score in done.stdout.split()]


def test_uncompiled_loops_give_the_same_values():
    found = said()
    assert len(found) > 100 and said(NUMBA_DISABLE_JIT="1") == pytest.approx(found, rel=1e-12)


def test_rows_that_are_asked_for_before_they_are_read_are_the_same(monkeypatch):
    draw, asked, sweep = random.Random(4), [], shortest_paths._sweep
    nets = [(joined(groups, ends), ends) for groups, ends in map(some_groups, [draw] * 12)]
    found = [betweenness(*net).tolist() for net in nets]
    monkeypatch.setattr(shortest_paths, "CACHED", 0)
    monkeypatch.setattr(shortest_paths, "_sweep", lambda *args: (asked.append(args[5]), sweep(*args))[1])
    assert [betweenness(*net).tolist() for net in nets] == found
    assert set(asked) == {shortest_paths.AHEAD}


def test_what_was_compiled_is_kept_where_one_says(tmp_path):
    assert said(BITS, NUMBA_CACHE_DIR=str(tmp_path)) == [3]
    assert list(tmp_path.rglob("closeness._bits*.nbc"))


def test_where_nothing_can_be_kept_it_is_compiled_all_the_same(monkeypatch):
    import numba

    from queries.compiled import compiled

    once = numba.njit
    assert once(lambda number: number)(1) == 1  # numba is loaded

    def nowhere(**options):
        if options.get("cache"):
            return lambda function: (_ for _ in ()).throw(RuntimeError("cannot cache function: no locator available"))
        return once(**options)

    monkeypatch.setattr(numba, "njit", nowhere)
    assert compiled(lambda number: number + 1)(1) == 2


@pytest.mark.parametrize("seed", range(5))
def test_structural_holes_compiled_are_those_in_blocks(seed):
    net = nx.gnm_random_graph(60, 40 * (seed + 1), seed=seed)
    net.remove_nodes_from([one for one in list(net) if not net.degree(one)])
    for a, b in net.edges:
        net.edges[a, b]["strength"] = 1 + (a * b) % 7
    ties = sparse.csr_array(nx.to_scipy_sparse_array(net, weight="strength", dtype=float))
    for compiled, other in zip(holes(ties), holes_in_blocks(ties), strict=True):
        assert compiled == pytest.approx(other, rel=1e-12)
