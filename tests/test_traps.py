"""The traps of files that people have, each made here and read cell by cell, with the physical lines."""

import csv
import gzip
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from graph.errors import DatasetError
from ingest.checking import check
from ingest.doubled import undoubled
from ingest.readers import Options, read
from tests.workbooks import ods, xlsx

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
FRENCH = "nom;ville;note\nSociété d'Œuvre;Besançon;à côté\nForêt & Île;Orléans;très tôt\n"
CELLS = [(2, ["Société d'Œuvre", "Besançon", "à côté"]), (3, ["Forêt & Île", "Orléans", "très tôt"])]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "table.csv"


def sheet_of(path, data, **options):
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    (sheet,) = read(path, options=Options(**options))
    return sheet


def rows_of(path, data, **options):
    return list(sheet_of(path, data, **options).rows())


def codes(sheet):
    return [(one.line, one.code) for one in sheet.faults]


def values_of(path, text, dataset, *names):
    """What the rows say of these properties, and the codes of all faults by line."""
    path.write_text(text, encoding="utf-8")
    (source,) = check(path, dataset=dataset)
    said = [one.value for row in source.mapper.rows() for one in row.statements if one.predicate in names]
    return said, sorted((one.line, one.code) for one in source.report.faults)


# ----- bytes


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman", "cp850"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_1_to_5_the_encodings_met_in_france(path, encoding, end):
    text = FRENCH.replace("Œ", "E") if encoding == "cp850" else FRENCH
    cells = [(line, [cell.replace("Œ", "E") for cell in row]) for line, row in CELLS] if encoding == "cp850" else CELLS
    sheet = sheet_of(path, text.replace("\n", end).encode(encoding))
    assert (sheet.header, list(sheet.rows()), codes(sheet)) == (("nom", "ville", "note"), cells, [])


@pytest.mark.parametrize("word", ["Société", "Café", "Évreux Cité", "Père Noël", "Garçon", "Où", "L’île fermée"])
@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp850"])
def test_3_to_5_one_french_word_is_enough(path, word, encoding):
    word = word.replace("’", "'")
    assert rows_of(path, f"nom;ville\n{word};Paris\n".encode(encoding)) == [(2, [word, "Paris"])]


def test_6_stray_bytes_are_read_as_cp1252_and_reported_with_their_lines(path):
    data = FRENCH.encode() + b"Soci\xe9t\xe9;Paris;x\nAb;Cd;\xabici\xbb\n" + "Où;çà;été\n".encode() * 3
    sheet = sheet_of(path, data)
    assert list(sheet.rows())[2:4] == [(4, ["Société", "Paris", "x"]), (5, ["Ab", "Cd", "«ici»"])]
    assert codes(sheet) == [(4, "encoding_repaired"), (5, "encoding_repaired")]


def test_7_text_encoded_twice_is_shown_and_put_right_only_when_asked(path):
    text = "nom;ville\nForêt;Orléans\nAirbus;Paris\n".encode().decode("cp1252")
    shown, repaired = sheet_of(path, text), sheet_of(path, text, repair=True)
    assert list(shown.rows())[0] == (2, ["ForÃªt", "OrlÃ©ans"]) and codes(shown) == [(2, "double_encoded")]
    assert list(repaired.rows())[0] == (2, ["Forêt", "Orléans"]) and codes(repaired) == [(2, "double_repaired")]


def oracle(name, delimiter=","):
    if not (SHARED / name).is_file():
        pytest.skip(f"needs {name} in ../shared/data")
    with gzip.open(SHARED / name, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def test_7_real_names_encoded_twice_come_out_right_but_for_bytes_lost_for_good():
    rows = oracle("mojibake_utf8_as_cp1252_pairs.csv.gz")
    pairs = [(row["name_garbled"], row["name_clean"]) for row in rows if row["name_garbled"] != row["name_clean"]]
    wrong = [garbled for garbled, clean in pairs if undoubled(garbled, "cp1252") != clean]
    assert (len(pairs), len(pairs) - len(wrong)) == (455, 439)
    assert all("\ufffd" in name for name in wrong)


def test_7_names_read_as_mac_roman_come_out_right_and_clean_names_stay():
    garbled = [row["name"] for row in oracle("h2020_orgs_2017_semicolon_macroman.csv.gz", ";")]
    assert sum(undoubled(name, "mac_roman") != name for name in garbled) == 148
    clean = [row["name"] for row in oracle("org_names_by_pic.csv.gz")]
    assert len(clean) == 39_494
    assert all(undoubled(name, codec) == name for name in clean for codec in ("cp1252", "mac_roman"))


def test_8_and_9_nuls_a_cut_gzip_and_nothing_are_sentences(path):
    for data, sentence in (
        (b"nom;ville\nA\x00B;Paris\n", "not a table of text"),
        (gzip.compress(FRENCH.encode() * 50)[:-20], "cut off or damaged"),
        (b"", "is empty"),
    ):
        with pytest.raises(DatasetError, match=sentence):
            sheet_of(path, data)
    assert rows_of(path, "nom;ville\n") == []


# ----- dialect


def test_10_a_line_sep_says_what_parts_cells_and_is_no_row(path):
    assert rows_of(path, "sep=|\r\nnom|a;b\r\nA;x|b;c\r\n") == [(3, ["A;x", "b;c"])]


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"], ids=["11 semicolon", "comma", "12 tab", "13 bar"])
def test_11_to_13_what_parts_cells_is_found_beside_decimal_commas(path, mark):
    rows = [["nom", "montant", "lieu"], *(["Airbus", f"{n},5" if mark != "," else "5", "Paris"] for n in range(9))]
    text = "".join(mark.join(row) + "\n" for row in rows)
    assert [row for _, row in rows_of(path, text)] == rows[1:]


def test_14_one_column(path):
    assert rows_of(path, "nom\nDupont, Durand\nAirbus\nDaher; Cie\n") == [
        (2, ["Dupont, Durand"]), (3, ["Airbus"]), (4, ["Daher; Cie"]),
    ]  # fmt: skip


def test_15_line_breaks_in_cells_and_mixed_ends(path):
    text = 'nom;note\r\nA;"un\r\ndeux\ntrois"\nB;x\r\n"C\rD";y\r\nE;z\n'
    assert rows_of(path, text) == [
        (2, ["A", "un\r\ndeux\ntrois"]),
        (5, ["B", "x"]),
        (6, ["C\rD", "y"]),
        (8, ["E", "z"]),
    ]


def test_16_quotes_in_the_middle_are_kept_and_reported(path):
    sheet = sheet_of(path, 'nom;ville\nLe "Bon";Paris\n"ASSOCIATION "LE BON" SA";"Lyon"\n"un ""deux""\ntrois";x\nZ;y\n')
    assert list(sheet.rows()) == [
        (2, ['Le "Bon"', "Paris"]), (3, ['ASSOCIATION "LE BON" SA', "Lyon"]), (4, ['un "deux"\ntrois', "x"]),
        (6, ["Z", "y"]),
    ]  # fmt: skip
    assert codes(sheet) == [(3, "quote_mended")]


def test_17_a_quote_never_closed_is_a_sentence_with_its_line(path):
    with pytest.raises(DatasetError, match=r"table\.csv, line 3: a quote opens a cell"):
        rows_of(path, 'nom;ville\nA;Paris\n"B;Lyon\nC;Nice\n')


def test_18_a_delimiter_at_the_end_of_each_line_makes_no_column(path):
    sheet = sheet_of(path, "nom;ville;\nA;Paris;\nB;Lyon;\n")
    assert sheet.header == ("nom", "ville") and [row[:2] for _, row in sheet.rows()] == [["A", "Paris"], ["B", "Lyon"]]


# ----- shape


@pytest.mark.parametrize("pad", ["", ";;"], ids=["bare", "padded"])
def test_19_titles_above_are_reported(path, pad):
    sheet = sheet_of(
        path, f"Liste des membres{pad}\nau 3 mars 2015{pad}\n{pad}\nnom;ville;cp\nA;Paris;75001\nB;Lyon;69001\n"
    )
    assert (sheet.header, sheet.header_line) == (("nom", "ville", "cp"), 4)
    assert list(sheet.rows()) == [(5, ["A", "Paris", "75001"]), (6, ["B", "Lyon", "69001"])]
    assert codes(sheet) == [(1, "preamble_row"), (2, "preamble_row")]


@pytest.mark.parametrize(
    ("top", "titles"),
    [
        ("Nom;Adresse;;Contact\n;Rue;CP;Tél\n", ("Nom", "Adresse Rue", "Adresse CP", "Contact Tél")),
        ("Adresse;;Contact;\nRue;CP;Tél;Courriel\n", ("Adresse Rue", "Adresse CP", "Contact Tél", "Contact Courriel")),
    ],
)
def test_20_a_header_of_two_lines_is_joined(path, top, titles):
    sheet = sheet_of(path, top + "A;b;75001;0240\nC;d;69001;0241\n")
    assert (sheet.header, sheet.header_line) == (titles, 1)
    assert list(sheet.rows()) == [(3, ["A", "b", "75001", "0240"]), (4, ["C", "d", "69001", "0241"])]


def test_21_without_a_header_columns_have_letters(path):
    sheet = sheet_of(path, "Airbus;2015;31700\nDaher;2014;44000\n")
    assert sheet.header == ("A", "B", "C") and [line for line, _ in sheet.rows()] == [1, 2]


def test_22_repeated_and_empty_names_are_told_apart(path):
    assert sheet_of(path, "nom;nom;;ville\nA;B;C;D\n").header == ("nom", "nom (2)", "C", "ville")


def test_23_totals_notes_and_units_are_reported_not_read(path):
    sheet = sheet_of(
        path, "nom;montant;part\n;(k€);%\nA;12;30\nTotal;Paris;x\nTotal;17;100\n\nSource : enquête 2015;;\n"
    )
    assert list(sheet.rows()) == [(3, ["A", "12", "30"]), (4, ["Total", "Paris", "x"]), (6, [])]
    assert codes(sheet) == [(2, "units_row"), (5, "footer_row"), (7, "footer_row")]


def test_24_to_26_blank_short_long_and_shifted_rows(path):
    text = "raison sociale,ville,pays\nA,Paris,FR\n\nB,Lyon\nC,Nice,FR,06000\n,,\n"
    _, faults = values_of(path, text, "organisations")
    assert faults == [(3, "blank_row"), (4, "short_row"), (5, "ragged_row"), (6, "blank_row")]


# ----- values


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "'", " "], ids=["nbsp", "narrow", "apostrophe", "space"])
def test_27_thousands_are_parted_by_whatever_stands_there(path, space):
    said, faults = values_of(path, f"titre;coût\nA;12{space}345{space}678,5\n", "projects", "cost")
    assert (said, faults) == (["12345678.5"], [])


def test_28_two_columns_of_one_file_have_each_their_decimal_mark(path):
    text = "raison sociale;latitude;longitude\nA;48,896;2.318\nB;48,123456;2.5\n"
    assert values_of(path, text, "organisations", "lat", "lon") == (["48.896", "2.318", "48.123456", "2.5"], [])
    said, faults = values_of(path, "titre;coût\nA;1.234\nB;5.678.901\n", "projects", "cost")
    assert (said, faults) == (["1234", "5678901"], [])
    said, faults = values_of(path, "titre;coût\nA;1.234\n", "projects", "cost")
    assert (said, faults) == (["1.234"], [(1, "ambiguous_number")])


@pytest.mark.parametrize(
    ("cells", "days", "codes"),
    [
        (("03/04/2015", "25/04/2015"), ["2015-04-03", "2015-04-25"], []),
        (("03/04/2015", "04/25/2015"), ["2015-03-04", "2015-04-25"], []),
        (("03/04/2015", "05/06/2015"), ["2015-04-03", "2015-06-05"], [(1, "ambiguous_date")]),
        (("1er mars 2015", "juillet 2015"), ["2015-03-01", "2015-07"], []),
        (("42194", "2015-07-09 00:00:00"), ["2015-07-09", "2015-07-09"], [(2, "excel_serial")]),
        (("31/02/2015", "2015"), ["2015"], [(2, "bad_date")]),
        (("03/04/15", "2015"), ["2015"], [(1, "ambiguous_date"), (2, "short_year")]),
    ],
)
def test_29_days_are_read_by_what_the_whole_column_shows(path, cells, days, codes):
    text = "titre;début\n" + "".join(f"P{n};{cell}\n" for n, cell in enumerate(cells))
    said, faults = values_of(path, text, "projects", "since")
    assert (said, faults) == (days, codes)


def test_30_a_shortened_number_is_refused_and_a_lost_zero_warned(path):
    said, faults = values_of(path, "titre;coût\nA;5.52E+13\n", "projects", "cost")
    assert (said, faults) == ([], [(2, "exponent")])
    text = "raison sociale;cp\nA;1115\nB;75001\nC;69001\n"
    assert values_of(path, text, "organisations", "postcode") == (["1115", "75001", "69001"], [(2, "lost_zero")])


def test_31_marks_of_what_is_missing_are_no_values(path):
    text = "raison sociale;siren;création;pays\nA;n.c.;néant;NA\nB;#NUM!;#NUM!;NC\nNA;;-;#N/A\n"
    said, faults = values_of(path, text, "organisations", "name", "founded", "country", "identifier")
    assert (said, faults) == (["A", "NA", "B", "NC", "NA"], [])


def test_32_and_33_lists_in_a_cell_and_words_for_yes(path):
    said, faults = values_of(path, 'raison sociale;autre nom\nA;"Un ; Deux;Trois"\n', "organisations", "alias")
    assert (said, faults) == (["Un", "Deux", "Trois"], [])
    words = ["Oui", "VRAI", "x", "1", "yes", "Non", "faux", "0"]
    path.write_text("raison sociale;explicite\n" + "".join(f"S{n};{word}\n" for n, word in enumerate(words)), "utf-8")
    (source,) = check(path, dataset="organisations")
    assert [row.statements[0].explicit for row in source.mapper.rows()] == [True] * 5 + [False] * 3


# ----- workbooks


def test_34_numbers_days_and_blank_rows_of_a_workbook_come_as_one_would_type_them(tmp_path):
    rows = [
        [], ["Membres 2015"], [], ["nom", "siren", "cp", "adhésion", "actif"],
        ["Airbus & Cie", 552100554, ("n", 2, 1115), date(2015, 7, 9), ("b", 0, 1)],
        ["Daher", "552 100 554", "01115", "1er mars 2015", None],
        ["Zoë", 12300000000000, 75001, 42194, ("b", 0, 0)],
    ]  # fmt: skip
    (sheet,) = read(xlsx(tmp_path / "m.xlsx", Membres=rows))
    assert (sheet.sheet, sheet.header, sheet.header_line) == ("Membres", tuple(rows[3]), 4)
    assert list(sheet.rows()) == [
        (5, ["Airbus & Cie", "552100554", "1115", "2015-07-09", "true"]),
        (6, ["Daher", "552 100 554", "01115", "1er mars 2015", ""]),
        (7, ["Zoë", "12300000000000", "75001", "42194", "false"]),
    ]
    assert sheet.place(5) == "Membres!5" and sheet.place(5, 1) == "Membres!B5"
    assert codes(sheet) == [(2, "preamble_row")]


def test_34_hidden_sheets_are_read_only_when_named_and_several_are_several(tmp_path):
    table = [["nom", "ville"], ["A", "Paris"]]
    path = xlsx(tmp_path / "m.xlsx", Un=table, Deux=[["nom", "cp"], ["B", 1000]], Secret_=table, Vide=[])
    first, second = read(path)
    assert (first.sheet, second.sheet) == ("Un", "Deux") and codes(first) == [(1, "hidden_sheet")]
    assert [sheet.sheet for sheet in read(path, options=Options(sheet="Secret"))] == ["Secret"]
    with pytest.raises(DatasetError, match="has no sheet 'Trois': write one of Un, Deux, Secret"):
        read(path, options=Options(sheet="Trois"))


def test_34_merged_titles_go_with_each_of_their_columns(tmp_path):
    rows = [["Nom", "Adresse", None, "Contact"], [None, "Rue", "CP", "Tél"], ["A", "b", 75001, "x"]]
    (sheet,) = read(xlsx(tmp_path / "m.xlsx", Un=rows))
    assert sheet.header == ("Nom", "Adresse Rue", "Adresse CP", "Contact Tél") and sheet.header_line == 1


def test_35_a_formula_comes_as_its_value_and_an_error_as_it_shows(tmp_path):
    rows = [["nom", "total", "part"], ["A", ("n", 0, "<f>1+1</f><v>2</v>"), ("e", 0, "#DIV/0!")], ["B", 3, 4]]
    (sheet,) = read(xlsx(tmp_path / "m.xlsx", Un=rows))
    assert [row for _, row in sheet.rows()] == [["A", "2", "#DIV/0!"], ["B", "3", "4"]]


def test_35_a_formula_in_a_text_file_is_text(path):
    text = 'nom;ville\n"=HYPERLINK(""http://x"";""y"")";@SUM(A1)\n'
    assert rows_of(path, text) == [(2, ['=HYPERLINK("http://x";"y")', "@SUM(A1)"])]


def test_34_an_ods_is_read_as_an_xlsx_is(tmp_path):
    (sheet,) = read(ods(tmp_path / "m.ods", [["nom", "cp", "le"], ["Zoë", 75001, date(2015, 7, 9)]]))
    assert (sheet.header, list(sheet.rows())) == (("nom", "cp", "le"), [(2, ["Zoë", "75001", "2015-07-09"])])


# ----- JSON, networks

OBJECTS = (
    '[\n {"nom": "Zoë", "n": 0012.0e1},\n {"nom": null,\n  "tags": ["a", "b"], "ok": true, "deep": {"x": 1.50}}\n]\n'
)


def test_36_json_keeps_numbers_as_written_and_says_the_line_of_each_object(path):
    text = OBJECTS.replace("0012.0e1", "12.0e1")
    sheet = sheet_of(path, text)
    assert sheet.header == ("nom", "n", "tags", "ok", "deep.x")
    assert list(sheet.rows()) == [(2, ["Zoë", "12.0e1", "", "", ""]), (3, ["", "", "a ; b", "true", "1.50"])]
    inside = sheet_of(path, '{"version": [1, 2],\n"data": ' + text + "}")
    assert [line for line, _ in inside.rows()] == [3, 4]


def test_36_of_json_lines_a_bad_one_is_refused_and_the_others_are_read(path):
    sheet = sheet_of(path, '{"nom": "A"}\n{"nom": oops}\n\n{"nom": "B\u2028C"}\n[1]\n')
    assert list(sheet.rows()) == [(1, ["A"]), (4, ["B\u2028C"])]
    assert codes(sheet) == [(2, "bad_json"), (5, "no_object")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[{"a": 1}, {"a": 2', r"table\.csv, line 1: this is not JSON"),
        ('[{"a": 1},\n{"a": NaN}]', "line 2: NaN is no number"),
        ('[{"a": 1}\n{"a": 2}]', "line 2: the list is cut off here or lacks a comma"),
        ("[" * 100_000, "nested too deeply"),
        ("[]", "holds no objects"),
        ("{}", "holds no objects"),
        ("[{}, {}]", "holds no objects"),
    ],
)
def test_36_broken_json_is_a_sentence(path, text, sentence):
    with pytest.raises(DatasetError, match=sentence):
        sheet_of(path, text)


def test_36_a_point_is_longitude_first_and_swapped_ones_are_noticed(path):
    def feature(*point):
        geometry = {"type": "Point", "coordinates": point} if point else None
        return {"type": "Feature", "geometry": geometry, "properties": {"name": "A"}}

    text = json.dumps({"type": "FeatureCollection", "features": [feature(2.35, 48.85), feature()]})
    sheet = sheet_of(path, text)
    assert [row for _, row in sheet.rows()] == [["A", "48.85", "2.35"], ["A", "", ""]] and codes(sheet) == []
    assert codes(sheet_of(path, text.replace("2.35, 48.85", "48.85, 2.35"))) == [(1, "swapped_coordinates")]


def test_37_a_network_is_known_by_its_bytes(path):
    sheets = {}
    path.write_text('% a comment\n*Vertices 2\n1 "Un"\n2 "Deux"\n*Edges\n1 2\n', encoding="utf-8")
    sheets = {sheet.sheet: sheet for sheet in read(path)}
    assert set(sheets) == {"vertices", "lines"} and len(list(sheets["lines"].rows())) == 1


def test_38_a_dtd_is_refused(path):
    path.write_text('<?xml version="1.0"?><!DOCTYPE g [<!ENTITY a "b">]><graphml><graph/></graphml>', encoding="utf-8")
    with pytest.raises(DatasetError, match="has a document type"):
        read(path)


# ----- packed


def packed(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in members.items():
            made.writestr(name, text)
    return path


def test_each_table_of_a_zip_is_read_under_its_own_name(tmp_path):
    found = read(packed(tmp_path / "all.zip", {"b/x.csv": FRENCH.encode("cp1252"), "a.csv": FRENCH, "__MACOSX/x": "?"}))
    assert [sheet.name for sheet in found] == ["all.zip/a.csv", "all.zip/b/x.csv"]
    assert all(list(sheet.rows()) == CELLS for sheet in found)


def test_what_a_cell_holds_too_much_of_is_a_sentence(path):
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([["nom", "note"], ["A", "x\n" * 6_000_000]])
    with pytest.raises(DatasetError, match=r"line 2: a cell of more than 10 million characters"):
        rows_of(path, text.getvalue())


# ----- what stands below, seen from the last bytes alone


@pytest.mark.parametrize("count", [1, 28, 29, 30, 31, 400])
@pytest.mark.parametrize("start", ["", "sep=;\n"], ids=["plain", "sep="])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("last", ["", "\n", "\n\n"], ids=["cut", "ended", "blank"])
def test_totals_and_notes_are_found_alike_without_reading_all_rows(path, monkeypatch, count, start, end, last):
    monkeypatch.setattr("ingest.encodings.TAIL", 900)
    rows = "".join(f"Société {n};{n},5;à Nantes\n" for n in range(count))
    text = f"{start}nom;montant;lieu\n{rows}Total;17;\n\nSource : enquête 2015;;{last}".replace("\n", end)
    bare, quoted = sheet_of(path, text), sheet_of(path, text.replace("nom", '"nom"', 1))
    assert codes(bare) == codes(quoted) and [code for _, code in codes(bare)] == ["footer_row"] * 2
    assert (bare.header, list(bare.rows())) == (quoted.header, list(quoted.rows()))
    assert len(list(bare.rows())) == count + 1 + (last == "\n\n")
