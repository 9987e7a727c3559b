"""Commands about plans of meeting days: make one, reopen it, hand it out, mend it, write down that it took place."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.opened import now, open_store, query_named, read_network
from commands.options import LangOption, StatusesOption, StoreOption, ViewerOption
from commands.telling import Telling
from views.settings import DEFAULT_STORE

if TYPE_CHECKING:
    import pandas as pd

    from views.planning import Planning

plan = typer.Typer(help="Plan meeting days: make, show, hand out, mend, write down as held.", no_args_is_help=True)
FILES = {"fr": ("fichier", "fichiers"), "en": ("file", "files")}
KEPT = {
    "fr": ("nom", "participants", "rendez-vous", "après", "tenu"),
    "en": ("name", "participants", "meetings", "after", "held"),
}
ANY_OPTION: dict[str, Any] = {"allow_extra_args": True, "ignore_unknown_options": True}
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The plan's name.")]
PairsOption = Annotated[list[str] | None, typer.Option("--refused", metavar="A~B", help="A pair that refused.")]
ImposedOption = Annotated[
    list[str] | None, typer.Option("--imposed", metavar="A~B", help="A pair that must meet after all.")
]
AbsentOption = Annotated[list[str] | None, typer.Option("--absent", metavar="ID", help="Somebody who does not come.")]


@plan.command("make", cls=Telling, context_settings=ANY_OPTION)
def plan_make(
    context: typer.Context, name: NameArgument, store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public",
    statuses: StatusesOption = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help="Wishes: columns who, whom, kind.")
    ] = None,
    after: Annotated[str | None, typer.Option("--after", metavar="PLAN", help="The first leg: no pair again.")] = None,
    lang: LangOption = "fr",
) -> None:  # fmt: skip
    """Plan a day and keep it by name. Beside these, the options of `maillage query meetings --help`."""
    from views import terminal
    from views.arguments import arguments

    asked = query_named("meetings")
    planning = _planning(store, viewer, statuses)
    planning.plans.free(name)
    given = _with_file(arguments(asked, planning.network, context.args), file)
    with terminal.waiting(asked.question[lang]):
        made = planning.make(name, given, after=after or "")
    terminal.answer(made, asked.question[lang], lang)
    _unmet(made.more["unmet"], lang)


@plan.command("list", cls=Telling)
def plan_list(store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public", lang: LangOption = "fr") -> None:
    """List the plans that are kept."""
    from views import terminal

    plans = _planning(store, viewer).plans
    rows = [plans.get(name) for name in plans.names()]
    told = [[one.name, len(one.participants), len(one.meetings), one.after, one.held] for one in rows]
    terminal.table(KEPT[lang], told)


@plan.command("show", cls=Telling)
def plan_show(
    name: NameArgument, store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public", lang: LangOption = "fr"
) -> None:
    """Show a plan as it is kept."""
    from queries.answer import shown
    from views import terminal

    planning = _planning(store, viewer)
    table = planning.shown(planning.get(name)).table
    columns = [one for one in query_named("meetings").columns if one.name not in ("a", "b", "weight", "documents")]
    columns = [one for one in columns if one.language in ("", lang)]
    rows = [[shown(row[one.name], lang, one.type) for one in columns] for row in table.to_dict("records")]
    terminal.table([one.label(lang) for one in columns], rows)


@plan.command("sheets", cls=Telling)
def plan_sheets(
    name: NameArgument, out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where to write them.")],
    day: Annotated[str, typer.Option("--day", metavar="DATE", help="For calendars: 2015-09-10.")] = "",
    first: Annotated[str, typer.Option("--from", metavar="TIME", help="When the first slot begins.")] = "09:00",
    minutes: Annotated[int, typer.Option("--minutes", min=1, help="How long a slot is.")] = 20,
    pause: Annotated[int, typer.Option("--pause", min=0, help="Minutes between two.")] = 5,
    store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public", lang: LangOption = "fr",
) -> None:  # fmt: skip
    """Write a sheet for each participant, each table, the whole plan: HTML to print, CSV, calendars; public reasons."""
    from graph.model import Viewer
    from queries.basis import COLON
    from queries.words import counted
    from views import terminal
    from views.plan_sheets import Hours, Sheets
    from views.wording import Words

    planning = _planning(store, viewer)
    found = planning.get(name)
    hours = Hours(_day(day), _time(first), minutes, pause)
    public = read_network(open_store(store), viewer=str(Viewer.PUBLIC), statuses=None)
    settled = planning.handed_out(found, public)
    written = Sheets(planning.network, found, settled, hours, Words(lang)).write(out)
    terminal.say(f"{out}{COLON[lang]}{counted(len(written), lang, *FILES[lang])}.")


@plan.command("repair", cls=Telling)
def plan_repair(
    name: NameArgument, refused: PairsOption = None, absent: AbsentOption = None, imposed: ImposedOption = None,
    store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public", lang: LangOption = "fr",
) -> None:  # fmt: skip
    """Mend a plan after refusals, no-shows and second thoughts: all other meetings keep slot and table."""
    from views import terminal

    made = _planning(store, viewer).mend(name, refused=refused or (), absent=absent or (), imposed=imposed or ())
    terminal.answer(made, query_named("repair_meetings").question[lang], lang)


@plan.command("held", cls=Telling)
def plan_held(
    name: NameArgument, event: Annotated[str, typer.Option("--event", metavar="ID", help="The day, as an event.")],
    day: Annotated[str, typer.Option("--day", metavar="DATE", help="When, if the event does not say.")] = "",
    missed: Annotated[
        list[str] | None, typer.Option("--missed", metavar="A~B", help="A meeting that did not take place.")
    ] = None,
    confided: Annotated[
        str, typer.Option("--confided", metavar="GROUP=LEVEL", help="To whom alone, as emc2=staff; all, if not said.")
    ] = "",
    store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public", lang: LangOption = "fr",
) -> None:  # fmt: skip
    """Write a plan's meetings into the network as held, each part of the day; `undo` takes it back."""
    from views import terminal

    opened = open_store(store)
    planning = _planning(opened.url, viewer)
    said = planning.hold(opened, name, event, day=day, missed=missed or (), at=now(), confided=confided)
    terminal.report(said, lang)


@plan.command("drop", cls=Telling)
def plan_drop(
    name: NameArgument, store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public", lang: LangOption = "fr"
) -> None:
    """Forget a plan; what was written down as held stays."""
    _planning(store, viewer).plans.drop(name)


def _planning(store: str, viewer: str, statuses: str | None = None) -> "Planning":
    from views.planning import Planning

    return Planning.beside(store, read_network(open_store(store), viewer=viewer, statuses=statuses))


def _with_file(given: dict[str, Any], file: Path | None) -> dict[str, Any]:
    from views.wishes import wishes

    more = wishes(file) if file is not None else {}
    return {**given, **{name: (*(given.get(name) or ()), *pairs) for name, pairs in more.items()}}


def _unmet(rows: "pd.DataFrame", lang: str) -> None:
    from queries.words import word
    from views import terminal

    if rows.empty:
        return
    header = {"fr": ["souhait de", "pour", "pas au programme"], "en": ["wish of", "for", "not on the programme"]}[lang]
    rows = rows.fillna({"why": ""})
    told = [
        [who, whom, ", ".join(word(one, lang) for one in (reason, why) if one)]
        for who, whom, reason, why in rows[["who_name", "whom_name", "reason", "why"]].itertuples(index=False)
    ]
    terminal.table(header, told)


def _day(text: str) -> date | None:
    from graph.errors import WrongValue

    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise WrongValue("--day: write a day as 2015-09-10, not '{}'.", text) from None


def _time(text: str) -> Any:
    from graph.errors import WrongValue

    try:
        return datetime.strptime(text, "%H:%M").time()
    except ValueError:
        raise WrongValue("--from: write a time as 14:00, not '{}'.", text) from None
