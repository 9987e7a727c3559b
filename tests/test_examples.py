"""A network of the documents that are shipped is called an example wherever it is shown, and nothing else is."""

import csv
from pathlib import Path

import pytest

from graph.model import Document
from graph.network import Network
from graph.store import open_store
from graph.vocabulary import Kind
from queries.centrality import centrality
from queries.examples import EXAMPLES
from tests.pages import kept, page, words
from tests.toys import DRAWN, entity, record

DATA = Path(__file__).parents[1] / "data"


def shipped():
    return Document("doc:emc2-seattle", "Un voyage d'étude")


def of(document, name):
    """A pole and what that document says of it."""
    return [one._replace(document=document.id) for one in entity(record(name), Kind.POLE, name.upper())]


def test_the_examples_are_the_documents_of_the_shipped_files():
    files = [file.read_text(encoding="utf-8").splitlines() for file in DATA.glob("*/documents.csv")]
    assert {row["id"] for lines in files for row in csv.DictReader(lines)} == EXAMPLES


@pytest.mark.parametrize(
    ("documents", "french", "english"),
    [
        ([shipped()], "données d'exemple", "example data"),
        ([shipped(), DRAWN], "en partie des données d'exemple", "example data in part"),
        ([DRAWN], "", ""),
    ],
)
def test_the_basis_and_the_head_of_a_page_say_so(tmp_path, documents, french, english):
    said = [row for n, one in enumerate(documents) for row in of(one, f"p{n}")]
    url = kept(tmp_path, documents, said)
    rests_on = centrality(Network.read(open_store(url))).basis
    for language, told in (("fr", french), ("en", english)):
        parts = rests_on.network_sentence(language).split(" · ")
        assert (parts[-1] == told) if told else not [one for one in parts if "exempl" in one]
        assert rests_on.from_dict(rests_on.as_dict()) == rests_on
    shown = words(page(url, "/"))
    assert (f"**{french}**" in shown) if french else "exemple" not in shown
