"""Random networks are the same on both stores, and so is every answer: whoever looks, at whatever date."""

import random

import pytest

from graph.errors import MaillageError
from graph.model import Decision, Viewer
from graph.network import Network
from graph.store import open_store
from graph.vocabulary import Level, Status, Verdict
from queries.catalogue import CATALOGUE
from queries.kept import to_bytes
from tests.test_catalogue import said  # noqa: F401 - the statements of the shipped network, as a fixture
from tests.test_store_contract import same

VIEWERS = ("public", "emc2=staff", "emc2=members,systematic=staff", "owner")
DATES = (None, "2014", "2016-06-30", "2019")
STATUSES = (None, ("held", "announced"), ("confirmed", "signed", "held", "in_discussion"))
GROUPS = ("emc2", "systematic")


def written(chance, documents, statements, decisions):
    """What two runs write: some of what the shipped network says, otherwise held, dated and decided."""
    kept = [otherwise(chance, one) for one in statements if chance.random() < 0.7]
    firms = sorted({one.about for one in kept if (one.predicate, one.value) == ("kind", "firm")})
    pairs = [chance.sample(firms, 2) for _ in range(30)]
    judged = [Decision(a, b, chance.choice(list(Verdict)), "me") for a, b in pairs] + list(decisions)
    gone = [one.id for one in kept if chance.random() < 0.1]
    return documents, kept, judged, gone


def otherwise(chance, one):
    """One statement, now and then confided, of another status, or of another time."""
    if chance.random() < 0.15:
        one = one._replace(level=chance.choice([Level.MEMBERS, Level.STAFF]), audience=chance.choice(GROUPS))
    if one.is_link and chance.random() < 0.3:
        one = one._replace(status=chance.choice([None, *Status]))
    if one.is_link and chance.random() < 0.3:
        one = one._replace(valid=chance.choice(["2012", "2015-03/2018", "2016-06-30/..", "XXXX-02-20", "2020~"]))
    if chance.random() < 0.2:
        one = one._replace(said_on=chance.choice(["2014-05-01", "2017", "2019-11"]))
    return one


def write(store, documents, statements, decisions, gone):
    with store.write("load") as run:
        run.add(documents, statements)
        run.decide(decisions)
    with store.write("load") as run:
        run.close(gone)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_a_random_network_gives_the_same_answers_on_both_stores(said, neo4j_store, tmp_path, seed):  # noqa: F811
    chance = random.Random(seed)
    stores = open_store(f"sqlite:///{tmp_path}/network.db"), neo4j_store
    made = written(chance, *said)
    for store in stores:
        write(store, *made)
    seen = {one: [store.snapshot(viewer=Viewer.parse(one)) for store in stores] for one in VIEWERS}
    assert all(same(here, there) for here, there in seen.values())
    for number, asked in enumerate(CATALOGUE):
        viewer = VIEWERS[(number + seed) % len(VIEWERS)]
        looked = {
            "as_of": DATES[(number // 2 + seed) % len(DATES)],
            "sure": chance.choice(["possibly", "certainly"]),
            "statuses": STATUSES[(number + 2 * seed) % len(STATUSES)],
        }
        here, there = (answered(asked, network(one, viewer, **looked)) for one in seen[viewer])
        assert here == there, (asked.name, viewer, looked)


def network(snapshot, viewer, *, as_of, sure, statuses):
    """What `Network.read` makes of a store's snapshot, which is the same for all dates and statuses."""
    whole = Network.of(snapshot, viewer=Viewer.parse(viewer), statuses=statuses)
    return whole if as_of is None else whole.at(as_of, sure=sure)


def answered(asked, net):
    """The bytes of an answer, or the sentence that it cannot be given."""
    try:
        return to_bytes(asked.answer(net, **asked.example))
    except MaillageError as error:
        return str(error)
