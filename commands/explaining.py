"""The commands that say who says so, and how a status came about."""

from typing import Annotated

import typer

from commands.opened import open_store, read_network, stop
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


def explain(
    ids: Annotated[list[str], typer.Argument(metavar="ID [ID]", help="An id or a name; two for what links them.")],
    store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public",
    closed: Annotated[bool, typer.Option("--closed", help="Also what is no longer stated, and since when.")] = False,
    lang: LangOption = "fr",
) -> None:  # fmt: skip
    """Who says so: every statement about an entity, or about the links between two; to the owner, by which run."""
    from graph.errors import WrongValue
    from graph.search import entity_named
    from views import differences, explained
    from views.wording import Words

    if len(ids) > 2:
        raise WrongValue("Give one id, or two.")
    opened, say = open_store(store), Words(lang)
    network = read_network(opened, viewer=viewer)
    ends = [entity_named(network, one) for one in ids]
    if len(set(ends)) < len(ends):
        raise WrongValue("Both are {}: give two different ones for what links them, or one alone.", ends[0])
    history = differences.history(opened, network, *ends) if closed or network.viewer.sees_all else None
    runs = differences.stated_by(history) if history is not None and network.viewer.sees_all else {}
    if len(ends) == 1:
        explained.entity(say, opened, network, ends[0], runs)
    if closed and history is not None:
        explained.closed(say, network, history)
    between = explained.links_between(network, *ends) if len(ends) == 2 else []
    if len(ends) == 2 and not between and not closed:
        none = WrongValue("No link between {} and {}: `maillage query introductions` looks for a way.", *ends)
        stop(say.fault(none), code=1)
    for link in between:
        explained.link(say, opened, network, link, runs)


MOVED = {"fr": "Comment chaque participation en est-elle venue à son statut ?",
         "en": "How did each participation come to its status?"}  # fmt: skip


def moves(
    encounter: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="A visit or another encounter, by id or name; all unless said.")
    ] = None,
    store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public", as_of: AsOfOption = None,
    certainly: SureOption = False, statuses: StatusesOption = None, lang: LangOption = "fr",
    form: FormatOption = "table", out: OutOption = None,
) -> None:  # fmt: skip
    """How each participation came to its status: asked, confirmed, held or declined, when, and who said so."""
    from graph.errors import WrongValue
    from graph.network import evidence_of
    from graph.search import entity_named
    from graph.vocabulary import ENCOUNTERS
    from queries.moved import moved, participations
    from views import terminal
    from views.answer_files import write_answer

    opened = open_store(store)
    network = read_network(opened, viewer=viewer, as_of=as_of, certainly=certainly, statuses=statuses)
    one = None if encounter is None else entity_named(network, encounter)
    if one is not None and network.kinds[one] not in ENCOUNTERS:
        raise WrongValue("{} is no encounter: name a visit, a meeting, an event, an alliance or a project.", one)
    said = evidence_of(opened, network, list(participations(network, one)["id"]))
    made = moved(network, said, encounter=one)
    if form == "table" and out is None:
        terminal.answer(made, MOVED[lang], lang)
    else:
        write_answer(made, out, form)
