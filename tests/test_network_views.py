"""Views kept by name on the page Réseau: opened again they are the same; those of other rights do not exist."""

import pytest

from graph.model import Viewer
from graph.store import open_store
from tests.pages import again, drawn, kept, page, words
from tests.toys import DRAWN, encounter
from views.asked import TOO_LONG, Asked
from views.saved_views import UNNAMED, SavedViews, ids_of
from views.state import State

ASKED = {
    "step": ["all", "hide:firm:b"], "sel": "firm:a", "big": "centrality.partners", "size": "unknown", "from": "firm:a",
    "to": "firm:d",
}  # fmt: skip


@pytest.fixture
def url(tmp_path):
    return kept(tmp_path, [DRAWN], [*encounter("one", "abc", since="2015"), *encounter("two", "cd")])


def keep(app, url, name, viewer="public"):
    app.text_input(key="view_name").set_value(name)
    app = again(app, url, viewer)
    app.button(key="keep_view").click()
    return again(app, url, viewer)


def pick(app, url, name, viewer="public"):
    app.selectbox(key="view_chosen").set_value(name)
    return again(app, url, viewer)


@pytest.mark.parametrize("language, told", [("fr", "Gardée sous le nom « Aéro »."), ("en", "Kept as “Aéro”.")])
def test_a_view_is_kept_under_a_name_and_opened_from_the_list_as_it_was(url, language, told):
    app = page(url, "reseau", lang=language, **ASKED)
    first, asked = drawn(app), app.query_params
    app = keep(app, url, " Aéro ")
    assert told in words(app)
    other = pick(page(url, "reseau", lang=language), url, "Aéro")
    assert drawn(other) == first and other.query_params == asked
    other.button(key="undo").click()
    other = again(other, url)
    other.button(key="redo").click()
    assert drawn(again(other, url)) == first


def test_its_name_in_the_address_opens_it_in_the_language_of_the_address_and_on_every_page(url):
    keep(page(url, "reseau", **ASKED), url, "Aéro")
    app = page(url, "reseau", view="Aéro", lang="en")
    assert drawn(app)["view"]["selected"] == "firm:a" and "actors shown" in words(app)
    assert page(url, "acteur", view="Aéro").query_params["sel"] == "firm:a"


def test_a_name_under_which_nothing_is_kept_is_said_and_left_out(url):
    app = page(url, "reseau", view="Nothing")
    assert "laissé de côté : view=Nothing." in words(app)
    assert "view" not in app.query_params


def test_a_view_is_renamed_and_deleted(url):
    app = keep(page(url, "reseau", **ASKED), url, "Aéro")
    app.text_input(key="view_name").set_value("Air")
    app = again(app, url)
    app.button(key="rename_view").click()
    app = again(app, url)
    assert app.selectbox(key="view_chosen").options == ["Air"] and app.selectbox(key="view_chosen").value == "Air"
    app.button(key="drop_view").click()
    app = again(app, url)
    assert app.selectbox(key="view_chosen").options == [] and drawn(app)["view"]["selected"] == "firm:a"


def test_a_name_is_never_taken_from_another_view(url):
    keep(page(url, "reseau", step="all"), url, "Aéro")
    app = keep(page(url, "reseau", step="ego:firm:a"), url, "Aéro")
    assert "Il y a déjà une vue « Aéro »" in words(app)
    assert page(url, "reseau", view="Aéro").query_params["step"] == "all"
    assert "Écrivez d'abord un nom." in words(keep(app, url, " ~ "))


def test_another_step_is_no_longer_the_view_of_that_name(url):
    app = keep(page(url, "reseau", **ASKED), url, "Aéro")
    app.button(key="undo").click()
    assert again(app, url).selectbox(key="view_chosen").value is None


def test_a_link_that_is_too_long_names_a_view_that_no_list_has(url):
    steps = ["all", *(f"expand:firm:c~TOOK_PART_IN.meeting~{n}" for n in range(10, 800, 10))]
    app = page(url, "reseau", step=steps)
    assert app.query_params["view"].startswith(UNNAMED) and "step" not in app.query_params
    assert app.selectbox(key="view_chosen").options == []
    same = page(url, "reseau", view=app.query_params["view"])
    assert drawn(same) == drawn(app) and same.query_params == app.query_params
    same.button(key="undo").click()
    assert again(same, url).query_params["view"] != app.query_params["view"]


def test_ids_that_are_gone_after_a_reload_are_listed(url):
    keep(page(url, "reseau", step=["all", "hide:firm:d"], sel="firm:b"), url, "Aéro")
    store = open_store(url)
    with store.write("test") as writer:
        rows = store.statements(viewer=Viewer.PUBLIC)
        writer.close(rows.loc[rows["about"].str.endswith("#firm:d"), "id"])
    store.close()
    app = page(url, "reseau", view="Aéro")
    assert not app.exception
    assert "Ne sont plus dans ce réseau depuis que cette vue a été gardée : firm:d." in words(app)
    assert drawn(app)["view"]["selected"] == "firm:b"


@pytest.mark.parametrize("viewer", ["public", "emc2=staff", "owner"])
def test_a_view_belongs_to_those_who_see_as_much(url, viewer):
    keep(page(url, "reseau", viewer="emc2=staff", step="all"), url, "Chez nous", viewer="emc2=staff")
    app = page(url, "reseau", viewer=viewer)
    assert app.selectbox(key="view_chosen").options == (["Chez nous"] if viewer == "emc2=staff" else [])
    opened = page(url, "reseau", viewer=viewer, view="Chez nous")
    assert ("laissé de côté : view=Chez nous" in words(opened)) == (viewer != "emc2=staff")


def test_hostile_names_are_kept_and_shown_as_text(url):
    name = "![x](http://outside/) <script>"
    app = keep(page(url, "reseau", **ASKED), url, name)
    assert app.selectbox(key="view_chosen").options == [name]
    assert page(url, "reseau", view=name).query_params["sel"] == "firm:a"


def test_a_folder_that_cannot_be_written_says_so_by_false(tmp_path):
    saved = SavedViews(State(tmp_path / "none" / "state.sqlite"), "s", "public")
    view = Asked.of({"step": ["ego:firm:a"], "sel": ["firm:b~firm:c"], "from": ["firm:d"], "topic": ["competence:x"]})
    assert not saved.keep("x", view) and saved.keep_unnamed(view) == "" and saved.names() == []
    assert list(ids_of(view)) == ["firm:a", "firm:b", "firm:c", "competence:x", "firm:d"]
    assert len(view.query) < TOO_LONG
