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
COMMON = frozenset(
    {"groupe", "group", "societe", "ste", "ets", "etablissements", "france", "cie", "et", "the", "la", "le"}
)
LITTLE = frozenset({"d", "de", "des", "du", "l", "la", "le", "les", "et", "en", "pour", "of", "the", "and", "for"})
PARENTHESES = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
FORMERLY = re.compile(r"(?<!\w)(?:ex[-‐‑–]\s*|anciennement\s+|formerly\s+)", re.IGNORECASE)
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


def loose_key(name: str) -> str:
    """The strict key without the words that many names share, wherever they stand: for review only.

    >>> loose_key("Groupe Dupont France") == loose_key("Dupont SA")
    True
    """
    words = [word for word in fold(name).split() if word not in LEGAL_FORMS and word not in COMMON]
    return "".join(words) or strict_key(name)


def names_within(name: str) -> tuple[tuple[str, str], ...]:
    """The names that one name holds, each with its kind: what stands in parentheses, and what it was before.

    The first is the name without them, `legal`; what is in parentheses is an `acronym` if it is made of the first
    letters of the words, else of an unknown kind, ""; after `ex-` or `anciennement` stands a `former` one.

    >>> names_within("Safran Identity & Security (ex-Morpho)")
    (('Safran Identity & Security', 'legal'), ('Morpho', 'former'))
    >>> names_within("Centre national d'études spatiales (CNES)")
    (("Centre national d'études spatiales", 'legal'), ('CNES', 'acronym'))
    >>> names_within("Exail")
    (('Exail', 'legal'),)
    """
    main, *former = _before_and_now(PARENTHESES.sub(" ", name))
    found = {main or " ".join(name.split()): "legal"} | dict.fromkeys(former, "former")
    for part in PARENTHESES.findall(name):
        now, *former = _before_and_now(part)
        if fold(now):
            found.setdefault(now, "acronym" if is_acronym(now, main) else "")
        found |= dict.fromkeys(former, "former")
    return tuple(found.items())


def is_acronym(short: str, name: str) -> bool:
    """Whether a word is made of the first letters of a name's words, little words and legal forms counted or not.

    >>> is_acronym("CNES", "Centre national d'études spatiales"), is_acronym("BRGM", "Axelera")
    (True, False)
    """
    words = fold(name).split()
    left_out: tuple[frozenset[str], ...] = (frozenset(), LITTLE, LEGAL_FORMS, LITTLE | LEGAL_FORMS)
    made = {"".join(word[0] for word in words if word not in those) for those in left_out}
    return len(words) > 1 and fold(short).replace(" ", "") in made - {""}


def _before_and_now(text: str) -> list[str]:
    """What stands before the first `ex-`, then each name after one; without any, the text alone."""
    now, *former = (" ".join(part.strip(" \t,;:/-–").split()) for part in FORMERLY.split(text))
    return [now, *(name for name in former if fold(name))]


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
