"""What every question keeps to, whichever it is."""

import inspect
import json
import random
import re
from collections import Counter
from contextlib import closing
from dataclasses import replace
from functools import cache
from io import StringIO
from itertools import count

import pandas as pd
import pytest

from graph.errors import UnknownEntity
from graph.frames import STATEMENTS
from graph.holding import read_qualifiers
from graph.model import Decision, Document, Statement, Viewer
from graph.network import Network
from graph.resolve import snapshot
from graph.store import open_store
from graph.vocabulary import Kind, Level, Relation, Role, Status, Verdict
from queries.answer import TOTALS
from queries.basis import COLON
from queries.catalogue import CATALOGUE, query
from queries.columns import TYPES
from queries.kept import from_bytes, to_bytes
from queries.word_tables import ASKED, ASSUMED
from queries.words import BY_VALUE
from tests.toys import DRAWN, encounter, entity, link, met, network, record

FRAMES = ("entities", "links", "declared", "mentions", "documents", "conflicts", "unsure")
MISSING = re.compile(r"\b(None|nan|NaN|NaT)\b|<NA>|[{}]")
AGAIN = Document("doc:again", "The same again", url="https://example.org/again")
ANALYSES = (
    "profile", "centrality", "brokers", "brokerage_roles", "sole_brokers", "groups", "visits", "pole_matrix",
    "platform_coverage", "platform_choice", "complementarity", "gaps", "unserved_needs", "uncovered_cells",
    "introductions", "next_visits", "evolution", "robustness", "what_if", "quality", "report",
)  # fmt: skip
every_query = pytest.mark.parametrize("asked", CATALOGUE, ids=[one.name for one in CATALOGUE])


@pytest.fixture(scope="module")
def net(shipped):
    return Network.read(shipped)


@pytest.fixture(scope="module")
def said(shipped):
    """What the shipped store holds: documents, statements and decisions."""
    kept = shipped.statements(viewer=Viewer.OWNER)
    papers = shipped.documents(viewer=Viewer.OWNER).drop(columns="said")
    people = shipped.decisions(viewer=Viewer.OWNER).query("by != 'rule'").drop(columns="state")
    return (
        [Document(**{**row, "level": Level(row["level"])}) for row in _plain(papers)],
        [_statement(row) for row in _plain(kept[list(STATEMENTS)[1:]])],
        [Decision(**{**row, "verdict": Verdict(row["verdict"])}) for row in _plain(people)],
    )


def _plain(table):
    return table.astype(object).where(table.notna(), None).to_dict("records")


def _statement(row):
    return Statement(**{**row, "level": Level(row["level"]), "qualifiers": read_qualifiers(row["qualifiers"])})


def read(documents, statements, decisions=()):
    return Network.of(snapshot(documents, statements, decisions), viewer=Viewer.PUBLIC)


@cache
def toy(names="abcdef", alone=""):
    """Two triangles and a bridge, whose firms are members of two poles; a visit, a place and a count beside them."""
    a, b, c, d, e, f = names
    p, q, trip, nantes = (
        record(name, kind)
        for name, kind in [("p", Kind.POLE), ("q", Kind.POLE), ("trip", Kind.VISIT), ("nantes", Kind.TERRITORY)]
    )
    made = [*entity(p, Kind.POLE, "P"), *entity(q, Kind.POLE, "Q"), *entity(nantes, Kind.TERRITORY, "Nantes")]
    for n, (parties, since) in enumerate([(a + b + c, "2019-03-01"), (c + d, "2018"), (d + e + f, "2019-05")]):
        made += encounter(f"Meeting {n}", parties, since=since)
    made += encounter("trip", a + e, Kind.VISIT, Status.ANNOUNCED, since="2015-03-01")
    made += [
        link(record(one), Relation.MEMBER_OF, pole) for pole, some in ((p, (a, b, c)), (q, (c, d))) for one in some
    ]
    weld = record("weld", Kind.COMPETENCE)
    made += [*entity(weld, Kind.COMPETENCE, "welding"), link(record(a), Relation.NEEDS, weld)]
    made += [link(record(one), Relation.OFFERS, weld) for one in (c, f)]
    made += [link(record(a), Relation.LOCATED_IN, nantes), Statement(DRAWN.id, trip, "declared", "11", "partner")]
    made += [one for name in alone for one in entity(record(name), Kind.FIRM, name)]
    return network(*made)


def arguments(asked, *ids):
    """Entities for the parameters that need one, in their order."""
    needed = [one.name for one in asked.parameters if one.sort == "entity" and one.required]
    return dict(zip(needed, ids, strict=False))


def answer_of(asked, net):
    """What a question answers to its example: asked once of a network, however many tests look at it."""
    return _answer(asked.name, net)


def toy_answer_of(asked, names="abcdef"):
    """The same of the drawn network, asked of its first firm and its last."""
    return _toy_answer(asked.name, names)


@cache
def _answer(name, net):
    return query(name).ask(net, **query(name).example)


@cache
def _toy_answer(name, names):
    return query(name).ask(toy(names), **arguments(query(name), f"firm:{names[0]}", f"firm:{names[-1]}"))


def csv(answer):
    """All that an answer says, as text."""
    tables = "".join(table.to_csv(index=False) for table in (answer.table, *answer.more.values()))
    spoken = [answer.sentences(language) for language in ("fr", "en")]
    return tables + json.dumps([spoken, answer.basis.as_dict()], ensure_ascii=False, sort_keys=True)


def scores(answer):
    """All but who says so."""
    table = answer.table.drop(columns=["documents"], errors="ignore")
    return table.to_csv(index=False)


def test_names_are_those_of_the_modules_and_unique():
    assert len({one.name for one in CATALOGUE}) == len(CATALOGUE)
    for one in CATALOGUE:
        assert one.answer.__module__ == f"queries.{one.name}" and query(one.name) is one
        assert set(one.question) == {"fr", "en"} and all(text.endswith("?") for text in one.question.values())
    with pytest.raises(ValueError, match="There is no query 'borkers'"):
        query("borkers")


@every_query
def test_it_is_explained_with_what_comes_back_its_source_and_an_example(asked):
    text = inspect.getdoc(asked.answer)
    assert all(part in text for part in ("Returns:", "Source:", "Examples:", ">>>"))
    assert asked.summary.endswith(".")
    for column in asked.columns:
        assert f"`{column.name.removesuffix('_name')}`" in text, f"{column.name} is not explained"


@pytest.mark.parametrize("asked", [one for one in CATALOGUE if one.name in ANALYSES], ids=lambda one: one.name)
def test_every_analysis_says_how_its_time_grows_and_what_it_refuses(asked):
    text = inspect.getdoc(asked.answer)
    assert "Complexity:" in text
    assert "Raises:" in text or not asked.parameters


@every_query
def test_its_parameters_are_those_of_its_signature(asked):
    signature = list(inspect.signature(asked.answer).parameters.values())
    assert signature[0].name == "network"
    assert [one.name for one in signature[1:]] == [one.name for one in asked.parameters]
    for taken, declared in zip(signature[1:], asked.parameters, strict=True):
        assert taken.kind is inspect.Parameter.KEYWORD_ONLY
        assert (taken.default is inspect.Parameter.empty) == declared.required
        assert declared.required or taken.default == declared.default
    assert set(asked.example) <= {one.name for one in asked.parameters}


@every_query
@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_row_has_a_sentence_in_which_nothing_is_missing(asked, net, language):
    for answer in (answer_of(asked, net), toy_answer_of(asked)):
        spoken = answer.sentences(language)
        assert len(spoken) == len(answer.table) > 0
        assert [one for one in spoken if MISSING.search(one) or not one.endswith(".")] == []
        shown = answer.for_directors(language)
        theirs = [one.label(language) for one in asked.columns if one.language in ("", language)]
        assert list(shown.columns) == theirs and len(shown) == len(spoken)


@every_query
def test_every_case_is_said_in_both_languages_with_its_own_columns(asked):
    names = {one.name for one in asked.columns}
    assert asked.case in names and "" in asked.templates
    for case, template in asked.templates.items():
        assert set(template) == {"fr", "en"}
        for text in template.values():
            assert case.startswith(TOTALS) or set(re.findall(r"{(\w+)", text)) <= names


@every_query
@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_said_on_the_whole_lacks_nothing_and_is_kept_with_the_answer(asked, net, language):
    answer = answer_of(asked, net)
    said = answer.summary(language)
    assert bool(said) == (TOTALS in asked.templates)
    assert not MISSING.search(said) and said.endswith("." if said else "")
    assert from_bytes(to_bytes(answer), asked).summary(language) == said


@every_query
def test_what_a_row_is_about_tells_it_from_the_others(asked, net):
    assert {one.name: one.type for one in asked.columns}.keys() >= {*asked.keys}
    for answer in (answer_of(asked, net), toy_answer_of(asked)):
        several = answer.table[answer.table.duplicated(list(asked.keys), keep=False)]
        if asked.name == "introductions":  # two routes may pass by the same towns
            towns = several["from"].str.startswith("territory:") | several["to"].str.startswith("territory:")
            several = several[~towns.astype(bool)]
        if "documents" in several:  # two documents may declare the same count
            several = several[several.duplicated([*asked.keys, "documents"], keep=False)]
        assert several.empty


@every_query
def test_its_columns_are_those_declared_and_numbers_are_within_their_range(asked, net):
    for answer in (answer_of(asked, net), toy_answer_of(asked)):
        assert list(answer.table.columns) == [one.name for one in asked.columns]
        for column in asked.columns:
            values = answer.table[column.name]
            assert values.dtype == TYPES[column.type], column.name
            known = values.dropna()
            assert column.low is None or (known >= column.low).all(), column.name
            assert column.high is None or (known <= column.high).all(), column.name
            assert column.type != "text" or not (known == "").any(), column.name


@every_query
def test_an_empty_network_gives_an_empty_table_with_its_columns(asked):
    wanted = arguments(asked, "firm:a", "firm:b")
    if wanted:
        with pytest.raises(UnknownEntity, match="No entity 'firm:a'"):
            asked.ask(met(), **wanted)
    else:
        answer = asked.ask(met())
        assert answer.table.empty and list(answer.table.columns) == [one.name for one in asked.columns]
        assert answer.sentences("fr") == [] and answer.basis.entities == 0


@every_query
def test_an_optional_entity_that_is_not_there_is_an_error_too(asked, net):
    for one in asked.parameters:
        if one.sort == "entity":
            with pytest.raises(UnknownEntity, match="No entity 'pole:nowhere-at-all'"):
                asked.ask(net, **{**asked.example, one.name: "pole:nowhere-at-all"})


@pytest.fixture(scope="module")
def mixed(said):
    documents, statements, decisions = said
    return read(documents[::-1], random.Random(3).sample(statements, len(statements)), decisions)


@every_query
def test_the_statements_of_the_store_resolved_in_any_order_give_the_same_bytes(asked, net, mixed):
    assert csv(answer_of(asked, net)) == csv(answer_of(asked, mixed))


@pytest.fixture(scope="module")
def said_twice(said):
    documents, statements, decisions = said
    return read([*documents, AGAIN], [*statements, *(one._replace(document=AGAIN.id) for one in statements)], decisions)


@every_query
def test_a_second_document_that_says_the_same_changes_no_score(asked, net, said_twice):
    assert len(said_twice.mentions) > 1.9 * len(net.mentions)
    assert scores(answer_of(asked, net)) == scores(answer_of(asked, said_twice))


@pytest.fixture(scope="module")
def split(said):
    """What the longest document says of links in two documents, every other statement in each."""
    documents, statements, decisions = said
    longest, _ = Counter(one.document for one in statements if one.is_link).most_common(1)[0]
    half = next(replace(one, id=f"{longest}-second-half") for one in documents if one.id == longest)
    turn = count()
    moved = [
        one._replace(document=half.id) if one.is_link and one.document == longest and next(turn) % 2 else one
        for one in statements
    ]
    return read([*documents, half], moved, decisions)


@every_query
def test_a_document_split_in_two_changes_no_score(asked, net, split):
    assert len(split.documents) == len(net.documents) + 1
    assert scores(answer_of(asked, net)) == scores(answer_of(asked, split))


@pytest.fixture(scope="module")
def with_talks(said):
    documents, statements, decisions = said
    day, valley = "doc:interclustering-2015#event:premiere-journee-interclustering", "pic:999964271"
    talks = Statement("doc:interclustering-2015", valley, "TOOK_PART_IN", day, Role.SPEAKER, Status.IN_DISCUSSION)
    return read(documents, [*statements, talks], decisions)


@every_query
def test_a_link_in_discussion_changes_no_score(asked, net, with_talks):
    assert len(with_talks.links) == len(net.links) + 1
    assert scores(answer_of(asked, net)) == scores(answer_of(asked, with_talks))


@every_query
def test_other_names_change_no_score(asked):
    first = toy_answer_of(asked)
    other = toy_answer_of(asked, "zyxwvu")
    assert _numbers(first) == _numbers(other)


AMONG_ALL = (  # shares of all organisations or of their pairs, and places after the last that has any
    "harmonic", "percentile_in_kind", "betweenness", "rank_low", "rank_high", "among",
)  # fmt: skip


@every_query
def test_an_organisation_more_that_is_linked_to_nothing_changes_no_other_row(asked):
    options = arguments(asked, "firm:a", "firm:f")
    before, after = (_by_key(asked, asked.ask(net, **options)) for net in (toy(), toy(alone=("lonely",))))
    assert all("lonely" in key for key in after.keys() - before.keys()) and before.keys() <= after.keys()
    assert {key: row for key, row in after.items() if key in before} == before


def _by_key(asked, answer):
    """The rows of an answer but for what depends on how many organisations there are, by what they are about."""
    rows = answer.table.drop(columns=[*AMONG_ALL, "documents"], errors="ignore").astype("string").fillna("")
    if "label" in rows:
        rows.loc[rows["label"] == "betweenness", ["value", "said_fr", "said_en"]] = ""
    keys = rows[list(asked.keys)].agg("~".join, axis=1)
    return dict(zip(keys, rows.to_numpy().tolist(), strict=True))


def _numbers(answer):
    """The numbers of each row, in no order: equal scores come in the order of ids."""
    rows = answer.table.select_dtypes(["Int64", "Float64", "boolean"]).astype("string").fillna("")
    return sorted(map(tuple, rows.to_numpy().tolist()))


@pytest.fixture(scope="module")
def unasked(shipped):
    return Network.read(shipped)


@every_query
def test_the_network_is_left_as_it_was(asked, net, unasked):
    answer_of(asked, net)
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(net, name), getattr(unasked, name))


@every_query
def test_the_basis_says_on_what_the_answer_rests(asked, net):
    one = answer_of(asked, net).basis
    assert (one.query, one.version, one.network, one.viewer) == (asked.name, asked.version, net.content_hash, "public")
    assert (one.entities, one.links, one.encounters) == (len(net.entities), len(net.links), len(net.encounters))
    assert one.counted == net.links["counts"].sum() and 0 < one.named < one.declared
    names = [parameter.name for parameter in asked.parameters]
    assert list(one.parameters)[: len(names)] == names  # what is assumed may follow
    assert set(one.method) == {"fr", "en"}
    for language in ("fr", "en"):
        line = one.sentence(language)
        assert one.network in line and one.method[language] in line and not MISSING.search(line)
        assert all(note[language == "en"] in line for note in one.notes)


SAME_IN_FRENCH = {"date", "dates", "source", "organisation", "participants", "tables"}
OTHERWISE = {"count": 7, "number": 2.5, "flag": True, "date": "2016", "dates": ("2016", "2018"), "query": "brokers",
             "texts": ("x", "y"), "text": "x", "entities": ("pole:p",), "entity": "pole:p"}  # fmt: skip


@every_query
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_basis_calls_what_was_asked_and_what_is_assumed_by_words(asked, net, language):
    words = {name: said[language] for name, said in {**ASKED, **ASSUMED}.items()}
    words |= {one.name: one.label(language) for one in asked.parameters}
    given = [*_otherwise(asked), *answer_of(asked, net).basis.parameters.items()]
    for name, value in [*given, *toy_answer_of(asked).basis.parameters.items()]:
        said = replace(toy_answer_of(asked).basis, parameters={name: value}).method_sentence(language)
        told = f"version {asked.version} · {words.get(name)}{COLON[language]}"
        assert value is None or told in said, f"{name} is not told by a word: {said}"
    if language == "fr":
        assert {name for name, _ in given if words.get(name) == name} <= SAME_IN_FRENCH


@every_query
def test_the_words_that_can_be_chosen_are_told_as_words(asked):
    for one in asked.parameters:
        if one.sort in ("kinds", "choice"):
            assert [value for value in one.words if value not in BY_VALUE] == [], one.name
        if one.sort == "query":
            said = replace(toy_answer_of(asked).basis, parameters={one.name: "brokers"}).method_sentence("fr")
            assert "Par qui passent les autres ?" in said


def _otherwise(asked):
    """Its parameters, each with a value that is not the usual one."""
    for one in asked.parameters:
        yield from ((one.name, value) for value in one.words if one.sort in ("kinds", "choice"))
        yield from ((one.name, value) for sort, value in OTHERWISE.items() if one.sort == sort)


@pytest.fixture(scope="module")
def in_2015(shipped):
    return {sure: Network.read(shipped, as_of="2015-06-30", sure=sure) for sure in ("possibly", "certainly")}


@every_query
@pytest.mark.parametrize("sure", ["possibly", "certainly"])
def test_a_day_one_looks_at_is_in_the_basis_and_what_is_later_in_no_row(asked, in_2015, sure):
    answer = answer_of(asked, in_2015[sure])
    assert (answer.basis.as_of, answer.basis.sure) == ("2015-06-30", sure)
    assert "alliance:auvergne-efficience-industrielle-mont-blanc-industries" not in csv(answer)


@every_query
def test_an_answer_that_was_kept_is_the_answer(asked, net):
    answer = answer_of(asked, net)
    again = from_bytes(to_bytes(answer), asked)
    pd.testing.assert_frame_equal(again.table, answer.table)
    assert list(again.more) == list(answer.more)
    for name, table in answer.more.items():
        pd.testing.assert_frame_equal(again.more[name], table)
    assert csv(again) == csv(answer)


@every_query
def test_a_table_survives_as_csv_with_full_ids(asked, net):
    table = answer_of(asked, net).table
    again = pd.read_csv(StringIO(table.to_csv(index=False)), keep_default_na=False, dtype="string")
    assert list(again.columns) == list(table.columns) and len(again) == len(table)


@pytest.fixture(scope="module")
def with_confidences(said, tmp_path_factory):
    """The shipped statements and what a pole confides to its staff, as the public and it see them."""
    documents, statements, decisions = said
    firm, pole = "doc:confided#firm:zyx", "doc:emc2-seattle#pole:emc2@nantes"
    secret = [
        *entity(firm, Kind.FIRM, "Zyxtranum"),
        link(firm, Relation.MEMBER_OF, pole),
        link(
            firm,
            Relation.TOOK_PART_IN,
            "doc:interclustering-2015#event:premiere-journee-interclustering",
            key=Role.GUEST,
        ),
        Statement(DRAWN.id, pole, "declared", "400", "firm"),
    ]
    hidden = [one._replace(document="doc:confided", level=Level.STAFF, audience="emc2") for one in secret]
    confided = Document("doc:confided", "Confided", published="2026-01-01", level=Level.STAFF, audience="emc2")
    with closing(open_store(f"sqlite:///{tmp_path_factory.mktemp('confided')}/network.db")) as store:
        with store.write("load") as run:
            run.add([*documents, confided], [*statements, *hidden])
            run.decide(decisions)
        yield tuple(Network.read(store, viewer=one) for one in (Viewer.PUBLIC, Viewer.parse("emc2=staff")))


def test_the_public_sees_what_a_store_without_confidences_would_show(net, with_confidences):
    """And so it gets the same answers: `tests/test_two_viewers.py` asks for each."""
    public, emc2 = with_confidences
    for name in FRAMES:
        pd.testing.assert_frame_equal(_sorted(getattr(public, name)), _sorted(getattr(net, name)), obj=name)
    assert (public.content_hash, public.source_hash, public.today) == (net.content_hash, net.source_hash, net.today)
    more = [len(getattr(emc2, name)) - len(getattr(net, name)) for name in ("entities", "links", "declared")]
    assert more == [1, 2, 1]


def _sorted(table):
    return table.sort_values(list(table), ignore_index=True)
