"""Every page can be used without sight or mouse: axe, which audits pages, finds nothing serious."""

from urllib.parse import urlencode

import pytest

from docs.screenshots import PAGES
from tests.served import browsing, needs_browser, served, visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SERIOUS = ("serious", "critical")


@pytest.fixture(scope="module")
def address(shipped):
    needs_browser()
    with served(shipped.url, viewer="owner") as where, browsing():
        yield where


def found(page):
    """What is wrong, and where."""
    from axe_playwright_python.sync_playwright import Axe

    said = Axe().run(page).response
    assert said["passes"], "axe looked at nothing"
    return [
        (one["id"], node["html"][:200])
        for one in said["violations"]
        for node in one["nodes"]
        if one["impact"] in SERIOUS
    ]


def audited(seen):
    """What is wrong with a page once all of it is there; what it is made of may still come for a moment."""
    seen.page.get_by_text("méthode :").first.wait_for()
    seen.page.locator("[data-test-script-state=notRunning]").wait_for()
    for _ in range(10):
        if not (wrong := found(seen.page)):
            break
        seen.page.wait_for_timeout(500)
    return wrong


def test_axe_finds_nothing_serious_on_any_page(address):
    with visit(address) as seen:
        for name, asked in PAGES.items():
            seen.page.goto(f"{address}/{name}?{urlencode(asked)}")
            assert audited(seen) == [], name


def test_axe_finds_nothing_serious_where_a_source_is_linked_and_code_is_shown(address):
    with visit(address) as seen:
        pole = "pole:mont-blanc-industries"
        seen.page.goto(f"{address}/reseau?{urlencode({'step': f'ego:{pole}', 'sel': pole})}")
        seen.page.locator("[data-testid=stCaptionContainer] a").first.wait_for()
        assert audited(seen) == []
        seen.page.get_by_role("button", name="Emporter cette vue").click()
        seen.page.locator("[data-testid=stPopoverBody] .stCode .token").first.wait_for()
        assert audited(seen) == []


def test_axe_finds_a_button_without_a_name(address):
    with visit(address) as seen:
        seen.page.goto(f"{address}/questions")
        seen.page.get_by_text("méthode :").first.wait_for()
        seen.page.evaluate("document.body.appendChild(document.createElement('button'))")
        assert [name for name, _ in found(seen.page)] == ["button-name"]
