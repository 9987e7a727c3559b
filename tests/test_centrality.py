"""Who is most connected: partners that one can count, published values, and networkx."""

import random
from itertools import pairwise

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Document
from graph.ties import as_networkx, ties
from graph.vocabulary import Kind, Relation, Role, Status
from queries.centrality import COLUMNS, SENTENCES, centrality
from tests.krebs import MICROSOFT, krebs, needs_krebs
from tests.toys import DRAWN, encounter, entity, link, met, network, record

FLORENTINE = [tuple(pair) for pair in nx.florentine_families_graph().edges]


def scores(answer, column):
    return {one.partition(":")[2]: score for one, score in zip(answer.table["id"], answer.table[column], strict=True)}


def test_who_met_three_comes_before_who_met_two_and_equal_ones_share_a_rank():
    #   a - b
    #    \ /       c met everybody, a and b two, d one
    #     c - d
    table = centrality(met("abc", "cd")).table
    assert list(table["id"]) == ["firm:c", "firm:a", "firm:b", "firm:d"] and list(table["rank"]) == [1, 2, 2, 4]
    assert list(table["partners"]) == [3, 2, 2, 1] and list(table["encounters"]) == [2, 1, 1, 1]
    assert list(table["harmonic"]) == pytest.approx([1, 5 / 6, 5 / 6, 2 / 3])


def test_a_partner_met_twice_is_one_partner_and_two_encounters():
    row = centrality(met("ab", "ab")).table.iloc[0]
    assert (row["partners"], row["encounters"], row["strength"]) == (1, 2, 2.0)


def test_strength_is_the_number_of_encounters_with_others_however_many_came():
    table = centrality(met("abcdefg", "ab", "a")).table.set_index("id")
    assert table.loc["firm:a", "strength"] == 2.0 and table.loc["firm:g", "strength"] == 1.0


def test_who_met_nobody_has_zero_and_a_reason():
    answer = centrality(met("ab", alone="x"))
    row = answer.table.set_index("id").loc["firm:x"]
    assert (row["partners"], row["harmonic"], row["component_size"], row["reason"]) == (0, 0.0, 1, "no_tie")
    assert answer.sentences("fr")[-1] == "X n'a aucun partenaire connu dans une rencontre qui compte."


def test_the_medici_are_near_the_fourteen_other_families():
    assert scores(centrality(met(*FLORENTINE)), "harmonic")["medici"] == pytest.approx(0.6786, abs=5e-5)


def test_one_family_more_that_nobody_reaches_makes_everybody_less_near():
    found = scores(centrality(met(*FLORENTINE, alone=["Pucci"])), "harmonic")
    assert found["medici"] == pytest.approx(0.6333, abs=5e-5) and found["pucci"] == 0.0


def test_a_pair_beside_a_path_of_thirty_is_far_from_the_whole_network():
    #   x - y       n00 - n01 - ... - n29: plain closeness would call x and y the nearest of all
    names = [f"n{n:02}" for n in range(30)]
    answer = centrality(met("xy", *pairwise(names)))
    assert scores(answer, "harmonic")["x"] == pytest.approx(1 / 31)
    assert scores(answer, "component_size")["x"] == 2 and scores(answer, "component_size")["n15"] == 30


@needs_krebs
def test_microsoft_has_61_partners():
    answer = centrality(met(*krebs()))
    assert answer.table["partners"].sum() == 2 * 630
    assert scores(answer, "partners")[MICROSOFT] == 61 and scores(answer, "rank")[MICROSOFT] == 1


def test_percentiles_are_among_the_others_of_the_same_kind():
    #   poles P (2 partners), Q, R and S (1), firms a (2), b and c (1): of three of a kind none has a percentile
    said = []
    for n, (one, other) in enumerate([("p", "a"), ("p", "b"), ("q", "a"), ("r", "c"), ("s", "b")]):
        kinds = {one: Kind.POLE for one in "pqrs"} | {one: Kind.FIRM for one in "abc"}
        said += encounter(f"M{n}", "")
        for party in (one, other):
            said += entity(record(party, kinds[party]), kinds[party], party.upper())
            took_part = link(
                record(party, kinds[party]), Relation.TOOK_PART_IN, record(f"M{n}", Kind.MEETING), key="partner"
            )
            said.append(took_part)
    found = scores(centrality(network(*said)), "percentile_in_kind")
    assert [found[one] for one in "pqrs"] == [100.0, 0.0, 0.0, 0.0]
    assert all(found[one] is pd.NA for one in "abc")


def test_among_three_nobody_has_a_rank_and_the_reason_is_told():
    answer = centrality(met("ab", "bc"))
    assert answer.table["rank"].isna().all() and list(answer.table["reason"]) == ["too_few"] * 3
    assert list(answer.table["partners"]) == [2, 1, 1]  # which is no less known
    assert answer.sentences("fr")[0] == "B (entreprise) : partenaires 2, rencontres 2."
    assert list(centrality(met("ab", "bc", alone="x")).table["rank"]) == [1, 2, 2, 4]


def test_kinds_choose_among_encounters_and_memberships_make_no_partner():
    pole = record("p", Kind.POLE)
    said = [*encounter("M", "ab"), *encounter("V", "bcd", Kind.VISIT), *entity(pole, Kind.POLE, "P")]
    said += [link(record(member), Relation.MEMBER_OF, pole) for member in "ad"]
    assert scores(centrality(network(*said)), "partners") == {"a": 1, "b": 3, "c": 2, "d": 2, "p": 0}
    assert scores(centrality(network(*said), kinds=["visit"]), "partners") == {"a": 0, "b": 2, "c": 2, "d": 2, "p": 0}


def test_what_is_only_in_discussion_changes_nothing():
    held = encounter("M", "ab")
    talks = encounter("N", "ab", status=Status.IN_DISCUSSION)
    before, after = (centrality(network(*said)).table for said in (held, [*held, *talks]))
    assert before.equals(after)


parties = st.lists(st.sets(st.sampled_from("abcdefg"), min_size=1, max_size=4), max_size=6)


@given(parties)
@settings(deadline=None, max_examples=40)
def test_all_values_are_those_of_networkx(groups):
    net = met(*groups, alone="h")
    table, drawn = centrality(net).table.set_index("id"), as_networkx(ties(net), list(net.organisations["id"]))
    assert dict(table["partners"]) == dict(drawn.degree())
    assert dict(table["strength"]) == pytest.approx(dict(drawn.degree(weight="strength")))
    others = max(len(drawn) - 1, 1)
    harmonic = {node: total / others for node, total in nx.harmonic_centrality(drawn).items()}
    assert dict(table["harmonic"]) == pytest.approx(harmonic)
    assert all(table.loc[one, "component_size"] == len(nx.node_connected_component(drawn, one)) for one in drawn)


def test_values_stay_in_the_ranges_that_the_columns_declare():
    table = centrality(met("abcd", "de", "ef", alone="xy")).table
    assert list(table) == [column.name for column in COLUMNS]
    for column in COLUMNS:
        values = table[column.name].dropna()
        assert column.low is None or (values >= column.low).all(), column.name
        assert column.high is None or (values <= column.high).all(), column.name


def test_each_row_is_a_sentence_in_both_languages():
    answer = centrality(met("ab", "bc", alone="x"))
    assert set(answer.table["reason"].fillna("")) == set(SENTENCES)
    for language in ("fr", "en"):
        assert len(answer.sentences(language)) == 4 and not any("{" in one for one in answer.sentences(language))


def test_nobody_is_connected_in_an_empty_network():
    assert centrality(met()).table.empty


def test_shuffled_statements_give_the_same_bytes():
    said = [one for n, pair in enumerate(FLORENTINE) for one in encounter(f"M {n}", pair)]
    first = centrality(network(*said)).table.to_parquet()
    for seed in range(3):
        assert centrality(network(*random.Random(seed).sample(said, len(said)))).table.to_parquet() == first


def test_spread_is_none_of_one_kind_whole_of_equal_shares_and_three_quarters_of_three_to_one():
    said = [*encounter("V", "ab", Kind.VISIT), *encounter("A", "acd", Kind.MEETING)]
    for n in range(3):
        said += encounter(f"M{n}", "ce", Kind.MEETING) if n < 2 else encounter("W", "ce", Kind.VISIT)
    found = scores(centrality(network(*said, *entity(record("x"), Kind.FIRM, "X"))), "spread")
    #  a: a visit and a meeting; b: a visit; c: three meetings, a visit; x: nothing
    assert (found["a"], found["b"], found["c"]) == (1.0, 0.0, 0.75) and found["x"] is pd.NA


def test_where_one_kind_occurs_nobody_is_spread():
    assert set(scores(centrality(met("ab", "bc")), "spread").values()) == {0.0}


def trip(name, delegates, hosts, status=Status.HELD):
    said = encounter(name, "", Kind.VISIT, status)
    for role, some in ((Role.DELEGATE, delegates), (Role.HOST, hosts)):
        for one in some:
            said += entity(record(one), Kind.FIRM, one.upper())
            said.append(link(record(one), Relation.TOOK_PART_IN, record(name, Kind.VISIT), key=role))
    return said


def test_pagerank_goes_from_delegates_to_hosts_of_visits_that_were_held():
    #   a ──2 visits──> c <── b ──> d        e met a host only in an announced visit
    held = [*trip("V1", "a", "c"), *trip("V2", "ab", "cd"), *trip("V3", "e", "c", Status.ANNOUNCED)]
    found = scores(centrality(network(*held)), "pagerank")
    drawn = nx.DiGraph()
    drawn.add_weighted_edges_from([("a", "c", 2), ("a", "d", 1), ("b", "c", 1), ("b", "d", 1)])
    assert {one: found[one] for one in "abcd"} == pytest.approx(nx.pagerank(drawn, tol=1e-13), abs=1e-10)
    assert found["e"] is pd.NA and found["c"] > found["d"] > found["a"]


def test_without_a_visit_there_is_no_pagerank():
    assert centrality(met("abc")).table["pagerank"].isna().all()


@pytest.mark.parametrize("seed", range(3))
def test_a_large_network_has_the_closeness_of_a_small_one(seed, monkeypatch):
    draw = random.Random(seed)
    net = met(*[draw.sample([f"n{n}" for n in range(60)], draw.randint(1, 4)) for _ in range(50)], alone=["lone"])
    small = centrality(net).table
    monkeypatch.setattr("queries.centrality.LARGE", -1)
    pd.testing.assert_frame_equal(centrality(net).table, small, rtol=1e-11)


def test_one_document_split_in_two_changes_no_score():
    said = [*encounter("M", "abc"), *encounter("N", "cd", Kind.VISIT)]
    half = Document("doc:half", "The other half", published="2020")
    moved = [one._replace(document=half.id) if n % 2 else one for n, one in enumerate(said)]
    whole, split = (centrality(made).table for made in (network(*said), network(*moved, documents=(DRAWN, half))))
    assert whole.drop(columns="id").equals(split.drop(columns="id"))
