"""What a rank is worth: nothing lost changes nothing, and what is lost is lost whole."""

from itertools import chain
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Document
from graph.network import Network
from graph.vocabulary import Kind, Relation, Role
from queries.brokerage_roles import brokerage_roles, passages_by_ties, passages_by_visits
from queries.brokers import brokers
from queries.centrality import centrality
from queries.measures import SCORES, joins, ranks, scores
from queries.missing import CELLS, RUNS, recall, sensitivity, thinned
from queries.robustness import robustness
from queries.sole_brokers import sides_of, sole_brokers, sole_pairs
from tests.test_brokerage_roles import ARCS, GROUPS, visitors
from tests.toys import DRAWN, encounter, entity, link, met, network, record

PAPER = Document("doc:paper", "A paper", published="2020")
ASKED = [("encounters", 10), ("encounters", 30), ("document", 10)]


def column(answer, name):
    return {one.partition(":")[2]: value for one, value in zip(answer.table["id"], answer.table[name], strict=True)}


def row(table, **wanted):
    (name, value), *_ = wanted.items()
    return table.set_index(name).loc[value]


@pytest.mark.parametrize("measure", SCORES)
def test_where_nothing_is_lost_every_rank_stays_and_all_is_sure(measure):
    answer = robustness(met("abc", "cd", "def", "fg", alone="x"), measure=measure, lost=0)
    ranked = answer.table.dropna(subset=["rank"])
    assert list(ranked["rank_low"]) == list(ranked["rank_high"]) == list(ranked["rank"])
    losses = row(answer.more["losses"], lost=0)
    assert (losses["sensitivity"], losses["top_ten"], losses["encounters"]) == (1.0, 1.0, 0)


def test_encounters_are_lost_whole_and_a_share_of_them_each_time():
    # one encounter of four, and two pairs: whoever keeps a tie keeps all those of an encounter
    made = joins(met("abcd", "ab", "cd"))
    found = thinned(made, "partners", lost=34)
    whole = {(3, 3, 3, 3), (1, 1, 1, 1)}
    assert len(found.runs) == RUNS and {tuple(run) for run in found.runs} == whole
    assert 0.5 < np.mean([run[0] == 3 for run in found.runs]) < 0.8  # two of the three ways


def test_as_many_are_lost_as_the_share_says_and_in_time_each_of_them():
    found = thinned(joins(met("ab", "cd", "ef", "gh")), "partners", lost=50)
    assert {int(run.sum()) for run in found.runs} == {4}  # two pairs of four are left
    assert 0.4 < found.runs[:, 0].mean() < 0.6


def test_a_rank_that_rests_on_one_encounter_is_less_sure_than_one_that_rests_on_many():
    #   a met nine others in nine meetings, b nine others in one
    alone = [f"a{other}" for other in "123456789"]
    answer = robustness(met(*[(one[0], one[1:]) for one in alone], ["b", *(f"c{n}" for n in range(9))]))
    low, high = column(answer, "rank_low"), column(answer, "rank_high")
    assert high["a"] - low["a"] < high["b"] - low["b"] == 19 and high["b"] == len(answer.table)


def test_intervals_hold_the_share_of_the_runs_that_they_promise():
    net = met("abc", "cd", "def", "fg", "ga", "bd")
    found = thinned(joins(net), "partners", lost=30)
    table = robustness(net, lost=30).table.set_index("id")
    for place, one in enumerate(joins(net).organisations):
        ranked = np.array([ranks(run)[place] for run in found.runs])
        low, high = table.loc[one, ["rank_low", "rank_high"]]
        rank = table.loc[one, "rank"]
        assert (ranked < low).mean() <= 0.05 and (low == rank or (ranked <= low).mean() >= 0.05)
        assert (ranked > high).mean() <= 0.05 and (high == rank or (ranked < high).mean() <= 0.95)


def test_who_keeps_what_it_has_while_others_fall_is_still_told_with_its_own_rank():
    # X and Y met thrice and have one partner each, ten threes met once: without three of the 13 meetings, X rises
    threes = [[f"{letter}{n}" for n in range(3)] for letter in "abcdefghij"]
    net = met(*threes, "xy", "xy", "xy")
    table = robustness(net, lost=23).table.set_index("id")
    assert table.loc["firm:x", ["rank", "rank_low", "rank_high"]].tolist() == [31, 22, 31]
    assert len(table) == 32


def test_whoever_has_nothing_left_is_last_of_all():
    assert ranks(np.array([2.0, 0.0, 1.0, 0.0])).tolist() == [1, 4, 2, 4]


@pytest.mark.parametrize("ask", [centrality, brokers, brokerage_roles, sole_brokers])
@pytest.mark.parametrize("seed", range(3))
def test_the_rank_is_always_between_its_bounds(ask, seed):
    net = many_poles(seed)
    told = [ask(net, robust=True).table]
    if ask is brokers:
        told += [ask(net, robust=True, sources=3).table]  # an estimate, whose ranks are others
        told += [robustness(net, missing=missing, lost=lost).table for missing, lost in ASKED]
    for table in told:
        held = table.dropna(subset=["rank_low", "rank"])
        assert len(held) and (held["rank_low"] <= held["rank"]).all() and (held["rank"] <= held["rank_high"]).all()
    assert (told[0]["rank_high"].dropna() <= told[0]["rank"].notna().sum()).all()  # no rank that nobody has


@given(
    sets=st.lists(st.sets(st.sampled_from("abcdefgh"), min_size=1, max_size=4), max_size=8), lost=st.integers(0, 100)
)
@settings(deadline=None, max_examples=10)
def test_the_rank_is_between_its_bounds_whatever_is_drawn_and_lost(sets, lost):
    for missing in ("encounters", "document"):
        table = robustness(met(*sets, alone="h"), missing=missing, lost=lost).table.dropna(subset=["rank_low"])
        assert (table["rank_low"] <= table["rank"]).all() and (table["rank"] <= table["rank_high"]).all()


def test_the_same_is_lost_whoever_asks_and_however_often():
    net = met("abc", "cd", "def", "fg")
    assert robustness(net).table.equals(robustness(net).table)


def test_a_share_that_is_none_is_refused():
    with pytest.raises(ValueError, match="write a percentage from 0 to 100, not 101"):
        robustness(met("ab"), lost=101)
    with pytest.raises(ValueError, match="write one of partners, encounters, betweenness, not 'luck'"):
        robustness(met("ab"), measure="luck")
    with pytest.raises(ValueError, match="write encounters or document, not 'luck'"):
        robustness(met("ab"), missing="luck")


def by_two_documents():
    """A met B, C and D: the drawing says so of B, the paper of C and D. D met E: both say so."""
    said = [*encounter("M", "ab"), *encounter("N", ""), *encounter("O", ""), *encounter("P", "de")]
    for name, parties in (("N", "ac"), ("O", "ad"), ("P", "de")):
        for one in parties:
            took_part = link(record(one), Relation.TOOK_PART_IN, record(name, Kind.MEETING), key=Role.PARTNER)
            said += [*entity(record(one), Kind.FIRM, one.upper()), took_part._replace(document=PAPER.id)]
    return network(*said, documents=[DRAWN, PAPER])


def test_without_a_document_only_what_it_alone_states_is_gone():
    answer = robustness(by_two_documents(), missing="document")
    assert column(answer, "score") == {"a": 3, "d": 2, "b": 1, "c": 1, "e": 1}
    # without the paper a, b, d and e have one partner each; without the drawing, b has none
    without = column(answer, "rank_without")
    assert column(answer, "document")["e"] == "doc:paper" and without["e"] == 1
    assert column(answer, "document")["b"] == "doc:drawn" and without["b"] == 5
    assert column(answer, "document")["c"] == "doc:paper" and without["c"] == 5
    assert column(answer, "rank_low")["a"] == column(answer, "rank_high")["a"] == 1
    assert "sans le document « A paper », au rang 5" in " ".join(answer.sentences("fr"))
    assert list(answer.more["documents"]["document"]) == ["doc:drawn", "doc:paper"]


def test_who_has_nothing_has_no_rank_and_a_reason():
    answer = robustness(met("ab", alone="x"))
    last = answer.table.iloc[-1]
    assert (
        last["id"] == "firm:x" and last["reason"] == "no_tie" and last[["rank", "rank_low", "rank_high"]].isna().all()
    )


@pytest.mark.parametrize("measure", SCORES)
def test_where_a_tenth_of_the_encounters_is_none_nothing_tells_what_a_rank_is_worth(measure):
    answer = robustness(met("abc", "cd", "de", "ef"), measure=measure)  # four encounters: none is lost
    assert answer.table[["rank_low", "rank_high"]].isna().all(axis=None) and answer.table["rank"].notna().any()
    assert set(answer.table["reason"]) <= {"too_few", "no_tie"} and "too_few" in set(answer.table["reason"])
    losses = answer.more["losses"].set_index("lost")
    assert losses.loc[10, ["sensitivity", "top_ten"]].isna().all() and losses.loc[30, "encounters"] == 1
    assert pd.notna(losses.loc[30, "sensitivity"])
    assert centrality(met("abc", "cd", "de", "ef"), robust=True).table["rank_low"].isna().all()


def test_a_rank_among_three_is_none_and_neither_are_its_bounds():
    answer = robustness(met(*["ab"] * 10, "bc"), lost=30)
    assert answer.table[["rank", "rank_low", "rank_high"]].isna().all(axis=None)
    assert set(answer.table["reason"]) == {"too_few"} and answer.more["intervals"].empty
    assert answer.sentences("en")[0] == "B (firm): too few organisations or encounters to tell what a rank is worth."


@pytest.mark.parametrize("ask, measure", [(centrality, "partners"), (brokers, "betweenness")])
def test_any_ranking_gives_the_intervals_when_it_is_asked_for(ask, measure):
    net = met("abc", "cd", "def", "fg", "ga", alone="x")
    plain, robust = ask(net).table, ask(net, robust=True).table
    assert plain["rank_low"].isna().all() and list(plain["id"]) == list(robust["id"])
    expected = robustness(net, measure=measure).table.set_index("id").loc[robust["id"]]
    for column in ("rank_low", "rank_high"):
        assert robust[column].fillna(0).tolist() == expected[column].fillna(0).tolist()
    assert "oui" in ask(net, robust=True).basis.sentence("fr")


@pytest.mark.parametrize("ask, measure, column", [
    (centrality, "partners", "partners"), (centrality, "encounters", "encounters"),
    (brokers, "betweenness", "betweenness"),
])  # fmt: skip
@given(sets=st.lists(st.sets(st.sampled_from("abcdefg"), min_size=1, max_size=4), max_size=6))
@settings(deadline=None, max_examples=15)
def test_scores_are_those_of_the_rankings_of_the_network_without_the_encounters(ask, measure, column, sets):
    whole = joins(met(*sets, alone="h"))
    kept = whole.columns % 2 == 0  # every other encounter
    thin = met(*[group for n, group in enumerate(sets) if n % 2 == 0], alone="abcdefgh")
    made = scores(whole.only(kept), measure)
    expected = ask(thin).table.set_index("id")[column]
    for one, score in zip(whole.organisations, made, strict=True):
        if measure == "betweenness":  # which is a share of the pairs of all there are: eight organisations here
            score *= (len(made) - 1) * (len(made) - 2) / (7 * 6)
        assert score == pytest.approx(float(expected[one]), abs=1e-9)


numbers = st.lists(st.integers(0, 4), min_size=7, max_size=7).map(lambda found: np.array(found, dtype=float))


@pytest.mark.parametrize("cells", [CELLS, 0])  # level by level, and by Kendall's τ
@settings(deadline=None)
@given(before=numbers, after=numbers)
def test_sensitivity_is_that_counted_pair_by_pair(cells, before, after):
    pairs = [(i, j) for i in range(7) for j in range(7) if before[i] > before[j]]
    expected = np.mean([after[i] > after[j] for i, j in pairs]) if pairs else None
    with patch("queries.missing.CELLS", cells):
        assert sensitivity(before, after) == (pytest.approx(expected) if pairs else None)


def test_recall_counts_those_of_the_ten_first_that_are_found_again():
    before = np.arange(20, 0, -1.0)
    assert recall(before, before) == 1.0
    assert recall(before, np.concatenate([np.zeros(3), before[3:]])) == 0.7
    assert recall(np.zeros(5), np.zeros(5)) is None


@pytest.mark.parametrize("measure", SCORES)
def test_ten_twenty_and_thirty_percent_are_answered_together(measure):
    net = met("abc", "cd", "def", "fg", "ga", "bd", "ce", "ab", "fa", "gd")
    together = robustness(net, measure=measure, lost=20).more
    assert list(together["losses"]["lost"]) == [10, 20, 30] and set(together["losses"]["runs"]) == {RUNS}
    for lost in (10, 30):
        alone = robustness(net, measure=measure, lost=lost).table.dropna(subset=["rank_low"]).set_index("id")
        told = together["intervals"].query("lost == @lost").set_index("id").loc[alone.index]
        assert told["rank_low"].equals(alone["rank_low"]) and told["rank_high"].equals(alone["rank_high"])


def test_betweenness_asked_two_hundred_times_is_that_asked_once(monkeypatch):
    made = joins(met("abc", "cd", "def", "fg", "ga", "bd"))
    once = scores(made, "betweenness")
    monkeypatch.setattr("queries.two_mode.LARGE", 10_000)
    assert scores(made, "betweenness", times=200).tolist() == once.tolist()


def test_on_the_shipped_network_the_first_is_sure_and_losing_more_is_worse(shipped):
    answer = robustness(Network.read(shipped))
    first = answer.table.iloc[0]
    assert first["rank_high"] <= 5 < answer.table.iloc[20]["rank_high"] - answer.table.iloc[20]["rank_low"]
    losses = answer.more["losses"]
    assert list(losses["lost"]) == [10, 20, 30]
    assert list(losses["sensitivity"]) == sorted(losses["sensitivity"], reverse=True)


half = st.lists(st.sets(st.sampled_from("abcdefg"), min_size=1, max_size=4), max_size=6)


@given(half)
@settings(deadline=None, max_examples=25)
def test_passages_without_encounters_are_those_of_the_network_without_them(sets):
    whole = joins(met(*sets, alone="h"))
    thin = met(*[group for n, group in enumerate(sets) if n % 2 == 0], alone="abcdefgh")
    found = passages_by_ties(set(whole.organisations))(whole.only(whole.columns % 2 == 0))
    expected = brokerage_roles(thin).table.set_index("id")["passages"].fillna(0)
    assert dict(zip(whole.organisations, found, strict=True)) == {one: expected[one] for one in whole.organisations}


@given(half, st.lists(st.sets(st.sampled_from("abcdefg"), max_size=5), min_size=1, max_size=4))
@settings(deadline=None, max_examples=25)
def test_sole_pairs_without_encounters_are_those_of_the_network_without_them(sets, poles):
    said = [one for n, group in enumerate(poles) for one in entity(record(f"p{n}", Kind.POLE), Kind.POLE, f"P{n}")]
    said += [one for name in "abcdefg" for one in entity(record(name), Kind.FIRM, name)]
    for n, members in enumerate(poles):
        said += [link(record(one), Relation.MEMBER_OF, record(f"p{n}", Kind.POLE)) for one in members]
    meetings = [encounter(f"M{n}", group) for n, group in enumerate(sets)]
    net, thin = (network(*said, *chain(*some)) for some in (meetings, meetings[::2]))
    whole, sides = joins(net), sides_of(net)
    kept = np.array([node.startswith("meeting:") and int(node[-1]) % 2 == 0 for node in whole.nodes], dtype=bool)
    found = sole_pairs(sides)(whole.only(kept[whole.columns]))
    expected = sole_brokers(thin).table.set_index("id")["sole_pairs"]
    assert dict(zip(sides.brokers, found, strict=True)) == dict(expected)


def test_passages_by_visits_without_some_are_those_of_the_visits_that_are_left():
    net, thin = (visitors(arcs, GROUPS) for arcs in (ARCS, ARCS[::2]))
    whole = joins(net, kinds=[Kind.VISIT])
    kept = np.array([int(node.rpartition("-")[2]) % 2 == 0 for node in whole.nodes], dtype=bool)
    found = passages_by_visits(net, set(whole.organisations))(whole.only(kept[whole.columns]))
    expected = brokerage_roles(thin, by="sector", layer="visits").table.set_index("id")["passages"].fillna(0)
    assert dict(zip(whole.organisations, found, strict=True)) == {
        one: expected.get(one, 0) for one in whole.organisations
    }


@pytest.mark.parametrize("ask", [brokerage_roles, sole_brokers])
def test_rankings_of_other_scores_give_their_intervals_too(ask, shipped):
    net = Network.read(shipped) if ask is brokerage_roles else many_poles()
    plain, robust = ask(net).table, ask(net, robust=True).table
    assert plain["rank_low"].isna().all() and list(plain["id"]) == list(robust["id"])
    told = robust.dropna(subset=["rank_low"])
    assert len(told) > 3 and (told["rank_low"] <= told["rank_high"]).all()
    assert (told["rank_low"] < told["rank_high"]).any()


def many_poles(seed=6):
    """Six poles of ten firms each of twenty, who met two by two in thirty meetings."""
    draw = np.random.default_rng(seed)
    said = [one for n in range(20) for one in entity(record(f"f{n}"), Kind.FIRM, f"F{n}")]
    said += [one for n in range(6) for one in entity(record(f"p{n}", Kind.POLE), Kind.POLE, f"P{n}")]
    for n in range(6):
        for one in draw.choice(20, 10, replace=False):
            said.append(link(record(f"f{one}"), Relation.MEMBER_OF, record(f"p{n}", Kind.POLE)))
    for n in range(30):
        said += encounter(f"M{n}", [f"f{one}" for one in draw.choice(20, 2, replace=False)])
    return network(*said)
