"""What to write instead is said in French too, whatever the fault."""

import ast
import re
from pathlib import Path

import pytest

from ingest.faults import MESSAGES, fault
from ingest.hints import FRENCH, in_french

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted((ROOT / "ingest").glob("*.py"))


def template(node):
    """A text as it is written, `{}` where something is put in; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(one.value if isinstance(one, ast.Constant) else "{}" for one in node.values)
    return None


def hints():
    """Every sentence of `ingest` that says what to do about a cell or row: suggestions of faults."""
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func).rpartition(".")[2]
                given = [one.value for one in node.keywords if one.arg == "suggestion"]
                given += node.args[1:2] if name in ("CellFault", "_refuse") else []
                given += node.args[4:5] if name in ("_note", "note", "_at") else []
                yield from (text for one in given if (text := template(one)))


def test_every_hint_has_its_french():
    found = set(hints())
    assert len(found) > 25
    assert {one for one in found if one not in FRENCH and one not in ("{}", "")} == set()


@pytest.mark.parametrize("english", FRENCH)
def test_a_hint_in_french_keeps_what_is_put_in(english):
    count = english.count("{}")
    assert FRENCH[english].count("{}") == count
    filled = english.format(*(f"x{n}" for n in range(count)))
    french = in_french(filled)
    assert french != filled or english == french
    assert all(f"x{n}" in french for n in range(count))


@pytest.mark.parametrize("code", MESSAGES)
def test_a_fault_is_a_sentence_in_both_languages(code):
    made = fault(code, "f.csv", 7, column="c", value="v", suggestion="Leave the cell empty.")
    assert made.sentence("en") == str(made)
    assert re.fullmatch(r"f\.csv, ligne 7(, colonne c)? : .+\. Videz la cellule\.", made.sentence("fr"))
