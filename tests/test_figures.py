"""Figures as plain SVG: as many marks as values, names as text, nothing drawn outside or from elsewhere."""

import re
from xml.etree import ElementTree

import pytest

from tests.test_hostile import NAMES
from views.figures import WIDTH, Dot, dots, lines

SVG = "{http://www.w3.org/2000/svg}"


def marks(text, tag):
    return ElementTree.fromstring(text).iter(f"{SVG}{tag}")


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
    heights = [float(mark.get("y")) for mark in marks(drawn, "text") if mark.text in ("a", "b")]
    assert abs(heights[0] - heights[1]) >= 12


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stays_a_name_and_within_the_figure(name):
    for drawn in (dots([Dot(name, 1)], axis=name, title=name), lines({name: [(0, 1), (1, 0)]}, x=name, y=name)):
        assert {mark.tag.removeprefix(SVG) for mark in ElementTree.fromstring(drawn).iter()} <= {
            "svg", "rect", "line", "text", "circle", "polyline", "title",
        }  # fmt: skip
        assert "href" not in re.sub(r">[^<]*<", "><", drawn) and "url(" not in re.sub(r">[^<]*<", "><", drawn)


def test_nothing_to_draw_is_an_empty_figure():
    assert f'width="{WIDTH}"' in dots([], axis="x") and "<polyline" not in lines({}, x="x", y="y")
