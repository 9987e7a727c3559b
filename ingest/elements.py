"""XML as elements that begin and end, by local name; without document types, which could name other files."""

from collections.abc import Callable, Mapping
from typing import Protocol
from xml.parsers import expat

from graph.errors import DatasetError


class Handler(Protocol):
    """What is told of each element: its local name, its attributes by local name, its own text, and the line."""

    def begin(self, line: int, name: str, attributes: Mapping[str, str]) -> None: ...
    def end(self, line: int, name: str, text: str) -> None: ...


def walk(raw: bytes, file: str, handler: Handler) -> None:
    """Tell the handler of every element, in order.

    Raises:
        DatasetError: no XML, or with a document type: entities can grow without end, and read other files.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    texts: list[list[str]] = [[]]

    def begin(name: str, attributes: Mapping[str, str]) -> None:
        texts.append([])
        handler.begin(parser.CurrentLineNumber, local(name), {local(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        handler.end(parser.CurrentLineNumber, local(name), "".join(texts.pop()).strip())

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = lambda text: texts[-1].append(text)
    parser.StartDoctypeDeclHandler = _refusing(file, parser)
    try:
        parser.Parse(raw, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise DatasetError(
            "{}, line {}: no XML that can be read ({}).", file, parser.CurrentLineNumber, error
        ) from None


def local(name: str) -> str:
    """A name without its namespace: `viz:color` is color."""
    return name.rpartition(":")[2]


def _refusing(file: str, parser: expat.XMLParserType) -> Callable[..., None]:
    def refuse(*_: object) -> None:
        raise DatasetError(
            "{}, line {}: it has a document type (<!DOCTYPE …>), which is not read: take it out.",
            file,
            parser.CurrentLineNumber,
        )

    return refuse
