"""The shipped slice of techonmap: real actors with competences, loaded apart from data/, under its own licence."""

from contextlib import closing
from pathlib import Path

import pytest

from data.make_techonmap import SOURCE, TARGET, main
from graph.network import Network
from graph.store import open_store
from graph.vocabulary import Relation
from ingest.load import load
from queries.complementarity import complementarity
from queries.unserved_needs import unserved_needs
from tests.statements import OWNER

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    with closing(open_store(f"sqlite:///{tmp_path_factory.mktemp('slice')}/network.db")) as store:
        report = load(store, [ROOT / "more_data" / "techonmap"], document="doc:techonmap-2015")
        assert report.refused == 0 and report.total("read") == report.total("loaded") == 226
        yield store


def test_it_comes_with_its_licence_and_stays_out_of_what_is_loaded_by_default(loaded, shipped):
    (document,) = loaded.documents(viewer=OWNER).to_dict("records")
    assert (document["licence"], document["publisher"]) == ("ODbL 1.0", "Tech On Map")
    assert "doc:techonmap-2015" not in set(shipped.documents(viewer=OWNER)["id"])
    assert "ODbL" in (ROOT / "more_data" / "README.md").read_text(encoding="utf-8")


def test_its_actors_are_similar_by_what_they_offer_and_never_called_complementary(loaded):
    network = Network.read(loaded)
    assert len(network.organisations) == 226 and set(network.links["relation"]) == {Relation.OFFERS}
    table = complementarity(network, top=5).table
    assert len(table) > 100 and table["newcomer"].all()
    assert table["quadrant"].isna().all() and set(table["reason"]) == {"no_need_recorded"}
    assert len(unserved_needs(network).more["unused"]) == (network.entities["kind"] == "competence").sum()


@pytest.mark.skipif(not SOURCE.is_file(), reason="needs techonmap_idf_2015 in ../shared/data")
def test_it_is_made_again_to_the_byte(tmp_path):
    main(target=tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == TARGET.read_bytes()
