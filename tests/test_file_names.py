"""Names of files that are taken away are words that every disk takes, and promise no date that nobody chose."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from graph.model import Viewer
from views.file_names import file_name, with_ending
from views.wording import Words

FRENCH, ENGLISH = Words("fr"), Words("en")
ON_EVERY_DISK = re.compile(r"maillage(_[a-z0-9]+(-[a-z0-9]+)*)*")


def test_accents_become_letters_and_nothing_is_said_of_a_date_or_viewer_that_is_the_usual_one():
    assert file_name(FRENCH, "plan-Réunion d'Évry", viewer=Viewer.PUBLIC) == "maillage_plan-reunion-d-evry"


def test_who_looks_is_said_in_words_if_it_is_not_everybody():
    confided = Viewer.parse("emc2=staff")
    assert file_name(FRENCH, "x", viewer=Viewer.OWNER) == "maillage_x_vu-par-le-proprietaire"
    assert file_name(ENGLISH, "x", viewer=confided) == "maillage_x_seen-by-emc2-staff"


@pytest.mark.parametrize(
    ("as_of", "fr", "en"),
    [("2023-01-01", "au-2023-01-01", "on-2023-01-01"), ("2023", "en-2023", "in-2023"),
     ("2023-05", "en-2023-05", "in-2023-05")],
)  # fmt: skip
def test_a_date_is_said_as_the_day_that_was_looked_at(as_of, fr, en):
    assert file_name(FRENCH, "x", viewer=Viewer.PUBLIC, as_of=as_of) == f"maillage_x_{fr}"
    assert file_name(ENGLISH, "x", viewer=Viewer.PUBLIC, as_of=as_of) == f"maillage_x_{en}"


@given(some.text(max_size=400))
def test_any_subject_gives_a_name_that_every_disk_takes(subject):
    name = file_name(FRENCH, subject, viewer=Viewer.OWNER, as_of="2023-01-01")
    assert ON_EVERY_DISK.fullmatch(name) and len(name) < 150


def test_an_archive_ends_in_zip_alone_and_says_before_what_is_in_it():
    assert with_ending("maillage_x", "parquet.zip") == "maillage_x_parquet.zip"
    assert with_ending("maillage_x", "vosviewer.json") == "maillage_x.vosviewer.json"
