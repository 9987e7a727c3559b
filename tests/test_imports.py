"""Imports point one way, those inside functions included."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MAY_IMPORT = {
    "graph": set(), "ingest": {"graph"}, "queries": {"graph"},
    "views": {"graph", "ingest", "queries", "streamlit"}, "commands": {"graph", "ingest", "queries", "views"},
}  # fmt: skip
OURS = {*MAY_IMPORT, "views", "app", "commands", "cli", "tests", "streamlit"}


def imported(text):
    """The modules that a text imports, wherever in it, with what is taken from each: `graph.store.open_store`."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{one.name}" for one in node.names)
        elif isinstance(node, ast.Call) and "import" in ast.unparse(node.func).lower():
            yield from (one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str))


def files(package):
    found = sorted((ROOT / package).rglob("*.py"))
    assert found
    return found


def tops(text):
    return {name.partition(".")[0] for name in imported(text)}


def test_an_import_inside_a_function_or_by_name_is_seen():
    text = "def f():\n    import views.canvas\n    from ingest import load\n    importlib.import_module('cli')\n"
    assert tops(text) == {"views", "ingest", "cli"}


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_point_one_way(package):
    for file in files(package):
        theirs = tops(file.read_text(encoding="utf-8")) & OURS
        assert theirs <= MAY_IMPORT[package] | {package}, file


def test_a_query_opens_no_store():
    for file in files("queries"):
        names = set(imported(file.read_text(encoding="utf-8")))
        stores = {name for name in names if name.startswith(("graph.store", "graph.sqlite", "graph.neo4j"))}
        assert not stores, (file, stores)
        assert not {"graph.Store", "graph.open_store", "sqlite3", "neo4j"} & {*names, *tops(file.read_text())}, file


def test_only_stores_know_their_database():
    for package in ("graph", "ingest", "queries", "views", "commands"):
        for file in files(package):
            if not file.name.startswith(("sqlite_", "neo4j_")) and file.name != "state.py":
                assert not tops(file.read_text(encoding="utf-8")) & {"sqlite3", "neo4j"}, file
