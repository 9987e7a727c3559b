"""How each participation came to its status, outside the page: a table with its basis, for whoever may read it."""

import json
from io import BytesIO

import pandas as pd
import pytest

from graph.model import Document, Level
from graph.vocabulary import Kind, Relation, Role, Status
from tests.pages import kept
from tests.test_cli import _run
from tests.toys import DRAWN, encounter, entity, link, record

TRIP, FAIR = record("Trip", Kind.VISIT), record("Fair", Kind.EVENT)
LATER = Document("doc:later", "Said later", published="2021-05-02")
DIARY = Document("doc:diary", "Said in confidence", published="2021-06", level=Level.STAFF, audience="emc2")


def host(name, status, document, place=TRIP):
    said = link(record(name), Relation.TOOK_PART_IN, place, key=Role.HOST, status=status)
    return said._replace(document=document.id)


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    """A was asked, declined later, and said in confidence that it would have confirmed; B was only asked."""
    said = [row for name in "ab" for row in entity(record(name), Kind.FIRM, name.upper())]
    said += encounter("Trip", "", Kind.VISIT, Status.ANNOUNCED) + encounter("Fair", "", Kind.EVENT, Status.HELD)
    said += [host("a", Status.ASKED, DRAWN), host("a", Status.DECLINED, LATER), host("b", Status.ASKED, DRAWN)]
    said += [host("b", Status.HELD, DRAWN, FAIR), host("a", Status.CONFIRMED, DIARY)]
    return kept(tmp_path_factory.mktemp("moved"), [DRAWN, LATER, DIARY], said)


def asked(url, path, *words):
    """The table of a file that the command writes."""
    assert _run(["moves", *words, "--store", url, "--out", str(path)]) == (0,)
    return json.loads(path.read_text(encoding="utf-8"))


def test_each_step_is_a_row_and_the_last_is_the_status_of_today(url, tmp_path):
    found = asked(url, tmp_path / "moves.json", "Trip")
    rows = [(one["participant"], one["step"], one["status"], one["said"], one["now"]) for one in found["rows"]]
    assert rows == [
        ("firm:a", 1, "asked", "2020-01-01", False), ("firm:a", 2, "declined", "2021-05-02", True),
        ("firm:b", 1, "asked", "2020-01-01", True),
    ]  # fmt: skip
    assert found["rows"][1]["documents"] == "doc:later"
    assert found["basis"]["query"] == "moves" and found["basis"]["viewer"] == "public"


def test_without_an_encounter_all_of_them_are_told(url, tmp_path):
    found = asked(url, tmp_path / "moves.json")
    assert {one["encounter"] for one in found["rows"]} == {"visit:trip", "event:fair"}


def test_who_may_read_more_sees_more_steps(url, tmp_path):
    found = asked(url, tmp_path / "moves.json", "Trip", "--viewer", "emc2=staff")
    assert [one["status"] for one in found["rows"] if one["participant"] == "firm:a"] == [
        "asked", "declined", "confirmed"
    ]  # fmt: skip


def test_a_spreadsheet_has_its_basis_beside_it(url, tmp_path):
    assert _run(["moves", "Trip", "--store", url, "--out", str(tmp_path / "moves.csv")]) == (0,)
    table = pd.read_csv(BytesIO((tmp_path / "moves.csv").read_bytes()))
    assert table["status"].tolist() == ["asked", "declined", "asked"]
    assert json.loads((tmp_path / "moves.csv.basis.json").read_text())["query"] == "moves"


def test_on_the_screen_it_is_told_in_sentences(url, capsys):
    assert _run(["moves", "Trip", "--store", url]) == (0,)
    assert "Trip : A (rôle : hôte), décliné, dit le 2 mai 2021." in " ".join(capsys.readouterr().out.split())


def test_what_is_no_encounter_is_a_sentence(url, capsys):
    assert _run(["moves", "A", "--store", url]) != (0,)
    assert "firm:a" in capsys.readouterr().err
