"""Commands that read files: what is understood of them, what they bring, where it is."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.opened import now, open_store
from commands.options import (
    ColumnOption,
    DatasetOption,
    LangOption,
    MappingOption,
    RepairOption,
    SheetOption,
    StoreOption,
)
from views.settings import DEFAULT_STORE

if TYPE_CHECKING:
    from graph.store import Store
    from ingest.report import Report
    from ingest.saved import Saved


def check(
    file: Path,
    dataset: DatasetOption = None,
    sheet: SheetOption = "",
    mapping: MappingOption = None,
    column: ColumnOption = None,
    save: Annotated[
        Path | None, typer.Option("--save-mapping", metavar="M.toml", help="Keep what was understood, to correct it.")
    ] = None,
    repair_encoding: RepairOption = False,
    lang: LangOption = "fr",
) -> None:
    """Show what is understood of a file, without loading it: encoding, header, dataset, columns, first rows, faults."""
    from ingest.checking import check as understand
    from views import understood
    from views.wording import Words

    say = Words(lang)
    found = understand(file, known=_known(mapping, dataset, sheet, column), repair_encoding=repair_encoding)
    for source in found:
        understood.show(say, source)
    if save is not None:
        understood.save(say, found, save)
    raise typer.Exit(1 if any(source.report.refused for source in found) else 0)


def load(
    files: Annotated[list[Path], typer.Argument(help="Files, or folders of tables, workbooks, networks.")],
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
    column: ColumnOption = None,
    repair_encoding: RepairOption = False,
    lang: LangOption = "fr",
) -> None:
    """Load files as one run. Exit code 0: nothing refused; 1: some rows refused; 2: nothing accepted."""
    from views import terminal

    opened = open_store(store)
    made = load_files(
        opened, files, lang, document=document, dry_run=dry_run, strict=strict, snapshot=snapshot, confirmed=yes,
        rejects=rejects, language=lang, known=_known(mapping, dataset, sheet, column), repair_encoding=repair_encoding,
    )  # fmt: skip
    terminal.report(made, lang)
    if report is not None:
        terminal.write_faults(made.faults, report, lang)
    raise typer.Exit(made.exit_code)


def geocode(
    postcodes: Annotated[
        Path, typer.Option("--postcodes", metavar="FILE", help="La Poste's list, a copy of your own.")
    ],
    store: StoreOption = DEFAULT_STORE,
    lang: LangOption = "fr",
) -> None:
    """Say where organisations are, by town and postcode; without network. Again after a load: only what changed."""
    from ingest.geocode import geocode as place
    from views import load_words, terminal
    from views.wording import Words

    made = place(open_store(store), postcodes, at=now())
    terminal.say(load_words.geocoded(Words(lang), made))


def load_files(store: "Store", files: list[Path], lang: str, **options: Any) -> "Report":
    """Load files, telling how far it is."""
    from ingest.load import load as load_all
    from views import terminal

    with terminal.progress(lang) as tell:
        return load_all(store, files, at=now(), progress=tell, **options)


def _known(mapping: Path | None, dataset: str | None, sheet: str, added: list[str] | None) -> "Saved":
    """What is said of a file beforehand."""
    from dataclasses import replace

    from graph.errors import WrongValue
    from ingest.added import columns_named
    from ingest.saved import Saved, read_mapping

    more = columns_named(added or ())
    if mapping is None:
        return Saved(dataset=dataset or "", sheet=sheet, added=more)
    found = read_mapping(mapping)
    if dataset not in (None, found.dataset):
        raise WrongValue(
            "The mapping {} is of {}, not of {}: leave out --as or --mapping.", mapping, found.dataset, dataset
        )
    return replace(found, sheet=sheet or found.sheet, added={**found.added, **more})
