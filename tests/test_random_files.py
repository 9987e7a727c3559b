"""Two hundred random files in random dialects come back cell by cell, on their lines; no bytes end otherwise than in
a sentence."""

import csv
import gzip
import io
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import DatasetError
from ingest.readers import read

WORDS = (
    "Société générale d'équipement", "Forêt & Île", "Œuvre à façon", "Müller", "L'été à Besançon", "A, B et C",
    "x;y", 'Le "Bon" Coin', "deux\nlignes", "Hôtel Dieu", "Noël", "12,5", "1 234", "2015-07-09", "a|b", "",
    "", "ça et là", "-",
)  # fmt: skip
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman", "cp850")


def encodable(words, encoding):
    def fits(word):
        try:
            return word.encode(encoding).decode(encoding) == word
        except UnicodeEncodeError:
            return False

    return [word for word in words if fits(word)]


def made(chance):
    """A table, its bytes in some dialect, and the lines on which its rows begin."""
    encoding, mark, end = chance.choice(ENCODINGS), chance.choice(";,\t|"), chance.choice(["\n", "\r\n"])
    words, width = encodable(WORDS, encoding), chance.randint(2, 8)
    rows = [[f"colonne {n}" for n in range(width)]]
    for number in range(chance.randint(5, 60)):
        rows.append([f"Société {number} d'été", *chance.choices(words, k=width - 1)])
    text, lines = "", []
    for row in rows:
        lines.append(text.count("\n") + 1)
        line = io.StringIO()
        csv.writer(line, delimiter=mark, lineterminator=end, quoting=chance.choice([0, 0, 0, 1])).writerow(row)
        text += line.getvalue()
    packed = chance.choice([bytes, bytes, gzip.compress])
    return rows, lines, packed(text.encode(encoding)), (encoding, mark)


@pytest.mark.parametrize("seed", range(200))
def test_a_random_file_comes_back_cell_by_cell_on_its_lines(tmp_path, seed):
    rows, lines, data, dialect = made(random.Random(seed))
    path = tmp_path / "any.csv"
    path.write_bytes(data)
    (sheet,) = read(path)
    assert sheet.header == tuple(rows[0]), dialect
    assert list(sheet.rows()) == list(zip(lines[1:], rows[1:], strict=True)), dialect
    assert sheet.faults == ()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=300), st.text(alphabet=st.sampled_from('ab;,"\n\r\t é1{}[]<*%:\x00'), max_size=80)))
def test_any_bytes_are_tables_or_a_sentence(tmp_path, data):
    path = tmp_path / "any.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    try:
        for sheet in read(path):
            lines = [line for line, _ in sheet.rows()]
            assert sheet.header and lines == sorted(set(lines)) and all(line >= 1 for line in lines)
            assert list(sheet.rows()) == list(sheet.rows())
    except DatasetError as error:
        assert str(error).endswith((".", ")")), str(error)
