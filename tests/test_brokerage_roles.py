"""What kind of broker: the published example, every triple counted, every permutation drawn."""

from collections import Counter
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from graph.network import Network
from graph.vocabulary import Kind, Relation, Role, Status
from queries.belonging import belonging, one_group
from queries.brokerage_roles import brokerage_roles
from queries.regions import REGIONS
from queries.roles import ROLES, by_chance, passages
from tests.toys import encounter, entity, link, met, network, record

ARCS = [(1, 2), (1, 3), (2, 3), (2, 4), (3, 4), (3, 6), (4, 1), (4, 5), (5, 2), (5, 6), (6, 4)]
GROUPS = [1, 1, 2, 2, 3, 3]
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def net_of(arcs, size):
    made = np.zeros((size, size), dtype=int)
    for source, target in arcs:
        made[source - 1, target - 1] = 1
    return made


def one_by_one(net, groups):
    """Every ordered triple, looked at."""
    found = {role: np.zeros(len(net), dtype=int) for role in ROLES}
    for a, v, c in permutations(range(len(net)), 3):
        if net[a, v] and net[v, c] and not net[a, c]:
            found[path(*(groups[one] for one in (a, v, c)))][v] += 1
    return found


def path(a, v, c):
    """`aab` for two alike and another: letters in the order in which groups appear, the ends' own first."""
    if a == c:
        return "aaa" if v == a else "aba"
    return "abb" if v == c else "aab" if v == a else "abc"


def test_the_published_example_has_the_published_counts():
    found = passages(sparse.csr_array(net_of(ARCS, 6)), np.array(GROUPS))
    assert {role: count.tolist() for role, count in found.items()} == {
        "aaa": [0, 0, 0, 0, 0, 0],
        "aba": [1, 0, 0, 2, 0, 0],
        "abb": [1, 0, 1, 0, 1, 0],
        "aab": [0, 1, 0, 2, 0, 1],
        "abc": [0, 2, 2, 2, 1, 0],
    }


def visitors(arcs, groups):
    """Firms of sectors, of which each arc's first went to see the second."""
    said = []
    for n, group in enumerate(groups, 1):
        said += entity(record(f"f{n}"), Kind.FIRM, f"F{n}", sector=f"sector {group}")
    for n, (source, target) in enumerate(arcs):
        said += encounter(f"Visit {n}", "", Kind.VISIT)
        for one, role in ((source, Role.DELEGATE), (target, Role.HOST)):
            said.append(link(record(f"f{one}"), Relation.TOOK_PART_IN, record(f"Visit {n}", Kind.VISIT), key=role))
    return network(*said)


def test_visits_lead_from_delegate_to_host_and_a_visit_that_is_announced_leads_nowhere():
    table = brokerage_roles(visitors(ARCS, GROUPS), by="sector", layer="visits").table.set_index("id")
    rows = table.loc[[f"firm:f{n}" for n in range(1, 7)]]
    assert rows["itinerant_aba"].tolist() == [1, 0, 0, 2, 0, 0]
    assert rows["gatekeeper_abb"].tolist() == [1, 0, 1, 0, 1, 0]
    assert rows["representative_aab"].tolist() == [0, 1, 0, 2, 0, 1]
    assert rows["liaison_abc"].tolist() == [0, 2, 2, 2, 1, 0] and rows["gateway_abb"].isna().all()
    announced = [*encounter("v", "", Kind.VISIT, Status.ANNOUNCED), *entity(record("a"), Kind.FIRM, "A")]
    announced += [link(record("a"), Relation.TOOK_PART_IN, record("v", Kind.VISIT), key=Role.DELEGATE)]
    assert brokerage_roles(network(*announced), layer="visits").table["reason"].tolist() == ["no_visit"]


arcs_of = st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)).filter(lambda arc: arc[0] != arc[1]), max_size=16)


@given(arcs_of, st.lists(st.integers(0, 2), min_size=6, max_size=6))
@settings(deadline=None, max_examples=100)
def test_every_triple_looked_at_gives_the_same(arcs, groups):
    net = net_of(arcs, 6)
    found, expected = passages(sparse.csr_array(net), np.array(groups)), one_by_one(net, groups)
    assert all((found[role] == expected[role]).all() for role in ROLES)


@given(arcs_of, st.lists(st.integers(0, 2), min_size=5, max_size=5), st.booleans())
@settings(deadline=None, max_examples=20)
def test_mean_and_deviation_are_those_of_all_permutations_of_the_groups(arcs, groups, both_ways):
    net = net_of([arc for arc in arcs if max(arc) < 6], 5)
    net = np.maximum(net, net.T) if both_ways else net
    every = [one_by_one(net, drawn) for drawn in permutations(groups)]
    for role, (mean, deviation) in by_chance(sparse.csr_array(net), np.array(groups)).items():
        counts = np.array([one[role] for one in every])
        assert mean == pytest.approx(counts.mean(axis=0)) and deviation == pytest.approx(counts.std(axis=0))


def test_999_permutations_that_are_drawn_come_near():
    draw = np.random.default_rng(999)
    net = (draw.random((40, 40)) < 0.15).astype(int)
    np.fill_diagonal(net, 0)
    arcs, groups = sparse.csr_array(net), draw.integers(0, 4, 40)
    drawn = [passages(arcs, draw.permutation(groups)) for _ in range(999)]
    for role, (mean, deviation) in by_chance(arcs, groups).items():
        counts = np.array([one[role] for one in drawn])
        assert np.abs(counts.mean(axis=0) - mean).max() < 4 * deviation.max() / np.sqrt(999)
        assert counts.std(axis=0) == pytest.approx(deviation, rel=0.12)


@given(st.lists(st.sets(st.sampled_from("abcdef"), min_size=2, max_size=3), min_size=1, max_size=6))
@settings(deadline=None, max_examples=30)
def test_ties_lead_both_ways_each_pair_of_others_counted_once(parties):
    sectors = dict(zip("abcdef", "xxyyzz", strict=True))
    said = [one for n, group in enumerate(parties) for one in encounter(f"M{n}", group)]
    said += [
        one for letter, sector in sectors.items() for one in entity(record(letter), Kind.FIRM, letter, sector=sector)
    ]
    table = brokerage_roles(network(*said), by="sector").table.set_index("id")
    tied = {frozenset((a, b)) for group in parties for a in group for b in group if a != b}
    for v in set().union(*parties):
        near = sorted({one for pair in tied if v in pair for one in pair} - {v})
        open_pairs = [(a, c) for n, a in enumerate(near) for c in near[n + 1 :] if frozenset((a, c)) not in tied]
        counts = Counter(path(sectors[a], sectors[v], sectors[c]) for a, c in open_pairs)
        row = table.loc[f"firm:{v}"]
        assert row["gateway_abb"] == counts["abb"] + counts["aab"] and row["passages"] == len(open_pairs)
        assert (row["coordinator_aaa"], row["itinerant_aba"], row["liaison_abc"]) == tuple(
            counts[one] for one in ("aaa", "aba", "abc")
        )


def test_between_two_of_one_sector_and_one_of_another():
    #   a(x) - b(y) - c(x), and b - d(y)
    said = [*encounter("1", "ab"), *encounter("2", "bc"), *encounter("3", "bd")]
    said += [one for letter, sector in zip("abcd", "xyxy", strict=True) for one in sectored(letter, sector)]
    answer = brokerage_roles(network(*said), by="sector")
    row = answer.table.iloc[0]
    assert (row["id"], row["passages"], row["role"], row["of_role"]) == ("firm:b", 3, "gateway", 2)
    assert (row["itinerant_aba"], row["gateway_abb"], row["liaison_abc"]) == (1, 2, 0)
    assert answer.sentences("fr")[0] == "B (y) relie surtout son groupe à d'autres (2 passages sur 3)."


def sectored(letter, sector):
    return entity(record(letter), Kind.FIRM, letter.upper(), sector=sector)


def test_who_belongs_to_no_known_group_is_left_out_and_counted():
    said = [*encounter("1", "ab"), *encounter("2", "bc"), *encounter("3", "bd"), *encounter("4", "de")]
    said += [one for letter in "abc" for one in sectored(letter, "x")]
    answer = brokerage_roles(network(*said), by="sector")
    table = answer.table.set_index("id")
    assert table.loc["firm:b", "passages"] == 1 and list(table.loc[["firm:d", "firm:e"], "reason"]) == ["no_group"] * 2
    assert "organisations laissées de côté, de groupe inconnu ou de plusieurs : 2" in answer.basis.sentence("fr")
    assert answer.sentences("en")[-1].endswith("without a tie: group unknown.")


def test_a_role_that_no_permutation_changes_has_no_z():
    table = brokerage_roles(met("ab", "bc"), by="kind").table
    assert table["coordinator_aaa"].tolist() == [1, 0, 0] and table["z_coordinator"].isna().all()


def test_organisations_without_ties_change_no_score():
    said = [*encounter("1", "ab"), *encounter("2", "bc"), *encounter("3", "cd"), *encounter("4", "ce")]
    said += [one for letter, sector in zip("abcde", "xyxyx", strict=True) for one in sectored(letter, sector)]
    lonely = [one for n in range(9) for one in sectored(f"lonely{n}", "y")]
    before, after = (brokerage_roles(network(*every), by="sector").table for every in (said, [*said, *lonely]))
    columns = [name for name in before if name.startswith("z_") or "_a" in name]
    assert before["z_gateway"].notna().any()
    assert (
        after.loc[:4, columns].to_csv() == before[columns].to_csv()
        and list(after["reason"][5:]) == ["no_encounter"] * 9
    )


def test_who_met_nobody_is_told_to_have_no_encounter_though_it_has_links_of_other_kinds():
    pole = record("p", Kind.POLE)
    said = [*encounter("1", "ab"), *entity(record("m"), Kind.FIRM, "M"), *entity(pole, Kind.POLE, "P")]
    answer = brokerage_roles(network(*said, link(record("m"), Relation.MEMBER_OF, pole)), by="kind")
    (told,) = (one for one in answer.sentences("fr") if one.startswith("M "))
    assert told.endswith("dans aucun cas connu : aucune rencontre commune qui compte.")


def test_a_member_of_two_poles_is_in_no_single_group_and_a_pole_is_in_its_own():
    p, q = record("p", Kind.POLE), record("q", Kind.POLE)
    said = [*entity(p, Kind.POLE, "P"), *entity(q, Kind.POLE, "Q"), *encounter("1", "ab")]
    said += [link(record(one), Relation.MEMBER_OF, pole) for one, pole in (("a", p), ("b", p), ("b", q))]
    alone, reasons = one_group(network(*said), "pole")
    assert dict(zip(alone["id"], alone["group"], strict=True)) == {
        "firm:a": "pole:p", "pole:p": "pole:p", "pole:q": "pole:q",
    }  # fmt: skip
    assert dict(reasons) == {"firm:b": "several_groups"}


def test_a_region_is_read_from_places_from_what_they_are_part_of_and_from_french_postcodes():
    region, lyon = record("rhone-alpes", Kind.TERRITORY), record("lyon", Kind.TERRITORY)
    said = [*entity(region, Kind.TERRITORY, "Rhône-Alpes", type="région"), *entity(lyon, Kind.TERRITORY, "Lyon")]
    said += [link(lyon, Relation.PART_OF, region), *entity("insee:44109", Kind.TERRITORY, "Nantes")]
    for name, place in (("a", lyon), ("b", region), ("c", "insee:44109")):
        said += [*entity(record(name), Kind.FIRM, name), link(record(name), Relation.LOCATED_IN, place)]
    said += entity(record("d"), Kind.FIRM, "D", postcode="20167")
    said += entity(record("e"), Kind.FIRM, "E", postcode="80331", country="DE")
    rows = belonging(network(*said), "region")
    assert dict(zip(rows["organisation"], rows["group"], strict=True)) == {
        "firm:a": "Auvergne-Rhône-Alpes", "firm:b": "Auvergne-Rhône-Alpes",
        "firm:c": "Pays de la Loire", "firm:d": "Corse",
    }  # fmt: skip


def test_every_department_lies_in_one_region():
    codes = [code for departments, _ in REGIONS.values() for code in departments.split()]
    assert len(codes) == len(set(codes)) == 96 + 5 + 1 and len(REGIONS) == 18  # and 20, of Corsican postcodes


def test_a_word_that_is_no_grouping_or_layer_is_refused():
    with pytest.raises(ValueError, match="by: write one of region, country, sector, kind, pole, not 'size'"):
        brokerage_roles(met("ab"), by="size")
    with pytest.raises(ValueError, match="layer: write encounters or visits, not 'all'"):
        brokerage_roles(met("ab"), layer="all")


needs_knoke = pytest.mark.skipif(
    not (SHARED / "ucinet_KnokBur.paj").is_file(), reason="KnokBur is not in ../shared/data"
)


@needs_knoke
def test_the_organisations_of_indianapolis_by_their_sectors():
    """Knoke and Wood's exchange of information: 49 arcs, each triple also looked at one by one."""
    text = (SHARED / "ucinet_KnokBur.paj").read_text(encoding="latin-1")
    arcs = [
        tuple(map(int, row.split()[:2]))
        for row in text.partition("*Arcs")[2].partition("*")[0].split("\n")
        if row.strip()
    ]
    sectors = [
        int(one) for one in text.partition("*Partition")[2].partition("*Vector")[0].split("\n")[2:] if one.strip()
    ]
    assert len(arcs) == 49 and len(sectors) == 10
    net = net_of(arcs, 10)
    found, expected = passages(sparse.csr_array(net), np.array(sectors)), one_by_one(net, sectors)
    assert all((found[role] == expected[role]).all() for role in ROLES)
    assert sum(one.sum() for one in found.values()) == len(
        [1 for a, v, c in permutations(range(10), 3) if net[a, v] and net[v, c] and not net[a, c]]
    )


def test_the_poles_of_horizon_2020_stand_between_countries(shipped):
    answer = brokerage_roles(Network.read(shipped), by="country")
    row = answer.table.set_index("name").loc["Plastipolis"]
    assert (row["passages"], row["itinerant_aba"], row["role"], row["notable"]) == (3315, 471, "liaison", "itinerant")
    assert row["z_itinerant"] == pytest.approx(5.41, abs=0.005)


needs_padgett = pytest.mark.skipif(
    not (SHARED / "wafa_Padgett.paj").is_file(), reason="wafa_Padgett.paj is not in ../shared/data"
)


@needs_padgett
def test_the_medici_stand_between_fourteen_pairs_of_families_that_did_not_marry():
    """Padgett's marriages: six families married to the Medici, of whom one pair married each other."""
    text = (SHARED / "wafa_Padgett.paj").read_text(encoding="latin-1")
    arcs = [
        tuple(map(int, row.split()[:2]))
        for row in text.partition('"Marital"')[2].partition("*")[0].strip().splitlines()
    ]
    wealth = [float(one) for one in text.partition("*Vector Wealth")[2].partition("*Vector")[0].split("\n")[2:18]]
    rich = [int(one > np.median(wealth)) for one in wealth]
    net = net_of(arcs, 16)
    assert (net == net.T).all() and net.sum() == 40
    found, expected = passages(sparse.csr_array(net), np.array(rich)), one_by_one(net, rich)
    assert all((found[role] == expected[role]).all() for role in ROLES)
    assert sum(int(count[8]) for count in found.values()) == 2 * 14
