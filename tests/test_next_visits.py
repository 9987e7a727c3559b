"""Where to go next: every tie that leads there is counted once, beside the others and never added to them."""

import random

import pytest

from graph.errors import UnknownEntity
from graph.model import Document, Viewer
from graph.network import Network
from graph.resolve import snapshot
from graph.vocabulary import Kind, Level, Relation, Status
from queries.leading import PARTS
from queries.next_visits import next_visits
from tests.toys import DRAWN, encounter, entity, link, network, record

POLE = record("p", Kind.POLE)


def town(name):
    return record(name, Kind.TERRITORY)


def towns(*names):
    return [one for name in names for one in entity(town(name), Kind.TERRITORY, name)]


def firm(name, place=None, *, member_of=None):
    """A firm, where it is, and the pole that it is a member of."""
    said = entity(record(name), Kind.FIRM, name.upper())
    said += [link(record(name), Relation.LOCATED_IN, town(place))] if place else []
    return said + ([link(record(name), Relation.MEMBER_OF, member_of)] if member_of else [])


def pole(*extra):
    """The pole P at home in Nantes, with a member M that is nowhere."""
    home = [*towns("nantes"), *entity(POLE, Kind.POLE, "P"), link(POLE, Relation.LOCATED_IN, town("nantes"))]
    return [*home, *firm("m", member_of=POLE), *extra]


def visit(name, place, delegates, status=Status.HELD, **properties):
    """A visit to a place, by some delegates."""
    said = entity(record(name, Kind.VISIT), Kind.VISIT, name, status=status, **properties)
    said.append(link(record(name, Kind.VISIT), Relation.LOCATED_IN, town(place)))
    return said + [
        link(record(one), Relation.TOOK_PART_IN, record(name, Kind.VISIT), key="delegate") for one in delegates
    ]


def ask(said, source="pole:p", **more):
    return next_visits(network(*said, **more), source=source)


def parts(answer):
    """Of each territory its five parts: `{"lyon": (0, 1, 0, 0, 0)}`."""
    rows = answer.table.dropna(subset=["territory"])
    return {row["territory"].partition(":")[2]: tuple(row[part] for part in PARTS) for row in rows.to_dict("records")}


def test_each_way_that_leads_to_a_town_is_counted_beside_the_others():
    #   Nantes = Seattle        twinned
    #   x, in Lyon              a member of P
    #   y, in Brest             a project with M, P's member
    #   Turin                   M was there
    #   z, in Lille             offers what M needs
    weld = record("weld", Kind.COMPETENCE)
    answer = ask(
        pole(
            *towns("seattle", "lyon", "brest", "turin", "lille"),
            link(town("nantes"), Relation.TWINNED_WITH, town("seattle")),
            *firm("x", "lyon", member_of=POLE),
            *firm("y", "brest"), *encounter("work", "my", Kind.PROJECT),
            *visit("trip", "turin", "m"),
            *firm("z", "lille"), *entity(weld, Kind.COMPETENCE, "welding"),
            link(record("m"), Relation.NEEDS, weld), link(record("z"), Relation.OFFERS, weld),
        )
    )  # fmt: skip
    assert parts(answer) == {
        "seattle": (1, 0, 0, 0, 0), "lyon": (0, 1, 0, 0, 0), "brest": (0, 0, 1, 0, 0),
        "turin": (0, 0, 0, 1, 0), "lille": (0, 0, 0, 0, 1),
    }  # fmt: skip
    assert set(answer.table["rank"]) == {1}, "none of them is ahead of another: there is no common score"
    assert set(answer.table["documents"]) == {"doc:drawn"} and len(answer.more["ties"]) == 5


def test_a_territory_ranks_behind_those_that_do_as_well_everywhere_and_better_somewhere():
    #   Lyon: two members, one project; Brest: two members; Lille: one member; Turin: three alumni
    said = pole(*towns("lyon", "brest", "lille", "turin"))
    for name, place in [("x", "lyon"), ("y", "lyon"), ("v", "brest"), ("w", "brest"), ("u", "lille")]:
        said += firm(name, place, member_of=POLE)
    said += [*encounter("work", "mx", Kind.PROJECT), *visit("trip", "turin", "mvw")]
    table = ask(said).table
    ranks = dict(zip(table["territory"], table["rank"], strict=True))
    assert ranks == {"territory:lyon": 1, "territory:turin": 1, "territory:brest": 2, "territory:lille": 3}
    assert list(table["territory"]) == ["territory:lyon", "territory:turin", "territory:brest", "territory:lille"]


def test_what_joins_in_several_ways_counts_once():
    #   x, in Lyon, is a member of P and of Q as P is; two projects with P, one need met twice
    other, weld = record("q", Kind.POLE), record("weld", Kind.COMPETENCE)
    said = pole(*towns("lyon"), *firm("x", "lyon", member_of=POLE), *firm("y", "lyon"), *entity(other, Kind.POLE, "Q"))
    said += [link(record("x"), Relation.MEMBER_OF, other), link(POLE, Relation.MEMBER_OF, other)]
    said += [*encounter("one", "mx", Kind.PROJECT), *encounter("two", "mxy", Kind.ALLIANCE, Status.SIGNED)]
    said += [*entity(weld, Kind.COMPETENCE, "welding"), link(record("m"), Relation.NEEDS, weld)]
    said += [link(record(one), Relation.OFFERS, weld) for one in "xy"]
    assert parts(ask(said)) == {"lyon": (0, 1, 2, 0, 1)}


def test_fellow_members_and_the_group_itself_lead_somewhere_too():
    other = record("q", Kind.POLE)
    said = pole(*towns("lyon", "brest"), *entity(other, Kind.POLE, "Q"), *firm("x", "brest", member_of=other))
    said += [link(other, Relation.LOCATED_IN, town("lyon")), link(POLE, Relation.MEMBER_OF, other)]
    assert parts(ask(said)) == {"lyon": (0, 1, 0, 0, 0), "brest": (0, 1, 0, 0, 0)}


def test_equipment_that_is_needed_leads_to_its_owner_unless_it_is_used_already():
    press = record("press", Kind.EQUIPMENT)
    said = pole(*towns("lyon"), *firm("x", "lyon"), *entity(press, Kind.EQUIPMENT, "press"))
    said += [link(record("x"), Relation.OFFERS, press), link(record("m"), Relation.NEEDS, press)]
    assert parts(ask(said)) == {"lyon": (0, 0, 0, 0, 1)}
    assert list(ask([*said, link(record("m"), Relation.USES, press)]).table["reason"]) == ["no_tie"]


def test_ones_own_town_is_no_destination():
    said = pole(*towns("lyon"), *firm("x", "nantes", member_of=POLE), *firm("y", "lyon"))
    assert list(ask(said).table["reason"]) == ["no_tie"]


def test_a_visit_by_a_host_leads_to_where_the_host_is():
    trip = record("trip", Kind.VISIT)
    said = pole(*towns("turin"), *firm("h", "turin"), *entity(trip, Kind.VISIT, "trip", status="held", since="2018-05"))
    said += [
        link(record(one), Relation.TOOK_PART_IN, trip, key=role) for one, role in (("m", "delegate"), ("h", "host"))
    ]
    answer = ask(said)
    assert parts(answer) == {"turin": (0, 0, 0, 1, 0)} and list(answer.table["last_visit"]) == ["2018-05"]


@pytest.mark.parametrize("status", [Status.ANNOUNCED, Status.IN_DISCUSSION])
def test_a_visit_in_preparation_is_told_and_makes_no_alumni(status):
    twin = link(town("nantes"), Relation.TWINNED_WITH, town("turin"))
    said = pole(*towns("turin"), twin, *visit("trip", "turin", "m", status))
    answer = ask(said)
    assert parts(answer) == {"turin": (1, 0, 0, 0, 0)} and list(answer.table["planned"]) == [1]
    assert answer.sentences("en")[0].endswith("; 1 visit in preparation.")


def test_a_cancelled_visit_is_neither():
    twin = link(town("nantes"), Relation.TWINNED_WITH, town("turin"))
    table = ask(pole(*towns("turin"), twin, *visit("trip", "turin", "m", Status.CANCELLED))).table
    assert list(table[["alumni", "planned"]].iloc[0]) == [0, 0]


def test_the_last_visit_is_the_latest_of_those_of_a_known_year():
    said = pole(*towns("turin"))
    for name, since in [("a1", "2016"), ("b1", "2018-02"), ("c1", "XXXX-11"), ("d1", "2017-12")]:
        said += visit(name, "turin", "m", since=since)
    table = ask(said).table
    assert list(table["last_visit"]) == ["2018-02"] and list(table["alumni"]) == [1]


@pytest.mark.parametrize("relation", [Relation.MEMBER_OF, Relation.LOCATED_IN])
def test_what_does_not_count_leads_nowhere(relation):
    there = {Relation.MEMBER_OF: POLE, Relation.LOCATED_IN: town("lyon")}
    said = pole(*towns("lyon"), *firm("x"))
    said += [
        link(record("x"), one, end, status=Status.ASKED if one is relation else None) for one, end in there.items()
    ]
    assert parts(ask(said)) == {}


def test_without_places_or_ties_a_sentence_says_what_would_help():
    alone = ask([*entity(POLE, Kind.POLE, "P")])
    assert list(alone.table["reason"]) == ["no_location"]
    assert alone.sentences("fr") == [
        "Aucun territoire à proposer à P : on ne sait pas où se trouvent les autres organisations ; notez leurs lieux, "
        "ou des jumelages."
    ]
    with pytest.raises(UnknownEntity, match="Did you mean pole:p"):
        ask(pole(), source="pole:pp")
    with pytest.raises(ValueError, match="--source: 'territory:nantes' is of the kind territory: choose one of"):
        ask(pole(), source="territory:nantes")


def test_who_may_not_see_a_need_gets_the_answer_of_a_network_without_it(store):
    weld = record("weld", Kind.COMPETENCE)
    public = pole(*towns("lyon"), *firm("x", "lyon", member_of=POLE), *entity(weld, Kind.COMPETENCE, "welding"))
    public.append(link(record("x"), Relation.OFFERS, weld))
    need = link(record("m"), Relation.NEEDS, weld)._replace(document="doc:told", level=Level.STAFF, audience="p")
    told = Document("doc:told", "Told in confidence", published="2020", level=Level.STAFF, audience="p")
    with store.write("load") as run:
        run.add([DRAWN, told], [*public, need])
    seen, theirs = (
        next_visits(Network.read(store, viewer=viewer), source="pole:p") for viewer in (Viewer.PUBLIC, Viewer.OWNER)
    )
    without = next_visits(Network.of(snapshot([DRAWN], public), viewer=Viewer.PUBLIC), source="pole:p")
    assert seen.table.to_parquet() == without.table.to_parquet()
    assert seen.more["ties"].to_parquet() == without.more["ties"].to_parquet()
    assert (parts(seen), parts(theirs)) == ({"lyon": (0, 1, 0, 0, 0)}, {"lyon": (0, 1, 0, 0, 1)})


def test_shuffled_statements_give_the_same_bytes():
    said = pole(*towns("seattle", "lyon"), link(town("nantes"), Relation.TWINNED_WITH, town("seattle")))
    said += [*firm("x", "lyon", member_of=POLE), *encounter("work", "mx", Kind.PROJECT), *visit("trip", "lyon", "mx")]
    first = ask(said)
    for seed in range(3):
        other = ask(random.Random(seed).sample(said, len(said)))
        assert other.table.to_parquet() == first.table.to_parquet()
        assert other.more["ties"].to_parquet() == first.more["ties"].to_parquet()


def test_emc2_would_go_to_seattle_its_twin_where_a_member_of_it_is(shipped):
    answer = next_visits(Network.read(shipped), source="pole:emc2")
    first = answer.table.iloc[0]
    assert first["territory"] == "territory:seattle" and first["planned"] == 1 and first["alumni"] == 0
    assert answer.sentences("fr")[0] == (
        "Seattle : 1 jumelage, 1 organisation jointe par adhésion, aucun projet commun, aucun ancien d'une visite ; "
        "aucun besoin connu n'y est servi ; 1 visite en préparation."
    )
