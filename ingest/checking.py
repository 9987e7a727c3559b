"""What is understood of a file, without any store: its tables, their datasets and columns, and what is odd in them."""

from dataclasses import replace
from pathlib import Path

from ingest.columnwise import checked
from ingest.saved import Saved
from ingest.sheet import Sheet
from ingest.sources import Source, opened, tables, undecided

GLANCE = 2_000  # first rows, from which it is supposed how columns are written


def check(
    path: Path | str, *, dataset: str | None = None, known: Saved = Saved(), repair_encoding: bool = False
) -> list[Source]:
    """What is understood of the tables of a file: datasets, columns, rows counted, and their faults.

    What the rows say is not kept: `source.mapper.rows()` reads it again. Left out is what only a store knows, or all
    rows together: whether somebody bears a name, whether a row says no more than those above.

    Raises:
        DatasetError: the file cannot be read at all, or is of no known dataset.
    """
    known = replace(known, dataset=dataset or known.dataset)
    found = opened(Path(path), Path(path).name, known, repair_encoding, dataset, glance=GLANCE)
    for source in found:
        _check(source)
    return found


def alone(path: Path | str, *, known: Saved = Saved(), repair_encoding: bool = False) -> Sheet | None:
    """The one table of a file, whatever it holds; None of several."""
    first, *others = tables(Path(path), Path(path).name, known, repair_encoding)
    return None if others else first


def _check(source: Source) -> None:
    """Account for every row of a table, and note what is odd."""
    made, report = checked(source.mapper), source.report
    source.mapper = made.mapper
    refused_before, passed_over = source.sheet.outside()
    report.read += made.rows + refused_before + passed_over
    report.faults += undecided(made.mapper)
    report.faults += [one for found in made.faults.values() for one in found]
    refused = made.lines("row")
    report.refused += len(refused) + refused_before
    report.skipped += len(made.lines("skip") - refused) + passed_over
