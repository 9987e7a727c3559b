"""Plans kept by name, through the command line: made, reopened, handed out, mended, held, taken back."""

import csv
import datetime
import json
import re
from contextlib import closing

import icalendar
import pytest

from graph.errors import DatasetError
from graph.model import Decision, Viewer
from graph.network import Network
from graph.store import open_store
from graph.vocabulary import Verdict
from queries import basis
from tests.test_cli import _run
from views.wishes import KINDS, wishes
from views.wording import Words

FIRMS = ["Alizé", "Boréal", "Mécalys", "Daher", "Zéphyr", "Éole"]
IDS = ["firm:alize", "firm:boreal", "firm:daher", "firm:eole", "firm:mecalys", "firm:zephyr"]


@pytest.fixture
def url(tmp_path):
    url = f"sqlite:///{tmp_path}/network.db"
    rows = "".join(f"{name};firm\n" for name in FIRMS)
    (tmp_path / "organisations.csv").write_text("name;kind\n" + rows, encoding="utf-8")
    (tmp_path / "events.csv").write_text("event;date\nJournée;2015-07-09\n", encoding="utf-8")
    assert _run(["load", str(tmp_path / "organisations.csv"), str(tmp_path / "events.csv"), "--store", url])[0] == 0
    return url


@pytest.fixture
def run(url, capsys):
    def call(*words, code=0):
        capsys.readouterr()
        found = _run(["plan", *words, "--store", url, *([] if words[0] == "list" else ["--lang", "en"])])[0]
        said = capsys.readouterr()
        assert found == code, said.err
        return said.out + said.err

    return call


@pytest.fixture
def made(run, tmp_path):
    wishes = tmp_path / "wishes.csv"
    wishes.write_text(
        "qui;avec qui;sorte\nAlizé;Boréal;\nBoréal;Alizé;souhait\nAlizé;Daher;\nDaher;Alizé;refus\n", encoding="utf-8"
    )
    run("make", "aller", "--participants", ",".join(IDS), "--cap", "2", "--slots", "2", "--file", str(wishes))
    return "aller"


def network(url):
    with closing(open_store(url)) as store:
        return Network.read(store)


def test_a_plan_is_kept_and_reopened_with_its_reasons(run, made):
    out = run("show", made)
    assert "Alizé" in out and "both wish for it" in out and out.count("no wish and no need is known") == 5
    assert re.search(r"aller\s+6\s+6", run("list"))


def test_a_name_is_given_once_and_an_unknown_one_leads_to_those_there_are(run, made):
    assert "There is a plan 'aller' already" in run("make", "aller", "--participants", ",".join(IDS), code=2)
    assert "There is no plan 'retour'; those kept are aller." in run("show", "retour", code=2)
    run("drop", made)
    assert "nor any other" in run("show", made, code=2)


def test_plans_are_for_those_who_see_as_much(run, made, url):
    assert "aller" not in run("list", "--viewer", "owner")


def test_sheets_are_written_for_participants_and_tables_in_both_languages(run, made, tmp_path, url):
    folder = tmp_path / "out"
    run("sheets", made, "--out", str(folder), "--day", "2015-09-10", "--from", "14:00", "--minutes", "20")
    sheet = folder.joinpath("participants", "alize.csv").read_text(encoding="utf-8-sig").splitlines()
    assert sheet[0] == "Slot,Time,Table,With,Why" and len(sheet) == 3
    assert {row["Time"] for row in csv.DictReader(sheet)} == {"14:00 – 14:20", "14:25 – 14:45"}
    page = folder.joinpath("participants.html").read_text(encoding="utf-8")
    assert page.count("<article>") == 6 and "<script" not in page
    mine = page[page.index("<h1>Alizé</h1>") :].partition("</article>")[0]
    assert "Not on the programme" in mine and "<li>Daher</li>" in mine
    assert "refus" not in page and "forbidden" not in page  # why is for those who plan
    assert folder.joinpath("tables.html").read_text(encoding="utf-8").count("<article>") == 3
    grid = folder.joinpath("grid.html").read_text(encoding="utf-8")
    assert grid.count(" – ") == 6 + 2 and "Slot 2 · 14:25 – 14:45" in grid  # meetings, and times of slots
    assert _run(["plan", "sheets", made, "--out", str(tmp_path / "fr"), "--store", url])[0] == 0
    french = (tmp_path / "fr" / "participants" / "alize.csv").read_text(encoding="utf-8-sig")
    assert french.startswith("Créneau;Heure;Table;Avec;Pourquoi")
    assert "Non programmé" in (tmp_path / "fr" / "participants.html").read_text(encoding="utf-8")
    assert not list((tmp_path / "fr").rglob("*.ics"))  # a calendar wants a day


def test_a_sheet_tells_that_a_meeting_is_imposed_and_nothing_where_nothing_is_known(run, url, tmp_path):
    wishes = tmp_path / "wishes.csv"
    wishes.write_text("qui;avec qui;sorte\nÉole;Daher;imposé\n", encoding="utf-8")
    asked = ["--participants", "Alizé,Boréal,Daher,Éole", "--cap", "1", "--slots", "2", "--file", str(wishes)]
    run("make", "day", *asked)
    assert told(run, tmp_path) == {"Daher – Éole": "imposed by who organises the day", "Alizé – Boréal": ""}


def test_a_meeting_that_is_added_by_hand_is_told_to_be_imposed_on_every_sheet_after(run, url, tmp_path):
    run("make", "day", "--participants", "Alizé,Boréal,Daher,Éole", "--cap", "1", "--slots", "1")
    (kept,) = set(told(run, tmp_path)) & {"Alizé – Daher", "Alizé – Boréal", "Alizé – Éole"}
    other = next(name for name in ("Daher", "Boréal") if name not in kept)
    run("repair", "day", "--imposed", f"Alizé~{other}")
    assert told(run, tmp_path)[f"Alizé – {other}"] == "imposed by who organises the day"


def told(run, folder):
    """Of each two on the agenda that is handed out, why they meet."""
    run("sheets", "day", "--out", str(folder / "out"), "--day", "2015-09-10")
    events = folder.joinpath("out", "participants", "alize.ics").read_text(encoding="utf-8")
    assert "DESCRIPTION:\n" not in events and "no wish" not in events
    with folder.joinpath("out", "agenda.csv").open(encoding="utf-8-sig") as file:
        return {f"{row['First']} – {row['Second']}": row["Why"] for row in csv.DictReader(file)}


def test_a_calendar_holds_each_meeting_at_its_time_and_is_the_same_each_time(run, made, tmp_path):
    for folder in ("one", "two"):
        run("sheets", made, "--out", str(tmp_path / folder), "--day", "2015-09-10", "--from", "14:00")
    first, again = ((tmp_path / one / "participants" / "alize.ics").read_bytes() for one in ("one", "two"))
    assert first == again
    events = icalendar.Calendar.from_ical(first).walk("VEVENT")
    starts = sorted(event["dtstart"].dt.replace(tzinfo=None) for event in events)
    assert starts == [datetime.datetime(2015, 9, 10, 14, 0), datetime.datetime(2015, 9, 10, 14, 25)]
    assert all(str(event["location"]).startswith("Table ") for event in events)


def test_the_second_leg_repeats_no_pair(run, made, url):
    run("make", "retour", "--after", made)
    legs = [set(re.findall(r"│?\s(\w+)\s+│?\s*(\w+)\s+(?:mutual|one-sided|unasked)", run("show", one))) for one in
            ("aller", "retour")]  # fmt: skip
    assert all(len(leg) >= 5 for leg in legs) and not legs[0] & legs[1]


def test_a_plan_that_is_mended_is_kept_mended(run, made):
    before = run("show", made).splitlines()
    out = run("repair", made, "--absent", "firm:daher")
    assert "cancelled" in out
    after = run("show", made)
    assert "Daher" not in after
    kept = [line for line in before if "Daher" not in line and "unasked" in line]
    assert sum(" ".join(line.split()) in " ".join(after.split()) for line in kept) == len(kept)


def test_what_was_held_is_in_the_network_once_and_can_be_taken_back(run, made, url):
    hash_before = network(url).content_hash
    out = run("held", made, "--event", "event:journee", "--missed", "firm:alize~firm:boreal")
    net = network(url)
    held = net.entities[net.entities["kind"] == "meeting"]
    assert sorted(held["status"]) == ["cancelled", *["held"] * 5] and set(held["since"]) == {"2015-07-09"}
    part_of = net.links[(net.links["relation"] == "PART_OF") & (net.links["target"] == "event:journee")]
    assert len(part_of) == 6
    assert len(net.links[(net.links["relation"] == "TOOK_PART_IN") & net.links["target"].isin(held["id"])]) == 12
    assert "written down as held by" in run("held", made, "--event", "event:journee", code=2)
    taken = re.search(r"run-\w+", out).group()
    assert _run(["undo", taken, "--store", url])[0] == 0
    assert network(url).content_hash == hash_before
    run("held", made, "--event", "event:journee")


def test_a_participant_that_is_gone_or_has_become_another_is_told(run, made, url):
    with closing(open_store(url)) as store, store.write("decide") as writer:
        writer.decide([Decision("doc:organisations#firm:alize", "doc:organisations#firm:boreal", Verdict.SAME, "me")])
    assert "have since become one" in run("show", made, code=2)
    with closing(open_store(url)) as store, store.write("withdraw") as writer:
        writer.withdraw("doc:organisations")
    assert "whom this network no longer has" in run("show", made, code=2)


def test_a_file_of_wishes_that_says_nothing_is_a_sentence(run, tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("qui;avec qui;sorte\nAlizé;Boréal;peut-être\n", encoding="utf-8")
    said = run("make", "x", "--file", str(bad), code=2)
    assert "bad.csv, line 2: 'peut-être' is none of these words: wish, refusal," in said and str(tmp_path) not in said
    bad.write_text(
        "qui;avec qui;sorte\nAlizé;Boréal;peut-être\nAlizé;Daher;\nÉole;;refus\n" + "a;b;c\n" * 30, encoding="utf-8"
    )
    said = run("make", "x", "--file", str(bad), code=2)
    assert "line 2: 'peut-être'" in said and "line 4: who and whom are both needed, line 5: 'c'" in said
    assert "line 24" not in said and said.strip().endswith("and 12 lines more.")
    bad.write_text("a;b\n1;2\n", encoding="utf-8")
    assert "needs columns who and whom" in run("make", "x", "--file", str(bad), code=2)


def test_a_kind_that_is_none_is_answered_in_the_words_of_the_reader_which_the_file_may_have(tmp_path):
    bad = tmp_path / "voeux.csv"
    bad.write_text("qui;avec qui;sorte\nAlizé;Boréal;obligatoire\n", encoding="utf-8")
    with pytest.raises(DatasetError) as caught:
        wishes(bad)
    said = {"fr": Words("fr").fault(caught.value), "en": str(caught.value)}
    assert said["fr"] == (
        "voeux.csv, ligne 2 : « obligatoire » n'est aucun de ces mots : souhait, refus, imposé, exclu, absence."
    )
    for sentence in said.values():
        words = sentence.rpartition(": ")[2].strip(".").split(", ")
        assert [name for name, known in KINDS.items() for word in words if word in known] == list(KINDS)


@pytest.fixture
def confiding(url, tmp_path):
    """Daher seeks what Alizé offers, and Naval is in the network: for the staff of emc2 alone."""
    (tmp_path / "documents.csv").write_text(
        "id;title;level;audience\ndoc:open;Annuaire;;\ndoc:talks;Entretiens;staff;emc2\n", encoding="utf-8"
    )
    (tmp_path / "competences.csv").write_text(
        "organisation;compétence;offre/besoin;document\nAlizé;soudage laser;offre;doc:open\n"
        "Daher;soudage laser;besoin;doc:talks\nBoréal;métrologie;besoin;doc:open\nÉole;métrologie;offre;doc:open\n",
        encoding="utf-8",
    )
    (tmp_path / "more.csv").write_text("name;kind;document\nNaval;firm;doc:talks\n", encoding="utf-8")
    files = [str(tmp_path / f"{one}.csv") for one in ("documents", "competences", "more")]
    assert _run(["load", *files, "--store", url])[0] == 0
    return url


STAFF = ("--viewer", "emc2=staff")
FOUR = "Alizé,Boréal,Daher,Éole"


def test_a_need_that_is_confided_pairs_two_and_stands_on_no_sheet_that_is_handed_out(run, confiding, tmp_path):
    said = run("make", "day", "--participants", FOUR, "--cap", "1", "--slots", "1", *STAFF)
    assert "soudage laser" in said  # the organiser may know why
    run("sheets", "day", "--out", str(tmp_path / "out"), "--day", "2015-09-10", *STAFF)
    files = (tmp_path / "out").rglob("*.*")
    handed = {file.name: file.read_bytes().decode().replace("\r\n ", "") for file in files}  # calendars fold lines
    assert len(handed) == 16 and not [name for name, text in handed.items() if "soudage" in text]
    assert "Alizé" in handed["daher.csv"] and handed["daher.csv"].strip().endswith(",Alizé,")
    assert "métrologie" in handed["eole.csv"]  # what everybody may read is told


def test_every_sheet_says_in_small_on_what_it_rests_and_nothing_of_the_wishes_of_others(
    run, made, tmp_path, monkeypatch
):
    monkeypatch.setattr(basis, "EXAMPLES", frozenset({"doc:organisations", "doc:events"}))
    run("sheets", made, "--out", str(tmp_path / "out"))
    told = (tmp_path / "out" / "basis.txt").read_text(encoding="utf-8").strip()
    assert "example data" in told and "the plan as it is kept" in told and "slots a day: 2" in told
    assert not [one for one in (*IDS, *FIRMS, "wish") if one in told]
    for name, sheets in (("participants", 6), ("tables", 3), ("grid", 1)):
        page = (tmp_path / "out" / f"{name}.html").read_text(encoding="utf-8")
        assert page.count(f"<footer>{told}</footer>") == page.count("<article") == sheets
    kept = json.loads((tmp_path / "out" / "basis.json").read_text(encoding="utf-8"))
    assert kept["examples"] == "all" and "firm:" not in json.dumps(kept)


def test_a_sheet_rests_on_what_everybody_may_see_not_even_a_count_of_more(run, confiding, tmp_path):
    run("make", "day", "--participants", FOUR, "--cap", "1", "--slots", "1", *STAFF)
    run("sheets", "day", "--out", str(tmp_path / "out"), *STAFF)
    kept = json.loads((tmp_path / "out" / "basis.json").read_text(encoding="utf-8"))
    public = network(confiding)
    assert (kept["viewer"], kept["network"]) == ("public", public.content_hash)
    assert (kept["entities"], kept["links"]) == (len(public.entities), len(public.links))


def test_a_participant_that_is_confided_is_on_the_sheets_and_not_among_what_all_read(run, confiding, tmp_path):
    run("make", "day", "--participants", "Alizé,Naval", "--cap", "1", "--slots", "1", *STAFF)
    run("sheets", "day", "--out", str(tmp_path / "out"), *STAFF)
    assert "Naval" in (tmp_path / "out" / "participants" / "alize.csv").read_text(encoding="utf-8-sig")
    before = network(confiding).source_hash
    told = run("held", "day", "--event", "Journée", *STAFF, code=2)
    assert "Naval is confided" in told and "--confided emc2=staff" in told
    two = run("held", "day", "--event", "Journée", "--confided", "emc2=staff,x=staff", *STAFF, code=2)
    assert "not 'emc2=staff,x=staff'" in two
    run("held", "day", "--event", "Journée", "--confided", "emc2=staff", *STAFF)
    assert network(confiding).source_hash == before
    with closing(open_store(confiding)) as store:
        seen = Network.read(store, viewer=Viewer.parse("emc2=staff"))
    assert "firm:naval" in set(seen.links.loc[seen.links["relation"] == "TOOK_PART_IN", "source"])


def test_who_is_not_in_the_plan_cannot_stay_away_from_it_or_refuse(run, made, url, tmp_path):
    (tmp_path / "late.csv").write_text("name;kind\nTard;firm\n", encoding="utf-8")
    assert _run(["load", str(tmp_path / "late.csv"), "--store", url])[0] == 0
    before = run("show", made)
    assert "Tard is not among those who come to the day 'aller'" in run("repair", made, "--absent", "Tard", code=2)
    assert "Tard is not among" in run("repair", made, "--refused", "Tard~Daher", code=2)
    assert run("show", made) == before


def test_a_day_that_is_no_event_is_a_sentence(run, made):
    assert "Daher is a firm, and no day" in run("held", made, "--event", "Daher", code=2)


def not_planned(run, name, folder, one):
    """Whom the sheet of a participant lists as not on the programme."""
    run("sheets", name, "--out", str(folder))
    page = (folder / "participants.html").read_text(encoding="utf-8")
    return re.findall(r"<li>(.*?)</li>", page[page.index(f"<h1>{one}</h1>") :].partition("</article>")[0])


def test_whom_one_met_in_the_first_leg_is_no_wish_that_the_second_leaves(run, made, tmp_path):
    said = run("make", "retour", "--after", made)
    assert "1 of 1 wish" not in said and "0 of" not in said
    assert not_planned(run, "retour", tmp_path / "out", "Boréal") == []
    assert not_planned(run, "retour", tmp_path / "out", "Alizé") == ["Daher"]  # who refused


def test_sheets_of_a_plan_that_was_mended_list_the_wishes_that_it_leaves_now(run, made, tmp_path):
    assert not_planned(run, made, tmp_path / "before", "Boréal") == []
    run("repair", made, "--refused", "firm:alize~firm:boreal")
    assert not_planned(run, made, tmp_path / "after", "Boréal") == ["Alizé"]
