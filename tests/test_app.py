"""The pages: none fails, each says something and on what it rests, whoever looks, in either language."""

import re
from contextlib import contextmanager
from types import SimpleNamespace

import pandas as pd
import pytest
from streamlit.runtime.scriptrunner import StopException
from streamlit.testing.v1 import AppTest

from graph.model import Viewer
from graph.network import Network
from graph.store import open_store
from graph.vocabulary import Kind, Relation
from ingest.load import load
from queries.catalogue import CATALOGUE
from tests.pages import PAGES, ROOT, again, cell, clicked, drawn, kept, page, triggered, words
from tests.toys import DRAWN, encounter, entity, link, record
from views import answer_view
from views.stops import stops

STORES = ("none", "empty", "one", "shipped")
LOOKING = (("fr", "public"), ("en", "owner"), ("fr", "emc2=staff"))  # each language and each viewer
EMC2, VISIT = "pole:emc2", "visit:voyage-d-etude-d-emc2-a-seattle"
PLATFORM = "platform:plateforme-de-coordination-industrie-du-futur"


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    folders = {name: tmp_path_factory.mktemp(name) for name in STORES}
    load(open_store(f"sqlite:///{folders['shipped'] / 'network.db'}"), [ROOT / "data"])
    alone = entity(record("alone"), Kind.FIRM, "Alone")
    return {
        "none": f"sqlite:///{folders['none'] / 'network.db'}",
        "empty": kept(folders["empty"]),
        "one": kept(folders["one"], [DRAWN], alone),
        "shipped": f"sqlite:///{folders['shipped'] / 'network.db'}",
    }


@pytest.fixture
def shipped(stores):
    return stores["shipped"]


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("address", PAGES)
def test_every_page_says_something_and_on_what_it_rests(stores, address, store):
    for language, viewer in LOOKING:
        app = page(stores[store], address, viewer=viewer, lang=language)
        assert not app.exception
        said = words(app)
        if store == "none":
            assert "`maillage demo`" in said
        else:
            french = {"public": "vu par le public", "owner": "vu par le propriétaire"}.get(viewer, f"vu par {viewer}")
            assert (french if language == "fr" else f"seen by {viewer}") in said
            assert any(len(text) > 30 and text.endswith((".", "?", "…")) for text in said.split("\n"))


def test_an_empty_network_leads_its_owner_to_where_files_are_brought_in(stores):
    told = "Ou importez des fichiers ici"
    assert told in words(page(stores["empty"], "reseau", viewer="owner"))
    assert told not in words(page(stores["empty"], "reseau"))


def test_a_store_that_is_not_ours_is_a_sentence(tmp_path):
    (tmp_path / "network.db").write_text("no database at all")
    app = page(f"sqlite:///{tmp_path / 'network.db'}", "reseau")
    assert not app.exception
    assert "`maillage demo`" in words(app)


def test_the_bare_address_is_home_and_keeps_the_pole_that_was_chosen(shipped):
    app = page(shipped, "")
    assert "## Accueil" in words(app) and "**Mont-Blanc Industries (pôle)" in words(app)
    app.selectbox(key="choose_pole").set_value(EMC2)
    app = again(app, shipped)
    assert app.query_params["pole"] == EMC2
    assert "**EMC2 (pôle) : membre de 1 plateforme, 1 adhérent nommé" in words(app)


def test_my_pole_stays_mine_when_another_question_is_chosen_and_the_drawing_starts_with_it(shipped):
    app = page(shipped, "questions", pole=EMC2)
    app.radio(key="question").set_value("centrality")
    app = again(app, shipped)
    assert app.query_params == {"q": "centrality", "pole": EMC2}
    assert "Autour d'EMC2" in words(page(shipped, "reseau", pole=EMC2))


def test_home_says_what_is_missing_who_may_complete_and_what_is_to_check(shipped):
    said = words(page(shipped, "", pole="pole:mont-blanc-industries"))
    assert "**0** adhérent nommé, effectif déclaré : 312" in said
    assert "Aerospace Valley et Mont-Blanc Industries n'ont ni adhérent commun ni rencontre commune." in said
    assert "Auvergne Efficience Industrielle, alliés naturels" in said
    assert "Journée Interclustering de Lyon" in said and "à vérifier" in said
    assert "chargement · " in said
    nobody = words(page(shipped, "", pole="pole:nobody"))
    assert "1 identifiant n'est pas dans ce réseau." in nobody and "pole:nobody" not in nobody


def test_another_page_keeps_what_was_asked(shipped):
    app = page(shipped, "reseau", sel=EMC2, lang="en")
    app.query_params.clear()  # the navigation drops it
    app._page_hash = page(shipped, "acteur")._page_hash
    app = again(app, shipped)
    assert app.query_params == {"sel": EMC2, "lang": "en"}
    assert "EMC2" in words(app)


def test_the_switch_changes_the_language_and_the_address(shipped):
    app = page(shipped, "acteur")
    app.button(key="language").click()
    app = again(app, shipped)
    assert "## Actor" in words(app)
    assert app.query_params["lang"] == "en"


def test_the_network_opens_around_the_pole_of_most_sorts_of_links_and_names_the_most_linked(shipped):
    app = page(shipped, "reseau")
    assert "Autour de Mont-Blanc Industries : 14 acteurs montrés sur 14" in words(app)
    assert "Aerospace Valley · 15 liens" in words(app)
    assert len([key for key in (one.key for one in app.button) if str(key).startswith("start_")]) == 10


def test_a_click_on_a_node_opens_what_documents_say_of_it(shipped):
    app = page(shipped, "reseau", step=f"ego:{EMC2}")
    app = again(app, shipped, done=clicked(app, EMC2))
    assert app.query_params["sel"] == EMC2
    said = words(app)
    assert "Ville : Nantes" in said
    assert "Boeing est membre d'EMC2" in said
    assert "Le Journal des Entreprises" in said
    assert drawn(app)["view"]["selected"] == EMC2


def test_a_click_on_a_line_opens_every_link_of_the_pair(shipped):
    app = page(shipped, "reseau", step=f"ego:{EMC2}")
    app = again(app, shipped, done=clicked(app, f"{EMC2}~{VISIT}"))
    assert "EMC2 organise Voyage d'étude d'EMC2 à Seattle" in words(app)


def test_the_drawer_of_an_actor_leads_to_its_lines_without_the_canvas(shipped):
    app = page(shipped, "reseau", step=f"ego:{EMC2}", sel=EMC2)
    app.button(key="link_firm:boeing~MEMBER_OF~pole:emc2~").click()
    app = again(app, shipped)
    assert app.query_params["sel"] == f"firm:boeing~{EMC2}"
    assert "Dit par le directeur du pôle." in words(app)


def test_a_click_beside_everything_lets_go(shipped):
    app = page(shipped, "reseau", step=f"ego:{EMC2}", sel=EMC2)
    app = again(app, shipped, done=clicked(app, ""))
    assert "sel" not in app.query_params


def test_a_selection_in_the_address_lights_the_node_and_marks_its_row(shipped):
    app = page(shipped, "reseau", step=f"ego:{EMC2}", sel=EMC2)
    assert drawn(app)["view"]["selected"] == EMC2
    marked = app.session_state["actors"]["selection"]["cells"]
    assert app.dataframe[0].value.iloc[marked[0][0], 0] == "EMC2"


def test_a_row_selects_its_actor(shipped):
    app = page(shipped, "reseau", step=f"ego:{EMC2}")
    row = list(app.dataframe[0].value["Nom"]).index("Boeing")
    app = again(app, shipped, done=cell(app, row, "Nom"))
    assert app.query_params["sel"] == "firm:boeing"


def test_an_actor_unfolds_with_counts_before_and_ten_at_a_time(shipped):
    app = page(shipped, "reseau", step=f"ego:{EMC2}", sel=PLATFORM)
    before = positions(app)
    app.button(key="unfold_it").click()
    app = again(app, shipped)
    assert "**Membres 11** · 1 dessiné sur 11" in words(app)
    app.button(key="unfold_MEMBER_OF.in").click()
    app = again(app, shipped)
    assert app.query_params["step"] == [f"ego:{EMC2}", f"expand:{PLATFORM}~MEMBER_OF.in~10"]
    after = positions(app)
    assert len(after) == len(before) + 9  # EMC2, the tenth, was there
    assert {one: after[one] for one in before} == before


def test_a_double_click_asks_what_to_unfold(shipped):
    app = page(shipped, "reseau", step=f"ego:{EMC2}")
    app = again(app, shipped, done=triggered(app, "expand", PLATFORM))
    assert "**Membres 11** · 1 dessiné sur 11" in words(app)
    assert "10 de plus" in words(app)


def test_undo_then_redo_draws_the_same_bytes(shipped):
    app = page(shipped, "reseau", step=[f"ego:{EMC2}", f"expand:{PLATFORM}~MEMBER_OF.in~10"])
    first = drawn(app)
    app.button(key="undo").click()
    app = again(app, shipped)
    assert len(drawn(app)["nodes"]) == 19
    app.button(key="redo").click()
    app = again(app, shipped)
    assert drawn(app) == first


def test_what_is_hidden_is_gone_and_can_be_undone(shipped):
    app = page(shipped, "reseau", step=f"ego:{EMC2}", sel="firm:boeing")
    app.button(key="hide_it").click()
    app = again(app, shipped)
    assert "firm:boeing" not in positions(app)
    app.button(key="undo").click()
    assert "firm:boeing" in positions(again(app, shipped))


def test_the_legend_hides_a_kind_and_moves_nobody(shipped):
    app = page(shipped, "reseau", step=f"ego:{EMC2}")
    before = drawn(app)
    app = again(app, shipped, done=triggered(app, "kind", "firm"))
    after = drawn(app)
    assert "firm" not in app.query_params["kinds"]
    assert after["nodes"] == before["nodes"]
    assert after["view"]["shown"] != before["view"]["shown"]
    assert "6 acteurs montrés sur 19" in words(app)


def test_a_date_moves_nobody_and_says_what_it_cannot_decide(shipped):
    app = page(shipped, "reseau", step="all")
    before = drawn(app)
    app.select_slider(key="as_of").set_value(app.select_slider(key="as_of").options[1])
    app = again(app, shipped)
    after = drawn(app)
    assert after["nodes"] == before["nodes"]
    assert after["view"]["shown"] != before["view"]["shown"]
    found = re.search(r"(\d+) liens? sur ([\d\u202f]+) existe(?:nt)? alors · \d+ sans date qui décide", words(app))
    assert 0 < int(found[1]) < int(found[2].replace("\u202f", ""))
    assert app.query_params["as_of"]


def test_no_more_than_five_hundred_are_drawn_and_the_page_says_of_how_many(shipped):
    app = page(shipped, "reseau", step="all")
    assert len(drawn(app)["nodes"]) == 500
    assert "500 acteurs montrés sur 917" in words(app)


def test_ids_that_are_not_there_are_counted_and_not_named(shipped):
    app = page(shipped, "reseau", step=["ego:firm:nobody", "hide:firm:nobody-else"], sel="firm:third")
    assert "3 identifiants ne sont pas dans ce réseau." in words(app)
    assert "nobody" not in words(app)


def test_a_drawing_never_starts_with_less_than_a_start(shipped):
    for steps in (["hide:pole:emc2"], ["nonsense"], ["expand:pole:emc2~MEMBER_OF.in~ten"], ["ego:"]):
        app = page(shipped, "reseau", step=steps)
        assert not app.exception
        assert "Autour de Mont-Blanc Industries" in words(app)
        assert f"Non compris dans cette adresse, et laissé de côté : step={steps[0]}." in words(app)


@pytest.mark.parametrize(
    "asked",
    [{"as_of": "2015-13-45"}, {"kinds": "firm,galaxy"}, {"rel": "LOVES"}, {"status": "held,dreamt"}, {"sure": "no"}],
    ids=lambda asked: next(iter(asked)),
)
def test_a_part_of_the_address_that_says_nothing_is_named_until_something_else_is_asked(shipped, asked):
    app = page(shipped, "reseau", **asked)
    ((name, value),) = asked.items()
    wrong = f"laissé de côté : {name}={value.split(',')[-1]}."
    assert wrong in words(app) and value.split(",")[-1] not in str(app.query_params.get(name, ""))
    app.button(key="whole").click()
    assert "laissé de côté" not in words(again(app, shipped))


def test_an_address_without_fault_is_not_told_of(shipped):
    asked = {"as_of": "2015-06", "kinds": "firm", "status": "held,signed", "sure": "certainly", "step": f"ego:{EMC2}"}
    assert "laissé de côté" not in words(page(shipped, "reseau", **asked))
    assert "laissé de côté" not in words(page(shipped, "questions", q="profile", q__organisation=EMC2))


@pytest.mark.parametrize("url, wrong", [
    ("http://localhost:8501/resau", "/resau"), ("http://localhost:8501/", ""), (None, ""),
    ("http://h/a/r%C3%A9seau", "/a/réseau"),
])  # fmt: skip
def test_an_address_of_no_page_leads_home_and_says_so(shipped, monkeypatch, url, wrong):
    monkeypatch.setattr("views.pages.st.context", SimpleNamespace(url=url))
    app = page(shipped, "", as_of="2015-13")
    assert not app.exception and "## Accueil" in words(app)
    assert f"laissé de côté : {f'{wrong}, ' if wrong else ''}as_of=2015-13." in words(app)


def test_an_actor_is_found_without_accents_or_capitals(shipped):
    app = page(shipped, "acteur")
    app.text_input(key="actor_text").set_value("MONT BLANC INDUSTRI")
    app = again(app, shipped)
    app.button(key="actor_pole:mont-blanc-industries").click()
    app = again(app, shipped)
    assert app.query_params["sel"] == "pole:mont-blanc-industries"
    assert "312 entreprises (0 nommé)" in words(app)


def test_a_name_like_no_other_is_said_so(shipped):
    app = page(shipped, "acteur")
    app.text_input(key="actor_text").set_value("zzzzqqqq")
    assert "Aucun nom de ce réseau ne ressemble à « zzzzqqqq »." in words(again(app, shipped))


@pytest.fixture(scope="module")
def content_hash(stores):
    return Network.read(open_store(stores["shipped"]), viewer=Viewer.PUBLIC).content_hash


@pytest.mark.parametrize("query", CATALOGUE, ids=lambda query: query.name)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_question_is_answered_with_a_sentence_a_table_and_its_basis(shipped, content_hash, query, language):
    app = page(shipped, "questions", q=query.name, lang=language)
    assert not app.exception
    said = words(app)
    assert query.question[language] in said
    assert content_hash in said
    assert f"from {query.answer.__module__} import {query.name}" in app.code[0].value
    assert len(app.dataframe) >= 3


def test_the_python_lines_of_a_question_run_and_give_the_same(shipped, monkeypatch):
    app = page(shipped, "questions", q="centrality", q__kinds="visit,alliance", as_of="2016")
    monkeypatch.chdir(shipped.removeprefix("sqlite:///").rpartition("/")[0])
    *lines, last = app.code[0].value.split("\n")
    names: dict[str, object] = {}
    exec("\n".join(lines), names)
    table = eval(last, names)
    assert list(app.dataframe[2].value["partners"]) == list(table["partners"])
    assert names["answer"].basis.parameters["kinds"] == ("visit", "alliance")


@contextmanager
def stuck(tell):
    """What is computed has told how far it is, and goes on."""
    tell(0, 2)
    raise StopException
    yield


def test_what_is_stopped_is_computed_again_only_when_asked(shipped, monkeypatch):
    with monkeypatch.context() as waiting:
        waiting.setattr(answer_view, "listening", stuck)
        app = page(shipped, "questions", q="centrality")
    next(one for one in app.button if one.key.startswith("stop_")).click()
    app = again(app, shipped)
    assert not app.exception and "Le calcul a été arrêté avant la fin." in words(app)
    assert len(again(app, shipped).dataframe) == 0
    next(one for one in app.button if one.key.startswith("begin_")).click()
    app = again(app, shipped)
    assert len(app.dataframe) > 0 and "arrêté" not in words(app)


def test_parameters_live_in_the_address(shipped):
    app = page(shipped, "questions", q="centrality")
    app.multiselect(key="field_kinds").set_value(["visit"])
    app = again(app, shipped)
    assert app.query_params == {"q": "centrality", "q.kinds": "visit"}
    app.radio(key="question").set_value("profile")
    app = again(app, shipped)
    assert app.query_params == {"q": "profile"}


def test_an_answer_asked_again_is_not_computed_again(shipped, monkeypatch):
    page(shipped, "questions", q="centrality")

    def fail(*_args, **_more):
        raise AssertionError("computed again")

    monkeypatch.setattr("queries.catalogue.Query.ask", fail)
    assert not page(shipped, "questions", q="centrality").exception


@pytest.mark.parametrize("asked, told", [
    ({"q": "profile", "q__organisation": "firm:nobody"}, "1 identifiant n'est pas dans ce réseau."),
    ({"q": "visits", "q__visit": EMC2}, f"laissé de côté : q.visit={EMC2}."),
    ({"q": "introductions", "q__source": EMC2, "q__target": EMC2}, ""),
    ({"q": "centrality", "q__kinds": "nonsense"}, "laissé de côté : q.kinds=nonsense."),
    ({"q": "centrality", "q__tops": "3"}, "laissé de côté : q.tops=3."),
    ({"q": "nonsense"}, "laissé de côté : q=nonsense."),
])  # fmt: skip
def test_what_cannot_be_asked_ends_in_words(shipped, asked, told):
    app = page(shipped, "questions", **asked)
    assert not app.exception
    assert "vu par le public" in words(app) and told in words(app)


def test_many_days_are_thinned_to_months_and_years():
    each = [f"{year}-{month:02d}-{day:02d}" for year in range(1990, 2000) for month in range(1, 13) for day in (3, 9)]
    days = pd.DataFrame({"since": each, "until": None})
    assert len(stops([days])) == 120
    assert stops([days])[0] == "1990-01-09"
    assert stops([days.head(4)]) == ["1990-01-03", "1990-01-09", "1990-02-03", "1990-02-09"]


def test_the_line_of_a_pair_is_one_however_many_links(tmp_path):
    said = [
        *encounter("pact", "ab"),
        *encounter("trip", "ab"),
        link(record("a"), Relation.TOOK_PART_IN, record("pact", Kind.MEETING), key="host"),
    ]
    app = page(kept(tmp_path, [DRAWN], said), "reseau", step="all")
    counts = {(line["from"], line["to"]): line["count"] for line in drawn(app)["edges"]}
    assert counts["firm:a", "meeting:pact"] == 2
    assert len(counts) == len(drawn(app)["edges"]) == 4


def positions(app: AppTest) -> dict[str, tuple[float, float]]:
    return {node["id"]: (node["x"], node["y"]) for node in drawn(app)["nodes"]}
