"""A number that a sentence says chooses the form of what it counts: « 1 table », never « 1 tables »."""

import ast
import re
from pathlib import Path

import pytest

from graph.errors import Infeasible, Phrase, Rule, SnapshotRefused
from queries.words import counted
from tests.said import FAULTY, catalogue
from views.wording import Words

PLACED = re.compile(r"\{\w*\}(?: |\u202f|\u00a0)([^\W\d_]+)\b")  # a plain placeholder, and the word after it
PLURAL = {"en": re.compile(r"\w\w+s$"), "fr": re.compile(r"\w\w+[sx]$")}
VERBS = {  # of somebody whom a placeholder names
    "answers", "appears", "asks", "brings", "cites", "compares", "competes", "coordinates", "covers", "does", "follows",
    "gives", "has", "hesitates", "holds", "identifies", "is", "lacks", "names", "needs", "offers", "opens", "organises",
    "ranks", "reads", "receives", "says", "sees", "serves", "shares", "speaks", "stays", "takes", "travels", "unpacks",
    "uses", "was", "wishes",
}  # fmt: skip
UNCHANGED = {  # one is written as several are, or the word is of another than what is counted
    "alors", "après", "as", "dans", "depuis", "des", "deux", "dès", "fois", "hors", "jamais", "less", "les", "mais",
    "mieux", "moins", "mois", "pas", "plus", "points", "puis", "rendez", "sans", "ses", "sous", "this", "très",
    "unless", "us", "vers", "vos", "vous", "écrites", "séparées",
}  # fmt: skip


NEVER_ONE = (
    "{} partitions",
    "{needs} compétences",
    "{needs} competences",
    "{among} actors",
    "{letters} lettres",
    "{letters} letters",
)  # one has its own words


def counted_in_plural(text: str, language: str) -> list[str]:
    """The plurals that stand right after a placeholder in a sentence."""
    for several in NEVER_ONE:
        text = text.replace(several, "")
    found = PLACED.findall(text)
    return [one for one in found if PLURAL[language].match(one) and one not in VERBS | UNCHANGED]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_message_of_one_form_counts_in_the_plural(language):
    ones = [one.string if isinstance(one.string, str) else one.string[0] for one in catalogue(language) if one.id]
    assert [one for one in ones if counted_in_plural(one, language)] == []


@pytest.mark.parametrize("file", [*FAULTY, Path("cli.py")], ids=str)
def test_no_sentence_in_the_code_counts_in_the_plural(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    alone = _said_by_the_catalogue(tree) | _docstrings(tree)
    wrong = [
        f"{file}:{node.lineno} {plurals} in {text!r}"
        for node in ast.walk(tree)
        if id(node) not in alone
        for text in _texts(node)
        for language in ("fr", "en")
        if (plurals := counted_in_plural(text, language))
    ]
    assert wrong == []


def _texts(node: ast.AST) -> list[str]:
    """A constant text; of an f-string the whole, its values as plain placeholders, with the forms that they choose."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if not isinstance(node, ast.JoinedStr):
        return []
    parts = [str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values]
    return ["".join(parts)]


def _said_by_the_catalogue(tree: ast.AST) -> set[int]:
    """Arguments of `many`, and what follows the first of a tuple: a form each."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("many")]
    pairs = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).strip("()") == "one, several"
    ]
    several = [one for node in ast.walk(tree) if isinstance(node, ast.Tuple) for one in node.elts[1:]]
    return {id(one) for node in [*calls, *pairs, *several] for one in ast.walk(node) if isinstance(one, ast.Constant)}


def _docstrings(tree: ast.AST) -> set[int]:
    alone = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    return {id(one) for one in alone if isinstance(one, ast.Constant)}


def test_the_guard_bites():
    assert counted_in_plural("there are {} tables", "en") == ["tables"]
    assert counted_in_plural("{count} rendez-vous, {n} liens", "fr") == ["liens"]
    assert counted_in_plural("{} is away; {:# slot|# slots}", "en") == []
    assert _texts(ast.parse('f"{n} runs copied"').body[0].value) == ["{} runs copied"]


@pytest.mark.parametrize("count, fr, en", [
    (0, "il y a 0 table", "there are 0 tables"), (1, "il y a 1 table", "there is 1 table"),
    (2, "il y a 2 tables", "there are 2 tables"),
])  # fmt: skip
def test_a_number_in_a_fault_chooses_the_form_of_its_language(count, fr, en):
    rule = Rule("there {:is # table|are # tables}", count)
    assert (Words("fr").fault(rule), Words("en").fault(rule), str(rule)) == (fr, en, en)


def test_a_number_within_a_fault_within_a_fault_does_too():
    fault = Infeasible(
        "{:# firm forms|# firms form} {} of {} to {}, not {}: choose a number among these, or other sizes.",
        1, Phrase("{:# community|# communities}", 1), 1, 1, 2,
    )  # fmt: skip
    assert str(fault).startswith("1 firm forms 1 community of 1 to 1, not 2")
    assert Words("fr").fault(fault).startswith("1 entreprise forme 1 communauté de 1 à 1, et non 2")
    assert "1 de la seule affirmation de doc:a" in Words("fr").fault(SnapshotRefused([("doc:a", 1, 1)]))


def test_so_many_of_something():
    assert [counted(n, "fr", "pôle", "pôles") for n in (0, 1, 2)] == ["0 pôle", "1 pôle", "2 pôles"]
    assert [counted(n, "en", "pole", "poles") for n in (0, 1, 2)] == ["0 poles", "1 pole", "2 poles"]
