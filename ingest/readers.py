"""Files to tables of text: the bytes decide what a file is, nothing is guessed about what the text means."""

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from graph.errors import DatasetError
from ingest import gexf, graphml, pajek
from ingest.archives import ZIP, Packed, unpacked
from ingest.delimiters import DELIMITERS
from ingest.encodings import lines, survey
from ingest.graph_files import sheets
from ingest.json_tables import json_table
from ingest.sheet import Sheet
from ingest.spreadsheets import OLE, workbook
from ingest.tables import table

__all__ = ["DELIMITERS", "Options", "read"]
WHOLE = 300 << 20  # bytes of a file that is read at once: a workbook, a network
OTHERS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"\x7fELF", b"PAR1", b"SQLite format")


@dataclass(frozen=True, slots=True)
class Options:
    """What is known of a file beforehand; "" is found out.

    Attributes:
        sheet: of a workbook the one to read.
        header: the line of the header, or `none`.
        repair: undo double encoding.
    """

    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    header: str = ""
    repair: bool = False


def read(path: Path, name: str = "", options: Options = Options()) -> list[Sheet]:
    """The tables in a file, packed or not: what it holds is known by its bytes, not by its name.

    Args:
        name: what faults call the file, if not by its own name.

    Raises:
        DatasetError: the file is not there, not a file, empty, damaged, or no table.
    """
    found = [sheet for packed in unpacked(path, name or path.name) for sheet in _tables(packed, options)]
    if options.sheet and not any(sheet.sheet == options.sheet for sheet in found):
        known = tuple(sheet.sheet for sheet in found if sheet.sheet)
        if known:
            raise DatasetError("{} has no sheet '{}': write one of {}.", path, options.sheet, known)
        raise DatasetError("{} has no sheets: leave --sheet out.", path)
    return [sheet for sheet in found if options.sheet in ("", sheet.sheet)]


def _tables(packed: Packed, options: Options) -> list[Sheet]:
    head = packed.head()
    if head.startswith((ZIP, OLE)):
        raw = _whole(packed)
        return workbook(packed, raw, sha256(raw).hexdigest(), sheet=options.sheet, header=options.header)
    if head.startswith(OTHERS):
        raise DatasetError("{} is not a table of text: save it as CSV, in UTF-8.", packed.name)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if re.match(rb"[\[{]\s*[\[{\"\]}]", start) or (start[:1] in b"[{" and len(start) == 1):
        return [json_table(packed, encoding=options.encoding)]
    if start.startswith((b"<", b"*", b"%")) and (network := _network(packed, start)):
        return network
    made = table(
        packed, encoding=options.encoding, delimiter=options.delimiter, header=options.header, repair=options.repair
    )
    return [made]


def _network(packed: Packed, start: bytes) -> list[Sheet]:
    """The tables of a graph file, if it is one."""
    for mark, module, kind in ((b"<gexf", gexf, "GEXF"), (b"<graphml", graphml, "GraphML")):
        if re.search(mark, start) or re.search(mark.replace(b"<", b"<\\w+:"), start):
            raw = _whole(packed)
            return sheets(module.networks(raw, packed.name), packed.name, sha256(raw).hexdigest(), kind)
    if start.startswith(b"<"):
        raise DatasetError("{} is XML, but neither GEXF nor GraphML: save it as CSV, in UTF-8.", packed.name)
    if not pajek.is_pajek(start.decode("latin-1")):
        return []
    found = survey(packed)
    text = "".join(lines(packed, found.encoding))
    return sheets(pajek.networks(text, packed.name), packed.name, found.sha256, "Pajek")


def _whole(packed: Packed) -> bytes:
    raw = bytearray()
    for chunk in packed.chunks():
        raw += chunk
        if len(raw) > WHOLE:
            raise DatasetError("{} is larger than {} MB: save its tables as CSV.", packed.name, WHOLE >> 20)
    return bytes(raw)
