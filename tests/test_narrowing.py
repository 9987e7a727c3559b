"""Questions asked of some alone: the answer is that of a network in which the others are not."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.vocabulary import Kind, Relation
from queries.narrowing import narrowed, whereabouts
from queries.pole_matrix import pole_matrix
from queries.uncovered_cells import uncovered_cells
from tests.toys import entity, link, network, record

KINDS, SIZES, COUNTRIES = (Kind.FIRM, Kind.LAB), (None, "sme", "large"), (None, "FR", "DE")
MEMBER = st.tuples(st.sampled_from(KINDS), st.sampled_from(SIZES), st.frozensets(st.sampled_from("pqr"), min_size=1))
FIRM = st.tuples(st.sampled_from(("22", "25")), st.sampled_from(SIZES), st.sampled_from(COUNTRIES), st.booleans())


def poles(countries="FR FR DE"):
    """P, Q and R."""
    for one, country in zip("pqr", countries.split(" "), strict=True):
        yield from entity(record(one, Kind.POLE), Kind.POLE, one.upper(), country=country)


def members(*rows):
    """Of each its kind, size and poles; their names count them."""
    for n, (kind, size, of) in enumerate(rows):
        one = record(f"m{n}", kind)
        yield from entity(one, kind, f"m{n}", **({"size": size} if size else {}))
        yield from (link(one, Relation.MEMBER_OF, record(pole, Kind.POLE)) for pole in sorted(of))


def pairs(answer):
    return answer.table.drop(columns="documents")


@settings(max_examples=6, deadline=None)
@given(st.lists(MEMBER, max_size=8))
def test_members_that_do_not_count_are_as_if_they_were_none(rows):
    whole = network(*poles(), *members(*rows))
    for asked, stay in (
        ({"kinds": ["firm"]}, lambda kind, size: kind == Kind.FIRM),
        ({"sizes": ["sme", "unknown"]}, lambda kind, size: size in ("sme", None)),
        ({"kinds": ["lab"], "sizes": ["large"]}, lambda kind, size: kind == Kind.LAB and size == "large"),
    ):
        left = [(kind, size, of if stay(kind, size) else ()) for kind, size, of in rows]
        alone = network(*poles(), *members(*left))
        pd.testing.assert_frame_equal(pairs(pole_matrix(whole, **asked)), pairs(pole_matrix(alone)))


def test_poles_of_a_territory_are_compared_among_themselves():
    net = network(*poles(), *members((Kind.FIRM, None, "pr"), (Kind.FIRM, None, "q")))
    answer = pole_matrix(net, places=["FR"])
    assert answer.table[["a", "b"]].to_numpy().tolist() == [["pole:p", "pole:q"]]
    assert answer.table["expected_shared"].to_list() == [0.5]  # of the two members of these two
    assert len(pole_matrix(net, places=["FR", "DE"]).table) == 3


def test_the_basis_says_which_are_asked_about_in_the_words_of_the_reader():
    net = network(*poles(), *members((Kind.FIRM, "sme", "pq")))
    said = pole_matrix(net, kinds=["firm"], sizes=["sme", "unknown"], places=["DE"]).basis
    french = said.sentence("fr")
    assert (
        "natures d'adhérents : entreprise, tailles d'adhérents : PME / inconnu, territoires des pôles : Allemagne"
        in french
    )
    assert "territories of the poles: Germany" in said.sentence("en")
    assert "sizes of firms: large firm" in uncovered_cells(net, sizes=["large"]).basis.sentence("en")


def firms(*rows):
    said = list(entity(record("p", Kind.POLE), Kind.POLE, "P"))
    for n, (sector, size, country, covered) in enumerate(rows):
        known = {name: value for name, value in (("size", size), ("country", country)) if value}
        said += entity(record(f"f{n}"), Kind.FIRM, f"f{n}", sector=sector, **known)
        said += [link(record(f"f{n}"), Relation.MEMBER_OF, record("p", Kind.POLE))] if covered else []
    return network(*said)


@settings(max_examples=12, deadline=None)
@given(st.lists(FIRM, min_size=1, max_size=10))
def test_cells_are_those_of_the_firms_that_are_asked_about(rows):
    for asked, stay in (
        ({"sizes": ["sme"]}, lambda size, country: size == "sme"),
        ({"sizes": ["unknown"], "places": ["unknown"]}, lambda size, country: size is None and country is None),
    ):
        left = [row for row in rows if stay(row[1], row[2])]
        found = uncovered_cells(firms(*rows), territory="country", **asked)
        pd.testing.assert_frame_equal(found.table, uncovered_cells(firms(*left), territory="country").table)


def test_a_territory_is_named_by_its_id_or_its_name_whatever_its_accents():
    nantes = record("nantes", Kind.TERRITORY)
    said = [*entity(nantes, Kind.TERRITORY, "Nantes"), *entity(record("a"), Kind.FIRM, "A", postcode="44000")]
    net = network(*said, link(record("a"), Relation.LOCATED_IN, nantes), *entity(record("b"), Kind.FIRM, "B"))
    assert set(whereabouts(net)["name"]) == {"Pays de la Loire", "Nantes"}
    for place in ("territory:nantes", "nantes", "NANTES", "pays de la loire"):
        assert narrowed(net, places=[place]) == {"firm:a"}
    assert narrowed(net, places=["unknown"]) == {"firm:b"}
    assert narrowed(net) is None is narrowed(net, kinds=[], sizes=None)


@pytest.mark.parametrize("asked, said", [
    ({"places": ["Bretange"]}, "nobody here is in 'Bretange': write a region"),
    ({"kinds": ["visit"]}, "--kinds: write one of pole"), ({"sizes": ["huge"]}, "--sizes: write one of micro"),
])  # fmt: skip
def test_a_value_that_is_none_is_refused_with_a_sentence(asked, said):
    with pytest.raises(ValueError, match=said):
        pole_matrix(network(*poles()), **asked)
