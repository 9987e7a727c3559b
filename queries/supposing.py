"""One question asked of a network as it is and as it is supposed: both answers, and what limits their comparison."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.errors import Infeasible, UnknownEntity
from graph.network import Network
from queries.answer import Answer
from queries.words import whole

if TYPE_CHECKING:
    from queries.catalogue import Query

Notes = tuple[tuple[str, str], ...]  # each French, English
DRAWN = (
    "intervalles tirés au sort, à nouveau pour chaque réseau : de petits écarts peuvent ne tenir qu'au tirage",
    "intervals rest on draws, made anew for each network: small differences may be chance",
)
PLANNED = (
    "un plan est l'un de ceux qui valent autant : une ligne peut changer sans que rien ne l'y oblige",
    "a plan is one of those that are worth as much: a row may change although nothing makes it",
)
CAUTIONS: Mapping[str, tuple[str, str]] = {  # of which answers rows may differ by chance, or by how they are told
    "groups": (
        "partitions tirées au sort, numéros et noms gardés au mieux : de petits écarts peuvent ne tenir qu'au tirage",
        "partitions rest on draws, numbers and names kept as far as can be: small differences may be chance",
    ),
    "complementarity": (
        "un couple dont l'autre membre devient le premier disparaît et apparaît dans l'autre sens",
        "a pair of which the other one comes first now is gone, and appears the other way round",
    ),
    **dict.fromkeys(("robustness", "gaps", "backtest", "report"), DRAWN),
    **dict.fromkeys(
        ("platform_choice", "meetings", "repair_meetings", "visit_plan", "industry_communities"), PLANNED
    ),
}  # fmt: skip
NO_ANSWER = {
    UnknownEntity: (
        "{} : sans réponse, la question porte sur qui n'y est pas",
        "{}: no answer, the question is about who is not there",
    ),
    Infeasible: (
        "{} : sans réponse, les règles du plan ne peuvent pas toutes être tenues",
        "{}: no answer, the rules of the plan cannot all be kept",
    ),
}
AS_IT_IS = ("réseau tel qu'il est", "network as it is")
SUPPOSED = ("réseau supposé", "network as supposed")


@dataclass(frozen=True, eq=False, slots=True)
class Both:
    """The answers of both networks, None where one has none; and what limits their comparison."""

    before: Answer | None
    after: Answer | None
    notes: Notes


def asked_of_both(asked: "Query", network: Network, other: Network, options: Mapping[str, Any]) -> Both:
    """The question asked of both.

    Raises:
        UnknownEntity, Infeasible: neither of them has an answer.
    """
    before, after = (_answered(asked, one, options) for one in (network, other))
    if isinstance(before, Answer) and isinstance(after, Answer):
        kept = after if asked.keeps is None else asked.keeps(after, before)
        return Both(before, kept, _notes(asked, network, other))
    if isinstance(before, Answer):
        return Both(before, None, (*_notes(asked, network, other), _why(after, SUPPOSED)))
    if isinstance(after, Answer):
        return Both(None, after, (*_notes(asked, network, other), _why(before, AS_IT_IS)))
    raise before


def _answered(asked: "Query", network: Network, options: Mapping[str, Any]) -> Answer | UnknownEntity | Infeasible:
    try:
        return asked.ask(network, **options)
    except (UnknownEntity, Infeasible) as error:
        return error


def _why(error: object, which: tuple[str, str]) -> tuple[str, str]:
    french, english = next(said for kind, said in NO_ANSWER.items() if isinstance(error, kind))
    return french.format(which[0]), english.format(which[1])


def _notes(asked: "Query", network: Network, other: Network) -> Notes:
    """Among how many organisations ranks and shares are, if not as many; what may differ by chance alone."""
    sizes = len(network.organisations), len(other.organisations)
    warned = (CAUTIONS[asked.name],) if asked.name in CAUTIONS else ()
    if sizes[0] == sizes[1]:
        return warned
    french, english = ([whole(size, language) for size in sizes] for language in ("fr", "en"))
    among = (
        f"organisations : {french[0]}, puis {french[1]} ; rangs et parts sont comptés parmi elles",
        f"organisations: {english[0]}, then {english[1]}; ranks and shares are among these",
    )
    return (among, *warned)
