"""Who saw whom: nothing that is announced counts as held, and what is declared stands beside what is named."""

import pandas as pd
import pytest

from graph.errors import UnknownEntity
from graph.model import Document, Statement
from graph.network import Network
from graph.vocabulary import Kind, Relation, Role, Status
from queries.moves import moves
from queries.quality import quality
from queries.visits import visits
from tests.toys import DRAWN, encounter, entity, link, met, network, record

SEATTLE = "visit:voyage-d-etude-d-emc2-a-seattle"
TRIP = record("trip", Kind.VISIT)
LATER = Document("doc:later", "Said later", published="2020-06")


def trip(hosts="", delegates="", status=Status.HELD, since="2015-03-01", **more):
    """A visit with its hosts and delegates, each a letter."""
    said = encounter("trip", "", Kind.VISIT, status, since=since, **more)
    for role, names in ((Role.HOST, hosts), (Role.DELEGATE, delegates)):
        for name in names:
            said += entity(record(name), Kind.FIRM, name.upper())
            said.append(link(record(name), Relation.TOOK_PART_IN, TRIP, key=role))
    return said


def in_talks(name):
    said = link(record(name), Relation.TOOK_PART_IN, TRIP, key=Role.HOST, status=Status.IN_DISCUSSION)
    return [*entity(record(name), Kind.FIRM, name.upper()), said]


def declares(key, value, document=DRAWN.id):
    return Statement(document, TRIP, "declared", value, key)


def rows(answer, row):
    return answer.table[answer.table["row"] == row].reset_index(drop=True)


def count(answer, counted):
    table = rows(answer, "count")
    return table[table["counted"] == counted].iloc[0]


def pairs(answer):
    return list(zip(answer.more["met"]["delegate"], answer.more["met"]["host"], strict=True))


def test_each_delegate_saw_each_host_of_a_visit_that_was_held():
    answer = visits(network(*trip(hosts="ab", delegates="c")))
    assert pairs(answer) == [("firm:c", "firm:a"), ("firm:c", "firm:b")]
    assert list(answer.table["row"]) == ["visit", "count", "count", *["participant"] * 3]


def test_who_is_both_host_and_delegate_did_not_see_themselves():
    assert pairs(visits(network(*trip(hosts="a", delegates="a")))) == []


def test_named_stands_beside_declared_and_one_host_is_still_in_talks():
    answer = visits(network(*trip(hosts="abcde", status=Status.ANNOUNCED), *in_talks("f"), declares("host", "11")))
    row = count(answer, "host")
    assert (row["named"], row["declared"], row["in_discussion"], row["to_check"]) == (6, "11", 1, True)
    assert answer.sentences("fr")[1] == (
        "trip, hôtes : 6 nommés sur 11 déclarés ; 1 des nommés en discussion ; visite à vérifier, sa date est passée."
    )
    assert answer.sentences("en")[1] == (
        "trip, hosts: 6 named of 11 declared; 1 of those named in discussion; visit to check, its date has passed."
    )


def test_an_announced_visit_whose_date_has_passed_is_to_be_checked_and_nobody_met():
    answer = visits(network(*trip(hosts="a", delegates="b", status=Status.ANNOUNCED)))
    assert answer.table["to_check"].all() and pairs(answer) == []
    assert list(rows(answer, "visit")["status"]) == ["announced"]
    assert not rows(answer, "participant")["counts"].any()


@pytest.mark.parametrize("since", ["XXXX-02-20", "2020"])
def test_a_date_that_does_not_decide_is_neither_to_be_checked_nor_settled(since):
    answer = visits(network(*trip(hosts="a", status=Status.ANNOUNCED, since=since)))
    assert answer.table["to_check"].isna().all()
    assert "ne permet pas de dire" in answer.sentences("fr")[0]


def test_a_host_is_open_from_asked_until_held_or_declined():
    said = trip(hosts="a", status=Status.ANNOUNCED)
    for name, status in (("b", Status.ASKED), ("c", Status.DECLINED), ("d", Status.HELD), ("e", Status.CONFIRMED)):
        said += entity(record(name), Kind.FIRM, name.upper())
        said.append(link(record(name), Relation.TOOK_PART_IN, TRIP, key=Role.HOST, status=status))
    answer = visits(network(*said))
    people = rows(answer, "participant")
    assert dict(zip(people["participant_name"], people["open"], strict=True)) == {
        "A": True, "B": True, "C": False, "D": False, "E": True}  # fmt: skip
    assert [text.endswith("; still open.") for text in answer.sentences("en")[-5:]] == [True, True, False, False, True]
    states = answer.more["states"]
    assert states["participants"].tolist() == [1] * 5 and set(states["role"]) == {"host"}


def test_the_moves_of_a_status_end_with_the_one_it_has():
    told = [("asked", "2015-01"), ("asked", "2015-03"), ("in_discussion", "2016"), ("declined", "2018"), ("held", None)]
    papers = [Document(f"doc:{n}", f"Paper {n}", published=day) for n, (_, day) in enumerate(told)]
    said = trip()
    said += entity(record("a"), Kind.FIRM, "A")
    for paper, (status, _) in zip(papers, told, strict=True):
        said.append(
            link(record("a"), Relation.TOOK_PART_IN, TRIP, key=Role.HOST, status=status)._replace(document=paper.id)
        )
    net = network(*said, documents=[DRAWN, *papers])
    days = {paper.id: paper.published for paper in papers}
    rows_of = [
        {"id": str(n), "document": one.document, "predicate": one.predicate, "value": one.value, "status": one.status,
         "said_on": None, "published": days.get(one.document), "method": "table"}
        for n, one in enumerate(said) if one.predicate == Relation.TOOK_PART_IN
    ]  # fmt: skip
    found = moves(pd.DataFrame(rows_of).sample(frac=1, random_state=3))
    assert found["status"].tolist() == ["held", "asked", "in_discussion", "declined"]
    assert found["said"].fillna("").tolist() == ["", "2015-01-01", "2016-01-01", "2018-01-01"]
    assert found["documents"].tolist() == ["doc:4", "doc:0 doc:1", "doc:2", "doc:3"]
    assert found.loc[found["now"], "status"].tolist() == [net.links["status"].dropna().iloc[-1]] == ["declined"]
    corrected = moves(pd.DataFrame([*rows_of, {**rows_of[0], "status": "confirmed", "method": "correction"}]))
    assert corrected["status"].iloc[-1] == "confirmed"


def test_what_no_statement_says_has_not_moved():
    assert moves(pd.DataFrame(columns=["id", "document", "predicate", "value", "status", "said_on", "method"])).empty


def test_a_held_visit_or_one_to_come_has_nothing_to_check():
    assert not visits(network(*trip(hosts="a"))).table["to_check"].any()
    assert not visits(network(*trip(hosts="a", status=Status.ANNOUNCED, since="2031"))).table["to_check"].any()


def test_two_documents_and_two_counts_both_stay_and_are_flagged():
    said = [*trip(hosts="a"), declares("host", "11"), declares("host", "14", LATER.id), declares("delegate", "20")]
    table = rows(visits(network(*said, documents=[DRAWN, LATER])), "count")
    hosts = table[table["counted"] == "host"]
    assert list(hosts["declared"]) == ["11", "14"] and hosts["disputed"].all()
    assert list(hosts["documents"]) == ["doc:drawn", "doc:later"]
    assert list(table.loc[table["counted"] == "delegate", "disputed"]) == [False]


def test_eighteen_besides_two_named_ones_and_twenty_are_the_same_count():
    besides = declares("delegate", "18", LATER.id)._replace(qualifiers=(("besides", f"{record('a')} {record('b')}"),))
    said = [*trip(delegates="ab"), declares("delegate", "20"), besides]
    net = network(*said, documents=[DRAWN, LATER])
    assert not rows(visits(net), "count")["disputed"].any() and "conflict" not in set(quality(net).table["issue"])
    other = network(*said[:-1], besides._replace(value="17"), documents=[DRAWN, LATER])
    assert rows(visits(other), "count")["disputed"].all() and "conflict" in set(quality(other).table["issue"])


def test_two_documents_and_the_same_count_are_one_row_with_both():
    said = [*trip(hosts="a"), declares("host", "11"), declares("host", "11", LATER.id)]
    row = count(visits(network(*said, documents=[DRAWN, LATER])), "host")
    assert (row["documents"], row["disputed"]) == ("doc:drawn doc:later", False)


def test_a_refusal_is_listed_and_not_named():
    no = [
        *entity(record("b"), Kind.FIRM, "B"),
        link(record("b"), Relation.TOOK_PART_IN, TRIP, key="host", status="declined"),
    ]
    answer = visits(network(*trip(hosts="a"), *no, declares("host", "2")))
    assert count(answer, "host")["named"] == 1 and len(rows(answer, "participant")) == 2


def test_a_visit_of_whom_nobody_is_named_is_listed():
    answer = visits(network(*trip()))
    assert list(answer.table["row"]) == ["visit"] and answer.table["named"].iloc[0] == 0


def test_one_visit_is_asked_for_by_any_of_its_ids():
    net = network(*trip(hosts="a"), *encounter("other", "b", Kind.VISIT))
    assert set(visits(net, visit=TRIP).table["visit"]) == {"visit:trip"}
    assert set(visits(net).table["visit"]) == {"visit:trip", "visit:other"}
    with pytest.raises(UnknownEntity, match="Did you mean visit:trip"):
        visits(net, visit="visit:tripp")
    with pytest.raises(ValueError, match="'firm:a' is of the kind firm: choose one of visit"):
        visits(net, visit="firm:a")


def test_meetings_are_no_visits():
    assert visits(met("ab")).table.empty


def test_hosts_and_delegates_of_the_articles_are_named_of_declared(shipped):
    answer = visits(Network.read(shipped), visit=SEATTLE)
    found = {row["counted"]: (row["named"], row["declared"]) for row in rows(answer, "count").to_dict("records")}
    assert found["host"] == (6, "14") and found["delegate"] == (9, "~20") and found["delegate:firm"] == (5, "18")
    assert count(answer, "host")["in_discussion"] == 1
    assert answer.sentences("fr")[2] == (
        "Voyage d'étude d'EMC2 à Seattle, délégués, entreprises : 5 nommés sur 18 déclarés."
    )


def test_nobody_met_in_seattle_unless_announced_ones_are_asked_for_and_never_the_host_in_talks(shipped):
    assert pairs(visits(Network.read(shipped))) == []
    asked = pairs(visits(Network.read(shipped, statuses=["announced"])))
    assert len(asked) == 9 * 5 and "firm:spacex" not in {host for _, host in asked}


def test_a_visit_of_an_unknown_year_is_possible_on_any_day_and_certain_on_none(shipped):
    for day in ("1999", "2030"):
        assert len(rows(visits(Network.read(shipped, as_of=day)), "visit")) == 1
        assert visits(Network.read(shipped, as_of=day, sure="certainly")).table.empty
        assert visits(Network.read(shipped, as_of=day)).table["to_check"].isna().all()
