"""Declared and named are two things, and both are shown."""

from dataclasses import replace

import pandas as pd
import pytest

from graph.model import Statement
from graph.vocabulary import Kind, Relation, Role, Status
from queries.catalogue import query
from queries.named import coverage, declared_counts, named_of_declared
from tests.toys import DRAWN, entity, link, network, record

TRIP, CLUB = record("trip", Kind.VISIT), record("club", Kind.POLE)


def declares(about, key, value, **more):
    return Statement(DRAWN.id, about, "declared", value, key, **more)


def firm(name, **properties):
    return entity(record(name), Kind.FIRM, name.upper(), **properties)


def taking_part(name, role, **more):
    return link(record(name), Relation.TOOK_PART_IN, TRIP, key=role, **more)


def hosts(*names, **more):
    return [one for name in names for one in (*firm(name), taking_part(name, Role.HOST, **more))]


def counted(*said):
    """How many are named by whom the count counts."""
    table = declared_counts(network(*entity(TRIP, Kind.VISIT, "Trip"), *entity(CLUB, Kind.POLE, "Club"), *said))
    return {key: None if pd.isna(named) else named for key, named in zip(table["key"], table["named"], strict=True)}


def test_announced_hosts_are_named_and_those_who_declined_are_not():
    said = [*hosts("a", status=Status.ANNOUNCED), *hosts("b", status=Status.DECLINED), declares(TRIP, "host", "5")]
    assert counted(*said) == {"host": 1}


def test_who_hosts_twice_is_named_once_and_other_roles_are_not_counted():
    guest = [*firm("b"), taking_part("b", Role.GUEST)]
    assert counted(*hosts("a"), *hosts("a"), *guest, declares(TRIP, "host", "5")) == {"host": 1}


def test_a_count_of_a_kind_or_a_size_names_only_those():
    said = [*hosts("a"), *firm("b", size="sme"), taking_part("b", Role.HOST)]
    lab = [
        *entity(record("c", Kind.LAB), Kind.LAB, "C"),
        link(record("c", Kind.LAB), Relation.TOOK_PART_IN, TRIP, key="host"),
    ]
    counts = [declares(TRIP, key, "5") for key in ("host", "host:firm", "host:firm:sme")]
    assert counted(*said, *lab, *counts) == {"host": 3, "host:firm": 2, "host:firm:sme": 1}


def test_the_eighteen_others_are_not_the_two_that_are_named_beside():
    beside = declares(TRIP, "host", "18", qualifiers=(("besides", f"{record('a')} {record('b')}"),))
    assert counted(*hosts("a", "b", "c"), beside) == {"host": 1}


def test_members_are_named_of_a_count_of_a_kind():
    said = [*firm("a"), link(record("a"), Relation.MEMBER_OF, CLUB), declares(CLUB, "firm", ">3000")]
    assert counted(*said) == {"firm": 1}


@pytest.mark.parametrize(("key", "value"), [("firm", "95 %"), ("meeting:cluster", "0-3"), ("vitrine", "7")])
def test_what_links_do_not_tell_has_no_named_and_adds_nothing_to_the_sum(key, value):
    said = [*entity(CLUB, Kind.POLE, "Club"), declares(CLUB, key, value)]
    assert counted(declares(CLUB, key, value)) == {key: None}
    assert named_of_declared(network(*said)) == (0, 0)


def test_the_sum_takes_the_largest_of_several_counts_and_leaves_out_a_count_within_another():
    said = [*entity(TRIP, Kind.VISIT, "Trip"), *hosts("a", "b")]
    said += [declares(TRIP, key, value) for key, value in (("host", "5"), ("host", "7"), ("host:firm", "4"))]
    said += [*entity(CLUB, Kind.POLE, "Club"), declares(CLUB, "firm", "10")]
    net = network(*said)
    assert named_of_declared(net) == (2, 17)
    assert coverage(net) == (2, 7, 1)
    assert named_of_declared(net, "visit:trip") == (2, 7) and named_of_declared(net, "firm:a") == (0, 0)


def test_the_basis_says_what_is_named_without_the_guests_of_a_fair_and_in_the_words_of_the_language():
    fair = record("fair", Kind.EVENT)
    said = [*entity(TRIP, Kind.VISIT, "Trip"), *hosts("a", "b"), declares(TRIP, "host", "1500")]
    said += [*entity(fair, Kind.EVENT, "Fair"), link(record("a"), Relation.TOOK_PART_IN, fair, key=Role.GUEST)]
    net = network(*said, declares(fair, "guest", "50000"))
    assert coverage(net) == (2, 1500, 1)
    asked = replace(query("introductions").ask(net, source="firm:a", target="firm:b").basis, statuses=("announced",))
    french = asked.sentence("fr")
    assert "statuts : annoncé" in french and "aussi par les lieux et les jumelages : non" in french
    assert "2 nommés sur 1\u202f500 déclarés, 1 compte déclaré laissé de côté" in french
    assert "2 named of 1,500 declared, 1 declared count left out" in asked.sentence("en")
