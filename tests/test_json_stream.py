"""JSON is read a part at a time: the same values with the same lines as all at once, in little memory."""

import json
import re
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import DatasetError
from ingest import json_stream
from ingest.archives import unpacked
from ingest.json_stream import DECODER, BadLine, values
from ingest.readers import read

LETTERS = st.text(st.sampled_from('a"\\é€\u2028 {}[],:\n\r0'), max_size=5)
PLAIN = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), LETTERS)
ANY = st.recursive(
    PLAIN, lambda one: st.lists(one, max_size=3) | st.dictionaries(LETTERS, one, max_size=3), max_leaves=6
)
GAPS = st.text(st.sampled_from(" \t\n\r"), max_size=4)


def found(path, text):
    path.write_bytes(text.encode())
    (packed,) = unpacked(path, path.name)
    return list(values(packed, "utf-8"))


def line_at(text, at):
    return len(re.findall(r"\r\n|\n|\r", text[:at])) + 1


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("json") / "f.json"


@settings(deadline=None, max_examples=200)
@given(
    st.lists(st.tuples(GAPS, ANY, GAPS), max_size=5),
    GAPS,
    st.sampled_from(["", "features", "items"]),
    ANY,
    st.integers(1, 9),
)
def test_a_list_is_read_to_the_value_and_the_line_however_little_is_held(path, those, gap, inside, beside, chunk):
    text, expected = gap, []
    if inside:
        text += f'{{{gap}"beside"{gap}:{gap}{json.dumps(beside)},{gap}"{inside}":{gap}'
    text += "["
    for before, value, after in those:
        text += ("," if expected else "") + before
        expected.append((line_at(text, len(text)), DECODER.decode(json.dumps(value))))
        text += json.dumps(value, ensure_ascii=False) + after
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_stream, "CHUNK", chunk)
        assert found(path, text + "]" + gap + ("}" if inside else "")) == expected


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.tuples(ANY, st.sampled_from(["\n", "\r\n", "\r", "\n\n"])), min_size=2, max_size=5), st.integers(1, 9)
)
def test_a_value_a_line_is_read_to_the_line_however_little_is_held(path, those, chunk):
    text, expected = "", []
    for value, end in [({"a": 1}, "\n"), *those]:
        expected.append((line_at(text, len(text)), DECODER.decode(json.dumps(value))))
        text += json.dumps(value) + end
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_stream, "CHUNK", chunk)
        assert found(path, text) == expected
        assert found(path, text + "oops") == [*expected, (line_at(text, len(text)), BadLine("oops"))]


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 1 << 16])
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[{"a": 1},\r\n{"a": tru}]', "line 2: this is not JSON"),
        ('[\n{"a": 1},\n{"a":\nNaN}]', "line 3: NaN is no number"),
        ('[{"a": 1}\r\r{"a": 2}]', "line 3: the list is cut off here"),
        ('[1, 2', "line 1: the list is cut off here"),
        ('[{"a": 1},\n{"a": "x', "line 2: this is not JSON"),
    ],
)  # fmt: skip
def test_what_is_no_json_is_told_with_its_line_however_little_is_held(path, monkeypatch, text, sentence, chunk):
    monkeypatch.setattr(json_stream, "CHUNK", chunk)
    with pytest.raises(DatasetError, match=sentence):
        found(path, text)


def test_a_value_that_does_not_end_is_a_sentence(path, monkeypatch):
    monkeypatch.setattr(json_stream, "LONGEST", 100_000)
    with pytest.raises(DatasetError, match=r"f\.json, line 2: a value of more than 0 million characters"):
        found(path, '[1,\n{"a": "' + "x" * 300_000)


def test_a_list_of_what_are_no_objects_is_a_sentence(path, monkeypatch):
    monkeypatch.setattr("ingest.json_tables.MOST", 50)
    path.write_text('[{"a": 1}' + ",1" * 60 + "]", encoding="utf-8")
    with pytest.raises(DatasetError, match="holds more than 50 values that are no objects"):
        read(path)


def test_an_object_of_many_names_is_a_sentence(path):
    path.write_text(json.dumps([{f"n{one}": 1} for one in range(5_001)]), encoding="utf-8")
    with pytest.raises(DatasetError, match="has 5001 columns: keep the few"):
        read(path)


def test_a_large_geojson_on_one_line_is_read_in_little_memory(path):
    point = {"type": "Point", "coordinates": [2.35, 48.85]}
    one = {
        "type": "Feature",
        "geometry": point,
        "properties": {"name": "Mécalys", "tags": ["a", "b"], "words": "x" * 700},
    }
    with path.open("w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection", "features": [' + json.dumps(one, ensure_ascii=False))
        file.writelines("," + json.dumps(one, ensure_ascii=False) for _ in range(29_999))
        file.write("]}")
    assert path.stat().st_size > 24 << 20  # of which a line of a table may have 20
    tracemalloc.start()
    (sheet,) = read(path)
    count = sum(cells[0] == "Mécalys" and cells[3:] == ["48.85", "2.35"] for _, cells in sheet.rows())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (count, sheet.header) == (30_000, ("name", "tags", "words", "lat", "lon"))
    assert peak < 8 << 20
