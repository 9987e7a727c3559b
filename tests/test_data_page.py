"""The page Données: a file is tried, loaded, taken back; duplicates decided; a fact written down; only by the owner."""

import json
from contextlib import contextmanager

import pandas as pd
import pytest
import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.scriptrunner_utils.exceptions import StopException

from graph.errors import WrongValue
from graph.model import Viewer
from graph.network import Network
from graph.store import open_store
from graph.vocabulary import Kind, Relation, Status
from ingest.load import load
from ingest.spec import datasets
from ingest.written import write_down
from tests.pages import again, elements, kept, page, protos, words
from tests.toys import DRAWN, entity, link, record
from views import import_shown, import_tab, taking_back
from views.asked import Asked
from views.context import looking
from views.dataset_words import column_words, dataset_word
from views.homonyms import told_apart
from views.wording import Words

AT = "2026-11-30T08:07:28+00:00"
TABS = ("import", "duplicates", "note", "runs", "quality")
FIRMS = "Raison sociale;Ville\nÉtablissements Métrix;Nantes\nAlizé Robotique;Rennes\n;Brest\n".encode()
FRENCH = Words("fr")
POLE = record("p", Kind.POLE)


@pytest.fixture
def url(tmp_path):
    """A pole with one member, and two firms that may be one."""
    said = [*entity(POLE, Kind.POLE, "Pôle P"), *entity(record("m"), Kind.FIRM, "Mécalys", city="Lyon")]
    said += [*entity(record("m2"), Kind.FIRM, "MECALYS SAS"), link(record("m"), Relation.MEMBER_OF, POLE)]
    return kept(tmp_path, [DRAWN], said)


def opened(url, tab, *, viewer="owner", **asked):
    return page(url, "donnees", viewer=viewer, tab=tab, **asked)


def names(url, viewer=Viewer.OWNER):
    network = Network.read(open_store(url), viewer=viewer)
    return {network.name(one) for one in network.entities["id"]}


def handed(app, url, *files):
    app.file_uploader(key="files").set_value([(name, data, "text/csv") for name, data in files])
    return again(app, url, "owner")


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_says_something_to_its_owner(url, tab):
    app = opened(url, tab)
    assert not app.exception
    assert app.query_params["tab"] == tab
    assert "vu par le propriétaire" in words(app)


def test_others_see_runs_and_quality_and_are_told_who_may_do_more(url):
    app = opened(url, "import", viewer="public")
    assert app.radio(key="tab").options == ["Historique", "Qualité"]
    assert "`--viewer owner`" in words(app)
    assert not [one.key for one in app.button if str(one.key).startswith("yes_")]


def test_a_tab_that_is_none_is_told(url):
    assert "tab=nothing" in words(opened(url, "nothing"))


def test_a_file_is_tried_first_and_every_row_is_accounted_for(url):
    before = open_store(url).revision()
    app = handed(opened(url, "import"), url, ("adherents.csv", FIRMS))
    assert not app.exception
    said = words(app)
    assert "3 lignes lues : chargées 2, déjà connues 0, refusées 1, laissées 0." in said
    assert "Entités et liens qui apparaîtraient : 2 ; qui disparaîtraient : 0." in said
    would = next(one.value for one in app.dataframe if "Changement" in one.value)
    assert would.to_numpy().tolist() == [
        ["apparaîtrait", "Alizé Robotique", "Nature : entreprise · Ville : Rennes"],
        ["apparaîtrait", "Établissements Métrix", "Nature : entreprise · Ville : Nantes"],
    ]
    assert open_store(url).revision() == before
    assert "Alizé Robotique" not in names(url)


@contextmanager
def cancelled(say, steps, *, key, stopped):
    """Whoever waits clicks on Cancel as soon as they are told anything."""

    def tell(done, what):
        stopped()
        raise StopException

    yield tell


def test_a_trial_that_is_stopped_changes_nothing_and_begins_again_when_asked(url, monkeypatch):
    before = open_store(url).revision()
    with monkeypatch.context() as stopping:
        stopping.setattr(import_tab, "at_work", cancelled)
        app = handed(opened(url, "import"), url, ("adherents.csv", FIRMS))
        assert "Ce qui changerait" not in words(app)
    app = again(app, url, "owner")
    assert "L'essai a été interrompu : rien n'a changé." in words(app) and "Ce qui changerait" not in words(app)
    app.button(key="try_again").click()
    app = again(app, url, "owner")
    assert "Ce qui changerait" in words(app) and open_store(url).revision() == before


@pytest.mark.parametrize(("postcode", "told"), [("44000", True), ("", False)])
def test_after_a_load_that_brings_postcodes_one_reads_what_makes_places_of_them(url, postcode, told):
    rows = f"Raison sociale;Ville;Code postal\nAlizé Robotique;Nantes;{postcode}\n".encode()
    app = handed(opened(url, "import"), url, ("adherents.csv", rows))
    assert "geocode" not in words(app)
    app.button(key="load").click()
    app = again(app, url, "owner")
    assert not app.exception and "Alizé Robotique" in names(url)
    assert ("1 organisation a un code postal mais pas de lieu : `maillage geocode" in words(app)) == told


def test_a_load_that_is_stopped_keeps_nothing_says_so_and_can_be_done_after_all(url, monkeypatch):
    app = handed(opened(url, "import"), url, ("adherents.csv", FIRMS))
    before = open_store(url).revision()
    with monkeypatch.context() as stopping:
        stopping.setattr(import_tab, "at_work", cancelled)
        app.button(key="load").click()
        app = again(app, url, "owner")
    assert open_store(url).revision() == before
    app = again(app, url, "owner")
    assert "Le chargement a été interrompu : rien n'en est gardé." in words(app)
    app.button(key="load").click()
    app = again(app, url, "owner")
    assert "Alizé Robotique" in names(url) and "interrompu" not in words(app)


def test_the_trial_is_the_load(url):
    app = handed(opened(url, "import"), url, ("adherents.csv", FIRMS))
    app.button(key="load").click()
    app = again(app, url, "owner")
    assert not app.exception
    assert "3 lignes lues : chargées 2, déjà connues 0, refusées 1, laissées 0." in words(app)
    assert {"Alizé Robotique", "Établissements Métrix"} <= names(url)


def test_who_comes_with_a_known_name_is_told_before_and_after_the_load(url):
    twice = "1 organisation nouvelle porte le nom d’une organisation déjà connue"
    app = handed(opened(url, "import"), url, ("liste.csv", "nom;type;ville\nMécalys;firm;\n".encode()))
    assert twice in words(app) and "Doublons" in words(app)
    app.button(key="load").click()
    assert twice in words(again(app, url, "owner"))


def test_what_was_loaded_is_not_tried_again_until_the_load_is_taken_back(url):
    app = handed(opened(url, "import"), url, ("a.csv", FIRMS))
    app.button(key="load").click()
    app = again(app, url, "owner")
    assert "Ces fichiers sont chargés" in words(app) and "Ce qui changerait" not in words(app)
    store = open_store(url)
    with store.write("undo") as run:
        run.undo(store.runs(viewer=Viewer.OWNER)["id"].iloc[-1])
    assert "Ce qui changerait" in words(again(app, url, "owner"))


def test_a_fault_says_where_and_why_and_the_refused_rows_can_be_taken_away(url):
    app = handed(opened(url, "import"), url, ("adherents.csv", FIRMS))
    faults = next(one.value for one in app.dataframe if "Pourquoi" in one.value)
    assert faults.iloc[0]["Pourquoi"].startswith("adherents.csv, ligne 4")
    assert any("1 ligne refusée, à corriger" in text for text in elements(app))


def test_every_fault_is_told_in_words_with_its_place_in_a_file_called_by_what_it_is(url, tmp_path):
    (tmp_path / "adherents.csv").write_bytes(FIRMS)
    made = load(open_store(url), [tmp_path / "adherents.csv"], dry_run=True)
    told = import_shown._every_fault(FRENCH, made)
    assert list(told) == ["Fichier", "Feuille", "Ligne", "Colonne", "Valeur", "Ce qui se passe", "Pourquoi"]
    assert told.iloc[0].tolist() == [
        "adherents.csv", "", 4, "Raison sociale", "", "ligne refusée",
        "la colonne « Raison sociale » est obligatoire et vide.",
    ]  # fmt: skip


def test_a_size_is_told_as_one_says_it(url):
    app = handed(opened(url, "import"), url, ("x.csv", "Raison sociale;Effectif\nAlizé;PME\n".encode()))
    assert any("Taille : PME" in text for text in shown(app))


def test_a_column_can_be_read_as_something_else(url):
    app = handed(opened(url, "import"), url, ("adherents.csv", FIRMS))
    assert not any("territory:nantes" in text for text in shown(app))
    editor = next(proto for proto in protos(app._tree) if "-columns_" in str(getattr(proto, "id", "")))
    edited = {"edited_rows": {"1": {"Lue comme": "place"}}, "added_rows": [], "deleted_rows": []}
    app = again(app, url, "owner", WidgetState(id=editor.id, string_value=json.dumps(edited)))
    assert not app.exception
    assert any("territory:nantes" in text for text in shown(app))


def read_as(app, url, row, name):
    """The page once a column is said to be something else in the table of columns."""
    editor = next(proto for proto in protos(app._tree) if "-columns_" in str(getattr(proto, "id", "")))
    edited = {"edited_rows": {str(row): {"Lue comme": name}}, "added_rows": [], "deleted_rows": []}
    return again(app, url, "owner", WidgetState(id=editor.id, string_value=json.dumps(edited)))


SOCIETIES = "N°;Intitulé du compte;VILLE\n1;Alizé Robotique;Rennes\n2;Métrix;Nantes\n".encode()


def test_a_column_that_is_needed_is_asked_for_by_its_title_and_pointed_out_in_the_table(url):
    app = handed(opened(url, "import"), url, ("liste.csv", SOCIETIES))
    app.selectbox(key="as").set_value("organisations")
    app = again(app, url, "owner")
    asked = "pour « Entreprises, laboratoires, écoles : toute organisation », il manque 1 colonne : « Nom »."
    assert asked in app.warning[0].value.replace("\\", "") and "'name'" not in words(app)
    assert "Ce qui changerait" not in words(app) and not [one for one in app.button if one.key == "load"]
    app = read_as(app, url, 1, "name")
    assert not app.exception and not app.warning and "Alizé Robotique" in " ".join(shown(app))
    app.button(key="load").click()
    app = again(app, url, "owner")
    assert {"Alizé Robotique", "Métrix"} <= names(url)


def test_a_column_that_is_not_read_says_so_and_the_first_rows_say_since_when(url):
    rows = "N°;Raison sociale;Pôle;Adhésion\n1;Alizé;Pôle P;2019-03\n".encode()
    app = handed(opened(url, "import"), url, ("a.csv", rows))
    assert app.dataframe[0].value["Lue comme"].tolist() == ["-", "name", "member_of", "since"]
    assert any("-columns_" in text and "non lue" in text for text in elements(app))
    assert "Membre de : Pôle P (depuis mars 2019)" in words(app)


def test_a_column_that_is_needed_and_said_not_to_be_read_is_asked_for(url):
    app = handed(opened(url, "import"), url, ("adherents.csv", FIRMS))
    app = read_as(app, url, 0, "-")
    assert "il manque 1 colonne : « Nom »" in words(app).replace("\\", "") and "Ce qui changerait" not in words(app)
    assert "Ce qui changerait" in words(read_as(app, url, 0, "name"))


def test_what_tables_of_an_archive_lack_is_told_in_the_words_of_the_page(url):
    app = handed(opened(url, "import"), url, ("a.csv", SOCIETIES), ("b.csv", FIRMS))
    app.selectbox(key="as").set_value("organisations")
    app = again(app, url, "owner")
    assert "a.csv : pour « Entreprises" in app.warning[0].value.replace("\\", "") and "'name'" not in words(app)


def shown(app):
    return [str(cell) for table in app.dataframe for cell in table.value.to_numpy().ravel()]


def test_what_a_file_holds_can_be_said(url):
    app = handed(opened(url, "import"), url, ("x.csv", "Nom;Ville\nAlizé;Rennes\n".encode()))
    assert "organisations" in words(app)
    app.selectbox(key="as").set_value("organisations")
    app = again(app, url, "owner")
    assert "1 ligne lue" in words(app)


POLES = "Intitulé;Forme;Couleur;Ville;Pôle\nA;x;y;Nantes;Pôle P\nB;x;y;Lyon;Pôle P\n".encode()


def test_a_file_of_which_most_is_not_read_and_that_takes_facts_away_is_warned_of_above_its_button(url, tmp_path):
    (tmp_path / "membres.csv").write_text("nom;nature;pôle\nAlizé;entreprise;Pôle P\n", encoding="utf-8")
    load(open_store(url), [tmp_path / "membres.csv"])
    app = handed(opened(url, "import"), url, ("liste.csv", POLES))
    app.selectbox(key="as").set_value("poles")
    app = again(app, url, "owner")
    warned = app.warning[0].value.replace("\\", "")
    assert "La plupart des colonnes de liste.csv ne sont pas lues (3 sur 5 : Intitulé, Forme et Couleur)" in warned
    assert (
        "1 fait que disent d'autres fichiers disparaîtrait (Alizé est membre de Pôle P) : "
        "2 acteurs s'appelleraient « Pôle P », et nul ne saurait plus duquel il s'agit." in warned
    )
    assert app.button(key="load").label == "Charger quand même"


def test_a_file_that_is_read_and_takes_nothing_away_is_loaded_without_a_warning(url):
    app = handed(opened(url, "import"), url, ("adherents.csv", FIRMS))
    assert not app.warning and app.button(key="load").label == "Charger"


def test_a_hostile_file_name_stays_a_name(url):
    app = handed(opened(url, "import"), url, ("../../![x](http://a.b).csv", FIRMS))
    assert not app.exception
    assert not any("![x](http" in text for text in (one.value for one in app.markdown))


def test_the_last_run_is_taken_back_and_what_it_brought_is_gone(url, tmp_path):
    (tmp_path / "more.csv").write_bytes(FIRMS)
    run = load(open_store(url), [tmp_path / "more.csv"]).run
    app = opened(url, "runs")
    assert app.selectbox(key="run").value == run
    app.button(key="yes_undo").click()
    app = again(app, url, "owner")
    assert f"{run} est annulé" in words(app)
    assert "Alizé Robotique" not in names(url)


def test_the_home_page_says_of_a_load_that_it_is_taken_back_as_the_list_of_runs_does(url, tmp_path):
    (tmp_path / "more.csv").write_bytes(FIRMS)
    store = open_store(url)
    run = load(store, [tmp_path / "more.csv"], at="2026-11-30T08:07:28+00:00").run
    with store.write("undo") as writer:
        writer.undo(run)
    assert "30 novembre 2026 · chargement · annul\u00e9" in words(page(url, "", viewer="owner"))
    listed = opened(url, "runs").dataframe[0].value
    assert list(listed.loc[listed[FRENCH("Run")] == run, FRENCH("State")]) == ["annul\u00e9"]
    assert "Elle est annul\u00e9e : il n'en reste rien." in words(opened(url, "runs"))


def test_a_long_list_of_changes_says_that_it_is_cut_and_where_the_whole_is(url, tmp_path):
    rows = [f"Firme {number};Nantes" for number in range(90)]
    (tmp_path / "many.csv").write_text("\n".join(["Raison sociale;Ville", *rows]), encoding="utf-8")
    run = load(open_store(url), [tmp_path / "many.csv"]).run
    app = opened(url, "runs")
    shown_rows = next(one.value for one in app.dataframe if "Changement" in one.value)
    assert len(shown_rows) == 200
    assert f"maillage diff {run} --format csv" in words(app).replace(
        "\\", ""
    ) and "Début de la liste : 200 sur 27" in words(app)


@pytest.mark.parametrize("steps", [0, 1])
def test_what_is_stopped_before_it_begins_takes_nothing_back(url, steps, monkeypatch):
    class Stopped(BaseException):
        """As Streamlit ends a rerun after a click."""

    @contextmanager
    def stopping(*_words, **_options):
        def tell(done, what):
            assert what
            if done == steps:
                raise Stopped

        yield tell

    monkeypatch.setattr(taking_back, "at_work", stopping)
    before = names(url)
    told = []
    ctx = looking(open_store(url), Viewer.OWNER, Asked())
    with pytest.raises(Stopped):
        taking_back._do(ctx, taking_back.WITHDRAW, DRAWN.id, told, {DRAWN.id: DRAWN.title})
    assert (names(url), told) == (before, [])


def test_what_is_done_is_told_even_if_a_click_ends_the_rerun_just_then(url, monkeypatch):
    class Stopped(BaseException):
        """As Streamlit ends a rerun after a click."""

    @contextmanager
    def stopping(*_words, **_options):
        def tell(done, what):
            if done == 2:
                raise Stopped

        yield tell

    monkeypatch.setattr(taking_back, "at_work", stopping)
    told = []
    with pytest.raises(Stopped):
        ctx = looking(open_store(url), Viewer.OWNER, Asked())
        taking_back._do(ctx, taking_back.WITHDRAW, DRAWN.id, told, {DRAWN.id: DRAWN.title})
    assert names(url) == set() and [is_done for _, is_done in told] == [True]


def test_a_run_that_others_stand_on_is_not_taken_back_and_says_why(url):
    first = open_store(url).runs(viewer=Viewer.OWNER)["id"].iloc[0]
    with open_store(url).write("withdraw", document=DRAWN.id) as writer:
        writer.withdraw(DRAWN.id)
    app = opened(url, "runs")
    app.selectbox(key="run").set_value(first)
    app = again(app, url, "owner")
    app.button(key="yes_undo").click()
    app = again(app, url, "owner")
    assert not app.exception
    assert app.success or app.warning


def test_runs_are_chosen_confirmed_and_refused_by_day_document_and_id(url, tmp_path):
    for country in ("France", "Italie"):
        (tmp_path / "adherents.csv").write_text(f"Raison sociale;Pays\nAlizé;{country}\n", encoding="utf-8")
        load(open_store(url), [tmp_path / "adherents.csv"], at=AT, snapshot=True, confirmed=True)
    first, second = list(open_store(url).runs(viewer=Viewer.OWNER)["id"])[-2:]
    app = opened(url, "runs")
    called = "30 novembre 2026, 08:07 UTC · chargement · adherents.csv · {}"
    assert app.selectbox(key="run").options[:2] == [called.format(second), called.format(first)]
    app.selectbox(key="run").set_value(first)
    app = again(app, url, "owner")
    assert f"**{called.format(first)}**" in words(app).replace("\\", "")
    app.button(key="yes_undo").click()
    app = again(app, url, "owner")
    assert f"défaites d'abord {called.format(second)}." in words(app).replace("\\", "")


@pytest.fixture
def taken_from_sight(url, tmp_path):
    """The run of a list that gives the pole a namesake, so that what a file says of its member is not shown."""
    (tmp_path / "membres.csv").write_text("nom;nature;pôle\nAlizé;entreprise;Pôle P\n", encoding="utf-8")
    load(open_store(url), [tmp_path / "membres.csv"])
    (tmp_path / "liste.csv").write_bytes(POLES)
    return load(open_store(url), [tmp_path / "liste.csv"], dataset="poles").run


def test_the_list_of_runs_says_what_a_run_took_from_sight_and_why(url, taken_from_sight):
    told = (
        "1 fait que des documents disent toujours n'est pas montré (Alizé est membre de Pôle P) : "
        "2 acteurs s'appellent « Pôle P », et nul ne sait duquel il s'agit."
    )
    app = opened(url, "runs")
    assert app.selectbox(key="run").value == taken_from_sight and told in words(app)
    app.selectbox(key="run").set_value(app.selectbox(key="run").options[1].rpartition(" · ")[2])
    app = again(app, url, "owner")
    assert not app.exception
    app = opened(url, "runs", viewer="public")
    assert told in words(app)


def test_what_is_taken_back_is_counted_as_it_was_listed_and_its_document_keeps_its_id(url, taken_from_sight):
    app = opened(url, "runs")
    before = app.dataframe[0].value.set_index(FRENCH("Run")).loc[taken_from_sight]
    assert before["Document"] == "liste.csv · doc:liste"
    app.button(key="yes_undo").click()
    app = again(app, url, "owner")
    count = before[FRENCH("Added")]
    assert f"est annulé : {count} affirmations et 1 description de document." in words(app).replace("\\", "")
    after = app.dataframe[0].value.set_index(FRENCH("Run")).loc[taken_from_sight]
    assert after["Document"] == "doc:liste" and "n'est pas montré" not in words(app)


def test_a_document_is_withdrawn(url):
    app = opened(url, "runs")
    app.selectbox(key="document_withdrawn").set_value(DRAWN.id)
    app = again(app, url, "owner")
    app.button(key="yes_withdraw").click()
    app = again(app, url, "owner")
    assert "est retiré" in words(app)
    assert names(url) == set()


def test_two_that_may_be_one_are_joined_by_whoever_decides(url):
    app = opened(url, "duplicates")
    assert "1 à trancher" in words(app)
    sides = app.dataframe[0].value
    assert {"Mécalys", "MECALYS SAS"} <= set(sides.iloc[0])
    app.selectbox(key="verdict").set_value("same")
    app.text_input(key="decided_by").input("Anne")
    app.button[[str(one.label) for one in app.button].index("Trancher")].click()
    app = again(app, url, "owner")
    assert not app.exception
    assert "MECALYS SAS est Mécalys · Anne" in words(app) or "Mécalys est MECALYS SAS · Anne" in words(app)
    assert len([one for one in names(url) if "calys" in one.lower()]) == 1
    app.button(key="undo_decision").click()
    app = again(app, url, "owner")
    assert len([one for one in names(url) if "calys" in one.lower()]) == 2


def judged(app, url, verdict, *, by="Anne", why=""):
    app.selectbox(key="verdict").set_value(verdict)
    app.text_input(key="decided_by").input(by)
    app.text_input(key="decided_why").input(why)
    app.button[[str(one.label) for one in app.button].index("Trancher")].click()
    return again(app, url, "owner")


@pytest.fixture
def two_pairs(tmp_path):
    """Two spellings of one firm, and two of another."""
    called = {"m": "Mécalys", "m2": "MECALYS SAS", "n": "Novatis", "n2": "NOVATIS SARL"}
    said = [one for slug, name in called.items() for one in entity(record(slug), Kind.FIRM, name)]
    return kept(tmp_path, [DRAWN], said)


def test_after_a_decision_the_next_pair_is_named_and_nothing_is_said_of_it_yet(two_pairs):
    app = opened(two_pairs, "duplicates")
    second = app.selectbox(key="pair").options[1]
    app = judged(app, two_pairs, "same", why="le même siège")
    assert not app.exception and app.selectbox(key="pair").options == [second]
    shown = app.dataframe[0].value.iloc[0]  # its names
    assert second.endswith(f"{shown.iloc[1]} – {shown.iloc[2]}")
    assert app.selectbox(key="verdict").value is None and app.text_input(key="decided_why").value == ""
    assert app.text_input(key="decided_by").value == "Anne"


def test_what_was_to_be_said_of_one_pair_is_not_said_of_another_that_is_chosen(two_pairs):
    app = opened(two_pairs, "duplicates")
    app.selectbox(key="verdict").set_value("same")
    app.selectbox(key="pair").set_value(app.selectbox(key="pair").options[1])
    assert again(app, two_pairs, "owner").selectbox(key="verdict").value is None


def test_pairs_decided_are_listed_and_the_button_says_which_one_it_takes_back(two_pairs):
    app = judged(opened(two_pairs, "duplicates"), two_pairs, "same", why="le même siège")
    app = judged(app, two_pairs, "different", by="Paul")
    listed = next(one.value for one in app.dataframe if "Qui tranche" in one.value).to_numpy().tolist()
    first, second = ({*row[:2]} for row in listed)
    assert [row[2:] for row in listed] == [["différentes", "Paul", ""], ["la même", "Anne", "le même siège"]]
    assert {*first, *second} == {"Mécalys", "MECALYS SAS", "Novatis", "NOVATIS SARL"}
    told = app.button(key="undo_decision").label.replace("\\", "")
    assert told.startswith("Annuler la dernière décision : ") and {*told.partition(" : ")[2].split(" – ")} == first
    app.button(key="undo_decision").click()
    app = again(app, two_pairs, "owner")
    told = app.button(key="undo_decision").label.replace("\\", "")
    assert {*told.partition(" : ")[2].split(" – ")} == second


@pytest.fixture
def duponts(tmp_path):
    """Two firms of one name, in two towns."""
    towns = {"d": "Nantes", "d2": "Lyon"}
    said = [one for slug, town in towns.items() for one in entity(record(slug), Kind.FIRM, "Dupont", city=town)]
    return kept(tmp_path, [DRAWN], said)


def test_homonyms_are_told_apart_by_their_towns_wherever_one_chooses(duponts):
    both = ["Dupont · entreprise (Lyon)", "Dupont · entreprise (Nantes)"]
    assert opened(duponts, "note").selectbox(key="note_about").options == both
    app = page(duponts, "reseau", viewer="owner")
    app.text_input(key="find_text").input("dupont")
    app = again(app, duponts, "owner")
    found = sorted(one.label.replace("\\", "") for one in app.button if str(one.key).startswith("find_"))
    assert [one.partition(" ")[2] for one in found] == both


def test_homonyms_are_told_apart_where_one_decides_whether_they_are_one(duponts):
    app = opened(duponts, "duplicates")
    (pair,) = app.selectbox(key="pair").options
    assert pair.startswith("0,95 · ") and {"Dupont (Nantes)", "Dupont (Lyon)"} == {*pair[7:].split(" – ")}
    app = judged(app, duponts, "same")
    listed = next(one.value for one in app.dataframe if "Qui tranche" in one.value)
    assert {"Dupont (Nantes)", "Dupont (Lyon)"} == {*listed.iloc[0, :2]}


def test_homonyms_that_no_town_tells_apart_have_their_ids(tmp_path):
    network = Network.read(open_store(kept(tmp_path, [DRAWN], entity(record("c"), Kind.FIRM, "Zed"))))
    alike = {"firm:x": "Dupont", "firm:y": "Dupont", "firm:z": "Zed"}
    assert told_apart(network, alike) == {"firm:x": "Dupont (firm:x)", "firm:y": "Dupont (firm:y)", "firm:z": "Zed"}


def test_nothing_is_decided_by_nobody(url):
    app = opened(url, "duplicates")
    app.selectbox(key="verdict").set_value("same")
    app.button[[str(one.label) for one in app.button].index("Trancher")].click()
    app = again(app, url, "owner")
    assert "qui tranche" in words(app)
    assert len([one for one in names(url) if "calys" in one.lower()]) == 2


def noted(app, url, **said):
    for name, value in said.items():
        field = f"note_{name}"
        if name in ("value", "name", "town", "date", "by", "quote", "audience"):
            app.text_input(key=field).input(value)
        else:
            app.selectbox(key=field).set_value(value)
    app.button[[str(one.label) for one in app.button].index("Le noter")].click()
    return again(app, url, "owner")


def test_a_link_is_written_down_as_a_document_of_today(url):
    app = noted(
        opened(url, "note"), url, about="firm:mecalys-sas", relation="MEMBER_OF", target="pole:pole-p", by="Anne"
    )
    assert not app.exception
    assert not app.warning
    network = Network.read(open_store(url), viewer=Viewer.OWNER)
    assert ("firm:mecalys-sas", "MEMBER_OF", "pole:pole-p") in set(
        network.links[["source", "relation", "target"]].itertuples(index=False, name=None)
    )
    assert "Noté par Anne le" in network.documents["title"].str.cat()


def test_a_wrong_town_is_put_right_by_writing_down_the_right_one(url):
    app = opened(url, "note")
    app.radio(key="note").set_value("property")
    app = noted(again(app, url, "owner"), url, about="firm:mecalys", property="city", value="Nantes", by="Anne")
    assert not app.warning
    network = Network.read(open_store(url), viewer=Viewer.OWNER)
    assert network.row("firm:mecalys")["city"] == "Nantes" and "firm:mecalys-2" not in set(network.entities["id"])


def test_a_mistake_is_denied_and_no_longer_counts(url):
    network = Network.read(open_store(url), viewer=Viewer.OWNER)
    source = network.links["source"].iloc[0]
    noted(
        opened(url, "note"), url, about=source, relation="MEMBER_OF", target="pole:pole-p", status="denied", by="Anne"
    )
    after = Network.read(open_store(url), viewer=Viewer.OWNER)
    assert set(after.links.loc[after.links["source"] == source, "status"]) == {Status.DENIED}


def test_what_is_confided_is_seen_by_that_group_alone(url):
    app = opened(url, "note")
    app.radio(key="note").set_value("organisation")
    app = again(app, url, "owner")
    app = noted(app, url, name="Zyxwvut", kind="firm", by="Anne", level="staff", audience="emc2")
    assert not app.warning
    assert "Zyxwvut" in names(url)
    assert "Zyxwvut" not in names(url, Viewer.PUBLIC)


def test_what_is_missing_is_told_and_nothing_is_kept(url):
    before = open_store(url).revision()
    for said in ({"relation": "MEMBER_OF", "target": "pole:pole-p", "by": "Anne"}, {"about": "pole:pole-p"}):
        app = noted(opened(url, "note"), url, **said)
        assert not app.exception
        assert app.warning
    assert open_store(url).revision() == before


def test_nobody_writes_nothing_down(store):
    with pytest.raises(WrongValue, match="who writes it down"):
        write_down(store, "organisations", {"name": "A"}, by="  ", at="2026-01-01T00:00:00+00:00")


def test_the_documents_are_listed_with_what_they_say(url):
    held = next(one.value for one in opened(url, "quality").dataframe if "Affirmations" in one.value)
    assert isinstance(held, pd.DataFrame)
    assert held["Affirmations"].sum() > 0


def test_what_streamlit_says_in_english_alone_is_said_in_the_language_of_the_page(url):
    largest = int(st.get_option("server.maxUploadSize"))
    for language, said in (
        ("fr", ("Autres pages", "Parcourir", f"{largest} Mo au plus chacun")),
        ("en", ("Other pages", "Browse")),
    ):
        app = page(url, "donnees", viewer="owner", lang=language)
        assert all(f'content: "{one}"' in words(app) for one in said)


def test_refused_rows_come_first_and_a_column_is_called_as_in_the_file(url):
    rows = b"Raison sociale;Ville;SIREN\nAlpha;Nantes;123 456 789\n;Brest;\n"
    tables = [one.value for one in handed(opened(url, "import"), url, ("firms.csv", rows)).dataframe]
    told = next(one for one in tables if "Pourquoi" in one)
    assert list(told["Ce qui se passe"])[:2] == ["ligne refus\u00e9e", "cellule laiss\u00e9e"]
    assert "la colonne \u00ab Raison sociale \u00bb est obligatoire et vide" in told["Pourquoi"][0]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_dataset_and_each_of_its_columns_has_a_word_of_its_own(language):
    say = Words(language)
    called = {name: dataset_word(say, name) for name in datasets()}
    assert len(set(called.values())) == len(called)
    assert [name for name, word in called.items() if word == name] == []
    for dataset in datasets().values():
        columns = column_words(say, dataset)
        assert len(set(columns.values())) == len(columns), dataset.name
        assert not any("_" in word for word in columns.values()), dataset.name
