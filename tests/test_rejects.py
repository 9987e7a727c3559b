"""Refused rows come in a file of their own: repaired and loaded again, it completes the load."""

import csv
from contextlib import closing

import pytest

from graph.errors import DatasetError
from graph.network import Network
from graph.store import open_store
from ingest.load import load
from tests.statements import OWNER

FIRMS = """raison sociale;type;ville;siren;founded
Airbus;firm;Toulouse;383474814;1970
Daher{kind}Nantes;{year}
"Multi
plast";firm;Lyon;;1986
Mécalys;firm{more}
Alizé;pole;Nantes;;2005
"""
MEMBERS = "member,group,since\nAirbus,Alizé,2012\nDaher,Alizé{since}Multiplast,Alizé,2014{name}Alizé,2015\n"
CLEAN = {"kind": ";firm;", "year": ";1863", "more": ";Metz;;", "since": ",2013\n", "name": "\nMécalys,"}
DIRTY = {
    "kind": ";spaceship;", "year": ";once", "more": ";Metz;;;;;surplus", "since": ",2013-13-45\n",
    "name": "\nMecalis & Co,",
}  # fmt: skip


@pytest.fixture
def stores(tmp_path):
    urls = [f"sqlite:///{tmp_path}/{name}.db" for name in ("clean", "repaired")]
    with closing(open_store(urls[0])) as clean, closing(open_store(urls[1])) as repaired:
        yield clean, repaired


def write(folder, **words):
    folder.mkdir(exist_ok=True)
    (folder / "firms.csv").write_text(FIRMS.format(**words), encoding="utf-8")
    (folder / "members.csv").write_text(MEMBERS.format(**words), encoding="utf-8")
    return folder


def rows(path, delimiter=","):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def repair(path):
    """Correct each slip where it stands, as somebody would in an editor."""
    text = path.read_text(encoding="utf-8")
    for name, slip in DIRTY.items():
        text = text.replace(slip.strip("\n"), CLEAN[name].strip("\n"))
    path.write_text(text, encoding="utf-8")


def described(store):
    return store.documents(viewer=OWNER).drop(columns=["sha256"])


def test_refused_rows_are_written_with_their_columns_and_what_is_wrong(stores, tmp_path):
    out = tmp_path / "rejects.csv"
    report = load(stores[1], [write(tmp_path / "in", **DIRTY) / "firms.csv"], rejects=out)
    assert (report.rejects, report.refused) == ([(out, 2)], 2)
    header, daher, mecalys = rows(out, ";")
    assert header == [
        "Refused line",
        "Why it is refused",
        "Document read",
        "raison sociale",
        "type",
        "ville",
        "siren",
        "founded",
    ]
    assert (daher[0], daher[2]) == ("3", "doc:firms")
    assert "'spaceship' is not a known kind" in daher[1] and "'once' is not a date" in daher[1]
    assert daher[3:] == ["Daher", "spaceship", "Nantes", "", "once"]
    assert mecalys[:2] == ["6", "the row has more cells than the header."]
    assert mecalys[3:] == ["Mécalys", "firm", "Metz", "", "", "", "", "surplus"]


def test_what_is_wrong_with_refused_rows_is_said_in_french_where_that_is_asked_for(stores, tmp_path):
    out = tmp_path / "rejects.csv"
    load(stores[1], [write(tmp_path / "in", **DIRTY) / "firms.csv"], rejects=out, language="fr")
    header, daher, mecalys = rows(out, ";")
    assert header[:3] == ["Ligne refusée", "Pourquoi elle est refusée", "Document lu"]
    assert daher[1].startswith("« spaceship » n'est pas une nature connue. Écrivez un de ces mots : pôle, grappe,")
    assert mecalys[1] == "la ligne a plus de cellules que l'en-tête."


@pytest.mark.parametrize("language", ["fr", "en"])
def test_repaired_and_loaded_again_they_complete_the_load(stores, tmp_path, language):
    clean, repaired = stores
    load(clean, [write(tmp_path / "clean", **CLEAN)])
    out = tmp_path / "rejects.csv"
    first = load(repaired, [write(tmp_path / "dirty", **DIRTY)], rejects=out, language=language)
    assert [path.name for path, _ in first.rejects] == ["rejects-firms.csv", "rejects-members.csv"]
    for path, _ in first.rejects:
        repair(path)
    again = load(repaired, [path for path, _ in first.rejects], rejects=out)
    assert (again.exit_code, again.faults, again.rejects) == (0, [], [])
    assert {one.document for one in again.files} == {"doc:firms", "doc:members"}
    nets = [Network.read(store, viewer=OWNER) for store in stores]
    assert nets[0].content_hash == nets[1].content_hash
    assert clean.statements(viewer=OWNER).equals(repaired.statements(viewer=OWNER))
    assert described(clean).equals(described(repaired))
    assert load(repaired, [path for path, _ in first.rejects]).run == ""


def test_rows_that_are_refused_again_come_with_the_same_columns_and_the_first_line(stores, tmp_path):
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    load(stores[1], [write(tmp_path / "in", **DIRTY) / "firms.csv"], rejects=first)
    load(stores[1], [first], rejects=second)
    assert rows(first, ";") == rows(second, ";")


def test_a_load_that_is_held_back_writes_the_rows_that_hold_it(stores, tmp_path):
    out = tmp_path / "rejects.csv"
    report = load(stores[1], [write(tmp_path / "in", **DIRTY) / "firms.csv"], rejects=out, strict=True)
    assert report.exit_code == 2 and len(rows(out, ";")) == 3


def test_where_nothing_is_refused_nothing_is_written(stores, tmp_path):
    out = tmp_path / "rejects.csv"
    assert load(stores[0], [write(tmp_path / "in", **CLEAN)], rejects=out).rejects == []
    assert not out.exists()


def test_refused_rows_are_never_a_snapshot(stores, tmp_path):
    out = tmp_path / "rejects.csv"
    load(stores[1], [write(tmp_path / "in", **DIRTY) / "firms.csv"], rejects=out)
    with pytest.raises(DatasetError, match=r"rejects\.csv holds rows that were refused: a part of doc:firms"):
        load(stores[1], [out], snapshot=True, confirmed=True)


def test_rows_of_several_documents_in_one_file_go_each_to_its_own(stores, tmp_path):
    text = "Refused line,Why it is refused,Document read,name\n2,x,doc:a,Airbus\n3,x,doc:b,Daher\n2,x,,Mécalys\n"
    (tmp_path / "rejects.csv").write_text(text, encoding="utf-8")
    report = load(stores[0], [tmp_path / "rejects.csv"])
    assert [(one.document, one.loaded) for one in report.files] == [("doc:rejects", 1), ("doc:a", 1), ("doc:b", 1)]
    found = stores[0].statements(viewer=OWNER).set_index("value")["locator"]
    assert (found["Airbus"], found["Daher"]) == ("line 2", "line 3")


def test_the_columns_of_refused_rows_are_known_only_all_together(stores, tmp_path):
    (tmp_path / "firms.csv").write_text("Refused line,name\n1,Airbus\n", encoding="utf-8")
    report = load(stores[0], [tmp_path / "firms.csv"])
    assert [(one.code, one.column) for one in report.faults] == [("unknown_column", "Refused line")]


def test_a_file_that_is_being_loaded_is_not_written_over_and_one_that_cannot_be_written_stops_all(stores, tmp_path):
    firms = write(tmp_path / "in", **DIRTY) / "firms.csv"
    with pytest.raises(DatasetError, match="is being loaded"):
        load(stores[1], [firms], rejects=firms)
    with pytest.raises(DatasetError, match="cannot be written"):
        load(stores[1], [firms], rejects=tmp_path / "none" / "rejects.csv")
    assert not (tmp_path / "repaired.db").exists()


def test_a_file_of_refused_rows_without_any_says_so(stores, tmp_path):
    (tmp_path / "rejects.csv").write_text("Refused line,Why it is refused,Document read,name\n", encoding="utf-8")
    report = load(stores[0], [tmp_path / "rejects.csv"])
    assert [one.code for one in report.faults] == ["no_rows"] and report.exit_code == 2


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "utf-16"])
def test_refused_rows_come_in_the_encoding_of_the_file(stores, tmp_path, encoding):
    rows = [f"Société générale d'été n°{n};{'galaxie' if n % 5 == 0 else 'firm'};Nîmes" for n in range(60)]
    firms, out = tmp_path / "firms.csv", tmp_path / "rejects.csv"
    firms.write_bytes("\n".join(["name;kind;city", *rows]).encode(encoding))
    assert load(stores[0], [firms], rejects=out).refused == 12
    text = out.read_bytes().decode(encoding)
    out.write_bytes(text.replace("galaxie;", "pole;").encode(encoding))
    assert load(stores[0], [out]).exit_code == 0
    names = set(Network.read(stores[0]).entities["name"])
    assert len(names) == 60 and "Société générale d'été n°5" in names


def test_what_the_reader_itself_refuses_comes_with_its_text_and_completes_the_load(stores, tmp_path):
    clean, repaired = stores
    good = '{"name": "Airbus", "kind": "firm"}\n{"name": "Daher", "kind": "firm"}\n{"name": "Alizé", "kind": "pole"}\n'
    bad = good.replace('"Daher", "kind"', '"Daher" "kind"').replace('{"name": "Alizé", "kind": "pole"}', '["Alizé"]')
    for name, text in (("clean", good), ("dirty", bad)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "firms.jsonl").write_text(text, encoding="utf-8")
    out = tmp_path / "rejects.csv"
    load(clean, [tmp_path / "clean"])
    report = load(repaired, [tmp_path / "dirty"], rejects=out)
    assert (report.rejects, report.refused, report.total("read")) == ([(out, 2)], 2, 3)
    header, *refused = rows(out)
    assert header == ["Refused line", "Why it is refused", "Document read", "Refused text", "name", "kind"]
    assert [(row[0], row[1].partition("' ")[2], row[2], row[3]) for row in refused] == [
        ("2", "is not JSON.", "doc:firms", '{"name": "Daher" "kind": "firm"}'),
        ("3", "is not a JSON object.", "doc:firms", '["Alizé"]'),
    ]
    assert load(repaired, [out]).exit_code == 2  # not repaired, nothing is taken
    text = out.read_text(encoding="utf-8").splitlines()
    out.write_text("\n".join([text[0], text[1] + "Daher,firm", text[2] + "Alizé,pole"]).replace(",,Daher", ",Daher")
                   .replace(",,Alizé", ",Alizé") + "\n", encoding="utf-8")  # fmt: skip
    assert load(repaired, [out]).exit_code == 0
    assert clean.statements(viewer=OWNER).equals(repaired.statements(viewer=OWNER))


def test_rows_that_slid_or_are_too_long_are_written_as_they_stood(stores, tmp_path):
    firms, out = tmp_path / "firms.csv", tmp_path / "rejects.csv"
    firms.write_text("name,kind,founded\nDupont, Fils,firm,1990\nAirbus,firm,1970,x,y\nDaher,firm,1863\n", "utf-8")
    load(stores[0], [firms], rejects=out)
    assert [row[:1] + row[3:] for row in rows(out)[1:]] == [
        ["2", "Dupont", " Fils", "firm", "1990"],
        ["3", "Airbus", "firm", "1970", "x", "y"],
    ]
    fixed = out.read_text(encoding="utf-8").replace("Dupont, Fils", '"Dupont, Fils"').replace("1970,x,y", "1970")
    out.write_text(fixed, encoding="utf-8")
    assert load(stores[0], [out]).exit_code == 0
    assert {"Dupont, Fils", "Airbus", "Daher"} <= set(Network.read(stores[0]).entities["name"])


@pytest.mark.parametrize("kind", ["xlsx", "xls", "xlsb"])
def test_refused_rows_of_a_workbook_keep_their_sheet_and_line(stores, tmp_path, kind):
    from tests.binary_workbooks import xls, xlsb
    from tests.workbooks import xlsx

    table = [["name", "kind", "founded"], ["Airbus", "firm", 1970], ["Daher", "spaceship", 1863]]
    out = tmp_path / "rejects.csv"
    load(stores[0], [{"xlsx": xlsx, "xls": xls, "xlsb": xlsb}[kind](tmp_path / f"m.{kind}", Firmes=table)], rejects=out)
    assert rows(out)[1][:1] + rows(out)[1][3:] == ["Firmes!3", "Daher", "spaceship", "1863"]
    out.write_text(out.read_text(encoding="utf-8").replace("Daher,spaceship", "Daher,firm"), encoding="utf-8")
    assert load(stores[0], [out]).exit_code == 0
    said = stores[0].statements(viewer=OWNER).set_index("value")
    assert (said.loc["Daher", "document"], said.loc["Daher", "locator"]) == ("doc:m", "Firmes!3")
