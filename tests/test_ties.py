"""Weighted pairs from encounters: Newman's identity on real registers, and what a strength is never taken for."""

import ast
import csv
import gzip
from contextlib import closing
from itertools import combinations
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.frames import ENTITIES, LINKS
from graph.model import Viewer, link_id
from graph.network import Network
from graph.resolve import snapshot
from graph.store import open_store
from graph.ties import participations, ties
from graph.vocabulary import Kind, Relation, Status
from ingest.load import load
from queries.brokers import brokers
from queries.centrality import centrality
from queries.profile import profile
from tests.toys import encounter, entity, link, met, network, record

ROOT = Path(__file__).resolve().parents[1]
REGISTER = ROOT.parent / "shared" / "data" / "h2020_participations.csv.gz"
needs_register = pytest.mark.skipif(not REGISTER.is_file(), reason="h2020_participations is not in ../shared/data")


def strengths(table: pd.DataFrame) -> pd.Series:
    both = [table[[end, "strength"]].set_axis(["id", "strength"], axis=1) for end in ("source", "target")]
    return pd.concat(both).groupby("id")["strength"].sum()


def encounters_with_others(net: Network) -> pd.Series:
    rows = participations(net)
    together = rows[rows.groupby("encounter")["organisation"].transform("size") > 1]
    return together.groupby("organisation").size()


def keeps_the_identity(net: Network) -> bool:
    """An organisation's strength is the number of its encounters with at least two named."""
    found, expected = strengths(ties(net)), encounters_with_others(net)
    return list(found.index) == list(expected.index) and bool((found - expected).abs().max() < 1e-9)


@given(st.lists(st.sets(st.sampled_from("abcdef"), min_size=1, max_size=5), min_size=1, max_size=6))
@settings(deadline=None, max_examples=40)
def test_strength_is_the_number_of_encounters_with_others(groups):
    net = met(*groups)
    assert ties(net).empty or keeps_the_identity(net)


def test_the_women_of_davis_have_139_ties():
    net = nx.davis_southern_women_graph()
    events = [[woman.split()[0] for woman in net[event]] for event in sorted(net) if net.nodes[event]["bipartite"] == 1]
    assert len(ties(met(*events))) == 139 and keeps_the_identity(met(*events))


def test_a_choice_of_kinds_raises_no_strength():
    said = [*encounter("M", "abc"), *encounter("V", "ab", Kind.VISIT)]
    chosen, every = (
        ties(network(*said), kinds=kinds).set_index(["source", "target"]) for kinds in ([Kind.VISIT], None)
    )
    assert chosen.loc[("firm:a", "firm:b"), "strength"] == 1.0
    assert every.loc[("firm:a", "firm:b"), "strength"] == 1.5 and len(chosen) == 1


def test_the_shipped_projects_keep_the_identity(tmp_path):
    with closing(open_store(f"sqlite:///{tmp_path}/network.db")) as store:
        load(store, [ROOT / "data" / "h2020_poles"])
        net = Network.read(store)
    assert keeps_the_identity(net) and len(ties(net)) > 8_000


def test_a_town_that_takes_part_is_nobodys_partner_and_lowers_no_strength():
    town = record("nantes", Kind.TERRITORY)
    said = [*encounter("M", "ab"), *entity(town, Kind.TERRITORY, "Nantes")]
    net = network(*said, link(town, Relation.TOOK_PART_IN, record("M", Kind.MEETING), key="host"))
    assert list(ties(net)["strength"]) == [1.0] and list(centrality(net).table["partners"]) == [1, 1]
    assert profile(net, organisation="firm:a").table["partners"].iloc[0] == 1


def register(country: str | None = None) -> Network:
    """The participations of the register as a network, without the detour of a store."""
    with gzip.open(REGISTER, "rt", encoding="utf-8", newline="") as file:
        rows = sorted(
            {(f"pic:{row['pic']}", f"rcn:{row['rcn']}") for row in csv.DictReader(file) if is_of(row, country)}
        )
    kinds = {**{pair[0]: Kind.LAB for pair in rows}, **{pair[1]: Kind.PROJECT for pair in rows}}
    entities = pd.DataFrame({"id": sorted(kinds)}).assign(
        kind=lambda table: table["id"].map(kinds).astype(str), status=str(Status.HELD)
    )
    links = pd.DataFrame(rows, columns=["source", "target"]).assign(
        relation=str(Relation.TOOK_PART_IN), key="partner", status=str(Status.HELD),
        id=[link_id(one, Relation.TOOK_PART_IN, other, "partner") for one, other in rows],
    )  # fmt: skip
    made = snapshot([], [])._replace(
        entities=entities.reindex(columns=list(ENTITIES)).astype(ENTITIES),
        links=links.reindex(columns=list(LINKS)).astype(LINKS),
    )
    return Network.of(made, viewer=Viewer.PUBLIC)


def is_of(row: dict[str, str], country: str | None) -> bool:
    return country is None or row["country"] == country


@needs_register
def test_the_french_rows_of_the_register_make_9572_ties():
    net = register("FR")
    table = ties(net)
    assert len(table) == 9_572 and round(strengths(table).sum()) == 8_434 and keeps_the_identity(net)


@needs_register
@pytest.mark.slow
def test_all_rows_of_the_register_make_796670_ties():
    net = register()
    table = ties(net)
    assert len(table) == 796_670 and round(strengths(table).sum()) == 125_676 and keeps_the_identity(net)


def test_a_distance_is_one_over_strength():
    table = ties(met(*["ab"] * 10, "ac"))
    assert list(table["distance"]) == [0.1, 1.0]


STEPS = (
    "path",
    "betweenness",
    "closeness",
    "harmonic",
    "dijkstra",
    "bellman",
    "eccentricity",
    "diameter",
    "efficiency",
)


def strengths_read_as_distances(source: str) -> list[str]:
    """Calls of path functions that are given a strength as the length of a tie."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [ast.unparse(call) for call in calls if is_about_paths(call.func) and is_given_strength(call)]


def is_about_paths(called: ast.expr) -> bool:
    return any(word in ast.unparse(called).rpartition(".")[2] for word in STEPS)


def is_given_strength(call: ast.Call) -> bool:
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return any(isinstance(value, ast.Constant) and value.value == "strength" for value in given)


@pytest.mark.parametrize(
    "file", sorted((*(ROOT / "graph").glob("*.py"), *(ROOT / "queries").glob("*.py"))), ids=lambda file: file.name
)
def test_no_module_reads_a_strength_as_a_distance(file):
    assert strengths_read_as_distances(file.read_text(encoding="utf-8")) == []


def test_the_guard_bites():
    fault = "nx.betweenness_centrality(net, weight='strength')\nnx.shortest_path(net, a, b, 'strength')"
    assert len(strengths_read_as_distances(fault)) == 2
    assert strengths_read_as_distances("nx.betweenness_centrality(net, weight='distance')") == []
    assert strengths_read_as_distances("nx.pagerank(net, weight='strength')") == []


def by_chance(net: Network) -> dict[tuple[str, str], float]:
    """For each pair that met, the probability of as many encounters in common: every choice of encounters, counted."""
    rows = participations(net)
    every = sorted(rows["encounter"].unique())
    theirs = {one: set(those) for one, those in rows.groupby("organisation")["encounter"]}
    found = {}
    for a, b in combinations(sorted(theirs), 2):
        if common := len(theirs[a] & theirs[b]):
            drawn = [len(theirs[a] & set(choice)) >= common for choice in combinations(every, len(theirs[b]))]
            found[a, b] = sum(drawn) / len(drawn)
    return found


def finds(p: dict[tuple[str, str], float], share: float, tests: int) -> set[tuple[str, str]]:
    """The largest k whose k-th smallest p is at most share · k / m: those k, and whoever equals the last."""
    ordered = sorted(p.values())
    limits = [one for k, one in enumerate(ordered, 1) if one <= share * k / tests + 1e-12]
    return {pair for pair, one in p.items() if limits and one <= max(limits) + 1e-12}


@given(st.lists(st.sets(st.sampled_from("abcde"), min_size=1, max_size=4), min_size=1, max_size=7))
@settings(deadline=None, max_examples=60)
def test_reliable_partners_are_those_that_every_choice_of_encounters_counted_gives(groups):
    net = met(*groups)
    expected = by_chance(net)
    kept = ties(net, backbone=0.3).set_index(["source", "target"])["p"]
    people = len(set().union(*groups))
    assert set(kept.index) == finds(expected, 0.3, people * (people - 1) // 2)
    assert dict(kept) == pytest.approx({pair: expected[pair] for pair in kept.index})


def test_two_who_always_meet_are_reliable_and_keep_their_strength_and_two_who_met_once_at_a_fair_are_not():
    net = met(*["ab"] * 9, "abcdefgh", "ce", "df", "gh", "ci", "dj", "ei", "fj")
    kept, every = ties(net, backbone=0.01), ties(net)
    assert list(kept["source"] + kept["target"]) == ["firm:afirm:b"] and kept["p"].iloc[0] < 0.001
    assert kept["strength"].iloc[0] == every["strength"].iloc[0] == pytest.approx(9 + 1 / 7)


def test_in_a_register_of_many_projects_who_shares_its_only_one_is_not_reliable():
    #  four hundred projects, each of two that took part in nothing else, and two that share four of theirs
    once = [(f"x{n}", f"y{n}") for n in range(400)]
    kept = ties(met(*once, *["ab"] * 4), backbone=0.01)
    assert list(kept["source"] + kept["target"]) == ["firm:afirm:b"]


def test_of_what_chance_alone_brings_together_hardly_anything_is_reliable():
    #  ten times: two hundred organisations, three hundred meetings of three drawn at random
    found = []
    for seed in range(10):
        draw = np.random.default_rng(seed)
        net = met(*[[f"o{one}" for one in draw.choice(200, size=3, replace=False)] for _ in range(300)])
        found.append(len(ties(net, backbone=0.1)))
    assert sum(one > 0 for one in found) <= 1


@needs_register
def test_of_the_french_rows_of_the_register_275_pairs_are_reliable_and_none_by_a_single_project():
    kept = ties(register("FR"), backbone=0.01)
    assert len(kept) == 275 and kept["encounters"].min() > 1


def test_without_encounters_nobody_is_reliable_and_a_share_is_between_0_and_1():
    assert list(ties(met(), backbone=0.01)) == ["source", "target", "strength", "distance", "encounters", "p"]
    with pytest.raises(ValueError, match="write a share between 0 and 1, such as 0.01, not 2"):
        ties(met("ab"), backbone=2)


def test_who_is_said_to_take_part_in_an_organisation_takes_part_in_nothing():
    said = [*encounter("m", "ab"), link(record("a"), Relation.TOOK_PART_IN, record("b"), status=Status.HELD)]
    net = network(*said)
    assert list(participations(net)["encounter"]) == ["meeting:m"] * 2
    assert len(brokers(net).table) == 2
