"""Questions of one's own in Cypher, and which of them are asked: by the server's own plan of what each would do.

Read access alone keeps nobody from reading files, calling other machines, or ending the work of others.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import neo4j
import pandas as pd
from neo4j.exceptions import Neo4jError

from graph.errors import NoFreeCypher

READS = "r"  # what the server calls a statement that changes no data, no schema and no user
ENDS = "TerminateTransactions"
FETCHES = "LoadCSV"
CALLS = "ProcedureCall"
TELLING = re.compile(r"db\.(labels|relationshipTypes|propertyKeys|info|schema\.\w+|index\.(fulltext|vector)\.query\w+)")
"""Procedures that tell what is there, and do nothing else."""


def answered(session: neo4j.Session, text: str, *, seconds: float, most: int) -> pd.DataFrame:
    """The first rows of what a question gives.

    Raises:
        NoFreeCypher: it would do anything but read, takes longer than `seconds`, or is not Cypher.
    """
    try:
        with session.begin_transaction(timeout=seconds) as transaction:
            check(transaction, text)
            found = transaction.run(text)
            columns = list(found.keys())
            rows = [[record.data()[column] for column in columns] for record in found.fetch(most)]
    except Neo4jError as error:
        code = error.code or ""
        if "TransactionTimedOut" in code:
            raise NoFreeCypher("The question took longer than {:# second|# seconds}: ask for less.", seconds) from None
        if ".Statement." in code or ".Procedure." in code:
            raise NoFreeCypher("The server does not answer this: {}", (error.message or code).strip()) from None
        raise
    return pd.DataFrame(rows, columns=columns, dtype=object)


def check(transaction: neo4j.Transaction, text: str) -> None:
    """Have a question planned, not run.

    Raises:
        NoFreeCypher: it would do anything but read what the database holds.
    """
    planned = transaction.run(f"EXPLAIN {text}").consume()
    steps = [(step["operatorType"].partition("@")[0], _called(step)) for step in _steps(planned.plan)]
    if any(step == FETCHES for step, _ in steps):
        raise NoFreeCypher("LOAD CSV reads files and calls other machines: a question only reads what is stored here.")
    for step, called in steps:
        if step == CALLS and not TELLING.fullmatch(called):
            raise NoFreeCypher("A question only reads what is stored: it may not call {}.", called)
    if planned.query_type != READS or any(step == ENDS for step, _ in steps):
        raise NoFreeCypher("A question only reads what is stored: this one would write, or command the server.")


def _called(step: Mapping[str, Any]) -> str:
    """The procedure that a step calls: `db.labels() :: (label :: STRING)` names it first."""
    return str(step["args"].get("Details", "")).partition("(")[0]


def _steps(plan: Mapping[str, Any] | None) -> Iterator[Mapping[str, Any]]:
    """The steps of a plan, each before those that it takes its rows from."""
    if plan:
        yield plan
        for one in plan.get("children", ()):
            yield from _steps(one)
