"""Files to rows: what the bytes say, on which line, and what is refused."""

import csv
import gzip
import io
import random
from pathlib import Path

import pytest

from graph.errors import DatasetError
from graph.store import open_store
from ingest.checking import check
from ingest.files import files
from ingest.load import load
from ingest.readers import DELIMITERS, read
from ingest.spec import recognise

MEMBERS = [("adhérent", "pôle", "remarque"), ("Société d'Œuvre", "EMC2", "à Nantes"), ("Zoë & fils", "EMC2", "")]


def table(rows, delimiter=","):
    return "".join(delimiter.join(row) + "\n" for row in rows)


def rows_of(path, data):
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    (sheet,) = read(path)
    return list(sheet.rows())


def faults_of(path, data, dataset=None):
    """The faults of a file as (line, code, severity), without any store."""
    path.write_text(data, encoding="utf-8")
    (source,) = check(path, dataset=dataset)
    return [(one.line, one.code, one.severity) for one in source.report.faults]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "members.csv"


# ----- bytes and dialects


@pytest.mark.parametrize("delimiter", DELIMITERS, ids=["semicolon", "comma", "tab", "bar"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a byte-order mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["csv", "gz"])
def test_a_table_reads_the_same_whatever_its_delimiter_mark_line_ends_and_packing(path, delimiter, mark, end, pack):
    text = table(MEMBERS, delimiter).replace("\n", end)
    path.write_bytes(pack(mark + text.encode("utf-8")))
    (sheet,) = read(path)
    assert (sheet.detected["delimiter"], sheet.header, sheet.header_line) == (delimiter, MEMBERS[0], 1)
    assert list(sheet.rows()) == [(2, list(MEMBERS[1])), (3, list(MEMBERS[2]))]


def test_gzip_is_known_by_its_bytes_not_by_the_name(tmp_path):
    named_csv, named_gz = tmp_path / "a.csv", tmp_path / "b.csv.gz"
    named_csv.write_bytes(gzip.compress(table(MEMBERS).encode()))
    named_gz.write_text(table(MEMBERS), encoding="utf-8")
    assert [list(one.rows()) for one in read(named_csv)] == [list(one.rows()) for one in read(named_gz)]


def test_a_file_and_its_gzip_have_one_fingerprint(tmp_path):
    plain, packed = tmp_path / "a.csv", tmp_path / "a.csv.gz"
    plain.write_text(table(MEMBERS), encoding="utf-8")
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert read(plain)[0].sha256 == read(packed)[0].sha256


def test_commas_inside_quotes_do_not_pass_for_the_delimiter(path):
    text = 'nom;ville\n"Dupont, Durand, Martin et Cie";Nantes\n"Alpha, Beta, Gamma et Cie";Lyon\n'
    assert rows_of(path, text)[0] == (2, ["Dupont, Durand, Martin et Cie", "Nantes"])


def test_a_table_of_one_column_is_read(path):
    assert rows_of(path, "nom\nAirbus\nDaher\n") == [(2, ["Airbus"]), (3, ["Daher"])]


def test_characters_that_look_like_line_ends_do_not_cut_a_row(path):
    assert rows_of(path, "nom,ville\nA\u2028B\u0085C,Nantes\n") == [(2, ["A\u2028B\u0085C", "Nantes"])]


# ----- headers


@pytest.mark.parametrize(
    ("header", "dataset"),
    [
        ("adhérent,pôle,depuis", "memberships"),
        ("ADHERENT,POLE,DEPUIS", "memberships"),
        ("Adhérents,Pôles,depuis", "memberships"),
        ("member,group,since", "memberships"),
        ("Members,Cluster,Since", "memberships"),
        ("Raison sociale,Code postal,Mots-clés", "organisations"),
        ("RAISON  SOCIALE,code_postal,MOTS CLES", "organisations"),
        ("Intitulé,Signataires,Signée le", "alliances"),
        ("Visite,Du,Au,Délégation,Hôtes", "visits"),
        ("Compétence,Organisme,Offre/besoin", "competences"),
    ],
)
def test_headers_are_known_in_french_and_english_whatever_accents_case_and_number(path, header, dataset):
    path.write_text(header + "\n", encoding="utf-8")
    found, columns = recognise(*read(path))
    assert found.name == dataset
    assert sorted(columns) == list(range(len(header.split(","))))


def test_of_two_headers_for_one_column_the_first_is_read_and_the_other_reported(path, tmp_path):
    path.write_text("raison sociale,kind,dénomination\nAirbus,firm,Autre\n", encoding="utf-8")
    store = open_store(f"sqlite:///{tmp_path}/n.db")
    faults = load(store, [path]).faults
    assert [(one.code, one.column, one.line) for one in faults] == [("unknown_column", "dénomination", 1)]


# ----- lines


def test_a_row_has_the_physical_line_on_which_it_begins(path):
    text = 'nom,remarque\nAirbus,"une\nremarque\r\nde trois lignes"\nDaher,\n\n"Groupe\nX",fin\nBoeing,\n'
    assert [(line, row[0]) for line, row in rows_of(path, text) if row] == [
        (2, "Airbus"),
        (5, "Daher"),
        (7, "Groupe\nX"),
        (9, "Boeing"),
    ]


def test_a_header_may_hold_line_breaks_and_stand_below_blank_lines(path):
    text = '\n;\n"nom";"code\npostal"\nAirbus;31700\n'
    path.write_text(text, encoding="utf-8")
    (sheet,) = read(path)
    assert (sheet.header, sheet.header_line) == (("nom", "code\npostal"), 3)
    assert list(sheet.rows()) == [(5, ["Airbus", "31700"])]


@pytest.mark.parametrize("seed", range(20))
def test_any_table_written_as_csv_comes_back_cell_by_cell_on_its_lines(path, seed):
    chance = random.Random(seed)
    alphabet = ['"', ",", ";", "\n", "é", " ", "x", "\u2028", "\\", "'", "\t"]
    rows = [["nom", "remarque", "ville"]]
    rows += [["".join(chance.choices(alphabet, k=chance.randrange(9))) for _ in rows[0]] for _ in range(30)]
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows]
    lines = [1 + "".join(quoted[:n]).count("\n") for n in range(len(rows))]
    assert rows_of(path, "".join(quoted)) == list(zip(lines[1:], rows[1:], strict=True))


# ----- rows of the wrong shape


def test_blank_rows_are_skipped_each_with_a_code(path):
    text = "raison sociale,ville\nAirbus,Toulouse\n\n , \nDaher,Nantes\n"
    assert faults_of(path, text) == [(3, "blank_row", "skip"), (4, "blank_row", "skip")]


def test_a_row_with_more_cells_than_the_header_is_refused(path):
    text = "raison sociale,ville\nAirbus,Toulouse,31700\nDaher,Nantes\n"
    assert faults_of(path, text) == [(2, "ragged_row", "row")]


def test_empty_cells_at_the_end_of_a_row_are_no_fault(path):
    assert faults_of(path, "raison sociale,ville\nAirbus,Toulouse,,\nDaher,Nantes, \n") == []


def test_a_short_row_is_padded_and_a_warning_says_so(path):
    path.write_text("raison sociale,ville\nAirbus\nDaher,Nantes\n", encoding="utf-8")
    (source,) = check(path)
    rows = list(source.mapper.rows())
    assert [(row.line, [one.code for one in row.faults]) for row in rows] == [(2, ["short_row"]), (3, [])]
    assert [one.value for one in rows[0].statements if one.predicate == "name"] == ["Airbus"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('raison sociale,ville\nAirbus,Toulouse\n"Daher,Nantes\nBoeing,Seattle\n', 3),
        ('raison sociale,ville\nAirbus,"Toulouse\nDaher,Nantes\n"Boeing",Seattle\n', 2),
        ('raison sociale,ville\nAirbus,"une\nville"\n"Daher" SA,Nantes\nBoeing,Seattle\n', 4),
        ('"raison sociale,ville\nAirbus,Toulouse\n', 1),
    ],
    ids=["to the end", "to the next quote", "a quote in the middle", "in the header"],
)
def test_a_quote_that_is_not_closed_does_not_swallow_the_rows_below(path, tmp_path, text, line):
    path.write_text(text, encoding="utf-8")
    store = open_store(f"sqlite:///{tmp_path}/n.db")
    with pytest.raises(DatasetError, match=rf"members\.csv, line {line}: a quote opens a cell"):
        load(store, [path])


def test_quotes_inside_a_cell_that_is_not_quoted_stay_as_they_are(path):
    assert rows_of(path, 'raison sociale,ville\nSociété "X",Nantes\n') == [(2, ['Société "X"', "Nantes"])]


# ----- the empty cell and Namibia


H2020 = "rcn,role,pic,type,country,contribution,start_date\n193250,participant,999997930,HES,NA,NA,NA\n"


def test_na_is_namibia_in_the_country_of_a_participation_and_missing_elsewhere(path):
    path.write_text(H2020, encoding="utf-8")
    (source,) = check(path, dataset="h2020_participations")
    (row,) = source.mapper.rows()
    said = {(one.about, one.predicate): one for one in row.statements}
    assert said["pic:999997930", "country"].value == "NA"
    assert said["pic:999997930", "TOOK_PART_IN"].qualifiers == ()
    assert ("cordis-rcn:193250", "since") not in said
    assert row.faults == []


def test_of_a_folder_every_kind_of_table_is_read_and_what_programs_keep_beside_is_not(tmp_path):
    from tests.binary_workbooks import xls, xlsb
    from tests.workbooks import ods, xlsx

    rows = [["raison sociale", "ville"], ["Airbus", "Toulouse"]]
    for make, name in ((xlsx, "a.xlsx"), (xls, "sub/b.XLS"), (xlsb, "c.xlsb")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        make(tmp_path / name, Un=rows)
    ods(tmp_path / "d.ods", rows)
    text = "raison sociale;ville\nAirbus;Toulouse\n"
    for name in ("e.csv", "f.tsv", "README.txt", "~$a.xlsx", ".~lock.d.ods", "notes.md"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "g.csv.gz").write_bytes(gzip.compress(text.encode()))
    (tmp_path / "h.json").write_text('[{"raison sociale": "Airbus"}]', encoding="utf-8")
    found = [path.relative_to(tmp_path).as_posix() for path in files([tmp_path])]
    assert found == ["a.xlsx", "c.xlsb", "d.ods", "e.csv", "f.tsv", "g.csv.gz", "h.json", "sub/b.XLS"]
    report = load(open_store(f"sqlite:///{tmp_path}/n.db"), [tmp_path])
    assert [one.dataset for one in report.files] == ["organisations"] * 8 and report.exit_code == 0


SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
REAL = sorted(SHARED.glob("*.csv*")) or [SHARED / "none.csv"]


@pytest.mark.parametrize("file", REAL, ids=lambda file: file.name)
def test_every_row_of_a_real_file_is_read_or_explained(file):
    if not file.is_file():
        pytest.skip("needs the data sets of ../shared/data")
    (sheet,) = read(file)
    raw = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    text = io.StringIO(raw.decode(sheet.detected["encoding"]), newline="")
    count = sum(1 for _ in csv.reader(text, delimiter=sheet.detected["delimiter"])) - 1
    explained = {one.line for one in sheet.faults if one.severity in ("row", "skip")}
    assert sum(1 for _ in sheet.rows()) + len(explained) == count > 500
