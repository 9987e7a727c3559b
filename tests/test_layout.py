"""On a small desktop and on a tablet nothing reaches out of a page, no field cuts its words, tables can be read."""

from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from docs.screenshots import PAGES
from tests.served import browsing, needs_browser, served, visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]
RIGHT = {"out": 0, "cut": [], "hidden": 0}
ASKED = [*PAGES.items(), ("rencontres", {}), ("manques", {"manque": "besoins"}), ("acteur", {})]
LOOK = """() => {
  const main = document.querySelector(".stMain"), pen = document.createElement("canvas").getContext("2d");
  const cut = (field) => {
    const look = getComputedStyle(field);
    const room = field.clientWidth - parseFloat(look.paddingLeft) - parseFloat(look.paddingRight);
    pen.font = look.font;
    return pen.measureText(field.placeholder).width > room + 1;
  };
  const fields = [...document.querySelectorAll("input, textarea")].filter((one) => one.offsetWidth && !one.value);
  const tables = [...document.querySelectorAll(".dvn-scroller")].map((one) => [one, getComputedStyle(one)]);
  return {
    out: main.scrollWidth - main.clientWidth,
    cut: fields.filter(cut).map((one) => one.placeholder),
    hidden: tables.filter(([one, look]) => one.scrollWidth > one.clientWidth + 1 &&
      (look.overflowX !== "auto" || look.scrollbarColor.startsWith("rgba(0, 0, 0, 0)"))).length,
  };
}"""


@pytest.fixture(scope="module")
def address(shipped):
    needs_browser()
    with served(shipped.url, viewer="owner") as where, browsing():
        yield where


def opened(seen, page, asked):
    seen.page.goto(f"{seen.address}/{page}?{urlencode(asked)}")
    settled(seen)


def settled(seen):
    seen.page.get_by_text("méthode :").first.wait_for()
    seen.page.locator("[data-test-script-state=notRunning]").wait_for()  # fields may come after what a page rests on


def looked(seen, *, until):
    """What is seen of a page, once it is as it should be; if it never is, what is seen of it at last."""
    for _ in range(20):
        if (found := seen.page.evaluate(LOOK)) == until:
            break
        seen.page.wait_for_timeout(250)
    return found


@pytest.mark.parametrize("wide, high", [(1280, 720), (820, 1180)])
def test_nothing_reaches_out_of_a_page_no_field_is_cut_and_every_column_can_be_reached(address, wide, high):
    with visit(address, wide=wide, high=high) as seen:
        for page, asked in ASKED:
            opened(seen, page, asked)
            assert looked(seen, until=RIGHT) == RIGHT, (page, asked)


def test_a_field_that_cuts_its_words_and_a_page_that_is_too_wide_are_noticed(address):
    with visit(address, wide=820, high=1180) as seen:
        opened(seen, "reseau", {})
        seen.page.add_style_tag(content=".stMainBlockContainer { min-width: 900px; }")
        field = seen.page.locator(".stTextInput input").first
        field.evaluate("(field) => { field.placeholder = 'a'.repeat(300); }")
        found = seen.page.evaluate(LOOK)
        assert found["out"] > 0 and found["cut"] == ["a" * 300]


SHIFTS = """window.shifted = 0;
new PerformanceObserver((list) => list.getEntries().forEach((one) => { window.shifted += one.value; }))
  .observe({ type: "layout-shift", buffered: true });"""
ENOUGH = 0.1  # https://web.dev/articles/cls: good up to this
OPENING = 0.15  # what is drawn first grows to its size, which counts too


def jumped(seen, link):
    """How far things moved while one went to a page."""
    seen.page.wait_for_timeout(500)
    seen.page.evaluate("window.shifted = 0")
    link.click()
    seen.page.wait_for_url(f"**{link.get_attribute('href').removeprefix(seen.address)}*")
    settled(seen)
    return seen.page.evaluate("window.shifted")


def test_nothing_jumps_when_one_goes_from_page_to_page(address):
    with visit(address) as seen:
        seen.page.add_init_script(SHIFTS)
        opened(seen, "", {})
        home, *links = seen.page.locator("[data-testid=stTopNavLink]").all()
        assert len(links) > 9
        for link in links:
            if jumped(seen, link) >= ENOUGH:  # code that the browser had not fetched yet may come late
                jumped(seen, home)
                assert jumped(seen, link) < ENOUGH, link.inner_text()


@pytest.mark.parametrize("page", ["", "reseau", "acteur", "complementarite", "manques", "visites", "communautes"])
def test_nothing_jumps_when_a_page_is_opened_afresh(address, page):
    with visit(address) as seen:
        seen.page.add_init_script(SHIFTS)
        moved = [shifted_as_opened(seen, page) for _ in range(2)]  # the browser may wait for code the first time
        assert min(moved) < OPENING, moved


def shifted_as_opened(seen, page):
    """How far things moved until the page was there."""
    opened(seen, page, {"sel": "pole:emc2"} if page in ("reseau", "acteur") else {})
    seen.page.wait_for_timeout(500)
    return seen.page.evaluate("window.shifted")


def test_the_first_page_that_is_fetched_has_our_look_and_our_name(address):
    with urlopen(Request(f"{address}/manques", headers={"Accept": "text/html", "Accept-Encoding": "gzip"})) as sent:
        page, told = sent.read().decode(), sent.headers
    assert "<title>maillage</title>" in page and ".st-key-head {" in page and "Streamlit</title>" not in page
    assert int(told["Content-Length"]) == len(page.encode()) and told["Content-Encoding"] is None


def test_a_chart_has_its_room_before_it_is_drawn(address):
    with visit(address) as seen:
        opened(seen, "carte", {})
        room = seen.page.locator(".st-key-map")
        kept = room.evaluate("(room) => parseFloat(getComputedStyle(room).minHeight)")
        assert 400 <= kept <= room.bounding_box()["height"]


def test_a_table_is_not_taken_away_but_with_its_basis(address):
    with visit(address) as seen:
        opened(seen, "acteur", {"sel": "pole:emc2"})
        seen.page.locator(".stDataFrame").first.hover()
        buttons = seen.page.locator(".stElementToolbar").first.get_by_role("button")
        buttons.first.wait_for()
        assert "Download as CSV" not in [one.get_attribute("aria-label") for one in buttons.all() if one.is_visible()]


def test_the_page_that_has_the_keyboard_is_outlined_in_the_navigation(address):
    with visit(address) as seen:
        opened(seen, "manques", {})
        for _ in range(3):
            seen.page.keyboard.press("Tab")
        focused = "[document.activeElement.tagName, getComputedStyle(document.activeElement).outlineStyle]"
        assert seen.page.evaluate(focused) == ["A", "solid"]
