"""What a trip is asked with: its parameters, and the texts of those that are written as `who~value`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from graph.errors import WrongValue
from graph.network import Network
from graph.vocabulary import Kind
from queries.parameters import Parameter, count, entities, entity, organisation_named, texts

DAYS, SLOTS, ZONES = 5, 3, 1
PRIORITY, ACCEPTANCE = 1.0, 0.5  # of a host of whom nothing is said; assumed
HIGHEST = 10  # priority
SEPARATOR = "~"
VISIT = entity("visit", "visite en préparation", "visit in preparation", (Kind.VISIT,), required=False)
TERRITORY = entity("territory", "territoire visité", "territory visited", (Kind.TERRITORY,), required=False)
OPTIONS: tuple[Parameter, ...] = (
    VISIT,
    entities("delegation", "qui voyage", "who travels"),
    texts("groups", "sous-groupes (qui~numéro)", "sub-groups (who~number)", example="pole:emc2~2"),
    entities("hosts", "hôtes possibles", "possible hosts"),
    TERRITORY,
    count("days", "jours", "days", default=DAYS),
    count("slots", "créneaux par jour", "slots a day", default=SLOTS),
    count("zones", "territoires par jour (0 : sans limite)", "territories a day (0: no limit)", default=ZONES, low=0),
    texts("away", "hôte absent (qui~jour ou qui~jour.créneau)", "host away (who~day or who~day.slot)",
          example="firm:amazon~2.1"),
    texts("priority", "priorité (qui~1 à 10)", "priority (who~1 to 10)", example="firm:amazon~3"),
    texts("acceptance", "chance d'accord (qui~0 à 1)", "chance of a yes (who~0 to 1)", example="firm:amazon~0.8"),
    entities("required", "hôtes imposés", "hosts that must be seen"),
    entities("forbidden", "hôtes exclus", "hosts left out"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What a trip is asked for with, as the parameters say it; days and slots counted from 1."""

    visit: str | None = None
    delegation: Sequence[str] = ()
    groups: Sequence[str] = ()
    hosts: Sequence[str] = ()
    territory: str | None = None
    days: int = DAYS
    slots: int = SLOTS
    zones: int = ZONES
    away: Sequence[str] = ()
    priority: Sequence[str] = ()
    acceptance: Sequence[str] = ()
    required: Sequence[str] = ()
    forbidden: Sequence[str] = ()


def check_numbers(asked: Asked) -> None:
    """Refuse a trip without a day or a slot."""
    for option, number in (("days", asked.days), ("slots", asked.slots)):
        if number < 1:
            raise WrongValue("--{}: a trip needs at least 1, not {}.", option, number)


def valued(
    network: Network, option: str, texts: Iterable[str], read: Callable[[str], float | None]
) -> dict[str, float]:  # fmt: skip
    """Values as they are written behind organisations, by id.

    Raises:
        UnknownEntity: the viewer's network has no such organisation.
        ValueError: what stands behind it is no such value.
    """
    made = {}
    for text in texts:
        who, between, value = text.rpartition(SEPARATOR)
        found = read(value.strip()) if between and who.strip() else None
        if found is None:
            raise WrongValue("--{}: write an organisation and a value as {}, not '{}'.", option, SAYS[option], text)
        made[organisation_named(network, who.strip())] = found
    return made


SAYS = {"groups": "pole:emc2~2", "priority": "firm:amazon~3", "acceptance": "firm:amazon~0.8"}


def positive(text: str) -> float | None:
    """A priority: above 0, at most 10."""
    value = _number(text)
    return value if value is not None and 0 < value <= HIGHEST else None


def share(text: str) -> float | None:
    """A chance, from 0 to 1."""
    value = _number(text)
    return value if value is not None and 0 <= value <= 1 else None


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def away_from(network: Network, asked: Asked) -> dict[str, set[tuple[int, int]]]:
    """The days and slots, from 0, in which a host does not receive."""
    made: dict[str, set[tuple[int, int]]] = {}
    for text in asked.away:
        who, _, when = text.rpartition(SEPARATOR)
        day, dot, slot = when.strip().partition(".")
        if not who.strip() or not _within(day, asked.days) or (dot and not _within(slot, asked.slots)):
            raise WrongValue(
                "--away: write a host and a day from 1 to {}, or with a slot from 1 to {}, as firm:amazon~2 or "
                "firm:amazon~2.1, not '{}'.",
                asked.days, asked.slots, text,
            )  # fmt: skip
        slots = [int(slot) - 1] if dot else range(asked.slots)
        made.setdefault(organisation_named(network, who.strip()), set()).update((int(day) - 1, one) for one in slots)
    return made


def _within(text: str, most: int) -> bool:
    return text.isdigit() and 1 <= int(text) <= most
