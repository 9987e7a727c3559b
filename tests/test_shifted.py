"""A delimiter in a cell that is not quoted moves all cells after it: the row is refused, with the cell to quote."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.checking import check
from ingest.faults import CellFault
from ingest.shifted import Checked, slid

HEADER = "raison sociale,type,siren,cp,pays\n"


def faults(tmp_path, row, header=HEADER, dataset="organisations"):
    path = tmp_path / "t.csv"
    path.write_text(f"{header}Airbus,firm,552100554,31700,FR\nZodiac,firm,,75015,FR\n{row}\n", encoding="utf-8")
    (source,) = check(path, dataset=dataset)
    return [(one.line, one.code, one.column, one.value) for one in source.report.faults]


@pytest.mark.parametrize(
    ("row", "column", "whole"),
    [
        ("Dupont, Durand et Cie,firm,552100554,44000,FR", "raison sociale", "Dupont, Durand et Cie"),
        ("Dupont, Durand, Martin,firm,552100554,44000,FR", "raison sociale", "Dupont, Durand, Martin"),
        ("Dupont, Durand et Cie,firm,552100554,44000", "raison sociale", "Dupont, Durand et Cie"),
        ("Dupont, Durand et Cie,firm,552100554,44000,FR,,", "raison sociale", "Dupont, Durand et Cie"),
    ],
    ids=["one more", "two more", "none more: the last was empty", "and empty ones"],
)
def test_a_row_whose_cells_slid_is_refused_with_the_cell_to_quote(tmp_path, row, column, whole):
    assert faults(tmp_path, row) == [(4, "shifted_cells", column, whole)]


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        ("Dupont,firm,552100554,44000,FR,surplus", ["ragged_row"]),
        ("Dupont, Durand,galaxy,552100554,44000,Atlantis", ["ragged_row"]),
        ("Dupont,galaxy,1,44000,FR", ["unknown_kind", "bad_identifier"]),
        ("Dupont,firm,552100555,44000,FR", ["bad_identifier"]),
        ("Dupont,firm,552100554,44000,FR", []),
    ],
    ids=["a note at the end", "wrong besides", "wrong, not moved", "one wrong cell", "right"],
)
def test_a_row_that_is_wrong_otherwise_is_not_taken_for_one_that_slid(tmp_path, row, codes):
    assert [code for _, code, _, _ in faults(tmp_path, row)] == codes


def test_quoting_the_cell_that_is_named_puts_the_row_right(tmp_path):
    ((_, _, _, whole),) = faults(tmp_path, "Dupont, Durand,firm,552100554,44000,FR")
    assert faults(tmp_path, f'"{whole}",firm,552100554,44000,FR') == []


DIGITS = [Checked(at, lambda text: text if text.isdigit() else CellFault("bad_number"), True) for at in (1, 3)]


@settings(deadline=None)
@given(st.lists(st.text(alphabet="ab, ", max_size=6), min_size=2, max_size=2), st.integers(1, 99), st.integers(1, 99))
def test_what_was_cut_is_put_together_and_what_was_not_is_left(texts, one, two):
    cells = [texts[0] or "a", str(one), texts[1] or "b", str(two)]
    cut = ",".join(cells).split(",")
    found = slid(cut, 4, ",", DIGITS)
    if len(cut) == 4:
        assert found is None
    elif "," not in cells[2]:
        assert found is not None and (found.at, found.text) == (0, cells[0])
    elif "," not in cells[0]:
        assert found is not None and (found.at, found.text) == (2, cells[2])


def test_one_cell_alone_that_does_not_fit_is_no_proof():
    whole = [Checked(at, lambda text: text if text.isdigit() else CellFault("bad_number"), False) for at in (2, 3)]
    assert slid(["a", "b", "c", "1", "2"], 5, ",", whole) is None
    assert slid(["a", "b", "c", "d", "1", "2"], 5, ",", whole) is None
    assert slid(["a", " b", "c", "x", "1"], 5, ",", [*whole, Checked(4, whole[0].read, False)]) is None
    assert slid(["a", " b", "c", "1", "2", "3"], 5, ",", [*whole, Checked(4, whole[0].read, False)]) == (0, "a, b")


# ----- days with two digits for the year


def days(tmp_path, *cells, pivot=""):
    from ingest.saved import Saved

    path = tmp_path / "t.csv"
    path.write_text("titre;début\n" + "".join(f"P{n};{cell}\n" for n, cell in enumerate(cells)), encoding="utf-8")
    (source,) = check(path, dataset="projects", known=Saved(pivot=pivot))
    said = [one.value for row in source.mapper.rows() for one in row.statements if one.predicate == "since"]
    return said, [(one.line, one.code) for one in source.report.faults]


def test_a_year_of_two_digits_is_read_only_when_somebody_says_its_century(tmp_path):
    assert days(tmp_path, "25/12/15") == ([], [(2, "short_year")])
    assert days(tmp_path, "25/12/15", "25/12/49", "25/12/50", "31/02/15", pivot="50") == (
        ["2015-12-25", "2049-12-25", "1950-12-25"],
        [(5, "bad_date")],
    )
    assert days(tmp_path, "12/25/15", pivot="00") == (["1915-12-25"], [])
