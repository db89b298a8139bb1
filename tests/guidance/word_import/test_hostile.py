"""Hostile and wrong files: a message in words, nothing saved, no process left at work."""

import io
import time

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Page, Revision

from editing import waiting_uploads
from people import roles
from publishing import extraction_process
from publishing.models import PomostImage
from resources.guidance.models import Chapter, ImportedChapter
from resources.guidance.word_import import files, losses, package
from resources.guidance.word_import.contents import Fault, RefusedFileError
from resources.guidance.word_import.files import WordFileError, message_of, read_word
from tests.builders import signed_in, zipped
from tests.guidance.word_import.malformed import MAIN, document, malformed_files
from tests.guidance.word_import.word_files import of_libreoffice, parts_of, replaced, simple

pytestmark = pytest.mark.django_db

GOOD = of_libreoffice("styles")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RELATIONS = "word/_rels/document.xml.rels"
PARAGRAPH = "<w:p><w:r><w:t>Słowo</w:t></w:r></w:p>"


def refusal(data: bytes, name: str = "poradnik.docx") -> str:
    with pytest.raises(WordFileError) as error:
        read_word(io.BytesIO(data), name)
    return str(error.value)


def with_relation(kind: str, target: str) -> bytes:
    relation = (
        '<Relationship Id="rId99" TargetMode="External" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
    )
    return replaced(GOOD, RELATIONS, "</Relationships>", f"{relation}</Relationships>")


def bomb() -> bytes:
    return zipped({**parts_of(GOOD), "word/media/image.png": b"\0" * (2 * 1024 * 1024)})


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"Tekst", Fault.NOT_WORD),
        (zipped({"content.xml": "<x/>", "mimetype": "application/vnd.oasis.opendocument.text"}), Fault.NOT_WORD),
        (replaced(GOOD, "[Content_Types].xml", "document.main+xml", "template.main+xml"), Fault.NOT_WORD),
        (OLE + b"\0" * 600, Fault.OLD_WORD),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), Fault.PASSWORD),
        (zipped({**parts_of(GOOD), "word/vbaProject.bin": b"x"}), Fault.MACROS),
        (
            replaced(GOOD, "[Content_Types].xml", "vnd.openxmlformats-officedocument.wordprocessingml.document.main",
                     "vnd.ms-word.document.macroEnabled.main"),
            Fault.MACROS,
        ),
        (with_relation("attachedTemplate", "https://example.org/a.dotm"), Fault.EXTERNAL),
        (with_relation("image", "file:///C:/a.png"), Fault.EXTERNAL),
        (with_relation("oleObject", "https://example.org/a.xlsx"), Fault.EXTERNAL),
        (zipped({**parts_of(GOOD), MAIN: document(PARAGRAPH, before="<!DOCTYPE w>")}), Fault.HOSTILE),
        (zipped({**parts_of(GOOD), "word/styles.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), Fault.HOSTILE),
        (bomb(), Fault.UNPACKED),
        (zipped({**parts_of(GOOD), "../../etc/passwd": b"x"}), Fault.DAMAGED),
        (GOOD[:-200], Fault.DAMAGED),
        (zipped({**parts_of(GOOD), MAIN: document(PARAGRAPH)[:-20]}), Fault.DAMAGED),
        (zipped({**parts_of(GOOD), MAIN: document("")}), Fault.EMPTY),
        (zipped({**parts_of(GOOD), MAIN: document(PARAGRAPH * (losses.MOST_PARAGRAPHS + 1))}), Fault.TOO_LONG),
    ],
)  # fmt: skip
def test_a_file_is_refused_with_what_to_do(data: bytes, fault: Fault) -> None:
    assert refusal(data) == message_of(fault)


def test_every_fault_has_a_message_of_its_own() -> None:
    messages = {message_of(fault) for fault in Fault}
    assert len(messages) == len(Fault)


def test_links_may_lead_out_of_the_file() -> None:
    assert read_word(io.BytesIO(with_relation("hyperlink", "https://example.org/")), "a.docx").chapters


@pytest.mark.parametrize("name", ["poradnik.docm", "PORADNIK.DOTM"])
def test_the_name_of_a_file_with_macros_is_enough(name: str) -> None:
    assert refusal(GOOD, name) == message_of(Fault.MACROS)


def test_each_heading_1_is_a_chapter_and_there_may_not_be_too_many() -> None:
    chapters = [(f"Rozdział {number}", "Tekst") for number in range(101)]
    assert len(read_word(io.BytesIO(simple(*chapters[:100])), "a.docx").chapters) == 100
    assert refusal(simple(*chapters)) == message_of(Fault.MANY_CHAPTERS)


def test_too_many_bytes_of_xml_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MOST_XML_TOGETHER", 1_000)
    with pytest.raises(RefusedFileError) as error:
        package.open_package(io.BytesIO(GOOD))
    assert error.value.fault == Fault.TOO_LONG


def test_a_file_that_takes_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "SECONDS", 0.001)
    assert refusal(GOOD) == message_of(Fault.TOO_SLOW)
    extraction_process.stop()


def test_200_malformed_files_leave_the_guide_as_it_was(chapters: list[Chapter]) -> None:
    def state() -> tuple[object, ...]:
        models = (Page, Revision, PomostImage, ImportedChapter)
        return tuple(model.objects.count() for model in models)

    client = signed_in(roles.EDITOR)
    url = reverse("guidance_word_import", args=[chapters[0].get_parent().pk])
    before, answers = state(), []
    for kind, file in malformed_files():
        start = time.monotonic()
        upload = SimpleUploadedFile("poradnik.docx", file.getvalue() or b"x")
        answers.append(client.post(url, {"file": upload}).status_code)
        assert time.monotonic() - start < 30, kind
    assert state() == before
    # Some faults are harmless: a byte in a text, a part that is not needed. For them there is a preview.
    assert (len(answers), set(answers)) == (200, {200, 422})
    assert answers.count(422) > 100


def test_the_form_says_what_is_wrong_and_keeps_nothing(chapters: list[Chapter]) -> None:
    client = signed_in(roles.EDITOR)
    url = reverse("guidance_word_import", args=[chapters[0].get_parent().pk])
    storage = storages["private"]
    kept = storage.listdir(waiting_uploads.FOLDER)[1] if storage.exists(waiting_uploads.FOLDER) else []
    large = b"PK" + b"\0" * files.LARGEST_FILE
    cases = [
        (bomb(), message_of(Fault.UNPACKED)),
        (b"", "Plik jest pusty. Sprawdź, czy to na pewno ten plik."),
        (large, files.too_large()),
    ]
    for data, message in cases:
        response = client.post(url, {"file": SimpleUploadedFile("poradnik.docx", data)})
        assert response.status_code == 422
        assert list(response.context["form"].errors["file"]) == [message]
    assert Chapter.objects.child_of(chapters[0].get_parent()).count() == 2
    assert (storage.listdir(waiting_uploads.FOLDER)[1] if storage.exists(waiting_uploads.FOLDER) else []) == kept
