"""What `maillage check` shows of a file: what was found out, column by column, the first rows, what is odd."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from graph.errors import DatasetError
from graph.names import fold
from ingest.delimiters import NAMES
from ingest.load import Source
from ingest.saved import Saved, as_toml
from ingest.spec import essence
from views import terminal
from views.text import flat

FIRST = 5
SAVED = ("sheet", "encoding", "delimiter", "header")


def show(source: Source) -> None:
    """All of it: the file, its columns, its first rows as they stand and as they are understood, its faults."""
    sheet, report = source.sheet, source.report
    where = f"{flat(sheet.name)}, sheet {flat(sheet.sheet)}" if sheet.sheet else flat(sheet.name)
    terminal.say(f"{where}: {source.dataset.name}, document {source.document}", bold=True)
    good = report.read - report.refused - report.skipped
    terminal.say(f"  rows: {report.read} read, {good} good, {report.refused} refused, {report.skipped} passed over")
    for name, value in _found_out(source).items():
        terminal.say(f"  {name}: {flat(value)}")
    terminal.table(["column", "read as", "because"], _columns(source))
    terminal.say(f"First rows of {where}:")
    for line, cells in islice(sheet.rows(), FIRST):
        terminal.say(f"  {sheet.place(line)}: {flat(' | '.join(cells))}")
    for row in islice(source.mapper.rows(), FIRST):
        for one in row.statements:
            value = one.value if not one.is_link else f"→ {one.value}"
            terminal.say(f"  {sheet.place(row.line)} says: {flat(f'{one.about} {one.predicate} {value}')}")
    terminal.faults(report.faults)


def _found_out(source: Source) -> dict[str, str]:
    """Encoding, delimiter, header, and how each column of days or numbers is written."""
    found = dict(source.sheet.detected)
    if "delimiter" in found:
        found["delimiter"] = NAMES.get(found["delimiter"], found["delimiter"])
    for position, style in source.mapper.styles.items():
        title, words = source.sheet.header[position], {"dmy": "day first", "mdy": "month first"}
        if style.order:
            found[f"dates of {title}"] = words[style.order] + (", not certain" if style.undecided else "")
        if style.decimal:
            found[f"decimals of {title}"] = f"after {style.decimal}"
    for position, mark in source.mapper.separators.items():
        if mark != ";":
            found[f"several in {source.sheet.header[position]}"] = f"apart by {NAMES.get(mark, mark.strip() or mark)}"
    return found


def _columns(source: Source) -> list[list[str]]:
    read = {position: column for position, column, _ in source.mapper.columns}
    made = []
    for position, title in enumerate(source.sheet.header):
        column = read.get(position)
        made.append([title, column.name if column else "not read", _because(title, column.headers) if column else ""])
    return made


def _because(title: str, headers: Sequence[str]) -> str:
    """Why a column is taken for what it is."""
    exact = next((one for one in headers if fold(one) == fold(title)), None)
    if exact is not None:
        return f"it is called {exact}"
    near = next((one for one in headers if essence(one) == essence(title)), None)
    return f"it is {near}, but for plurals and small words" if near else "the mapping says so"


def saved(source: Source) -> Saved:
    """What was understood, as a mapping."""
    read = {position: column.name for position, column, _ in source.mapper.columns}
    columns = {title: read.get(position, "") for position, title in enumerate(source.sheet.header)}
    orders = {style.order for style in source.mapper.styles.values() if style.order}
    decimals = {style.decimal for style in source.mapper.styles.values() if style.decimal}
    detected = {name: source.sheet.detected.get(name, "") for name in SAVED}
    return Saved(
        dataset=source.dataset.name, document=source.document, columns=columns, added=source.added, **detected,
        date_order=orders.pop() if len(orders) == 1 else "", decimal=decimals.pop() if len(decimals) == 1 else "",
    )  # fmt: skip


def save(found: Sequence[Source], path: Path) -> None:
    """Write the mapping.

    Raises:
        DatasetError: there are several tables, or the mapping is there already, or cannot be written.
    """
    source, *others = found
    if others:
        known = ", ".join(one.sheet.sheet or one.sheet.name for one in found)
        raise DatasetError(f"{source.sheet.name} holds several tables ({known}): name one with --sheet, or unpack it.")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(as_toml(saved(source)))
    except FileExistsError:
        raise DatasetError("{} is there already: name another file, or take it away.", path) from None
    except OSError as error:
        raise DatasetError("{} cannot be written: {}.", path, error.strerror) from None
    terminal.say(f"Saved as {path}: correct it, then `--mapping {path}`.")
