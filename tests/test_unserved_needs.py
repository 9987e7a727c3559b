"""Needs that nobody serves, offers that nobody asks for, equipment and its owner, on drawn networks."""

import pytest
from hypothesis import given, settings

from graph.errors import UnknownEntity
from graph.vocabulary import Kind, Relation
from queries.unserved_needs import unserved_needs
from tests.test_complementarity import ROBOTICS_TREE, firms, skill, some
from tests.toys import encounter, entity, link, network, record


def members(pole, those):
    place = record(pole, Kind.POLE)
    said = entity(place, Kind.POLE, pole.upper())
    for one in those:
        said += [*entity(record(one), Kind.FIRM, one.upper()), link(record(one), Relation.MEMBER_OF, place)]
    return said


def says(one, relation, item, kind=Kind.COMPETENCE):
    target = record(item, kind)
    return [
        *entity(record(one), Kind.FIRM, one.upper()), *entity(target, kind, item), link(record(one), relation, target)
    ]  # fmt: skip


def states(net, **asked):
    table = unserved_needs(net, **asked).table
    return {(row["seeker"][-1], row["need_name"]): row["state"] for row in table.to_dict("records")}


def test_a_need_is_served_in_the_pole_elsewhere_by_something_close_or_by_nobody():
    #  pole P: A, B     A needs cutting (B has it), optics (C, elsewhere), gripping (C welds: close), law (nobody)
    net = network(
        *members("p", "ab"), *says("b", Relation.OFFERS, "cutting"), *says("c", Relation.OFFERS, "optics"),
        *says("c", Relation.OFFERS, "welding"),
        *(one for item in ("cutting", "optics", "gripping", "law") for one in says("a", Relation.NEEDS, item)),
        *(one for part, whole in ROBOTICS_TREE.items() if whole
          for one in [*entity(skill(part), Kind.COMPETENCE, part), *entity(skill(whole), Kind.COMPETENCE, whole),
                      link(skill(part), Relation.PART_OF, skill(whole))]),
    )  # fmt: skip
    assert states(net) == {
        ("a", "cutting"): "served_in_pole", ("a", "optics"): "served_elsewhere", ("a", "gripping"): "related_only",
        ("a", "law"): "unserved",
    }  # fmt: skip
    answer = unserved_needs(net)
    assert list(answer.table["state"]) == ["unserved", "related_only", "served_elsewhere", "served_in_pole"]
    assert answer.table["offer_name"].to_list()[1] == "welding"


def test_one_that_many_look_for_and_nobody_offers_comes_first_and_says_how_many():
    net = firms(needs={"a": "law security", "b": "security", "c": "security"})
    answer = unserved_needs(net)
    assert list(answer.table["need_name"]) == ["security"] * 3 + ["law"]
    assert list(answer.table["rank"]) == [1, 1, 1, 4]
    assert answer.sentences("fr")[0] == "security : demandé par 3 organisations, dont A ; personne ne l'offre."


def test_what_one_offers_itself_does_not_serve_its_own_need():
    assert states(firms({"a": "welding"}, {"a": "welding"})) == {("a", "welding"): "unserved"}


def test_the_nearest_is_the_fewest_steps_away():
    #  A - B - C: both B and C offer welding; D does too, and is nowhere near
    net = firms({"b": "welding", "c": "welding", "d": "welding"}, {"a": "welding"}, meetings=["ab", "bc"])
    found = unserved_needs(net).table.iloc[0]
    assert (found["nearest"], found["steps"], found["offers"]) == ("firm:b", 1, 3)


def test_steps_beyond_three_are_not_told():
    far = firms({"e": "welding"}, {"a": "welding"}, meetings=["ab", "bc", "cd", "de"])
    near = firms({"d": "welding"}, {"a": "welding"}, meetings=["ab", "bc", "cd"])
    assert unserved_needs(far).table["steps"].isna().all() and list(unserved_needs(near).table["steps"]) == [3]
    assert "plus de 3 pas" in unserved_needs(far).sentences("fr")[0]


def test_a_need_for_equipment_leads_to_its_owner_unless_it_is_used_already():
    #  A and B need the laser of C; B uses it already
    laser = record("laser", Kind.EQUIPMENT)
    net = network(
        *says("c", Relation.OFFERS, "laser", Kind.EQUIPMENT), *says("a", Relation.NEEDS, "laser", Kind.EQUIPMENT),
        *says("b", Relation.NEEDS, "laser", Kind.EQUIPMENT), link(record("b"), Relation.USES, laser),
        *entity(laser, Kind.EQUIPMENT, "laser", access="two days a week", capacity="1"),
    )  # fmt: skip
    answer = unserved_needs(net)
    assert answer.table[["seeker", "nearest", "kind"]].to_numpy().tolist() == [["firm:a", "firm:c", "equipment"]]
    shared = answer.more["equipment"].iloc[0]
    assert (shared["owner"], shared["users"], shared["seekers"]) == ("firm:c", 1, "firm:a")
    assert shared["access"] == "two days a week"


def test_offers_that_nobody_looks_for_stand_beside():
    net = firms({"b": "welding optics", "c": "optics"}, {"a": "welding"})
    assert unserved_needs(net).more["unused"][["offer_name", "offers"]].to_numpy().tolist() == [["optics", 2]]


def test_within_a_group_only_the_needs_of_its_members_are_told():
    net = network(
        *members("p", "a"), *says("a", Relation.NEEDS, "law"), *says("b", Relation.NEEDS, "optics"),
    )  # fmt: skip
    assert states(net, within="pole:p") == {("a", "law"): "unserved"}
    with pytest.raises(UnknownEntity):
        unserved_needs(net, within="pole:q")
    with pytest.raises(ValueError, match="kind firm"):
        unserved_needs(net, within="firm:a")


@settings(max_examples=40, deadline=None)
@given(offers=some, needs=some)
def test_every_need_has_one_state_and_unserved_means_that_nobody_else_offers_it(offers, needs):
    found = states(firms(offers, needs))
    assert set(found) == {(one, item) for one, items in needs.items() for item in items.split()}
    for (seeker, item), state in found.items():
        others = [one for one, items in offers.items() if one != seeker and item in items.split()]
        assert (state == "served_elsewhere") == bool(others) and (state == "unserved") == (not others)


def test_an_encounter_is_no_group():
    net = network(
        *says("a", Relation.NEEDS, "law"), *says("b", Relation.OFFERS, "law"), *encounter("m", "ab"),
    )  # fmt: skip
    assert states(net) == {("a", "law"): "served_elsewhere"}


def test_one_need_alone_can_be_asked_about_by_its_name_and_one_that_is_unknown_leads_to_the_nearest():
    net = firms(needs={"a": "law security", "b": "security"}, offers={"c": "securing"})
    assert states(net, need="law") == {("a", "law"): "unserved"}
    assert states(net, need="competence:security") == states(net, need="security")
    with pytest.raises(UnknownEntity, match="competence:security"):
        unserved_needs(net, need="sekurity")
    with pytest.raises(UnknownEntity):
        unserved_needs(net, need="firm:nobody")
    with pytest.raises(ValueError, match="is of the kind firm: choose one of"):
        unserved_needs(net, need="firm:a")
