"""`maillage sql`: questions of one's own, of what the viewer sees and nothing else, on either store alike."""

import json
import re
import time
from pathlib import Path

import pandas as pd
import pytest

from graph.errors import NoFreeSql
from graph.network import Network
from graph.sqlite_asking import TABLES, ask
from graph.vocabulary import Kind
from tests.statements import EMC2, LIST, NEWS, OWNER, PUBLIC, SYSTEMATIC, called, confided, says
from tests.test_cli import _run

RECURSIVE = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
PRODUCT = "SELECT * FROM " + ", ".join(f"statements s{n}" for n in range(9)) + " ORDER BY 1"
SECRET = "Xylophage"


@pytest.fixture
def store(tmp_path):
    """Two public firms in a pole; a third firm and a quote that only emc2 knows."""
    from graph.store import open_store

    made = open_store(f"sqlite:///{tmp_path}/network.db")
    with made.write("load") as run:
        run.add([NEWS, LIST], [
            *called("doc:news#firm:a", "Alpha"), *called("doc:news#firm:b", "Beta"),
            *called("doc:news#pole:p", "Alizé", Kind.POLE),
            says("doc:news#firm:a", "MEMBER_OF", "doc:news#pole:p", quote="A joined."),
            says("doc:news#firm:b", "MEMBER_OF", "doc:news#pole:p", valid="2016"),
            *confided(called("doc:list#firm:x", SECRET, document=LIST)),
            *confided([says("doc:news#firm:a", "city", "Nantes", note=f"{SECRET} told us.", document=LIST)]),
        ])  # fmt: skip
    yield made
    made.close()


def asked(store, text, viewer=PUBLIC, **limits):
    return ask(store, Network.read(store, viewer=viewer), text, **limits)


def rows(store, text, viewer=PUBLIC):
    return asked(store, text, viewer).to_numpy().tolist()


def test_a_question_joins_what_was_read_with_what_it_shows(store):
    text = """SELECT e.name, s.quote, d.title FROM links l JOIN entities e ON e.id = l.source
        JOIN mentions m ON m.about = l.id JOIN statements s ON s.id = m.statement JOIN documents d ON d.id = s.document
        WHERE s.quote IS NOT NULL"""
    assert rows(store, text) == [["Alpha", "A joined.", "News"]]


def test_what_is_missing_is_null_and_flags_are_numbers(store):
    assert rows(store, "SELECT count(*), count(since), sum(counts) FROM links") == [[2, 1, 2]]


@pytest.mark.parametrize("name", TABLES)
def test_each_table_has_the_rows_and_columns_of_the_network(store, name):
    network = Network.read(store, viewer=OWNER)
    found = ask(store, network, f"SELECT * FROM {name}")
    expected = store.statements(viewer=OWNER) if name == "statements" else getattr(network, name)
    assert list(found.columns) == list(expected.columns) and len(found) == len(expected)
    assert found.isna().to_numpy().tolist() == expected.isna().to_numpy().tolist()


@pytest.mark.parametrize(
    "text",
    [
        "INSERT INTO entities (id) VALUES ('x')", "UPDATE entities SET name = 'x'", "DELETE FROM links",
        "DROP TABLE links", "CREATE TABLE x (y)", "CREATE TEMP TABLE x AS SELECT 1", "ATTACH 'other.db' AS other",
        "DETACH main", "PRAGMA writable_schema = 1", "SELECT * FROM pragma_database_list", "VACUUM INTO 'x.db'",
        "SELECT * FROM sqlite_master", "SELECT load_extension('x')", "BEGIN", "SAVEPOINT x", "ANALYZE", "REINDEX",
        "SELECT 1; DELETE FROM links", "WITH x AS (SELECT 1) INSERT INTO links (id) SELECT * FROM x", "", "nonsense",
    ],
)  # fmt: skip
def test_only_select_is_answered(store, text, tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(NoFreeSql, match="only SELECT is answered, over entities, links"):
        asked(store, text)
    assert not list((tmp_path / "here").iterdir()) and len(rows(store, "SELECT * FROM links")) == 2


def test_selects_of_every_form_are_answered(store):
    for text, expected in [
        ("VALUES (1, 'a')", [[1, "a"]]),
        ("WITH e AS MATERIALIZED (SELECT * FROM entities) SELECT count(*) FROM e", [[3]]),
        ("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3) SELECT max(i) FROM n", [[3]]),
        ("SELECT value FROM json_each('[7]')", [[7]]),
        ("SELECT title, row_number() OVER (ORDER BY title) FROM documents", [["News", 1]]),
        ("/* what */ SELECT 1 WHERE EXISTS (SELECT 1 FROM documents) -- so", [[1]]),
        ("SELECT CAST(x'ff' AS TEXT)", [["\ufffd"]]),
    ]:  # fmt: skip
        assert rows(store, text) == expected, text


@pytest.mark.parametrize("bomb", [RECURSIVE, PRODUCT], ids=["recursive", "product"])
def test_a_question_without_end_is_stopped_in_time(store, bomb):
    before = time.monotonic()
    with pytest.raises(NoFreeSql, match="longer than 0.3 seconds"):
        asked(store, bomb, seconds=0.3)
    assert time.monotonic() - before < 10


def test_no_value_is_larger_than_can_be_held(store):
    with pytest.raises(NoFreeSql, match="too big"):
        asked(store, "SELECT zeroblob(100000000)")


def test_a_column_or_table_that_is_not_there_is_answered_with_the_nearest(store):
    for text, words in [
        ("SELECT naem FROM entities", "Nearest: name \\(entities\\)"),
        ("SELECT entities.naem FROM entities", "Nearest: name \\(entities\\)"),
        ("SELECT sorce FROM links", "source \\(links\\)"),
        ("SELECT * FROM link", "tables are entities, links, statements, documents"),
    ]:
        with pytest.raises(NoFreeSql, match=words):
            asked(store, text)


def test_two_columns_of_one_name_are_told_apart(store):
    found = asked(store, "SELECT id, id, 1 AS id_2, name FROM entities LIMIT 1")
    assert list(found.columns) == ["id", "id_3", "id_2", "name"]


def test_no_question_finds_what_another_viewer_alone_may_see(store):
    everything = [f"SELECT * FROM {name}" for name in TABLES]
    seen = {str(viewer): "".join(map(str, [rows(store, one, viewer) for one in everything]))
            for viewer in (PUBLIC, SYSTEMATIC, EMC2, OWNER)}  # fmt: skip
    assert SECRET not in seen["public"] + seen["systematic=staff"] and "Nantes" not in seen["public"]
    assert seen["public"] == seen["systematic=staff"]
    assert SECRET in seen["emc2=staff"] and "told us" in seen["emc2=staff"] and "Nantes" in seen["owner"]
    assert rows(store, "SELECT count(*) FROM statements") == [[8]]


def test_the_network_may_be_that_of_another_day(store):
    network = Network.read(store).at("2010-01-01", sure="possibly")
    assert ask(store, network, "SELECT source FROM links").to_numpy().tolist() == [["firm:alpha"]]
    assert len(ask(store, network, "SELECT 1 FROM statements WHERE predicate = 'MEMBER_OF'")) == 1


def test_statements_are_asked_for_only_if_they_are_named(store, monkeypatch):
    network = Network.read(store)
    monkeypatch.setattr(type(store), "statements", lambda *_, **__: pytest.fail("asked for"))
    assert len(ask(store, network, "SELECT 'statements' FROM entities, links")) == 6


def told(capfdbinary, *words):
    capfdbinary.readouterr()
    code = _run(["sql", *words])[0]
    out, err = capfdbinary.readouterr()
    return code, out.decode(), err.decode()


def test_the_command_writes_every_form_with_its_basis(store, capfdbinary, tmp_path):
    text = "SELECT id, name, 1.5 AS half, counts FROM entities ORDER BY id"
    base = [text, "--store", store.url]
    network = Network.read(store)
    code, out, _ = told(capfdbinary, *base)
    assert code == 0 and "pole:alize" in out and network.content_hash in out and "en lecture seule" in out
    code, out, err = told(capfdbinary, *base, "--format", "csv")
    assert code == 0 and out.splitlines()[1] == "firm:alpha,Alpha,1.5," and network.content_hash in err
    made = json.loads(told(capfdbinary, *base, "--format", "json")[1])
    assert made["rows"][0] == {"id": "firm:alpha", "name": "Alpha", "half": 1.5, "counts": None}
    assert made["basis"]["parameters"] == {"question": text, "limit": 1000} and made["basis"]["viewer"] == "public"
    assert told(capfdbinary, *base, "--out", str(tmp_path / "a.parquet"))[0] == 0
    held = pd.read_parquet(tmp_path / "a.parquet")
    assert list(held["half"]) == [1.5] * 3 and held.loc[0, "id"] == "firm:alpha"


def test_values_of_several_sorts_fit_every_form(store, capfdbinary, tmp_path):
    text = "SELECT 1 AS a, x'00ff' AS b, 9e999 AS c UNION ALL SELECT 'x', NULL, 2"
    made = json.loads(told(capfdbinary, text, "--store", store.url, "--format", "json")[1])
    assert made["rows"] == [{"a": "1", "b": "00ff", "c": None}, {"a": "x", "b": None, "c": 2.0}]
    assert made["basis"]["notes"][0][1] == "values that are no number: 1"
    assert told(capfdbinary, text, "--store", store.url, "--out", str(tmp_path / "a.parquet"))[0] == 0


def test_of_more_rows_than_the_limit_the_basis_says_so(store, capfdbinary):
    base = ["SELECT id FROM entities", "--store", store.url, "--format", "json", "--limit"]
    cut, whole = (json.loads(told(capfdbinary, *base, limit)[1]) for limit in ("2", "3"))
    assert len(cut["rows"]) == 2 and cut["basis"]["notes"][0][1] == "first rows only: 2"
    assert len(whole["rows"]) == 3 and not whole["basis"]["notes"]


def test_a_fault_is_a_sentence_and_a_viewer_sees_its_own(store, capfdbinary):
    code, _, err = told(capfdbinary, "SELECT naem FROM entities", "--store", store.url)
    assert code == 2 and err.startswith("maillage: Aucune des tables demandées n'a de colonne « naem »")
    for viewer, sees in (("public", False), ("systematic=staff", False), ("emc2=staff", True), ("owner", True)):
        out = told(capfdbinary, "SELECT * FROM statements", "--store", store.url, "--viewer", viewer)[1]
        out += told(capfdbinary, "SELECT name FROM entities", "--store", store.url, "--viewer", viewer)[1]
        assert (SECRET in out) is sees


def test_a_hidden_firm_and_one_that_is_not_there_get_the_same_answer(store, capfdbinary):
    hidden, none = (told(capfdbinary, f"SELECT * FROM {name}", "--store", store.url)[2] for name in (SECRET, "Nobody"))
    assert hidden.replace(SECRET, "Nobody") == none


PAGE = (Path(__file__).parents[1] / "docs" / "sql.md").read_text(encoding="utf-8")


def test_the_page_lists_every_table_with_its_columns(store):
    for name, words in TABLES.items():
        columns = " ".join(asked(store, f"SELECT * FROM {name}").columns)
        assert f"| `{name}` | {words} | {columns} |" in PAGE


def test_the_questions_of_the_page_have_answers_on_the_shipped_network(shipped):
    examples = re.findall(r"^```sql\n(.*?)^```", PAGE, re.S | re.M)
    network = Network.read(shipped)
    found = [ask(shipped, network, text) for text in examples]
    assert len(found) == 3 and all(len(table) for table in found)
    assert "Boeing" in set(found[1]["member"])


def test_a_wide_table_shows_the_columns_that_fit_and_names_the_others(store, capfdbinary):
    out = told(capfdbinary, "SELECT *, * FROM statements", "--store", store.url, "--lang", "en")[1]
    lines = out.splitlines()
    assert max(map(len, lines[:10])) <= 200 and "…" not in lines[0]
    assert "… other columns (" in out and "predicate" in lines[0]
