"""What the five shipped articles state, and what they do not."""

import csv
import re
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from graph.dates import span, year_is_known
from graph.model import Viewer
from graph.names import fold
from graph.network import Network, evidence
from graph.store import open_store
from graph.vocabulary import Kind, Relation, Role, Status
from ingest.load import load

DATA = Path(__file__).resolve().parents[1] / "data"
ARTICLES = DATA.parents[1] / "shared" / "articles"
TEXTS = {
    "doc:emc2-seattle": "000_9c86922f470eb9a8.txt",
    "doc:tribune-open-innovation": "001_d04b31e0eceed8e2.txt",
    "doc:interclustering-2015": "002_9b0e5f95ad3e95c1.txt",
    "doc:poles-industrie-du-futur": "003_b7b415d829cad810.txt",
    "doc:communautes-industrie-du-futur": "004_a92407feb8ee8ec2.txt",
}
ELEVEN = {
    "Aerospace Valley", "ASTech", "Axelera", "Cap Digital", "EMC2", "I-Trans", "Images & Réseaux",
    "Mont-Blanc Industries", "Moveo", "Plastipolis", "Systematic",
}  # fmt: skip
PLATFORM = "platform:plateforme-de-coordination-industrie-du-futur"
VISIT = "visit:voyage-d-etude-d-emc2-a-seattle"
FIRST_DAY, RETURN_MATCH = "event:premiere-journee-interclustering", "event:journee-interclustering-de-lyon"
EMC2, MBI, AEI = "pole:emc2", "pole:mont-blanc-industries", "cluster:auvergne-efficience-industrielle"

needs_articles = pytest.mark.skipif(not ARTICLES.is_dir(), reason="the articles' texts are not in ../shared/articles")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with closing(open_store(f"sqlite:///{tmp_path_factory.mktemp('data')}/network.db")) as opened:
        load(opened, [DATA])
        yield opened


@pytest.fixture(scope="module")
def network(store):
    return Network.read(store)


@pytest.fixture(scope="module")
def texts():
    return {document: (ARTICLES / name).read_text(encoding="utf-8").split("\n") for document, name in TEXTS.items()}


def rows(name):
    with (DATA / "articles" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tables():
    return [path.stem for path in sorted((DATA / "articles").glob("*.csv")) if path.stem != "documents"]


def links(network, **wanted):
    """The links whose columns have these values."""
    table = network.links
    for column, value in wanted.items():
        table = table[table[column] == value]
    return table


def sources(network, relation, target, key=""):
    return set(links(network, relation=relation, target=target, key=key)["source"])


def declared(network, about):
    found = network.declared[network.declared["about"] == about]
    return dict(zip(found["key"], found["count"], strict=True))


# ----- the whole of it


def test_everything_loads_without_a_fault_and_a_second_time_nothing_changes(store):
    before = store.revision()
    again = load(store, [DATA])
    assert again.exit_code == 0
    assert (again.total("loaded"), again.total("refused"), again.total("skipped")) == (0, 0, 0)
    assert [str(one) for one in again.faults] == []
    assert store.revision() == before


def test_every_row_names_its_document_and_the_line_it_stands_on():
    for name in tables():
        for row in rows(name):
            assert row["document"] in TEXTS, row
            assert re.fullmatch(r"line \d+", row["locator"]), row
            assert row["said_by"] and row["confidence"] in ("0.4", "0.6", "0.8"), row


def test_what_is_only_inferred_is_never_as_sure_as_what_a_party_says_and_has_a_note():
    for name in tables():
        for row in rows(name):
            assert row["explicit"] in ("yes", "no"), row
            assert row["explicit"] == "yes" or row["note"] or name == "statements", row


def test_documents_are_cited_by_title_and_fingerprint_and_never_by_a_path():
    for row in rows("documents"):
        assert row["title"] and re.fullmatch(r"[0-9a-f]{64}", row["sha256"])
        assert "/" not in row["title"] + row["publisher"] and ".txt" not in "".join(row.values())


@needs_articles
def test_fingerprints_are_those_of_the_texts():
    for row in rows("documents"):
        assert row["sha256"] == sha256((ARTICLES / TEXTS[row["id"]]).read_bytes()).hexdigest()


@needs_articles
@pytest.mark.parametrize(
    ("name", "column"),
    [("organisations", "name"), ("poles", "pole"), ("territories", "territory"), ("memberships", "member")],
)
def test_a_name_stands_on_the_line_that_its_row_gives(texts, name, column):
    made_up = {"Plateforme de coordination Industrie du futur", "SpaceX"}  # described, and written in two words
    for row in rows(name):
        line = texts[row["document"]][int(row["locator"].split()[1]) - 1]
        assert row[column] in made_up or fold(row[column]) in fold(line), row


@needs_articles
def test_the_words_of_a_declared_count_stand_on_its_line_and_are_seven_at_most(texts):
    for row in rows("declared"):
        line = texts[row["document"]][int(row["locator"].split()[1]) - 1]
        assert row["words"] in line.replace("\u202f", " ").replace("\xa0", " "), row
        assert len(row["words"].split()) <= 7, row


@needs_articles
def test_no_run_of_eight_words_is_copied_from_an_article(texts):
    taken = {run for lines in texts.values() for run in runs(" ".join(lines))}
    assert len(taken) > 2_000
    for path in [*sorted((DATA / "articles").glob("*.csv")), DATA / "decisions.csv", DATA / "README.md"]:
        for text in own_words(path):
            assert not set(runs(text)) & taken, (path.name, text)


def own_words(path):
    """Each cell of a table, titles of documents apart; a whole text."""
    if path.suffix == ".md":
        return [path.read_text(encoding="utf-8")]
    with path.open(encoding="utf-8", newline="") as file:
        return [value for row in csv.DictReader(file) for column, value in row.items() if column != "title"]


def runs(text, length=8):
    words = fold(text).split()
    return [" ".join(words[start : start + length]) for start in range(len(words) - length + 1)]


# ----- the visit


def test_the_visit_is_announced_for_a_week_of_an_unknown_year(network):
    visit = network.row(VISIT)
    assert (visit["status"], visit["since"], visit["until"]) == (Status.ANNOUNCED, "XXXX-02-20", "XXXX-02-25")
    assert not visit["counts"]


def test_the_host_still_in_talks_is_in_discussion_and_never_counts(network, store):
    space = links(network, source="firm:spacex", target=VISIT, key=Role.HOST)
    assert list(space["status"]) == [Status.IN_DISCUSSION]
    asked_for = Network.read(store, statuses=["held", "announced"])
    hosts = links(asked_for, relation=Relation.TOOK_PART_IN, target=VISIT, key=Role.HOST)
    assert dict(zip(hosts["source"], hosts["counts"], strict=True)) == {
        "firm:amazon": True, "firm:boeing": True, "firm:electroimpact": True, "firm:microsoft": True,
        "firm:spacex": False, "firm:zillow": True,
    }  # fmt: skip


def test_no_participation_in_the_visit_counts_as_held(network):
    assert not links(network, relation=Relation.TOOK_PART_IN, target=VISIT)["counts"].any()


def test_nine_delegates_are_named_beside_what_is_declared(network):
    delegates = sources(network, Relation.TOOK_PART_IN, VISIT, Role.DELEGATE)
    assert delegates == {
        "firm:airbus", "firm:daher", "firm:obexto", "firm:dyvem", "firm:gobio-robot", "firm:e-cobot",
        "firm:productys", "public_body:nantes-metropole", "public_body:carene",
    }  # fmt: skip
    assert declared(network, VISIT) == {"delegate:firm": "18", "delegate": "~20", "host": "14"}


def test_the_eighteen_are_others_than_the_two_that_the_lead_names(network):
    counted = network.declared[(network.declared["about"] == VISIT) & (network.declared["key"] == "delegate:firm")]
    assert list(counted["besides"]) == ["firm:airbus firm:daher"]


def test_emc2_and_boeing_are_linked_by_membership_and_by_the_visit(network):
    assert len(links(network, source="firm:boeing", relation=Relation.MEMBER_OF, target=EMC2)) == 1
    assert len(links(network, source="firm:boeing", relation=Relation.TOOK_PART_IN, target=VISIT)) == 1
    assert len(links(network, source=EMC2, relation=Relation.TOOK_PART_IN, target=VISIT, key=Role.ORGANIZER)) == 1


def test_only_boeing_is_said_to_be_a_member_of_emc2(network):
    assert sources(network, Relation.MEMBER_OF, EMC2) == {"firm:boeing"}


def test_a_way_leads_from_emc2_to_a_seattle_firm_by_the_twinning(network):
    assert len(links(network, source=EMC2, relation=Relation.LOCATED_IN, target="territory:nantes")) == 1
    twinned = links(network, relation=Relation.TWINNED_WITH)
    assert list(zip(twinned["source"], twinned["target"], strict=True)) == [("territory:nantes", "territory:seattle")]
    there = sources(network, Relation.LOCATED_IN, "territory:seattle") - {VISIT}
    assert there == {"firm:boeing", "firm:amazon", "firm:microsoft"}


def test_a_seattle_firm_that_is_only_visited_there_is_marked_as_inferred(network, store):
    stated = {
        name: evidence(store, network, f"firm:{name}~LOCATED_IN~territory:seattle~")["explicit"].all()
        for name in ("boeing", "amazon", "microsoft")
    }
    assert stated == {"boeing": True, "amazon": False, "microsoft": False}


# ----- the day, the alliances, what is offered and needed


def test_one_alliance_is_one_entity_whichever_party_is_named_first(network, store):
    alliances = network.entities[network.entities["kind"] == Kind.ALLIANCE]
    signed = {
        alliance: sources(network, Relation.TOOK_PART_IN, alliance, Role.SIGNATORY) for alliance in alliances["id"]
    }
    assert sorted(map(sorted, signed.values())) == [["cluster:aerospace", "cluster:avia"], [AEI, MBI]]
    ours = next(alliance for alliance, parties in signed.items() if MBI in parties)
    row = network.row(ours)
    assert (row["status"], row["since"]) == (Status.SIGNED, "2015-07-09")
    assert len(links(network, source=ours, relation=Relation.PART_OF, target=FIRST_DAY)) == 1
    said = evidence(store, network, ours)
    assert set(said.loc[said["predicate"] == "status", "said_by"]) == {"lejournaldeleco.fr", "Jean-Marc André"}


def test_the_return_match_follows_the_first_day_and_is_announced(network):
    assert len(links(network, source=RETURN_MATCH, relation=Relation.FOLLOWS, target=FIRST_DAY)) == 1
    assert network.row(FIRST_DAY)["since"] == "2015-07-09" and network.row(FIRST_DAY)["status"] == Status.HELD
    assert network.row(RETURN_MATCH)["since"] == "2015-09-10"
    assert network.row(RETURN_MATCH)["status"] == Status.ANNOUNCED


def test_aerospace_the_cluster_is_not_aerospace_valley_the_pole(network):
    assert network.row("cluster:aerospace")["kind"] == Kind.CLUSTER
    assert network.find("doc:poles-industrie-du-futur#pole:aerospace-valley") == "pic:999964271"


def test_what_one_has_meets_what_the_other_needed(network):
    system = "competence:systeme-de-diagnostic"
    assert sources(network, Relation.OFFERS, system) == {MBI}
    assert sources(network, Relation.NEEDS, system) == {AEI}


def test_two_fields_are_shared_and_two_are_not(network):
    fields = {name: sources(network, Relation.OFFERS, f"competence:{name}") for name in
              ("metrologie", "tolerancement", "mecatronique", "big-data")}  # fmt: skip
    assert fields == {"metrologie": {MBI, AEI}, "tolerancement": {MBI, AEI}, "mecatronique": {MBI}, "big-data": {AEI}}


def test_counts_are_declared_as_the_articles_give_them(network):
    assert declared(network, MBI) == {"firm": "312", "firm:sme": "95 %"}
    assert declared(network, FIRST_DAY) == {"guest": "40"}
    assert declared(network, PLATFORM) == {"pole": "11", "firm": ">3000"}
    assert declared(network, "event:global-industrie-a-lyon") == {"guest": "~50000"}
    assert declared(network, "project:generalisation-des-communautes-industrie-du-futur") == {
        "industry_community": "~100"
    }
    assert declared(network, "industry_community:communautes-industrie-du-futur") == {"firm": "50-100"}


# ----- the platform


def test_eleven_poles_are_in_the_platform(network):
    members = sources(network, Relation.MEMBER_OF, PLATFORM)
    assert len(members) == 11
    rows = network.entities[network.entities["id"].isin(members)]
    assert set(rows["kind"]) == {Kind.POLE}
    spelled = {name for row in rows.to_dict("records") for name in f"{row['name']} | {row['aliases']}".split(" | ")}
    assert spelled >= ELEVEN
    assert links(network, relation=Relation.MEMBER_OF, target=PLATFORM)["counts"].all()


def test_what_is_reported_with_a_reserve_is_never_confirmed(network, store):
    run_by = links(network, source=PLATFORM, relation=Relation.PART_OF)
    assert list(run_by["target"]) == ["pic:937668252"] and list(run_by["status"]) == [Status.ANNOUNCED]
    kept = store.statements(viewer=Viewer.PUBLIC, document="doc:poles-industrie-du-futur")
    assert kept["confidence"].max() <= 0.6


def test_moveo_is_the_pole_that_the_register_calls_mov_eo(network):
    found = network.row("doc:poles-industrie-du-futur#pole:moveo")
    assert found["id"] == "pic:973854490" and found["kind"] == Kind.POLE


def test_decisions_of_the_shipped_file_all_hold(store):
    with (DATA / "decisions.csv").open(encoding="utf-8", newline="") as file:
        written = {(row["a"], row["b"], row["verdict"]) for row in csv.DictReader(file)}
    kept = store.decisions(viewer=Viewer.PUBLIC)
    ours = kept[kept["by"] == "maillage"]
    assert set(zip(ours["a"], ours["b"], ours["verdict"], strict=True)) == written
    assert not (ours["state"] == "suspended").any()


# ----- what an article never states


@pytest.mark.parametrize(
    "word",
    ["Bureau Veritas", "Labeyrie", "Maif", "Kelton", "Infopro", "Moniteur", "Elie Faure", "Ste Foy", "Aix en Provence",
     "Industrie Service", "Usine Nouvelle", "Journal des Entreprises", "Rouen", "Facebook"],
)  # fmt: skip
def test_adverts_menus_comments_and_legal_notices_yield_nothing(network, word):
    articles = network.mentions[network.mentions["document"].isin(list(TEXTS))]
    named = network.entities[network.entities["id"].isin(articles["about"])]
    spelled = " | ".join([*named["name"].dropna(), *named["aliases"].dropna()])
    assert fold(word) not in fold(spelled)


def test_no_article_gives_an_identifier(store):
    for document in TEXTS:
        said = store.statements(viewer=Viewer.PUBLIC, document=document)
        assert "identifier" not in set(said["predicate"])
        assert not said["about"].str.startswith("siren:").any()


def test_persons_are_no_entities_but_office_holders_are_shown(network):
    names = {fold(name) for name in network.entities["name"].dropna()}
    people = ("Laurent Manach", "Jean-Michel Pou", "Jean-Marc André", "Bruno Grandjean", "Sonia Lopez",
              "Emmanuel Macron", "Bruno Le Maire", "Fabien Piliu", "Jean-Louis Gagnaire")  # fmt: skip
    assert not names & {fold(name) for name in people}
    assert network.row(EMC2)["director"] == "Laurent Manach"
    assert network.row(MBI)["director"] == "Jean-Marc André"
    assert network.row(AEI)["president"] == "Jean-Michel Pou"
    assert network.row("association:alliance-industrie-du-futur")["president"] == "Bruno Grandjean"


def test_only_what_had_taken_place_when_it_was_written_is_held_or_signed(network):
    articles = network.mentions[network.mentions["document"].isin(list(TEXTS))]
    met = network.encounters[network.encounters["id"].isin(articles["about"])]
    done = met[met["status"].isin([Status.HELD, Status.SIGNED])]
    assert {span(since)[1] < "2015-09-10" for since in done["since"]} == {True}
    assert set(met["status"]) == {Status.ANNOUNCED, Status.HELD, Status.SIGNED}


def test_a_year_that_no_article_gives_stays_unknown(network):
    unknown = {row["id"] for row in network.encounters.dropna(subset="since").to_dict("records")
               if not year_is_known(row["since"])}  # fmt: skip
    assert unknown == {VISIT, "event:lancement-de-la-phase-2-de-la-nouvelle-france-industrielle"}


def test_every_organisation_of_the_articles_has_a_link(network):
    articles = network.mentions[network.mentions["document"].isin(list(TEXTS))]
    named = network.organisations[network.organisations["id"].isin(articles["about"])]
    linked = {*network.links["source"], *network.links["target"]}
    assert set(named["id"]) <= linked
