"""A snapshot: the file is now all that its document says; what could not be read retracts nothing."""

import random

import pytest

from graph.errors import SnapshotRefused
from graph.network import Network
from graph.store import open_store
from ingest.load import load
from tests.statements import OWNER, PUBLIC
from tests.tables import write

FIRMS = "name,kind,city,siren,lat\n" + "".join(f"Firm {n},firm,Nantes,,47.{n}\n" for n in range(8))
POLES = "pole\nAlizé\nBoréal\n"
MEMBERS = "member,group,since\n" + "".join(f"Firm {n},Alizé,201{n}\n" for n in range(8))


def without(text, *beginnings):
    """The table without the rows that begin so."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(beginnings))


def again(store, folder, *names, **options):
    """Load these tables of the folder as snapshots."""
    paths = [folder / f"{name}.csv" for name in names]
    return load(store, paths, snapshot=True, **{"confirmed": True, **options})


def did(store, run, viewer=OWNER):
    found = store.changes(viewer=viewer, run=run)
    return sorted(zip(found["change"], found["about"], found["predicate"], found["value"], strict=True))


def stated(store):
    table = store.statements(viewer=OWNER)
    return {*table["id"]}


def test_what_is_gone_from_the_file_is_closed_and_what_comes_back_is_opened_again(store, folder):
    load(store, [write(folder, firms=FIRMS)])
    before = stated(store)
    write(folder, firms=without(FIRMS, "Firm 3"))
    report = again(store, folder, "firms", confirmed=False)
    gone = "doc:firms#firm:firm-3@nantes"
    assert did(store, report.run) == [
        ("closed", gone, "city", "Nantes"), ("closed", gone, "kind", "firm"),
        ("closed", gone, "lat", "47.3"), ("closed", gone, "name", "Firm 3"),
    ]  # fmt: skip
    assert (report.closed, report.exit_code, len(Network.read(store).entities)) == (4, 0, 7)
    nothing = again(store, folder, "firms")
    assert (nothing.closed, nothing.run) == (0, "")
    write(folder, firms=FIRMS)
    back = again(store, folder, "firms")
    assert {change for change, *_ in did(store, back.run)} == {"added"} and stated(store) == before


def test_a_load_that_is_no_snapshot_closes_nothing(store, folder):
    load(store, [write(folder, firms=FIRMS)])
    write(folder, firms=without(FIRMS, "Firm 3"))
    assert load(store, [folder]).closed == 0
    assert len(Network.read(store).entities) == 8


def test_what_another_document_also_says_stays(store, folder):
    load(store, [write(folder, firms=FIRMS, others=FIRMS)])
    write(folder, firms=without(FIRMS, "Firm 3"))
    again(store, folder, "firms")
    assert "firm:firm-3" in set(Network.read(store).entities["id"])


def test_several_files_of_one_document_are_their_union_and_several_documents_each_its_own(store, folder):
    write(folder, firms=FIRMS, poles=POLES, members=MEMBERS)
    names = ("firms", "poles", "members")
    load(store, [folder], document="doc:annuaire")
    write(folder, members=without(MEMBERS, "Firm 1"))
    report = again(store, folder, *names, document="doc:annuaire")
    assert [row[1:3] for row in did(store, report.run)] == [
        ("doc:annuaire#?:firm-1", "MEMBER_OF"), ("doc:annuaire#?:firm-1", "reference")
    ]  # fmt: skip
    load(store, [folder])
    write(folder, firms=without(FIRMS, "Firm 2"), members=without(MEMBERS, "Firm 1", "Firm 2"))
    report = again(store, folder, "firms", "members")
    assert [(one.document, len(one.ids)) for one in report.gone] == [("doc:firms", 4), ("doc:members", 2)]
    assert "doc:annuaire#firm:firm-2@nantes" in set(store.statements(viewer=OWNER)["about"])


def test_only_the_documents_that_the_rows_name_are_concerned(store, folder):
    documents = "id,title\ndoc:a,A\ndoc:b,B\n"
    rows = "name,document\n" + "".join(f"Firm {n},doc:{'ab'[n % 2]}\n" for n in range(8))
    load(store, [write(folder, documents=documents, firms=rows)])
    write(folder, firms="name,document\nFirm 0,doc:a\n")
    report = again(store, folder, "documents", "firms")
    assert [(one.document, len(one.ids)) for one in report.gone] == [("doc:a", 6)]


def test_a_refused_row_retracts_nothing_about_its_subject(store, folder):
    load(store, [write(folder, firms=FIRMS, poles=POLES, members=MEMBERS)])
    bad = without(MEMBERS, "Firm 2", "Firm 5") + "Firm 5,Alizé,2015-13-45\n"
    report = again(store, write(folder, members=bad), "members")
    assert {about for _, about, *_ in did(store, report.run)} == {"doc:members#?:firm-2"}
    assert (report.gone[0].kept, report.refused, report.exit_code) == (2, 1, 1)  # the link, and the name it needs
    assert "firm:firm-5~MEMBER_OF~pole:alize~" in set(Network.read(store).links["id"])


def test_a_refused_row_about_an_encounter_keeps_who_took_part_and_their_names(store, folder):
    write(folder, firms=FIRMS, alliances="title,parties,status\nPact A,Firm 0;Firm 1,signed\nPact B,Firm 2,signed\n")
    load(store, [folder])
    report = again(store, write(folder, alliances="title,parties,status\nPact A,Firm 0;Firm 1,sealed\n"), "alliances")
    assert {about for _, about, *_ in did(store, report.run)} == {
        "doc:alliances#?:firm-2", "doc:alliances#alliance:firm-2"
    }  # fmt: skip
    assert sorted(Network.read(store).links["source"]) == ["firm:firm-0", "firm:firm-1"]


def test_where_it_cannot_be_read_whom_a_row_is_about_nothing_of_the_document_is_closed(store, folder):
    write(folder, firms=FIRMS, poles=POLES, members=MEMBERS)
    load(store, [folder])
    bad = without(MEMBERS, "Firm 2", "Firm 5") + ",Alizé,2015\n"
    report = again(store, write(folder, members=bad, firms=without(FIRMS, "Firm 7")), "members", "firms")
    assert [(one.document, len(one.ids)) for one in report.gone] == [("doc:firms", 4), ("doc:members", 0)]
    (fault,) = [one for one in report.faults if one.code == "unreadable_subject"]
    assert "nothing of doc:members is closed" in str(fault) and fault.line == 8
    ragged = again(store, write(folder, members=without(MEMBERS, "Firm 2") + "Firm,9,Alizé,2015\n"), "members")
    assert ragged.closed == 0


def test_a_cell_that_cannot_be_read_retracts_nothing_either(store, folder):
    load(store, [write(folder, firms=FIRMS)])
    report = again(store, write(folder, firms=FIRMS.replace("47.3", "north").replace("47.4", "")), "firms")
    assert did(store, report.run) == [("closed", "doc:firms#firm:firm-4@nantes", "lat", "47.4")]
    assert report.gone[0].kept == 1


def test_an_identifier_that_cannot_be_read_does_not_retract_what_it_identified(store, folder):
    table = FIRMS.replace("Firm 3,firm,Nantes,", "Firm 3,firm,Nantes,552100554")
    load(store, [write(folder, firms=table)])
    bad = table.replace("552100554", "552100555")
    assert again(store, write(folder, firms=without(bad, "Firm 1")), "firms").closed == 0
    other = open_store(f"sqlite:///{folder}/other.db")
    load(other, [write(folder, firms=bad)])  # never known: there is nothing that it could retract
    assert again(other, write(folder, firms=without(bad, "Firm 1")), "firms").closed == 4


def test_closing_more_than_a_fifth_of_a_document_asks_first(store, folder):
    load(store, [write(folder, firms=FIRMS)])
    before = (store.path.read_bytes(), store.revision())
    write(folder, firms=without(FIRMS, "Firm 3", "Firm 4"))
    with pytest.raises(SnapshotRefused, match=r"close 8 of the 32 statements of doc:firms: .* --yes"):
        again(store, folder, "firms", confirmed=False)
    assert (store.path.read_bytes(), store.revision()) == before
    looked = again(store, folder, "firms", confirmed=False, dry_run=True)
    assert looked.vanished == ("firm:firm-3", "firm:firm-4") and looked.gone[0].is_much
    assert again(store, folder, "firms").closed == 8


def test_an_empty_file_closes_all_when_that_is_confirmed(store, folder):
    load(store, [write(folder, firms=FIRMS)])
    report = again(store, write(folder, firms=FIRMS.splitlines()[0] + "\n"), "firms")
    assert (report.closed, report.exit_code) == (32, 0) and Network.read(store).entities.empty


def test_a_row_that_points_at_what_is_gone_is_refused_as_in_a_store_that_never_had_it(store, folder):
    load(store, [write(folder, firms=FIRMS, poles=POLES, members=MEMBERS)])
    write(folder, firms=without(FIRMS, "Firm 3"))
    report = again(store, folder, "firms", "poles", "members")
    assert [(one.file, one.line, one.code) for one in report.faults] == [("members.csv", 5, "unknown_reference")]
    fresh = open_store(f"sqlite:///{folder}/fresh.db")
    load(fresh, [folder / f"{name}.csv" for name in ("firms", "poles", "members")])
    assert Network.read(fresh).content_hash == Network.read(store).content_hash


def test_a_confidence_that_is_gone_is_told_to_its_group_alone(store, folder):
    table = "name,level,audience\n" + "".join(f"Firm {n},{'staff,emc2' if n < 2 else ','}\n" for n in range(12))
    load(store, [write(folder, firms=table)])
    report = again(store, write(folder, firms=without(table, "Firm 1,")), "firms")
    assert len(did(store, report.run)) == 2
    assert report.run not in set(store.runs(viewer=PUBLIC)["id"])


# ----- two states of one export


def firm(n, chance):
    """A row of an export: a firm with its number, which stays, and all else, which does not."""
    return {
        "name": f"Firm {n}", "pic": str(999_000_000 + n), "city": chance.choice(["Nantes", "Lyon", "Lille"]),
        "url": f"https://example.org/{n}", "keywords": ";".join(chance.sample(["Bois", "Acier", "Lin"], 2)),
    }  # fmt: skip


def table(rows):
    columns = ["name", "pic", "city", "url", "keywords"]
    return "\n".join([",".join(columns), *(",".join(row[name] for name in columns) for row in rows)]) + "\n"


def moved_on(rows, chance):
    """The next state of an export, and what differs: firms renamed, moved, added, removed."""
    after, differences = [], []
    for row in rows:
        about, fate = f"pic:{row['pic']}", chance.choice(["as it was"] * 12 + ["renamed", "moved", "removed"])
        new = dict(row)
        if fate == "removed":
            said = [("kind", "firm"), *((what, row[what]) for what in ("name", "city", "url"))]
            said += [("OFFERS", f"doc:firms#competence:{one.lower()}") for one in row["keywords"].split(";")]
            differences += [("closed", about, *one) for one in said]
            continue
        if fate == "renamed":
            new["name"] = f"{row['name']} Group"
            differences += [("closed", about, "name", row["name"]), ("added", about, "name", new["name"])]
        if fate == "moved":
            new["city"] = "Brest"
            differences += [("closed", about, "city", row["city"]), ("added", about, "city", "Brest")]
        after.append(new)
    for n in range(chance.randrange(4)):
        new = {"name": f"New {n}", "pic": str(999_500_000 + n), "city": "Metz", "url": "", "keywords": "Lin"}
        after.append(new)
        said = [("kind", "firm"), ("name", new["name"]), ("city", "Metz"), ("OFFERS", "doc:firms#competence:lin")]
        differences += [("added", f"pic:{new['pic']}", *one) for one in said]
    return after, sorted(differences)


@pytest.mark.parametrize("seed", range(6))
def test_a_second_state_of_an_export_gives_exactly_its_differences_and_again_none(store, folder, seed):
    chance = random.Random(seed)
    first = [firm(n, chance) for n in range(60)]
    load(store, [write(folder, firms=table(first))])
    second, differences = moved_on(first, chance)
    chance.shuffle(second)
    report = again(store, write(folder, firms=table(second)), "firms")
    assert did(store, report.run) == differences
    assert again(store, folder, "firms").run == ""
    fresh = open_store(f"sqlite:///{folder}/fresh.db")
    load(fresh, [folder / "firms.csv"])
    assert Network.read(fresh).content_hash == Network.read(store).content_hash
    assert stated(fresh) == stated(store)
