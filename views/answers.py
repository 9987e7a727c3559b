"""Answers, from what is kept beside the network where the same was asked of the same before."""

from collections.abc import Mapping
from typing import Any

from graph.network import Network
from graph.store import without_password
from queries import kept
from queries.answer import Answer
from queries.catalogue import Query
from views.state import State


def answered(state: State, query: Query, network: Network, parameters: Mapping[str, Any]) -> Answer:
    """What a query says of a network; asked again it comes from `state`, as long as nothing it rests on changed.

    Raises:
        MaillageError, ValueError: whatever the query refuses; nothing is kept of it.
    """
    question = kept.key(network, query, parameters)
    known = state.answer(question)
    if known is not None:
        return kept.from_bytes(known, query)
    made = _as_last_time(state, query, network, parameters, query.ask(network, **parameters))
    state.keep_answer(question, kept.to_bytes(made))
    return made


def _as_last_time(
    state: State, query: Query, network: Network, parameters: Mapping[str, Any], made: Answer
) -> Answer:  # fmt: skip
    """With what the query keeps from one load to the next: the names of groups."""
    if query.keeps is None:
        return made
    always = kept.series(network, query, parameters, without_password(state.store))
    last = state.answer(always)
    made = made if last is None else query.keeps(made, kept.from_bytes(last, query))
    state.keep_answer(always, kept.to_bytes(made))
    return made
