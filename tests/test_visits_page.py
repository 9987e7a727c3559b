"""Visites: a band of time, named of declared, how each host moved, what came after; and the next trip, planned."""

from contextlib import closing

import pyarrow as pa
import pytest

from graph.model import Document, Statement, Viewer
from graph.network import Network
from graph.store import open_store
from graph.vocabulary import Kind, Relation, Role, Status
from queries.catalogue import query
from tests.pages import again, kept, on_chart, on_row, page, protos, words
from tests.toys import DRAWN, encounter, entity, link, record
from views import trip_shown
from views.asked import Asked
from views.context import looking

LATER = Document("doc:later", "Said later", published="2021-05-02")
OLD, NEXT = record("Old", Kind.VISIT), record("Next", Kind.VISIT)


def said():
    """A visit that was held, one that is announced and over, needs and offers for a third."""
    made = [row for name in "abxyz" for row in entity(record(name), Kind.FIRM, name.upper())]
    made += encounter("Old", "", Kind.VISIT, Status.HELD, since="2015-03-01", until="2015-03-05")
    made += encounter("Next", "", Kind.VISIT, Status.ANNOUNCED, since="2019-06-01")
    for place in (OLD, NEXT):
        made += [link(record(name), Relation.TOOK_PART_IN, place, key=Role.DELEGATE) for name in "xy"]
        made.append(link(record("a"), Relation.TOOK_PART_IN, place, key=Role.HOST, status=Status.ASKED))
    made.append(Statement(DRAWN.id, NEXT, "declared", "11", "host"))
    moved = link(record("a"), Relation.TOOK_PART_IN, NEXT, key=Role.HOST, status=Status.DECLINED)
    made.append(moved._replace(document=LATER.id))
    made += encounter("Fair", "xz")
    weld = record("weld", Kind.COMPETENCE)
    made += [*entity(weld, Kind.COMPETENCE, "welding"), link(record("x"), Relation.NEEDS, weld)]
    made += [link(record("b"), Relation.OFFERS, weld)]
    return made


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    return kept(tmp_path_factory.mktemp("visits"), [DRAWN, LATER], said())


def drawn(app):
    """The rows behind the band."""
    sent = next(proto for proto in protos(app._tree) if type(proto).__name__ == "VegaLiteChart")
    return pa.ipc.open_stream(sent.datasets[0].data.data).read_pandas().to_dict("records")


def opened(url, viewer="public", **asked):
    app = page(url, "visites", viewer=viewer, **asked)
    assert not app.exception
    return app


def test_a_past_visit_that_is_only_announced_comes_first_to_be_checked(url):
    app = opened(url)
    assert "2 visites, dont 1 passée sans que personne dise qu'elle a eu lieu : à vérifier." in words(app)
    rows = app.dataframe[0].value
    assert rows["Visite"].tolist() == ["Next", "Old"]
    assert rows["À vérifier"].tolist() == ["sa date est passée", "—"]
    assert rows["Hôtes"].tolist() == ["0 sur 11", "1"]
    assert rows["Délégués"].tolist() == ["2", "2"]


def test_visits_stand_on_a_band_of_time_by_how_far_they_have_come(url):
    marks = drawn(opened(url))
    assert [(one["visit"], one["state"], one["from"], one["to"]) for one in marks] == [
        ("visit:next", "à venir ou en discussion", "2019-06-01", "2019-06-02"),
        ("visit:old", "tenue", "2015-03-01", "2015-03-06"),
    ]
    app = opened(url)
    app = again(app, url, done=on_chart(app, "band", "visit", "visit:old"))
    assert app.query_params["visite"] == "visit:old"


def test_of_one_visit_stand_its_hosts_how_each_moved_and_what_came_before_and_after(url):
    app = opened(url)
    people = app.dataframe[1].value
    host = people[people["Organisation"] == "A"].iloc[0]
    assert host["Évolution"] == "demandé (1er janvier 2020) → décliné (2 mai 2021)"
    assert (host["Statut"], host["Reste ouvert"]) == ("décliné", "—")
    assert "trop peu de couples pour comparer" not in words(app)  # nothing was held
    app = again(app, url, done=on_row(app, "participants", 0, "Organisation"))
    assert app.query_params["sel"] == "firm:x~visit:next"


def test_a_territory_or_a_visit_that_is_none_is_told(url):
    assert "visite=visit:nowhere" in words(opened(url, visite="visit:nowhere"))
    assert "territoire=territory:nowhere" in words(opened(url, territoire="territory:nowhere"))


def test_an_empty_network_says_how_to_enter_a_visit(tmp_path):
    assert "Aucune visite n'est connue ici." in words(opened(kept(tmp_path)))


def test_nothing_is_planned_until_it_is_said_who_travels(url):
    app = opened(url, visites="preparer")
    assert "Choisissez qui voyage" in words(app) and len(app.dataframe) == 0


def test_a_trip_is_planned_with_its_reasons_its_introducers_and_what_stays_open(url):
    app = opened(url, visites="preparer", q__delegation="firm:x,firm:y", q__hosts="firm:b,firm:z", q__days="1")
    assert "2 hôtes en 1 jour ; 1 besoin servi sur 1 ; plan optimal prouvé." in words(app)
    rows = app.dataframe[0].value
    assert rows["nom de l'hôte"].tolist() == ["B", "Z"]
    assert rows["Pourquoi"].iloc[0].startswith("répond à un besoin : welding")
    app = again(app, url, done=on_row(app, "trip", 1, "nom de l'hôte"))
    assert app.query_params["sel"] == "firm:z" and "X a 1 rencontre en commun avec Z." in words(app)
    few = opened(url, visites="preparer", q__delegation="firm:x", q__hosts="firm:z", q__days="1")
    assert few.dataframe[1].value["Pourquoi non"].tolist() == ["offert par aucun des hôtes possibles"]


def test_what_one_knows_of_a_host_is_said_where_it_is_clicked_and_plans_again(url):
    trip = {"visites": "preparer", "q__delegation": "firm:x,firm:y", "q__hosts": "firm:b,firm:z", "q__days": "1"}
    app = opened(url, **trip, sel="firm:b", q__priority="Z~2")
    assert (app.number_input(key="priority").value, app.number_input(key="acceptance").value) == (1.0, 0.5)
    app.number_input(key="priority").set_value(3.0)
    app = again(app, url)
    assert app.query_params["q.priority"] == ["Z~2,firm:b~3"] or app.query_params["q.priority"] == "Z~2,firm:b~3"
    app.text_input(key="away").set_value("1")
    app = again(app, url)
    assert "firm:b~1" in str(app.query_params["q.away"])
    assert "B" not in app.dataframe[0].value["nom de l'hôte"].tolist()
    app.text_input(key="away").set_value("")
    app.number_input(key="priority").set_value(1.0)
    app = again(app, url)
    assert "q.away" not in app.query_params and app.query_params["q.priority"] in ("Z~2", ["Z~2"])
    assert not [one for one in opened(url, **trip, sel="firm:x").number_input if one.key == "priority"]


def test_sub_groups_are_chosen_by_names_and_stand_in_the_address_as_before(url):
    who = {"q__delegation": "firm:a,firm:x,firm:y", "q__hosts": "firm:b,firm:z"}
    app = opened(url, visites="preparer", **who, q__days="1", q__slots="1")
    assert app.multiselect(key="sub_group_2").options == ["A", "X", "Y"]
    app.multiselect(key="sub_group_2").set_value(["firm:y"])
    app = again(app, url)
    assert app.query_params["q.groups"] in ("firm:y~2", ["firm:y~2"])
    assert app.dataframe[0].value["sous-groupe"].tolist() == ["1", "2"]
    assert app.multiselect(key="sub_group_3").options == ["A", "X"]
    app.multiselect(key="sub_group_3").set_value(["firm:x"])
    app = again(app, url)
    assert app.query_params["q.groups"] in ("firm:y~2,firm:x~3", ["firm:y~2,firm:x~3"])
    app.multiselect(key="sub_group_2").set_value([])  # the third becomes the second
    app = again(app, url)
    assert app.query_params["q.groups"] in ("firm:x~2", ["firm:x~2"])
    assert [one.key for one in app.multiselect if "sub_group" in str(one.key)] == ["sub_group_2", "sub_group_3"]


def test_a_sub_group_in_the_address_that_cannot_be_is_told_and_those_of_one_have_none(url):
    app = opened(url, visites="preparer", q__delegation="firm:x,firm:y", q__groups="X~1,firm:y~9,firm:nobody~2")
    assert app.warning and app.multiselect(key="sub_group_2").value == []
    alone = opened(url, visites="preparer", q__delegation="firm:x")
    assert not [one for one in alone.multiselect if "sub_group" in str(one.key)]
    assert "en sous-groupes" in words(alone)


def test_rules_in_conflict_are_a_sentence(url):
    app = opened(url, visites="preparer", q__delegation="firm:x", q__required="firm:b", q__away="firm:b~1", q__days="1")
    assert "B est à voir, B ne reçoit pas le jour 1" in words(app)


def test_the_owner_writes_down_an_answer_and_the_host_has_moved(tmp_path):
    url = kept(tmp_path, [DRAWN, LATER], said())
    assert "Noter une réponse" not in words(opened(url))
    app = opened(url, viewer="owner")
    app.selectbox(key="note_about").set_value("firm:x")
    app.selectbox(key="note_role").set_value("delegate")
    app.selectbox(key="note_status").set_value("declined")
    app.text_input(key="note_by").set_value("Anne")
    app.button(key="FormSubmitter:visit_note-Le noter").click()
    app = again(app, url, "owner")
    assert not app.exception
    links = Network.read(open_store(url), viewer=Viewer.OWNER).links.set_index("id")
    assert links.loc["firm:x~TOOK_PART_IN~visit:next~delegate", "status"] == "declined"


def test_a_sheet_of_a_day_is_called_after_the_visit_and_leaves_out_what_it_has_nothing_to_say_of(tmp_path):
    trip = record("trip", Kind.VISIT)
    said = [row for name in "abc" for row in entity(record(name), Kind.FIRM, name.upper())]
    said += [*entity(trip, Kind.VISIT, "Voyage à Seattle", status="announced")]
    said += [link(record("a"), Relation.TOOK_PART_IN, trip, key="delegate")]
    said += [link(record(one), Relation.TOOK_PART_IN, trip, key="host") for one in "bc"]
    with closing(open_store(kept(tmp_path, [DRAWN], said))) as store:
        ctx = looking(store, Viewer.PUBLIC, Asked())
        plan = query("visit_plan").ask(Network.read(store), visit="visit:voyage-a-seattle", days=1, slots=2)
        sheet = trip_shown.sheets(ctx, plan).decode()
    assert "<h1>Voyage à Seattle</h1><p>Jour 1 · 2 hôtes en 1 jour" in sheet and "<td>B</td>" in sheet
    assert (
        "<th>Hôte</th>" in sheet and "<th>Pourquoi</th>" not in sheet and "priorité 1" not in sheet.split("<footer>")[0]
    )
