"""README, ARCHITECTURE and the others are true: what they name exists, what they show is what comes out."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import cli
from queries.catalogue import CATALOGUE
from tests.conftest import LONG
from tests.test_cli import _run

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")
TOP = (
    "graph", "ingest", "queries", "views", "commands", "app.py", "cli.py", "data", "notebooks", "tests",
    "benchmarks", "decisions",
)  # fmt: skip
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.S | re.M)


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def shown():
    """The commands that the README shows, each with the output that it promises."""
    for block in CONSOLE.findall(text("README.md")):
        command, _, output = block.partition("\n")
        yield command.removeprefix("$ "), output


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder of somebody who has just installed maillage: the first command loads the network there."""
    return tmp_path_factory.mktemp("readme")


def test_the_readme_shows_five_commands():
    assert len(list(shown())) == 5 and next(shown())[0].startswith("maillage demo")


def test_the_readme_shows_what_its_commands_print(folder):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAILLAGE")}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    for command, expected in shown():
        words, _, head = command.partition(" | head -")
        asked = [sys.executable, "-m", "cli", *shlex.split(words)[1:]]
        done = subprocess.run(asked, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8")
        lines = done.stdout.splitlines()[: int(head) if head else None]
        assert "\n".join(line.rstrip() for line in lines).strip() == expected.strip(), command


def test_every_command_of_the_guide_for_directors_works(shipped, tmp_path, monkeypatch):
    shutil.copy(shipped.path, tmp_path / "network.db")
    monkeypatch.chdir(tmp_path)
    lines = re.findall(r"^\$ maillage (.*)$", text("docs/guide.fr.md"), re.M)
    assert len(lines) > 10
    for line in lines:
        assert _run(shlex.split(line)) == (0,), line
    assert (tmp_path / "emc2.html").is_file() and any((tmp_path / "feuilles").iterdir())


def test_every_picture_of_the_guide_is_there():
    named = re.findall(r"!\[.+\]\((.+)\)", text("docs/guide.fr.md"))
    assert named and all((ROOT / "docs" / one).is_file() for one in named)


@pytest.mark.parametrize("query", CATALOGUE, ids=lambda query: query.name)
def test_the_readme_lists_every_query_with_its_question(query):
    assert f"| `{query.name}` | {query.question['fr']} | {query.question['en']} |" in text("README.md")


def test_the_architecture_names_every_module_and_no_other():
    page = text("ARCHITECTURE.md")
    modules = {
        path.name for package in ("graph", "ingest", "queries", "commands") for path in (ROOT / package).glob("*.py")
    } - {"__init__.py"}  # fmt: skip
    named = set(re.findall(r"`?(?:\w+/)*(\w+\.py)`", page))
    assert not modules - named, "not in ARCHITECTURE.md"
    assert not named - {path.name for path in ROOT.rglob("*.py")}, "named and not there"
    assert all(part in page for part in TOP)


@pytest.mark.parametrize("page", PAGES)
def test_links_of_a_page_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)\)", text(page)):
        assert target.startswith("http") or (ROOT / target).exists(), target


def test_places_named_in_the_pages_exist():
    for page in PAGES:
        for place in re.findall(
            r"`((?:graph|ingest|queries|views|tests|decisions|data|docs|notebooks)/[\w./-]+\.\w+)`", text(page)
        ):
            assert (ROOT / place).exists(), f"{page}: {place}"


def test_every_setting_from_the_environment_stands_in_the_readme():
    sources = [ROOT / "cli.py", *(ROOT / "commands").glob("*.py"), *(ROOT / "views").glob("*.py")]
    named = {name for path in sources for name in re.findall(r"MAILLAGE_[A-Z]+", path.read_text(encoding="utf-8"))}
    assert named and all(name in text("README.md") for name in named)


def test_the_files_of_tests_that_go_first_are_there():
    assert len(set(LONG)) == len(LONG) and all((ROOT / "tests" / f"test_{name}.py").is_file() for name in LONG)


def test_every_decision_says_why_and_what_would_change_it():
    for path in (ROOT / "decisions").glob("*.md"):
        page = path.read_text(encoding="utf-8")
        assert all(f"**{part}" in page for part in ("Choice", "Because", "Tried and left", "What would change it")), (
            path
        )


def test_the_command_is_installed_under_its_name():
    assert 'maillage = "cli:main"' in text("pyproject.toml") and callable(cli.main)
