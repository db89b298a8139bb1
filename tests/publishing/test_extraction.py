"""Text out of documents, hostile ones included."""

import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st

from pomost.demo.documents import docx_of
from publishing import extraction, services
from publishing.models import PomostDocument

ODT = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
    "<text:h>Żółty nagłówek</text:h><text:p>Treść <text:span>akapitu</text:span></text:p>"
    "</office:text></office:body></office:document-content>"
)


def pdf(text: str) -> bytes:
    """A PDF of one page that says ``text``."""
    stream = f"BT /F1 12 Tf 10 100 Td ({text}) Tj ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj{content}endobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    count = len(objects) + 1
    start = len(out)
    out += (
        f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer<</Size {count}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF"
    )
    return out.encode()


def zipped(name: str, content: str) -> io.BytesIO:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    buffer.seek(0)
    return buffer


def test_text_is_read_from_docx_odt_pdf_and_txt() -> None:
    docx = io.BytesIO(docx_of("## Wzór\n\nPorozumienie z wolontariuszem\n", "Wzór"))
    assert "Porozumienie z\xa0wolontariuszem" in extraction.text_of(docx, "docx")
    assert extraction.text_of(zipped("content.xml", ODT), "odt") == "Żółty nagłówek\nTreść akapitu"
    assert "Umowa zlecenia" in extraction.text_of(io.BytesIO(pdf("Umowa zlecenia")), "pdf")
    assert extraction.text_of(io.BytesIO("Źródło".encode()), "txt") == "Źródło"


def test_length_is_capped() -> None:
    assert len(extraction.text_of(io.BytesIO(b"a " * 500_000), "txt")) == extraction.MAX_CHARACTERS
    paragraphs = "<text:p>słowo słowo słowo</text:p>" * 60_000
    odt = ODT.replace("<text:h>Żółty nagłówek</text:h>", paragraphs)
    assert len(extraction.text_of(zipped("content.xml", odt), "odt")) <= extraction.MAX_CHARACTERS


def test_a_bomb_and_an_entity_bomb_are_refused() -> None:
    bomb = zipped("word/document.xml", "a" * (extraction.MAX_XML_BYTES + 1))
    with pytest.raises(extraction.UnreadableError):
        extraction.text_of(bomb, "docx")
    lol = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    with pytest.raises(extraction.UnreadableError):
        extraction.text_of(zipped("content.xml", lol), "odt")


@given(st.binary(max_size=400), st.sampled_from(["pdf", "docx", "odt"]))
def test_whatever_the_bytes_the_answer_is_text_or_unreadable(data: bytes, extension: str) -> None:
    try:
        text = extraction.text_of(io.BytesIO(data), extension)
    except extraction.UnreadableError:
        return
    assert isinstance(text, str)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "data", "state"),
    [
        ("broken.pdf", b"%PDF-1.4 nothing more", PomostDocument.Extraction.FAILED),
        ("table.xlsx", b"PK", PomostDocument.Extraction.UNSUPPORTED),
        ("empty.txt", b"   ", PomostDocument.Extraction.EMPTY),
        ("note.txt", b"tekst", PomostDocument.Extraction.DONE),
    ],
)
def test_what_became_of_a_file_is_noted_and_the_file_kept(name: str, data: bytes, state: str) -> None:
    document = PomostDocument(title=name)
    document.file.save(name, ContentFile(data))
    assert services.extract_document_text(document_id=document.pk) == state
    document.refresh_from_db()
    with document.file.open() as kept:
        assert (document.extraction, kept.read()) == (state, data)
