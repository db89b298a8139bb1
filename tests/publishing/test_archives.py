"""Opening untrusted ZIP files."""

import io
import struct
import time
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing import archives
from publishing.archives import ArchiveError, open_archive
from tests.builders import zipped

CLAIMS = {"method": 10, "size": 24, "flags": 8, "offset": 42}
"""Offsets of fields in an entry of the directory (APPNOTE.TXT, 4.3.12)."""


def claiming(data: bytes, field: str, value: int, *, entry: int = 0) -> bytes:
    """``data`` with another value in the directory entry of one part."""
    place = -1
    for _number in range(entry + 1):
        place = data.index(b"PK\x01\x02", place + 1)
    place += CLAIMS[field]
    size = "<H" if field in ("method", "flags") else "<L"
    return data[:place] + struct.pack(size, value) + data[place + struct.calcsize(size) :]


def many(count: int) -> bytes:
    """An archive of a number of empty parts, made in at most a second."""
    local, directory = [], []
    offset = 0
    for number in range(count):
        name = b"%d" % number
        head = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 0, 0, 33, 0, 0, 0, len(name), 0) + name
        entry = (b"PK\x01\x02", 20, 20, 0, 0, 0, 33, 0, 0, 0, len(name), 0, 0, 0, 0, 0, offset)
        directory.append(struct.pack("<4s6H3L5H2L", *entry) + name)
        local.append(head)
        offset += len(head)
    listed = b"".join(directory)
    end64 = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, len(listed), offset)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, offset + len(listed), 1)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return b"".join([*local, listed, end64, locator, end])


def fault_of(data: bytes) -> str:
    with pytest.raises(ArchiveError) as error:
        open_archive(io.BytesIO(data))
    return error.value.fault


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_sound_archive_is_read(method: int) -> None:
    archive = open_archive(io.BytesIO(zipped({"a": b"first", "folder/b": b"x" * 100_000}, method)))
    assert archive.names == {"a", "folder/b"}
    assert archive.read("a", most=5) == b"first"
    assert archive.read("folder/b", most=100_000) == b"x" * 100_000
    with archive.open("folder/b", most=100_000) as part:
        assert part.read(7) == b"x" * 7


def test_an_archive_of_zip64_is_read() -> None:
    assert len(open_archive(io.BytesIO(many(3))).names) == 3
    assert len(open_archive(io.BytesIO(many(archives.MOST_PARTS))).names) == archives.MOST_PARTS


def test_a_comment_at_the_end_is_no_fault() -> None:
    buffer = io.BytesIO(zipped({"a": b"first"}))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.comment = b"a comment" * 1000
    assert open_archive(buffer).names == {"a"}


def test_two_hundred_thousand_entries_cost_nothing() -> None:
    data = many(200_000)
    start = time.process_time()
    assert fault_of(data) == "too_large"
    assert time.process_time() - start < 0.1


def test_entries_are_counted_whatever_is_claimed() -> None:
    data = many(archives.MOST_PARTS + 1)
    assert fault_of(data) == "too_large"
    place = data.rindex(b"PK\x06\x06")
    lying = data[: place + 24] + struct.pack("<2Q", 1, 1) + data[place + 40 :]
    assert fault_of(lying) == "too_large"
    small = zipped({"a": b"", "b": b""})
    assert fault_of(small[:-12] + struct.pack("<H", 1) + small[-10:]) == "damaged"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_methods_than_deflating_are_refused(method: int) -> None:
    assert fault_of(zipped({"mimetype": b"a" * 10_000}, method)) == "damaged"


def test_a_part_that_unpacks_to_more_than_it_claims_stops_at_the_bound() -> None:
    data = zipped({"mimetype": b"a" * 50_000_000})
    archive = open_archive(io.BytesIO(data))
    with pytest.raises(ArchiveError, match="too_large"):
        archive.read("mimetype", most=39)
    lying = open_archive(io.BytesIO(claiming(data, "size", 39)))
    with pytest.raises(ArchiveError):
        lying.read("mimetype", most=39)


def test_a_part_is_read_no_further_than_its_bound() -> None:
    """Reading stops if the library returns more bytes than the size in the directory."""
    part = archives.Part(io.BytesIO(b"a" * 1001), 1000)
    assert len(part.read(600)) == 600
    with pytest.raises(ArchiveError, match="too_large"):
        part.read()
    assert archives.Part(io.BytesIO(b"a" * 1000), 1000).read() == b"a" * 1000


def test_what_all_parts_claim_together_is_bounded() -> None:
    data = zipped({"a": b"x" * 1000, "b": b"y"})
    assert fault_of(claiming(data, "size", archives.LARGEST_UNPACKED)) == "too_large"


def test_encrypted_parts_are_refused() -> None:
    assert fault_of(claiming(zipped({"a": b"x"}), "flags", 1)) == "encrypted"


def test_parts_that_share_their_bytes_are_refused() -> None:
    data = zipped({"a": b"x" * 1000, "b": b"y" * 1000})
    assert fault_of(claiming(data, "offset", 0, entry=1)) == "damaged"
    assert fault_of(claiming(data, "offset", len(data) - 60, entry=1)) == "damaged"


@pytest.mark.parametrize(
    "names",
    [("a", "A"), ("../a", "b"), ("a/../../b", "b"), ("a\\..\\b", "b"), ("..", "b")],
)
def test_names_that_two_readers_take_for_two_things_are_refused(names: tuple[str, str]) -> None:
    assert fault_of(zipped(dict.fromkeys(names, b"x"))) == "damaged"


def test_a_name_with_nul_is_refused() -> None:
    data = zipped({"word/document.xml_": b"x"})
    assert fault_of(data.replace(b"xml_", b"xml\0")) == "damaged"


def test_the_same_name_twice_is_refused() -> None:
    data = zipped({"first": b"x", "other": b"y"})
    assert fault_of(data.replace(b"other", b"first")) == "damaged"


def test_what_stands_before_or_after_gives_no_second_archive() -> None:
    data = zipped({"a": b"x"})
    assert fault_of(b"<html>" + data) == "damaged"
    assert fault_of(zipped({"b": b"y"}) + data) == "damaged"


def test_damaged_content_is_told() -> None:
    data = bytearray(zipped({"a": bytes(range(256)) * 40}))
    data[40] ^= 0xFF
    archive = open_archive(io.BytesIO(bytes(data)))
    with pytest.raises(ArchiveError, match="damaged"):
        archive.read("a", most=20_000)
    with pytest.raises(ArchiveError, match="damaged"):
        archive.read("not there", most=20_000)


def test_memory_that_runs_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> None:
        raise MemoryError

    archive = open_archive(io.BytesIO(zipped({"a": b"x"})))
    monkeypatch.setattr(zlib, "decompressobj", full)
    with pytest.raises(ArchiveError, match="too_large"):
        archive.read("a", most=20)


@given(st.binary(max_size=300), st.integers(0, 200), st.binary(max_size=8))
def test_any_bytes_are_an_archive_or_an_error(noise: bytes, place: int, written: bytes) -> None:
    sound = zipped({"a": b"first", "b": b"second"})
    for data in (noise, b"PK\x03\x04" + noise, sound[:place] + written + sound[place + len(written) :]):
        try:
            archive = open_archive(io.BytesIO(data))
            for name in archive.names:
                archive.read(name, most=100)
        except ArchiveError:
            pass
