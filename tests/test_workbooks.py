"""Workbooks of each kind read to the cell; what is wrong in one is said with its sheet and cell."""

from contextlib import closing
from datetime import date

import pytest

from graph.errors import DatasetError
from graph.model import Viewer
from graph.store import open_store
from ingest import biff
from ingest.checking import check
from ingest.load import load
from ingest.places import column_of, letters
from ingest.readers import Options, read
from ingest.saved import Saved
from tests.binary_workbooks import xls, xls95, xlsb
from tests.workbooks import ods, xlsx

BOOKS = {"xls": xls, "xlsb": xlsb}
ROWS = [
    ["Membres 2015"], [], ["nom", "siren", "cp", "adhésion", "actif", "note"],
    ["Airbus & Cie", 552100554, ("0", 1115), date(2015, 7, 9), True, "n.c."],
    ["Œuvre d'été", "552 100 554", "01115", "1er mars 2015", None, 0.1],
    ["Zoë", 12300000000000, 75001, 42194, False, "deux\nlignes"],
]  # fmt: skip
CELLS = [
    (4, ["Airbus & Cie", "552100554", "1115", "2015-07-09", "true", "n.c."]),
    (5, ["Œuvre d'été", "552 100 554", "01115", "1er mars 2015", "", "0.1"]),
    (6, ["Zoë", "12300000000000", "75001", "42194", "false", "deux\nlignes"]),
]


@pytest.mark.parametrize("kind", BOOKS)
def test_a_binary_workbook_is_read_to_the_cell(tmp_path, kind):
    (sheet,) = read(BOOKS[kind](tmp_path / f"m.{kind}", Membres=ROWS))
    assert (sheet.sheet, sheet.header, sheet.header_line) == ("Membres", tuple(ROWS[2]), 3)
    assert list(sheet.rows()) == CELLS
    assert [(one.line, one.code) for one in sheet.faults] == [(1, "preamble_row")]


@pytest.mark.parametrize("kind", BOOKS)
def test_several_and_hidden_sheets_of_a_binary_workbook(tmp_path, kind):
    table = [["nom", "ville"], ["A", "Paris"]]
    path = BOOKS[kind](tmp_path / f"m.{kind}", Un=table, Deux=[["nom", "cp"], ["B", 1000]], Secret_=table)
    assert [sheet.sheet for sheet in read(path)] == ["Un", "Deux"]
    assert [one.code for one in read(path)[0].faults] == ["hidden_sheet"]
    assert [sheet.sheet for sheet in read(path, options=Options(sheet="Secret"))] == ["Secret"]
    with pytest.raises(DatasetError, match="has no sheet 'Trois'"):
        read(path, options=Options(sheet="Trois"))


@pytest.mark.parametrize("kind", BOOKS)
def test_merged_titles_of_a_binary_workbook_go_with_each_of_their_columns(tmp_path, kind):
    rows = [["Nom", "Adresse", None, "Contact"], [None, "Rue", "CP", "Tél"], ["A", "b", 75001, "x"]]
    (sheet,) = read(BOOKS[kind](tmp_path / f"m.{kind}", Un=rows))
    assert sheet.header == ("Nom", "Adresse Rue", "Adresse CP", "Contact Tél")


# ----- cells that show an error

ERRORS = [["Raison sociale", "Ville", "Création"], ["Airbus", "#N/A", 1970], ["Daher", "Nantes", "#DIV/0!"]]
SHOWN = [("Firmes!B2", "Ville", "#N/A"), ("Firmes!C3", "Création", "#DIV/0!")]


def with_errors(path):
    """The table in the kind of workbook that the name ends in."""
    if path.suffix == ".xlsx":
        rows = [[("e", 0, cell) if str(cell).startswith("#") else cell for cell in row] for row in ERRORS]
        return xlsx(path, Firmes=rows)
    return (
        ods(path, ERRORS, name="Firmes")
        if path.suffix == ".ods"
        else {**BOOKS, "xls95": xls95}[path.suffix[1:]](path, Firmes=ERRORS)
    )


@pytest.mark.parametrize("kind", ["xlsx", "xls", "xlsb", "ods"])
def test_a_cell_that_shows_an_error_is_a_fault_with_its_sheet_and_cell(tmp_path, kind):
    (source,) = check(with_errors(tmp_path / f"m.{kind}"), dataset="organisations")
    found = [(one.place, one.column, one.value) for one in source.report.faults if one.code == "cell_error"]
    assert found == SHOWN and source.report.refused == 0
    said = {one.predicate for row in source.mapper.rows() for one in row.statements if "#" in one.value[:1]}
    assert said == set()
    assert [cells[1] for _, cells in source.sheet.rows()] == ["#N/A", "Nantes"]


def test_a_workbook_of_excel_5_or_95_tells_its_errors_too(tmp_path):
    rows = [*ERRORS, ["Thalès", ("#REF!",), 1893]]
    path = xls95(tmp_path / "m.xls", Fermées=[["Raison sociale", "Ville"], ["Œuvre", "#NUM!"]], Sociétés=rows)
    found = check(path, dataset="organisations")
    shown = [(one.place, one.column, one.value) for source in found for one in source.report.faults]
    assert shown == [
        ("Fermées!B2", "Ville", "#NUM!"), ("Sociétés!B2", "Ville", "#N/A"), ("Sociétés!C3", "Création", "#DIV/0!"),
        ("Sociétés!B4", "Ville", "#REF!"),
    ]  # fmt: skip
    assert [cells for _, cells in found[1].sheet.rows()] == [
        ["Airbus", "#N/A", "1970"], ["Daher", "Nantes", "#DIV/0!"], ["Thalès", "#REF!", "1893"],
    ]  # fmt: skip


@pytest.mark.parametrize(("page", "encoding"), [(1252, "cp1252"), (10_000, "mac-roman"), (850, "cp850"), (9, "cp1252")])
def test_the_code_page_of_an_old_workbook_says_how_its_sheets_are_called(page, encoding):
    assert biff._encoding(page) == encoding


def test_an_error_in_a_required_cell_refuses_its_row(tmp_path):
    rows = [["adhérent", "pôle"], [("e", 0, "#REF!"), "EMC2"], ["Airbus", "EMC2"]]
    (source,) = check(xlsx(tmp_path / "m.xlsx", Membres=rows))
    assert [(one.place, one.code) for one in source.report.faults] == [
        ("Membres!A2", "cell_error"),
        ("Membres!A2", "missing_value"),
    ]


def test_an_empty_cell_with_an_error_type_does_not_take_its_neighbours_value(tmp_path):
    rows = [["a", "b"], [("e", 0, "<f>1</f>"), "x"], [("e", 0, "#N/A"), "y"]]
    (sheet,) = read(xlsx(tmp_path / "m.xlsx", Un=rows))
    assert [row for _, row in sheet.rows()][1] == ["#N/A", "y"]


def test_a_column_full_of_errors_is_told_once_it_is_known(tmp_path):
    rows = [["a", "b"], *([f"x{n}", ("e", 0, "#N/A")] for n in range(1_100))]
    (sheet,) = read(xlsx(tmp_path / "m.xlsx", Un=rows))
    codes = [one.code for one in sheet.faults]
    assert codes.count("cell_error") == 1_000 and codes[-1] == "more_like_these" and sheet.faults[-1].value == "100"


# ----- places


@pytest.mark.parametrize("kind", ["xlsx", "xls", "xlsb"])
def test_faults_and_statements_of_a_workbook_name_their_cell(tmp_path, kind):
    rows = [["Raison sociale", "Type", "Ville", "SIREN"], ["Airbus", "firm", "Toulouse", "552100555"]]
    make = xlsx if kind == "xlsx" else BOOKS[kind]
    path = make(tmp_path / f"m.{kind}", Feuil1=rows)
    with closing(open_store(f"sqlite:///{tmp_path}/n.db")) as store:
        report = load(store, [path])
        said = store.statements(viewer=Viewer.OWNER).set_index("predicate")["locator"]
    assert [(one.place, one.code) for one in report.faults] == [("Feuil1!D2", "bad_identifier")]
    assert "Feuil1!D2, column SIREN" in str(report.faults[0])
    assert (said["name"], said["city"], said["kind"]) == ("Feuil1!A2", "Feuil1!C2", "Feuil1!B2")


@pytest.mark.parametrize("position", [0, 25, 26, 51, 52, 701, 702, 16_383])
def test_letters_and_positions_of_columns_agree(position):
    assert column_of(letters(position)) == position
    assert letters(16_383) == "XFD"


@pytest.mark.parametrize("kind", ["xls", "xls95", "xlsb", "xlsx", "ods"])
def test_a_workbook_cut_anywhere_is_read_or_a_sentence(tmp_path, kind):
    data = with_errors(tmp_path / f"m.{kind}").read_bytes()
    for cut in range(0, len(data), max(1, len(data) // 40)):
        path = tmp_path / f"cut.{kind}"
        path.write_bytes(data[:cut] + b"\xff" * 8 + data[cut + 8 :])
        try:
            for sheet in read(path):
                list(sheet.rows())
        except DatasetError as error:
            assert str(error).endswith((".", ")"))


def test_a_column_that_the_file_has_not_moves_no_cell(tmp_path):
    path = xlsx(tmp_path / "m.xlsx", Feuil1=[["Nom", "SIREN"], ["Airbus", "552100555"]])
    (source,) = check(path, dataset="organisations", known=Saved(added={"Type": "galaxie"}))
    assert sorted((one.place, one.code) for one in source.report.faults) == [
        ("Feuil1!2", "unknown_kind"),
        ("Feuil1!B2", "bad_identifier"),
    ]
