"""The options of a query as they are written on a command line."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from graph.errors import WrongValue
from graph.network import Network
from graph.search import entity_named
from queries.catalogue import Query

SEVERAL = ("kinds", "dates", "entities", "texts")  # sorts of options whose values are listed by commas


def arguments(asked: Query, network: Network, given: Sequence[str]) -> dict[str, Any]:
    """What is given for a query's own options: `--name value`, `--name=value`, or `--flag`.

    Entities may be named by any of their ids, or by a name that they alone bear. An option that takes several values
    may be written once for each.

    Raises:
        ValueError: an option that the query does not have, lacks, or cannot read.
        UnknownEntity: nobody in this network bears the name.
    """
    known = {parameter.name.replace("_", "-"): parameter for parameter in asked.parameters}
    found: dict[str, Any] = {}
    for name, texts in _by_name(given):
        parameter = known.get(name)
        if parameter is None:
            own = ", ".join(f"--{one}" for one in known) or "none"
            raise WrongValue("{} has no option --{}; its own are: {}.", asked.name, name, own)
        if len(texts) > 1 and parameter.sort not in SEVERAL:
            raise WrongValue("--{} is said {:# time|# times}: say it once.", name, len(texts))
        value = parameter.read("true" if texts == [None] and parameter.sort == "flag" else _listed(texts))
        found[parameter.name] = _named(network, value, parameter.sort)
    if lacking := [f"--{name}" for name, one in known.items() if one.required and one.name not in found]:
        raise WrongValue("{} needs {}: an id, or a name.", asked.name, " and ".join(lacking))
    return found


def _named(network: Network, value: Any, sort: str) -> Any:
    """Entities by their ids; links, and what is no entity, as they stand."""
    if sort == "entity":
        return entity_named(network, value)
    if sort == "entities" and value:
        links = set(network.links["id"])
        return tuple(one if one in links else entity_named(network, one) for one in value)
    return value


def _by_name(given: Sequence[str]) -> list[tuple[str, list[str | None]]]:
    """Each option once, by name, with all that is said of it, in that order."""
    pairs = sorted(_pairs(given), key=lambda one: one[0])
    return [(name, [text for _, text in those]) for name, those in groupby(pairs, key=lambda one: one[0])]


def _listed(texts: Sequence[str | None]) -> str:
    return ",".join(text for text in texts if text)


def _pairs(given: Sequence[str]) -> list[tuple[str, str | None]]:
    """Names and values in the order in which they stand."""
    waiting, found = list(given), []
    while waiting:
        word = waiting.pop(0)
        if not word.startswith("--"):
            raise WrongValue("'{}' is no option: write --name value.", word)
        name, equals, text = word.removeprefix("--").partition("=")
        if not equals and waiting and not waiting[0].startswith("--"):
            text, equals = waiting.pop(0), "="
        found.append((name, text if equals else None))
    return found
