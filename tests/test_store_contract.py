"""What every store promises: one suite, held by each of them."""

import os
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from graph import namesakes
from graph.beside import Beside
from graph.errors import StoreBusy, StoreUnavailable, UndoRefused, UnknownRecord
from graph.identity import identify
from graph.model import Decision, Document, Statement, Viewer
from graph.resolve import snapshot
from graph.sqlite_store import SqliteStore
from graph.store import open_store
from graph.vocabulary import Kind, Level, Verdict
from tests.conftest import wipe
from tests.statements import EMC2, LIST, NEWS, OWNER, PUBLIC, SYSTEMATIC, called, confided, refers, says

BOEING, CLUB = "doc:news#firm:boeing", "doc:news#pole:emc2"
A, B = "doc:news#firm:alpha", "doc:news#firm:beta"
MEMBERSHIP = [
    *called(BOEING, "Boeing"),
    *called(CLUB, "EMC2", Kind.POLE),
    says(BOEING, "MEMBER_OF", CLUB),
]
NANTES, SEATTLE = "doc:news#territory:nantes", "doc:news#territory:seattle"
TWINNED = [
    *called(NANTES, "Nantes", Kind.TERRITORY),
    *called(SEATTLE, "Seattle", Kind.TERRITORY),
    says(NANTES, "TWINNED_WITH", SEATTLE),
]


@pytest.fixture
def file_store(tmp_path):
    with closing(open_store(f"sqlite:///{tmp_path}/network.db")) as opened:
        yield opened


@pytest.fixture(params=["sqlite", "neo4j"])
def store(request):
    return request.getfixturevalue({"sqlite": "file_store", "neo4j": "neo4j_store"}[request.param])


def save(store, *statements, documents=(NEWS, LIST), decisions=()):
    with store.write("load") as run:
        counts = run.add(documents, statements)
        run.decide(decisions)
    return counts


def last_run(store):
    return store.runs(viewer=OWNER)["id"].iloc[-1]


def undo(store, run):
    with store.write("undo") as writer:
        writer.undo(run)


def entities(store, viewer=PUBLIC):
    return list(store.snapshot(viewer=viewer).entities["id"])


def links(store, viewer=PUBLIC):
    return list(store.snapshot(viewer=viewer).links["id"])


def same(first, second):
    """Whether two snapshots hold the same rows; mentions come in no particular order."""
    for left, right, name in zip(first, second, first._fields, strict=True):
        if name == "revision":
            continue
        order = list(left.columns[:3]) if name == "mentions" else None
        if order:
            left, right = (table.sort_values(order, ignore_index=True) for table in (left, right))
        assert left.equals(right), f"{name}:\n{left.to_string()}\n{right.to_string()}"
    return True


def test_what_was_saved_comes_back(store):
    save(store, *MEMBERSHIP)
    assert entities(store) == ["firm:boeing", "pole:emc2"]
    assert links(store) == ["firm:boeing~MEMBER_OF~pole:emc2~"]


def test_when_somebody_last_spoke_in_a_document_is_told_with_it_and_with_the_network_to_whom_may_hear_it(store):
    days = ("2014-05-01", "2015-03-02", "2013-01-01", None, None)
    spoken = [one._replace(said_on=day) for one, day in zip(MEMBERSHIP, days, strict=True)]
    secret = confided([says("doc:news#firm:boeing", "city", "Nantes", said_on="2020-12-24")])
    save(store, *spoken, *secret)
    for viewer, last in ((PUBLIC, "2015-03-02"), (OWNER, "2020-12-24")):
        told, shown = store.documents(viewer=viewer), store.snapshot(viewer=viewer).documents
        assert told["said"].to_list() == [last] and told.equals(shown)


def test_saying_it_twice_changes_nothing_not_even_the_revision(store):
    save(store, *MEMBERSHIP)
    before = store.revision()
    counts = save(store, *MEMBERSHIP)
    assert (len(counts.new), counts.unchanged, store.revision() - before) == (0, 5, 0)
    assert len(store.runs(viewer=OWNER)) == 1


def test_a_twinning_is_one_link_whichever_end_is_named_first(store):
    save(store, *TWINNED, says(SEATTLE, "TWINNED_WITH", NANTES, document=LIST))
    assert links(store) == ["territory:nantes~TWINNED_WITH~territory:seattle~"]
    assert list(store.snapshot(viewer=PUBLIC).mentions.query("about.str.contains('~')")["document"].sort_values()) == [
        "doc:list",
        "doc:news",
    ]


def test_withdrawing_a_document_takes_what_only_it_said_and_leaves_the_rest(store):
    save(store, *MEMBERSHIP, *called("doc:list#firm:daher", "Daher", document=LIST))
    save(store, *called("doc:list#pole:emc2", "EMC2", Kind.POLE, document=LIST))
    with store.write("withdraw") as run:
        run.withdraw("doc:news")
    assert entities(store) == ["firm:daher", "pole:emc2"]
    assert links(store) == []
    assert list(store.documents(viewer=PUBLIC)["id"]) == ["doc:list"]


def test_withdrawing_an_unknown_document_says_which_are_known(store):
    save(store, *MEMBERSHIP)
    with pytest.raises(UnknownRecord, match=r"No document 'doc:nwes' .* doc:news"), store.write("withdraw") as run:
        run.withdraw("doc:nwes")


def test_a_run_knows_what_it_will_be_called(store):
    with store.write("load", at="2016-01-01T10:00:00") as run:
        run.add([NEWS], MEMBERSHIP)
    assert run.id == last_run(store)


def test_a_failed_run_leaves_nothing(store):
    save(store, *MEMBERSHIP)
    with pytest.raises(RuntimeError), store.write("load") as run:
        run.add([], called("doc:news#firm:daher", "Daher"))
        raise RuntimeError
    assert entities(store) == ["firm:boeing", "pole:emc2"]
    assert store.revision() == 1


def tables(store):
    """All that the store holds but the list of runs and the revision, as sorted rows."""
    return rows_of_the_file(store) if isinstance(store, SqliteStore) else rows_of_the_server(store)


def rows_of_the_file(store):
    with closing(sqlite3.connect(store.path)) as db:
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        return {
            name: sorted(db.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
            for name in names
            if name not in ("runs", "revision")
        }


def rows_of_the_server(store):
    """Nodes with their labels, and relationships with their ends, each with what they say."""
    nodes = "MATCH (n) WHERE NOT n:Run AND NOT n:Maillage RETURN labels(n), properties(n)"
    links = "MATCH (a)-[r]->(b) RETURN a.id, type(r), b.id, properties(r)"
    found = [store._driver.execute_query(text, database_=store.address.database).records for text in (nodes, links)]
    return {i: sorted((record.data() for record in records), key=repr) for i, records in enumerate(found)}


CHANGES = {
    "more is said": lambda run: run.add([], called("doc:list#firm:daher", "Daher", document=LIST)),
    "a document is withdrawn": lambda run: run.withdraw("doc:news"),
    "a statement is closed": lambda run: run.close([MEMBERSHIP[-1].id]),
    "a statement is made confidential": lambda run: run.add([], confided(MEMBERSHIP)),
    "a file is all of a document": lambda run: (
        run.add([], called("doc:news#firm:daher", "Daher")),
        run.close([one.id for one in MEMBERSHIP[2:]]),
    ),
    "a document is dated": lambda run: run.add([Document("doc:news", "News", published="2017")], []),
    "a decision joins two": lambda run: run.decide([Decision(BOEING, "doc:list#firm:x", Verdict.SAME, "me")]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_undoing_a_run_leaves_the_store_as_it_was_table_by_table(store, change):
    save(store, *MEMBERSHIP, *called("doc:list#firm:x", "Boeing Co", document=LIST))
    before = tables(store)
    with store.write("load") as run:
        change(run)
    assert tables(store) != before
    undo(store, last_run(store))
    assert tables(store) == before


def test_a_run_is_not_undone_before_those_that_stand_on_it(store):
    save(store, *MEMBERSHIP)
    first = last_run(store)
    save(store, *called("doc:news#firm:daher", "Daher"))
    with pytest.raises(UndoRefused, match=f"undo {last_run(store)} first"):
        undo(store, first)


@pytest.mark.parametrize("change", [name for name in CHANGES if not name.startswith("a decision")])
def test_whatever_a_later_run_did_to_a_document_stands_on_what_was_said_in_it(store, change):
    save(store, *MEMBERSHIP)
    first = last_run(store)
    save(store, *called("pic:999997930", "Zed", document=LIST))
    with store.write("load") as run:
        CHANGES[change](run)
    with pytest.raises(UndoRefused, match=f"undo {last_run(store)}"):
        undo(store, first)
    undo(store, last_run(store))
    assert store.statements(viewer=OWNER)["document"].eq("doc:list").sum() == 2


def test_a_decision_stands_on_an_earlier_one_of_the_same_pair_alone(store):
    save(store, decisions=[Decision(BOEING, CLUB, Verdict.SAME, "me")])
    first = last_run(store)
    save(store, decisions=[Decision(BOEING, NANTES, Verdict.SAME, "me")])
    other = last_run(store)
    save(store, decisions=[Decision(CLUB, BOEING, Verdict.DIFFERENT, "me")])
    with pytest.raises(UndoRefused, match=f"undo {last_run(store)} first"):
        undo(store, first)
    undo(store, other)
    undo(store, last_run(store))
    undo(store, first)


def test_a_run_on_another_document_does_not_stand_in_the_way(store):
    save(store, *MEMBERSHIP, documents=[NEWS])
    first = last_run(store)
    save(store, *called("doc:list#firm:daher", "Daher", document=LIST), documents=[LIST])
    undo(store, first)
    assert entities(store) == ["firm:daher"]


def test_what_is_confided_to_one_group_does_not_exist_for_the_others(store):
    save(store, *MEMBERSHIP, *confided(called("doc:news#firm:spacex", "SpaceX")))
    assert entities(store, EMC2) == ["firm:boeing", "firm:spacex", "pole:emc2"]
    assert entities(store, SYSTEMATIC) == entities(store, PUBLIC) == ["firm:boeing", "pole:emc2"]


def test_a_group_is_one_whichever_way_its_letters_are_written(store):
    secret = Document("doc:secret", "Plans", level=Level.STAFF, audience="Emc2")
    loud = confided(called("doc:news#firm:zed", "Zed"), audience="EMC2")
    save(store, *loud, *called("doc:secret#firm:why", "Why", document=secret), documents=[NEWS, secret])
    for name in ("emc2=staff", "EMC2=Staff"):
        assert entities(store, Viewer.parse(name)) == ["firm:why", "firm:zed"]
    assert entities(store, Viewer.parse("emc=staff")) == []
    quiet = confided(called("doc:news#firm:zed", "Zed"), audience="emc2")
    assert not save(store, *quiet, documents=[NEWS]).changed


def test_a_statement_made_confidential_leaves_no_public_copy(store):
    save(store, *MEMBERSHIP)
    save(store, *confided(MEMBERSHIP[-1:]))
    assert links(store) == []
    assert links(store, EMC2) == ["firm:boeing~MEMBER_OF~pole:emc2~"]
    assert len(store.statements(viewer=PUBLIC)) == 4


def test_what_was_confided_and_is_now_public_does_not_bring_its_note_along(store):
    (kind, name) = called(A, "Alpha")
    secret = [one._replace(note="secret", quote="secret", locator="line 9", said_on="2014") for one in (kind, name)]
    save(store, *confided(secret))
    save(store, *[one._replace(note="open", locator="line 2") for one in (kind, name)])
    for viewer in (PUBLIC, EMC2, OWNER):
        said = store.statements(viewer=viewer)
        assert set(said["note"]) == {"open"} and set(said["locator"]) == {"line 2"}
        assert said["quote"].isna().all() and said["said_on"].isna().all()


def test_words_and_place_stay_as_first_seen_while_it_is_held_the_same(store):
    save(store, *[one._replace(note="first", locator="line 2") for one in called(A, "Alpha")])
    save(store, *[one._replace(note="second", locator="line 3") for one in called(A, "Alpha")])
    assert set(store.statements(viewer=PUBLIC)["note"]) == {"first"}


def test_a_count_beside_somebody_follows_who_that_is(store):
    besides = (("besides", B),)
    save(store, *called(A, "Alpha"), *called(B, "Beta"), says(A, "declared", "18", key="firm", qualifiers=besides))
    before = store.snapshot(viewer=OWNER).declared["besides"].item()
    save(store, says(B, "identifier", "siren:552100554"))
    assert before != store.snapshot(viewer=OWNER).declared["besides"].item() == "siren:552100554"


def test_a_viewer_counts_beside_the_one_that_it_knows(store):
    besides = (("besides", B),)
    save(store, *called(A, "Alpha"), *called(B, "Beta"), says(A, "declared", "18", key="firm", qualifiers=besides))
    save(store, *confided([says(B, "identifier", "siren:552100554")]))
    assert store.snapshot(viewer=EMC2).declared["besides"].item() == "siren:552100554"
    assert store.snapshot(viewer=PUBLIC).declared["besides"].item() == "firm:beta"


def test_the_public_is_not_told_the_name_of_a_document_that_it_cannot_see(store):
    with store.write("load", document="doc:secret-plan") as writer:
        writer.add([NEWS], called(A, "Alpha"))
    assert store.runs(viewer=PUBLIC)["document"].isna().all()
    assert list(store.runs(viewer=OWNER)["document"]) == ["doc:secret-plan"]


def test_all_that_a_confidential_document_says_is_confidential(store):
    secret = Document("doc:secret", "Secret", level=Level.MEMBERS, audience="emc2")
    save(store, *called("doc:secret#firm:zed", "Zed", document=secret), documents=[secret])
    assert (entities(store, PUBLIC), entities(store, EMC2)) == ([], ["firm:zed"])
    assert store.documents(viewer=PUBLIC).empty and store.runs(viewer=PUBLIC).empty


def test_a_hidden_name_does_not_join_two_public_records_for_the_public(store):
    #  a public "Alpha" in Nantes; a public record whose name, also "Alpha", only emc2 knows
    town = [says("doc:news#firm:a", "city", "Nantes"), says("doc:list#firm:b", "city", "Nantes", document=LIST)]
    kind = says("doc:list#firm:b", "kind", Kind.FIRM, document=LIST)
    hidden = confided([says("doc:list#firm:b", "name", "Alpha", document=LIST)])
    save(store, *called("doc:news#firm:a", "Alpha"), kind, *town, *hidden)
    assert entities(store, EMC2) == ["firm:alpha"]
    assert entities(store, PUBLIC) == ["firm:alpha", "firm:b"]


def test_a_reference_finds_the_one_organisation_that_bears_the_name(store):
    save(store, *MEMBERSHIP, *called("doc:list#pole:systematic", "Systematic", Kind.POLE, document=LIST))
    save(store, *refers("Boeing", "MEMBER_OF", "doc:list#pole:systematic", document=LIST))
    assert "firm:boeing~MEMBER_OF~pole:systematic~" in links(store)


def test_a_reference_that_nobody_or_several_bear_is_dangling(store):
    two = [*called("doc:news#firm:a@nantes", "Alpha"), *called("doc:news#firm:a@lyon", "Alpha")]
    save(store, *MEMBERSHIP, *two)
    with store.write("load") as run:
        dangling = run.dangling([*refers("Nobody", "MEMBER_OF", CLUB), *refers("Alpha", "MEMBER_OF", CLUB)])
    assert dangling == {"doc:news#?:nobody": (), "doc:news#?:alpha": ("firm:alpha", "firm:alpha-2")}


def test_a_register_id_that_no_row_describes_is_dangling(store):
    with store.write("load") as run:
        assert run.dangling([*called(CLUB, "EMC2", Kind.POLE), says("pic:999997930", "MEMBER_OF", CLUB)]) == {
            "pic:999997930": ()
        }


def test_an_id_that_a_decision_replaced_is_among_those_that_find_the_entity(store):
    save(store, *called("doc:news#pole:moveo", "Moveo", Kind.POLE), *called("pic:973854490", "Mov'eo", Kind.POLE))
    save(store, decisions=[Decision("doc:news#pole:moveo", "pic:973854490", Verdict.SAME, "me")])
    row = store.snapshot(viewer=PUBLIC).entities.iloc[0]
    assert row["id"] == "pic:973854490"
    assert {"doc:news#pole:moveo", "pole:moveo"} <= set(row["also"].split(" "))


def towns(store, viewer=PUBLIC):
    """The town of each entity, by public id."""
    found = store.snapshot(viewer=viewer).entities
    return dict(zip(found["id"], found["city"], strict=True))


def alpha(town, document, name="Alpha"):
    record = f"{document.id}#firm:{name.lower().replace(' ', '-')}@{town.lower()}"
    return [*called(record, name, document=document), says(record, "city", town, document=document)]


@pytest.mark.parametrize("first", [NEWS, LIST], ids=["first told first", "first told last"])
def test_of_homonyms_the_id_stays_with_whom_was_told_of_first_whatever_the_documents_are_called_and_when_they_came(
    store, first
):  # fmt: skip
    for document in (first, NEWS if first is LIST else LIST):
        save(store, *alpha("Nantes" if document is NEWS else "Lyon", document))
    assert towns(store) == {"firm:alpha": "Nantes", "firm:alpha-2": "Lyon"}


def test_of_homonyms_who_is_told_of_in_a_document_without_a_date_comes_last(store):
    undated = Document("doc:a-list", "A list")
    save(store, *alpha("Lyon", undated), *alpha("Nantes", NEWS), documents=[undated, NEWS])
    assert towns(store) == {"firm:alpha": "Nantes", "firm:alpha-2": "Lyon"}


def test_a_name_that_is_corrected_makes_nobody_younger(store):
    correction = says("doc:news#firm:alpha@nantes", "name", "ALPHA", said_on="2020", method="correction")
    save(store, *alpha("Nantes", NEWS), *alpha("Lyon", LIST), correction)
    assert towns(store) == {"firm:alpha": "Nantes", "firm:alpha-2": "Lyon"}


def test_a_homonym_takes_the_first_number_that_is_free(store):
    numbered = [said for number in "23" for said in alpha("Metz", NEWS, f"Alpha {number}")]
    save(store, *alpha("Lyon", NEWS), *numbered, *alpha("Nantes", LIST))
    assert set(towns(store)) == {"firm:alpha", "firm:alpha-2", "firm:alpha-3", "firm:alpha-4"}
    assert towns(store)["firm:alpha-4"] == "Nantes"


def test_homonyms_and_one_whose_name_ends_in_their_number_are_all_there(store):
    save(store, *alpha("Nantes", NEWS), *alpha("Lyon", NEWS), *alpha("Metz", LIST, "Alpha 2"))
    assert towns(store) == {"firm:alpha": "Lyon", "firm:alpha-2": "Nantes", "firm:alpha-2-2": "Metz"}


def test_the_newest_decision_on_a_pair_holds(store):
    pair = ("doc:news#firm:a", "doc:news#firm:b")
    save(store, *called(pair[0], "Alpha"), *called(pair[1], "Alpha Group"))
    save(store, decisions=[Decision(*pair, Verdict.SAME, "me")])
    assert entities(store) == ["firm:alpha-group"] or entities(store) == ["firm:alpha"]
    save(store, decisions=[Decision(*pair, Verdict.DIFFERENT, "me")])
    assert entities(store) == ["firm:alpha", "firm:alpha-group"]


def test_values_that_cannot_both_be_so_are_a_conflict_and_spellings_or_one_document_are_none(store):
    there = called("doc:list#firm:boeing", "Boeing", document=LIST)
    said = [says(BOEING, "city", "Seattle"), says(BOEING, "founded", "1916"), says(BOEING, "size", "sme")]
    also = [
        says("doc:list#firm:boeing", predicate, value, document=LIST)
        for predicate, value in [("city", "SEATTLE"), ("founded", "1916-07-15"), ("size", "large")]
    ]
    save(store, *MEMBERSHIP, *there, *said, *also, says(CLUB, "city", "Nantes"), says(CLUB, "city", "Angers"))
    found = store.snapshot(viewer=PUBLIC).conflicts
    assert found.to_dict("records") == [
        {"about": "firm:boeing", "property": "size", "values": "large | sme", "documents": "doc:list doc:news"}
    ]
    save(store, says(BOEING, "size", "large", method="correction"))
    assert store.snapshot(viewer=PUBLIC).conflicts.empty


def test_a_conflict_with_what_was_confided_is_seen_by_that_group_alone(store):
    there = called("doc:list#pole:emc2", "EMC2", Kind.POLE, document=LIST)
    hidden = confided([says("doc:list#pole:emc2", "president", "Anne B.", document=LIST)])
    save(store, *MEMBERSHIP, *there, says(CLUB, "president", "Jean A."), *hidden)
    assert [len(store.snapshot(viewer=one).conflicts) for one in (PUBLIC, SYSTEMATIC, EMC2, OWNER)] == [0, 0, 1, 1]


def test_a_pair_in_doubt_is_told_until_it_is_decided_and_only_to_those_who_see_both(store):
    pair = ("doc:news#firm:a", "doc:news#firm:b")
    save(store, *called(pair[0], "Alpha"), *confided(called(pair[1], "Alpha Group")))
    save(store, decisions=[Decision(*pair, Verdict.UNSURE, "me")])
    assert store.snapshot(viewer=EMC2).unsure.to_dict("list") == {"a": ["firm:alpha"], "b": ["firm:alpha-group"]}
    assert store.snapshot(viewer=PUBLIC).unsure.empty and store.snapshot(viewer=SYSTEMATIC).unsure.empty
    save(store, decisions=[Decision(*pair, Verdict.DIFFERENT, "me")])
    assert store.snapshot(viewer=EMC2).unsure.empty


def test_a_doubt_stops_what_a_rule_would_decide_and_rules_are_listed(store):
    pair = ("doc:news#pole:emc2", "doc:list#pole:emc2")
    save(store, *called(pair[0], "EMC2", Kind.POLE), *called(pair[1], "EMC2", Kind.POLE, document=LIST))
    assert entities(store) == ["pole:emc2"]
    assert list(store.decisions(viewer=PUBLIC)["by"]) == ["rule"]
    save(store, decisions=[Decision(*pair, Verdict.UNSURE, "me")])
    assert entities(store) == ["pole:emc2", "pole:emc2-2"]


def test_joining_two_sirens_is_suspended_and_shown(store):
    save(store, *called("siren:552100554", "Peugeot"), *called("siren:542107651", "Engie"))
    save(store, decisions=[Decision("siren:552100554", "siren:542107651", Verdict.SAME, "me")])
    assert entities(store) == ["siren:542107651", "siren:552100554"]
    assert list(store.decisions(viewer=PUBLIC)["state"]) == ["suspended"]


def test_names_with_quotes_accents_and_line_separators_come_back_as_they_are(store):
    hostile = 'Société "d\'Œ\\uvre" </script>\u2028\u202e'
    save(store, *called("doc:news#firm:x", hostile))
    assert list(store.snapshot(viewer=PUBLIC).entities["name"]) == [hostile]


def test_nothing_at_all_is_an_empty_network(store):
    with pytest.raises(StoreUnavailable, match="There is no network at"):
        store.snapshot(viewer=PUBLIC)
    save(store, documents=[])
    assert entities(store) == []
    assert store.statements(viewer=OWNER, ids=[]).empty


def test_no_ids_asked_for_is_nothing_and_none_is_everything(store):
    save(store, *MEMBERSHIP)
    assert len(store.statements(viewer=PUBLIC, ids=[])) == 0
    assert len(store.statements(viewer=PUBLIC)) == 5
    assert len(store.statements(viewer=PUBLIC, document="doc:list")) == 0


def test_a_preview_shows_the_end_and_a_discard_takes_it_back(store):
    save(store, *MEMBERSHIP)
    with store.write("load") as run:
        run.add([], called("doc:news#firm:daher", "Daher"))
        assert list(run.preview().entities["id"]) == ["firm:boeing", "firm:daher", "pole:emc2"]
        run.discard()
    assert (entities(store), store.revision()) == (["firm:boeing", "pole:emc2"], 1)


def test_who_would_come_with_the_name_of_somebody_known_is_told_unless_something_decides(store):
    town = called("doc:news#firm:beta@nantes", "Beta")
    save(store, *MEMBERSHIP, *town, says("doc:news#firm:beta@nantes", "city", "Nantes"))
    there = "doc:list#firm:beta@nantes"
    elsewhere = "doc:list#firm:beta@lyon"
    coming = [
        *called("doc:list#firm:boeing", "BOEING SAS", document=LIST),
        *called(elsewhere, "Beta", document=LIST), says(elsewhere, "city", "Lyon", document=LIST),
        *called("doc:list#firm:daher", "Daher", document=LIST),
        *called(there, "Beta", document=LIST), says(there, "city", "Nantes", document=LIST),
    ]  # fmt: skip
    with store.write("load") as run:
        told = run.namesakes(coming)
        run.discard()
    assert [(one.name, {one.new, one.known}) for one in told] == [("BOEING SAS", {"firm:boeing", "firm:boeing-sas"})]
    save(store, *coming)
    with store.write("load") as run:
        assert run.namesakes(coming) == ()  # nobody comes any more
        run.undo(last_run(store))
    save(store, decisions=[Decision(BOEING, "doc:list#firm:boeing", Verdict.DIFFERENT, "me")])
    with store.write("load") as run:
        assert run.namesakes(coming) == ()


def test_of_whom_is_confided_whoever_loads_is_told_that_the_name_is_known(store):
    save(store, *confided(called(BOEING, "Boeing")))
    with store.write("load") as run:
        told = run.namesakes(called("doc:list#firm:boeing", "Boeing", document=LIST))
    assert [one.name for one in told] == ["Boeing"]


def test_who_is_who_is_asked_of_the_whole_store_only_if_somebody_comes_with_the_name_of_a_known_organisation(
    store, monkeypatch
):  # fmt: skip
    asked = []
    monkeypatch.setattr(namesakes, "identify", lambda known, decisions: asked.append(1) or identify(known, decisions))
    save(store, *MEMBERSHIP, *called("doc:news#meeting:beta", "Beta", "meeting"))
    strangers = [
        *called("doc:list#firm:daher", "Daher", document=LIST), *called("doc:list#firm:beta", "Beta", document=LIST),
        *called("doc:list#meeting:boeing", "Boeing", "meeting", document=LIST),
    ]  # fmt: skip
    with store.write("load") as run:
        assert run.namesakes(strangers) == () and not asked
        assert run.namesakes(called("doc:list#firm:boeing", "Boeing", document=LIST)) and asked
        run.discard()


def test_into_an_empty_store_nobody_comes_who_was_known(file_store):
    with file_store.write("load") as run:
        assert run.namesakes(MEMBERSHIP) == ()


def test_what_was_discarded_or_failed_leaves_no_store_where_there_was_none(file_store):
    with file_store.write("load") as run:
        run.add([NEWS], MEMBERSHIP)
        run.discard()
    assert list(file_store.path.parent.iterdir()) == []
    with pytest.raises(RuntimeError), file_store.write("load") as run:
        run.add([NEWS], MEMBERSHIP)
        raise RuntimeError
    assert list(file_store.path.parent.iterdir()) == []
    with pytest.raises(StoreUnavailable, match="There is no network at"):
        file_store.revision()


def test_what_another_wrote_meanwhile_is_not_taken_away_with_what_was_discarded(file_store, monkeypatch):
    #  both find no file; the other is the first to write
    other, lock = open_store(file_store.url), file_store._lock
    monkeypatch.setattr(file_store, "_lock", lambda db: (save(other, *MEMBERSHIP), lock(db)))
    with pytest.raises(RuntimeError), file_store.write("load"):
        raise RuntimeError
    assert entities(file_store) == ["firm:boeing", "pole:emc2"]


def test_documents_are_described_when_new_or_otherwise_than_before_whether_or_not_they_say_anything(store):
    with store.write("load") as run:
        assert run.described() == frozenset()
        assert run.add([NEWS, LIST], MEMBERSHIP).documents == {"doc:news", "doc:list"}
    with store.write("load") as run:
        assert run.described() == {"doc:news", "doc:list"}
        dated = Document("doc:list", "List of members", published="2017")
        assert run.add([NEWS, dated], []).documents == {"doc:list"}
        run.withdraw("doc:news")
        assert run.described() == {"doc:list"}


def test_a_reader_sees_the_old_network_until_the_run_is_done(store):
    save(store, *MEMBERSHIP)
    with store.write("load") as run:
        run.add([], called("doc:news#firm:daher", "Daher"))
        assert entities(store) == ["firm:boeing", "pole:emc2"]
    assert entities(store) == ["firm:boeing", "firm:daher", "pole:emc2"]


def did(store, viewer=OWNER, **which):
    """What runs did, shortly: the change, the predicate and the value."""
    found = store.changes(viewer=viewer, **which)
    return list(zip(found["change"], found["predicate"], found["value"], strict=True))


def test_a_run_says_what_it_added_changed_and_closed(store):
    save(store, *MEMBERSHIP)
    first = last_run(store)
    with store.write("load", at="2024-05-01") as run:
        run.close([MEMBERSHIP[-1].id])
        run.add([], [says(BOEING, "city", "Seattle"), MEMBERSHIP[1]._replace(confidence=0.4)])
    assert [row[0] for row in did(store, run=first)] == ["added"] * 5
    last = store.changes(viewer=OWNER, run=last_run(store))
    assert list(zip(last["change"], last["predicate"], last["confidence"], strict=True)) == [
        ("closed", "MEMBER_OF", 1.0), ("added", "city", 1.0), ("changed", "name", 0.4)
    ]  # fmt: skip
    assert set(last["at"]) == {"2024-05-01"} and len(did(store)) == 8


def test_a_run_says_how_it_described_documents_and_what_it_decided(store):
    judged = Decision(BOEING, "doc:list#firm:x", Verdict.DIFFERENT, "ann", "two towns")
    save(store, *MEMBERSHIP, *called("doc:list#firm:x", "Boeing Co", document=LIST), decisions=[judged])
    assert store.changes_beside(viewer=PUBLIC, run=last_run(store)) == Beside(((None, LIST), (None, NEWS)), (judged,))
    later = replace(NEWS, published="2016-01-01")
    save(store, documents=[later, LIST])
    assert store.changes_beside(viewer=OWNER, run=last_run(store)) == Beside(((NEWS, later),), ())
    with store.write("withdraw") as run:
        run.withdraw("doc:list")
    withdrawn = Beside(((LIST, None),), ())
    assert all(store.changes_beside(viewer=who, run=last_run(store)) == withdrawn for who in (OWNER, PUBLIC))
    undo(store, last_run(store))
    assert store.changes_beside(viewer=OWNER, run=last_run(store)) == Beside((), ())
    with pytest.raises(UnknownRecord, match="No run 'run-0'"):
        store.changes_beside(viewer=OWNER, run="run-0")


def test_a_run_tells_nobody_of_documents_and_decisions_that_are_hidden_from_them(store):
    hidden = "doc:list#firm:x"
    judged = Decision(BOEING, hidden, Verdict.SAME, "ann")
    staff = replace(LIST, level=Level.STAFF, audience="emc2")
    save(store, *MEMBERSHIP, *called(hidden, "X", document=LIST), documents=[NEWS, staff], decisions=[judged])
    shown = {who: store.changes_beside(viewer=who, run=last_run(store)) for who in (PUBLIC, SYSTEMATIC, EMC2, OWNER)}
    assert shown[PUBLIC] == shown[SYSTEMATIC] == Beside(((None, NEWS),), ())
    assert shown[EMC2] == shown[OWNER] == Beside(((None, staff), (None, NEWS)), (judged,))
    save(store, documents=[NEWS, LIST])  # public by now, but nobody is told how it was before
    save(store, says(BOEING, "city", "Seattle"), documents=[NEWS, replace(LIST, title="Other")])
    assert store.changes_beside(viewer=PUBLIC, run=last_run(store)).documents == ()


def test_what_comes_back_is_added_again_and_what_one_run_opens_and_closes_is_no_change(store):
    save(store, *MEMBERSHIP)
    with store.write("load") as run:
        run.close([MEMBERSHIP[-1].id])
    with store.write("load") as run:
        run.add([], [MEMBERSHIP[-1], says(BOEING, "city", "Seattle")])
        run.close([says(BOEING, "city", "Seattle").id])
    assert did(store, about=[CLUB])[-3:] == [
        ("added", "name", "EMC2"), ("closed", "MEMBER_OF", CLUB), ("added", "MEMBER_OF", CLUB)
    ]  # fmt: skip
    assert did(store, run=last_run(store)) == [("added", "MEMBER_OF", CLUB)]


def test_changes_about_no_record_are_none_and_those_about_one_are_at_either_end(store):
    save(store, *MEMBERSHIP)
    assert did(store, about=[]) == []
    assert [what for _, what, _ in did(store, about=[BOEING])] == ["MEMBER_OF", "kind", "name"]
    assert [what for _, what, _ in did(store, about=[CLUB])] == ["MEMBER_OF", "kind", "name"]


def test_a_run_that_is_unknown_or_hidden_has_no_changes_to_show(store):
    save(store, *MEMBERSHIP)
    first = last_run(store)
    save(store, *confided(called("doc:list#firm:zed", "Zed", document=LIST)), documents=[])
    hidden = last_run(store)
    for viewer in (PUBLIC, SYSTEMATIC):
        with pytest.raises(UnknownRecord) as caught:
            store.changes(viewer=viewer, run=hidden)
        assert str(caught.value) == f"No run '{hidden}' in this network. Known: {first}."
        assert len(did(store, viewer)) == 5
    assert len(did(store, EMC2)) == 7 and len(did(store, EMC2, run=hidden)) == 2
    undo(store, hidden)
    assert did(store, run=hidden) == []


def test_what_was_made_confidential_is_no_longer_told_of_and_what_was_made_public_is_new(store):
    hidden = confided(MEMBERSHIP[-1:])
    save(store, *MEMBERSHIP)
    save(store, *hidden)
    made = last_run(store)
    assert len(did(store, PUBLIC)) == 4 and not store.changes(viewer=PUBLIC)["run"].eq(made).any()
    assert did(store, EMC2, run=made) == did(store, OWNER, run=made) == [("changed", "MEMBER_OF", CLUB)]
    save(store, *MEMBERSHIP[-1:])
    assert did(store, PUBLIC)[-1] == ("added", "MEMBER_OF", CLUB)
    assert did(store, OWNER)[-1] == ("changed", "MEMBER_OF", CLUB)
    save(store, documents=[Document("doc:news", "News", level=Level.STAFF, audience="emc2")])
    assert did(store, PUBLIC) == [] and len(did(store, EMC2)) == 7


# Random histories against a plain model: a list of what is open, resolved anew each time.

NAMES = ("Alpha", "Beta", "alpha sas")
RECORDS = tuple(f"{d.id}#{kind}:{slug}" for d in (NEWS, LIST) for kind in ("pole", "firm") for slug in ("a", "b"))
REGISTERED = ("siren:552100554", "pic:999997930")
rights = st.sampled_from([(Level.PUBLIC, None), (Level.MEMBERS, "emc2"), (Level.STAFF, "systematic")])
documents = st.sampled_from([NEWS.id, LIST.id])
records = st.sampled_from(RECORDS + REGISTERED)
properties = st.one_of(
    st.tuples(st.just("kind"), st.sampled_from(["pole", "firm"])),
    st.tuples(st.just("name"), st.sampled_from(NAMES)),
    st.tuples(st.just("city"), st.sampled_from(["Nantes", "Lyon"])),
    st.tuples(st.just("identifier"), st.just("siren:552100554")),
)
reference = st.tuples(st.just("reference"), st.sampled_from(NAMES))
link = st.tuples(st.sampled_from(["MEMBER_OF", "COMPETES_WITH"]), records)


declared = st.tuples(st.just("declared"), st.just("18"))


@st.composite
def a_statement(draw):
    document, (level, audience) = draw(documents), draw(rights)
    about, said = draw(
        st.one_of(
            st.tuples(records, properties),
            st.tuples(records, link),
            st.tuples(records, declared),
            st.tuples(st.just(f"{document}#?:alpha"), st.one_of(reference, link)),
        )
    )
    counted = said[0] == "declared"
    return Statement(
        document, about, *said, key="firm" if counted else "", level=level, audience=audience,
        qualifiers=(("besides", draw(records)),) if counted else (), confidence=draw(st.sampled_from([0.6, 1.0])),
    )  # fmt: skip


adds = st.tuples(st.just("add"), st.lists(a_statement(), min_size=1, max_size=8))
closes = st.tuples(st.just("close"), st.integers(0, 50))
withdrawals = st.tuples(st.just("withdraw"), documents)
verdicts = st.tuples(st.just("decide"), st.builds(Decision, records, records, st.sampled_from(Verdict), st.just("me")))
undoes = st.tuples(st.just("undo"), st.integers(0, 6))
dated = st.builds(Document, documents, st.just("T"), published=st.sampled_from(["2015", "2019"]))
dates = st.tuples(st.just("date"), dated)
snapshots = st.tuples(st.just("snapshot"), st.tuples(documents, st.lists(a_statement(), max_size=5)))
steps = st.one_of(adds, adds, closes, withdrawals, verdicts, undoes, undoes, dates, snapshots)
histories = st.lists(steps, min_size=1, max_size=8)
long_histories = st.lists(steps, min_size=8, max_size=16)


class Model:
    """Open statements, documents and decisions, and what each run that is not undone changed of them."""

    def __init__(self):
        self.documents, self.open, self.decisions, self.done = {}, {}, [], []

    def apply(self, step, what, last_run):
        before = self.state()
        getattr(self, step)(what)
        if self.state() != before:
            self.done.append((last_run(), before, self.state()))

    def state(self):
        return dict(self.documents), dict(self.open), list(self.decisions)

    def undo(self, run):
        """Put back what the run changed, and nothing else."""
        _, before, after = next(one for one in self.done if one[0] == run)
        for mine, was, became in zip((self.documents, self.open), before, after, strict=False):
            for key in differing(was, became):
                mine.pop(key, None)
                mine.update({key: was[key]} if key in was else {})
        for decided in after[2][len(before[2]) :]:
            last = len(self.decisions) - 1 - self.decisions[::-1].index(decided)
            del self.decisions[last]
        self.done = [one for one in self.done if one[0] != run]

    def later(self, run):
        """The runs after this one that changed the same documents or decided on the same pairs, newest first."""
        touched = {one: things(before, after) for one, before, after in self.done}
        order = list(touched)
        return [one for one in reversed(order[order.index(run) + 1 :]) if touched[one] & touched[run]]

    def add(self, statements):
        for one in sorted(statements, key=lambda one: (one.level, one.audience or "", -one.confidence)):
            self.documents.setdefault(one.document, {NEWS.id: NEWS, LIST.id: LIST}[one.document])
            self.open[one.id] = one  # said twice in one run, the more confidential holds

    def date(self, document):
        self.documents[document.id] = document

    def close(self, position):
        ids = sorted(self.open)
        self.open.pop(ids[position % len(ids)], None) if ids else None

    def snapshot(self, what):
        document, statements = what
        said = [one for one in statements if one.document == document]
        self.add(said)
        gone = {i for i, one in self.open.items() if one.document == document} - {one.id for one in said}
        self.open = {i: one for i, one in self.open.items() if i not in gone}

    def withdraw(self, document):
        self.documents.pop(document, None)
        self.open = {i: one for i, one in self.open.items() if one.document != document}

    def decide(self, decision):
        pair = {decision.a, decision.b}
        if next((one for one in reversed(self.decisions) if {one.a, one.b} == pair), None) != decision:
            self.decisions.append(decision)

    def shown(self, viewer):
        statements = [one for one in self.open.values() if viewer.sees(one.level, one.audience)]
        return snapshot(self.documents.values(), statements, self.decisions)


def differing(was, became):
    return [key for key in was.keys() | became.keys() if was.get(key) != became.get(key)]


def things(before, after):
    """The documents that a run changed, or of which it changed statements, and the pairs that it decided on."""
    statements = before[1] | after[1]
    found = {*differing(before[0], after[0]), *(statements[i].document for i in differing(before[1], after[1]))}
    return found | {frozenset((one.a, one.b)) for one in after[2][len(before[2]) :]}


def perform(store, model, step, what):
    with store.write(step) as run:
        if step == "add":
            run.add(missing(model, what), what)
        elif step == "snapshot":
            document, said = what[0], [one for one in what[1] if one.document == what[0]]
            run.add(missing(model, said), said)
            run.close({*store.statements(viewer=OWNER, document=document)["id"]} - {one.id for one in said})
        elif step == "date":
            run.add([what], [])
        elif step == "close":
            ids = sorted(model.open)
            run.close([ids[what % len(ids)]] if ids else [])
        elif step == "withdraw" and what in model.documents:
            run.withdraw(what)
        elif step == "decide":
            run.decide([what])


def missing(model, statements):
    named = {one.document for one in statements} - model.documents.keys()
    return [document for document in (NEWS, LIST) if document.id in named]


def take_back(store, model, position):
    """Undo a run, if none stands on it; where some do, they are named, and nothing happens."""
    if not model.done:
        return
    run = model.done[-1 - position % len(model.done)][0]
    if later := model.later(run):
        with pytest.raises(UndoRefused) as caught:
            undo(store, run)
        assert caught.value.args == (run, later)
        return
    undo(store, run)
    model.undo(run)


def last_done(store):
    return store.runs(viewer=OWNER).query("state == 'done'")["id"].iloc[-1]


def is_there(store):
    try:
        return store.revision() >= 0
    except StoreUnavailable:
        return False


def shows_what_resolving_anew_gives(store, history):
    model = Model()
    for step, what in history:
        if step == "undo":
            take_back(store, model, what)
        else:
            perform(store, model, step, what)
            model.apply(step, what, lambda: last_done(store))
        assert not model.done or same(store.snapshot(viewer=PUBLIC), model.shown(PUBLIC))
    if not is_there(store):
        return
    for viewer in (PUBLIC, OWNER, EMC2, Viewer.parse("systematic=staff,emc2=members")):
        assert same(store.snapshot(viewer=viewer), model.shown(viewer))
        last = store.changes(viewer=viewer).drop_duplicates("id", keep="last")
        assert {*last.query("change != 'closed'")["id"]} == {*store.statements(viewer=viewer)["id"]}
    for run, *_ in reversed(model.done):
        undo(store, run)
    assert not any(tables(store).values())


PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)


@settings(max_examples=60, deadline=None, phases=PHASES)
@given(history=histories)
def test_after_any_history_each_viewer_sees_what_resolving_its_own_statements_anew_gives(tmp_path_factory, history):
    shows_what_resolving_anew_gives(open_store(f"sqlite:///{tmp_path_factory.mktemp('history')}/network.db"), history)


@settings(max_examples=8, deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=long_histories)  # few and long ones: looking at the end of one costs more than a step
def test_after_any_history_so_does_the_server(neo4j_store, history):
    wipe(neo4j_store)
    shows_what_resolving_anew_gives(neo4j_store, history)


# The file itself


def test_a_file_of_another_program_is_refused(file_store):
    with closing(sqlite3.connect(file_store.path)) as db:
        db.execute("CREATE TABLE theirs (x)")
    with pytest.raises(StoreUnavailable, match="another program"):
        file_store.snapshot(viewer=PUBLIC)
    with pytest.raises(StoreUnavailable, match="another program"):
        save(file_store, *MEMBERSHIP)


def test_a_file_that_is_no_database_is_refused(file_store):
    file_store.path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreUnavailable, match="not a network of maillage"):
        file_store.snapshot(viewer=PUBLIC)


@pytest.mark.parametrize(("schema", "sentence"), [(99, "newer version"), (1, "older version.*load the files again")])
def test_a_file_of_another_version_is_refused(file_store, schema, sentence):
    save(file_store, *MEMBERSHIP)
    with closing(sqlite3.connect(file_store.path)) as db:
        db.execute(f"PRAGMA user_version = {schema}")
    with pytest.raises(StoreUnavailable, match=sentence):
        file_store.snapshot(viewer=PUBLIC)
    with pytest.raises(StoreUnavailable, match=sentence):
        save(file_store, *MEMBERSHIP)


def test_a_second_writer_is_told_to_wait(file_store, monkeypatch):
    monkeypatch.setattr("graph.sqlite_store.PATIENCE_MS", 50)
    save(file_store, *MEMBERSHIP)
    with closing(sqlite3.connect(file_store.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy, match="try again"):
            save(file_store, *MEMBERSHIP)


def test_an_unknown_address_is_refused_with_the_form_that_works():
    with pytest.raises(StoreUnavailable, match=r"sqlite:///network\.db"):
        open_store("postgres://somewhere")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system with fork")
def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(StoreUnavailable, match="There is no folder"):
        save(open_store(f"sqlite:///{tmp_path}/missing/network.db"), *MEMBERSHIP)
