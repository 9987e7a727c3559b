"""What the command line prints: tables, sentences, faults. Text from files reaches the terminal as text."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any, Literal

import pandas as pd
from rich import box
from rich.console import Console
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from graph.network import Network
from ingest.faults import Fault
from ingest.referring import Progress
from ingest.report import Report, summary
from queries.answer import Answer
from queries.catalogue import Query
from queries.columns import Column
from queries.progress import listening
from views import load_words
from views.answer_files import csv_bytes, write
from views.fitting import GAP, fit, more_columns, more_rows
from views.text import flat
from views.wording import Words

ROWS = 40  # of a table on screen; files hold them all
SENTENCES = 5
LONGEST = 60  # letters of a cell; `--format csv` gives them all
WIDE = 200  # columns assumed where nobody looks: a pipe, a file
FAULTS = {  # how severe a fault is; that there are several
    "fr": (
        {"row": "ligne refusée : ", "cell": "cellule non lue : ", "warning": "à savoir : ", "skip": "non chargée : "},
        " ({count} fois : lignes {lines})",
    ),
    "en": (
        {"row": "row: ", "cell": "cell: ", "warning": "warning: ", "skip": "skip: "},
        " ({count} times: lines {lines})",
    ),
}


def console(*, errors: bool = False) -> Console:
    stream = sys.stderr if errors else sys.stdout
    return Console(
        stderr=errors, highlight=False, markup=False, emoji=False, soft_wrap=True,
        width=None if stream.isatty() else WIDE,
    )  # fmt: skip


def say(text: str, *, bold: bool = False, errors: bool = False) -> None:
    """One line, as it stands."""
    console(errors=errors).print(Text(text, style="bold" if bold else ""))


def table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows under a header."""
    made = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for title in header:
        made.add_column(Text(title), overflow="ellipsis", no_wrap=True)
    for row in rows:
        made.add_row(*(Text(cell(value)) for value in row))
    console().print(made)


def sentences(asked: Query, network: Network, parameters: Mapping[str, Any], language: str, most: int) -> None:
    """A question and the first sentences of its answer."""
    say(f"\n{asked.question[language]}", bold=True)
    for sentence in asked.ask(network, **parameters).sentences(language)[:most]:
        say(f"  {flat(sentence, longest=1_000)}")


def answer(made: Answer, question: str, language: str) -> None:
    """A question and its answer: sentences first, then the table, then what it rests on."""
    say(question, bold=True)
    for sentence in [*filter(None, [made.summary(language)]), *made.sentences(language)[:SENTENCES]]:
        say(f"  {flat(sentence, longest=1_000)}")
    _fitting(made, Words(language))
    say(made.basis.sentence(language), errors=False)


def report(made: Report, language: str = "fr") -> None:
    """What a load did: each file's rows accounted for, then the faults, then the run."""
    words = Words(language)
    table(load_words.titles(words), [load_words.by_file(words, one) for one in made.files])
    faults(made.faults, language)
    for line in load_words.outcome(words, made):
        say(line)


def faults(found: Sequence[Fault], language: str = "fr") -> None:
    """Faults by file, code and column, with a full sentence for the first of each."""
    severe, many = FAULTS[language]
    first = {(one.file, one.code, one.column): one for one in reversed(found)}
    for file, code, column, count, lines in summary(found):
        one = first[file, code, column]
        those = ", ".join(map(str, lines)) + (" …" if count > len(lines) else "")
        more = many.format(count=count, lines=those) if count > 1 else ""
        say(f"{severe[one.severity]}{flat(one.sentence(language), longest=600)}{more}", errors=True)


def write_faults(found: Sequence[Fault], path: Path, language: str = "fr") -> None:
    """Every fault as a row of a CSV file."""
    rows = [one.as_row(language) for one in found]
    write(path, csv_bytes(pd.DataFrame(rows, columns=[one.name for one in fields(Fault)])))


@contextmanager
def waiting(words: str) -> Iterator[None]:
    """A line that says what is being done, and how far a long analysis is, on the error stream, gone when done."""
    status = console(errors=True).status(Text(words))
    with status, listening(lambda done, of: status.update(Text(f"{words} {done}/{of}"))):
        yield


@contextmanager
def progress(language: str = "fr") -> Iterator[Progress]:
    """A line that says which file is read and how far, on the error stream, gone when done."""
    words = Words(language)
    with console(errors=True).status("") as status:
        yield lambda stage, rows: status.update(Text(flat(load_words.progress(words, stage, rows))))


@contextmanager
def bar(words: str) -> Iterator[Callable[[int, int], None]]:
    """A bar that fills, on the error stream, gone when done."""
    with Bar(console=console(errors=True), transient=True) as shown:
        task = shown.add_task(words, total=None)
        yield lambda done, of: shown.update(task, completed=done, total=of or None)


def cell(value: Any) -> str:
    """A value as text on one line, long texts cut, ids whole."""
    if pd.isna(value):
        return "—"
    text = str(value)
    return flat(text, longest=LONGEST if " " in text else len(text))  # an id is there to be copied, whole


def _fitting(made: Answer, words: Words) -> None:
    """The first rows of an answer, in the columns that the screen has room for, and what is not shown."""
    shown = made.for_directors(words.language).map(cell)
    columns = [one for one in made.columns if one.language in ("", words.language)]
    telling = [one for one in columns if not _is_beside(one, made)]
    fitting(shown[[one.label(words.language) for one in telling]], telling, words)


def fitting(shown: pd.DataFrame, columns: Sequence[Column], words: Words) -> None:
    """The first rows of a table of texts, in the columns that the screen has room for, and what is not shown."""
    fitted, others = fit(shown.head(ROWS), columns, console().width)
    drawn = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 0, 0, GAP - 1))
    for one in fitted:
        side: Literal["left", "right"] = "right" if one.is_figure else "left"
        drawn.add_column(Text(one.header), overflow="ellipsis", no_wrap=True, width=one.width, justify=side)
    for row in zip(*(one.cells for one in fitted), strict=True):
        drawn.add_row(*map(Text, row))
    console().print(drawn)
    if len(shown) > ROWS:
        say(more_rows(words, len(shown) - ROWS))
    if others:
        say(more_columns(words, others))


def _is_beside(column: Column, made: Answer) -> bool:
    """Whether a column says nothing more on a screen: an id beside its name, or a row's case."""
    names = {one.name for one in made.columns}
    return f"{column.name}_name" in names or column.name in {made.case} - {"reason"}
