import contextlib
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.coursework import files
from courses.coursework.errors import FileRefusedError
from tests.coursework.factories import PDF, archive, package, upload

ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"
DOCX = package(**{"word/document.xml": "<w/>"})
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00"

TAKEN = {
    "praca.pdf": PDF,
    "PRACA.PDF": PDF,
    "praca.docx": DOCX,
    "praca.xlsx": package(**{"xl/workbook.xml": "<x/>"}),
    "praca.pptx": package(**{"ppt/presentation.xml": "<p/>"}),
    "praca.odt": archive(mimetype=ODT, content="x"),
    "praca.ods": archive(mimetype=ODS, content="x"),
    "praca.rtf": b"{\\rtf1 Praca}",
    "praca.txt": "Zażółć gęślą jaźń".encode(),
    "stara.txt": "Zażółć gęślą jaźń".encode("cp1250"),
    "notatnik.txt": "Zażółć".encode("utf-16"),
    "praca.jpg": JPEG,
    "praca.jpeg": JPEG,
    "praca.png": PNG,
}


@pytest.mark.parametrize("name", TAKEN)
def test_accepted_files(name):
    assert files.check(upload(name, TAKEN[name])) in {name, "PRACA.pdf"}


REFUSED = {
    "strona.html": HTML,
    "rysunek.svg": SVG,
    "program.exe": EXE,
    "bez-rozszerzenia": PDF,
    "": PDF,
    ".pdf.": EXE,
    "pusta.pdf": b"",
    "ucieta.pdf": b"%PDF-1.7\n1 0 obj",
    "praca.docm": DOCX,
    "makra.docx": package(**{"word/document.xml": "<w/>", "word/vbaProject.bin": "x"}),
    "arkusz.docx": package(**{"xl/workbook.xml": "<x/>"}),
    "zip.docx": archive(plik="x"),
    "urwany.docx": DOCX[:30],
    "przed.docx": HTML + DOCX,
    "arkusz.odt": archive(mimetype=ODS),
    "bez-typu.odt": archive(content="x"),
    "bomba.odt": archive(mimetype="a" * 10_000_000),
    "bzip2.odt": archive(zipfile.ZIP_BZIP2, mimetype=ODT, content="x"),
    "lzma.odt": archive(zipfile.ZIP_LZMA, mimetype=ODT, content="x"),
    "uszkodzone-lzma.odt": archive(zipfile.ZIP_LZMA, mimetype=ODT).replace(
        b"\x09\x04\x05\x00", b"\x09\x04\x05\x00\xff\xff"
    ),
    "wiele.docx": archive(
        **{"[Content_Types].xml": "", "word__document.xml": "", **{f"{n}": "" for n in range(5_000)}}
    ),
    "lisc.txt": b"\x00\x01\x02",
    "bom.txt": b"\xef\xbb\xbf  <script>alert(1)</script>",
    "szesnascie.txt": b"\xff\xfe" + "<html>".encode("utf-16-le"),
    "pol.txt": b"\xff\xfea",
    "skrypt.txt": b"#!/bin/sh\nrm",
    "udaje.txt": PDF,
}
for kind in files.KINDS:
    REFUSED.update({f"html.{kind}": HTML, f"svg.{kind}": SVG, f"exe.{kind}": EXE})


@pytest.mark.parametrize("name", REFUSED)
def test_refused_files(name):
    file = upload("x", REFUSED[name])
    file._name = name  # as a client may send it, past Django's own cleaning
    with pytest.raises(FileRefusedError) as error:
        files.check(file)
    assert str(error.value)


def test_ten_megabytes_and_no_more():
    assert files.check(upload("praca.pdf", PDF.ljust(files.LARGEST, b" ")))
    with pytest.raises(FileRefusedError):
        files.check(upload("praca.pdf", PDF.ljust(files.LARGEST + 1, b" ")))


@given(st.text(max_size=300), st.sampled_from(sorted(files.KINDS)))
def test_names_become_harmless(stem, extension):
    name = files.harmless_name(f"{stem}.{extension}")
    assert name.endswith(f".{extension}")
    assert 1 < len(name) <= 120
    assert not set(name) & set("/\\\0\r\n\u202e\u2066")
    assert not name.startswith(".")
    assert files.harmless_name(name) == name


@given(st.binary(max_size=400), st.sampled_from(sorted(files.KINDS)))
def test_any_bytes_are_accepted_or_refused(content, extension):
    with contextlib.suppress(FileRefusedError):
        files.check(upload(f"praca.{extension}", content))


def test_a_path_in_a_name_is_dropped():
    assert files.harmless_name("../../etc/passwd.pdf") == "passwd.pdf"
    assert files.harmless_name("C:\\Users\\anna\\praca.pdf") == "praca.pdf"
    assert files.harmless_name("praca\u202efdp.exe") == "pracafdp.exe"
    assert files.media_type("praca.pdf") == "application/pdf"
    assert files.media_type("praca.html") == "application/octet-stream"
