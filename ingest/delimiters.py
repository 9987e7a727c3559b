"""What parts the cells of a text: a mark that the file names, or the one that cuts most regularly; quotes put right."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

DELIMITERS = ";,\t|"  # the first wins a tie
NAMES = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}
SAMPLE = 200  # lines from which it is seen
SEP = re.compile(r"\ufeff?sep=(.)\s*$", re.I)


def guess(text: Callable[[], Iterator[str]]) -> str:
    """The delimiter that cuts the first rows most regularly into most columns."""
    sample = list(islice(text(), SAMPLE))
    there = {mark: any(mark in line for line in sample) for mark in DELIMITERS}  # of one column: what no cell holds
    return max(DELIMITERS, key=lambda mark: (_regularity(sample, mark), not there[mark], -DELIMITERS.index(mark)))


def _regularity(sample: Sequence[str], delimiter: str) -> tuple[float, int]:
    try:
        widths = Counter(len(row) for row in csv.reader(sample, delimiter=delimiter) if row)
    except csv.Error:
        return 0.0, 0
    width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(1, 1))
    return (count / max(1, widths.total()) if width > 1 else 0.0, width)


def sep(first: str) -> str:
    """The delimiter that a first line `sep=;` asks for, "" if it is another line."""
    asked = SEP.match(first)
    return asked[1] if asked else ""


def mend(line: str, delimiter: str) -> list[str] | None:
    """The cells of a line in which a quote ends a cell only before a delimiter; None if one is never ended.

    >>> mend('1;"The "best" of all";x', ";"), mend('"Daher" SA;Nantes', ";")
    (['1', 'The "best" of all', 'x'], None)
    """
    mark = re.escape(delimiter)
    cell = re.compile(rf'"((?:[^"]|"(?!{mark}|$))*)"(?={mark}|$)|([^"{mark}][^{mark}]*|(?={mark}|$))')
    text, at, made = line.rstrip("\r\n"), 0, []
    while found := cell.match(text, at):
        made.append(found[2] if found[1] is None else found[1].replace('""', '"'))
        if found.end() == len(text):
            return made
        at = found.end() + 1
    return None
