"""Names are hostile: whatever a document calls a firm, every page shows it as text and nothing more."""

import re
from urllib.parse import quote

import pytest

from graph.export import no_formula
from graph.model import Document, Statement
from graph.vocabulary import Kind, Relation, Role, Status
from queries.catalogue import CATALOGUE
from tests.pages import PAGES, again, charts, drawn, kept, markdown, page
from views.answer_files import csv_bytes, json_bytes
from views.style import style
from views.text import flat, plain
from views.wording import LANGUAGES, Words

NAMES = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![x](http://outside.invalid/x.png)",
    "[y](javascript:alert(1))",
    "quotes \" and ' and `code`",
    "back\\slash \\![z](http://outside.invalid/z.png)",
    "line\u2028and paragraph\u2029marks",
    "\u202ethgir ot tfel",
    "href",
    ":material/home: :red[red] :smile:",
    "$x^2$ and $$y$$",
    "=1+1",
    "${7*7} {0} {name} %s",
    "# heading\n- list\n> quote",
    "<!-- comment --> &lt;b&gt; &amp;",
    "~~struck~~ **bold** _it_ ==mark==",
    "x" * 5_000,
]
BAD = Document("doc:bad", NAMES[3], publisher=NAMES[0], url="javascript:alert(1)", published="2020")
ALLOWED = re.compile(r":(?:blue|green|violet|orange|red|gray)\[[■□●▲△⬢◆◇★○]\]|:orange\[[\w ]+\]")
MEANS_MORE = ("<", "![", "](", ":material", ":red", ":smile", "$x", "$$", "`code", "~~", "==mark", "\u2028", "\u202e")


def record(i):
    return f"{BAD.id}#firm:f{i}"


def statements():
    """A firm for each name, all in one meeting of a hostile name and members of one hostile pole."""
    pole, day = f"{BAD.id}#pole:p", f"{BAD.id}#meeting:m"
    for about, kind, name in [(pole, Kind.POLE, NAMES[1]), (day, Kind.MEETING, NAMES[2])]:
        yield Statement(BAD.id, about, "kind", kind)
        yield Statement(BAD.id, about, "name", name)
    yield Statement(BAD.id, day, "status", Status.HELD)
    yield Statement(BAD.id, pole, "declared", "3", key=NAMES[4])
    for i, name in enumerate(NAMES):
        yield Statement(BAD.id, record(i), "kind", Kind.FIRM)
        yield Statement(BAD.id, record(i), "name", name, quote=name, note=name, locator=name, said_by=name)
        yield Statement(BAD.id, record(i), "city", name)
        yield Statement(BAD.id, record(i), Relation.MEMBER_OF, pole, quote=name, note=name)
        yield Statement(BAD.id, record(i), Relation.TOOK_PART_IN, day, key=Role.PARTNER, valid="2020-01")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return kept(tmp_path_factory.mktemp("hostile"), [BAD], list(statements()))


@pytest.fixture(scope="module")
def ids(store):
    return [node["id"] for node in drawn(page(store, "reseau", step="all"))["nodes"]]


OURS = [style(Words(language)) for language in LANGUAGES]  # how pages look: written in the program


def assert_text_only(app):
    assert not app.exception
    for text in markdown(app):
        unescaped = re.sub(r"\\[!-/:-@\[-`{-~]", "", ALLOWED.sub("", text))
        found = [mark for mark in MEANS_MORE if mark in unescaped and not text.startswith("<style>")]
        assert not found, text[:300]
        assert len(text) < 3_000 or text in charts(app) or text in OURS


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_shows_hostile_names_as_text(store, address, language):
    assert_text_only(page(store, address, lang=language))


def test_a_drawing_and_its_drawer_show_hostile_names_as_text(store, ids):
    for entity in ids:
        assert_text_only(page(store, "reseau", step="all", sel=entity))


@pytest.mark.parametrize("hue", ["groups.group", "belonging.pole", "centrality.partners"])
def test_keys_paths_filters_and_kept_views_show_hostile_names_as_text(store, ids, hue):
    firms = [one for one in ids if one.startswith("firm:")]
    asked = {"step": "all", "hue": hue, "big": "brokers.betweenness", "doc": BAD.id, "size": "unknown"}
    app = page(store, "reseau", **asked, **{"from": firms[0], "to": firms[1]})
    assert_text_only(app)
    assert drawn(app)["view"]["lit"] and drawn(app)["view"]["scales"]
    app.text_input(key="view_name").set_value(NAMES[1][:80])
    app = again(app, store)
    app.button(key="keep_view").click()
    assert_text_only(again(app, store))


def test_the_page_of_an_actor_shows_its_hostile_name_as_text(store, ids):
    for entity in ids[::4]:
        assert_text_only(page(store, "acteur", sel=entity))


@pytest.mark.parametrize("query", CATALOGUE, ids=lambda query: query.name)
def test_every_question_shows_hostile_names_as_text(store, ids, query):
    organisations = [one for one in ids if one.startswith("firm:")]
    actors = [one.name for one in query.parameters if one.sort == "entity"]
    given = {f"q__{name}": entity for name, entity in zip(actors, organisations, strict=False)}
    assert_text_only(page(store, "questions", q=query.name, **given))
    assert_text_only(page(store, "questions", q=query.name, sel="~".join(organisations[:2]), **given))


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_hostile_word_in_the_address_or_the_search_is_text(store, name):
    assert_text_only(page(store, "reseau", sel=name, step=f"ego:{name}", kinds=name, as_of=name, lang=name))
    wrong = {
        key: name for key in ("topic", "place", "size", "doc", "conf", "undated", "big", "hue", "from", "to", "by")
    }
    assert_text_only(page(store, "reseau", **wrong))
    assert_text_only(page(store, "reseau", view=name))
    assert_text_only(page(store, "questions", q=name, q__kinds=name))
    app = page(store, "acteur")
    app.text_input(key="actor_text").set_value(name[:200])
    assert_text_only(again(app, store))


def test_a_link_leads_only_to_the_web():
    from views.drawer import _address

    assert _address("https://a.b/c)d [e](f) <g>") == "https://a.b/c%29d%20%5Be%5D%28f%29%20%3Cg%3E"
    assert "(" not in _address(quote("https://a.b/((", safe=":/("))


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_flat_is_one_line_and_plain_escapes_all_punctuation(name):
    assert flat(name).isprintable() and len(flat(name)) <= 200
    assert not re.search(r"(?<!\\)(?:\\\\)*[<>\[\]()!*_`$:#~=&]", plain(name))
    assert plain(name).replace("\\\\", "\0").replace("\\", "").replace("\0", "\\") == flat(name)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\ta", "\r=1"])
def test_no_cell_is_a_formula(text):
    assert no_formula(text) == "'" + text


def test_files_carry_hostile_names_as_they_are(store):
    import csv
    import io
    import json

    from graph.model import Viewer
    from graph.network import Network
    from graph.store import open_store
    from queries.catalogue import query

    answer = query("centrality").ask(Network.read(open_store(store), viewer=Viewer.PUBLIC))
    rows = list(csv.DictReader(io.StringIO(csv_bytes(answer).decode())))
    assert {row["name"] for row in rows} >= {"'=1+1", NAMES[0], NAMES[5]}
    assert {row["name"] for row in json.loads(json_bytes(answer))["rows"]} >= {"=1+1", NAMES[0], NAMES[7]}
