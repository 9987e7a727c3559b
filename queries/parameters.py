"""What a query can be asked with: one description for the command line, the pages and the address bar."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from graph import dates as days
from graph.errors import DateError, UnknownEntity, WrongValue
from graph.network import Network
from graph.search import entity_named, search
from graph.vocabulary import ORGANISATIONS, Kind

HINTS = 3  # of those that an unknown name may have meant
Sort = Literal[
    "entity", "count", "flag", "kinds", "choice", "number", "date", "dates", "query", "entities", "texts", "text"
]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One keyword argument of a query.

    Attributes:
        sort: `entity` (an id), `count` (a whole number), `flag`, `kinds` (several of `words`), `choice` (one of them),
            `number` (above 0), `date` (EDTF, of a known year), `dates` (several),
            `query` (the name of another), `entities` (several ids, of links too), `text`, `texts` (several, by commas).
        words: the kinds an entity may have, the words to choose from, or an example of a text.
        fr, en: what it is called on screens.
        default: as in the signature; meaningless where `required`.
    """

    name: str
    sort: Sort
    fr: str
    en: str
    words: tuple[str, ...] = ()
    required: bool = False
    default: Any = None
    low: int = 1

    def label(self, language: str) -> str:
        """What it is called on screens, in `fr` or `en`."""
        return self.fr if language == "fr" else self.en

    def read(self, text: str) -> Any:
        """The value that a text stands for: `true`, `10`, `visit,alliance`, `pole:emc2`.

        Raises:
            ValueError: it stands for none; the sentence says what to write.
        """
        reads: Mapping[str, Callable[[str], Any]] = {
            "flag": self._flag, "count": self._count, "kinds": self._kinds, "choice": self._choice,
            "number": self._number, "date": self._date, "dates": self._dates,
            "entities": self._texts, "texts": self._texts, "text": self._text,
        }  # fmt: skip
        return reads.get(self.sort, str)(text.strip())

    def write(self, value: Any) -> str:
        """The text that `read` understands; "" for what is as usual."""
        if value is None or value == self.default:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        return ",".join(value) if isinstance(value, tuple) else str(value)

    def _flag(self, text: str) -> bool:
        if text.lower() not in ("true", "false"):
            raise WrongValue("--{}: write true or false, not '{}'.", self.name, text)
        return text.lower() == "true"

    def _count(self, text: str) -> int:
        if not text.isdigit() or int(text) < self.low:
            raise WrongValue("--{}: write a whole number from {}, not '{}'.", self.name, self.low, text)
        return int(text)

    def _kinds(self, text: str) -> tuple[str, ...] | None:
        return tuple(self._choice(part.strip()) for part in text.split(",")) if text else None

    def _number(self, text: str) -> float:
        try:
            value = float(text.replace(",", "."))
        except ValueError:
            value = 0
        if not 0 < value < float("inf"):
            raise WrongValue("--{}: write a number above 0, not '{}'.", self.name, text)
        return value

    def _date(self, text: str) -> str | None:
        try:
            return text if text and days.day_of(text) else None
        except DateError as error:
            raise WrongValue("--{}: {}", self.name, error) from None

    def _dates(self, text: str) -> tuple[str, ...] | None:
        found = (self._date(part.strip()) for part in text.split(","))
        return tuple(one for one in found if one) or None

    def _texts(self, text: str) -> tuple[str, ...] | None:
        return tuple(part.strip() for part in text.split(",") if part.strip()) or None

    def _text(self, text: str) -> str | None:
        return text or None

    def _choice(self, text: str) -> str:
        if text not in self.words:
            raise WrongValue("--{}: write one of {}, not '{}'.", self.name, tuple(self.words), text)
        return text


def entity_of(parameter: Parameter, network: Network, wanted: str) -> str:
    """The public id of the entity that a parameter is given, by an id or by a name that it alone bears.

    Raises:
        UnknownEntity: the viewer's network has none; the hints are of the kinds of the parameter.
        ValueError: it is of another kind than those of the parameter.
    """
    try:
        found = network.row(entity_named(network, wanted))
    except UnknownEntity as error:
        raise UnknownEntity(wanted, _near(parameter, network, wanted) or error.args[1]) from None
    if parameter.words and found["kind"] not in parameter.words:
        these = ", ".join(parameter.words)
        raise WrongValue(
            "--{}: '{}' is of the kind {}: choose one of {}.", parameter.name, wanted, found["kind"], these
        )
    return str(found["id"])


def _near(parameter: Parameter, network: Network, wanted: str) -> list[str]:
    """Ids of the kinds of the parameter whose names are written most like what was wanted."""
    found = search(network, wanted, limit=len(network.entities))
    return list(found.loc[found["kind"].isin(parameter.words), "id"].head(HINTS))


def organisation_named(network: Network, wanted: str) -> str:
    """The public id of an organisation, given one of its ids, or a name that it alone bears.

    Raises:
        UnknownEntity: the viewer's network has none.
        ValueError: it is no organisation.
    """
    found = network.row(entity_named(network, wanted))
    if found["kind"] not in ORGANISATIONS:
        raise WrongValue("'{}' is of the kind {}: organisations meet.", wanted, found["kind"])
    return str(found["id"])


def entity(
    name: str, fr: str, en: str, kinds: Collection[Kind] = (), *, required: bool = True, default: str | None = None
) -> Parameter:
    """The id of an entity of one of these kinds, or of any."""
    return Parameter(name, "entity", fr, en, tuple(map(str, kinds)), required, default)


def count(name: str, fr: str, en: str, *, default: int | None = None, low: int = 1) -> Parameter:
    """A whole number from `low`."""
    return Parameter(name, "count", fr, en, default=default, low=low)


def flag(name: str, fr: str, en: str, *, default: bool = False) -> Parameter:
    """Yes or no."""
    return Parameter(name, "flag", fr, en, default=default)


def number(name: str, fr: str, en: str, *, default: float) -> Parameter:
    """A number above 0."""
    return Parameter(name, "number", fr, en, default=default)


def date(name: str, fr: str, en: str) -> Parameter:
    """A date in EDTF, of a known year."""
    return Parameter(name, "date", fr, en)


def dates(name: str, fr: str, en: str) -> Parameter:
    """Several dates."""
    return Parameter(name, "dates", fr, en)


def another_query(name: str, fr: str, en: str, *, default: str) -> Parameter:
    """The name of another query."""
    return Parameter(name, "query", fr, en, default=default)


def entities(name: str, fr: str, en: str) -> Parameter:
    """Several ids, of links too."""
    return Parameter(name, "entities", fr, en)


def text(name: str, fr: str, en: str, *, example: str) -> Parameter:
    """A text, of which screens show an example."""
    return Parameter(name, "text", fr, en, (example,))


def texts(name: str, fr: str, en: str, *, example: str) -> Parameter:
    """Several texts, by commas."""
    return Parameter(name, "texts", fr, en, (example,))


def kinds(name: str, fr: str, en: str, among: Sequence[Kind]) -> Parameter:
    """Several kinds of those given."""
    return Parameter(name, "kinds", fr, en, tuple(map(str, among)))


def several(name: str, fr: str, en: str, among: Sequence[str]) -> Parameter:
    """Several of the words given."""
    return Parameter(name, "kinds", fr, en, tuple(among))


def choice(name: str, fr: str, en: str, among: Sequence[str], *, default: str) -> Parameter:
    """One of the words given."""
    return Parameter(name, "choice", fr, en, tuple(among), default=default)
