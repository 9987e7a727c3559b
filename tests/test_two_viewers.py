"""Two poles on one store: what one confides does not exist for the other, in whatever way one looks.

Everything a viewer can be shown is compared with what a store shows that never held the other's confidences.
"""

import json
from contextlib import closing

import pandas as pd
import pytest

from graph.errors import UnknownEntity
from graph.export import export
from graph.model import Decision, Document, Statement
from graph.network import Network, evidence
from graph.search import entity_named, search
from graph.store import open_store
from graph.vocabulary import Kind, Level, Relation, Role, Status, Verdict
from queries.catalogue import CATALOGUE
from queries.kept import key
from queries.named import declared_counts, named_of_declared
from tests.statements import EMC2, OWNER, PUBLIC, SYSTEMATIC

PRESS = Document("doc:press", "Read by all", publisher="A paper", published="2018", url="https://example.org/press")
NOTES = Document("doc:notes", "Notes of EMC2", published="2024-03", level=Level.STAFF, audience="emc2")
DIARY = Document("doc:diary", "Diary of Systematic", published="2025-04", level=Level.STAFF, audience="systematic")
CLOSE = {"emc2": "Zyxtranum", "systematic": "Qwobblique"}  # names that stand nowhere else
FIRMS = "abcdef"
VIEWERS = {"public": PUBLIC, "emc2": EMC2, "systematic": SYSTEMATIC}


def at(document, kind, name):
    return f"{document.id}#{kind}:{name.lower()}"


def thing(document, kind, name, **properties):
    said = {"kind": str(kind), "name": name, **properties}
    return [Statement(document.id, at(document, kind, name), what, value) for what, value in said.items()]


def took_part(document, organisation, encounter, role=Role.PARTNER, **more):
    return Statement(document.id, organisation, Relation.TOOK_PART_IN, encounter, role, **more)


def public_statements():
    """Two poles, their firms, three meetings in a row, a visit that is announced, an offer, places."""
    emc2, systematic = (thing(PRESS, Kind.POLE, name) for name in ("EMC2", "Systematic"))
    home = thing(PRESS, Kind.PLATFORM, "Home") + thing(PRESS, Kind.TERRITORY, "Nantes")
    said = [*emc2, *systematic, *home, *thing(PRESS, Kind.VISIT, "Trip", status="announced", since="2019-03")]
    said += [one for name in FIRMS for one in thing(PRESS, Kind.FIRM, name.upper())]
    firm = {name: at(PRESS, Kind.FIRM, name) for name in FIRMS}
    poles = {name: at(PRESS, Kind.POLE, name) for name in ("emc2", "systematic")}
    for n, parties in enumerate(("abc", "cd", "def")):
        meeting = at(PRESS, Kind.MEETING, f"m{n}")
        said += thing(PRESS, Kind.MEETING, f"M{n}", status="held", since=f"201{n}")
        said += [took_part(PRESS, firm[name], meeting) for name in parties]
    trip = at(PRESS, Kind.VISIT, "trip")
    said += [took_part(PRESS, firm[name], trip, role) for name, role in (("a", Role.HOST), ("e", Role.DELEGATE))]
    said += [Statement(PRESS.id, firm[name], Relation.MEMBER_OF, poles["emc2"]) for name in "abc"]
    said += [Statement(PRESS.id, firm[name], Relation.MEMBER_OF, poles["systematic"]) for name in "ef"]
    said += [Statement(PRESS.id, one, Relation.MEMBER_OF, at(PRESS, Kind.PLATFORM, "home")) for one in poles.values()]
    said.append(Statement(PRESS.id, firm["a"], Relation.LOCATED_IN, at(PRESS, Kind.TERRITORY, "nantes")))
    said += [Statement(PRESS.id, trip, "declared", "11", "host"), Statement(PRESS.id, firm["b"], "size", "sme")]
    return said


def confidences(group):
    """What a pole confides: a firm, its links, a meeting, counts, properties, and a document of its own."""
    document, name = {"emc2": NOTES, "systematic": DIARY}[group], CLOSE[group]
    other = at(PRESS, Kind.POLE, {"emc2": "systematic", "systematic": "emc2"}[group])
    secret, talk = at(document, Kind.FIRM, name), at(document, Kind.ALLIANCE, f"{name} pact")
    trip = at(PRESS, Kind.VISIT, "trip")
    own = [
        *thing(document, Kind.FIRM, name, city=f"{name}ville"),
        *thing(document, Kind.ALLIANCE, f"{name} pact", status="signed", since="2017"),
        Statement(document.id, secret, Relation.MEMBER_OF, at(PRESS, Kind.POLE, group)),
        Statement(document.id, secret, Relation.MEMBER_OF, other),
        *(took_part(document, one, talk, Role.SIGNATORY) for one in (secret, at(PRESS, Kind.FIRM, "a"), other)),
        took_part(document, secret, trip, Role.HOST, status=Status.IN_DISCUSSION),
        *thing(document, Kind.FIRM, f"{name} Sud"),
    ]
    beside = [  # closely held statements of a document that all can read
        Statement(PRESS.id, trip, "declared", {"emc2": "14", "systematic": "17"}[group], "host"),
        Statement(PRESS.id, trip, "status", "held", said_on="2019-04", said_by=name),
        Statement(PRESS.id, at(PRESS, Kind.FIRM, "b"), "alias", f"{name} Filiale"),
        Statement(
            PRESS.id, at(PRESS, Kind.FIRM, "c"), "identifier", {"emc2": "pic:111", "systematic": "pic:222"}[group]
        ),
    ]
    beside.append(Statement(document.id, at(PRESS, Kind.FIRM, "b"), "size", "large"))  # a conflict for those who see it
    return [one._replace(level=Level.STAFF, audience=group) for one in (*own, *beside)]


def decisions(group):
    """Who is who among the confided; one of them would join two public firms to each other for those who see it."""
    document, name = {"emc2": NOTES, "systematic": DIARY}[group], CLOSE[group]
    secret, sud = at(document, Kind.FIRM, name), at(document, Kind.FIRM, f"{name} Sud")
    return [
        Decision(secret, sud, Verdict.UNSURE, group, f"{name} asks"),
        Decision(at(PRESS, Kind.FIRM, "f"), sud, Verdict.SAME, group, f"{name} says so"),
    ]


def fill(path, *groups):
    store = open_store(f"sqlite:///{path}/network.db")
    with store.write("load") as run:
        run.add([PRESS], public_statements())
    for group in groups:
        with store.write("load", document={"emc2": NOTES, "systematic": DIARY}[group].id) as run:
            run.add([{"emc2": NOTES, "systematic": DIARY}[group]], confidences(group))
            run.decide(decisions(group))
    return store


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    with closing(fill(tmp_path_factory.mktemp("shared"), "emc2", "systematic")) as store:
        yield store


@pytest.fixture(scope="module", params=VIEWERS)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def alone(name, tmp_path_factory):
    """A store that never held what the others confided."""
    with closing(fill(tmp_path_factory.mktemp("alone"), *({name} - {"public"}))) as store:
        yield store


@pytest.fixture(scope="module")
def viewer(name):
    return VIEWERS[name]


@pytest.fixture(scope="module")
def nets(shared, alone, viewer):
    return Network.read(shared, viewer=viewer), Network.read(alone, viewer=viewer)


@pytest.fixture(scope="module")
def hidden(name):
    """Words that stand only in what this viewer may not see."""
    return [word for group, word in CLOSE.items() if group != name]


def frames(net):
    order = ["about", "statement", "document"]
    return {
        **{one: getattr(net, one) for one in ("entities", "links", "declared", "documents", "conflicts", "unsure")},
        "mentions": net.mentions.sort_values(order, ignore_index=True),
    }


def told(answer):
    """All that an answer says."""
    tables = {"": answer.table, **answer.more}
    texts = {name: table.to_csv(index=False) for name, table in tables.items()}
    spoken = [answer.sentences(language) for language in ("fr", "en")]
    return json.dumps([texts, spoken, answer.basis.as_dict()], ensure_ascii=False, sort_keys=True)


def test_the_confidences_are_there_for_those_they_were_made_to(shared):
    for group, word in CLOSE.items():
        net = Network.read(shared, viewer=VIEWERS[group])
        assert f"firm:{word.lower()}" in set(net.entities["id"]) and len(net.unsure) == len(net.conflicts) == 1
        assert "doc:press" not in net.find("pic:111" if group == "emc2" else "pic:222")
        assert len(net.entities) == len(Network.read(shared).entities) + 2
    assert set(CLOSE.values()) <= set(Network.read(shared, viewer=OWNER).entities["name"])


def test_entities_links_counts_documents_and_doubts_are_the_same(nets):
    for (name, ours), theirs in zip(frames(nets[0]).items(), frames(nets[1]).values(), strict=True):
        pd.testing.assert_frame_equal(ours, theirs, obj=name)
    assert (nets[0].content_hash, nets[0].source_hash) == (nets[1].content_hash, nets[1].source_hash)
    assert nets[0].today == nets[1].today


@pytest.mark.parametrize("day", ["2014", "2017-06", "2019-03", "2030"])
@pytest.mark.parametrize("sure", ["possibly", "certainly"])
def test_they_are_on_any_day_too(nets, day, sure):
    ours, theirs = (net.at(day, sure=sure) for net in nets)
    for (name, table), other in zip(frames(ours).items(), frames(theirs).values(), strict=True):
        pd.testing.assert_frame_equal(table, other, obj=name)
    assert (ours.undated, ours.content_hash) == (theirs.undated, theirs.content_hash)


def test_no_hidden_name_stands_in_any_frame(nets, hidden):
    text = "".join(table.to_csv() for table in frames(nets[0]).values())
    assert [word for word in hidden if word.lower() in text.lower()] == []


@pytest.mark.parametrize("asked", CATALOGUE, ids=[one.name for one in CATALOGUE])
def test_every_question_gets_the_same_answer(asked, nets, hidden, name):
    for parameters in every_way(asked, nets[1], of_all=name == "public"):
        ours, theirs = (told(asked.ask(net, **parameters)) for net in nets)
        assert ours == theirs
        assert [word for word in hidden if word.lower() in ours.lower()] == []
        assert key(nets[0], asked, parameters) == key(nets[1], asked, parameters)


OF_OTHERS = ("report",)  # what it says, other questions say, which are asked of everybody


def every_way(asked, net, *, of_all=True):
    """Parameters to ask with: each entity that one may be, or one a kind; the first firm and each other for two."""
    wanted = [one for one in asked.parameters if one.sort == "entity" and one.required]
    needed = [one.name for one in wanted]
    if len(needed) == 1:
        fits = net.entities[net.entities["kind"].isin(wanted[0].words or set(Kind))]
        some = fits if of_all and asked.name not in OF_OTHERS else fits.drop_duplicates("kind")
        return [{needed[0]: one} for one in some["id"]]
    if len(needed) == 2:
        firm = net.find(at(PRESS, Kind.FIRM, "a"))
        others = net.organisations[net.organisations["id"] != firm]
        others = (others if of_all else others.drop_duplicates("kind"))["id"]
        return [dict(zip(needed, (firm, other), strict=True)) for other in others]
    return [{}]


@pytest.fixture(scope="module")
def before(nets):
    return [net.at("2017-06") for net in nets]


@pytest.mark.parametrize("asked", CATALOGUE, ids=[one.name for one in CATALOGUE])
def test_so_it_does_on_a_day(asked, before):
    parameters = every_way(asked, before[1])[0]
    assert told(asked.ask(before[0], **parameters)) == told(asked.ask(before[1], **parameters))


@pytest.mark.parametrize("asked", CATALOGUE, ids=[one.name for one in CATALOGUE])
def test_a_hidden_entity_and_one_that_never_was_get_the_same_words(asked, nets, hidden):
    for parameter in asked.parameters:
        if parameter.sort == "entity":
            for word in hidden:
                given = every_way(asked, nets[1])[0] | {parameter.name: f"firm:{word.lower()}"}
                assert refused(asked, nets[0], given) == refused(asked, nets[1], given)


def refused(asked, net, parameters):
    with pytest.raises(UnknownEntity) as caught:
        asked.ask(net, **parameters)
    return str(caught.value)


def test_search_finds_the_same_and_hints_are_the_same(nets, hidden):
    for wanted in (
        *hidden,
        *(f"{word[:5]}" for word in hidden),
        *(f"{word}ville" for word in hidden),
        "a",
        "EMC",
        "pact",
    ):
        pd.testing.assert_frame_equal(search(nets[0], wanted), search(nets[1], wanted))
        assert asking(nets[0], wanted) == asking(nets[1], wanted)
    for word in hidden:
        assert f"firm:{word.lower()}" not in set(search(nets[0], word)["id"])


def asking(net, wanted):
    try:
        return entity_named(net, wanted)
    except UnknownEntity as error:
        return str(error)


def test_other_ids_of_what_is_hidden_find_nothing(nets, name):
    for group, identifier in (("emc2", "pic:111"), ("systematic", "pic:222")):
        document = {"emc2": NOTES, "systematic": DIARY}[group]
        if group != name:
            for wanted in (identifier, at(document, Kind.FIRM, CLOSE[group])):
                with pytest.raises(UnknownEntity):
                    nets[0].find(wanted)


def test_networkx_has_the_same_nodes_and_edges(nets):
    ours, theirs = (net.to_networkx() for net in nets)
    assert dict(ours.nodes(data=True)) == dict(theirs.nodes(data=True))
    assert list(ours.edges(data=True)) == list(theirs.edges(data=True))


def test_named_and_declared_are_the_same(nets):
    ours, theirs = (declared_counts(net) for net in nets)
    pd.testing.assert_frame_equal(ours, theirs)
    assert named_of_declared(nets[0]) == named_of_declared(nets[1])


def test_the_store_itself_says_the_same(shared, alone, viewer):
    for read in ("documents", "statements"):
        pd.testing.assert_frame_equal(getattr(shared, read)(viewer=viewer), getattr(alone, read)(viewer=viewer))
    order = ["a", "b", "verdict", "by"]
    ours, theirs = (one.decisions(viewer=viewer).sort_values(order, ignore_index=True) for one in (shared, alone))
    pd.testing.assert_frame_equal(ours, theirs)


def test_runs_say_nothing_of_what_others_confided(shared, alone, viewer):
    ours, theirs = (one.runs(viewer=viewer).drop(columns=["id", "at"]) for one in (shared, alone))
    pd.testing.assert_frame_equal(ours, theirs)


def test_what_runs_did_says_nothing_of_what_others_confided(shared, alone, viewer):
    ours, theirs = (one.changes(viewer=viewer).drop(columns=["run", "at"]) for one in (shared, alone))
    pd.testing.assert_frame_equal(ours, theirs)


def test_statements_of_a_hidden_document_are_none_like_those_of_no_document(shared, viewer, name):
    for document in (NOTES, DIARY):
        seen = shared.statements(viewer=viewer, document=document.id)
        assert seen.empty == (document.audience != name)
    ids = [one.id for group in CLOSE if group != name for one in confidences(group)]
    assert shared.statements(viewer=viewer, ids=ids).empty


def test_behind_each_entity_and_link_stand_the_same_statements(shared, alone, nets):
    for about in (*nets[0].entities["id"], *nets[0].links["id"]):
        ours, theirs = (evidence(store, net, about) for store, net in zip((shared, alone), nets, strict=True))
        pd.testing.assert_frame_equal(ours, theirs)


@pytest.mark.parametrize("ending", [".json", ".csv", ".gexf", ".graphml"])
def test_exports_are_the_same_files(shared, alone, nets, hidden, tmp_path, ending):
    written = []
    for place, store, net in zip(("shared", "alone"), (shared, alone), nets, strict=True):
        (tmp_path / place).mkdir()
        export(store, net, tmp_path / place / f"network{ending}", {"network": net.content_hash})
        written.append({file.name: file.read_text(encoding="utf-8") for file in sorted((tmp_path / place).iterdir())})
    assert written[0] == written[1] and len(written[0]) > 0
    assert [word for word in hidden if word.lower() in "".join(written[0].values()).lower()] == []
