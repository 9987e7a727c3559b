"""What we do not know: one planted fault of each kind is found once, and a network without fault has no row."""

from collections import Counter

import pytest

from graph.model import Decision, Document, Statement
from graph.network import Network
from graph.vocabulary import Kind, Relation, Role, Status, Verdict
from queries.quality import FEW, ISSUES, quality
from tests.toys import encounter, entity, link, network, record

PAPER = Document("doc:drawn", "Drawn by hand", published="2020", url="https://example.org/drawn")
OTHER = Document("doc:other", "Another", published="2020", url="https://example.org/other")
CLUB, TRIP = record("club", Kind.POLE), record("m", Kind.MEETING)
LETTERS = "abcdefghijklmno"
BADLY = Document("doc:badly", "Said somewhere", published="2019")


def elsewhere(predicate, value, about, key="", **more):
    return Statement(OTHER.id, about, predicate, value, key, **more)


def sound():
    """A network about which there is nothing to ask."""
    said = encounter("m", LETTERS, since="2019-05-01") + entity(CLUB, Kind.POLE, "Club")
    said += [link(record(name), Relation.MEMBER_OF, CLUB) for name in LETTERS[:-1]]
    lab = record("lab", Kind.LAB)
    return [*said, *entity(lab, Kind.LAB, "Lab"), link(lab, Relation.MEMBER_OF, CLUB)]


PLANTED = {
    "to_check": [*encounter("trip", "ab", Kind.VISIT, Status.ANNOUNCED, since="2015-03-01")],
    "conflict": [
        Statement("doc:drawn", record("a"), "size", "sme"),
        *(
            elsewhere(name, value, "doc:other#firm:a")
            for name, value in (("kind", "firm"), ("name", "A"), ("size", "large"))
        ),
    ],
    "unsure_pair": [],
    "named_below_declared": [Statement("doc:drawn", CLUB, "declared", "312", "firm")],
    "undated": [*encounter("n", "ab")],
    "unsourced": [Statement(BADLY.id, record("a"), "alias", "Alpha")],
    "small_pole": [
        *entity(record("few", Kind.POLE), Kind.POLE, "Few"),
        link(record("a"), Relation.MEMBER_OF, record("few", Kind.POLE)),
    ],
    "orphan": [*entity(record("alone"), Kind.FIRM, "Alone")],
}
DECISIONS = {
    "conflict": [Decision(record("a"), "doc:other#firm:a", Verdict.SAME, "me")],
    "unsure_pair": [Decision(record("a"), record("b"), Verdict.UNSURE, "me")],
}
ABOUT = {
    "to_check": "visit:trip", "conflict": "firm:a", "unsure_pair": "firm:a", "named_below_declared": "pole:club",
    "undated": "meeting:n", "unsourced": "doc:badly", "small_pole": "pole:few", "orphan": "firm:alone",
}  # fmt: skip


def asked(*said, decisions=()):
    return quality(network(*sound(), *said, documents=[PAPER, OTHER, BADLY], decisions=decisions))


def found(*said, **more):
    table = asked(*said, **more).table
    return list(zip(table["issue"], table["about"], strict=True))


def test_a_network_without_fault_has_no_row():
    assert found() == []


@pytest.mark.parametrize("issue", ISSUES)
def test_a_planted_fault_is_found_once_and_nothing_else(issue):
    answer = asked(*PLANTED[issue], decisions=DECISIONS.get(issue, ()))
    assert list(zip(answer.table["issue"], answer.table["about"], strict=True)) == [(issue, ABOUT[issue])]
    assert dict(zip(answer.more["issues"]["issue"], answer.more["issues"]["doubts"], strict=True))[issue] == 1
    assert answer.table["todo"].notna().all() and answer.table["documents"].notna().all()


def test_all_the_faults_at_once_are_each_found_once():
    said = [one for planted in PLANTED.values() for one in planted]
    issues = Counter(issue for issue, _ in found(*said, decisions=[one for some in DECISIONS.values() for one in some]))
    assert issues == dict.fromkeys(ISSUES, 1)


def test_two_counts_that_cannot_both_be_so_are_a_conflict_and_two_that_can_are_none():
    there = [elsewhere(name, value, "doc:other#pole:club") for name, value in (("kind", "pole"), ("name", "Club"))]
    said = [Statement("doc:drawn", CLUB, "declared", "14", "firm"), *there]
    assert found(*said, elsewhere("declared", ">10", "doc:other#pole:club", "firm")) == []
    assert ("conflict", "pole:club") in found(*said, elsewhere("declared", "12", "doc:other#pole:club", "firm"))


def test_a_kind_read_from_an_activity_code_contradicts_nobody():
    there = [
        elsewhere("kind", "pole", "doc:other#pole:club"),
        elsewhere("name", "Club", "doc:other#pole:club"),
        elsewhere("kind", "association", "doc:other#pole:club", confidence=0.3),
    ]
    assert found(*there) == []
    surer = elsewhere("kind", "association", "doc:other#pole:club", confidence=0.6)
    assert found(*there[:2], surer) == [("conflict", "pole:club")]


def test_an_unknown_year_is_asked_for_and_a_year_alone_is_enough():
    assert asked(*encounter("n", "ab", since="XXXX-02-20")).sentences("fr") == [
        "n (rencontre) : 20 février (année inconnue) ; chercher l'année."
    ]
    assert found(*encounter("n", "ab", since="2018")) == []


def test_who_only_refused_is_an_orphan():
    no = link(record("alone"), Relation.TOOK_PART_IN, TRIP, key=Role.GUEST, status=Status.DECLINED)
    assert found(*PLANTED["orphan"], no) == [("orphan", "firm:alone")]


def test_a_pole_whose_members_are_all_of_one_kind_is_hardly_known_however_many():
    said = entity(record("firms", Kind.POLE), Kind.POLE, "Firms")
    said += [link(record(name), Relation.MEMBER_OF, record("firms", Kind.POLE)) for name in LETTERS]
    answer = asked(*said)
    assert len(LETTERS) == FEW and list(answer.table["todo"]) == ["find_other_kinds"]
    assert answer.sentences("fr") == [
        "Firms : 15 adhérents connus, tous d'une seule nature (entreprise) ; chercher les autres."
    ]


def test_what_is_missing_of_a_list_is_asked_for():
    assert asked(*PLANTED["named_below_declared"]).sentences("fr") == [
        "Club, entreprises : 312 déclarés, 14 nommés ; demander la liste."
    ]


def test_the_list_of_an_encounter_is_asked_of_its_organiser():
    trip = record("trip", Kind.VISIT)
    said = [*encounter("trip", "ab", Kind.VISIT, since="2019"), Statement("doc:drawn", trip, "declared", "11", "host")]
    said.append(link(record("c"), Relation.TOOK_PART_IN, trip, key=Role.ORGANIZER))
    assert asked(*said).sentences("fr") == ["trip, hôtes : 11 déclarés, aucun nommé ; demander la liste à C."]
    assert asked(*said).sentences("en") == ["trip, hosts: 11 declared, none named; ask C for the list."]


def test_of_several_counts_of_the_same_the_largest_is_asked_for():
    said = [Statement("doc:drawn", CLUB, "declared", value, "firm") for value in ("12", "312", "95 %")]
    assert list(asked(*said).table["declared"]) == ["312"]


def test_the_articles_leave_these_doubts(shipped):
    answer = quality(Network.read(shipped))
    counts = dict(zip(answer.more["issues"]["issue"], answer.more["issues"]["doubts"], strict=True))
    assert (counts["to_check"], counts["undated"], counts["named_below_declared"]) == (2, 7, 9)
    assert (counts["conflict"], counts["orphan"]) == (0, 0)
    assert set(answer.table.loc[answer.table["issue"] == "to_check", "about"]) == {
        "event:global-industrie-a-lyon", "event:journee-interclustering-de-lyon",
    }  # fmt: skip
