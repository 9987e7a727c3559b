"""Files to rows of text: the bytes decide, nothing is guessed about what the text means."""

import csv
import gzip
import io
import zlib
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from graph.errors import DatasetError
from ingest.sheet import Rows, Sheet

DELIMITERS = ";,\t|"  # the first wins a tie
csv.field_size_limit(2**31 - 1)


def read(path: Path, name: str = "") -> list[Sheet]:
    """The tables in a file: what it holds is known by its bytes, not by its name.

    Args:
        name: what faults call the file, if not by its own name.

    Raises:
        DatasetError: the file is not there, not a file, empty, cut off, or not text in UTF-8; a quote in its
            header is not closed.
    """
    raw = _unzipped(_bytes(path), path)
    text = _text(raw, path)
    return [_table(text, name or path.name, sha256(raw).hexdigest())]


def _table(text: str, name: str, fingerprint: str) -> Sheet:
    delimiter = _delimiter(text)
    records = _closed_records(name, text, delimiter)
    start, header = next(((line, row) for line, row in records if any(map(str.strip, row))), (1, []))
    if not header:
        raise DatasetError(f"{name}, line 1: no column has a name: write the names of the columns on the first line.")

    def rows() -> Rows:
        return ((line, row) for line, row in _closed_records(name, text, delimiter) if line > start)

    detected = {"encoding": "utf-8", "delimiter": delimiter}
    return Sheet(name, "", tuple(map(str.strip, header)), start, fingerprint, detected, (), rows)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise DatasetError(f"There is no file {path}: check its name.") from None
    except IsADirectoryError:
        raise DatasetError(f"{path} is a folder: name a file in it.") from None
    except OSError as error:
        raise DatasetError(f"{path} cannot be read: {error.strerror}.") from None


def _unzipped(raw: bytes, path: Path) -> bytes:
    if not raw.startswith(b"\x1f\x8b"):
        return raw
    try:
        return gzip.decompress(raw)
    except (EOFError, OSError, zlib.error):
        raise DatasetError(f"{path} is a gzip file that is cut off or damaged: fetch it again.") from None


def _text(raw: bytes, path: Path) -> str:
    if not raw.removeprefix(b"\xef\xbb\xbf").strip():
        raise DatasetError(f"{path} is empty: it needs a line with the names of its columns.")
    if b"\x00" in raw:
        raise DatasetError(f"{path} is not a table of text: save it as CSV, in UTF-8.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise DatasetError(f"{path}, line {line}: not UTF-8 text: save the file as CSV, in UTF-8.") from None


def _delimiter(text: str) -> str:
    """The one that cuts the first rows most regularly into most columns."""
    return max(DELIMITERS, key=lambda mark: (_regularity(text, mark), -DELIMITERS.index(mark)))


def _regularity(text: str, delimiter: str) -> tuple[float, int]:
    widths = Counter(
        len(row) for (_, row), _ in zip(_records(text[:100_000], delimiter), range(50), strict=False) if row
    )
    width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(1, 1))
    return (count / max(1, widths.total()) if width > 1 else 0.0, width)


def _closed_records(name: str, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with their lines; a row in which a quote opens a cell and does not close it is an error."""
    try:
        yield from _records(text, delimiter, strict=True)
    except csv.Error as error:
        raise DatasetError(
            f"{name}, line {error}: a quote opens a cell and does not close it: close it, "
            'or write a quote inside a cell twice ("").'
        ) from None


def _records(text: str, delimiter: str, *, strict: bool = False) -> Iterator[tuple[int, list[str]]]:
    """Rows with the physical line on which each begins: a cell may hold line breaks.

    Raises:
        csv.Error: with the line on which the row begins that `strict` reading does not pass.
    """
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    line = 1
    try:
        for row in rows:
            yield line, row
            line = rows.line_num + 1
    except csv.Error:
        raise csv.Error(line) from None
