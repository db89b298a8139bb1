"""XML that is expensive to parse."""

import random
from collections.abc import Callable

from tests.conformance.hostile_files.damage import named
from tests.conformance.hostile_files.sound import Make, Parts, words, zipped


def hostile_xml(parts_of: Callable[[bytes], Parts], xml: Callable[[str], bytes]) -> Make:
    """Entities, depth, attributes, external relations, wrong encodings."""

    def entities(chance: random.Random) -> bytes:
        lines = ['<!ENTITY a0 "aaaaaaaaaa">']
        lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, chance.randint(2, 12))]
        return f"<!DOCTYPE x [{''.join(lines)}]><x>&a{len(lines) - 1};</x>".encode()

    def external(chance: random.Random) -> bytes:
        address = chance.choice(["file:///etc/passwd", "http://127.0.0.1:1/x", "file:///dev/zero"])
        return f'<!DOCTYPE x [<!ENTITY e SYSTEM "{address}"> %p;]><x>&e;</x>'.encode()

    def deep(chance: random.Random) -> bytes:
        depth = chance.choice([1_000, 50_000, 300_000])
        inner = chance.choice(["<text:p>a</text:p>", "<w:p>a</w:p>", ""])
        return xml("<text:p>" * depth + inner + "</text:p>" * depth) if chance.random() < 0.5 else xml("<a>" * depth)

    def attributes(chance: random.Random) -> bytes:
        several = " ".join(f'a{number}="{number}"' for number in range(chance.choice([10, 20_000])))
        return xml(f'<b {several} long="{"x" * chance.choice([10, 3_000_000])}"/>')

    def broken(chance: random.Random) -> bytes:
        return chance.choice(
            [b"", b"\xff\xfe", xml("<a>"), xml("\x00"), b"<a/><b/>", xml(words(chance)).decode().encode("utf-16"),
             b"<?xml version='1.0' encoding='utf-7'?><a/>", xml("&#0;"), xml("&#xD800;"), xml("]]>"), b"PK\x03\x04"]
        )  # fmt: skip

    def relations(chance: random.Random) -> bytes:
        return xml(f'<a xmlns:r="urn:r" r:href="file:///etc/passwd">{words(chance)}</a>')

    kinds = (entities, external, deep, attributes, broken, relations)

    def make(chance: random.Random) -> bytes:
        return zipped(parts_of(chance.choice(kinds)(chance)))

    return named(make, "hostile_xml")
