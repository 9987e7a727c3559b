"""The server makes ready what the first reader would wait for, and says nothing of a store that cannot be read."""

import pytest

from graph.model import Viewer
from graph.network import Network
from graph.store import open_store
from views import serving
from views.asked import Asked
from views.context import looking, opened


@pytest.fixture
def served(monkeypatch):
    """Make ready for who opens this store, as if the server ran already."""
    monkeypatch.setattr(serving, "_wait_for_server", lambda: None)

    def ready(url, viewer="public"):
        monkeypatch.setenv("MAILLAGE_STORE", url)
        monkeypatch.setenv("MAILLAGE_VIEWER", viewer)
        serving.ready()

    return ready


def test_the_first_reader_finds_the_network_read(served, shipped, monkeypatch):
    served(shipped.url, "owner")
    monkeypatch.setattr(Network, "read", lambda *_, **__: pytest.fail("read again"))
    found = looking(opened(open_store(shipped.url).url), Viewer.OWNER, Asked())
    assert len(found.network.entities) == len(found.neighbourhood.kinds) > 0


@pytest.mark.parametrize(
    ("address", "viewer"),
    [("sqlite:///{}/none.db", "public"), ("nonsense", "public"), ("sqlite:///{}/none.db", "boss=king")],
)
def test_what_cannot_be_read_is_left_to_the_page_to_tell(served, tmp_path, address, viewer):
    served(address.format(tmp_path), viewer)
    assert not list(tmp_path.iterdir())
