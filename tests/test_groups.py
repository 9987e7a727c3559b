"""Groups: on what all runs agree, how surely, and that they keep their names."""

import random
import sys
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from graph.network import Network
from graph.ties import as_networkx, ties
from queries.group_names import as_before
from queries.groups import groups
from queries.partition import RUNS, consensus, shares, stability, together
from tests.toys import encounter, met, network

KARATE = [(f"k{a:02}", f"k{b:02}") for a, b in nx.karate_club_graph().edges]
TWO_FIVES = [*combinations("abcde", 2), *combinations("vwxyz", 2), ("e", "v")]


def ring(cliques, size):
    """Cliques in a ring, each joined to the next by one tie."""
    named = {node: f"r{node:03}" for node in range(cliques * size)}
    return [(named[a], named[b]) for a, b in nx.ring_of_cliques(cliques, size).edges]


def fallen(answer):
    """The groups as sets of letters, in their order."""
    known = answer.table.dropna(subset=["group"])
    return [{one.partition(":")[2] for one in rows} for _, rows in known.groupby("group")["id"]]


def column(answer, name):
    return {one.partition(":")[2]: value for one, value in zip(answer.table["id"], answer.table[name], strict=True)}


def test_two_cliques_and_a_bridge_are_two_groups_of_which_no_run_doubts():
    answer = groups(met(*TWO_FIVES))
    assert fallen(answer) == [set("abcde"), set("vwxyz")]
    assert set(answer.table["stability"]) == {1.0} and answer.more["undecided"].empty
    assert list(answer.table["group_name"].unique()) == ["A", "V"] and answer.table["other_group"].isna().all()
    inside = column(answer, "inside")
    assert (inside["a"], inside["e"]) == (1.0, pytest.approx(4 / 5))


def test_the_best_run_of_the_karate_club_has_the_modularity_of_the_literature():
    answer = groups(met(*KARATE))
    runs = answer.more["runs"]
    assert len(runs) == RUNS and runs["modularity"].max() == pytest.approx(0.4198, abs=5e-5)
    assert len(fallen(answer)) == 4 and "0.42" in answer.basis.sentence("en")


def test_in_a_ring_of_cliques_pairs_win_unless_the_resolution_is_finer_and_the_basis_says_which():
    edges = ring(30, 5)
    one_by_one = [{f"r{5 * clique + member:03}" for member in range(5)} for clique in range(30)]
    drawn = nx.Graph(edges)
    coarse, fine = groups(met(*edges)), groups(met(*edges), resolution=3.0)
    best = coarse.more["runs"]["modularity"].max()
    assert best == pytest.approx(0.888, abs=5e-4) and best > nx.community.modularity(drawn, one_by_one)
    assert all(len(group) >= 10 for group in fallen(coarse))
    assert sorted(map(sorted, fallen(fine))) == sorted(map(sorted, one_by_one))
    assert "finesse : 3" in fine.basis.sentence("fr") and "resolution: 1," in coarse.basis.sentence("en")


def test_a_larger_group_comes_first_and_equal_ones_by_their_least_id():
    assert fallen(groups(met("xyz", "bcde", "mno"))) == [set("bcde"), set("mno"), set("xyz")]


def test_who_met_nobody_has_no_group_and_is_no_group_of_one():
    answer = groups(met("ab", alone="x"))
    assert fallen(answer) == [{"a", "b"}]
    last = answer.table.iloc[-1]
    assert last["id"] == "firm:x" and last["reason"] == "no_tie" and last[["group", "stability"]].isna().all()
    assert answer.sentences("fr")[-1].endswith("aucun groupe.")


def test_who_is_between_two_cliques_is_unsure_and_so_are_its_ties():
    #   m has two partners on either side: some runs put it left, some right
    answer = groups(met(*combinations("abcd", 2), *combinations("wxyz", 2), "ma", "mb", "my", "mz"))
    row = answer.table.set_index("id").loc["firm:m"]
    assert 0.2 <= row["other_share"] <= 0.5 <= row["share"] and row["share"] + row["other_share"] == 1.0
    doubted = answer.more["undecided"]
    assert {*doubted["source"], *doubted["target"]} == {f"firm:{one}" for one in "mabyz"} and len(doubted) == 4
    of_m = answer.more["shares"][answer.more["shares"]["id"] == "firm:m"]
    assert dict(zip(of_m["group"], of_m["share"], strict=True)) == {
        row["group"]: row["share"], row["other_group"]: row["other_share"],
    }  # fmt: skip
    said = next(one for one in answer.sentences("fr") if one.startswith("M "))
    assert "hésite avec le groupe autour de" in said and "% des calculs)." in said


def test_the_diagram_has_the_mean_strength_inside_and_the_strength_to_others():
    #   a clique of four, met pair by pair, tied to a path of three that is met twice as often as it is long
    answer = groups(met(*combinations("abcd", 2), "xy", "yz", "dx"))
    rows = answer.more["diagram"].set_index("group")
    assert list(rows["members"]) == [4, 3]
    assert list(rows["density"]) == pytest.approx([6 / 6, 2 / 3]) and list(rows["centrality"]) == [1.0, 1.0]
    assert list(rows["quadrant"]) == ["motor", "basic"]


def test_one_group_alone_is_in_no_quadrant():
    assert groups(met("abc")).more["diagram"]["quadrant"].isna().all()


def test_the_medians_part_four_quadrants():
    dense_far, loose_near = list(combinations("abc", 2)) * 2, ["de", "ef", "fg", "gh"]
    more = [*combinations("ijk", 2), "dm", "hi"]
    rows = groups(met(*dense_far, *loose_near, *more, "no")).more["diagram"]
    for _, row in rows.iterrows():
        dense, near = (row[name] >= rows[name].median() for name in ("density", "centrality"))
        assert row["quadrant"] == ("motor" if near else "isolated") if dense else ("basic" if near else "marginal")


def test_those_of_the_same_encounters_stay_together_in_every_run():
    answer = groups(met("abcdef", "abg", "ghij", "jk", "kl", "lg"))
    of = column(answer, "group")
    assert of["c"] == of["d"] == of["e"] == of["f"]
    assert {"c", "d", "e", "f"} <= {one for one, sure in column(answer, "stability").items() if sure > 0}


def test_groups_keep_number_and_name_while_they_keep_most_of_their_members():
    said = [one for n, pair in enumerate(combinations("abc", 2)) for one in encounter(f"A{n}", pair, since="2015")]
    said += [one for n, pair in enumerate(combinations("xyz", 2)) for one in encounter(f"X{n}", pair, since="2015")]
    said += [one for n, pair in enumerate(combinations("xyzuvw", 2)) for one in encounter(f"Y{n}", pair, since="2018")]
    said += [one for n, pair in enumerate(combinations("mno", 2)) for one in encounter(f"M{n}", pair, since="2018")]
    net = network(*said)
    assert fallen(groups(net))[0] == set("uvwxyz")  # the largest would be the first …
    answer = groups(net, before="2016")
    assert fallen(answer) == [set("abc"), set("uvwxyz"), set("mno")]  # … but it was the second, and the third is new
    kept = answer.more["kept"].set_index("group")["likeness"]
    assert kept[1] == 1.0 and kept[2] == pytest.approx(0.5) and kept.isna()[3]
    before = column(answer, "group_before")
    assert (before["a"], before["x"]) == (1, 2) and answer.table.set_index("id")["group_before"].isna()["firm:u"]
    assert column(answer, "group_name")["u"] == "X"


def test_groups_keep_their_names_from_one_load_to_the_next():
    first = groups(met(*combinations("abcd", 2), *combinations("xyz", 2)))
    later = groups(met(*combinations("abd", 2), *combinations("wxyz", 2)))
    assert fallen(later)[0] == set("wxyz")
    assert fallen(as_before(later, first)) == [set("abd"), set("wxyz")]


def test_a_group_that_the_one_it_was_named_after_has_left_keeps_its_number_and_is_named_anew():
    first = groups(met(*combinations("abcd", 2), *combinations("xyz", 2)))
    later = as_before(groups(met(*combinations("bcd", 2), *combinations("wxyz", 2), alone="a")), first)
    names = later.table.dropna(subset=["group"]).drop_duplicates("group")
    assert dict(zip(names["group"], names["group_name"], strict=True)) == {1: "B", 2: "X"}


def test_of_a_group_that_falls_in_two_the_larger_part_keeps_the_number_and_the_other_is_new():
    first = groups(met(*combinations("abcdef", 2), *combinations("xyz", 2)))
    later = as_before(groups(met(*combinations("abcd", 2), *combinations("efg", 2), *combinations("xyz", 2))), first)
    numbers = column(later, "group")
    assert [numbers[one] for one in "axe"] == [1, 2, 3] and column(later, "group_before")["e"] == 1


def test_nothing_is_kept_of_a_date_at_which_there_was_nothing():
    said = [one for n, pair in enumerate(combinations("abc", 2)) for one in encounter(f"A{n}", pair, since="2018")]
    answer = groups(network(*said), before="2016")
    assert fallen(answer) == [set("abc")] and answer.more["kept"]["likeness"].isna().all()


def test_kinds_choose_whose_ties_make_groups():
    said = [*encounter("M", "abc"), *encounter("V", "cde", "visit")]
    assert fallen(groups(network(*said), kinds=["visit"])) == [set("cde")]


def test_without_its_packages_leiden_is_refused_with_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "leidenalg", None)
    monkeypatch.setitem(sys.modules, "igraph", None)
    with pytest.raises(ValueError, match=r"pip install 'maillage\[gpl\]'"):
        groups(met("ab"), method="leiden")
    with pytest.raises(ValueError, match="write one of louvain, leiden, not 'luck'"):
        groups(met("ab"), method="luck")


def test_leiden_agrees_where_there_is_nothing_to_doubt():
    pytest.importorskip("leidenalg", reason="pip install 'maillage[gpl]' (under the GPL)")
    assert fallen(groups(met(*TWO_FIVES), method="leiden")) == [set("abcde"), set("vwxyz")]
    assert groups(met(*KARATE), method="leiden").more["runs"]["modularity"].max() == pytest.approx(0.4198, abs=5e-5)


def test_a_resolution_of_nought_is_refused():
    with pytest.raises(ValueError, match="write a number above 0, not 0"):
        groups(met("ab"), resolution=0)


def test_a_consensus_is_the_same_whatever_the_order_of_what_was_said():
    said = [one for n, pair in enumerate(KARATE) for one in encounter(f"M {n}", pair)]
    first = groups(network(*said)).table.to_parquet()
    for seed in range(3):
        assert groups(network(*random.Random(seed).sample(said, len(said)))).table.to_parquet() == first


drawn = st.lists(st.sets(st.sampled_from("abcdefghij"), min_size=1, max_size=4), max_size=9)


@given(drawn)
@settings(deadline=None, max_examples=12)
def test_every_tied_organisation_is_in_one_group_that_its_ties_hold_together(sets):
    net = met(*sets, alone="q")
    answer, tied = groups(net), as_networkx(ties(net))
    assert {one for group in fallen(answer) for one in group} == {one.partition(":")[2] for one in tied}
    for group in fallen(answer):
        assert nx.is_connected(tied.subgraph({f"firm:{one}" for one in group}))
    best = max((nx.community.modularity(tied, _sets(run, tied), weight="strength") for run in _runs(net)), default=0)
    assert answer.more["runs"]["modularity"].max() == pytest.approx(best) or not len(tied)


def _runs(net):
    """The runs again, read from how often pairs are together, by brute force over organisations."""
    pairs = ties(net)
    people = sorted({*pairs["source"], *pairs["target"]})
    tied = nx.to_scipy_sparse_array(as_networkx(pairs), nodelist=people, weight="strength") if people else None
    if not people:
        return []
    took = {one: frozenset(net.links.loc[net.links["source"] == one, "target"]) for one in people}
    shared = {e for one in people for e in took[one] if sum(e in took[other] for other in people) > 1}
    sets = [frozenset(took[one] & shared) for one in people]
    alike = np.array([sets.index(one) for one in sets])
    alike = np.unique(alike, return_inverse=True)[1]
    return consensus(sparse.csr_array(tied), alike).runs


def _sets(run, tied):
    people = sorted(tied)
    return [{people[place] for place in np.flatnonzero(run == one)} for one in np.unique(run)]


labels = st.lists(st.integers(0, 3), min_size=6, max_size=6).map(lambda found: np.unique(found, return_inverse=True)[1])


@given(st.lists(labels, min_size=1, max_size=5), labels)
def test_stability_and_shares_are_those_counted_one_by_one(runs, agreed):
    from queries.partition import Partitions

    found = Partitions(np.array(runs), np.zeros(len(runs)), agreed, 1)
    for one in range(6):
        others = [other for other in range(6) if other != one and agreed[other] == agreed[one]]
        alone = [float((np.array(run) == run[one]).sum() == 1) for run in runs]
        expected = np.mean([np.mean([run[other] == run[one] for other in others]) for run in runs] if others else alone)
        assert stability(found)[one] == pytest.approx(expected)
        for other in range(6):
            share = np.mean([run[one] == run[other] for run in runs])
            assert together(found.runs, np.array([one]), np.array([other]))[0] == pytest.approx(share)
    assert shares(found).sum(axis=1) == pytest.approx(np.ones(6))


def test_the_shipped_network_falls_into_groups_of_which_some_are_in_doubt(shipped):
    answer = groups(Network.read(shipped))
    size = answer.table.dropna(subset=["group"]).groupby("group").size()
    assert list(size) == sorted(size, reverse=True) and 15 <= len(size) <= 25
    assert 0 < answer.table["stability"].mean() < 1 and not answer.more["undecided"].empty
