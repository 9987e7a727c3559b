"""What is confided shows through nowhere: to the public every page equals that of a store that never held it."""

import pickle
import sqlite3

import pytest

from graph.model import Document, Level, Statement
from graph.vocabulary import Kind, Relation, Role, Status
from queries.catalogue import CATALOGUE
from tests.pages import elements, kept, page
from tests.toys import DRAWN, encounter, entity, link, record
from views.home_figures import LISTS

SECRET = "Zyxwvut Industries"
HIDDEN = f"{DRAWN.id}#firm:zyxwvut"
CONFIDED = {"level": Level.STAFF, "audience": "emc2"}
POLE = record("p", Kind.POLE)
DIARY = Document("doc:diary", f"What {SECRET} told us", published="2031", **CONFIDED)


def public():
    said = [*entity(POLE, Kind.POLE, "P"), *encounter("pact", "abc", since="2015-06"), *encounter("trip", "cd")]
    return [*said, *(link(record(one), Relation.MEMBER_OF, POLE) for one in "abd")]


def confided():
    """A firm that meets everybody, is a member of the pole, and changes what is said of A."""
    said = [*entity(HIDDEN, Kind.FIRM, SECRET, city="Zyxville"), link(HIDDEN, Relation.MEMBER_OF, POLE)]
    said += [link(HIDDEN, Relation.TOOK_PART_IN, record(one, Kind.MEETING), key=Role.HOST) for one in ("pact", "trip")]
    said += [link(HIDDEN, Relation.COMPETES_WITH, record("a")), Statement(DRAWN.id, record("a"), "city", "Zyxville")]
    said += [link(record("d"), Relation.TOOK_PART_IN, record("pact", Kind.MEETING), key="host", status=Status.ASKED)]
    said += [
        Statement(DIARY.id, record("b"), "city", "Zyxville"),
        Statement(DIARY.id, POLE, "founded", "1931"),
    ]
    return [one._replace(**CONFIDED) for one in said]


@pytest.fixture
def stores(tmp_path):
    """One store that holds what was confided, one that never did."""
    for name in ("with", "without"):
        (tmp_path / name).mkdir()
    return kept(tmp_path / "with", [DRAWN, DIARY], public() + confided()), kept(tmp_path / "without", [DRAWN], public())


VISITS = [
    ("", {}),
    ("", {"pole": "firm:zyxwvut-industries"}),
    *(("manques", {"manque": view}) for view in ("poles", "besoins", "equipements", "liens", "secteurs")),
    ("complementarite", {}),
    ("comparer", {}),
    ("comparer", {"comparaison": "et-si", "sans": "firm:zyxwvut-industries"}),
    ("rencontres", {}),
    ("rencontres", {"plan": "zyxwvut"}),
    ("visites", {}),
    ("visites", {"visites": "preparer"}),
    ("visites", {"visites": "preparer", "q__delegation": "firm:a,firm:b", "q__hosts": "firm:zyxwvut-industries"}),
    ("communautes", {}),
    ("communautes", {"q__low": "1", "q__high": "3"}),
    ("carte", {}),
    ("carte", {"cadre": "monde", "lieu": "/zyxville"}),
    ("carte", {"cadre": "monde", "lieu": "/zyxville", "vers": "/zyxville"}),
    ("complementarite", {"organisation": "firm:a", "nouveaux": "oui", "sel": "firm:a~firm:b"}),
    ("manques", {"sel": "pole:p~pole:q", "groupe": "platform:home"}),
    ("manques", {"manque": "secteurs", "territoire": "country", "cellule": "22~Zyxville"}),
    ("manques", {"manque": "liens", "nature": "firm", "sel": "firm:a~firm:zyxwvut-industries"}),
    ("reseau", {}),
    ("reseau", {"step": "all"}),
    ("reseau", {"step": "all", "sel": "firm:a", "lang": "en"}),
    ("reseau", {"step": "ego:pole:p", "sel": "firm:a~meeting:pact", "as_of": "2015-06-30"}),
    ("reseau", {"step": ["ego:pole:p", "expand:pole:p~MEMBER_OF.in~10"], "sel": "pole:p"}),
    ("reseau", {"step": "all", "big": "centrality.partners", "hue": "groups.group", "place": "/zyxville"}),
    ("reseau", {"step": "all", "from": "firm:a", "to": "firm:d", "by": "places", "conf": "0.5"}),
    ("reseau", {"step": "ego:firm:zyxwvut-industries", "sel": "firm:zyxwvut-industries"}),
    ("acteur", {}),
    *(("acteur", {"sel": entity}) for entity in ("firm:a", "firm:b", "pole:p", "meeting:pact", HIDDEN)),
    ("acteur", {"sel": "firm:a", "rang": "oui", "lien": "firm:zyxwvut-industries"}),
    ("acteur", {"sel": "firm:b", "lien": "meeting:pact", "du": "2015-06-30", "au": "2031"}),
    ("acteur", {"sel": "firm:a", "to": "firm:d"}),
    ("acteur", {"sel": "firm:a", "to": "firm:zyxwvut-industries"}),
    *(("", {"pole": "pole:p", "chiffre": one}) for one in LISTS),
    *(("questions", {"q": query.name}) for query in CATALOGUE),
    ("questions", {"q": "profile", "q__organisation": "firm:zyxwvut-industries"}),
    ("questions", {"q": "centrality", "sel": "firm:a"}),
    ("questions", {"q": "pole_matrix", "sel": "pole:p~pole:q"}),
    ("questions", {"q": "centrality", "sel": "firm:a~firm:zyxwvut-industries"}),
    ("questions", {"q": "profile", "q__organisation": "firm:a", "status": "asked,held"}),
]


@pytest.mark.parametrize(
    "viewer, visits", [("public", VISITS), ("systematic=staff", VISITS[::2]), ("emc2=members", VISITS[1::2])]
)
def test_no_element_address_position_or_kept_answer_shows_what_was_confided(stores, viewer, visits):
    for address, asked in visits:
        holding, innocent = (page(url, address, viewer=viewer, **asked) for url in stores)
        assert not holding.exception
        assert elements(holding) == elements(innocent), (address, asked)
        assert (
            not any("yxwvut" in element or "Zyxville" in element for element in elements(holding))
            or {"sel", "pole", "lieu", "sans", "plan", "q__hosts"} & asked.keys()
        )
        assert holding.query_params == innocent.query_params
    assert remembered(stores[0]) == remembered(stores[1])


def test_those_it_was_confided_to_see_it_and_leave_no_trace_for_others(stores):
    holding, innocent = stores
    for viewer in ("emc2=staff", "owner"):
        app = page(holding, "reseau", viewer=viewer, step="all")
        assert any(SECRET in element for element in elements(app))
    for url in stores:
        page(url, "reseau", step="all")
    assert elements(page(holding, "reseau", step="all")) == elements(page(innocent, "reseau", step="all"))
    assert remembered(holding, "public") == remembered(innocent, "public")


def remembered(url, rights=None):
    """What is kept beside the network, without the names of answers, of which the store's own address is a part."""
    with sqlite3.connect(url.removeprefix("sqlite:///").replace("network.db", "state.sqlite")) as db:
        points = sorted(db.execute("SELECT rights, start, entity, x, y FROM positions"))
        answers = sorted(db.execute("SELECT answer FROM answers")) if rights is None else []
    db.close()
    return pickle.dumps([[row for row in points if rights in (None, row[0])], answers])
