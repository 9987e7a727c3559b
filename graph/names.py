"""Folding and keys of names: what makes two spellings one, and what does not.

They live beside the store because rules about names are derived on reading, from what a viewer sees.
"""

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

SPELLED = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "&": " et "})
LEGAL_FORMS = frozenset(
    {
        "sa", "sas", "sasu", "sarl", "eurl", "sci", "scop", "scic", "snc", "gie", "gip", "epic", "epst", "epa", "ab",
        "ag", "aps", "as", "asbl", "bv", "bvba", "gmbh", "kg", "oy", "oyj", "inc", "corp", "corporation", "co", "ltd",
        "limited", "llc", "llp", "plc", "nv", "sl", "slu", "spa", "srl", "sro", "spol", "doo", "ood", "eood", "kft",
        "zrt", "ug", "ev", "association", "asso",
    }
)  # fmt: skip
CEDEX = re.compile(r"\s+cedex(\s+\d+)?$")
NOT_A_LETTER = re.compile(r"[^\w]+|_")
DOTTED = re.compile(r"\b(?:\w\.){2,}")


@lru_cache(maxsize=200_000)
def fold(name: str) -> str:
    """A name without accents, case and punctuation, its words apart by one space.

    >>> fold("Société  d’Œnologie & Cie, S.A.S.")
    'societe d oenologie et cie sas'
    """
    dotless = DOTTED.sub(lambda dotted: dotted[0].replace(".", ""), name.casefold().translate(SPELLED))
    bare = "".join(c for c in unicodedata.normalize("NFKD", dotless) if not unicodedata.combining(c))
    return " ".join(NOT_A_LETTER.sub(" ", bare.replace("'", " ").replace("’", " ")).split())


@lru_cache(maxsize=200_000)
def strict_key(name: str) -> str:
    """What two spellings of one name share: folded, legal forms dropped at the ends, without spaces.

    >>> strict_key("MOV'EO") == strict_key("Mov’eo (association)") == strict_key("Moveo")
    True
    >>> strict_key("Groupe Dupont") == strict_key("Ateliers Dupont")
    False
    """
    words = fold(name).split()
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words.pop()
    while len(words) > 1 and words[0] in LEGAL_FORMS:
        words.pop(0)
    return "".join(words) or fold(name).replace(" ", "") or name.strip()


def slug(name: str, longest: int = 60) -> str:
    """A name as part of an id: folded, words joined by dashes.

    >>> slug("Images & Réseaux")
    'images-et-reseaux'
    """
    folded = fold(name).replace(" ", "-")
    if not folded or len(folded) > longest:  # told apart by what is cut off
        folded = f"{folded[:longest].strip('-') or 'x'}-{blake2b(name.encode(), digest_size=4).hexdigest()}"
    return folded


def town(city: str) -> str:
    """A town as compared between records: folded, without CEDEX, Saint written out.

    >>> town("ST-HERBLAIN CEDEX 3")
    'saint herblain'
    """
    words = CEDEX.sub("", fold(city)).split()
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in words)
