"""Small valid files from which the hostile ones are made."""

import io
import random
import zipfile
from collections.abc import Callable

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
"""Bytes that a bomb unpacks to: above every bound, and quick to generate."""

Parts = dict[str, bytes]
Make = Callable[[random.Random], bytes]


def words(chance: random.Random) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(3, 60)))


def docx_xml(inside: str) -> bytes:
    return f'<?xml version="1.0"?><w:document xmlns:w="{WORD_NS}"><w:body>{inside}</w:body></w:document>'.encode()


def odt_xml(inside: str) -> bytes:
    return (
        f'<?xml version="1.0"?><office:document-content {ODF_NS}><office:body><office:text>{inside}'
        "</office:text></office:body></office:document-content>"
    ).encode()


def docx_parts(xml: bytes) -> Parts:
    return {"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<Relationships/>", "word/document.xml": xml}


def odt_parts(xml: bytes) -> Parts:
    return {"mimetype": ODT_TYPE, "content.xml": xml, "META-INF/manifest.xml": b"<manifest/>"}


def zipped(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return buffer.getvalue()


def good_docx(chance: random.Random) -> bytes:
    return zipped(docx_parts(docx_xml(f"<w:p><w:r><w:t>{words(chance)}</w:t></w:r></w:p>")))


def good_odt(chance: random.Random) -> bytes:
    return zipped(odt_parts(odt_xml(f"<text:p>{words(chance)}</text:p>")))


def objects(contents: list[bytes], extra: bytes = b"") -> bytes:
    """A PDF of these objects, with a correct cross-reference table."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(contents, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj" % number + content + b"endobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(contents) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return bytes(out + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(contents) + 1, extra, start))


def stream(data: bytes, entries: bytes = b"", length: int | None = None) -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream " % (len(data) if length is None else length, entries, data)


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
ONE_PAGE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def good_pdf(chance: random.Random) -> bytes:
    shown = f"BT /F1 12 Tf 10 100 Td (Umowa {chance.randint(1, 999)}) Tj ET".encode()
    return objects([CATALOG, ONE_PAGE, PAGE, stream(shown), FONT])


def good_zip(chance: random.Random) -> bytes:
    """An XLSX file, which is accepted if its extension is xlsx."""
    return zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": words(chance).encode()})
