"""What the rows of each dataset say, in French and in English."""

import csv
import json
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from graph.errors import ColumnsLacking, DatasetError
from graph.model import Viewer
from graph.network import Network
from graph.store import open_store
from graph.vocabulary import Level
from ingest.checking import check
from ingest.load import load
from ingest.readers import read
from ingest.spec import datasets, recognise
from tests.statements import OWNER

DATA = Path(__file__).resolve().parents[1] / "data"
KNOWN = """name,kind,city
Airbus,firm,Toulouse
Daher,firm,Nantes
Boeing,firm,Seattle
EMC2,pole,Nantes
Systematic,pole,Palaiseau
"""
EVENTS = "event,kind,status\nSalon du Bourget,event,held\n"


@pytest.fixture
def store(tmp_path):
    with closing(open_store(f"sqlite:///{tmp_path}/network.db")) as opened:
        yield opened


def write(folder, name, text):
    path = folder / f"{name}.csv"
    path.write_text(text, encoding="utf-8")
    return path


def known(store, folder):
    """A store that already knows two poles, three firms and an event."""
    load(store, [write(folder, "known", KNOWN), write(folder, "events", EVENTS)])
    return Network.read(store)


def shown(store, before):
    """What a store shows beyond an earlier network: entities, links, and declared counts."""
    now = Network.read(store, viewer=OWNER)
    entities = set(now.entities["id"]) - set(before.entities["id"])
    links = set(now.links["id"]) - set(before.links["id"])
    declared = set(zip(now.declared["about"], now.declared["key"], now.declared["count"], strict=True))
    return entities, links, declared


# ----- each dataset in two languages: the same entities, links and counts come out

CASES = {
    "poles": (
        "Pôle;Type;Sigle;CP;Ville;Pays;Thématiques;Adhérents;Directeur\n"
        'Axelera;pôle de compétitivité;AXE;69007;Lyon;France;"chimie ; environnement";>300;C. D.\n',
        "pole,kind,acronym,postcode,city,country,themes,members,director\n"
        "Axelera,pole,AXE,69007,Lyon,FR,chimie;environnement,>300,C. D.\n",
        {"pole:axelera", "competence:chimie", "competence:environnement"},
        {"pole:axelera~OFFERS~competence:chimie~", "pole:axelera~OFFERS~competence:environnement~"},
        {("pole:axelera", "firm", ">300")},
    ),
    "organisations": (
        "Raison sociale;Nature;SIREN;Effectif;NAF;CP;Ville;Pays;Mots-clés;Besoins exprimés;Lieu;Distinction\n"
        "Peugeot;entreprise;552 100 554;ETI;29.10Z;78300;Poissy;France;moteurs;piles;Poissy;vitrine\n",
        "name,kind,siren,employees,sector,postcode,city,country,keywords,needs,territory,label\n"
        "Peugeot,firm,552100554,4000,29.10Z,78300,Poissy,FR,moteurs,piles,Poissy,vitrine\n",
        {"siren:552100554", "competence:moteurs", "competence:piles", "territory:poissy"},
        {
            "siren:552100554~OFFERS~competence:moteurs~",
            "siren:552100554~NEEDS~competence:piles~",
            "siren:552100554~LOCATED_IN~territory:poissy~",
        },
        set(),
    ),
    "alliances": (
        "Intitulé;Signataires;Signée le;Statut;Objet;Signée à;Thème\n"
        'Entente;"EMC2 ; Systematic";9/7/2015;signé;échanges;Salon du Bourget;robotique\n',
        "title,parties,signed_on,status,subject,event,themes\n"
        "Entente,Systematic;EMC2,2015-07-09,signed,échanges,Salon du Bourget,robotique\n",
        {"alliance:entente", "competence:robotique"},
        {
            "pole:emc2~TOOK_PART_IN~alliance:entente~signatory",
            "pole:systematic~TOOK_PART_IN~alliance:entente~signatory",
            "alliance:entente~PART_OF~event:salon-du-bourget~",
            "alliance:entente~ABOUT~competence:robotique~",
        },
        set(),
    ),
    "visits": (
        "Visite;Du;Au;Lieu;Organisateur;Délégation;Hôtes;Statut;Thème;Suite de\n"
        "Voyage;XXXX-02-20;XXXX-02-25;Seattle;EMC2;~20;50-100;annoncée;numérique;Salon du Bourget\n",
        "visit,since,until,place,organizer,delegation,hosts,status,theme,follows\n"
        "Voyage,XXXX-02-20,XXXX-02-25,Seattle,EMC2,~20,50-100,announced,numérique,Salon du Bourget\n",
        {"visit:voyage", "territory:seattle", "competence:numerique"},
        {
            "visit:voyage~LOCATED_IN~territory:seattle~",
            "pole:emc2~TOOK_PART_IN~visit:voyage~organizer",
            "visit:voyage~ABOUT~competence:numerique~",
            "visit:voyage~FOLLOWS~event:salon-du-bourget~",
        },
        {("visit:voyage", "delegate", "~20"), ("visit:voyage", "host", "50-100")},
    ),
    "events": (
        "Journée;Nature;Date;Lieu;Organisateur;Statut;Partie de\n"
        "Rendez-vous;rencontre;9.7.2015;Lyon;EMC2;tenue;Salon du Bourget\n",
        "event,kind,since,place,organizer,status,part_of\n"
        "Rendez-vous,meeting,2015-07-09,Lyon,EMC2,held,Salon du Bourget\n",
        {"meeting:rendez-vous", "territory:lyon"},
        {
            "meeting:rendez-vous~LOCATED_IN~territory:lyon~",
            "pole:emc2~TOOK_PART_IN~meeting:rendez-vous~organizer",
            "meeting:rendez-vous~PART_OF~event:salon-du-bourget~",
        },
        set(),
    ),
    "projects": (
        "Acronyme;RCN;Programme;Début;Fin;Coût;Statut;Thème\n"
        "MAESTRO;193250;H2020;2015-01;2018;1 234,5;réalisé;énergie\n",
        "project,cordis_rcn,programme,start date,end date,total cost,status,theme\n"
        "MAESTRO,193250,H2020,2015-01,2018,1234.5,held,énergie\n",
        {"cordis-rcn:193250", "competence:energie"},
        {"cordis-rcn:193250~ABOUT~competence:energie~"},
        set(),
    ),
    "participations": (
        "Événement;Organisme;Rôle;Statut;Montant\nSalon du Bourget;Airbus;hôte;confirmé;1 000\n",
        "encounter,organisation,role,status,amount\nSalon du Bourget,Airbus,host,confirmed,1000\n",
        set(),
        {"firm:airbus~TOOK_PART_IN~event:salon-du-bourget~host"},
        set(),
    ),
    "memberships": (
        "Adhérent;Pôle;Depuis;Jusqu'au;Statut\nAirbus;EMC2;2012;;adhérent\nDaher;EMC2;;2015;radié\n",
        "member,group,since,until,status\nAirbus,EMC2,2012,,confirmed\nDaher,EMC2,,2015,ended\n",
        set(),
        {"firm:airbus~MEMBER_OF~pole:emc2~", "firm:daher~MEMBER_OF~pole:emc2~"},
        set(),
    ),
    "competences": (
        "Entreprise;Savoir-faire;Offre/besoin;Poids\nAirbus;Soudage laser;besoin;3\nDaher;soudage-laser;offre;\n",
        "organisation,competence,direction,importance\nAirbus,Soudage laser,needs,3\nDaher,soudage-laser,offers,\n",
        {"competence:soudage-laser"},
        {"firm:airbus~NEEDS~competence:soudage-laser~", "firm:daher~OFFERS~competence:soudage-laser~"},
        set(),
    ),
    "equipment": (
        'Équipement;Propriétaire;Accès;Lieu;Utilisateurs\nSoufflerie;Daher;sur demande;Nantes;"Airbus ; Boeing"\n',
        "equipment,owner,access,site,users\nSoufflerie,Daher,sur demande,Nantes,Airbus;Boeing\n",
        {"equipment:soufflerie", "territory:nantes"},
        {
            "firm:daher~OFFERS~equipment:soufflerie~",
            "firm:airbus~USES~equipment:soufflerie~",
            "firm:boeing~USES~equipment:soufflerie~",
            "equipment:soufflerie~LOCATED_IN~territory:nantes~",
        },
        set(),
    ),
    "territories": (
        "Territoire;Nature;Code INSEE;Dans;Latitude;Longitude\nNantes;ville;44109;Pays de la Loire;47,2;-1,55\n",
        "territory,type,insee,parent,lat,lon\nNantes,ville,44109,Pays de la Loire,47.2,-1.55\n",
        {"insee:44109", "territory:pays-de-la-loire"},
        {"insee:44109~PART_OF~territory:pays-de-la-loire~"},
        set(),
    ),
    "declared": (
        "Rencontre;Rôle/nature;Nombre;En plus de;Mots\n"
        "Salon du Bourget;délégué entreprise;18;Airbus;18 entreprises\nEMC2;entreprise;95 %;;\n",
        "about,counts,count,besides,words\nSalon du Bourget,delegate:firm,18,Airbus,18 entreprises\nEMC2,firm,95 %,,\n",
        set(),
        set(),
        {("event:salon-du-bourget", "delegate:firm", "18"), ("pole:emc2", "firm", "95 %")},
    ),
    "statements": (
        "Sujet;Propriété;Valeur;Document;Validité;Statut;Rôle\n"
        "Airbus;country;FR;doc:s;;;\n"
        "Airbus;member of;EMC2;doc:s;2015/2018;;\n"
        "Daher;TOOK_PART_IN;Salon du Bourget;doc:s;XXXX-02-20/XXXX-02-25;annoncée;invitée\n",
        "about,relation,target,document,valid,status,role\n"
        "Airbus,country,FR,doc:s,,,\nAirbus,MEMBER_OF,EMC2,doc:s,2015/2018,,\n"
        "Daher,TOOK_PART_IN,Salon du Bourget,doc:s,XXXX-02-20/XXXX-02-25,announced,guest\n",
        set(),
        {"firm:airbus~MEMBER_OF~pole:emc2~", "firm:daher~TOOK_PART_IN~event:salon-du-bourget~guest"},
        set(),
    ),
    "h2020_participations": (
        "rcn;role;pic;type;country;contribution;start_date;end_date;total_cost\n"
        "193250;participant;999997930;REC;EL;NA;2015-01-01;2018-12-31;NA\n",
        "rcn,role,pic,type,country,contribution,start_date,end_date,total_cost\n"
        "193250,participant,999997930,REC,GR,,2015-01-01,2018-12-31,\n",
        {"cordis-rcn:193250", "pic:999997930"},
        {"pic:999997930~TOOK_PART_IN~cordis-rcn:193250~partner"},
        set(),
    ),
}


FOREIGN = (  # files of others, loaded whole in tests/test_foreign.py and tests/test_techonmap.py
    "cordis_names", "cordis_participations", "fp7_organisations", "h2020_organisations", "pole_pairs",
    "poles_in_cordis", "techonmap",
)  # fmt: skip
GRAPHS = (  # what graph files hold, loaded in tests/test_graph_files.py
    "exported_entities", "exported_links", "graph_lines", "graph_participations", "graph_vertices",
)  # fmt: skip


def test_each_dataset_that_makes_statements_has_a_case():
    made = {name for name, one in datasets().items() if one.makes == "statements"}
    assert made - set(CASES) == {*FOREIGN, *GRAPHS}


@pytest.mark.parametrize("language", ["french", "english"])
@pytest.mark.parametrize("name", CASES)
def test_a_dataset_is_recognised_and_says_the_same_in_both_languages(store, tmp_path, name, language):
    french, english, *expected = CASES[name]
    before = known(store, tmp_path)
    load(store, [write(tmp_path, "documents", "id,title\ndoc:s,S\n")])
    report = load(store, [write(tmp_path, "table", french if language == "french" else english)])
    assert [str(one) for one in report.faults if one.code != "ambiguous_date"] == []
    assert report.files[0].dataset == name
    assert list(shown(store, before)) == expected


def values(store, tmp_path, name, *columns, entity=None, link=None):
    """What is shown of an entity or a link after loading the English rows of a dataset."""
    known(store, tmp_path)
    load(store, [write(tmp_path, "documents", "id,title\ndoc:s,S\n"), write(tmp_path, "table", CASES[name][1])])
    net = Network.read(store)
    row = net.row(entity) if entity else net.links.set_index("id").loc[link]
    return [row[column] for column in columns]


def test_a_pole_has_its_alias_place_and_director(store, tmp_path):
    shown = values(store, tmp_path, "poles", "aliases", "postcode", "city", "director", entity="pole:axelera")
    assert shown == ["AXE", "69007", "Lyon", "C. D."]


def test_a_number_of_employees_becomes_a_size_class(store, tmp_path):
    shown = values(store, tmp_path, "organisations", "size", "sector", "label", entity="siren:552100554")
    assert shown == ["mid", "29.10Z", "vitrine"]


def test_the_spans_of_a_visit_a_project_a_membership_and_a_statement_are_kept(store, tmp_path):
    span = ("since", "until")
    assert values(store, tmp_path, "visits", *span, entity="visit:voyage") == ["XXXX-02-20", "XXXX-02-25"]
    assert values(store, tmp_path, "projects", *span, "cost", entity="cordis-rcn:193250") == ["2015-01", "2018", 1234.5]
    membership = "firm:airbus~MEMBER_OF~pole:emc2~"
    guest = "firm:daher~TOOK_PART_IN~event:salon-du-bourget~guest"
    assert values(store, tmp_path, "statements", *span, link=membership) == ["2015", "2018"]
    assert values(store, tmp_path, "statements", *span, "status", link=guest) == [
        "XXXX-02-20", "XXXX-02-25", "announced",
    ]  # fmt: skip


def test_a_membership_since_a_year_has_no_end(store, tmp_path):
    membership = "firm:airbus~MEMBER_OF~pole:emc2~"
    since, until, status = values(store, tmp_path, "memberships", "since", "until", "status", link=membership)
    assert (since, until, status) == ("2012", pd.NA, "confirmed")


def test_a_need_has_its_importance_and_a_participation_its_amount(store, tmp_path):
    need, part = "firm:airbus~NEEDS~competence:soudage-laser~", "firm:airbus~TOOK_PART_IN~event:salon-du-bourget~host"
    assert values(store, tmp_path, "competences", "importance", link=need) == [3]
    assert values(store, tmp_path, "participations", "amount", "status", link=part) == ["1000", "confirmed"]


def test_a_kind_read_from_an_activity_code_is_not_sure(store, tmp_path):
    load(store, [write(tmp_path, "table", CASES["h2020_participations"][0])])
    said = store.statements(viewer=OWNER)
    kinds = said[said["predicate"] == "kind"].set_index("value")
    assert dict(kinds["confidence"]) == {"lab": 0.3, "project": 1.0}
    assert kinds.loc["lab", "raw"] == "REC"


# ----- where it stands, who says it, for whom

PROVENANCE = (
    "document,said_by,said_on,confidence,explicit,level,audience,locator,quote,note",
    'doc:s,A. Person,2015-07-10,0.8,no,staff,emc2,page 3,"so, they said",our words',
)
HEADERS = "document;dit par;dit le;confiance;explicite;niveau;confié à;repère;citation;remarque"


@pytest.mark.parametrize("name", [name for name in CASES if name != "h2020_participations"])
def test_every_statement_of_a_row_keeps_where_it_stands_who_says_it_and_for_whom(store, tmp_path, name):
    known(store, tmp_path)
    header, *rows = [line for line in CASES[name][1].replace("doc:s", "").split("\n") if line]
    position = header.split(",").index("document") if "document" in header else None
    keep = [n for n in range(len(header.split(","))) if n != position]
    more = [PROVENANCE[0], *[PROVENANCE[1]] * len(rows)]
    table = [[*(cells.split(",")[n] for n in keep), tail] for cells, tail in zip((header, *rows), more, strict=True)]
    text = "\n".join(",".join(row) for row in table) + "\n"
    report = load(store, [write(tmp_path, "documents", "id,title\ndoc:s,S\n"), write(tmp_path, "table", text)])
    assert [str(one) for one in report.faults] == []
    said = store.statements(viewer=OWNER, document="doc:s")
    assert len(said) > 0
    for column, value in {
        "said_by": "A. Person", "said_on": "2015-07-10", "confidence": 0.8, "explicit": False, "level": 2,
        "audience": "emc2", "locator": "page 3", "quote": "so, they said", "note": "our words",
    }.items():  # fmt: skip
        assert set(said[column]) == {value}, column
    assert store.statements(viewer=Viewer.PUBLIC, document="doc:s").empty


def test_the_columns_of_provenance_are_known_in_french(tmp_path):
    table = f"adhérent;pôle;{HEADERS}\n"
    found, columns = recognise(*read(write(tmp_path, "table", table)))
    assert found.name == "memberships" and len(columns) == 12


@pytest.mark.parametrize(("header", "name"), [("adhérent;pôle", "memberships"), ("pôle;adhérents", "poles")])
def test_of_two_datasets_that_fit_the_one_that_knows_the_headers_to_the_letter_is_taken(tmp_path, header, name):
    assert recognise(*read(write(tmp_path, "table", header + "\n")))[0].name == name


def test_without_a_locator_the_line_of_the_row_is_the_place_and_the_file_the_document(store, tmp_path):
    load(store, [write(tmp_path, "Carnet d'Adresses 2015", KNOWN)])
    said = store.statements(viewer=OWNER)
    assert set(said["document"]) == {"doc:carnet-d-adresses-2015"}
    assert dict(zip(said["value"], said["locator"], strict=True))["Boeing"] == "line 4"
    (row,) = store.documents(viewer=OWNER).to_dict("records")
    assert (row["title"], len(row["sha256"])) == ("Carnet d'Adresses 2015.csv", 64)


def test_the_cell_as_it_stood_is_kept_where_it_says_more(store, tmp_path):
    load(store, [write(tmp_path, "visits", "visite;du;statut\nVoyage;9/7/2015;annoncée\n")])
    raw = store.statements(viewer=OWNER).set_index("predicate")["raw"].dropna()
    assert dict(raw) == {"since": "9/7/2015", "status": "annoncée"}


def test_a_document_table_gives_each_document_its_particulars(store, tmp_path):
    french = "Identifiant;Titre;Éditeur;Publié;Consulté;URL;Licence;Niveau;Confié à\n"
    row = "doc:s;Lettre;EMC2;2015-07;2/1/2016;emc2.fr/lettre;tous droits;équipe;emc2\n"
    firms = write(tmp_path, "firms", "name,document\nAirbus,doc:s\n")
    report = load(store, [write(tmp_path, "documents", french + row), firms])
    assert report.exit_code == 0
    (kept,) = store.documents(viewer=OWNER).to_dict("records")
    names = ("title", "publisher", "published", "retrieved", "url", "level", "audience")
    assert {name: kept[name] for name in names} == {
        "title": "Lettre", "publisher": "EMC2", "published": "2015-07", "retrieved": "2016-01-02",
        "url": "https://emc2.fr/lettre", "level": 2, "audience": "emc2",
    }  # fmt: skip
    assert store.documents(viewer=Viewer.PUBLIC).empty


@pytest.mark.parametrize(
    "table", ["a;b;verdict;par;motif\n{};{};même;moi;même siège\n", "a,b,verdict,by,why\n{},{},same,moi,même siège\n"]
)
def test_decisions_say_who_is_who_in_both_languages(store, tmp_path, table):
    before = known(store, tmp_path)
    pair = ("doc:known#firm:airbus@toulouse", "doc:known#firm:daher@nantes")
    load(store, [write(tmp_path, "decisions", table.format(*pair))])
    (one,) = store.decisions(viewer=OWNER).query("by != 'rule'").to_dict("records")
    assert one == {"a": pair[0], "b": pair[1], "verdict": "same", "by": "moi", "why": "même siège", "state": "holds"}
    assert len(Network.read(store).entities) == len(before.entities) - 1


# ----- recognition


def test_a_table_that_fits_two_datasets_asks_which_and_takes_the_answer(store, tmp_path):
    path = write(tmp_path, "table", "nom,ville\nAxelera,Lyon\n")
    with pytest.raises(
        DatasetError, match=r"could be of several datasets: organisations, poles\. Say which, with --as"
    ):
        load(store, [path])
    assert load(store, [path], dataset="poles").exit_code == 0
    assert list(Network.read(store).entities["kind"]) == ["pole"]


def test_a_table_of_no_known_dataset_names_the_nearest_and_what_it_lacks(tmp_path):
    with pytest.raises(DatasetError, match=r"table\.csv, line 1: .* nearest is memberships, .*'group'.* --as"):
        check(write(tmp_path, "table", "member,since\nAirbus,2012\n"))


MEMBERS = (
    "N°;{name};Type de structure;Date d'adhésion;VILLE;CP;Compétences / savoir-faire;Besoins exprimés;Pôle\n"
    "1;Métrix;PME;2019;Nantes;44000;vision;robots;EMC2\n"
)


def test_a_list_of_members_with_their_pole_is_no_list_of_poles(store, tmp_path):
    sheet = read(write(tmp_path, "table", MEMBERS.format(name="Nom de la société")))[0]
    found, known = recognise(sheet)
    assert found.name == "organisations"
    assert [one.name for one in known.values()] == [
        "name", "kind", "since", "city", "postcode", "keywords", "needs", "member_of",
    ]  # fmt: skip


def test_a_dataset_that_knows_few_columns_is_not_taken_where_another_lacks_but_one(tmp_path):
    with pytest.raises(
        ColumnsLacking, match=r"table\.csv, line 1: most .* of organisations, .*'name'.* as poles"
    ) as odd:
        check(write(tmp_path, "table", MEMBERS.format(name="Intitulé du compte")))
    assert (odd.value.dataset, odd.value.columns) == ("organisations", ("name",))
    assert check(write(tmp_path, "table", MEMBERS.format(name="Intitulé du compte")), dataset="poles")


def test_a_dataset_that_does_not_exist_is_refused_with_those_that_do(tmp_path):
    with pytest.raises(DatasetError, match=r"no dataset 'firms': write one of alliances, .* visits"):
        check(write(tmp_path, "table", KNOWN), dataset="firms")


def test_a_dataset_whose_column_is_missing_says_which(tmp_path):
    with pytest.raises(DatasetError, match=r"table\.csv, line 1: memberships needs a column 'group'"):
        check(write(tmp_path, "table", "member,since\nAirbus,2012\n"), dataset="memberships")


def test_an_unknown_column_is_a_warning_with_its_line_and_the_row_is_loaded(store, tmp_path):
    report = load(store, [write(tmp_path, "table", "\nname,kind,shoe size\nAirbus,firm,43\n")])
    (fault,) = report.faults
    assert (fault.file, fault.line, fault.column, fault.severity) == ("table.csv", 2, "shoe size", "warning")
    assert str(fault) == "table.csv, line 2: column 'shoe size' is not read."
    assert (report.exit_code, report.total("loaded")) == (0, 1)


# ----- what was loaded can be written as statements and loaded again

COLUMNS = (
    "about", "predicate", "value", "role", "counts", "status", "valid", "importance", "amount", "besides", "words",
    "document", "said_by", "said_on", "confidence", "explicit", "level", "audience", "locator", "quote", "note",
)  # fmt: skip


def as_row(said):
    """A statement as a row of the `statements` dataset."""
    more = json.loads(said["qualifiers"]) if said["qualifiers"] else {}
    declared = said["predicate"] == "declared"
    row = {**said, **more, "besides": more.get("besides", "").replace(" ", " ; "), "level": Level(said["level"]).word}
    row |= {"counts" if declared else "role": said["key"], "explicit": "yes" if said["explicit"] else "no"}
    return [row.get(column) or "" for column in COLUMNS]


def test_every_statement_of_the_shipped_network_survives_a_round_trip_as_rows(store, tmp_path):
    load(store, [DATA])
    said = store.statements(viewer=OWNER).astype(object).where(lambda table: table.notna(), None)
    papers = store.documents(viewer=OWNER).drop(columns=["level", "said"])
    papers.to_csv(tmp_path / "documents.csv", index=False)
    with (tmp_path / "statements.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *map(as_row, said.to_dict("records"))])
    with closing(open_store(f"sqlite:///{tmp_path}/again.db")) as again:
        report = load(again, [tmp_path, DATA / "decisions.csv"])
        assert [str(one) for one in report.faults if one.severity != "warning"][:3] == []
        came_back = again.statements(viewer=OWNER).astype(object).where(lambda table: table.notna(), None)
        assert came_back.drop(columns="raw").equals(said.drop(columns="raw"))
        assert Network.read(again).content_hash == Network.read(store).content_hash
        assert Network.read(again).source_hash == Network.read(store).source_hash
