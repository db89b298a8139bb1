"""Damage of any file: truncated, bits flipped, pieces removed and duplicated."""

import random

from tests.conformance.hostile_files.sound import Make


def named(make: Make, name: str) -> Make:
    make.__name__ = name
    return make


def truncated(sound: Make) -> Make:
    def make(chance: random.Random) -> bytes:
        data = sound(chance)
        return data[: chance.randrange(1, len(data))]

    return named(make, "truncated")


def flipped(sound: Make) -> Make:
    def make(chance: random.Random) -> bytes:
        data = bytearray(sound(chance))
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        return bytes(data)

    return named(make, "flipped")


def spliced(sound: Make) -> Make:
    """Pieces removed, duplicated and replaced by noise or by extreme numbers."""

    def make(chance: random.Random) -> bytes:
        data = bytearray(sound(chance))
        for _ in range(chance.randint(1, 4)):
            start = chance.randrange(len(data))
            end = min(len(data), start + chance.randint(1, 60))
            piece = bytes(data[start:end])
            data[start:end] = chance.choice(
                [b"", piece * 3, chance.randbytes(len(piece)), b"\xff" * len(piece), bytes(len(piece))]
            )
            data = data or bytearray(b"x")
        return bytes(data)

    return named(make, "spliced")
