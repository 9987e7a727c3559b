"""A path between two on the page Réseau: a route of the catalogue, lit, told, in the link; nobody confided is on it."""

from base64 import b64decode

import pytest

from graph.model import Document, Level, Statement
from graph.vocabulary import Kind, Relation, Role
from tests.pages import again, drawn, elements, kept, page, words
from tests.test_app import positions
from tests.toys import DRAWN, encounter, entity, link, record

NOTES = Document("doc:notes", "Notes", published="2021", level=Level.STAFF, audience="emc2")
QUOTE = "A and B shook hands there."
ROUTE = {"from": "firm:a", "to": "firm:d"}


def statements():
    """A met B, B met C, C met D; A and D are members of P, F of nothing."""
    said = [*encounter("one", "ab"), *encounter("two", "bc"), *encounter("three", "cd")]
    said += [*entity(record("p", Kind.POLE), Kind.POLE, "P"), *entity(record("f"), Kind.FIRM, "F", size="sme")]
    said += [link(record(one), Relation.MEMBER_OF, record("p", Kind.POLE)) for one in "ad"]
    return [one._replace(quote=QUOTE) if one.about == record("a") and one.key == Role.PARTNER else one for one in said]


@pytest.fixture
def url(tmp_path):
    return kept(tmp_path, [DRAWN], statements())


@pytest.mark.parametrize(
    "language, told", [("fr", "A adhère à P, qui a pour adhérent D."), ("en", "A is a member of P")]
)
def test_a_path_is_told_and_lit_and_who_says_each_hop_is_read(url, language, told):
    app = page(url, "reseau", step="all", lang=language, **ROUTE)
    assert not app.exception
    assert told in words(app)
    lit = drawn(app)["view"]["lit"]
    assert lit == ["firm:a", "firm:a~pole:p", "firm:d", "firm:d~pole:p", "pole:p"]
    assert "Drawn by hand" in words(app)


def test_the_other_route_passes_the_encounters_with_their_quotes(url):
    app = page(url, "reseau", step="all", **ROUTE)
    app = page(url, "reseau", step="all", route="2", **ROUTE)
    lit = drawn(app)["view"]["lit"]
    assert {"meeting:one", "firm:b", "meeting:two", "firm:c", "meeting:three"} <= set(lit)
    assert "firm:a~meeting:one" in lit and "pole:p" not in lit
    assert QUOTE in words(app)


def test_whoever_is_on_the_path_is_drawn_though_the_start_is_elsewhere_and_moves_nobody(url):
    before = positions(page(url, "reseau", step="ego:firm:b"))
    app = page(url, "reseau", step="ego:firm:b", **ROUTE)
    after = positions(app)
    assert {"pole:p", "firm:d"} <= after.keys() - before.keys()
    assert {one: after[one] for one in before} == before
    assert app.query_params["step"] == "ego:firm:b"
    assert positions(page(url, "reseau", step="ego:firm:b", **ROUTE)) == after


def test_two_clicks_in_the_drawer_ask_for_a_path_and_one_forgets_it(url):
    app = page(url, "reseau", step="all", sel="firm:a")
    app.button(key="path_from_it").click()
    app = again(app, url)
    assert app.query_params["from"] == "firm:a" and "sel" not in app.query_params
    app = page(url, "reseau", step="all", sel="firm:d", **{"from": "firm:a"})
    app.button(key="path_to_it").click()
    app = again(app, url)
    assert app.query_params["to"] == "firm:d" and drawn(app)["view"]["lit"]
    app.button(key="no_path").click()
    app = again(app, url)
    assert app.query_params == {"step": "all"} and not drawn(app)["view"]["lit"]


def test_the_second_is_found_by_writing_its_name(url):
    app = page(url, "reseau", step="all", **{"from": "firm:a"})
    app.text_input(key="path_to_text").set_value("d")
    app = again(app, url)
    app.button(key="path_to_firm:d").click()
    app = again(app, url)
    assert app.query_params["to"] == "firm:d"


@pytest.mark.parametrize("asked, told", [
    ({"from": "firm:a", "to": "firm:f"}, "Aucun chemin connu d'au plus trois pas entre A et F"),
    ({"from": "firm:a", "to": "firm:a"}, "firm:a"),
    ({"from": "firm:a", "to": "firm:nobody"}, "1 identifiant n'est pas dans ce réseau."),
    ({"from": "firm:a", "to": "meeting:one"}, "meeting:one"),
    ({"route": "9", "by": "boat", **ROUTE}, "laissé de côté : by=boat."),
])  # fmt: skip
def test_what_leads_nowhere_is_a_sentence(url, asked, told):
    app = page(url, "reseau", step="all", **asked)
    assert not app.exception
    assert told in words(app) and "nobody" not in words(app)


def test_no_filter_of_actors_hides_who_is_on_the_path(url):
    sent = drawn(page(url, "reseau", step="all", size="sme", **ROUTE))
    flags = int.from_bytes(b64decode(sent["view"]["shown"]), "little")
    left = {node["id"] for i, node in enumerate(sent["nodes"]) if flags >> i & 1}
    assert left == {"firm:a", "pole:p", "firm:d", "firm:f", "meeting:one", "meeting:three"}


def test_undo_keeps_the_path_and_redo_gives_the_same_bytes(url):
    app = page(url, "reseau", step=["all", "hide:firm:b"], **ROUTE)
    first = drawn(app)
    app.button(key="undo").click()
    app = again(app, url)
    assert drawn(app)["view"]["lit"] == first["view"]["lit"]
    app.button(key="redo").click()
    assert drawn(again(app, url)) == first


@pytest.mark.parametrize("viewer", ["public", "emc2=members", "owner"])
def test_a_path_by_somebody_confided_is_for_those_who_may_know(tmp_path, viewer):
    hidden = f"{NOTES.id}#firm:z"
    said = [Statement(NOTES.id, hidden, key, value) for key, value in (("kind", "firm"), ("name", "Zyx"))]
    meetings = [record(one, Kind.MEETING) for one in ("one", "solo")]
    said += [Statement(NOTES.id, hidden, Relation.TOOK_PART_IN, one, Role.PARTNER) for one in meetings]
    said = [one._replace(level=Level.STAFF, audience="emc2") for one in said]
    known = [*statements(), *encounter("solo", "f")]
    for name in ("with", "without"):
        (tmp_path / name).mkdir()
    holding = kept(tmp_path / "with", [DRAWN, NOTES], known + said)
    innocent = kept(tmp_path / "without", [DRAWN], known)
    asked = {"step": "all", "from": "firm:a", "to": "firm:f"}
    page(holding, "reseau", viewer="owner", **asked)
    seen, plain = (page(one, "reseau", viewer=viewer, **asked) for one in (holding, innocent))
    assert (elements(seen) == elements(plain)) == (viewer != "owner")
    assert bool(drawn(seen)["view"]["lit"]) == (viewer == "owner")
