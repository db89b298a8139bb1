"""Damaged and hostile files, generated from a seed: the same number gives the same file."""

import random
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from tests.conformance.hostile_files import pdf
from tests.conformance.hostile_files.archives import (
    bomb,
    encrypted,
    lying,
    lying_end,
    many_entries,
    nested,
    odd_names,
    overlapping,
    with_method,
)
from tests.conformance.hostile_files.damage import flipped, spliced, truncated
from tests.conformance.hostile_files.markup import hostile_xml
from tests.conformance.hostile_files.sound import (
    Make,
    Parts,
    docx_parts,
    docx_xml,
    good_docx,
    good_odt,
    good_pdf,
    good_zip,
    odt_parts,
    odt_xml,
)


@dataclass(frozen=True)
class HostileFile:
    """``good``: the file must be accepted and read; other files may be accepted or refused."""

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


_DOCX_PARTS = docx_parts(docx_xml("<w:p/>"))
_ODT_PARTS = odt_parts(odt_xml("<text:p/>"))
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
        *(with_method(docx_parts, docx_xml, method) for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)),
        *[hostile_xml(docx_parts, docx_xml)] * 4,
    ],
    "odt": [
        good_odt,
        *_archives(good_odt, _ODT_PARTS, "content.xml"),
        *(with_method(odt_parts, odt_xml, method) for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)),
        *[hostile_xml(odt_parts, odt_xml)] * 4,
    ],
    "zip": [good_zip, *_archives(good_zip, _ZIP_PARTS, "xl/workbook.xml")],
    "pdf": [
        good_pdf,
        truncated(good_pdf),
        flipped(good_pdf),
        spliced(good_pdf),
        pdf.loop,
        pdf.contents_loop,
        pdf.huge_tree,
        pdf.deep_tree,
        pdf.nested_values,
        pdf.flate_bomb,
        pdf.lying_stream,
        pdf.encrypted_pdf,
        pdf.bad_table,
        pdf.hostile_font,
        pdf.noise,
    ],
}
