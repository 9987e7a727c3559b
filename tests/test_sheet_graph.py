"""A view for Gephi: it opens elsewhere and here with the same actors, links and dates."""

import xml.etree.ElementTree as ET
from io import BytesIO

import networkx as nx
import pytest

import ingest.gexf
import ingest.graphml
from graph.vocabulary import Kind, Relation
from tests.pages import kept
from tests.sheets import taken
from tests.test_hostile import BAD, statements
from tests.toys import DRAWN, encounter, entity, link, record
from views.sheet_graph import sheet_gexf, sheet_graphml

READ = {
    "gexf": (sheet_gexf, lambda data: nx.read_gexf(BytesIO(data)), ingest.gexf.networks),
    "graphml": (
        sheet_graphml,
        lambda data: nx.read_graphml(BytesIO(data), force_multigraph=True),
        ingest.graphml.networks,
    ),
}


@pytest.fixture(scope="module")
def sheet(tmp_path_factory):
    pole = record("p", Kind.POLE)
    said = [*entity(pole, Kind.POLE, "Pôle « P »"), *encounter("pact", "ab", since="2015-06", until="2016")]
    said += [
        link(record("a"), Relation.MEMBER_OF, pole, valid="2012/2017-03"),
        link(record("b"), Relation.MEMBER_OF, pole),
    ]
    said += [link(record("a"), Relation.TOOK_PART_IN, record("pact", Kind.MEETING), key="speaker", valid="XXXX-02-20")]
    return taken(kept(tmp_path_factory.mktemp("graph"), [DRAWN], said), step="all")


@pytest.fixture(scope="module", params=READ)
def form(request):
    return request.param


def links(sheet):
    return sorted((one.source, one.relation, one.target, one.key) for line in sheet.lines for one in line.links)


def test_networkx_finds_the_same_actors_links_and_dates(sheet, form):
    write, read, _ = READ[form]
    net = read(write(sheet))
    assert {one: net.nodes[one]["label"] for one in net} == {actor.id: actor.name for actor in sheet.actors}
    found = [(source, one["relation"], target, one.get("role", "")) for source, target, one in net.edges(data=True)]
    assert sorted(found) == links(sheet)
    member = next(one for *_, one in net.edges("firm:a", data=True) if one["relation"] == "MEMBER_OF")
    assert (member["since"], member["until"], member["status"], member["level"]) == (
        "2012", "2017-03", "confirmed", "public"
    )  # fmt: skip
    assert member["documents"] == "Drawn by hand" and member["sentence"] == "A est membre de Pôle « P »"


def test_ingest_finds_the_same_actors_links_and_dates(sheet, form):
    write, _, read = READ[form]
    (net,) = read(write(sheet), f"view.{form}")
    assert {one.id: one.label for one in net.vertices.values()} == {actor.id: actor.name for actor in sheet.actors}
    found = [(one.source, one.relation or one.attributes["relation"], one.target, one.attributes.get("role", ""))
             for one in net.lines]  # fmt: skip
    assert sorted(found) == links(sheet) and all(one.is_directed for one in net.lines)
    assert net.vertices["meeting:pact"].attributes["since"] == "2015-06"
    assert not net.notes


def test_gephi_is_given_a_timeline_of_days_and_the_drawing(sheet):
    root = ET.fromstring(sheet_gexf(sheet))
    space = "{http://gexf.net/1.3}"
    graph = root.find(f"{space}graph")
    assert root.tag == f"{space}gexf" and root.get("version") == "1.3"
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    spells = {
        node.get("id"): [dict(one.attrib) for one in node.iter(f"{space}spell")] for node in graph.iter(f"{space}node")
    }
    assert spells["meeting:pact"] == [{"start": "2015-06-01", "end": "2016-12-31"}] and spells["firm:a"] == []
    edges = [[dict(one.attrib) for one in edge.iter(f"{space}spell")] for edge in graph.iter(f"{space}edge")]
    assert [{"start": "2012-01-01", "end": "2017-03-31"}] in edges
    placed = {node.get("id"): node.find("{http://gexf.net/1.3/viz}position") for node in graph.iter(f"{space}node")}
    at = {actor.id: (str(actor.x), str(-actor.y)) for actor in sheet.actors}
    assert {one: (place.get("x"), place.get("y")) for one, place in placed.items()} == at
    assert sheet.basis.network in root.find(f"{space}meta/{space}description").text


def test_each_edge_has_the_id_of_its_link_or_gephi_would_take_one_of_those_that_share_it(sheet, form):
    write, _, _ = READ[form]
    ids = [one.get("id") for one in ET.fromstring(write(sheet)).findall(".//{*}edge")]
    assert sorted(ids) == sorted(link.id for line in sheet.lines for link in line.links) and len(set(ids)) == len(ids)


def test_graphml_holds_only_what_gephi_takes_and_the_basis_as_its_description(sheet):
    root = ET.fromstring(sheet_graphml(sheet))
    assert root[0].tag.endswith("}desc") and sheet.basis.network in root[0].text
    assert not [key for key in root.findall("{*}key") if key.get("for") == "graph"]
    colours = {one.get("id"): [one.find(f"{{*}}data[@key='{part}']").text for part in "rgb"]
               for one in root.findall(".//{*}node")}  # fmt: skip
    assert colours["pole:pole-p"] == ["30", "58", "138"]  # of #1e3a8a


def test_what_would_end_before_it_began_has_no_spell_but_its_words(tmp_path):
    said = encounter("odd", "ab", since="2018", until="2016")
    sheet = taken(kept(tmp_path, [DRAWN], said), step="all")
    node = next(one for one in ET.fromstring(sheet_gexf(sheet)).iter() if one.get("id") == "meeting:odd")
    assert (
        not node.findall(".//{*}spell")
        and nx.read_gexf(BytesIO(sheet_gexf(sheet))).nodes["meeting:odd"]["since"] == "2018"
    )


def test_parallel_links_stay_apart(sheet):
    root = ET.fromstring(sheet_gexf(sheet))
    edges = [tuple(map(one.get, ("source", "target", "kind"))) for one in root.findall(".//{*}edge")]
    assert len(edges) == len(set(edges)) == sum(line.count for line in sheet.lines)


def test_hostile_names_are_labels(form, tmp_path):
    write, read, _ = READ[form]
    sheet = taken(kept(tmp_path, [BAD], list(statements())), step="all")
    net = read(write(sheet))
    assert {net.nodes[actor.id]["label"] for actor in sheet.actors} == {actor.name for actor in sheet.actors}
