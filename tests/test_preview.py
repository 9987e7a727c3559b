"""What a trial says would change is what changes when the files are loaded, value by value."""

from contextlib import closing

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from graph.resolve import snapshot
from graph.store import open_store
from graph.vocabulary import Kind, Relation
from ingest.load import load
from ingest.lost import lost
from ingest.preview import VALUES, preview
from tests.statements import OWNER
from tests.toys import DRAWN, entity, link, record

MEMBERS = "member,group\nAirbus,EMC2\nDaher,EMC2\n"
FIRMS = "name,kind,city,size,member_of,since\n"
ROWS = some.lists(
    some.tuples(
        some.sampled_from(["Airbus", "Daher", "Zed"]), some.sampled_from(["firm", "pole"]),
        some.sampled_from(["", "Nantes", "Lyon"]), some.sampled_from(["", "sme", "large"]),
        some.sampled_from(["", "EMC2", "Alizé"]), some.sampled_from(["", "2015", "2020-05"]),
    ),
    max_size=5,
)  # fmt: skip
POLES = "name,kind\nEMC2,pole\nAlizé,pole\n"


@pytest.fixture
def store(tmp_path):
    with closing(open_store(f"sqlite:///{tmp_path}/network.db")) as opened:
        yield opened


def shown(store):
    """Every value of an entity, every link with its ends: by brute force, cell by cell."""
    seen = store.snapshot(viewer=OWNER)
    cells = {
        (row["id"], predicate, str(row[column]))
        for row in seen.entities.to_dict("records")
        for column, predicate in VALUES.items()
        if not pd.isna(row[column])
    }
    links = {
        tuple("" if pd.isna(row[one]) else row[one] for one in ("source", "relation", "target", "key", "status"))
        for row in seen.links.to_dict("records")
    }
    return cells, links


def told(rows, change):
    those = rows[rows["change"] == change].fillna("").to_dict("records")
    links = {
        tuple(row[one] for one in ("id", "predicate", "target", "key", "status"))
        for row in those
        if row["predicate"] in set(Relation)
    }
    return {(row["id"], row["predicate"], row["value"]) for row in those if not row["target"]}, links


def without_names(cells, ids):
    return {one for one in cells if one[1] != "name" or one[0] not in ids}


@settings(max_examples=25, deadline=None)
@given(first=ROWS, second=ROWS)
def test_what_is_told_of_a_trial_is_what_the_load_then_does(tmp_path_factory, first, second):
    folder = tmp_path_factory.mktemp("preview")
    with closing(open_store(f"sqlite:///{folder}/network.db")) as store:
        (folder / "poles.csv").write_text(POLES, encoding="utf-8")
        for name, rows in (("a", first), ("b", second)):
            text = FIRMS + "".join(",".join(row) + "\n" for row in rows)
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        load(store, [folder / "poles.csv", folder / "a.csv"])
        was, was_linked = shown(store)
        rows = load(store, [folder / "b.csv"], dry_run=True).preview
        load(store, [folder / "b.csv"])
        now, now_linked = shown(store)
        before, after = ({one[0] for one in cells} for cells in (was, now))
        moved = before ^ after
        assert told(rows, "added")[0] == without_names(now - was, moved)
        assert told(rows, "closed")[0] == without_names(was - now, moved)
        assert now_linked - was_linked <= told(rows, "added")[1] <= now_linked
        assert was_linked - now_linked <= told(rows, "closed")[1] <= was_linked


def test_what_would_go_comes_first_and_a_link_is_told_with_the_names_of_both(store, tmp_path):
    (tmp_path / "a.csv").write_text("name,kind,city\nAirbus,firm,Toulouse\nEMC2,pole,Nantes\n", encoding="utf-8")
    load(store, [tmp_path / "a.csv"])
    text = "name,kind,siren,city,member_of\nAirbus SAS,firm,383474814,Toulouse,EMC2\n"
    (tmp_path / "b.csv").write_text(text, encoding="utf-8")
    rows = load(store, [tmp_path / "b.csv"], dry_run=True).preview
    assert list(rows["change"]) == sorted(rows["change"], reverse=True) and rows["change"].iloc[0] == "closed"
    member = rows[rows["predicate"] == "MEMBER_OF"].iloc[0]
    assert (member["change"], member["value"], member["target"]) == ("added", "EMC2", "pole:emc2")
    assert member["name"].startswith("Airbus") and member["id"] == "siren:383474814"


def test_a_network_that_does_not_change_would_show_nothing_else(store, tmp_path):
    (tmp_path / "a.csv").write_text(POLES, encoding="utf-8")
    load(store, [tmp_path / "a.csv"])
    seen = store.snapshot(viewer=OWNER)
    assert preview(seen, seen).empty
    assert set(preview(None, seen)["change"]) == {"added"}


def trial(store, tmp_path, text, **options):
    (tmp_path / "more.csv").write_text(text, encoding="utf-8")
    return load(store, [tmp_path / "more.csv"], dry_run=True, **options).lost


@pytest.fixture
def members(store, tmp_path):
    for name, text in (("who", "name,kind\nEMC2,pole\nAirbus,firm\nDaher,firm\n"), ("members", MEMBERS)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        load(store, [tmp_path / f"{name}.csv"])
    return store


def test_links_are_lost_when_a_second_bears_the_name_of_their_end(members, tmp_path):
    found = trial(members, tmp_path, "name,kind,city\nEMC2,pole,Lyon\nEMC2,pole,Brest\n")
    assert [(one.source, one.relation, one.target) for one in found] == [
        ("Airbus", "MEMBER_OF", "EMC2"), ("Daher", "MEMBER_OF", "EMC2"),
    ]  # fmt: skip
    assert {(one.called, one.bearers) for one in found} == {("EMC2", 2)}


def test_no_link_is_lost_when_two_turn_out_to_be_one_or_more_is_told(members, tmp_path):
    assert trial(members, tmp_path, "name,kind,city\nAlizé,firm,Toulouse\nZed,firm,Lyon\n") == ()
    a, b = sorted(one for one in members.snapshot(viewer=OWNER).entities["id"] if one.startswith("firm:"))
    assert trial(members, tmp_path, f"a,b,verdict,by\n{a},{b},same,Anne\n") == ()


def test_a_link_of_one_of_two_homonyms_is_lost_though_the_other_has_the_same():
    pole = record("P", Kind.POLE)
    both = [DRAWN.id + "#firm:alpha@lyon", DRAWN.id + "#firm:alpha@nantes"]
    said = [row for one in both for row in entity(one, Kind.FIRM, "Alpha", city=one.partition("@")[2])]
    said += [*entity(pole, Kind.POLE, "P"), link(both[0], Relation.MEMBER_OF, pole)]
    before = snapshot([DRAWN], [*said, link(both[1], Relation.MEMBER_OF, pole)])
    assert [(one.source, one.target) for one in lost(before, snapshot([DRAWN], said))] == [("Alpha", "P")]
    assert lost(before, before) == ()
