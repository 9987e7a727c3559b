"""Through whom the others reach one another: paths that one can count, published values, brute force."""

import random
from collections import Counter
from itertools import combinations, pairwise
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from graph.model import Document
from graph.ties import as_networkx, ties
from graph.vocabulary import Kind, Relation, Status
from queries.answer import Answer
from queries.brokers import COLUMNS, SENTENCES, brokers, structural_holes
from queries.shortest_paths import betweenness as compiled
from queries.two_mode import betweenness, in_blocks, two_mode
from tests.krebs import MICROSOFT, krebs, needs_krebs
from tests.toys import DRAWN, encounter, entity, link, met, network, record

FLORENTINE = [tuple(pair) for pair in nx.florentine_families_graph().edges]
KARATE = [(f"n{a}", f"n{b}") for a, b in nx.karate_club_graph().edges]


def scores(answer: Answer, column: str = "betweenness") -> dict[str, float]:
    return {one.partition(":")[2]: score for one, score in zip(answer.table["id"], answer.table[column], strict=True)}


def davis():
    net = nx.davis_southern_women_graph()
    return [[woman.split()[0] for woman in net[event]] for event in net if net.nodes[event]["bipartite"] == 1]


def test_the_bridge_between_two_triangles_carries_every_crossing_path():
    #  a - b        e - f
    #   \ /          \ /      of the ten pairs without c, six cross it
    #    c --------- d
    table = brokers(met("abc", "cd", "def")).table
    assert list(table["id"])[:2] == ["firm:c", "firm:d"] and list(table["rank"])[:3] == [1, 1, 3]
    assert list(table["betweenness"]) == [0.6, 0.6, 0.0, 0.0, 0.0, 0.0]


def test_two_ways_of_the_same_length_share_a_path():
    #      b
    #    /   \
    #   a     d     a and d meet through b or through c
    #    \   /
    #      c
    assert scores(brokers(met("ab", "bd", "ac", "cd"))) == {letter: pytest.approx(1 / 6) for letter in "abcd"}


def test_two_meetings_of_the_same_pair_are_two_paths():
    #   a = b - d     of three shortest paths from a to d two pass b
    #    \- c -/
    found = scores(brokers(met("ab", "ab", "bd", "ac", "cd")))
    assert found["b"] == pytest.approx(2 / 3 / 3) and found["c"] == pytest.approx(1 / 3 / 3)


def test_a_membership_counts_one_step_as_meeting_does_and_makes_no_tie_between_members():
    #   a - (meeting) - b        P is the group of b and c: every path to c, and between them, leads over it
    #   b > P < c
    pole = record("p", Kind.POLE)
    said = [*encounter("M", "ab"), *entity(pole, Kind.POLE, "P"), *entity(record("c"), Kind.FIRM, "C")]
    said += [link(record(member), Relation.MEMBER_OF, pole) for member in "bc"]
    found = scores(brokers(network(*said)))
    assert found == {"a": 0.0, "b": pytest.approx(2 / 3), "c": 0.0, "p": pytest.approx(2 / 3)}


def test_only_what_counts_makes_a_path():
    announced = [*encounter("M", "ab"), *encounter("N", "bc", status=Status.ANNOUNCED)]
    assert set(scores(brokers(network(*announced))).values()) == {0.0}


def test_kinds_choose_among_encounters():
    said = [*encounter("M", "ab"), *encounter("N", "bc", Kind.VISIT)]
    assert scores(brokers(network(*said)))["b"] == 1.0
    assert scores(brokers(network(*said), kinds=["visit"]))["b"] == 0.0


def test_the_medici_hold_fifteen_florentine_families_together():
    answer = brokers(met(*FLORENTINE, kind=Kind.ALLIANCE))
    found = scores(answer)
    assert found["medici"] == pytest.approx(0.5220, abs=5e-5) and found["guadagni"] == pytest.approx(0.2546, abs=5e-5)
    assert scores(answer, "constraint")["medici"] == pytest.approx(0.2099, abs=5e-5)
    assert scores(answer, "effective_size")["medici"] == pytest.approx(5.6667, abs=5e-5)
    assert scores(answer, "efficiency")["medici"] == pytest.approx(5.6667 / 6, abs=1e-5)


def test_a_family_without_ties_lowers_the_share_and_not_the_number_of_paths():
    net = met(*FLORENTINE, alone=["Pucci"], kind=Kind.ALLIANCE)
    graph = two_mode(net)
    raw = dict(zip(graph.nodes, betweenness(graph.joins, graph.organisations), strict=True))
    assert raw["firm:medici"] == pytest.approx(47.5)
    answer = brokers(net)
    assert scores(answer)["medici"] == pytest.approx(0.4524, abs=5e-5)
    alone = answer.table.set_index("id").loc["firm:pucci"]
    assert alone["betweenness"] == 0.0 and alone["reason"] == "no_tie"
    assert alone[["constraint", "effective_size", "efficiency"]].isna().all()


def test_the_two_heads_of_the_karate_club():
    found = scores(brokers(met(*KARATE)))
    assert found["n0"] == pytest.approx(0.4376, abs=5e-5) and found["n33"] == pytest.approx(0.3041, abs=5e-5)


def test_edges_become_meetings_without_changing_what_networkx_says():
    net = nx.Graph(KARATE)
    expected = {node.lower(): score for node, score in nx.betweenness_centrality(net).items()}
    assert scores(brokers(met(*KARATE))) == pytest.approx(expected, abs=1e-9)


@needs_krebs
def test_microsoft_stands_between_the_internet_firms():
    assert scores(brokers(met(*krebs())))[MICROSOFT] == pytest.approx(0.2624, abs=5e-5)


def test_theresa_comes_before_evelyn_when_women_are_the_ends():
    graph = two_mode(met(*davis()))
    raw = dict(zip(graph.nodes, betweenness(graph.joins, graph.organisations), strict=True))
    assert raw["firm:theresa"] == pytest.approx(2.907, abs=5e-4)
    assert raw["firm:evelyn"] == pytest.approx(2.480, abs=5e-4)
    assert max(raw.values()) == pytest.approx(51.57, abs=5e-3)  # the eighth event
    assert sum(raw.values()) == pytest.approx(181)


def test_with_women_and_events_as_ends_evelyn_comes_before_theresa():
    """What libraries give that only know all nodes as ends: another question."""
    graph = two_mode(met(*davis()))
    raw = dict(zip(graph.nodes, betweenness(graph.joins, graph.joins.shape[0]), strict=True))
    assert raw["firm:evelyn"] == pytest.approx(42.98, abs=5e-3)
    assert raw["firm:theresa"] == pytest.approx(38.98, abs=5e-3)


def test_a_triangle_is_more_constrained_than_one():
    answer = brokers(met("ab", "bc", "ca", kind=Kind.ALLIANCE))
    assert list(answer.table["constraint"]) == [1.125] * 3 and list(answer.table["effective_size"]) == [1.0] * 3


def test_holes_are_those_of_alliances_unless_all_encounters_are_asked_for():
    meetings = met("abc", "cd")
    assert set(brokers(meetings).table["reason"]) == {"no_tie"}
    assert scores(brokers(meetings, burt="all"), "effective_size")["d"] == 1.0
    with pytest.raises(ValueError, match="write one of alliance, all, reliable, not 'visits'"):
        brokers(meetings, burt="visits")


def test_a_fair_closes_every_hole_that_reliable_partners_leave_open():
    #  b met a twelve times and c twelve times; all of them and others came to one fair, where everybody meets everybody
    net = met(*["ab", "bc"] * 12, "abcdefgh", *["de", "fg", "eh", "dg"] * 6)
    every, reliable = (brokers(net, burt=burt).table.set_index("id") for burt in ("all", "reliable"))
    assert every.loc["firm:b", "effective_size"] < 7 and reliable.loc["firm:b", "effective_size"] == 2.0
    assert reliable.loc["firm:b", "constraint"] == pytest.approx(0.5)
    assert dict(reliable["reason"].fillna(""))["firm:c"] == "" and reliable.loc["firm:a", "effective_size"] == 1.0


def test_a_meeting_without_alliances_still_has_its_brokers():
    row = brokers(met("ab", "bc")).table.iloc[0]
    assert (row["id"], row["betweenness"], row["reason"]) == ("firm:b", 1.0, "no_tie")


def test_two_organisations_have_no_pair_of_others():
    assert list(brokers(met("ab")).table["betweenness"]) == [0.0, 0.0]
    assert list(brokers(met(alone="a")).table["betweenness"]) == [0.0]


def test_an_empty_network_has_no_brokers():
    answer = brokers(met())
    assert answer.table.empty and list(answer.table) == [column.name for column in COLUMNS]


groups = st.lists(st.sets(st.sampled_from("abcdefg"), min_size=1, max_size=4), min_size=1, max_size=6)


def by_counting(net: nx.Graph, ends: list[str]) -> dict[str, float]:
    """Every shortest path between two ends, walked one by one."""
    through: Counter[str] = Counter({node: 0.0 for node in net})
    for source, target in combinations(ends, 2):
        if nx.has_path(net, source, target):
            paths = list(nx.all_shortest_paths(net, source, target))
            for path in paths:
                through.update(dict.fromkeys(path[1:-1], 1 / len(paths)))
    return through


@given(groups)
@settings(deadline=None, max_examples=60)
def test_paths_counted_one_by_one_give_the_same(parties):
    net, ends = nx.Graph(), sorted({one for group in parties for one in group})
    net.add_edges_from((one, n) for n, group in enumerate(parties) for one in group)
    nodes = [*ends, *range(len(parties))]
    found = betweenness(nx.to_scipy_sparse_array(net, nodes, weight=None, dtype=float), len(ends))
    assert dict(zip(nodes, found, strict=True)) == pytest.approx(by_counting(net, ends))


@given(groups)
@settings(deadline=None, max_examples=60)
def test_every_path_is_counted_whole(parties):
    """All nodes together have Σ (d - 1), d the length of the shortest path of each pair: a whole number."""
    net, ends = nx.Graph(), sorted({one for group in parties for one in group})
    net.add_edges_from((one, n) for n, group in enumerate(parties) for one in group)
    lengths = dict(nx.all_pairs_shortest_path_length(net))
    inner = sum(lengths[a][b] - 1 for a, b in combinations(ends, 2) if b in lengths[a])
    nodes = [*ends, *range(len(parties))]
    joins = nx.to_scipy_sparse_array(net, nodes, weight=None, dtype=float)
    assert betweenness(joins, len(ends)).sum() == pytest.approx(inner)


def test_more_sources_than_one_block_give_the_same():
    net = nx.gnm_random_graph(150, 400, seed=1)
    expected = {f"n{node}": score for node, score in nx.betweenness_centrality(net).items()}
    found = scores(brokers(met(*[(f"n{a}", f"n{b}") for a, b in net.edges], alone=[f"n{n}" for n in net])))
    assert found == pytest.approx(expected, abs=1e-9)


@given(groups)
@settings(deadline=None, max_examples=60)
def test_structural_holes_are_those_of_networkx(parties):
    table = ties(met(*parties))
    net, holes = as_networkx(table), structural_holes(table).set_index("id")
    assert set(holes.index) == set(net)
    if len(net):
        assert dict(holes["constraint"]) == pytest.approx(nx.constraint(net, weight="strength"))
        assert dict(holes["effective_size"]) == pytest.approx(nx.effective_size(net, weight="strength"))


def test_values_stay_in_the_ranges_that_the_columns_declare():
    table = brokers(met("abcd", "de", "efg", "ga", "ab", alone="xy"), burt="all").table
    for column in COLUMNS:
        values = table[column.name].dropna()
        assert column.low is None or (values >= column.low).all(), column.name
        assert column.high is None or (values <= column.high).all(), column.name


def test_each_row_is_a_sentence_in_both_languages():
    answer = brokers(met("ab", "bc", "bd", alone="x", kind=Kind.ALLIANCE))
    assert answer.sentences("fr")[0].startswith("B (entreprise) est au rang 1")
    assert "no_tie" in set(answer.table["reason"]) and set(SENTENCES) == {"", "no_tie"}
    for language in ("fr", "en"):
        assert len(answer.sentences(language)) == 5 and not any("{" in one for one in answer.sentences(language))


def test_shuffled_statements_give_the_same_bytes():
    said = [one for n, pair in enumerate(FLORENTINE) for one in encounter(f"A {n}", pair, Kind.ALLIANCE)]
    first = brokers(network(*said)).table.to_parquet()
    for seed in range(3):
        shuffled = random.Random(seed).sample(said, len(said))
        assert brokers(network(*shuffled)).table.to_parquet() == first


def test_new_names_for_organisations_change_no_score():
    renamed = {letter: other for letter, other in zip("abcdef", "xqmzpo", strict=True)}
    before = scores(brokers(met("abc", "cd", "def", "ef")))
    after = scores(brokers(met(*[[renamed[one] for one in group] for group in ("abc", "cd", "def", "ef")])))
    assert {renamed[one]: score for one, score in before.items()} == after


def test_a_strength_is_never_read_as_a_distance():
    #   a = 10 = b = 10 = c, and a - c met once: they need nobody
    often = met(*["ab"] * 10, *["bc"] * 10, "ac")
    assert scores(brokers(often)) == {"a": 0.0, "b": 0.0, "c": 0.0}  # one encounter is one step, however rare
    net = as_networkx(ties(often))
    assert nx.betweenness_centrality(net, weight="distance")["firm:b"] == 1.0  # the strong way round is shorter
    assert nx.betweenness_centrality(net, weight="strength")["firm:b"] == 0.0  # read as a distance: the wrong way


def test_four_thousand_paths_are_counted_without_loss():
    #   a - (2 meetings) - b - (2) - c ...: 2¹² paths from end to end
    names = [f"n{n:02}" for n in range(13)]
    chain = met(*[pair for pair in pairwise(names) for _ in range(2)])
    found = scores(brokers(chain))
    assert found["n06"] == pytest.approx(6 * 6 / 66) and np.isclose(found["n01"], 11 / 66)


def test_every_graph_of_up_to_seven_nodes_has_its_paths_counted_one_by_one():
    for net in nx.graph_atlas_g():
        ends = sorted(net)
        joined = nx.Graph([(one, pair) for pair in net.edges for one in pair])
        joined.add_nodes_from(ends)
        nodes = [*ends, *(node for node in joined if node not in net)]
        if not nodes:
            continue
        joins = sparse.csr_array(nx.to_scipy_sparse_array(joined, nodes, weight=None, dtype=float))
        expected = by_counting(net, ends)
        for found in (in_blocks(joins, len(ends)), compiled(joins, len(ends))):
            assert dict(zip(ends, found, strict=False)) == pytest.approx(expected, abs=1e-9), net.edges


@pytest.mark.parametrize(("make", "middle"), [(nx.path_graph, 4 * 4 / 28), (nx.complete_graph, 0.0)])
def test_paths_and_complete_graphs_have_their_closed_forms(make, middle):
    found = scores(brokers(met(*[(f"n{a}", f"n{b}") for a, b in make(9).edges])))
    assert found["n4"] == pytest.approx(middle)


def test_a_star_passes_everything_and_a_ring_the_same_everywhere():
    assert scores(brokers(met(*[("hub", f"n{n}") for n in range(9)])))["hub"] == 1.0
    ring = scores(brokers(met(*[(f"n{n}", f"n{(n + 1) % 9}") for n in range(9)])))
    assert list(ring.values()) == pytest.approx([sum(d - 1 for d in range(1, 5)) / 28] * 9)


SCOTLAND = Path(__file__).resolve().parents[2] / "shared" / "data" / "Scotland.net"


@pytest.mark.skipif(not SCOTLAND.is_file(), reason="Scotland.net is not in ../shared/data")
def test_the_directors_of_scottish_companies_have_the_values_of_networkx():
    pairs = SCOTLAND.read_text(encoding="latin-1").partition("*Edges")[2]
    net = nx.Graph(tuple(map(int, line.split()[:2])) for line in pairs.splitlines() if line.strip())
    others, ends = range(1, 109), range(109, 245)  # companies, directors
    assert net.number_of_edges() > 300 and all((a in ends) != (b in ends) for a, b in net.edges)
    net.add_nodes_from([*others, *ends])
    expected = nx.betweenness_centrality_subset(net, list(ends), list(ends))
    nodes = [*ends, *others]
    joins = sparse.csr_array(nx.to_scipy_sparse_array(net, nodes, weight=None, dtype=float))
    for found in (in_blocks(joins, len(ends)), compiled(joins, len(ends))):
        assert dict(zip(nodes, found, strict=True)) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_one_document_split_in_two_and_one_organisation_more_that_met_nobody_change_no_order():
    said = [*encounter("M", "abc"), *encounter("N", "cd"), *encounter("O", "def")]
    half = Document("doc:half", "The other half", published="2020")
    moved = [one._replace(document=half.id) if n % 2 else one for n, one in enumerate(said)]
    first = scores(brokers(network(*said)))
    assert list(first.values()) == list(scores(brokers(network(*moved, documents=(DRAWN, half)))).values())
    with_another = scores(brokers(network(*said, *entity(record("x"), Kind.FIRM, "X"))))
    assert {one: score * 10 for one, score in first.items()} == pytest.approx(
        {one: score * 15 for one, score in with_another.items() if one != "x"}
    )


def ring_with_chords(size=40):
    return met(*[(f"n{n:02}", f"n{(n + step) % size:02}") for n in range(size) for step in (1, 7)])


def test_an_estimation_says_so_with_its_bounds_and_all_sources_are_exact():
    net = ring_with_chords()
    exact, found = brokers(net), brokers(net, sources=10)
    bounds = found.more["estimation"].set_index("id")
    values = exact.table.set_index("id")["betweenness"]
    assert ((bounds["low"] <= values + 1e-9) & (values <= bounds["high"] + 1e-9)).all()
    for language, word in (
        ("fr", "estimation, organisations tirées au sort : 10"),
        ("en", "estimation, organisations drawn at random: 10"),
    ):
        assert word in found.basis.sentence(language) and "95" in found.basis.sentence(language)
    assert found.basis.parameters["seed"] == 0 and "seed" not in exact.basis.parameters and not exact.more
    assert brokers(net, sources=40).table.equals(exact.table)


def test_beyond_a_size_it_is_an_estimation_unless_one_asks_for_all_sources(monkeypatch):
    monkeypatch.setattr("queries.brokers.EXACT_UP_TO", 30)
    monkeypatch.setattr("queries.brokers.SOURCES", 12)
    net = ring_with_chords()
    assert "estimation, organisations drawn at random: 12" in brokers(net).basis.sentence("en")
    assert not brokers(net, sources=40).more


@pytest.mark.parametrize("seed", range(3))
def test_a_large_network_has_the_values_of_a_small_one(seed, monkeypatch):
    draw = random.Random(seed)
    net = met(*[draw.sample([f"n{n}" for n in range(60)], draw.randint(1, 4)) for _ in range(50)], alone=["lone"])
    small = brokers(net, burt="all").table
    monkeypatch.setattr("queries.brokers.LARGE", -1)
    monkeypatch.setattr("queries.two_mode.LARGE", -1)
    pd.testing.assert_frame_equal(brokers(net, burt="all").table, small, rtol=1e-11)
