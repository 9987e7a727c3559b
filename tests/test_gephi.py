"""GEXF for Gephi: a timeline of days, every link kept beside its parallel, and the same file tomorrow."""

import xml.etree.ElementTree as ET

import networkx as nx
import pytest

from graph.export import export
from graph.vocabulary import Kind, Relation, Role
from tests.toys import encounter, entity, link, network, record

DATES = {  # what a document says, and the days that Gephi is told
    ("2015-07-09", None): ("2015-07-09", None),
    ("2015-06", "2016"): ("2015-06-01", "2016-12-31"),
    (None, "2016-02"): (None, "2016-02-29"),
    ("XXXX-02-20", "XXXX-02-25"): (None, None),
    ("2018", "2016"): (None, None),
    (None, None): (None, None),
}


def drawn(*, valid=None, **properties):
    """A took part in a meeting as guest and as speaker, and is a member of a pole."""
    pole = record("p", Kind.POLE)
    said = encounter("Meeting", "a", **properties) + entity(pole, Kind.POLE, "P")
    roles = [link(record("a"), Relation.TOOK_PART_IN, record("Meeting", Kind.MEETING), key=role)
             for role in (Role.GUEST, Role.SPEAKER)]  # fmt: skip
    return network(*said, *roles, link(record("a"), Relation.MEMBER_OF, pole, valid=valid))


def written(net, path):
    export(None, net, path, {})
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("said", "days"), DATES.items())
def test_a_date_becomes_the_days_that_it_can_mean(tmp_path, said, days):
    since, until = said
    dated = {name: text for name, text in (("since", since), ("until", until)) if text}
    written(drawn(**dated), tmp_path / "net.gexf")
    meeting = nx.read_gexf(tmp_path / "net.gexf").nodes["meeting:meeting"]
    assert (meeting.get("start"), meeting.get("end")) == days
    assert (meeting.get("since"), meeting.get("until")) == said


def test_a_link_has_its_own_days_and_what_is_undated_has_none(tmp_path):
    written(drawn(valid="2015/2017-03"), tmp_path / "net.gexf")
    net = nx.read_gexf(tmp_path / "net.gexf")
    member = net.get_edge_data("firm:a", "pole:p")
    assert [(one["start"], one["end"]) for one in member.values()] == [("2015-01-01", "2017-03-31")]
    assert all("start" not in one for one in net.get_edge_data("firm:a", "meeting:meeting").values())


def test_the_file_says_that_it_is_dynamic_and_in_days(tmp_path):
    for dates, mode in (({"since": "2015"}, "dynamic"), ({}, "static")):
        root = ET.fromstring(written(drawn(**dates), tmp_path / "net.gexf"))
        graph = root.find("{*}graph")
        assert graph.get("mode") == mode and graph.get("timeformat") in (("date",) if dates else (None, "double"))


def test_parallel_links_are_of_different_kinds_or_gephi_would_make_one_of_them(tmp_path):
    root = ET.fromstring(written(drawn(), tmp_path / "net.gexf"))
    edges = [(one.get("source"), one.get("target"), one.get("kind")) for one in root.iter("{http://gexf.net/1.3}edge")]
    assert len(edges) == len(set(edges)) == 4
    assert {kind for *_, kind in edges} == {
        "MEMBER_OF", "TOOK_PART_IN guest", "TOOK_PART_IN speaker", "TOOK_PART_IN partner"
    }  # fmt: skip


def test_the_graphml_has_the_same_days_and_an_id_of_its_own_for_each_edge(tmp_path):
    export(None, drawn(since="2015-06", until="2016"), tmp_path / "net.graphml", {})
    net = nx.read_graphml(tmp_path / "net.graphml")
    assert (net.nodes["meeting:meeting"]["start"], net.nodes["meeting:meeting"]["end"]) == ("2015-06-01", "2016-12-31")
    ids = [one.get("id") for one in ET.parse(tmp_path / "net.graphml").findall(".//{*}edge")]
    assert len(set(ids)) == len(ids) == 4


def test_the_same_network_is_the_same_file_on_another_day(tmp_path, monkeypatch):
    import networkx.readwrite.gexf as module

    one = written(drawn(), tmp_path / "one.gexf")
    monkeypatch.setattr(module.time, "strftime", lambda *_: "2099-01-01")
    assert written(drawn(), tmp_path / "other.gexf") == one and "lastmodifieddate" not in one
