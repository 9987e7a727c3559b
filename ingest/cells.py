"""Cells to values: each parser takes the text of one cell, and gives a value or says what is wrong."""

import re
from collections.abc import Callable, Mapping
from datetime import date as day
from datetime import timedelta
from functools import cache, lru_cache, partial

from graph import dates
from graph.declared import count_range
from graph.errors import DateError
from graph.facts import REGISTERS, is_register_id
from graph.model import group
from graph.names import fold
from ingest.faults import CellFault
from ingest.ids import identifier
from ingest.numbers import MARKED, SPACES, Style, decimal_of
from ingest.words import word

WRITTEN_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T]\d{1,2}:\d{2}.*)?")
YEAR_FIRST = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:[ T]\d{1,2}:\d{2}.*)?(?<!\d{4}-\d\d-\d\d)")
MONTH_YEAR = re.compile(r"(\d{1,2})/(\d{4})")
SHORT_YEAR = re.compile(r"(\d{1,2}[/.-]\d{1,2}[/.-])(\d{2})")
IN_WORDS = re.compile(r"(?:(\d{1,2})(?:er|st|nd|rd|th)? )?([a-z]+) (\d{4})")
EXCEL_DAY = re.compile(r"\d{5}")
DAY_ZERO, FIRST_DAY, LAST_DAY = day(1899, 12, 30), 20_000, 60_000  # 1954 to 2064
SHORTENED = re.compile(r"[-+]?\d+([.,]\d+)?e[-+]?\d+", re.I)
PLAIN_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)")
STAFF = re.compile(r"\s*(salari|employ|personne|collaborat|etp).*", re.I)
TO = re.compile(r"\s+(?:à|a|to)\s+")
EMPLOYEES = ((10, "micro"), (250, "sme"), (5000, "mid"))
PART = "\x1f"  # between the values of a cell that holds several properties
Parser = Callable[[str], str]


def parser(name: str, values: Mapping[str, str], style: Style = Style()) -> Parser:
    """The parser of that name: `text`, `date`, `number` …, `word:status` or `identifier:siren`, for a style."""
    kind, _, detail = name.partition(":")
    if kind == "date":
        return partial(date, order=style.order or "dmy", pivot=style.pivot)
    if kind == "number":
        return partial(number, decimal=style.decimal)
    if kind == "postcode":
        return partial(postcode, french=style.french)
    if kind == "word":
        return lru_cache(maxsize=10_000)(
            partial(word, detail, more={fold(key): value for key, value in values.items()})
        )
    if kind in ("identifier", "organisation_id"):
        return partial(identifier, detail)
    return PARSERS.get(kind, str)


class Noted(str):
    """A value that was read, with the code of what is odd about its cell."""

    __slots__ = ("code",)
    code: str

    @classmethod
    def of(cls, value: str, code: str) -> "Noted":
        made = cls(value)
        made.code = code
        return made


@lru_cache(maxsize=100_000)
def date(text: str, order: str = "dmy", pivot: int = -1) -> str:
    """EDTF as it stands; `d/m/yyyy`, `1er mars 2015`, `07/2015`, a time of day and Excel's days turned into it.

    Two-digit years from `pivot` on are of the 1900s, those before of the 2000s; without one they are refused.

    >>> date("9/7/2015"), date("9/7/2015", "mdy"), date("1er mars 2015"), date("XXXX-02-20"), date("42194")
    ('2015-07-09', '2015-09-07', '2015-03-01', 'XXXX-02-20', '2015-07-09')
    """
    made = _as_edtf(text, order, pivot)
    try:
        dates.span(made)
    except DateError as error:
        raise CellFault("bad_date", _what_to_write(str(error))) from None
    return made


def _what_to_write(sentence: str) -> str:
    """The half of a sentence that says what to do: the fault itself says what is wrong."""
    hint = sentence.rpartition(": ")[2]
    return hint[:1].upper() + hint[1:]


def _as_edtf(text: str, order: str, pivot: int) -> str:
    if found := WRITTEN_DATE.fullmatch(text):
        day, month = (found[1], found[2]) if order == "dmy" else (found[2], found[1])
        return f"{found[3]}-{int(month):02d}-{int(day):02d}"
    if found := YEAR_FIRST.fullmatch(text):
        return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"
    if found := MONTH_YEAR.fullmatch(text):
        return f"{found[2]}-{int(found[1]):02d}"
    if found := SHORT_YEAR.fullmatch(text):
        if pivot < 0:
            raise CellFault("short_year", 'Write four digits, or load with a mapping that says pivot = "50".')
        return _as_edtf(f"{found[1]}{'19' if int(found[2]) >= pivot else '20'}{found[2]}", order, pivot)
    if EXCEL_DAY.fullmatch(text) and FIRST_DAY <= int(text) <= LAST_DAY:
        return Noted.of((DAY_ZERO + timedelta(days=int(text))).isoformat(), "excel_serial")
    return _in_words(text) or text


def _in_words(text: str) -> str:
    """`1er mars 2015` and `March 2015`; "" for anything else."""
    found = IN_WORDS.fullmatch(fold(text))
    month = _months().get(found[2]) if found else None
    if not found or month is None:
        return ""
    return f"{found[3]}-{month:02d}" + (f"-{int(found[1]):02d}" if found[1] else "")


@cache
def _months() -> dict[str, int]:
    from babel.dates import get_month_names

    forms = [(language, width) for language in ("fr", "en") for width in ("wide", "abbreviated")]
    named = [get_month_names(width, locale=language) for language, width in forms]  # type: ignore[arg-type]
    return {fold(name): number for names in named for number, name in names.items()}


def number(text: str, decimal: str = "") -> str:
    """A number, with a point; thousands may be parted by spaces, `'`, or the mark that is not the decimal one.

    >>> number("1 234,5"), number("1.234", ","), number("1.234"), number("1.234.567,8")
    ('1234.5', '1234', '1.234', '1234567.8')
    """
    bare = SPACES.sub("", text)
    if SHORTENED.fullmatch(bare):
        return _refuse("exponent", "Show the whole number, and save the file again.")
    mark = decimal or (decimal_of(bare) if MARKED.fullmatch(bare) else "") or ("," if "," in bare else ".")
    thousands = re.escape("." if mark == "," else ",")
    plain = re.sub(rf"(?<=\d){thousands}(?=(?:\d{{3}}{thousands})*\d{{3}}(?!\d))", "", bare).replace(mark, ".")
    return f"{float(plain):.12g}" if PLAIN_NUMBER.fullmatch(plain) else _refuse("bad_number")


def postcode(text: str, french: bool = False) -> str:
    """As it stands; where the others have five digits, one of four has lost its zero."""
    return Noted.of(text, "lost_zero") if french and re.fullmatch(r"\d{4}", text) else text


def count(text: str) -> str:
    """A declared count: `18`, `>3000`, `50-100`, `95 %`, `~20`."""
    bare = re.sub(r"(?<=\d)[\s\u00a0\u202f.](?=\d{3}\b)", "", text.strip())
    return bare if count_range(bare) else _refuse("bad_count", "Write 18, >3000, 50-100 or 95 %.")


def counted(text: str) -> str:
    """Whom a count counts: words of roles, kinds and sizes, joined by a colon: `delegate:firm`."""
    return ":".join(_counted(part) for part in re.split(r"[:\s]+", text.strip()))


def size(text: str) -> str:
    """A size class, or that of a number of employees, or of a range of them that is within one class.

    >>> size("PME"), size("45 salariés"), size("10 à 49"), size("> 5000")
    ('sme', 'sme', 'sme', 'large')
    """
    found = count_range(TO.sub("-", STAFF.sub("", text)))
    if found is None or found.unit:
        return word("size", text)
    least, most = (_size_class(many) for many in (found.low, found.high))
    if least != most:
        raise CellFault("unknown_word", f"It is {least} or {most}: write which.")
    return least


def _size_class(employees: float | None) -> str:
    return next((name for limit, name in EMPLOYEES if employees is not None and employees < limit), "large")


@lru_cache(maxsize=2_000)
def country(text: str) -> str:
    """ISO 3166 alpha-2, from that code, the Union's own codes, or a French or English name."""
    known = _countries()
    found = {"EL": "GR", "UK": "GB"}.get(text.upper()) or known.get(fold(text))
    return found or _refuse("bad_country", "Write a two-letter code, as FR.")


def point(text: str) -> str:
    """Latitude and longitude, apart by `PART`.

    >>> point("48.8415922, 2.3770221").split(PART)
    ['48.8415922', '2.3770221']
    """
    lat, comma, lon = (part.strip() for part in text.partition(","))
    if not comma or not -90 <= float(number(lat)) <= 90 or not -180 <= float(number(lon)) <= 180:
        raise CellFault("bad_point", "Write latitude and longitude, as 48.85,2.35.")
    return f"{number(lat)}{PART}{number(lon)}"


def address(text: str) -> str:
    """The city and the postcode that end an address, apart by `PART`: a street may hold commas, they do not.

    >>> address("Parc des Cèdres, allée 2, Vourles, 69390").split(PART)
    ['Vourles', '69390']
    """
    *_, city, postcode = ["", "", *(part.strip() for part in text.split(","))]
    return f"{city}{PART}{postcode}"


def french_postcode(text: str) -> str:
    """The one postcode that stands in a text.

    >>> french_postcode("rue de Rivoli 75001 Paris")
    '75001'
    """
    found = set(re.findall(r"(?<!\d)\d{5}(?!\d)", text))
    return found.pop() if len(found) == 1 else _refuse("bad_postcode", "Write five digits, as 44000.")


def french_vat(text: str) -> str:
    """The SIREN in a French VAT number; "" of another country's, which is no identifier here."""
    if re.match(r"(?!FR)[A-Z]{2}[0-9A-Z+*.\s]*\d", text.upper()):
        return ""
    return identifier("vat", text)


def confidence(text: str) -> str:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = -1.0
    return str(value) if 0 <= value <= 1 else _refuse("bad_confidence", "Write 1 for a register, 0.6 for the press.")


def url(text: str) -> str:
    if "//" not in text and "." in text and " " not in text:
        text = f"https://{text}"
    return (
        text if re.match(r"https?://[^\s<>\"']+$", text) else _refuse("bad_url", "Write it with http:// or https://.")
    )


def predicate(text: str) -> str:
    """A relation, or a property in lower case."""
    from graph.frames import SHOWN
    from graph.vocabulary import Relation

    upper = re.sub(r"[\s-]+", "_", text.upper())
    if upper in set(Relation):
        return upper
    if text in {*SHOWN, "name", "alias", "kind", "identifier", "reference", "declared"}:
        return text
    return _refuse("unknown_relation", f"Write one of {', '.join(Relation)}, or a property such as city.")


def reference(text: str) -> tuple[str, str]:
    """How a cell points at an entity: ("record", its record id) or ("name", the name or public id).

    >>> reference("pic:999997930"), reference("Airbus")
    (('record', 'pic:999997930'), ('name', 'Airbus'))
    """
    scheme, colon, value = text.partition(":")
    if colon and scheme.lower() in (*REGISTERS, "siret", "vat"):
        return "record", identifier(scheme.lower(), value)
    if "#" in text and text.startswith("doc:") and " " not in text:
        return "record", text
    return "record" if is_register_id(text) else "name", text


def document(text: str) -> str:
    """The id of a document: `doc:` and a word, since record ids begin with it.

    >>> document("doc:techonmap-2015")
    'doc:techonmap-2015'
    """
    form = "Write doc: and a word without spaces, as doc:techonmap-2015."
    return text if re.fullmatch(r"doc:[^\s#~|]+", text) else _refuse("bad_document", form)


def register_id(text: str) -> str:
    """An identifier with its register: `siren:552100554`; a `siret:` or `vat:` gives its SIREN."""
    form, found = reference(text)
    return found if form == "record" and "#" not in found else _refuse("bad_identifier", "Write siren:552100554.")


def _counted(part: str) -> str:
    for name in ("role", "kind", "size"):
        try:
            return word(name, part)
        except CellFault:
            continue
    return _refuse("unknown_word", "Write a role, a kind or a size, as delegate:firm.")


@cache
def _countries() -> dict[str, str]:
    from babel import Locale

    codes = {str(code): str(code) for code in Locale("en").territories if re.fullmatch("[A-Z]{2}", str(code))}
    names = {
        name: code for language in ("en", "fr") for code, name in Locale(language).territories.items() if code in codes
    }
    return {fold(name): code for name, code in (names | codes).items()}


def _refuse(code: str, suggestion: str = "") -> str:
    raise CellFault(code, suggestion)


PARSERS: dict[str, Parser] = {
    "text": str,
    "date": date,
    "number": number,
    "postcode": postcode,
    "count": count,
    "counted": counted,
    "size": size,
    "country": country,
    "confidence": confidence,
    "point": point,
    "address": address,
    "french_vat": french_vat,
    "french_postcode": french_postcode,
    "url": url,
    "predicate": predicate,
    "group": group,
    "document": document,
    "register_id": register_id,
}
PROPERTIES: dict[str, str] = {  # how the value of a property is read where a file names the property itself
    "country": "country", "lat": "number", "lon": "number", "cost": "number", "size": "size", "url": "url",
    "since": "date", "until": "date", "founded": "date", "status": "word:status", "kind": "word:kind",
    "identifier": "register_id", "declared": "count",
}  # fmt: skip
POINTERS = ("organisation", "encounter", "equipment", "any")  # a name that must be known, or an id
TOPICS = ("territory", "competence")  # a name that is enough to make one
