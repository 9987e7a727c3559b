"""The whole of Horizon 2020 in one load: everyone is there, once, and a second load changes nothing."""

import csv
import gzip
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from graph.network import Network
from graph.store import open_store
from graph.vocabulary import Kind, Relation, Role, Status
from ingest.load import load

SHARED = Path(__file__).resolve().parents[2] / "shared"
REGISTER = SHARED / "data" / "h2020_participations.csv.gz"
NAMES = SHARED / "data" / "org_names_by_pic.csv.gz"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not REGISTER.is_file(), reason=f"needs {REGISTER.name} in ../shared/data"),
]


@pytest.fixture(scope="module")
def rows():
    with gzip.open(REGISTER, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with closing(open_store(f"sqlite:///{tmp_path_factory.mktemp('whole')}/network.db")) as opened:
        report = load(opened, [REGISTER])
        (file,) = report.files
        assert (report.exit_code, file.dataset, file.read, file.loaded) == (0, "h2020_participations", 144_726, 144_726)
        assert report.faults == []
        yield opened


@pytest.fixture(scope="module")
def network(store):
    return Network.read(store)


def test_35_871_organisations_and_31_451_projects_are_67_322_entities(network, rows):
    assert len(network.entities) == 67_322
    assert set(network.organisations["id"]) == {f"pic:{row['pic']}" for row in rows}
    assert len(network.organisations) == 35_871
    assert set(network.encounters["id"]) == {f"cordis-rcn:{row['rcn']}" for row in rows}
    assert len(network.encounters) == 31_451 and set(network.encounters["kind"]) == {Kind.PROJECT}


def test_144_726_pairs_of_an_organisation_and_a_project_take_part_and_count(network, rows):
    links = network.links
    assert set(links["relation"]) == {Relation.TOOK_PART_IN} and links["counts"].all()
    pairs = set(zip(links["source"], links["target"], strict=True))
    assert pairs == {(f"pic:{row['pic']}", f"cordis-rcn:{row['rcn']}") for row in rows}
    assert len(pairs) == len(links) == 144_726


def test_namibia_is_a_country_and_not_a_missing_one(network, rows):
    there = {f"pic:{row['pic']}" for row in rows if row["country"] == "NA"}
    countries = network.organisations.set_index("id")["country"]
    assert there and set(countries[countries == "NA"].index) == there
    assert countries.notna().all() and {"GR", "GB"} <= set(countries) and not {"EL", "UK"} & set(countries)


def test_a_missing_amount_is_missing(network, rows):
    assert network.links["amount"].notna().sum() == sum(row["contribution"] != "NA" for row in rows)


def test_25_projects_have_two_coordinators(network):
    leading = network.links.loc[network.links["key"] == Role.COORDINATOR, "target"]
    assert Counter(leading.value_counts()) == {1: leading.nunique() - 25, 2: 25}


def test_projects_of_a_register_were_held_and_have_their_dates(network, rows):
    assert set(network.encounters["status"]) == {Status.HELD}
    since = network.encounters.set_index("id")["since"]
    assert dict(since.dropna()) == {
        f"cordis-rcn:{row['rcn']}": row["start_date"] for row in rows if row["start_date"] != "NA"
    }


def test_the_same_again_changes_nothing(store):
    before = store.revision()
    again = load(store, [REGISTER])
    assert (again.exit_code, again.new, again.changed, again.documents, again.run) == (0, 0, 0, 0, "")
    assert again.total("unchanged") == again.total("read") == 144_726
    assert store.revision() == before


@pytest.mark.skipif(not NAMES.is_file(), reason=f"needs {NAMES.name} in ../shared/data")
def test_names_by_pic_name_56_percent_of_the_organisations_and_85_percent_of_the_rows(store, rows):
    report = load(store, [NAMES])
    (file,) = report.files
    assert (file.dataset, file.read, file.loaded) == ("cordis_names", 39_494, 20_127)
    assert Counter(one.code for one in file.faults if one.severity == "row") == {"unknown_reference": 19_367}
    network = Network.read(store)
    assert len(network.entities) == 67_322, "a name alone makes nobody"
    named = set(network.organisations.loc[network.organisations["name"].notna(), "id"])
    assert len(named) == 20_127 and round(100 * len(named) / 35_871) == 56
    assert round(100 * sum(f"pic:{row['pic']}" in named for row in rows) / len(rows)) == 85
