"""Files that mean harm, or were spoilt: a sentence with a way out, bounded memory, nothing loaded by halves."""

import gzip
import os
import stat
import tracemalloc
import zipfile
from contextlib import closing

import pytest

from graph.errors import DatasetError
from graph.export import no_formula, unescaped
from graph.model import Viewer
from graph.network import Network
from graph.store import open_store
from ingest.load import load
from ingest.readers import Options, read
from ingest.saved import Saved, as_toml, read_mapping
from tests.test_bad_input import is_a_sentence
from tests.test_cli import run  # noqa: F401 - the fixture
from tests.workbooks import xlsx

FIRMS = "name,kind,city\nAirbus,firm,Toulouse\n"


@pytest.fixture
def store(tmp_path):
    with closing(open_store(f"sqlite:///{tmp_path}/network.db")) as opened:
        yield opened


def refused(path, sentence, **options):
    with pytest.raises(DatasetError, match=sentence) as caught:
        for sheet in read(path, options=Options(**options)):
            list(sheet.rows())
    assert is_a_sentence(str(caught.value)), str(caught.value)


def repeated(path, piece, times):
    """A gzip file of one piece again and again, without holding it."""
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(times):
            file.write(piece)
    return path


def zipped(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return path


def test_a_line_of_200_megabytes_is_refused_in_little_memory(tmp_path, store):
    path = repeated(tmp_path / "long.csv.gz", b"x" * (1 << 20), 200)
    tracemalloc.start()
    refused(path, "has a line of more than 10 million characters")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60 << 20
    good = tmp_path / "firms.csv"
    good.write_text(FIRMS, encoding="utf-8")
    with pytest.raises(DatasetError):
        load(store, [good, path])
    assert not store.path.exists()


def test_a_bomb_is_not_unpacked(tmp_path):
    zeros = b"name;kind\n" + b";\n" * (1 << 19)
    refused(repeated(tmp_path / "bomb.csv.gz", zeros, 260), "unpacks to far more than a table would")
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made, made.open("a.csv", "w", force_zip64=True) as file:
        for _ in range(260):
            file.write(zeros)
    refused(path, "unpacks to far more than a table would")


def test_a_file_of_half_a_million_short_lines_is_read_in_little_memory(tmp_path):
    path = repeated(tmp_path / "many.csv.gz", b"nom;ville\n" + b"A;Paris\n" * 60_000, 8)
    tracemalloc.start()
    (sheet,) = read(path)
    count = sum(1 for _ in sheet.rows())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 8 * 60_000 + 7 and peak < 12 << 20


def test_two_datasets_that_fit_one_file_load_nothing_until_one_is_named(tmp_path, store):
    path = tmp_path / "x.csv"
    path.write_text("nom,alias,siren\nAlizé,,\n", encoding="utf-8")
    with pytest.raises(DatasetError, match=r"Say which, with --as") as caught:
        load(store, [path])
    assert is_a_sentence(str(caught.value)) and not store.path.exists()
    assert load(store, [path], dataset="poles").exit_code == 0


def test_a_table_of_20000_columns_is_refused(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text(";".join(f"c{n}" for n in range(20_000)) + "\n" + ";" * 19_999 + "\n", encoding="utf-8")
    refused(path, "has 20000 columns: keep the few that say something")


@pytest.mark.parametrize("name", ["../out.csv", "a/../../out.csv", "/etc/out.csv", "..\\out.csv", "C:\\out.csv"])
def test_a_name_in_a_zip_that_leads_out_of_it_is_refused(tmp_path, name):
    refused(zipped(tmp_path / "z.zip", **{name: FIRMS}), "leads out of it")
    assert [path.name for path in tmp_path.iterdir()] == ["z.zip"]


def test_a_link_a_password_and_a_zip_in_a_zip_are_refused(tmp_path):
    path = tmp_path / "link.zip"
    entry = zipfile.ZipInfo("link.csv")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(entry, "/etc/passwd")
    refused(path, "holds a link, 'link.csv'")
    refused(zipped(tmp_path / "two.zip", **{"inner.zip": b"PK"}), "holds another zip")
    refused(zipped(tmp_path / "none.zip"), r"damaged|empty|not a table|no column")
    plain = zipped(tmp_path / "locked.zip", **{"a.csv": FIRMS}).read_bytes()
    at = plain.index(b"PK\x01\x02") + 8
    (tmp_path / "locked.zip").write_bytes(plain[:at] + bytes([plain[at] | 1]) + plain[at + 1 :])
    refused(tmp_path / "locked.zip", "asks for a password")


def test_a_pipe_and_a_device_are_not_waited_for(tmp_path):
    if not hasattr(os, "mkfifo"):
        pytest.skip("needs a system with named pipes: run it on Linux or macOS")
    os.mkfifo(tmp_path / "pipe.csv")
    refused(tmp_path / "pipe.csv", "is a pipe or a device")
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    refused(tmp_path / "zero.csv", "is a pipe or a device")


def test_links_to_files_are_followed_and_a_ring_of_them_is_a_sentence(tmp_path):
    (tmp_path / "a.csv").write_text(FIRMS, encoding="utf-8")
    (tmp_path / "b.csv").symlink_to(tmp_path / "a.csv")
    assert list(read(tmp_path / "b.csv")[0].rows()) == [(2, ["Airbus", "firm", "Toulouse"])]
    (tmp_path / "ring.csv").symlink_to(tmp_path / "ring.csv")
    refused(tmp_path / "ring.csv", "cannot be read")


def test_a_damaged_workbook_is_a_sentence(tmp_path):
    path = xlsx(tmp_path / "m.xlsx", Un=[["nom", "ville"], ["A", "Paris"]])
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    refused(path, "cut off or damaged")
    refused(zipped(tmp_path / "x.xlsx", **{"xl/workbook.xml": "<a"}), "is no workbook that can be read")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    refused(path, "is no workbook that can be read")


# ----- mappings

MAPPINGS = {
    "no TOML": ("dataset = ", "cannot be read"),
    "an unknown key": ('dataset = "poles"\ncolour = "red"\n', "says 'colour', which is not known"),
    "an unknown dataset": ('dataset = "alliance"\n', r"names no known dataset: did you mean 'alliances'\?"),
    "an unknown property": ('dataset = "poles"\n[columns]\n"Nom" = "colour"\n', "which poles has not"),
    "a level without audience": ('dataset = "poles"\nlevel = "staff"\n', "has a level and no audience"),
    "an unknown encoding": ('dataset = "poles"\nencoding = "cp1225"\n', r"unknown encoding: did you mean 'cp1252'\?"),
    "an encoding that is none": ('dataset = "poles"\nencoding = "base64"\n', "has an unknown encoding"),
    "two letters to part cells": ('dataset = "poles"\ndelimiter = ";;"\n', "a delimiter that is no single letter"),
    "no letter to part cells": ('dataset = "poles"\ndelimiter = ""\n', "a delimiter that is no single letter"),
    "an unknown order of days": ('dataset = "poles"\ndate_order = "ymd"\n', "an unknown date_order or decimal"),
    "an unknown pivot": ('dataset = "poles"\npivot = "1950"\n', "has an unknown pivot: write the first year"),
    "no text": ('dataset = "poles"\nheader = 3\n', "something else than a text for 'header'"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), MAPPINGS.values(), ids=MAPPINGS)
def test_a_mapping_that_names_what_does_not_exist_is_a_sentence(tmp_path, text, sentence):
    path = tmp_path / "m.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DatasetError, match=sentence):
        read_mapping(path)


def test_a_mapping_that_names_a_column_that_is_not_there_is_a_sentence(tmp_path, store):
    path = tmp_path / "firms.csv"
    path.write_text(FIRMS, encoding="utf-8")
    known = Saved(dataset="organisations", columns={"names": "name"})
    with pytest.raises(
        DatasetError, match=r"firms\.csv has no column 'names', which the mapping names: did you mean 'name'"
    ):
        load(store, [path], known=known)


@pytest.mark.parametrize("title", ['a "b"', "é\\n", "line\nbreak", "'x'", "ta\tb", "\x7f", "a.b"])
def test_a_mapping_comes_back_as_it_was_saved(tmp_path, title):
    made = Saved(dataset="poles", delimiter="\t", encoding="cp1252", header="3", columns={title: "pole", "x": ""})
    path = tmp_path / "m.toml"
    path.write_text(as_toml(made), encoding="utf-8", newline="")
    found = read_mapping(path)
    assert (found.dataset, found.delimiter, found.header, dict(found.columns)) == ("poles", "\t", "3", made.columns)


def test_what_check_saved_loads_without_a_word_and_stands_in_the_run(run, tmp_path):  # noqa: F811
    firms, mapping, url = tmp_path / "firms.csv", tmp_path / "m.toml", f"sqlite:///{tmp_path}/n.db"
    firms.write_bytes("Membres 2015;;\nRaison sociale;Création;Couleur\nMécalys;03/04/2015;bleu\n".encode("cp1252"))
    code, out, err = run("check", str(firms), "--lang", "en", "--save-mapping", str(mapping))
    assert code == 0 and "cp1252" in out and "it is called raison sociale" in out and "Not read: Couleur" in out
    code, out, err = run("load", str(firms), "--mapping", str(mapping), "--store", url, "--lang", "en")
    assert code == 0 and "Couleur" not in err and "day or the month" not in err
    assert read_mapping(mapping).fingerprint in run("runs", "--store", url, "--viewer", "owner")[1]
    code, _, err = run("check", str(firms), "--lang", "en", "--save-mapping", str(mapping))
    assert code == 2 and "is there already" in err
    code, _, err = run("load", str(firms), "--mapping", str(mapping), "--as", "poles", "--store", url, "--lang", "en")
    assert code == 2 and "leave out --as or --mapping" in err


def test_a_mapping_says_how_closely_its_document_is_held(tmp_path, store):
    path = tmp_path / "firms.csv"
    path.write_text(FIRMS, encoding="utf-8")
    load(store, [path], known=Saved(level="members", audience="emc2"))
    assert Network.read(store, viewer=Viewer.PUBLIC).entities.empty
    assert len(Network.read(store, viewer=Viewer.parse("emc2=members")).entities) == 1


# ----- formulas


@pytest.mark.parametrize("text", ["=1", "'=1", "''=1", "+1", "-x", "@a", "'", "''", "'t", "x'=", "'-'"])
def test_what_an_export_escapes_comes_back(text):
    escaped = no_formula(text)
    assert unescaped(escaped) == text and not escaped.startswith(("=", "+", "-", "@"))


def test_hostile_names_come_back_from_an_export(run, tmp_path):  # noqa: F811
    names = ["=HYPERLINK(A1)", "'=quoted", "+33", "-1", "@sum", "'t Hoen"]
    firms, url, again = tmp_path / "firms.csv", f"sqlite:///{tmp_path}/n.db", f"sqlite:///{tmp_path}/m.db"
    with closing(open_store(url)) as made, made.write("load") as writer:
        from tests.statements import NEWS, called

        writer.add([NEWS], [one for n, name in enumerate(names) for one in called(f"doc:news#firm:f{n}", name)])
    out = tmp_path / "out"
    out.mkdir()
    assert run("export", str(out / "net.csv"), "--store", url)[0] == 0
    code, _, err = run("load", str(out), "--store", again)
    assert code == 0, err
    assert firms.exists() is False
    assert set(Network.read(open_store(again)).entities["name"]) == set(names)
    assert Network.read(open_store(again)).content_hash == Network.read(open_store(url)).content_hash
