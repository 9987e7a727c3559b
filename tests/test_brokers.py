"""Through whom the others reach one another: paths that one can count, published values, brute force."""

import random
from collections import Counter
from itertools import combinations, pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.ties import as_networkx, ties
from graph.vocabulary import Kind, Relation, Status
from queries.answer import Answer
from queries.brokers import COLUMNS, SENTENCES, brokers, structural_holes
from queries.two_mode import betweenness, two_mode
from tests.krebs import MICROSOFT, krebs, needs_krebs
from tests.toys import encounter, entity, link, met, network, record

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
