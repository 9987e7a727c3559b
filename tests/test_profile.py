"""Who is this: every link is listed, and only what counts is counted."""

import pytest

from graph.errors import UnknownEntity
from graph.model import Document, Statement
from graph.network import Network
from graph.vocabulary import Kind, Relation, Role, Status
from queries.profile import SECTIONS, profile
from tests.toys import DRAWN, encounter, entity, link, met, network, record

VISIT = "visit:voyage-d-etude-d-emc2-a-seattle"
A, CLUB, TRIP = record("a"), record("club", Kind.POLE), record("trip", Kind.VISIT)


def rows(answer, section):
    return answer.table[answer.table["section"] == section].reset_index(drop=True)


def numbers(answer):
    """The totals, by what they count."""
    table = rows(answer, "numbers")
    table = table[table["value"].isna()]
    return dict(zip(table["label"], table["named"], strict=True))


def first(answer):
    return answer.table.iloc[0]


def announced(name, parties, **properties):
    return encounter(name, parties, Kind.VISIT, Status.ANNOUNCED, **properties)


def test_a_partner_met_twice_is_one():
    answer = profile(met("ab", "ab", "ac"), organisation="firm:a")
    assert numbers(answer) == {"encounters": 3, "memberships": 0, "partners": 2, "to_check": 0, "undecided": 0}
    assert len(rows(answer, "encounters")) == 3


def test_two_roles_in_one_encounter_are_two_rows_and_one_encounter():
    net = network(*encounter("m", "ab"), link(A, Relation.TOOK_PART_IN, record("m", Kind.MEETING), key=Role.SPEAKER))
    answer = profile(net, organisation="firm:a")
    assert list(rows(answer, "encounters")["label"]) == ["partner", "speaker"]
    assert numbers(answer)["encounters"] == 1


def test_a_host_in_discussion_is_listed_and_not_counted():
    talks = [*encounter("trip", "ab", Kind.VISIT), *entity(record("c"), Kind.FIRM, "C")]
    talks.append(link(record("c"), Relation.TOOK_PART_IN, TRIP, key=Role.HOST, status=Status.IN_DISCUSSION))
    host = profile(network(*talks), organisation="firm:c")
    assert list(rows(host, "encounters")["status"]) == ["in_discussion"]
    assert (numbers(host)["encounters"], numbers(host)["partners"]) == (0, 0)
    trip = profile(network(*talks), organisation="visit:trip")
    assert len(rows(trip, "participants")) == 3 and first(trip)["parties"] == 2


def test_the_first_sentence_says_the_whole_in_one_line():
    said = [*encounter("m", "ab"), *encounter("n", "ac"), *announced("trip", "ad", since="2015-03-01")]
    said += [*entity(CLUB, Kind.POLE, "Club"), link(A, Relation.MEMBER_OF, CLUB)]
    said += [*entity(record("p", Kind.POLE), Kind.POLE, "P"), link(A, Relation.MEMBER_OF, record("p", Kind.POLE))]
    answer = profile(network(*said), organisation="firm:a")
    assert answer.sentences("fr")[0] == (
        "A (entreprise) : membre de 2 pôles, 2 partenaires nommés, 2 rencontres, 1 autre à vérifier."
    )
    assert answer.sentences("en")[0] == "A (firm): member of 2 poles, 2 partners named, 2 encounters, 1 more to check."


def test_groups_of_several_kinds_are_called_groups():
    said = [*encounter("m", "ab"), *entity(CLUB, Kind.POLE, "Club"), link(A, Relation.MEMBER_OF, CLUB)]
    platform = record("x", Kind.PLATFORM)
    said += [*entity(platform, Kind.PLATFORM, "X"), link(A, Relation.MEMBER_OF, platform)]
    assert "membre de 2 groupes" in profile(network(*said), organisation="firm:a").sentences("fr")[0]


@pytest.mark.parametrize(
    ("dates", "to_check"),
    [
        ({"since": "2015-03-01"}, True),
        ({"since": "2015"}, True),
        ({"since": "2019-12-30", "until": "2020-01-02"}, None),  # under way on the day of the only document
        ({"since": "2030"}, False),
        ({"since": "XXXX-02-20", "until": "XXXX-02-25"}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_an_announced_encounter_is_to_be_checked_once_its_last_possible_day_is_over(dates, to_check):
    answer = profile(network(*announced("trip", "ab", **dates)), organisation="firm:a")
    found = rows(answer, "encounters")["to_check"].iloc[0]
    assert (None if found is not True and found is not False and str(found) == "<NA>" else bool(found)) is to_check
    assert first(answer)["unchecked"] == (to_check is True) and first(answer)["undecided"] == (to_check is None)


def test_who_declined_an_announced_encounter_has_nothing_to_check_there():
    said = announced("trip", "b", since="2015-03-01") + entity(A, Kind.FIRM, "A")
    said.append(link(A, Relation.TOOK_PART_IN, TRIP, key=Role.GUEST, status=Status.DECLINED))
    assert first(profile(network(*said), organisation="firm:a"))["unchecked"] == 0


def test_what_had_not_passed_on_the_day_one_looks_at_is_not_to_be_checked():
    net = network(*announced("trip", "ab", since="2015-03-01/2015-03-04"))
    assert first(profile(net.at("2015-03-02"), organisation="firm:a"))["unchecked"] == 0
    assert first(profile(net.at("2015-03-05"), organisation="firm:a"))["unchecked"] == 1


def test_declared_counts_stand_beside_what_is_named():
    said = [*entity(CLUB, Kind.POLE, "Club"), *entity(A, Kind.FIRM, "A"), link(A, Relation.MEMBER_OF, CLUB)]
    said += [
        Statement(DRAWN.id, CLUB, "declared", value, key) for key, value in (("firm", "312"), ("firm:sme", "95 %"))
    ]
    answer = profile(network(*said), organisation="pole:club")
    assert answer.sentences("fr")[0] == (
        "Club (pôle) : aucune adhésion connue, 1 adhérent nommé (1 sur 312 déclarés), aucun partenaire nommé, "
        "aucune rencontre."
    )
    spoken = [one for one in answer.sentences("en") if one.startswith("Declared count")]
    assert spoken == [
        "Declared count, firms: 1 named of 312.",
        "Declared count, firms, small and medium firms: 95 %; links do not tell.",
    ]


def stating(answer):
    found = rows(answer, "identity").dropna(subset=["documents"])
    return dict(zip(found["label"], found["documents"], strict=True))


def test_a_property_is_attributed_to_all_that_agree_and_to_nobody_where_they_may_differ():
    other, third = Document("doc:other", "Other"), Document("doc:third", "Third")
    said = [*encounter("m", "ab"), Statement(DRAWN.id, A, "city", "Brest"), Statement(other.id, A, "city", "Brest")]
    said += [Statement(other.id, A, "name", "Alpha"), Statement(third.id, A, "alias", "A. Corp")]
    said += [Statement(DRAWN.id, A, "sector", "ships"), Statement(third.id, A, "sector", "planes")]
    found = stating(profile(network(*said, documents=[DRAWN, other, third]), organisation="firm:a"))
    assert found == {"kind": "doc:drawn", "city": "doc:drawn doc:other"}


def test_a_property_is_attributed_to_no_document_that_does_not_state_it():
    other = Document("doc:other", "Other")
    said = [
        *encounter("m", "ab"),
        Statement(DRAWN.id, record("b"), "city", "Brest"),
        Statement(other.id, A, "city", "X"),
    ]
    net = network(*said, Statement(DRAWN.id, A, "declared", "7", "firm"), documents=[DRAWN, other])
    of_two, of_one = (profile(net, organisation=one) for one in ("firm:a", "firm:b"))
    assert stating(of_two) == {"city": "doc:other", "kind": "doc:drawn", "name": "doc:drawn"}
    assert first(of_two)["documents"] == "doc:drawn doc:other"
    assert set(rows(of_one, "identity")["documents"]) == {"doc:drawn"}
    numbered = rows(of_two, "numbers")
    assert list(numbered.loc[numbered["documents"].notna(), "row"]) == ["declared"]


def test_every_link_of_any_entity_is_in_one_section_and_says_whom_it_leads_to(shipped):
    net = Network.read(shipped)
    for entity_id in ("pole:emc2", VISIT, "territory:nantes", "competence:metrologie", "firm:boeing", "pic:937668252"):
        ends = net.links[(net.links["source"] == entity_id) | (net.links["target"] == entity_id)]
        found = profile(net, organisation=entity_id).table
        listed = found[found["about"].str.contains("~")]
        assert sorted(listed["about"]) == sorted(ends["id"])
        assert set(found["section"]) <= set(SECTIONS) and entity_id not in set(listed["other"])
        assert listed["documents"].notna().all()


def test_an_older_id_and_a_record_id_find_the_same_profile_and_an_unknown_one_gets_hints():
    by_record, by_id = (profile(met("ab"), organisation=one) for one in (A, "firm:a"))
    assert by_record.table.equals(by_id.table)
    with pytest.raises(UnknownEntity, match="Did you mean firm:a"):
        profile(met("ab"), organisation="firm:aa")


def test_of_the_visit_nobody_counts_as_there_and_its_year_is_not_decided(shipped):
    answer = profile(Network.read(shipped), organisation=VISIT)
    assert answer.sentences("fr")[0] == (
        "Voyage d'étude d'EMC2 à Seattle (visite) : aucun participant avéré ; 15 nommés sur 34 déclarés ; "
        "statut : annoncé ; la date ne permet pas de dire si elle est passée."
    )
    emc2 = first(profile(Network.read(shipped), organisation="pole:emc2"))
    assert (emc2["unchecked"], emc2["undecided"], emc2["parties"]) == (0, 1, 1)


def test_announced_ones_count_when_they_are_asked_for_and_the_host_in_talks_does_not(shipped):
    asked = Network.read(shipped, statuses=["held", "announced", "confirmed"])
    assert first(profile(asked, organisation=VISIT))["parties"] == 15
    assert first(profile(asked, organisation="firm:spacex"))["encounters"] == 0
    assert first(profile(asked, organisation="firm:boeing"))["partners"] == 14


def test_the_alliance_of_9_july_is_in_no_profile_of_the_month_before(shipped):
    before = Network.read(shipped, as_of="2015-06-30")
    answer = profile(before, organisation="pole:mont-blanc-industries")
    assert not answer.table["other"].fillna("").str.startswith("alliance:").any()
    now = profile(Network.read(shipped), organisation="pole:mont-blanc-industries")
    assert now.table["other"].fillna("").str.startswith("alliance:").sum() == 1


def test_an_event_of_an_unknown_year_is_possible_and_never_certain(shipped):
    possible, certain = (Network.read(shipped, as_of="2019", sure=sure) for sure in ("possibly", "certainly"))
    assert VISIT in set(profile(possible, organisation="pole:emc2").table["other"])
    assert VISIT not in set(profile(certain, organisation="pole:emc2").table["other"])
