"""The map of digital organisations in Île-de-France: its GeoJSON and its French Excel export say the same."""

from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from graph.network import Network
from graph.store import open_store
from graph.vocabulary import Kind, Relation
from ingest.load import load
from tests.statements import OWNER

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
GEOJSON = SHARED / "techonmap_idf_2015.geojson.gz"
EXPORT = SHARED / "techonmap_idf_2015_export_excel_fr.csv"
DOCUMENT = "doc:techonmap-2015"

pytestmark = pytest.mark.skipif(
    not (GEOJSON.is_file() and EXPORT.is_file()), reason="needs techonmap_idf_2015 in ../shared/data"
)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """A store for each of the two files, with what its load told."""
    folder = tmp_path_factory.mktemp("techonmap")
    with (
        closing(open_store(f"sqlite:///{folder}/geojson.db")) as one,
        closing(open_store(f"sqlite:///{folder}/export.db")) as two,
    ):
        yield {path: (to, load(to, [path], document=DOCUMENT)) for path, to in ((GEOJSON, one), (EXPORT, two))}


@pytest.mark.parametrize("path", [GEOJSON, EXPORT], ids=["geojson", "export"])
def test_each_of_1_738_rows_is_an_organisation_and_homonyms_stay_two(loaded, path):
    store, report = loaded[path]
    (file,) = report.files
    assert (file.dataset, file.read, file.loaded) == ("techonmap", 1_738, 1_738)
    assert Counter(one.code for one in file.faults if one.severity != "warning") == {"bad_postcode": 15, "bad_url": 1}
    network = Network.read(store)
    assert len(network.organisations) == 1_738
    assert Counter(network.organisations["kind"]) == {
        Kind.FIRM: 1_484, Kind.PLATFORM: 137, Kind.SCHOOL: 69, Kind.INDUSTRY_COMMUNITY: 31, Kind.PUBLIC_BODY: 17,
    }  # fmt: skip


def test_the_two_files_say_the_same_to_the_statement(loaded):
    geojson, export = (loaded[path][0].statements(viewer=OWNER) for path in (GEOJSON, EXPORT))
    assert set(geojson["id"]) == set(export["id"])
    assert Network.read(loaded[GEOJSON][0]).links["id"].equals(Network.read(loaded[EXPORT][0]).links["id"])


def test_tags_are_competences_offered_spellings_of_one_together(loaded):
    network = Network.read(loaded[EXPORT][0])
    assert set(network.links["relation"]) == {Relation.OFFERS}
    competences = network.entities[network.entities["kind"] == Kind.COMPETENCE]
    assert len(competences) == 701 and len(network.links) == 3_293
    offered = network.links[network.links["source"] == "firm:1000andone"]["target"]
    assert sorted(offered) == ["competence:conversation", "competence:debat"]


def test_the_notice_of_the_licence_stays_on_the_document(loaded):
    for store, _ in loaded.values():
        (document,) = store.documents(viewer=OWNER).to_dict("records")
        assert (document["id"], document["licence"], document["publisher"]) == (DOCUMENT, "ODbL 1.0", "Tech On Map")


def test_a_postcode_is_found_in_what_stands_around_it(loaded):
    said = loaded[EXPORT][0].statements(viewer=OWNER)
    postcodes = said[said["predicate"] == "postcode"]
    assert len(postcodes) == 1_738 - 48 - 15 and postcodes["value"].str.fullmatch(r"\d{5}").all()
    assert postcodes["raw"].notna().sum() == 33
