"""Answers, from what is kept beside the network where the same was asked of the same before."""

from collections.abc import Mapping
from typing import Any

from graph.network import Network
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
    made = query.ask(network, **parameters)
    state.keep_answer(question, kept.to_bytes(made))
    return made
