"""The snapshot: what counts, what held on a day, who is who, what backs it."""

from dataclasses import FrozenInstanceError, replace

import pytest

from graph.errors import DateError, UnknownEntity
from graph.model import Viewer
from graph.network import Network, evidence
from graph.resolve import snapshot
from graph.search import search
from graph.store import open_store
from graph.ties import as_networkx, ties
from graph.vocabulary import Kind
from queries.catalogue import query
from queries.kept import key
from tests.statements import LIST, NEWS, PUBLIC, called, says

A, B, C = (f"doc:news#firm:{letter}" for letter in "abc")
PACT, TRIP = "doc:news#alliance:pact", "doc:news#visit:trip"
FIRMS = [one for letter, record in zip("ABC", (A, B, C), strict=True) for one in called(record, letter)]


def network(*statements, viewer=PUBLIC, **options):
    return Network.of(snapshot([NEWS, LIST], statements), viewer=viewer, **options)


def encounter(record, kind, *parties, role="partner", **properties):
    yield from called(record, record.rpartition(":")[2], kind)
    yield from (says(record, name, value) for name, value in properties.items())
    yield from (says(party, "TOOK_PART_IN", record, key=role) for party in parties)


SIGNED = [*FIRMS, *encounter(PACT, Kind.ALLIANCE, A, B, role="signatory", status="signed", since="2015-07-09")]
IN_FEBRUARY = encounter(TRIP, Kind.VISIT, A, C, role="host", status="held", since="XXXX-02-20", until="XXXX-02-25")
UNKNOWN_YEAR = [*FIRMS, *IN_FEBRUARY]


def test_an_alliance_does_not_exist_before_it_is_signed():
    signed = network(*SIGNED)
    assert "alliance:pact" not in set(signed.at("2015-06-30").entities["id"])
    assert signed.at("2015-06-30").links.empty
    assert "alliance:pact" in set(signed.at("2015-07-09", sure="certainly").entities["id"])


def test_a_month_that_has_begun_makes_it_possible_and_its_end_certain():
    pact = network(*FIRMS, *encounter(PACT, Kind.ALLIANCE, A, B, status="signed", since="2015-07"))
    assert "alliance:pact" in set(pact.at("2015-07-15").entities["id"])
    assert "alliance:pact" not in set(pact.at("2015-07-15", sure="certainly").entities["id"])
    assert "alliance:pact" in set(pact.at("2015-07-31", sure="certainly").entities["id"])


def test_an_event_of_an_unknown_year_is_possible_and_never_certain():
    trip = network(*UNKNOWN_YEAR)
    for day in ("1999", "2015-06-30", "2030"):
        assert "visit:trip" in set(trip.at(day).entities["id"])
        assert "visit:trip" not in set(trip.at(day, sure="certainly").entities["id"])
    assert trip.at("2015").undated >= 1


def test_without_a_date_nothing_is_filtered():
    assert "visit:trip" in set(network(*UNKNOWN_YEAR).entities["id"])


def test_a_membership_that_is_over_no_longer_holds_but_a_past_encounter_remains():
    pole = called("doc:news#pole:p", "P", Kind.POLE)
    left = network(*SIGNED, *pole, says(A, "MEMBER_OF", "doc:news#pole:p", valid="2010/2012"))
    assert "firm:a~MEMBER_OF~pole:p~" in set(left.at("2011").links["id"])
    later = set(left.at("2016").links["id"])
    assert "firm:a~MEMBER_OF~pole:p~" not in later and "firm:a~TOOK_PART_IN~alliance:pact~signatory" in later


def test_a_participation_of_a_later_date_than_its_encounter_is_not_there_before():
    project = encounter("doc:news#project:x", Kind.PROJECT, A, status="held", since="2014", until="2018")
    late = says(B, "TOOK_PART_IN", "doc:news#project:x", key="partner", valid="2017/2018")
    net = network(*FIRMS, *project, late)
    assert list(net.at("2015-06-30").links["source"]) == ["firm:a"]
    assert list(net.at("2017-06-30").links["source"]) == ["firm:a", "firm:b"] and net.at("2017-06-30").undated == 1
    assert list(net.at("2019", sure="certainly").links["source"]) == ["firm:a", "firm:b"]


@pytest.mark.parametrize("day", ["XXXX-06-30", "2015/..", "2015/XXXX-06"])
def test_one_cannot_look_at_a_day_of_an_unknown_year(day):
    with pytest.raises(DateError, match=f"'{day}' does not say in which year one looks: write 2015-07-09"):
        network(*FIRMS).at(day)


def test_an_encounter_whose_end_alone_is_known_has_certainly_been_after_it():
    fair = network(*FIRMS, *encounter("doc:news#event:fair", Kind.EVENT, A, status="held", until="2014"))
    assert len(fair.at("2016", sure="certainly").encounters) == 1 and fair.at("2016").undated == 0
    assert len(fair.at("2013").encounters) == 1 and fair.at("2013", sure="certainly").encounters.empty


def test_a_link_that_may_have_ended_is_counted_as_undecided():
    pole = called("doc:news#pole:p", "P", Kind.POLE)
    net = network(*FIRMS, *pole, says(A, "MEMBER_OF", "doc:news#pole:p", valid="2013/2016"))
    assert (len(net.at("2016-06").links), len(net.at("2016-06", sure="certainly").links)) == (1, 0)
    assert (net.at("2016-06").undated, net.at("2015").undated, net.at("2017").undated) == (1, 0, 0)


def test_a_kept_answer_is_not_that_of_a_network_that_leaves_more_open():
    pole = [*called("doc:news#pole:p", "P", Kind.POLE), says(A, "MEMBER_OF", "doc:news#pole:p", valid="2010/..")]
    open_ended = says(B, "MEMBER_OF", "doc:news#pole:p")
    one, other = (
        replace(network(*FIRMS, *pole, *more).at("2016", sure="certainly"), mentions=network().mentions)
        for more in ((), (open_ended,))
    )
    assert (one.undated, other.undated) == (0, 1) and one.content_hash == other.content_hash
    assert key(one, query("centrality"), {}) != key(other, query("centrality"), {})


def counting(net):
    return set(net.links.loc[net.links["counts"], "id"])


def test_a_participation_has_the_status_of_its_encounter_unless_it_has_its_own():
    in_talks = says(C, "TOOK_PART_IN", TRIP, key="guest", status="in_discussion")
    trip = network(*UNKNOWN_YEAR, in_talks)
    assert counting(trip) == {f"firm:{letter}~TOOK_PART_IN~visit:trip~host" for letter in "ac"}


def test_a_confirmed_host_of_a_cancelled_visit_does_not_count():
    cancelled = encounter(TRIP, Kind.VISIT, A, status="cancelled")
    trip = network(*FIRMS, *cancelled, says(B, "TOOK_PART_IN", TRIP, key="host", status="confirmed"))
    assert counting(trip) == set()


def test_a_participation_without_any_status_does_not_count_and_a_membership_does():
    pole = called("doc:news#pole:p", "P", Kind.POLE)
    net = network(*FIRMS, *pole, *encounter(TRIP, Kind.VISIT, A), says(A, "MEMBER_OF", "doc:news#pole:p"))
    assert counting(net) == {"firm:a~MEMBER_OF~pole:p~"}


def test_announced_encounters_count_only_when_asked_for():
    announced = [*FIRMS, *encounter(TRIP, Kind.VISIT, A, B, status="announced")]
    assert counting(network(*announced)) == set()
    assert len(counting(network(*announced, statuses=["announced"]))) == 2


def test_the_status_said_latest_is_shown():
    early = says(A, "TOOK_PART_IN", TRIP, key="host", status="in_discussion", said_on="2015-02-01")
    late = says(A, "TOOK_PART_IN", TRIP, key="host", status="held", said_on="2015-03-01")
    net = network(*FIRMS, *called(TRIP, "trip", Kind.VISIT), late, early)
    assert list(net.links["status"]) == ["held"]


def test_of_two_values_the_surer_is_shown_then_the_later():
    net = network(
        *called(A, "A"),
        says(A, "city", "Nantes", confidence=0.6),
        says(A, "city", "Lyon", confidence=0.8),
        says(A, "sector", "30", document=LIST),
        says(A, "sector", "10", document=NEWS),
    )
    assert (net.row("firm:a")["city"], net.row("firm:a")["sector"]) == ("Lyon", "30")


def test_a_correction_wins_over_what_is_surer():
    fixed = says(A, "city", "Brest", confidence=0.5, method="correction")
    assert network(*called(A, "A"), says(A, "city", "Lyon"), fixed).row("firm:a")["city"] == "Brest"


def test_an_entity_is_found_by_any_of_its_ids_and_a_wrong_one_gets_hints_from_this_network():
    net = network(*FIRMS)
    assert net.find("firm:a") == net.find(A) == "firm:a"
    with pytest.raises(UnknownEntity, match="Did you mean firm:a"):
        net.find("firm:aa")


def test_today_is_the_latest_day_on_which_somebody_published_or_spoke():
    spoke = says(A, "city", "Lyon", said_on="2017-05-01")
    assert network(*FIRMS).today == "2015-09-10"
    assert network(*FIRMS, spoke).today == "2017-05-01"


def test_the_content_hash_knows_entities_and_links_and_not_who_says_so():
    said_twice = [says(A, "name", "A", document=LIST), says(A, "kind", "firm", document=LIST)]
    assert network(*FIRMS).content_hash == network(*reversed(FIRMS)).content_hash
    assert network(*FIRMS).content_hash == network(*FIRMS, *said_twice).content_hash
    assert network(*FIRMS).content_hash != network(*SIGNED).content_hash


def test_a_network_cannot_be_changed_and_is_only_itself():
    net = network(*FIRMS)
    assert net == net and net != network(*FIRMS)
    with pytest.raises(FrozenInstanceError):
        net.revision = 3


def test_evidence_gives_the_statements_with_their_documents_as_the_same_viewer(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/network.db")
    secret = says(A, "city", "Lyon", level=2, audience="emc2", quote="hush")
    with store.write("load") as run:
        run.add([NEWS], [*FIRMS, secret])
    seen = evidence(store, Network.read(store), "firm:a")
    assert list(seen["predicate"].sort_values()) == ["kind", "name"] and set(seen["publisher"]) == {"A paper"}
    owner = Network.read(store, viewer=Viewer.OWNER)
    assert "hush" in set(evidence(store, owner, "firm:a")["quote"].dropna())


@pytest.mark.parametrize(
    "wanted", ["Électricité de France", "electricite de france", "ELECTRICITE", "Electrcite de Frnce"]
)
def test_names_are_found_despite_accents_case_and_slips(wanted):
    net = network(*called(A, "Électricité de France"), *called(B, "Airbus"))
    assert list(search(net, wanted)["id"])[0] == "firm:electricite-de-france"


def test_an_exact_name_comes_before_one_that_begins_so_and_one_that_contains_it():
    net = network(
        *called(A, "ACEA"), *called(B, "CEA Tech"), *called(C, "CEA"), *called(TRIP, "Visite du CEA", Kind.VISIT)
    )
    assert list(search(net, "cea")["name"])[:3] == ["CEA", "CEA Tech", "Visite du CEA"]


def test_a_search_for_nothing_finds_nothing():
    assert search(network(*FIRMS), "  ").empty and search(network(), "x").empty


def test_three_who_meet_once_are_tied_by_a_half_each_and_their_strength_is_one():
    net = network(*FIRMS, *encounter(TRIP, Kind.VISIT, A, B, C, status="held"))
    table = ties(net)
    assert list(table["strength"]) == [0.5, 0.5, 0.5] and list(table["distance"]) == [2.0, 2.0, 2.0]
    assert dict(as_networkx(table).degree(weight="strength")) == {"firm:a": 1.0, "firm:b": 1.0, "firm:c": 1.0}


def test_two_roles_in_one_encounter_are_one_participation():
    twice = says(A, "TOOK_PART_IN", PACT, key="organizer")
    assert list(ties(network(*SIGNED, twice))["strength"]) == [1.0]


def test_who_came_alone_has_no_tie():
    assert ties(network(*FIRMS, *encounter(TRIP, Kind.VISIT, A, status="held"))).empty


def test_a_network_becomes_networkx_with_parallel_links():
    net = network(*SIGNED).to_networkx()
    assert net.number_of_nodes() == 4 and net.number_of_edges() == 2
    assert net.nodes["alliance:pact"]["since"] == "2015-07-09"
