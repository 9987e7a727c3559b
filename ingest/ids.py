"""Identifiers of organisations: which are valid, and which identify nobody.

Sums that python-stdnum has not: of ROR, ISO/IEC 7064 mod 97-10 over its base 32 (https://ror.readme.io); of RNSR the
letter of the remainder by 23, as the numbers of known laboratories have it.
"""

import re
from functools import lru_cache

from ingest.faults import CellFault

PLACEHOLDER = re.compile(r"^(0+|9+|1234567890*|n/?a|nc|néant|none|null|notapplicable|nonapplicable)?$", re.I)
PATTERNS = {
    "pic": r"[1-9][0-9]{8}",
    "ror": r"0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}",
    "rna": r"W[0-9A-Z]{3}[0-9]{6}",
    "rnsr": r"(19|20)[0-9]{2}[0-9A-Z]{5}[A-Z]",
    "wikidata": r"Q[1-9][0-9]*",
    "cordis": r"[0-9]{4,9}",
    "cordis-rcn": r"[0-9]{4,9}",
    "insee": r"([0-9]{2}|2[AB])[0-9]{3}|[0-9]{2,3}|2[AB]",
    "nuts": r"[A-Z]{2}[0-9A-Z]{0,3}",
}
NO_SIREN = "000"  # of VAT numbers of Monaco, and of placeholders
CHECKED = ("siren", "siret", "vat", "lei", "isni")


UPPER = ("rna", "rnsr", "wikidata", "insee")  # written in capitals
BASE_32, LETTERS_23 = "0123456789abcdefghjkmnpqrstvwxyz", "ABCDEFGHJKLMNPRSTUVWXYZ"
ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?(?:ror\.org|isni\.org(?:/isni)?|wikidata\.org/(?:wiki|entity))/(?=[^/]+$)", re.I
)


@lru_cache(maxsize=50_000)
def identifier(scheme: str, text: str) -> str:
    """`scheme:value` of a valid identifier, its address left out; a SIRET or a French VAT number gives its SIREN.

    >>> identifier("siret", "552 100 554 00013"), identifier("ror", "https://ror.org/02feahw73")
    ('siren:552100554', 'ror:02feahw73')

    Raises:
        CellFault: `bad_identifier`, or `placeholder_id` for what stands in for a missing one.
    """
    bare = _bare(scheme, text)
    if PLACEHOLDER.match(bare):
        raise CellFault("placeholder_id", "Leave the cell empty.")
    if scheme in CHECKED:
        return _checked(scheme, bare)
    if re.fullmatch(PATTERNS[scheme], bare) and _sum_is_right(scheme, bare):
        return f"{scheme}:{bare}"
    raise CellFault("bad_identifier", f"A {scheme} number looks otherwise: check it, or leave the cell empty.")


def _bare(scheme: str, text: str) -> str:
    """Without what is written around and between, in the letters that the scheme writes."""
    bare = re.sub(r"[\s.\-]", "", ADDRESS.sub("", text.strip()))
    if scheme == "ror":
        return bare.lower()
    return bare.upper() if scheme in UPPER else bare


def _sum_is_right(scheme: str, bare: str) -> bool:
    """Whether the check digits of a ROR, the letter of an RNSR number are right; others have none."""
    if scheme == "ror":
        number: int = sum(32**place * BASE_32.index(letter) for place, letter in enumerate(reversed(bare[1:7])))
        return int(bare[7:]) == 98 - 100 * number % 97
    if scheme == "rnsr" and bare[:9].isdigit():
        return bare[9] == LETTERS_23[int(bare[:9]) % 23]
    return True


def _checked(scheme: str, bare: str) -> str:
    """Checked by python-stdnum, which knows the sums, La Poste's own included."""
    from stdnum import isni, lei
    from stdnum.exceptions import ValidationError
    from stdnum.fr import siren, siret, tva

    try:
        if scheme == "vat":
            return _of_a_firm(tva.validate(bare)[-9:], NO_SIREN)
        if scheme == "siret":
            return _of_a_firm(siret.validate(bare)[:9], "000000000")
        number = {"siren": siren, "lei": lei, "isni": isni}[scheme].validate(bare)
        return f"{scheme}:{number}"
    except ValidationError:
        raise CellFault("bad_identifier", f"Check the {scheme} number, or leave the cell empty.") from None


def _of_a_firm(siren: str, none: str) -> str:
    """The SIREN in another number, unless that begins as those do that hold none."""
    if siren.startswith(none):
        raise CellFault("placeholder_id", "Leave the cell empty.")
    return f"siren:{siren}"
