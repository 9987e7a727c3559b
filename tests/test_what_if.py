"""What if: any question before and after, of a copy that nobody keeps."""

import pandas as pd
import pytest

from graph.errors import UnknownEntity
from graph.network import Network
from graph.vocabulary import Kind, Relation, Status
from queries.catalogue import CATALOGUE
from queries.centrality import centrality
from queries.report import report
from queries.supposed import supposed
from queries.what_if import COLUMNS, what_if
from tests.test_catalogue import arguments, toy
from tests.toys import encounter, entity, link, met, network, record

OTHERS = [one for one in CATALOGUE if one.name != "what_if"]
POLE = record("p", Kind.POLE)


def rows(answer):
    return answer.table.set_index(answer.table["id"].str.partition(":")[2])


def hung_on_a_pole():
    """A and B met; C and D are members of the pole, as is A."""
    said = [*encounter("M", "ab"), *entity(POLE, Kind.POLE, "P")]
    said += [one for name in "cd" for one in entity(record(name), Kind.FIRM, name.upper())]
    return network(*said, *(link(record(name), Relation.MEMBER_OF, POLE) for name in "acd"))


def test_who_is_removed_is_gone_and_its_partners_have_one_less():
    answer = what_if(met("abc", "cd"), remove=["firm:c"])
    table = rows(answer)
    assert dict(table["state"]) == {"a": "stayed", "b": "stayed", "c": "gone", "d": "stayed"}
    assert dict(table["change"].fillna(99)) == {"a": -1, "b": -1, "c": 99, "d": -1}
    assert (table.loc["c", "before"], table.loc["c", "rank_before"]) == (3, 1) and not table.loc["c", "appeared"]
    assert answer.sentences("fr")[0] == "C disparaît ; partenaires : 3 ; c'était le rang 1."


def test_who_is_added_by_a_link_appears_and_changes_the_others():
    answer = what_if(met("ab"), add=["firm:new~TOOK_PART_IN~meeting:meeting-0~guest"])
    table = rows(answer)
    assert dict(table["after"]) == {"a": 2, "b": 2, "new": 2} and table.loc["new", "appeared"]
    assert answer.sentences("en")[0] == "new appears; partners: 2; at rank 1."


def test_an_alliance_that_is_not_there_yet_can_be_supposed():
    added = ["firm:a~TOOK_PART_IN~alliance:new", "firm:c~TOOK_PART_IN~alliance:new"]
    table = rows(what_if(met("ab", "cd"), query="brokers", add=added))
    assert table.loc["a", "before"] == 0 and table.loc["a", "after"] == pytest.approx(2 / 3)
    assert table.loc["a", "rank_after"] == 1


def test_what_is_only_announced_can_be_supposed_to_be_confirmed():
    net = network(*encounter("M", "a"), *encounter("N", "b"))
    asked = link(record("b"), Relation.TOOK_PART_IN, record("M", Kind.MEETING), key="guest", status=Status.ASKED)
    net = network(*encounter("M", "a"), *entity(record("b"), Kind.FIRM, "B"), asked)
    assert set(what_if(net).table["after"]) == {0}
    assert set(what_if(net, add=["firm:b~TOOK_PART_IN~meeting:m~guest"]).table["after"]) == {1}


def test_a_link_can_be_removed_alone():
    answer = what_if(met("ab", "ac"), remove=["firm:b~TOOK_PART_IN~meeting:meeting-0~partner"])
    assert dict(rows(answer)["after"]) == {"a": 1, "b": 0, "c": 1}


def test_without_a_pole_the_pairs_are_listed_that_only_it_joined():
    answer = what_if(hung_on_a_pole(), remove=["pole:p"])
    pairs = [(one["a"][-1] + one["b"][-1]) for one in answer.more["unreached"].to_dict("records")]
    assert pairs == ["ac", "ad", "bc", "bd", "cd"]
    assert list(answer.more["unreached"]["a_name"])[:3] == ["A", "A", "B"]
    assert "couples laissés sans chemin : 5" in answer.basis.sentence("fr")
    assert what_if(hung_on_a_pole(), remove=["firm:d"]).more["unreached"].empty


@pytest.mark.parametrize("asked", OTHERS, ids=lambda one: one.name)
def test_an_empty_list_changes_nothing_whatever_is_asked(asked):
    given = [f"{name}={value}" for name, value in arguments(asked, "firm:a", "firm:f").items()]
    answer = what_if(toy(), query=asked.name, given=given)
    assert list(answer.table["state"].unique()) == ["stayed"] and (answer.table["change"].dropna() == 0).all()
    assert answer.more["unreached"].empty and list(answer.table) == [one.name for one in COLUMNS]


def test_the_page_on_a_pole_is_compared_figure_by_figure(shipped):
    net, emc2 = Network.read(shipped), "pole:emc2"
    table = what_if(net, query="report", given=[f"organisation={emc2}"], remove=["firm:boeing"]).table
    found = table.set_index(table["id"].str.split("~").str[1])
    without = supposed(net, remove=["firm:boeing"])
    pages = [report(one, organisation=emc2).table.dropna(subset=["label"]).set_index("label") for one in (net, without)]
    assert found.loc["betweenness", "before"] == pages[0].loc["betweenness", "value"] > 0
    assert found.loc["betweenness", "after"] == pages[1].loc["betweenness", "value"] == 0
    assert found.loc["sole_pairs", "state"] == "gone" and "sole_pairs" not in pages[1].index


def test_the_answer_before_is_that_of_the_question_and_the_answer_after_that_of_the_network_without():
    net = met("abc", "cd", "def")
    table = what_if(net, remove=["firm:d"], column="harmonic").table.dropna(subset=["before"]).set_index("id")
    before, after = (centrality(one).table.set_index("id")["harmonic"] for one in (net, met("abc", "c", "ef")))
    pd.testing.assert_series_equal(table["before"].sort_index(), before.sort_index(), check_names=False)
    stayed = table[table["state"] == "stayed"]
    pd.testing.assert_series_equal(stayed["after"].sort_index(), after.sort_index(), check_names=False)


def test_nothing_is_left_of_it_in_the_network():
    net = hung_on_a_pole()
    before = (net.content_hash, net.source_hash)
    what_if(net, remove=["pole:p"], add=["firm:new~MEMBER_OF~pole:q"])
    assert (net.content_hash, net.source_hash) == before
    other = supposed(net, remove=["pole:p"])
    assert not other.links["target"].eq("pole:p").any() and not other.mentions["about"].str.contains("pole:p").any()


def test_a_question_about_who_was_removed_has_no_row_any_more():
    answer = what_if(met("ab"), query="profile", given=["organisation=firm:a"], remove=["firm:a"])
    assert set(answer.table["state"]) == {"gone"}


def test_options_of_the_question_are_given_to_it():
    net = network(*encounter("M", "ab"), *encounter("V", "bc", Kind.VISIT))
    table = rows(what_if(net, given=["kinds=visit+event"]))
    assert dict(table["before"]) == {"a": 0, "b": 1, "c": 1}


@pytest.mark.parametrize("wrong, said", [
    ({"query": "what_if"}, "what_if asks another question"),
    ({"query": "luck"}, "There is no query 'luck'"),
    ({"query": "profile"}, "profile needs organisation"),
    ({"given": ["luck=1"]}, "centrality has no option 'luck'; its own are: kinds, robust"),
    ({"column": "name"}, "centrality has no number 'name'; it has partners, encounters"),
    ({"add": ["luck:new"]}, "'luck:new' cannot be added"),
    ({"add": ["firm:a"]}, "'firm:a' is in this network already"),
    ({"add": ["firm:a~KNOWS~firm:b"]}, "'firm:a~KNOWS~firm:b' is no link"),
    ({"add": ["firm:a~MEMBER_OF~firm:b"]}, "'firm:a~MEMBER_OF~firm:b' cannot be"),
    ({"add": ["firm:a~TOOK_PART_IN~meeting:meeting-0~luck"]}, "cannot be"),
])  # fmt: skip
def test_what_cannot_be_supposed_is_refused_with_what_to_write(wrong, said):
    with pytest.raises(ValueError, match=said):
        what_if(met("ab"), **wrong)


def test_who_is_not_there_cannot_be_removed():
    with pytest.raises(UnknownEntity, match="No entity 'firm:z'"):
        what_if(met("ab"), remove=["firm:z"])
