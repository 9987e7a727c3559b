"""A store that is deleted and made anew at the same address is another store."""

from graph.store import open_store
from graph.vocabulary import Kind
from tests.pages import again, page, words
from tests.toys import DRAWN, entity, record


def test_a_store_made_anew_at_the_same_revision_shows_the_new_network(tmp_path):
    url = f"sqlite:///{tmp_path / 'network.db'}"
    _make(url, "Firm Before", at="2026-01-01T00:00:00+00:00")
    app = page(url, "acteur", sel="firm:firm-before")
    assert "Firm Before" in words(app)
    for file in tmp_path.glob("network.db*"):
        file.unlink()
    _make(url, "Firm After", at="2026-01-02T00:00:00+00:00")
    assert "Firm Before" not in words(again(app, url))
    assert "Firm After" in words(page(url, "acteur", sel="firm:firm-after"))


def _make(url, name, *, at):
    with open_store(url).write("test", at=at) as writer:
        writer.add([DRAWN], entity(record(name.replace(" ", "-")), Kind.FIRM, name))
