"""In a real browser: the trial of a large file is stopped by its button; what was refused is repaired and loaded;
after a decision on two organisations the next two are named."""

import re

import pytest

from graph.model import Viewer
from graph.store import open_store
from graph.vocabulary import Kind
from tests.pages import kept
from tests.served import served, visit
from tests.toys import DRAWN, entity, record

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.usefixtures("browser")]
MANY = 25_000  # rows: long enough that somebody can click


@pytest.fixture
def url(tmp_path):
    return kept(tmp_path)


def hand_over(seen, file):
    seen.page.goto(f"{seen.address}/donnees?tab=import")
    seen.page.locator('input[type="file"]').set_input_files(file)


def test_a_trial_is_stopped_by_its_button_and_begins_again_only_when_asked(url, tmp_path):
    file, store = tmp_path / "entreprises.csv", open_store(url)
    rows = "".join(f"Firme {number};Nantes\n" for number in range(MANY))
    file.write_text(f"Raison sociale;Ville\n{rows}", encoding="utf-8")
    before = store.revision()
    with served(url, viewer="owner") as address, visit(address) as seen:
        page = seen.page
        hand_over(seen, file)
        page.get_by_text(re.compile("^Étape 1 sur 4 · entreprises.csv : ")).wait_for()
        page.get_by_role("button", name="Interrompre").click()
        page.get_by_text("L'essai a été interrompu : rien n'a changé.").wait_for()
        assert not page.get_by_role("button", name="Charger", exact=True).count()
        page.get_by_role("button", name="Essayer à nouveau").click()
        page.get_by_role("button", name="Charger", exact=True).wait_for()
        assert store.revision() == before and seen.outside == seen.complaints == []


def test_refused_rows_are_taken_away_repaired_loaded_and_a_load_is_taken_back(url, tmp_path):
    file, store = tmp_path / "adhérents été.csv", open_store(url)
    file.write_text("Raison sociale;Nature\nAlizé;entreprise\nBoréal;galaxie\n", encoding="utf-8")
    with served(url, viewer="owner") as address, visit(address) as seen:
        page = seen.page
        hand_over(seen, file)
        with page.expect_download() as waiting:
            page.get_by_role("button", name="1 ligne refusée, à corriger").click()
        assert waiting.value.suggested_filename == ("maillage_lignes-refusees-adherents-ete_vu-par-le-proprietaire.csv")
        text = waiting.value.path().read_text(encoding="utf-8-sig")
        assert text.startswith("Ligne refusée;Pourquoi elle est refusée;Document lu;Raison sociale;Nature\n3;")
        repaired = tmp_path / "corrigé.csv"
        repaired.write_text(text.replace("Boréal;galaxie", "Boréal;entreprise"), encoding="utf-8-sig")
        hand_over(seen, repaired)
        page.get_by_role("button", name="Charger", exact=True).click()
        page.get_by_text("on peut l'annuler sous « Historique »").wait_for()
        page.get_by_test_id("stRadioGroup").get_by_text("Historique").click()
        page.get_by_role("button", name="Annuler cette opération").click()
        page.get_by_role("button", name="Oui").click()
        page.get_by_text(re.compile("run-.* est annulé : ")).wait_for()
        page.get_by_text("Elle est annulée : il n'en reste rien.").wait_for()
        assert list(store.runs(viewer=Viewer.OWNER)["state"]) == ["undone"] and seen.complaints == []


def test_after_a_decision_the_list_names_the_pair_that_is_shown(tmp_path):
    from playwright.sync_api import expect

    called = {"m": "Mécalys", "m2": "MECALYS SAS", "n": "Novatis", "n2": "NOVATIS SARL"}
    said = [one for slug, name in called.items() for one in entity(record(slug), Kind.FIRM, name)]
    with served(kept(tmp_path, [DRAWN], said), viewer="owner") as address, visit(address) as seen:
        page = seen.page
        page.goto(f"{address}/donnees?tab=duplicates")
        pair, verdict = (page.get_by_role("combobox", name=re.compile(one)) for one in ("Quelle paire", "Elles sont"))
        before = pair.input_value()
        verdict.click()
        page.get_by_role("option", name="la même").click()
        page.get_by_label("Qui tranche").fill("Anne")
        page.get_by_label("Sur quoi cela repose").fill("le même siège")
        page.get_by_role("button", name="Trancher").click()
        page.get_by_text("1 paire tranchée ; 1 à trancher.").wait_for()
        expect(pair).not_to_have_value(before)
        expect(pair).to_have_value(re.compile("novatis" if "calys" in before.lower() else "calys", re.IGNORECASE))
        expect(verdict).to_have_value("")
        expect(page.get_by_label("Sur quoi cela repose")).to_have_value("")
        expect(page.get_by_label("Qui tranche")).to_have_value("Anne")
        assert seen.complaints == []
