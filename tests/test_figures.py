"""Figures as plain SVG: as many marks as values, names as text, nothing drawn outside or from elsewhere."""

import re
from xml.etree import ElementTree

import pytest

from tests.test_hostile import NAMES
from views.figure_parts import WIDTH, Axis
from views.figures import Bar, Dot, bars, dots, lines
from views.quadrants import Spot, quadrants

SVG = "{http://www.w3.org/2000/svg}"


TAGS = {"svg", "g", "path", "rect", "line", "text", "circle", "polyline", "polygon", "title", "desc"}


def marks(figure, tag):
    return ElementTree.fromstring(figure.svg()).iter(f"{SVG}{tag}")


def at(figure, text):
    """Where words stand."""
    return next((float(one.get("x")), float(one.get("y"))) for one in marks(figure, "text") if one.text == text)


def test_each_value_is_a_dot_and_each_known_interval_a_line_where_they_should_be():
    drawn = dots([Dot("a", 0), Dot("b", 5, 2, 10), Dot("c", 10)], axis="rank")
    xs = [float(one.get("cx")) for one in marks(drawn, "circle")]
    assert len(xs) == 3 and xs[1] == pytest.approx((xs[0] + xs[2]) / 2, abs=0.1)
    wide = [one for one in marks(drawn, "line") if one.get("stroke-width") == "5"]
    assert len(wide) == 1 and float(wide[0].get("x2")) == pytest.approx(xs[2], abs=0.1)
    assert float(wide[0].get("x1")) == pytest.approx(xs[0] + 0.2 * (xs[2] - xs[0]), abs=0.1)


def test_a_line_goes_through_its_points_and_names_that_would_meet_stand_apart():
    drawn = lines({"a": [(0, 1), (10, 0.5)], "b": [(0, 1), (10, 0.5)]}, x="lost", y="kept")
    first, last = (
        tuple(map(float, point.split(","))) for point in next(marks(drawn, "polyline")).get("points").split()
    )
    zero, one = (
        next(float(mark.get("y")) - 4 for mark in marks(drawn, "text") if mark.text == level) for level in ("0", "1")
    )
    assert first[1] == pytest.approx(one) and last[1] == pytest.approx((zero + one) / 2)
    assert abs(at(drawn, "a")[1] - at(drawn, "b")[1]) >= 12


def test_lines_are_told_apart_without_colours_by_their_dashes_and_by_what_marks_their_points_and_names():
    drawn = lines({name: [(0, 1), (10, 0.5)] for name in "abcde"}, x="lost", y="kept")
    assert len({one.get("stroke-dasharray") for one in marks(drawn, "polyline")}) == 5
    shapes = [_shape(one) for one in marks(drawn, "polygon")]
    assert len(list(marks(drawn, "circle"))) == 3  # of one line: two points, and one before its name
    assert {shapes.count(one) for one in shapes} == {3} and len(set(shapes)) == 4


def _shape(polygon):
    corners = [tuple(map(float, one.split(","))) for one in polygon.get("points").split()]
    middle = [(min(axis) + max(axis)) / 2 for axis in zip(*corners, strict=True)]
    return tuple((round(x - middle[0]), round(y - middle[1])) for x, y in corners)


def test_bars_are_as_long_as_their_values_and_their_dark_parts_as_what_is_part_of_them():
    drawn = bars([Bar("a", 4, 1), Bar("b", 2)], axis="items", number=lambda value: f"{value:g} items")
    long, dark, half = (float(one.get("width")) for one in list(marks(drawn, "rect"))[1:])
    assert half == pytest.approx(long / 2, abs=0.1) and dark == pytest.approx(long / 4, abs=0.1)
    assert at(drawn, "a")[1] < at(drawn, "b")[1] and "4 items" in {one.text for one in marks(drawn, "text")}


def test_an_axis_holds_nought_where_all_values_lie_below_it():
    drawn = dots([Dot("a", -2, -4, -1)], axis="gap")
    assert at(drawn, "0")[0] > float(next(marks(drawn, "circle")).get("cx")) > at(drawn, "-4")[0]


@pytest.mark.parametrize("low, high, whole, ticks", [
    (0, 9, False, [0, 2, 4, 6, 8]), (1, 4, True, [1, 2, 3, 4]), (0, 1, False, [0, 0.2, 0.4, 0.6, 0.8, 1]),
    (1, 205, True, [1, 50, 100, 150, 200]), (0, 1e-9, False, [0, 2e-10, 4e-10, 6e-10, 8e-10, 1e-9]),
])  # fmt: skip
def test_numbers_of_an_axis_are_round(low, high, whole, ticks):
    assert Axis("", low, high, whole).ticks == pytest.approx(ticks)


def test_spots_stand_in_their_order_each_in_its_quarter():
    #  isolated a | motor b     of each axis the order counts: 1 and 1000 are as far apart as 1000 and 1001
    #  -----------+--------
    #  marginal c | basic d
    values = {"a": (1, 7, 0), "b": (1000, 9, 1), "c": (2, 5, 2), "d": (1001, 6, 3)}
    drawn = quadrants([Spot(name, *those) for name, those in values.items()], ("NW", "NE", "SW", "SE"), x="x", y="y")
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = (
        (float(one.get("cx")), float(one.get("cy"))) for one in marks(drawn, "circle")
    )
    assert cx - ax == pytest.approx(bx - cx, abs=0.2) and ax < cx < bx < dx and by < ay < dy < cy
    upright, level = list(marks(drawn, "line"))[2:4]
    assert cx < float(upright.get("x1")) == float(upright.get("x2")) < bx
    assert ay < float(level.get("y1")) == float(level.get("y2")) < dy
    assert at(drawn, "NW")[0] < at(drawn, "NE")[0] and at(drawn, "NW")[1] < at(drawn, "SW")[1]


def test_spots_of_equal_values_stand_in_one_place_and_names_that_would_meet_are_left_out():
    drawn = quadrants([Spot("heavy", 1, 1, 1, 9), Spot("light", 1, 1, 1, 1)], ("", "", "", ""), x="x", y="y")
    heavy, light = marks(drawn, "circle")
    assert heavy.get("cx") == light.get("cx") and float(heavy.get("r")) == pytest.approx(3 * float(light.get("r")), 0.2)
    assert {"heavy", "light"} & {one.text for one in marks(drawn, "text")} == {"heavy"}


def test_a_figure_says_what_it_shows_and_below_on_what_it_rests():
    drawn = dots([Dot("a", 1)], axis="rank", title="Who is first?", note="Dot: the rank.")
    root = ElementTree.fromstring(drawn.svg("network 1234"))
    assert root.get("role") == "img" and root.find(f"{SVG}title").text == "Who is first?"
    assert root.find(f"{SVG}desc").text == drawn.told == "Who is first? Dot: the rank."
    lowest = max(root.iter(f"{SVG}text"), key=lambda one: float(one.get("y")) * (one.text == "network 1234"))
    assert lowest.text == "network 1234" and float(lowest.get("y")) < float(root.get("height"))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stays_a_name_and_within_the_figure(name):
    for figure in (
        dots([Dot(name, 1)], axis=name, title=name, note=name),
        bars([Bar(name, 1, 1)], axis=name, title=name),
        lines({name: [(0, 1), (1, 0)]}, x=name, y=name, ticks={0: name}),
        quadrants([Spot(name, 1, 1, 0)], (name, name, name, name), x=name, y=name, title=name),
    ):
        drawn = figure.svg(name)
        root = ElementTree.fromstring(drawn)
        assert {mark.tag.removeprefix(SVG) for mark in root.iter()} <= TAGS
        assert "href" not in re.sub(r">[^<]*<", "><", drawn) and "url(" not in re.sub(r">[^<]*<", "><", drawn)
        assert all(len(one.text or "") <= 200 for one in root.iter(f"{SVG}text"))


def test_nothing_to_draw_is_an_empty_figure():
    assert f'width="{WIDTH}"' in dots([], axis="x").svg() and "<polyline" not in lines({}, x="x", y="y").svg()
    assert "<circle" not in quadrants([], ("", "", "", ""), x="x", y="y").svg()
