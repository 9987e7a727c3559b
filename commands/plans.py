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

    from graph.network import Network
    from views.plans import Plan, Plans

plan = typer.Typer(help="Plan meeting days: make, show, hand out, mend, write down as held.", no_args_is_help=True)
ANY_OPTION: dict[str, Any] = {"allow_extra_args": True, "ignore_unknown_options": True}
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The plan's name.")]
PairsOption = Annotated[list[str] | None, typer.Option("--refused", metavar="A~B", help="A pair that refused.")]
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
    from views.plans import Plan

    asked = query_named("meetings")
    network = read_network(open_store(store), viewer=viewer, statuses=statuses)
    plans = _plans(store, network)
    plans.free(name)
    given = _with_file(arguments(asked, network, context.args), file)
    if after is not None:
        given = _after(_reopened(plans, network, after), given)
    with terminal.waiting(asked.question[lang]):
        made = asked.ask(network, **given)
    plans.add(Plan.of(name, made, given, after=after or ""))
    terminal.answer(made, asked.question[lang], lang)
    _unmet(made.more["unmet"], lang)


@plan.command("list", cls=Telling)
def plan_list(store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public", lang: LangOption = "fr") -> None:
    """List the plans that are kept."""
    from views import terminal

    plans = _plans(store, read_network(open_store(store), viewer=viewer))
    rows = [plans.get(name) for name in plans.names()]
    header = ["name", "participants", "meetings", "after", "held"]
    terminal.table(header, [[one.name, len(one.participants), len(one.meetings), one.after, one.held] for one in rows])


@plan.command("show", cls=Telling)
def plan_show(
    name: NameArgument, store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public", lang: LangOption = "fr"
) -> None:
    """Show a plan as it is kept."""
    from queries.answer import shown
    from views import terminal

    network = read_network(open_store(store), viewer=viewer)
    table = _table(network, _reopened(_plans(store, network), network, name))
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
    """Write a sheet for each participant and each table: CSV, HTML to print, calendars."""
    from views import terminal
    from views.plan_sheets import Hours, Sheets
    from views.wording import Words

    network = read_network(open_store(store), viewer=viewer)
    found = _reopened(_plans(store, network), network, name)
    hours = Hours(_day(day), _time(first), minutes, pause)
    written = Sheets(network, found, _table(network, found), hours, Words(lang)).write(out)
    terminal.say(f"{out}: {len(written)} files.")


@plan.command("repair", cls=Telling)
def plan_repair(
    name: NameArgument, refused: PairsOption = None, absent: AbsentOption = None, store: StoreOption = DEFAULT_STORE,
    viewer: ViewerOption = "public", lang: LangOption = "fr",
) -> None:  # fmt: skip
    """Mend a plan after refusals and no-shows: all other meetings keep slot and table."""
    from views import terminal
    from views.plans import repaired

    asked = query_named("repair_meetings")
    network = read_network(open_store(store), viewer=viewer)
    plans = _plans(store, network)
    found = _reopened(plans, network, name)
    agenda = tuple(one.written for one in found.meetings)
    given = {**found.asked, "participants": found.participants, "within": None}
    made = asked.ask(network, **given, agenda=agenda, refused=refused, absent=absent)
    plans.keep(repaired(found, network, made, refused or (), absent or ()))
    terminal.answer(made, asked.question[lang], lang)


@plan.command("held", cls=Telling)
def plan_held(
    name: NameArgument, event: Annotated[str, typer.Option("--event", metavar="ID", help="The day, as an event.")],
    day: Annotated[str, typer.Option("--day", metavar="DATE", help="When, if the event does not say.")] = "",
    missed: Annotated[
        list[str] | None, typer.Option("--missed", metavar="A~B", help="A meeting that did not take place.")
    ] = None,
    store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public", lang: LangOption = "fr",
) -> None:  # fmt: skip
    """Write a plan's meetings into the network as held, each part of the day; `undo` takes it back."""
    from dataclasses import replace

    from graph.search import entity_named
    from ingest.held import write_held
    from queries.meeting_days import pairs_named
    from views import terminal

    opened = open_store(store)
    network = read_network(opened, viewer=viewer)
    plans = _plans(store, network)
    found = _reopened(plans, network, name)
    found.still_open(network)
    not_held = pairs_named(network, "missed", missed)
    known = network.entities.set_index("id")
    row = network.row(entity_named(network, event))
    met = [(one.a, one.b, one.slot, one.table) for one in found.meetings]
    names = {one: str(known.loc[one, "name"]) for row_ in met for one in row_[:2]}
    said = write_held(
        opened, name, str(row["id"]), met, {tuple(sorted(pair)) for pair in not_held}, names,
        day=day or str(row["since"] or ""), at=now(),
    )  # fmt: skip
    plans.keep(replace(found, held=said.run))
    terminal.report(said)


@plan.command("drop", cls=Telling)
def plan_drop(
    name: NameArgument, store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public", lang: LangOption = "fr"
) -> None:
    """Forget a plan; what was written down as held stays."""
    _plans(store, read_network(open_store(store), viewer=viewer)).drop(name)


def _plans(store: str, network: "Network") -> "Plans":
    from views.plans import Plans

    return Plans.beside(store, network)


def _reopened(plans: "Plans", network: "Network", name: str) -> "Plan":
    from views.plans import today

    return today(network, plans.get(name))


def _table(network: "Network", found: "Plan") -> "pd.DataFrame":
    from queries.meetings import laid_out

    agenda = [(one.a, one.b, one.slot, one.table) for one in found.meetings]
    wishes, within = found.asked.get("wishes") or (), found.asked.get("within")
    return laid_out(network, found.participants, wishes, agenda, within=within)


def _with_file(given: dict[str, Any], file: Path | None) -> dict[str, Any]:
    from views.wishes import wishes

    more = wishes(file) if file is not None else {}
    return {**given, **{name: (*(given.get(name) or ()), *pairs) for name, pairs in more.items()}}


def _after(first: "Plan", given: dict[str, Any]) -> dict[str, Any]:
    """The second leg: the same people and rules where nothing else is said, no pair again, what was left over first."""
    same = {name: first.asked.get(name) for name in ("refusals", "forbidden", "hosts", "cap", "slots", "tables")}
    who = () if given.get("within") or given.get("participants") else first.participants
    before = tuple(one.pair for one in first.meetings)
    return {
        **{name: value for name, value in same.items() if value},
        **({"participants": who} if who else {}),
        **given,
        "wishes": (*(first.asked.get("wishes") or ()), *(given.get("wishes") or ())),
        "previous": (*(first.asked.get("previous") or ()), *before, *(given.get("previous") or ())),
        "leftovers": (*first.unmet, *(given.get("leftovers") or ())),
    }


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
