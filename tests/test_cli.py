"""The command line: what it prints, what it writes, how it ends. A sentence for every fault, never a traceback."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import cli
from graph.errors import MaillageError
from graph.model import Viewer
from graph.network import Network
from graph.store import open_store
from queries.catalogue import CATALOGUE
from tests.statements import EMC2, LIST, NEWS, called, confided, says

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = ROOT / "data" / "articles"
COMMANDS = [command.name or command.callback.__name__ for command in cli.app.registered_commands]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('cli')}/network.db"
    assert _run(["load", str(ROOT / "data"), "--store", url])[0] == 0
    return url


@pytest.fixture
def run(capsys, monkeypatch):
    """Run `maillage` with these words; gives its exit code, its output and its error stream."""
    monkeypatch.delenv("MAILLAGE_STORE", raising=False)
    monkeypatch.delenv("MAILLAGE_DEBUG", raising=False)

    def call(*words):
        capsys.readouterr()
        code = _run(list(words))[0]
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return code, captured.out, captured.err

    return call


def _run(words):
    before, hook = sys.argv, sys.excepthook
    sys.argv = ["maillage", *words]
    try:
        cli.main()
    except SystemExit as end:
        return (end.code or 0,)
    finally:
        sys.argv, sys.excepthook = before, hook
    return (0,)


def test_help_lists_every_command_and_loads_no_heavy_library(run):
    code, out, _ = run("--help")
    assert code == 0 and all(command in out for command in COMMANDS)
    asked = "import sys, cli; sys.argv = ['maillage', '--help']\ntry: cli.main()\nexcept SystemExit: pass\n"
    asked += "print([name for name in ('pandas', 'numpy', 'streamlit', 'networkx') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_and_stands_in_the_readme(run, command):
    code, out, _ = run(command, "--help")
    assert code == 0 and len(out) > 100
    assert f"`{command}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_demonstration_answers_three_questions(run, tmp_path):
    url = f"sqlite:///{tmp_path}/demo.db"
    code, out, _ = run("demo", "--store", url)
    assert code == 0
    for sentence in (
        CATALOGUE[0].question["fr"], "EMC2", "Par qui passent les autres ?", "`maillage app`"
    ):  # fmt: skip
        assert sentence in out
    again, out, _ = run("demo", "--store", url, "--lang", "en")
    assert again == 0 and "Nothing new" in out and "Through whom" in out


def test_the_demonstration_leaves_another_network_alone(run, tmp_path):
    url = f"sqlite:///{tmp_path}/mine.db"
    (tmp_path / "firms.csv").write_text("name;city\nMécalys;Nantes\n", encoding="utf-8")
    run("load", str(tmp_path / "firms.csv"), "--store", url)
    code, _, err = run("demo", "--store", url)
    assert code == 2 and "holds another network" in err
    assert len(open_store(url).documents(viewer=Viewer.OWNER)) == 1


def test_loading_twice_changes_nothing_and_says_so(run, tmp_path):
    url = f"sqlite:///{tmp_path}/network.db"
    first, out, _ = run("load", str(ARTICLES), "--store", url, "--lang", "en")
    assert first == 0 and "`maillage undo run-" in out
    revision = open_store(url).revision()
    second, out, _ = run("load", str(ARTICLES), "--store", url, "--lang", "en")
    assert second == 0 and "Nothing changed" in out and open_store(url).revision() == revision


def test_exit_codes_say_how_much_was_refused(run, tmp_path):
    url = f"sqlite:///{tmp_path}/network.db"
    some, none = tmp_path / "some.csv", tmp_path / "none.csv"
    some.write_text("pole,since\nAlizé,2015\nBoréal,2015-13-45\n", encoding="utf-8")
    some.write_text("member,group,since\nMécalys,Alizé,2015-13-45\n", encoding="utf-8")
    firms = tmp_path / "firms.csv"
    firms.write_text("name,kind\nMécalys,firm\nAlizé,pole\nBoréal,galaxy\n", encoding="utf-8")
    none.write_text("name,kind\nBoréal,galaxy\n", encoding="utf-8")
    code, _, err = run("load", str(firms), "--store", url, "--lang", "en")
    assert code == 1 and "firms.csv, line 4" in err and "galaxy" in err
    code, _, err = run("load", str(none), "--store", url, "--lang", "en")
    assert code == 2 and "none.csv, line 2" in err
    code, _, err = run("load", str(some), "--store", url, "--lang", "en")
    assert code == 2 and "2015-13-45" in err and "line 2" in err


def test_the_name_of_a_group_is_one_in_a_file_and_on_the_command_line(run, tmp_path):
    url, firms = f"sqlite:///{tmp_path}/network.db", tmp_path / "firms.csv"
    firms.write_text("name,kind,level,audience\nMécalys,firm,staff, Emc2\n", encoding="utf-8")
    run("load", str(firms), "--store", url)
    assert "Mécalys" in run("search", "Mécalys", "--store", url, "--viewer", "EMC2=staff")[1]
    assert run("search", "Mécalys", "--store", url, "--viewer", "emc2=members")[0] == 1


def test_a_group_of_which_nothing_is_seen_is_told_alike_whether_it_is_unknown_or_hides_what_it_has(run, tmp_path):
    url, firms = f"sqlite:///{tmp_path}/network.db", tmp_path / "firms.csv"
    firms.write_text("name,kind,level,audience\nMécalys,firm,staff,emc2\nDaher,firm,,\n", encoding="utf-8")
    run("load", str(firms), "--store", url)
    told = {one: run("quality", "--store", url, "--viewer", one)[2] for one in ("emc2=members", "emc3=staff")}
    assert "emc2=members ne voit rien ici de plus que le public" in told["emc2=members"]
    assert told["emc2=members"].replace("emc2=members", "emc3=staff") == told["emc3=staff"]
    for seen in ("emc2=staff", "public", "owner"):
        assert run("search", "Daher", "--store", url, "--viewer", seen)[2] == ""
    code, _, err = run("search", "Daher", "--store", url, "--viewer", "emc2=staff,emc3=staff")
    assert code == 0 and err.count("ne voit rien ici de plus que le public") == 1 and "emc3=staff" in err


def test_a_load_tells_who_came_with_a_known_name_and_how_to_decide(run, tmp_path):
    store, press, members = f"sqlite:///{tmp_path}/n.db", tmp_path / "press.csv", tmp_path / "members.csv"
    press.write_text("name,kind\nAirbus,firm\n", encoding="utf-8")
    members.write_text("name,kind,city\nAirbus,firm,Toulouse\n", encoding="utf-8")
    run("load", str(press), "--store", store)
    _, told, _ = run("load", str(members), "--store", store)
    assert "1 organisation nouvelle porte le nom d’une organisation déjà connue" in told
    assert "`maillage review list`" in told
    _, listed, _ = run("review", "list", "--store", store, "--viewer", "owner")
    assert "firm:airbus-2" in listed


def test_strict_loads_nothing_and_a_dry_run_writes_nothing(run, tmp_path):
    url = f"sqlite:///{tmp_path}/network.db"
    firms = tmp_path / "firms.csv"
    firms.write_text("name,kind\nMécalys,firm\nBoréal,galaxy\n", encoding="utf-8")
    code, out, _ = run("load", str(firms), "--store", url, "--strict", "--lang", "en")
    assert code == 2 and "Nothing is loaded" in out and not (tmp_path / "network.db").exists()
    code, out, _ = run("load", str(firms), "--store", url, "--dry-run", "--lang", "en")
    assert code == 1 and "would be new" in out and "would appear" in out
    assert not (tmp_path / "network.db").exists()


def test_a_snapshot_says_what_it_closes_and_asks_before_it_closes_much(run, tmp_path):
    url, firms = f"sqlite:///{tmp_path}/network.db", tmp_path / "firms.csv"
    rows = [f"Firm {n},firm,Nantes\n" for n in range(10)]
    firms.write_text("name,kind,city\n" + "".join(rows), encoding="utf-8")
    run("load", str(firms), "--store", url)
    firms.write_text("name,kind,city\n" + "".join(rows[3:]), encoding="utf-8")
    code, _, err = run("load", str(firms), "--store", url, "--snapshot", "--lang", "en")
    assert code == 2 and "close 9 of the 30 statements of doc:firms" in err and "--yes" in err
    code, out, _ = run("load", str(firms), "--store", url, "--snapshot", "--dry-run", "--lang", "en")
    assert code == 0 and "9 statements of 30 would be closed (more than a fifth" in out and "3 would vanish" in out
    assert len(Network.read(open_store(url)).entities) == 10
    code, out, _ = run("load", str(firms), "--store", url, "--snapshot", "--yes", "--lang", "en")
    assert code == 0 and "9 statements of 30 are closed" in out and "`maillage undo run-" in out
    code, out, _ = run("load", str(firms), "--store", url, "--snapshot", "--lang", "en")
    assert code == 0 and "Nothing changed" in out


def test_a_load_is_told_in_french_and_in_english(run, tmp_path):
    firms, rejects, url = tmp_path / "firms.csv", tmp_path / "r.csv", f"sqlite:///{tmp_path}/network.db"
    firms.write_text("nom;type;siren\nMécalys;firm;552100554\nBoréal;galaxy;\nDaher;firm;552100555\n", encoding="utf-8")
    words = ("load", str(firms), "--store", url)
    code, out, err = run(*words, "--dry-run")
    assert (
        code == 1
        and out.split()[:4] == ["Fichier", "Pris", "pour", "Lues"]
        and "affirmations seraient nouvelles" in out
    )
    assert "Entités et liens qui apparaîtraient : 2 ; qui disparaîtraient : 0." in out and "Rien n'a été écrit." in out
    assert "ligne refusée : firms.csv, ligne 3, colonne type : « galaxy » n'est pas une nature connue. Écrivez" in err
    assert "cellule non lue : firms.csv, ligne 4, colonne siren" in err and "Vérifiez le numéro siren" in err
    code, out, err = run(*words, "--dry-run", "--lang", "en")
    assert out.split()[:4] == ["File", "Taken", "for", "Read"] and "statements would be new" in out
    assert "Entities and links: 2 would appear, 0 would vanish." in out and "Nothing was written." in out
    assert "row: firms.csv, line 3, column type: 'galaxy' is not a known kind. Write one of" in err
    code, out, _ = run(*words, "--strict")
    assert code == 2 and "Rien n'est chargé : 1 ligne est refusée, et --strict n'en admet aucune." in out
    code, out, _ = run(*words, "--rejects", str(rejects))
    assert code == 1 and f"Lignes refusées dans {rejects} : 1. Corrigez-les" in out and "`maillage undo run-" in out
    assert "« galaxy » n'est pas une nature connue. Écrivez un de ces mots" in rejects.read_text(encoding="utf-8")
    assert "Rien n'a changé." in run(*words)[1]
    assert "Rien n'a changé : tout y était déjà." in run("load", str(ARTICLES), "--store", again(run, tmp_path))[1]


def again(run, folder):
    """A store that holds the articles already."""
    url = f"sqlite:///{folder}/again.db"
    run("load", str(ARTICLES), "--store", url)
    return url


def test_a_snapshot_is_told_in_french(run, tmp_path):
    url, firms = f"sqlite:///{tmp_path}/network.db", tmp_path / "firms.csv"
    rows = [f"Firm {n},firm,Nantes\n" for n in range(10)]
    firms.write_text("name,kind,city\n" + "".join(rows), encoding="utf-8")
    run("load", str(firms), "--store", url)
    firms.write_text("name,kind,city\n" + "".join(rows[3:]), encoding="utf-8")
    _, out, _ = run("load", str(firms), "--store", url, "--snapshot", "--dry-run")
    assert (
        "doc:firms : 9 affirmations sur 30 seraient closes (plus d'un cinquième : un chargement demande --yes)." in out
    )
    code, _, err = run("load", str(firms), "--store", url, "--snapshot")
    assert code == 2 and "9 des 30 affirmations de doc:firms" in err
    _, out, _ = run("load", str(firms), "--store", url, "--snapshot", "--yes")
    assert "9 affirmations sur 30 sont closes." in out and "plus affirmées : 9" in out


@pytest.mark.parametrize(
    ("text", "more", "fr", "en"),
    [
        (b"", (), "f.csv est vide : il y faut une ligne", "f.csv is empty: it needs a line"),
        (b"a;b\n1;2\n", (), "aucun jeu n'a ces colonnes. Le plus", "no dataset has these columns. The"),
        (b"nom;ville\n\"A;B\n", (), "ligne 2 : un guillemet ouvre", "line 2: a quote opens"),
        (b"nom\nA\n", ("--as", "x"), "Il n'y a pas de jeu « x »", "There is no dataset 'x'"),
        (b"nom\nA\n", ("--mapping", "no.toml"), "Il n'y a pas de fichier no.toml", "There is no file no.toml"),
        (b"nom\nA\n", ("--sheet", "F"), "n'a pas de feuilles : retirez --sheet", "has no sheets: leave --sheet out"),
        (b'[{"nom": NaN}]', (), "ligne 1 : NaN n'est pas un nombre", "line 1: NaN is no number"),
        (b'{"nom": [1, 2}', (), "ce n'est pas du JSON", "this is not JSON"),
        (b"PK\x03\x04cut", (), "archive zip coupée ou abîmée", "a zip file that is cut off or damaged"),
        (b"*Vertices 1\nx y\n", (), "n'est pas une ligne d'un fichier Pajek", "is no line of a Pajek file"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", ["check", "load"])
def test_a_file_that_cannot_be_read_is_told_in_both_languages(run, tmp_path, command, text, more, fr, en):
    path = tmp_path / "f.csv"
    path.write_bytes(text)
    store = ("--store", f"sqlite:///{tmp_path}/n.db") if command == "load" else ()
    for language, sentence in (("fr", fr), ("en", en)):
        code, _, err = run(command, str(path), *more, *store, "--lang", language)
        assert code == 2 and sentence in err and err.startswith("maillage: ")


def test_refused_rows_are_written_repaired_and_loaded(run, tmp_path):
    url, firms, rejects = f"sqlite:///{tmp_path}/network.db", tmp_path / "firms.csv", tmp_path / "rejects.csv"
    firms.write_text("name,kind\nMécalys,firm\nBoréal,galaxy\n", encoding="utf-8")
    code, out, _ = run("load", str(firms), "--store", url, "--rejects", str(rejects), "--lang", "en")
    assert code == 1 and f"Refused rows in {rejects}: 1." in out
    rejects.write_text(rejects.read_text(encoding="utf-8").replace("Boréal,galaxy", "Boréal,pole"), encoding="utf-8")
    code, out, err = run("load", str(rejects), "--store", url, "--lang", "en")
    assert (code, err) == (0, "") and set(Network.read(open_store(url)).documents["id"]) == {"doc:firms"}
    code, _, err = run("load", str(rejects), "--store", url, "--snapshot", "--lang", "en")
    assert code == 2 and "without --snapshot" in err


def test_every_fault_goes_to_the_report_file(run, tmp_path):
    firms, report = tmp_path / "firms.csv", tmp_path / "report.csv"
    firms.write_text("name,kind\nMécalys,firm\nBoréal,galaxy\n", encoding="utf-8")
    run("load", str(firms), "--store", f"sqlite:///{tmp_path}/n.db", "--report", str(report))
    rows = list(csv.DictReader(io.StringIO(report.read_text(encoding="utf-8"))))
    assert [(row["line"], row["code"], row["value"]) for row in rows] == [("3", "unknown_kind", "galaxy")]
    assert (
        rows[0]["message_fr"] and rows[0]["message_en"] and rows[0]["suggestion"].startswith("Écrivez un de ces mots")
    )
    words = ("load", str(firms), "--store", f"sqlite:///{tmp_path}/n.db", "--report", str(report), "--lang", "en")
    run(*words)
    assert next(csv.DictReader(io.StringIO(report.read_text("utf-8"))))["suggestion"].startswith("Write one of")


def test_a_run_is_listed_and_undone_and_a_document_withdrawn_and_brought_back(run, tmp_path):
    url = f"sqlite:///{tmp_path}/network.db"
    run("load", str(ARTICLES), "--store", url)
    before = Network.read(open_store(url)).content_hash
    code, out, _ = run("withdraw", "doc:emc2-seattle", "--store", url)
    back = out.split("`maillage undo ")[1].split("`")[0]
    assert code == 0 and "SpaceX" not in set(Network.read(open_store(url)).entities["name"])
    code, out, _ = run("runs", "--store", url, "--viewer", "owner")
    assert code == 0 and "chargement" in out and "retrait" in out and "Plus affirmé" in out
    code, out, _ = run("runs", "--store", url, "--viewer", "owner", "--lang", "en")
    assert code == 0 and "load" in out and "withdrawal" in out and "No longer stated" in out
    assert run("undo", back, "--store", url)[0] == 0
    assert Network.read(open_store(url)).content_hash == before


def test_a_name_is_found_despite_accents_and_slips(run, shipped):
    code, out, _ = run("search", "images et reseau", "--store", shipped)
    assert code == 0 and "Images" in out.splitlines()[2] and "trouvé comme" in out
    code, _, err = run("search", "qqqqqqq", "--store", shipped)
    assert code == 1 and "Aucun nom de ce réseau" in err


@pytest.fixture
def pointing(run, tmp_path):
    """A store in which a document of members points at a pole that another describes; and how it was loaded."""
    url = f"sqlite:///{tmp_path}/network.db"
    (tmp_path / "members.csv").write_text("member,group\nDaher,EMC2\n", encoding="utf-8")
    (tmp_path / "firms.csv").write_text("name,kind\nDaher,firm\n", encoding="utf-8")
    (tmp_path / "poles.csv").write_text("pole\nEMC2\n", encoding="utf-8")
    for name in ("firms", "poles", "members"):
        assert run("load", str(tmp_path / f"{name}.csv"), "--store", url)[0] == 0
    return url


def test_withdrawing_what_others_point_at_names_what_is_left_loose(run, pointing):
    code, _, err = run("withdraw", "doc:poles", "--store", pointing)
    assert code == 0 and "1 affirmation parle de ce qu'aucun document ne décrit plus" in err
    assert "Daher est membre d'EMC2 · doc:members · line 2" in err and "retirez aussi ces documents" in err
    code, _, err = run("withdraw", "doc:members", "--store", pointing)
    assert code == 0 and err == ""


def test_undoing_a_load_names_what_is_left_loose(run, pointing):
    loads = list(open_store(pointing).runs(viewer=Viewer.OWNER)["id"])
    _, _, err = run("undo", loads[0], "--store", pointing, "--lang", "en")
    assert "1 statement speaks of what no document describes" in err and "Daher is a member of EMC2 · doc:memb" in err
    _, _, err = run("undo", loads[2], "--store", pointing)
    assert err == ""


def test_explain_shows_who_says_so_and_two_ids_show_what_links_them(run, shipped):
    code, out, _ = run("explain", "EMC2", "firm:boeing", "--store", shipped)
    assert code == 0 and "Boeing est membre d'EMC2" in out and "ligne 23 · selon Laurent Manach" in out
    code, out, _ = run("explain", "EMC2", "firm:boeing", "--store", shipped, "--lang", "en")
    assert code == 0 and "Boeing is a member of EMC2" in out and "line 23 · says Laurent Manach" in out
    code, out, _ = run("explain", "Moveo", "--store", shipped)
    assert code == 0 and "#pole:moveo est doc:" in out and "une règle" in out and "doc:poles-industrie-du-futur" in out
    code, _, err = run("explain", "EMC2", "Amazon", "--store", shipped)
    assert code == 1 and "Aucun lien entre pole:emc2 et" in err and "introductions" in err


@pytest.mark.parametrize("query", CATALOGUE, ids=lambda query: query.name)
def test_every_query_answers_in_every_format_with_its_basis(run, shipped, tmp_path, query):
    options = [
        word for name, value in query.example.items() if value is not None
        for word in (f"--{name.replace('_', '-')}", _text(query, name, value))
    ]  # fmt: skip
    base = ["query", query.name, *options, "--store", shipped]
    code, out, _ = run(*base)
    assert code == 0 and query.question["fr"] in out and "réseau" in out
    code, out, err = run(*base, "--format", "csv")
    rows = list(csv.reader(io.StringIO(out)))
    assert code == 0 and rows[0] == [one.name for one in query.columns] and "network" in err
    code, out, _ = run(*base, "--format", "json")
    assert code == 0 and set(json.loads(out)["rows"][0]) == set(rows[0])
    assert json.loads(out)["basis"]["query"] == query.name
    written = tmp_path / "answer.parquet"
    assert run(*base, "--out", str(written))[0] == 0
    assert len(pd.read_parquet(written)) == len(rows) - 1
    assert run(*base, "--out", str(tmp_path / "answer.xlsx"))[0] == 0
    assert pd.read_excel(tmp_path / "answer.xlsx", engine="calamine").shape == (len(rows) - 1, len(rows[0]))
    kept = tmp_path / "answer.csv"
    assert run(*base, "--out", str(kept))[0] == 0
    assert json.loads((tmp_path / "answer.csv.basis.json").read_text(encoding="utf-8"))["query"] == query.name


def _text(query, name, value):
    parameter = next(one for one in query.parameters if one.name == name)
    return parameter.write(value) or str(value)


def test_a_query_takes_its_own_options_and_refuses_others(run, shipped):
    code, out, _ = run("query", "centrality", "--kinds=alliance", "--format", "csv", "--store", shipped)
    top = next(csv.DictReader(io.StringIO(out)))
    assert code == 0 and top["partners"] == "1"
    for words, fr, en in (
        (["--kinds", "galaxy"], "écrivez l'un de visit", "write one of visit"),
        (["--colour", "red"], "pas d'option --colour", "no option --colour"),
        (["--format", "parquet"], "demandent --out", "need --out"),
        (["--format", "xlsx"], "demandent --out", "need --out"),
        (["--as-of", "2015-13-45"], "n'est pas une date", "is not a date"),
        (["--statuses", "dreamt"], "n'est pas un statut", "is no status"),
    ):
        for lang, sentence in ([], fr), (["--lang", "en"], en):
            code, _, err = run("query", "centrality", *words, *lang, "--store", shipped)
            assert code == 2 and sentence in err
    code, _, err = run("query", "profile", "--store", shipped)
    assert code == 2 and "demande --organisation" in err
    code, out, _ = run("query", "brokers", "--help")
    assert code == 0 and "Freeman" in out and "--kinds" in out
    code, _, err = run("query", "gossip", "--store", shipped)
    assert code == 2 and "brokers" in err


def test_an_option_written_twice_lists_its_values_or_is_refused(run, shipped):
    base = ["query", "centrality", "--format", "csv", "--store", shipped]
    several = ["--kinds", "alliance", "--kinds=visit"]
    assert run(*base, *several)[1] == run(*base, "--kinds", "alliance,visit")[1] != run(*base, "--kinds=visit")[1]
    twice = ["query", "profile", "--organisation", "pole:emc2", "--organisation", "pole:aeri", "--store", shipped]
    for lang, sentence in ([], "--organisation est donné 2 fois"), (["--lang", "en"], "--organisation is said 2 times"):
        code, out, err = run(*twice, *lang)
        assert (code, out) == (2, "") and sentence in err


def test_a_date_and_statuses_decide_what_exists_and_what_counts(run, shipped):
    base = ["query", "centrality", "--format", "json", "--store", shipped]
    bases = [
        json.loads(run(*base, *more)[1])["basis"]
        for more in (
            [],
            ["--as-of", "2015-06-30"],
            ["--as-of", "2015-06-30", "--certainly"],
            ["--statuses", "announced"],
        )
    ]
    assert bases[0]["encounters"] > bases[1]["encounters"] > bases[2]["encounters"]
    assert bases[3]["counted"] < bases[0]["counted"] and bases[3]["statuses"] == ["announced"]
    code, _, err = run("query", "centrality", "--as-of", "2015-13-45", "--store", shipped)
    assert code == 2 and "2015-13-45" in err
    code, _, err = run("query", "centrality", "--statuses", "rumoured", "--store", shipped)
    assert code == 2 and "rumoured" in err


@pytest.mark.parametrize("ending", ["gexf", "graphml", "json"])
def test_a_network_is_exported_with_its_basis(run, shipped, tmp_path, ending):
    import networkx as nx

    path = tmp_path / f"net.{ending}"
    assert run("export", str(path), "--store", shipped)[0] == 0
    network = Network.read(open_store(shipped))
    if ending == "json":
        made = json.loads(path.read_text(encoding="utf-8"))
        assert made["basis"]["network"] == network.content_hash
        assert len(made["links"]) == len(network.links)
        return
    net = {"gexf": nx.read_gexf, "graphml": nx.read_graphml}[ending](path)
    assert (len(net), net.number_of_edges()) == (len(network.entities), len(network.links))
    assert net.nodes["pole:emc2"]["label"] == "EMC2"
    basis = json.loads((tmp_path / f"net.{ending}.basis.json").read_text(encoding="utf-8"))
    assert basis["viewer"] == "public" and basis["network"] == network.content_hash


def test_an_export_that_cannot_be_written_is_a_sentence(run, shipped, tmp_path):
    code, _, err = run("export", str(tmp_path / "net.xyz"), "--store", shipped)
    assert code == 2 and ".gexf, .graphml, .json, .csv" in err
    code, _, err = run("export", str(tmp_path / "no" / "net.gexf"), "--store", shipped)
    assert code == 2 and "cannot be written" in err


def test_what_is_exported_as_csv_and_loaded_again_is_the_same_network(run, shipped, tmp_path):
    folder, again = tmp_path / "out", f"sqlite:///{tmp_path}/again.db"
    folder.mkdir()
    assert run("export", str(folder / "net.csv"), "--store", shipped)[0] == 0
    code, _, err = run("load", str(folder), "--store", again, "--lang", "en")
    assert code == 0, err
    before, after = Network.read(open_store(shipped)), Network.read(open_store(again))
    assert before.content_hash == after.content_hash and before.source_hash == after.source_hash


def test_a_correction_is_one_still_when_it_comes_back_from_an_export(run, tmp_path):
    url, again, folder = f"sqlite:///{tmp_path}/network.db", f"sqlite:///{tmp_path}/again.db", tmp_path / "out"
    folder.mkdir()
    with open_store(url).write("load") as writer:
        said = [*called("doc:news#firm:a", "Alpha"), says("doc:news#firm:a", "city", "Nantes")]
        mended = says("doc:news#firm:a", "city", "Lyon", confidence=0.4, method="correction")
        writer.add([NEWS], [*said, mended])
    assert run("export", str(folder / "net.csv"), "--store", url, "--viewer", "owner")[0] == 0
    assert run("load", str(folder), "--store", again)[0] == 0
    assert list(Network.read(open_store(again)).entities["city"]) == ["Lyon"]


def test_each_viewer_exports_and_finds_only_what_it_may_see(run, tmp_path):
    url = f"sqlite:///{tmp_path}/network.db"
    store = open_store(url)
    with store.write("load") as writer:
        writer.add([NEWS, LIST], called("doc:news#firm:a", "Open"))
        writer.add([], confided(called("doc:list#firm:s", "Xylophage", document=LIST)))
    for viewer, expected in (("public", False), ("emc2=staff", True), ("systematic=staff", False), ("owner", True)):
        path = tmp_path / f"{viewer[:4]}.json"
        run("export", str(path), "--store", url, "--viewer", viewer)
        assert ("Xylophage" in path.read_text(encoding="utf-8")) is expected
        code, _, _ = run("explain", "Xylophage", "--store", url, "--viewer", viewer)
        assert (code == 0) is expected
    unknown = run("explain", "Nobody", "--store", url)[2].replace("Nobody", "Xylophage")
    assert run("explain", "Xylophage", "--store", url)[2] == unknown
    assert EMC2.rights and run("search", "x", "--store", url, "--viewer", "emc2=boss")[0] == 2


@pytest.mark.parametrize("command", ["search x", "query centrality", "runs", "export x.json", "explain x", "quality"])
def test_a_store_that_is_not_there_is_a_sentence(run, tmp_path, command):
    code, _, err = run(*command.split(), "--store", f"sqlite:///{tmp_path}/none.db")
    sentence = (
        "Il n'y a pas de réseau" if command.startswith(("qu", "expl", "runs", "search")) else "There is no network"
    )
    assert code == 2 and sentence in err and "maillage load" in err
    code, _, err = run(*command.split(), "--store", "postgres://x")
    assert code == 2 and "sqlite:///network.db" in err


def test_check_shows_what_is_understood_without_a_store(run, tmp_path):
    firms = tmp_path / "adherents.csv"
    firms.write_text("Adhérent;Pôle;Depuis;Couleur\nMécalys;Alizé;2015-13-45;bleu\n", encoding="utf-8")
    code, out, err = run("check", str(firms), "--lang", "en")
    assert code == 1 and "memberships" in out and "Not read: Couleur" in out
    assert "adherents.csv, line 2, column Depuis: '2015-13-45' is not a date. Write 2015-07-09" in err
    code, out, err = run("check", str(firms))
    assert code == 1 and "Non lues : Couleur" in out and "elle s'appelle adherent" in out.replace("é", "e")
    assert "ligne 2, colonne Depuis : « 2015-13-45 » n'est pas une date. Écrivez 2015-07-09" in err


def test_hostile_names_reach_the_terminal_as_text(run, tmp_path):
    url, firms = f"sqlite:///{tmp_path}/network.db", tmp_path / "firms.csv"
    name = "[bold red]Danger[/] \x1b[31m\u202egnp :warning: =1+1"
    firms.write_text(f'name,city\n"{name}",Nantes\n=cmd,Nantes\n', encoding="utf-8")
    run("load", str(firms), "--store", url)
    code, out, _ = run("search", "danger", "--store", url)
    assert code == 0 and "[bold red]Danger[/]" in out and "\x1b" not in out and "\u202e" not in out
    code, out, _ = run("query", "centrality", "--format", "csv", "--store", url)
    assert "'=cmd" in out


def test_any_viewer_but_public_is_shown_on_this_machine_only(run, shipped):
    code, _, err = run("app", "--store", shipped, "--viewer", "owner", "--address", "0.0.0.0")
    assert code == 2 and "Only public" in err


def test_a_fault_of_ours_is_a_sentence_too(capsys):
    try:
        raise KeyError("x")
    except KeyError as error:
        cli._last_resort(type(error), error, error.__traceback__)
    err = capsys.readouterr().err
    assert "maillage failed (KeyError" in err and "Traceback" not in err


def test_every_error_is_of_one_tree():
    assert issubclass(MaillageError, Exception)


def test_explaining_what_links_one_to_itself_asks_for_two_different_ones(run, shipped):
    code, _, err = run("explain", "EMC2", "EMC2", "--store", shipped)
    assert code == 2 and "deux différents" in err


def test_an_unknown_document_is_answered_with_the_three_most_like_it(run, shipped):
    code, _, err = run("withdraw", "doc:emc2-seatle", "--store", shipped)
    assert code == 2 and "doc:emc2-seattle" in err and err.count("doc:") == 4


def test_what_a_page_filters_by_can_be_asked_too(run, shipped):
    asked = ("query", "pole_matrix", "--store", shipped, "--format", "csv")
    everybody, firms = (list(csv.DictReader(io.StringIO(run(*asked, *more)[1]))) for more in ((), ("--kinds", "firm")))
    assert len(everybody) == len(firms)
    assert sum(int(row["shared_members"]) for row in firms) <= sum(int(row["shared_members"]) for row in everybody)
    code, out, _ = run(*asked, "--places", "FR", "--lang", "fr")
    assert code == 0 and 0 < len(out.splitlines()) < len(everybody)
    assert run(*asked, "--places", "Bretange", "--lang", "fr")[::2] == (
        2, "maillage: --places : personne ici n'est à « Bretange » : écrivez une région, un pays comme FR, ou un "
        "territoire.\n",
    )  # fmt: skip
