"""Commands about runs: which there were, what each changed, and taking one back."""

from typing import Annotated, Literal

import typer

from commands.opened import now, open_store, read_network, viewer_named
from commands.options import LangOption, StoreOption, ViewerOption
from views.settings import DEFAULT_STORE


def runs(store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public", lang: LangOption = "fr") -> None:
    """List the loads, oldest first."""
    from views import run_words, terminal
    from views.wording import Words

    table = run_words.listed(Words(lang), open_store(store).runs(viewer=viewer_named(viewer)))
    terminal.table(list(table.columns), table.to_numpy().tolist())


def diff(
    run: str, store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public",
    form: Annotated[Literal["table", "csv", "json"], typer.Option("--format", help="How to write it.")] = "table",
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many things at most, on a screen.")] = 40,
    lang: LangOption = "fr",
) -> None:  # fmt: skip
    """Show what a run added, changed, and closed, how it described documents, and what it decided."""
    from views import differences, run_shown
    from views.wording import Words

    opened = open_store(store)
    table = differences.differences(opened, read_network(opened, viewer=viewer), run)
    if form == "table":
        run_shown.show(Words(lang), table, run, limit=limit)
    else:
        differences.write(table, form)


def undo(run: str, store: StoreOption = DEFAULT_STORE, lang: LangOption = "fr") -> None:
    """Take back what a run wrote and closed."""
    from views import loose_shown, run_words, terminal
    from views.wording import Words

    opened = open_store(store)
    before = loose_shown.before(opened)
    done = run_words.what_was_done(opened, run)
    with opened.write("undo", at=now()) as writer:
        writer.undo(run)
    terminal.say(run_words.taken_back(Words(lang), run, done))
    loose_shown.show(Words(lang), opened, before)


def withdraw(document: str, store: StoreOption = DEFAULT_STORE, lang: LangOption = "fr") -> None:
    """Close a document: what only it said is gone, what others also said stays."""
    from views import loose_shown, run_words, terminal
    from views.wording import Words

    opened = open_store(store)
    before = loose_shown.before(opened)
    with opened.write("withdraw", at=now(), document=document) as writer:
        count = writer.withdraw(document)
    terminal.say(run_words.withdrawn(Words(lang), document, count, writer.id))
    loose_shown.show(Words(lang), opened, before)
