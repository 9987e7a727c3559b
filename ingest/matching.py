"""How alike two organisations are: one score, the same wherever records are compared, with its reasons.

The score is the larger of two likenesses, of the letters and of the rare words, less a little where the legal forms
or the countries differ, or the towns do. It is monotone: what is closer never scores lower. Nothing in it was trained.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import log

from rapidfuzz.distance import Levenshtein

from graph.names import fold, loose_key, strict_key
from graph.vocabulary import ENCOUNTERS, ORGANISATIONS
from ingest.legal_forms import parted

SAFE, LIKELY, LOOK = 0.955, 0.895, 0.855  # of what scores as much over 99, 95, 90 % were one, in the labelled pairs
BANDS = {"safe": SAFE, "likely": LIKELY, "look": LOOK}
LESS = 0.05  # for legal forms that differ, for countries that differ, for towns that differ
CLEARLY_DIFFERENT = 0.5  # two names under this are no spellings of one
AND = frozenset({"and", "und"})  # "&" is folded to "et"
UMLAUT = re.compile("([aou])e")


@dataclass(frozen=True, slots=True)
class Rarity:
    """How many of the known names hold a word: a rare one says more of who it is.

    >>> rarity = Rarity.of(["Axelera", "Pole Axelera", "Pole Cap Digital"])
    >>> rarity.weight("axelera") == rarity.weight("pole") < rarity.weight("capenergies")
    True
    """

    holding: Mapping[str, int] = field(default_factory=dict)
    names: int = 0

    @classmethod
    def of(cls, names: Iterable[str]) -> "Rarity":
        known = set(names)
        return cls(Counter(word for name in known for word in set(bare(name)[0])), len(known))

    def weight(self, word: str) -> float:
        """Larger for a rarer word, never 0."""
        return log((self.names + 2) / (self.holding.get(word, 0) + 1))


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name made ready for comparing.

    Attributes:
        key: its words without spaces. `strict` is the key of `graph.names`.
        words: the weight of each word; one that comes twice stands twice.
        weight: of all the words.
    """

    name: str
    key: str
    strict: str
    words: Mapping[str, float]
    weight: float
    forms: frozenset[str]

    @classmethod
    def of(cls, name: str, rarity: Rarity) -> "Spelling":
        words, forms = bare(name)
        seen: Counter[str] = Counter()
        weights: dict[str, float] = {}
        for word in words:
            seen[word] += 1
            weights[word if seen[word] == 1 else f"{word} {seen[word]}"] = rarity.weight(word)
        return cls(name, "".join(words), strict_key(name), weights, sum(weights.values()), forms)


@dataclass(frozen=True)
class Party:
    """What is compared of an organisation: everything by which it is known.

    Attributes:
        spellings: its names, the shown one first.
        identifiers, towns, countries: what its documents say, towns folded.
    """

    id: str
    kind: str
    spellings: tuple[Spelling, ...]
    identifiers: frozenset[str] = frozenset()
    towns: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()

    @cached_property
    def sirens(self) -> frozenset[str]:
        return frozenset(one for one in self.identifiers if one.startswith("siren:"))

    @property
    def family(self) -> str:
        """Records of two families are never one."""
        return next((name for name, kinds in FAMILIES.items() if self.kind in kinds), self.kind)


FAMILIES: Mapping[str, Collection[str]] = {"organisation": ORGANISATIONS, "encounter": ENCOUNTERS}


@dataclass(frozen=True, slots=True)
class Match:
    """Two organisations compared.

    Attributes:
        score: in [0, 1], whichever is named first.
        reasons: what speaks for it and against it, each in a few words.
    """

    score: float
    reasons: tuple[str, ...]

    @property
    def band(self) -> str:
        """`safe`, `likely` or `look`: in which order to review; "" below."""
        return band(self.score)


def band(score: float) -> str:
    """The band of a score.

    >>> band(1.0), band(0.9), band(0.2)
    ('safe', 'likely', '')
    """
    return next((name for name, least in BANDS.items() if score >= least), "")


def bare(name: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The words of a name as they are compared, and its legal forms.

    Letters that stand alone are one word, `and` is `&`, `ue` is `u`, a leading `the` goes.

    >>> bare("The Lundbeck Universitaet A/S")
    (('lundbeck', 'universitat'), frozenset({'as'}))
    """
    words, forms = parted(["et" if word in AND else word for word in _letters_joined(fold(name).split())])
    left = words[1:] if len(words) > 1 and words[0] == "the" else words
    return tuple(UMLAUT.sub(r"\1", word) for word in left), forms


def compare(one: Party, other: Party) -> Match:
    """The score of two organisations: of their names that are most alike, less what speaks against it.

    An identifier in common makes it likely, whatever the names. Towns that differ make it less so, and hide nobody.
    """
    pairs = list(product(one.spellings, other.spellings))
    best, a, b = max(((likeness(a, b), a, b) for a, b in pairs), key=lambda found: found[0], default=(0.0, None, None))
    shared = sorted(one.identifiers & other.identifiers)
    abroad, elsewhere = _differ(one.countries, other.countries), _differ(one.towns, other.towns)
    named = best - LESS * abroad
    score = max(named - LESS * elsewhere, min(named, LOOK), LIKELY if shared else 0.0, 0.0)
    reasons = [f"identifier in common: {identifier}" for identifier in shared]
    reasons += _of_names(a, b) if a and b else ()
    reasons += [f"town in common: {town}" for town in sorted(one.towns & other.towns)]
    reasons += ["towns differ"] if elsewhere else []
    reasons += ["countries differ"] if abroad else []
    return Match(round(score, 6), tuple(reasons))


def _differ(these: Collection[str], those: Collection[str]) -> bool:
    """Whether both are known and have nothing in common."""
    return bool(these) and bool(those) and not set(these) & set(those)


def likeness(a: Spelling, b: Spelling) -> float:
    """How alike two names are, in [0, 1]: letters or rare words, less for legal forms that differ."""
    less = LESS if _forms_differ(a, b) else 0.0
    return max(0.0, max(letters(a, b), rare_words(a, b)) - less)


def letters(a: Spelling, b: Spelling) -> float:
    """1 less the share of letters to change, of the longer name: Levenshtein's distance, without spaces."""
    return Levenshtein.normalized_similarity(a.key, b.key)


def rare_words(a: Spelling, b: Spelling) -> float:
    """The weight of the words in common, as a share of each name's: the mean of both."""
    shared = sum(weight for word, weight in a.words.items() if word in b.words)
    return (shared / a.weight + shared / b.weight) / 2 if shared else 0.0


def _of_names(a: Spelling, b: Spelling) -> list[str]:
    """Why two names were found alike, or not."""
    found = ["same name"] if a.strict == b.strict else ["same letters"] if a.key == b.key else []
    found += ["same but for common words"] if not found and loose_key(a.name) == loose_key(b.name) else []
    if not found and (alike := letters(a, b)) >= CLEARLY_DIFFERENT:
        found += ["letters much alike" if alike >= LOOK else "letters alike"]
    if not found or found == ["letters alike"]:
        found += [f"word in common: {word}" for word in _rarest(a, b)]
    return found + (["legal forms differ"] if _forms_differ(a, b) else [])


def _rarest(a: Spelling, b: Spelling, most: int = 3) -> Sequence[str]:
    shared = sorted((-weight, word) for word, weight in a.words.items() if word in b.words)
    return [word for _, word in shared[:most]]


def _forms_differ(a: Spelling, b: Spelling) -> bool:
    return bool(a.forms and b.forms and not a.forms & b.forms)


def _letters_joined(words: Iterable[str]) -> list[str]:
    """`a s` is `as`."""
    joined: list[str] = []
    open_ended = False
    for word in words:
        alone = len(word) == 1 and word.isalpha()
        if alone and open_ended:
            joined[-1] += word
        else:
            joined.append(word)
        open_ended = alone
    return joined
