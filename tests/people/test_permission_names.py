"""The form of a group names permissions in Polish and saves them as they are."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from people import roles
from people.models import User
from people.permission_names import in_words, name_of
from tests.people.conftest import reauthenticate

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(make_user: Callable[..., User]) -> Client:
    client = Client()
    client.force_login(make_user(is_superuser=True))
    reauthenticate(client)
    return client


def labels(soup: Tag, selector: str) -> list[str]:
    """The text of each box's label; a permission of its own stands inside its label."""
    found = [
        soup.select_one(f'label[for="{box["id"]}"]') if box.get("id") else box.find_parent("label")
        for box in soup.select(selector)
    ]
    return [label.get_text(strip=True) if label else "" for label in found]


def test_every_box_has_a_polish_label(administrator: Client) -> None:
    group = Group.objects.get(name=roles.EDITOR)
    response = administrator.get(reverse("wagtailusers_groups:edit", args=[group.pk]))
    soup = BeautifulSoup(response.content, "html.parser")
    objects, pages = labels(soup, "[name=permissions]"), labels(soup, '[name="page_permissions-0-permissions"]')
    assert {"Dodawanie: akt prawny", "Zmiana: akt prawny", "Usuwanie: akt prawny"} <= set(objects)
    assert [label.replace("\xa0", " ") for label in pages] == [
        "Dodawanie i edycja własnych stron",
        "Usuwanie stron razem z podstronami",
        "Edycja dowolnej strony",
        "Zakładanie i zdejmowanie własnych blokad stron",
        "Publikowanie dowolnej strony",
        "Odblokowanie dowolnej strony",
    ]
    assert [label for label in objects if label.startswith("Can ") or not label] == []


def test_names_in_the_database_stay_as_they_are() -> None:
    permission = Permission.objects.get(codename="add_legalact")
    assert name_of(permission) == "Dodawanie: akt prawny"
    assert [each.name for each in in_words(Permission.objects.filter(pk=permission.pk))] == ["Dodawanie: akt prawny"]
    permission.refresh_from_db()
    assert permission.name == "Can add legal act"
