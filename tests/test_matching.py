"""How alike names are: the figures of the labelled pairs at our constants, and what must hold of any names."""

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.candidates import MOST, candidates
from ingest.legal_forms import parted
from ingest.matching import LIKELY, LOOK, SAFE, Party, Rarity, Spelling, compare, likeness, rare_words
from ingest.matching import letters as by_letters
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


def test_names_that_differ_in_words_that_many_share_say_so_and_score_no_more_for_it():
    found = compare(party("Groupe Dupont"), party("Dupont France"))
    assert found.reasons[0] == "same but for common words"
    assert found.score == pytest.approx(alike("Groupe Dupont", "Dupont France"), abs=1e-6) and found.score < LOOK
    assert "same but for common words" not in compare(party("Groupe Dupont"), party("Ateliers Dupont")).reasons


def test_another_country_and_another_legal_form_speak_against():
    found = compare(party("Zed SA", countries={"FR"}), party("Zed SAS", countries={"BE"}))
    assert found.score == pytest.approx(0.9) and found.reasons[1:] == ("legal forms differ", "countries differ")


def test_homonyms_of_two_towns_are_likely_and_come_after_spellings_of_one():
    apart = compare(party("Dupont", towns={"nantes"}), party("Dupont", towns={"lyon"}))
    assert (apart.score, apart.band, apart.reasons) == (pytest.approx(0.95), "likely", ("same name", "towns differ"))
    for towns in ({"nantes"}, {"nantes", "lyon"}, set()):
        assert compare(party("Airbus", towns={"nantes"}), party("AIRBUS SAS", towns=towns)).band == "safe"


@pytest.mark.parametrize("other", ["Dupont", "Duponts SA", "Dupond et Cie", "Ateliers Dupont", "Omega"])
def test_another_town_never_raises_a_score_and_hides_nobody_worth_a_look(other):
    near = compare(party("Dupont SAS", towns={"nantes"}), party(other, towns={"nantes"})).score
    far = compare(party("Dupont SAS", towns={"nantes"}), party(other, towns={"lyon"})).score
    assert far <= near and (far >= LOOK) == (near >= LOOK)


# ----- names against one another


@settings(deadline=None, max_examples=60)
@example(["a" * 20, "a"], 0.05)  # alike by one letter of twenty, and rounded
@given(st.lists(names | st.sampled_from(["Axelera", "Pôle Axelera", "AXELERA SAS"]), max_size=14), st.floats(0.05, 1))
def test_whatever_is_alike_enough_is_found_as_if_each_two_had_been_compared(those, least):
    spellings = [Spelling.of(name, KNOWN) for name in those]
    compared = {(a, b): (spellings[a], spellings[b]) for b in range(len(those)) for a in range(b)}
    found = candidates(spellings, least=least)
    assert {at for at, two in compared.items() if likeness(*two) >= least} <= found
    assert all(max(by_letters(*compared[at]), rare_words(*compared[at])) >= least - 1e-6 for at in found)


def test_names_are_found_by_their_letters_or_by_their_rare_words():
    spellings = [Spelling.of(name, KNOWN) for name in ("Axelera", "AXELERA SAS", "Axelerra", "Axelera Rex", "Zzyx")]
    assert candidates(spellings, least=0.8) == {(0, 1), (0, 2), (1, 2)}
    swapped = [Spelling.of(name, KNOWN) for name in ("Cap Digital", "Digital Cap", "Cap Zzyx")]
    assert candidates(swapped) == {(0, 1)}


def test_nothing_is_like_nothing():
    assert candidates([]) == set() and candidates([Spelling.of("Axelera", KNOWN)]) == set()


def test_a_name_that_very_many_bear_is_paired_with_some_and_they_hang_together():
    count = 300
    found = candidates([Spelling.of("Pharmacie", KNOWN)] * count)
    assert {(one, one + 1) for one in range(count - 1)} <= found and len(found) <= 2 * MOST * count


@needs_labelled
def test_no_labelled_pair_worth_a_look_is_lost_among_the_names_of_a_whole_register():
    those = sorted({*known_names()[::8], *(name for a, b, _ in pairs() for name in (a, b))})
    at = {name: position for position, name in enumerate(those)}
    found = candidates([spelled(name) for name in those])
    look = [(a, b) for a, b, _ in pairs() if likeness(spelled(a), spelled(b)) >= LOOK]
    assert len(look) > 300 and all((min(at[a], at[b]), max(at[a], at[b])) in found for a, b in look)
