"""Tables: columns as wide as what is in them, within bounds; as tall as their rows."""

import pandas as pd
import pytest

from views.table_shape import BAR, HEADER, ROW, TALLEST, WIDEST, shape, tall, wide


def widths(rows, **asked):
    return {name: one["width"] for name, one in shape(rows, **asked)["column_config"].items()}


def test_one_long_cell_among_many_short_ones_widens_its_column():
    short = pd.Series(["—"] * 40)
    assert wide("date", pd.concat([short, pd.Series(["10 septembre 2015"])])) > 2 * wide("date", short)


def test_a_very_long_name_leaves_room_for_the_other_columns():
    found = widths(pd.DataFrame({"nom": ["A" * 200, "b"], "rang": [1, 2]}))
    assert found["nom"] == WIDEST and found["rang"] < 80
    assert widths(pd.DataFrame({"nom": ["A" * 200]}), widest=420) == {"nom": 420}


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
