"""Who can introduce whom: routes that one can count, and brute force over networks of at most nine."""

import random
from contextlib import closing
from itertools import combinations, pairwise, permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import UnknownEntity
from graph.model import Document, Viewer
from graph.network import Network
from graph.resolve import snapshot
from graph.store import open_store
from graph.vocabulary import Kind, Relation, Status
from ingest.load import load
from queries.hops import ACQUAINTED, HALF_LIFE, TRUST, UNDATED
from queries.introductions import COLUMNS, SENTENCES, TOGETHER, introductions
from queries.routes import Blocking, options, routes
from queries.told import CLAUSES
from tests.toys import DRAWN, encounter, entity, link, met, network, record

ONCE = TRUST[Kind.MEETING] * ACQUAINTED  # one meeting today
DATA = Path(__file__).resolve().parents[1] / "data"


def ask(net, source, target, **more):
    return introductions(net, source=f"firm:{source}", target=f"firm:{target}", **more)


def letters(answer):
    """Each option as the letters of its route: `abc`."""
    return ["".join([rows["from"].iloc[0][-1], *(one[-1] for one in rows["to"])]) for rows in _by_option(answer)]


def _by_option(answer):
    return [rows for _, rows in answer.table.groupby("option")]


def place(name, **properties):
    return entity(record(name, Kind.TERRITORY), Kind.TERRITORY, name, **properties)


def today(*groups, kind=Kind.MEETING):
    """Encounters on the day of the only document, so that their age is 0."""
    return [one for n, group in enumerate(groups) for one in encounter(f"{kind} {n}", group, kind, since="2020-01-01")]


def test_a_friend_of_both_is_two_hops():
    #   a - b - c
    answer = ask(network(*today("ab", "bc")), "a", "c")
    assert letters(answer) == ["abc"] and list(answer.table["hop"]) == [1, 2]
    assert list(answer.table["trust"]) == [ONCE, ONCE]
    assert list(answer.table["path_trust"]) == pytest.approx([ONCE**2] * 2)
    assert list(answer.table["link"]) == ["met", "met"] and list(answer.table["dated"]) == [True, True]
    assert set(answer.table["documents"]) == {"doc:drawn"}


def test_four_hops_are_too_many_and_the_answer_says_how_many_each_reaches():
    #   a - b - c - d - e, and x alone
    net = network(*today("ab", "bc", "cd", "de"), *entity(record("x"), Kind.FIRM, "X"))
    far = ask(net, "a", "e").table.iloc[0]
    assert (far["reason"], far["source_component"], far["target_component"]) == ("no_route", 5, 5)
    assert far["same_component"] and pd.isna(far["option"])
    alone = ask(net, "a", "x")
    assert list(alone.table[["source_component", "target_component"]].iloc[0]) == [5, 1]
    assert not alone.table["same_component"].iloc[0] and alone.more["options"].empty
    assert letters(ask(net, "a", "d")) == ["abcd"]


def test_more_encounters_of_a_kind_are_trusted_more_and_the_most_trusted_kind_is_told():
    answer = ask(network(*today("ab", "ab", "ab"), *today("ab", kind=Kind.EVENT)), "a", "b")
    row = answer.table.iloc[0]
    assert (row["kind"], row["encounters"]) == ("meeting", 3)
    assert row["trust"] == pytest.approx(TRUST[Kind.MEETING] * (1 - (1 - ACQUAINTED) ** 3))


def test_trust_fades_by_half_in_a_half_life_of_the_most_recent_encounter():
    old = encounter("Old", "ab", since="2010-01-01", until="2015-01-01")
    older = encounter("Older", "bc", since="2000-01-01")
    net = network(*old, *older, *encounter("Older still", "bc", since="1990"))
    row = ask(net, "a", "b").table.iloc[0]
    assert row["age_years"] == pytest.approx(5, abs=0.01) and row["trust"] == pytest.approx(ONCE / 2, rel=1e-3)
    row = ask(net, "b", "c").table.iloc[0]
    assert row["via"] == "meeting:older" and row["age_years"] == pytest.approx(20, abs=0.01)
    assert row["trust"] == pytest.approx(TRUST[Kind.MEETING] * 0.75 / 2 ** (20 / HALF_LIFE), rel=1e-3)


def test_age_is_counted_to_the_day_at_which_one_looks():
    net = network(*encounter("Old", "ab", since="2010-01-01"))
    assert ask(net.at("2010-01-01"), "a", "b").table["age_years"].iloc[0] == 0
    assert ask(net.at("2015-01-01"), "a", "b").table["age_years"].iloc[0] == pytest.approx(5, abs=0.01)


def test_what_goes_on_has_no_age():
    net = network(*encounter("Long", "ab", since="2010", until="2030"), *encounter("Open", "bc", since="2010/.."))
    assert list(ask(net, "a", "c").table["age_years"]) == [0, 0]


def test_an_undated_encounter_is_flagged_and_taken_to_be_of_some_age():
    net = network(*encounter("Some day", "ab"), *encounter("Some February", "bc", since="XXXX-02-20"))
    answer = ask(net, "a", "c")
    assert list(answer.table["dated"]) == [False, False] and answer.table["age_years"].isna().all()
    assert list(answer.table["trust"]) == pytest.approx([ONCE * 2 ** (-UNDATED / HALF_LIFE)] * 2)
    assert "sans date connue" in answer.sentences("fr")[0] and answer.more["options"]["undated"].iloc[0] == 2


def test_even_the_oldest_encounter_gives_a_trust_without_a_warning():
    net = network(*encounter("Old", "ab", since="0001"))
    assert ask(net.at("9999-12-31"), "a", "b").table["option"].iloc[0] == 1


def hops(*pairs):
    """A table of hops both ways: `("ab", .9)` is trusted .9."""
    both = [(*map(ord, ends), -np.log(trust)) for pair, trust in pairs for ends in (pair, pair[::-1])]
    return pd.DataFrame(both, columns=["from", "to", "cost"]).astype({"from": int, "to": int, "cost": float})


def offered(table, source, target, **more):
    found = options(routes(table, ord(source), ord(target)), ord(source), ord(target), **more)
    return ["".join(map(chr, route.nodes)) for route in found.routes], found.together


def test_point_nine_times_point_eight_beats_point_ninety_five_times_point_seven():
    #      b          .72 by b, .665 by c
    #    /   \
    #   a     d
    #    \   /
    #      c
    table = hops(("ab", 0.9), ("bd", 0.8), ("ac", 0.95), ("cd", 0.7))
    assert offered(table, "a", "d") == (["abd", "acd"], False)
    trusts = [round(float(np.exp(-route.cost)), 10) for route in options(routes(table, 97, 100), 97, 100).routes]
    assert trusts == [0.72, 0.665]


def test_three_hops_beat_one_that_is_hardly_trusted():
    table = hops(("ad", 0.1), ("ab", 0.9), ("bc", 0.9), ("cd", 0.9))
    assert offered(table, "a", "d") == (["abcd", "ad"], False)


TRAP = (("sb", 0.9), ("bc", 0.9), ("ct", 0.9), ("sa", 0.5), ("ac", 0.5), ("bd", 0.5), ("dt", 0.5))


def test_one_by_one_the_best_route_blocks_two_others_and_together_there_are_two():
    #      a - c           s-b-c-t is the best, and takes both b and c;
    #    /   /   \         s-a-c-t and s-b-d-t have nothing in common
    #   s - b     t
    #        \   /
    #          d
    assert offered(hops(*TRAP[:3]), "s", "t") == (["sbct"], False)
    assert offered(hops(*TRAP), "s", "t") == (["sact", "sbdt"], True)


def test_options_chosen_together_are_noted_in_the_basis():
    often = [[pair] * (12 if trust == 0.9 else 1) for pair, trust in TRAP]
    answer = ask(network(*today(*[pair for some in often for pair in some])), "s", "t")
    assert letters(answer) == ["sact", "sbdt"] and answer.basis.notes == (TOGETHER,)
    assert "composés ensemble" in answer.basis.sentence("fr")
    assert ask(met("ab"), "a", "b").basis.notes == ()


def test_no_more_than_three_options_and_none_shares_a_node():
    net = network(*today(*[pair for one in "bcdef" for pair in (f"a{one}", f"{one}z")]))
    assert letters(ask(net, "a", "z")) == ["abz", "acz", "adz"]


pairs = st.dictionaries(
    st.sampled_from(["".join(pair) for pair in combinations("abcdefghi", 2)]),
    st.sampled_from([0.2, 0.5, 0.5, 0.7, 0.9, 0.95]),
    max_size=22,
)


def walked(trust, source, target):
    """Every route of at most three hops, with the product of trust, by trying all of them."""
    others = [one for one in "abcdefghi" if one not in (source, target)]
    found = {}
    for count in range(3):
        for inner in permutations(others, count):
            nodes = (source, *inner, target)
            steps = ["".join(sorted(step)) for step in pairwise(nodes)]
            if all(step in trust for step in steps):
                found["".join(nodes)] = float(np.prod([trust[step] for step in steps]))
    return found


@given(pairs)
@settings(deadline=None, max_examples=80)
def test_all_routes_are_found_and_the_best_comes_first(trust):
    table = routes(hops(*trust.items()), ord("a"), ord("i"))
    made = Blocking(ord("a"), ord("i"), frozenset()).routes(table)
    expected = walked(trust, "a", "i")
    assert {"".join(map(chr, one.nodes)): np.exp(-one.cost) for one in made} == pytest.approx(expected)
    assert [one.cost for one in made] == sorted(one.cost for one in made)
    if made:
        assert np.exp(-made[0].cost) == pytest.approx(max(expected.values()))


def largest(found, most):
    """The largest set of routes without a common node, up to so many, by trying all sets."""
    for size in range(most, 0, -1):
        for chosen in combinations(found, size):
            inner = [one for route in chosen for one in route[1:-1]]
            if len(inner) == len(set(inner)):
                yield size, chosen


@given(pairs)
@settings(deadline=None, max_examples=80)
def test_as_many_options_are_offered_as_there_can_be(trust):
    found = walked(trust, "a", "i")
    if len(found) > 25:  # sets of three out of more take long to try
        found = dict(sorted(found.items())[:25])
        trust = {step: trust[step] for route in found for step in steps_of(route)}
        found = walked(trust, "a", "i")
    chosen, together = offered(hops(*trust.items()), "a", "i")
    most = max((size for size, _ in largest(found, 3)), default=0)
    assert len(chosen) == most and len({one for route in chosen for one in route[1:-1]}) == sum(
        len(route) - 2 for route in chosen
    )
    if together:
        best = max(np.prod([found[route] for route in some]) for size, some in largest(found, 3) if size == most)
        assert np.prod([found[route] for route in chosen]) == pytest.approx(best)
    elif chosen:
        assert found[chosen[0]] == pytest.approx(max(found.values()))


def steps_of(route):
    return ["".join(sorted(step)) for step in pairwise(route)]


def membership():
    #   a > P < b         P is a pole
    pole = record("p", Kind.POLE)
    said = [*entity(pole, Kind.POLE, "P")]
    for member in "ab":
        said += entity(record(member), Kind.FIRM, member.upper())
        said.append(link(record(member), Relation.MEMBER_OF, pole))
    return said


def test_two_members_of_a_pole_are_two_hops_apart_and_the_pole_one():
    answer = ask(network(*membership()), "a", "b")
    assert list(answer.table["link"]) == ["member_of", "has_member"] and set(answer.table["via"]) == {"pole:p"}
    assert list(answer.table["trust"]) == [TRUST[Relation.MEMBER_OF]] * 2 and set(answer.table["kind"]) == {"pole"}
    direct = introductions(network(*membership()), source="pole:p", target="firm:a").table
    assert list(direct["link"]) == ["has_member"] and direct["via"].iloc[0] == "pole:p"


def rival(a, b):
    return link(record(a), Relation.COMPETES_WITH, record(b))


def test_a_pole_goes_before_another_intermediary_of_equal_trust_and_not_before_one_of_much_more():
    #      b           meetings, so many with each
    #    /   \
    #   a     z
    #    \   /
    #      P           a pole, a meeting with each
    pole = record("p", Kind.POLE)
    met_the_pole = [
        one
        for letter in "az"
        for one in (
            *encounter(f"with {letter}", letter, since="2020-01-01"),
            link(pole, Relation.TOOK_PART_IN, record(f"with {letter}", Kind.MEETING), key="partner"),
        )
    ]
    said = [*met_the_pole, *entity(pole, Kind.POLE, "P")]
    equal = ask(network(*said, *today("ab", "bz")), "a", "z")
    assert letters(equal) == ["apz", "abz"] and equal.table["path_trust"].nunique() == 1
    more = ask(network(*said, *today("ab", "ab", "bz", "bz")), "a", "z")
    assert letters(more) == ["abz", "apz"]


def test_near_trust_is_nine_tenths_and_who_needs_nobody_asks_nobody():
    #   a - b - z  .81     a - p - z  p preferred, just near or just not     a - z direct
    for trust, first in ((0.91, "apz"), (0.89, "abz")):
        table = hops(("ab", 0.9), ("bz", 0.9), ("ap", 0.9), ("pz", 0.9 * trust))
        assert chosen_with(table, "p")[0] == first
    table = hops(("az", 0.5), ("ap", 0.9), ("pz", 0.5))
    assert chosen_with(table, "p") == ["az", "apz"]


def chosen_with(table, *preferred):
    every = routes(table, ord("a"), ord("z"), preferred=list(map(ord, preferred)))
    return ["".join(map(chr, route.nodes)) for route in options(every, ord("a"), ord("z")).routes]


def test_a_competitor_of_either_end_is_not_asked_and_the_basis_names_it():
    #      b           b competes with a, c with z, d with b alone
    #    / c \
    #   a  d  z
    said = today("ab", "bz", "ac", "cz", "ad", "dz")
    answer = ask(network(*said, rival("b", "a"), rival("z", "c"), rival("d", "b")), "a", "z")
    assert letters(answer) == ["adz"] and set(answer.table["competitors"]) == {2}
    assert "competitors not asked: B, C" in answer.basis.sentence("en")
    none = ask(network(*said, *(rival("a", one) for one in "bcd")), "a", "z")
    assert list(none.table["reason"]) == ["no_route"] and none.table["same_component"].iloc[0]
    assert none.sentences("fr")[0].endswith("; 3 concurrents ne sont pas sollicités.")


def test_competitors_may_be_introduced_to_each_other_and_talks_of_competing_count_for_nothing():
    said = today("ab", "bz")
    assert letters(ask(network(*said, rival("a", "z")), "a", "z")) == ["abz"]
    denied = link(record("a"), Relation.COMPETES_WITH, record("b"), status=Status.DENIED)
    assert letters(ask(network(*said, denied), "a", "z")) == ["abz"]


def test_every_hop_has_the_statements_behind_it():
    net = network(*today("ab", "ab"), *membership(), *entity(record("z"), Kind.FIRM, "Z"))
    said = ask(net, "a", "b").more["statements"]
    assert list(said.columns) == ["option", "hop", "statement", "document"]
    first = said[said["option"] == 1]
    mentions = net.mentions.set_index("statement")["about"]
    assert {*first["statement"].map(mentions)} == {
        f"firm:{one}~TOOK_PART_IN~meeting:meeting-{n}~partner" for one in "ab" for n in (0, 1)
    }
    assert len(said[said["option"] == 2]) == 2 and ask(net, "a", "z").more["statements"].empty


def towns():
    #   a . Nantes = Seattle . b
    nantes, seattle = record("nantes", Kind.TERRITORY), record("seattle", Kind.TERRITORY)
    said = [*place("Nantes", type="ville"), *place("Seattle", type="ville")]
    said += [*entity(record("a"), Kind.FIRM, "A"), *entity(record("b"), Kind.FIRM, "B")]
    said += [link(record("a"), Relation.LOCATED_IN, nantes), link(record("b"), Relation.LOCATED_IN, seattle)]
    return [*said, link(nantes, Relation.TWINNED_WITH, seattle)]


def test_places_are_hops_only_when_asked_for_and_are_told_as_places():
    net = network(*towns())
    assert list(ask(net, "a", "b").table["reason"]) == ["no_route"]
    answer = ask(net, "a", "b", places=True)
    assert list(answer.table["link"]) == ["located_in", "twinned_with", "located_here"]
    told = answer.more["options"].iloc[0]
    assert told["sentence_fr"] == "A se trouve à Nantes, ville jumelée avec Seattle, où se trouve B."
    assert told["sentence_en"] == "A is in Nantes, twinned with Seattle, where B is."
    assert answer.sentences("fr")[0] == (
        f"Choix 1 : {told['sentence_fr']} Pas 1 : A a pour lieu Nantes, un lieu et non une rencontre."
    )
    assert answer.sentences("fr")[1].startswith("Choix 1, pas 2 : Nantes et Seattle sont des villes jumelées, ")
    assert answer.sentences("en")[0].startswith(f"Option 1: {told['sentence_en']} Hop 1: A is located in Nantes")


def test_places_are_the_weakest_hops():
    places = [TRUST[Relation.LOCATED_IN], TRUST[Relation.TWINNED_WITH]]
    others = [trust for kind, trust in TRUST.items() if kind not in (Relation.LOCATED_IN, Relation.TWINNED_WITH)]
    assert max(places) < min(others) * ACQUAINTED


def test_two_options_can_pass_the_same_town_and_never_the_same_intermediary():
    #   a - c . Seattle . b, and a . Nantes = Seattle . b: a town is not asked for an introduction
    net = network(*towns(), *today("ac"), link(record("c"), Relation.LOCATED_IN, record("seattle", Kind.TERRITORY)))
    answer = ask(net, "a", "b", places=True)
    assert [list(rows["to"]) for rows in _by_option(answer)] == [
        ["firm:c", "territory:seattle", "firm:b"],
        ["territory:nantes", "territory:seattle", "firm:b"],
    ]
    assert set(answer.table["option"]) == {1, 2}


@pytest.mark.parametrize("status", [Status.ANNOUNCED, Status.IN_DISCUSSION, Status.CANCELLED])
def test_what_does_not_count_is_no_hop_unless_asked_for(status):
    said = encounter("Plan", "ab", status=status)
    assert list(ask(network(*said), "a", "b").table["reason"]) == ["no_route"]
    chosen = Network.of(snapshot([DRAWN], said), viewer=Viewer.OWNER, statuses=[status])
    assert letters(ask(chosen, "a", "b")) == ["ab"]


def test_any_id_of_an_organisation_will_do_and_only_organisations():
    net = network(*today("ab"), *place("Nantes"))
    assert introductions(net, source=record("a"), target="firm:b").table["from"].iloc[0] == "firm:a"
    with pytest.raises(UnknownEntity, match="Did you mean"):
        ask(net, "aa", "b")
    with pytest.raises(ValueError, match="--source: 'territory:nantes' is of the kind territory: choose one of pole, "):
        introductions(net, source="territory:nantes", target="firm:b")
    with pytest.raises(ValueError, match="no introduction to itself"):
        ask(net, "a", "a")


def test_every_link_has_its_sentence_and_its_clause():
    assert set(SENTENCES) - {""} == set(CLAUSES)
    for language in ("fr", "en"):
        for answer in (ask(network(*towns()), "a", "b", places=True), ask(network(*membership()), "a", "b")):
            assert not any("{" in one for one in answer.sentences(language))


def test_the_same_assumptions_stand_in_the_basis():
    given_ = ask(met("ab"), "a", "b").basis.parameters
    assert given_["half_life_years"] == HALF_LIFE and given_["trust_meeting"] == TRUST[Kind.MEETING]
    assert given_["source"] == "firm:a" and given_["places"] is False


def test_shuffled_statements_give_the_same_bytes():
    said = [*today("ab", "bc", "cd", "ad", "be", "ed", "ce"), *membership(), *towns()]
    first = ask(network(*said), "a", "d", places=True)
    for seed in range(3):
        other = ask(network(*random.Random(seed).sample(said, len(said))), "a", "d", places=True)
        assert other.table.to_parquet() == first.table.to_parquet()
        for name, more in first.more.items():
            assert other.more[name].to_parquet() == more.to_parquet()


def test_a_second_document_saying_the_same_changes_no_trust():
    said, other = today("ab", "bc"), Document("doc:other", "Another", published="2020")
    again = [one._replace(document=other.id) for one in said if one.is_link]
    once = ask(network(*said), "a", "c").table
    twice = ask(network(*said, *again, documents=[DRAWN, other]), "a", "c").table
    assert list(twice["trust"]) == list(once["trust"])
    assert set(once["documents"]) == {"doc:drawn"} and set(twice["documents"]) == {"doc:drawn doc:other"}


def test_the_columns_are_those_declared_and_in_range():
    table = ask(network(*today("ab", "bc", "cd", "ac")), "a", "d").table
    assert list(table) == [column.name for column in COLUMNS]
    for column in COLUMNS:
        values = table[column.name].dropna()
        assert column.low is None or (values >= column.low).all(), column.name
        assert column.high is None or (values <= column.high).all(), column.name


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    with closing(open_store(f"sqlite:///{tmp_path_factory.mktemp('data')}/network.db")) as store:
        load(store, [DATA])
        yield Network.read(store)


@pytest.mark.parametrize("firm", ["Amazon", "Microsoft"])
def test_emc2_reaches_a_firm_of_seattle_by_way_of_the_twinning(shipped, firm):
    target = f"firm:{firm.lower()}"
    answer = introductions(shipped, source="pole:emc2", target=target, places=True)
    assert f"EMC2 se trouve à Nantes, ville jumelée avec Seattle, où se trouve {firm}." in list(
        answer.more["options"]["sentence_fr"]
    )
    assert list(introductions(shipped, source="pole:emc2", target=target).table["reason"]) == ["no_route"]


def test_emc2_and_boeing_are_linked_by_membership_and_not_by_the_visit_to_come(shipped):
    answer = introductions(shipped, source="pole:emc2", target="firm:boeing", places=True)
    assert list(answer.table["link"])[0] == "has_member" and "met" not in set(answer.table["link"])
    assert answer.more["options"]["sentence_fr"].iloc[1] == (
        "EMC2 se trouve à Nantes, ville jumelée avec Seattle, où se trouve Boeing."
    )
