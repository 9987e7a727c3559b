"""Rencontres: a day is planned, adjusted by hand while the rest stays, handed out, followed, written down as held."""

import io
import re
import zipfile
from contextlib import contextmanager

import pytest
from streamlit.runtime.scriptrunner_utils.exceptions import StopException

from graph.model import Viewer
from graph.network import Network
from graph.store import open_store
from graph.vocabulary import Kind
from tests.pages import again, kept, markdown, on_row, page, protos, words
from tests.toys import DRAWN, entity, record
from views import plan_work
from views.packed import packed
from views.planning import Planning

FIRMS = ["Alizé", "Boréal", "Daher", "Éole", "Mécalys", "Zéphyr"]
IDS = ["firm:alize", "firm:boreal", "firm:daher", "firm:eole", "firm:mecalys", "firm:zephyr"]


@pytest.fixture
def url(tmp_path):
    said = [row for name in FIRMS for row in entity(record(name), Kind.FIRM, name)]
    said += entity(record("day", Kind.EVENT), Kind.EVENT, "Journée", since="2015-07-09")
    return kept(tmp_path, [DRAWN], said)


def planning(url, viewer=Viewer.OWNER):
    return Planning.beside(url, Network.read(open_store(url), viewer=viewer))


@pytest.fixture
def planned(url):
    planning(url).make("lyon", {"participants": IDS, "cap": 2, "slots": 2, "wishes": ("firm:alize~firm:boreal",)})
    return url


def opened(url, viewer="owner", **asked):
    return page(url, "rencontres", viewer=viewer, **asked)


def pairs(url, name="lyon"):
    return {row.pair for row in planning(url).get(name).meetings}


def test_a_day_is_asked_for_and_its_plan_opens_and_is_kept(url):
    app = opened(url)
    app.text_input(key="plan_name").set_value("lyon")
    app.multiselect(key="plan_people").set_value(IDS[:4])
    app.number_input(key="plan_cap").set_value(1)
    app.button(key="FormSubmitter:meeting_day-Calculer le plan").click()
    app = again(app, url, "owner")
    assert not app.exception
    assert app.query_params["plan"] == "lyon"
    assert "2 rendez-vous pour 4 participants, 1 chacun ; aucun souhait." in words(app)
    assert planning(url).plans.names() == ["lyon"]


def test_wishes_come_in_a_file_too(url):
    app = opened(url)
    app.text_input(key="plan_name").set_value("lyon")
    app.multiselect(key="plan_people").set_value(IDS[:4])
    app.number_input(key="plan_cap").set_value(1)
    app.number_input(key="plan_slots").set_value(1)
    file = "qui;avec qui;sorte\nAlizé;Éole;\nÉole;Alizé;souhait\n".encode()
    app.file_uploader(key="plan_file").set_value(("souhaits.csv", file, "text/csv"))
    app.button(key="FormSubmitter:meeting_day-Calculer le plan").click()
    app = again(app, url, "owner")
    assert "2 souhaits sur 2 au programme" in words(app)
    assert "slots : " not in words(app)
    assert "firm:alize~firm:eole" in pairs(url)


def test_what_cannot_be_planned_is_a_sentence_with_the_rules_in_conflict_and_nothing_is_kept(url):
    app = opened(url)
    app.text_input(key="plan_name").set_value("lyon")
    app.multiselect(key="plan_people").set_value(IDS[:3])
    app.number_input(key="plan_floor").set_value(3)
    app.button(key="FormSubmitter:meeting_day-Calculer le plan").click()
    app = again(app, url, "owner")
    assert app.warning and "au moins" in words(app)
    assert planning(url).plans.names() == []
    app.text_input(key="plan_name").set_value("")
    app.button(key="FormSubmitter:meeting_day-Calculer le plan").click()
    assert "Donnez un nom au plan." in words(again(app, url, "owner"))


def test_a_row_a_table_a_column_a_slot_and_who_is_served_least_comes_first(planned):
    app = opened(planned, plan="lyon")
    grid, served = app.dataframe[0].value, app.dataframe[1].value
    assert list(grid.columns) == ["Table", "Créneau 1", "Créneau 2"] and len(grid) == 3
    assert list(served["Rencontres"]) == [2] * 6
    assert "6 rendez-vous pour 6 participants, 2 chacun ; 1 souhait sur 1 au programme." in words(app)


def test_a_plan_of_many_slots_says_that_it_is_scrolled_and_prints_every_meeting_as_text(url):
    planning(url).make("long", {"participants": IDS, "cap": 5, "slots": 6, "away": ("firm:alize~3",)})
    app = opened(url, plan="long")
    assert "6 créneaux : faites défiler vers la droite pour les voir tous." in words(app)
    (printed,) = [proto.body for proto in protos(app._tree) if "<table>" in getattr(proto, "body", "")]
    assert printed.count(" – ") == len(pairs(url, "long")) == 15
    assert [f"Créneau {n}" in printed for n in range(1, 8)] == [True] * 6 + [False]


def test_a_cell_says_why_the_two_meet_and_a_refusal_never_comes_back(planned):
    wanted = next(row for row in planning(planned).get("lyon").meetings if row.pair == "firm:alize~firm:boreal")
    app = opened(planned, plan="lyon")
    app = again(app, planned, "owner", done=on_row(app, "meetings", wanted.table - 1, f"Créneau {wanted.slot}"))
    assert app.query_params["sel"] == wanted.pair
    assert "souhaité par Alizé" in words(app)
    before = pairs(planned)
    app.button(key="refuse").click()
    app = again(app, planned, "owner")
    assert "1 annulé" in words(app)
    after = pairs(planned)
    assert wanted.pair not in after and len(before - after) == 1
    app.button(key="unmend").click()
    app = again(app, planned, "owner")
    assert pairs(planned) == before


def test_a_participant_opens_its_agenda_and_may_stay_away(planned):
    app = opened(planned, plan="lyon")
    app = again(app, planned, "owner", done=on_row(app, "served", 0, "Participant"))
    assert app.query_params["sel"] == "firm:alize"
    assert len(re.findall(r"Créneau \d, table \d :", words(app))) == 2
    app.button(key="absent").click()
    app = again(app, planned, "owner")
    assert not any("firm:alize" in pair for pair in pairs(planned))
    assert "2 annulés" in words(app)


def test_two_who_must_meet_are_added_and_the_others_stay(planned):
    before = pairs(planned)
    missing = next(f"{a}~{b}" for a in IDS for b in IDS if a < b and f"{a}~{b}" not in before)
    app = opened(planned, plan="lyon")
    app.button(key="impose").click()
    app = again(app, planned, "owner")
    assert "Choisissez les deux." in words(app)
    for key, one in zip(("impose_a", "impose_b"), missing.split("~"), strict=True):
        app.selectbox(key=key).set_value(one)
    app.button(key="impose").click()
    app = again(app, planned, "owner")
    assert missing in pairs(planned) and len(before & pairs(planned)) >= 3


def test_the_second_leg_repeats_no_pair(planned):
    app = opened(planned, plan="lyon")
    app.text_input(key="second").set_value("retour")
    app.button(key="plan_second").click()
    app = again(app, planned, "owner")
    assert app.query_params["plan"] == "retour"
    assert not pairs(planned) & pairs(planned, "retour")


def test_a_day_that_was_held_is_in_the_network_and_its_plan_is_changed_no_more(planned):
    app = opened(planned, plan="lyon")
    app.button(key="hold").click()
    app = again(app, planned, "owner")
    assert "Choisissez la journée" in words(app)
    app.selectbox(key="held_event").set_value("event:journee")
    app.multiselect(key="held_missed").set_value(["firm:alize~firm:boreal"])
    app.button(key="hold").click()
    app = again(app, planned, "owner")
    met = Network.read(open_store(planned), viewer=Viewer.OWNER).entities
    assert sorted(met.loc[met["kind"] == "meeting", "status"]) == ["cancelled", *["held"] * 5]
    assert "Inscrit comme tenu par run" in words(app)
    assert not [one for one in app.button if one.key in ("impose", "hold", "refuse")]


def test_only_the_owner_writes_a_day_into_the_network_and_others_have_plans_of_their_own(planned):
    assert "lyon" not in words(opened(planned, "public", plan="lyon")).replace("plan=lyon", "")
    planning(planned, Viewer.parse("public")).make("mine", {"participants": IDS})
    app = opened(planned, "public", plan="mine")
    assert not [one for one in app.button if one.key == "hold"]
    with pytest.raises(KeyError):
        app.selectbox(key="held_event")


def test_a_plan_whose_participants_are_gone_says_so_and_can_be_dropped(planned):
    store = open_store(planned)
    with store.write("withdraw") as writer:
        writer.withdraw(DRAWN.id)
    with store.write("again") as writer:
        writer.add([DRAWN], entity(record("Alizé"), Kind.FIRM, "Alizé"))
    app = opened(planned, plan="lyon")
    assert "n'a plus" in words(app)
    app.button(key="drop").click()
    app = again(app, planned, "owner")
    assert "plan" not in app.query_params and planning(planned).plans.names() == []


def test_an_archive_of_the_same_files_has_the_same_bytes():
    files = [("a.csv", b"x"), ("b/c.html", "é".encode())]
    assert packed(files) == packed(files)
    with zipfile.ZipFile(io.BytesIO(packed(files))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == dict(files)


def test_a_name_of_a_plan_is_text_and_a_wrong_one_is_told(planned):
    app = opened(planned, plan="![x](http://x)")
    assert "laissé de côté" in words(app)
    assert "![x](http" not in "\n".join(markdown(app))


def test_what_the_plan_was_asked_to_keep_is_listed_and_opens_its_pair(url):
    planning(url).make(
        "lyon",
        {"participants": IDS, "cap": 1, "slots": 2, "refusals": ("firm:alize~firm:boreal",), "away": ("firm:daher~2",)},
    )
    app = opened(url, plan="lyon")
    assert "2 souhaits, refus et absences donnés" in words(app)
    rows = next(one.value for one in app.dataframe if list(one.value.columns)[0] == "Nature")
    assert rows.to_numpy().tolist() == [["refus", "Alizé", "Boréal"], ["absence", "Daher", "2"]]
    app = again(app, url, "owner", on_row(app, "plan_rules", 0, "Qui"))
    assert app.query_params["sel"] == "firm:alize~firm:boreal"


def test_a_plan_without_rules_says_so_and_a_second_leg_how_many_met_before(planned):
    planning(planned).make("retour", {}, after="lyon")
    assert "6 couples se sont déjà rencontrés, et sont laissés de côté." in words(opened(planned, plan="retour"))
    planning(planned).make("bare", {"participants": IDS[:2]})
    assert "Aucun souhait, refus ni absence n'a été donné." in words(opened(planned, plan="bare"))


def test_where_no_event_is_known_it_is_told_where_one_is_written_down(tmp_path):
    url = kept(tmp_path, [DRAWN], [row for name in FIRMS for row in entity(record(name), Kind.FIRM, name)])
    planning(url).make("lyon", {"participants": IDS, "cap": 1})
    app = opened(url, plan="lyon")
    assert "notez-la d'abord" in words(app)
    assert not [one for one in app.selectbox if one.key == "held_event"]
    noted = page(url, "donnees", viewer="owner", tab="note", what="encounter")
    assert noted.radio(key="note").value == "encounter"


def test_what_was_done_before_it_could_be_stopped_is_told_as_done(planned, monkeypatch):
    @contextmanager
    def too_late(say, steps, *, key, stopped):
        yield lambda done, what: None
        stopped()
        raise StopException

    with monkeypatch.context() as waiting:
        waiting.setattr(plan_work, "at_work", too_late)
        app = opened(planned, plan="lyon", sel="firm:alize")
        app.button(key="absent").click()
        app = again(app, planned, "owner")
    said = words(again(app, planned, "owner"))
    assert "Arrêté" not in said and "firm:alize" not in planning(planned).get("lyon").participants
