"""Which pairs meet only through one group: pairs that one can count, each of them walked."""

import random
import time
from collections import defaultdict
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import UnknownEntity
from graph.network import Network
from graph.vocabulary import Kind, Relation, Status
from queries.sole_brokers import sole_brokers
from tests.toys import encounter, entity, link, network, record


def group(name, members, kind=Kind.POLE, **more):
    """A group and its members, firms called by their letters."""
    said = entity(record(name, kind), kind, name.upper())
    for one in members:
        said += entity(record(one), Kind.FIRM, one.upper())
        said.append(link(record(one), Relation.MEMBER_OF, record(name, kind), **more))
    return said


def rows(answer):
    return {one["id"].partition(":")[2]: one for one in answer.table.to_dict("records")}


def test_a_pair_with_two_poles_in_common_is_half_of_each_and_nobodys_alone():
    answer = sole_brokers(network(*group("p1", "ab"), *group("p2", "abc")))
    p1, p2 = rows(answer)["p1"], rows(answer)["p2"]
    assert (p1["mediated"], p1["sole_pairs"]) == (0.5, 0) and (p2["mediated"], p2["sole_pairs"]) == (2.5, 2)
    assert answer.more["pairs"][["broker", "a", "b"]].to_numpy().tolist() == [
        ["pole:p2", "firm:a", "firm:c"], ["pole:p2", "firm:b", "firm:c"],
    ]  # fmt: skip
    assert answer.sentences("fr")[0] == "2 couples d'adhérents ne se croisent que chez P2 (pôle)."
    assert answer.sentences("en")[1] == "No pair of members meets only through P1 (pole)."


def test_who_met_elsewhere_needs_no_go_between_and_an_announced_meeting_is_none():
    said = [*group("p", "abc"), *encounter("held", "ab"), *encounter("later", "bc", status=Status.ANNOUNCED)]
    assert rows(sole_brokers(network(*said)))["p"]["sole_pairs"] == 2


def test_an_industry_community_is_no_go_between_and_an_ended_membership_brings_nobody_together():
    said = [*group("c", "ab", Kind.INDUSTRY_COMMUNITY), *group("p", "ab", status=Status.ENDED), *group("q", "a")]
    found = rows(sole_brokers(network(*said)))
    assert list(found) == ["q"] and found["q"]["members"] == 1


def test_pairs_between_regions_and_sectors_are_counted_where_both_are_known():
    said = group("p", "abcd")
    places = {"a": ("35000", "x"), "b": ("44000", "y"), "c": ("49000", "x")}
    for name, (postcode, sector) in places.items():
        said += entity(record(name), Kind.FIRM, name.upper(), postcode=postcode, sector=sector)
    answer = sole_brokers(network(*said))
    row = rows(answer)["p"]
    assert (row["sole_pairs"], row["between_regions"], row["between_sectors"]) == (6, 2, 2)
    assert (row["regions"], row["of_regions"]) == ("Bretagne – Pays de la Loire", 2)
    assert answer.more["pairs"][["a", "b"]].iloc[0].tolist() == ["firm:a", "firm:b"]  # of two regions and two sectors
    assert (
        "6 couples d'adhérents ne se croisent que chez P (pôle), dont 2 Bretagne – Pays de la Loire"
        in (answer.sentences("fr")[0])
    )


def test_where_no_region_is_known_their_number_is_missing_and_not_none():
    table = sole_brokers(network(*group("p", "ab"))).table
    assert list(table["reason"]) == ["no_location"]
    assert table[["between_regions", "between_sectors", "regions", "of_regions"]].isna().all(axis=None)


def test_one_broker_alone_and_as_many_pairs_as_asked_for():
    net = network(*group("p", "abcd"), *group("q", "ef"))
    answer = sole_brokers(net, broker="pole:p", most=4)
    assert list(answer.table["id"]) == ["pole:p"] and len(answer.more["pairs"]) == 4
    assert answer.table["sole_pairs"].iloc[0] == 6
    with pytest.raises(ValueError, match="'firm:a' is of the kind firm"):
        sole_brokers(net, broker="firm:a")
    with pytest.raises(UnknownEntity):
        sole_brokers(net, broker="pole:r")


def test_a_group_without_known_members_has_no_row():
    assert sole_brokers(network(*group("p", "")), broker="pole:p").table.empty


subsets = st.lists(st.sets(st.sampled_from("abcdef"), max_size=5), min_size=1, max_size=4)


@given(subsets, subsets)
@settings(deadline=None, max_examples=60)
def test_every_pair_walked_gives_the_same_and_each_is_shared_out_once(poles, meetings):
    said = [one for n, members in enumerate(poles) for one in group(f"p{n}", sorted(members))]
    said += [one for n, parties in enumerate(meetings) for one in encounter(f"M{n}", sorted(parties))]
    found = rows(sole_brokers(network(*said)))
    mediated, sole = defaultdict(float), defaultdict(int)
    for a, b in combinations("abcdef", 2):
        between = [f"p{n}" for n, members in enumerate(poles) if {a, b} <= members]
        if between and not any({a, b} <= parties for parties in meetings):
            for one in between:
                mediated[one] += 1 / len(between)
                sole[one] += len(between) == 1
    assert {one: row["sole_pairs"] for one, row in found.items() if row["sole_pairs"]} == {
        one: count for one, count in sole.items() if count
    }  # fmt: skip
    assert {one: row["mediated"] for one, row in found.items() if row["mediated"]} == pytest.approx(dict(mediated))
    assert sum(row["mediated"] for row in found.values()) == pytest.approx(sum(mediated.values()))


def test_the_eleven_poles_of_the_platform_meet_only_there_but_for_one_pair(shipped):
    answer = sole_brokers(Network.read(shipped))
    row = answer.table.iloc[0]
    assert (row["members"], row["sole_pairs"], len(answer.more["pairs"])) == (11, 54, 54)
    assert answer.basis.sentence("fr").endswith("sans rencontre commune : 54")


def test_54_poles_of_312_members_take_less_than_five_seconds():
    draw = random.Random(54)
    said = [one for n in range(54) for one in entity(record(f"p{n}", Kind.POLE), Kind.POLE, f"P{n}")]
    for n in range(5_000):
        said += entity(record(f"f{n}"), Kind.FIRM, f"F{n}", postcode=draw.choice(("35000", "44000", "69001")))
    for n in range(54):
        members = draw.sample(range(5_000), 312)
        said += [link(record(f"f{one}"), Relation.MEMBER_OF, record(f"p{n}", Kind.POLE)) for one in members]
    net = network(*said)
    before = time.process_time()
    answer = sole_brokers(net)
    assert time.process_time() - before < 5
    assert list(answer.table["members"]) == [312] * 54 and (answer.table["sole_pairs"] > 30_000).all()
    assert answer.table["between_regions"].notna().all() and len(answer.more["pairs"]) == 54 * 200
