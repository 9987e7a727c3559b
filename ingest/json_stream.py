"""JSON values one after the other, out of a text of which only a part is held. Numbers stay as they are written."""

import json
import re
from collections.abc import Iterator
from contextlib import closing
from io import TextIOWrapper
from typing import Any, NamedTuple

from graph.errors import DatasetError
from ingest.archives import Packed
from ingest.encodings import lines, text

ARRAYS = ("features", "data", "records", "results", "rows", "items")
SPACE = re.compile(r"[ \t\r\n]*")
LINE_END = re.compile(r"\r\n|\n|\r")
MAY_GO_ON = re.compile(r"[-+.eE0-9]*\Z")  # behind a number
CHUNK = 1 << 16  # letters that are read at once
LONGEST = 10_000_000  # letters of one value


class BadLine(NamedTuple):
    """A line that is no JSON, where each is to be."""

    text: str


def _no_constant(name: str) -> None:
    raise ValueError(name)


DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=_no_constant)


def values(packed: Packed, encoding: str) -> Iterator[tuple[int, Any]]:
    """The elements of the list that a file is or holds, else its values one after the other; each with its line.

    Raises:
        DatasetError: it is not JSON, is nested too deeply, or a value in it is too long.
    """
    with closing(text(packed, encoding)) as stream:
        held = _Held(packed.name, stream)
        if _is_at_list(held):
            yield from _elements(held)
            return
    with closing(text(packed, encoding)) as stream:
        held = _Held(packed.name, stream)
        held.next()
        line, first = held.line(), held.value()
        if not held.next():
            yield line, first
            return
    yield from _by_line(packed, encoding)


class _Held:
    """The part of a text that is held: from a place in it on, as much as a value needs."""

    def __init__(self, name: str, stream: TextIOWrapper) -> None:
        self.name, self.stream, self.held = name, stream, ""
        self.at = self.counted = self.line_ends = 0

    def next(self) -> str:
        """The next letter that is no space, "" at the end."""
        while True:
            found = SPACE.match(self.held, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.held) or not self._more():
                return self.held[self.at : self.at + 1]

    def step(self) -> str:
        """Past this letter; the next one."""
        self.at += 1
        return self.next()

    def line(self) -> int:
        """The physical line of this place."""
        self.line_ends += len(LINE_END.findall(self.held, self.counted, self.at))
        self.counted = self.at
        return self.line_ends + 1

    def value(self) -> Any:
        """The value that begins here; the place is behind it then."""
        while True:
            try:
                made, end = DECODER.raw_decode(self.held, self.at)
            except (ValueError, RecursionError) as error:
                self._go_on(error)
                continue
            size = end - self.at
            if not MAY_GO_ON.match(self.held, end) or not self._more():
                self.at += size
                return made

    def _go_on(self, error: ValueError | RecursionError) -> None:
        """Hold more, where the value may go on; else say what is wrong."""
        if isinstance(error, RecursionError):
            raise DatasetError(
                "{} is nested too deeply for a table: write a list of plain objects.", self.name
            ) from None
        if not isinstance(error, json.JSONDecodeError):
            raise DatasetError(
                "{}, line {}: {} is no number: write null where it is missing.", self.name, self.line(), error
            ) from None
        behind = error.pos - self.at
        if not self._more():
            self.at += behind
            raise DatasetError(
                "{}, line {}: this is not JSON ({}): correct it.", self.name, self.line(), error.msg
            ) from None

    def _more(self) -> bool:
        """Let go of what was passed, and hold twice as much of the rest; whether there is more.

        Raises:
            DatasetError: the value here is longer than any of a table.
        """
        if len(self.held) - self.at > LONGEST:
            raise DatasetError(
                "{}, line {}: a value of more than {} million characters, or one that does not end.",
                self.name, self.line(), LONGEST // 1_000_000,
            )  # fmt: skip
        self._let_go(self.at - (self.held[self.at - 1 : self.at] == "\r"))  # which may be half of a line's end
        more = self.stream.read(max(CHUNK, len(self.held) - self.at))
        self.held += more
        return bool(more)

    def _let_go(self, before: int) -> None:
        self.line_ends += len(LINE_END.findall(self.held, self.counted, before))
        self.counted = max(self.counted, before) - before
        self.held, self.at = self.held[before:], self.at - before


def _is_at_list(held: _Held) -> bool:
    """Whether the text is a list, or an object that holds one: then the place is where it begins."""
    if held.next() == "[":
        return True
    mark = held.step()
    while mark == '"':
        key = held.value()
        held.next()
        if held.step() == "[" and key in ARRAYS:
            return True
        held.value()
        if held.next() != ",":
            return False
        mark = held.step()
    return False


def _elements(held: _Held) -> Iterator[tuple[int, Any]]:
    mark = held.step()
    while mark != "]":
        line, value = held.line(), held.value()
        yield line, value
        mark = held.next()
        if mark == ",":
            mark = held.step()
        elif mark != "]":
            raise DatasetError(
                "{}, line {}: the list is cut off here or lacks a comma: fetch it again.", held.name, held.line()
            )


def _by_line(packed: Packed, encoding: str) -> Iterator[tuple[int, Any]]:
    """One value a line; a line that is none is a `BadLine`."""
    for number, line in enumerate(lines(packed, encoding), start=1):
        if bare := line.strip():
            try:
                yield number, DECODER.decode(bare)
            except (ValueError, RecursionError):
                yield number, BadLine(bare)
