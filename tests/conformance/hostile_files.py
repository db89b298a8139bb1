"""Damaged and hostile files, made from a seed: the same number makes the same file."""

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

ODT_TYPE = b"application/vnd.oasis.opendocument.text"
WORD_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF_NS = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
WORDS = [
    "Zażółć",
    "gęślą",
    "jaźń:",
    "porozumienie",
    "z",
    "wolontariuszem,",
    "ewidencja",
    "czasu",
    "pracy,",
    "otwarty",
    "konkurs",
    "ofert.",
]
LARGE = 60_000_000
"""Bytes that a bomb unpacks to: far above every bound, and made in a moment."""

Parts = dict[str, bytes]


@dataclass(frozen=True)
class HostileFile:
    """``good`` is whether it has to be taken and read; of the others nothing is promised but an answer."""

    name: str
    content: bytes
    good: bool = False


def files(kind: str, numbers: range) -> Iterator[HostileFile]:
    """The files of one kind (docx, odt, pdf, zip) with these numbers."""
    for number in numbers:
        chance = random.Random(f"{kind} {number}")
        recipes = RECIPES[kind]
        recipe = recipes[number % len(recipes)]
        content = recipe(chance)
        good = recipe in GOOD
        yield HostileFile(f"{number}-{recipe.__name__.strip('_')}.{kind}", content, good)


# --- small sound files -----------------------------------------------------------------------------


def _text(chance: random.Random) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(3, 60)))


def _docx_xml(inside: str) -> bytes:
    return f'<?xml version="1.0"?><w:document xmlns:w="{WORD_NS}"><w:body>{inside}</w:body></w:document>'.encode()


def _odt_xml(inside: str) -> bytes:
    return (
        f'<?xml version="1.0"?><office:document-content {ODF_NS}><office:body><office:text>{inside}'
        "</office:text></office:body></office:document-content>"
    ).encode()


def _docx_parts(xml: bytes) -> Parts:
    return {"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<Relationships/>", "word/document.xml": xml}


def _odt_parts(xml: bytes) -> Parts:
    return {"mimetype": ODT_TYPE, "content.xml": xml, "META-INF/manifest.xml": b"<manifest/>"}


def zipped(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return buffer.getvalue()


def good_docx(chance: random.Random) -> bytes:
    return zipped(_docx_parts(_docx_xml(f"<w:p><w:r><w:t>{_text(chance)}</w:t></w:r></w:p>")))


def good_odt(chance: random.Random) -> bytes:
    return zipped(_odt_parts(_odt_xml(f"<text:p>{_text(chance)}</text:p>")))


def _objects(objects: list[bytes], extra: bytes = b"") -> bytes:
    """A PDF of these objects, with a right table of where they stand."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj" % number + content + b"endobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return bytes(out + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, extra, start))


def _stream(data: bytes, entries: bytes = b"", length: int | None = None) -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream " % (len(data) if length is None else length, entries, data)


_CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_ONE_PAGE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def good_pdf(chance: random.Random) -> bytes:
    shown = f"BT /F1 12 Tf 10 100 Td (Umowa {chance.randint(1, 999)}) Tj ET".encode()
    return _objects([_CATALOG, _ONE_PAGE, _PAGE, _stream(shown), _FONT])


def good_zip(chance: random.Random) -> bytes:
    """A table, so that its content is taken where its name is one of a table."""
    return zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": _text(chance).encode()})


# --- damage of any file ----------------------------------------------------------------------------

Make = Callable[[random.Random], bytes]


def _named(make: Make, name: str) -> Make:
    make.__name__ = name
    return make


def truncated(sound: Make) -> Make:
    def make(chance: random.Random) -> bytes:
        data = sound(chance)
        return data[: chance.randrange(1, len(data))]

    return _named(make, "truncated")


def flipped(sound: Make) -> Make:
    def make(chance: random.Random) -> bytes:
        data = bytearray(sound(chance))
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        return bytes(data)

    return _named(make, "flipped")


def spliced(sound: Make) -> Make:
    """Pieces cut out, doubled and replaced by noise or by numbers at their limits."""

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

    return _named(make, "spliced")


# --- archives ----------------------------------------------------------------------------------------


def _claiming(data: bytes, chance: random.Random, local: int, central: int, size: int) -> bytes:
    """One field of one part says something else, in the directory, before the part or in both."""
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
    """Flags, method, checksum, sizes, lengths of names, where a part begins (APPNOTE.TXT, 4.3.7 and 4.3.12)."""
    fields = ((6, 8, 2), (8, 10, 2), (14, 16, 4), (18, 20, 4), (22, 24, 4), (26, 28, 2), (28, 30, 2), (26, 42, 4))

    def make(chance: random.Random) -> bytes:
        data = sound(chance)
        for _ in range(chance.randint(1, 3)):
            data = _claiming(data, chance, *chance.choice(fields))
        return data

    return _named(make, "lying")


def lying_end(sound: Make) -> Make:
    """The end record counts, measures or places the directory wrongly."""

    def make(chance: random.Random) -> bytes:
        data = bytearray(sound(chance))
        place = data.rindex(b"PK\x05\x06")
        field, size = chance.choice([(4, 2), (6, 2), (8, 2), (10, 2), (12, 4), (16, 4), (20, 2)])
        value = chance.choice([0, 1, 0xFFFF, chance.randrange(2 ** (8 * size)), 2 ** (8 * size) - 1])
        data[place + field : place + field + size] = value.to_bytes(size, "little")
        return bytes(data)

    return _named(make, "lying_end")


def with_method(parts_of: Callable[[bytes], Parts], xml: Callable[[str], bytes], method: int) -> Make:
    """Parts packed by bzip2 or LZMA, every other one damaged inside."""

    def make(chance: random.Random) -> bytes:
        data = bytearray(zipped(parts_of(xml(_text(chance))), method))
        if chance.random() < 0.5:
            for _ in range(6):
                data[chance.randrange(30, min(len(data), 200))] ^= 0xFF
        return bytes(data)

    return _named(make, "bzip2" if method == zipfile.ZIP_BZIP2 else "lzma")


@cache
def _deflated(size: int, inside: bytes = b"a") -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(inside * size) + packer.flush()


def _raw_part(name: bytes, packed: bytes, claimed: int, offset: int, method: int = 8) -> tuple[bytes, bytes]:
    """What stands before and with a part, and its entry in the directory; the checksum is made up."""
    head = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, method, 0, 33, 1, len(packed), claimed, len(name), 0) + name
    fields = (b"PK\x01\x02", 20, 20, 0, method, 0, 33, 1, len(packed), claimed, len(name), 0, 0, 0, 0, 0, offset)
    return head + packed, struct.pack("<4s6H3L5H2L", *fields) + name


def raw_archive(parts: list[tuple[bytes, bytes, int]]) -> bytes:
    """An archive of (name, packed content, claimed size), sound but for what is claimed."""
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

    return _named(make, "bomb")


def overlapping(parts: Parts, main: str) -> Make:
    """Many parts whose bytes are the same, as in the bombs that need no nesting."""

    def make(chance: random.Random) -> bytes:
        packed = _deflated(LARGE)
        part, entry = _raw_part(main.encode(), packed, LARGE, 0)
        names = [*parts, *(f"{number}" for number in range(chance.choice([1, 10, 4_000])))]
        directory = b"".join(_raw_part(name.encode(), packed, LARGE, 0)[1] for name in names if name != main) + entry
        end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(names), len(names), len(directory), len(part), 0)
        return part + directory + end

    return _named(make, "overlapping")


def nested(parts: Parts, main: str) -> Make:
    """Archives in archives; the main part is one of them."""

    def make(chance: random.Random) -> bytes:
        data = _deflated(LARGE)
        for _ in range(chance.randint(1, 3)):
            data = zipped({f"{number}.zip": data for number in range(3)})
        return zipped({**parts, main: data})

    return _named(make, "nested")


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
    """Up to 200,000 entries, claimed or concealed."""

    def make(chance: random.Random) -> bytes:
        data = _many(chance.choice([5_001, 20_000, 100_000, 200_000]), tuple(parts))
        if chance.random() < 0.5:
            place = data.rindex(b"PK\x06\x06")
            data = data[: place + 24] + struct.pack("<2Q", 3, 3) + data[place + 40 :]
        return data

    return _named(make, "many_entries")


def odd_names(parts: Parts, main: str) -> Make:
    """Names that lead out of a folder, hold NUL, stand twice, are very long, or make the file a program."""

    def make(chance: random.Random) -> bytes:
        odd = chance.choice(
            ["../../etc/passwd", "a/../../b", "..\\..\\b", "/etc/passwd", "C:\\x", "a\0b", main, main.upper(),
             "x" * 60_000, "word/vbaProject.bin", "", "\u202egpj.exe", "mimetype", "[Content_Types].xml"]
        )  # fmt: skip
        packed = [(name.encode(), zlib.compress(content)[2:-4], len(content)) for name, content in parts.items()]
        packed.insert(chance.randrange(len(packed) + 1), (odd.encode(), zlib.compress(b"x")[2:-4], 1))
        return raw_archive(packed)

    return _named(make, "odd_names")


def encrypted(sound: Make) -> Make:
    def make(chance: random.Random) -> bytes:
        data = bytearray(sound(chance))
        for signature, field in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            for found in re.finditer(re.escape(signature), bytes(data)):
                data[found.start() + field] |= chance.choice([0x01, 0x41, 0x20])
        return bytes(data)

    return _named(make, "encrypted")


# --- XML -----------------------------------------------------------------------------------------------


def hostile_xml(parts_of: Callable[[bytes], Parts], xml: Callable[[str], bytes]) -> Make:
    """Entities, depth, attributes, external relations, encodings that do not hold."""

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
            [b"", b"\xff\xfe", xml("<a>"), xml("\x00"), b"<a/><b/>", xml(_text(chance)).decode().encode("utf-16"),
             b"<?xml version='1.0' encoding='utf-7'?><a/>", xml("&#0;"), xml("&#xD800;"), xml("]]>"), b"PK\x03\x04"]
        )  # fmt: skip

    def relations(chance: random.Random) -> bytes:
        return xml(f'<a xmlns:r="urn:r" r:href="file:///etc/passwd">{_text(chance)}</a>')

    kinds = (entities, external, deep, attributes, broken, relations)

    def make(chance: random.Random) -> bytes:
        return zipped(parts_of(chance.choice(kinds)(chance)))

    return _named(make, "hostile_xml")


# --- PDF -----------------------------------------------------------------------------------------------


def pdf_of(name: str, make: Make) -> Make:
    return _named(make, name)


def _loop(chance: random.Random) -> bytes:
    kids = chance.choice([b"2 0 R", b"3 0 R 2 0 R", b"1 0 R", b"3 0 R " * 50, b"99 0 R"])
    return _objects(
        [_CATALOG, b"<</Type/Pages/Kids[%s]/Count 5/Parent 2 0 R>>" % kids, _PAGE, _stream(b"4 0 R"), _FONT]
    )


def _contents_loop(_chance: random.Random) -> bytes:
    form = _stream(b"/F Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 4 0 R>>>>")
    page = _PAGE.replace(b"/Font", b"/XObject<</F 4 0 R>>/Font")
    return _objects([_CATALOG, _ONE_PAGE, page, form, _FONT])


def _huge_tree(chance: random.Random) -> bytes:
    count = chance.choice([500, 5_000])
    return _objects([_CATALOG, b"<</Type/Pages/Kids[%s]/Count %d>>" % (b"3 0 R " * count, count), _PAGE, _stream(b"")])


def _deep_tree(chance: random.Random) -> bytes:
    depth = chance.choice([100, 3_000])
    pages = [b"<</Type/Pages/Kids[%d 0 R]/Count 1/Parent %d 0 R>>" % (n + 3, n + 1) for n in range(depth)]
    return _objects([_CATALOG, *pages, _PAGE.replace(b"4 0 R", b"1 0 R")])


def _nested_values(chance: random.Random) -> bytes:
    depth = chance.choice([500, 100_000])
    left, right = chance.choice([(b"[", b"]"), (b"<</A", b">>")])
    return _objects([_CATALOG, _ONE_PAGE, b"<</Type/Page/X " + left * depth + right * depth + b">>"])


def _flate_bomb(chance: random.Random) -> bytes:
    layers = chance.choice([1, 2, 3])
    data = b"(a) Tj " * chance.choice([5_000, 20_000]) if layers == 1 else b"a" * LARGE
    for _ in range(layers):
        data = zlib.compress(data, 9)
    filters = b"/Filter[" + b"/FlateDecode" * layers + b"]"
    return _objects([_CATALOG, _ONE_PAGE, _PAGE, _stream(data, filters), _FONT])


def _lying_stream(chance: random.Random) -> bytes:
    length = chance.choice([0, 1, 10**9, 2**63, -5])
    filters = chance.choice([b"/Filter/LZWDecode", b"/Filter/ASCII85Decode", b"/Filter/Crypt", b"/Filter/JBIG2Decode",
                             b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 99999999>>", b""])  # fmt: skip
    return _objects([_CATALOG, _ONE_PAGE, _PAGE, _stream(chance.randbytes(80), filters, length), _FONT])


def _encrypted_pdf(chance: random.Random) -> bytes:
    version = chance.choice([1, 2, 4, 5, 99])
    extra = b"/Encrypt<</Filter/Standard/V %d/R %d/O(x)/U(y)/P -4/Length 128>>/ID[(a)(b)]" % (version, version)
    return _objects([_CATALOG, _ONE_PAGE, _PAGE, _stream(b"x"), _FONT], extra)


def _bad_table(chance: random.Random) -> bytes:
    data = good_pdf(chance)
    new = chance.choice([b"startxref\n%d" % chance.choice([0, 9, 10**12, 2**64]), b"startxref\n-1", b"startxref\nx"])
    data = re.sub(rb"startxref\n\d+", new, data)
    return data.replace(b"/Root 1 0 R", chance.choice([b"/Root 1 0 R", b"/Prev %d" % data.index(b"xref\n"), b""]))


def _hostile_font(chance: random.Random) -> bytes:
    first, last = chance.choice([(b"0000", b"FFFF"), (b"00000000", b"FFFFFFFF"), (b"FFFF", b"0000")])
    ranges = b"<%s> <%s> <0041>" % (first, last)
    cmap = _stream(b"begincmap 1 beginbfrange " + ranges * chance.choice([1, 200]) + b" endbfrange endcmap")
    font = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts[5 0 R]>>"
    return _objects([_CATALOG, _ONE_PAGE, _PAGE, _stream(b"BT /F1 1 Tf (ab) Tj ET"), font, cmap])


def _noise(chance: random.Random) -> bytes:
    return b"%PDF-1.7\n" + chance.randbytes(chance.randint(0, 3_000)) + b"\nstartxref\n9\n%%EOF"


# --- all -------------------------------------------------------------------------------------------------

_DOCX_PARTS = _docx_parts(_docx_xml("<w:p/>"))
_ODT_PARTS = _odt_parts(_odt_xml("<text:p/>"))
_ZIP_PARTS = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
GOOD: tuple[Make, ...] = (good_docx, good_odt, good_pdf, good_zip)


def _archives(sound: Make, parts: Parts, main: str) -> list[Make]:
    damage = [truncated(sound), flipped(sound), spliced(sound), lying(sound), lying(sound), lying_end(sound)]
    return [
        *damage,
        encrypted(sound),
        bomb(parts, main),
        overlapping(parts, main),
        nested(parts, main),
        many_entries(parts),
        odd_names(parts, main),
    ]


RECIPES: dict[str, list[Make]] = {
    "docx": [
        good_docx,
        *_archives(good_docx, _DOCX_PARTS, "word/document.xml"),
        *(with_method(_docx_parts, _docx_xml, method) for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)),
        *[hostile_xml(_docx_parts, _docx_xml)] * 4,
    ],
    "odt": [
        good_odt,
        *_archives(good_odt, _ODT_PARTS, "content.xml"),
        *(with_method(_odt_parts, _odt_xml, method) for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)),
        *[hostile_xml(_odt_parts, _odt_xml)] * 4,
    ],
    "zip": [good_zip, *_archives(good_zip, _ZIP_PARTS, "xl/workbook.xml")],
    "pdf": [
        good_pdf,
        truncated(good_pdf),
        flipped(good_pdf),
        spliced(good_pdf),
        _loop,
        _contents_loop,
        _huge_tree,
        _deep_tree,
        _nested_values,
        _flate_bomb,
        _lying_stream,
        _encrypted_pdf,
        _bad_table,
        _hostile_font,
        _noise,
    ],
}
