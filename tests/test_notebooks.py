"""The notebooks run from the first cell to the last, and are kept without outputs."""

import re
import time
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def test_there_is_a_notebook_to_run():
    names = ["01_first_look.ipynb", "02_cypher.ipynb", "03_analyses.ipynb", "04_backtest.ipynb"]
    assert [path.name for path in NOTEBOOKS] == names


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_outputs_are_not_kept(path):
    cells = nbformat.read(path, as_version=4).cells
    assert all(not cell.outputs and cell.execution_count is None for cell in cells if cell.cell_type == "code")


def said_in(path):
    return "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)


def test_figures_of_the_analyses_are_numbered_in_their_titles():
    said = said_in(FOLDER / "03_analyses.ipynb")
    assert re.findall(r'title="Figure (\d)\. ', said) == ["1", "2", "3"] and said.count("SVG(") == 3


def shown_by(name, timeout=120):
    """What the code cells of a notebook show, run from the first to the last."""
    notebook = nbformat.read(FOLDER / name, as_version=4)
    NotebookClient(notebook, timeout=timeout, resources={"metadata": {"path": str(FOLDER)}}).execute()
    return str([cell.outputs for cell in notebook.cells if cell.cell_type == "code"])


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_first_look_runs_and_answers():
    shown = shown_by("01_first_look.ipynb")
    assert "917 entities, 1096 links" in shown
    assert "text/html" in shown and "vis-network" in shown
    assert "Boeing" in shown and "doc:emc2-seattle" in shown


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_analyses_run_within_a_minute_from_load_to_figures():
    before = time.monotonic()
    shown = shown_by("03_analyses.ipynb")
    assert time.monotonic() - before < 60
    assert "784 organisations, 66 projects, 999 participations" in shown and "8957 pairs" in shown
    assert shown.count("image/svg+xml") == 3 and "0 of 8957 pairs validated at 1 %" in shown
    assert "Aerospace Valley" in shown and "@article{newman2001" in shown


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_back_test_finds_what_was_planted_and_nothing_where_nothing_was():
    shown = shown_by("04_backtest.ipynb", timeout=580)
    assert "Too few to tell: 69 dated encounters, it takes 100" in shown
    assert "an overall score is earned" in shown and "no overall score is shown" in shown
    assert shown.count("image/svg+xml") == 2 and "@article{libennowell2007" in shown
    assert "no competence was known on that day" in shown or "this part is left out" in shown


def test_what_the_analyses_cite_stands_in_the_bibliography_and_nothing_else():
    notebooks = ("03_analyses.ipynb", "04_backtest.ipynb")
    cells = [cell for name in notebooks for cell in nbformat.read(FOLDER / name, as_version=4).cells]
    cited = {
        key for cell in cells if cell.cell_type == "markdown" for key in re.findall(r"\[@(\w+\d{4})\]", cell.source)
    }
    entries = re.findall(r"^@\w+{(\w+),", (FOLDER / "references.bib").read_text(encoding="utf-8"), re.M)
    assert cited == set(entries) and len(entries) == len(cited) == 15
