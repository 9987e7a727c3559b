"""Identifiers of organisations: which are valid, and which identify nobody."""

import re
from functools import lru_cache

from ingest.faults import CellFault

PLACEHOLDER = re.compile(r"^(0+|9+|1234567890*|n/?a|nc|néant|none|null|notapplicable|nonapplicable)?$", re.I)
PATTERNS = {
    "pic": r"[1-9]\d{8}",
    "ror": r"0[a-hj-km-np-tv-z0-9]{6}\d{2}",
    "rna": r"W[0-9A-Z]{3}\d{6}",
    "rnsr": r"(19|20)\d{2}[0-9A-Z]{5}[A-Z]",
    "wikidata": r"Q[1-9]\d*",
    "cordis": r"\d{4,9}",
    "cordis-rcn": r"\d{4,9}",
    "insee": r"(\d{2}|2[AB])\d{3}|\d{2,3}|2[AB]",
    "nuts": r"[A-Z]{2}[0-9A-Z]{0,3}",
}
CHECKED = ("siren", "siret", "vat", "lei", "isni")


@lru_cache(maxsize=200_000)
def identifier(scheme: str, text: str) -> str:
    """`scheme:value` of a valid identifier; a SIRET or a French VAT number gives its SIREN.

    >>> identifier("siret", "552 100 554 00013"), identifier("pic", "999997930")
    ('siren:552100554', 'pic:999997930')

    Raises:
        CellFault: `bad_identifier`, or `placeholder_id` for what stands in for a missing one.
    """
    bare = re.sub(r"[\s.\-]", "", text)
    if PLACEHOLDER.match(bare):
        raise CellFault("placeholder_id", "Leave the cell empty.")
    if scheme in CHECKED:
        return _checked(scheme, bare)
    if re.fullmatch(PATTERNS[scheme], bare):
        return f"{scheme}:{bare}"
    raise CellFault("bad_identifier", f"A {scheme} number looks otherwise: check it, or leave the cell empty.")


def _checked(scheme: str, bare: str) -> str:
    """Checked by python-stdnum, which knows the sums, La Poste's own included."""
    from stdnum import isni, lei
    from stdnum.exceptions import ValidationError
    from stdnum.fr import siren, siret, tva

    try:
        if scheme == "vat":
            return f"siren:{siren.validate(tva.validate(bare)[-9:])}"
        if scheme == "siret":
            return f"siren:{siret.validate(bare)[:9]}"
        number = {"siren": siren, "lei": lei, "isni": isni}[scheme].validate(bare)
        return f"{scheme}:{number}"
    except ValidationError:
        raise CellFault("bad_identifier", f"Check the {scheme} number, or leave the cell empty.") from None
