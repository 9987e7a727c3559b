"""Who introduces a delegation to its hosts: the best of the routes that each delegate has alone."""

import itertools
import random

import pytest

from graph.vocabulary import Kind, Relation
from queries.introducers import introducers
from queries.introductions import introductions
from tests.toys import encounter, entity, link, met, network, record


@pytest.mark.parametrize("seed", range(6))
def test_the_route_to_a_host_is_the_best_that_any_delegate_has(seed):
    draw = random.Random(seed)
    pairs = [a + b for a, b in itertools.combinations("abcdefgh", 2) if draw.random() < 0.3]
    net = met(*pairs, alone="abcdefgh")
    found = introducers(net, ["firm:a", "firm:b"], ["firm:f", "firm:g", "firm:h"]).set_index("host")
    for host in ("firm:f", "firm:g", "firm:h"):
        best = 0.0
        for one in ("firm:a", "firm:b"):
            table = introductions(net, source=one, target=host, places=True).table
            best = max(best, table["path_trust"].dropna().max() if table["path_trust"].notna().any() else 0.0)
        assert (found["trust"].get(host, 0.0)) == pytest.approx(best)


def test_a_town_is_passed_but_not_asked_and_a_competitor_neither():
    here, there = record("here", Kind.TERRITORY), record("there", Kind.TERRITORY)
    said = [*entity(here, Kind.TERRITORY, "Here"), *entity(there, Kind.TERRITORY, "There")]
    said += [row for name in "abc" for row in entity(record(name), Kind.FIRM, name.upper())]
    said += [link(record("a"), Relation.LOCATED_IN, here), link(record("b"), Relation.LOCATED_IN, there),
             link(here, Relation.TWINNED_WITH, there)]  # fmt: skip
    row = introducers(network(*said), ["firm:a"], ["firm:b", "firm:c"])
    assert row[["host", "delegate", "introducer"]].to_numpy().tolist() == [["firm:b", "firm:a", "firm:a"]]
    assert row["route_en"].tolist() == ["A is in Here, twinned with There, where B is"]
    said = [*encounter("one", "ax"), *encounter("two", "xb"), link(record("x"), Relation.COMPETES_WITH, record("b"))]
    assert introducers(network(*said), ["firm:a"], ["firm:b"]).empty
    said = [*encounter("one", "ax"), *encounter("two", "xb"), link(record("x"), Relation.COMPETES_WITH, record("a"))]
    assert introducers(network(*said), ["firm:a"], ["firm:b"]).empty
