"""Actors of the page Réseau drawn by a measure or a group: what is large, which colours, and the keys to them."""

from base64 import b64decode

import pytest

from graph.model import Document, Level, Statement
from graph.vocabulary import Kind, Relation, Role
from tests.pages import again, drawn, elements, kept, page, words
from tests.toys import DRAWN, encounter, entity, record
from views.canvas import Node, Picture, View, light
from views.look import WHITE
from views.marks import APART, RAMP, Mark, classes, marks, radius
from views.measured import Values, group_words, measure_words
from views.wording import Words

NOTES = Document("doc:notes", "Notes", published="2021", level=Level.STAFF, audience="emc2")
PARTNERS, GROUP = "centrality.partners", "groups.group"
EN = Words("en")


def statements():
    """A met B and C, D met E, F met nobody."""
    said = [*encounter("one", "abc"), *encounter("two", "de"), *entity(record("f"), Kind.FIRM, "F", country="DE")]
    return [*said, *entity(record("p", Kind.COMPETENCE), Kind.COMPETENCE, "Topic")]


@pytest.fixture
def url(tmp_path):
    return kept(tmp_path, [DRAWN], statements())


def looks(app):
    """By id, the size and the fill that the canvas is told."""
    sent = drawn(app)
    told = sent["view"]["marks"]
    sizes, colours = b64decode(told["sizes"]), b64decode(told["colours"])
    return {
        node["id"]: (
            sizes[i] / 10 if sizes else None,
            told["palette"][colours[i]]["background"] if colours else "",
        )
        for i, node in enumerate(sent["nodes"])
    }  # fmt: skip


def numbers(**values):
    return Values("Partners", values, {})


def test_the_area_of_an_actor_grows_with_its_value():
    made, scales = marks(EN, "abcd", "abc", size=numbers(a=100, b=25, c=0), colour=None)
    assert made["a"].size == radius(100, 100) == 16 and made["c"].size == radius(0, 100)
    assert (made["b"].size - made["c"].size) * 2 == made["a"].size - made["c"].size
    assert [one.word for one in scales[0].swatches] == ["0", "25", "100"]
    whole, parts = (marks(EN, "a", "a", size=numbers(a=one), colour=None)[1][0].swatches[1].word for one in (17, 1.7))
    assert (whole, parts) == ("4", "0.42"), "a quarter of a partner is nobody"


def test_a_missing_value_is_never_a_nought():
    made, scales = marks(EN, "abc", "ab", size=numbers(a=0), colour=numbers(a=0))
    assert made["a"] != made["b"] and made["b"].fill == WHITE
    assert made["c"].fill not in (WHITE, *RAMP)
    assert [one.word for one in scales[1].swatches] == ["0 · 1", "no value · 1", "no organisation"]


def test_the_largest_groups_have_colours_and_the_others_share_one():
    groups = {f"{n}-{i}": f"g{n}" for n in range(9) for i in range(10 - n)}
    made, (scale,) = marks(EN, groups, groups, size=None, colour=Values("Group", {}, groups))
    assert [one.fill for one in scale.swatches[:7]] == list(APART)
    assert made["0-0"].fill == APART[0] and made["7-0"].fill == made["8-0"].fill not in APART
    assert scale.swatches[7].word == "2 other groups · 5"


@pytest.mark.parametrize("values", [[], [1], [1, 1], [1, 2, 3], list(range(100)), [0] * 99 + [7]])
def test_every_value_is_in_one_class_and_equal_ones_in_one(values):
    cuts = classes(values)
    assert len(cuts) < len(RAMP) and cuts == sorted(set(cuts))
    assert len(cuts) + 1 <= max(len(set(values)), 1)


def test_the_order_of_the_actors_changes_nothing():
    values, one = numbers(a=1, b=2, c=3), list("cab")
    assert marks(EN, one, "abc", size=values, colour=values) == marks(EN, "abc", one, size=values, colour=values)


@pytest.mark.parametrize("language, label", [("fr", "Partenaires"), ("en", "Partners")])
def test_a_measure_of_the_catalogue_makes_actors_large_and_stands_in_the_table(url, language, label):
    app = page(url, "reseau", step="all", big=PARTNERS, lang=language)
    found = looks(app)
    assert found["firm:a"][0] > found["firm:d"][0] > found["firm:f"][0]
    assert drawn(app)["view"]["scales"][0]["title"] == label
    table = app.dataframe[0].value.set_index({"fr": "Nom", "en": "Name"}[language])[label]
    assert table["A"] == 2 and table["F"] == 0 and table.isna()["Topic"]


def test_groups_are_coloured_and_the_choice_stands_in_the_address(url):
    app = page(url, "reseau", step="all")
    before = drawn(app)
    app.selectbox(key="hue").set_value(GROUP)
    app = again(app, url)
    assert app.query_params["hue"] == GROUP
    found = looks(app)
    assert found["firm:a"][1] == found["firm:b"][1] != found["firm:d"][1] == found["firm:e"][1]
    assert found["firm:f"][1] == WHITE
    assert drawn(app)["nodes"] == before["nodes"]
    assert "1, autour d'A · 3" in [one["word"] for one in drawn(app)["view"]["scales"][0]["swatches"]]
    app.selectbox(key="hue").set_value(None)
    assert drawn(again(app, url)) == before


@pytest.mark.parametrize("key", [*measure_words(EN), *group_words(EN)])
def test_every_measure_and_group_can_colour(url, key):
    app = page(url, "reseau", step="all", hue=key, big=PARTNERS)
    assert not app.exception
    assert len(drawn(app)["view"]["scales"]) == 2


def test_a_measure_that_does_not_exist_is_said_and_left_out(url):
    app = page(url, "reseau", step="all", big="centrality.fame", hue="groups.fame")
    assert "laissé de côté : big=centrality.fame, hue=groups.fame." in words(app)
    assert drawn(app)["view"]["marks"] is None


def test_a_measure_is_taken_at_the_date(tmp_path):
    url = kept(tmp_path, [DRAWN], [*encounter("one", "ab", since="2015"), *encounter("two", "ac", since="2019")])
    then = looks(page(url, "reseau", step="all", big=PARTNERS, as_of="2016"))
    assert then["firm:a"][0] == then["firm:b"][0]
    now = looks(page(url, "reseau", step="all", big=PARTNERS))
    assert now["firm:a"][0] > now["firm:b"][0]


def test_without_a_measure_the_light_message_says_nothing_of_looks(url):
    assert light(drawing_of_one(), view_of_one())["marks"] is None
    marked = view_of_one(marks={"a": Mark(7.0, WHITE, "#000000")})
    assert b64decode(light(drawing_of_one(), marked)["marks"]["sizes"]) == bytes([70])


@pytest.mark.parametrize("viewer", ["public", "emc2=members", "owner"])
def test_no_size_colour_or_key_tells_of_what_was_confided(tmp_path, viewer):
    """Z, confided, met A, B, D and E: whoever sees it sees other sizes and one group."""
    hidden = f"{NOTES.id}#firm:z"
    said = [Statement(NOTES.id, hidden, key, value) for key, value in (("kind", "firm"), ("name", "Zyx"))]
    meetings = [record(one, Kind.MEETING) for one in ("one", "two")]
    said += [Statement(NOTES.id, hidden, Relation.TOOK_PART_IN, one, Role.HOST) for one in meetings]
    said = [one._replace(level=Level.STAFF, audience="emc2") for one in said]
    for name in ("with", "without"):
        (tmp_path / name).mkdir()
    holding = kept(tmp_path / "with", [DRAWN, NOTES], statements() + said)
    innocent = kept(tmp_path / "without", [DRAWN], statements())
    asked = {"step": "all", "big": PARTNERS, "hue": GROUP}
    page(holding, "reseau", viewer="owner", **asked)
    seen, plain = (page(one, "reseau", viewer=viewer, **asked) for one in (holding, innocent))
    assert (elements(seen) == elements(plain)) == (viewer != "owner")


def drawing_of_one():
    return Picture("all", (Node("a", "A", "firm", "firm", 0, 0, 6, True),), ())


def view_of_one(**more):
    return View(nodes=["a"], lines=[], changes={}, selected="", legend=[], sentence="", fit="", **more)
