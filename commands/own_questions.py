"""Commands for questions of one's own: in SQL on either store, in Cypher on a Neo4j server."""

from typing import Annotated

import typer

from commands.opened import open_store, read_network, viewer_named
from commands.options import (
    AsOfOption,
    FormatOption,
    LangOption,
    OutOption,
    StatusesOption,
    StoreOption,
    SureOption,
    ViewerOption,
)
from views.settings import DEFAULT_STORE

LimitOption = Annotated[int, typer.Option("--limit", min=1, help="How many rows at most.")]
SecondsOption = Annotated[float, typer.Option("--seconds", min=0.1, help="How long it may take.")]


def sql(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="SELECT … FROM entities …")],
    store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public", as_of: AsOfOption = None,
    certainly: SureOption = False, statuses: StatusesOption = None, limit: LimitOption = 1_000,
    seconds: SecondsOption = 10, lang: LangOption = "fr", form: FormatOption = "table", out: OutOption = None,
) -> None:  # fmt: skip
    """Ask a question of your own in SQL, of the tables entities, links, statements, documents, mentions, declared."""
    from graph.sqlite_asking import ask
    from views import own_answers

    opened = open_store(store)
    network = read_network(opened, viewer=viewer, as_of=as_of, certainly=certainly, statuses=statuses)
    found = ask(opened, network, question, seconds=seconds, most=limit + 1)
    own_answers.show(own_answers.own_answer(network, "sql", question, found, most=limit), form, out, lang)


def cypher(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="MATCH … RETURN …")],
    store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public", limit: LimitOption = 1_000,
    seconds: SecondsOption = 10, lang: LangOption = "fr", form: FormatOption = "table", out: OutOption = None,
) -> None:  # fmt: skip
    """Ask a Neo4j server a question of your own in Cypher: for its owner, reading only."""
    from graph.errors import NoFreeCypher
    from graph.neo4j_store import Neo4jStore
    from views import own_answers

    opened = open_store(store)
    if not isinstance(opened, Neo4jStore):
        raise NoFreeCypher("{} is no Neo4j server: `maillage copy` brings its network to one.", opened.url)
    if not viewer_named(viewer).sees_all:
        raise NoFreeCypher("Cypher sees all that is on the server: it is for its owner, --viewer owner.")
    network = read_network(opened, viewer=viewer)
    found = opened.cypher(question, seconds=seconds, most=limit + 1)
    own_answers.show(own_answers.own_answer(network, "cypher", question, found, most=limit), form, out, lang)
