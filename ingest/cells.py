"""Cells to values: each parser takes the text of one cell, and gives a value or says what is wrong."""

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache, partial

from graph.declared import count_range
from graph.facts import REGISTERS, is_register_id
from graph.model import group
from graph.names import fold
from ingest.days import date
from ingest.faults import CellFault
from ingest.ids import identifier
from ingest.noted import Noted
from ingest.numbers import MARKED, SPACES, Style, decimal_of
from ingest.words import word

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


def pointer(text: str) -> str:
    """A name, or an id, which must be a valid one: `siren:552100554`."""
    reference(text)
    return text


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


PROPERTIES: dict[str, str] = {  # how the value of a property is read where a file names the property itself
    "country": "country", "lat": "number", "lon": "number", "cost": "number", "size": "size", "url": "url",
    "since": "date", "until": "date", "founded": "date", "status": "word:status", "kind": "word:kind",
    "identifier": "register_id", "declared": "count",
}  # fmt: skip
POINTERS = ("organisation", "encounter", "equipment", "any")  # a name that must be known, or an id
TOPICS = ("territory", "competence")  # a name that is enough to make one
PARSERS: dict[str, Parser] = {
    "text": str, "date": date, "number": number, "postcode": postcode, "count": count, "counted": counted,
    "size": size, "country": country, "confidence": confidence, "point": point, "address": address,
    "french_vat": french_vat, "french_postcode": french_postcode, "url": url, "predicate": predicate, "group": group,
    "document": document, "register_id": register_id, **dict.fromkeys((*POINTERS, *TOPICS), pointer),
}  # fmt: skip
