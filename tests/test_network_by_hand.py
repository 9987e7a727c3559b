"""An actor moved by hand stays where it was put, for those who see as much; put back, it stands as before."""

import pytest

from graph.model import Document, Level, Statement
from tests.pages import again, drawn, kept, page, triggered, words
from tests.test_app import positions
from tests.toys import DRAWN, encounter
from views.state import State

NOTES = Document("doc:notes", "Notes", published="2021", level=Level.STAFF, audience="emc2")
AT = [12.5, -3.0]


@pytest.fixture
def url(tmp_path):
    return kept(tmp_path, [DRAWN], [*encounter("one", "abc"), *encounter("two", "cd")])


def moved(app):
    """By id, where those stand on the canvas who were moved."""
    sent = drawn(app)
    return {sent["nodes"][int(i)]["id"]: point for i, point in sent["view"]["moved"].items()}


def put(app, url, entity, *at, viewer="public"):
    return again(app, url, viewer, done=triggered(app, "moved", [entity, *at]))


def test_it_stays_after_a_reload_and_the_heavy_message_is_the_same(url):
    app = page(url, "reseau", step="all")
    before = drawn(app)["nodes"]
    app = put(app, url, "firm:a", *AT)
    assert moved(app) == {"firm:a": AT}
    assert drawn(app)["nodes"] == before
    assert moved(page(url, "reseau", step="all")) == {"firm:a": AT}
    assert moved(put(app, url, "firm:a", 1, 2)) == {"firm:a": [1, 2]}


@pytest.mark.parametrize("asked", [{"as_of": "2016"}, {"size": "unknown"}, {"big": "centrality.partners"}])
def test_no_filter_date_or_look_moves_it(url, asked):
    put(page(url, "reseau", step="all"), url, "firm:a", *AT)
    assert moved(page(url, "reseau", step="all", **asked)) == {"firm:a": AT}


def test_it_belongs_to_the_drawing_with_the_same_start(url):
    put(page(url, "reseau", step="all"), url, "firm:a", *AT)
    assert moved(page(url, "reseau", step="ego:firm:a")) == {}
    assert moved(page(url, "reseau", step=["all", "hide:firm:b"])) == {"firm:a": AT}


def test_what_joins_later_stands_where_it_would_have_stood(url):
    steps = ["ego:firm:a", "expand:firm:c~TOOK_PART_IN.meeting~10"]
    grown = positions(page(url, "reseau", step=steps))
    put(page(url, "reseau", step="ego:firm:a"), url, "firm:a", *AT)
    assert positions(page(url, "reseau", step=steps)) == grown


@pytest.mark.parametrize("language, label", [("fr", "Remettre en place"), ("en", "Put back")])
def test_put_back_it_stands_as_before(url, language, label):
    app = page(url, "reseau", step="all", sel="firm:a", lang=language)
    first = drawn(app)
    app = put(app, url, "firm:a", *AT)
    assert app.button(key="put_back").label == label
    app.button(key="put_back").click()
    assert drawn(again(app, url)) == first


def test_all_are_put_back_at_once(url):
    app = page(url, "reseau", step="all")
    app = put(put(app, url, "firm:a", *AT), url, "firm:b", *AT)
    assert "Remettre en place 2 acteurs déplacés" in words(app)
    app.button(key="all_back").click()
    assert moved(again(app, url)) == {}


def test_buttons_move_it_without_a_mouse(url):
    app = page(url, "reseau", step="all", sel="firm:a")
    x, y = positions(app)["firm:a"]
    app.button(key="push_right").click()
    app = again(app, url)
    app.button(key="push_up").click()
    assert moved(again(app, url))["firm:a"] == pytest.approx([x + 40, y - 40], abs=0.11)


@pytest.mark.parametrize(
    "what", ["", [], ["firm:a"], ["firm:none", 1, 2], ["firm:a", "1", 2], ["firm:a", None, 2], ["firm:a", 1e9, 2], 7]
)
def test_what_no_canvas_would_say_moves_nobody(url, what):
    app = page(url, "reseau", step="all")
    app = again(app, url, done=triggered(app, "moved", what))
    assert not app.exception and moved(app) == {}


def test_viewers_with_other_rights_never_see_what_one_moved(tmp_path):
    said = [Statement(NOTES.id, f"{NOTES.id}#firm:z", key, value) for key, value in (("kind", "firm"), ("name", "Z"))]
    said = [one._replace(level=Level.STAFF, audience="emc2") for one in said]
    url = kept(tmp_path, [DRAWN, NOTES], [*encounter("one", "abc"), *said])
    put(page(url, "reseau", viewer="owner", step="all"), url, "firm:a", *AT, viewer="owner")
    put(page(url, "reseau", viewer="emc2=staff", step="all"), url, "firm:b", *AT, viewer="emc2=staff")
    seen = {one: moved(page(url, "reseau", viewer=one, step="all")) for one in ("public", "emc2=staff", "owner")}
    assert seen == {"public": {}, "emc2=staff": {"firm:b": AT}, "owner": {"firm:a": AT}}


def test_a_folder_that_cannot_be_written_remembers_nothing_and_fails_nobody(tmp_path):
    state = State(tmp_path / "none" / "state.sqlite")
    state.move("s", "public", "all", {"a": (1.0, 2.0)})
    state.put_back("s", "public", "all", ["a"])
    assert state.moved("s", "public", "all") == {}
