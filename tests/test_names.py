"""Names, identifiers, dates and counts: what is one, what is not, and what is refused."""

import unicodedata
from datetime import date as day
from datetime import timedelta

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from graph import dates
from graph.declared import count_range
from graph.errors import DateError
from graph.names import LEGAL_FORMS, fold, loose_key, names_within, slug, strict_key, town
from ingest import cells
from ingest.faults import CellFault
from ingest.hints import in_french
from ingest.ids import PATTERNS, identifier
from ingest.vocabularies import FRENCH, OURS, french_words
from ingest.words import CODES, vocabulary, word

names = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)
plain = st.text(alphabet="abcdefghij ", min_size=1, max_size=30).filter(lambda text: text.strip())


# ----- folding and keys


@settings(deadline=None)
@given(names)
@example("Straße & Fils, S.A.S.")
@example("İstanbul Œuvre")
def test_folding_twice_is_folding_once(name):
    assert fold(fold(name)) == fold(name)


@settings(deadline=None)
@given(names)
def test_a_folded_name_has_no_accent_capital_punctuation_or_double_space(name):
    folded = fold(name)
    assert folded == folded.strip() and "  " not in folded
    assert not any(unicodedata.combining(letter) for letter in folded)
    assert all(letter.isalnum() or letter == " " for letter in folded.replace("·", "")) or not folded.isascii()


@settings(deadline=None)
@given(names)
def test_capitals_spaces_and_the_form_of_accents_do_not_matter(name):
    assert fold(f"  {name}  ") == fold(name)
    assert fold(unicodedata.normalize("NFD", name)) == fold(unicodedata.normalize("NFC", name))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Société d’Œuvre", "SOCIETE D'OEUVRE"), ("Images & Réseaux", "Images et Reseaux"),
        ("S.A.S. Dupont", "sas dupont"), ("Saint-Étienne", "saint etienne"),
        ("Straße", "STRASSE"), ("Île‑de‑France", "ile de france"),
        ("Smørrebrød", "smorrebrod"), ("a\u00a0b\u202fc", "a b c"),
    ],
)  # fmt: skip
def test_spellings_of_one_name_fold_alike(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Airbus SAS", "AIRBUS"), ("S.A.R.L. Dupont", "Dupont"), ("Mov'eo", "MOVEO"), ("E-Cobot", "eCobot"),
        ("ASTech (association)", "ASTECH"), ("Siemens AG", "Siemens"), ("Pôle  Risques", "POLE RISQUES"),
    ],
)  # fmt: skip
def test_legal_forms_at_the_ends_and_spaces_do_not_tell_names_apart(one, other):
    assert strict_key(one) == strict_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Groupe Dupont", "Ateliers Dupont"), ("Airbus", "Airbus Helicopters"), ("Dupont", "Dupond"),
        ("Pôle Mer Bretagne", "Pôle Mer Méditerranée"), ("3M", "4M"), ("SA", "SAS"), ("Inc", "Ltd"),
    ],
)  # fmt: skip
def test_names_of_two_keep_two_keys(one, other):
    assert strict_key(one) != strict_key(other)


@settings(deadline=None)
@given(names.filter(str.strip))
def test_every_name_has_a_key_and_a_slug_that_can_stand_in_an_id(name):
    assert strict_key(name)
    made = slug(name)
    assert made and len(made) <= 70 and not set(made) & set(" #:~/@|\t\n")


@settings(deadline=None)
@given(plain)
def test_legal_forms_are_dropped_whatever_their_case_and_side(name):
    words = fold(name).split()
    assume(words[0] not in LEGAL_FORMS and words[-1] not in LEGAL_FORMS)
    assert strict_key(f"{name} S.A.S.") == strict_key(f"SARL {name}") == strict_key(name.upper())


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Airbus", {"Airbus": "legal"}),
        ("Ex Libris", {"Ex Libris": "legal"}),
        ("Rolex-Paris", {"Rolex-Paris": "legal"}),
        ("EX-MORPHO", {"EX-MORPHO": "legal", "MORPHO": "former"}),
        ("Exail (ex-iXblue, ex-ECA)", {"Exail": "legal", "iXblue": "former", "ECA": "former"}),
        ("Inrae, anciennement Inra", {"Inrae": "legal", "Inra": "former"}),
        ("Office national d'études (ONE)", {"Office national d'études": "legal", "ONE": "acronym"}),
        ("Open Source (Europe) SA", {"Open Source SA": "legal", "Europe": ""}),
        ("(CNES)", {"(CNES)": "legal", "CNES": ""}),
        ("()", {"()": "legal"}),
    ],
)
def test_parentheses_and_former_names_become_aliases(name, found):
    assert dict(names_within(name)) == found


@settings(deadline=None)
@given(names.filter(str.strip))
def test_every_name_holds_a_name_and_no_empty_one(name):
    assert all(found.strip() for found, _ in names_within(name)) and names_within(name)


def test_the_loose_key_drops_what_many_names_share_and_the_strict_key_does_not():
    for name in ("Groupe Dupont", "Société Dupont SA", "Ets Dupont", "Dupont France"):
        assert loose_key(name) == loose_key("Dupont") and strict_key(name) != strict_key("Dupont")
    assert loose_key("Groupe France") == strict_key("Groupe France")


def test_long_names_that_begin_alike_have_two_slugs():
    one, other = ("x" * 200 + end for end in "ab")
    assert slug(one) != slug(other) and slug(one) == slug(one)


@pytest.mark.parametrize("name", ["日本電気", "Газпром", "שלום", "…", "\u202e", '"><script>', "a" * 5_000])
def test_any_name_at_all_has_a_slug_of_its_own(name):
    assert slug(name) and slug(name) != slug(name + "1")


@pytest.mark.parametrize(
    ("one", "other"),
    [("ST-HERBLAIN CEDEX 3", "Saint-Herblain"), ("Ste Marie", "SAINTE-MARIE"), ("PARIS CEDEX 08", "Paris")],
)
def test_towns_are_compared_without_cedex(one, other):
    assert town(one) == town(other)


# ----- identifiers

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@pytest.mark.parametrize(
    ("scheme", "text", "made"),
    [
        ("siren", "552 100 554", "siren:552100554"),
        ("siret", "552 100 554 00013", "siren:552100554"),
        ("siret", "35600000000048", "siren:356000000"),  # La Poste's head office
        ("siret", "35600000049837", "siren:356000000"),  # one of its offices, which follows another sum
        ("vat", "FR 83 404 833 048", "siren:404833048"),
        ("vat", "fr83404833048", "siren:404833048"),
        ("vat", "83 404 833 048", "siren:404833048"),
        ("vat", "FR K7 399 859 412", "siren:399859412"),  # its key of the new style
        ("pic", "999997930", "pic:999997930"),
        ("rna", "W442004456", "rna:W442004456"),
        ("rna", "w 442 004 456", "rna:W442004456"),
        ("rna", "W9R1000123", "rna:W9R1000123"),  # of overseas
        ("ror", "02feahw73", "ror:02feahw73"),
        ("ror", "02FE AHW 73", "ror:02feahw73"),
        ("ror", "https://ror.org/05dxps055", "ror:05dxps055"),
        ("ror", "ror.org/02y3ad647", "ror:02y3ad647"),
        ("rnsr", "199812965F", "rnsr:199812965F"),
        ("rnsr", "1986 18246 y", "rnsr:198618246Y"),
        ("rnsr", "200012163A", "rnsr:200012163A"),
        ("lei", "969500UP76J52A9OXU27", "lei:969500UP76J52A9OXU27"),
        ("lei", "9695 00up 76j5 2a9o xu27", "lei:969500UP76J52A9OXU27"),
        ("isni", "0000 0001 2103 2683", "isni:0000000121032683"),
        ("isni", "0000-0001-2150-090x", "isni:000000012150090X"),
        ("isni", "https://isni.org/isni/000000012150090X", "isni:000000012150090X"),
        ("wikidata", "https://www.wikidata.org/wiki/Q67", "wikidata:Q67"),
        ("wikidata", "q67", "wikidata:Q67"),
        ("insee", "2A004", "insee:2A004"),
        ("insee", "2a004", "insee:2A004"),
        ("nuts", "FRG01", "nuts:FRG01"),
        ("cordis-rcn", "193250", "cordis-rcn:193250"),
    ],
)
def test_a_valid_identifier_is_kept_with_its_register(scheme, text, made):
    assert identifier(scheme, text) == made


@pytest.mark.parametrize("scheme", ["siren", "siret", "vat", "lei", *PATTERNS])
@pytest.mark.parametrize("text", ["000000000", "0", "999999999", "123456789", "NOTAPPLICABLE", "n/a", "N.A.", "néant"])
def test_what_stands_in_for_a_missing_identifier_identifies_nobody(scheme, text):
    with pytest.raises(CellFault) as caught:
        identifier(scheme, text)
    assert caught.value.code == "placeholder_id" and caught.value.suggestion


@pytest.mark.parametrize(
    ("scheme", "text"),
    [
        ("vat", "FR12000000000"),
        ("siret", "00000000000018"),
        ("vat", "FR 52 000 026 559"),
        ("isni", "0000 0000 0000 0000"),
    ],
)
def test_a_number_that_holds_no_siren_identifies_nobody(scheme, text):
    with pytest.raises(CellFault) as caught:
        identifier(scheme, text)
    assert (caught.value.code, caught.value.suggestion) == ("placeholder_id", "Leave the cell empty.")


def test_of_a_ror_and_an_rnsr_number_any_other_check_is_refused():
    for scheme, start, ends in (("ror", "02feahw", map("{:02}".format, range(100))), ("rnsr", "199812965", LETTERS)):
        right = []
        for end in ends:
            try:
                right.append(identifier(scheme, start + end))
            except CellFault as wrong:
                assert wrong.code == "bad_identifier"
        assert right == [f"{scheme}:{start}{'73' if scheme == 'ror' else 'F'}"]


@pytest.mark.parametrize(
    ("scheme", "text"),
    [
        ("siren", "552100555"), ("siren", "55210055"), ("siret", "55210055400014"), ("vat", "FR00404833048"),
        ("vat", "DE136695976"), ("pic", "99999793"), ("pic", "5.52E+08"), ("rna", "W44"), ("ror", "https://ror.org/"),
        ("rnsr", "x"), ("lei", "969500UP76J52A9OXU28"), ("nuts", "france"), ("cordis-rcn", "12"),
        ("ror", "02feahw74"), ("ror", "02feahx73"), ("rnsr", "199812965G"), ("rnsr", "199812956F"),
        ("isni", "0000 0001 2103 2684"), ("isni", "0000 0001 2150 0909"), ("lei", "969500UP67J52A9OXU27"),
        ("rna", "442004456"), ("rna", "W44200445"), ("wikidata", "67"), ("wikidata", "https://fr.wikipedia.org/wiki/Q67"),
        ("siren", "٥٥٢١٠٠٥٥٤"), ("pic", "9٩٩٩٩٧٩٣٠"),
    ],
)  # fmt: skip
def test_an_identifier_that_is_none_is_refused_with_a_suggestion(scheme, text):
    with pytest.raises(CellFault) as caught:
        identifier(scheme, text)
    assert caught.value.code == "bad_identifier" and caught.value.suggestion


def with_key(digits):
    """Nine digits of which the last makes Luhn's sum right."""
    total = sum(sum(divmod(int(digit) * (2 if n % 2 else 1), 10)) for n, digit in enumerate(digits))
    return digits + str(-total % 10)


@settings(deadline=None)
@given(st.text(alphabet="0123456789", min_size=8, max_size=8), st.text(alphabet="0123456789", min_size=4, max_size=4))
def test_a_siren_its_sirets_and_its_vat_number_give_one_identifier(digits, office):
    siren = with_key(digits)
    assume(len(set(siren)) > 1 and siren != "123456782" and not siren.startswith("356000000"))
    assume(not siren.startswith(("000", "12345678")))
    site = siren + office
    siret = site + str(-luhn(site + "0") % 10)
    vat = f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"
    assert identifier("siren", siren) == identifier("siret", siret) == identifier("vat", vat) == f"siren:{siren}"


def luhn(digits):
    return sum(sum(divmod(int(digit) * (2 if n % 2 else 1), 10)) for n, digit in enumerate(reversed(digits)))


@settings(deadline=None)
@given(st.text(max_size=12), st.sampled_from(["siren", "siret", "vat", "lei", "isni", *PATTERNS]))
def test_any_text_is_an_identifier_without_spaces_or_a_fault(text, scheme):
    try:
        made = identifier(scheme, text)
    except CellFault:
        return
    assert " " not in made and made.partition(":")[2]


# ----- dates

written = st.dates(min_value=day(1000, 1, 1)).map(day.isoformat)
parts = st.one_of(
    written,
    written.map(lambda text: text[:7]),
    written.map(lambda text: text[:4]),
    written.map(lambda text: "XXXX" + text[4:]),
    written.map(lambda text: text[:3] + "X"),
)


@settings(deadline=None)
@given(parts)
@example("XXXX-02-29")
@example("2016-02")
def test_the_earliest_day_is_not_after_the_latest(text):
    earliest, latest = dates.span(text)
    assert earliest <= latest
    assert day.fromisoformat(earliest) <= day.fromisoformat(latest)


@settings(deadline=None)
@given(st.dates(min_value=day(1, 1, 1)))
def test_a_day_is_its_own_earliest_and_latest(one):
    assert dates.span(one.isoformat()) == (one.isoformat(), one.isoformat())


@settings(deadline=None)
@given(st.dates(min_value=day(1, 1, 1), max_value=day(9990, 1, 1)), st.integers(0, 3_000))
def test_an_interval_runs_from_its_start_to_its_end_and_never_backwards(first, days):
    last = first + timedelta(days)
    assert dates.span(f"{first}/{last}") == (str(first), str(last))
    if days:
        with pytest.raises(DateError, match="ends before it starts"):
            dates.span(f"{last}/{first}")


@settings(deadline=None)
@given(st.dates(min_value=day(1000, 1, 1)))
def test_a_year_and_a_month_hold_every_day_of_theirs(one):
    text = one.isoformat()
    for shorter in (text[:4], text[:7]):
        earliest, latest = dates.span(shorter)
        assert earliest <= text <= latest and earliest.startswith(shorter) and latest.startswith(shorter)


@settings(deadline=None)
@given(st.text(max_size=14))
@example("2015-13-45")
@example("2015-02-29")
@example("0000")
@example("2015-00")
@example("99999-01-01")
@example("2015-06-31")
@example("2015-1-1")
@example("XXXX-04-31")
def test_any_text_is_a_date_or_refused_with_a_sentence(text):
    try:
        earliest, latest = dates.span(text)
    except DateError as error:
        assert "is not a date: write 2015-07-09" in str(error) or "write the earlier date first" in str(error)
        return
    assert "0001-01-01" <= earliest <= latest <= "9999-12-31"


@pytest.mark.parametrize(
    "text", ["2015-13-45", "2015-02-29", "0000", "2015-00", "2015-06-31", "2015-6-31", "juim 2015", "1/6"]
)
def test_nonsense_is_no_date(text):
    with pytest.raises(DateError):
        dates.span(text)
    with pytest.raises(CellFault):
        cells.date(text)


@pytest.mark.parametrize(
    ("text", "date"),
    [("juin 2015", "2015-06"), ("Juin 2015", "2015-06"), ("2015-6-1", "2015-06-01"), ("2015/06/1", "2015-06-01"),
     ("1er juin 2015", "2015-06-01"), ("6/2015", "2015-06"), ("1.6.2015", "2015-06-01")],
)  # fmt: skip
def test_a_date_that_is_no_edtf_is_read_in_a_cell_and_nowhere_else(text, date):
    assert cells.date(text) == date
    with pytest.raises(DateError):
        dates.span(text)


@settings(deadline=None)
@given(st.dates(min_value=day(1000, 1, 1)))
def test_the_french_way_of_writing_a_day_gives_the_same_day(one):
    for text in (f"{one.day}/{one.month}/{one.year}", f"{one.day:02d}.{one.month:02d}.{one.year}"):
        assert cells.date(text) == one.isoformat()


# ----- counts, numbers and words


@settings(deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_declared_count_lies_between_its_bounds(one, other):
    low, high = sorted((one, other))
    assert count_range(f"{low}-{high}")[:2] == (low, high)
    assert count_range(str(low))[:2] == (low, low)
    assert count_range(f">{low}")[:2] == (low, None)


@pytest.mark.parametrize(
    ("text", "count"),
    [("3 000", "3000"), ("3.000", "3000"), (">3\u202f000", ">3000"), ("95 %", "95 %"), ("~20", "~20")],
)
def test_thousands_are_read_however_they_are_set_apart(text, count):
    assert cells.count(text) == count


@pytest.mark.parametrize("text", ["many", "", "-3", "18 firms", "1-2-3", "1,5"])
def test_what_is_no_count_is_refused(text):
    with pytest.raises(CellFault):
        cells.count(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("1 234,5", "1234.5"), ("1234.50", "1234.5"), ("-1,55", "-1.55"), ("1'000", "1000"), ("0", "0"),
     ("1.234.567,8", "1234567.8"), ("1,234,567.8", "1234567.8"), ("1.234.567", "1234567")],
)  # fmt: skip
def test_numbers_are_read_with_either_mark(text, number):
    assert cells.number(text) == number


@pytest.mark.parametrize("text", ["7.66e6", "nan", "inf", "NaN", "one", "1.2.3", "-"])
def test_what_is_no_plain_number_is_refused(text):
    with pytest.raises(CellFault):
        cells.number(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("FR", "FR"), ("fr", "FR"), ("France", "FR"), ("Allemagne", "DE"), ("Germany", "DE"), ("EL", "GR"),
        ("UK", "GB"), ("NA", "NA"), ("Namibie", "NA"),
    ],
)  # fmt: skip
def test_countries_are_known_by_code_and_by_name_in_two_languages(text, code):
    assert cells.country(text) == code


@pytest.mark.parametrize("name", FRENCH)
def test_every_french_word_means_one_of_ours_in_any_case_gender_and_number(name):
    for text, meaning in FRENCH[name].items():
        assert word(name, text) == word(name, text.upper()) == word(name, fold(text)) == meaning
        assert meaning in vocabulary(name).values()


@pytest.mark.parametrize("name", FRENCH)
def test_a_word_that_is_not_known_is_refused_with_those_that_are(name):
    with pytest.raises(CellFault) as caught:
        word(name, "zzzzzzzz")
    assert caught.value.code == (f"unknown_{name}" if name in CODES else "unknown_word")
    start = "Write a number of employees, or one of " if name == "size" else "Write one of "
    assert caught.value.suggestion.startswith(start)


def test_sizes_are_told_in_french_with_the_number_that_would_do():
    with pytest.raises(CellFault) as caught:
        cells.size("abc")
    assert in_french(caught.value.suggestion) == "Écrivez un nombre de salariés, ou un de ces mots : TPE, PME, ETI, GE."
    with pytest.raises(CellFault) as caught:
        cells.size("200-300")
    assert in_french(caught.value.suggestion) == "C'est PME ou ETI : écrivez lequel."


@pytest.mark.parametrize("name", OURS)
def test_words_are_told_in_french_by_a_word_that_means_the_same(name):
    for meaning in OURS[name]:
        assert word(name, french_words().get(str(meaning), str(meaning))) == meaning
