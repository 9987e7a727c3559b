"""The shipped network on a Neo4j server, and questions of one's own that are asked there. Loaded once."""

import json
import re
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd
import pytest

from docs import schema
from graph import neo4j_writing
from graph.copying import copy
from graph.network import Network
from graph.sqlite_asking import TABLES, ask
from graph.store import open_store
from graph.vocabulary import Kind, Relation
from tests.conftest import wipe
from tests.pages import page, words
from tests.served import needs_browser, served, visit
from tests.statements import OWNER
from tests.test_access import audited
from tests.test_cli import _run
from tests.test_layout import RIGHT, looked, settled
from tests.test_notebooks import shown_by
from views.cypher_examples import examples
from views.wording import Words

PAGE = (Path(__file__).parents[1] / "docs" / "cypher.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```cypher\n(.*?)^```", PAGE, re.S | re.M)


@pytest.fixture(scope="module")
def shared(shipped, neo4j_url):
    """data/ on a server, with all that its owner has."""
    with closing(open_store(neo4j_url)) as opened:
        copy(shipped, opened, viewer=OWNER)
        yield opened
        wipe(opened)


def test_a_question_in_sql_has_the_same_table_on_both_stores(shipped, shared):
    here, there = Network.read(shipped), Network.read(shared)
    for text in [
        *(f"SELECT * FROM {name}" for name in TABLES),
        "SELECT kind, count(*), group_concat(id) FROM entities GROUP BY kind",
        "SELECT d.id, count(DISTINCT m.about) FROM documents d JOIN mentions m ON m.document = d.id GROUP BY d.id",
    ]:
        one, other = ask(shipped, here, text, most=9_999), ask(shared, there, text, most=9_999)
        assert len(one) > 3
        pd.testing.assert_frame_equal(one, other)


def told(capfdbinary, store, *words):
    capfdbinary.readouterr()
    code = _run(["cypher", *words, "--store", store.url, "--viewer", "owner"])[0]
    out, err = capfdbinary.readouterr()
    assert code == 0, err
    return out.decode(), err.decode()


def test_the_page_has_five_questions_in_cypher():
    assert len(EXAMPLES) == 5


@pytest.mark.parametrize("text", EXAMPLES)
def test_a_question_of_the_page_has_an_answer_in_every_form(shared, capfdbinary, tmp_path, text):
    expected = shared.cypher(text)
    assert not expected.empty
    made = json.loads(told(capfdbinary, shared, text, "--format", "json")[0])
    assert pd.DataFrame(made["rows"], dtype=object).equals(expected)
    assert made["basis"]["query"] == "cypher" and made["basis"]["viewer"] == "owner"
    shown, _ = told(capfdbinary, shared, text)
    lines, basis = told(capfdbinary, shared, text, "--format", "csv")
    assert expected.columns[0] in shown and lines.startswith(",".join(expected.columns))
    assert made["basis"]["network"] in shown and made["basis"]["network"] in basis
    told(capfdbinary, shared, text, "--out", str(tmp_path / "a.parquet"))
    assert len(pd.read_parquet(tmp_path / "a.parquet")) == len(expected)


def test_the_page_of_the_app_offers_the_questions_of_the_page():
    assert [f"{text}\n" for text in examples(Words("fr")).values()] == EXAMPLES


@pytest.mark.browser
@pytest.mark.usefixtures("shared")
def test_the_page_of_cypher_can_be_used_without_sight_and_nothing_on_it_is_cut(neo4j_url):
    needs_browser()
    asked = urlencode({"cypher": next(iter(examples(Words("fr")).values()))})
    with served(neo4j_url, viewer="owner") as address, visit(address) as seen:
        seen.page.goto(f"{address}/cypher?{asked}")
        settled(seen)
        seen.page.locator(".stDataFrame").wait_for()
        assert audited(seen) == []
        assert looked(seen, until=RIGHT) == RIGHT
        assert seen.outside == seen.complaints == []


@pytest.mark.parametrize("text", EXAMPLES)
def test_the_app_asks_in_cypher_for_the_owner(shared, text):
    app = page(shared.url, "cypher", viewer="owner", cypher=text)
    assert not app.exception
    assert len(app.dataframe[0].value) == len(shared.cypher(text))
    assert "vu par le propriétaire" in words(app)


def test_a_question_that_would_write_is_refused_with_a_sentence(shared):
    before = shared.cypher("MATCH (n) RETURN count(n) AS n")
    app = page(shared.url, "cypher", viewer="owner", cypher="CREATE (n:Entity) RETURN n")
    assert not app.exception and app.warning
    assert shared.cypher("MATCH (n) RETURN count(n) AS n").equals(before)


def test_nobody_else_has_that_page_nor_has_a_file(shipped, shared):
    for url, viewer in ((shared.url, "public"), (shipped.url, "owner")):
        app = page(url, "cypher", viewer=viewer, cypher="MATCH (n) RETURN n")
        assert not app.exception
        assert "MATCH" not in words(app) and not app.text_area


def test_nodes_links_lists_and_days_are_values_in_json_and_text_elsewhere(shared, capfdbinary):
    text = """MATCH (p:Pole {id: 'pole:emc2'}) MATCH (p)-[l:LOCATED_IN]->(t)
        RETURN p {.id, .name} AS pole, l, [1, 2] AS list, date('2015-07-09') AS day, 1.0 / 0 AS none, true AS flag"""
    row = json.loads(told(capfdbinary, shared, text, "--format", "json")[0])["rows"][0]
    assert row["pole"] == {"id": "pole:emc2", "name": "EMC2"} and row["list"] == [1, 2] and row["l"][1] == "LOCATED_IN"
    assert row["day"] == "2015-07-09" and row["none"] is None and row["flag"] is True
    line = told(capfdbinary, shared, text, "--format", "csv")[0].splitlines()[1]
    assert '"[1, 2]",2015-07-09,,True' in line


def test_of_more_rows_than_the_limit_the_basis_says_so(shared, capfdbinary):
    text = "UNWIND range(1, 5) AS n RETURN n"
    cut, whole = (json.loads(told(capfdbinary, shared, text, "--format", "json", "--limit", n)[0]) for n in "45")
    assert len(cut["rows"]) == 4 and [note[1] for note in cut["basis"]["notes"][1:]] == ["first rows only: 4"]
    assert len(whole["rows"]) == 5 and len(whole["basis"]["notes"]) == 1


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_notebook_about_cypher_runs_and_answers(shared, neo4j_url, monkeypatch):
    monkeypatch.setenv("MAILLAGE_STORE", neo4j_url)
    shown = shown_by("02_cypher.ipynb")
    partners = "14 projects, 138 partners, 152 nodes"
    for said in ("917 entities, 1096 links", "both agree", "Laurent Manach", partners, "A question only reads"):
        assert said in shown, said


def described(store, procedure, name):
    """What the server says that its nodes, or its relationships, hold: label or type, and property."""
    text = f"CALL db.schema.{procedure}() YIELD {name}, propertyName RETURN {name} AS of, propertyName AS property"
    return [(re.findall(r"`(\w+)`", row["of"]), row["property"]) for row in store.cypher(text).to_dict("records")]


def test_all_that_is_on_the_server_stands_in_the_picture(shared):
    kinds = {one.lstrip(":") for group in schema.BOXES for one in schema.labels(group)}
    for labels, one in described(shared, "nodeTypeProperties", "nodeType"):
        name = "Entity" if "Entity" in labels else labels[0]
        assert set(labels) - {"Entity"} <= kinds or name in schema.RECORDED
        assert one in schema.PROPERTIES[name], (labels, one)
    for [name], one in described(shared, "relTypeProperties", "relType"):
        assert one in schema.PROPERTIES[name if name == "FROM" else "link"], (name, one)


def test_links_of_the_shipped_network_join_what_the_picture_says(shared):
    text = "MATCH (a:Entity)-[link]->(b:Entity) RETURN DISTINCT a.kind AS a, type(link) AS relation, b.kind AS b"
    found = shared.cypher(text).to_dict("records")
    assert len(found) > 30
    for row in found:
        ends = tuple(schema.GROUP.get(row[end], row[end]) for end in "ab")
        assert ends in schema.ENDS[row["relation"]], row


def test_every_word_of_the_vocabulary_stands_in_the_picture_that_is_kept():
    made = schema.picture()
    assert made == schema.FILE.read_text(encoding="utf-8"), "run `python -m docs.schema`"
    words = re.findall(r"[\w:]+", re.sub("<[^>]+>", " ", made))
    assert {str(relation) for relation in Relation} <= set(words)
    assert {label for kind in Kind for label in neo4j_writing.label(kind).split(":")[1:]} <= set(
        " ".join(words).replace(":", " ").split()
    )
