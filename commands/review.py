"""Commands that decide who is who: `maillage review list`, `show`, `decide` and the others."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from commands.history import undo
from commands.opened import now, open_store, read_network, stop
from commands.options import LangOption, StoreOption, ViewerOption
from commands.telling import Telling
from views.settings import DEFAULT_STORE

if TYPE_CHECKING:
    from graph.network import Network
    from graph.store import Store
    from ingest.review import Proposal

review = typer.Typer(
    help="Decide which organisations are one: proposals, contradictions, verdicts.", no_args_is_help=True
)
LeastOption = Annotated[
    float | None, typer.Option("--least", min=0.0, max=1.0, help="The least score, if not what is worth a look.")
]
OneOption = Annotated[str, typer.Argument(help="An id, a record or a name.")]
OtherOption = Annotated[str, typer.Argument(help="Another.")]
ByOption = Annotated[str, typer.Option("--by", metavar="WHO", help="Who decides.")]


@review.command("list", cls=Telling)
def review_list(
    store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public", least: LeastOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many at most.")] = 40, lang: LangOption = "fr",
) -> None:  # fmt: skip
    """List organisations that may be one, the likeliest first. Nothing is joined."""
    from views import reviewing
    from views.wording import Words

    opened = open_store(store)
    network = read_network(opened, viewer=viewer)
    reviewing.proposals(Words(lang), network, _proposed(opened, network, least), limit)


@review.command("contradictions", cls=Telling)
def review_contradictions(
    store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public", lang: LangOption = "fr"
) -> None:
    """List what cannot all be so of who is who. None of it is applied."""
    from ingest.contradictions import contradictions
    from views import reviewing
    from views.wording import Words

    opened = open_store(store)
    reviewing.contradictions(Words(lang), contradictions(opened, read_network(opened, viewer=viewer)))


@review.command("show", cls=Telling)
def review_show(
    a: OneOption, b: OtherOption, store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public",
    lang: LangOption = "fr",
) -> None:  # fmt: skip
    """Show two organisations beside one another, how alike they are, and what was decided of them."""
    from views import reviewing
    from views.wording import Words

    opened = open_store(store)
    network = read_network(opened, viewer=viewer)
    reviewing.pair(Words(lang), opened, network, _called(network, a), _called(network, b))


@review.command("decide", cls=Telling)
def review_decide(
    a: OneOption,
    b: OtherOption,
    verdict: Annotated[Literal["same", "different", "unsure"], typer.Argument(help="What they are.")],
    by: ByOption,
    why: Annotated[str, typer.Option("--why", help="What it rests on.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before joining two.")] = False,
    store: StoreOption = DEFAULT_STORE,
    lang: LangOption = "fr",
) -> None:
    """Say that two are the same, different, or that it is unsure; ids, names or records. Owner only."""
    from graph.vocabulary import Verdict
    from ingest.review import decide
    from views import review_words, reviewing
    from views.wording import Words

    opened, say = open_store(store), Words(lang)
    network = read_network(opened, viewer="owner")
    a, b = _called(network, a), _called(network, b)
    reviewing.pair(say, opened, network, a, b)
    if verdict == "same" and not yes and not _confirmed(review_words.are_they_one(say)):
        stop(review_words.nothing_decided(say), code=1)
    made = decide(opened, network, a, b, Verdict(verdict), by=by, why=why, at=now())
    reviewing.outcome(say, made)


@review.command("undo", cls=Telling)
def review_undo(store: StoreOption = DEFAULT_STORE, lang: LangOption = "fr") -> None:
    """Take back the last decision; to part what a rule joined, decide `unsure` on two of its records."""
    from ingest.review import last_run as last_decision

    opened = open_store(store)
    undo(last_decision(opened, read_network(opened, viewer="owner")), store, lang)


@review.command("export", cls=Telling)
def review_export(
    file: Annotated[Path, typer.Argument(help="A CSV file for a spreadsheet; `review import FILE` reads it back.")],
    store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public", least: LeastOption = None,
    decided: Annotated[bool, typer.Option("--decided", help="Write what people decided, too.")] = False,
    lang: LangOption = "fr",
) -> None:  # fmt: skip
    """Write what is to be decided as CSV: fill in verdict and by, and import it. Empty verdicts have no effect."""
    from ingest.review import as_table
    from views import review_words, terminal
    from views.answer_files import csv_bytes, write
    from views.wording import Words

    opened = open_store(store)
    network = read_network(opened, viewer=viewer)
    table = as_table(opened, network, _proposed(opened, network, least), decided=decided)
    write(file, csv_bytes(table, lang))
    terminal.say(review_words.written(Words(lang), str(file), len(table)))


@review.command("import", cls=Telling)
def review_import(
    file: Annotated[Path, typer.Argument(help="What `review export` wrote, with verdicts.")],
    store: StoreOption = DEFAULT_STORE, lang: LangOption = "fr",
) -> None:  # fmt: skip
    """Decide what a CSV file says: its columns a, b, verdict and by. Rows without a verdict decide nothing."""
    from ingest.load import load
    from views import review_words, terminal
    from views.wording import Words

    say = Words(lang)
    made = load(open_store(store), [file], dataset="decisions", at=now())
    terminal.faults([one for one in made.faults if one.code != "undecided"], lang)
    terminal.say(review_words.imported(say, made.decided, made.total("skipped")))
    if made.run:
        terminal.say(review_words.run_to_take_back(say, made.run))
    raise typer.Exit(made.exit_code if made.refused else 0)  # no verdict yet is no fault


def _called(network: "Network", wanted: str) -> str:
    """The id as it was given, if the network knows it; of a name, the public id of who bears it."""
    from graph.errors import UnknownEntity
    from graph.search import entity_named

    try:
        network.find(wanted)
    except UnknownEntity:
        return entity_named(network, wanted)
    return wanted


def _proposed(store: "Store", network: "Network", least: float | None) -> "list[Proposal]":
    from ingest.matching import LOOK
    from ingest.review import proposals

    return proposals(store, network, least=LOOK if least is None else least)


def _confirmed(question: str) -> bool:
    try:
        return typer.confirm(question)
    except typer.Abort:  # nobody is there to answer
        return False
