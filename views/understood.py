"""What `maillage check` shows of a file: what was found out, column by column, the first rows, what is odd."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from graph.errors import DatasetError, because
from ingest.saved import Saved, as_toml
from ingest.sources import Source
from views import terminal, understood_words
from views.text import flat
from views.wording import Words

FIRST = 5
SAVED = ("sheet", "encoding", "delimiter", "header")


def show(say: Words, source: Source) -> None:
    """All of it: the file, its columns, its first rows as they stand and as they are understood, its faults."""
    terminal.say(flat(understood_words.heading(say, source)), bold=True)
    for told in [understood_words.counted(say, source), *understood_words.found_out(say, source)]:
        terminal.say(f"  {flat(told)}")
    terminal.table(understood_words.titles(say), understood_words.columns(say, source))
    if left := understood_words.unread(say, source):
        terminal.say(flat(left, longest=1_000))
    terminal.say(understood_words.first_rows(say))
    names: dict[str, str] = {}
    for (line, cells), row in zip(islice(source.sheet.rows(), FIRST), source.mapper.rows(), strict=False):
        place = source.sheet.place(line).removeprefix("line ")
        terminal.say(f"  {place}: {flat(' | '.join(cells))}")
        for told in understood_words.said(say, row, names):
            terminal.say(f"    → {told}")
    shown = [one for one in source.report.faults if one.code != "unknown_column"]  # which stand above
    terminal.faults(shown, say.language)


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


def save(say: Words, found: Sequence[Source], path: Path) -> None:
    """Write the mapping.

    Raises:
        DatasetError: there are several tables, or the mapping is there already, or cannot be written.
    """
    source, *others = found
    if others:
        known = ", ".join(one.sheet.sheet or one.sheet.name for one in found)
        raise DatasetError(
            "{} holds several tables ({}): name one with --sheet, or unpack it.", source.sheet.name, known
        )
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(as_toml(saved(source)))
    except FileExistsError:
        raise DatasetError("{} is there already: name another file, or take it away.", path) from None
    except OSError as error:
        raise DatasetError("{} cannot be written: {}.", path, because(error)) from None
    terminal.say(understood_words.kept(say, path))
