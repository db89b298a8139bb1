"""The pages of the import in the admin."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission

from people import roles
from people.models import User
from resources.guidance.models import Chapter, Guide
from tests.builders import signed_in
from tests.guidance.word_import.word_files import of_libreoffice, simple
from tests.prepared import prepared

pytestmark = pytest.mark.django_db


@pytest.fixture
@prepared
def guide(chapters: list[Chapter]) -> Guide:
    found = chapters[0].get_parent().specific
    assert isinstance(found, Guide)
    return found


def url_of(guide: Guide) -> str:
    return reverse("guidance_word_import", args=[guide.pk])


def upload(client: Client, guide: Guide, data: bytes) -> BeautifulSoup:
    response = client.post(url_of(guide), {"file": SimpleUploadedFile("poradnik.docx", data)})
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def fields_of(page: BeautifulSoup) -> dict[str, Any]:
    """What the form of the preview sends as it is."""
    ticked = [item["value"] for item in page.select("input[name=chapter][checked]")]
    return {name: page.select_one(f"input[name={name}]")["value"] for name in ("token", "stamp")} | {"chapter": ticked}  # type: ignore[index]


def messages_of(response: Any) -> list[str]:
    return [" ".join(str(message).split()) for message in response.context["messages"]]


def words(node: Any) -> str:
    return re.sub(r"\s+", " ", node.get_text(" ")).strip()


def links_at_home(client: Client) -> list[str]:
    page = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser")
    return [words(link) for link in page.select(f"a[href='{reverse('guidance_word_imports')}']")]


def test_the_home_page_leads_to_the_guides(guide: Guide) -> None:
    client = signed_in(roles.EDITOR)
    assert links_at_home(client) == ["Importuj z Worda"]
    page = BeautifulSoup(client.get(reverse("guidance_word_imports")).content, "html.parser")
    found = [link["href"] for link in page.select(".home-row-title")]
    assert sorted(found) == sorted(url_of(one) for one in Guide.objects.all())


def test_the_only_guide_is_not_asked_for(guide: Guide) -> None:
    group = Group.objects.create(name="Jeden poradnik")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(group=group, page=guide, permission_type="add")
    user = User.objects.create_user("jeden@example.org")
    user.groups.add(group)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("guidance_word_imports")).headers["Location"] == url_of(guide)
    assert client.get(url_of(guide)).status_code == 200


def test_who_may_add_no_chapter_is_not_led_there(guide: Guide) -> None:
    reviewer = signed_in(roles.REVIEWER)
    assert links_at_home(reviewer) == []
    assert reviewer.get(reverse("guidance_word_imports")).status_code in {302, 403}
    assert signed_in(roles.TRAINER).get(reverse("guidance_word_imports")).status_code in {302, 403}


def test_the_preview_shows_chapters_and_warnings_and_saves_nothing(guide: Guide) -> None:
    client = signed_in(roles.EDITOR)
    page = upload(client, guide, of_libreoffice("styles"))
    assert [words(label) for label in page.select(".word-chapter label")] == ["Zatrudnianie", "Wolontariat"]
    assert [words(heading) for heading in page.select(".word-text h2")] == ["Formy współpracy"]
    assert "z przeniesieniem praw" in words(page.select(".word-text")[0])
    assert [words(item) for item in page.select(".word-where")] == [
        *("Gdzie: „Wyjątki”", "Gdzie: „Wolontariat”", "Gdzie: „Wolontariat”")
    ]
    assert Chapter.objects.child_of(guide).count() == 2


def test_pictures_are_shown_before_they_are_saved(guide: Guide) -> None:
    page = upload(signed_in(roles.EDITOR), guide, of_libreoffice("pictures"))
    assert [str(item["src"])[:23] for item in page.select(".word-text img")] == ["data:image/webp;base64,"] * 3
    assert (
        words(page.select_one(".word-to-do"))
        == "Do zrobienia przed publikacją: 2 ilustracje nie mają tekstu alternatywnego."
    )


def test_confirming_makes_drafts_once(guide: Guide) -> None:
    client = signed_in(roles.EDITOR)
    sent = fields_of(upload(client, guide, simple(("Umowy", "Na piśmie."))))
    response = client.post(url_of(guide), sent, follow=True)
    assert messages_of(response) == ["Dodano 1 rozdział jako wersję roboczą."]
    assert Chapter.objects.child_of(guide).filter(live=False).count() == 1
    response = client.post(url_of(guide), sent, follow=True)
    assert messages_of(response) == ["Plik czekał zbyt długo albo został już zaimportowany. Prześlij go jeszcze raz."]
    assert Chapter.objects.child_of(guide).count() == 3


def test_the_second_preview_shows_what_changes(guide: Guide) -> None:
    client = signed_in(roles.EDITOR)
    first = simple(("Umowy", "Na piśmie."), ("Staż", "Krótko."), ("Praca", "Długo."))
    client.post(url_of(guide), fields_of(upload(client, guide, first)))
    page = upload(client, guide, simple(("Umowy", "Zawsze na piśmie."), ("Praca", "Długo.")))
    assert [words(item) for item in page.select(".word-chapter .word-fate")] == [
        "zmieniony rozdział",
        "rozdział bez zmian",
    ]
    assert [words(item) for item in page.select(".diff-item ins")] == ["[dodano: Zawsze na ]"]
    assert [words(item) for item in page.select("section[aria-labelledby=word-gone] li")] == ["Staż"]
    assert fields_of(page)["chapter"] == ["0"]


def test_a_chapter_that_an_editor_changed_is_not_ticked(guide: Guide) -> None:
    client = signed_in(roles.EDITOR)
    page = upload(client, guide, simple(("Pierwszy temat", "Z pliku.")))
    assert fields_of(page)["chapter"] == []
    assert "Ten rozdział zmieniono tutaj" in words(page)
    assert [words(item) for item in page.select(".diff-item del")] == ["[usunięto: O tym: Pierwszy temat. ]"]
    response = client.post(url_of(guide), fields_of(page), follow=True)
    assert messages_of(response) == ["Niczego nie zaimportowano."]


def test_a_guide_that_changed_meanwhile_is_shown_again(guide: Guide) -> None:
    client = signed_in(roles.EDITOR)
    page = upload(client, guide, simple(("Pierwszy temat", "Z pliku.")))
    chapter = Chapter.objects.child_of(guide).get(title="Pierwszy temat")
    chapter.save_revision()
    response = client.post(url_of(guide), {**fields_of(page), "chapter": ["0"]})
    assert response.status_code == 200
    again = BeautifulSoup(response.content, "html.parser")
    assert fields_of(again)["stamp"] != fields_of(page)["stamp"]
    client.post(url_of(guide), {**fields_of(again), "chapter": ["0"]})
    assert Chapter.objects.get(pk=chapter.pk).get_latest_revision_as_object().body[0].value.source == "<p>Z pliku.</p>"


def test_a_file_waits_for_its_user_alone(guide: Guide) -> None:
    sent = fields_of(upload(signed_in(roles.EDITOR), guide, simple(("Umowy", "Na piśmie."))))
    other = signed_in(roles.EDITOR)
    assert other.post(url_of(guide), sent).status_code == 302
    assert Chapter.objects.child_of(guide).count() == 2


@pytest.mark.parametrize("role", [*roles.ALL, ""])
def test_who_may_open_the_form(guide: Guide, role: str) -> None:
    client = signed_in(*([role] if role else []))
    response = client.get(url_of(guide))
    assert (response.status_code == 200) == (role == roles.EDITOR)


def test_the_form_asks_for_a_token_of_csrf(guide: Guide) -> None:
    editor = signed_in(roles.EDITOR)
    client = Client(enforce_csrf_checks=True)
    client.cookies = editor.cookies
    file = SimpleUploadedFile("poradnik.docx", simple(("Umowy", "Na piśmie.")))
    assert client.post(url_of(guide), {"file": file}).status_code == 403


def test_the_menu_of_a_guide_leads_there(guide: Guide, chapters: list[Chapter]) -> None:
    client = signed_in(roles.EDITOR)
    listing = client.get(reverse("wagtailadmin_explore", args=[guide.pk])).content.decode()
    assert url_of(guide) in listing
    assert "Importuj z Worda" in words(BeautifulSoup(listing, "html.parser"))
    assert "/word/" not in client.get(reverse("wagtailadmin_pages:edit", args=[chapters[0].pk])).content.decode()
