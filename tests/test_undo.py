"""Undoing loads in any order: what is left is what loading the other files alone would have given."""

from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import UndoRefused
from graph.store import open_store
from ingest.load import load
from tests.statements import OWNER
from views.wording import Words

BASE = (
    "Nom;Nature;Ville\nAlpha;entreprise;Nantes\nBeta;entreprise;Lyon\nGamma;laboratoire;Rennes\nEMC2;pôle;\nZed;pôle;\n"
)
FIRMS, POLES = ("Alpha", "Beta", "Gamma"), ("EMC2", "Zed")
members = st.sets(st.tuples(st.sampled_from(FIRMS), st.sampled_from(POLES)), min_size=1)
loads = st.tuples(st.just("members"), st.sampled_from("ab"), members, st.booleans())
verdicts = st.tuples(
    st.just("verdict"), st.sampled_from([FIRMS[:2], FIRMS[1:]]), st.sampled_from(["same", "different", "unsure"])
)
undoes = st.tuples(st.just("undo"), st.integers(0, 5))
histories = st.lists(st.one_of(loads, loads, verdicts, undoes), min_size=1, max_size=7)
RECORDS = {
    "Alpha": "doc:base#firm:alpha@nantes",
    "Beta": "doc:base#firm:beta@lyon",
    "Gamma": "doc:base#lab:gamma@rennes",
}


def written(folder, step):
    """The file of a step, and how it is loaded."""
    if step[0] == "verdict":
        _, (a, b), verdict = step
        path, text = folder / "verdicts.csv", f"a;b;verdict;by\n{RECORDS[a]};{RECORDS[b]};{verdict};ann\n"
        options = {}
    else:
        _, name, those, is_snapshot = step
        path, text = folder / f"{name}.csv", "Adhérent;Pôle\n" + "".join(f"{a};{b}\n" for a, b in sorted(those))
        options = {"snapshot": is_snapshot, "confirmed": True}
    path.write_text(text, encoding="utf-8")
    return [path], options


def based(folder, name):
    store = open_store(f"sqlite:///{folder}/{name}.db")
    (folder / "base.csv").write_text(BASE, encoding="utf-8")
    load(store, [folder / "base.csv"], dataset="organisations")
    return store


def done(store, folder, step):
    paths, options = written(folder, step)
    return load(store, paths, **options).run


def undo(store, run):
    with store.write("undo") as writer:
        writer.undo(run)


def shown(store):
    made = store.snapshot(viewer=OWNER)
    return [table.to_csv(index=False) for table in (made.entities, made.links, made.unsure)]


@settings(max_examples=40, deadline=None)
@given(histories)
def test_what_is_left_is_what_loading_the_other_files_alone_gives(tmp_path_factory, history):
    folder = tmp_path_factory.mktemp("undo")
    with closing(based(folder, "network")) as store, closing(based(folder, "other")) as other:
        runs = {}
        for step in history:
            if step[0] != "undo":
                runs |= {run: step} if (run := done(store, folder, step)) else {}
            elif runs:
                for run in take_back(store, list(runs)[step[1] % len(runs)]):
                    del runs[run]
        for step in runs.values():
            done(other, folder, step)
        assert shown(store) == shown(other)


def take_back(store, run):
    """Undo a run, after those that stand on it, as the refusal names them: newest first. The runs that are gone."""
    before = shown(store)
    try:
        undo(store, run)
    except UndoRefused as refused:
        later = refused.args[1]
        assert shown(store) == before and all(one in str(refused) for one in (run, *later))
        assert all(one in Words("fr").fault(refused) for one in (run, *later))
        return [gone for one in later for gone in take_back(store, one)] + take_back(store, run)
    return [run]


def test_a_load_that_another_document_leans_on_can_go_and_come_back(tmp_path):
    with closing(based(tmp_path, "network")) as store:
        first = store.runs(viewer=OWNER)["id"].iloc[-1]
        done(store, tmp_path, ("members", "a", {("Alpha", "EMC2")}, False))
        before = shown(store)
        undo(store, first)
        assert store.snapshot(viewer=OWNER).links.empty
        load(store, [tmp_path / "base.csv"], dataset="organisations")
        assert shown(store) == before


def test_the_refusal_says_which_later_run_stands_on_it_in_both_languages(tmp_path):
    with closing(based(tmp_path, "network")) as store:
        first = done(store, tmp_path, ("members", "a", {("Alpha", "EMC2")}, False))
        second = done(store, tmp_path, ("members", "a", {("Beta", "Zed")}, True))
        with pytest.raises(UndoRefused) as caught:
            undo(store, first)
        assert str(caught.value) == f"Run {first} cannot be undone before the runs after it: undo {second} first."
        assert take_back(store, first) == [second, first]
