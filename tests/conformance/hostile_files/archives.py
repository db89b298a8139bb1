"""Archives with wrong headers, ZIP bombs and harmful names."""

import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache

from tests.conformance.hostile_files.damage import named
from tests.conformance.hostile_files.sound import LARGE, Make, Parts, words, zipped


def _claiming(data: bytes, chance: random.Random, local: int, central: int, size: int) -> bytes:
    """Changes one field of one part, in the directory, in the local header or in both."""
    out = bytearray(data)
    value = chance.choice([0, 1, 39, 2**15, 2 ** (8 * size) - 1, chance.randrange(2 ** (8 * size))])
    both = chance.randrange(3)
    for signature, field, wanted in ((b"PK\x03\x04", local, both != 1), (b"PK\x01\x02", central, both != 0)):
        places = [found.start() for found in re.finditer(re.escape(signature), data)]
        place = chance.choice(places) + field
        if wanted and place + size <= len(out):
            out[place : place + size] = value.to_bytes(size, "little")
    return bytes(out)


def lying(sound: Make) -> Make:
    """Flags, method, checksum, sizes, lengths of names, offset of the part (APPNOTE.TXT, 4.3.7 and 4.3.12)."""
    fields = ((6, 8, 2), (8, 10, 2), (14, 16, 4), (18, 20, 4), (22, 24, 4), (26, 28, 2), (28, 30, 2), (26, 42, 4))

    def make(chance: random.Random) -> bytes:
        data = sound(chance)
        for _ in range(chance.randint(1, 3)):
            data = _claiming(data, chance, *chance.choice(fields))
        return data

    return named(make, "lying")


def lying_end(sound: Make) -> Make:
    """The end record has a wrong count, size or offset of the directory."""

    def make(chance: random.Random) -> bytes:
        data = bytearray(sound(chance))
        place = data.rindex(b"PK\x05\x06")
        field, size = chance.choice([(4, 2), (6, 2), (8, 2), (10, 2), (12, 4), (16, 4), (20, 2)])
        value = chance.choice([0, 1, 0xFFFF, chance.randrange(2 ** (8 * size)), 2 ** (8 * size) - 1])
        data[place + field : place + field + size] = value.to_bytes(size, "little")
        return bytes(data)

    return named(make, "lying_end")


def with_method(parts_of: Callable[[bytes], Parts], xml: Callable[[str], bytes], method: int) -> Make:
    """Parts compressed with bzip2 or LZMA, every second one damaged."""

    def make(chance: random.Random) -> bytes:
        data = bytearray(zipped(parts_of(xml(words(chance))), method))
        if chance.random() < 0.5:
            for _ in range(6):
                data[chance.randrange(30, min(len(data), 200))] ^= 0xFF
        return bytes(data)

    return named(make, "bzip2" if method == zipfile.ZIP_BZIP2 else "lzma")


@cache
def _deflated(size: int, inside: bytes = b"a") -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(inside * size) + packer.flush()


def _raw_part(name: bytes, packed: bytes, claimed: int, offset: int, method: int = 8) -> tuple[bytes, bytes]:
    """The local header and content of a part, and its directory entry; the checksum is invented."""
    head = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, method, 0, 33, 1, len(packed), claimed, len(name), 0) + name
    fields = (b"PK\x01\x02", 20, 20, 0, method, 0, 33, 1, len(packed), claimed, len(name), 0, 0, 0, 0, 0, offset)
    return head + packed, struct.pack("<4s6H3L5H2L", *fields) + name


def raw_archive(parts: list[tuple[bytes, bytes, int]]) -> bytes:
    """An archive of (name, compressed content, claimed size), valid except for the claimed sizes."""
    local, directory = b"", b""
    for name, packed, claimed in parts:
        part, entry = _raw_part(name, packed, claimed, len(local))
        local, directory = local + part, directory + entry
    count = len(parts)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(local), 0)
    return local + directory + end


def bomb(parts: Parts, main: str) -> Make:
    """One part unpacks to 60 MB, and claims that, next to nothing, or 39 bytes."""

    def make(chance: random.Random) -> bytes:
        target = chance.choice(sorted(parts))
        packed = {name: zlib.compress(content, 9)[2:-4] for name, content in parts.items()}
        claims = {name: len(content) for name, content in parts.items()}
        packed[target] = packed[main] = _deflated(LARGE)
        claims[target] = claims[main] = chance.choice([LARGE, 39, 0, 1_000_000])
        return raw_archive([(name.encode(), packed[name], claims[name]) for name in parts])

    return named(make, "bomb")


def overlapping(parts: Parts, main: str) -> Make:
    """Many parts with the same bytes, as in ZIP bombs without nesting."""

    def make(chance: random.Random) -> bytes:
        packed = _deflated(LARGE)
        part, entry = _raw_part(main.encode(), packed, LARGE, 0)
        names = [*parts, *(f"{number}" for number in range(chance.choice([1, 10, 4_000])))]
        directory = b"".join(_raw_part(name.encode(), packed, LARGE, 0)[1] for name in names if name != main) + entry
        end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(names), len(names), len(directory), len(part), 0)
        return part + directory + end

    return named(make, "overlapping")


def nested(parts: Parts, main: str) -> Make:
    """Archives in archives; the main part is one of them."""

    def make(chance: random.Random) -> bytes:
        data = _deflated(LARGE)
        for _ in range(chance.randint(1, 3)):
            data = zipped({f"{number}.zip": data for number in range(3)})
        return zipped({**parts, main: data})

    return named(make, "nested")


@cache
def _many(count: int, first: tuple[str, ...]) -> bytes:
    local, directory, offset = [], [], 0
    for name in (*first, *(f"{number:x}" for number in range(count))):
        part, entry = _raw_part(name.encode(), b"", 0, offset, method=0)
        local.append(part)
        directory.append(entry)
        offset += len(part)
    listed = b"".join(directory)
    end64 = struct.pack(
        "<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, len(directory), len(directory), len(listed), offset
    )
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, offset + len(listed), 1)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return b"".join([*local, listed, end64, locator, end])


def many_entries(parts: Parts) -> Make:
    """Up to 200,000 entries, counted correctly in the end record or not."""

    def make(chance: random.Random) -> bytes:
        data = _many(chance.choice([5_001, 20_000, 100_000, 200_000]), tuple(parts))
        if chance.random() < 0.5:
            place = data.rindex(b"PK\x06\x06")
            data = data[: place + 24] + struct.pack("<2Q", 3, 3) + data[place + 40 :]
        return data

    return named(make, "many_entries")


def odd_names(parts: Parts, main: str) -> Make:
    """Names that lead out of a folder, contain NUL, are duplicated, are very long, or make the file a program."""

    def make(chance: random.Random) -> bytes:
        odd = chance.choice(
            ["../../etc/passwd", "a/../../b", "..\\..\\b", "/etc/passwd", "C:\\x", "a\0b", main, main.upper(),
             "x" * 60_000, "word/vbaProject.bin", "", "\u202egpj.exe", "mimetype", "[Content_Types].xml"]
        )  # fmt: skip
        packed = [(name.encode(), zlib.compress(content)[2:-4], len(content)) for name, content in parts.items()]
        packed.insert(chance.randrange(len(packed) + 1), (odd.encode(), zlib.compress(b"x")[2:-4], 1))
        return raw_archive(packed)

    return named(make, "odd_names")


def encrypted(sound: Make) -> Make:
    def make(chance: random.Random) -> bytes:
        data = bytearray(sound(chance))
        for signature, field in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            for found in re.finditer(re.escape(signature), bytes(data)):
                data[found.start() + field] |= chance.choice([0x01, 0x41, 0x20])
        return bytes(data)

    return named(make, "encrypted")
