"""The page Réseau in a real browser: what is dragged stays, sizes are drawn, a path is lit, a view is kept."""

import pytest

from tests.pages import kept
from tests.served import needs_browser, served, visit
from tests.toys import DRAWN, encounter

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    needs_browser()
    url = kept(tmp_path_factory.mktemp("net"), [DRAWN], [*encounter("one", "abc"), *encounter("two", "cd")])
    with served(url) as address:
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
