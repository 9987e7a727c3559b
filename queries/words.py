"""The words of the vocabulary in French and English, as sentences and screens say them."""

import datetime
from collections.abc import Mapping

from graph.declared import count_range
from queries.word_tables import DOUBTS, FIGURES, LABELS, PROPERTIES, REASONS, WORDS, Forms

FRENCH, ENGLISH = LANGUAGES = ("fr", "en")

BY_VALUE: Mapping[str, Mapping[str, Forms]] = {
    **{str(member): forms for member, forms in WORDS.items()},
    **{
        code: {language: (said, said) for language, said in forms.items()}
        for code, forms in {**PROPERTIES, **LABELS, **DOUBTS, **REASONS}.items()
    },
}
MARKS: Mapping[str, Mapping[str, str]] = {  # of a declared count: `>3000`, `~20`
    ">": {"fr": "plus de {}", "en": "more than {}"},
    "<": {"fr": "moins de {}", "en": "fewer than {}"},
    "~": {"fr": "environ {}", "en": "about {}"},
}


def word(value: str, language: str, count: float = 1) -> str:
    """The word for a member of the vocabulary, for so many; what is no member stays as it is.

    >>> word("host", "fr"), word("public_body", "en", 2)
    ('hôte', 'public bodies')
    """
    forms = BY_VALUE.get(value)
    return value if forms is None else forms[language][is_several(count, language)]


def figure(label: str, language: str, number: float) -> str:
    """What a number counts, written beside it; what has no forms of its own stays as it is called elsewhere.

    >>> figure("partners", "fr", 0), figure("partners", "en", 0), figure("betweenness", "fr", 0.2)
    ('partenaire nommé', 'partners named', 'intermédiarité')
    """
    forms = FIGURES.get(label)
    return word(label, language) if forms is None else forms[language][is_several(number, language)]


def words(key: str, language: str, count: float = 2) -> str:
    """Whom a count counts, as words: `delegate:firm` is « délégués, entreprises ».

    >>> words("delegate:firm", "en")
    'delegates, firms'
    """
    return ", ".join(word(part, language, count) for part in key.split(":") if part)


def is_several(count: float, language: str) -> bool:
    """Whether a language uses the plural for so many: 0 and 1.5 are one in French, several in English."""
    return abs(count) >= 2 if language == FRENCH else count != 1


def counted(count: float, language: str, one: str, several: str) -> str:
    """So many of something, in the form that the language uses for that.

    >>> counted(0, "fr", "table", "tables"), counted(1, "en", "table", "tables"), counted(1200, "en", "table", "tables")
    ('0 table', '1 table', '1,200 tables')
    """
    return f"{whole(count, language)} {several if is_several(count, language) else one}"


def declared(text: str, language: str) -> str:
    """A declared count in words; what is no count stays as it is.

    >>> declared(">3000", "en"), declared("50-100", "fr"), declared("95 %", "fr")
    ('more than 3,000', '50 à 100', '95 %')
    """
    span = count_range(text)
    if span is None:
        return text
    low, high = (whole(end, language) for end in (span.low, span.high))
    if text[0] in MARKS:
        return MARKS[text[0]][language].format(high if text[0] == "<" else low) + _percent(span.unit)
    between = {"fr": "à", "en": "to"}[language]
    return (low if low == high else f"{low} {between} {high}") + _percent(span.unit)


def date(text: str, language: str) -> str:
    """An EDTF date or interval in words; what is no plain date stays as it is.

    >>> date("2015-07-01", "fr"), date("2015-06/..", "en"), date("XXXX-02-20/XXXX-02-25", "fr")
    ('1er juillet 2015', 'June 2015 – …', '20 février – 25 février (année inconnue)')
    """
    ends = [_day(end, language) if end not in ("", "..") else "…" for end in text.split("/")]
    unknown = {"fr": "(année inconnue)", "en": "(year unknown)"}[language]
    return " – ".join(dict.fromkeys(ends)) + (f" {unknown}" if text.startswith("X") else "")


def _day(text: str, language: str) -> str:
    from babel.dates import format_date, format_skeleton

    year, *parts = text.rstrip("~?%").split("-")
    known = not year.startswith("X")
    try:  # 2000 was a leap year: 29 February of an unknown year is a day
        day = datetime.date(*[int(part) for part in (year if known else "2000", *[*parts, "1", "1"][:2])])
    except ValueError:
        return text
    if known and len(parts) == 2:
        said = str(format_date(day, "long", locale=language))
    else:
        said = str(format_skeleton(("y" if known else "") + ("", "MMMM", "MMMMd")[len(parts)], day, locale=language))
    return f"1er{said[1:]}" if language == FRENCH and said.startswith("1 ") else said


def whole(value: float | None, language: str) -> str:
    """A number as the language writes it: `53 547`; "" for none."""
    from babel.numbers import format_decimal

    return "" if value is None else str(format_decimal(value, locale=language))


def place(value: str, language: str) -> str:
    """What a territory is called: the code of a country is its name, anything else stays as it is.

    >>> place("DE", "fr"), place("Bretagne", "en")
    ('Allemagne', 'Bretagne')
    """
    from babel import Locale

    return str(Locale(language).territories.get(value, value))


def _percent(unit: str) -> str:
    return f" {unit}" if unit else ""
