"""The fields of the Questions page: dates, numbers, other questions, what is supposed, as a person fills them in."""

from contextlib import closing

import pytest

from graph.store import open_store
from ingest.load import load
from tests.conftest import DATA
from tests.pages import again, page, words

VALLEY = "pic:999964271"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('fields')}/network.db"
    with closing(open_store(url)) as opened:
        load(opened, [DATA])
    return url


def table(app):
    """The table of raw numbers."""
    return next(one.value for one in app.dataframe if "id" in one.value.columns)


def test_dates_are_written_and_the_address_follows(store):
    app = page(store, "questions", q="evolution")
    app.text_input(key="field_dates").set_value("2016, 2018")
    app = again(app, store)
    assert app.query_params == {"q": "evolution", "q.dates": "2016,2018"}
    assert set(table(app)["date_before"]) == {"2016"} and set(table(app)["date_after"]) == {"2018"}


def test_a_date_that_is_none_is_told_and_nothing_else_changes(store):
    app = page(store, "questions", q="evolution", q__dates="2016,2018")
    app.text_input(key="field_dates").set_value("2016, bientôt")
    app = again(app, store)
    assert "bientôt" in app.toast[0].value and app.query_params["q.dates"] == "2016,2018"


def test_a_date_before_gives_the_groups_their_names_of_then(store):
    app = page(store, "questions", q="groups")
    assert table(app)["group_before"].isna().all()
    app.text_input(key="field_before").set_value("2018")
    app = again(app, store)
    assert app.query_params["q.before"] == "2018" and table(app)["group_before"].notna().any()


def test_a_resolution_is_a_number_with_a_fraction(store):
    app = page(store, "questions", q="groups")
    coarse = table(app)["group"].max()
    app.number_input(key="field_resolution").set_value(2.5)
    app = again(app, store)
    assert app.query_params["q.resolution"] == "2.5" and table(app)["group"].max() > coarse
    assert "finesse : 2,5" in words(app)


def test_another_question_is_asked_of_a_network_without_someone(store):
    app = page(store, "questions", q="what_if", lang="en")
    offered = app.selectbox(key="field_query").options
    assert "Through whom do the others reach one another?" in offered and "What if…?" not in offered
    app.multiselect(key="field_remove").set_value([VALLEY])
    app = again(app, store)
    app.selectbox(key="field_query").set_value("brokers")
    app = again(app, store)
    assert app.query_params == {"q": "what_if", "lang": "en", "q.remove": VALLEY, "q.query": "brokers"}
    assert "Aerospace Valley is gone: “Aerospace Valley (pole) ranks " in words(app)


def test_a_link_that_is_none_is_said_in_the_language_of_the_page(store):
    app = page(store, "questions", q="what_if", q__add="firm:a~KNOWS~firm:b")
    assert "« firm:a~KNOWS~firm:b » n'est pas un lien" in words(app) and not app.exception


def test_a_link_that_is_supposed_stays_in_the_address_with_its_marks(store):
    app = page(store, "questions", q="what_if")
    app.text_input(key="field_add").set_value("firm:new~MEMBER_OF~pole:emc2")
    app = again(app, store)
    assert app.query_params["q.add"] == "firm:new~MEMBER_OF~pole:emc2" and "new apparaît" in words(app)


def test_intervals_are_a_switch_of_the_rankings(store):
    app = page(store, "questions", q="centrality")
    assert table(app)["rank_low"].isna().all()
    app.toggle(key="field_robust").set_value(True)
    app = again(app, store)
    assert app.query_params["q.robust"] == "true" and table(app)["rank_low"].notna().any()
