"""Sectors and territories outside the networks, on firms that a person can count."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.vocabulary import Kind, Relation
from queries.uncovered_cells import uncovered_cells
from tests.toys import entity, link, network, record

CELLS = st.tuples(st.sampled_from(("22", "25", "62")), st.integers(1, 8), st.integers(0, 8))


def firms(*cells, kind=Kind.POLE):
    """Cells of firms: sector, country, how many, how many of them in a group of that kind."""
    group = record("p", kind)
    said, n = entity(group, kind, "P"), 0
    for sector, country, count, covered in cells:
        for one in range(count):
            name, n = f"f{n}", n + 1
            said += entity(record(name), Kind.FIRM, name, sector=sector, country=country)
            said += [link(record(name), Relation.MEMBER_OF, group)] if one < covered else []
    return network(*said)


def measured(*cells, **more):
    return uncovered_cells(firms(*cells, **more), territory="country").table


def test_a_cell_with_fewer_in_a_network_than_elsewhere_comes_first():
    #  2 of 12 here, 10 of 12 there: half of all, so 6 would be expected in each
    table = measured(("22", "FR", 12, 2), ("25", "FR", 12, 10))
    assert table[["sector", "covered", "expected", "missing"]].to_numpy().tolist() == [
        ["22", 2, 6, 4], ["25", 10, 6, -4],
    ]  # fmt: skip
    assert table["rate_low"].iloc[0] == pytest.approx(0.047, abs=5e-4)
    assert table["rate_high"].iloc[0] == pytest.approx(0.448, abs=5e-4)


def test_the_firms_of_each_cell_are_named_those_in_no_network_first():
    rows = uncovered_cells(firms(("22", "FR", 2, 1), ("25", "FR", 5, 0)), territory="country").more["firms"]
    assert rows[["sector", "id", "covered"]].to_numpy().tolist() == [
        *(["25", f"firm:f{n}", False] for n in range(2, 7)), ["22", "firm:f1", False], ["22", "firm:f0", True],
    ]  # fmt: skip
    assert rows["name"].to_list() == [one.removeprefix("firm:") for one in rows["id"]]
    assert uncovered_cells(network(), territory="country").more["firms"].empty


def test_of_fewer_than_five_firms_nothing_is_concluded():
    table = measured(("22", "FR", 4, 0), ("25", "FR", 5, 5))
    assert table[["sector", "reason"]].fillna("").to_numpy().tolist() == [["25", ""], ["22", "too_few"]]
    assert table["rank"].fillna(0).to_list() == [1, 0]


def test_an_association_covers_nobody():
    assert measured(("22", "FR", 6, 6), kind=Kind.ASSOCIATION)["covered"].to_list() == [0]


def test_firms_without_sector_or_territory_are_left_out_and_counted():
    said = [*entity(record("a"), Kind.FIRM, "A", sector="22"), *entity(record("b"), Kind.FIRM, "B", country="FR")]
    answer = uncovered_cells(network(*said), territory="country")
    assert list(answer.table["reason"]) == ["no_cell_known"] and "load a file" in answer.sentences("en")[0]
    assert "2" in answer.basis.as_dict()["notes"][0][1]


@settings(max_examples=30, deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=4))
def test_what_is_missing_adds_up_to_nothing(cells):
    table = measured(*((sector, "FR", count, min(count, covered)) for sector, count, covered in cells))
    assert table["missing"].sum() == pytest.approx(0, abs=1e-9)
    assert ((table["rate_low"] <= table["rate"]) & (table["rate"] <= table["rate_high"])).all()
