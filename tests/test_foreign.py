"""Files of others, each loaded whole: everything in them is accounted for, and what they say comes out."""

import csv
import gzip
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from graph.network import Network
from graph.store import open_store
from graph.vocabulary import Kind, Role, Status
from ingest.load import load
from ingest.readers import Options, read
from tests.statements import OWNER

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
CORDIS = SHARED / "cordis_organization_2023_sample.csv.gz"
FP7 = SHARED / "orgs_fp7_2018.csv.gz"
STACKED = SHARED / "h2020_orgs_2017_semicolon_macroman.csv.gz"
POLES = SHARED / "poles_fr" / "poles_seen_in_cordis.csv"
PAIRS = SHARED / "poles_fr" / "pole_pole_h2020_projects.csv"


def needs(*paths):
    lacking = [path.name for path in paths if not path.is_file()]
    return pytest.mark.skipif(bool(lacking), reason=f"needs {', '.join(lacking)} in ../shared/data")


@pytest.fixture
def store(tmp_path):
    with closing(open_store(f"sqlite:///{tmp_path}/network.db")) as opened:
        yield opened


def rows(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def told(report):
    """What became of the rows of a file, and how many faults there are of each code."""
    (file,) = report.files
    assert file.read == file.loaded + file.unchanged + file.refused + file.skipped
    return file.dataset, (file.read, file.loaded, file.refused, file.skipped), Counter(one.code for one in file.faults)


# ----- CORDIS as it is today


@pytest.fixture(scope="module")
def cordis(tmp_path_factory):
    """The sample in a store, with what the load told."""
    with closing(open_store(f"sqlite:///{tmp_path_factory.mktemp('cordis')}/network.db")) as opened:
        yield opened, load(opened, [CORDIS], document="doc:cordis")


@needs(CORDIS)
def test_of_cordis_every_row_is_loaded_but_two_that_repeat_another_to_the_letter(cordis):
    codes = Counter(placeholder_id=2, bad_url=2, duplicate_row=2)
    assert told(cordis[1]) == ("cordis_participations", (2722, 2720, 0, 2), codes)
    (document,) = cordis[0].documents(viewer=OWNER).to_dict("records")
    assert (document["publisher"], document["licence"]) == ("CORDIS", "© European Union")


@needs(CORDIS)
def test_cordis_has_336_projects_and_1_819_organisations_once_each(cordis):
    said, network = rows(CORDIS), Network.read(cordis[0])
    assert set(network.encounters["id"]) == {f"cordis:{row['projectID']}" for row in said}
    assert (len(network.encounters), len(network.organisations)) == (336, 1_819)
    by_pic = {
        one: row["id"] for row in network.organisations.to_dict("records") for one in row["identifiers"].split(" | ")
    }
    pairs = {(by_pic[f"pic:{row['organisationID']}"], f"cordis:{row['projectID']}") for row in said}
    assert set(zip(network.links["source"], network.links["target"], strict=True)) == pairs
    assert len(pairs) == len(network.links) == 2_719 and network.links["counts"].all()


@needs(CORDIS)
def test_a_pair_that_is_repeated_is_one_link_with_both_amounts_never_summed(cordis):
    said = cordis[0].statements(viewer=OWNER)
    both = said[(said["about"] == "pic:952979120") & (said["value"] == "cordis:833955")]
    assert sorted(zip(both["qualifiers"], both["raw"], strict=True)) == [
        ('{"amount": "0"}', "thirdParty"), ('{"amount": "86432.02"}', "participant"),
    ]  # fmt: skip
    links = Network.read(cordis[0]).links
    (link,) = links[(links["target"] == "cordis:833955") & (links["source"] == "pic:952979120")].to_dict("records")
    assert link["key"] == Role.PARTNER and link["amount"] in ("0", "86432.02")


@needs(CORDIS)
def test_242_french_vat_numbers_give_149_sirens_and_those_of_others_none(cordis):
    said = cordis[0].statements(viewer=OWNER)
    identifiers = said[said["predicate"] == "identifier"]
    assert sum(row["vatNumber"].startswith("FR") for row in rows(CORDIS)) == 242
    assert len(identifiers) == 149 and identifiers["value"].str.startswith("siren:").all()
    assert "FR0T302984158" in set(identifiers["raw"])


@needs(CORDIS)
def test_greece_britain_and_a_geolocation_are_read(cordis):
    network = Network.read(cordis[0])
    countries = set(network.organisations["country"])
    assert {"GR", "GB", "FR"} <= countries and not {"EL", "UK"} & countries
    row = network.row("siren:302984158")
    assert (row["lat"], row["lon"], row["city"], row["postcode"]) == (48.8415922, 2.3770221, "Paris", "75012")


# ----- others


@needs(FP7)
@pytest.mark.slow
def test_an_address_of_fp7_is_split_from_the_right_and_what_they_are_is_a_guess(store):
    assert told(load(store, [FP7])) == ("fp7_organisations", (30_399, 30_399, 0, 0), Counter(double_encoded=2))
    network = Network.read(store)
    assert len(network.entities) == 30_399
    shown = network.entities.set_index("id")[["city", "postcode"]].astype(object)
    for row in rows(FP7):
        street, city, postcode = row["address"].rsplit(",", 2)
        city = city.strip() if street else city
        found = [value if isinstance(value, str) else "" for value in shown.loc[f"pic:{row['pic']}"]]
        assert found == [city.strip(), postcode.strip()], row
    kinds = store.statements(viewer=OWNER).query("predicate == 'kind'")
    assert set(kinds["confidence"]) == {0.1}


@needs(STACKED)
@pytest.mark.slow
def test_the_stacked_organisations_of_2017_are_read_and_what_the_tool_measured_is_not(store):
    report = load(store, [STACKED])
    codes = Counter(double_encoded=602, quote_mended=4, missing_value=1)
    assert told(report) == ("h2020_organisations", (16_592, 16_591, 1, 0), codes)
    network = Network.read(store)
    assert Counter(network.entities["kind"]) == {
        Kind.FIRM: 10_341, Kind.LAB: 1_931, Kind.ASSOCIATION: 1_592, Kind.SCHOOL: 1_399, Kind.PUBLIC_BODY: 1_328,
    }  # fmt: skip
    kinds = store.statements(viewer=OWNER).query("predicate == 'kind'")
    assert set(kinds["confidence"]) == {0.3}


@needs(STACKED)
def test_its_accents_were_mac_roman_and_come_back_when_asked_for():
    (sheet,) = read(STACKED, options=Options(repair=True))
    name, short = sheet.header.index("name"), sheet.header.index("shortName")
    found = [(line, row) for line, row in sheet.rows()]
    assert found[-1][0] == 16_596
    assert "GESUNDHEIT ÖSTERREICH GMBH" in {row[name] for _, row in found}
    assert "Bernhard Jöckel" in {row[short] for _, row in found}


@needs(POLES, PAIRS)
def test_13_pairs_of_poles_fold_back_into_4_projects_and_11_participations(store):
    report = load(store, [POLES, PAIRS])
    assert [(file.dataset, file.read, file.refused) for file in report.files] == [
        ("poles_in_cordis", 31, 0), ("pole_pairs", 13, 0),
    ]  # fmt: skip
    network = Network.read(store)
    assert Counter(network.entities["kind"]) == {Kind.POLE: 31, Kind.PROJECT: 4}
    assert len(network.links) == 11 and set(network.links["status"]) == {Status.HELD}
    assert len(network.links[network.links["target"] == "cordis-rcn:203188"]) == 5
