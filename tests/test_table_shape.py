"""Tables: columns as wide as what is in them, within bounds; as tall as their rows."""

import pandas as pd
import pytest

from views import table_shape as of
from views.table_shape import BAR, HEADER, LINE, ROOM, ROW, TALLEST, WIDEST, lines_shape, shape, tall, wide


def widths(rows, **asked):
    return {name: one["width"] for name, one in shape(rows, **asked)["column_config"].items()}


def test_one_long_cell_among_many_short_ones_widens_its_column():
    short = pd.Series(["—"] * 40)
    assert wide("date", pd.concat([short, pd.Series(["10 septembre 2015"])])) > 2 * wide("date", short)


def test_a_very_long_name_leaves_room_for_the_other_columns():
    found = widths(pd.DataFrame({"nom": ["A" * 200, "b"], "rang": [1, 2], "avant": [1, 2]}))
    assert found["nom"] == WIDEST and found["rang"] < 80
    assert widths(pd.DataFrame([["A" * 200] * 3]), widest=420) == {"0": 420, "1": 420, "2": 420}


def test_of_few_columns_each_may_be_wider():
    assert widths(pd.DataFrame({"phrase": ["a" * 900]})) == {"phrase": ROOM}
    assert widths(pd.DataFrame({"sujet": ["a" * 900], "changement": ["a" * 900]})) == {
        "sujet": ROOM // 2,
        "changement": ROOM // 2,
    }


def test_a_column_is_never_narrower_than_its_name_and_capitals_count_for_more():
    assert wide("besoins de la première couverts", pd.Series([1])) > 200
    assert wide("x", pd.Series(["FRAUNHOFER"])) > wide("x", pd.Series(["fraunhofer"]))


@pytest.mark.parametrize("cells", [pd.Series([], dtype=object), pd.Series([None, None]), pd.Series([0.123456789012])])
def test_what_is_missing_or_long_behind_the_point_asks_for_little(cells):
    assert wide("part", cells) < 90


def test_a_table_is_as_tall_as_its_rows_with_room_for_the_bar_where_it_is_wide():
    assert tall(pd.DataFrame({"a": [1, 2, 3]})) == HEADER + 3 * ROW
    assert tall(pd.DataFrame({"a": range(90)})) == TALLEST
    wide_one = pd.DataFrame({f"colonne {n}": ["x" * 40] for n in range(4)})
    assert shape(wide_one)["height"] == HEADER + ROW + BAR
    assert shape(pd.DataFrame({"a": ["x"]}))["height"] == HEADER + ROW


def test_of_two_columns_of_one_name_each_is_measured():
    assert shape(pd.DataFrame([["a", "b" * 90]], columns=["x", "x"]))["height"] > 0


def test_long_sentences_are_broken_into_lines_and_short_ones_are_not():
    assert lines_shape(["a" * 100, "b"]) == {"hide_index": True, "row_height": ROW, "height": HEADER + 2 * ROW}
    assert lines_shape(["a" * 120])["row_height"] == of.BREAKS
    assert lines_shape(["a" * 9_000])["row_height"] == ROW + 2 * LINE
    assert lines_shape(["a"] * 90)["height"] == TALLEST
    assert lines_shape([])["height"] == HEADER + ROW


def cells(*some, rows=1):
    """Of a table of names, how wide each column is, how high a row, how high all of it."""
    made = of.cells_shape(pd.DataFrame([["1", *some]] * rows))
    return [one["width"] for one in made["column_config"].values()], made["row_height"], made["height"]


def test_sentences_in_the_last_column_have_the_room_that_is_left_and_rows_are_as_high_as_their_lines():
    rows = pd.DataFrame({"jour": [1, 2], "hôte": ["Boeing"] * 2, "pourquoi": ["répond à un besoin " * 6, "non"]})
    told = of.broken_shape(rows)
    widths = {name: one["width"] for name, one in told["column_config"].items()}
    assert sum(widths.values()) == ROOM and widths["pourquoi"] > 5 * widths["hôte"]
    assert told["row_height"] == of.BREAKS and told["height"] == HEADER + 2 * of.BREAKS
    assert of.broken_shape(rows.assign(pourquoi="non"))["row_height"] == ROW


def test_names_stand_side_by_side_as_long_as_there_is_room_and_no_row_is_cut():
    found, row, high = cells("Alizé – Éole", "", "Daher – Éole", rows=13)
    assert sorted(found) == [of.NUMBERED, 246, 246, 246] and sum(found) <= ROOM
    assert (row, high) == (ROW, HEADER + 13 * ROW)
    assert cells(*["Alizé – Éole"] * 12)[2] == HEADER + ROW + BAR


def test_names_that_are_longer_than_their_column_are_broken_into_lines_that_its_row_has_room_for():
    assert cells("Auvergne Efficience – Mont-Blanc Industries", "", "")[1] == of.BREAKS
    assert cells(*["Auvergne Efficience – Mont-Blanc Industries"] * 9)[1] == ROW + 3 * LINE
    assert cells("a" * 9_000, rows=90)[1:] == (ROW + 4 * LINE, of.SCREEN)
