"""Tables and the one page, taken away from the app: what they rest on goes with each."""

import io
import json
import zipfile

import pandas as pd
import pytest

from graph.model import Viewer
from graph.network import Network
from graph.store import open_store
from graph.vocabulary import Kind
from queries.basis import basis
from queries.centrality import centrality
from tests.pages import PAGES, kept, page
from tests.toys import DRAWN, encounter, entity, record
from views.csv_files import csv_with_basis


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    pole = record("p", Kind.POLE)
    said = [*entity(pole, Kind.POLE, "Pôle"), *encounter("pact", "abc"), *encounter("fair", "cd")]
    return kept(tmp_path_factory.mktemp("taken"), [DRAWN], said)


def buttons(app):
    return [one for one in app.get("download_button")]


def unpacked(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def test_an_answer_as_csv_has_its_basis_and_its_method_beside_it(url):
    network = Network.read(open_store(url), viewer=Viewer.PUBLIC)
    answer = centrality(network)
    files = unpacked(csv_with_basis(answer, "x", answer.basis, "fr"))
    assert list(files) == ["x.csv", "basis.txt", "basis.json"]
    assert files["basis.txt"] == answer.basis.sentence("fr") + "\n"
    assert json.loads(files["basis.json"])["network"] == network.content_hash
    assert len(pd.read_csv(io.StringIO(files["x.csv"]), sep=";")) == len(answer.table)


def test_a_table_of_a_page_rests_on_its_network_and_hostile_cells_are_text(url):
    network = Network.read(open_store(url), viewer=Viewer.PUBLIC, as_of="2015")
    rests_on = basis(network, "", method={}, parameters={})
    files = unpacked(csv_with_basis(pd.DataFrame({"Nom": ["=1+1", "É"]}), "x", rests_on, "fr"))
    assert files["x.csv"] == "Nom\n'=1+1\nÉ\n" and "en 2015 (possiblement) · vu par le public" in files["basis.txt"]


@pytest.mark.parametrize("address", PAGES)
def test_no_page_gives_a_spreadsheet_without_its_basis(url, address):
    app = page(url, address, sel="firm:a")
    assert not app.exception
    names = [one.proto.url for one in buttons(app)]
    assert not [one for one in names if one.endswith(".csv")]


def test_who_reads_of_an_organisation_can_print_a_page_of_it_and_of_an_encounter_cannot(url):
    firm, meeting = (page(url, "acteur", sel=one) for one in ("firm:a", "meeting:pact"))
    assert "Une page à imprimer" in [one.label for one in buttons(firm)]
    assert "Une page à imprimer" not in [one.label for one in buttons(meeting)]
    assert "Une page à imprimer" in [one.label for one in buttons(page(url, "", pole="pole:p"))]
