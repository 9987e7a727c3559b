"""EDTF dates: what they can mean, and which are refused."""

import re

import pytest

from graph import dates
from graph.dates import earliest, end, latest, span, start
from graph.errors import DateError


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2015-07-09", "2015-07-09", "2015-07-09"),
        ("2015-06", "2015-06-01", "2015-06-30"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2015", "2015-01-01", "2015-12-31"),
        ("2015/2016-03", "2015-01-01", "2016-03-31"),
        ("2015/..", "2015-01-01", "9999-12-31"),
        ("../2015", "0001-01-01", "2015-12-31"),
        ("XXXX-02-20", "0001-02-20", "9999-02-20"),
        ("XXXX-02-20/XXXX-02-25", "0001-02-20", "9999-02-25"),
        ("201X", "2010-01-01", "2019-12-31"),
    ],
)
def test_a_date_has_an_earliest_and_a_latest_day(text, first, last):
    assert span(text) == (first, last)
    assert (earliest(text), latest(text)) == (first, last)


@pytest.mark.parametrize(
    "text", ["2015-13-45", "2015-02-30", "XXXX-02-30", "soon", "", "9 juillet 2015", "2016/2015", "15-07-09", "2015-6"]
)
def test_nonsense_is_refused_with_a_sentence(text):
    with pytest.raises(DateError, match="is not a date: write|ends before it starts|2015-07-09"):
        span(text)


def test_an_interval_begins_with_its_start_and_ends_with_its_end():
    assert (start("2015/2016"), end("2015/2016")) == ("2015", "2016")
    assert (start("2015-07-09"), end("2015-07-09")) == ("2015-07-09", "2015-07-09")


@pytest.mark.parametrize(
    "text", ["2015", "2015-06", "2016-02", "2016-02-29", "2015-02-29", "2015-04-31", "2015-01-00", "0000", "9999-12-31"]
)
def test_plain_dates_read_here_are_read_or_refused_as_by_the_library(text, monkeypatch):
    def read():
        try:
            return dates._days(text)
        except DateError as error:
            return str(error)

    ours = read()
    monkeypatch.setattr(dates, "PLAIN", re.compile("(?!)"))  # matches nothing
    assert ours == read()
