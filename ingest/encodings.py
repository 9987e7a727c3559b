"""Bytes to text: UTF-8 where it is, else the old encoding that gives most French letters. Every repair is reported."""

import codecs
import io
import re
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256

from graph.errors import DatasetError
from ingest.archives import Packed
from ingest.doubled import encoded_twice, undoubled
from ingest.strays import ERRORS, stray_lines

OLD = ("cp1252", "mac_roman", "cp850")  # the first wins a tie
LONGEST_LINE = 10_000_000
SAMPLE = 1 << 20
TAIL = 1 << 16  # last bytes, in which totals and notes are looked for
REPORTED = 1000  # lines of one kind of repair that are named one by one
FRENCH = dict.fromkeys("éèêàâîôùûçœÉÈÊÀÂÎÔÙÛÇŒ", 1.0) | dict.fromkeys("ëïËÏ", 0.8) | dict.fromkeys("äöüÿæÄÖÜŸÆ", 0.5)
TYPOGRAPHY = frozenset("«»’‘“”–—…°€·•№²³™®©µ§\u00a0")
SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
HIGH = re.compile(rb"[\x80-\xff]")
AROUND_HIGH = re.compile(rb"[^\x00-\x40]{0,20}[\x80-\xff]+[^\x00-\x40]{0,20}")
INNER_CAPITAL = re.compile(r"[a-zà-ÿ][À-ÖØ-Þ]")


@dataclass(frozen=True, slots=True)
class Survey:
    """What the bytes of a file are.

    Attributes:
        strays, doubled: the physical lines of bytes that are no UTF-8, and of text that was encoded twice.
        twice: the encoding that UTF-8 was taken for, "" if it was not.
        line_ends, has_quotes, tail: how many lines end, whether a cell may be quoted, and the last bytes.
    """

    sha256: str
    encoding: str
    strays: tuple[int, ...] = ()
    doubled: tuple[int, ...] = ()
    twice: str = ""
    line_ends: int = 0
    has_quotes: bool = True
    tail: bytes = b""


def survey(packed: Packed, encoding: str = "", *, has_lines: bool = True) -> Survey:
    """Find out the encoding of a file, unless it is given, and where its text is damaged.

    Args:
        has_lines: False where one line may be the whole file; then none is told that is damaged.

    Raises:
        DatasetError: the file is empty, no text, or has a line that no table has.
    """
    found, seen = encoding or _by_its_head(packed), _Seen(packed.name, has_lines=has_lines)
    decoder = codecs.getincrementaldecoder(found or "utf-8")("strict" if not encoding else ERRORS)
    is_valid, twice = True, ""
    for chunk in packed.chunks():
        seen.take(chunk, may_hold_nuls=bool(found))
        if is_valid:
            is_valid, piece = _decoded(decoder, chunk)
            twice = twice or encoded_twice(piece)
    if seen.is_empty:
        raise DatasetError("{} is empty: it needs a line with the names of its columns.", packed.name)
    is_valid = is_valid and _decoded(decoder, b"", final=True)[0]
    if not is_valid and found.startswith("utf-16"):
        raise DatasetError("{} is cut off in the middle of a letter: fetch it again.", packed.name)
    strays: tuple[int, ...] = ()
    if not is_valid:
        found = _without_utf8(packed)
        strays = stray_lines(packed) if found == "utf-8" and has_lines else ()
        twice = ""
    doubled = _doubled(packed, found or "utf-8-sig") if twice and has_lines else ()
    return Survey(
        seen.digest.hexdigest(), found or "utf-8", strays, doubled, twice if doubled else "",
        seen.line_ends, seen.has_quotes, seen.tail,
    )  # fmt: skip


def text(packed: Packed, encoding: str) -> io.TextIOWrapper:
    """The text of a file, to be closed; its lines keep their ends, and end at LF, CR and CRLF only."""
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    return io.TextIOWrapper(packed.stream(), codec, ERRORS, newline="")


def lines(packed: Packed, encoding: str, twice: str = "") -> Generator[str, None, None]:
    """The lines of a file with their ends; with `twice`, double encoding undone."""
    with closing(text(packed, encoding)) as found:
        while line := found.readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE:
                raise _too_long(packed.name)
            yield undoubled(line, twice) if twice and not line.isascii() else line


class _Seen:
    """What is to be known of all bytes of a file, as they pass."""

    def __init__(self, name: str, *, has_lines: bool) -> None:
        self.name, self.digest, self.has_lines = name, sha256(), has_lines
        self.line_ends = self.since_line_end = 0
        self.is_empty, self.has_quotes, self.tail = True, False, b""

    def take(self, chunk: bytes, *, may_hold_nuls: bool) -> None:
        self.digest.update(chunk)
        self.is_empty = self.is_empty and not chunk.removeprefix(codecs.BOM_UTF8).strip(b"\0\r\n\t \xfe\xff")
        self.has_quotes = self.has_quotes or b'"' in chunk
        if not may_hold_nuls and b"\0" in chunk:
            raise DatasetError("{} is not a table of text: save it as CSV, in UTF-8.", self.name)
        self._count(chunk)
        self.tail = chunk[-TAIL:] if len(chunk) >= TAIL else (self.tail + chunk)[-TAIL:]

    def _count(self, chunk: bytes) -> None:
        """Line ends; a line longer than any table's is refused."""
        self.line_ends += chunk.count(b"\n") + chunk.count(b"\r") - chunk.count(b"\r\n")
        self.line_ends -= self.tail.endswith(b"\r") and chunk.startswith(b"\n")
        last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        self.since_line_end = self.since_line_end + len(chunk) if last < 0 else len(chunk) - last
        if self.has_lines and self.since_line_end > 2 * LONGEST_LINE:
            raise _too_long(self.name)


def _decoded(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> tuple[bool, str]:
    """Whether the bytes are of the encoding, and their text."""
    try:
        return True, decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False, ""


def _by_its_head(packed: Packed) -> str:
    """UTF-16 by its mark or by its pattern of NULs; "" where nothing says so."""
    head = packed.head()
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and head[2:4] != b"\0\0":
        return "utf-16"
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    if len(head) >= 4 and odd / half > 0.7 and even / half < 0.1:
        return "utf-16-le"
    return "utf-16-be" if len(head) >= 4 and even / half > 0.7 and odd / half < 0.1 else ""


def _too_long(name: str) -> DatasetError:
    return DatasetError(
        "{} has a line of more than {} million characters: it is no table, or its lines do not end.",
        name,
        LONGEST_LINE // 1_000_000,
    )


def _without_utf8(packed: Packed) -> str:
    """UTF-8 with a few stray bytes, or the old encoding that gives most French letters."""
    valid = strays = 0
    sample, rest = bytearray(), b""
    for chunk in packed.chunks():
        block, rest = _whole_sequences(rest + chunk)
        inside = sum(len(one) for one in SEQUENCE.findall(block))
        valid += inside
        strays += len(HIGH.findall(block)) - inside
        if len(sample) < SAMPLE:
            sample += b" ".join(AROUND_HIGH.findall(block)) + b" "
    if valid >= 2 * strays:
        return "utf-8"
    return max(OLD, key=lambda codec: (french(bytes(sample), codec), -OLD.index(codec)))


def _whole_sequences(block: bytes) -> tuple[bytes, bytes]:
    """The block up to where a sequence may have been cut, and the rest."""
    cut = len(block)
    while cut > max(0, len(block) - 4) and block[cut - 1] >= 0x80:
        cut -= 1
    return block[:cut], block[cut:]


def french(sample: bytes, codec: str) -> float:
    """How French bytes look in an old encoding: its letters count, foreign ones and inner capitals cost."""
    text = sample.decode(codec, ERRORS)
    score = 0.0
    for letter in text:
        if letter > "\x7f":
            score += FRENCH.get(letter) or (0.3 if letter in TYPOGRAPHY else -1 if letter.isalpha() else -2)
    return score - 2 * len(INNER_CAPITAL.findall(text))


def _doubled(packed: Packed, encoding: str) -> tuple[int, ...]:
    return tuple(number for number, line in enumerate(lines(packed, encoding), start=1) if encoded_twice(line))
