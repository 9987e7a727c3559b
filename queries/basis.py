"""On what a number rests: which network, seen by whom and when, how much of what is declared it names, which method."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from graph.network import Network
from queries.examples import EXAMPLES
from queries.named import coverage
from queries.word_tables import ASKED, ASSUMED
from queries.words import counted, place, whole, word

ALL, SOME, NONE = "all", "some", "none"


@dataclass(frozen=True, slots=True)
class Basis:
    """The basis of an answer; it goes with every table that leaves the program.

    Attributes:
        network: content hash of the network's entities, links and declared counts.
        entities, links, encounters: how many the network holds.
        counted: how many of its links count with these statuses.
        undated: encounters and links whose date does not decide, with an as-of date.
        named, declared: of what documents declare, how many they name; `left_out`, how many counts are not in it.
        method: by language.
        parameters: of the query, the usual ones included.
        version: of the method; a cached answer of another version is no answer.
        notes: what else limits the answer, as (French, English).
        examples: how many of its documents are those shipped with the program: `all`, `some` or `none`.
    """

    query: str
    network: str
    viewer: str
    as_of: str | None
    sure: str
    statuses: tuple[str, ...] | None
    entities: int
    links: int
    encounters: int
    counted: int
    undated: int
    named: int
    declared: int
    left_out: int
    method: Mapping[str, str]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    version: int = 1
    notes: tuple[tuple[str, str], ...] = ()
    examples: str = NONE

    def as_dict(self) -> dict[str, Any]:
        """The basis as plain values, for JSON."""
        made = asdict(self)
        made["statuses"] = None if self.statuses is None else list(self.statuses)
        made["notes"] = [list(note) for note in self.notes]
        return made

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Basis":
        """The basis again, from what `as_dict` gave."""
        statuses = values["statuses"]
        notes = tuple((str(fr), str(en)) for fr, en in values["notes"])
        return cls(**{**values, "statuses": None if statuses is None else tuple(statuses), "notes": notes})

    def sentence(self, language: str) -> str:
        """The basis in one line."""
        return f"{self.network_sentence(language)} · {self.method_sentence(language)}"

    def network_sentence(self, language: str) -> str:
        """Of the basis, what all answers about the same network share: who sees it, when, how much it names."""
        return " · ".join(part for part in (_french if language == "fr" else _english)(self) if part)

    def method_sentence(self, language: str) -> str:
        """Of the basis, what this answer alone rests on: method, parameters, notes."""
        made = METHOD[language].format(self.method[language], self.version)
        notes = [note[language == "en"] for note in self.notes]
        return " · ".join(part for part in (made, _parameters(self, language), *notes) if part)


def basis(
    network: Network, query: str, *, method: Mapping[str, str], parameters: Mapping[str, Any], version: int = 1,
    notes: tuple[tuple[str, str], ...] = (),
) -> Basis:  # fmt: skip
    """The basis of what a query says of a network."""
    return Basis(
        query, network.content_hash, str(network.viewer), network.as_of, network.sure, network.statuses,
        len(network.entities), len(network.links), len(network.encounters), int(network.links["counts"].sum()),
        network.undated, *coverage(network), method, dict(parameters), version, notes, _examples(network),
    )  # fmt: skip


def _examples(network: Network) -> str:
    shipped = network.documents["id"].isin(EXAMPLES)
    if not shipped.any():
        return NONE
    return ALL if shipped.all() else SOME


DAY = len("2015-09-10")


def _french(one: Basis) -> list[str]:
    sure = {"possibly": "possiblement", "certainly": "certainement"}[one.sure]
    return [
        f"réseau {one.network}",
        f"{'au' if len(one.as_of) == DAY else 'en'} {one.as_of} ({sure})" if one.as_of else "toutes dates",
        seen_by(one.viewer, "fr"),
        f"statuts : {_words(one.statuses, 'fr')}" if one.statuses is not None else "statuts habituels",
        ", ".join(_sizes(one, "fr")),
        f"{whole(one.undated, 'fr')} sans date qui décide" if one.as_of else "",
        _coverage(one, "fr"),
        EXAMPLE["fr"].get(one.examples, ""),
    ]


def _english(one: Basis) -> list[str]:
    return [
        f"network {one.network}",
        f"as of {one.as_of} ({one.sure})" if one.as_of else "all dates",
        seen_by(one.viewer, "en"),
        f"statuses: {_words(one.statuses, 'en')}" if one.statuses is not None else "usual statuses",
        ", ".join(_sizes(one, "en")),
        f"{whole(one.undated, 'en')} without a date that decides" if one.as_of else "",
        _coverage(one, "en"),
        EXAMPLE["en"].get(one.examples, ""),
    ]


SEEN_BY = {"owner": "le propriétaire", "public": "le public"}  # the words of `--viewer`, in French
METHOD = {"fr": "méthode : {}, version {}", "en": "method: {}, version {}"}
SIZES = {  # of one, of several
    "fr": (
        ("entité", "entités"), ("lien dont {}", "liens dont {}"), ("compte", "comptent"), ("rencontre", "rencontres"),
    ),
    "en": (
        ("entity", "entities"), ("link of which {}", "links of which {}"), ("counts", "count"),
        ("encounter", "encounters"),
    ),
}  # fmt: skip
COVERAGE = {
    "fr": (("nommé", "nommés"), " sur ", ("déclaré", "déclarés")),
    "en": (("named", "named"), " of ", ("declared", "declared")),
}
LEFT_OUT = {
    "fr": ("compte déclaré laissé de côté", "comptes déclarés laissés de côté"),
    "en": ("declared count left out", "declared counts left out"),
}
WHY_LEFT_OUT = {
    "fr": " (personne n'en est nommé, ou ce sont les invités d'un événement)",
    "en": " (nobody of it is named, or it is the guests of an event)",
}
EXAMPLE = {
    "fr": {ALL: "données d'exemple", SOME: "en partie des données d'exemple"},
    "en": {ALL: "example data", SOME: "example data in part"},
}
FLAGS = {"fr": ("non", "oui"), "en": ("no", "yes")}
STEPS = "step"  # what a drawing starts from is written as in its address
PLACES = ("place", "places")  # in which countries are codes
AND = " / "  # between several values of one parameter, which may be of several words
COLON = {"fr": " : ", "en": ": "}


def seen_by(viewer: str, language: str) -> str:
    """Who looks, in words."""
    return f"seen by {viewer}" if language == "en" else f"vu par {SEEN_BY.get(viewer, viewer)}"


def _sizes(one: Basis, language: str) -> list[str]:
    """How many entities, links and those that count, encounters."""
    sizes = (one.entities, one.links, one.counted, one.encounters)
    said = [counted(size, language, *forms) for size, forms in zip(sizes, SIZES[language], strict=True)]
    return [said[0], said[1].format(said[2]), said[3]]


def _coverage(one: Basis, language: str) -> str:
    """What is named of what is declared, and how many counts are not in that."""
    named, of, declared = COVERAGE[language]
    both = counted(one.named, language, *named) + of + counted(one.declared, language, *declared)
    said = [both] if one.declared else []
    if one.left_out:
        said.append(counted(one.left_out, language, *LEFT_OUT[language]) + WHY_LEFT_OUT[language])
    return ", ".join(said)


def _words(values: Iterable[str], language: str) -> str:
    return ", ".join(word(value, language) for value in values)


def _parameters(one: Basis, language: str) -> str:
    """What was asked with and what is assumed, called as on screens; what has no word keeps its name."""
    from queries.catalogue import CATALOGUE  # the catalogue is made of queries, and they of this

    known = {its.name: its for query in CATALOGUE if query.name == one.query for its in query.parameters}
    questions = {query.name: query.question[language] for query in CATALOGUE}
    labels = {its.name: its.label(language) for query in CATALOGUE for its in query.parameters}  # of plans as kept
    labels |= {name: words[language] for name, words in {**ASKED, **ASSUMED}.items()}
    labels |= {name: its.label(language) for name, its in known.items()}
    given = {name: value for name, value in one.parameters.items() if value is not None}
    asked = {name for name, its in known.items() if its.sort == "query"}
    said = {
        name: questions.get(str(value), str(value)) if name in asked else _plain(name, value, language)
        for name, value in given.items()
    }
    return ", ".join(f"{labels.get(name, name)}{COLON[language]}{words}" for name, words in said.items())


def _plain(name: str, value: Any, language: str) -> str:
    if name == STEPS:
        return str(value)
    if isinstance(value, list | tuple):
        return AND.join(_plain(name, one, language) for one in value)
    if isinstance(value, bool):
        return FLAGS[language][value]
    if isinstance(value, float):
        return whole(value, language)
    said = word(str(value), language)
    return place(said, language) if name in PLACES else said
