"""Whose need meets whose offer: drawn networks, brute force, and what must hold of any."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import UnknownEntity
from graph.network import Network
from graph.vocabulary import Kind, Relation
from queries.competences import profiles
from queries.complementarity import complementarity
from queries.fits import Fits
from queries.relatedness import _learnt, relatedness
from tests.toys import encounter, entity, link, network, record

ROBOTICS_TREE = {"welding": "robotics", "gripping": "robotics", "robotics": "", "optics": ""}


def skill(name):
    return record(name, Kind.COMPETENCE)


def firms(offers=None, needs=None, tree=None, meetings=(), **importance):
    """Firms by letter, with what they offer and need: words parted by spaces; `tree`, what each is part of."""
    said = []
    for relation, table in ((Relation.OFFERS, offers or {}), (Relation.NEEDS, needs or {})):
        for one, names in table.items():
            said += entity(record(one), Kind.FIRM, one.upper())
            for name in names.split():
                said += entity(skill(name), Kind.COMPETENCE, name)
                extra = (("importance", str(importance[name])),) if name in importance else ()
                said.append(link(record(one), relation, skill(name), qualifiers=extra))
    for part, whole in (tree or {}).items():
        said += entity(skill(part), Kind.COMPETENCE, part)
        said += [link(skill(part), Relation.PART_OF, skill(whole))] if whole else []
    for n, parties in enumerate(meetings):
        said += encounter(f"Meeting {n}", parties)
    return network(*said)


def row(net, a, b):
    table = complementarity(net, organisation=f"firm:{a}").table
    return table[table["b"] == f"firm:{b}"].iloc[0]


def test_a_pair_that_does_the_same_and_of_which_one_has_what_the_other_lacks_are_natural_allies(shipped):
    #  both do metrology and tolerancing; one has the diagnostic that the other lacks
    net = Network.read(shipped)
    answer = complementarity(net, organisation="cluster:auvergne-efficience-industrielle")
    first = answer.table.iloc[0]
    assert (first["b"], first["quadrant"]) == ("pole:mont-blanc-industries", "natural_allies")
    assert answer.more["reasons"].iloc[0]["offer_name"] == "système de diagnostic"
    assert "système de diagnostic : exacte" in answer.sentences("fr")[0]
    assert first["similarity"] == 0.5  # of 4 and of 3 competences, two in common: 2 × min(1/4, 1/3)


def test_what_only_shares_competences_is_similar_and_never_complementary():
    net = firms({"a": "welding optics", "b": "welding optics"}, {"a": "design"})
    found = row(net, "a", "b")
    assert (found["similarity"], found["need_met"], found["quadrant"]) == (1, 0, "peers")


def test_without_any_need_recorded_nothing_is_said_of_completing_each_other():
    found = row(firms({"a": "welding", "b": "welding"}), "a", "b")
    assert pd.isna(found["need_met"]) and pd.isna(found["quadrant"]) and found["reason"] == "no_need_recorded"


def test_a_need_is_met_by_importance():
    #  A needs welding (3) and optics (1); B offers welding alone: 3 of 4
    net = firms({"b": "welding"}, {"a": "welding optics"}, welding=3)
    found = row(net, "a", "b")
    assert (found["need_met"], found["needs"], found["met"], found["quadrant"]) == (0.75, 2, 1, "discovery")


def test_reciprocity_is_the_lesser_of_the_two_directions():
    net = firms({"a": "optics", "b": "welding"}, {"a": "welding", "b": "optics design"})
    found = row(net, "a", "b")
    assert (found["need_met"], found["need_met_back"], found["reciprocity"]) == (1, 0.5, 0.5)


def test_siblings_in_the_tree_are_close_and_branches_are_not():
    #  robotics ─┬─ welding        optics      (two tops: robotics has depth 1, welding 2)
    #            └─ gripping
    net = firms({"b": "gripping", "c": "optics"}, {"a": "welding"}, ROBOTICS_TREE)
    answer = complementarity(net, organisation="firm:a")
    assert list(answer.table["b"]) == ["firm:b"]
    assert answer.table["need_met"].iloc[0] == 0.5  # 2 × 1 / (2 + 2)
    assert answer.more["reasons"].iloc[0]["match"] == "related"
    assert "welding : proche, gripping" in answer.sentences("fr")[0]


def test_the_only_top_of_a_tree_makes_nothing_close():
    net = firms({"b": "gripping"}, {"a": "welding"}, {"welding": "all", "gripping": "all"})
    assert list(complementarity(net, organisation="firm:a").table["quadrant"]) == ["nobody"]


def test_an_exact_offer_comes_before_a_close_one():
    net = firms({"b": "gripping welding"}, {"a": "welding"}, ROBOTICS_TREE)
    found = complementarity(net, organisation="firm:a").more["reasons"]
    assert list(found["offer_name"]) == ["welding"] and list(found["match"]) == ["exact"]


def test_competences_offered_by_fifty_are_close_when_the_same_offer_them():
    many = {f"x{n}": "welding gripping" for n in range(50)} | {f"y{n}": "optics" for n in range(60)}
    found = relatedness(*(lambda net: (net, profiles(net)))(firms(many)))
    names = list(profiles(firms(many)).competences)
    close = found.closeness.toarray()
    first, second = (names.index(f"competence:{name}") for name in ("gripping", "welding"))
    assert close[first, second] == pytest.approx(50.5 / 51) and found.learnt == 1
    assert close[first, names.index("competence:optics")] == 0


def test_fewer_than_fifty_teach_nothing():
    net = firms({f"x{n}": "welding gripping" for n in range(49)} | {f"y{n}": "optics" for n in range(60)})
    assert relatedness(net, profiles(net)).learnt == 0


def test_a_newcomer_is_ranked_apart_and_said_to_be_judged_on_competences_alone():
    net = firms({"b": "welding", "c": "welding optics"}, {"a": "welding optics"}, meetings=["ab"])
    answer = complementarity(net, organisation="firm:a")
    assert answer.table[["b", "newcomer", "rank", "already"]].to_numpy().tolist() == [
        ["firm:b", False, 1, 1], ["firm:c", True, 1, 0],
    ]  # fmt: skip
    assert "on competences alone" in answer.sentences("en")[1]


def test_competitors_and_distance_stand_beside_and_change_no_score():
    said = firms({"b": "welding"}, {"a": "welding"})
    assert row(said, "a", "b")["competitors"] is np.False_ or not row(said, "a", "b")["competitors"]
    more = network(
        *entity(record("a"), Kind.FIRM, "A", lat="47.2184", lon="-1.5536"),
        *entity(record("b"), Kind.FIRM, "B", lat="48.8566", lon="2.3522"),
        *entity(skill("welding"), Kind.COMPETENCE, "welding"),
        link(record("a"), Relation.NEEDS, skill("welding")), link(record("b"), Relation.OFFERS, skill("welding")),
        link(record("a"), Relation.COMPETES_WITH, record("b")),
    )  # fmt: skip
    found = row(more, "a", "b")
    assert found["competitors"] and found["need_met"] == row(said, "a", "b")["need_met"] == 1
    assert found["distance_km"] == pytest.approx(343, abs=2)  # Nantes to Paris, as the crow flies


def test_over_all_each_pair_is_told_once_whoever_is_better_served_first():
    net = firms({"a": "optics", "b": "welding"}, {"a": "welding", "b": "optics design"})
    assert complementarity(net).table[["a", "b"]].to_numpy().tolist() == [["firm:a", "firm:b"]]
    turned = firms({"b": "optics", "a": "welding"}, {"b": "welding", "a": "optics design"})
    assert complementarity(turned).table[["a", "b"]].to_numpy().tolist() == [["firm:b", "firm:a"]]


def test_equal_pairs_share_a_rank():
    table = complementarity(firms({"b": "welding", "c": "welding"}, {"a": "welding"}), organisation="firm:a").table
    assert list(table["rank"]) == [1, 1]


def test_who_offers_and_needs_nothing_is_told_what_to_load():
    net = firms({"b": "welding"}, {"a": "welding"}, meetings=["xy"])
    assert "load a file" in complementarity(net, organisation="firm:x").sentences("en")[0]


def test_an_unknown_organisation_is_named_with_the_nearest():
    with pytest.raises(UnknownEntity, match="firm:a"):
        complementarity(firms({"a": "welding"}), organisation="firm:aa")


def test_each_organisation_is_suggested_no_more_than_asked_for():
    net = firms({one: "welding" for one in "bcdefg"}, {"a": "welding"})
    assert list(complementarity(net, organisation="firm:a", top=2).table["b"]) == ["firm:b", "firm:c"]


# Any network

SKILLS = ("s", "t", "u", "v")
some = st.dictionaries(st.sampled_from("abcde"), st.sets(st.sampled_from(SKILLS), min_size=1).map(" ".join))


def by_hand(net):
    """Needs met, similarity and new competences of all pairs, from the definitions, cell by cell."""
    found = profiles(net)
    close = relatedness(net, found).closeness.toarray()
    offers, needs = found.offers.toarray(), found.needs.toarray()
    count, every = range(len(found.organisations)), range(len(found.competences))
    made = {}
    for i, j in product(count, count):
        reach = [max([close[t, s] for s in every if offers[j, s]], default=0) for t in every]
        met = sum(needs[i, t] * reach[t] for t in every) / needs[i].sum() if needs[i].any() else None
        p, q = (offers[one] / max(offers[one].sum(), 1e-300) for one in (i, j))
        absent = [t for t in every if not offers[i, t]]
        fresh = [s for s in every if offers[j, s] and not offers[i, s]]
        new = [sum(close[t, s] for s in fresh) / close[t].sum() for t in absent]
        made[i, j] = (met, np.minimum(p, q).sum(), np.mean(new) if new else None)
    return made


@settings(max_examples=60, deadline=None)
@given(offers=some, needs=some, is_tree=st.booleans())
def test_scores_are_those_of_their_definitions(offers, needs, is_tree):
    net = firms(offers, needs, {"s": "u", "t": "u", "u": "", "v": ""} if is_tree else None)
    found = profiles(net)
    fits = Fits(found, relatedness(net, found))
    for (i, j), (met, alike, new) in by_hand(net).items():
        a, b = np.array([i]), np.array([j])
        assert fits.need_met(a, b)[0] == pytest.approx(met if met is not None else np.nan, nan_ok=True)
        assert fits.similarity(a, b)[0] == pytest.approx(alike)
        assert fits.new_related(a, b)[0] == pytest.approx(new if new is not None else np.nan, nan_ok=True)
        if i == j and offers.get(found.organisations[i].removeprefix("firm:")):
            assert fits.similarity(a, b)[0] == pytest.approx(1)


@settings(max_examples=40, deadline=None)
@given(offers=some, needs=some, top=st.integers(1, 3))
def test_the_best_are_those_of_all_pairs_in_order(offers, needs, top):
    net = firms(offers, needs)
    found = profiles(net)
    fits = Fits(found, relatedness(net, found))
    values = by_hand(net)
    for i in range(len(found.organisations)):

        def key(j, i=i):
            both = [values[i, j][0] or 0, values[j, i][0] or 0]
            return (-round(max(both), 12), -round(min(both), 12), -round(values[i, j][1], 12), j)

        fit = [j for j in range(len(found.organisations)) if j != i and (key(j)[0] < 0 or values[i, j][1] > 0)]
        _, others = fits.best([i], np.zeros(len(found.organisations), dtype=bool), top)
        assert list(others) == sorted(fit, key=key)[:top]


@settings(max_examples=30, deadline=None)
@given(offers=some, extra=st.sampled_from(SKILLS))
def test_one_offer_more_never_meets_less(offers, extra):
    needs = {"a": "s t u"}
    before = firms({**offers, "b": "s"}, needs, ROBOTICS_TREE)
    after = firms({**offers, "b": f"s {extra}"}, needs, ROBOTICS_TREE)
    assert row(after, "a", "b")["need_met"] >= row(before, "a", "b")["need_met"]


def test_learnt_closeness_is_counted_over_those_who_offer_more_than_others():
    #  X and Y offer s and t; Z offers u: of s and t both have two, so (2 + ½) / (2 + 1)
    net = firms({"x": "s t", "y": "s t", "z": "u"})
    found = profiles(net)
    phi = _learnt(found.offers, np.ones(3, dtype=bool)).toarray()
    assert phi[0, 1] == phi[1, 0] == pytest.approx(2.5 / 3) and phi[2].sum() == 0


def poles(members):
    """What makes firms members of poles: the letters of each pole."""
    said = [row for pole in members for row in entity(record(pole, Kind.POLE), Kind.POLE, pole.upper())]
    return said + [
        link(record(one), Relation.MEMBER_OF, record(pole, Kind.POLE)) for pole in members for one in members[pole]
    ]


def of_two_poles(**asked):
    #  p: a b d   q: c d   nobody's: e; all offer s, which b and c need
    said = [row for one in "abcde" for row in entity(record(one), Kind.FIRM, one.upper())]
    said += [*entity(skill("s"), Kind.COMPETENCE, "s"), *poles({"p": "abd", "q": "cd"})]
    said += [link(record(one), Relation.OFFERS, skill("s")) for one in "abcde"]
    said += [link(record(one), Relation.NEEDS, skill("s")) for one in "bc"]
    table = complementarity(network(*said), **asked).table
    return {(a[-1], b[-1]) for a, b in zip(table["a"], table["b"], strict=True)}


def test_of_two_groups_one_of_a_pair_is_of_the_first_and_the_other_of_the_second():
    assert of_two_poles(group="pole:p", other="pole:q") == {(a, b) for a, b in product("abd", "cd") if a != b}


def test_of_one_group_with_itself_each_pair_is_told_once():
    assert of_two_poles(group="pole:p", other="pole:p") == {("a", "b"), ("a", "d"), ("b", "d")}


def test_an_organisation_is_suggested_those_of_a_group_alone():
    assert of_two_poles(organisation="firm:e", other="pole:q") == {("e", "c"), ("e", "d")}
    with pytest.raises(ValueError, match="not both"):
        of_two_poles(organisation="firm:e", group="pole:q")
