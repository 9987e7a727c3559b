"""Answers as workbooks: what a spreadsheet opens is what the answer says, and no text of it is a formula."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from graph.vocabulary import Kind
from queries.centrality import centrality
from queries.sole_brokers import sole_brokers
from tests.toys import entity, met, network, record
from views.workbook import xlsx_bytes

HOSTILE = ['=HYPERLINK("http://x","y")', "+1+1", "@SUM(1)", "-2", "{=1}", "http://example.org/", "007", "é\x07 <b>&"]


def sheets(data):
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_workbook_holds_the_table_its_side_tables_and_the_basis():
    answer = sole_brokers(met("ab"))
    held = sheets(xlsx_bytes(answer))
    assert list(held) == ["answer", "pairs", "basis"]
    assert answer.basis.sentence("en") == held["basis"][0][0]


def test_numbers_are_numbers_and_what_is_missing_is_an_empty_cell():
    answer = centrality(met("ab", alone="c"))
    header, *rows = sheets(xlsx_bytes(answer))["answer"]
    assert header == [column.name for column in answer.columns]
    assert [row[header.index("partners")] for row in rows] == [1, 1, 0]
    alone = dict(zip(header, rows[2], strict=True))
    assert alone["spread"] == "" and pd.isna(answer.table["spread"].iloc[2])


def test_the_labels_are_in_the_language_asked_for():
    header = sheets(xlsx_bytes(centrality(met("ab")), "fr"))["réponse"][0]
    assert "partenaires" in header


def test_no_text_becomes_a_formula_a_link_or_a_number():
    said = [one for n, name in enumerate(HOSTILE) for one in entity(record(f"f{n}"), Kind.FIRM, name)]
    answer = centrality(network(*said))
    data = xlsx_bytes(answer)
    names = [row[2] for row in sheets(data)["answer"][1:]]
    assert sorted(names) == sorted(answer.table["name"])
    parts = {name: zipfile.ZipFile(BytesIO(data)).read(name) for name in zipfile.ZipFile(BytesIO(data)).namelist()}
    assert not any(b"<f>" in part or b"<hyperlink" in part for part in parts.values())


def test_a_text_longer_than_a_cell_holds_says_that_it_goes_on():
    answer = centrality(met("ab"))
    longer = replace(answer, table=answer.table.assign(name="a" * 40_000))
    assert sheets(xlsx_bytes(longer))["answer"][1][2] == "a" * 32_766 + "…"


def test_the_same_answer_gives_the_same_bytes():
    answer = centrality(met("ab", "bc"))
    assert xlsx_bytes(answer) == xlsx_bytes(answer)


def test_more_rows_than_a_sheet_holds_are_refused_with_what_to_write(monkeypatch):
    monkeypatch.setattr("views.workbook.ROWS", 2)
    with pytest.raises(ValueError, match="write csv or parquet"):
        xlsx_bytes(centrality(met("ab")))
