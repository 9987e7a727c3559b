"""Identifiers of registers: what is valid, how it is written, and what merely stands in for one."""

import re
from collections.abc import Callable

from stdnum import isni, lei
from stdnum.exceptions import ValidationError
from stdnum.fr import siren, siret, tva

from graph.names import fold
from ingest.faults import Unreadable

PLACEHOLDERS = frozenset(
    {"notapplicable", "na", "nc", "nd", "neant", "aucun", "aucune", "none", "null", "nan", "unknown", "inconnu",
     "nonapplicable", "nonconnu", "nonrenseigne", "0", "x", "123456789", "tbd", ""}
)  # fmt: skip
ROUNDED = re.compile(r"^\d+([.,]\d+)?[eE]\+?\d+$")
PATTERNS = {
    "pic": re.compile(r"\d{9}"),
    "ror": re.compile(r"0[a-hj-km-np-tv-z0-9]{6}\d{2}"),
    "rna": re.compile(r"W\d[0-9A-Z]\d{7}"),
    "rnsr": re.compile(r"\d{9}[A-Z]"),
    "wikidata": re.compile(r"Q[1-9]\d*"),
    "cordis": re.compile(r"\d{3,9}"),
    "cordis-rcn": re.compile(r"\d{3,9}"),
    "insee": re.compile(r"\d[0-9AB]\d{3}"),
    "nuts": re.compile(r"[A-Z]{2}[0-9A-Z]{0,3}"),
}
DIGITS = {"siren": 9, "siret": 14, "pic": 9}


def identifier(scheme: str, text: str) -> str:
    """The register id that a cell states, such as `siren:552100554`; a SIRET or a French VAT number gives its SIREN.

    >>> identifier("siret", "552 100 554 00013")
    'siren:552100554'
    >>> identifier("vat", "FR40303265045")
    'siren:303265045'
    >>> identifier("ror", "https://ror.org/02feahw73")
    'ror:02feahw73'

    Raises:
        Unreadable: it is not valid, was rounded, lost a zero, or is a placeholder.
    """
    if is_placeholder(text):
        raise Unreadable("placeholder_id", scheme.upper())
    if ROUNDED.match(text):
        raise Unreadable("precision_lost")
    return _FRENCH.get(scheme, _by_pattern)(scheme, text)


def is_placeholder(text: str) -> bool:
    """Whether the text only stands where an identifier is missing.

    >>> is_placeholder("000000000"), is_placeholder("N/A"), is_placeholder("552100554")
    (True, True, False)
    """
    bare = fold(text).replace(" ", "")
    return bare in PLACEHOLDERS or (len(bare) > 3 and bare.isdigit() and len(set(bare)) == 1)


def _siren(scheme: str, text: str) -> str:
    check = siren if scheme == "siren" else siret
    try:
        return "siren:" + str(check.validate(text.replace("\u00a0", " ").replace("\u202f", " ")))[:9]
    except ValidationError:
        raise _refused(scheme, text, check.is_valid) from None


def _vat(scheme: str, text: str) -> str:
    bare = re.sub(r"[\s.\-]", "", text).upper()
    if not bare.startswith("FR") and not bare[:1].isdigit():
        raise Unreadable("foreign_vat")
    try:
        found = str(tva.to_siren(tva.validate(bare)))
    except ValidationError:
        raise Unreadable("foreign_vat" if bare[4:7] == "000" else "bad_identifier", "VAT") from None
    if is_placeholder(found):
        raise Unreadable("placeholder_id", "VAT")
    return "siren:" + found


def _library(scheme: str, text: str) -> str:
    module = {"lei": lei, "isni": isni}[scheme]
    try:
        return f"{scheme}:{module.validate(text)}"
    except ValidationError:
        raise Unreadable("bad_identifier", scheme.upper()) from None


def _by_pattern(scheme: str, text: str) -> str:
    bare = re.sub(r"\s", "", text)
    bare = bare.rpartition("/")[2].lower() if scheme == "ror" else bare if scheme == "cordis" else bare.upper()
    if not PATTERNS[scheme].fullmatch(bare):
        raise _refused(scheme, bare, lambda one: bool(PATTERNS[scheme].fullmatch(one)))
    return f"{scheme}:{bare}"


def _refused(scheme: str, text: str, is_valid: Callable[[str], bool]) -> Unreadable:
    bare = re.sub(r"\s", "", text)
    if bare.isdigit() and len(bare) == DIGITS.get(scheme, 0) - 1 and is_valid("0" + bare):
        return Unreadable("lost_zero", scheme.upper(), "0" + bare)
    return Unreadable("bad_identifier", scheme.upper())


_FRENCH: dict[str, Callable[[str, str], str]] = {
    "siren": _siren, "siret": _siren, "vat": _vat, "lei": _library, "isni": _library,
}  # fmt: skip
SCHEMES = frozenset({*PATTERNS, *_FRENCH})
