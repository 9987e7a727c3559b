"""A day's work in a real browser: a file is loaded, a meeting day planned and adjusted, its sheets taken home."""

import csv
import io
import random
import re
import zipfile
from html import escape

import pytest

from graph.model import Viewer
from graph.network import Network
from graph.store import open_store
from graph.vocabulary import Kind
from tests.pages import kept
from tests.served import served, visit
from tests.toys import DRAWN, entity, record
from views.planning import Planning

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.usefixtures("browser")]
FIRMS = ["Alizé", "Boréal", "Daher", "Éole"]


@pytest.fixture
def url(tmp_path):
    return kept(tmp_path)


def load(seen, tmp_path):
    file = tmp_path / "adhérents.csv"
    file.write_text("Raison sociale;Ville\n" + "".join(f"{one};Nantes\n" for one in FIRMS), encoding="cp1252")
    page = seen.page
    page.goto(f"{seen.address}/donnees?tab=import")
    page.locator('input[type="file"]').set_input_files(file)
    page.get_by_role("button", name="Charger", exact=True).click()
    page.get_by_text(re.compile("run-")).first.wait_for()


def plan(seen):
    page = seen.page
    page.goto(f"{seen.address}/rencontres")
    page.locator(".st-key-plan_name input").fill("lyon")
    people = page.locator(".st-key-plan_people input")
    for one in FIRMS:
        people.fill(one)
        people.press("Enter")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Calculer le plan").click()
    page.get_by_text("6 rendez-vous pour 4 participants, 3 chacun ; aucun souhait.").wait_for()
    assert "plan=lyon" in page.url


def test_enter_in_the_name_of_a_plan_plans_nothing_yet(tmp_path):
    url = kept(tmp_path, [DRAWN], [row for one in MANY for row in entity(record(one, Kind.POLE), Kind.POLE, one)])
    with served(url, viewer="owner") as address, visit(address) as seen:
        seen.page.goto(f"{address}/rencontres")
        seen.page.locator(".st-key-plan_name input").fill("lyon")
        seen.page.locator(".st-key-plan_name input").press("Enter")
        seen.page.wait_for_timeout(2_000)  # of nothing there is no sign to wait for
        assert Planning.beside(url, Network.read(open_store(url), viewer=Viewer.OWNER)).plans.names() == []


def archive(seen):
    page = seen.page
    page.get_by_role("button", name="Distribuer").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Le tout dans une archive").click()
    with zipfile.ZipFile(waiting.value.path()) as made:
        return waiting.value.suggested_filename, {name: made.read(name) for name in made.namelist()}


def test_a_file_is_loaded_a_day_planned_and_its_sheets_taken_home(url, tmp_path):
    with served(url, viewer="owner") as address, visit(address) as seen:
        load(seen, tmp_path)
        network = Network.read(open_store(url), viewer=Viewer.OWNER)
        assert sorted(network.entities["name"].dropna()) == sorted(FIRMS)
        plan(seen)
        name, files = archive(seen)
        assert name.startswith("maillage_plan-lyon_vu-par-le-proprietaire") and name.endswith(".zip")
        agenda = list(csv.DictReader(io.StringIO(files["agenda.csv"].decode("utf-8-sig")), delimiter=";"))
        assert len(agenda) == 6 and {row["Créneau"] for row in agenda} == {"1", "2", "3"}
        rests_on = escape(files["basis.txt"].decode().strip())
        assert files["participants.html"].decode().count("<article>") == 4
        assert files["participants.html"].decode().count(rests_on) == 4
        assert seen.outside == seen.complaints == []


MANY = [f"Pôle de compétitivité {n:02}" for n in range(26)]
HIDDEN = """() => [...document.querySelectorAll(".st-key-meetings .dvn-scroller")].map(
  (one) => [one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight])"""


def test_the_whole_plan_is_seen_printed_and_handed_out_on_one_page(tmp_path):
    url = kept(tmp_path, [DRAWN], [row for one in MANY for row in entity(record(one, Kind.POLE), Kind.POLE, one)])
    Planning.beside(url, Network.read(open_store(url), viewer=Viewer.OWNER)).make("lyon", {"cap": 3, "slots": 3})
    with served(url, viewer="owner") as address, visit(address, wide=1280, high=720) as seen:
        page = seen.page
        page.goto(f"{address}/rencontres?plan=lyon")
        page.locator(".st-key-meetings canvas").first.wait_for()
        ((sideways, down),) = page.evaluate(HIDDEN)
        assert max(sideways, down) <= 1
        printed = page.locator(".st-key-meetings_printed tbody tr")
        assert printed.count() == 13 and not printed.first.is_visible()
        page.emulate_media(media="print")
        assert printed.last.is_visible() and not page.locator(".st-key-meetings").is_visible()
        page.emulate_media(media="screen")
        page.get_by_role("button", name="Distribuer").click()
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Tout le plan sur une page").click()
        waiting.value.save_as(tmp_path / "grid.html")
        page.goto((tmp_path / "grid.html").as_uri())
        assert page.locator("tbody td").count() == 13 * 4
        assert len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True))) == 1


def crowded(tmp_path):
    """40 poles, with wishes and absences for which the best plan takes minutes to be found."""
    chance, poles = random.Random(2), [f"Pôle {n:02}" for n in range(40)]
    said = [row for one in poles for row in entity(record(one, Kind.POLE), Kind.POLE, one)]
    wishes = tmp_path / "souhaits.csv"
    rows = [";".join([*chance.sample(poles, 2), "souhait"]) for _ in range(150)]
    rows += [f"{chance.choice(poles)};{chance.randint(1, 6)};absence" for _ in range(60)]
    wishes.write_text("\n".join(["qui;avec qui;nature", *rows]), encoding="utf-8")
    return kept(tmp_path, [DRAWN], said), wishes


def test_a_plan_that_takes_too_long_is_stopped_and_nothing_is_kept(tmp_path):
    url, wishes = crowded(tmp_path)
    with served(url, viewer="owner") as address, visit(address) as seen:
        page = seen.page
        page.goto(f"{address}/rencontres")
        page.locator(".st-key-plan_name input").fill("long")
        for key, value in (("cap", 6), ("slots", 6), ("tables", 14)):
            page.locator(f".st-key-plan_{key} input").fill(str(value))
        page.get_by_text("Souhaits, refus, absences").click()
        page.locator(".st-key-plan_file input[type=file]").set_input_files(wishes)
        page.get_by_text("souhaits.csv").wait_for()
        page.get_by_role("button", name="Calculer le plan").click()
        page.get_by_role("button", name="Interrompre").click()
        page.get_by_text("Arrêté : rien n'a changé.").wait_for()
        assert Planning.beside(url, Network.read(open_store(url), viewer=Viewer.OWNER)).plans.names() == []
