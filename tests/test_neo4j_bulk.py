"""A whole store as files for `neo4j-admin database import`: imported for real, it is the same store again."""

import csv
import json
import secrets
from contextlib import closing

import pytest

from graph.copying import copy
from graph.errors import DatasetError, StoreUnavailable
from graph.frames import ENTITIES
from graph.model import Decision
from graph.neo4j_bulk import TABLES, write
from graph.network import Network
from graph.store import open_store
from graph.vocabulary import Kind, Verdict
from ingest.load import load
from tests.conftest import DATA, without
from tests.neo4j_server import CannotStart, import_csv, server
from tests.statements import EMC2, LIST, NEWS, OWNER, PUBLIC, called, confided, says
from tests.test_cli import _run

HOSTILE = ' "quoted", \\n a back\\slash;\nand a line, =1+1 \r\n\t«é» \U0001f600 '
VIEWERS = (PUBLIC, EMC2, OWNER)


def told(store):
    """Runs that open, change, close, withdraw, decide and take back; texts that a CSV file could break on."""
    with store.write("load", at="2020-01-01") as run:
        run.add([NEWS, LIST], [*called("doc:news#firm:a", HOSTILE), *called("doc:list#firm:b", "Beta", document=LIST),
                               *called("doc:news#pole:p", "Alizé", Kind.POLE)])  # fmt: skip
        joined = says("doc:news#firm:a", "MEMBER_OF", "doc:news#pole:p", quote=HOSTILE, note="", valid="2015/2016")
        run.add([], [joined, *confided([says("doc:news#firm:a", "city", "Nantes", qualifiers=(("importance", "2"),))])])
    with store.write("load", at="2020-01-02") as run:
        run.add([], confided([joined]))  # held otherwise from now on
        run.add([], [says("doc:news#firm:a", "NEEDS", "doc:news#pole:p", qualifiers=(("importance", "1.5"),))])
        run.decide([Decision("doc:news#firm:a", "doc:list#firm:b", Verdict.UNSURE, "Anne", HOSTILE)])
    with store.write("load", at="2020-01-03") as run:
        run.add(
            [],
            [says("doc:news#firm:a", "lat", "47.2"), *confided(called("doc:list#firm:x", "Xylophage", document=LIST))],
        )
    with store.write("withdraw", document="doc:list") as run:
        run.withdraw("doc:list")
    with store.write("load") as run:
        run.add([], [says("doc:news#firm:a", "country", "FR")])
    with store.write("undo") as run:
        run.undo(store.runs(viewer=OWNER)["id"].iloc[-1])


@pytest.fixture(scope="module")
def rich(tmp_path_factory):
    """The shipped network, and whatever can happen to one."""
    made = open_store(f"sqlite:///{tmp_path_factory.mktemp('rich')}/network.db")
    load(made, [DATA], at="2019-12-31")
    told(made)
    yield made
    made.close()


@pytest.fixture(scope="module")
def folder(rich, tmp_path_factory):
    made = tmp_path_factory.mktemp("bulk")
    write(rich, made, {"query": "export"})
    return made


@pytest.fixture(scope="module")
def imported(folder, tmp_path_factory):
    """A server whose database was made by the importer."""
    home, password = tmp_path_factory.mktemp("imported"), secrets.token_hex(8)
    try:
        said = import_csv(home, folder)
        assert "IMPORT DONE" in said
        with server(home, password) as url, closing(open_store(url.replace("://", f"://neo4j:{password}@"))) as opened:
            yield opened
    except CannotStart as error:
        without(error)


def rows_of(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def hashes(store, viewer):
    network = Network.read(store, viewer=viewer)
    return network.content_hash, network.source_hash


@pytest.mark.slow
def test_what_is_imported_is_the_same_network_for_every_viewer(rich, imported):
    for viewer in VIEWERS:
        assert hashes(rich, viewer) == hashes(imported, viewer)
        for table in ("statements", "documents", "decisions", "runs", "changes"):
            assert getattr(rich, table)(viewer=viewer).equals(getattr(imported, table)(viewer=viewer)), table
    assert HOSTILE in set(Network.read(imported, viewer=OWNER).entities["name"])


@pytest.mark.slow
def test_labels_types_and_counts_are_those_of_the_store(rich, imported):
    network = Network.read(rich)
    kinds = imported.cypher("MATCH (e:Entity) RETURN e.kind AS kind, labels(e) AS labels, count(*) AS n ORDER BY kind")
    assert dict(zip(kinds["kind"], kinds["n"], strict=True)) == network.entities["kind"].value_counts().to_dict()
    assert ["Entity", "PublicBody"] in [sorted(one) for one in kinds["labels"]]
    types = imported.cypher("MATCH (:Entity)-[l]->(:Entity) RETURN type(l) AS type, count(*) AS n")
    assert dict(zip(types["type"], types["n"], strict=True)) == network.links["relation"].value_counts().to_dict()
    boeing = "MATCH (:Firm {id: 'firm:boeing'})-[l:MEMBER_OF]->(p:Pole) RETURN p.name AS pole, l.status AS status"
    assert imported.cypher(boeing).to_numpy().tolist() == [["EMC2", "confirmed"]]


@pytest.mark.slow
def test_an_imported_store_is_written_to_like_any_other(rich, imported, tmp_path):
    there = open_store(f"sqlite:///{tmp_path}/back.db")
    copy(imported, there, viewer=OWNER)
    for viewer in VIEWERS:
        assert hashes(rich, viewer) == hashes(there, viewer)
    before = imported.revision()
    asked = "SHOW CONSTRAINTS YIELD name RETURN count(*) AS n"
    assert imported.cypher(asked)["n"].tolist() == [0]
    with imported.write("load") as run:
        run.add([NEWS], called("doc:news#firm:new", "New here"))
    assert imported.cypher(asked)["n"].tolist() == [8] and imported.revision() == before + 1
    assert "firm:new-here" in set(Network.read(imported).entities["id"])


def test_headers_name_ids_ends_labels_and_types(folder):
    assert rows_of(folder, "links")[0][:3] == [":START_ID(Entity)", ":END_ID(Entity)", ":TYPE"]
    assert rows_of(folder, "from")[0][:5] == [
        ":START_ID(Statement)", ":END_ID(Document)", ":TYPE", "opened:long", "closed:long"
    ]  # fmt: skip
    header = rows_of(folder, "entities")[0]
    assert header[0] == "id:ID(Entity)" and header[-1] == ":LABEL" and "lat:double" in header and "name" in header
    assert len(header) == len(ENTITIES) + 1


def test_every_file_stands_in_the_arguments_and_has_as_many_rows_as_it_says(rich, folder, tmp_path):
    counts = write(rich, tmp_path / "again", {})
    arguments = (folder / "import.args").read_text(encoding="utf-8")
    for table in TABLES:
        assert len(rows_of(folder, table.name)) == counts[table.name] + 1
        assert f"{table.name}.csv" in arguments
        assert (tmp_path / "again" / f"{table.name}.csv").read_bytes() == (folder / f"{table.name}.csv").read_bytes()


def test_what_is_missing_is_nothing_and_empty_text_is_quoted(folder):
    text = (folder / "links.csv").read_text(encoding="utf-8")
    assert 'firm:boeing~MEMBER_OF~pole:emc2~","","confirmed",,,,' in text


def test_from_a_server_the_same_files_come(rich, neo4j_store, folder, tmp_path):
    small = open_store(f"sqlite:///{tmp_path}/small.db")
    told(small)
    copy(small, neo4j_store, viewer=OWNER)
    write(small, tmp_path / "a", {})
    write(neo4j_store, tmp_path / "b", {})
    for table in TABLES[1:]:
        assert rows_of(tmp_path / "a", table.name) == rows_of(tmp_path / "b", table.name), table.name


def test_a_folder_that_holds_something_is_left_alone(rich, tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(DatasetError, match="holds something already"):
        write(rich, tmp_path, {})
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]
    with pytest.raises(DatasetError, match="cannot be written"):
        write(rich, tmp_path / "mine.txt" / "x", {})
    with pytest.raises(StoreUnavailable, match="no network"):
        write(open_store(f"sqlite:///{tmp_path}/none.db"), tmp_path / "other", {})
    assert not (tmp_path / "other").exists()


def test_the_command_is_for_the_owner_and_writes_the_basis(rich, tmp_path, capsys):
    base = ["export", "--store", rich.url, "--neo4j-csv", str(tmp_path / "out")]
    for words, sentence in (
        ([], "--viewer owner"), (["--viewer", "emc2=staff"], "--viewer owner"), (["net.gexf"], "or --neo4j-csv DIR"),
        (["--viewer", "owner", "--as-of", "2015"], "--as-of"),
    ):  # fmt: skip
        assert _run([*base, *words]) == (2,) and sentence in capsys.readouterr().err
        assert not (tmp_path / "out").exists()
    assert _run(["export", "--store", rich.url]) == (2,)
    assert _run([*base, "--viewer", "owner"]) == (0,)
    assert "neo4j-admin database import full @import.args" in capsys.readouterr().out
    basis = json.loads((tmp_path / "out" / "basis.json").read_text(encoding="utf-8"))
    assert basis["viewer"] == "owner" and basis["network"] == Network.read(rich, viewer=OWNER).content_hash
