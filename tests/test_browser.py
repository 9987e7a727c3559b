"""The app in a real browser: the canvas answers the mouse and the keyboard, and nothing leaves this machine."""

import pytest

from graph.store import open_store
from ingest.load import load
from tests.pages import ROOT, kept
from tests.served import served, visit
from tests.test_access import found
from tests.test_hostile import BAD, statements

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("browser")]
EMC2, MONT_BLANC, PLATFORM = (
    "pole:emc2",
    "pole:mont-blanc-industries",
    "platform:plateforme-de-coordination-industrie-du-futur",
)


@pytest.fixture(scope="module")
def shipped(browser, tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('shipped') / 'network.db'}"
    load(open_store(url), [ROOT / "data"])
    with served(url) as address:
        yield address


def test_a_director_reads_who_says_so_unfolds_and_changes_the_language(shipped):
    with visit(shipped) as seen:
        page = seen.page
        page.goto(f"{shipped}/")
        page.get_by_role("link", name="Réseau").click()
        seen.ready()
        assert page.url.startswith(f"{shipped}/reseau")
        page.wait_for_function("document.documentElement.lang === 'fr'")

        seen.open(f"/reseau?step=ego:{EMC2}")
        page.mouse.click(*seen.where(EMC2))
        seen.selected(EMC2)
        drawer = page.locator(".st-key-drawer")
        drawer.get_by_text("Ville : Nantes").wait_for()
        drawer.get_by_text("Boeing est membre d'EMC2").wait_for()
        assert "Le Journal des Entreprises" in drawer.inner_text()
        assert "sel=pole%3Aemc2" in page.url

        page.mouse.dblclick(*seen.where(PLATFORM))
        dialog = page.get_by_role("dialog")
        dialog.get_by_text("1 dessiné sur 11").wait_for()
        dialog.get_by_role("button", name="10 de plus").click()
        page.get_by_text("28 acteurs montrés sur 28").wait_for()
        seen.ready()

        page.get_by_role("button", name="English").click()
        page.get_by_text("28 of 28 actors shown").wait_for()
        page.wait_for_function("document.documentElement.lang === 'en'")
        assert "lang=en" in page.url
        assert seen.outside == []
        assert seen.complaints == []


def test_a_selection_in_the_address_lights_the_node_and_pages_keep_it(shipped):
    with visit(shipped) as seen:
        page = seen.page
        seen.open(f"/reseau?step=ego:{EMC2}&sel={EMC2}")
        seen.selected(EMC2)
        page.get_by_role("link", name="Acteur").click()
        page.get_by_text("Ce qu'en disent les documents").wait_for()
        assert "sel=pole%3Aemc2" in page.url
        page.get_by_role("link", name="Questions").click()
        page.get_by_text("Quelle question ?").wait_for()
        page.get_by_text("Tableur (CSV, archive zip)").wait_for()
        assert "sel=pole%3Aemc2" in page.url
        assert seen.outside == []
        assert seen.complaints == []


def test_back_shows_what_a_page_showed_before_its_address_said_anything(shipped):
    with visit(shipped) as seen:
        page = seen.page
        page.goto(f"{shipped}/acteur")
        page.get_by_text("Les plus reliés").wait_for()
        page.locator(".st-key-rows button").first.click()
        page.get_by_text("Ce qu'en disent les documents").wait_for()
        page.get_by_role("button", name="English").click()
        page.get_by_text("What documents say of it").wait_for()
        page.go_back()
        page.get_by_text("Ce qu'en disent les documents").wait_for()
        page.go_back()
        page.get_by_text("Les plus reliés").wait_for()
        assert page.url == f"{shipped}/acteur"
        page.go_forward()
        page.get_by_text("Ce qu'en disent les documents").wait_for()

        page.get_by_role("link", name="Manques").click()
        page.get_by_text("méthode :").first.wait_for()
        page.wait_for_url("**/manques?sel=*")
        page.go_back()
        page.get_by_text("Ce qu'en disent les documents").wait_for()
        assert seen.outside == seen.complaints == []


def test_back_on_the_drawing_takes_a_first_click_back(shipped):
    with visit(shipped) as seen:
        seen.open("/reseau")
        page, before = seen.page, seen.page.url
        seen.selected("")
        page.mouse.click(*seen.where(MONT_BLANC))
        seen.selected(MONT_BLANC)
        page.wait_for_url("**sel=*")
        page.go_back()
        seen.selected("")
        assert page.url == before


def test_back_to_an_address_that_was_emptied_shows_what_it_asks_for(shipped):
    with visit(shipped) as seen:
        page = seen.page
        page.goto(f"{shipped}/?chiffre=members")
        page.get_by_role("button", name="Fermer").click()
        page.wait_for_url(f"{shipped}/")
        page.locator(".st-key-figure_memberships button").click()
        page.wait_for_url("**chiffre=memberships*")
        page.go_back()
        page.get_by_role("button", name="Fermer").wait_for(state="detached")
        page.get_by_text("méthode :").first.wait_for()
        assert not page.locator("[data-testid=stException], .stAlert:has-text('error')").count()
        assert page.url == f"{shipped}/" and seen.complaints == []


def test_the_legend_hides_a_kind_without_redrawing(shipped):
    with visit(shipped) as seen:
        seen.open(f"/reseau?step=ego:{EMC2}")
        before = seen.where(EMC2)
        version = seen.page.locator(".net").get_attribute("data-ready")
        seen.page.locator('.legend button[data-kind="firm"]').click()
        seen.page.locator('.legend button[data-kind="firm"][aria-pressed="false"]').wait_for()
        assert seen.page.locator(".net").get_attribute("data-ready") == version
        assert seen.where(EMC2) == before
        assert seen.outside == seen.complaints == []


def test_a_hidden_kind_can_still_be_read_in_the_legend_and_a_drawing_of_nobody_is_drawn(shipped):
    with visit(shipped) as seen:
        seen.open(f"/reseau?step=ego:{EMC2}&kinds=pole")
        seen.page.locator('.legend button[data-kind="firm"][aria-pressed="false"]').wait_for()
        assert found(seen.page) == []
        seen.open("/reseau?step=all&kinds=lab&as_of=1900&sure=certainly&rel=OFFERS")
        seen.page.get_by_role("button", name="Tout cadrer").click()
        assert seen.outside == seen.complaints == []


def test_the_keyboard_alone_finds_an_actor_and_reads_what_is_said_of_it(shipped):
    with visit(shipped) as seen:
        page = seen.page
        seen.open("/reseau")
        page.keyboard.press("Tab")
        for _ in range(40):
            if page.evaluate("document.activeElement.getAttribute('aria-label')") == "Chercher":
                break
            page.keyboard.press("Tab")
        page.keyboard.type("emc")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="EMC2 · pôle").wait_for()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        seen.selected(EMC2)
        page.locator(".st-key-drawer").get_by_text("Ville : Nantes").wait_for()
        assert seen.outside == seen.complaints == []


def test_hostile_names_are_text_in_the_browser_too(browser, tmp_path):
    url = kept(tmp_path, [BAD], list(statements()))
    with served(url) as address, visit(address) as seen:
        page = seen.page
        page.on("dialog", lambda dialog: seen.complaints.append(dialog.message))
        seen.open("/reseau?step=all")
        seen.open("/reseau?step=all&sel=pole:script-script-alert-1-script")
        page.locator(".st-key-drawer").get_by_text("</script><script>alert(1)</script>").first.wait_for()
        x, y = seen.where("pole:script-script-alert-1-script")
        page.mouse.move(x, y)
        page.locator(".tip").get_by_text("</script>").wait_for()
        page.goto(f"{address}/questions?q=centrality")
        page.get_by_role("img", name="Qui est le plus relié ?").wait_for()
        page.locator("[data-row]", has_text="<script>alert(1)</script>").first.click()
        page.locator(".st-key-close button").click()
        page.get_by_role("tab", name="Table").click()
        page.locator("td", has_text="<script>alert(1)</script>").first.wait_for(state="attached")
        page.goto(f"{address}/acteur?sel=pole:script-script-alert-1-script")
        page.get_by_text("est membre de </script>").first.wait_for()
        assert page.locator("img[src*='outside'], img[src='x'], a[href^='javascript']").count() == 0
        assert seen.outside == []
        assert seen.complaints == []


def test_a_page_is_printed_without_its_controls_with_the_whole_drawer_and_says_where_a_table_goes_on(shipped):
    with visit(shipped) as seen:
        page = seen.page
        seen.open(f"/reseau?step=ego:{PLATFORM}&sel={EMC2}")
        drawer = page.locator(".st-key-drawer")
        drawer.get_by_text("Ville : Nantes").wait_for()
        page.locator(".stDataFrame").wait_for()
        assert drawer.evaluate("one => one.scrollHeight > one.clientHeight")
        page.emulate_media(media="print")
        assert drawer.evaluate("one => one.scrollHeight <= one.clientHeight")
        assert page.locator(".net canvas").evaluate("one => getComputedStyle(one).objectFit") == "contain"
        assert not page.locator(".stPopover, .stDownloadButton, .st-key-head .stButton").locator("visible=true").count()
        table = page.locator(".stElementContainer:has(.stDataFrame)")
        told = table.evaluate("one => getComputedStyle(one, '::after').content")
        assert "tableur (CSV)" in told


def test_the_arrows_go_from_row_to_row_of_a_table_and_a_row_can_be_clicked_again(shipped):
    with visit(shipped) as seen:
        page = seen.page
        page.goto(f"{shipped}/?pole={MONT_BLANC}&chiffre=partners")
        box = page.locator(".st-key-listed .stDataFrame").bounding_box()
        first = (box["x"] + 60, box["y"] + 48)
        page.mouse.click(*first)
        told = page.locator(".st-key-listed h4")
        for name in ("ARDE", "Auvergne Efficience Industrielle", "Région Auvergne"):
            told.get_by_text(f"Mont-Blanc Industries — {name}").wait_for()
            page.locator("[data-test-script-state=notRunning]").wait_for()
            page.keyboard.press("ArrowDown")
        told.get_by_text("Mont-Blanc Industries — Région Rhône-Alpes").wait_for()
        page.locator("[data-test-script-state=notRunning]").wait_for()
        page.mouse.click(*first)
        told.get_by_text("Mont-Blanc Industries — ARDE").wait_for()
        page.go_back()
        told.get_by_text("Mont-Blanc Industries — Région Rhône-Alpes").wait_for()
        page.locator("[data-test-script-state=notRunning]").wait_for()
        page.mouse.click(*first)
        told.get_by_text("Mont-Blanc Industries — ARDE").wait_for()
        assert seen.outside == seen.complaints == []
