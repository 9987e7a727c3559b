"""Every English sentence that the pages say: `python -m tests.said` brings the catalogues up to it."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from graph import errors

OF_THEIR_OWN = {"UnknownEntity", "UnknownRecord", "UndoRefused", "SnapshotRefused"}  # they have their templates
CODE = [Path("app.py"), *sorted(Path("views").glob("*.py"))]
PACKAGES = ("graph", "ingest", "queries", "views", "commands")
FAULTY = [path for package in PACKAGES for path in sorted(Path(package).glob("*.py"))]
FAULTS = {name for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, Exception)}
WORDS = {language: Path(f"views/words/{language}/LC_MESSAGES/maillage.po") for language in ("fr", "en")}
TABLES = Path("views/vocabulary_words.py")  # sentences in tables, said by whoever looks them up
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural={plural};\\n"

"""


class Sentence(NamedTuple):
    """A sentence with its plural, or without."""

    one: str
    several: str | None = None

    @property
    def key(self) -> str | tuple[str, str]:
        return (self.one, self.several) if self.several else self.one


def said() -> set[Sentence]:
    """All that the code says."""
    shown = {sentence for file in CODE if not _is_of_the_command_line(file) for sentence in sentences(file)}
    return shown | {Sentence(text) for file in FAULTY for _, text in faults(file) if text}


def faults(file: Path) -> Iterator[tuple[int, str | None]]:
    """The templates of the faults that a file makes, with their lines; None where one is no template."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in FAULTS - OF_THEIR_OWN and node.args:
            yield node.lineno, _text(node.args[0])
        if isinstance(node, ast.FunctionDef) and node.name == "template" and file.name == "errors.py":
            yield from ((one.lineno, text) for one in ast.walk(node) if len(text := _text(one) or "") > 10)


def _is_of_the_command_line(file: Path) -> bool:
    """Whether its `say` is the terminal's, which speaks English."""
    text = file.read_text(encoding="utf-8")
    return "from views.terminal import" in text or "from views import terminal" in text


def sentences(file: Path) -> Iterator[Sentence]:
    """What one file says: arguments of `say` and `say.many`, and texts that are named before they are said."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _call(node)
        if isinstance(node, ast.Assign) and (file == TABLES or _is_named_sentence(node)):
            yield from _strings(node.value)
    yield from _named_pairs(tree)


def _call(node: ast.Call) -> Iterator[Sentence]:
    name = _name(node.func)
    texts = [_text(argument) for argument in node.args]
    if name.endswith("say") and name != "terminal.say" and texts and texts[0]:  # the command line is in English
        yield Sentence(texts[0])
    if name.endswith("say.many") and texts[:2] and texts[0]:
        yield Sentence(texts[0], texts[1])
    if name == "basis_of" and len(texts) > 2 and texts[2]:
        yield Sentence(texts[2])


def _named_pairs(tree: ast.AST) -> Iterator[Sentence]:
    """`one, several = "…", "…"`: a sentence and its plural."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).strip("()") == "one, several":
            yield Sentence(*(str(_text(value)) for value in ast.iter_child_nodes(node.value) if _text(value)))


def _is_named_sentence(node: ast.Assign) -> bool:
    """`sentence, … = "…"` and `METHOD = "…"`."""
    target = node.targets[0]
    names = [one.id for one in ast.walk(target) if isinstance(one, ast.Name)]
    return names[:1] in (["sentence"], ["METHOD"])


def _strings(node: ast.AST) -> Iterator[Sentence]:
    values = node.values if isinstance(node, ast.Dict) else [node]
    if isinstance(node, ast.Tuple | ast.IfExp):
        values = list(ast.iter_child_nodes(node))
    for value in values:
        if text := _text(value):
            yield Sentence(text)
        elif value is not node or isinstance(value, ast.Dict):
            yield from _strings(value)


def _name(node: ast.AST) -> str:
    return ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute) else ""


def _text(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def catalogue(language: str) -> Catalog:
    """The words of a language, as they stand in its file."""
    with WORDS[language].open("rb") as file:
        return read_po(file, locale=language)


def bring_up_to_date(language: str) -> list[str]:
    """Adds what is said and has no words yet (English is its own), drops what nobody says. Gives what is missing."""
    before = catalogue(language) if WORDS[language].exists() else Catalog(locale=language)
    after = Catalog(locale=language, project="maillage", fuzzy=False)
    for sentence in sorted(said(), key=lambda one: (one.one, one.several or "")):
        known = before.get(sentence.one)
        as_is = sentence.key if language == "en" else ""
        after.add(sentence.key, string=known.string if known and known.string else as_is)
    WORDS[language].parent.mkdir(parents=True, exist_ok=True)
    with WORDS[language].open("wb") as file:
        file.write(HEADER.format(language=language, plural=after.plural_expr).encode())
        write_po(file, after, width=0, omit_header=True)
    return [str(message.id) for message in after if message.id and not (message.string and all(message.string))]


if __name__ == "__main__":
    for language in WORDS:
        for missing in bring_up_to_date(language):
            print(language, missing)
