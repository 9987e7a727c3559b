"""How alike names are: the figures of the labelled pairs at our constants, and what must hold of any names."""

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.candidates import candidates
from ingest.legal_forms import parted
from ingest.matching import LIKELY, LOOK, SAFE, Party, Rarity, Spelling, compare, likeness
from tests.labelled import COMPANIES, NAMES, PAIRS, SHARED, best_f1, companies, known_names, pairs, precision_recall

needs_labelled = pytest.mark.skipif(
    not SHARED.is_dir(), reason=f"lay {PAIRS}, {COMPANIES} and {NAMES} into {SHARED} to measure the score at its bands"
)
KNOWN = Rarity.of(["Pôle Axelera", "Pôle Cap Digital", "Pôle Systematic", "Axelera SAS"])
letters = "bcdfghjklmnpqrstvwxyzaiou"  # without e: `ue` is one letter of two
words = st.text(letters, min_size=2, max_size=9).filter(
    lambda word: not parted(["9", word])[1] | parted([word, "9"])[1]
)
names = st.lists(words, min_size=1, max_size=6).map(" ".join)


@cache
def rarity():
    return Rarity.of(known_names())


@cache
def spelled(name):
    return Spelling.of(name, rarity())


def scored(those):
    return [(likeness(spelled(a), spelled(b)), same) for a, b, same in those]


def alike(a, b, known=KNOWN):
    return likeness(Spelling.of(a, known), Spelling.of(b, known))


# ----- figures, on names that nothing was trained on


@needs_labelled
@pytest.mark.parametrize(
    ("band", "precision", "recall"), [(SAFE, 0.99, 0.52), (LIKELY, 0.95, 0.60), (LOOK, 0.90, 0.63)]
)
def test_each_band_keeps_its_promise_on_the_labelled_pairs(band, precision, recall):
    found, held = precision_recall(scored(pairs()), band)
    assert found >= precision and held >= recall


@needs_labelled
@pytest.mark.parametrize(("precision", "recall"), [(0.99, 0.48), (0.98, 0.53), (0.95, 0.58), (0.90, 0.63)])
def test_the_score_reaches_the_best_recall_known_at_each_precision(precision, recall):
    made = scored(pairs())
    figures = [precision_recall(made, least) for least in {score for score, _ in made}]
    assert max(held for found, held in figures if found >= precision) >= recall


@needs_labelled
def test_companies_and_organisations_of_another_collection_are_told_apart_too():
    made = scored(companies())
    assert len(made) == 266 and best_f1(made) >= 0.83
    figures = [precision_recall(made, least) for least in {score for score, _ in made}]
    assert max(held for found, held in figures if found >= 0.90) >= 0.50


# ----- what holds of any two names


@settings(deadline=None)
@given(names, names)
def test_the_score_is_the_same_whichever_is_named_first_and_a_share(a, b):
    assert alike(a, b) == alike(b, a) and 0 <= alike(a, b) <= 1


@settings(deadline=None)
@given(names)
def test_a_name_is_wholly_like_itself(name):
    assert alike(name, name) == pytest.approx(1)


@settings(deadline=None)
@given(names, st.lists(st.integers(0, 60), max_size=12, unique=True))
def test_one_more_letter_spoiled_never_scores_higher(name, places):
    spoiled, last = list(name), alike(name, name)
    for place in places:
        if place < len(name) and name[place] != " ":
            spoiled[place] = "9"
            now = alike(name, "".join(spoiled))
            assert now <= last + 1e-9
            last = now


@settings(deadline=None)
@given(st.lists(words, min_size=2, max_size=8))
def test_one_more_word_left_out_never_scores_higher(those):
    scores = [alike(" ".join(those), " ".join(those[:count])) for count in range(len(those), 0, -1)]
    assert all(later <= earlier + 1e-9 for earlier, later in pairwise(scores))


@settings(deadline=None)
@given(names, names, st.sampled_from(["SA", "GmbH", "Limited"]), st.sampled_from(["SAS", "BV", "SpA"]))
def test_legal_forms_that_differ_never_raise_a_score(a, b, form, other):
    assert alike(f"{a} {form}", f"{b} {other}") <= alike(f"{a} {form}", f"{b} {form}")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Danish Power Systems A/S", "DANISH POWER SYSTEMS AS"),
        ("Universität Graz", "UNIVERSITAET GRAZ"),
        ("Procter & Gamble Co.", "Procter and Gamble Company"),
        ("Axelera (association)", "AXELERA"),
        ("Zed Limited", "The Zed Ltd."),
    ],
)
def test_spellings_of_one_name_are_safe(a, b):
    assert alike(a, b) >= SAFE


@pytest.mark.parametrize(("a", "b"), [("Airbus", "Airbus Helicopters"), ("Groupe Dupont", "Ateliers Dupont")])
def test_a_name_within_another_is_not_the_other(a, b):
    assert alike(a, b) < LOOK


# ----- organisations


def party(name, *aliases, kind="firm", **known):
    more = {what: frozenset(values) for what, values in known.items()}
    return Party(name, kind, tuple(Spelling.of(one, KNOWN) for one in (name, *aliases)), **more)


def test_the_reasons_are_named():
    one = party("Morpho", towns={"osny"}, countries={"FR"}, identifiers={"pic:1"})
    other = party("Safran Identity & Security", "Morpho SA", towns={"osny"}, countries={"FR"}, identifiers={"pic:1"})
    found = compare(one, other)
    assert found.score == 1 and found.band == "safe"
    assert found.reasons == ("identifier in common: pic:1", "same name", "town in common: osny")


def test_an_identifier_in_common_makes_it_likely_whatever_the_names():
    found = compare(party("Alpha", identifiers={"pic:1"}), party("Omega", identifiers={"pic:1"}))
    assert found.score == LIKELY and found.reasons == ("identifier in common: pic:1",)


def test_another_country_and_another_legal_form_speak_against():
    found = compare(party("Zed SA", countries={"FR"}), party("Zed SAS", countries={"BE"}))
    assert found.score == pytest.approx(0.9) and found.reasons[1:] == ("legal forms differ", "countries differ")


# ----- candidates


def test_candidates_share_a_key_a_rare_word_or_runs_of_letters():
    spellings = [Spelling.of(name, KNOWN) for name in ("Axelera", "AXELERA SAS", "Axelerra", "Pôle Axelera", "Zzyx")]
    found = candidates(spellings)
    assert {(0, 1), (0, 2), (0, 3)} <= found and not any(4 in pair for pair in found)


def test_nothing_has_no_candidates():
    assert candidates([]) == set() and candidates([Spelling.of("Axelera", KNOWN)]) == set()


@settings(deadline=None, max_examples=25)
@given(st.lists(names, max_size=12))
def test_names_with_one_key_are_always_candidates(those):
    spellings = [Spelling.of(name, KNOWN) for name in those]
    found = candidates(spellings)
    alike_ones = {(i, j) for j in range(len(those)) for i in range(j) if spellings[i].key == spellings[j].key}
    assert alike_ones <= found
