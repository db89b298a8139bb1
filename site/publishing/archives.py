"""Opening untrusted ZIP files, such as DOCX and ODT. Needs no Django.

``zipfile`` alone is not enough for a hostile file. It reads the whole directory before it says how many parts there
are (200,000 of them take seconds), it unpacks bzip2 and LZMA without a bound, and it raises about a dozen kinds of
errors. Here the directory is counted before ``zipfile`` sees the file, only stored and deflated parts are accepted, the
caller limits every read, and every error is an ``ArchiveError``.

The records are those of PKWARE's APPNOTE.TXT, 4.3.12 to 4.3.16.
"""

import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Literal

MOST_PARTS = 5_000
LARGEST_DIRECTORY = 2 * 1024 * 1024
"""Bytes; 5,000 parts with names of 350 characters."""
LARGEST_UNPACKED = 1024 * 1024 * 1024
"""Bytes of all parts together, by the sizes in the directory."""

Fault = Literal["damaged", "encrypted", "too_large"]

_START = b"PK\x03\x04"
_ENTRY, _ENTRY_SIZE = b"PK\x01\x02", 46
_END, _END_SIZE = struct.Struct("<4s4H2LH"), 22
_LOCATOR, _LOCATOR_SIZE = b"PK\x06\x07", 20
_END64, _END64_SIZE = struct.Struct("<4sQ2H2L4Q"), 56
_LONGEST_COMMENT = 0xFFFF
_LOCAL_HEADER_SIZE = 30
# Encrypted, patch data, strong encryption, masked headers.
_REFUSED_FLAGS = 0x0001 | 0x0020 | 0x0040 | 0x2000
_LARGE_PART = 1024 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class ArchiveError(Exception):
    """The file is not a ZIP file, or is one that this module refuses."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault)


class Part:
    """The content of one part, read forwards.

    Raises ``ArchiveError`` when it is longer than allowed, whatever size the directory gives.
    """

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream = stream
        self._left = most

    def read(self, size: int = -1) -> bytes:
        """At most ``size`` bytes; all that is left without it."""
        wanted = self._left + 1 if size < 0 else min(size, self._left + 1)
        with _faults():
            data = self._stream.read(wanted)
        self._left -= len(data)
        if self._left < 0:
            raise ArchiveError("too_large")
        return data


class Archive:
    """A ZIP file whose directory has been checked."""

    def __init__(self, opened: zipfile.ZipFile) -> None:
        self._opened = opened
        self.names = frozenset(opened.namelist())

    @property
    def unpacked(self) -> int:
        """Bytes of all parts together; ``zipfile`` gives no more of a part than its size in the directory."""
        return sum(part.file_size for part in self._opened.infolist())

    @property
    def largest_ratio(self) -> float:
        """How many times its packed size the best packed of the parts above a mebibyte has; 0 without one."""
        large = [part for part in self._opened.infolist() if part.file_size >= _LARGE_PART]
        return max((part.file_size / max(part.compress_size, 1) for part in large), default=0.0)

    def size_of(self, name: str) -> int:
        """Bytes of the part ``name``, by the directory."""
        return self._opened.getinfo(name).file_size

    @contextmanager
    def open(self, name: str, *, most: int) -> Iterator[Part]:
        """The part ``name``, of which at most ``most`` bytes may be read. Raises ``ArchiveError``."""
        with _faults():
            info = self._opened.getinfo(name)
            if info.file_size > most:
                raise ArchiveError("too_large")
            stream = self._opened.open(info)
        with stream:
            yield Part(stream, most)

    def read(self, name: str, *, most: int) -> bytes:
        """The whole part ``name``. Raises ``ArchiveError``, also when it is longer than ``most`` bytes."""
        with self.open(name, most=most) as part:
            return part.read()


def open_archive(file: IO[bytes]) -> Archive:
    """The archive in ``file``, which must stay open as long as the archive is used. Raises ``ArchiveError``."""
    with _faults():
        file.seek(0)
        if file.read(len(_START)) != _START:
            raise ArchiveError("damaged")
        directory = _check_directory(file)
        opened = zipfile.ZipFile(file)
        _check_parts(opened.infolist(), directory)
        return Archive(opened)


@contextmanager
def _faults() -> Iterator[None]:
    """Turns every error that ``zipfile`` and ``zlib`` raise for a hostile file into ``ArchiveError``.

    Seen so far: ``BadZipFile``, ``zlib.error``, ``NotImplementedError``, ``RuntimeError``, ``EOFError``, ``OSError``,
    ``ValueError``, ``KeyError``, ``struct.error`` and ``MemoryError``; other versions may raise others.
    """
    try:
        yield
    except ArchiveError:
        raise
    except MemoryError as error:
        raise ArchiveError("too_large") from error
    except Exception as error:
        raise ArchiveError("damaged") from error


def _check_directory(file: IO[bytes]) -> int:
    """Counts the entries of the directory and returns the offset of its first byte.

    Refuses a file in which ``zipfile`` might find another directory than this one.
    """
    size = file.seek(0, 2)
    start = max(0, size - _END_SIZE - _LONGEST_COMMENT)
    file.seek(start)
    tail = file.read()
    found = tail.rfind(b"PK\x05\x06")
    if found < 0 or found + _END_SIZE > len(tail):
        raise ArchiveError("damaged")
    _signature, disk, first_disk, _here, count, length, offset, _comment = _END.unpack_from(tail, found)
    end = start + found
    if end >= _LOCATOR_SIZE + _END64_SIZE:
        file.seek(end - _LOCATOR_SIZE - _END64_SIZE)
        data = file.read(_END64_SIZE + _LOCATOR_SIZE)
        if data[_END64_SIZE:].startswith(_LOCATOR):
            signature, _size, _made, _needed, disk, first_disk, _here, count, length, offset = _END64.unpack_from(data)
            if signature != b"PK\x06\x06":
                raise ArchiveError("damaged")
            end -= _LOCATOR_SIZE + _END64_SIZE
    if count > MOST_PARTS or length > LARGEST_DIRECTORY:
        raise ArchiveError("too_large")
    # With data before the first part, two programs could read two different archives.
    if disk or first_disk or offset + length != end:
        raise ArchiveError("damaged")
    file.seek(offset)
    if _entries_in(file.read(length)) != count:
        raise ArchiveError("damaged")
    return offset


def _entries_in(directory: bytes) -> int:
    """The number of consecutive entries in ``directory``; counting stops at one more than ``MOST_PARTS``."""
    count = place = 0
    while place < len(directory) and count <= MOST_PARTS:
        if not directory.startswith(_ENTRY, place):
            raise ArchiveError("damaged")
        name, extra, comment = struct.unpack_from("<3H", directory, place + 28)
        place += _ENTRY_SIZE + name + extra + comment
        count += 1
    if count > MOST_PARTS:
        raise ArchiveError("too_large")
    if place != len(directory):
        raise ArchiveError("damaged")
    return count


def _check_parts(parts: list[zipfile.ZipInfo], directory: int) -> None:
    if any(part.flag_bits & _REFUSED_FLAGS for part in parts):
        raise ArchiveError("encrypted")
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise ArchiveError("too_large")
    if any(part.compress_type not in _METHODS or _is_odd(part.orig_filename) for part in parts):
        raise ArchiveError("damaged")
    # Of two parts with one name, programs differ in which they read; many file systems ignore letter case.
    if len({part.filename.casefold() for part in parts}) != len(parts):
        raise ArchiveError("damaged")
    end = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        # Overlapping parts let a small file unpack to a hundred thousand times its size.
        if part.header_offset < end:
            raise ArchiveError("damaged")
        end = part.header_offset + _LOCAL_HEADER_SIZE + part.compress_size
    if end > directory:
        raise ArchiveError("damaged")


def _is_odd(name: str) -> bool:
    """Whether a name has a NUL, which ends it for some programs, or leads out of the folder."""
    return "\0" in name or ".." in name.replace("\\", "/").split("/")
