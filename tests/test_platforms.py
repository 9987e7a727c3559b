"""What each member of a platform brings, and which few bring most: every coalition formed, every choice tried."""

import math
import random
import time
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import UnknownEntity
from graph.network import Network
from graph.vocabulary import Kind, Relation, Status
from queries.choosing import best, greedy, smallest
from queries.items import Covers
from queries.platform_choice import platform_choice
from queries.platform_coverage import platform_coverage
from tests.toys import entity, link, network, record

PLATFORM = "platform:plateforme-de-coordination-industrie-du-futur"


def offering(**poles):
    """Poles and the competences they offer, a letter or digit each."""
    said = []
    for pole, competences in poles.items():
        said += entity(record(pole, Kind.POLE), Kind.POLE, pole.upper())
        for one in competences:
            said += entity(record(one, Kind.COMPETENCE), Kind.COMPETENCE, f"skill {one}")
            said.append(link(record(pole, Kind.POLE), Relation.OFFERS, record(one, Kind.COMPETENCE)))
    return said


def column(answer, name):
    key = "id" if "id" in answer.table else "member"
    return {one.partition(":")[2]: value for one, value in zip(answer.table[key], answer.table[name], strict=True)}


def covering(sets, weights=None):
    """Members and what each covers, without a network."""
    items = sorted(set().union(*sets))
    has = np.array([[item in one for item in items] for one in sets], dtype=bool).reshape(len(sets), len(items))
    names = tuple(map(str, items))
    weighed = np.ones(len(items)) if weights is None else np.array([weights[item] for item in items], dtype=float)
    return Covers(tuple(f"m{n:02}" for n in range(len(sets))), names, names, weighed, has)


def worth(covers, chosen):
    return covers.weights[covers.has[list(chosen)].any(axis=0)].sum() if len(chosen) else 0.0


def test_each_item_is_shared_among_those_who_cover_it():
    answer = platform_coverage(network(*offering(a="12", b="23", c="3")))
    assert column(answer, "shapley") == {"a": 1.5, "b": 1.0, "c": 0.5}
    assert column(answer, "unique") == {"a": 1.0, "b": 0.0, "c": 0.0}
    assert column(answer, "redundancy") == {"a": 0.5, "b": 1.0, "c": 1.0}
    assert answer.more["totals"].to_dict("records") == [
        {"members": 3, "items": 3, "weight": 3.0, "covered": 3.0, "share": 1.0}
    ]
    assert answer.sentences("fr")[0] == (
        "A (pôle) couvre 2 ; part équitable : 1,5 ; seul à couvrir 1 élément (skill 1)."
    )


subsets = st.lists(st.sets(st.integers(0, 5), max_size=4), min_size=1, max_size=6)


@given(subsets)
@settings(deadline=None, max_examples=40)
def test_the_fair_share_is_the_mean_of_what_each_adds_over_all_orders(sets):
    poles = {f"p{n}": "".join(map(str, sorted(one))) for n, one in enumerate(sets)}
    answer = platform_coverage(network(*offering(**poles)))
    found = {one.partition(":")[2]: share for one, share in answer.table.set_index("id")["shapley"].dropna().items()}
    orders = list(permutations(range(len(sets))))
    for n, own in enumerate(sets):
        adds = [len(own - set().union(*(sets[one] for one in order[: order.index(n)]))) for order in orders]
        assert found.get(f"p{n}", 0) == pytest.approx(sum(adds) / len(orders))
    assert sum(found.values()) == pytest.approx(len(set().union(*sets)))


def test_eleven_members_have_the_shares_that_all_2048_coalitions_give():
    draw = random.Random(11)
    sets = [set(draw.sample(range(20), draw.randint(1, 9))) for _ in range(11)]
    poles = {f"p{n:02}": [f"s{one:02}" for one in sorted(those)] for n, those in enumerate(sets)}
    found = column(platform_coverage(network(*offering(**poles))), "shapley")
    for n, own in enumerate(sets):
        others, total = [one for m, one in enumerate(sets) if m != n], 0.0
        for size in range(11):
            weight = math.factorial(size) * math.factorial(10 - size) / math.factorial(11)
            total += sum(weight * len(own - set().union(*those)) for those in combinations(others, size))
        assert found[f"p{n:02}"] == pytest.approx(total)


def test_a_member_brings_what_its_own_members_offer_while_they_are_members():
    said = offering(p="")
    for name, status in (("a", None), ("b", Status.ENDED)):
        skill = record(f"s{name}", Kind.COMPETENCE)
        said += [*entity(record(name), Kind.FIRM, name.upper()), *entity(skill, Kind.COMPETENCE, f"S {name}")]
        said += [link(record(name), Relation.OFFERS, skill)]
        said += [link(record(name), Relation.MEMBER_OF, record("p", Kind.POLE), status=status)]
    answer = platform_coverage(network(*said))
    assert column(answer, "sole_items") == {"p": "S a"}
    assert list(answer.more["uncovered"]["item_name"]) == ["S b"]


def test_weighted_an_item_counts_as_many_as_need_it():
    said = offering(a="1", b="2")
    for name, skill in (("x", "1"), ("y", "1"), ("z", "3")):
        said += [
            *entity(record(name), Kind.FIRM, name),
            *entity(record(skill, Kind.COMPETENCE), Kind.COMPETENCE, skill),
        ]
        said.append(link(record(name), Relation.NEEDS, record(skill, Kind.COMPETENCE)))
    answer = platform_coverage(network(*said), weighted=True)
    assert column(answer, "own") == {"a": 2.0, "b": 0.0} and answer.more["totals"]["weight"].iloc[0] == 3.0
    assert answer.table["redundancy"].isna().tolist() == [False, True]  # of no weight, no part can be alone


def test_regions_sectors_and_cells_are_those_of_the_members_of_a_member():
    said = offering(p="", q="")
    for name, pole, postcode, sector in (("a", "p", "35000", "x"), ("b", "p", "44000", "y"), ("c", "q", "35000", "y")):
        said += entity(record(name), Kind.FIRM, name, postcode=postcode, sector=sector)
        said.append(link(record(name), Relation.MEMBER_OF, record(pole, Kind.POLE)))
    said += entity(record("d"), Kind.FIRM, "d", postcode="44000", sector="x")
    net = network(*said)
    assert column(platform_coverage(net, items="region"), "unique") == {"p": 1.0, "q": 0.0}
    answer = platform_coverage(net, items="cell")
    assert column(answer, "own") == {"p": 2.0, "q": 1.0}
    assert list(answer.more["uncovered"]["item"]) == ["x × Pays de la Loire"]
    assert platform_coverage(net, items="sector", weighted=True).more["totals"]["weight"].iloc[0] == 4.0


def test_of_a_member_of_which_nothing_is_known_nothing_is_said_to_be_none():
    answer = platform_coverage(network(*offering(a="1", b="")))
    row = answer.table.set_index("id").loc["pole:b"]
    assert row["reason"] == "no_item_known" and row[["rank", "own", "unique", "shapley", "sole"]].isna().all()


def test_the_exact_choice_beats_the_greedy_one():
    answer = platform_choice(network(*offering(a="1234", b="125", c="346")), k=2)
    assert list(answer.table["member"]) == ["pole:b", "pole:c"] and list(answer.table["gain_in_order"]) == [3.0, 3.0]
    totals = answer.more["totals"].iloc[0]
    assert (totals["covered"], totals["greedy"], totals["gap"]) == (6.0, 5.0, 0.0)
    assert list(answer.more["greedy"]["covered"]) == [4.0, 5.0, 6.0]
    assert list(answer.more["smallest"]["member"]) == ["pole:b", "pole:c"]
    assert answer.sentences("fr")[1] == "Choix 2 : C (pôle) ajoute 3 ; couvert jusque-là : 100 %."
    assert "optimum prouvé, écart 0" in answer.basis.sentence("fr")


weighted_subsets = st.tuples(subsets, st.lists(st.integers(0, 4), min_size=6, max_size=6), st.integers(1, 4))


@given(weighted_subsets)
@settings(deadline=None, max_examples=80)
def test_no_choice_of_as_many_covers_more_and_none_of_fewer_covers_all(drawn):
    sets, weights, k = drawn
    covers = covering(sets, weights)
    every = [those for size in range(len(sets) + 1) for those in combinations(range(len(sets)), size)]
    most = max(worth(covers, those) for those in every if len(those) <= k)
    assert best(covers, k).value == pytest.approx(most) and len(best(covers, k).members) <= k
    assert worth(covers, best(covers, k).members) == pytest.approx(best(covers, k).value)
    assert greedy(covers, k).value >= (1 - 1 / math.e) * most - 1e-9
    full = worth(covers, range(len(sets)))
    fewest = min(len(those) for those in every if worth(covers, those) >= full - 1e-9)
    least = smallest(covers)
    assert len(least.members) == fewest and worth(covers, least.members) == pytest.approx(full)


def test_eleven_of_55_members_of_300_items_are_chosen_in_seconds_and_proven():
    draw = random.Random(55)
    covers = covering([set(draw.sample(range(300), draw.randint(5, 25))) for _ in range(55)])
    before = time.process_time()
    chosen = best(covers, 11)
    assert time.process_time() - before < 10 and chosen.gap == 0
    assert 0.9 * chosen.value <= greedy(covers, 11).value <= chosen.value


def test_fewer_are_chosen_where_fewer_are_enough():
    assert list(platform_choice(network(*offering(a="12", b="1", c="2")), k=3).table["member"]) == ["pole:a"]


def test_where_nothing_is_known_no_candidate_is_preferred():
    answer = platform_choice(network(*offering(a="", b="")), k=1)
    assert list(answer.table["reason"]) == ["no_item_known"] * 2 and answer.table["gain_in_order"].isna().all()
    assert answer.more["greedy"].empty and answer.more["smallest"].empty


@pytest.mark.parametrize("asked", [platform_coverage, platform_choice])
def test_only_a_group_and_known_items_can_be_asked_for(asked):
    net = network(*offering(a="1"), *entity(record("f"), Kind.FIRM, "F"))
    with pytest.raises(ValueError, match="items: write one of competence, region, sector, cell, not 'size'"):
        asked(net, items="size")
    with pytest.raises(ValueError, match="'firm:f' is of the kind firm"):
        asked(net, within="firm:f")
    with pytest.raises(UnknownEntity):
        asked(net, within="platform:p")


def test_k_is_at_least_one():
    with pytest.raises(ValueError, match="k: write a whole number from 1, not 0"):
        platform_choice(network(*offering(a="1")), k=0)


def test_of_the_eleven_poles_of_the_platform_one_is_known_to_offer_anything(shipped):
    net = Network.read(shipped)
    answer = platform_coverage(net, within=PLATFORM)
    assert answer.table["shapley"].notna().sum() == 1 and answer.table["sole"].iloc[0] == 4
    assert "membres : 11, éléments à couvrir : 10, dont couverts : 40 %" in answer.basis.sentence("fr")
    assert list(platform_choice(net, within=PLATFORM).table["member"]) == ["pole:mont-blanc-industries"]
