"""Every question that can be asked; pages, command line and README are made from this list."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from graph.errors import WrongValue
from graph.network import Network
from queries import (
    backtest,
    brokerage_roles,
    brokers,
    centrality,
    complementarity,
    evolution,
    gaps,
    groups,
    industry_communities,
    introductions,
    meetings,
    next_visits,
    outcomes,
    platform_choice,
    platform_coverage,
    pole_matrix,
    profile,
    quality,
    repair_meetings,
    report,
    robustness,
    sole_brokers,
    uncovered_cells,
    unserved_needs,
    visit_follow_up,
    visit_plan,
    visits,
    what_if,
)
from queries.answer import Answer, Templates
from queries.columns import USUAL_KEYS, Column
from queries.parameters import Parameter


@dataclass(frozen=True, slots=True)
class Query:
    """One question, as its module states it.

    Attributes:
        question: by language.
        columns, templates, case: of its answers.
        keys: the columns that say what a row is about, so that it is found again in another answer.
        version: of its method.
        example: arguments that show it on the shipped network.
        keeps: an answer with what it keeps of the one of the load before; None for most, which keep nothing.
    """

    name: str
    question: Mapping[str, str]
    answer: Callable[..., Answer]
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    templates: Templates
    case: str
    keys: tuple[str, ...]
    version: int
    example: Mapping[str, Any]
    keeps: Callable[[Answer, Answer], Answer] | None = None

    @classmethod
    def of(cls, module: ModuleType) -> "Query":
        """The query that a module holds: its function has the module's name."""
        name = module.__name__.rpartition(".")[2]
        return cls(
            name, module.QUESTION, getattr(module, name), module.PARAMETERS, module.COLUMNS, module.SENTENCES,
            getattr(module, "CASE", "reason"), getattr(module, "KEYS", USUAL_KEYS), module.VERSION, module.EXAMPLE,
            getattr(module, "KEEPS", None),
        )  # fmt: skip

    def ask(self, network: Network, **parameters: Any) -> Answer:
        """The answer, with what is not given as usual."""
        return self.answer(network, **parameters)

    @property
    def summary(self) -> str:
        """The first line of its docstring."""
        return (inspect.getdoc(self.answer) or "").partition("\n")[0]


CATALOGUE: tuple[Query, ...] = tuple(
    map(
        Query.of,
        (
            profile,
            centrality,
            brokers,
            brokerage_roles,
            sole_brokers,
            groups,
            visits,
            pole_matrix,
            platform_coverage,
            platform_choice,
            complementarity,
            backtest,
            gaps,
            unserved_needs,
            uncovered_cells,
            introductions,
            meetings,
            repair_meetings,
            outcomes,
            visit_plan,
            visit_follow_up,
            next_visits,
            industry_communities,
            evolution,
            robustness,
            what_if,
            quality,
            report,
        ),
    )
)


def query(name: str) -> Query:
    """The query of that name.

    Raises:
        ValueError: there is none; the sentence names those there are.
    """
    found = next((one for one in CATALOGUE if one.name == name), None)
    if found is None:
        raise WrongValue("There is no query '{}': write one of {}.", name, tuple(one.name for one in CATALOGUE))
    return found
