"""The command `maillage`: files in, questions answered. Heavy libraries are imported where they are used."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Never

import typer

if TYPE_CHECKING:
    from graph.model import Viewer
    from graph.network import Network
    from graph.store import Store
    from ingest.report import Report
    from ingest.review import Proposal
    from ingest.saved import Saved
    from queries.catalogue import Query

ROOT = Path(__file__).resolve().parent
DATA = ROOT / "data"
LOOPBACK = ("127.0.0.1", "localhost", "::1")

app = typer.Typer(
    help="Maps an innovation ecosystem and turns the map into partnerships.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
Format = Literal["table", "csv", "json", "parquet"]
Lang = Literal["fr", "en"]
StoreOption = Annotated[
    str, typer.Option("--store", envvar="MAILLAGE_STORE", metavar="URL", help="Where the network is kept.")
]
ViewerOption = Annotated[
    str, typer.Option("--viewer", metavar="WHO", help="Who looks: public, owner, or emc2=staff,systematic=members.")
]
AsOfOption = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="As it was on a day: 2015-06-30.")]
SureOption = Annotated[bool, typer.Option("--certainly", help="With --as-of: leave out what is only possibly so.")]
StatusesOption = Annotated[
    str | None, typer.Option("--statuses", metavar="LIST", help="What counts, if not the usual: held,signed,announced.")
]
LangOption = Annotated[Lang, typer.Option("--lang", help="Language of sentences and headers.")]
FormatOption = Annotated[Format, typer.Option("--format", help="How to write it.")]
OutOption = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="A file to write to.")]
DatasetOption = Annotated[str | None, typer.Option("--as", metavar="DATASET", help="What the file is, if unclear.")]
SheetOption = Annotated[str, typer.Option("--sheet", metavar="NAME", help="Of a workbook the sheet to read.")]
MappingOption = Annotated[
    Path | None, typer.Option("--mapping", metavar="M.toml", help="How to read the file, as `check` saved it.")
]
RepairOption = Annotated[bool, typer.Option("--repair-encoding", help="Put right what was encoded twice: Ã© is é.")]
DEFAULT_STORE = "sqlite:///network.db"
DEMO = {
    "fr": (
        "{} lignes de data/ lues, {} refusées : {} entités, {} liens.",
        " Rien de nouveau.",
        "\n`maillage app` l'ouvre dans un navigateur ; `maillage queries` liste ce qu'on peut demander.",
    ),
    "en": (
        "{} rows of data/ read, {} refused: {} entities, {} links.",
        " Nothing new.",
        "\n`maillage app` opens it in a browser; `maillage queries` lists what can be asked.",
    ),
}


@app.command()
def demo(store: StoreOption = DEFAULT_STORE, lang: LangOption = "fr") -> None:
    """Load the shipped network, and ask it three questions."""
    from graph.errors import StoreUnavailable
    from graph.model import Viewer
    from views import terminal

    opened = _open(store)
    try:
        held = set(opened.documents(viewer=Viewer.OWNER)["id"])
    except StoreUnavailable:
        held = set()
    if held and "doc:emc2-seattle" not in held:
        _stop(f"{opened.url} holds another network: name a new one with --store sqlite:///demo.db.")
    made = _read(opened, [DATA])
    network = _network(opened)
    terminal.faults(made.faults)
    counts = made.total("read"), made.refused, len(network.entities), len(network.links)
    terminal.say(DEMO[lang][0].format(*counts) + ("" if made.run else DEMO[lang][1]))
    for name, arguments in (("profile", {"organisation": "pole:emc2"}), ("visits", {}), ("brokers", {})):
        terminal.sentences(_query(name), network, arguments, lang, 3)
    terminal.say(DEMO[lang][2])


@app.command()
def check(
    file: Path,
    dataset: DatasetOption = None,
    sheet: SheetOption = "",
    mapping: MappingOption = None,
    save: Annotated[
        Path | None, typer.Option("--save-mapping", metavar="M.toml", help="Keep what was understood, to correct it.")
    ] = None,
    repair_encoding: RepairOption = False,
) -> None:
    """Show what is understood of a file, without loading it: encoding, header, dataset, columns, first rows, faults."""
    from ingest.load import check as understand
    from views import understood

    source, rows = understand(file, known=_known(mapping, dataset, sheet), repair_encoding=repair_encoding)
    understood.show(source, rows)
    if save is not None:
        understood.save(source, save)
    raise typer.Exit(1 if any(row.is_refused for row in rows) else 0)


@app.command()
def load(
    files: Annotated[list[Path], typer.Argument(help="Files, or folders of CSV files.")],
    store: StoreOption = DEFAULT_STORE,
    dataset: DatasetOption = None,
    document: Annotated[str | None, typer.Option("--document", metavar="ID", help="The document they are.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Load nothing if one row is refused.")] = False,
    snapshot: Annotated[
        bool, typer.Option("--snapshot", help="The files are now all that their documents say: close what is gone.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --snapshot: close even much of a document.")] = False,
    rejects: Annotated[
        Path | None, typer.Option("--rejects", metavar="FILE", help="Write the refused rows, to repair and load.")
    ] = None,
    report: Annotated[Path | None, typer.Option("--report", metavar="FILE", help="Write every fault as CSV.")] = None,
    sheet: SheetOption = "",
    mapping: MappingOption = None,
    repair_encoding: RepairOption = False,
) -> None:
    """Load files as one run. Exit code 0: nothing refused; 1: some rows refused; 2: nothing accepted."""
    from views import terminal

    opened = _open(store)
    made = _read(
        opened, files, document=document, dry_run=dry_run, strict=strict, snapshot=snapshot, confirmed=yes,
        rejects=rejects, known=_known(mapping, dataset, sheet), repair_encoding=repair_encoding,
    )  # fmt: skip
    terminal.report(made)
    if report is not None:
        terminal.write_faults(made.faults, report)
    raise typer.Exit(made.exit_code)


@app.command()
def search(
    words: str, store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public",
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many at most.")] = 20,
) -> None:  # fmt: skip
    """Find names, tolerant of accents, case and slips."""
    from graph.search import search as find
    from views import terminal

    found = find(_network(_open(store), viewer=viewer), words, limit=limit)
    if found.empty:
        _stop(f"No name in this network is like '{words}'.", code=1)
    terminal.table(["id", "kind", "name", "found as"], found[["id", "kind", "name", "matched"]].to_numpy().tolist())


@app.command()
def runs(store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public") -> None:
    """List the loads, oldest first."""
    from views import terminal

    table = _open(store).runs(viewer=_viewer(viewer))
    terminal.table(list(table.columns), table.to_numpy().tolist(), limit=1000)


@app.command()
def diff(
    run: str, store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public",
    form: Annotated[Literal["table", "csv", "json"], typer.Option("--format", help="How to write it.")] = "table",
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many things at most, on a screen.")] = 40,
) -> None:  # fmt: skip
    """Show what a run added, changed, and closed."""
    from views import differences

    opened = _open(store)
    table = differences.differences(opened, _network(opened, viewer=viewer), run)
    if form == "table":
        differences.show(table, run, limit=limit)
    else:
        differences.write(table, form)


@app.command()
def undo(run: str, store: StoreOption = DEFAULT_STORE) -> None:
    """Take back what a run wrote and closed."""
    from views import terminal

    opened = _open(store)
    with opened.write("undo", at=_now()) as writer:
        count = writer.undo(run)
    terminal.say(f"Run {run} is undone: {count} changes taken back.")


@app.command()
def geocode(
    postcodes: Annotated[
        Path, typer.Option("--postcodes", metavar="FILE", help="La Poste's list, a copy of your own.")
    ],
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Say where organisations are, by town and postcode; without network. Again after a load: only what changed."""
    from ingest.geocode import geocode as place
    from views import terminal

    made = place(_open(store), postcodes, at=_now())
    found = "".join(f"{count} by {how}, " for how, count in made.found.items())
    terminal.say(f"{found}{made.nowhere} nowhere: {made.new} statements new, {made.closed} closed.")


@app.command()
def withdraw(document: str, store: StoreOption = DEFAULT_STORE) -> None:
    """Close a document: what only it said is gone, what others also said stays."""
    from views import terminal

    opened = _open(store)
    with opened.write("withdraw", at=_now(), document=document) as writer:
        count = writer.withdraw(document)
    terminal.say(
        f"{document} is withdrawn: {count} statements closed. `maillage undo {_last_run(opened)}` brings it back."
    )


@app.command()
def explain(
    ids: Annotated[list[str], typer.Argument(metavar="ID [ID]", help="An id or a name; two for what links them.")],
    store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public",
    closed: Annotated[bool, typer.Option("--closed", help="Also what is no longer stated, and since when.")] = False,
) -> None:  # fmt: skip
    """Who says so: every statement about an entity, or about the links between two; to the owner, by which run."""
    from graph.search import entity_named
    from views import differences, terminal

    if len(ids) > 2:
        _stop("Give one id, or two.")
    opened = _open(store)
    network = _network(opened, viewer=viewer)
    ends = [entity_named(network, one) for one in ids]
    if len(set(ends)) < len(ends):
        _stop(f"Both are {ends[0]}: give two different ones for what links them, or one alone.")
    history = differences.history(opened, network, *ends) if closed or network.viewer.sees_all else None
    runs = differences.stated_by(history) if history is not None and network.viewer.sees_all else {}
    if len(ends) == 1:
        row = network.row(ends[0])
        terminal.say(f"{network.name(ends[0])} ({ends[0]}, {row['kind']})", bold=True)
        terminal.statements(opened, network, ends[0], runs)
        terminal.decisions(opened, network, ends[0])
    if closed and history is not None:
        differences.show_closed(history, network)
    if len(ends) == 1:
        return
    links = network.links
    between = links[links["source"].isin(ends) & links["target"].isin(ends) & (links["source"] != links["target"])]
    if between.empty and not closed:
        _stop(f"No link between {ends[0]} and {ends[1]}: `maillage query introductions` looks for a way.", code=1)
    for link in between.to_dict("records"):
        role = f" ({link['key']})" if link["key"] else ""
        terminal.say(
            f"{network.name(link['source'])} {link['relation']} {network.name(link['target'])}{role}", bold=True
        )
        terminal.statements(opened, network, link["id"], runs)


@app.command()
def queries(lang: LangOption = "fr") -> None:
    """List the questions that can be asked."""
    from queries.catalogue import CATALOGUE
    from views import terminal

    terminal.table(
        ["name", "question", "options"],
        [[one.name, one.question[lang], " ".join(f"--{p.name}" for p in one.parameters)] for one in CATALOGUE],
    )


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []})
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

    asked = _query(name)
    network = _network(_open(store), viewer=viewer, as_of=as_of, certainly=certainly, statuses=statuses)
    _answer(asked, network, arguments(asked, network, context.args), store, lang, form, out)


@app.command()
def quality(
    store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public", lang: LangOption = "fr",
    form: FormatOption = "table", out: OutOption = None,
) -> None:  # fmt: skip
    """What is not known: undated, unsourced, isolated, contradictory; named of declared."""
    _answer(_query("quality"), _network(_open(store), viewer=viewer), {}, store, lang, form, out)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="net.gexf, net.graphml, net.json or net.csv")],
    store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public", as_of: AsOfOption = None,
    certainly: SureOption = False, statuses: StatusesOption = None,
) -> None:  # fmt: skip
    """Write the network to a file for another program, as the viewer sees it; the basis goes with it."""
    from graph.export import export as write
    from queries.basis import basis
    from views import terminal

    opened = _open(store)
    network = _network(opened, viewer=viewer, as_of=as_of, certainly=certainly, statuses=statuses)
    method = {"fr": "tout ce que voit le lecteur", "en": "all that the viewer sees"}
    write(opened, network, file, basis(network, "export", method=method, parameters={}).as_dict())
    terminal.say(f"{file}: {len(network.entities)} entities, {len(network.links)} links, as {viewer} sees them.")


review = typer.Typer(
    help="Decide which organisations are one: proposals, contradictions, verdicts.", no_args_is_help=True
)
app.add_typer(review, name="review")
LeastOption = Annotated[
    float | None, typer.Option("--least", min=0.0, max=1.0, help="The least score, if not what is worth a look.")
]
OneOption = Annotated[str, typer.Argument(help="An id, a record or a name.")]
OtherOption = Annotated[str, typer.Argument(help="Another.")]
ByOption = Annotated[str, typer.Option("--by", metavar="WHO", help="Who decides.")]


@review.command("list")
def review_list(
    store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public", least: LeastOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many at most.")] = 40,
) -> None:  # fmt: skip
    """List organisations that may be one, the likeliest first. Nothing is joined."""
    from views import reviewing

    opened = _open(store)
    network = _network(opened, viewer=viewer)
    reviewing.proposals(network, _proposals(opened, network, least), limit)


@review.command("contradictions")
def review_contradictions(store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public") -> None:
    """List what cannot all be so of who is who. None of it is applied."""
    from ingest.contradictions import contradictions
    from views import reviewing

    opened = _open(store)
    reviewing.contradictions(contradictions(opened, _network(opened, viewer=viewer)))


@review.command("show")
def review_show(
    a: OneOption, b: OtherOption, store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public"
) -> None:
    """Show two organisations beside one another, how alike they are, and what was decided of them."""
    from views import reviewing

    opened = _open(store)
    network = _network(opened, viewer=viewer)
    reviewing.pair(opened, network, _called(network, a), _called(network, b))


@review.command("decide")
def review_decide(
    a: OneOption,
    b: OtherOption,
    verdict: Annotated[Literal["same", "different", "unsure"], typer.Argument(help="What they are.")],
    by: ByOption,
    why: Annotated[str, typer.Option("--why", help="What it rests on.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before joining two.")] = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Say that two are the same, different, or that it is unsure; ids, names or records. Owner only."""
    from graph.vocabulary import Verdict
    from ingest.review import decide
    from views import reviewing

    opened = _open(store)
    network = _network(opened, viewer="owner")
    a, b = _called(network, a), _called(network, b)
    reviewing.pair(opened, network, a, b)
    if verdict == "same" and not yes and not _confirmed("Are they one and the same?"):
        _stop("Nothing is decided; --yes decides without asking.", code=1)
    made = decide(opened, network, a, b, Verdict(verdict), by=by, why=why, at=_now())
    reviewing.outcome(made, _last_run(opened))


@review.command("undo")
def review_undo(store: StoreOption = DEFAULT_STORE) -> None:
    """Take back the last decision; to part what a rule joined, decide `unsure` on two of its records."""
    from ingest.review import last_run

    opened = _open(store)
    undo(last_run(opened, _network(opened, viewer="owner")), store)


@review.command("export")
def review_export(
    file: Annotated[Path, typer.Argument(help="A CSV file for a spreadsheet; `maillage load FILE` reads it back.")],
    store: StoreOption = DEFAULT_STORE, viewer: ViewerOption = "public", least: LeastOption = None,
    decided: Annotated[bool, typer.Option("--decided", help="Write what people decided, too.")] = False,
    lang: LangOption = "fr",
) -> None:  # fmt: skip
    """Write what is to be decided as CSV: fill in verdict and by, and load the file. Empty verdicts have no effect."""
    from ingest.review import as_table
    from views import terminal
    from views.answer_files import csv_bytes, write

    opened = _open(store)
    network = _network(opened, viewer=viewer)
    table = as_table(opened, network, _proposals(opened, network, least), decided=decided)
    write(file, csv_bytes(table, lang))
    terminal.say(f"{file}: {len(table)} rows. Write same, different or unsure, and who says so; then load it.")


@app.command()
def copy(
    source: Annotated[str, typer.Option("--from", metavar="URL", help="Where the network is.")],
    target: Annotated[str, typer.Option("--to", metavar="URL", help="Where it shall be too.")],
    viewer: ViewerOption = "public",
) -> None:
    """Copy a network into another store: what the viewer sees, or, for owner, all of it with its runs."""
    from graph.copying import copy as copy_all
    from views import terminal

    first, second = _open(source), _open(target)
    with terminal.bar("copying") as tell:
        count = copy_all(first, second, viewer=_viewer(viewer), at=_now(), tell=tell)
    terminal.say(f"{count} runs copied from {first.url} to {second.url}, as {viewer} sees them.")


@app.command()
def cypher(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="MATCH … RETURN …")],
    store: StoreOption = DEFAULT_STORE,
    viewer: ViewerOption = "public",
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many rows at most.")] = 1_000,
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, help="How long it may take.")] = 10,
    as_csv: Annotated[bool, typer.Option("--csv", help="Write it as CSV.")] = False,
) -> None:
    """Ask a Neo4j server a question of your own in Cypher: for its owner, reading only."""
    from graph.errors import NoFreeCypher
    from graph.neo4j_store import Neo4jStore
    from views import terminal
    from views.answer_files import csv_bytes

    opened = _open(store)
    if not isinstance(opened, Neo4jStore):
        raise NoFreeCypher(f"{opened.url} is no Neo4j server: `maillage copy` brings its network to one.")
    if not _viewer(viewer).sees_all:
        raise NoFreeCypher("Cypher sees all that is on the server: it is for its owner, --viewer owner.")
    found = opened.cypher(question, seconds=seconds, most=limit)
    if as_csv:
        sys.stdout.buffer.write(csv_bytes(found))
    else:
        terminal.table(list(found.columns), found.map(str).to_numpy().tolist(), limit=terminal.ROWS)


@app.command("app")
def open_app(
    store: StoreOption = DEFAULT_STORE,
    viewer: ViewerOption = "public",
    address: Annotated[str, typer.Option("--address", help="The address to listen on.")] = LOOPBACK[0],
    port: Annotated[int, typer.Option("--port", min=1, max=65535)] = 8501,
    headless: Annotated[bool, typer.Option("--headless", help="Do not open a browser.")] = False,
) -> None:
    """Open the app in a browser."""
    import subprocess
    import tomllib

    _viewer(viewer)
    _open(store).revision()
    if viewer != "public" and address not in LOOPBACK:
        _stop(f"Only public can be shown on {address}: whoever reaches it would be {viewer}. Leave --address out.")
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    chosen = {f"{part}.{name}": value for part, values in settings.items() for name, value in values.items()}
    chosen |= {"server.address": address, "server.port": port}
    chosen |= {"server.headless": True} if headless else {}
    options = [f"--{name}={str(value).lower() if isinstance(value, bool) else value}" for name, value in chosen.items()]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), *options]
    environment = {**os.environ, "MAILLAGE_STORE": store, "MAILLAGE_VIEWER": viewer}
    raise typer.Exit(subprocess.run(command, env=environment, check=False).returncode)


INTERRUPTED = 130  # the exit code that shells give to what Ctrl-C ends
STOPPED = "stopped: nothing is written by halves; `maillage runs` lists the loads that were finished."


def main() -> None:
    """Run the command; whatever goes wrong is a sentence."""
    from graph.errors import MaillageError

    sys.excepthook = _last_resort
    try:
        typer.main.get_command(app)(prog_name="maillage")
    except (MaillageError, ValueError) as error:
        if os.environ.get("MAILLAGE_DEBUG"):
            raise
        _stop(str(error))
    except KeyboardInterrupt:
        _stop(STOPPED, code=INTERRUPTED)
    except SystemExit as end:
        if end.code == INTERRUPTED:  # typer's word for an interrupt
            _stop(STOPPED, code=INTERRUPTED)
        raise
    except BrokenPipeError:  # whoever read our output has closed it: `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _last_resort(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A fault of ours is a sentence too; who mends it asks for the rest."""
    if os.environ.get("MAILLAGE_DEBUG"):
        sys.__excepthook__(kind, error, trace)
    elif kind is KeyboardInterrupt:
        sys.stderr.write(f"maillage: {STOPPED}\n")
    else:
        sys.stderr.write(
            f"maillage failed ({kind.__name__}: {error}). MAILLAGE_DEBUG=1 shows where; please report it.\n"
        )


def _stop(sentence: str, *, code: int = 2) -> Never:
    sys.stderr.write(f"maillage: {sentence}\n")
    raise SystemExit(code)


def _open(url: str) -> "Store":
    from graph.store import open_store

    return open_store(url)


def _viewer(text: str) -> "Viewer":
    from graph.model import Viewer

    return Viewer.parse(text)


def _network(
    store: "Store", *, viewer: str = "public", as_of: str | None = None, certainly: bool = False,
    statuses: str | None = None,
) -> "Network":  # fmt: skip
    from graph.network import Network
    from graph.vocabulary import Status
    from views import terminal

    chosen = None if statuses is None else [part.strip() for part in statuses.split(",") if part.strip()]
    if unknown := [one for one in chosen or [] if one not in set(Status)]:
        raise ValueError(f"'{unknown[0]}' is no status: write some of {', '.join(Status)}.")
    sure: Literal["certainly", "possibly"] = "certainly" if certainly else "possibly"
    with terminal.waiting("reading the network"):
        return Network.read(store, viewer=_viewer(viewer), as_of=as_of, sure=sure, statuses=chosen)


def _called(network: "Network", wanted: str) -> str:
    """The id as it was given, if the network knows it; of a name, the public id of who bears it."""
    from graph.errors import UnknownEntity
    from graph.search import entity_named

    try:
        network.find(wanted)
    except UnknownEntity:
        return entity_named(network, wanted)
    return wanted


def _proposals(store: "Store", network: "Network", least: float | None) -> "list[Proposal]":
    from ingest.matching import LOOK
    from ingest.review import proposals

    return proposals(store, network, least=LOOK if least is None else least)


def _confirmed(question: str) -> bool:
    try:
        return typer.confirm(question)
    except typer.Abort:  # nobody is there to answer
        return False


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _read(store: "Store", files: list[Path], **options: Any) -> "Report":
    from ingest.load import load as load_files
    from views import terminal

    with terminal.progress() as tell:
        return load_files(store, files, at=_now(), progress=tell, **options)


def _known(mapping: Path | None, dataset: str | None, sheet: str) -> "Saved":
    """What is said of a file beforehand."""
    from dataclasses import replace

    from ingest.saved import Saved, read_mapping

    if mapping is None:
        return Saved(dataset=dataset or "", sheet=sheet)
    found = read_mapping(mapping)
    if dataset not in (None, found.dataset):
        raise ValueError(f"The mapping {mapping} is of {found.dataset}, not of {dataset}: leave out --as or --mapping.")
    return replace(found, sheet=sheet or found.sheet)


def _last_run(store: "Store") -> str:
    from graph.model import Viewer

    return str(store.runs(viewer=Viewer.OWNER)["id"].iloc[-1])


def _query(name: str) -> "Query":
    from queries.catalogue import query as find

    return find(name)


def _explain_query(context: typer.Context, name: str | None, lang: str) -> None:
    import inspect

    from views import terminal

    if name is None:
        typer.echo(context.get_help())
        return
    asked = _query(name)
    terminal.say(f"{asked.question[lang]}\n", bold=True)
    terminal.say(inspect.getdoc(asked.answer) or "")
    for one in asked.parameters:
        needed = "required" if one.required else f"usually {one.default}"
        words = f" ({', '.join(one.words)})" if one.words and one.sort != "entity" else ""
        terminal.say(f"  --{one.name.replace('_', '-')}  {one.label(lang)}{words}; {needed}")
    terminal.say("Beside these: the options of `maillage query --help`.")


def _answer(
    asked: "Query",
    network: "Network",
    arguments: dict[str, Any],
    store: str,
    lang: Lang,
    form: Format,
    out: Path | None,
) -> None:
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


if __name__ == "__main__":
    main()
