"""Bytes to text: UTF-8 where it is, else the old encoding that gives most French letters. Every repair is reported."""

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from graph.errors import DatasetError
from ingest.archives import Packed

OLD = ("cp1252", "mac_roman", "cp850")  # the first wins a tie
LONGEST_LINE = 10_000_000
SAMPLE = 1 << 20
REPORTED = 1000  # lines of one kind of repair that are named one by one
FRENCH = dict.fromkeys("éèêàâîôùûçœÉÈÊÀÂÎÔÙÛÇŒ", 1.0) | dict.fromkeys("ëïËÏ", 0.8) | dict.fromkeys("äöüÿæÄÖÜŸÆ", 0.5)
TYPOGRAPHY = frozenset("«»’‘“”–—…°€·•№²³™®©µ§\u00a0")
SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
HIGH = re.compile(rb"[\x80-\xff]")
AROUND_HIGH = re.compile(rb"[^\x00-\x40]{0,20}[\x80-\xff]+[^\x00-\x40]{0,20}")
INNER_CAPITAL = re.compile(r"[a-zà-ÿ][À-ÖØ-Þ]")
RUN = re.compile("[^\x00-\x7f]{2,}")


def _as_old(error: UnicodeError) -> tuple[str, int]:
    """A stray byte as cp1252, or as the control character of that number."""
    assert isinstance(error, UnicodeDecodeError)
    stray = error.object[error.start : error.start + 1]
    return stray.decode("cp1252", "ignore") or chr(stray[0]), error.start + 1


codecs.register_error("maillage-stray", _as_old)


@dataclass(frozen=True, slots=True)
class Survey:
    """What the bytes of a file are.

    Attributes:
        strays, doubled: the physical lines of bytes that are no UTF-8, and of text that was encoded twice.
        twice: the encoding that UTF-8 was taken for, "" if it was not.
    """

    sha256: str
    encoding: str
    strays: tuple[int, ...] = ()
    doubled: tuple[int, ...] = ()
    twice: str = ""


def survey(packed: Packed, encoding: str = "") -> Survey:
    """Find out the encoding of a file, unless it is given, and where its text is damaged.

    Raises:
        DatasetError: the file is empty, no text, or has a line that no table has.
    """
    found, digest, is_valid = encoding or _by_its_head(packed), sha256(), True
    decoder = codecs.getincrementaldecoder(found or "utf-8")("strict" if not encoding else "maillage-stray")
    since_line_end, is_empty, twice = 0, True, ""
    for chunk in packed.chunks():
        digest.update(chunk)
        since_line_end = _without_line_end(packed.name, chunk, since_line_end)
        is_empty = is_empty and not chunk.removeprefix(codecs.BOM_UTF8).strip(b"\0\r\n\t \xfe\xff")
        if not (found or encoding) and b"\0" in chunk:
            raise DatasetError(f"{packed.name} is not a table of text: save it as CSV, in UTF-8.")
        try:
            text = decoder.decode(chunk) if is_valid else ""
        except UnicodeDecodeError:
            is_valid, text = False, ""
        twice = twice or ("" if text.isascii() else _encoded_twice(text))
    if is_empty:
        raise DatasetError(f"{packed.name} is empty: it needs a line with the names of its columns.")
    is_valid = is_valid and _ends_well(decoder)
    if not is_valid and found.startswith("utf-16"):
        raise DatasetError(f"{packed.name} is cut off in the middle of a letter: fetch it again.")
    strays: tuple[int, ...] = ()
    if not is_valid:
        found, strays = _without_utf8(packed)
        twice = ""
    doubled = _doubled(packed, found or "utf-8-sig") if twice else ()
    return Survey(digest.hexdigest(), found or "utf-8", strays, doubled, twice if doubled else "")


def lines(packed: Packed, encoding: str, twice: str = "") -> Iterator[str]:
    """The lines of a file with their ends, cut at LF, CR and CRLF only; with `twice`, double encoding undone."""
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    with closing(io.TextIOWrapper(packed.stream(), codec, "maillage-stray", newline="")) as text:
        while line := text.readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE:
                raise _too_long(packed.name)
            yield undoubled(line, twice) if twice and not line.isascii() else line


def undoubled(text: str, encoding: str) -> str:
    """Text whose UTF-8 was taken for another encoding, as it was meant; what cannot be undone stays.

    >>> undoubled("CÃ¨dres", "cp1252"), undoubled("f√ºr", "mac_roman"), undoubled("LIBERTÉ\u00a0: É»", "cp1252")
    ('Cèdres', 'für', 'LIBERTÉ\\xa0: É»')
    """
    return RUN.sub(lambda run: _undo(run[0], encoding), text)


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


def _without_line_end(name: str, chunk: bytes, before: int) -> int:
    """How many bytes have passed since the last line end; a line longer than any table's is refused."""
    last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
    now = before + len(chunk) if last < 0 else len(chunk) - last
    if now > 2 * LONGEST_LINE:
        raise _too_long(name)
    return now


def _too_long(name: str) -> DatasetError:
    return DatasetError(
        f"{name} has a line of more than {LONGEST_LINE:,} characters: it is no table, or its lines do not end."
    )


def _ends_well(decoder: codecs.IncrementalDecoder) -> bool:
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _without_utf8(packed: Packed) -> tuple[str, tuple[int, ...]]:
    """UTF-8 with a few stray bytes and their lines, or the old encoding that gives most French letters."""
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
        return "utf-8", _stray_lines(packed)
    return max(OLD, key=lambda codec: (french(bytes(sample), codec), -OLD.index(codec))), ()


def _whole_sequences(block: bytes) -> tuple[bytes, bytes]:
    """The block up to where a sequence may have been cut, and the rest."""
    cut = len(block)
    while cut > max(0, len(block) - 4) and block[cut - 1] >= 0x80:
        cut -= 1
    return block[:cut], block[cut:]


def french(sample: bytes, codec: str) -> float:
    """How French bytes look in an old encoding: its letters count, foreign ones and inner capitals cost."""
    text = sample.decode(codec, "maillage-stray")
    score = 0.0
    for letter in text:
        if letter > "\x7f":
            score += FRENCH.get(letter) or (0.3 if letter in TYPOGRAPHY else -1 if letter.isalpha() else -2)
    return score - 2 * len(INNER_CAPITAL.findall(text))


def _stray_lines(packed: Packed) -> tuple[int, ...]:
    found: list[int] = []
    line, rest = 1, b""
    for chunk in packed.chunks():
        block, rest = _whole_lines(rest + chunk)
        line = _look_for_strays(block, line, found)
    _look_for_strays(rest, line, found)
    return tuple(found)


def _whole_lines(block: bytes) -> tuple[bytes, bytes]:
    cut = max(block.rfind(b"\n"), block.rfind(b"\r", 0, -1)) + 1
    return block[:cut], block[cut:]


def _look_for_strays(block: bytes, line: int, found: list[int]) -> int:
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


def _encoded_twice(text: str) -> str:
    """Whether the text holds UTF-8 that was taken for cp1252 or Mac Roman: the one that undoes more, or ""."""
    runs = RUN.findall(text)
    undone = {codec: sum(_undo(run, codec) != run for run in runs) for codec in ("cp1252", "mac_roman")}
    best = max(undone, key=lambda codec: undone[codec])
    return best if undone[best] else ""


def _doubled(packed: Packed, encoding: str) -> tuple[int, ...]:
    return tuple(
        number
        for number, line in enumerate(lines(packed, encoding), start=1)
        if not line.isascii() and _encoded_twice(line)
    )


@cache
def _pattern(encoding: str) -> re.Pattern[str]:
    """What Latin and Greek letters and typographic marks look like whose UTF-8 was taken for an encoding."""
    latin, greek, marks, more = (
        _letters(encoding, *bounds) for bounds in ((0xC2, 0xC5), (0xCE, 0xCF), (0xE2, 0xE2), (0x80, 0xBF))
    )
    return re.compile(f"[{latin}{greek}][{more}]|[{marks}][{more}][{more}]")


def _letters(encoding: str, first: int, last: int) -> str:
    return re.escape("".join(bytes([byte]).decode(encoding, "maillage-stray") for byte in range(first, last + 1)))


def _undo(run: str, encoding: str) -> str:
    return _pattern(encoding).sub(lambda found: _decoded(found[0], encoding), run)


def _decoded(text: str, encoding: str) -> str:
    raw = b"".join(letter.encode(encoding, "ignore") or letter.encode("latin-1", "ignore") for letter in text)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return text
