"""What several test files share."""

import os
from contextlib import closing
from pathlib import Path

import pytest

from graph.store import open_store
from ingest.load import load
from tests.neo4j_server import CannotStart
from tests.own_server import OwnServer
from tests.served import browsing, needs_browser

DATA = Path(__file__).resolve().parents[1] / "data"
LONG = [  # files that take longest, the longest first
    "store_contract", "neo4j_trouble", "both_stores", "what_if", "layout", "h2020_whole", "catalogue", "two_viewers",
    "neo4j_bulk", "both_stores_random", "neo4j_shipped", "browser", "notebooks", "neo4j_server", "access", "app",
    "report", "cli", "take_view", "app_leaks", "sixty_thousand", "py2neo_door", "browser_network", "robustness",
    "neo4j", "foreign", "checking", "hostile", "docs", "interrupt", "kill",
]  # fmt: skip


def pytest_collection_modifyitems(items):
    """Files that take long go first: started last, one would keep one core busy while the others are idle."""
    turn = {f"test_{name}.py": n for n, name in enumerate(LONG)}
    items.sort(key=lambda item: turn.get(item.path.name, len(LONG)))


@pytest.fixture(scope="session")
def shipped(tmp_path_factory):
    """A store that holds data/, loaded once: for reading only."""
    with closing(open_store(f"sqlite:///{tmp_path_factory.mktemp('shipped')}/network.db")) as opened:
        assert load(opened, [DATA]).exit_code == 0
        yield opened


@pytest.fixture
def store(tmp_path):
    """A store of one test's own, in which nothing is yet."""
    with closing(open_store(f"sqlite:///{tmp_path}/network.db")) as opened:
        yield opened


@pytest.fixture(scope="module")
def browser():
    """A browser that stays open for all visits of a file, which is skipped where there is none."""
    needs_browser()
    with browsing():
        yield


@pytest.fixture
def folder(tmp_path):
    """An empty folder for a test's files."""
    made = tmp_path / "in"
    made.mkdir()
    return made


@pytest.fixture(scope="session")
def own_neo4j(tmp_path_factory):
    """A Neo4j server of the tests' own, one for as long as they run."""
    try:
        made = OwnServer(tmp_path_factory.mktemp("neo4j"))
    except CannotStart as error:
        without(f"{error}. Or set MAILLAGE_TEST_NEO4J to the address of an empty, disposable one, which is not stopped")
    yield made
    made.stop()


@pytest.fixture(scope="session")
def neo4j_url(request):
    """A disposable Neo4j server: the one of MAILLAGE_TEST_NEO4J, else one of our own."""
    return os.environ.get("MAILLAGE_TEST_NEO4J") or request.getfixturevalue("own_neo4j").url


def without(why):
    """Skip a test that wants a server; where CI runs, that is a failure."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(f"No Neo4j server: {why}.")


@pytest.fixture
def neo4j_store(neo4j_url):
    """An empty store on that server; whatever is written there is gone afterwards."""
    with closing(open_store(neo4j_url)) as opened:
        held = opened._driver.execute_query("MATCH (n) RETURN count(n) AS n", database_=opened.address.database)
        assert held.records[0]["n"] == 0, "not an empty server"
        yield opened
        wipe(opened)


def wipe(store):
    """Empty the database, whose tests are done."""
    store._driver.execute_query("MATCH (n) DETACH DELETE n", database_=store.address.database)
