"""Communities of firms: sizes that hold, whatever the map; pairs as asked; what a person can check on a drawing."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from graph.errors import Infeasible, UnknownEntity, WrongValue
from graph.vocabulary import Kind
from queries.answer import TOTALS, Answer
from queries.assigning import assign
from queries.catalogue import query
from queries.community_design import Firms, Rules, check, design, feasible, how_many, other_sizes
from queries.compact import compact, points, squared
from queries.distances import EARTH_KM
from queries.industry_communities import industry_communities
from queries.kept import from_bytes, to_bytes
from queries.mixing import Mixture, _Search, counts
from tests.toys import encounter, entity, network, record

#   Two towns, four firms each, 100 km apart; the sector and where it is:
#   west  a b c d        east  e f g h
#   food  a e            wood  b f        steel c g        paper d h
TOWNS = {name: (47.0, 0.0) for name in "abcd"} | {name: (47.0, 1.3) for name in "efgh"}
SECTORS = dict(zip("abcdefgh", ("food", "wood", "steel", "paper") * 2, strict=True))


def drawn(places=TOWNS, *, meetings=(), sectors=SECTORS, without=()):
    said = []
    for n, (name, (lat, lon)) in enumerate(places.items()):
        shifted = f"{lat + n / 1000:.4f}", f"{lon:.4f}"
        where = {} if name in without else {"lat": shifted[0], "lon": shifted[1]}
        said += entity(record(name), Kind.FIRM, name.upper(), sector=sectors.get(name, "x"), **where)
    for n, group in enumerate(meetings):
        said += encounter(f"Meeting {n}", group)
    return network(*said)


def groups(answer):
    rows = answer.table.dropna(subset=["industry_community"])
    return sorted("".join(sorted(one[-1] for one in part["firm"])) for _, part in rows.groupby("industry_community"))


def valid(answer, low, high):
    """An independent look at a plan: every firm once, every size within its bounds."""
    rows = answer.table
    assert rows["firm"].is_unique
    sizes = rows.dropna(subset=["industry_community"]).groupby("industry_community").size()
    assert ((sizes >= low) & (sizes <= high)).all()
    assert rows.loc[rows["industry_community"].isna(), "reason"].eq("no_location").all()
    return sizes


def around(*towns):
    """After which town a community is called whose firms are there, each so many degrees from 0."""
    said = [
        row
        for n, (city, lon) in enumerate(towns)
        for row in entity(record(str(n)), Kind.FIRM, str(n), city=city, lat="47.0", lon=f"{lon:.4f}")
    ]
    made = industry_communities(network(*said), low=len(towns), high=len(towns))
    return made.more["sheets"]["around"].tolist()


def test_a_community_is_called_after_the_town_of_most_among_the_half_of_its_firms_that_is_nearest_to_its_centre():
    near = [("Nantes", -0.2), ("Rennes", 0.1), ("Rennes", 0.1)]
    assert around(*near, ("Lyon", 0.0), ("Brest", -2.0), ("Metz", 2.0)) == ["Rennes"]  # 2 of the nearest 3: Lyon is one
    assert around(("Zeta", 0.0), ("Alpha", 1.0), ("Beta", -1.0)) == ["Zeta"]
    assert around(("Beta", 1.0), ("Alpha", -1.0)) == ["Alpha"]  # as near, as many


def test_a_community_is_not_called_after_the_town_that_is_farthest_from_its_centre_even_if_most_are_there():
    """Around 0.0: two at 2.0, of which the sum is 4.0, and four on the other side."""
    west = [("Courbevoie", -0.9), ("Paris", -0.8), ("Bruxelles", -1.1), ("Delft", -1.2)]
    assert around(("Dublin", 2.0), ("Dublin", 2.0), *west) == ["Paris"]
    assert around(("Zeta", 0.0), ("Alpha", 1.0), ("Alpha", -1.0)) == ["Alpha"]  # all but one as far: so is the median


def test_two_towns_make_two_communities():
    assert groups(industry_communities(drawn(), low=3, high=5, stretch=0.01)) == ["abcd", "efgh"]


def test_a_pair_asked_to_be_together_is_and_sizes_stay():
    answer = industry_communities(drawn(), low=4, high=4, together=("firm:a~firm:h",))
    assert any({"a", "h"} <= set(one) for one in groups(answer))
    assert sorted(valid(answer, 4, 4)) == [4, 4]


def test_a_pair_asked_to_be_apart_is():
    answer = industry_communities(drawn(), low=4, high=4, apart=("firm:a~firm:b",))
    assert not any({"a", "b"} <= set(one) for one in groups(answer))


def test_anchors_are_each_in_another_community():
    answer = industry_communities(
        drawn(), low=2, high=4, communities=4, anchors=("firm:a", "firm:b", "firm:c", "firm:d")
    )
    assert all(len(set(one) & set("abcd")) == 1 for one in groups(answer))


def test_mixing_brings_sectors_together_within_the_distance_granted():
    #  one town of food, one of wood, 1 km apart: mixed, each community has both
    near = {name: (47.0, 0.0) for name in "abcd"} | {name: (47.0, 0.02) for name in "efgh"}
    apart = {name: "food" if name in "abcd" else "wood" for name in "abcdefgh"}
    loose = industry_communities(drawn(near, sectors=apart), low=4, high=4, stretch=1_000)
    steps = loose.more["costs"].set_index("step")
    assert steps.loc["sizes_held", "sectors_present"] == 0.5
    assert steps.loc["mixed", "sectors_present"] == 1
    assert steps.loc["mixed", "radius_km"] > steps.loc["sizes_held", "radius_km"]


def test_ties_are_kept_inside_where_distance_does_not_decide():
    one_town = {name: (47.0, 0.0) for name in "abcdef"}
    net = drawn(one_town, meetings=("ad", "be", "cf"), sectors={})
    answer = industry_communities(net, low=1, high=3, communities=3, stretch=1_000)
    steps = answer.more["costs"].set_index("step")["ties_inside_share"]
    assert steps["mixed"] == 1 > steps["sizes_held"]


def test_a_firm_without_a_place_is_listed_with_the_reason():
    answer = industry_communities(drawn(without=("h",)), low=3, high=4)
    assert answer.table.set_index("firm").loc["firm:h", "reason"] == "no_location"
    valid(answer, 3, 4)
    assert "sans lieu connu" in answer.sentences("fr")[-1] and "geocode" in answer.sentences("en")[-1]


@pytest.mark.parametrize(("firms", "low", "high", "expected"), [
    (10_000, 50, 100, (100, 200)), (7_500, 50, 100, (75, 150)), (100, 60, 80, None),
])  # fmt: skip
def test_the_feasible_range_is_counted(firms, low, high, expected):
    possible = feasible(firms, low, high)
    assert (possible[0], possible[-1]) == expected if expected else len(possible) == 0


def test_what_cannot_be_says_what_could():
    with pytest.raises(Infeasible, match="8 firms form 2 communities of 3 to 5, not 3"):
        industry_communities(drawn(), low=3, high=5, communities=3)
    with pytest.raises(Infeasible, match="form no communities of 50 to 100"):
        industry_communities(drawn(), communities=1)
    with pytest.raises(Infeasible, match="together and apart"):
        industry_communities(
            drawn(), low=4, high=4, together=("firm:a~firm:b", "firm:b~firm:c"), apart=("firm:a~firm:c",)
        )
    with pytest.raises(Infeasible, match="5 firms are to be together, and a community holds 4"):
        industry_communities(drawn(), low=4, high=4, together=tuple(f"firm:a~firm:{one}" for one in "bcde"))
    with pytest.raises(WrongValue, match="write the smaller number first"):
        industry_communities(drawn(), low=5, high=3)
    with pytest.raises(WrongValue, match="write a pair"):
        industry_communities(drawn(), low=4, high=4, together=("firm:a",))
    with pytest.raises(UnknownEntity):
        industry_communities(drawn(), low=4, high=4, apart=("firm:a~firm:nobody",))


def test_too_few_firms_are_told_so_and_lose_nobody():
    table = industry_communities(drawn(without=("h",))).table
    assert list(table["state"]) == ["few"] * 7 + ["unplaced"]
    assert set(table["reason"]) == {"too_few", "no_location"}


def test_sizes_that_hold_no_number_of_firms_are_told_with_the_nearest_that_do():
    answer = industry_communities(drawn(), low=5, high=7)
    assert answer.summary("fr") == (
        "8 entreprises ont un lieu connu : aucun nombre de communautés de 5 à 7 ne les contient toutes. "
        "Possible : une communauté de 8, ou 2 communautés de 4 à 7."
    )
    kept = from_bytes(to_bytes(answer), query("industry_communities"))
    assert kept.summary("en").endswith("Possible: one community of 8, or 2 communities of 4 to 7.")


@given(st.integers(1, 400), st.integers(1, 90), st.integers(0, 40))
def test_the_sizes_that_are_named_instead_are_feasible(firms, low, more):
    if not feasible(firms, low, low + more):
        for groups, least, most in other_sizes(firms, low, low + more):
            assert groups in feasible(firms, least, most)


def test_as_many_communities_as_come_nearest_to_the_middle_of_the_sizes():
    assert how_many(7_500, 50, 100, None) == 100
    assert how_many(120, 50, 100, None) == 2


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 9), st.integers(1, 3), st.randoms(use_true_random=False))
def test_the_assignment_is_the_cheapest_there_is(firms, centres, random):
    cost = np.array([[random.randint(0, 9) for _ in range(centres)] for _ in range(firms)], dtype=float)
    low = np.array([random.randint(0, firms // centres) for _ in range(centres)])
    high = low + firms
    found = assign(cost, low, high)
    everyone = range(firms)
    cheapest = min(
        sum(cost[n, to] for n, to in zip(everyone, ways, strict=True))
        for ways in product(range(centres), repeat=firms)
        if all(low[one] <= ways.count(one) <= high[one] for one in range(centres))
    )
    assert cost[np.arange(firms), found].sum() == pytest.approx(cheapest)
    assert (np.bincount(found, minlength=centres) >= low).all()


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=4, max_size=26), st.integers(1, 5))
def test_sizes_are_within_their_bounds_whatever_the_map(spots, low):
    places = {chr(97 + n): (43 + x / 10, y / 10) for n, (x, y) in enumerate(spots)}
    high = low + 2
    net = drawn(places)
    answer = industry_communities(net, low=low, high=high)
    if not feasible(len(places), low, high):
        assert set(answer.table["reason"]) == {"too_few"}
        return
    sizes = valid(answer, low, high)
    assert sizes.sum() == len(places)
    assert list(answer.more["sheets"]["size"]) == list(sizes)


def test_pairs_that_cannot_all_be_kept_are_told_and_no_more_of_them_than_that():
    #  a ring of five, each apart from the next, and a pair that has nothing to do with it: two communities cannot
    ring = ("firm:a~firm:b", "firm:b~firm:c", "firm:c~firm:d", "firm:d~firm:e", "firm:a~firm:e")
    with pytest.raises(Infeasible) as refused:
        industry_communities(drawn(), low=3, high=5, communities=2, apart=(*ring, "firm:f~firm:g"))
    assert all(
        f"firm:{one} and firm:{other} are apart" in str(refused.value) for one, other in ("ab", "bc", "cd", "ae")
    )
    assert "firm:f" not in str(refused.value)
    industry_communities(drawn(), low=3, high=5, communities=2, apart=ring[1:])
    #  three lots of 3, 3 and 2 do not fit into two communities of 4
    lots = ("firm:a~firm:b", "firm:b~firm:c", "firm:d~firm:e", "firm:e~firm:f", "firm:g~firm:h")
    with pytest.raises(Infeasible, match="2 communities of 4 to 4 firms cannot keep all of these") as refused:
        industry_communities(drawn(), low=4, high=4, communities=2, together=lots)
    assert "firm:g and firm:h are together" in str(refused.value)


def test_more_anchors_than_communities_are_told_at_once():
    with pytest.raises(Infeasible, match="3 firms are to be apart, each from every other, and there are 2"):
        industry_communities(drawn(), low=3, high=5, communities=2, anchors=("firm:a", "firm:b", "firm:c"))


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000))
def test_pairs_are_kept_whenever_any_division_keeps_them(seed):
    draw = np.random.default_rng(seed)
    where = points(draw.uniform(43, 50, 8), draw.uniform(-2, 7, 8))
    every = [(a, b) for a in range(8) for b in range(a + 1, 8)]
    chosen = [every[n] for n in draw.choice(len(every), 7, replace=False)]
    together, apart = tuple(sorted(chosen[:3])), tuple(sorted(chosen[3:]))
    rules = Rules(2, 4, 3, together, apart)
    firms = Firms(np.array(list("abcdefgh"), dtype=object), where, (np.full(8, -1),) * 2, sparse.csr_array((8, 8)))
    keeps = [
        of for of in every_division(8, 3, 2, 4)
        if all(of[a] == of[b] for a, b in together) and all(of[a] != of[b] for a, b in apart)
    ]  # fmt: skip
    try:
        check(firms, rules)
        of = design(firms, rules, (1.0, 0.5, 0.5), 0.3).mixed.of
    except Infeasible:
        assert not keeps
        return
    sizes = np.bincount(of, minlength=3)
    assert keeps and sizes.min() >= 2 and sizes.max() <= 4
    assert all(of[a] == of[b] for a, b in together) and all(of[a] != of[b] for a, b in apart)


def worth(mixture, of, groups):
    """By its definition: classes in groups, and ties whose two ends are in one."""
    mixed_in = sum(
        weight * np.log1p(((of == group) & (classes == one)).sum())
        for weight, classes in zip(mixture.weights, mixture.classes, strict=True)
        for group in range(groups)
        for one in range(int(classes.max(initial=-1)) + 1)
    )
    ends = mixture.ties.tocoo()
    return mixed_in + ends.data[of[ends.coords[0]] == of[ends.coords[1]]].sum() / 2


@settings(deadline=None, max_examples=60)
@given(st.integers(2, 14), st.integers(1, 3), st.integers(0, 10_000))
def test_every_change_of_mixing_is_worth_what_it_is_counted_for(firms, groups, seed):
    draw = np.random.default_rng(seed)
    far, of = draw.uniform(0, 9, (firms, groups)), draw.integers(0, groups, firms)
    ties = sparse.random_array((firms, firms), density=0.3, rng=draw)
    classes = draw.integers(-1, 4, firms), draw.integers(-1, 3, firms)
    wants = Mixture(classes, (1.0, 0.5), sparse.csr_array(ties + ties.T), 1, firms, draw.random(firms) < 0.2, 0.5)
    search = _Search(wants, far, of.copy())
    before, spent = worth(wants, of, groups), search.left
    while search.round(0.05):
        after, cost = worth(wants, search.of, groups), spent - search.left
        assert after > before
        assert cost == pytest.approx(far[np.arange(firms), search.of].sum() - far[np.arange(firms), of].sum())
        before = after
    assert search.left >= 0 and (search.of[wants.fixed] == of[wants.fixed]).all()
    for made, one in zip(search.made, classes, strict=True):
        assert (made == counts(one, search.of, groups)).all()


def every_division(firms, groups, low, high):
    """All divisions into groups of such sizes, each once: the first firm of a group is its name."""

    def go(of, used, sizes):
        if len(of) == firms:
            if used == groups and min(sizes) >= low:
                yield np.array(of)
            return
        for group in range(min(used + 1, groups)):
            if sizes[group] < high:
                more = [size + (n == group) for n, size in enumerate(sizes)]
                yield from go([*of, group], max(used, group + 1), more)

    return list(go([], 0, [0] * groups))


def test_nine_firms_are_as_near_each_other_as_in_the_best_of_all_divisions():
    every = every_division(9, 3, 2, 4)
    assert len(every) == 1_540
    ratios = []
    for seed in range(15):
        draw = np.random.default_rng(seed)
        where = points(draw.uniform(43, 50, 9), draw.uniform(-2, 7, 9))
        found = compact(where, 3, lambda cost: assign(cost, np.full(3, 2), np.full(3, 4)))
        ratios.append(squares(where, found.of) / min(squares(where, of) for of in every))
    assert min(ratios) > 1 - 1e-9 and max(ratios) < 1.01 and np.mean(np.array(ratios) < 1 + 1e-9) > 0.9


def squares(where, of):
    return sum(((where[of == one] - where[of == one].mean(axis=0)) ** 2).sum() for one in np.unique(of))


def test_points_in_space_are_as_far_apart_as_on_the_globe():
    two = points(np.array([47.0, 47.0]), np.array([0.0, 1.3]))
    half = np.radians(1.3) / 2
    way = 2 * EARTH_KM * np.arcsin(np.cos(np.radians(47)) * np.sin(half))
    assert np.sqrt(squared(two[:1], two[1:])[0, 0]) == pytest.approx(way, abs=0.002)


def test_the_sentence_on_the_whole_tells_counts_to_the_last_firm():
    totals = pd.DataFrame([{"radius_km": 313.9, "unplaced": 298}]).astype({"radius_km": "Float64", "unplaced": "Int64"})
    said = {TOTALS: {"en": "{radius_km} km, {unplaced}"}}
    made = Answer(pd.DataFrame({"n": [1]}), None, (), said, {TOTALS: totals})  # type: ignore[arg-type]
    assert made.summary("en") == "310 km, 298"
