"""A view as tables and for VOSviewer: whole, typed, with the statements and the basis, and no name does anything."""

import csv
import io
import json
import zipfile

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from graph.export import no_formula
from graph.vocabulary import Kind, Relation
from tests.pages import kept
from tests.sheets import taken
from tests.test_hostile import BAD, NAMES, statements
from tests.toys import DRAWN, encounter, entity, link, record
from views.sheet_tables import csv as csv_archive
from views.sheet_tables import parquet_files, tables, xlsx
from views.sheet_vosviewer import vosviewer


@pytest.fixture(scope="module")
def sheet(tmp_path_factory):
    pole = record("p", Kind.POLE)
    said = [*entity(pole, Kind.POLE, "Pôle P", city="Nantes"), *encounter("pact", "ab", since="2015-06")]
    said += [link(record("a"), Relation.MEMBER_OF, pole, valid="2012/2017-03", quote="A est adhérent", locator="p. 3")]
    return taken(kept(tmp_path_factory.mktemp("tables"), [DRAWN], said), step="all")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    return taken(kept(tmp_path_factory.mktemp("hostile"), [BAD], list(statements())), step="all")


def members(data):
    archive = zipfile.ZipFile(io.BytesIO(data))
    return {name: archive.read(name) for name in archive.namelist()}


def rows(data, separator=";"):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=separator))


def test_the_tables_hold_every_actor_link_and_statement_with_its_date_status_and_level(sheet):
    made = tables(sheet)
    assert list(made["actors"]["id"]) == ["firm:a", "firm:b", "meeting:pact", "pole:pole-p"]
    (member,) = made["links"].query("relation == 'MEMBER_OF'").to_dict("records")
    assert (member["source_name"], member["target_name"], member["since"], member["until"]) == (
        "A", "Pôle P", "2012", "2017-03"
    )  # fmt: skip
    assert (member["status"], member["level"]) == ("confirmed", "public")
    (said,) = made["statements"].query("of == @member['id']").to_dict("records")
    assert (said["quote"], said["title"], said["sentence"]) == (
        "A est adhérent",
        "Drawn by hand",
        "A est membre de Pôle P",
    )
    assert set(made["statements"]["of"]) == {*made["actors"]["id"], *made["links"]["id"]}
    assert len(made["links"]) == sum(line.count for line in sheet.lines)


def test_an_archive_of_csv_opens_in_a_french_spreadsheet_and_holds_the_basis(sheet):
    held = members(csv_archive(sheet))
    assert list(held) == ["acteurs.csv", "liens.csv", "affirmations.csv", "basis.json", "basis.txt"]
    assert held["acteurs.csv"].startswith(b"\xef\xbb\xbfid;nom;nature;ville;")
    assert {row["nom"] for row in rows(held["acteurs.csv"])} == {"A", "B", "pact", "Pôle P"}
    assert {row["nature"] for row in rows(held["acteurs.csv"])} == {"entreprise", "rencontre", "pôle"}
    links = rows(held["liens.csv"])
    assert {(row["relation"], row["statut"]) for row in links} == {
        ("adhésion", "confirmé"),
        ("participation", "tenu"),
    }
    assert {row["confidentialité"] for row in links} == {"public"} and "partenaire" in {row["rôle"] for row in links}
    assert json.loads(held["basis.json"])["network"] == sheet.basis.network
    assert sheet.basis.sentence("fr") in held["basis.txt"].decode()


def test_a_workbook_has_a_sheet_for_each_table_and_for_the_basis(sheet):
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx(sheet)))
    assert book.sheet_names == ["acteurs", "liens", "affirmations", "base"]
    header, *found = book.get_sheet_by_name("acteurs").to_python()
    assert [row[header.index("nom")] for row in found] == ["A", "B", "pact", "Pôle P"]
    assert [row[header.index("liens")] for row in found] == [2, 1, 2, 1]
    told = [row[0] for row in book.get_sheet_by_name("base").to_python()]
    assert told[:3] == [sheet.title, sheet.sentence, sheet.basis.sentence("fr")]


def test_parquet_keeps_types_and_carries_the_basis(sheet):
    held = members(parquet_files(sheet))
    for name, table in tables(sheet).items():
        read = pq.read_table(io.BytesIO(held[f"{name}.parquet"]))
        assert json.loads(read.schema.metadata[b"maillage.basis"]) == json.loads(json.dumps(sheet.basis.as_dict()))
        assert read.to_pandas()[table.columns].astype(table.dtypes).equals(table)


def test_vosviewer_is_given_what_its_format_asks_for(sheet):
    made = json.loads(vosviewer(sheet))
    items, links, clusters = (made["network"][one] for one in ("items", "links", "clusters"))
    assert {one["id"]: one["label"] for one in items} == {actor.id: actor.name for actor in sheet.actors}
    assert {(one["source_id"], one["target_id"], one["strength"]) for one in links} == {
        (line.low, line.high, line.count) for line in sheet.lines
    }
    assert {one["cluster"] for one in items} == {one["cluster"] for one in clusters} == {1, 2, 3}
    assert all(weight >= 0 for one in items for weight in one["weights"].values())
    assert sheet.basis.network in made["info"]["description"]


def test_no_name_is_a_formula_a_link_or_an_element(hostile):
    held = members(csv_archive(hostile))
    assert {row["nom"] for row in rows(held["acteurs.csv"])} >= {no_formula(name) for name in NAMES}
    parts = members(xlsx(hostile))
    assert not any(b"<f>" in part or b"<hyperlink" in part for part in parts.values())
    read = pq.read_table(io.BytesIO(members(parquet_files(hostile))["actors.parquet"])).to_pandas()
    assert set(read["name"]) >= set(NAMES)
    made = json.loads(vosviewer(hostile))
    descriptions = [one["description"] for one in made["network"]["items"]] + [made["info"]["description"]]
    assert not any("<" in one.replace("<br>", "") or '"' in one for one in descriptions)
