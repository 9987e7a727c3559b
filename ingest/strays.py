"""Bytes that are no UTF-8 in a file that is: read as cp1252, and on which lines they stand."""

import codecs
import re

from ingest.archives import Packed

ERRORS = "maillage-stray"


def _as_old(error: UnicodeError) -> tuple[str, int]:
    """A stray byte as cp1252, or as the control character of that number."""
    assert isinstance(error, UnicodeDecodeError)
    stray = error.object[error.start : error.start + 1]
    return stray.decode("cp1252", "ignore") or chr(stray[0]), error.start + 1


codecs.register_error(ERRORS, _as_old)


def stray_lines(packed: Packed) -> tuple[int, ...]:
    """The physical lines that are no UTF-8."""
    found: list[int] = []
    line, rest = 1, b""
    for chunk in packed.chunks():
        block, rest = _whole_lines(rest + chunk)
        line = _look(block, line, found)
    _look(rest, line, found)
    return tuple(found)


def _whole_lines(block: bytes) -> tuple[bytes, bytes]:
    cut = max(block.rfind(b"\n"), block.rfind(b"\r", 0, -1)) + 1
    return block[:cut], block[cut:]


def _look(block: bytes, line: int, found: list[int]) -> int:
    for text in re.split(rb"\r\n|\n|\r", block)[: -1 if block.endswith((b"\n", b"\r")) else None]:
        if not text.isascii() and not _is_utf8(text):
            found.append(line)
        line += 1
    return line


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
