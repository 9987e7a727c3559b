"""From bytes to rows: CSV in UTF-8, plain or gzipped, comma, semicolon or tab. Nothing guesses a type."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import islice
from pathlib import Path

from graph.errors import DatasetError

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
DELIMITERS = (";", ",", "\t")  # in the order in which they win a tie
LONGEST_CELL = 2**31 - 1
TRIED = 200  # records that decide on the delimiter


@dataclass(frozen=True)
class Table:
    """A file as text, with its header.

    Attributes:
        sha256: of the file's bytes as they lie on the disk.
        header: the cells of the first row that is not blank, as written.
        header_line: the line on which that row stands.
    """

    path: Path
    sha256: str
    text: str
    delimiter: str
    header: tuple[str, ...]
    header_line: int

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows below the header: the line each starts on, and its cells as text; blank ones are []."""
        return ((line, cells) for line, cells in _records(self.text, self.delimiter) if line > self.header_line)

    @cached_property
    def unclosed(self) -> int | None:
        """The line of a row whose quote is never closed, so that it swallowed the rest; None if there is none."""
        if self.text.count('"') % 2 == 0:
            return None
        last = None
        for line, _ in self.rows():
            last = line
        physical = self.text.count("\n", 0, len(self.text.rstrip("\r\n"))) + 1
        return last if last is not None and last < physical else None


def read(path: Path) -> Table:
    """The table in a file.

    Raises:
        DatasetError: there is no such file, it is a folder, is empty, or is no CSV text in UTF-8.
    """
    data = _bytes(path)
    text = _text(path, _unpacked(path, data))
    delimiter = _delimiter(text)
    try:
        found = next(((line, cells) for line, cells in _records(text, delimiter) if any(cells)), None)
    except csv.Error as error:
        raise DatasetError(f"{path} cannot be read as CSV ({error}): save it again as CSV in UTF-8.") from None
    if found is None:
        raise DatasetError(f"{path} is empty: it needs at least a line of column names.")
    line, header = found
    return Table(path, sha256(data).hexdigest(), text, delimiter, tuple(header), line)


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise DatasetError(f"{path} is a folder where a file is needed: name one of its files.")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise DatasetError(f"There is no file {path}: check the name and the folder.") from None
    except OSError as error:
        raise DatasetError(f"{path} cannot be read ({error.strerror}): check who may read it.") from None


def _unpacked(path: Path, data: bytes) -> bytes:
    if not data.startswith(GZIP):
        return data
    try:
        return gzip.decompress(data)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise DatasetError(f"{path} is a damaged or cut gzip file: fetch it again.") from None


def _text(path: Path, data: bytes) -> str:
    if not data.strip():
        raise DatasetError(f"{path} is empty: it needs at least a line of column names.")
    if data.startswith(ZIP):
        raise DatasetError(f"{path} is a spreadsheet or a zip archive, not CSV: save the sheet as CSV in UTF-8.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DatasetError(f"{path} is in UTF-16: save it as CSV in UTF-8.")
    if b"\0" in data:
        raise DatasetError(f"{path} is a binary file, not CSV text: save its table as CSV in UTF-8.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DatasetError(
            f"{path} is not text in UTF-8 (line {line} holds the byte 0x{data[error.start]:02X}): "
            "save it as CSV in UTF-8."
        ) from None


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    before = 0
    for cells in reader:
        yield before + 1, cells
        before = reader.line_num


def _delimiter(text: str) -> str:
    """The one that splits the header, and whose rows are most often as wide as their header."""
    scores = {one: _regularity(text, one) for one in DELIMITERS}
    best = max(DELIMITERS, key=lambda one: scores[one])
    return best if scores[best] > (0.0, 0) else ","


def _regularity(text: str, delimiter: str) -> tuple[float, int]:
    try:
        widths = [len(cells) for _, cells in islice(_records(text, delimiter), TRIED) if any(cells)]
    except csv.Error:
        return 0.0, 0
    if not widths or widths[0] < 2:
        return 0.0, 0
    return sum(width == widths[0] for width in widths) / len(widths), min(widths[0], 2)
