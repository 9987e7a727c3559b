"""What several test files share."""

from contextlib import closing
from pathlib import Path

import pytest

from graph.store import open_store
from ingest.load import load

DATA = Path(__file__).resolve().parents[1] / "data"


@pytest.fixture(scope="session")
def shipped(tmp_path_factory):
    """A store that holds data/, loaded once: for reading only."""
    with closing(open_store(f"sqlite:///{tmp_path_factory.mktemp('shipped')}/network.db")) as opened:
        assert load(opened, [DATA]).exit_code == 0
        yield opened
