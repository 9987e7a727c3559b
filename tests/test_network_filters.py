"""The filters of the page Réseau: what each leaves, with which count, in the address; whoever looks."""

import re
from base64 import b64decode

import pytest

from graph.confidence import confidences
from graph.model import Document, Level, Statement, Viewer
from graph.network import Network
from graph.store import open_store
from graph.vocabulary import Kind, Relation, Role
from tests.pages import again, drawn, elements, kept, page, words
from tests.toys import DRAWN, encounter, entity, link, record

PRESS = Document("doc:press", "A paper", published="2021")
NOTES = Document("doc:notes", "Notes of Zyx", published="2021", level=Level.STAFF, audience="emc2")
DAY, HALL = record("day", Kind.MEETING), record("hall", Kind.MEETING)
WELDING, JOINING = record("welding", Kind.COMPETENCE), record("joining", Kind.COMPETENCE)


def firm(name, **properties):
    return entity(record(name), Kind.FIRM, name.upper(), **properties)


def statements():
    """A, a small firm of Nantes, offers welding; B, a large one, met on welding; C of Germany joined both; P a pole."""
    said = [
        *firm("a", size="sme", postcode="44000"),
        *firm("b", size="large", postcode="69001"),
        *firm("c", country="DE"),
    ]
    said += entity(WELDING, Kind.COMPETENCE, "Welding") + entity(JOINING, Kind.COMPETENCE, "Joining")
    said += encounter("day", "bc", since="2015") + encounter("hall", "ac")
    said += entity(record("p", Kind.POLE), Kind.POLE, "P")
    said += [link(record("a"), Relation.MEMBER_OF, record("p", Kind.POLE))]
    said += [link(record("a"), Relation.OFFERS, WELDING), link(WELDING, Relation.PART_OF, JOINING)]
    said += [link(DAY, Relation.ABOUT, WELDING)]
    said += [Statement(PRESS.id, record("a"), Relation.TOOK_PART_IN, HALL, Role.PARTNER, confidence=0.6)]
    return [*said, Statement(PRESS.id, record("c"), Relation.TOOK_PART_IN, DAY, Role.SPEAKER, confidence=0.6)]


def confided():
    """What EMC2 confides: a firm of a country, a size and a theme that nobody else has, and how it is known."""
    hidden, secret = f"{NOTES.id}#firm:zyx", f"{NOTES.id}#competence:zyxology"
    said = [Statement(NOTES.id, hidden, key, value) for key, value in (("kind", "firm"), ("name", "Zyx"))]
    said += [Statement(NOTES.id, hidden, "country", "BR"), Statement(NOTES.id, hidden, "size", "micro")]
    said += [Statement(NOTES.id, secret, "kind", "competence"), Statement(NOTES.id, secret, "name", "Zyxology")]
    said += [Statement(NOTES.id, hidden, Relation.OFFERS, secret, confidence=0.2)]
    said += [Statement(NOTES.id, record("a"), Relation.OFFERS, secret, confidence=0.2)]
    return [one._replace(level=Level.STAFF, audience="emc2") for one in said]


@pytest.fixture
def url(tmp_path):
    return kept(tmp_path, [DRAWN, PRESS], statements())


def left(app):
    """The ids that the canvas shows."""
    sent = drawn(app)
    flags = int.from_bytes(b64decode(sent["view"]["shown"]), "little")
    return {node["id"].partition(":")[2] for i, node in enumerate(sent["nodes"]) if flags >> i & 1}


@pytest.mark.parametrize("asked, shown", [
    ({}, "a b c day hall joining p welding"),
    ({"size": "sme"}, "a hall p welding"),  # P is no firm, and follows A
    ({"size": ["sme", "large"]}, "a b day hall p welding"),
    ({"size": "unknown"}, "c day hall"),
    ({"place": "DE"}, "c day hall"),
    ({"place": "Pays de la Loire"}, "a hall welding"),  # P is an organisation whose place is not known
    ({"topic": "competence:welding"}, "a b c day hall welding"),
    ({"topic": "competence:joining"}, "a b c day hall welding"),  # which welding is part of
    ({"topic": "unknown"}, "p"),
    ({"doc": "doc:press"}, "a c day hall"),
    ({"conf": "0.8"}, "a b c day hall joining p welding"),
    ({"undated": "no"}, "b c day"),
    ({"size": "sme", "doc": "doc:press"}, "a hall"),
])  # fmt: skip
def test_a_filter_leaves_whom_it_names_and_those_they_are_linked_to(url, asked, shown):
    app = page(url, "reseau", step="all", **asked)
    assert not app.exception
    assert left(app) == set(shown.split())


def test_a_pole_that_met_a_firm_of_the_chosen_size_stays(tmp_path):
    pole, other = record("q", Kind.POLE), record("r", Kind.POLE)
    said = [*firm("a", size="sme"), *firm("b", size="large"), *encounter("day", "a"), *encounter("hall", "b")]
    said += [*entity(pole, Kind.POLE, "Q"), *entity(other, Kind.POLE, "R")]
    said += [link(pole, Relation.TOOK_PART_IN, DAY, key="host"), link(other, Relation.TOOK_PART_IN, HALL, key="host")]
    assert left(page(kept(tmp_path, [DRAWN], said), "reseau", step="all", size="sme")) == {"a", "day", "q"}


def test_a_link_said_less_surely_is_left_out(url):
    store = open_store(url)
    network = Network.read(store, viewer=Viewer.PUBLIC)
    spoke = "firm:c~TOOK_PART_IN~meeting:day~speaker"
    rows = confidences(store, network, [spoke, "firm:a"])
    assert rows.to_numpy().tolist() == [["firm:a", "doc:drawn", 1.0], [spoke, "doc:press", 0.6]]
    counts = {line["id"]: line["count"] for line in drawn(page(url, "reseau", step="all"))["edges"]}
    changes = drawn(page(url, "reseau", step="all", conf="0.8"))["view"]["changes"]
    assert counts["firm:c~meeting:day"] == 2 and [1, False] in changes.values()


@pytest.mark.parametrize("language, told", [
    ("fr", ["Joining · 3", "Welding · 3", "non connu · 1"]), ("en", ["Joining · 3", "Welding · 3", "not known · 1"]),
])  # fmt: skip
def test_each_value_has_its_count_and_what_is_not_known_is_one_of_them(url, language, told):
    app = page(url, "reseau", step="all", lang=language)
    assert app.multiselect(key="topic").options == told
    assert app.multiselect(key="size").options[0].endswith(" · 1")
    assert app.multiselect(key="doc").options == ["Drawn by hand · 8", "A paper · 2"]
    assert len(app.multiselect(key="place").options) == 4


def test_what_is_chosen_stands_in_the_address_and_moves_nobody(url):
    app = page(url, "reseau", step="all")
    before = drawn(app)
    app.multiselect(key="size").set_value(["sme"])
    app = again(app, url)
    assert app.query_params["size"] == "sme"
    assert "Filtres · 1" in words(app)
    assert drawn(app)["nodes"] == before["nodes"]
    app.multiselect(key="size").set_value([])
    app = again(app, url)
    assert "size" not in app.query_params and drawn(app) == before


def test_undo_and_redo_keep_the_filters_and_draw_the_same_bytes(url):
    app = page(url, "reseau", step=["all", "hide:firm:b"], size=["sme", "large"], undated="no")
    first = drawn(app)
    app.button(key="undo").click()
    app = again(app, url)
    assert len(drawn(app)["nodes"]) == len(first["nodes"]) + 1
    app.button(key="redo").click()
    app = again(app, url)
    assert drawn(app) == first and app.query_params["size"] == ["sme", "large"]


def test_a_date_has_a_stop_before_and_one_after(url):
    app = page(url, "reseau", step="all")
    assert app.button(key="previous_day").disabled
    app.button(key="next_day").click()
    app = again(app, url)
    first = app.query_params["as_of"]
    app.button(key="next_day").click()
    app = again(app, url)
    assert app.query_params["as_of"] > first and app.button(key="next_day").disabled
    app.button(key="previous_day").click()
    assert again(app, url).query_params["as_of"] == first


def test_links_without_any_date_are_counted_and_can_be_left_out(url):
    app = page(url, "reseau", step="all")
    assert app.toggle(key="undated").label == "Montrer les 6 liens sans aucune date"
    app.toggle(key="undated").set_value(False)
    app = again(app, url)
    assert app.query_params["undated"] == "no" and left(app) == {"b", "c", "day"}


def test_values_that_this_network_does_not_have_are_counted_and_leave_all_as_it_is(url):
    app = page(url, "reseau", step="all", topic=["competence:none"], doc=["doc:none"], size=["sme", "giant"])
    assert "3 identifiants ne sont pas dans ce réseau." in words(app)
    assert left(app) == {"a", "hall", "p", "welding"}
    wrong = page(url, "reseau", conf="2", undated="maybe")
    assert "laissé de côté : conf=2, undated=maybe." in words(wrong)


@pytest.mark.parametrize("viewer", ["public", "emc2=members", "owner"])
def test_no_option_count_or_line_tells_of_what_was_confided(tmp_path, viewer):
    for name in ("with", "without"):
        (tmp_path / name).mkdir()
    holding = kept(tmp_path / "with", [DRAWN, PRESS, NOTES], statements() + confided())
    innocent = kept(tmp_path / "without", [DRAWN, PRESS], statements())
    page(holding, "reseau", viewer="owner", step="all")  # what the owner saw is in the caches
    secrets = {
        "topic": ["competence:zyxology"],
        "place": ["BR"],
        "size": ["micro"],
        "doc": ["doc:notes"],
        "conf": "0.2",
    }
    for asked in ({}, secrets, {"conf": "0.2"}):
        seen, plain = (page(one, "reseau", viewer=viewer, step="all", **asked) for one in (holding, innocent))
        same = elements(seen) == elements(plain)
        assert same == (viewer != "owner")
        assert bool(re.search("Zyx|Brésil", "".join(elements(seen)))) == (viewer == "owner")
