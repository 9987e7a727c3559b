"""Networks that other tools wrote: read by id, with their attributes, their lines each once, oddities told."""

from collections import Counter
from contextlib import closing
from pathlib import Path

import networkx as nx
import pytest

from graph.errors import DatasetError
from graph.export import export
from graph.network import Network
from graph.store import open_store
from ingest import gexf, graphml, pajek
from ingest.graph_files import tables
from ingest.load import load
from tests.krebs import FILE as KREBS
from tests.krebs import krebs, needs_krebs

DATA = Path(__file__).resolve().parents[1] / "data"
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def needed(name):
    if not (SHARED / name).is_file():
        pytest.skip(f"{name} is not in ../shared/data")
    return SHARED / name


def shared(name):
    return needed(name).read_bytes().decode("cp1252")


def net(text):
    (found,) = pajek.networks(text, "net.paj")
    return found


def pairs(found):
    return [(one.source, one.target, one.is_directed, one.relation) for one in found.lines]


def noted(found):
    return [(one.line, one.code, one.value) for table in tables([found]) for one in table.notes]


# ----- Pajek


def test_a_vertex_is_its_number_and_labels_may_repeat_lack_and_need_trimming():
    found = net('*Vertices 4\n1 "WRO "\n2 WRO\n4 "a \\"b\\""\n*Edges\n1 2\n')
    assert [(one.id, one.label) for one in found.vertices.values()] == [
        ("1", "WRO"), ("2", "WRO"), ("3", ""), ("4", 'a "b"'),
    ]  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_sections_are_read_whatever_ends_a_line_and_relations_have_names(end):
    text = '%note\n*vertices 3\n*ARCS :2 "Marital tie"\n1 2 3.5\n*Edges :7\n2 3\n*arcslist\n1 2 3\n*Edgeslist\n3 1 2\n'
    assert pairs(net(text.replace("\n", end))) == [
        ("1", "2", True, "Marital tie"), ("2", "3", False, "7"), ("1", "2", True, ""), ("1", "3", True, ""),
        ("3", "1", False, ""), ("3", "2", False, ""),
    ]  # fmt: skip


def test_a_matrix_has_a_line_for_each_number_that_is_not_nought():
    assert pairs(net("*Vertices 2\n*Matrix\n0 1\n0 2.5\n")) == [("1", "2", True, ""), ("2", "2", True, "")]


def test_the_columns_of_a_matrix_of_two_modes_are_the_vertices_of_the_second():
    found = net("*Vertices 3 2\n*Matrix\n1\n1\n")
    assert pairs(found) == [("1", "3", False, ""), ("2", "3", False, "")]
    assert [found.mode(one) for one in found.vertices] == ["1", "1", "2"]


def test_partitions_and_vectors_belong_to_the_network_above():
    one, two = pajek.networks(
        "*Network A\n*Vertices 2\n*Partition Sorte\n*Vertices 2\n7\n8\n"
        "*Network B\n*Vertices 1\n*Vector V\n*Vertices 1\n.5\n"
    )
    assert [vertex.attributes for vertex in one.vertices.values()] == [{"Sorte": "7"}, {"Sorte": "8"}]
    assert [vertex.attributes for vertex in two.vertices.values()] == [{"V": ".5"}]


def test_several_networks_keep_their_own_vertices():
    first, _, second, _ = tables(pajek.networks("*Network A\n*Vertices 1\n1 x\n*Network B\n*Vertices 1\n1 x\n"))
    assert (first.name, first.rows) == ("vertices A", [(3, ["1/1", "x"])])
    assert (second.name, second.rows) == ("vertices B", [(6, ["2/1", "x"])])


def test_repeated_lines_and_what_is_not_read_are_told_with_their_lines():
    text = "*Vertices 2\n1 a\n*Edges\n1 2\n2 1\n1 1\n*Arcs\n1 2\n2 1\n*Hierarchy h\nwhatever\n"
    assert noted(net(text)) == [(10, "unread_section", "*Hierarchy h"), (5, "repeated_line", "4")]


@pytest.mark.parametrize(
    "text", ["*Vertices 99999999999\n", "*Vertices 2\n*Edges\n1 x\n", "*Edges\n1 2\n", "*Vertices\n"]
)
def test_what_is_no_pajek_file_is_a_sentence_with_its_line(text):
    with pytest.raises(DatasetError, match=r"net\.paj"):
        pajek.networks(text, "net.paj")


def test_krebs_has_219_vertices_and_631_lines_of_which_one_is_repeated():
    found = net(shared("krebs.paj"))
    assert (len(found.vertices), len(found.lines)) == (219, 631)
    assert noted(found) == [(551, "repeated_line", "299")]
    kinds = Counter(one.attributes["Types of companies"] for one in found.vertices.values())
    assert found.vertices["3"].label == "MSFT" and set(kinds) == {"1", "2", "3"} and kinds.total() == 219


def test_an_8_bit_file_and_one_of_two_modes_and_one_of_several_networks():
    scotland = net(shared("Scotland.net"))
    assert (len(scotland.vertices), len(scotland.lines)) == (244, 358)
    davis = pajek.networks(shared("gbm_Davis_DeepSouth.paj"))
    assert [(len(one.vertices), one.first_mode, len(one.lines)) for one in davis] == [
        (32, 18, 89), (32, 18, 89), (32, 18, 93),
    ]  # fmt: skip
    money = pajek.networks(shared("ucinet_KnokBur.paj"))
    assert [len(one.lines) for one in money] == [49, 22]
    assert money[0].vertices["6"].label == "WRO" and "UciNet\\KnokSec.clu" in money[1].vertices["6"].attributes


def test_padgetts_two_relations_stay_two():
    found = net(shared("wafa_Padgett.paj"))
    assert Counter(one.relation for one in found.lines) == {"Business": 30, "Marital": 40}
    assert found.vertices["9"].attributes["Wealth"] == "103"


# ----- GEXF and GraphML

GEXF = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
<graph defaultedgetype="directed" mode="dynamic">
<attributes class="node"><attribute id="0" title="Activité" type="string"><default>conseil</default></attribute>
<attribute id="1" title="betweenness" type="float"/></attributes>
<nodes>
<node id="a" label="Même nom"><viz:color r="1" g="2" b="3"/><attvalues><attvalue for="1" value="0.5"/></attvalues>
<spells><spell start="2009-03-01" end="2010"/><spell start="2012-01-01T00:00:00" end="2013"/></spells></node>
<node id="b" label="Même nom" start="17.5"/>
</nodes>
<edges>
<edge id="1" source="a" target="b" weight="2.0" label="allié"/>
<edge id="2" source="a" target="b" type="undirected" start="2009.0" end="2011"/>
<edge id="3" source="a" target="b" type="undirected"/>
</edges></graph></gexf>""".encode()


def test_gexf_keeps_ids_titles_defaults_directions_parallel_edges_and_spells():
    (found,) = gexf.networks(GEXF, "net.gexf")
    a, b = found.vertices.values()
    assert (a.id, a.label, b.id, b.label) == ("a", "Même nom", "b", "Même nom")
    assert a.attributes == {"Activité": "conseil", "betweenness": "0.5", "since": "2009-03-01", "until": "2013"}
    assert b.attributes == {"Activité": "conseil"}
    assert pairs(found) == [("a", "b", True, "allié"), ("a", "b", False, ""), ("a", "b", False, "")]
    assert [one.attributes for one in found.lines] == [{"weight": "2.0"}, {"since": "2009", "until": "2011"}, {}]
    assert noted(found) == [(7, "several_spells", "2"), (9, "unread_time", "17.5")]


GRAPHML = b"""<?xml version="1.0"?>
<g:graphml xmlns:g="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
<g:key id="d0" for="node" attr.name="Ville"><g:default>Lyon</g:default></g:key>
<g:key id="d1" for="all" attr.name="poids"/><g:key id="d2" for="node" yfiles.type="nodegraphics"/>
<g:graph edgedefault="directed">
<g:node id="n0"><g:data key="d0">Nantes</g:data>
<g:data key="d2"><y:ShapeNode><y:NodeLabel>Daher</y:NodeLabel></y:ShapeNode></g:data></g:node>
<g:node id="n1"><g:data key="d1">3</g:data><g:graph edgedefault="undirected"><g:node id="n1::n0"/></g:graph></g:node>
<g:edge source="n0" target="n1"/><g:edge source="n0" target="n1" directed="false"><g:data key="d1">2</g:data></g:edge>
<g:hyperedge/></g:graph></g:graphml>"""


def test_graphml_keeps_ids_names_of_keys_defaults_directions_and_the_labels_of_yed():
    (found,) = graphml.networks(GRAPHML, "net.graphml")
    assert [(one.id, one.label, one.attributes) for one in found.vertices.values()] == [
        ("n0", "Daher", {"Ville": "Nantes"}), ("n1::n0", "", {"Ville": "Lyon"}),
        ("n1", "", {"Ville": "Lyon", "poids": "3"}),
    ]  # fmt: skip
    assert pairs(found) == [("n0", "n1", True, ""), ("n0", "n1", False, "")]
    assert noted(found) == [(10, "unread_section", "hyperedge")]


def test_what_networkx_writes_is_read_with_words_for_ids(tmp_path):
    made = nx.MultiGraph()
    made.add_edge("Airbus", "Daher", relation="joint venture")
    made.add_edge("Airbus", "Daher")
    nx.write_graphml(made, tmp_path / "net.graphml")
    nx.write_gexf(made, tmp_path / "net.gexf")
    for reader, ending in ((graphml, "graphml"), (gexf, "gexf")):
        vertices, lines = tables(reader.networks((tmp_path / f"net.{ending}").read_bytes()))
        assert [row[:2] for _, row in vertices.rows] == [["Airbus", "Airbus"], ["Daher", "Daher"]]
        assert len({row[lines.header.index("line")] for _, row in lines.rows}) == 2 and lines.notes == []


BOMB = b"""<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<gexf><graph><nodes><node id="&b;"/></nodes></graph></gexf>"""
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><graphml><graph><node id="&a;"/></graph></graphml>'


@pytest.mark.parametrize("reader", [gexf, graphml])
@pytest.mark.parametrize("raw", [BOMB, OUTSIDE])
def test_a_document_type_is_refused_with_a_way_out(reader, raw):
    with pytest.raises(DatasetError, match=r"net, line \d: it has a document type .* take it out"):
        reader.networks(raw, "net")


@pytest.mark.parametrize("reader", [gexf, graphml])
@pytest.mark.parametrize("raw", [b"", b"<gexf><graph>", b"\x00\x01", b"<a/><b/>", b"<x><node/><edge/></x>"])
def test_what_is_no_xml_is_a_sentence_and_what_is_no_network_is_empty(reader, raw):
    try:
        assert not [line for one in reader.networks(raw, "net") for line in one.lines if line.source]
    except DatasetError as error:
        assert str(error).startswith("net, line ")


# ----- into a store


@pytest.fixture
def store(tmp_path):
    with closing(open_store(f"sqlite:///{tmp_path}/network.db")) as opened:
        yield opened


def told(report):
    """What was done with the rows of each table, and the faults of each code."""
    rows = [(file.dataset, file.read, file.loaded, file.refused, file.skipped) for file in report.files]
    return rows, Counter(one.code for one in report.faults)


@needs_krebs
def test_each_of_krebs_lines_is_an_alliance_of_two_partners(store):
    report = load(store, [KREBS])
    rows, codes = told(report)
    assert rows == [("graph_vertices", 219, 219, 0, 0), ("graph_lines", 631, 630, 0, 1)]
    assert codes == {"repeated_line": 1, "duplicate_row": 1, "unknown_column": 2}
    network = Network.read(store)
    assert Counter(network.entities["kind"]) == {"firm": 219, "alliance": 630}
    assert set(network.links["key"]) == {"partner"} and len(network.links) == 1260 and network.links["counts"].all()
    partners = network.links.groupby("target")["source"].apply(lambda ends: tuple(sorted(ends)))
    called = {f"v{vertex}": entity for vertex, entity in vertices(store).items()}
    assert set(partners) == {tuple(sorted((called[a], called[b]))) for a, b in krebs()}


def vertices(store):
    """The public id of each vertex, by its id in the file."""
    found = Network.read(store).entities[["id", "also"]].dropna()
    pairs = ((one.rpartition("#vertex:=")[2], entity) for entity, also in found.to_numpy() for one in also.split(" "))
    return {vertex: entity for vertex, entity in pairs if not vertex.startswith("firm:")}


def test_loaded_again_a_network_changes_nothing(store, tmp_path):
    path = tmp_path / "net.paj"
    path.write_text('*Vertices 2\n1 "a"\n2 "b"\n*Arcs :1 "Marital"\n1 2\n*Edges\n1 1\n2 1\n', encoding="cp1252")
    rows, codes = told(load(store, [path]))
    assert rows == [("graph_vertices", 2, 2, 0, 0), ("graph_lines", 3, 2, 0, 1)] and codes["loop"] == 1
    (marital,) = Network.read(store).entities.dropna(subset=["subject"]).to_dict("records")
    assert (marital["kind"], marital["name"], marital["subject"]) == ("alliance", "a – b", "Marital")
    assert load(store, [path]).run == ""


def test_vertices_of_one_name_stay_two_and_a_line_to_nowhere_is_refused(store, tmp_path):
    path = tmp_path / "net.net"
    path.write_text('*Vertices 3\n1 "X"\n2 "X"\n3 "\xe9t\xe9"\n*Edges\n1 2\n1 9\n', encoding="cp1252")
    rows, codes = told(load(store, [path]))
    assert rows == [("graph_vertices", 3, 3, 0, 0), ("graph_lines", 2, 1, 1, 0)] and codes["unknown_reference"] == 1
    assert sorted(Network.read(store).organisations["name"]) == ["X", "X", "\xe9t\xe9"]


def test_a_network_on_a_single_line_has_all_its_rows_counted(store, tmp_path):
    path = tmp_path / "net.gexf"
    nodes = "".join(f'<node id="{n}" label="N{n}"/>' for n in range(3))
    edges = '<edge source="0" target="1"/><edge source="1" target="2"/><edge source="1" target="1"/>'
    path.write_text(f"<gexf><graph><nodes>{nodes}</nodes><edges>{edges}</edges></graph></gexf>", encoding="utf-8")
    rows, codes = told(load(store, [path]))
    assert rows == [("graph_vertices", 3, 3, 0, 0), ("graph_lines", 3, 2, 0, 1)] and codes["loop"] == 1


def test_one_mode_of_a_file_of_two_took_part_in_the_other(store):
    report = load(store, [needed("gbm_Davis_DeepSouth.paj")])
    assert [(file.dataset, file.loaded) for file in report.files] == [
        ("graph_vertices", 32), ("graph_vertices", 32), ("graph_vertices", 32),
        ("graph_participations", 89), ("graph_participations", 89), ("graph_participations", 93),
    ]  # fmt: skip
    network = Network.read(store)
    assert Counter(network.entities["kind"]) == {"firm": 54, "event": 42}
    assert len(network.links) == 271 and network.links["counts"].all()


def test_attributes_are_read_by_their_titles_in_french_and_measures_are_told_not_to_be(store, tmp_path):
    made = nx.MultiGraph()
    made.add_node("a", label="Daher", **{"Ville": "Nantes", "Code postal": "44000", "betweenness": 0.5})
    made.add_edges_from([("a", "b", {"start": "2009"}), ("a", "b", {"end": "2011"})])
    nx.write_gexf(made, tmp_path / "net.gexf")
    report = load(store, [tmp_path / "net.gexf"])
    assert {one.column for one in report.faults if one.code == "unknown_column"} >= {"betweenness"}
    network = Network.read(store)
    (daher,) = network.organisations[network.organisations["name"] == "Daher"].to_dict("records")
    assert (daher["city"], daher["postcode"]) == ("Nantes", "44000")
    spans = network.encounters[["since", "until"]].astype("string").fillna("").to_numpy().tolist()
    assert sorted(spans) == [["", "2011"], ["2009", ""]]


def test_a_spell_says_nothing_where_an_attribute_says_since_when():
    text = """<gexf><graph mode="dynamic"><attributes class="node"><attribute id="0" title="since"/></attributes><nodes>
        <node id="a" start="2015-06-01" end="2015-06-30">
        <attvalues><attvalue for="0" value="2015-06"/></attvalues></node>
        <node id="b" start="2015-06-01"/></nodes><edges/></graph></gexf>"""
    (net,) = gexf.networks(text.encode())
    assert net.vertices["a"].attributes == {"since": "2015-06", "until": "2015-06-30"}
    assert net.vertices["b"].attributes == {"since": "2015-06-01"}


@pytest.mark.parametrize("ending", ["gexf", "graphml"])
def test_our_own_export_comes_back(store, tmp_path, ending):
    load(store, [DATA])
    before = Network.read(store)
    path = tmp_path / f"net.{ending}"
    export(store, before, path, {})
    with closing(open_store(f"sqlite:///{tmp_path}/again.db")) as again:
        report = load(again, [path])
        assert [str(one) for one in report.faults if one.severity != "warning"] == []
        after = Network.read(again)
    assert list(after.entities["id"]) == list(before.entities["id"])
    assert list(after.links["id"]) == list(before.links["id"])
    same = ["kind", "name", "country", "city", "since", "until", "status", "lat", "lon", "programme", "counts"]
    for column in same:
        assert after.entities[column].equals(before.entities[column]), column
    for column in ("key", "status", "since", "until", "importance", "amount", "counts"):
        assert after.links[column].equals(before.links[column]), column
