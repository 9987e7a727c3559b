"""What changed: as of a day is a filter that one can write out, and the two parts are the whole change."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import DateError
from graph.model import Document
from graph.network import Network
from graph.vocabulary import Kind, Relation
from queries.evolution import evolution
from queries.measures import SCORES, Joins, joins, ranks, scores
from queries.moments import joins_on
from queries.swaps import parts, swapped, taken
from tests.toys import DRAWN, encounter, entity, link, met, network, record


def rows(answer):
    return answer.table.set_index(answer.table["id"].str.partition(":")[2])


def meetings(*said):
    """`("ab", "2016")`: A and B met in 2016; a third word is until when."""
    made = []
    for n, (parties, *dates) in enumerate(said):
        made += encounter(f"M{n}", parties, **dict(zip(("since", "until"), dates, strict=False)))
    return network(*made)


def test_who_appears_stays_or_has_nothing_under_way_any_more():
    net = meetings(("ab", "2015", "2016"), ("bc", "2015", "2030"), ("bd", "2018", "2030"))
    table = rows(evolution(net, dates=["2016", "2020"], under_way=True))
    assert dict(table["state"]) == {"a": "ended", "b": "stayed", "c": "stayed", "d": "appeared"}
    assert (table.loc["b", "before"], table.loc["b", "after"]) == (2, 2)
    past = rows(evolution(net, dates=["2016", "2020"]))
    assert past.loc["a", "state"] == "stayed" and past.loc["b", "after"] == 3


def test_a_meeting_is_over_on_its_day_and_an_alliance_without_an_end_is_not():
    said = [*encounter("M", "ab", since="2015-05"), *encounter("P", "cd", Kind.ALLIANCE, since="2015-05")]
    table = rows(evolution(network(*said), dates=["2015-05", "2016"], under_way=True))
    assert dict(table["state"]) == {"a": "ended", "b": "ended", "c": "stayed", "d": "stayed"}


def test_the_places_gained_are_told_by_whose_doing():
    #   in 2016 a is behind b and c (two partners each); by 2018 a has met d, e and f, and c has met g
    net = meetings(("ax", "2015"), ("bcy", "2015"), *[("a" + one, "2017") for one in "def"], ("cg", "2017"))
    answer = evolution(net, dates=["2016", "2018"])
    a, b, c = (rows(answer).loc[one] for one in "abc")
    assert (a["rank_before"], a["rank_after"], a["places"]) == (4, 1, 3)
    assert (a["before"], a["after"], a["change"], a["own"], a["others"]) == (1, 4, 3, 1.5, 1.5)
    assert b["own_places"] == 0 and b["other_places"] == b["places"] == -2  # others passed it by, it did nothing
    assert c["own_places"] + c["other_places"] == c["places"]
    said = answer.sentences("fr")[0]
    assert said.startswith("A (entreprise) : du rang 4 (2016) au rang 1 (2018) ; places gagnées : 3, dont")


def test_what_others_do_in_the_encounters_of_another_is_their_part():
    #   a and b met; later c joins them: a did nothing
    said = [*encounter("M", "ab", since="2015"), *entity(record("c"), Kind.FIRM, "C")]
    said.append(link(record("c"), Relation.TOOK_PART_IN, record("M", Kind.MEETING), key="guest", valid="2018"))
    a = rows(evolution(network(*said), dates=["2016", "2019"])).loc["a"]
    assert (a["change"], a["own"], a["others"]) == (1, 0, 1)


def test_percentiles_are_among_the_active():
    net = meetings(("ab", "2015"), ("ac", "2015"), ("bd", "2015"), ("ad", "2015"), ("xy", "2018"))
    table = rows(evolution(net, dates=["2016", "2019"]))
    assert table.loc["a", "percentile_before"] == 100 and table.loc["c", "percentile_before"] == 0
    assert table.loc["a", "percentile_after"] == 100 and table["percentile_before"].isna()["x"]
    equal = rows(evolution(meetings(("ab", "2015"), ("cd", "2015"), ("ab", "2018")), dates=["2016", "2019"]))
    assert list(equal["percentile_after"]) == [0] * 4  # none has more than another


def test_a_percentile_among_three_is_none():
    three = rows(evolution(meetings(("abc", "2015"), ("ab", "2018")), dates=["2016", "2019"]))
    assert three[["percentile_before", "percentile_after"]].isna().all(axis=None)


def test_a_series_tells_each_date_whatever_the_order_in_which_they_are_asked_for():
    net = meetings(("ab", "2015"), ("bc", "2017"), ("cd", "2019"))
    answer = evolution(net, dates=["2020", "2016", "2018"])
    active = answer.more["active"]
    assert list(active["date"]) == ["2016", "2018", "2020"] and list(active["organisations"]) == [2, 3, 4]
    assert list(active["appeared"].fillna(-1)) == [-1, 1, 1] and list(active["stayed"].fillna(-1)) == [-1, 2, 3]
    b = answer.more["series"].query("id == 'firm:b'")
    assert list(b["score"]) == [1, 2, 2] and list(b["rank"]) == [1, 1, 1]


def test_without_dates_the_last_five_years_in_which_something_began():
    net = meetings(*[("ab", str(year)) for year in range(2010, 2019)])
    answer = evolution(net)
    assert list(answer.more["active"]["date"]) == ["2014", "2015", "2016", "2017", "2018"]
    assert "dates : 2014 / 2015 / 2016 / 2017 / 2018" in answer.basis.sentence("fr")
    undated = evolution(met("ab"))
    assert undated.table.empty and "rien à comparer" in undated.basis.sentence("fr")


def test_one_date_is_too_few_and_a_word_is_none():
    with pytest.raises(ValueError, match="write two dates at least"):
        evolution(met("ab"), dates=["2016"])
    with pytest.raises(DateError, match="'soon' is not a date"):
        evolution(met("ab"), dates=["2016", "soon"])


def test_a_link_after_a_day_changes_nothing_of_that_day():
    early = [("ab", "2015"), ("bc", "2016")]
    before = evolution(meetings(*early), dates=["2015", "2016"]).table
    later = evolution(meetings(*early, ("ad", "2017-01-01"), ("cd", "2030")), dates=["2015", "2016"]).table
    assert before.equals(later)


def test_what_was_written_only_later_is_no_change_and_told_apart():
    late = Document("doc:late", "Late", published="2019")
    said = encounter("M", "ab", since="2015")
    said = [one._replace(document=late.id) if one.is_link else one for one in said]
    answer = evolution(
        network(*said, documents=[Document(DRAWN.id, "Early", published="2014"), late]), dates=["2016", "2020"]
    )
    assert list(answer.table["change"]) == [0, 0]
    found = answer.more["read_later"].to_dict("records")
    assert [(one["document"], one["published"], one["participations"]) for one in found] == [("doc:late", "2019", 2)]
    assert "participations of 2016 that were written of only later: 2" in answer.basis.sentence("en")


when = st.tuples(st.sets(st.sampled_from("abcde"), min_size=1, max_size=3), st.integers(2014, 2020), st.integers(0, 5))


@given(st.lists(when, max_size=6), st.booleans())
@settings(deadline=None, max_examples=25)
def test_as_of_a_day_is_the_filter_that_one_writes_out(said, under_way):
    net = meetings(*[(parties, str(year), str(year + long)) for parties, year, long in said])
    made = joins_on(net, ["2016", "2018"], kinds=None, under_way=under_way)
    for day, one in zip((2016, 2018), made, strict=True):
        found = {(one.organisations[row], one.nodes[column]) for row, column in zip(one.rows, one.columns, strict=True)}
        expected = {
            (f"firm:{party}", f"meeting:m{n}")
            for n, (parties, year, long) in enumerate(said)
            for party in parties
            if year <= day and (not under_way or year + long >= day)
        }
        assert found == expected


@st.composite
def two_days(draw):
    size, nodes = draw(st.integers(2, 5)), draw(st.integers(1, 5))
    bits = st.lists(st.booleans(), min_size=size * nodes, max_size=size * nodes)
    names, called = tuple(map(str, range(size))), tuple(map(str, range(nodes)))
    return [
        Joins(names, called, nodes, *np.nonzero(np.array(draw(bits)).reshape(size, nodes))) for _ in range(2)
    ]  # fmt: skip


@pytest.mark.parametrize("measure", SCORES)
@given(days=two_days())
@settings(deadline=None, max_examples=40)
def test_the_parts_are_those_of_swapping_one_at_a_time_and_their_sum_is_the_change(measure, days):
    before, after = days
    for own, others in ((before, after), (after, before)):
        found = taken(own, others, measure)
        for one in range(len(before.organisations)):
            mixed = scores(swapped(own, others, one), measure)
            assert found.scores[one] == mixed[one] and found.ranks[one] == ranks(mixed)[one]
    was, became, value, place = parts(before, after, measure)
    assert value.own + value.others == pytest.approx(became.scores - was.scores, abs=1e-12)
    assert list(place.own + place.others) == list(was.ranks - became.ranks)


def test_a_membership_is_of_both_its_ends():
    pole = record("p", Kind.POLE)
    said = [
        *entity(pole, Kind.POLE, "P"),
        *entity(record("a"), Kind.FIRM, "A"),
        link(record("a"), Relation.MEMBER_OF, pole),
    ]
    whole = joins(network(*said))
    none = whole.only(np.zeros(len(whole.rows), dtype=bool))
    for place in range(2):
        assert len(swapped(whole, none, place).rows) == 2 and len(swapped(none, whole, place).rows) == 0


def test_on_the_shipped_network_own_and_others_make_the_change(shipped):
    table = evolution(Network.read(shipped), dates=["2016", "2020"]).table
    assert len(table) > 700 and list(table["own"] + table["others"]) == list(table["change"])
    stayed = table[table["state"] == "stayed"]
    assert list(stayed["own_places"] + stayed["other_places"]) == list(stayed["rank_before"] - stayed["rank_after"])
