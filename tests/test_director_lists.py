"""The sheets that a pole director has load at the first try, or the answer says what to type."""

from contextlib import closing

import pytest

from graph.errors import DatasetError
from graph.network import Network
from graph.store import open_store
from ingest.load import load
from tests.statements import OWNER

POLES = "Nom;Nature\nEMC2;pôle\nImages & Réseaux;pôle\n"


@pytest.fixture
def store(tmp_path):
    """A store that knows two poles and nobody else."""
    with closing(open_store(f"sqlite:///{tmp_path}/network.db")) as opened:
        assert loaded(opened, tmp_path, POLES, "poles").exit_code == 0
        yield opened


def loaded(store, folder, text, name="liste", encoding="utf-8", **options):
    path = folder / f"{name}.csv"
    path.write_bytes(text.encode(encoding))
    return load(store, [path], **options)


def network(store):
    return Network.read(store, viewer=OWNER)


def members(store):
    """Who is a member of which pole, since when and until when, and how it stands."""
    links = network(store).links
    links = links[links["relation"] == "MEMBER_OF"].sort_values(["source", "target"])
    columns = links[["source", "target", "since", "until", "status"]].astype("string").fillna("")
    return list(columns.itertuples(index=False, name=None))


def ends(store, relation):
    links = network(store).links
    rows = links[links["relation"] == relation]
    return sorted(zip(rows["source"], rows["target"], strict=True))


def test_one_list_says_who_there_is_and_of_what_they_are_members_since_when(store, tmp_path):
    report = loaded(
        store, tmp_path,
        "Nom;Nature;SIREN;Ville;Adhérent de;Depuis\n"
        "Alpha Composites;entreprise;552 100 554;Nantes;EMC2;2015\n"
        "Beta;laboratoire;;Rennes;Images & Réseaux, EMC2;13/03/2018\n"
        "Gamma;PME;;Angers;;\n"
        "Delta Valley;pôle;;Lyon;;\n",
    )  # fmt: skip
    assert (report.files[0].dataset, report.exit_code, report.faults) == ("organisations", 0, [])
    assert members(store) == [
        ("lab:beta", "pole:emc2", "2018-03-13", "", "confirmed"),
        ("lab:beta", "pole:images-et-reseaux", "2018-03-13", "", "confirmed"),
        ("siren:552100554", "pole:emc2", "2015", "", "confirmed"),
    ]
    assert {"firm:gamma", "pole:delta-valley"} <= set(network(store).entities["id"])


def test_a_pole_s_own_list_of_members_is_told_of_what_with_a_column_for_all_rows(store, tmp_path):
    text = (
        "Raison sociale;SIRET;Code postal;Ville;Effectif;Site web;Date d'adhésion;Domaine d'activité\n"
        'Alpha SAS;55210055400013;44300;Nantes;45;www.alpha.fr;13/05/2016;"matériaux, soudage"\n'
        "Beta Tech;;44000;Nantes;10 à 49;;2018;robotique\n"
    )
    report = loaded(store, tmp_path, text)
    assert (report.exit_code, [one.code for one in report.faults], members(store)) == (0, ["column_alone"], [])
    assert "--column 'Adhérent de=NAME'" in str(report.faults[0])
    assert loaded(store, tmp_path, text, added={"Adhérent de": "EMC2"}).faults == []
    assert [row[:3] for row in members(store)] == [
        ("firm:beta-tech", "pole:emc2", "2018"),
        ("siren:552100554", "pole:emc2", "2016-05-13"),
    ]
    assert ends(store, "OFFERS") == [
        ("firm:beta-tech", "competence:robotique"),
        ("siren:552100554", "competence:materiaux"),
        ("siren:552100554", "competence:soudage"),
    ]
    assert list(network(store).entities.query("kind == 'firm'")["size"]) == ["sme", "sme"]


def test_a_list_with_contacts_keeps_no_people_and_warns_of_nothing(store, tmp_path):
    report = loaded(
        store, tmp_path,
        "N°;Nom de l'adhérent;Sigle;Type d'adhérent;Adresse;CP;Commune;Contact;Email;Téléphone;Année d'adhésion;"
        "Cotisation;Pôle\n"
        "1;Alpha;;Grandes entreprises;3 rue X;44300;Nantes;Mme Dupont;d@a.fr;02 40 00 00 00;2016;1 200,00;EMC2\n"
        "2;Université de Nantes;UN;Universités;;44000;Nantes;;;;2005;500;EMC2\n",
        encoding="cp1252",
    )  # fmt: skip
    assert report.exit_code == 0 and [one.column for one in report.faults] == ["N°"]
    assert [row[0] for row in members(store)] == ["firm:alpha", "school:universite-de-nantes"]
    said = store.statements(viewer=OWNER)
    assert not said["value"].str.contains("Dupont|d@a|02 40|1 200|rue X", regex=True).any()


def test_a_list_of_establishments_with_odd_titles_is_read(store, tmp_path):
    report = loaded(
        store, tmp_path,
        "Établissement;N° SIREN;Catégorie;Secteur d'activité;Département;Pôle(s) de rattachement\n"
        "Alpha;552 100 554;ETI;29.10Z;44;EMC2 / Images & Réseaux\nBeta;;Start-up;;44;\n",
    )  # fmt: skip
    assert report.exit_code == 0 and [one.column for one in report.faults] == ["Département"]
    assert [row[:2] for row in members(store)] == [
        ("siren:552100554", "pole:emc2"),
        ("siren:552100554", "pole:images-et-reseaux"),
    ]


def test_what_members_offer_and_need_is_told_apart(store, tmp_path):
    report = loaded(
        store, tmp_path,
        "Organisme;Nature;Compétences;Offre/besoin;Effectif\n"
        "Alpha;PME;composites;offre;10-49\nBeta;Laboratoire;soudage;besoin;\nGamma;PME;vision;;\n",
    )  # fmt: skip
    assert report.exit_code == 0
    assert ends(store, "OFFERS") == [("firm:alpha", "competence:composites"), ("firm:gamma", "competence:vision")]
    assert ends(store, "NEEDS") == [("lab:beta", "competence:soudage")]


def test_members_who_left_are_no_longer_counted(store, tmp_path):
    report = loaded(
        store, tmp_path,
        "Entreprise;Ville;Membre de;Adhérent depuis;Date de sortie;Statut\n"
        "Alpha;Nantes;EMC2;2010;2015;radié\nBeta;Nantes;EMC2;2010;;adhérent\n",
    )  # fmt: skip
    assert report.exit_code == 0
    assert members(store) == [
        ("firm:alpha", "pole:emc2", "2010", "2015", "ended"),
        ("firm:beta", "pole:emc2", "2010", "", "confirmed"),
    ]


@pytest.mark.parametrize(
    ("title", "number"),
    [("SIREN", "552 100 554"), ("SIRET", "552 100 554 00013"), ("N° de TVA", "FR96552100554"),
     ("LEI", "969500UP76J52A9OXU27"), ("ISNI", "0000 0001 2281 955X"), ("PIC", "999997930"), ("ROR", "02feahw73"),
     ("RNA", "W442000001"), ("RNSR", "199812345G"), ("Wikidata", "Q280413")],
)  # fmt: skip
def test_two_names_with_one_valid_identifier_are_one(store, tmp_path, title, number):
    for name, text in (("ours", f"Nom;Nature;{title}\nAlpha;entreprise;{number}\n"),
                       ("theirs", f"Nom;Nature;{title}\nAlpha Holding;entreprise;{number}\n")):  # fmt: skip
        assert loaded(store, tmp_path, text, name).faults == []
    assert len(network(store).entities.query("kind == 'firm'")) == 1


# ----- where it cannot be read, what to type


def test_a_pole_that_nobody_knows_is_named_with_the_row_to_add(store, tmp_path):
    text = "Nom;Ville;Adhérent de\nAlpha;Nantes;Zed Valley\n"
    report = loaded(store, tmp_path, text)
    assert report.exit_code == 2
    assert "line 2: nobody bears the name 'Zed Valley' here or in the network. Add a row" in str(report.faults[0])
    assert (
        loaded(store, tmp_path, "Nom;Ville;Nature;Adhérent de\nZed Valley;;pôle;\nAlpha;Nantes;;Zed Valley\n").exit_code
        == 0
    )
    assert members(store)[0][:2] == ("firm:alpha", "pole:zed-valley")


def test_a_membership_of_organisations_that_nobody_knows_says_how_to_make_them(store, tmp_path):
    text = "Entreprise;Pôle;Depuis le\nAlpha;EMC2;2016\n"
    report = loaded(store, tmp_path, text)
    assert report.exit_code == 2 and "--as organisations" in str(report.faults[0])
    assert loaded(store, tmp_path, text, dataset="organisations").exit_code == 0
    assert members(store) == [("firm:alpha", "pole:emc2", "2016", "", "confirmed")]


def test_names_and_towns_alone_may_be_poles_or_their_members(store, tmp_path):
    with pytest.raises(DatasetError, match=r"Say which, with --as organisations, --as poles\."):
        loaded(store, tmp_path, "Nom;Ville\nAlpha;Nantes\n")


@pytest.mark.parametrize("header", ["Nom;Nature;Ville", "Nom;Type;Code postal;Ville;Pays", "Nom;Nature;SIREN;Site web"])
def test_names_with_what_they_are_are_organisations_poles_among_them(store, tmp_path, header):
    row = ";".join(["Alpha", "cluster", *[""] * (header.count(";") - 1)])
    report = loaded(store, tmp_path, f"{header}\n{row}\n")
    assert (report.files[0].dataset, report.exit_code) == ("organisations", 0)
    assert "cluster:alpha" in set(network(store).entities["id"])


def test_a_title_that_says_pole_still_lists_poles(store, tmp_path):
    report = loaded(store, tmp_path, "Pôle;SIREN;Ville\nZed Valley;552100554;Lyon\n")
    assert report.files[0].dataset == "poles" and "siren:552100554" in set(network(store).entities["id"])


def test_a_town_or_a_region_among_other_columns_is_no_list_of_territories(store, tmp_path):
    with pytest.raises(DatasetError, match="say which it is with --as"):
        loaded(store, tmp_path, "Interlocuteur;Commune;Humeur\nAnn;Nantes;bonne\n")
