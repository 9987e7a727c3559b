"""Loading: every row accounted for, all or nothing, and the same again changes nothing."""

import csv
import gzip
import io
import random
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from graph.errors import DatasetError
from graph.network import Network, evidence
from graph.store import open_store
from ingest.load import load
from tests.statements import OWNER
from tests.tables import write

DATA = Path(__file__).resolve().parents[1] / "data"
FILES = sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*.csv"))
FIRMS = "name,kind,city\nAirbus,firm,Toulouse\nDaher,firm,Nantes\nEMC2,pole,Nantes\n"
MEMBERS = "member,group,since\nAirbus,EMC2,2012\nDaher,EMC2,\n"


def counts(report):
    return tuple(report.total(what) for what in ("read", "loaded", "unchanged", "refused", "skipped"))


def records(path):
    """The rows of a CSV file as the standard library counts them, the header left out."""
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


class Crowded:
    """A store into which somebody else loads a file right after whoever wrote last."""

    def __init__(self, store, others):
        self.store, self.others = store, others

    def __getattr__(self, name):
        return getattr(self.store, name)

    @contextmanager
    def write(self, *words, **more):
        with self.store.write(*words, **more) as writer:
            yield writer
        load(self.store, [self.others], at="2016-01-01T10:00:01")


def adds_up(report):
    return all(one.read == one.loaded + one.unchanged + one.refused + one.skipped for one in report.files)


def entities(store):
    return list(Network.read(store).entities["id"])


def says_the_same(left, right):
    """Whether two stores show the same network, table by table."""
    one, other = Network.read(left), Network.read(right)
    assert one.content_hash == other.content_hash
    for name in ("entities", "links", "declared", "documents"):
        assert getattr(one, name).equals(getattr(other, name)), name
    mentions = [net.mentions.sort_values(list(net.mentions), ignore_index=True) for net in (one, other)]
    return mentions[0].equals(mentions[1])


# ----- rows read = loaded + unchanged + refused + skipped


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """A store, and what loading the shipped data into it once and again did."""
    with closing(open_store(f"sqlite:///{tmp_path_factory.mktemp('shipped')}/network.db")) as opened:
        yield opened, load(opened, [DATA]), load(opened, [DATA])


def test_a_load_names_its_own_run_whoever_else_loads_at_that_moment(store, folder):
    write(folder, firms=FIRMS, others="name,kind\nBoeing,firm\n")
    report = load(Crowded(store, folder / "others.csv"), [folder / "firms.csv"], at="2016-01-01T10:00:00")
    assert report.run == store.runs(viewer=OWNER)["id"].iloc[0] and len(store.runs(viewer=OWNER)) == 2


@pytest.mark.parametrize("position", range(len(FILES)), ids=FILES)
def test_each_row_of_each_shipped_file_is_loaded_at_first_and_unchanged_the_second_time(shipped, position):
    _, first, again = shipped
    assert len(first.files) == len(FILES)
    rows = records(DATA / FILES[position])
    assert [(one.read, one.loaded) for one in first.files if one.file == FILES[position]] == [(rows, rows)]
    assert [(one.read, one.unchanged) for one in again.files if one.file == FILES[position]] == [(rows, rows)]
    assert adds_up(first) and adds_up(again)


@pytest.mark.parametrize("name", FILES)
def test_each_shipped_file_alone_accounts_for_all_its_rows(store, name):
    report = load(store, [DATA / name])
    assert report.total("read") == records(DATA / name)
    assert adds_up(report)
    assert {one.code for one in report.faults if one.severity == "row"} <= {"unknown_reference", "unknown_document"}


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_wrong_with_a_row_it_is_counted_once_and_its_line_named(store, folder, seed):
    chance = random.Random(seed)
    kinds = {
        "Firm {n},firm,FR,,": "loaded",
        "Firm {n},spaceship,FR,,": "refused",
        "Firm {n},firm,Atlantis,,": "loaded",
        "Firm {n},firm,FR,staff,": "refused",
        "Firm {n},firm,FR,staff,emc2": "loaded",
        "Firm {n},firm,FR,secret,emc2": "refused",
        ",,,,": "skipped",
        "Firm 0,firm,FR,,": "skipped",
        "Firm {n},firm,FR,,,surplus": "refused",
        '"Firm\n{n}",firm': "loaded",
    }
    chosen = [chance.choice(list(kinds)) for _ in range(60)]
    text = "name,kind,country,level,audience\nFirm 0,firm,FR,,\n"
    lines = {}
    for n, row in enumerate(chosen, 1):
        lines[text.count("\n") + 1] = kinds[row]
        text += row.format(n=n) + "\n"
    report = load(store, [write(folder, firms=text) / "firms.csv"])
    tally = [list(lines.values()).count(what) for what in ("refused", "skipped")]
    assert counts(report) == (61, 61 - sum(tally), 0, *tally)
    for severity, what in (("row", "refused"), ("skip", "skipped")):
        named = {one.line for one in report.faults if one.severity == severity}
        assert named == {line for line, outcome in lines.items() if outcome == what}


def test_a_document_that_is_described_is_loaded_when_new_or_otherwise_than_before(store, folder):
    table = "id,title,published\ndoc:a,A,2015\ndoc:b,B,\n"
    write(folder, documents=table)
    assert counts(load(store, [folder])) == (2, 2, 0, 0, 0)
    again = load(store, [folder])
    assert (counts(again), again.documents, again.run) == ((2, 0, 2, 0, 0), 0, "")
    write(folder, documents=table.replace("2015", "2016"))
    dated = load(store, [folder])
    assert (counts(dated), dated.documents) == ((2, 1, 1, 0, 0), 1)
    assert dated.run in set(store.runs(viewer=OWNER)["id"])


def test_a_document_described_twice_is_skipped_or_if_otherwise_refused(store, folder):
    table = "id,title\ndoc:a,A\ndoc:a,A\ndoc:a,Another\n"
    report = load(store, [write(folder, documents=table)])
    assert counts(report) == (3, 1, 0, 1, 1)
    assert [(one.line, one.code) for one in report.faults] == [(3, "duplicate_row"), (4, "conflicting_row")]


def test_documents_may_be_loaded_before_the_rows_that_are_read_from_them(store, folder):
    write(folder, documents="id,title\ndoc:a,A\n", firms="name,kind,document\nAirbus,firm,doc:a\n")
    assert load(store, [folder / "documents.csv"]).exit_code == 0
    assert load(store, [folder / "firms.csv"]).exit_code == 0
    assert list(store.documents(viewer=OWNER)["title"]) == ["A"]


def test_a_decision_is_loaded_once(store, folder):
    write(folder, decisions="a,b,verdict\nx,y,same\n")
    assert counts(load(store, [folder])) == (1, 1, 0, 0, 0)
    assert counts(load(store, [folder])) == (1, 0, 1, 0, 0)


# ----- twice, shuffled, packed


def test_a_second_load_changes_nothing_and_says_so(shipped):
    store, first, again = shipped
    assert first.exit_code == again.exit_code == 0
    assert (again.new, again.changed, again.decided, again.documents, again.run) == (0, 0, 0, 0, "")
    assert again.unchanged == first.new
    assert store.revision() == 1 and len(store.runs(viewer=OWNER)) == 1


def shuffled(text, chance):
    """The same table with its rows and its columns in another order."""
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    order = chance.sample(range(len(header)), len(header))
    out = io.StringIO(newline="")
    chance.shuffle(rows)
    csv.writer(out).writerows([row[n] for n in order] for row in (header, *rows))
    return out.getvalue()


@pytest.mark.parametrize("seed", range(3))
def test_shuffled_rows_and_columns_and_files_give_the_same_network(shipped, store, folder, seed):
    chance = random.Random(seed)
    for name in FILES:
        target = folder / str(chance.random()) / Path(name).name
        target.parent.mkdir()
        text = (DATA / name).read_text(encoding="utf-8")
        target.write_text(shuffled(text, chance), encoding="utf-8", newline="")
    assert load(store, [folder]).exit_code == 0
    assert says_the_same(store, shipped[0])


def test_a_packed_file_gives_what_the_plain_one_gives_and_after_it_changes_nothing(store, tmp_path, folder):
    write(folder, firms=FIRMS)
    (folder / "firms.csv.gz").write_bytes(gzip.compress(FIRMS.encode()))
    load(store, [folder / "firms.csv"])
    packed = open_store(f"sqlite:///{tmp_path}/packed.db")
    load(packed, [folder / "firms.csv.gz"])
    assert says_the_same(store, packed)
    again = load(store, [folder / "firms.csv.gz"])
    assert (again.total("unchanged"), again.documents, store.revision()) == (3, 0, 1)


def test_a_row_refused_for_its_other_end_does_not_take_along_what_a_later_row_also_says(store, folder):
    #  row 2 and row 3 both say who `Airbus` is that they mean; row 2 goes, row 3 stays
    write(folder, firms=FIRMS, members="member,group\nAirbus,Nobody\nAirbus,EMC2\n")
    report = load(store, [folder / "members.csv", folder / "firms.csv"])
    assert [(one.line, one.code) for one in report.faults] == [(2, "unknown_reference")]
    assert list(Network.read(store).links["id"]) == ["firm:airbus~MEMBER_OF~pole:emc2~"]


def test_a_row_refused_for_its_value_does_not_take_along_what_a_later_row_also_says(store, folder):
    table = "about,predicate,value,document\nAirbus,lat,north,doc:s\nAirbus,lat,43.6,doc:s\n"
    write(folder, firms=FIRMS, documents="id,title\ndoc:s,S\n", said=table)
    report = load(store, [folder])
    assert [(one.file, one.line, one.code) for one in report.faults] == [("said.csv", 2, "bad_number")]
    assert Network.read(store).row("firm:airbus")["lat"] == 43.6


# ----- dry runs, strict loads, exit codes


def test_a_dry_run_shows_what_would_appear_and_leaves_no_store_behind(store, folder):
    report = load(store, [write(folder, firms=FIRMS)], dry_run=True)
    assert report.appeared == ("firm:airbus", "firm:daher", "pole:emc2") and report.vanished == ()
    assert (counts(report), report.exit_code, report.run) == ((3, 3, 0, 0, 0), 0, "")
    assert [one.name for one in folder.parent.iterdir()] == ["in"]


def test_a_dry_run_on_a_network_shows_what_would_appear_and_vanish_and_changes_nothing(store, folder):
    load(store, [write(folder, firms=FIRMS)])
    before = (store.path.read_bytes(), store.revision())
    write(folder, more="name,kind,siren,city\nAirbus SAS,firm,383474814,Toulouse\n")
    report = load(store, [folder / "more.csv"], dry_run=True)
    assert (report.appeared, report.vanished) == (("siren:383474814",), ("firm:airbus",))
    assert (store.path.read_bytes(), store.revision()) == before
    load(store, [folder / "more.csv"])
    assert entities(store) == ["firm:daher", "pole:emc2", "siren:383474814"]


BAD_ROW = FIRMS + "Zed,spaceship,Nantes\n"


def test_a_strict_load_with_one_bad_row_loads_nothing_and_accounts_for_the_others(store, folder):
    report = load(store, [write(folder, firms=BAD_ROW)], strict=True)
    assert (report.exit_code, report.is_held_back, counts(report)) == (2, True, (4, 0, 0, 1, 3))
    assert {one.code for one in report.faults} == {"unknown_kind", "held_back"}
    assert [one.name for one in folder.parent.iterdir()] == ["in"]


def test_a_strict_load_of_one_bad_file_keeps_out_the_good_ones_too(store, folder):
    load(store, [write(folder, firms=FIRMS) / "firms.csv"])
    before = (store.path.read_bytes(), store.revision())
    write(folder, members=MEMBERS, pole="nom du pôle,rna\nAxelera,\n", bad="member,group\nNobody,EMC2\n")
    report = load(store, [folder / "members.csv", folder / "pole.csv", folder / "bad.csv"], strict=True)
    assert report.exit_code == 2 and report.refused == 1 and adds_up(report)
    assert (store.path.read_bytes(), store.revision()) == before


def test_a_strict_load_without_a_bad_row_loads(store, folder):
    assert load(store, [write(folder, firms=FIRMS)], strict=True).exit_code == 0
    assert entities(store) == ["firm:airbus", "firm:daher", "pole:emc2"]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("Airbus,firm,Toulouse\n", 0),
        ("Airbus,firm,Toulouse\nAirbus,firm,Toulouse\n\n", 0),
        ("Airbus,firm,Toulouse\nZed,spaceship,\n", 1),
        ("Zed,spaceship,\n", 2),
        ("", 2),
        ("\n\n", 2),
    ],
    ids=["all good", "some skipped", "some refused", "all refused", "header only", "blank rows only"],
)
def test_the_exit_code_says_whether_all_some_or_none_was_accepted(store, folder, rows, code):
    write(folder, firms="name,kind,city\n" + rows)
    assert load(store, [folder]).exit_code == code
    assert load(store, [folder]).exit_code == code


# ----- names that rows merely refer to


def test_a_row_that_names_nobody_is_refused_with_its_line_and_what_to_do(store, folder):
    write(folder, firms=FIRMS, members=MEMBERS + "\nAirbos,EMC2,\n")
    report = load(store, [folder / "firms.csv", folder / "members.csv"])
    (fault,) = [one for one in report.faults if one.severity == "row"]
    assert (fault.file, fault.line, fault.value, fault.code) == ("members.csv", 5, "Airbos", "unknown_reference")
    assert "nobody bears the name 'Airbos'" in str(fault) and fault.suggestion
    assert len(Network.read(store).links) == 2


def test_a_name_that_several_bear_lists_them(store, folder):
    firms = "name,kind,city\nAlpha,firm,Nantes\nAlpha,firm,Lyon\nEMC2,pole,Nantes\n"
    report = load(store, [write(folder, firms=firms, members="member,group\nAlpha,EMC2\n")])
    (fault,) = report.faults
    assert (fault.code, fault.line) == ("ambiguous_reference", 2)
    assert fault.suggestion == "Write which: firm:alpha, firm:alpha-2."


def test_a_row_that_places_a_known_name_elsewhere_is_told_why_it_is_nobody(store, folder):
    load(store, [write(folder, firms="name,kind,city\nAlpha,firm,Nantes\n")])
    (folder / "firms.csv").unlink()
    report = load(store, [write(folder, statements="about,predicate,value,document\nAlpha,city,Lyon,doc:firms\n")])
    (fault,) = report.faults
    assert fault.code == "another_bearer" and "'Alpha' would be somebody else: the town" in str(fault)
    assert "« Alpha » serait quelqu'un d'autre : la ville" in fault.sentence("fr")


def test_an_ambiguous_name_is_settled_by_an_id(store, folder):
    firms = "name,kind,city\nAlpha,firm,Nantes\nAlpha,firm,Lyon\nEMC2,pole,Nantes\n"
    load(store, [write(folder, firms=firms)])
    lyon, nantes = "doc:firms#firm:alpha@lyon", "doc:firms#firm:alpha@nantes"
    write(folder, members=f"member,group\n{nantes},EMC2\n")
    assert load(store, [folder / "members.csv"]).exit_code == 0
    (source,) = Network.read(store).links["source"]
    assert Network.read(store).find(nantes) == source != Network.read(store).find(lyon)


def test_a_name_may_be_known_from_an_earlier_load_or_a_later_file(store, folder):
    write(folder, a_members=MEMBERS, firms=FIRMS)
    assert load(store, [folder]).exit_code == 0
    write(folder, more="member,group\nDaher SA,EMC2\n")
    assert load(store, [folder / "more.csv"]).exit_code == 0


# ----- undone and withdrawn


def test_undoing_a_load_takes_back_what_it_alone_said(store, folder):
    write(folder, firms=FIRMS, members=MEMBERS)
    load(store, [folder / "firms.csv"])
    before = Network.read(store)
    run = load(store, [folder / "members.csv"]).run
    assert len(Network.read(store).links) == 2
    with store.write("undo") as writer:
        writer.undo(run)
    after = Network.read(store)
    assert after.content_hash == before.content_hash and after.source_hash == before.source_hash
    assert load(store, [folder / "members.csv"]).total("loaded") == 2


def test_withdrawing_a_document_leaves_what_another_file_also_says(store, folder):
    write(folder, firms=FIRMS, more="name,kind,city\nDaher,firm,Nantes\n", members="member,group\nDaher,EMC2\n")
    load(store, [folder / "firms.csv", folder / "more.csv"])
    load(store, [folder / "members.csv"])
    with store.write("withdraw") as writer:
        writer.withdraw("doc:firms")
    assert entities(store) == ["firm:daher"]
    assert Network.read(store).links.empty
    assert load(store, [folder / "firms.csv"]).total("loaded") == 3
    assert list(Network.read(store).links["id"]) == ["firm:daher~MEMBER_OF~pole:emc2~"]


def test_rows_of_several_files_may_be_read_from_one_document(store, folder):
    write(folder, firms=FIRMS, members=MEMBERS)
    report = load(store, [folder / "firms.csv", folder / "members.csv"], document="doc:annuaire")
    assert {one.document for one in report.files} == {"doc:annuaire"}
    assert list(store.documents(viewer=OWNER)["id"]) == ["doc:annuaire"]
    net = Network.read(store)
    assert set(evidence(store, net, net.links["id"].iloc[0])["locator"]) == {"line 2"}


def test_a_file_named_twice_is_read_once(store, folder):
    path = write(folder, firms=FIRMS) / "firms.csv"
    assert load(store, [path, folder, path]).total("read") == 3


def test_progress_is_told_of_each_stage(store, folder):
    told = []
    load(store, [write(folder, members=MEMBERS, firms=FIRMS)], progress=lambda stage, rows: told.append((stage, rows)))
    assert told == [("firms.csv", 3), ("members.csv", 2), ("names", 0), ("store", 0), ("resolve", 0)]


class Stopped(BaseException):
    """As a reader's click ends what the app does."""


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize("stage", ["more.csv", "names", "store", "resolve"])
def test_whoever_is_told_of_a_stage_can_stop_the_load_there_and_nothing_of_it_is_kept(
    store, folder, stage, dry_run, monkeypatch
):
    monkeypatch.setattr("ingest.load.TOLD_EACH", 1)
    load(store, [write(folder, firms=FIRMS)])
    before = (entities(store), store.revision(), len(store.runs(viewer=OWNER)))
    write(folder, more="name,kind,siren,city\nAirbus SAS,firm,383474814,Toulouse\nZed,firm,,Nantes\n")

    def tell(at, rows):
        if at == stage and (rows or at != "store"):
            raise Stopped

    with pytest.raises(Stopped):
        load(store, [folder / "more.csv"], dry_run=dry_run, progress=tell)
    assert (entities(store), store.revision(), len(store.runs(viewer=OWNER))) == before
    assert load(store, [folder / "more.csv"]).run


def test_nothing_is_written_when_a_later_file_cannot_be_read(store, folder):
    write(folder, firms=FIRMS, members='member,group\nAirbus,"EMC2\n')
    with pytest.raises(DatasetError, match=r"members\.csv, line 2"):
        load(store, [folder])
    assert [one.name for one in folder.parent.iterdir()] == ["in"]


def test_whoever_comes_with_a_known_name_is_told_of_before_and_after_the_load(store, folder):
    load(store, [write(folder, firms="name,kind\nAirbus,firm\nDaher,firm\nEMC2,pole\n")])
    (folder / "more").mkdir()
    more = write(folder / "more", liste="nom;type;ville\nAirbus;firm;Toulouse\nEMC2;pole;Nantes\nNova;firm;Nantes\n")
    for dry_run in (True, False):
        report = load(store, [more], dry_run=dry_run)
        assert [(one.name, sorted((one.new, one.known))) for one in report.namesakes] == [
            ("Airbus", ["firm:airbus", "firm:airbus-2"])
        ]
    assert load(store, [more]).namesakes == ()
