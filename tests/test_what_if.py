"""What if: any question before and after, of a copy that nobody keeps."""

from decimal import Decimal
from functools import cache

import pandas as pd
import pytest

from graph.errors import UnknownEntity
from graph.network import Network
from graph.vocabulary import Kind, Relation, Status
from queries.catalogue import CATALOGUE, query
from queries.centrality import centrality
from queries.compared import _apart
from queries.report import report
from queries.supposed import supposed
from queries.supposing import CAUTIONS
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
    answer = what_if(met("abc", "cd", alone="z"), remove=["firm:c"])
    table = rows(answer)
    states = {"a": "changed", "b": "changed", "c": "gone", "d": "changed", "z": "changed_otherwise"}
    assert dict(table["state"]) == states  # of one organisation less, Z has another rank
    assert dict(table["change"].fillna(99)) == {"a": -1, "b": -1, "c": 99, "d": -1, "z": 0}
    assert (table.loc["c", "before"], table.loc["c", "rank_before"]) == (3, 1) and not table.loc["c", "appeared"]
    assert answer.sentences("fr")[0] == "C disparaît : « C (entreprise) est au rang 1 : partenaires 3, rencontres 2 »."
    assert answer.sentences("en")[3].startswith("D; partners: 1, then 0; rank: 4, then 3; ")
    assert answer.sentences("fr")[4].startswith("Z ; rang : 5, puis 3")
    assert answer.summary("fr") == "Aucune ligne n'apparaît, 1 disparaît, 4 changent ; aucune ne reste comme avant."


def test_who_is_added_by_a_link_appears_and_changes_the_others():
    answer = what_if(met("ab", alone="z"), add=["firm:new~TOOK_PART_IN~meeting:meeting-0~guest"])
    table = rows(answer)
    assert dict(table["after"]) == {"a": 2, "b": 2, "new": 2, "z": 0} and table.loc["new", "appeared"]
    assert answer.sentences("en")[0] == "new appears: “new (firm) ranks 1: partners 2, encounters 1”."


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


def test_a_link_can_be_removed_alone_in_one_role_or_in_whatever_role():
    for said in ("firm:b~TOOK_PART_IN~meeting:meeting-0~partner", "firm:b~TOOK_PART_IN~meeting:meeting-0"):
        answer = what_if(met("ab", "ac"), remove=[said])
        assert dict(rows(answer)["after"]) == {"a": 1, "b": 0, "c": 1}


def test_without_a_pole_the_pairs_are_listed_that_only_it_joined():
    answer = what_if(hung_on_a_pole(), remove=["pole:p"])
    pairs = [(one["a"][-1] + one["b"][-1]) for one in answer.more["unreached"].to_dict("records")]
    assert pairs == ["ac", "ad", "bc", "bd", "cd"]
    assert list(answer.more["unreached"]["a_name"])[:3] == ["A", "A", "B"]
    assert "couples laissés sans chemin : 5" in answer.basis.sentence("fr")
    assert what_if(hung_on_a_pole(), remove=["firm:d"]).more["unreached"].empty


def test_pairs_are_listed_where_what_was_whole_is_in_two_and_not_where_it_stays_whole():
    #  a-b-c-d without the middle tie; e-f stays
    answer = what_if(met("ab", "bc", "cd", "ef"), remove=["meeting:meeting-1"])
    lost = answer.more["unreached"]
    assert [*zip(lost["a_name"], lost["b_name"], strict=True)] == [("A", "C"), ("A", "D"), ("B", "C"), ("B", "D")]
    assert "couples laissés sans chemin : 4" in answer.basis.sentence("fr")


@pytest.mark.parametrize("asked", OTHERS, ids=lambda one: one.name)
def test_an_empty_list_changes_nothing_whatever_is_asked(asked):
    given = [f"{name}={value}" for name, value in arguments(asked, "firm:a", "firm:f").items()]
    answer = what_if(toy(), query=asked.name, given=given)
    assert list(answer.table["state"].unique()) == ["stayed"] and (answer.table["change"].dropna() == 0).all()
    assert answer.more["unreached"].empty and list(answer.table) == [one.name for one in COLUMNS]
    assert answer.more["changes"].empty and answer.table[["told_fr", "told_en"]].isna().all(axis=None)


CHANGES = {
    "without_a_firm": {"remove": ["firm:c"]},
    "without_a_pole_and_links": {"remove": ["pole:q", "firm:c~OFFERS~competence:welding", "firm:a~MEMBER_OF~pole:p"]},
    "with_more": {
        "add": [
            "firm:a~TOOK_PART_IN~visit:trip~partner",
            "firm:a~TOOK_PART_IN~alliance:new",
            "firm:f~TOOK_PART_IN~alliance:new",
            "firm:new~MEMBER_OF~pole:q",
            "firm:new~OFFERS~competence:welding",
        ],
    },
    "with_one_for_another": {"remove": ["firm:c"], "add": ["firm:new~TOOK_PART_IN~meeting:meeting-1~host"]},
}


@cache
def with_change(change):
    """The drawn network with a change: made once, whatever is asked of it."""
    return supposed(toy(), **CHANGES[change])


@cache
def before_any(name):
    """What a question answers of the drawn network as it is."""
    asked = query(name)
    return asked.ask(toy(), **options_of(asked))


def options_of(asked):
    """Those it needs; of a page on an organisation without the intervals, which other tests ask for."""
    return arguments(asked, "firm:a", "firm:f") | ({"robust": False} if asked.name == "report" else {})


BESIDE = ("documents", "row", "note")  # who says so, and how a row is shown


def is_seen(one, other, *, exact):
    """Whether two values that differ are told as two: numbers to two digits, and half of the last apart."""
    if not isinstance(one, float) or not isinstance(other, float) or (exact and one % 1 == other % 1 == 0):
        return True
    first, second = (Decimal(f"{number:.12g}") for number in (one, other))
    last_digit = Decimal(10) ** (max(abs(first), abs(second)).adjusted() - 1)
    return f"{one:.2g}" != f"{other:.2g}" and abs(first - second) >= last_digit / 2


@pytest.mark.parametrize("one, other, told", [
    (0.30012, 0.30049, False),  # in the fourth digit
    (0.12499, 0.12501, False),  # 0.12 and 0.13, by rounding alone
    (0.1161, 0.1239, False),  # 0.12 both
    (0.121, 0.129, True),
    (0.0, 1e-9, True),
    (1234.0, 1235.0, False),
])  # fmt: skip
def test_what_cannot_be_seen_as_numbers_are_told_is_no_change(one, other, told):
    assert is_seen(one, other, exact=False) == told
    for was, became in ((one, other), (other, one), (-one, -other)):
        sides = (pd.Series([number], dtype="Float64") for number in (was, became))
        assert _apart(*sides, exact=False).tolist() == [told]
    assert _apart(*(pd.Series([n], dtype="Float64") for n in (1234, 1235)), exact=True).all()  # told whole


def test_without_one_that_met_nobody_nothing_else_is_told_to_change():
    alone = [f"x{n}" for n in range(400)]  # of one less, every closeness is another in its third digit
    answer = what_if(met("abc", "cd", "de", alone=alone), remove=["firm:x0"])
    assert answer.summary("en") == "No row appears, 1 is gone, none changes; 404 stay as before."
    assert not answer.more["changes"].empty
    by_closeness = what_if(met("abc", "cd", "de", alone=alone), remove=["firm:x0"], column="harmonic").table
    assert (by_closeness["state"] == "stayed").sum() == 404 and (by_closeness["change"] > 0).sum() == 5


def by_what_they_are_about(asked, table):
    """The rows of an answer, as texts, by their keys and, where these are alike, by their order."""
    found = {}
    for row in table.to_dict("records"):
        row = {name: None if pd.isna(value) else value for name, value in row.items()}
        row = {name: float(f"{value:.12g}") if isinstance(value, float) else value for name, value in row.items()}
        key = "~".join(str(row[one]) for one in asked.keys if row[one] is not None) or row[asked.case]
        found[key, sum(one == key for one, _ in found) + 1] = row
    return found


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("asked", OTHERS, ids=lambda one: one.name)
def test_of_any_question_it_tells_what_came_what_went_and_each_value_that_differs(asked, change):
    given = [f"{name}={one}".lower() for name, one in options_of(asked).items()]
    answer = what_if(toy(), query=asked.name, given=given, **CHANGES[change])
    before, after = before_any(asked.name), asked.ask(with_change(change), **options_of(asked))
    after = asked.keeps(after, before) if asked.keeps else after
    was, became = (by_what_they_are_about(asked, one.table) for one in (before, after))
    differing = {
        (*key, name)
        for key in was.keys() & became.keys()
        for name in was[key].keys() - {*asked.keys, *BESIDE}
        if was[key][name] != became[key][name]
    }
    scores = {one.name for one in asked.columns if one.type == "score"}
    visible = {
        tuple(key) for *key, name in differing
        if is_seen(was[tuple(key)][name], became[tuple(key)][name], exact=name in scores)
    }  # fmt: skip
    ids = [key for key, _ in sorted({*was, *became})]
    assert sorted(answer.table["id"]) == ids
    states = {state: set(rows["id"]) for state, rows in answer.table.groupby("state")}
    assert states.get("gone", set()) == {key for key, _ in was.keys() - became.keys()}
    assert states.get("appeared", set()) == {key for key, _ in became.keys() - was.keys()}
    told = answer.more["changes"]
    assert {*told[["id", "nth", "column"]].itertuples(index=False, name=None)} == differing
    changed = states.get("changed", set()) | states.get("changed_otherwise", set())
    assert changed == {key for key, _ in visible}
    said = answer.table.set_index("state")["told_fr"]
    assert said[said.index.isin(["gone", "appeared", "changed_otherwise"])].notna().all()
    assert said[said.index == "stayed"].isna().all()


def test_the_page_on_a_pole_is_compared_figure_by_figure(shipped):
    net, emc2 = Network.read(shipped), "pole:emc2"
    table = what_if(net, query="report", given=[f"organisation={emc2}", "robust=false"], remove=["firm:boeing"])
    table = table.table
    found = table.set_index(table["id"].str.split("~").str[1])
    without = supposed(net, remove=["firm:boeing"])
    pages = [
        report(one, organisation=emc2, robust=False).table.dropna(subset=["label"]).set_index("label")
        for one in (net, without)
    ]
    assert found.loc["betweenness", "before"] == pages[0].loc["betweenness", "value"] > 0
    assert found.loc["betweenness", "after"] == pages[1].loc["betweenness", "value"] == 0
    assert found.loc["sole_pairs", "state"] == "gone" and "sole_pairs" not in pages[1].index


def test_lines_of_a_page_are_found_again_by_what_they_say_whatever_stands_before_them():
    pole, other = record("p", Kind.POLE), record("q", Kind.POLE)
    said = [*encounter("M", "ab", city="Nantes"), *entity(record("a"), Kind.FIRM, "A", city="Nantes", director="Z")]
    said += [*entity(pole, Kind.POLE, "P"), *entity(other, Kind.POLE, "Q")]
    net = network(*said, *(link(record("a"), Relation.MEMBER_OF, one) for one in (pole, other)))
    given = ["organisation=firm:a", "robust=false"]
    answer = what_if(net, query="report", given=given, remove=["firm:a~MEMBER_OF~pole:p"])
    who = answer.table[answer.table["id"].str.startswith("who~")].set_index("id")
    assert dict(who["state"]) == {
        "who~memberships~pole~P~firm:a~MEMBER_OF~pole:p~": "gone",
        "who~summary~firm~A~firm:a": "changed_otherwise",
        "who~city": "stayed", "who~director": "stayed", "who~memberships~pole~Q~firm:a~MEMBER_OF~pole:q~": "stayed",
    }  # fmt: skip
    gone, changed, *_ = [one for one in answer.sentences("fr") if one.startswith("qui est-ce")]
    assert gone == "qui est-ce disparaît : « Adhésion : P (pôle), statut : confirmé »."
    assert "« A (entreprise) : membre de 2 pôles, 1 partenaire nommé, 1 rencontre »" in changed
    assert "puis « A (entreprise) : membre de 1 pôle, 1 partenaire nommé, 1 rencontre »" in changed
    assert dict(who["reason"].dropna()) == dict.fromkeys(who.index[who["state"] != "gone"], "no_number")
    assert "chiffres – adhésions ; valeur : 2, puis 1" in " ".join(answer.sentences("fr"))


def test_two_poles_that_lose_their_only_link_are_one_row_that_changes():
    answer = what_if(toy(), query="pole_matrix", remove=["firm:c"])
    assert answer.table[["id", "state", "before", "after"]].to_numpy().tolist() == [["pole:p~pole:q", "changed", 1, 0]]
    (said,) = answer.sentences("en")
    assert said.startswith("P – Q; shared members: 1, then 0; state: linked, then empty; ")


def test_a_need_that_nobody_serves_any_more_is_the_same_need():
    answer = what_if(toy(), query="unserved_needs", remove=["firm:c", "firm:f"])
    assert list(answer.table["id"]) == ["firm:a~competence:welding"] and list(answer.table["state"]) == [
        "changed_otherwise"
    ]
    assert "état : offert dans un groupe commun, puis sans réponse" in answer.sentences("fr")[0]


def test_groups_keep_their_numbers_when_a_larger_one_goes():
    net = met("abcd", "efg", "hij")
    answer = what_if(net, query="groups", remove=["firm:a", "firm:b", "firm:c", "firm:d"])
    assert set(answer.table["state"]) == {"gone", "stayed"}


def test_who_is_supposed_to_be_there_can_be_asked_about():
    answer = what_if(met("ab"), query="profile", given=["organisation=firm:new"], add=["firm:new~MEMBER_OF~pole:p"])
    assert set(answer.table["state"]) == {"appeared"}
    assert "réseau tel qu'il est : sans réponse" in answer.basis.sentence("fr")
    with pytest.raises(UnknownEntity, match="No entity 'firm:nobody'"):
        what_if(met("ab"), query="profile", given=["organisation=firm:nobody"], remove=["firm:a"])


def test_a_plan_that_is_no_longer_possible_is_gone_and_the_basis_says_why():
    pole = record("p", Kind.POLE)
    firms = [one for name in "ab" for one in entity(record(name), Kind.FIRM, name.upper())]
    net = network(*entity(pole, Kind.POLE, "P"), *firms, *(link(record(n), Relation.MEMBER_OF, pole) for n in "ab"))
    given = ["within=pole:p", "floor=1", "participants=firm:a"]
    answer = what_if(net, query="meetings", given=given, remove=["firm:b~MEMBER_OF~pole:p"])
    assert list(answer.table["state"]) == ["gone"] and list(answer.table["id"]) == ["firm:a~firm:b"]
    assert "network as supposed: no answer, the rules of the plan cannot all be kept" in answer.basis.sentence("en")


def test_among_how_many_ranks_and_shares_are_is_told_and_what_may_be_chance():
    net = met("abc", "cd")
    assert "organisations : 4, puis 3 ; rangs et parts" in what_if(net, remove=["firm:c"]).basis.sentence("fr")
    assert "organisations" not in what_if(net, remove=["meeting:meeting-1"]).basis.method_sentence("en")
    assert "small differences may be chance" in what_if(met("ab"), query="groups").basis.sentence("en")
    assert set(CAUTIONS) <= {one.name for one in CATALOGUE}


def test_the_answer_before_is_that_of_the_question_and_the_answer_after_that_of_the_network_without():
    net = met("abc", "cd", "def")
    table = what_if(net, remove=["firm:d"], column="harmonic").table.dropna(subset=["before"]).set_index("id")
    before, after = (centrality(one).table.set_index("id")["harmonic"] for one in (net, met("abc", "c", "ef")))
    pd.testing.assert_series_equal(table["before"].sort_index(), before.sort_index(), check_names=False)
    stayed = table[table["state"] != "gone"]
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
    ({"query": "groups", "column": "group"}, "'group' of groups only says which: .* one of members, inside"),
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
