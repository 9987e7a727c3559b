"""Which poles have never met: every pair is there, and the whole counts each once."""

from itertools import combinations

import pytest

from graph.errors import UnknownEntity
from graph.model import Statement
from graph.network import Network
from graph.vocabulary import Kind, Relation, Role, Status
from queries.pole_matrix import pole_matrix
from tests.toys import encounter, entity, link, network, record

PLATFORM = "platform:plateforme-de-coordination-industrie-du-futur"
MEETING = record("m", Kind.MEETING)


def poles(*names):
    return [one for name in names for one in entity(record(name, Kind.POLE), Kind.POLE, name)]


def members(pole, names, **more):
    """Firms that are members of a pole."""
    for name in names:
        yield from entity(record(name), Kind.FIRM, name)
        yield link(record(name), Relation.MEMBER_OF, record(pole, Kind.POLE), **more)


def meeting(*names, name="m", kind=Kind.MEETING, **more):
    said = encounter(name, "", kind, **more)
    parties = [
        link(record(one, Kind.POLE), Relation.TOOK_PART_IN, record(name, kind), key=Role.PARTNER) for one in names
    ]
    return [*said, *parties]


def cell(answer, a, b):
    table = answer.table
    return table[(table["a"] == f"pole:{a}") & (table["b"] == f"pole:{b}")].iloc[0]


def test_four_poles_make_six_cells_empty_ones_first():
    answer = pole_matrix(network(*poles("a", "b", "c", "d"), *meeting("a", "d")))
    pairs = [(a[-1], b[-1]) for a, b in zip(answer.table["a"], answer.table["b"], strict=True)]
    assert sorted(pairs) == list(combinations("abcd", 2))
    assert pairs[-1] == ("a", "d") and list(answer.table["state"]) == ["empty"] * 5 + ["linked"]


def test_members_expected_in_common_and_how_probable_as_many_are():
    #  20 members; p has 5 of them, q 4, and 2 are members of both; r has 13
    everyone = [f"f{n}" for n in range(20)]
    said = [
        *poles("p", "q", "r"),
        *members("p", everyone[:5]),
        *members("q", everyone[3:7]),
        *members("r", everyone[7:]),
    ]
    found = cell(pole_matrix(network(*said)), "p", "q")
    assert (found["shared_members"], found["expected_shared"]) == (2, 1.0)
    assert found["p_shared"] == pytest.approx(0.2487, abs=5e-5)


def test_the_pair_that_would_share_most_comes_first_among_the_empty_ones():
    said = [*poles("p", "q", "r"), *members("p", "abcd"), *members("q", "efg"), *members("r", "h")]
    answer = pole_matrix(network(*said))
    assert list(answer.table["expected_shared"]) == [1.5, 0.5, 0.375]
    assert list(answer.table["b"]) == ["pole:q", "pole:r", "pole:r"]


def test_of_a_pole_without_known_members_nothing_is_expected_and_the_reason_is_given():
    answer = pole_matrix(network(*poles("p", "q", "r"), *members("p", "ab"), *members("q", "c")))
    assert cell(answer, "p", "r")["reason"] == "no_member_known"
    assert answer.table["expected_shared"].isna().tolist() == [False, True, True]
    assert "n'ont ni adhérent commun ni rencontre commune." in answer.sentences("fr")[-1]


def test_of_pairs_of_which_nothing_is_expected_those_of_the_most_encounters_come_first():
    said = [*poles("a", "b", "c", "d"), *meeting("c"), *meeting("d", name="n"), *meeting("d", name="o")]
    table = pole_matrix(network(*said)).table
    pairs = ["".join(one[-1] for one in pair) for pair in zip(table["a"], table["b"], strict=True)]
    assert pairs == ["cd", "ad", "bd", "ac", "bc", "ab"]


def test_the_one_member_that_joins_two_poles_is_named_unless_they_also_met():
    said = [*poles("p", "q"), *members("p", "ab"), *members("q", "b")]
    assert cell(pole_matrix(network(*said)), "p", "q")["only_link"] == "firm:b"
    found = cell(pole_matrix(network(*said, *meeting("p", "q"))), "p", "q")
    assert (found["shared_members"], found["encounters"]) == (1, 1) and str(found["only_link"]) == "<NA>"


def test_encounters_alliances_visits_and_their_days():
    said = [*poles("p", "q"), *meeting("p", "q", since="2014-05"), *meeting("p", "q", name="x", since="XXXX-02")]
    said += meeting("p", "q", name="v", kind=Kind.VISIT, since="2016")
    said += meeting("p", "q", name="s", kind=Kind.ALLIANCE, status=Status.SIGNED, since="2015-07-09")
    said += meeting("p", "q", name="later", status=Status.ANNOUNCED, since="2019")
    found = cell(pole_matrix(network(*said)), "p", "q")
    assert (found["encounters"], found["alliances"], found["visits"]) == (4, 1, 1)
    assert (found["first"], found["last"], found["documents"]) == ("2014-05", "2016", "doc:drawn")


def test_two_roles_in_one_meeting_are_one_encounter():
    twice = link(record("p", Kind.POLE), Relation.TOOK_PART_IN, MEETING, key=Role.ORGANIZER)
    answer = pole_matrix(network(*poles("p", "q"), *meeting("p", "q"), twice))
    assert cell(answer, "p", "q")["encounters"] == 1


def test_competences_that_both_offer_are_no_link():
    skill, press = record("skill", Kind.COMPETENCE), record("press", Kind.EQUIPMENT)
    said = [*poles("p", "q"), *entity(skill, Kind.COMPETENCE, "skill"), *entity(press, Kind.EQUIPMENT, "press")]
    said += [link(record(one, Kind.POLE), Relation.OFFERS, thing) for one in "pq" for thing in (skill, press)]
    found = cell(pole_matrix(network(*said)), "p", "q")
    assert (found["shared_competences"], found["state"]) == (1, "empty")


def whole(more):
    return more["totals"][["poles", "pairs", "empty", "members", "encounters"]].iloc[0].to_dict()


def test_the_whole_is_said_in_a_sentence_with_the_pair_that_chance_explains_least():
    said = [*poles("p", "q", "r"), *members("p", "ab"), *members("q", "ab"), *members("r", "cdef")]
    answer = pole_matrix(network(*said))
    least = "la plus inattendue : p – q, 2 adhérents communs"
    assert answer.summary("fr") == f"Sur 3 paires de pôles, 2 n'ont ni adhérent commun ni rencontre commune ; {least}."
    alone = pole_matrix(network(*poles("p", "q")))
    assert alone.summary("en") == "Of 1 pair of poles, 1 has neither a member nor an encounter in common."
    assert pole_matrix(network(*poles("p"))).summary("fr") == ""


def test_a_member_of_three_poles_counts_once_in_the_whole():
    said = [*poles("p", "q", "r"), *members("p", "ab"), *members("q", "b"), *members("r", "bc")]
    more = pole_matrix(network(*said)).more
    assert whole(more) == {"poles": 3, "pairs": 3, "empty": 0, "members": 3, "encounters": 0}
    assert list(more["poles"]["shared_members"]) == [1, 1, 1] and list(more["poles"]["members"]) == [2, 1, 2]


def test_one_encounter_of_three_poles_fills_three_cells():
    more = pole_matrix(network(*poles("p", "q", "r", "s"), *meeting("p", "q", "r"))).more
    assert whole(more) == {"poles": 4, "pairs": 6, "empty": 3, "members": 0, "encounters": 1}
    assert list(more["poles"]["linked_poles"]) == [2, 2, 2, 0]


@pytest.mark.parametrize("status", [Status.ASKED, Status.DENIED, Status.ENDED])
def test_a_membership_that_does_not_count_joins_nobody(status):
    said = [*poles("p", "q"), *members("p", "a"), *members("q", "a", status=status)]
    assert list(pole_matrix(network(*said)).table["state"]) == ["empty"]


def test_within_a_platform_only_its_own_poles_are_compared_and_it_links_nobody():
    home = record("home", Kind.PLATFORM)
    said = [*poles("p", "q", "r"), *entity(home, Kind.PLATFORM, "Home"), *members("p", "a"), *members("r", "a")]
    said += [link(record(one, Kind.POLE), Relation.MEMBER_OF, home) for one in "pq"]
    said.append(Statement("doc:drawn", record("a"), Relation.MEMBER_OF, home))
    answer = pole_matrix(network(*said), within="platform:home")
    assert list(zip(answer.table["a"], answer.table["b"], answer.table["state"], strict=True)) == [
        ("pole:p", "pole:q", "empty")
    ]
    with pytest.raises(ValueError, match="--within: 'firm:a' is of the kind firm: choose one of pole, cluster, "):
        pole_matrix(network(*said), within="firm:a")
    with pytest.raises(UnknownEntity):
        pole_matrix(network(*said), within="platform:hom3")


def test_eleven_poles_of_the_platform_make_55_pairs(shipped):
    answer = pole_matrix(Network.read(shipped), within=PLATFORM)
    assert len(answer.table) == 55 and answer.more["totals"]["empty"].iloc[0] == 54
    assert answer.table.iloc[-1][["a_name", "b_name"]].tolist() == ["Images & Réseaux", "Cap Digital"]
    assert "paires de pôles : 55, dont sans adhérent commun ni rencontre commune : 54" in answer.basis.sentence("fr")


def test_thirteen_cells_are_filled_by_only_four_encounters(shipped):
    answer = pole_matrix(Network.read(shipped))
    linked = answer.table[answer.table["state"] == "linked"]
    assert len(linked) == 13 and answer.more["totals"]["encounters"].iloc[0] == 4
    assert len({*linked["a"], *linked["b"]}) == 10
