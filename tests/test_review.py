"""Deciding who is who: what is proposed, what is remembered, what is taken back, what is at odds."""

import io
import sys
from contextlib import closing

import pandas as pd
import pytest

import cli
from graph.errors import MaillageError, UnknownEntity
from graph.model import Decision
from graph.network import Network
from graph.store import open_store
from graph.vocabulary import Kind, Relation, Verdict
from ingest.contradictions import contradictions
from ingest.known_names import known_names
from ingest.load import load
from ingest.matching import LOOK
from ingest.review import as_table, decide, last_run, proposals
from tests.statements import EMC2, LIST, NEWS, OWNER, called, confided, says

ZED, ZEDD, OTHER = "doc:news#firm:zed", "doc:list#firm:zed", "doc:list#firm:quux"
SAME, DIFFERENT, UNSURE = Verdict


@pytest.fixture
def store(tmp_path):
    with closing(open_store(f"sqlite:///{tmp_path}/network.db")) as opened:
        yield opened


@pytest.fixture
def two_zeds(store):
    fill(store)
    return store


def fill(store):
    """One firm that two documents name, each with a link of its own, and a firm that is another."""
    write(
        store,
        *called(ZED, "Zed Robotique SAS"), *called(ZEDD, "Zed Robotiques", document=LIST),
        *called(OTHER, "Quux", document=LIST), *called("doc:news#pole:emc2", "EMC2", Kind.POLE),
        says(ZED, Relation.MEMBER_OF, "doc:news#pole:emc2"),
        says(ZEDD, Relation.COMPETES_WITH, OTHER, document=LIST),
    )  # fmt: skip


def write(store, *statements, decisions=()):
    with store.write("test") as writer:
        writer.add([NEWS, LIST], statements)
        writer.decide(decisions)


def read(store, viewer=OWNER):
    return Network.read(store, viewer=viewer)


def proposed(store, viewer=OWNER, **options):
    network = read(store, viewer)
    return [(one.a, one.b) for one in proposals(store, network, **options)]


def links(store):
    return sorted(read(store).links["id"])


def say(store, a, b, verdict, **more):
    return decide(store, read(store), a, b, verdict, by="ann", **more)


# ----- proposals


def test_what_is_alike_is_proposed_and_nothing_else(two_zeds):
    assert proposed(two_zeds) == [("firm:zed-robotique-sas", "firm:zed-robotiques")]
    (one,) = proposals(two_zeds, read(two_zeds))
    assert one.match.band == "likely" and "letters much alike" in one.match.reasons


def test_proposing_joins_nobody_and_writes_nothing(two_zeds):
    before = two_zeds.revision(), links(two_zeds)
    proposed(two_zeds)
    assert (two_zeds.revision(), links(two_zeds)) == before


def test_two_sirens_two_families_and_places_are_never_proposed(store):
    write(
        store,
        *called("siren:552100554", "Zed"), *called("siren:732829320", "Zed"),
        *called("doc:news#project:zed", "Zed", Kind.PROJECT), *called("doc:news#territory:zed", "Zed", Kind.TERRITORY),
    )  # fmt: skip
    assert proposed(store, least=0.0) == []


def test_countries_in_parentheses_do_not_make_two_subsidiaries_one(store):
    names = ("Zed Solutions (France)", "Zed Solutions (Allemagne)")
    write(store, *(one for name in names for one in called(f"doc:news#firm:{name[15:20].strip(')')}", name)))
    assert proposed(store) == []


def test_a_former_name_and_an_acronym_lead_to_who_bears_them(store):
    write(
        store,
        *called("doc:news#firm:safran", "Safran Identity & Security (ex-Morpho)"),
        *called("doc:list#firm:morpho", "MORPHO", document=LIST),
        *called("doc:news#lab:cnes", "Centre national d'études spatiales", Kind.LAB),
        says("doc:news#lab:cnes", "alias", "CNES"),
        *called("doc:list#lab:cnes", "C.N.E.S.", Kind.LAB, document=LIST),
    )  # fmt: skip
    kinds = {(one.name, one.kind) for one in known_names(read(store))}
    assert {("Morpho", "former"), ("CNES", "acronym"), ("MORPHO", "legal")} <= kinds
    assert len(proposed(store)) == 2


def test_a_name_decided_to_be_the_same_is_known_ever_after(store):
    write(store, *called(ZED, "Morpho"), *called(ZEDD, "Safran Identity", document=LIST))
    assert proposed(store) == []
    say(store, ZED, ZEDD, SAME)
    write(store, *called("doc:list#firm:morpho2", "MORPHO SA", document=LIST))
    assert len(proposed(store)) == 1


def test_a_confided_name_is_proposed_only_to_those_who_see_it(store):
    write(store, *called(ZED, "Zed"), *confided(called(ZEDD, "ZED SAS")))
    assert proposed(store, Network.read(store).viewer) == [] and len(proposed(store, EMC2)) == 1


# ----- deciding, and taking back


def test_the_same_joins_the_links_of_both_and_undoing_restores_each(two_zeds):
    before = links(two_zeds)
    say(two_zeds, "firm:zed-robotique-sas", "firm:zed-robotiques", SAME, why="one address")
    (joined,) = read(two_zeds).entities.query("id.str.startswith('firm:zed')").to_dict("records")
    assert sum(joined["id"] in link for link in links(two_zeds)) == 2 and links(two_zeds) != before
    assert proposed(two_zeds) == []
    with two_zeds.write("undo") as writer:
        writer.undo(last_run(two_zeds, read(two_zeds)))
    assert links(two_zeds) == before and len(proposed(two_zeds)) == 1


def test_different_is_never_proposed_again_whatever_is_learnt(two_zeds):
    say(two_zeds, ZED, ZEDD, DIFFERENT)
    write(two_zeds, says(ZED, "city", "Nantes"), says(ZEDD, "city", "Nantes", document=LIST))
    assert proposed(two_zeds) == [] and proposed(two_zeds, least=0.1) == []


def test_unsure_is_proposed_again_only_with_new_evidence(two_zeds):
    say(two_zeds, ZED, ZEDD, UNSURE, why="ask them")
    assert proposed(two_zeds) == []
    write(two_zeds, says(ZED, "city", "Nantes"))
    assert proposed(two_zeds) == []
    write(two_zeds, says(ZEDD, "city", "NANTES CEDEX 3", document=LIST))
    assert len(proposed(two_zeds)) == 1


def test_what_is_confided_of_a_pair_is_not_remembered_where_others_read_it(store, tmp_path):
    write(store, *called(ZED, "Zed Robotique SAS"), *called(ZEDD, "Zed Robotiques", document=LIST),
          *confided([says(ZED, "city", "Nantes"), says(ZEDD, "city", "Nantes", document=LIST)]))  # fmt: skip
    (one,) = proposals(store, read(store))
    assert "town in common: nantes" in one.match.reasons
    assert "nantes" not in as_table(store, read(store), [one])["reasons"][0]
    say(store, ZED, ZEDD, UNSURE)
    assert "nantes" not in store.decisions(viewer=OWNER)["why"][0] and proposed(store) == []


def test_unsure_of_what_is_confided_tells_nothing_and_is_not_proposed_again(store):
    write(store, *called(ZED, "Zed"), *confided(called(ZEDD, "ZED SAS", document=LIST)))
    say(store, ZED, ZEDD, UNSURE, why="ask")
    assert store.decisions(viewer=OWNER)["why"][0] == "ask" and proposed(store) == []


def test_deciding_anew_settles_every_older_word_between_the_two(two_zeds):
    say(two_zeds, ZED, ZEDD, DIFFERENT)
    write(two_zeds, *called("doc:list#firm:zed-2", "Zed Robotique", document=LIST),
          decisions=[Decision("doc:list#firm:zed-2", ZED, SAME, "ann")])  # fmt: skip
    made = say(two_zeds, "doc:list#firm:zed-2", ZEDD, SAME)
    assert not made.suspended and len(made.decisions) == 2
    assert len(read(two_zeds).entities.query("id.str.startswith('firm:zed')")) == 1


def test_what_a_rule_joined_is_parted_by_naming_two_records(store):
    write(store, *called("doc:news#pole:emc2", "EMC2", Kind.POLE), *called("doc:list#pole:emc2", "E.M.C.2", Kind.POLE))
    assert len(read(store).entities) == 1
    with pytest.raises(MaillageError, match="name two of its records, of doc:list#pole:emc2, doc:news#pole:emc2"):
        say(store, "pole:emc2", "doc:news#pole:emc2", DIFFERENT)
    say(store, "doc:list#pole:emc2", "doc:news#pole:emc2", UNSURE)
    assert len(read(store).entities) == 2


def test_nobody_decides_on_what_is_not_there(two_zeds):
    with pytest.raises(UnknownEntity):
        say(two_zeds, ZED, "firm:nobody", SAME)
    with pytest.raises(MaillageError, match="nothing to undo"):
        last_run(two_zeds, read(two_zeds))


# ----- the review file


def test_a_review_file_is_decided_in_a_spreadsheet_and_loaded(two_zeds, tmp_path):
    table = as_table(two_zeds, read(two_zeds), proposals(two_zeds, read(two_zeds)))
    assert table[["a", "b"]].to_numpy().tolist() == [[ZED, ZEDD]] and table["score"][0] >= LOOK
    file = tmp_path / "review.csv"
    table.to_csv(file, index=False)
    report = load(two_zeds, [file])
    assert (report.refused, report.files[0].skipped, report.decided, report.run) == (0, 1, 0, "")
    table.assign(verdict="même", by="ann", note="one address").to_csv(file, index=False)
    assert load(two_zeds, [file]).decided == 1 and load(two_zeds, [file]).decided == 0
    (made,) = two_zeds.decisions(viewer=OWNER).to_dict("records")
    assert (made["verdict"], made["by"], made["why"]) == ("same", "ann", "one address")


def test_unsure_in_a_review_file_remembers_the_reasons_that_stood_beside_it(two_zeds, tmp_path):
    table = as_table(two_zeds, read(two_zeds), proposals(two_zeds, read(two_zeds)))
    file = tmp_path / "review.csv"
    table.assign(verdict="unsure", by="ann").to_csv(file, index=False)
    load(two_zeds, [file])
    assert table["reasons"][0] in two_zeds.decisions(viewer=OWNER)["why"][0] and proposed(two_zeds) == []


def test_decisions_survive_a_rebuild(two_zeds, tmp_path):
    say(two_zeds, ZED, ZEDD, SAME, why="one address")
    say(two_zeds, ZED, OTHER, UNSURE)
    file = tmp_path / "review.csv"
    as_table(two_zeds, read(two_zeds), [], decided=True).to_csv(file, index=False)
    with closing(open_store(f"sqlite:///{tmp_path}/rebuilt.db")) as rebuilt:
        fill(rebuilt)
        load(rebuilt, [file])
        assert links(rebuilt) == links(two_zeds)
        pd.testing.assert_frame_equal(rebuilt.decisions(viewer=OWNER), two_zeds.decisions(viewer=OWNER))
        assert proposed(rebuilt) == proposed(two_zeds) == []


# ----- contradictions


def found(store):
    return [(one.issue, one.a, one.b) for one in contradictions(store, read(store))]


def test_a_same_that_meets_a_different_within_one_group_is_shown_and_not_applied(store):
    a, b, c = (f"doc:news#firm:{name}" for name in "abc")
    write(
        store, *called(a, "Alpha"), *called(b, "Beta"), *called(c, "Gamma"),
        decisions=[Decision(a, b, SAME, "ann"), Decision(a, c, DIFFERENT, "ben"), Decision(b, c, SAME, "cid")],
    )  # fmt: skip
    assert found(store) == [("suspended", b, c)] and len(read(store).entities) == 2


def test_a_same_between_two_sirens_is_shown_and_not_applied(store):
    write(store, *called("siren:552100554", "Zed"), *called("siren:732829320", "Zed"))
    assert say(store, "siren:552100554", "siren:732829320", SAME).suspended
    assert found(store) == [("suspended", "siren:552100554", "siren:732829320")]


def test_two_sirens_of_one_record_are_shown(store):
    write(
        store,
        *called(ZED, "Zed"),
        says(ZED, "identifier", "siren:552100554"),
        says(ZED, "identifier", "siren:732829320"),
    )
    assert ("two_sirens", "siren:552100554", "siren:552100554") in found(store)


def test_one_identifier_on_two_clearly_different_names_is_shown(store):
    write(store, *called("pic:999997930", "CNRS"), *called("pic:999997930", "Wholly Other", document=LIST))
    assert found(store) == [("two_names", "pic:999997930", "pic:999997930")]


@pytest.mark.parametrize("other", ["Zed Robotique SAS", "ZR", "Zed robotics", "Zed Robotique (ex-Quux)"])
def test_spellings_and_acronyms_of_one_name_are_no_contradiction(store, other):
    write(store, *called("pic:999997930", "Zed Robotique"), *called("pic:999997930", other, document=LIST))
    assert found(store) == []


def test_two_that_share_an_identifier_and_cannot_be_one_keep_an_id_and_links_each(store):
    write(
        store, *called("pic:999997930", "Zed"), says("pic:999997930", "country", "FR"),
        *called(ZEDD, "Quux", document=LIST), says(ZEDD, "country", "BE", document=LIST),
        says(ZEDD, "identifier", "pic:999997930", document=LIST),
        *called("doc:list#pole:p", "P", Kind.POLE, document=LIST),
        says(ZEDD, Relation.MEMBER_OF, "doc:list#pole:p", document=LIST),
    )  # fmt: skip
    assert list(read(store).entities["id"]) == ["firm:quux", "pic:999997930", "pole:p"]
    assert list(read(store).links["source"]) == ["firm:quux"]


def test_one_identifier_of_two_entities_is_shown_until_somebody_decides(store):
    for record, country, document in ((ZED, "FR", NEWS), (ZEDD, "BE", LIST)):
        write(store, *called(record, "Zed", document=document), says(record, "country", country, document=document),
              says(record, "identifier", "lei:969500", document=document))  # fmt: skip
    assert [one[0] for one in found(store)] == ["shared_identifier"]
    say(store, ZED, ZEDD, DIFFERENT)
    assert found(store) == []


# ----- the command


@pytest.fixture
def run(two_zeds, capsys, monkeypatch):
    """Run `maillage review` on the two Zeds; gives its exit code, its output and its error stream."""
    monkeypatch.delenv("MAILLAGE_DEBUG", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())

    def call(*words):
        monkeypatch.setattr("sys.argv", ["maillage", *words, "--store", two_zeds.url])
        code = 0
        try:
            cli.main()
        except SystemExit as end:
            code = end.code or 0
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return code, captured.out, captured.err

    hook = sys.excepthook
    yield call
    sys.excepthook = hook


def test_the_command_lists_shows_decides_and_takes_back(run, two_zeds):
    before = links(two_zeds)
    code, out, _ = run("review", "list")
    assert code == 0 and "0,92 · probable · lettres très semblables" in out
    assert "  Zed Robotique SAS (firm:zed-robotique-sas, entreprise)" in out
    code, out, _ = run("review", "list", "--lang", "en")
    assert code == 0 and "0.92 · likely · letters much alike" in out
    code, out, err = run("review", "decide", "Zed Robotique SAS", ZEDD, "same", "--by", "ann")
    assert code == 1 and out.count("Fiches : ") == 2 and "--yes" in err and links(two_zeds) == before
    code, out, _ = run("review", "decide", "Zed Robotique SAS", ZEDD, "same", "--by", "ann", "--yes")
    assert code == 0 and out.count("Fiches : ") == 2 and "· ann" in out and links(two_zeds) != before
    assert "aucune paire d'organisations" in run("review", "list")[1]
    assert run("review", "undo")[0] == 0 and links(two_zeds) == before
    code, _, err = run("review", "undo", "--lang", "en")
    assert code == 2 and "nothing to undo" in err


def test_the_command_shows_what_was_said_and_what_is_at_odds(run, two_zeds):
    assert "Rien ne se contredit" in run("review", "contradictions")[1]
    assert "Nothing is at odds" in run("review", "contradictions", "--lang", "en")[1]
    run("review", "decide", ZED, ZEDD, "different", "--by", "ben", "--why", "two addresses")
    assert f"{ZED} n'est pas {ZEDD} · ben · two addresses" in run("review", "show", ZED, ZEDD)[1]
    firms = ("siren:552100554", "siren:732829320")
    write(two_zeds, *called(firms[0], "Yves"), *called(firms[1], "Xavier"))
    assert "ce n'est pas appliqué" in run("review", "decide", *firms, "same", "--by", "dan", "--yes")[1]
    out = run("review", "contradictions")[1]
    assert "suspendu, car cela réunit" in out and "dan" in out
    assert "n'est pas dans ce réseau" in run("review", "show", ZED, "nobody at all")[2]
    code, _, err = run("review", "show", ZED, "nobody at all", "--lang", "en")
    assert code == 2 and "No entity" in err


def test_of_two_that_differ_in_an_apostrophe_each_is_found_by_its_name_to_the_letter(run, two_zeds):
    write(two_zeds, *called("doc:news#firm:m1", "Mov eo"), *called("doc:list#firm:m2", "Mov'eo", document=LIST))
    code, out, _ = run("review", "show", "Mov eo", "Mov'eo")
    assert code == 0 and "même nom" in out and out.count("Fiches : ") == 2


@pytest.mark.parametrize("verdict", ["même", "same"])
def test_the_command_writes_a_file_that_it_reads_back_once_verdicts_are_in(run, two_zeds, tmp_path, verdict):
    before, file = links(two_zeds), tmp_path / "review.csv"
    assert "1 ligne." in run("review", "export", str(file))[1]
    code, out, err = run("review", "import", str(file), "--lang", "en")
    assert (code, err) == (0, "") and "0 decisions; 1 row without a verdict." in out and proposed(two_zeds)
    text = file.read_text(encoding="utf-8-sig")
    file.write_text(text.replace(";;;\n", f";{verdict};ann;une seule adresse\n"), encoding="utf-8")
    code, out, _ = run("review", "import", str(file))
    assert code == 0 and "1 décision ; 0 ligne sans verdict." in out and proposed(two_zeds) == []
    assert "0 décision" in run("review", "import", str(file))[1] and links(two_zeds) != before
    file.write_text(text.replace(";;;\n", ";peut-être;ann;\n"), encoding="utf-8")
    code, _, err = run("review", "import", str(file))
    assert code == 2 and "ligne refusée : " in err and "ligne 2" in err
    code, _, err = run("review", "export", str(tmp_path / "nowhere" / "review.csv"), "--lang", "en")
    assert code == 2 and "cannot be written" in err


@pytest.mark.parametrize("action", ["list", "contradictions", "show", "decide", "undo", "export", "import"])
def test_every_action_explains_itself(run, action, capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["maillage", "review", action, "--help"])
    with pytest.raises(SystemExit):
        cli.main()
    assert len(capsys.readouterr().out) > 200
