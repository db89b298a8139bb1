"""Two hundred malformed Word files, the same at every run."""

import io
import random
from collections.abc import Callable, Iterator
from zipfile import ZIP_STORED

from tests.builders import zipped
from tests.guidance.word_import.word_files import NAMES, of_libreoffice, parts_of

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MAIN = "word/document.xml"
_NUMBERS = ("-1", "0", "99999999999", "abc", "", "1e9", "٣")
_ELEMENTS = ("w:p", "w:r", "w:tbl", "w:tr", "w:tc", "w:pPr", "w:numPr", "w:hyperlink", "w:sdt", "w:ins", "w:fldChar")


def document(body: str, *, before: str = "") -> str:
    return f'<?xml version="1.0"?>{before}<w:document {W}><w:body>{body}</w:body></w:document>'


def _with_main(chance: random.Random, main: str | bytes) -> bytes:
    return zipped({**parts_of(of_libreoffice(chance.choice(NAMES))), MAIN: main})


def _cut(chance: random.Random) -> bytes:
    data = of_libreoffice(chance.choice(NAMES))
    return data[: chance.randrange(len(data))]


def _flipped(chance: random.Random) -> bytes:
    data = bytearray(of_libreoffice(chance.choice(NAMES)))
    for _ in range(chance.randrange(1, 40)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def _flipped_inside(chance: random.Random) -> bytes:
    parts: dict[str, str | bytes] = dict(parts_of(of_libreoffice(chance.choice(NAMES))))
    name = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))])
    content = bytearray(parts[name])  # type: ignore[arg-type]
    for _ in range(chance.randrange(1, 6)):
        content[chance.randrange(len(content))] = chance.choice(b"<>&\"'\0/= aZ9")
    return zipped({**parts, name: bytes(content)})


def _part_missing(chance: random.Random) -> bytes:
    parts: dict[str, str | bytes] = dict(parts_of(of_libreoffice(chance.choice(NAMES))))
    for name in chance.sample(sorted(parts), chance.randrange(1, 4)):
        del parts[name]
    return zipped(parts)


def _parts_swapped(chance: random.Random) -> bytes:
    parts: dict[str, str | bytes] = dict(parts_of(of_libreoffice(chance.choice(NAMES))))
    one, other = chance.sample(sorted(parts), 2)
    parts[one], parts[other] = parts[other], parts[one]
    return zipped(parts)


def _bomb(chance: random.Random) -> bytes:
    return _with_main(chance, document("<w:p/>" * chance.choice((400_000, 2_000_000))))


def _entities(chance: random.Random) -> bytes:
    declared = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    outside = '<!ENTITY o SYSTEM "file:///etc/passwd">'
    before = chance.choice((f"<!DOCTYPE w [{declared}]>", f"<!DOCTYPE w [{outside}]>", "<!DOCTYPE w>"))
    return _with_main(chance, document("<w:p><w:r><w:t>&e11;&o;</w:t></w:r></w:p>", before=before))


def _nested(chance: random.Random) -> bytes:
    depth = chance.choice((200, 3_000, 60_000))
    tags = chance.choice((("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"), ("<w:ins>", "</w:ins>")))
    return _with_main(chance, document(tags[0] * depth + "<w:p/>" + tags[1] * depth))


def _nonsense(chance: random.Random) -> bytes:
    """Known elements in any order, with attributes that no program writes."""

    def element(depth: int) -> str:
        name = chance.choice(_ELEMENTS)
        inner = "".join(element(depth - 1) for _ in range(chance.randrange(4))) if depth else ""
        value = chance.choice(_NUMBERS)
        extra = chance.choice(
            (
                f'<w:gridSpan w:val="{value}"/><w:vMerge/>',
                f'<w:ilvl w:val="{value}"/><w:numId w:val="{value}"/>',
                f'<w:pStyle w:val="{value}"/><w:outlineLvl w:val="{value}"/>',
                f'<w:footnoteReference w:id="{value}"/><w:commentReference w:id="{value}"/>',
                f'<w:sym w:char="{value}" w:font="{value}"/><w:t>{value}</w:t>',
                f'<w:bookmarkStart w:name="{value}"/><w:instrText>HYPERLINK "javascript:{value}"</w:instrText>',
            )
        )
        return f'<{name} w:val="{value}" w:id="{value}">{extra}{inner}</{name}>'

    return _with_main(chance, document("".join(element(4) for _ in range(12))))


def _many_parts(chance: random.Random) -> bytes:
    return zipped({f"word/media/{number}.png": b"" for number in range(chance.choice((4_000, 6_000)))}, ZIP_STORED)


def _bad_names(chance: random.Random) -> bytes:
    name = chance.choice(("../../etc/passwd", "word/../../x.xml", "word\\..\\..\\x", "/etc/passwd"))
    return zipped({**parts_of(of_libreoffice("styles")), name: b"x"})


def _other_kind(chance: random.Random) -> bytes:
    return chance.choice(
        (
            b"",
            b"PK",
            b"%PDF-1.7",
            b"{\\rtf1 tekst}",
            b"<html><body>tekst</body></html>",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        )
    ) + bytes(chance.randrange(256) for _ in range(chance.randrange(400)))


def _pages(chance: random.Random) -> bytes:
    """Ten thousand pages of three paragraphs."""
    words = "".join(f"<w:p><w:r><w:t>Strona {chance.random()}</w:t></w:r></w:p>" for _ in range(30_000))
    return _with_main(chance, document(words))


_KINDS: tuple[tuple[Callable[[random.Random], bytes], int], ...] = (
    (_cut, 30),
    (_flipped, 30),
    (_flipped_inside, 40),
    (_part_missing, 20),
    (_parts_swapped, 15),
    (_bomb, 4),
    (_entities, 8),
    (_nested, 6),
    (_nonsense, 25),
    (_many_parts, 2),
    (_bad_names, 6),
    (_other_kind, 12),
    (_pages, 2),
)


def malformed_files() -> Iterator[tuple[str, io.BytesIO]]:
    """200 files, each with the kind of its fault."""
    for make, count in _KINDS:
        for number in range(count):
            yield f"{make.__name__} {number}", io.BytesIO(make(random.Random(number)))
