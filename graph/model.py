"""The records everything is made of: who said what, where, and who may see it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import ClassVar, NamedTuple, Self

from graph.errors import WrongValue
from graph.vocabulary import Level, Relation, Status, Verdict

RELATIONS = frozenset(Relation)


def group(text: str) -> str:
    """The name of a group as it is kept and compared: `EMC2` and `emc2` are one.

    >>> group(" EMC2 ")
    'emc2'
    """
    return text.strip().casefold()


@dataclass(frozen=True, slots=True)
class Document:
    """Where something was read: a file, an article, a register, a form.

    Attributes:
        id: chosen once by a person: `doc:seattle-visit`.
        published, retrieved: EDTF.
        audience: the group it was confided to, as `group` writes it; needed unless the level is public.
    """

    id: str
    title: str
    publisher: str | None = None
    published: str | None = None
    retrieved: str | None = None
    url: str | None = None
    licence: str | None = None
    sha256: str | None = None
    level: Level = Level.PUBLIC
    audience: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "audience", group(self.audience) if self.audience else self.audience)


class Statement(NamedTuple):
    """One thing that one document says, at one place in it, about one record.

    A named tuple, because a register makes half a million of them.

    Attributes:
        about: the record it is about; the source, when it states a link.
        predicate: a property (`name`, `kind`, `status`, `declared` …) or a `Relation`.
        value: the property's value as text, or the record id of the link's target.
        key: the role of a `TOOK_PART_IN`; whom a `declared` count counts (`delegate:firm`); else "".
        status: how far the link has come; None lets the encounter, or the relation, decide.
        valid: EDTF, since when and until when.
        qualifiers: (name, value) pairs, sorted, that belong to the statement itself:
            `importance` of a need, `amount` of a participation, `besides` of a declared count.
        said_by, said_on: whose words, and when (EDTF), if not the document's own.
        confidence: 1.0 register or own data, .8 a party says so, .6 press, .4 read by a machine
            and accepted, .3 a kind read from an activity code.
        explicit: whether the document says it in so many words.
        raw, locator, quote, note: the cell as it stood, its place, one sentence, words of one's own.
    """

    document: str
    about: str
    predicate: str
    value: str
    key: str = ""
    status: Status | None = None
    valid: str | None = None
    qualifiers: tuple[tuple[str, str], ...] = ()
    said_by: str | None = None
    said_on: str | None = None
    confidence: float = 1.0
    explicit: bool = True
    level: Level = Level.PUBLIC
    audience: str | None = None
    method: str = ""
    raw: str | None = None
    locator: str | None = None
    quote: str | None = None
    note: str | None = None

    @property
    def id(self) -> str:
        """The same for the same thing said by the same document: not line, run or file."""
        said: tuple[str, ...] = (
            self.document, self.about, self.predicate, self.value, self.key, self.status or "",
            self.valid or "", self.said_by or "",
        )  # fmt: skip
        if self.qualifiers:
            said += tuple(f"{name}={value}" for name, value in self.qualifiers)
        return blake2b("\x1f".join(said).encode(), digest_size=12).hexdigest()

    @property
    def is_link(self) -> bool:
        return self.predicate in RELATIONS


@dataclass(frozen=True, slots=True)
class Decision:
    """A person says that two records are the `same`, `different`, or that it is `unsure`.

    The newest decision on a pair holds. It is as confidential as its two records.
    """

    a: str
    b: str
    verdict: Verdict
    by: str
    why: str = ""

    @property
    def id(self) -> str:
        low, high = sorted((self.a, self.b))
        said = "\x1f".join((low, high, self.verdict, self.by, self.why))
        return blake2b(said.encode(), digest_size=12).hexdigest()


def link_id(source: str, relation: str, target: str, key: str) -> str:
    """How a link is named in addresses and exports."""
    return "~".join((source, relation, target, key))


@dataclass(frozen=True, slots=True)
class Viewer:
    """On whose behalf one looks: for each group, the level up to which its confidences are seen.

    >>> Viewer.parse("EMC2=staff,systematic=members").sees(Level.MEMBERS, "emc2")
    True
    >>> Viewer.parse("public").sees(Level.MEMBERS, "emc2")
    False
    """

    rights: tuple[tuple[str, Level], ...] = ()
    sees_all: bool = False

    PUBLIC: ClassVar["Viewer"]  # without any rights
    OWNER: ClassVar["Viewer"]  # the person at whose disk the file is

    def __post_init__(self) -> None:
        """Each group once, with the highest of its levels."""
        highest = dict(sorted((group(name), level) for name, level in self.rights))
        object.__setattr__(self, "rights", tuple(highest.items()))

    @classmethod
    def parse(cls, text: str) -> Self:
        """`public`, `owner`, or groups with their levels: `emc2=staff,systematic=members`.

        Raises:
            ValueError: a level or a form that does not exist.
        """
        words = text.strip().lower()
        if words in ("public", "owner"):
            return cls(sees_all=words == "owner")
        return cls(tuple(_right(part) for part in words.split(",")))

    def sees(self, level: Level, audience: str | None) -> bool:
        """Whether a statement of this level, confided to this audience, exists for this viewer."""
        return self.sees_all or level == Level.PUBLIC or dict(self.rights).get(group(audience or ""), 0) >= level

    def __str__(self) -> str:
        if self.sees_all:
            return "owner"
        return ",".join(f"{name}={level.word}" for name, level in self.rights) or "public"


Viewer.PUBLIC = Viewer()
Viewer.OWNER = Viewer(sees_all=True)


def _right(part: str) -> tuple[str, Level]:
    name, _, word = (piece.strip() for piece in part.partition("="))
    levels = {level.word: level for level in Level if level}
    if not name or word not in levels:
        raise WrongValue("'{}' is no viewer: write public, owner, or group=members, group=staff.", part)
    return name, levels[word]


def qualifiers(pairs: Mapping[str, str] | Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Qualifiers in the one order that statement ids rest on, without the empty ones."""
    return tuple(sorted((name, value) for name, value in dict(pairs).items() if value))
