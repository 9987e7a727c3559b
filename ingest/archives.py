"""Files as streams of bytes: plain, gzipped, or inside a zip. Nothing is unpacked to disk, nothing is waited for."""

import gzip
import io
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from graph.errors import DatasetError, because

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
CHUNK = 1 << 20
LARGE, MOST_TIMES = 200 << 20, 200  # unpacked bytes from which on the ratio of packing must be an honest one
LARGEST = 8 << 30
WORKBOOK_PARTS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")


@dataclass(frozen=True, slots=True)
class Packed:
    """One file, wherever it lies.

    Attributes:
        name: as faults call it; a member of a zip is `members.zip/list.csv`.
        stream: opens it at its first byte.
    """

    name: str
    path: Path
    stream: Callable[[], BinaryIO]

    def chunks(self) -> Iterator[bytes]:
        """All its bytes, a megabyte at a time."""
        with closing(self.stream()) as stream:
            while chunk := stream.read(CHUNK):
                yield chunk

    def head(self, size: int = 4096) -> bytes:
        """Its first bytes."""
        with closing(self.stream()) as stream:
            return stream.read(size)


def unpacked(path: Path, name: str) -> list[Packed]:
    """What the file holds: itself, what is gzipped in it, or the members of a zip that is no workbook.

    Raises:
        DatasetError: it is not there, no file, unreadable, damaged, or holds what it may not.
    """
    with closing(_open(path)) as stream:
        magic = stream.read(4)
    if magic.startswith(GZIP):
        return [Packed(name, path, lambda: _gunzipped(path, name))]
    if magic == ZIP:
        members = _members(path, name)
        if not any(member.filename in WORKBOOK_PARTS for member in members):
            return [_member(path, name, member) for member in members]
    return [Packed(name, path, lambda: _open(path))]


def is_workbook(packed: Packed) -> bool:
    """Whether it is a zip that holds a spreadsheet."""
    return packed.head(4) == ZIP


def _open(path: Path) -> BinaryIO:
    """The file, open for reading; a pipe or a device is refused instead of waited for."""
    try:
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise DatasetError("There is no file {}: check its name.", path) from None
    except OSError as error:
        raise DatasetError("{} cannot be read: {}.", path, because(error)) from None
    mode = os.fstat(number).st_mode
    if not stat.S_ISREG(mode):
        os.close(number)
        if stat.S_ISDIR(mode):
            raise DatasetError("{} is a folder: name a file in it.", path)
        raise DatasetError("{} is a pipe or a device: save what it gives as a file.", path)
    return os.fdopen(number, "rb")


class _Bounded(io.RawIOBase):
    """A stream that refuses to unpack into far more than was packed."""

    def __init__(
        self, stream: IO[bytes] | gzip.GzipFile, packed_size: int, name: str, *, owner: BinaryIO | None = None
    ) -> None:
        self.inner, self.packed_size, self.name, self.owner, self.count = stream, packed_size, name, owner, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self.inner.read(len(buffer))
        except (EOFError, OSError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError):
            kind = "gzip" if isinstance(self.inner, gzip.GzipFile) else "zip"
            raise DatasetError("{} is a {} file that is cut off or damaged: fetch it again.", self.name, kind) from None
        self.count += len(data)
        if self.count > LARGEST or (self.count > LARGE and self.count > MOST_TIMES * self.packed_size):
            raise DatasetError("{} unpacks to far more than a table would: unpack it and look what it is.", self.name)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self.inner.close()
        if self.owner is not None:
            self.owner.close()
        super().close()


def _gunzipped(path: Path, name: str) -> BinaryIO:
    packed = _open(path)
    inner = gzip.GzipFile(fileobj=packed)
    return io.BufferedReader(_Bounded(inner, path.stat().st_size, name, owner=packed), CHUNK)


def _members(path: Path, name: str) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [
                one for one in archive.infolist() if not one.is_dir() and not one.filename.startswith("__MACOSX/")
            ]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise DatasetError("{} is a zip file that is cut off or damaged: fetch it again.", name) from None
    for member in members:
        _check_member(name, member)
    if not members:
        raise DatasetError("{} is an empty zip file: put the tables into it.", name)
    return sorted(members, key=lambda one: one.filename)


def _check_member(name: str, member: zipfile.ZipInfo) -> None:
    parts = member.filename.replace("\\", "/").split("/")
    if parts[0] == "" or ".." in parts or ":" in parts[0]:
        raise DatasetError("{} holds a file called '{}', which leads out of it: pack it again.", name, member.filename)
    if stat.S_ISLNK(member.external_attr >> 16):
        raise DatasetError("{} holds a link, '{}': pack the file itself.", name, member.filename)
    if member.flag_bits & 1:
        raise DatasetError("{} asks for a password: unpack it, and name the files.", name)
    if member.filename.lower().endswith(".zip"):
        raise DatasetError("{} holds another zip, '{}': unpack it, and name the files.", name, member.filename)
    if member.file_size > LARGEST or (
        member.file_size > LARGE and member.file_size > MOST_TIMES * max(1, member.compress_size)
    ):
        raise DatasetError("{} unpacks to far more than a table would: unpack it and look what it is.", name)


def _member(path: Path, name: str, member: zipfile.ZipInfo) -> Packed:
    def stream() -> BinaryIO:
        try:
            inner = zipfile.ZipFile(path).open(member.filename)  # noqa: SIM115 - closed with the stream
        except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
            raise DatasetError("{} is a zip file that is cut off or damaged: fetch it again.", name) from None
        return io.BufferedReader(_Bounded(inner, member.compress_size, name), CHUNK)

    return Packed(f"{name}/{member.filename}", path, stream)
