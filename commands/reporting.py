"""The command that writes one page about an organisation."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from commands.opened import open_store, query_named, read_network
from commands.options import AsOfOption, LangOption, StatusesOption, StoreOption, SureOption, ViewerOption
from views.settings import DEFAULT_STORE

PageOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="report.html, to print, or report.md; else Markdown is shown."),
]


def report(
    organisation: Annotated[str, typer.Argument(metavar="ID", help="An organisation: an id or a name.")],
    store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public", as_of: AsOfOption = None,
    certainly: SureOption = False, statuses: StatusesOption = None, lang: LangOption = "fr", out: PageOption = None,
) -> None:  # fmt: skip
    """One page about an organisation or a pole: who it is, five figures, links that are missing, what is not known."""
    from graph.search import entity_named
    from queries.basis import COLON, seen_by
    from views import one_page, terminal
    from views.answer_files import write
    from views.answers import answered
    from views.state import State

    write_page = one_page.writer(out)
    network = read_network(open_store(store), viewer=viewer, as_of=as_of, certainly=certainly, statuses=statuses)
    asked = query_named("report")
    with terminal.waiting(asked.question[lang]):
        made = answered(State.beside(store), asked, network, {"organisation": entity_named(network, organisation)})
    page = write_page(made, network, lang).encode()
    if out is None:
        sys.stdout.buffer.write(page)
    else:
        write(out, page)
        who = network.name(made.basis.parameters["organisation"])
        terminal.say(f"{out}{COLON[lang]}{who}, {seen_by(str(network.viewer), lang)}.")
