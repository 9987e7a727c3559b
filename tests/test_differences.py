"""`maillage diff` tells what a run did, with names; `explain` since when something is no longer stated."""

import csv
import io
import json
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import UnknownRecord
from graph.model import Decision
from graph.network import Network
from graph.store import open_store
from graph.vocabulary import Verdict
from ingest.load import load
from tests.statements import EMC2, LIST, NEWS, OWNER, PUBLIC, SYSTEMATIC, called, confided, says
from tests.test_cli import run  # noqa: F401 - the fixture that runs a command
from views.differences import differences

FIRM, POLE = "doc:news#firm:daher", "doc:news#pole:emc2"


@pytest.fixture
def store(tmp_path):
    """Daher is a member of EMC2; then it moves, another comes, and the membership is no longer stated."""
    with closing(open_store(f"sqlite:///{tmp_path}/network.db")) as opened:
        with opened.write("load") as writer:
            member = says(FIRM, "MEMBER_OF", POLE)
            writer.add([NEWS, LIST], [*called(FIRM, "Daher"), *called(POLE, "EMC2", "pole"), member])
            writer.add([], [says(FIRM, "city", "Nantes")])
        with opened.write("load", at="2024-05-01") as writer:
            writer.close([member.id, says(FIRM, "city", "Nantes").id])
            writer.add([], [says(FIRM, "city", "Tarbes"), says(POLE, "label", "or", confidence=0.8)])
            writer.add([], confided(called("doc:list#firm:zed", "Zed", document=LIST)))
        yield opened


def last(store):
    return store.runs(viewer=OWNER)["id"].iloc[-1]


def told(store, viewer):
    table = differences(store, Network.read(store, viewer=viewer), last(store))
    return list(table[["change", "id", "name", "predicate", "value"]].itertuples(index=False, name=None))


def test_what_a_run_did_is_told_with_names_in_their_order(store):
    assert told(store, PUBLIC) == [
        ("closed", "firm:daher", "Daher", "MEMBER_OF", "EMC2"),
        ("closed", "firm:daher", "Daher", "city", "Nantes"),
        ("added", "firm:daher", "Daher", "city", "Tarbes"),
        ("added", "pole:emc2", "EMC2", "label", "or"),
    ]


def test_each_viewer_is_told_what_it_may_see(store):
    assert told(store, SYSTEMATIC) == told(store, PUBLIC)
    assert told(store, EMC2) == told(store, OWNER)
    assert [row[2:] for row in told(store, EMC2)[4:]] == [("Zed", "kind", "firm"), ("Zed", "name", "Zed")]


def test_what_is_no_more_is_called_by_the_name_that_went_with_it(store):
    with store.write("withdraw") as writer:
        writer.withdraw("doc:news")
    rows = told(store, PUBLIC)
    things = {(one, name) for _, one, name, *_ in rows}
    assert things == {(FIRM, "Daher"), (POLE, "EMC2"), ("doc:news", "News")}


def test_a_run_that_there_is_not_and_one_that_is_hidden_are_refused_alike(store):
    with store.write("load") as writer:
        writer.add([], confided([says(FIRM, "size", "sme")]))
    hidden = last(store)
    for wanted in (hidden, "run-0"):
        with pytest.raises(UnknownRecord, match=f"No run '{wanted}' in this network. Known: run-"):
            differences(store, Network.read(store), wanted)


def test_the_command_prints_a_run_as_a_list_and_as_tables(store, run):  # noqa: F811
    code, out, _ = run("diff", last(store), "--store", store.url)
    assert (
        code == 0
        and "4 affirmations : 2 ajoutées, 0 dont les droits ou la confiance ont changé, 2 ne sont plus affirmées" in out
    )
    assert "Daher (firm:daher)\n  − Daher est membre d'EMC2 (pole:emc2) · doc:news\n" in out
    code, out, _ = run("diff", last(store), "--store", store.url, "--lang", "en")
    assert code == 0 and "4 statements: 2 added, 0 with other rights or confidence, 2 are no longer stated" in out
    assert "  − Daher is a member of EMC2 (pole:emc2) · doc:news\n" in out and "  + Town: Tarbes" in out
    code, out, _ = run("diff", last(store), "--store", store.url, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0 and [row["target"] for row in rows] == ["pole:emc2", "", "", ""]
    code, out, _ = run("diff", last(store), "--store", store.url, "--format", "json", "--viewer", "owner")
    assert code == 0 and len(json.loads(out)) == 6
    code, out, _ = run("diff", last(store), "--store", store.url, "--limit", "1")
    assert "… et 1 de plus" in out and "Distinction" not in out
    code, _, err = run("diff", "run-0", "--store", store.url)
    assert code == 2 and "Pas de chargement « run-0 »" in err


def test_a_run_tells_how_it_described_documents_and_what_it_decided(store, run):  # noqa: F811
    with store.write("load") as writer:
        writer.add([replace(NEWS, title="The news", licence="CC BY 4.0")], [])
        writer.decide([Decision(FIRM, POLE, Verdict.DIFFERENT, "ann", "a firm is no pole")])
    assert told(store, OWNER) == [
        ("closed", "doc:news", "The news", "title", "News"),
        ("added", "doc:news", "The news", "title", "The news"),
        ("added", "doc:news", "The news", "licence", "CC BY 4.0"),
        ("decided", FIRM, "Daher", "different", "EMC2"),
    ]
    owner = ("--store", store.url, "--viewer", "owner")
    code, out, _ = run("diff", last(store), *owner)
    assert (
        code == 0 and "0 affirmation" in out and "The news (doc:news)\n  − Titre : News\n  + Titre : The news\n" in out
    )
    assert "  = Daher n'est pas EMC2 (doc:news#pole:emc2) · ann · a firm is no pole\n" in out
    code, out, _ = run("diff", last(store), *owner, "--lang", "en")
    assert "  + Licence: CC BY 4.0" in out and "  = Daher is not EMC2 (doc:news#pole:emc2) · ann" in out


# ----- a second state of one export

SIRENS = ("552100554", "732829320", "542065479", "356000000", "775670417")
firms = st.dictionaries(
    st.sampled_from(SIRENS),
    st.tuples(st.sampled_from(["Alpha", "Beta", "Gamma"]), st.sampled_from(["Nantes", "Tarbes", ""])),
    min_size=1,
)


def export(path, state):
    rows = [f"{siren};{name};{city}\n" for siren, (name, city) in sorted(state.items())]
    path.write_text("SIREN;Nom;Ville\n" + "".join(rows), encoding="utf-8")
    return path


def facts(state):
    """What an export says: kind, name and town of each firm."""
    said = {siren: {"kind": "firm", "name": name, "city": city} for siren, (name, city) in state.items()}
    return {(f"siren:{siren}", *one) for siren, those in said.items() for one in those.items() if one[1]}


@settings(max_examples=30, deadline=None)
@given(first=firms, second=firms)
def test_a_second_state_of_an_export_gives_just_the_differences_and_the_same_again_none(
    first, second, tmp_path_factory
):
    folder = tmp_path_factory.mktemp("export")
    with closing(open_store(f"sqlite:///{folder}/network.db")) as store:
        load(store, [export(folder / "firms.csv", first)], dataset="organisations")
        again = {"dataset": "organisations", "snapshot": True, "confirmed": True}
        made = load(store, [export(folder / "firms.csv", second)], **again)
        table = differences(store, Network.read(store, viewer=OWNER), made.run) if made.run else None
        rows = [] if table is None else table[table["statement"].notna()].to_dict("records")
        found = {(row["change"], row["id"], row["predicate"], row["value"]) for row in rows}
        before, after = facts(first), facts(second)
        wanted = {("closed", *one) for one in before - after} | {("added", *one) for one in after - before}
        assert found == wanted and len(rows) == len(wanted)
        assert load(store, [folder / "firms.csv"], **again).run == ""
        assert {
            *store.statements(viewer=OWNER)[["about", "predicate", "value"]].itertuples(index=False, name=None)
        } == after


def test_what_is_no_longer_stated_is_explained_with_the_run_that_says_so(store, run):  # noqa: F811
    code, out, _ = run("explain", "Daher", "--store", store.url)
    assert code == 0 and "Nantes" not in out and "run-" not in out
    code, out, _ = run("explain", "Daher", "--closed", "--store", store.url)
    assert "− Ville : Nantes · doc:news\n" in out and f"n'est plus affirmé depuis {last(store)}, 2024-05-01" in out
    code, out, _ = run("explain", "EMC2", "Daher", "--closed", "--store", store.url)
    assert code == 0 and "− Daher est membre d'EMC2" in out and "Nantes" not in out


def test_the_owner_is_told_which_run_each_statement_rests_on(store, run):  # noqa: F811
    code, out, _ = run("explain", "Daher", "--store", store.url, "--viewer", "owner")
    first = store.runs(viewer=OWNER)["id"].iloc[0]
    lines = out.splitlines()
    assert code == 0 and last(store) in lines[lines.index("  Ville : Tarbes") + 1]
    assert first in lines[lines.index("  Nom : Daher") + 1]
