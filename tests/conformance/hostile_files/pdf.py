"""PDF files with loops, bombs, deep nesting and wrong sizes."""

import random
import re
import zlib

from tests.conformance.hostile_files.sound import CATALOG, FONT, LARGE, ONE_PAGE, PAGE, good_pdf, objects, stream


def loop(chance: random.Random) -> bytes:
    kids = chance.choice([b"2 0 R", b"3 0 R 2 0 R", b"1 0 R", b"3 0 R " * 50, b"99 0 R"])
    return objects([CATALOG, b"<</Type/Pages/Kids[%s]/Count 5/Parent 2 0 R>>" % kids, PAGE, stream(b"4 0 R"), FONT])


def contents_loop(_chance: random.Random) -> bytes:
    form = stream(b"/F Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 4 0 R>>>>")
    page = PAGE.replace(b"/Font", b"/XObject<</F 4 0 R>>/Font")
    return objects([CATALOG, ONE_PAGE, page, form, FONT])


def huge_tree(chance: random.Random) -> bytes:
    count = chance.choice([500, 5_000])
    return objects([CATALOG, b"<</Type/Pages/Kids[%s]/Count %d>>" % (b"3 0 R " * count, count), PAGE, stream(b"")])


def deep_tree(chance: random.Random) -> bytes:
    depth = chance.choice([100, 3_000])
    pages = [b"<</Type/Pages/Kids[%d 0 R]/Count 1/Parent %d 0 R>>" % (n + 3, n + 1) for n in range(depth)]
    return objects([CATALOG, *pages, PAGE.replace(b"4 0 R", b"1 0 R")])


def nested_values(chance: random.Random) -> bytes:
    depth = chance.choice([500, 100_000])
    left, right = chance.choice([(b"[", b"]"), (b"<</A", b">>")])
    return objects([CATALOG, ONE_PAGE, b"<</Type/Page/X " + left * depth + right * depth + b">>"])


def flate_bomb(chance: random.Random) -> bytes:
    layers = chance.choice([1, 2, 3])
    data = b"(a) Tj " * chance.choice([5_000, 20_000]) if layers == 1 else b"a" * LARGE
    for _ in range(layers):
        data = zlib.compress(data, 9)
    filters = b"/Filter[" + b"/FlateDecode" * layers + b"]"
    return objects([CATALOG, ONE_PAGE, PAGE, stream(data, filters), FONT])


def lying_stream(chance: random.Random) -> bytes:
    length = chance.choice([0, 1, 10**9, 2**63, -5])
    filters = chance.choice([b"/Filter/LZWDecode", b"/Filter/ASCII85Decode", b"/Filter/Crypt", b"/Filter/JBIG2Decode",
                             b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 99999999>>", b""])  # fmt: skip
    return objects([CATALOG, ONE_PAGE, PAGE, stream(chance.randbytes(80), filters, length), FONT])


def encrypted_pdf(chance: random.Random) -> bytes:
    version = chance.choice([1, 2, 4, 5, 99])
    extra = b"/Encrypt<</Filter/Standard/V %d/R %d/O(x)/U(y)/P -4/Length 128>>/ID[(a)(b)]" % (version, version)
    return objects([CATALOG, ONE_PAGE, PAGE, stream(b"x"), FONT], extra)


def bad_table(chance: random.Random) -> bytes:
    data = good_pdf(chance)
    new = chance.choice([b"startxref\n%d" % chance.choice([0, 9, 10**12, 2**64]), b"startxref\n-1", b"startxref\nx"])
    data = re.sub(rb"startxref\n\d+", new, data)
    return data.replace(b"/Root 1 0 R", chance.choice([b"/Root 1 0 R", b"/Prev %d" % data.index(b"xref\n"), b""]))


def hostile_font(chance: random.Random) -> bytes:
    first, last = chance.choice([(b"0000", b"FFFF"), (b"00000000", b"FFFFFFFF"), (b"FFFF", b"0000")])
    ranges = b"<%s> <%s> <0041>" % (first, last)
    cmap = stream(b"begincmap 1 beginbfrange " + ranges * chance.choice([1, 200]) + b" endbfrange endcmap")
    font = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts[5 0 R]>>"
    return objects([CATALOG, ONE_PAGE, PAGE, stream(b"BT /F1 1 Tf (ab) Tj ET"), font, cmap])


def noise(chance: random.Random) -> bytes:
    return b"%PDF-1.7\n" + chance.randbytes(chance.randint(0, 3_000)) + b"\nstartxref\n9\n%%EOF"
