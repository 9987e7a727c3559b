"""The page Réseau in a real browser: what is dragged stays, sizes are drawn, a path is lit, a view is kept."""

import pytest

from tests.pages import kept
from tests.served import browsing, needs_browser, served, visit
from tests.toys import DRAWN, encounter

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    needs_browser()
    url = kept(tmp_path_factory.mktemp("net"), [DRAWN], [*encounter("one", "abc"), *encounter("two", "cd")])
    with served(url) as address, browsing():
        yield address


def at(seen, entity):
    return seen.page.locator(".net").evaluate("(host, id) => host.at(id)", entity)


def test_what_is_dragged_stays_after_a_reload_until_it_is_put_back(address):
    with visit(address) as seen:
        page = seen.page
        seen.open("/reseau?step=all")
        before, other = at(seen, "firm:a"), at(seen, "firm:d")
        x, y = seen.where("firm:a")
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 60, y + 30, steps=6)
        page.mouse.up()
        page.locator('.net[data-moved="1"]').wait_for()
        page.get_by_role("button", name="Apparence").click()
        page.get_by_role("button", name="Remettre en place 1 acteur déplacé").wait_for()
        moved = at(seen, "firm:a")
        assert moved != before and at(seen, "firm:d") == other
        seen.open("/reseau?step=all&sel=firm:a")
        assert at(seen, "firm:a") == pytest.approx(moved, abs=0.1)
        page.get_by_role("button", name="Remettre en place").first.click()
        page.locator('.net[data-moved="0"]').wait_for()
        assert at(seen, "firm:a") == pytest.approx(before, abs=0.1)
        assert seen.outside == seen.complaints == []


def test_a_measure_a_path_and_a_kept_view_are_seen_and_survive_a_reload_of_the_page(address):
    with visit(address) as seen:
        page = seen.page
        seen.open("/reseau?step=all&sel=firm:a")
        page.get_by_role("button", name="Chemin d'ici").click()
        page.get_by_role("button", name="Chemin", exact=False).first.click()
        page.get_by_label("À", exact=True).fill("d")
        page.get_by_label("À", exact=True).press("Enter")
        page.get_by_role("button", name="D · entreprise").click()
        page.locator('.net[data-lit*="meeting:two"]').wait_for()
        assert page.locator(".net").get_attribute("data-lit").split()[0] == "firm:a"
        page.keyboard.press("Escape")

        page.get_by_role("button", name="Apparence").click()
        page.get_by_label("Taille des acteurs selon").click()
        page.get_by_role("option", name="Partenaires").click()
        page.locator(".scales").get_by_text("Partenaires").wait_for()
        page.keyboard.press("Escape")

        page.get_by_role("button", name="Vues").click()
        page.get_by_label("Nom", exact=True).fill("De A à D")
        page.get_by_label("Nom", exact=True).press("Enter")
        page.get_by_role("button", name="Garder").click()
        page.get_by_text("Gardée sous le nom « De A à D ».").wait_for()

        seen.open("/reseau?view=De A à D")
        page.locator('.net[data-lit*="meeting:two"]').wait_for()
        page.locator(".scales").get_by_text("Partenaires").wait_for()
        assert "from=firm%3Aa" in page.url and "view=" not in page.url
        assert seen.outside == seen.complaints == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_controls_stay_on_one_line_and_the_canvas_above_the_fold(address, language):
    with visit(address) as seen:
        looks = "&big=centrality.partners&hue=groups.group&size=unknown&from=firm:a&to=firm:d"
        seen.open(f"/reseau?step=all&lang={language}")
        before = seen.page.locator(".frame").bounding_box()
        seen.open(f"/reseau?step=all&lang={language}{looks}")
        seen.page.locator(".scales p").nth(1).wait_for()
        box = seen.page.locator(".frame").bounding_box()
        assert box == before, "what is drawn moves nothing of the page"
        assert box["y"] + box["height"] <= 720
        assert seen.page.locator(".st-key-controls").bounding_box()["height"] < 60


def test_what_is_clicked_is_lit_while_the_server_is_silent(address):
    with visit(address) as seen:
        seen.open("/reseau?step=all")
        seen.page.context.set_offline(True)  # nothing comes from the server any more
        seen.page.evaluate("() => { WebSocket.prototype.send = () => {}; }")
        seen.page.mouse.click(*seen.where("firm:a"))
        net = seen.page.locator('.net[data-chosen="firm:a"]')
        net.wait_for()
        assert net.get_attribute("data-selected") == ""
