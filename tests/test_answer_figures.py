"""Pictures of answers: what their columns say and no more, with titles and words, safe with hostile names."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pandas as pd
import pytest

from graph.network import Network
from graph.store import open_store
from graph.vocabulary import Kind
from queries.answer import answer
from queries.catalogue import CATALOGUE, query
from tests.pages import again, figures, kept, page, triggered, words
from tests.test_figures import SVG, TAGS, at, marks
from tests.test_hostile import NAMES
from tests.toys import DRAWN, encounter, met
from views.answer_figures import FIGURES, MOST, SERIES, figure_of
from views.answer_rows import short
from views.text import flat
from views.wording import Words

FRENCH, BASIS = Words("fr"), query("centrality").ask(met("ab")).basis


def frame(**columns):
    return pd.DataFrame(columns)


def rankings(names, **columns):
    return frame(id=list("ab"), name=names, rank=[1, 2], rank_low=[1, 1], rank_high=[1, 4], **columns)


def drawn_by_hand(name, names):
    """An answer of two rows, called by these names, that has all that a picture of it draws."""
    tables = {
        "centrality": frame(id=list("ab"), name=names, partners=[4, 2]),
        "brokers": frame(id=list("ab"), name=names, betweenness=[0.6, 0.3]),
        "brokerage_roles": frame(id=list("ab"), name=names, passages=[8, 4]),
        "sole_brokers": frame(id=list("ab"), name=names, mediated=[2.5, 0.5]),
        "groups": frame(id=list("ab"), name=names, group=[1, 2], group_name=names),
        "platform_coverage": frame(id=list("ab"), name=names, shapley=[1.0, 2.0], unique=[1.0, 0.0]),
        "platform_choice": frame(order=[1, 2], member_name=names, gain_in_order=[4.0, 2.0], unique=[2.0, 1.0]),
        "backtest": frame(
            stratum=["all_pairs"] * 2 + ["no_path"], method=["full", "gravity", "full"], gain=[0.2, -0.1, 9],
            gain_low=[0.1, -0.2, 9], gain_high=[0.3, 0.0, 9],
        ),
        "gaps": frame(a_name=names, b_name=names, gap=[2.0, 1.0], gap_low=[1.0, 0.0], gap_high=[3.0, 2.0]),
        "uncovered_cells": frame(
            sector=names, territory=names, rate=[0.2, 0.4], rate_low=[0.1, 0.2], rate_high=[0.3, 0.6]
        ),
        "outcomes": frame(event_name=names, difference=[0.2, -0.2], low=[0.0, -0.4], high=[0.4, 0.1]),
        "visit_follow_up": frame(months=[24], difference=[0.18], low=[-0.02], high=[0.44]),
        "evolution": frame(id=list("ab"), name=names, measure=["partners"] * 2),
        "robustness": rankings(names),
        "quality": frame(issue=["undated", "to_check"], name=names),
    }  # fmt: skip
    diagram = frame(
        group=[1, 2], members=[9, 1], density=[0.1, 0.5], centrality=[3.0, 1.0], quadrant=["basic", "isolated"]
    )
    series = frame(date=["2016", "2018", "2018"], id=list("aab"), score=[1.0, 4.0, 2.0])
    more = {
        "groups": {"diagram": diagram}, "evolution": {"series": series, "active": frame(date=["2016", "2018"])},
        "quality": {"issues": frame(issue=["undated", "conflict", "to_check"], doubts=[1, 0, 3])},
    }  # fmt: skip
    asked = query(name)
    return answer(tables[name], asked.columns, asked.templates, BASIS, more=more.get(name), case=asked.case)


def figure(name, names=("Alizé", "Boréal"), say=FRENCH):
    return figure_of(query(name), drawn_by_hand(name, names), say)


def texts(drawn):
    return [one.text for one in marks(drawn, "text")]


@pytest.mark.parametrize("name", FIGURES)
def test_every_picture_has_its_question_as_title_and_axes_in_the_language_of_the_reader(name):
    for language in ("fr", "en"):
        drawn = figure(name, say=Words(language))
        assert drawn.title == query(name).question[language] and drawn.told.startswith(drawn.title)
        assert len(list(marks(drawn, "circle"))) + len(list(marks(drawn, "rect"))) >= 2
    assert not {"doubts", "density inside", "rank"} & set(texts(figure(name)))


@pytest.mark.parametrize("name", FIGURES)
def test_without_rows_or_without_values_there_is_no_picture(name):
    asked, made = query(name), drawn_by_hand(name, ("Alizé", "Boréal"))
    nothing = {key: side.head(0) for key, side in made.more.items()}
    assert figure_of(asked, replace(made, table=made.table.head(0), more=nothing), FRENCH) is None
    numbers = [one.name for one in asked.columns if one.type in ("count", "number", "score", "share")]
    unknown = made.table.assign(**{one: pd.array([pd.NA] * len(made.table), "Float64") for one in numbers})
    unknown = unknown.assign(stratum=pd.NA) if "stratum" in unknown else unknown
    assert figure_of(asked, replace(made, table=unknown, more=nothing), FRENCH) is None


@pytest.mark.parametrize("asked", CATALOGUE, ids=lambda one: one.name)
def test_an_empty_network_has_no_picture_and_no_error(asked):
    if not [one for one in asked.parameters if one.sort == "entity" and one.required]:
        assert figure_of(asked, asked.ask(met()), FRENCH) is None


def test_rank_intervals_take_the_place_of_the_score_where_the_answer_holds_them():
    asked = query("centrality")
    table = rankings(("Alizé", "Boréal"), partners=[4, 2])
    made = figure_of(asked, answer(table, asked.columns, asked.templates, BASIS), FRENCH)
    assert "rang" in texts(made) and "partenaires" not in texts(made)
    wide = [one for one in marks(made, "line") if one.get("stroke-width") == "5"]
    lengths = [float(one.get("x2")) - float(one.get("x1")) for one in wide]
    assert lengths[0] == 0 and lengths[1] == pytest.approx(at(made, "4")[0] - at(made, "1")[0], abs=0.1)
    assert "partenaires" in texts(figure("centrality"))


def test_what_each_member_brings_stands_in_the_order_of_fair_shares_what_it_alone_covers_dark():
    drawn = figure("platform_coverage")
    long, half, dark = (float(one.get("width")) for one in list(marks(drawn, "rect"))[1:])
    assert at(drawn, "Boréal")[1] < at(drawn, "Alizé")[1]
    assert half == pytest.approx(long / 2, abs=0.1) and dark == half and "En foncé : couvre seul." in drawn.note


def test_the_strategic_diagram_has_four_quarters_and_groups_by_number_and_name():
    drawn = figure("groups")
    assert {"moteurs : soudés et centraux", "isolés : soudés, à l'écart", "1 · Alizé"} <= set(texts(drawn))
    (one, above), (two, below) = ((float(c.get("cx")), float(c.get("cy"))) for c in marks(drawn, "circle"))
    assert one > two and above > below  # the large one is central and loose, drawn first


def test_methods_are_told_over_all_pairs_only_with_a_line_at_no_gain():
    drawn = figure("backtest")
    assert len(list(marks(drawn, "circle"))) == 2 and "gravité" in texts(drawn)
    assert [one for one in marks(drawn, "line") if one.get("stroke") == "#7f8ea3"]


def test_a_change_is_drawn_through_the_days_and_who_came_later_begins_later():
    drawn = figure("evolution")
    long, short = (one.get("points").split() for one in marks(drawn, "polyline"))
    assert (len(long), len(short)) == (2, 1) and long[1].split(",")[0] == short[0].split(",")[0]
    assert {"2016", "2018", "Alizé", "Boréal", "partenaires nommés"} <= set(texts(drawn))


def test_of_those_who_changed_most_only_so_many_are_lines_as_can_be_told_apart_and_the_picture_says_so():
    ids = [f"firm:{n}" for n in range(8)]
    table = frame(id=ids, name=[one.upper() for one in ids], measure=["partners"] * 8)
    days = {"2016": 1, "2018": 3}
    series = frame(id=ids * 2, date=sorted([*days] * 8), score=[1] * 8 + [3] * 8)
    made = query("evolution")
    more = {"series": series, "active": frame(date=list(days))}
    drawn = figure_of(made, answer(table, made.columns, made.templates, BASIS, more=more, case=made.case), FRENCH)
    assert len({one.get("stroke-dasharray") for one in marks(drawn, "polyline")}) == 5 == SERIES
    assert "5 sur 8" in drawn.note


def test_two_of_one_name_are_two_lines():
    assert len(list(marks(figure("evolution", ("Alizé", "Alizé")), "polyline"))) == 2


def test_no_more_than_so_many_are_drawn_and_the_picture_says_so():
    drawn = figure_of(query("centrality"), query("centrality").ask(met("abcdefghijklmnopqrstuvwxyz", "ab")), FRENCH)
    assert len(list(marks(drawn, "rect"))) == 1 + MOST and "Début de la liste : 25 sur 26." in drawn.note


@pytest.mark.parametrize("hostile", NAMES)
@pytest.mark.parametrize("name", FIGURES)
def test_a_hostile_name_stays_text_in_every_picture(name, hostile):
    drawn = figure(name, (hostile, f"{hostile} B"))
    root = ElementTree.fromstring(drawn.svg(flat(hostile)))
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= TAGS
    assert {key for one in root.iter() for key in one.attrib} & {"href", "onload", "style", "src"} == set()


def told_of_rows(drawn):
    """The words that stand among the marks of each row of the table."""
    found: dict[str, str] = {}
    for one in marks(drawn, "g"):
        if row := one.get("data-row"):
            found[row] = found.get(row, "") + "".join(one.itertext())
    return found


@pytest.mark.parametrize("name", [one for one in FIGURES if one not in ("quality", "visit_follow_up", "backtest")])
def test_what_is_drawn_of_a_row_of_the_table_says_of_which_in_whatever_order(name):
    told = told_of_rows(figure(name))
    assert told.keys() == {"0", "1"} and "Alizé" in told["0"] and "Boréal" in told["1"]


def test_what_is_drawn_of_no_row_says_so():
    assert not told_of_rows(figure("quality"))


def test_a_click_on_a_mark_opens_whom_it_is_about_and_one_that_is_not_drawn_nothing(url):
    app = page(url, "questions", q="centrality")
    (shown,) = figures(app)
    asked = query("centrality")
    answered = asked.ask(Network.read(open_store(url)))
    row = next(row for row, told in told_of_rows(figure_of(asked, answered, FRENCH)).items() if told.startswith("D"))
    assert shown["opens"] and f'data-row="{row}"' in shown["svg"]
    app = again(app, url, done=triggered(app, "row", row, "drawn"))
    assert app.query_params["sel"] == "firm:d" and app.button(key="close")
    for other in ("99", "x"):
        app = again(app, url, done=triggered(app, "row", other, "drawn"))
        assert not app.exception and app.query_params["sel"] == "firm:d"


def test_the_marks_of_an_answer_that_is_about_nobody_open_nothing(url, monkeypatch):
    monkeypatch.setattr("views.answer_view.answered", lambda *asked: drawn_by_hand("backtest", ("Alizé", "Boréal")))
    app = page(url, "questions", q="backtest")
    (shown,) = figures(app)
    assert not shown["opens"]


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    said = [*encounter("pact", "abc", since="2016"), *encounter("deal", "cd", Kind.ALLIANCE, since="2018")]
    return kept(tmp_path_factory.mktemp("pictured"), [DRAWN], said)


@pytest.mark.parametrize("name", FIGURES)
def test_the_page_of_a_question_shows_its_picture_first_and_gives_it_with_its_basis(url, name, monkeypatch):
    monkeypatch.setattr("views.answer_view.answered", lambda *asked: drawn_by_hand(name, ("Alizé", "Boréal")))
    given = {f"q__{one.name}": "firm:a" for one in query(name).parameters if one.sort == "entity" and one.required}
    app = page(url, "questions", q=name, **given)
    assert not app.exception and [one.label for one in app.tabs][:2] == ["Figure", "Table"]
    ((shown, told),) = ((one["svg"], one["told"]) for one in figures(app))
    assert ElementTree.fromstring(shown).tag == f"{SVG}svg" and told == figure(name).told
    wide, high = re.search(r"aspect-ratio: (\d+) / (\d+)", words(app)).groups()
    root = ElementTree.fromstring(shown)
    assert (root.get("width"), root.get("height")) == (wide, high)  # its place is kept until it arrives
    assert "figure_svg" in {one.key for one in app.get("download_button")}


def test_questions_without_a_picture_begin_with_their_table(url):
    app = page(url, "questions", q="introductions", q__source="firm:a", q__target="firm:d")
    assert not figures(app) and [one.label for one in app.tabs][0] == "Table"


def test_a_switch_gives_rank_intervals_their_picture(tmp_path):
    pairs = [f"{one}{two}" for one, two in zip("abcdefghijkl", "bcdefghijkla", strict=True)]
    url = kept(tmp_path, [DRAWN], [said for n, pair in enumerate(pairs) for said in encounter(f"m{n}", pair)])
    app = page(url, "questions", q="centrality")
    assert ">partenaires<" in figures(app)[0]["svg"]
    app.toggle(key="field_robust").set_value(True)
    ((shown, told),) = ((one["svg"], one["told"]) for one in figures(again(app, url)))
    assert ">rang<" in shown and "Trait : les rangs entre lesquels" in told
    assert re.search(r"<circle", shown)


def test_counts_are_told_to_the_last_one_and_what_was_measured_to_three_digits():
    told = short(Words("fr"))
    assert (told(8519.0), told(0.12345), told(1234.5)) == ("8\u202f519", "0,123", "1\u202f230")
