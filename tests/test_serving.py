"""The server makes ready what the first reader would wait for, and says nothing of a store that cannot be read."""

import pytest

from graph.model import Viewer
from graph.network import Network
from graph.store import open_store
from views import pages, serving
from views.asked import Asked
from views.context import NETWORK, looking, opened


@pytest.fixture
def served(monkeypatch):
    """Make ready for who opens this store, as if the server ran already."""
    monkeypatch.setattr(serving, "_wait_for_server", lambda: None)
    monkeypatch.setattr(serving, "sleep", lambda _: None)

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


def test_the_code_of_the_page_with_the_drawing_is_read_first_and_that_of_every_page_in_the_end(
    served, shipped, monkeypatch
):
    read = []
    monkeypatch.setattr(pages, "code", read.append)
    served(shipped.url)
    assert read[:2] == [NETWORK, pages.HOME] and set(read) == set(pages.CODE)


@pytest.mark.parametrize("address", pages.CODE)
def test_every_page_has_its_code(address):
    assert callable(pages.code(address).show)


@pytest.mark.parametrize(
    ("address", "viewer"),
    [("sqlite:///{}/none.db", "public"), ("nonsense", "public"), ("sqlite:///{}/none.db", "boss=king")],
)
def test_what_cannot_be_read_is_left_to_the_page_to_tell(served, tmp_path, address, viewer):
    served(address.format(tmp_path), viewer)
    assert not list(tmp_path.iterdir())
