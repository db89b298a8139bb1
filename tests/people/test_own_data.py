"""The copy of a user's data: complete by the models, readable, and only for whoever knows the password."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import EmailField, Field
from django.test import Client
from django.urls import reverse

from courses.coursework import services
from people import exporting
from people.archive import safe_name
from people.models import User
from tests.coursework import factories
from tests.people.conftest import reauthenticate

pytestmark = pytest.mark.django_db

COPY = "people:own_data_copy"


def archive_of(client: Client) -> zipfile.ZipFile:
    reauthenticate(client)
    response: Any = client.post(reverse(COPY))
    assert response.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def rows_of(archive: zipfile.ZipFile, key: str) -> list[dict[str, Any]]:
    data = json.loads(archive.read("dane.json"))
    found: list[dict[str, Any]] = next((part["rows"] for part in data["sections"] if part["key"] == key), [])
    return found


def _is_personal(field: Any) -> bool:
    if getattr(field, "related_model", None) is User:
        return True
    return isinstance(field, EmailField) or (isinstance(field, Field) and "email" in field.name and not field.choices)


def test_every_column_about_a_user_is_exported_or_declared_with_a_reason() -> None:
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
        if _is_personal(field) and not model._meta.label.startswith(("tests.", "auth."))
    }
    known = exporting.covered() | set(exporting.declared())
    assert found - known == set()
    assert known - found == set()  # nothing that is not there any more
    assert exporting.covered() & set(exporting.declared()) == set()
    assert all(len(reason) > 20 for reason in exporting.declared().values())


def test_the_copy_has_the_account_the_texts_and_the_files(client: Client, confirmed: User) -> None:
    trainer = factories.trainer()
    cohort = factories.CohortFactory.create(trainers=[trainer])
    factories.member(cohort, confirmed)
    task = factories.WrittenAssignmentFactory.create(cohort=cohort, title="Diagnoza")
    upload = SimpleUploadedFile("../Łąka i <las>.txt", b"Gmina bez biblioteki.")
    services.hand_in(
        by=confirmed, assignment=task, key=uuid4(), text="Praca <b>ważna</b>", file=upload, draft_version=0
    )
    client.force_login(confirmed)
    archive = archive_of(client)
    assert archive.testzip() is None
    names = sorted(archive.namelist())
    assert names == ["dane.html", "dane.json", "pliki/001-laka-i-las.txt"]
    assert archive.read(names[2]) == b"Gmina bez biblioteki."
    (account,) = rows_of(archive, "account")
    assert (account["email"], account["first_name"], account["roles"]) == ("jola@example.org", "Jola", [])
    (handed_in,) = rows_of(archive, "rounds")
    assert (handed_in["text"], handed_in["file"]) == ("Praca <b>ważna</b>", names[2])
    html = archive.read("dane.html").decode()
    assert "Praca &lt;b&gt;ważna&lt;/b&gt;" in html
    assert f'<a href="{names[2]}">' in html
    assert re.findall(r"<h1>|<html lang=\"\w+\">", html) == ['<html lang="pl">', "<h1>"]
    assert not re.findall(r"<script|<link|src=|https?://(?!testserver|localhost)", html)


def test_the_copy_holds_nothing_of_others_and_no_secrets(client: Client, make_user: Callable[..., User]) -> None:
    mine, other = make_user("ja@example.org", first_name="Ja"), make_user("inna@example.org", first_name="Wanda")
    cohort = factories.CohortFactory.create()
    for user in (mine, other):
        factories.member(cohort, user)
    client.force_login(mine)
    archive = archive_of(client)
    text = archive.read("dane.json").decode() + archive.read("dane.html").decode()
    assert [part for part in ("inna@example.org", "Wanda", mine.password, "pbkdf2", "argon2") if part in text] == []


def test_a_session_without_the_password_gets_no_copy(client: Client, confirmed: User) -> None:
    client.force_login(confirmed)
    assert client.get(reverse("people:own_data")).status_code == 200
    for send in (client.get, client.post):
        response = send(reverse(COPY))
        assert response.status_code == 302
        assert response["Location"].partition("?")[0] == reverse("account_reauthenticate")
    assert Client().get(reverse("people:own_data"))["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\CON.docx", "con.docx"),
        ("Sprawozdanie – żółć.PDF", "sprawozdanie-zolc.pdf"),
        ("…", "plik"),
        ("a\u202egnp.txt", "agnp.txt"),
        ("x" * 300 + ".odt", "x" * 80 + ".odt"),
    ],
)
def test_names_of_files_are_safe_on_every_system(name: str, safe: str) -> None:
    assert safe_name(name) == safe
