"""Broken files are refused wherever the admin takes a document."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import UploadedFile

from people import roles
from publishing.models import PomostDocument
from tests.builders import signed_in, zipped

pytestmark = pytest.mark.django_db

DOCX = zipped({"[Content_Types].xml": "<t/>", "word/document.xml": "<w/>"})
PDF = b"%PDF-1.7\nstartxref\n9\n%%EOF\n"
BROKEN = {
    "wzor.docx": DOCX[:40],
    "wzor.odt": zipped({"plik": "x"}),
    "wzor.pdf": PDF[:10],
}
AGAIN = "Otwórz go w\u00a0swoim programie i\u00a0zapisz jeszcze raz."
FAULT = f"Zawartość pliku nie zgadza się z\u00a0jego nazwą (.{{}}). {AGAIN}"


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = str(tmp_path)
    with translation.override("pl"):
        yield


@pytest.fixture
def editor() -> Client:
    return signed_in(roles.EDITOR)


def stored() -> tuple[int, int, list[Path]]:
    media = Path(settings.MEDIA_ROOT)
    files = sorted(path for path in media.rglob("*") if path.is_file())
    return PomostDocument.objects.count(), UploadedFile.objects.count(), files


def form(file: SimpleUploadedFile, prefix: str = "") -> dict[str, Any]:
    return {f"{prefix}title": "Wzór", f"{prefix}collection": "1", f"{prefix}tags": "", f"{prefix}file": file}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_everywhere(editor: Client, name: str) -> None:
    document = PomostDocument.objects.create(title="Stary", file=SimpleUploadedFile("stary.pdf", PDF))
    before = stored()

    def broken() -> SimpleUploadedFile:
        return SimpleUploadedFile(name, BROKEN[name])

    one = editor.post(reverse("wagtaildocs:add"), form(broken()))
    many = editor.post(
        reverse("wagtaildocs:add_multiple"),
        {"title": "Wzór", "collection": "1", "files[]": broken()},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    replaced = editor.post(reverse("wagtaildocs:edit", args=[document.pk]), form(broken()))
    chosen = editor.post(reverse("wagtaildocs_chooser:create"), form(broken(), "document-chooser-upload-"))
    fault = FAULT.format(name.rpartition(".")[2])
    assert [one.context["form"].errors, replaced.context["form"].errors] == [{"file": [fault]}] * 2
    assert many.json() == {"success": False, "error_message": fault}
    assert fault in chosen.json()["htmlFragment"]
    assert stored() == before
    document.refresh_from_db()
    with document.file.open() as file:
        assert file.read() == PDF


def test_whole_files_are_taken(editor: Client) -> None:
    for name, content in {"wzor.docx": DOCX, "wzor.pdf": PDF, "dane.csv": b"a;b\n1;2\n", "wzory.zip": DOCX}.items():
        editor.post(reverse("wagtaildocs:add"), form(SimpleUploadedFile(name, content)))
    assert [document.filename for document in PomostDocument.objects.order_by("pk")][-4:] == [
        "wzor.docx",
        "wzor.pdf",
        "dane.csv",
        "wzory.zip",
    ]


def test_the_content_is_checked_before_the_transaction(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def fault_of(*_args: Any) -> str:
        seen.append(len(connection.savepoint_ids))
        return ""

    monkeypatch.setattr("publishing.document_forms.fault_of", fault_of)
    before = len(connection.savepoint_ids)
    editor.post(reverse("wagtaildocs:add"), form(SimpleUploadedFile("wzor.docx", DOCX)))
    assert seen == [before]
    assert PomostDocument.objects.latest("pk").title == "Wzór"
