"""What is wrong with a file or a store is said in a sentence, with its place; nothing is half done."""

import gzip
import os
import pickle
import re
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from graph import errors
from graph.errors import DatasetError, MaillageError, StoreBusy, StoreUnavailable, UnknownEntity
from graph.model import Decision, Document, Viewer
from graph.network import Network
from graph.sqlite_store import APPLICATION, SCHEMA
from graph.store import open_store
from graph.vocabulary import Level, Verdict
from ingest import faults
from ingest.files import files
from ingest.load import load
from tests.statements import EMC2, NEWS, OWNER, PUBLIC, called, confided, says

ROOT = Path(__file__).resolve().parents[1]
FIRMS = "name,kind,city\nAirbus,firm,Toulouse\nEMC2,pole,Nantes\n"


@pytest.fixture
def store(tmp_path):
    with closing(open_store(f"sqlite:///{tmp_path}/network.db")) as opened:
        yield opened


@pytest.fixture
def known(store, tmp_path):
    """A store that knows a firm and a pole."""
    load(store, [write(tmp_path, "firms.csv", FIRMS)])
    return store


def write(folder, name, data):
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


def is_a_sentence(text):
    """Begins with a name or a capital, says what to do, and shows nothing of the machinery."""
    machinery = re.search(r"sqlite3\.|Traceback|Errno|Error\(|<[a-z_.]+ object| None", text)
    return text.endswith((".", ")")) and len(text.split()) > 4 and not machinery


# ----- rows that cannot be taken as they stand

FREE = "about,predicate,value,document"
BAD_ROWS = {
    "a date that is no day": ("member,group,since", "Airbus,EMC2,2015-13-45", "bad_date", "since"),
    "a date in words": ("member,group,since", "Airbus,EMC2,la semaine passée", "bad_date", "since"),
    "an end before the start": ("member,group,since,until", "Airbus,EMC2,2015,2014", "end_before_start", "until"),
    "an unknown kind": ("name,kind", "Boeing,spaceship", "unknown_kind", "kind"),
    "an unknown status": ("member,group,status", "Airbus,EMC2,perhaps", "unknown_status", "status"),
    "an unknown role": ("event,organisation,role", "Salon,Airbus,spy", "unknown_role", "role"),
    "an unreadable level": ("name,kind,level,audience", "Boeing,firm,secret,emc2", "unknown_level", "level"),
    "no audience": ("name,kind,level", "Boeing,firm,staff", "missing_audience", "audience"),
    "an audience but no level": ("name,kind,audience", "Boeing,firm,emc2", "missing_level", "audience"),
    "an organisation that no row names": ("member,group", "Nobody,EMC2", "unknown_reference", ""),
    "a document that no row describes": ("name,kind,document", "Boeing,firm,doc:x", "unknown_document", ""),
    "a document that is no id": ("name,kind,document", "Boeing,firm,a letter", "bad_document", "document"),
    "a described document that is no id": ("id,title", "letter,A letter", "bad_document", "id"),
    "a required cell that is empty": ("member,group", "Airbus,", "missing_value", "group"),
    "an unknown relation": (FREE, "Airbus,LOVES,EMC2,doc:news", "unknown_relation", "predicate"),
    "an identifier that is none": (FREE, "Airbus,identifier,x,doc:news", "bad_identifier", "value"),
    "a reference by a wrong identifier": ("member,group", "siren:552100555,EMC2", "bad_identifier", "member"),
    "a reference by a placeholder": ("member,group", "Airbus,siret:0", "placeholder_id", "group"),
    "a target by a wrong identifier": (FREE, "Airbus,MEMBER_OF,siren:552100555,doc:news", "bad_identifier", "value"),
    "a declared count of nobody": (FREE, "EMC2,declared,18,doc:news", "missing_value", "counts"),
    "a participation without a role": (
        FREE, "Airbus,TOOK_PART_IN,EMC2,doc:news", "missing_value", "role",
    ),
    "a count that is none": ("about,counts,count", "EMC2,firm,many", "bad_count", "count"),
    "a verdict that is none": ("a,b,verdict", "x,y,maybe", "unknown_word", "verdict"),
    "a confidence above one": ("name,kind,confidence", "Boeing,firm,60", "bad_confidence", "confidence"),
}  # fmt: skip


@pytest.mark.parametrize(("header", "row", "code", "column"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_bad_row_is_refused_with_file_line_column_and_a_way_out(known, tmp_path, header, row, code, column):
    before = Network.read(known)
    report = load(known, [write(tmp_path, "bad.csv", f"{header}\n\n{row}\n")])
    (fault,) = [one for one in report.faults if one.severity == "row"]
    assert (fault.file, fault.line, fault.code, fault.column) == ("bad.csv", 3, code, column)
    assert str(fault).startswith("bad.csv, line 3") and fault.message_fr != fault.message_en
    assert fault.suggestion or code == "missing_value"
    assert report.exit_code == 2
    assert Network.read(known).content_hash == before.content_hash and known.revision() == before.revision


@pytest.mark.parametrize(("header", "row", "code", "column"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_of_a_bad_row_among_good_ones_nothing_is_loaded_and_of_the_others_all(
    known, tmp_path, header, row, code, column
):
    good = write(tmp_path, "good.csv", "name,kind,city\nDaher,firm,Nantes\n")
    report = load(known, [good, write(tmp_path, "bad.csv", f"{header}\n{row}\n")])
    assert (report.exit_code, report.refused, report.total("loaded")) == (1, 1, 1)
    assert list(Network.read(known).entities["id"]) == ["firm:airbus", "firm:daher", "pole:emc2"]
    assert Network.read(known).links.empty


@pytest.mark.parametrize(
    ("header", "row", "code"),
    [
        ("name,kind,siren", "Boeing,firm,123456788", "bad_identifier"),
        ("name,kind,siren", "Boeing,firm,000000000", "placeholder_id"),
        ("name,kind,country", "Boeing,firm,Atlantis", "bad_country"),
        ("name,kind,lat", "Boeing,firm,north", "bad_number"),
        ("name,kind,url", "Boeing,firm,no url", "bad_url"),
    ],
)
def test_an_optional_cell_that_cannot_be_read_is_left_out_and_the_row_kept(known, tmp_path, header, row, code):
    report = load(known, [write(tmp_path, "bad.csv", f"{header}\n{row}\n")])
    (fault,) = report.faults
    assert (fault.line, fault.code, fault.severity, report.exit_code) == (2, code, "cell", 0)
    assert "firm:boeing" in set(Network.read(known).entities["id"])


def test_a_misspelt_word_is_answered_with_the_nearest(known, tmp_path):
    report = load(known, [write(tmp_path, "bad.csv", "member,group,status\nAirbus,EMC2,anoncé\n")])
    assert report.faults[0].suggestion == "Did you mean announced?"


def test_a_value_of_many_thousand_characters_is_shown_shortened(known, tmp_path):
    report = load(known, [write(tmp_path, "bad.csv", f"name,kind\nX,{'spaceship' * 2_000}\n")])
    assert len(str(report.faults[0])) < 400 and len(report.faults[0].value) == 18_000


def test_every_code_has_a_sentence_in_two_languages():
    for code, (severity, french, english) in faults.MESSAGES.items():
        assert severity in ("row", "cell", "warning", "skip") and french and english and french != english, code
        made = faults.fault(code, "f.csv", 7, column="c", value="{v}", suggestion="Do that.")
        assert str(made).startswith("f.csv, line 7") and str(made).endswith(f": {made.message_en}. Do that.")
        assert set(made.as_row()) >= {"file", "line", "column", "value", "code", "severity", "suggestion"}


# ----- files that cannot be read at all

BAD_FILES = {
    "empty": (b"", r"bad\.csv is empty"),
    "only a byte-order mark": (b"\xef\xbb\xbf\n", r"bad\.csv is empty"),
    "only commas": (b",,,\n,,\n", r"bad\.csv, line 1: no column has a name"),
    "a damaged zip": (b"PK\x03\x04\x00\x00\x08\x00" * 50, r"bad\.csv is a zip file that is cut off or damaged"),
    "binary": (b"\x01\x02\x00\x00\x08\x00" * 50, r"bad\.csv is not a table of text"),
    "a cut UTF-16": ("name,kind\nA,firm\n".encode("utf-16")[:-1], r"bad\.csv is cut off in the middle of a letter"),
    "a cut gzip": (gzip.compress(FIRMS.encode())[:-9], r"bad\.csv is a gzip file that is cut off or damaged"),
    "a damaged gzip": (b"\x1f\x8b" + b"\x00" * 40, r"bad\.csv is a gzip file that is cut off or damaged"),
    "a gzip of something else": (gzip.compress(bytes(200)), r"bad\.csv is not a table of text"),
    "an empty gzip": (gzip.compress(b""), r"bad\.csv is empty"),
    "a table of no known kind": (b"colour,taste\nred,sweet\n", r"bad\.csv, line 1: no dataset has these columns"),
    "no header": (b"Airbus,firm\nDaher,firm\n", r"bad\.csv, line 1: no dataset has these columns"),
    "an image": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), r"bad\.csv is not a table of text"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "sentence"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_file_that_cannot_be_read_is_a_sentence_and_loads_nothing_of_the_others(store, tmp_path, data, sentence):
    good, bad = write(tmp_path, "firms.csv", FIRMS), write(tmp_path, "bad.csv", data)
    with pytest.raises(DatasetError, match=sentence) as caught:
        load(store, [good, bad])
    assert is_a_sentence(str(caught.value))
    assert not store.path.exists()


def test_a_file_that_holds_only_a_header_is_named_and_nothing_is_accepted(store, tmp_path):
    report = load(store, [write(tmp_path, "firms.csv", "\nname,kind\n")])
    assert [str(one) for one in report.faults] == ["firms.csv, line 2: nothing follows the header."]
    assert report.exit_code == 2


def test_a_file_or_folder_that_is_not_there_is_named(store, tmp_path):
    with pytest.raises(DatasetError, match=r"There is no file .*nowhere\.csv: check its name"):
        load(store, [tmp_path / "nowhere.csv"])
    with pytest.raises(DatasetError, match=r"is a folder without any table"):
        load(store, [tmp_path])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("document", ["letter", "doc:", "doc:my letter", "doc:a#b", ""])
def test_a_document_that_is_named_by_no_id_is_a_sentence(store, tmp_path, document):
    with pytest.raises(DatasetError, match=r"is not the id of a document\. Write doc: and a word"):
        load(store, [write(tmp_path, "firms.csv", FIRMS)], document=document)


def test_a_folder_that_is_called_like_a_file_is_named(store, tmp_path):
    (tmp_path / "x.csv").mkdir()
    write(tmp_path / "x.csv", "firms.csv", FIRMS)
    assert files([tmp_path]) == [tmp_path / "x.csv" / "firms.csv"]


def test_a_link_to_a_file_that_is_gone_is_named(store, tmp_path):
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nowhere")
    with pytest.raises(DatasetError, match=r"There is no file .*gone\.csv"):
        load(store, [tmp_path])


# ----- stores that cannot be used


def of_another_program(path):
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE theirs (x)")


def newer(path):
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA application_id = {APPLICATION}")
        db.execute(f"PRAGMA user_version = {SCHEMA + 1}")
        db.execute("CREATE TABLE revision (number)")


def damaged(path):
    load(open_store(f"sqlite:///{path}"), [write(path.parent, "firms.csv", FIRMS)])
    data = bytearray(path.read_bytes())
    data[200:] = b"\xff" * (len(data) - 200)
    path.write_bytes(data)


BAD_STORES = {
    "of another program": (of_another_program, "another program"),
    "newer than we know": (newer, "newer version"),
    "no database": (lambda path: path.write_text("a text\n" * 300), "not a network of maillage"),
    "damaged": (damaged, "not a network of maillage, or is damaged"),
    "a folder": (lambda path: path.mkdir(), "There is no network|cannot be written or opened"),
}


@pytest.mark.parametrize(("make", "sentence"), BAD_STORES.values(), ids=BAD_STORES)
def test_a_store_that_cannot_be_used_is_a_sentence_and_stays_as_it_is(store, tmp_path, make, sentence):
    make(store.path)
    before = store.path.read_bytes() if store.path.is_file() else b""
    table = write(tmp_path, "firms.csv", FIRMS)
    for act in (lambda: Network.read(store), store.revision, lambda: load(store, [table])):
        with pytest.raises(StoreUnavailable, match=sentence) as caught:
            act()
        assert is_a_sentence(str(caught.value))
    assert (store.path.read_bytes() if store.path.is_file() else b"") == before


def test_while_another_writes_a_load_is_told_to_wait_and_reading_goes_on(known, tmp_path, monkeypatch):
    monkeypatch.setattr("graph.sqlite_store.PATIENCE_MS", 50)
    more = write(tmp_path, "more.csv", "name,kind\nDaher,firm\n")
    with known.write("load"):
        with pytest.raises(StoreBusy, match=r"Another process is writing to .* try again") as caught:
            load(open_store(known.url), [more])
        assert is_a_sentence(str(caught.value))
        assert len(Network.read(open_store(known.url)).entities) == 2
    assert load(known, [more]).exit_code == 0


@pytest.mark.parametrize("url", ["network.db", "postgres://x", "sqlite://network.db", ""])
def test_an_address_of_no_store_is_a_sentence(url):
    with pytest.raises(StoreUnavailable, match=r"write sqlite:///network\.db"):
        open_store(url)


# ----- what the file system forbids, tried as somebody without rights

CHILD = """
import os, sys
from graph.errors import MaillageError
from graph.network import Network
from graph.store import open_store
from ingest.load import load
scratch, warm, url, table, what = sys.argv[1:]
load(open_store(scratch), [warm])
Network.read(open_store(scratch))  # so that everything is imported before the rights are given up
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
store = open_store(url)
try:
    print("done", load(store, [table]).exit_code if what == "load" else len(Network.read(store).entities))
except MaillageError as error:
    print(type(error).__name__, error)
"""


@pytest.fixture
def place():
    """A folder that everybody may enter: two tables, and a folder `in` with a store that holds the first."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        (folder / "in").mkdir()
        load(open_store(f"sqlite:///{folder}/in/network.db"), [write(folder, "open.csv", FIRMS)])
        write(folder, "closed.csv", "name,kind\nDaher,firm\n")
        yield folder
        for path in (folder / "in", *folder.rglob("*")):
            path.chmod(0o755)


def without_rights(folder, what, table="open.csv", store="network.db"):
    """What an unprivileged child process says when it loads the table, or reads the store."""
    if not hasattr(os, "geteuid"):
        pytest.skip("needs a system with users: run it on Linux or macOS")
    with tempfile.TemporaryDirectory() as scratch:
        warm = [f"sqlite:///{scratch}/network.db", str(write(Path(scratch), "warm.csv", FIRMS))]
        asked = [f"sqlite:///{folder}/in/{store}", str(folder / table), what]
        child = subprocess.run(
            [sys.executable, "-B", "-c", CHILD, *warm, *asked], cwd=ROOT, capture_output=True, text=True, check=False
        )
    assert child.stderr == "" and child.returncode == 0
    return child.stdout.strip()


def modes(place, **wanted):
    paths = {"store": place / "in" / "network.db", "folder": place / "in", "table": place / "closed.csv"}
    for name, mode in wanted.items():
        paths[name].chmod(mode)


def test_a_store_that_may_only_be_read_is_read_and_says_that_it_cannot_be_written(place):
    modes(place, store=0o444, folder=0o555)
    assert without_rights(place, "read") == "done 2"
    told = without_rights(place, "load", "closed.csv")
    assert told.startswith("StoreUnavailable") and "cannot be written" in told and is_a_sentence(told)


def test_a_store_that_may_only_be_read_in_a_folder_that_may_be_written_says_so_too(place):
    modes(place, store=0o444, folder=0o777)
    told = without_rights(place, "load", "closed.csv")
    assert told.startswith("StoreUnavailable") and "cannot be written" in told
    assert without_rights(place, "read") == "done 2"


@pytest.mark.parametrize("what", ["read", "load"])
@pytest.mark.parametrize("closed", ["store", "folder"])
def test_a_store_that_may_not_be_read_says_who_decides(place, what, closed):
    modes(place, **{closed: 0o000})
    told = without_rights(place, what)
    assert told.startswith("StoreUnavailable") and "check who may" in told and is_a_sentence(told)


def test_a_new_store_in_a_folder_that_may_not_be_written_says_so(place):
    modes(place, folder=0o555)
    told = without_rights(place, "load", store="new.db")
    assert told.startswith("StoreUnavailable") and "check who may" in told


def test_a_store_that_a_dead_writer_left_in_a_folder_that_may_only_be_read_is_a_sentence_or_read(place):
    with closing(sqlite3.connect(place / "in" / "network.db")) as db:
        db.execute("UPDATE revision SET number = number")
        db.commit()
        left = [(path, path.read_bytes()) for path in (place / "in").glob("network.db-*")]
    assert left  # closing took them away: they are put back as a killed process leaves them
    for path, data in left:
        path.write_bytes(data)
    modes(place, folder=0o555, store=0o444)
    told = without_rights(place, "read")
    assert told == "done 2" or (told.startswith("StoreUnavailable") and is_a_sentence(told))


def test_a_table_that_may_not_be_read_is_a_sentence(place):
    modes(place, table=0o000)
    told = without_rights(place, "load", "closed.csv")
    assert told.startswith("DatasetError") and "closed.csv cannot be read: Permission denied" in told


def test_a_folder_of_tables_that_may_not_be_read_is_a_sentence_not_an_empty_one(place):
    (place / "tables").mkdir()
    write(place / "tables", "open.csv", FIRMS)
    (place / "tables" / "closed").mkdir()
    (place / "tables" / "closed").chmod(0o000)
    modes(place, store=0o666, folder=0o777)
    told = without_rights(place, "load", "tables")
    assert told.startswith("DatasetError") and "closed cannot be read: Permission denied" in told


# ----- the errors themselves

MADE = [
    errors.UndoRefused("run-1", ["run-2"]), errors.UnknownEntity("firm:x", ["firm:y"]), errors.UnknownEntity("firm:x"),
    errors.UnknownRecord("run", "run-9", ["run-1"]), errors.DateError("'x' is not a date."), DatasetError("No file."),
    errors.ColumnsLacking("{}, line {}: {} needs a column {}.", "a.csv", 1, "poles", ("'pole'",)),
    errors.SnapshotRefused([("doc:a", 3, 4)]), errors.StoreError("x"), StoreUnavailable("x"), StoreBusy("x"),
    errors.ServerAway("x"), errors.NoFreeCypher("x"), errors.NoFreeSql("x"), errors.Infeasible("x"),
    errors.PlanError("x"), errors.Stopped("x"),
    faults.CellFault("bad_date", "Write it so."),
]  # fmt: skip


@pytest.mark.parametrize("error", MADE, ids=lambda error: type(error).__name__)
def test_an_error_survives_pickle_with_its_sentence(error):
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.args) == (type(error), str(error), error.args)


def test_every_error_of_the_tree_is_made_above():
    def below(base):
        return {base, *(deeper for one in base.__subclasses__() for deeper in below(one))}

    assert below(MaillageError) - {MaillageError} <= {type(error) for error in MADE}


def test_a_fault_survives_pickle(known, tmp_path):
    report = load(known, [write(tmp_path, "bad.csv", "member,group\nNobody,EMC2\n")])
    assert pickle.loads(pickle.dumps(report.faults)) == report.faults


@pytest.fixture
def confiding(store):
    """A store with a public firm, and one that only emc2 knows."""
    with store.write("load") as run:
        public = [*called("doc:news#firm:alpha", "Alpha Robotics"), says("doc:news#firm:alpha", "city", "Nantes")]
        run.add([NEWS], [*public, *confided(called("doc:news#firm:alphb", "Alphb Robotics"))])
        secret = Document("doc:secret", "Secret", level=Level.STAFF, audience="emc2")
        run.add([secret], called("doc:secret#firm:z", "Zed", document=secret))
    return store


@pytest.mark.parametrize("wanted", ["firm:alphb-robotics", "doc:news#firm:alphb", "firm:zed", "firm:alphb-robotic"])
def test_an_error_about_a_hidden_entity_is_the_one_about_an_entity_that_does_not_exist(confiding, wanted):
    assert "firm:alphb-robotics" in set(Network.read(confiding, viewer=EMC2).entities["id"])
    with pytest.raises(UnknownEntity) as caught:
        Network.read(confiding, viewer=PUBLIC).find(wanted)
    assert "alphb" not in str(caught.value).replace(wanted, "") and "Zed" not in str(caught.value)
    assert set(caught.value.args[1]) <= set(Network.read(confiding, viewer=PUBLIC).entities["id"])


def test_those_who_know_the_hidden_entity_are_helped_to_find_it(confiding):
    with pytest.raises(UnknownEntity, match=r"firm:alphb-robotics"):
        Network.read(confiding, viewer=EMC2).find("firm:alphb-robotic")


@pytest.mark.parametrize("viewer", [PUBLIC, Viewer.parse("systematic=staff"), Viewer.parse("emc2=members")], ids=str)
def test_statements_decisions_documents_and_runs_of_hidden_records_are_not_shown(confiding, viewer):
    with confiding.write("decide") as run:
        run.decide([Decision("doc:news#firm:alpha", "doc:news#firm:alphb", Verdict.DIFFERENT, "me")])
    assert len(confiding.statements(viewer=viewer)) == 3
    assert confiding.decisions(viewer=viewer).empty
    assert list(confiding.documents(viewer=viewer)["id"]) == ["doc:news"]
    assert list(confiding.runs(viewer=viewer)["opened"]) == [3]
    assert len(confiding.decisions(viewer=OWNER)) == 1
