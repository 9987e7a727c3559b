"""Commands that ask: names, statements, and every query of the catalogue."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.opened import open_store, query_named, read_network, stop
from commands.options import (
    AsOfOption,
    Format,
    FormatOption,
    Lang,
    LangOption,
    OutOption,
    StatusesOption,
    StoreOption,
    SureOption,
    ViewerOption,
)
from views.settings import DEFAULT_STORE

if TYPE_CHECKING:
    from graph.network import Network
    from queries.catalogue import Query


HELP = {
    "fr": "`maillage query NOM` en pose une ; `maillage query NOM --help` l'explique, avec ses options.",
    "en": "`maillage query NAME` asks one; `maillage query NAME --help` explains it, with its options.",
}
FOUND = {"fr": ("id", "nature", "nom", "trouvé comme"), "en": ("id", "kind", "name", "found as")}
NOT_FOUND = {"fr": "Aucun nom de ce réseau ne ressemble à « {} ».", "en": "No name in this network is like '{}'."}
LISTED = {"fr": ("nom", "question", "options"), "en": ("name", "question", "options")}
REQUIRED = {"fr": "obligatoire", "en": "required"}
USUALLY = {"fr": "d'ordinaire {}", "en": "usually {}"}
BESIDE = {
    "fr": "En plus : les options de `maillage query --help`.",
    "en": "Beside these: the options of `maillage query --help`.",
}


def search(
    words: str, store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public", lang: LangOption = "fr",
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many at most.")] = 20,
) -> None:  # fmt: skip
    """Find names, tolerant of accents, case and slips."""
    from graph.search import search as find
    from views import terminal

    found = find(read_network(open_store(store), viewer=viewer), words, limit=limit)
    if found.empty:
        stop(NOT_FOUND[lang].format(words), code=1)
    terminal.table(FOUND[lang], found[["id", "kind", "name", "matched"]].to_numpy().tolist())


def queries(lang: LangOption = "fr") -> None:
    """List the questions that can be asked."""
    from queries.catalogue import CATALOGUE
    from views import terminal

    terminal.table(
        LISTED[lang],
        [[one.name, one.question[lang], " ".join(f"--{p.name}" for p in one.parameters)] for one in CATALOGUE],
    )
    terminal.say(HELP[lang])


def query(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="A query: `maillage queries` lists them.")] = None,
    store: StoreOption = DEFAULT_STORE,
    viewer: ViewerOption = "public",
    as_of: AsOfOption = None,
    certainly: SureOption = False,
    statuses: StatusesOption = None,
    lang: LangOption = "fr",
    form: FormatOption = "table",
    out: OutOption = None,
    show_help: Annotated[bool, typer.Option("--help", help="Explain the query and its own options.")] = False,
) -> None:
    """Ask a question. Each has options of its own: `maillage query brokers --help`."""
    if name is None or show_help:
        _explain_query(context, name, lang)
        return
    from views.arguments import arguments

    asked = query_named(name)
    network = read_network(open_store(store), viewer=viewer, as_of=as_of, certainly=certainly, statuses=statuses)
    show(asked, network, arguments(asked, network, context.args), store, lang, form, out)


def quality(
    store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public", lang: LangOption = "fr",
    form: FormatOption = "table", out: OutOption = None,
) -> None:  # fmt: skip
    """What is not known: undated, unsourced, isolated, contradictory; named of declared."""
    show(query_named("quality"), read_network(open_store(store), viewer=viewer), {}, store, lang, form, out)


def _explain_query(context: typer.Context, name: str | None, lang: str) -> None:
    import inspect

    from views import terminal

    if name is None:
        typer.echo(context.get_help())
        return
    asked = query_named(name)
    terminal.say(f"{asked.question[lang]}\n", bold=True)
    terminal.say(inspect.getdoc(asked.answer) or "")
    for one in asked.parameters:
        words = f" ({', '.join(one.words)})" if one.words and one.sort != "entity" else ""
        usual = REQUIRED[lang] if one.required else USUALLY[lang].format(one.default) if one.default else ""
        told = f"  --{one.name.replace('_', '-')}  {one.label(lang)}{words}"
        terminal.say(f"{told} ; {usual}" if usual and lang == "fr" else f"{told}; {usual}" if usual else told)
    terminal.say(BESIDE[lang])


def show(
    asked: "Query", network: "Network", arguments: dict[str, Any], store: str, lang: Lang, form: Format,
    out: Path | None,
) -> None:  # fmt: skip
    """Ask, and write the answer on the screen or in a file."""
    from views import terminal
    from views.answer_files import write_answer
    from views.answers import answered
    from views.state import State

    with terminal.waiting(asked.question[lang]):
        made = answered(State.beside(store), asked, network, arguments)
    if form == "table" and out is None:
        terminal.answer(made, asked.question[lang], lang)
    else:
        write_answer(made, out, form)
