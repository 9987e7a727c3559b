"""The notebooks run from the first cell to the last, and are kept without outputs."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def test_there_is_a_notebook_to_run():
    assert [path.name for path in NOTEBOOKS] == ["01_first_look.ipynb", "02_cypher.ipynb"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_outputs_are_not_kept(path):
    cells = nbformat.read(path, as_version=4).cells
    assert all(not cell.outputs and cell.execution_count is None for cell in cells if cell.cell_type == "code")


def shown_by(name):
    """What the code cells of a notebook show, run from the first to the last."""
    notebook = nbformat.read(FOLDER / name, as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(FOLDER)}}).execute()
    return str([cell.outputs for cell in notebook.cells if cell.cell_type == "code"])


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_first_look_runs_and_answers():
    shown = shown_by("01_first_look.ipynb")
    assert "917 entities, 1096 links" in shown
    assert "text/html" in shown and "vis-network" in shown
    assert "Boeing" in shown and "doc:emc2-seattle" in shown
